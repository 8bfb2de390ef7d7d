//! What the numbers of one plan may be and usually are.
//!
//! [`super::fields`] says it for any plan, amounts of money as if they were dollars. Here they are
//! in the plan's currency, and an event has the limits of what it changes.

use super::fields::{self, Field};
use super::schema::{EventKind, Scenario};
use super::{Leaf, Quantity, path};
use crate::metalog::{Bounds, Metalog};

/// Least and most.
pub type Ends = (f64, f64);

/// What an event of a kind may be by, and usually is by.
///
/// Users, changes and prices are multiplied, so nothing is below nothing.
const fn of_event(kind: EventKind) -> (Ends, Ends) {
    match kind {
        EventKind::Users | EventKind::Changes => ((0.0, 10_000.0), (0.3, 5.0)),
        EventKind::GpuPrice | EventKind::TokenPrice => ((0.0, 1_000.0), (0.3, 3.0)),
        EventKind::Funding => ((-1e12, 1e12), (-1e7, 5e8)),
        EventKind::Engineers => ((-100_000.0, 100_000.0), (-500.0, 500.0)),
    }
}

/// Whether events of a kind multiply.
pub const fn is_factor(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Funding | EventKind::Engineers)
}

/// What the event at a path changes; nothing where the path is not that of an event's size.
pub fn event_kind(plan: &Scenario, at: &str) -> Option<EventKind> {
    let (event, _) = path::element_of(at, "events").filter(|(_, field)| *field == "value")?;
    let kind = path::below(&path::keyed("events", event), "kind");
    match path::get(plan, &kind) {
        Ok(Leaf::Choice(word)) => EventKind::ALL.iter().copied().find(|k| k.word() == word),
        _ => None,
    }
}

/// Units of the plan's currency in which a dollar's worth of a field is stated; 1 for what is no
/// money.
fn rate(plan: &Scenario, field: &Field, kind: Option<EventKind>) -> f64 {
    let is_money = match kind {
        Some(kind) => kind == EventKind::Funding,
        None => field.is_money(),
    };
    let rate = plan.units_per_usd.likely;
    if is_money && rate.is_finite() && rate > 0.0 {
        rate
    } else {
        1.0
    }
}

fn scaled((low, high): Ends, rate: f64) -> Ends {
    (low * rate, high * rate)
}

/// What a field at a path may be.
pub fn allowed(plan: &Scenario, field: &Field, at: &str) -> Option<Ends> {
    let kind = event_kind(plan, at);
    let ends = kind.map(|kind| of_event(kind).0).or(field.allowed)?;
    Some(scaled(ends, rate(plan, field, kind)))
}

/// What a field at a path usually is.
pub fn typical(plan: &Scenario, field: &Field, at: &str) -> Option<Ends> {
    let kind = event_kind(plan, at);
    let ends = kind.map(|kind| of_event(kind).1).or(field.typical)?;
    Some(scaled(ends, rate(plan, field, kind)))
}

/// Values that the field at a path of this plan can have.
pub fn bounds(plan: &Scenario, at: &str) -> Bounds {
    match fields::field_for(at).and_then(|field| allowed(plan, field, at)) {
        Some((low, high)) => Bounds { low, high },
        None => Bounds::NONE,
    }
}

/// The values of the field at a path of this plan by how likely they are.
pub fn curve(plan: &Scenario, at: &str, value: Quantity) -> Metalog {
    let Quantity { low, likely, high } = value;
    let curve = Metalog::nearest(low, likely, high, bounds(plan, at));
    if fields::field_for(at).is_some_and(Field::is_price) {
        curve.of_price(high)
    } else {
        curve
    }
}

#[cfg(test)]
mod tests {
    use super::{bounds, event_kind};
    use crate::scenario::schema::{Event, EventKind};
    use crate::scenario::{Quantity, Scenario};

    #[test]
    fn limits_are_those_of_the_currency_and_of_the_kind() {
        let event = |name: &str, kind| Event {
            name: name.to_owned(),
            kind,
            ..Event::default()
        };
        let mut plan = Scenario {
            events: vec![
                event("cut", EventKind::GpuPrice),
                event("round", EventKind::Funding),
            ],
            ..Scenario::default()
        };
        assert_eq!(bounds(&plan, "team.salaries.ml").high, 1e10);
        assert_eq!(bounds(&plan, "events[cut].value").high, 1_000.0);
        assert_eq!(bounds(&plan, "events[0].value").low, 0.0);
        assert_eq!(
            event_kind(&plan, "events[1].value"),
            Some(EventKind::Funding)
        );
        assert_eq!(event_kind(&plan, "events[1].month"), None);
        // A dollar buys 26,000 dong; users and shares are what they were.
        plan.units_per_usd = Quantity::point(26_000.0);
        assert_eq!(bounds(&plan, "team.salaries.ml").high, 2.6e14);
        assert_eq!(bounds(&plan, "events[round].value").low, -2.6e16);
        assert_eq!(bounds(&plan, "events[cut].value").high, 1_000.0);
        assert_eq!(bounds(&plan, "gpus.discount").high, 1.0);
        assert_eq!(bounds(&plan, "units_per_usd").high, 1e8);
    }
}
