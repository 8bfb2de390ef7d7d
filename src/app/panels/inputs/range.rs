//! The range of a number: low, likely and high as named fields, and a picture of what they mean.

use super::Inputs;
use crate::app::action::Action;
use crate::app::plan_inputs::around;
use crate::app::theme::{Theme, Type, radius};
use crate::app::values;
use crate::app::widgets::{Button, NumberField, NumberFieldState};
use crate::metalog::{Bounds, Metalog};
use crate::scenario::Quantity;
use crate::scenario::fields::Field;
use crate::scenario::limits;
use eframe::egui::{
    CornerRadius, Mesh, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// Height of the picture.
const PICTURE: f32 = 46.0;
/// Chances between which the picture is drawn, and its steps.
const EDGE: f64 = 0.01;
const STEPS: usize = 64;
/// Gap between two fields.
const GAP: f32 = 8.0;

/// The likely value for two ends: the one there is where it can stand between them, else the middle.
pub(super) fn between(low: f64, high: f64, now: f64, bounds: Bounds) -> Quantity {
    let fits = Metalog::new(low, now, high, bounds).is_ok();
    let likely = if fits {
        now
    } else {
        Metalog::middle(low, high, bounds)
    };
    Quantity { low, likely, high }
}

/// Draws three fields and the picture; a number without a range gets a button that makes it one.
pub(super) fn range_ui(
    ui: &mut Ui,
    inputs: &Inputs<'_>,
    drafts: &mut NumberFieldState,
    field: &Field,
    at: &str,
    value: Quantity,
) -> Option<Action> {
    let theme = Theme::of(ui);
    let bounds = limits::bounds(inputs.plan, at);
    if value.is_point() {
        if around(value.likely, bounds).is_point() {
            let words =
                "It stands at the end of what it can be; move it before you give it a range.";
            Type::CAPTION.label(ui, words, theme.text3);
            return None;
        }
        let make = Button::secondary("Make it a range").height(26.0);
        return make.show(ui).clicked().then(|| {
            let range = around(value.likely, bounds);
            Action::set(at, values::quantity_text(range))
        });
    }
    let currency = &inputs.plan.currency;
    let allowed = limits::allowed(inputs.plan, field, at);
    let mut wanted = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let width = (ui.available_width() - 2.0 * GAP) / 3.0;
        let ends = [value.low, value.likely, value.high];
        for (place, name) in ["Low", "Likely", "High"].into_iter().enumerate() {
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 2.0;
                Type::CAPTION.label(ui, name, theme.text2);
                let stored = ends[place];
                let shown = values::shown(Some(field), Quantity::point(stored), currency);
                let id = format!("{at} {name}");
                let spoken = format!("{}, {}", values::label_of(at), name.to_lowercase());
                let limit = |value: f64| super::limits::within(field, allowed, value, currency);
                let number = NumberField::new(&id, &spoken, stored, &shown.text)
                    .scale(shown.scale)
                    .currency(currency)
                    .known(
                        limits::allowed(inputs.plan, field, at),
                        limits::typical(inputs.plan, field, at),
                    )
                    .step(super::limits::step(field, stored))
                    .width(width)
                    .check(&limit);
                if let Some(changed) = number.show(ui, drafts).changed {
                    let mut next = ends;
                    next[place] = changed;
                    let [low, likely, high] = next;
                    let next = Quantity { low, likely, high };
                    wanted = Some(Action::set(at, values::quantity_text(next)));
                }
            });
        }
    });
    match Metalog::new(value.low, value.likely, value.high, bounds) {
        Ok(curve) => picture_ui(ui, field, currency, &curve, value),
        Err(reason) => {
            Type::ROW.label(
                ui,
                format!("{}.", capital(&reason.to_string())),
                theme.error,
            );
        }
    }
    Type::CAPTION.label(
        ui,
        "1 time in 10 it is below low, 1 time in 10 above high.",
        theme.text3,
    );
    if Button::secondary("Make it one number")
        .height(26.0)
        .show(ui)
        .clicked()
    {
        let point = Quantity::point(value.likely);
        wanted = Some(Action::set(at, values::quantity_text(point)));
    }
    wanted
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// How likely each value is, from the 1st to the 99th percentile.
fn picture_ui(ui: &mut Ui, field: &Field, currency: &str, curve: &Metalog, value: Quantity) {
    let theme = Theme::of(ui);
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), PICTURE), Sense::hover());
    let plot = rect.shrink2(vec2(2.0, 3.0));
    let chance = |step: usize| EDGE + (1.0 - 2.0 * EDGE) * step as f64 / STEPS as f64;
    let points: Vec<(f64, f64)> = (0..=STEPS)
        .map(|step| (curve.quantile(chance(step)), curve.density_at(chance(step))))
        .collect();
    let (low, high) = (curve.quantile(EDGE), curve.quantile(1.0 - EDGE));
    let most = points
        .iter()
        .map(|(_, density)| *density)
        .fold(0.0, f64::max);
    if most <= 0.0 || high <= low {
        return;
    }
    let x = |value: f64| plot.left() + plot.width() * ((value - low) / (high - low)) as f32;
    let y = |density: f64| plot.bottom() - plot.height() * (density / most) as f32;
    let mut mesh = Mesh::default();
    let fill = theme.neutral[3];
    for (value, density) in &points {
        let next = mesh.vertices.len() as u32;
        mesh.colored_vertex(pos2(x(*value), y(*density)), fill);
        mesh.colored_vertex(pos2(x(*value), plot.bottom()), fill);
        if next >= 2 {
            mesh.add_triangle(next - 2, next - 1, next);
            mesh.add_triangle(next - 1, next, next + 1);
        }
    }
    let painter = ui.painter();
    painter.add(Shape::mesh(mesh));
    let axis = Stroke::new(1.0, theme.axis);
    painter.hline(plot.x_range(), plot.bottom(), axis);
    let ends = x(value.low)..=x(value.high);
    let bar = Rect::from_x_y_ranges(ends, plot.bottom() - 1.5..=plot.bottom() + 1.5);
    painter.rect_filled(bar, CornerRadius::same(radius::BAR), theme.neutral[0]);
    let strong = Stroke::new(1.6, theme.text);
    painter.vline(
        x(value.likely),
        plot.bottom() - 7.0..=plot.bottom() + 1.5,
        strong,
    );
    response.widget_info(|| {
        let write =
            |value: f64| values::shown(Some(field), Quantity::point(value), currency).full();
        let words = format!(
            "8 of 10 times from {} to {}, half of them below {}",
            write(value.low),
            write(value.high),
            write(value.likely)
        );
        WidgetInfo::labeled(Role::Image, true, words)
    });
}

