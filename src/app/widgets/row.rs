//! One row of the inputs: "changed" dot, label, value box, mark; a line beneath, a chip beside.
//!
//! The columns are fixed from both edges, so labels and boxes line up through all groups. The
//! value box itself comes from [`NumberField`] or from the kinds in [`super::row_kinds`].

use super::anchor::note_row;
use super::chip::effect_beside_ui;
use super::group::outer_range;
use super::number_field::{NumberField, NumberFieldResponse};
use super::number_state::NumberFieldState;
use super::provenance::{Provenance, provenance_button};
use crate::app::theme::text::runs;
use crate::app::theme::{Theme, Type, space};
use eframe::egui;
use eframe::egui::text::TextWrapping;
use eframe::egui::{
    Color32, Galley, Rect, Response, Role, Sense, Shape, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// Width of the dot's column.
const DOT: f32 = 14.0;
/// Width of the mark's column.
const MARK: f32 = 20.0;
/// Least gap between the label and the value box.
const LABEL_GAP: f32 = 6.0;

/// Builder for an input row.
pub struct Row<'a> {
    key: &'a str,
    label: &'a str,
    second: &'a str,
    help: &'a str,
    changed: bool,
    provenance: Option<(Provenance, &'a str)>,
    caution: &'a str,
    effect: Option<Effect<'a>>,
    box_width: f32,
}

/// What an edit did to the answer, for the chip beside its row.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Effect<'a> {
    /// The figure, in semibold.
    pub figure: &'a str,
    /// What follows it.
    pub rest: &'a str,
    /// What else the edit did, on a line of its own; may be empty.
    pub note: &'a str,
}

/// What happened in a row.
pub struct RowResponse<T> {
    /// What the value box reported.
    pub inner: T,
    /// The "changed" dot was pressed: put the preset's value back.
    pub reset: bool,
    /// The mark, if any: click it to open the source, anchor the pop-up to it.
    pub mark: Option<Response>,
    /// The label: hang the row menu on it with `context_menu`.
    pub label: Response,
    /// The whole row, line beneath included; for scrolling to it.
    pub rect: Rect,
}

impl<'a> Row<'a> {
    /// A row keyed by `key` (unique in the window) and named `label`.
    pub fn new(key: &'a str, label: &'a str) -> Self {
        Self {
            key,
            label,
            second: "",
            help: "",
            changed: false,
            provenance: None,
            caution: "",
            effect: None,
            box_width: space::VALUE_BOX_WIDTH,
        }
    }

    /// A few words under the label, which make the row higher; empty draws none.
    #[must_use]
    pub fn second(mut self, words: &'a str) -> Self {
        self.second = words;
        self
    }

