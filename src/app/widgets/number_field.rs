//! A value box that keeps what was typed.
//!
//! Idle, it is a label that can be dragged, stepped with the arrow keys or clicked; editing, it is
//! a text field. Text that cannot be read stays in the box with a reason until it is corrected or
//! dropped with Escape. Showing a value never changes it, whatever its size. Input is in
//! `number_input`, painting in `number_paint`.

use super::number_input::Outcome;
use super::number_state::NumberFieldState;
use crate::app::theme::space;
use crate::units::{Reading, Typed};
use eframe::egui::{Id, Rect, Response, Sense, Ui, vec2};

/// Low, likely and high of an uncertain value, in stored units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Low end.
    pub low: f64,
    /// Likely value.
    pub likely: f64,
    /// High end.
    pub high: f64,
}

/// What happened to the field in this pass.
#[derive(Debug)]
pub struct NumberFieldResponse {
    /// The egui response; its rectangle is the value box.
    pub response: Response,
    /// The new value in stored units, while dragging too; a range reports its likely value or its middle.
    pub changed: Option<f64>,
    /// What was typed, when it was typed; tells a range from a point.
    pub entry: Option<Typed>,
    /// The change is final: typed, stepped, or the drag ended.
    pub committed: bool,
    /// Why the text in the box is not in use.
    pub refused: Option<String>,
    /// The field has the keyboard, as text or as a box.
    pub focused: bool,
}

/// Builder for one value box.
pub struct NumberField<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) value: f64,
    pub(super) text: &'a str,
    pub(super) unit: &'a str,
    pub(super) reading: Reading<'a>,
    pub(super) step: f64,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) spread: Option<Spread>,
    pub(super) example: &'a str,
    pub(super) check: Option<&'a dyn Fn(f64) -> Result<(), String>>,
    pub(super) tall: bool,
    /// Whether it stands on a page rather than among the inputs.
    on_page: bool,
}

impl<'a> NumberField<'a> {
    /// A box for `value`, shown as `text`; `name` is read to screen readers and `id` keys the state.
    pub fn new(id: &'a str, name: &'a str, value: f64, text: &'a str) -> Self {
        Self {
            id,
            name,
            value,
            text,
            unit: "",
            reading: Reading {
                ranges: false,
                ..Reading::default()
            },
            step: 1.0,
            width: space::VALUE_BOX_WIDTH,
            height: space::VALUE_BOX,
            spread: None,
            example: "",
            check: None,
            tall: false,
            on_page: false,
        }
    }

    /// Unit shown behind the figure.
    #[must_use]
    pub fn unit(mut self, unit: &'a str) -> Self {
        self.unit = unit;
        self.reading.unit = unit;
        self
    }

    /// What a bare `1` stands for in stored units, such as `1000.0` when the unit reads "k users".
    #[must_use]
    pub fn scale(mut self, scale: f64) -> Self {
        self.reading.scale = scale;
        self
    }

    /// Code of the plan's currency; signs of another are refused.
    #[must_use]
    pub fn currency(mut self, code: &'a str) -> Self {
        self.reading.currency = code;
        self
    }

    /// What the field takes and what is usual for it, in stored units, each least and most; they
    /// tell two readings of a text apart.
    #[must_use]
    pub fn known(mut self, allowed: Option<(f64, f64)>, usual: Option<(f64, f64)>) -> Self {
        self.reading.allowed = allowed;
        self.reading.usual = usual;
        self
    }

    /// Step of one arrow key press and of four points of dragging, in stored units.
    #[must_use]
    pub fn step(mut self, step: f64) -> Self {
        self.step = step;
        self
    }

    /// Width of the box.
    #[must_use]
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws the range whisker.
    #[must_use]
    pub fn spread(mut self, spread: Option<Spread>) -> Self {
        self.spread = spread;
        self
    }

    /// Allows `3 to 9` and `2 3 5`.
    #[must_use]
    pub fn ranges(mut self, allowed: bool) -> Self {
        self.reading.ranges = allowed;
        self
    }

    /// Shown after "Try" when text is refused, such as `2.1, or 1.5 to 3.0`.
    #[must_use]
    pub fn example(mut self, example: &'a str) -> Self {
        self.example = example;
        self
    }

    /// Hard limits: a typed value that fails is refused with the given sentence.
    #[must_use]
    pub fn check(mut self, check: &'a dyn Fn(f64) -> Result<(), String>) -> Self {
        self.check = Some(check);
        self
    }

    /// The form on the welcome page: 30 points high, figure on the left in semibold, unit on the right.
    #[must_use]
    pub fn tall(mut self) -> Self {
        self.tall = true;
        self.height = 30.0;
        self
    }

