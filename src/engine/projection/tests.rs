//! Projections of small products worked by hand, and what tests of the whole engine share.

mod loud;

use super::{MonthValues, Observer, Projector, TrainingSchedule};
use crate::catalog::Catalog;
use crate::engine::baseline::Baseline;
use crate::engine::compile::{Likely, catalog_of, compile};
use crate::engine::constants::Constants;
use crate::engine::inputs::Inputs;
use crate::engine::partition::Partition;
use crate::engine::stage::Stage;

/// The catalogue's likely constants.
pub(crate) fn rounded_constants() -> Constants<f64> {
    let catalog = Catalog::builtin().unwrap();
    Constants::read(&mut Likely { catalog }).unwrap()
}

/// A scenario of these fields, compiled at likely values.
pub(crate) fn inputs(fields: &str) -> Inputs<f64> {
    let loaded = crate::scenario::load(&format!("(version: 1, {fields})"));
    assert!(loaded.is_clean(), "{:?}", loaded.diagnostics);
    let scenario = loaded.scenario.unwrap();
    let catalog = catalog_of(&scenario, Catalog::builtin().unwrap()).unwrap();
    compile(&scenario, &catalog, &mut Likely { catalog: &catalog }).unwrap()
}

/// All ten levels at 2, which is what three units ask for.
pub(crate) const LEVELS: &str = "levels: (delivery: 2, platform: 2, observability: 2, \
    incident_response: 2, boundaries: 2, ownership: 2, distributed: 2, model_operations: 2, \
    security: 2, cost: 2)";

/// Months and the progress of every stage at their end.
#[derive(Default)]
struct Months {
    values: Vec<MonthValues<f64>>,
    progress: Vec<Vec<f64>>,
}

impl Observer<f64> for Months {
    fn month(
        &mut self,
        _: usize,
        values: &MonthValues<f64>,
        _: &[Stage<f64>],
        progress: &[f64],
        _: &[f64; 10],
    ) {
        self.values.push(*values);
        self.progress.push(progress.to_vec());
    }
}

/// Projects stages `(from month, partition)` without training and without GPUs.
fn run(inputs: &Inputs<f64>, planned: &[(usize, Partition)]) -> Months {
    let none = |partition: &Partition| vec![None; partition.units.len()];
    let baseline = Baseline::new(inputs, none(&inputs.today));
    let sizes: Vec<f64> = inputs.components.iter().map(|c| c.size).collect();
    let mut before = inputs.today.clone();
    let mut stages = vec![Stage::new(
        inputs,
        0,
        before.clone(),
        0.0,
        none(&before),
        None,
    )];
    for (from, partition) in planned {
        stages.push(Stage::new(
            inputs,
            *from,
            partition.clone(),
            0.0,
            none(partition),
            Some((&before, &sizes)),
        ));
        before.clone_from(partition);
    }
    let mut months = Months::default();
    Projector::new(inputs, &baseline, stages).run(&TrainingSchedule::none(), &mut months);
    months
}

#[track_caller]
fn check(value: f64, expected: f64) {
    let tolerance = 1e-6 * expected.abs().max(1.0);
    assert!(
        (value - expected).abs() < tolerance,
        "{value} instead of {expected}"
    );
}