    /// A sentence shown when the pointer rests on the label.
    #[must_use]
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = help;
        self
    }

    /// Whether the value differs from the preset's; draws the dot.
    #[must_use]
    pub fn changed(mut self, changed: bool) -> Self {
        self.changed = changed;
        self
    }

    /// Where the value comes from, and a sentence about it for the tooltip.
    #[must_use]
    pub fn provenance(mut self, provenance: Provenance, note: &'a str) -> Self {
        self.provenance = Some((provenance, note));
        self
    }

    /// An amber line beneath: unusual, but kept. Empty draws nothing.
    #[must_use]
    pub fn caution(mut self, sentence: &'a str) -> Self {
        self.caution = sentence;
        self
    }

    /// The chip after a committed edit. It floats beside the inputs, so that no row moves.
    #[must_use]
    pub fn effect(mut self, effect: Option<Effect<'a>>) -> Self {
        self.effect = effect;
        self
    }

    /// Width of the value box; narrower in the small inputs panel.
    #[must_use]
    pub fn box_width(mut self, width: f32) -> Self {
        self.box_width = width;
        self
    }

    /// A row with a number; `field` should carry the row's key as its id and its label as its name.
    pub fn number_ui(
        self,
        ui: &mut Ui,
        field: NumberField<'_>,
        state: &mut NumberFieldState,
    ) -> RowResponse<NumberFieldResponse> {
        let id = field.id();
        let mut row = self.custom_ui(ui, |ui, rect, label| {
            let mut shown = field.show_at(ui, rect, state);
            let focused = shown.focused;
            shown.response = shown.response.labelled_by(label.id);
            let error = shown.refused.clone().unwrap_or_default();
            (shown, RowState { focused, error })
        });
        if row.reset {
            state.forget(id);
            row.inner.refused = None;
        }
        row
    }

    /// A row around any control: `add` draws it in the given rectangle, named by the given label.
    pub fn custom_ui<T>(
        &self,
        ui: &mut Ui,
        add: impl FnOnce(&mut Ui, Rect, &Response) -> (T, RowState),
    ) -> RowResponse<T> {
        // The scope takes one automatic id whatever is inside, so a line that appears beneath does
        // not rename the widgets behind it.
        let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
        let response = ui.push_id(self.key, |ui| self.contents_ui(ui, add)).inner;
        ui.spacing_mut().item_spacing.y = spacing;
        response
    }

    fn contents_ui<T>(
        &self,
        ui: &mut Ui,
        add: impl FnOnce(&mut Ui, Rect, &Response) -> (T, RowState),
    ) -> RowResponse<T> {
        let theme = Theme::of(ui);
        let height = if self.second.is_empty() {
            space::ROW
        } else {
            space::ROW_TALL
        };
        let width = ui.available_width();
        let label = self.label_galley(ui, width - DOT - MARK - self.box_width - LABEL_GAP);
        let more = label.rows.len().saturating_sub(1) as f32;
        let height = height + more * label.size().y / (more + 1.0);
        let (_, rect) = ui.allocate_space(vec2(width, height));
        note_row(ui, ui.scope_id(), rect);
        let ground = ui.painter().add(Shape::Noop);
        let center = rect.center().y;
        let value_right = rect.right() - MARK;
        let value = Rect::from_min_max(
            pos2(
                value_right - self.box_width,
                center - space::VALUE_BOX / 2.0,
            ),
            pos2(value_right, center + space::VALUE_BOX / 2.0),
        );

        let reset = self.changed && self.dot_ui(ui, rect);
        let label = self.label_ui(
            ui,
            Rect::from_min_max(
                rect.min + vec2(DOT, 0.0),
                pos2(value.left() - LABEL_GAP, rect.bottom()),
            ),
            label,
        );
        let (inner, state) = add(ui, value, &label);
        let mark = self.provenance.map(|(provenance, note)| {
            let column = Rect::from_min_max(pos2(value_right, rect.top()), rect.max);
            provenance_button(ui, column, self.label, provenance, note)
        });
        if state.focused {
            let band = Rect::from_x_y_ranges(outer_range(ui, rect), rect.y_range());
            ui.painter()
                .set(ground, Shape::rect_filled(band, 0.0, theme.selected));
        }
        if !state.error.is_empty() {
            line_ui(ui, &state.error, theme.error);
        }
        if !self.caution.is_empty() {
            line_ui(ui, self.caution, theme.caution);
        }
        if let Some(effect) = &self.effect {
            effect_beside_ui(ui, rect, effect);
        }
        let bottom = ui.min_rect().bottom().max(rect.bottom());
        RowResponse {
            inner,
            reset,
            mark,
            label,
            rect: Rect::from_min_max(rect.min, pos2(rect.right(), bottom)),
        }
    }

    fn dot_ui(&self, ui: &Ui, rect: Rect) -> bool {
        let theme = Theme::of(ui);
        let target = Rect::from_min_size(rect.min, vec2(DOT, rect.height()));
        let response = ui.interact(
            target,
            ui.scope_id().with((self.key, "dot")),
            Sense::click(),
        );
        let hot = response.hovered() || response.has_focus();
        let center = pos2(rect.left() + 7.0, rect.center().y);
        ui.painter()
            .circle_filled(center, if hot { 4.0 } else { 2.9 }, theme.accent);
        if response.has_focus() {
            ui.painter()
                .circle_stroke(center, 6.0, egui::Stroke::new(1.5, theme.focus));
        }
        let name = format!("{}, changed from preset, reset", self.label);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
        response
            .on_hover_text("Changed from the preset. Click to reset.")
            .clicked()
    }

    /// The label in one line, or in up to three where the row is tall anyway: key inputs stand apart
    /// from their groups, so theirs are longer.
    fn label_galley(&self, ui: &Ui, width: f32) -> Arc<Galley> {
        let mut job = runs(&[(self.label, Type::ROW, Theme::of(ui).text)]);
        job.wrap = TextWrapping {
            max_width: width.max(0.0),
            max_rows: if self.second.is_empty() { 1 } else { 3 },
            break_anywhere: self.second.is_empty(),
            ..TextWrapping::default()
        };
        ui.painter().layout_job(job)
    }

    fn label_ui(&self, ui: &Ui, rect: Rect, galley: Arc<Galley>) -> Response {
        let theme = Theme::of(ui);
        // Clickable for the menu, but no stop of the Tab key.
        let response = ui.interact(rect, ui.scope_id().with((self.key, "label")), Sense::CLICK);
        let elided = galley.elided;
        let second = (!self.second.is_empty()).then(|| {
            Type::CAPTION.galley_elided(ui.painter(), self.second, theme.text3, rect.width())
        });
        let under = second.as_ref().map_or(0.0, |second| second.size().y - 1.0);
        let top = rect.center().y - f32::midpoint(galley.size().y, under);
        let bottom = top + galley.size().y - 1.0;
        ui.painter()
            .galley(pos2(rect.left(), top), galley, theme.text);
        if let Some(second) = second {
            let at = Rect::from_min_size(pos2(rect.left(), bottom), second.size());
            ui.painter().galley(at.min, second, theme.text3);
            ui.interact(at, ui.scope_id().with((self.key, "second")), Sense::hover())
                .widget_info(|| WidgetInfo::labeled(Role::Label, true, self.second));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.label));
        match (elided, self.help.is_empty()) {
            (true, true) => response.on_hover_text(self.label),
            (true, false) => response.on_hover_text(format!("{}. {}", self.label, self.help)),
            (false, false) => response.on_hover_text(self.help),
            (false, true) => response,
        }
    }
}