    /// Stands on a page, where the same field may stand among the inputs too: a box of its own.
    #[must_use]
    pub fn on_page(mut self) -> Self {
        self.on_page = true;
        self
    }

    /// What has the keyboard when the box of field `id` has it.
    ///
    /// It is fixed, so that focus stays with the field when rows above it appear or vanish.
    pub fn box_id(id: &str) -> Id {
        Id::unique(("number field", id))
    }

    /// The field's id, as given.
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// The field's accessible name.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Draws the box.
    pub fn show(self, ui: &mut Ui, state: &mut NumberFieldState) -> NumberFieldResponse {
        let (_, rect) = ui.allocate_space(vec2(self.width, self.height));
        self.show_at(ui, rect, state)
    }

    /// Draws the box in `rect`, which the caller has allocated.
    pub fn show_at(
        self,
        ui: &mut Ui,
        rect: Rect,
        state: &mut NumberFieldState,
    ) -> NumberFieldResponse {
        let mut draft = state.draft(self.id);
        let egui_id = if self.on_page {
            Self::box_id(self.id).with("on a page")
        } else {
            Self::box_id(self.id)
        };
        let mut outcome = if draft.editing {
            Outcome::default()
        } else {
            self.idle(ui, rect, egui_id, &mut draft)
        };
        if draft.editing {
            outcome = self.edit(ui, rect, egui_id, &mut draft);
        }
        let response = match outcome.response {
            Some(response) => response,
            None => ui.interact(rect, egui_id, Sense::click_and_drag()),
        };
        let refused = draft.refused.clone();
        state.keep(self.id, draft);
        NumberFieldResponse {
            focused: response.has_focus(),
            response,
            changed: outcome.changed,
            entry: outcome.entry,
            committed: outcome.committed,
            refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme;
    use eframe::egui::{Event, Key, Modifiers, PointerButton};
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    struct Model {
        value: f64,
        spread: Option<Spread>,
        entry: Option<Typed>,
        fields: NumberFieldState,
    }

    fn harness(value: f64) -> Harness<'static, Model> {
        harness_of(value, |field| {
            field.unit("users").example("900k").check(&|value| {
                if value < 0.0 {
                    Err("Users cannot be negative.".to_owned())
                } else {
                    Ok(())
                }
            })
        })
    }

    fn harness_of(
        value: f64,
        made: impl Fn(NumberField<'_>) -> NumberField<'_> + 'static,
    ) -> Harness<'static, Model> {
        let model = Model {
            value,
            spread: None,
            entry: None,
            fields: NumberFieldState::default(),
        };
        Harness::builder()
            .with_size(vec2(300.0, 80.0))
            .with_context_setup(theme::install)
            .build_ui_state(
                move |ui, model: &mut Model| {
                    let text = format!("{}", model.value);
                    let field = NumberField::new("users", "Users today", model.value, &text);
                    let shown = made(field)
                        .ranges(true)
                        .spread(model.spread)
                        .show(ui, &mut model.fields);
                    if let Some(value) = shown.changed {
                        model.value = value;
                        model.entry = shown.entry;
                    }
                    // A second stop for the Tab key.
                    crate::app::widgets::secondary_button(ui, "Next");
                },
                model,
            )
    }

    fn type_into(harness: &mut Harness<'_, Model>, text: &str) {
        harness.get_by_label("Users today").focus();
        harness.run();
        harness.get_by_label("Users today").type_text(text);
        harness.run();
    }

    /// Clicks that many points left of the field's right end, pressing and releasing within one frame.
    fn click_within_frames(harness: &mut Harness<'_, Model>, from_right: f32, clicks: usize) {
        let field = harness.get_by_label("Users today").rect();
        let at = field.right_center() - vec2(from_right, 0.0);
        harness.event(Event::PointerMoved(at));
        harness.run();
        for _ in 0..clicks {
            for pressed in [true, false] {
                harness.event(Event::PointerButton {
                    pos: at,
                    button: PointerButton::Primary,
                    pressed,
                    modifiers: Modifiers::NONE,
                });
            }
            harness.step();
        }
    }

    #[test]
    fn a_typed_suffix_is_understood() {
        let mut harness = harness(900.0);
        type_into(&mut harness, "2.5m");
        assert_eq!(harness.state().value, 900.0, "nothing changes before Enter");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, 2_500_000.0);
        assert_eq!(harness.state().fields.refused_count(), 0);
    }

