//! Roadmaps as lines over the months, with bands, labels at the ends, and annotations.
//!
//! Two of these stand on top of each other on the Decision tab and share one hovered month.

use super::frame::{Frame, TimeAxis, XLabels};
use super::lines_labels;
use super::scale::{Scale, amount_scale};
use crate::app::theme::{RoadmapLook, Theme};
use eframe::egui::{Color32, Rect, Response, Ui, pos2, vec2};

/// P10 and P90 of a series, month by month.
#[derive(Clone, Copy, Debug)]
pub struct Band<'a> {
    /// P10.
    pub low: &'a [f64],
    /// P90.
    pub high: &'a [f64],
}

/// How strongly a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Emphasis {
    /// A pinned earlier plan: half as strong.
    Ghost,
    /// A reference, 1.5 points.
    Reference,
    /// Any other roadmap, 1.8 points.
    Normal,
    /// The recommended roadmap, 2.4 points, drawn last.
    Recommended,
}

/// One roadmap.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Colour, dash and marker.
    pub kind: RoadmapLook,
    /// Number in the marker when several roadmaps share a kind.
    pub number: Option<u8>,
    /// Name at the end of the line.
    pub label: &'a str,
    /// Amount by month; may end before the last month.
    pub values: &'a [f64],
    /// Range, if known.
    pub band: Option<Band<'a>>,
    /// Whether the band is drawn without hovering.
    pub band_shown: bool,
    /// Strength.
    pub emphasis: Emphasis,
}

impl<'a> Series<'a> {
    /// A plain line without a band.
    pub fn new(kind: RoadmapLook, label: &'a str, values: &'a [f64]) -> Self {
        Self {
            kind,
            number: None,
            label,
            values,
            band: None,
            band_shown: false,
            emphasis: Emphasis::Normal,
        }
    }

    pub(super) fn color(&self, theme: &Theme) -> Color32 {
        let color = self.kind.color(theme);
        if self.emphasis == Emphasis::Ghost {
            color.gamma_multiply(0.5)
        } else {
            color
        }
    }

    pub(super) fn width(&self) -> f32 {
        match self.emphasis {
            Emphasis::Ghost => 1.6,
            Emphasis::Reference => 1.5,
            Emphasis::Normal => 1.8,
            Emphasis::Recommended => 2.4,
        }
    }
}

/// What stands at the ends of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndLabels {
    /// Nothing, and no room for it.
    None,
    /// Only the name, in the kind's colour.
    Names,
    /// Only the figure, in the kind's colour.
    Figures,
    /// The name, and beneath it the figure and the range of drawn bands.
    NamesAndFigures,
}

/// Where two roadmaps cross.
#[derive(Clone, Copy, Debug)]
pub struct Crossover<'a> {
    /// Month, fractions allowed.
    pub month: f64,
    /// Amount at the crossing.
    pub value: f64,
    /// "Pays for itself in Jun 2029"; empty draws the ring alone.
    pub title: &'a str,
    /// "month 29, likely 26 to 42".
    pub detail: &'a str,
}

/// When a switch starts and how long it takes.
#[derive(Clone, Copy, Debug)]
pub struct SwitchLine<'a> {
    /// Kind whose colour it wears.
    pub kind: RoadmapLook,
    /// First month.
    pub month: f64,
    /// Months of migration.
    pub span: f64,
    /// "Split starts, Mar 2028"; empty draws line and span alone.
    pub title: &'a str,
    /// "9 months, $890k".
    pub detail: &'a str,
}

/// From when a roadmap no longer fits.
#[derive(Clone, Copy, Debug)]
pub struct Unfit<'a> {
    /// Kind whose line stops.
    pub kind: RoadmapLook,
    /// First month that does not fit.
    pub month: f64,
    /// "Monolith does not fit from Apr 2029".
    pub title: &'a str,
    /// Reason, quantity and nearest feasible change.
    pub lines: &'a [&'a str],
}

