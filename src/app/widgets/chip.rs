//! Chips: the effect of an edit beside its row, and the progress of the futures over a chart.

use super::row::Effect;
use crate::app::theme::{Theme, Type, radius, text::runs};
use eframe::egui;
use eframe::egui::{
    Color32, CornerRadius, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// The chip under an edited row: `strong` in semibold, then `rest`.
pub fn effect_chip_ui(ui: &mut Ui, strong: &str, rest: &str) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    ui.painter()
        .rect_filled(rect, CornerRadius::same(radius::CHIP), theme.selected);
    let mut job = runs(&[
        (strong, Type::LABEL_STRONG, theme.text),
        ("  ", Type::LABEL, theme.text2),
        (rest, Type::LABEL, theme.text2),
    ]);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 16.0);
    let galley = ui.painter().layout_job(job);
    let elided = galley.elided;
    ui.painter().galley(
        pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0),
        galley,
        theme.text,
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{strong}, {rest}")));
    if elided {
        response.on_hover_text(format!("{strong} {rest}"));
    }
}

/// The chip beside an edited row, over the page: it covers no input, moves none, and lets the pointer
/// through.
pub(super) fn effect_beside_ui(ui: &Ui, row: Rect, effect: &Effect<'_>) {
    const WIDEST: f32 = 380.0;
    let clip = ui.clip_rect();
    if !clip.y_range().contains(row.center().y) {
        return;
    }
    let theme = Theme::of(ui);
    let mut job = runs(&[
        (effect.figure, Type::LABEL_STRONG, theme.text),
        ("  ", Type::LABEL, theme.text2),
        (effect.rest, Type::LABEL, theme.text2),
    ]);
    job.wrap.max_width = WIDEST;
    let first = ui.painter().layout_job(job);
    let note = Type::CAPTION.galley_wrapped(ui.painter(), effect.note, theme.text2, WIDEST);
    let note = (!effect.note.is_empty()).then_some(note);
    let text = note.as_ref().map_or(first.size(), |note| {
        vec2(
            first.size().x.max(note.size().x),
            first.size().y + note.size().y + 1.0,
        )
    });
    let size = text + vec2(20.0, 10.0);
    let at = pos2(clip.right() + 6.0, row.center().y - size.y / 2.0);
    let area = egui::Area::new(Id::unique("effect of the last edit"))
        .order(egui::Order::Middle)
        .interactable(false)
        .constrain(true)
        .fixed_pos(at);
    area.show(ui.ctx(), |ui| {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let shadow = ui.visuals().popup_shadow;
        let corner = CornerRadius::same(radius::CHIP);
        let line = Stroke::new(1.0, theme.border);
        ui.painter().add(shadow.as_shape(rect, corner));
        ui.painter()
            .rect(rect, corner, theme.selected, line, StrokeKind::Inside);
        let left = rect.left() + 10.0;
        let top = rect.center().y - text.y / 2.0;
        let under = top + first.size().y + 1.0;
        ui.painter().galley(pos2(left, top), first, theme.text);
        if let Some(note) = note {
            ui.painter().galley(pos2(left, under), note, theme.text2);
        }
        let words = [effect.figure, effect.rest, effect.note];
        let words: Vec<&str> = words.into_iter().filter(|part| !part.is_empty()).collect();
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.join(", ")));
    });
}

/// A chip at `at` with a rule that fills from the left: "360 of 1,024 futures, Esc stops".
pub fn progress_chip_ui(ui: &Ui, at: egui::Pos2, words: &str, share: f32) {
    let theme = Theme::of(ui);
    let galley = Type::CAPTION.galley(ui.painter(), words, theme.text);
    let rect = Rect::from_min_size(at, galley.size() + vec2(30.0, 11.0));
    ui.painter().rect(
        rect,
        CornerRadius::same(radius::CHIP),
        theme.raised,
        Stroke::new(1.0, theme.border),
        StrokeKind::Inside,
    );
    ui.painter()
        .galley(rect.min + vec2(10.0, 5.5), galley, theme.text);
    let done = rect.left() + rect.width() * share.clamp(0.0, 1.0);
    let rule = Rect::from_x_y_ranges(rect.left()..=done, rect.bottom() - 2.0..=rect.bottom());
    ui.painter()
        .rect_filled(rule, CornerRadius::same(1), theme.accent);
    let response = ui.interact(rect, ui.scope_id().with("progress"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

/// A dot and a word, such as the amber "not saved" beside the file name.
pub fn dot_word_ui(ui: &mut Ui, word: &str, dot: Color32) -> egui::Response {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (_, rect) = ui.allocate_space(vec2(7.0, 16.0));
        ui.painter().circle_filled(rect.center(), 3.0, dot);
        Type::LABEL.label(ui, word, theme.text3)
    })
    .inner
}
