//! What the lead of a roadmap rests on: how far each constant, and each input of the plan that has a
//! range, moves it over that range, in money.
//!
//! Everything is decided once, at likely inputs, as for the report. Each constant and each input that a
//! formula reads is then put at its low and at its high value, all others as planned. Those movements do
//! not add up to the lead; their shares say which standing most of what is not known has. An input has
//! the standing that the plan's note beside it says, and is a guess without one.

use serde::Serialize;

use super::ReportError;
use super::decided::DecidedScenario;
use super::futures::drivers::one_at_a_time;
use super::futures::ensemble::Ensemble;
use super::ready::Ready;
use crate::catalog::{Catalog, Status};
use crate::scenario::Scenario;

/// What one constant or input does to the lead.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weight {
    /// Id of the constant, or path of the input.
    pub id: String,
    /// Whether it is a constant of the catalogue; else the plan states it.
    pub is_constant: bool,
    /// How well it is known.
    pub status: Status,
    /// The lead with it at its low value, all others likely (NPV).
    pub at_low: f64,
    /// The lead with it at its high value.
    pub at_high: f64,
}

impl Weight {
    /// How far it moves the lead over its range.
    pub fn swing(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}

/// What the lead of one roadmap over another rests on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct RestsOn {
    /// Ids of the roadmap that leads and of the other.
    pub between: [String; 2],
    /// What the first costs less than the second (NPV).
    pub lead: f64,
    /// Constants and inputs with a range, those that move the lead most first.
    pub weights: Vec<Weight>,
}

impl RestsOn {
    /// What a constant does; none where it has no range or no formula reads it.
    pub fn constant(&self, id: &str) -> Option<&Weight> {
        self.find(true, id)
    }

    /// What an input of the plan does; none where it has no range or no formula reads it.
    pub fn input(&self, path: &str) -> Option<&Weight> {
        self.find(false, path)
    }

    fn find(&self, is_constant: bool, id: &str) -> Option<&Weight> {
        let mut of_kind = self.weights.iter().filter(|w| w.is_constant == is_constant);
        of_kind.find(|weight| weight.id == id)
    }

    /// By how much all of a standing move the lead, added up.
    pub fn of(&self, status: Status) -> f64 {
        let of = self.weights.iter().filter(|weight| weight.status == status);
        of.map(Weight::swing).sum()
    }

    /// By how much everything with a range moves the lead, added up.
    pub fn all(&self) -> f64 {
        self.weights.iter().map(Weight::swing).sum()
    }

    /// The part of all movement that a standing has; none where nothing moves.
    pub fn share(&self, status: Status) -> Option<f64> {
        let all = self.all();
        (all > 0.0).then(|| self.of(status) / all)
    }
}

/// Works out what the lead of the first of two roadmaps over the second rests on; `None` where one
/// of them is not there or cannot run.
///
/// # Errors
/// When the scenario cannot be projected.
pub fn rests_on(
    scenario: &Scenario,
    catalog: &Catalog,
    pair: [&str; 2],
) -> Result<Option<RestsOn>, ReportError> {
    let mut open = scenario.clone();
    open.catalogue_ranges = true;
    let decided = DecidedScenario::new(&open, catalog)?;
    let ready = |id: &str| -> Option<&Ready> {
        let at = decided.plans.iter().position(|plan| plan.id == id)?;
        decided.roadmaps.get(at)?.as_ref().ok()
    };
    let (Some(first), Some(second)) = (ready(pair[0]), ready(pair[1])) else {
        return Ok(None);
    };
    let ensemble = Ensemble::new(&decided, 0)?;
    let ends = one_at_a_time(&ensemble, [first, second]);
    let likely = ensemble.project(&ensemble.likely(), &[first, second], &[]);
    let lead = match likely.as_slice() {
        [first, second] => second.npv[0] - first.npv[0],
        _ => return Ok(None),
    };
    let inputs = ensemble.dimensions.list().iter().zip(ends);
    let mut weights: Vec<Weight> = inputs
        .filter_map(|(input, [low, high])| {
            let status = if input.is_constant {
                decided.catalog.entries.get(&input.name)?.status
            } else {
                scenario.standing_of(&input.name)
            };
            Some(Weight {
                id: input.name.clone(),
                is_constant: input.is_constant,
                status,
                at_low: -low,
                at_high: -high,
            })
        })
        .collect();
    weights.sort_by(|a, b| b.swing().total_cmp(&a.swing()).then(a.id.cmp(&b.id)));
    Ok(Some(RestsOn {
        between: pair.map(str::to_owned),
        lead,
        weights,
    }))
}

#[cfg(test)]
mod tests {
    use super::rests_on;
    use crate::analysis::decided::DecidedScenario;
    use crate::analysis::report;
    use crate::catalog::{Catalog, Status};
    use crate::scenario::schema::{Note, Override, Standing, Training};
    use crate::scenario::{Leaf, Quantity, Scenario, path};

    fn preset(name: &str) -> Scenario {
        let text = crate::presets::find(name).unwrap().text;
        crate::scenario::load(text).scenario.unwrap()
    }

