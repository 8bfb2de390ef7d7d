//! Draws the column beside the boxes.

use super::model::InfrastructureView;
use super::side::{Fit, Hosted, Part, Standing};
use crate::app::theme::{Theme, Type, radius, text};
use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Layout, Rect, Role, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

/// Room between two sections.
const BETWEEN: f32 = 24.0;

/// Draws all sections, one beneath the other or in two columns.
pub(super) fn side_ui(ui: &mut Ui, model: &InfrastructureView<'_>, two: bool) {
    ui.spacing_mut().item_spacing.y = 0.0;
    if !two {
        money_ui(ui, model);
        hardware_ui(ui, model);
        return;
    }
    let width = ui.available_width();
    let gap = 28.0;
    let each = (width - gap) / 2.0;
    let start = ui.cursor().min;
    let column = |ui: &mut Ui, salt: &str, left: f32| {
        let at = Rect::from_min_size(pos2(left.round(), start.y), vec2(each, 0.0));
        ui.new_child(
            UiBuilder::new()
                .id_salt(salt)
                .max_rect(at)
                .layout(Layout::top_down(Align::Min)),
        )
    };
    let mut left = column(ui, "money", start.x);
    money_ui(&mut left, model);
    let mut right = column(ui, "hardware", start.x + each + gap);
    hardware_ui(&mut right, model);
    let bottom = left.min_rect().bottom().max(right.min_rect().bottom());
    let end = pos2(start.x + width, bottom);
    ui.advance_cursor_after_rect(Rect::from_min_max(start, end));
}

fn money_ui(ui: &mut Ui, model: &InfrastructureView<'_>) {
    if let Some(tax) = &model.tax {
        heading_ui(ui, &tax.title, &tax.subtitle);
        parts_ui(ui, &tax.parts, "Tax", &tax.total);
        ui.add_space(BETWEEN);
    }
    if let Some(scaling) = &model.scaling {
        heading_ui(ui, &scaling.title, &scaling.subtitle);
        parts_ui(ui, &scaling.parts, &scaling.total_label, &scaling.total);
        ui.add_space(BETWEEN);
    }
}

fn hardware_ui(ui: &mut Ui, model: &InfrastructureView<'_>) {
    if let Some(fit) = &model.fit {
        let hint = if model.comparable() > 1 {
            format!("{}; click another unit to compare its GPUs", fit.unit)
        } else {
            fit.unit.to_owned()
        };
        heading_ui(ui, "Does it fit?", &hint);
        fit_ui(ui, fit);
        ui.add_space(BETWEEN);
    } else if model.unfit.is_none() {
        heading_ui(ui, "Does it fit?", "No unit has GPUs in this month.");
        ui.add_space(BETWEEN);
    }
    if !model.hosted.is_empty() {
        heading_ui(ui, "Buy or host", "components left open to either");
        for hosted in &model.hosted {
            hosted_ui(ui, hosted);
        }
        ui.add_space(BETWEEN);
    }
}

fn heading_ui(ui: &mut Ui, title: &str, subtitle: &str) {
    let theme = Theme::of(ui);
    Type::HEADING.label(ui, title, theme.text);
    Type::LABEL.label(ui, subtitle, theme.text2);
    ui.add_space(7.0);
}

fn parts_ui(ui: &mut Ui, parts: &[Part], total_label: &str, total: &str) {
    let theme = Theme::of(ui);
    if parts.is_empty() {
        return;
    }
    for part in parts {
        part_ui(ui, part, theme);
    }
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.top().round() + 1.5,
        Stroke::new(1.0, theme.border),
    );
    let y = rect.center().y + 2.0;
    text::paint(
        ui.painter(),
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        total_label,
        Type::HEADING,
        theme.text,
    );
    text::paint(
        ui.painter(),
        pos2(rect.right(), y),
        Align2::RIGHT_CENTER,
        total,
        Type::HEADING,
        theme.text,
    );
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{total_label}: {total}")));
}

