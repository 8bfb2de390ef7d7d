//! How far each stated input moves the difference between two roadmaps, one at a time.
//!
//! The cheap half of [`super::drivers`]: no futures are drawn and no variance is shared out. It serves
//! to choose what a person should be asked about first.

use super::drivers::one_at_a_time;
use super::ensemble::Ensemble;
use super::uncertainty::running;
use crate::analysis::ReportError;
use crate::analysis::decided::DecidedScenario;
use crate::catalog::Catalog;
use crate::scenario::Scenario;

/// An input and what it does to a difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// Path of the field, or id of the constant.
    pub input: String,
    /// Difference of net present values with the input at its high value less that at its low value,
    /// without its sign.
    pub size: f64,
}

/// Every input with a range by how far it moves the first roadmap less the second, the farthest
/// first; inputs that move nothing are left out.
///
/// Where the second cannot run or is not given, another takes its place.
///
/// # Errors
/// When a field cannot be resolved.
pub fn swings(
    scenario: &Scenario,
    catalog: &Catalog,
    (first, second): (&str, Option<&str>),
) -> Result<Vec<Swing>, ReportError> {
    let decided = DecidedScenario::new(scenario, catalog)?;
    let ensemble = Ensemble::new(&decided, 0)?;
    let roadmaps = running(&ensemble);
    let find = |id: &str| roadmaps.iter().find(|(known, _)| *known == id);
    let Some((_, one)) = find(first) else {
        return Ok(Vec::new());
    };
    let other = second.filter(|id| *id != first).and_then(find);
    // A plan with one way only has nothing to compare.
    let other = other.or_else(|| roadmaps.iter().find(|(id, _)| *id != first));
    let Some((_, other)) = other else {
        return Ok(Vec::new());
    };
    let ends = one_at_a_time(&ensemble, [*one, *other]);
    let inputs = ensemble.dimensions.list().iter().zip(ends);
    let mut found: Vec<Swing> = inputs
        .map(|(input, [low, high])| Swing {
            input: input.name.clone(),
            size: (high - low).abs(),
        })
        .filter(|swing| swing.size > 0.0)
        .collect();
    found.sort_by(|a, b| b.size.total_cmp(&a.size).then(a.input.cmp(&b.input)));
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::swings;
    use crate::catalog::Catalog;
    use crate::presets;
    use crate::scenario::Quantity;

    #[test]
    fn the_farthest_comes_first_and_what_moves_nothing_is_left_out() {
        let mut plan = presets::find("support-copilot")
            .unwrap()
            .scenario()
            .unwrap();
        let catalog = Catalog::builtin().unwrap();
        plan.demand.users = Quantity {
            low: plan.demand.users.likely * 0.5,
            likely: plan.demand.users.likely,
            high: plan.demand.users.likely * 2.0,
        };
        let found = swings(&plan, catalog, ("modular_monolith", Some("monolith"))).unwrap();
        assert!(found.iter().any(|swing| swing.input == "demand.users"));
        assert!(found.windows(2).all(|pair| pair[0].size >= pair[1].size));
        assert!(
            found
                .iter()
                .all(|swing| swing.size.is_finite() && swing.size > 0.0)
        );
        let none = swings(&plan, catalog, ("no-such-roadmap", None)).unwrap();
        assert!(none.is_empty());
    }
}