    /// Net present value of the second roadmap less that of the first, from reports of their own.
    fn lead(plan: &Scenario, pair: [&str; 2]) -> f64 {
        let catalog = Catalog::builtin().unwrap();
        let report = report(&mut DecidedScenario::new(plan, catalog).unwrap()).unwrap();
        let npv = |id: &str| {
            let roadmap = report.roadmaps.iter().find(|roadmap| roadmap.id == id);
            roadmap.unwrap().totals.unwrap().npv
        };
        npv(pair[1]) - npv(pair[0])
    }

    #[test]
    fn a_constant_moves_the_lead_by_what_two_reports_differ_by() {
        // Without GPUs and training nothing is decided that this constant could turn.
        let mut plan = preset("prototype-assistant");
        plan.training = Training::Off;
        let pair = ["monolith", "microservices"];
        let catalog = Catalog::builtin().unwrap();
        let rests = rests_on(&plan, catalog, pair).unwrap().unwrap();
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1.0);
        assert!(near(rests.lead, lead(&plan, pair)), "{}", rests.lead);
        let id = "security.base_per_year";
        let Some(weight) = rests.constant(id) else {
            panic!("{id} has no weight");
        };
        let entry = catalog.entry(id).unwrap();
        for (value, told) in [(entry.low, weight.at_low), (entry.high, weight.at_high)] {
            let mut other = plan.clone();
            other.overrides.push(Override {
                id: id.to_owned(),
                value: Some(Quantity::point(value)),
                ..Override::default()
            });
            let lead = lead(&other, pair);
            assert!(near(lead, told), "{id} at {value}: {lead}, told {told}");
        }
    }

    #[test]
    fn an_input_with_a_range_moves_the_lead_by_what_two_reports_differ_by() {
        let mut plan = preset("prototype-assistant");
        plan.training = Training::Off;
        let pair = ["monolith", "microservices"];
        let catalog = Catalog::builtin().unwrap();
        let rests = rests_on(&plan, catalog, pair).unwrap().unwrap();
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * a.abs().max(1.0);
        let mut moves = 0;
        for at in ["reliability.security_loss", "change.delay_value_share"] {
            let Leaf::Number(range) = path::get(&plan, at).unwrap() else {
                panic!("{at} is no number");
            };
            let Some(weight) = rests.input(at) else {
                panic!("{at} has no weight");
            };
            for (value, told) in [(range.low, weight.at_low), (range.high, weight.at_high)] {
                let mut other = plan.clone();
                path::set(&mut other, at, &value.to_string()).unwrap();
                let lead = lead(&other, pair);
                assert!(near(lead, told), "{at} at {value}: {lead}, told {told}");
                moves += usize::from(!near(lead, rests.lead));
            }
            assert!(rests.constant(at).is_none());
        }
        assert!(moves > 0, "nothing moved");
        // Without a range there is nothing to weigh.
        assert!(rests.input("demand.users").is_none());
    }

    #[test]
    fn an_input_is_a_guess_until_a_note_says_where_it_comes_from() {
        let mut plan = preset("prototype-assistant");
        let pair = ["monolith", "microservices"];
        let catalog = Catalog::builtin().unwrap();
        let at = "reliability.security_loss";
        plan.notes.retain(|note| note.at != at);
        let before = rests_on(&plan, catalog, pair).unwrap().unwrap();
        assert_eq!(before.input(at).unwrap().status, Status::Assumed);
        plan.notes.push(Note {
            at: at.to_owned(),
            status: Standing::Measured,
            ..Note::default()
        });
        let after = rests_on(&plan, catalog, pair).unwrap().unwrap();
        let weight = after.input(at).unwrap();
        assert_eq!(weight.status, Status::Measured);
        // What it moves is the same; it counts to the other standing.
        let moved = before.of(Status::Assumed) - after.of(Status::Assumed);
        assert!((moved - weight.swing()).abs() <= 1e-9 * before.all());
        assert!((before.all() - after.all()).abs() <= 1e-9 * before.all());
    }

    #[test]
    fn shares_of_the_standings_are_one_and_the_largest_comes_first() {
        let catalog = Catalog::builtin().unwrap();
        let plan = preset("prototype-assistant");
        let rests = rests_on(&plan, catalog, ["microservices", "monolith"]);
        let rests = rests.unwrap().unwrap();
        let shares: f64 = Status::ALL
            .iter()
            .filter_map(|status| rests.share(*status))
            .sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        assert!(rests.weights.is_sorted_by(|a, b| a.swing() >= b.swing()));
        // The other way round every movement has the other sign and the same size.
        let back = rests_on(&plan, catalog, ["monolith", "microservices"]);
        let back = back.unwrap().unwrap();
        assert!((rests.lead + back.lead).abs() < 1e-6);
        assert!((rests.all() - back.all()).abs() < 1e-6 * rests.all());
        // A value that the plan knows exactly is no guess any more.
        let mut constants = rests.weights.iter().filter(|weight| weight.is_constant);
        let id = constants.next().unwrap().id.clone();
        let mut sure = plan.clone();
        sure.overrides.push(Override {
            id: id.clone(),
            value: Some(Quantity::point(catalog.entry(&id).unwrap().likely)),
            ..Override::default()
        });
        let sure = rests_on(&sure, catalog, ["microservices", "monolith"]);
        let sure = sure.unwrap().unwrap();
        assert!(sure.constant(&id).is_none());
        assert!(sure.all() < rests.all());
        assert!(
            rests_on(&plan, catalog, ["microservices", "no such"])
                .unwrap()
                .is_none()
        );
    }
}
