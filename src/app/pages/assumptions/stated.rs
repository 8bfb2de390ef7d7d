//! Constants that an input of the plan takes the place of: a GPU's price, the time to hire.
//!
//! Their rows show the input's value, and an edit of them is an edit of the input.

use crate::app::action::{Action, Edit, EditKind, OverrideTo};
use crate::app::values;
use crate::catalog::{Catalog, Status};
use crate::scenario::fields::{Field, all, field_for};
use crate::scenario::{Leaf, Quantity, Scenario, path};
use std::collections::BTreeMap;

/// The input that stands in for a constant, or that a row is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stated {
    /// Where it is stated.
    pub(super) path: String,
    /// Its value in the constant's unit.
    pub(super) value: Quantity,
    /// What one unit of the constant is in the input's.
    factor: f64,
    /// Which of the plan's GPU prices it is.
    price: Option<usize>,
    /// How sure it is, by the plan's own note.
    pub(super) status: Status,
    /// Where it comes from, by the plan's own note.
    pub(super) reason: String,
}

impl Stated {
    /// An input that is shown for itself.
    pub(super) fn input(path: &str, value: Quantity, status: Status, reason: String) -> Self {
        Self {
            path: path.to_owned(),
            value,
            factor: 1.0,
            price: None,
            status,
            reason,
        }
    }

    /// The edit of the input for an edit of the constant.
    pub(super) fn edit(&self, to: OverrideTo, gesture: Option<u64>) -> Action {
        let change = match (to, self.price) {
            (OverrideTo::Value(value) | OverrideTo::Both(value, _), _) => {
                EditKind::Set(values::quantity_text(scaled(value, self.factor)))
            }
            (OverrideTo::Reason(text), _) => EditKind::Source(text),
            (OverrideTo::Removed, Some(index)) => {
                return Action::change("gpus.prices", EditKind::Remove(index));
            }
            (OverrideTo::Removed, None) => EditKind::Set("None".to_owned()),
        };
        Action::Edit(Edit {
            path: self.path.clone(),
            change,
            gesture,
        })
    }
}

fn scaled(value: Quantity, factor: f64) -> Quantity {
    Quantity {
        low: value.low * factor,
        likely: value.likely * factor,
        high: value.high * factor,
    }
}

fn price_path(gpu: &str) -> String {
    format!("gpus.prices[{gpu}].per_hour")
}

/// Where the value at a path comes from, by the plan's own note.
pub(super) fn told(plan: &Scenario, path: &str) -> Option<String> {
    let note = plan.notes.iter().find(|note| note.at == path)?;
    let mut texts = [&note.source, &note.note].into_iter();
    texts.find(|text| !text.is_empty()).cloned()
}

/// The constants that inputs of a plan take the place of, by their ids.
pub(super) fn stated(plan: &Scenario, catalog: &Catalog) -> BTreeMap<String, Stated> {
    let mut found = BTreeMap::new();
    let mut put = |id: String, field: &Field, at: String, price: Option<usize>| {
        let (Some(entry), Ok(Leaf::Number(value))) =
            (catalog.entries.get(&id), path::get(plan, &at))
        else {
            return;
        };
        let in_currency = field.unit.contains("{currency}") && entry.unit.contains("USD");
        let factor = if in_currency {
            plan.units_per_usd.likely
        } else {
            1.0
        };
        if factor <= 0.0 {
            return;
        }
        let status = plan.standing_of(&at);
        let label = values::label_of(&at);
        let reason = told(plan, &at);
        let reason = reason.unwrap_or_else(|| format!("Stated among the inputs: {label}"));
        let stated = Stated {
            value: scaled(value, 1.0 / factor),
            path: at,
            factor,
            price,
            status,
            reason,
        };
        found.insert(id, stated);
    };
    for field in all().iter().filter(|field| !field.in_list()) {
        // A constant that several inputs fall back to still counts for the others.
        let Some(id) = field.catalog_id() else {
            continue;
        };
        let alone = all()
            .iter()
            .filter(|other| other.catalog_id() == Some(id))
            .count()
            == 1;
        if alone {
            put(id.to_owned(), field, field.path.to_owned(), None);
        }
    }
    for (index, price) in plan.gpus.prices.iter().enumerate() {
        let at = price_path(&price.gpu);
        let market = format!("gpu_price.{}.market", price.gpu);
        let of_provider = plan.gpus.provider.as_ref();
        let of_provider =
            of_provider.map(|provider| format!("gpu_price.{}.{provider}.on_demand", price.gpu));
        let id = of_provider
            .filter(|id| catalog.entries.contains_key(id))
            .unwrap_or(market);
        if let Some(field) = field_for(&at) {
            put(id, field, at, Some(index));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::stated;
    use crate::app::action::{Action, EditKind, OverrideTo};
    use crate::catalog::Catalog;
    use crate::scenario::schema::GpuPrice;
    use crate::scenario::{Quantity, Scenario};

    #[test]
    fn a_price_of_the_plan_stands_in_for_the_catalogues() {
        let catalog = Catalog::builtin().unwrap();
        let mut plan = Scenario {
            currency: "EUR".to_owned(),
            units_per_usd: Quantity::point(0.5),
            ..Scenario::default()
        };
        plan.gpus.prices.push(GpuPrice {
            gpu: "H100-SXM".to_owned(),
            per_hour: Quantity::point(1.2),
            spot_per_hour: None,
        });
        plan.team.hiring.lag_months = Some(Quantity::point(5.0));
        let found = stated(&plan, catalog);
        let price = &found["gpu_price.H100-SXM.market"];
        // 1.20 EUR at 0.50 EUR for a dollar are 2.40 dollars.
        assert!((price.value.likely - 2.4).abs() < 1e-12);
        assert_eq!(found["people.hire_lag_months"].value.likely, 5.0);
        assert!(!found.contains_key("people.attrition"));
        let edit = price.edit(OverrideTo::Value(Quantity::point(3.0)), None);
        assert_eq!(edit, Action::set("gpus.prices[H100-SXM].per_hour", "1.5"));
        let back = price.edit(OverrideTo::Removed, None);
        assert_eq!(back, Action::change("gpus.prices", EditKind::Remove(0)));
    }
}