/// Title and figure in one line, the detail and the bar in the next.
fn part_ui(ui: &mut Ui, part: &Part, theme: &Theme) {
    const BAR: f32 = 104.0;
    let width = ui.available_width();
    let bar_width = BAR.min(width * 0.34);
    let detail = Type::LABEL.galley_wrapped(
        ui.painter(),
        &part.detail,
        theme.text2,
        width - bar_width - 12.0,
    );
    let detail_height = if part.detail.is_empty() {
        10.0
    } else {
        detail.size().y
    };
    let size = vec2(width, 18.0 + detail_height + 7.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let y = rect.top() + 9.0;
    text::paint(
        ui.painter(),
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        &part.title,
        Type::ROW,
        theme.text,
    );
    text::paint(
        ui.painter(),
        pos2(rect.right(), y),
        Align2::RIGHT_CENTER,
        &part.figure,
        Type::ROW_STRONG,
        theme.text,
    );
    if !part.detail.is_empty() {
        let at = pos2(rect.left(), rect.top() + 18.0);
        ui.painter().galley(at, detail, theme.text2);
    }
    let middle = rect.top() + 18.0 + detail_height.min(16.0) / 2.0;
    let track = Rect::from_min_max(
        pos2(rect.right() - bar_width, middle - 3.0),
        pos2(rect.right(), middle + 3.0),
    );
    let corner = CornerRadius::same(radius::BAR);
    ui.painter().rect_filled(track, corner, theme.neutral[4]);
    let length = (bar_width * part.share.clamp(0.0, 1.0) as f32).max(2.0);
    let filled = Rect::from_min_size(track.min, vec2(length, track.height()));
    ui.painter().rect_filled(filled, corner, theme.neutral[0]);
    response.widget_info(|| {
        let mut words = format!("{}: {}", part.title, part.figure);
        if !part.detail.is_empty() {
            words.push_str(", ");
            words.push_str(&part.detail);
        }
        WidgetInfo::labeled(Role::Label, true, words)
    });
}

fn fit_ui(ui: &mut Ui, fit: &Fit<'_>) {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let names = fit.rows.iter().map(|row| {
        let galley = Type::ROW_STRONG.galley(ui.painter(), row.gpu, Color32::PLACEHOLDER);
        galley.size().x
    });
    let column = (names.fold(76.0, f32::max) + 14.0).min(width * 0.58);
    for row in &fit.rows {
        let (name_style, color) = match row.standing {
            Standing::Chosen => (Type::ROW_STRONG, theme.text),
            Standing::Fits => (Type::ROW, theme.text2),
            Standing::DoesNotFit => (Type::ROW, theme.error),
        };
        let words = Type::LABEL.galley_wrapped(ui.painter(), &row.words, color, width - column);
        let size = vec2(width, words.size().y.max(16.0) + 8.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let name = name_style.galley_elided(ui.painter(), row.gpu, theme.text, column - 8.0);
        let response = if name.elided {
            response.on_hover_text(row.gpu)
        } else {
            response
        };
        let middle = rect.top() + 12.0 - name.size().y / 2.0;
        ui.painter()
            .galley(pos2(rect.left(), middle), name, theme.text);
        let at = pos2(rect.left() + column, rect.top() + 4.0);
        ui.painter().galley(at, words, color);
        ui.painter().hline(
            rect.x_range(),
            rect.bottom().round() - 0.5,
            Stroke::new(1.0, theme.hairline),
        );
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("{}: {}", row.gpu, row.words))
        });
    }
}

fn hosted_ui(ui: &mut Ui, hosted: &Hosted<'_>) {
    let theme = Theme::of(ui);
    Type::ROW_STRONG.label(ui, hosted.component, theme.text);
    Type::LABEL.label(ui, &hosted.words, theme.text);
    if !hosted.costs.is_empty() {
        Type::LABEL.label(ui, &hosted.costs, theme.text2);
    }
    ui.add_space(8.0);
}