#[cfg(test)]
mod tests {
    use super::{around, between};
    use crate::metalog::{Bounds, Metalog};

    #[test]
    fn a_new_range_stays_within_what_can_be() {
        let share = around(0.9, Bounds::SHARE);
        assert!(share.low < 0.9 && 0.9 < share.high && share.high <= 1.0);
        assert!(Metalog::new(share.low, 0.9, share.high, Bounds::SHARE).is_ok());
        // On the end itself there is none.
        assert!(around(1.0, Bounds::SHARE).is_point());
        let nothing = around(0.0, Bounds::NONE);
        assert_eq!((nothing.low, nothing.high), (-1.0, 1.0));
    }

    #[test]
    fn typed_ends_have_a_likely_value_that_works() {
        // 5 stands well between 3 and 9; 3.1 does not, so the geometric middle does.
        assert_eq!(between(3.0, 9.0, 5.0, Bounds::POSITIVE).likely, 5.0);
        let moved = between(3.0, 9.0, 3.1, Bounds::POSITIVE);
        assert!((moved.likely - 27.0_f64.sqrt()).abs() < 1e-12);
        let below = between(-4.0, 2.0, 9.0, Bounds::NONE);
        assert_eq!(below.likely, -1.0);
        assert!(Metalog::new(below.low, below.likely, below.high, Bounds::NONE).is_ok());
    }
}
