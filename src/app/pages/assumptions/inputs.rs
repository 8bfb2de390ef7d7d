//! Inputs of the plan that have a range, as rows beside the constants: they move the lead as these do.
//!
//! An edit of such a row is an edit of the input.

use super::stated::{Stated, told};
use crate::catalog::Entry;
use crate::scenario::fields::{field_for, name_of};
use crate::scenario::{Quantity, Scenario, limits};

/// Each input as if it were a constant, and the input that it is.
pub(super) fn inputs<'a>(
    plan: &Scenario,
    ranges: impl Iterator<Item = (&'a String, &'a Quantity)>,
) -> Vec<(Entry, Stated)> {
    ranges
        .filter_map(|(path, value)| {
            let entry = entry_of(plan, path, *value)?;
            let reason = told(plan, path).unwrap_or_default();
            let stated = Stated::input(path, *value, entry.status, reason);
            Some((entry, stated))
        })
        .collect()
}

/// An input with a value as if it were a constant; none where the path is that of no field.
pub(super) fn entry_of(plan: &Scenario, path: &str, value: Quantity) -> Option<Entry> {
    let field = field_for(path)?;
    // Shares are stored as such and only shown in per cent, in the catalogue as here.
    let unit = field.unit_in(&plan.currency);
    let unit = match unit.strip_prefix('%') {
        Some(rest) => format!("share{rest}"),
        None => unit,
    };
    let bounds = limits::bounds(plan, path);
    let note = plan.notes.iter().find(|note| note.at == path);
    Some(Entry {
        id: path.to_owned(),
        label: name_of(path)?,
        unit,
        low: value.low,
        likely: value.likely,
        high: value.high,
        allowed: (bounds.low, bounds.high),
        status: plan.standing_of(path),
        sources: Vec::new(),
        since: note.map_or_else(String::new, |note| note.date.clone()),
        note: field.help.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::inputs;
    use crate::app::action::{Action, OverrideTo};
    use crate::catalog::Status;
    use crate::scenario::schema::{Note, Standing};
    use crate::scenario::{Quantity, Scenario};

    #[test]
    fn an_edit_of_the_row_is_an_edit_of_the_input() {
        let at = "team.hiring.attrition".to_owned();
        let value = Quantity {
            low: 0.05,
            likely: 0.13,
            high: 0.25,
        };
        let mut plan = Scenario::default();
        let input = |plan: &Scenario| inputs(plan, [(&at, &value)].into_iter()).remove(0);
        let (entry, stated) = input(&plan);
        assert_eq!(entry.status, Status::Assumed);
        assert_eq!((entry.unit.as_str(), entry.likely), ("share/yr", 0.13));
        assert_eq!(stated.reason, "");
        plan.notes.push(Note {
            at: at.clone(),
            source: "payroll of 2026".to_owned(),
            status: Standing::Measured,
            ..Note::default()
        });
        let (entry, stated) = input(&plan);
        assert_eq!(entry.status, Status::Measured);
        assert_eq!(stated.reason, "payroll of 2026");
        let edit = stated.edit(OverrideTo::Value(Quantity::point(0.2)), None);
        assert_eq!(edit, Action::set(&at, "0.2"));
    }
}