    #[test]
    fn refused_text_stays_with_its_reason() {
        let mut harness = harness(900.0);
        type_into(&mut harness, "2..1");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, 900.0);
        let reason = harness.state().fields.refused("users").map(str::to_owned);
        assert_eq!(
            reason.as_deref(),
            Some(
                "2 to 1 must rise: write the low end first, such as 3 to 9 or 3 5 9. The last \
                 good value, 900 users, still counts."
            )
        );
        assert_eq!(
            harness.get_by_label("Users today").value().as_deref(),
            Some("2..1")
        );

        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().fields.refused("users"), None);
        assert_eq!(
            harness.get_by_label("Users today").value().as_deref(),
            Some("900 users")
        );
    }

    #[test]
    fn a_broken_limit_is_refused_not_clamped() {
        let mut harness = harness(900.0);
        type_into(&mut harness, "-5");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, 900.0);
        let reason = harness
            .state()
            .fields
            .refused("users")
            .unwrap_or_default()
            .to_owned();
        assert!(reason.starts_with("Users cannot be negative."), "{reason}");
    }

    #[test]
    fn escape_reverts() {
        let mut harness = harness(900.0);
        type_into(&mut harness, "5");
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().value, 900.0);
        assert!(!harness.state().fields.is_editing("users"));
        assert_eq!(
            harness.get_by_label("Users today").value().as_deref(),
            Some("900 users")
        );
    }

    #[test]
    fn leaving_with_tab_commits() {
        let mut harness = harness(900.0);
        type_into(&mut harness, "7");
        harness.key_press(Key::Tab);
        harness.run();
        assert_eq!(harness.state().value, 7.0);
        assert!(harness.get_by_label("Next").is_focused());
    }

    #[test]
    fn showing_a_value_never_rewrites_it() {
        let mut harness = harness(-42.123_456_789);
        harness.run();
        assert_eq!(harness.state().value, -42.123_456_789);
        harness.get_by_label("Users today").click();
        harness.run();
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().value, -42.123_456_789);
    }

    #[test]
    fn arrows_step() {
        let mut harness = harness(900.0);
        harness.get_by_label("Users today").focus();
        harness.run();
        harness.key_press(Key::ArrowUp);
        harness.run();
        assert_eq!(harness.state().value, 901.0);
        harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
        harness.run();
        assert_eq!(harness.state().value, 891.0);
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
        harness.run();
        assert_eq!(harness.state().value, 891.1);
    }

    #[test]
    fn a_click_edits_and_selects_all() {
        let mut harness = harness(900.0);
        harness.get_by_label("Users today").click();
        harness.run();
        harness.get_by_label("Users today").type_text("12");
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, 12.0);
    }

    #[test]
    fn a_range_reports_its_ends() {
        let mut harness = harness(900.0);
        type_into(&mut harness, "2 3 5");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, 3.0);
        assert_eq!(harness.state().entry, Some(Typed::Range(2.0, 3.0, 5.0)));
    }

    #[test]
    fn every_text_of_the_table_is_read_as_it_says() {
        let mut harness = harness_of(900.0, |field| field);
        harness.get_by_label("Users today").focus();
        harness.run();
        for (text, expected) in crate::units::table_of_texts() {
            let model = harness.state_mut();
            (model.value, model.entry) = (987_654.321, None);
            model.fields.clear();
            harness.run();
            harness.get_by_label("Users today").type_text(&text);
            harness.run();
            harness.key_press(Key::Enter);
            harness.run();
            let read = harness.state().entry;
            let reason = harness.state().fields.refused("users");
            match expected {
                Ok(typed) => assert_eq!((read, reason), (Some(typed), None), "{text}"),
                Err(part) => {
                    let reason = reason.unwrap_or_default().to_lowercase();
                    assert!(reason.contains(&part.to_lowercase()), "{text}: {reason}");
                }
            }
        }
    }

    #[test]
    fn a_click_within_one_frame_and_typing_replace_the_whole_value() {
        let mut harness = harness(1200.0);
        click_within_frames(&mut harness, 30.0, 1);
        for letter in ["7", "5"] {
            harness.event(Event::Text(letter.to_owned()));
            harness.step();
        }
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, 75.0);
    }

    #[test]
    fn a_double_click_selects_the_whole_value() {
        let mut harness = harness(1.25);
        click_within_frames(&mut harness, 12.0, 2);
        harness.event(Event::Text("9".to_owned()));
        harness.step();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, 9.0);
    }

    #[test]
    fn looking_at_a_value_keeps_its_last_digits() {
        let value = 0.123_456_789_012_345_67;
        let mut harness = harness(value);
        harness.get_by_label("Users today").click();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().value, value);
        assert_eq!(harness.state().entry, None);
    }
}
