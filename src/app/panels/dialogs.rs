//! The questions about unsaved changes and about files in the way, the typed path, and a file that
//! cannot be opened.

mod copies;

use super::actuals::actuals_ui;
use crate::app::action::{Action, Answer, Consent, PathPurpose};
use crate::app::state::{Confirmation, Dialog, OpenFailure, State};
use crate::app::theme::{Theme, Type, space};
use crate::app::widgets::buttons::Button;
use crate::app::widgets::dialog::{Dialog as Texts, DialogChoice, dialog_ui, modal};
use crate::units::counted;
use eframe::egui;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Align, Id, Key, Layout, Stroke, Ui};
use std::path::{Path, PathBuf};

/// Draws the dialog in front; `dialog` was taken out of `state` by the caller.
pub(crate) fn front_ui(ctx: &egui::Context, state: &State, dialog: &mut Dialog) -> Option<Action> {
    match dialog {
        Dialog::Unsaved { .. } => unsaved_ui(ctx, state),
        Dialog::TypePath {
            purpose,
            text,
            problem,
            because,
        } => type_path_ui(ctx, *purpose, text, problem.as_deref(), because.as_deref()),
        Dialog::Replace {
            path,
            purpose,
            confirmation,
        } => replace_ui(ctx, path, *purpose, *confirmation),
        Dialog::Copies { discarding } => copies::copies_ui(ctx, &state.recovery.left, discarding),
        Dialog::Actuals(actuals) => actuals_ui(ctx, &state.plan.now, actuals),
    }
}

fn unsaved_ui(ctx: &egui::Context, state: &State) -> Option<Action> {
    let plan = &state.plan;
    let edits = counted(plan.history.len() as f64, "edit", "edits");
    let body = match plan.file() {
        Some(_) => format!("{edits} since it was opened."),
        None if plan.history.len() == 1 => format!("{edits} that is in no file yet."),
        None => format!("{edits} that are in no file yet."),
    };
    let title = format!("Save changes to {}?", plan.stem());
    let choice = dialog_ui(
        ctx,
        &Texts {
            title: &title,
            body: &body,
            discard: "Discard",
            confirm: "Save",
        },
    )?;
    Some(Action::Answer(match choice {
        DialogChoice::Discard => Answer::Discard,
        DialogChoice::Cancel => Answer::Cancel,
        DialogChoice::Confirm => Answer::Save,
    }))
}

/// Selects the name of a file without its folder and its ending, which typing then replaces.
fn select_name(ctx: &egui::Context, id: Id, path: &str) {
    let place = |bytes: usize| CCursor::new(path[..bytes].chars().count());
    let begin = path.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    let end = path.rfind('.').filter(|at| *at > begin);
    let name = CCursorRange::two(place(begin), place(end.unwrap_or(path.len())));
    let mut edit = TextEditState::load(ctx, id).unwrap_or_default();
    edit.cursor.set_char_range(Some(name));
    edit.store(ctx, id);
}

fn type_path_ui(
    ctx: &egui::Context,
    purpose: PathPurpose,
    text: &mut String,
    problem: Option<&str>,
    because: Option<&str>,
) -> Option<Action> {
    let theme = Theme::of_ctx(ctx);
    let (title, verb) = match purpose {
        PathPurpose::Open => ("Open a plan", "Open"),
        PathPurpose::Save => ("Save the plan", "Save"),
        PathPurpose::Picture => ("Save a picture of this page", "Save"),
        PathPurpose::Months => ("Save the months as a sheet", "Save"),
    };
    let modal = modal("type path", theme).show(ctx, |ui| {
        ui.set_width(460.0);
        Type::TITLE.label(ui, title, theme.text);
        if let Some(because) = because {
            Type::ROW.label(ui, because, theme.text2);
        }
        let label = Type::ROW.label(ui, "Path of the file", theme.text2);
        let edit = ui
            .add(
                egui::TextEdit::singleline(text)
                    .font(Type::BODY.font())
                    .margin(egui::vec2(8.0, 6.0))
                    .desired_width(f32::INFINITY),
            )
            .labelled_by(label.id);
        let enter = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if ui.memory(egui::Memory::focused).is_none() && !enter {
            edit.request_focus();
            if problem.is_none() {
                select_name(ui.ctx(), edit.id, text);
            }
        }
        if let Some(problem) = problem {
            Type::ROW.label(ui, problem, theme.error);
        }
        ui.add_space(10.0);
        let mut choice = None;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if Button::primary(verb).show(ui).clicked() || enter {
                choice = Some(true);
            }
            if Button::secondary("Cancel").show(ui).clicked() {
                choice = Some(false);
            }
        });
        choice
    });
    match modal.inner.or(modal.should_close().then_some(false))? {
        false => Some(Action::CloseDialog),
        true if text.trim().is_empty() => None,
        true => {
            let path = expand_home(text.trim());
            Some(match purpose {
                PathPurpose::Open => Action::OpenPath(path),
                PathPurpose::Save => {
                    Action::SaveTo(with_ending(&path, purpose), Consent::default())
                }
                PathPurpose::Picture => {
                    Action::SavePictureTo(with_ending(&path, purpose), Consent::default())
                }
                PathPurpose::Months => {
                    Action::SaveMonthsTo(with_ending(&path, purpose), Consent::default())
                }
            })
        }
    }
}

