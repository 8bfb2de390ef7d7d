//! Line charts for the documentation, as plain SVG text that is the same on every run.
//!
//! Panels stand below each other, one for each product, with the same horizontal axis. Lines wear
//! the colours and dashes that the roadmaps have in the window and carry their names at their end.

use std::fmt::Write as _;

use splitpoint::units;

const WIDTH: f64 = 760.0;
const PANEL: f64 = 210.0;
const TOP: f64 = 34.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 200.0;
const BOTTOM: f64 = 44.0;
/// Least distance between two names at the ends of lines.
const NAME_GAP: f64 = 14.0;

/// A line of a chart.
pub(crate) struct Line {
    /// Name at its end; empty where another line of its kind is named.
    pub(crate) name: String,
    /// Colour, as `#RRGGBB`.
    pub(crate) colour: &'static str,
    /// Dashes, empty for a solid line.
    pub(crate) dashes: &'static str,
    /// Whether its points are filled.
    pub(crate) filled: bool,
    /// A value for each tick of the horizontal axis.
    pub(crate) values: Vec<f64>,
}

/// A panel of a chart.
pub(crate) struct Panel {
    /// What it shows.
    pub(crate) title: String,
    /// Its lines.
    pub(crate) lines: Vec<Line>,
}

/// The chart as SVG.
///
/// `ticks`: names along the horizontal axis, evenly spaced; `across` and `up`: what the axes show.
pub(crate) fn svg(ticks: &[String], across: &str, up: &str, panels: &[Panel]) -> String {
    let height = TOP + PANEL * panels.len() as f64 + BOTTOM - 20.0;
    let mut out = String::new();
    let _ = writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" width=\"{WIDTH:.0}\" height=\"{height:.0}\" font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"12\">"
    );
    let _ = writeln!(
        out,
        "<rect width=\"{WIDTH:.0}\" height=\"{height:.0}\" fill=\"#FFFFFF\"/>"
    );
    text(&mut out, LEFT, 16.0, "start", "#5F646D", up);
    for (p, panel) in panels.iter().enumerate() {
        let top = TOP + PANEL * p as f64;
        draw_panel(&mut out, ticks, panel, top);
    }
    let middle = f64::midpoint(LEFT, WIDTH - RIGHT);
    text(&mut out, middle, height - 8.0, "middle", "#5F646D", across);
    out.push_str("</svg>\n");
    out
}

fn text(out: &mut String, x: f64, y: f64, anchor: &str, colour: &str, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{words}</text>"
    );
}

fn rule(out: &mut String, (x1, x2): (f64, f64), y: f64, colour: &str) {
    let _ = writeln!(
        out,
        "<line x1=\"{x1:.1}\" y1=\"{y:.1}\" x2=\"{x2:.1}\" y2=\"{y:.1}\" stroke=\"{colour}\"/>"
    );
}

/// A round step that divides a span into three to seven parts.
fn step_for(span: f64) -> f64 {
    let rough = span / 4.0;
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power);
    steps
        .into_iter()
        .find(|step| span / step <= 5.0)
        .unwrap_or(steps[3])
}

fn draw_panel(out: &mut String, ticks: &[String], panel: &Panel, top: f64) {
    let all = || panel.lines.iter().flat_map(|line| line.values.iter());
    let low = all().copied().fold(0.0, f64::min);
    let high = all().copied().fold(0.0, f64::max);
    let step = step_for((high - low).max(1.0));
    let (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
    let (begin, end) = (top + 26.0, top + PANEL - 34.0);
    let y = |value: f64| end - (value - low) / (high - low) * (end - begin);
    let x = |tick: usize| {
        let along = tick as f64 / (ticks.len() - 1).max(1) as f64;
        LEFT + along * (WIDTH - RIGHT - LEFT)
    };
    let _ = writeln!(
        out,
        "<text x=\"{LEFT:.1}\" y=\"{:.1}\" font-weight=\"600\" fill=\"#181B20\">{}</text>",
        top + 14.0,
        panel.title
    );
    let mut value = low;
    while value <= high + step * 0.5 {
        let zero = value.abs() < step * 0.5;
        let colour = if zero { "#3466C2" } else { "#EBEBE6" };
        rule(out, (LEFT, WIDTH - RIGHT), y(value), colour);
        let name = if zero {
            "0%".to_owned()
        } else {
            format!("{}%", units::signed(value, 0))
        };
        text(out, LEFT - 8.0, y(value) + 4.0, "end", "#5F646D", &name);
        value += step;
    }
    for (tick, name) in ticks.iter().enumerate() {
        text(out, x(tick), end + 17.0, "middle", "#5F646D", name);
    }
    for line in &panel.lines {
        draw_line(out, line, x, y);
    }
    let mut names: Vec<(f64, &str, &str)> = panel
        .lines
        .iter()
        .filter(|line| !line.name.is_empty())
        .filter_map(|line| Some((y(*line.values.last()?), line.colour, line.name.as_str())))
        .collect();
    names.push((y(0.0), "#3466C2", "monolith"));
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    for at in 1..names.len() {
        names[at].0 = names[at].0.max(names[at - 1].0 + NAME_GAP);
    }
    let mut lowest = end + 4.0;
    for (at, _, _) in names.iter_mut().rev() {
        *at = at.min(lowest);
        lowest = *at - NAME_GAP;
    }
    for (at, colour, name) in names {
        text(out, WIDTH - RIGHT + 10.0, at + 4.0, "start", colour, name);
    }
}

fn draw_line(out: &mut String, line: &Line, x: impl Fn(usize) -> f64, y: impl Fn(f64) -> f64) {
    let points: Vec<String> = line
        .values
        .iter()
        .enumerate()
        .map(|(tick, value)| format!("{:.1},{:.1}", x(tick), y(*value)))
        .collect();
    let dashes = if line.dashes.is_empty() {
        String::new()
    } else {
        format!(" stroke-dasharray=\"{}\"", line.dashes)
    };
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{dashes}/>",
        points.join(" "),
        line.colour
    );
    let fill = if line.filled { line.colour } else { "#FFFFFF" };
    for (tick, value) in line.values.iter().enumerate() {
        let _ = writeln!(
            out,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.2\" fill=\"{fill}\" stroke=\"{}\" stroke-width=\"1.5\"/>",
            x(tick),
            y(*value),
            line.colour
        );
    }
}
