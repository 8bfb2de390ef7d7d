//! One inline message above the page: what happened, and at most two actions.

use super::buttons::Button;
use super::icons::{Icon, paint_icon};
use crate::app::theme::{Theme, Type, radius};
use eframe::egui::{
    Align, CornerRadius, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

/// What kind of message it is; sets the ground and the colour of the icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Plain news, such as recovered edits.
    Neutral,
    /// Needs a look: a stale price, a file changed on disk.
    Caution,
    /// Went wrong: a save that failed.
    Error,
}

/// Draws the bar, 38 points high, and returns the index of the pressed action.
pub fn message_bar_ui(
    ui: &mut Ui,
    tone: Tone,
    icon: Icon,
    sentence: &str,
    actions: &[&str],
) -> Option<usize> {
    const HEIGHT: f32 = 38.0;
    const PAD: f32 = 12.0;
    let theme = Theme::of(ui);
    let (fill, ink) = match tone {
        Tone::Neutral => (theme.panel, theme.text2),
        Tone::Caution => (theme.cautionbg, theme.caution),
        Tone::Error => (theme.errorbg, theme.error),
    };
    let (id, rect) = ui.allocate_space(vec2(ui.available_width(), HEIGHT));
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::BUTTON), fill);
    paint_icon(
        ui.painter(),
        icon,
        pos2(rect.left() + PAD + 7.0, rect.center().y),
        14.0,
        ink,
    );

    let inner = rect.shrink2(vec2(PAD, 0.0));
    let layout = Layout::right_to_left(Align::Center);
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
    child.spacing_mut().item_spacing.x = 10.0;
    let mut pressed = None;
    for (index, action) in actions.iter().enumerate().rev() {
        if Button::secondary(action)
            .height(26.0)
            .show(&mut child)
            .clicked()
        {
            pressed = Some(index);
        }
    }
    let text = Rect::from_x_y_ranges(
        rect.left() + PAD + 24.0..=child.min_rect().left() - 8.0,
        rect.y_range(),
    );
    let galley = Type::ROW.galley_elided(ui.painter(), sentence, theme.text, text.width());
    let elided = galley.elided;
    ui.painter().galley(
        pos2(text.left(), text.center().y - galley.size().y / 2.0),
        galley,
        theme.text,
    );
    let label = ui.interact(text, id, Sense::hover());
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence));
    if elided {
        label.on_hover_text(sentence);
    }
    pressed
}
