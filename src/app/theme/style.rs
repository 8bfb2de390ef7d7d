//! Fills egui's two styles from the tokens.

use super::{Theme, Type, fonts, radius};
use eframe::egui;
use eframe::egui::style::{ScrollStyle, WidgetVisuals, Widgets};
use eframe::egui::{Color32, CornerRadius, Margin, Shadow, Stroke, Style, TextStyle, vec2};

/// Names of the extra entries in [`Style::text_styles`].
pub mod names {
    /// [`super::Type::VERDICT`].
    pub const VERDICT: &str = "verdict";
    /// [`super::Type::FIGURE`].
    pub const FIGURE: &str = "figure";
    /// [`super::Type::LEAD`].
    pub const LEAD: &str = "lead";
}

/// What a scroll bar takes at its widest, kept free beside what is scrolled.
pub(crate) const SCROLL_BAR: f32 = 10.0;

/// Installs fonts and both styles; call once, before the first pass.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    ctx.style_mut_of(egui::Theme::Light, |style| fill(style, &Theme::LIGHT));
    ctx.style_mut_of(egui::Theme::Dark, |style| fill(style, &Theme::DARK));
}

fn fill(style: &mut Style, theme: &Theme) {
    style.text_styles = [
        (TextStyle::Body, Type::BODY.font()),
        (TextStyle::Button, Type::ROW.font()),
        (TextStyle::Small, Type::CAPTION.font()),
        (TextStyle::Heading, Type::CLAIM.font()),
        (TextStyle::Monospace, Type::CODE.font()),
        (TextStyle::Name(names::VERDICT.into()), Type::VERDICT.font()),
        (TextStyle::Name(names::FIGURE.into()), Type::FIGURE.font()),
        (TextStyle::Name(names::LEAD.into()), Type::LEAD.font()),
    ]
    .into();
    style.animation_time = 0.08;
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.35;

    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(10.0, 4.0);
    spacing.interact_size = vec2(40.0, 24.0);
    spacing.indent = 0.0;
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.tooltip_width = 320.0;
    spacing.scroll = ScrollStyle {
        floating: true,
        // What is scrolled keeps clear of the bar, so that it covers no figure at the right.
        floating_allocated_width: SCROLL_BAR,
        ..ScrollStyle::floating()
    };

    let visuals = &mut style.visuals;
    visuals.dark_mode = theme.dark;
    // egui's own default for dark grounds thickens strokes so much that regular looks medium.
    visuals.text_options.color_transfer_function = if theme.dark {
        egui::epaint::FontColorTransferFunction::Gamma(0.8)
    } else {
        egui::epaint::FontColorTransferFunction::LIGHT_MODE_DEFAULT
    };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(theme.text3);
    visuals.panel_fill = theme.bg;
    visuals.window_fill = theme.raised;
    visuals.window_stroke = Stroke::new(1.0, theme.border);
    visuals.extreme_bg_color = theme.field;
    visuals.text_edit_bg_color = Some(theme.field);
    visuals.faint_bg_color = theme.panel;
    visuals.code_bg_color = theme.panel;
    visuals.warn_fg_color = theme.caution;
    visuals.error_fg_color = theme.error;
    visuals.hyperlink_color = theme.text;
    visuals.selection.bg_fill = theme.selected;
    visuals.selection.stroke = Stroke::new(1.5, theme.focus);
    visuals.text_cursor.stroke = Stroke::new(1.5, theme.text);
    visuals.text_cursor.blink = false;
    visuals.menu_corner_radius = CornerRadius::same(radius::BOX);
    visuals.window_corner_radius = CornerRadius::same(radius::DIALOG);
    let shadow = Shadow {
        offset: [0, 8],
        blur: 20,
        spread: 0,
        color: Color32::from_black_alpha(if theme.dark { 128 } else { 36 }),
    };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = shadow;
    visuals.striped = false;
    visuals.indent_has_left_vline = false;
    visuals.button_frame = true;
    visuals.disabled_alpha = 0.45;
    visuals.widgets = widgets(theme);
}

fn widgets(theme: &Theme) -> Widgets {
    let look = |fill: Color32, line: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, line),
        corner_radius: CornerRadius::same(radius::BUTTON),
        fg_stroke: Stroke::new(1.0, theme.text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: look(theme.bg, theme.hairline),
        inactive: look(theme.field, theme.border),
        hovered: look(theme.hover, theme.strong),
        active: look(theme.selected, theme.strong),
        open: look(theme.selected, theme.strong),
    }
}
