//! A box to search a list with: a lens, one line of text, Escape to clear it.

use super::icons::{Icon, paint_icon};
use crate::app::theme::{Theme, Type, radius, space};
use eframe::egui::{
    Align2, CornerRadius, Frame, Id, Key, Margin, Rect, Sense, Stroke, StrokeKind, TextEdit, Ui,
    pos2, vec2,
};

/// What the user did in a search box.
pub(crate) struct SearchResponse {
    /// The text is another one, or Escape cleared it.
    pub(crate) changed: bool,
    /// Enter was pressed in it.
    pub(crate) entered: bool,
}

/// Draws the box `width` points wide. `name` is what screen readers say, `hint` what an empty box shows.
pub(crate) fn search_box_ui(
    ui: &mut Ui,
    id: Id,
    width: f32,
    name: &str,
    hint: &str,
    text: &mut String,
) -> SearchResponse {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(width, space::SEGMENT), Sense::hover());
    let line = if ui.memory(|memory| memory.has_focus(id)) {
        Stroke::new(2.0, theme.focus)
    } else {
        Stroke::new(1.0, theme.border)
    };
    let corner = CornerRadius::same(radius::VALUE);
    ui.painter()
        .rect(rect, corner, theme.field, line, StrokeKind::Inside);
    let icon = pos2(rect.left() + 15.0, rect.center().y);
    paint_icon(ui.painter(), Icon::Search, icon, 12.0, theme.text2);
    let inner = Rect::from_min_max(rect.min + vec2(28.0, 0.0), rect.max - vec2(6.0, 0.0));
    let edit = TextEdit::singleline(text)
        .id(id)
        .hint_text(hint)
        .font(Type::ROW.font())
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .align(Align2::LEFT_CENTER)
        .min_size(inner.size())
        .desired_width(inner.width());
    let response = ui.put(inner, edit).accessible_name(name);
    // Escape takes the keyboard away before this is drawn.
    let had_focus = response.has_focus() || response.lost_focus();
    let pressed = |key| had_focus && ui.input(|input| input.key_pressed(key));
    let escaped = pressed(Key::Escape);
    let entered = pressed(Key::Enter);
    let changed = response.changed() || escaped;
    if escaped {
        text.clear();
    }
    SearchResponse { changed, entered }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    #[derive(Default)]
    struct Model {
        text: String,
        changed: usize,
        entered: usize,
    }

    fn harness() -> Harness<'static, Model> {
        Harness::builder()
            .with_size(vec2(300.0, 80.0))
            .with_context_setup(theme::install)
            .build_ui_state(
                |ui, model: &mut Model| {
                    let id = Id::unique("search");
                    let shown =
                        search_box_ui(ui, id, 200.0, "Find it", "Its name", &mut model.text);
                    model.changed += usize::from(shown.changed);
                    model.entered += usize::from(shown.entered);
                },
                Model::default(),
            )
    }

    #[test]
    fn escape_clears_and_enter_is_told() {
        let mut harness = harness();
        harness.get_by_label("Find it").click();
        harness.run();
        harness.get_by_label("Find it").type_text("h100");
        harness.run();
        assert_eq!(
            (harness.state().text.as_str(), harness.state().changed),
            ("h100", 1)
        );
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(
            (harness.state().text.as_str(), harness.state().entered),
            ("h100", 1)
        );
        harness.get_by_label("Find it").click();
        harness.run();
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(
            (harness.state().text.as_str(), harness.state().changed),
            ("", 2)
        );
        // Keys that are pressed elsewhere are not its own.
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().entered, 1);
    }
}