/// What a control tells its row.
#[derive(Clone, Debug, Default)]
pub struct RowState {
    /// The control has the keyboard: the row wears the selected ground.
    pub focused: bool,
    /// Why the control's text is not in use; empty if it is.
    pub error: String,
}

/// Runs `add` in a column that starts under the label.
fn beneath<T>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> T) -> T {
    ui.add_space(2.0);
    let inner = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(DOT);
        ui.vertical(add).inner
    });
    ui.add_space(4.0);
    inner.inner
}

fn line_ui(ui: &mut Ui, sentence: &str, color: Color32) {
    beneath(ui, |ui| Type::LABEL.label(ui, sentence, color));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme;
    use crate::app::widgets::secondary_button;
    use eframe::egui::Key;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[derive(Default)]
    struct Model {
        value: f64,
        choice: usize,
        on: bool,
        text: String,
        resets: usize,
        fields: NumberFieldState,
    }

    fn harness() -> Harness<'static, Model> {
        Harness::builder()
            .with_size(vec2(320.0, 260.0))
            .with_context_setup(theme::install)
            .build_ui_state(
                |ui, model: &mut Model| {
                    let text = format!("{}", model.value);
                    let field = NumberField::new("peak", "Peak to mean", model.value, &text);
                    let row = Row::new("peak", "Peak to mean")
                        .changed(model.value != 0.0)
                        .provenance(Provenance::Guess, "")
                        .number_ui(ui, field, &mut model.fields);
                    if let Some(value) = row.inner.changed {
                        model.value = value;
                    }
                    if row.reset {
                        model.value = 0.0;
                        model.resets += 1;
                    }
                    let options = ["Linear", "S-curve"];
                    let row = Row::new("shape", "Growth shape").choice_ui(
                        ui,
                        "Growth shape",
                        &options,
                        model.choice,
                    );
                    model.choice = row.inner.unwrap_or(model.choice);
                    let row = Row::new("spot", "Spot").toggle_ui(ui, "Spot", model.on);
                    model.on = row.inner.unwrap_or(model.on);
                    let row = Row::new("name", "Name").text_ui(
                        ui,
                        "name",
                        "Name",
                        &model.text,
                        &mut model.fields,
                    );
                    if let Some(text) = row.inner {
                        model.text = text;
                    }
                    secondary_button(ui, "Next");
                },
                Model::default(),
            )
    }

    #[test]
    fn the_dot_is_named_and_resets() {
        let mut harness = harness();
        harness.state_mut().value = 3.0;
        harness.run();
        harness
            .get_by_label("Peak to mean, changed from preset, reset")
            .click();
        harness.run();
        assert_eq!((harness.state().value, harness.state().resets), (0.0, 1));
        assert!(
            harness
                .query_by_label("Peak to mean, changed from preset, reset")
                .is_none()
        );
    }

    #[test]
    fn a_refused_row_says_why_and_a_reset_forgets_it() {
        let mut harness = harness();
        harness.state_mut().value = 3.0;
        harness.run();
        harness
            .get_by_role_and_label(Role::SpinButton, "Peak to mean")
            .focus();
        harness.run();
        harness
            .get_by_role_and_label(Role::SpinButton, "Peak to mean")
            .type_text("x");
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness.get_by_label_contains("The last good value, 3, still counts.");
        harness
            .get_by_label("Peak to mean, changed from preset, reset")
            .click();
        harness.run();
        assert_eq!(harness.state().fields.refused_count(), 0);
    }

    #[test]
    fn the_other_kinds_report_what_was_chosen() {
        let mut harness = harness();
        harness
            .get_by_role_and_label(Role::ComboBox, "Growth shape")
            .click();
        harness.run();
        harness.get_by_label("S-curve").click();
        harness.run();
        harness.get_by_role_and_label(Role::Switch, "Spot").click();
        harness.run();
        harness
            .get_by_role_and_label(Role::TextInput, "Name")
            .focus();
        harness.run();
        harness
            .get_by_role_and_label(Role::TextInput, "Name")
            .type_text("Assist");
        harness.run();
        assert_eq!(harness.state().text, "");
        harness.key_press(Key::Enter);
        harness.run();
        let model = harness.state();
        assert_eq!(
            (model.choice, model.on, model.text.as_str()),
            (1, true, "Assist")
        );
    }
}