/// Twenty people who neither come nor go, three components that nobody changes.
fn still(more: &str) -> Inputs<f64> {
    inputs(&format!(
        "horizon_months: 16,
         components: [(name: \"a\", size_pm: 10, changes: 0), (name: \"b\", size_pm: 40, changes: 0),
            (name: \"c\", size_pm: 30, changes: 0)],
         team: (engineers: 20, {LEVELS}, hiring: (policy: Hold, attrition: 0), mix: (platform: 0),
            salaries: (backend: 120_000, ml: 120_000, data: 120_000, loaded_cost: 1.5)),
         {more}"
    ))
}

#[test]
fn a_split_takes_its_months_and_the_next_stage_slips() {
    let inputs = still("");
    let months = run(
        &inputs,
        &[(2, Partition::split(3)), (4, Partition::whole(3))],
    );
    let split: Vec<f64> = months.progress.iter().map(|stages| stages[1]).collect();
    let back: Vec<f64> = months.progress.iter().map(|stages| stages[2]).collect();
    // Three units change: at least 3·log2 4 = 6 months, a sixth a month from month 2 on. The
    // work is 2·2 + 0.25·40·(1 − ½·0.55) = 11.25 PM, 1.875 a month, below 30% of 20 people.
    for (month, sixths) in [(1, 0.0), (2, 1.0), (4, 3.0), (6, 5.0), (7, 6.0), (15, 6.0)] {
        check(split[month], sixths / 6.0);
    }
    // Planned for month 4, begun in month 7, in which the split is done; max(0.15·40, 0.75·2)
    // = 6 PM in six months.
    for (month, sixths) in [(6, 0.0), (7, 1.0), (8, 2.0), (12, 6.0)] {
        check(back[month], sixths / 6.0);
    }
    // A person-month costs 120,000·1.5/12 = 15,000: 1.875 of them 28,125, wages growing 3.5% a year.
    let wages = |month: f64| 1.035_f64.powf(month / 12.0);
    check(months.values[1].migration_people, 0.0);
    check(months.values[2].migration_people, 28_125.0 * wages(2.0));
    check(
        months.values[7].migration_people,
        (1.875 + 1.0) * 15_000.0 * wages(7.0),
    );
    check(months.values[8].migration_people, 15_000.0 * wages(8.0));
    check(months.values[13].migration_people, 0.0);
    // 30% of what runs, while both run.
    let third = &months.values[3];
    check(
        third.migration_dual_running,
        0.3 * (third.gpu + third.cpu + third.platform + third.storage),
    );
    check(months.values[13].migration_dual_running, 0.0);
    // Salaries: twenty people and 20/8 managers, less those who migrate.
    let manager = 171_200.0 * 1.5 / 12.0 * 2.5;
    let people = |at: &MonthValues<f64>| at.salaries + at.migration_people;
    let operating = months.values[2].platform_engineers;
    let platform = 160_000.0 * 1.5 / 12.0;
    check(
        people(&months.values[2]),
        ((20.0 - operating) * 15_000.0 + operating * platform + manager) * wages(2.0),
    );
}

#[test]
fn few_people_take_longer_and_share_themselves() {
    let mut inputs = still("");
    inputs.team.engineers = 4.0;
    let months = run(
        &inputs,
        &[(0, Partition::split(3)), (0, Partition::whole(3))],
    );
    // Four people: at most 1.2 PM a month, of 11.25: 0.10667 a month, so 9.4 months, and in the
    // tenth the way back begins with what is left of the 1.2.
    check(months.progress[0][1], 1.2 / 11.25);
    check(months.progress[9][1], 1.0);
    check(months.progress[9][2], (1.2 - (11.25 - 9.0 * 1.2)) / 6.0);
    // Whatever ends and begins in a month, no more than 30% of the people are taken.
    for (month, values) in months.values.iter().enumerate() {
        let pm = 15_000.0 * 1.035_f64.powf(month as f64 / 12.0);
        assert!(
            values.migration_people <= 1.2 * pm * (1.0 + 1e-9),
            "{month}"
        );
    }
}

#[test]
fn equal_stages_take_no_time_and_cost_nothing() {
    let inputs = still("");
    let months = run(&inputs, &[(3, Partition::whole(3))]);
    assert_eq!((months.progress[2][1], months.progress[3][1]), (0.0, 1.0));
    assert!(months.values.iter().all(|month| month.migration() == 0.0));
}

#[test]
fn a_product_is_built_before_it_is_used() {
    let inputs = inputs(&format!(
        "horizon_months: 12, demand: (users: 500), launch: (month: 1, value_per_month: 10_000),
         components: [(name: \"a\", size_pm: 20, changes: 0)],
         team: (engineers: 20, {LEVELS}, hiring: (policy: Hold, attrition: 0))"
    ));
    let months = run(&inputs, &[]);
    // Operations 113 h (see people) of 140: 0.80714 people; 19.19286 build 20 + 2 PM. Not done
    // in month 0, done in month 1, used from month 2 on; month 1 is the month it was due.
    let users: Vec<f64> = months.values.iter().map(|month| month.users).collect();
    assert_eq!(users[..4], [0.0, 0.0, 500.0, 500.0]);
    check(months.values[0].platform_engineers, 113.0 / 140.0);
    let delay: Vec<f64> = months.values.iter().map(|month| month.delay).collect();
    assert_eq!(delay[..3], [0.0, 10_000.0, 0.0]);
    assert!(months.values[0].incidents == 0.0 && months.values[2].incidents > 0.0);
}

#[test]
fn nobody_uses_it_and_nobody_is_there() {
    let mut inputs = still("demand: (users: 0), money: (capital: 1_000)");
    for engineers in [0.0, 1.0] {
        inputs.team.engineers = engineers;
        let months = run(&inputs, &[(2, Partition::split(3))]);
        for values in &months.values {
            assert!(values.total().is_finite() && values.lead_time_days.is_finite());
            assert_eq!(
                (values.users, values.downtime, values.backlog),
                (0.0, 0.0, 0.0)
            );
        }
    }
}

#[test]
fn later_targets_of_a_training_plan_add_to_earlier_ones() {
    let plan = TrainingSchedule {
        targets: vec![(0, [2.0; 10]), (5, [1.0; 10]), (6, [3.0; 10])],
    };
    assert_eq!(plan.in_month(5), [2.0; 10]);
    assert_eq!(plan.in_month(6), [3.0; 10]);
    assert_eq!(TrainingSchedule::<f64>::none().in_month(6), [0.0; 10]);
}
