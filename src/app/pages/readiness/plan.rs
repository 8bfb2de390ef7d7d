//! The training plan of the chosen roadmap: what is trained when, at which price.

use super::model::ReadinessView;
use super::outlook::{Ready, Training, TrainingOutlook};
use crate::app::action::Action;
use crate::app::charts::marks::paint_marker;
use crate::app::charts::{Emphasis, EndLabels, LineChart, Series, XLabels};
use crate::app::theme::text::paint;
use crate::app::theme::{Theme, Type, radius};
use crate::app::view::{ResultsView, look_of};
use crate::app::widgets::{Button, Choice, Icon, wrapped_segment_ui};
use crate::engine::series::CostCategory;
use crate::units;
use eframe::egui::{
    Align2, CornerRadius, Rangef, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// Height of the labels of the months.
const MONTHS: f32 = 20.0;
/// Least and greatest height of a training.
const ROW: [f32; 2] = [43.0, 64.0];
/// Height of each line under the bars.
const MARKS: f32 = 19.0;
/// What stands beside the bars in the column: titles, notes, buttons.
const AROUND: f32 = 230.0;

/// Least and greatest height of the chart of the index, and what stands under it.
const INDEX: [f32; 2] = [150.0, 340.0];
const BUTTON_ROOM: f32 = 50.0;

/// Draws the column; bars are stretched to fill `room`.
pub(super) fn plan_ui(
    ui: &mut Ui,
    view: &ResultsView<'_>,
    model: &ReadinessView<'_>,
    plan: &TrainingOutlook,
    room: f32,
    hover: &mut Option<usize>,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let top = ui.cursor().top();
    Type::HEADING.label(ui, &plan.title, theme.text);
    let sum = capital(&plan.sum);
    Type::LABEL.label(ui, sum, theme.text2);
    let mut wanted = None;
    if !view.picture && !plan.word.is_empty() {
        ui.add_space(8.0);
        wanted = training_ui(ui, plan);
    }
    if !plan.list.is_empty() {
        ui.add_space(10.0);
        gantt_ui(ui, model, plan, room - AROUND);
    }
    ui.add_space(12.0);
    for note in &plan.notes {
        Type::LABEL.label(ui, note, theme.text2);
        ui.add_space(4.0);
    }
    // Only where the page has room for it; the sentence above says the same.
    let left = room - (ui.cursor().top() - top) - BUTTON_ROOM;
    if left >= INDEX[0] {
        ui.add_space(10.0);
        index_ui(ui, model, hover, left.min(INDEX[1]));
    }
    if !view.picture {
        ui.add_space(6.0);
        if Button::secondary("Copy as text")
            .icon(Icon::Copy)
            .show(ui)
            .clicked()
        {
            wanted = Some(Action::CopyTable);
        }
    }
    wanted
}

/// Index and mean of the gates by month.
fn index_ui(ui: &mut Ui, model: &ReadinessView<'_>, hover: &mut Option<usize>, height: f32) {
    /// Title, gap, and months under the axis.
    const AROUND_PLOT: f32 = 50.0;
    let theme = Theme::of(ui);
    let Some((chosen, series)) = model
        .chosen
        .and_then(|chosen| Some((chosen, chosen.series.as_ref()?)))
    else {
        return;
    };
    let kind = look_of(chosen);
    let lines = [
        Series {
            emphasis: Emphasis::Recommended,
            ..Series::new(kind, "Index", &series.readiness_index)
        },
        Series {
            emphasis: Emphasis::Reference,
            ..Series::new(kind, "Mean", &series.readiness_mean)
        },
    ];
    Type::HEADING.label(ui, "Gates against what runs in the month", theme.text);
    ui.add_space(4.0);
    let share = |value: f64| units::share(value);
    let range = |low: f64, high: f64| format!("{} to {}", units::share(low), units::share(high));
    let (first, last) = (
        series.readiness_index.first().copied().unwrap_or_default(),
        series.readiness_index.last().copied().unwrap_or_default(),
    );
    let summary = format!(
        "Readiness index and mean of the gates by month: the index begins at {} and ends at {}",
        units::share(first),
        units::share(last)
    );
    let chart = LineChart {
        summary: &summary,
        height: height - AROUND_PLOT,
        end_labels: EndLabels::NamesAndFigures,
        gutter: 52.0,
        axis_width: 40.0,
        x_labels: XLabels::Years,
        ..LineChart::new("index", model.words.time(), &lines, &share, &range)
    };
    chart.show(ui, hover);
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// Whether training is bought at all.
fn training_ui(ui: &mut Ui, plan: &TrainingOutlook) -> Option<Action> {
    const WORDS: [(&str, &str); 3] = [
        ("Default", "Gaps first"),
        ("Off", "No training"),
        ("To", "To set levels"),
    ];
    // Set levels are written in the file; here they can only be left.
    let shown = if plan.word == "To" { 3 } else { 2 };
    let choices: Vec<Choice<'_>> = WORDS[..shown]
        .iter()
        .map(|(_, label)| Choice {
            kind: None,
            label,
            full: label,
        })
        .collect();
    let selected = WORDS.iter().position(|(word, _)| *word == plan.word)?;
    let chosen = wrapped_segment_ui(ui, "Training", &choices, selected)?;
    let (word, _) = WORDS.get(chosen)?;
    (*word != "To").then(|| Action::set(plan.field.clone(), *word))
}

fn gantt_ui(ui: &mut Ui, model: &ReadinessView<'_>, plan: &TrainingOutlook, room: f32) {
    let theme = Theme::of(ui);
    let kind = model
        .chosen
        .map_or(crate::app::theme::RoadmapLook::Hybrid, look_of);
    let ready = match plan.ready {
        Ready::From(month) => Some(month),
        Ready::Never => None,
    };
    let last = plan
        .list
        .iter()
        .map(|training| training.months[1])
        .chain(ready)
        .chain(plan.begins)
        .max()
        .unwrap_or(0)
        .max(6);
    let count = plan.list.len() as f32;
    let row = ((room - MONTHS - 2.0 * MARKS) / count).clamp(ROW[0], ROW[1]);
    let height = MONTHS + row * count + 2.0 * MARKS;
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let axis = Rangef::new(rect.left(), rect.right() - 5.0);
    let x = |month: usize| axis.min + axis.span() * month as f32 / last as f32;
    let bars = Rangef::new(rect.top() + MONTHS, rect.top() + MONTHS + row * count);
    let painter = ui.painter();
    for (month, anchor) in [
        (0, Align2::LEFT_CENTER),
        (last / 2, Align2::CENTER_CENTER),
        (last, Align2::RIGHT_CENTER),
    ] {
        let line = (x(month)).round() - 0.5;
        painter.vline(line, bars, Stroke::new(1.0, theme.grid));
        let words = model.words.short(month);
        let at = pos2(
            if month == last {
                rect.right()
            } else {
                x(month)
            },
            rect.top() + 8.0,
        );
        paint(painter, at, anchor, &words, Type::CAPTION, theme.text3);
    }
    let color = kind.color(theme);
    let mut line = bars.max + MARKS / 2.0 + 2.0;
    let begins = plan.begins.map(|month| (month, "Begins"));
    for (month, word) in ready
        .map(|month| (month, "Ready"))
        .into_iter()
        .chain(begins)
    {
        let weight = if word == "Ready" { 1.4 } else { 1.0 };
        let at = x(month).round() - 0.5;
        painter.vline(at, bars.min..=line - 6.0, Stroke::new(weight, color));
        paint_marker(painter, pos2(at, line), kind, color, theme.bg, 0.9);
        let words = format!("{word}, {}", model.words.short(month));
        let width = Type::LABEL_STRONG.galley(painter, &words, color).size().x;
        let fits_left = at - 9.0 - width >= rect.left();
        let (anchor, at) = if fits_left {
            (Align2::RIGHT_CENTER, at - 9.0)
        } else {
            (Align2::LEFT_CENTER, at + 9.0)
        };
        paint(
            painter,
            pos2(at, line),
            anchor,
            &words,
            Type::LABEL_STRONG,
            color,
        );
        line += MARKS;
    }
    for (index, training) in plan.list.iter().enumerate() {
        let top = bars.min + row * index as f32 + 2.0;
        training_row(ui, theme, training, rect, top, x);
    }
    let told: Vec<String> = plan
        .list
        .iter()
        .map(|training| {
            let [from, until] = training.months;
            format!(
                "{} from {} to {}",
                training.title,
                model.words.short(from),
                model.words.short(until.saturating_sub(1).max(from))
            )
        })
        .collect();
    let told = format!("{}: {}", plan.title, told.join("; "));
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
}

fn training_row(
    ui: &Ui,
    theme: &Theme,
    training: &Training,
    rect: Rect,
    top: f32,
    x: impl Fn(usize) -> f32,
) {
    let painter = ui.painter();
    let [from, until] = training.months.map(x);
    let bar = Rect::from_x_y_ranges(from..=until.max(from + 2.0), top + 17.0..=top + 25.0);
    painter.rect_filled(
        bar,
        CornerRadius::same(radius::BAR),
        CostCategory::Training.color(theme),
    );
    let line = |text: &str, style: Type, color, y: f32| {
        let galley = style.galley_elided(painter, text, color, rect.width());
        let left = from.min(rect.right() - galley.size().x).max(rect.left());
        let at = pos2(left, y);
        // The lines of months end before words.
        let ground = Rect::from_min_size(at, galley.size()).expand2(vec2(1.0, -1.0));
        painter.rect_filled(ground, 0.0, theme.bg);
        painter.galley(at, galley, color);
    };
    line(&training.title, Type::LABEL_STRONG, theme.text, top);
    line(&training.note, Type::CAPTION, theme.text2, top + 26.0);
}