/// A chart of lines. Fill the fields and call [`LineChart::show`].
pub struct LineChart<'a> {
    /// Unique id.
    pub id: &'a str,
    /// Sentence for screen readers.
    pub summary: &'a str,
    /// Months.
    pub time: TimeAxis,
    /// Height of the plot, labels under it excluded.
    pub height: f32,
    /// Roadmaps.
    pub series: &'a [Series<'a>],
    /// Formats a tick: `$20M`.
    pub tick_format: &'a dyn Fn(f64) -> String,
    /// Formats a figure: `$94.5M`.
    pub figure_format: &'a dyn Fn(f64) -> String,
    /// Formats a range: `$81M to $116M`.
    pub range_format: &'a dyn Fn(f64, f64) -> String,
    /// Bounds to keep, as while recomputing; else they follow the data.
    pub scale: Option<Scale>,
    /// Labels at the ends.
    pub end_labels: EndLabels,
    /// Width of the gutter for them.
    pub gutter: f32,
    /// Labels under the axis.
    pub x_labels: XLabels,
    /// Width of the column of amounts.
    pub axis_width: f32,
    /// Ring and its text.
    pub crossover: Option<Crossover<'a>>,
    /// Switch line and its text.
    pub switch: Option<SwitchLine<'a>>,
    /// Where a roadmap stops.
    pub unfit: Option<Unfit<'a>>,
    /// The bands belong to an older plan.
    pub stale: bool,
    /// A month to mark as pinned.
    pub pinned: Option<usize>,
    /// Names a kink in a month: a hire, a GPU step, the end of a move.
    pub note: Option<&'a dyn Fn(usize) -> Option<String>>,
}

/// What happened in a chart.
pub struct ChartResponse {
    /// Response of the plot.
    pub response: Response,
    /// Where the plot is, for things painted over it.
    pub plot: Rect,
    /// A month that was clicked.
    pub clicked: Option<usize>,
    /// Place of the line nearest to the pointer, while it is over the plot.
    pub nearest: Option<usize>,
}

