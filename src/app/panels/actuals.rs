//! The dialog into which months that turned out are pasted, with a preview of what would be taken.

use crate::app::action::Action;
use crate::app::theme::{Theme, Type, space};
use crate::app::widgets::buttons::Button;
use crate::app::widgets::dialog::modal;
use crate::scenario::Scenario;
use crate::scenario::actuals::{self, ActualsError, Column, Pasted};
use crate::units::{self, Currency, YearMonth};
use eframe::egui;
use eframe::egui::{Align, Layout, Ui, vec2};

/// What the dialog holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct ActualsDialog {
    /// The text so far.
    pub(crate) text: String,
    /// What it says; none until it was read.
    read: Option<Result<Pasted, ActualsError>>,
}

impl ActualsDialog {
    /// The dialog with a text in it.
    pub(crate) fn new(text: String) -> Self {
        Self { text, read: None }
    }
}

/// Width of text and preview.
const WIDTH: f32 = 560.0;
/// Height of the text and of the preview.
const TEXT: f32 = 170.0;
const PREVIEW: f32 = 150.0;
/// Width of a column of the preview.
const COLUMN: f32 = 104.0;

/// First month of the plan; what a new plan starts with where it is not stated well.
pub(crate) fn start_of(plan: &Scenario) -> YearMonth {
    let other = || Scenario::default().start.parse();
    plan.start.parse().or_else(|_| other()).unwrap_or_default()
}

/// What a plan makes of a text.
pub(crate) fn read(plan: &Scenario, text: &str) -> Result<Pasted, ActualsError> {
    let horizon = plan.horizon_months as usize;
    actuals::read(text, start_of(plan), horizon, &plan.currency)
}

/// A table to paste months that turned out into, and what is read from it.
pub(crate) fn actuals_ui(
    ctx: &egui::Context,
    plan: &Scenario,
    dialog: &mut ActualsDialog,
) -> Option<Action> {
    let theme = Theme::of_ctx(ctx);
    let modal = modal("actuals", theme).show(ctx, |ui| {
        ui.set_width(WIDTH);
        Type::TITLE.label(ui, "Actuals", theme.text);
        let label = Type::ROW.label(
            ui,
            "One month a line, pasted from a sheet. Headings say which column is what, in any order: \
             Month, Users, Spend, People, Lead time (days). Empty cells are fine.",
            theme.text2,
        );
        let rows = egui::ScrollArea::vertical()
            .id_salt("text")
            .max_height(TEXT)
            .show(ui, |ui| {
                ui.add(
                    egui::TextEdit::multiline(&mut dialog.text)
                        .font(Type::BODY.font())
                        .margin(vec2(8.0, 6.0))
                        .desired_rows(7)
                        .desired_width(f32::INFINITY),
                )
                .labelled_by(label.id)
            });
        if rows.inner.changed() {
            dialog.read = None;
        }
        if ui.memory(egui::Memory::focused).is_none() {
            rows.inner.request_focus();
        }
        let read = dialog.read.get_or_insert_with(|| read(plan, &dialog.text));
        ui.add_space(4.0);
        match read {
            Ok(pasted) => preview_ui(ui, plan, pasted),
            Err(error) => {
                Type::ROW.label(ui, error.to_string(), theme.error);
            }
        }
        ui.add_space(10.0);
        let mut choice = None;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let verb = match read {
                Ok(pasted) if pasted.months.is_empty() && !plan.actuals.is_empty() => {
                    "Remove all".to_owned()
                }
                Ok(pasted) if !pasted.months.is_empty() => {
                    format!("Keep {}", units::months(pasted.months.len()))
                }
                _ => "Keep".to_owned(),
            };
            let keep = Button::primary(&verb).enabled(read.is_ok());
            if keep.show(ui).clicked() {
                choice = Some(true);
            }
            if Button::secondary("Cancel").show(ui).clicked() {
                choice = Some(false);
            }
        });
        choice
    });
    let keep = modal.inner.or(modal.should_close().then_some(false))?;
    Some(if keep {
        Action::SetActuals(dialog.text.clone())
    } else {
        Action::CloseDialog
    })
}

/// What would be taken: which months, what is left out, and every figure.
fn preview_ui(ui: &mut Ui, plan: &Scenario, pasted: &Pasted) {
    let theme = Theme::of(ui);
    Type::ROW.label(ui, summary(plan, pasted), theme.text);
    for note in notes(plan, pasted) {
        Type::ROW.label(ui, note, theme.caution);
    }
    if pasted.months.is_empty() {
        return;
    }
    ui.add_space(2.0);
    let figures = rows(plan, pasted);
    ui.spacing_mut().item_spacing.y = 0.0;
    line_ui(
        ui,
        &Column::ALL.map(|column| column.label().to_owned()),
        true,
    );
    egui::ScrollArea::vertical()
        .id_salt("preview")
        .max_height(PREVIEW)
        .show_rows(ui, space::TABLE_ROW_DENSE, figures.len(), |ui, shown| {
            for row in figures.get(shown).unwrap_or_default() {
                line_ui(ui, row, false);
            }
        });
}