/// `~/plans/a.ron` as the shell would read it.
fn expand_home(text: &str) -> PathBuf {
    if let Some(rest) = text.strip_prefix("~/")
        && let Some(home) = std::env::var_os("HOME")
    {
        return PathBuf::from(home).join(rest);
    }
    PathBuf::from(text)
}

/// The path that is really written. A plan's name gets an ending where it has none; a picture is a
/// PNG whatever it is called, so its name always says so.
pub(crate) fn with_ending(path: &Path, purpose: PathPurpose) -> PathBuf {
    let has = |wanted: &str| {
        let ending = path.extension();
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(wanted))
    };
    let ending = match purpose {
        PathPurpose::Open => return path.to_owned(),
        PathPurpose::Save if path.extension().is_some() => return path.to_owned(),
        PathPurpose::Picture if has("png") => return path.to_owned(),
        PathPurpose::Months if has("csv") => return path.to_owned(),
        PathPurpose::Save => "ron",
        PathPurpose::Picture => "png",
        PathPurpose::Months => "csv",
    };
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// May this file be replaced? Named as it is really written.
fn replace_ui(
    ctx: &egui::Context,
    path: &Path,
    purpose: PathPurpose,
    confirmation: Confirmation,
) -> Option<Action> {
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy();
    let folder = path.parent().unwrap_or(path).display();
    let (title, body) = match confirmation {
        Confirmation::Exists => (
            format!("Replace {name}?"),
            format!("There is a file of this name in {folder}. What it holds would be lost."),
        ),
        Confirmation::ReadOnly => (
            format!("Replace {name}, which is read-only?"),
            format!("It is in {folder}. It stays read-only with what is written now."),
        ),
    };
    let choice = dialog_ui(
        ctx,
        &Texts {
            title: &title,
            body: &body,
            discard: "Choose another…",
            confirm: "Replace",
        },
    )?;
    let consent = Consent {
        read_only: confirmation == Confirmation::ReadOnly,
        ..Consent::REPLACE
    };
    let path = path.to_owned();
    Some(match (choice, purpose) {
        (DialogChoice::Cancel, _) => Action::CloseDialog,
        (DialogChoice::Discard, PathPurpose::Picture) => Action::SavePicture,
        (DialogChoice::Discard, PathPurpose::Months) => Action::SaveMonths,
        (DialogChoice::Discard, _) => Action::SaveAs,
        (DialogChoice::Confirm, PathPurpose::Picture) => Action::SavePictureTo(path, consent),
        (DialogChoice::Confirm, PathPurpose::Months) => Action::SaveMonthsTo(path, consent),
        (DialogChoice::Confirm, _) => Action::SaveTo(path, consent),
    })
}

/// A file that cannot be opened: every finding with its place, nothing lost.
pub(crate) fn open_failure_ui(ui: &mut Ui, failure: &OpenFailure) -> Option<Action> {
    let theme = Theme::of(ui);
    let name = failure.path.file_name().map_or_else(
        || failure.path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let mut wanted = None;
    Type::CLAIM.label(ui, format!("{name} cannot be opened as it is."), theme.text);
    let errors = failure
        .findings
        .iter()
        .filter(|finding| finding.is_error())
        .count();
    let text = format!(
        "{} to mend in {}. The file is untouched, and so is the plan that was open.",
        counted(errors as f64, "thing", "things"),
        failure.path.display()
    );
    Type::LEAD_SMALL.label(ui, text, theme.text2);
    ui.add_space(12.0);
    ui.horizontal(|ui| {
        if Button::primary("Try again").show(ui).clicked() {
            wanted = Some(Action::OpenPath(failure.path.clone()));
        }
        if Button::secondary("Back to the plan").show(ui).clicked() {
            wanted = Some(Action::BackToPlan);
        }
        if Button::secondary("Open another…").show(ui).clicked() {
            wanted = Some(Action::Open);
        }
    });
    ui.add_space(12.0);
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            for finding in &failure.findings {
                ui.add_space(6.0);
                let place = match (finding.line, finding.column) {
                    (Some(line), Some(column)) => format!("Line {line}, column {column}"),
                    _ => "Whole file".to_owned(),
                };
                ui.horizontal(|ui| {
                    let color = if finding.is_error() {
                        theme.error
                    } else {
                        theme.caution
                    };
                    Type::ROW_STRONG.label(ui, place, color);
                    Type::CODE.label(ui, &finding.path, theme.text2);
                });
                Type::BODY.label(ui, format!("{}.", finding.message), theme.text);
                let advice = finding.advice();
                if !advice.is_empty() {
                    Type::ROW.label(ui, advice, theme.text2);
                }
                ui.add_space(6.0);
                let rule = ui.available_rect_before_wrap();
                ui.painter().hline(
                    rule.x_range(),
                    rule.top().round() + 0.5,
                    Stroke::new(1.0, theme.hairline),
                );
            }
            ui.add_space(space::PAGE);
        });
    wanted
}