impl<'a> LineChart<'a> {
    /// A chart with the defaults of the Decision tab.
    pub fn new(
        id: &'a str,
        time: TimeAxis,
        series: &'a [Series<'a>],
        tick_format: &'a dyn Fn(f64) -> String,
        range_format: &'a dyn Fn(f64, f64) -> String,
    ) -> Self {
        Self {
            id,
            summary: id,
            time,
            height: 250.0,
            series,
            tick_format,
            figure_format: tick_format,
            range_format,
            scale: None,
            end_labels: EndLabels::NamesAndFigures,
            gutter: 160.0,
            x_labels: XLabels::Months,
            axis_width: 46.0,
            crossover: None,
            switch: None,
            unfit: None,
            stale: false,
            pinned: None,
            note: None,
        }
    }

    /// Bounds that hold every line and every drawn band.
    pub fn natural_scale(&self) -> Scale {
        let mut low = 0.0_f64;
        let mut high = 0.0_f64;
        for series in self.series {
            let band = series.band.filter(|_| series.band_shown);
            let slices = [
                Some(series.values),
                band.map(|band| band.low),
                band.map(|band| band.high),
            ];
            for &value in slices
                .into_iter()
                .flatten()
                .flatten()
                .filter(|value| value.is_finite())
            {
                low = low.min(value);
                high = high.max(value);
            }
        }
        amount_scale(low, high)
    }

    /// Draws the chart across the available width.
    pub fn show(&self, ui: &mut Ui, hover: &mut Option<usize>) -> ChartResponse {
        let theme = Theme::of(ui);
        let below = if self.x_labels == XLabels::None {
            6.0
        } else {
            22.0
        };
        let gutter = if self.end_labels == EndLabels::None {
            8.0
        } else {
            self.gutter
        };
        let (_, outer) = ui.allocate_space(vec2(ui.available_width(), self.height + below + 6.0));
        let plot = Rect::from_min_max(
            pos2(
                (outer.left() + self.axis_width).round(),
                (outer.top() + 6.0).round(),
            ),
            pos2(
                (outer.right() - gutter)
                    .max(outer.left() + self.axis_width + 40.0)
                    .round(),
                (outer.top() + 6.0 + self.height).round(),
            ),
        );
        let scale = self.scale.clone().unwrap_or_else(|| self.natural_scale());
        let frame = Frame {
            id: ui.scope_id().with(self.id),
            plot,
            summary: self.summary,
            time: self.time,
            scale: &scale,
            tick_format: Some(self.tick_format),
            x_labels: self.x_labels,
        };
        self.paint_spans(ui, theme, plot);
        let extra_band = self.hovered_line(ui, plot, &scale);
        let bands = self.bands(theme, extra_band);
        let framed = frame.show(ui, hover, move |plot| {
            for band in bands {
                plot.add(band);
            }
        });
        self.paint_switch_line(ui, theme, &framed);
        self.paint_lines(ui, theme, &framed);
        self.paint_annotations(ui, theme, &framed);
        lines_labels::paint_end_labels(ui, self, &framed, outer);
        self.paint_hover(ui, theme, &framed, *hover);
        ChartResponse {
            response: framed.response,
            plot,
            clicked: framed.clicked,
            nearest: self.nearest_line(ui, plot, &scale).map(|(at, _)| at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme;
    use eframe::egui::{Key, Role};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[derive(Default)]
    struct Model {
        hover: Option<usize>,
        clicked: Option<usize>,
    }

    fn harness() -> Harness<'static, Model> {
        let values: Vec<f64> = (0..60).map(f64::from).collect();
        let low: Vec<f64> = values.iter().map(|value| value * 0.8).collect();
        Harness::builder()
            .with_size(vec2(700.0, 300.0))
            .with_context_setup(theme::install)
            .build_ui_state(
                move |ui, model: &mut Model| {
                    let band = Some(Band {
                        low: &low,
                        high: &values,
                    });
                    let series = [
                        Series {
                            band,
                            ..Series::new(RoadmapLook::Monolith, "Monolith", &values)
                        },
                        Series {
                            band,
                            band_shown: true,
                            ..Series::new(RoadmapLook::Switch, "Switch", &low)
                        },
                        // A roadmap that does not fit has no months, and one band is too short.
                        Series {
                            band: Some(Band {
                                low: &[],
                                high: &low,
                            }),
                            band_shown: true,
                            ..Series::new(RoadmapLook::Hybrid, "None", &[])
                        },
                    ];
                    let time = TimeAxis {
                        start_year: 2027,
                        start_month: 1,
                        months: 60,
                    };
                    let format = |value: f64| format!("${value:.0}");
                    let range = |low: f64, high: f64| format!("{low:.0} to {high:.0}");
                    let chart = LineChart {
                        summary: "Cumulative cost by roadmap",
                        ..LineChart::new("cost", time, &series, &format, &range)
                    };
                    let shown = chart.show(ui, &mut model.hover);
                    model.clicked = shown.clicked.or(model.clicked);
                },
                Model::default(),
            )
    }

    #[test]
    fn a_chart_has_a_sentence_and_comes_to_rest() {
        let mut harness = harness();
        harness.run();
        harness.get_by_role_and_label(Role::Image, "Cumulative cost by roadmap");
        assert!(!harness.ctx.has_requested_repaint());
    }

    #[test]
    fn the_pointer_and_the_arrows_choose_a_month() {
        let mut harness = harness();
        harness.run();
        let plot = harness.get_by_label("Cumulative cost by roadmap").rect();
        harness.hover_at(plot.center());
        harness.run();
        assert_eq!(harness.state().hover, Some(30));
        harness.remove_cursor();
        harness.run();
        assert_eq!(harness.state().hover, None);

        harness.get_by_label("Cumulative cost by roadmap").focus();
        harness.run();
        harness.key_press(Key::Home);
        harness.run();
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(harness.state().hover, Some(1));
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().clicked, Some(1));
    }
}