fn line_ui(ui: &mut Ui, cells: &[String; 5], head: bool) {
    let theme = Theme::of(ui);
    let (style, color) = if head {
        (Type::CAPTION, theme.text3)
    } else {
        (Type::ROW, theme.text)
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (at, cell) in cells.iter().enumerate() {
            let layout = if at == 0 {
                Layout::left_to_right(Align::Center)
            } else {
                Layout::right_to_left(Align::Center)
            };
            let size = vec2(COLUMN, space::TABLE_ROW_DENSE);
            ui.allocate_ui_with_layout(size, layout, |ui| {
                ui.set_min_size(size);
                style.label(ui, cell.as_str(), color);
            });
        }
    });
}

fn month_of(plan: &Scenario, month: u32) -> YearMonth {
    start_of(plan).plus_months(month as usize)
}

/// "Would keep 12 months, Jan 2027 to Dec 2027, in place of the 3 there are."
fn summary(plan: &Scenario, pasted: &Pasted) -> String {
    let list = &pasted.months;
    let before = match plan.actuals.len() {
        0 => String::new(),
        1 => ", in place of the one there is".to_owned(),
        count => format!(", in place of the {count} there are"),
    };
    match (list.first(), list.last()) {
        (Some(first), Some(last)) if first.month != last.month => format!(
            "Would keep {}, {} to {}{before}.",
            units::months(list.len()),
            month_of(plan, first.month).short(),
            month_of(plan, last.month).short()
        ),
        (Some(only), _) => {
            format!("Would keep {}{before}.", month_of(plan, only.month).short())
        }
        _ if plan.actuals.is_empty() => "No month is written yet.".to_owned(),
        _ => "No month is written: every month there is would be removed.".to_owned(),
    }
}

/// What is left out, and months that stand twice.
fn notes(plan: &Scenario, pasted: &Pasted) -> Vec<String> {
    let mut notes = Vec::new();
    if !pasted.skipped.is_empty() {
        notes.push(format!(
            "Not known, left out: {}.",
            pasted.skipped.join(", ")
        ));
    }
    if !pasted.repeated.is_empty() {
        let months = pasted.repeated.iter();
        let months: Vec<String> = months.map(|at| month_of(plan, *at).short()).collect();
        notes.push(format!(
            "Written twice, the last counts: {}.",
            months.join(", ")
        ));
    }
    notes
}

/// The figures of every month, as they would be taken.
fn rows(plan: &Scenario, pasted: &Pasted) -> Vec<[String; 5]> {
    let currency = Currency::new(&plan.currency);
    let symbol = currency.symbol();
    let figures = pasted.months.iter().map(|actual| {
        let [users, spend, people, days] =
            actuals::values(actual).map(|value| value.map(|value| units::exact(value.likely)));
        let spend = spend.map(|amount| format!("{symbol}{amount}"));
        let cell = |value: Option<String>| value.unwrap_or_default();
        [
            month_of(plan, actual.month).short(),
            cell(users),
            cell(spend),
            cell(people),
            cell(days),
        ]
    });
    figures.collect()
}

#[cfg(test)]
mod tests {
    use super::{notes, read, rows, summary};
    use crate::scenario::Scenario;

    #[test]
    fn the_preview_says_what_would_be_taken_and_what_not() {
        let mut plan = Scenario {
            start: "2027-01".to_owned(),
            ..Scenario::default()
        };
        let text = "Region\tMonth\tSpend\tUsers\nEU\tJan-27\t168000\t10000\nEU\tFeb-27\t\t10400\n";
        let pasted = read(&plan, text).unwrap();
        assert_eq!(
            summary(&plan, &pasted),
            "Would keep 2 months, Jan 2027 to Feb 2027."
        );
        assert_eq!(notes(&plan, &pasted), ["Not known, left out: Region."]);
        assert_eq!(
            rows(&plan, &pasted),
            [
                ["Jan 2027", "10,000", "$168,000", "", ""],
                ["Feb 2027", "10,400", "", "", ""]
            ]
        );
        plan.actuals = pasted.months;
        let pasted = read(&plan, "Jan-27\t5\nJan-27\t6\n").unwrap();
        assert_eq!(
            summary(&plan, &pasted),
            "Would keep Jan 2027, in place of the 2 there are."
        );
        assert_eq!(
            notes(&plan, &pasted),
            ["Written twice, the last counts: Jan 2027."]
        );
        let none = read(&plan, "").unwrap();
        assert!(summary(&plan, &none).contains("would be removed"));
    }
}
