//! The model's invariants, over random plans.
//!
//! Each is stated in its test as exactly as it holds. Where hardware must stay fixed the engine is
//! driven directly; the rest goes through the analysis like any report. What is worked by hand
//! stands beside the formulas.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use splitpoint::analysis;
use splitpoint::analysis::report::{Report, Totals};
use splitpoint::analysis::session::Session;
use splitpoint::catalog::Catalog;
use splitpoint::engine::baseline::Baseline;
use splitpoint::engine::constants::LevelTable;
use splitpoint::engine::inputs::Inputs;
use splitpoint::engine::month::MonthValues;
use splitpoint::engine::partition::Partition;
use splitpoint::engine::series::{CostCategory, Over, Row, SERIES};
use splitpoint::scenario::schema::{self, Training};
use splitpoint::scenario::{Quantity, Scenario, validate};

use crate::random_scenario::{
    Fixed, Genes, anything, compiled, config, cpu_only, difference, extreme, fixed, genes, months,
    months_against, near, observed, plan, sizes, stages, steady,
};

/// The report of a plan; none when no roadmap of it can run.
fn report(scenario: &Scenario) -> Option<Report> {
    match analysis::run(scenario, Catalog::builtin().unwrap()) {
        Ok(report) => Some(report),
        Err(analysis::ReportError::NothingRuns { .. }) => None,
        Err(error) => panic!("{error}"),
    }
}

/// A partition kept from the first month on, with its hardware; none when it can run nowhere.
fn kept(inputs: &mut Inputs<f64>, partition: &Partition) -> Option<Vec<Fixed>> {
    inputs.today = partition.clone();
    fixed(inputs, stages(&[(0, partition, 0.0)]))
}

/// Series that are the sum of others.
fn sums() -> impl Iterator<Item = &'static Row> {
    let all = SERIES.all().into_iter();
    all.filter(|row| !row.parts().is_empty())
}

fn sum(values: &[MonthValues<f64>], of: impl Fn(&MonthValues<f64>) -> f64) -> f64 {
    values.iter().map(of).sum()
}

/// Reports are compared as JSON, numbers to a tolerance.
fn same_json(
    path: &str,
    a: &serde_json::Value,
    b: &serde_json::Value,
    tolerance: f64,
) -> Option<String> {
    use serde_json::Value;
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => {
            let (x, y) = (x.as_f64()?, y.as_f64()?);
            (!near(x, y, tolerance)).then(|| format!("{path}: {x} against {y}"))
        }
        (Value::Array(x), Value::Array(y)) if x.len() == y.len() => x
            .iter()
            .zip(y)
            .enumerate()
            .find_map(|(i, (x, y))| same_json(&format!("{path}[{i}]"), x, y, tolerance)),
        (Value::Object(x), Value::Object(y)) if x.len() == y.len() => {
            x.iter().find_map(|(key, x)| {
                let y = y.get(key).unwrap_or(&Value::Null);
                same_json(&format!("{path}.{key}"), x, y, tolerance)
            })
        }
        _ => (a != b).then(|| format!("{path}: {a} against {b}")),
    }
}

proptest! {
    #![proptest_config(config(1))]

    /// The plans tried here are such as the program takes.
    #[test]
    fn random_plans_are_valid(genes in genes()) {
        for scenario in [anything(&genes), steady(&genes), cpu_only(&genes)] {
            let findings = validate(&scenario, Catalog::builtin().unwrap(), None);
            let error = findings.iter().find(|finding| finding.is_error());
            prop_assert!(error.is_none(), "{}", error.unwrap().message);
        }
    }
}

proptest! {
    #![proptest_config(config(2))]

    /// Categories sum to groups, groups to cash, cash and consequence to the total, months to sums
    /// over the horizon, for every roadmap.
    #[test]
    fn parts_sum_to_totals(genes in genes()) {
        let Some(report) = report(&anything(&genes)) else { return Ok(()) };
        for roadmap in report.roadmaps.iter().filter(|roadmap| roadmap.feasible) {
            let s = roadmap.series.as_ref().unwrap();
            let totals = roadmap.totals.as_ref().unwrap();
            let mut cumulative = 0.0;
            for t in 0..report.scenario.horizon_months {
                cumulative += s.total[t];
                let at = |name: &str| s.get(name).unwrap()[t];
                for row in sums() {
                    let (whole, parts) = (at(row.id), row.parts().iter().map(|part| at(part.id)).sum());
                    prop_assert!(near(whole, parts, 1e-6), "{} in month {t}: {whole} against {parts}", row.id);
                }
                let so_far = s.cumulative_total[t];
                prop_assert!(near(so_far, cumulative, 1e-6), "month {t}: {so_far} against {cumulative}");
                // Every category is in the total, once.
                let all: f64 = CostCategory::ALL.iter().map(|cost| at(cost.row().id)).sum();
                prop_assert!(near(s.total[t], all, 1e-6), "total in month {t}: {} against {all}", s.total[t]);
                prop_assert!(s.latency[t] <= s.downtime[t]);
            }
            let over = |name: &str| s.get(name).unwrap().iter().sum::<f64>();
            for name in Totals::NAMES.iter().filter(|name| **name != "npv") {
                let (whole, months) = (totals.get(name).unwrap(), over(name));
                prop_assert!(near(whole, months, 1e-6), "{name}: {whole} against {months}");
            }
            for row in [&SERIES.cash, &SERIES.consequence, &SERIES.total] {
                let of = |name: &str| totals.get(name).unwrap();
                let (whole, parts) = (of(row.id), row.parts().iter().map(|part| of(part.id)).sum());
                prop_assert!(near(whole, parts, 1e-6), "{}: {whole} against {parts}", row.id);
            }
            prop_assert!(near(totals.total, cumulative, 1e-6));
        }
    }
}

proptest! {
    #![proptest_config(config(3))]

    /// More users never lower the infrastructure cost of a fixed partition and hardware.
    ///
    /// That is what load buys: CI, evaluation and licences follow changes and people (who may have
    /// less time for changes when there is more to operate), so their prices are zero here; and a
    /// commitment made in a busier month can lower the price of a later one, so there is none. Nothing is
    /// changed either: releases take GPUs for a while.
    #[test]
    fn more_users_never_lower_infrastructure(genes in genes(), factor in 1.0..4.0_f64) {
        let scenario = steady(&genes);
        let mut inputs = compiled(&scenario);
        let zero = LevelTable::linear([0.0; 5]);
        inputs.k.ci_minute_price = 0.0;
        inputs.k.licence_per_engineer = zero;
        inputs.k.licence_per_unit = zero;
        for component in &mut inputs.components {
            component.evaluation_cost = 0.0;
            component.changes = 0.0;
        }
        let partition = Genes::new(&genes[300..]).partition(inputs.components.len());
        let Some(hardware) = kept(&mut inputs, &partition) else { return Ok(()) };
        let few = months(&inputs, &hardware);
        let demand = &mut inputs.demand;
        demand.users *= factor;
        demand.factor *= factor;
        demand.ceiling *= factor;
        let many = months(&inputs, &hardware);
        for (t, (few, many)) in few.iter().zip(&many).enumerate() {
            for (name, few, many) in [
                ("gpu", few.gpu, many.gpu),
                ("cpu", few.cpu, many.cpu),
                ("platform", few.platform, many.platform),
                ("hosted", few.hosted_api, many.hosted_api),
                ("storage", few.storage, many.storage),
                ("all", few.infrastructure(), many.infrastructure()),
            ] {
                prop_assert!(many >= few * (1.0 - 1e-12), "{name} in month {t}: {few} to {many}");
            }
        }
    }
}

proptest! {
    #![proptest_config(config(4))]

    /// A dearer GPU never lowers cost at fixed hardware, in any month, while the money lasts: a
    /// team that runs out of it stops hiring, which is cheaper.
    #[test]
    fn a_dearer_gpu_never_lowers_cost(genes in genes(), factor in 1.0..4.0_f64, which in 0..4_usize) {
        let mut scenario = anything(&genes);
        scenario.money.capital = None;
        let mut inputs = compiled(&scenario);
        let count = inputs.components.len();
        let mut g = Genes::new(&genes[300..]);
        let (first, second) = (g.partition(count), g.partition(count));
        let list = stages(&[(0, &first, 0.0), (6, &second, 0.05)]);
        let Some(hardware) = fixed(&inputs, list) else { return Ok(()) };
        let before = months(&inputs, &hardware);
        inputs.gpus[which].price *= factor;
        inputs.gpus[which].spot_price *= factor;
        let after = months(&inputs, &hardware);
        for (t, (before, after)) in before.iter().zip(&after).enumerate() {
            let (a, b) = (before.total(), after.total());
            prop_assert!(b >= a * (1.0 - 1e-12), "month {t}: {a} to {b}");
            prop_assert!(after.gpu >= before.gpu * (1.0 - 1e-12));
        }
    }
}

/// Multiplies all money that a plan states, catalogue prices included through the rate.
fn dearer(scenario: &Scenario, factor: f64) -> Scenario {
    let mut s = scenario.clone();
    let times = |q: &mut Quantity| *q = Quantity::point(q.likely * factor);
    times(&mut s.units_per_usd);
    for c in &mut s.components {
        times(&mut c.evaluation_cost);
        times(&mut c.price_per_call);
    }
    for edge in &mut s.edges {
        times(&mut edge.price);
    }
    for price in &mut s.gpus.prices {
        times(&mut price.per_hour);
        price.spot_per_hour.iter_mut().for_each(times);
    }
    for owned in &mut s.gpus.owned {
        times(&mut owned.capex);
        times(&mut owned.electricity_price);
    }
    let pay = &mut s.team.salaries;
    for salary in [
        &mut pay.backend,
        &mut pay.ml,
        &mut pay.data,
        &mut pay.platform,
        &mut pay.security,
        &mut pay.manager,
        &mut s.team.hiring.cost_per_hire,
        &mut s.team.contractors.rate,
        &mut s.money.capital,
    ] {
        salary.iter_mut().for_each(times);
    }
    for value in [
        &mut s.change.lead_time_day_value,
        &mut s.reliability.value_per_user_month,
        &mut s.reliability.security_loss,
        &mut s.reliability.latency_cost_per_100ms,
        &mut s.money.revenue_per_user_month,
    ] {
        times(value);
    }
    if let Some(launch) = &mut s.launch {
        times(&mut launch.value_per_month);
    }
    for event in &mut s.events {
        if event.kind == schema::EventKind::Funding {
            times(&mut event.value);
        }
    }
    s
}

/// A plan that states money wherever it can.
fn with_all_prices(genes: &[f64]) -> Scenario {
    let mut s = anything(genes);
    let mut g = Genes::new(&genes[330..]);
    let mut at = |low, high| Quantity::point(g.between(low, high));
    if genes[329] > 0.5 {
        s.gpus.prices.push(schema::GpuPrice {
            gpu: "L4".to_owned(),
            per_hour: at(0.3, 2.0),
            spot_per_hour: Some(at(0.1, 1.0)),
        });
        s.gpus.owned.push(schema::OwnedGpu {
            gpu: "A100-80GB-SXM".to_owned(),
            capex: at(5e3, 4e4),
            electricity_price: at(0.05, 0.4),
            ..schema::OwnedGpu::default()
        });
        s.team.salaries.backend = Some(at(5e4, 3e5));
        s.team.salaries.manager = Some(at(5e4, 3e5));
        s.team.hiring.cost_per_hire = Some(at(1e3, 5e4));
        s.team.contractors.rate = Some(at(5e3, 3e4));
    }
    s
}

proptest! {
    #![proptest_config(config(5))]

    /// Scaling all prices, salaries and fees scales all cash (and all that is lost, as values are
    /// scaled too), and changes nothing else, decisions included.
    #[test]
    fn scaling_money_scales_cash(genes in genes(), power in -6..7_i32) {
        // A power of two scales without rounding, so that no tie is decided differently.
        let factor = 2.0_f64.powi(power);
        let mut scenario = with_all_prices(&genes);
        scenario.training = Training::Default;
        let (Some(one), Some(other)) = (report(&scenario), report(&dearer(&scenario, factor))) else {
            return Ok(());
        };
        for (a, b) in one.roadmaps.iter().zip(&other.roadmaps) {
            prop_assert_eq!(&a.stages, &b.stages);
            let (Some(a), Some(b)) = (&a.series, &b.series) else { continue };
            let money = SERIES.all().into_iter().filter(|row| row.over == Over::Sum && row.unit() == "money");
            for name in money.map(|row| row.id) {
                let (a, b) = (a.get(name).unwrap(), b.get(name).unwrap());
                for (t, (a, b)) in a.iter().zip(b).enumerate() {
                    prop_assert!(near(a * factor, *b, 1e-9), "{name} in month {t}: {a} to {b}, {factor}");
                }
            }
            prop_assert_eq!(&a.backlog, &b.backlog);
            prop_assert_eq!(&a.engineers, &b.engineers);
        }
        prop_assert_eq!(&one.verdict.recommended, &other.verdict.recommended);
    }

    /// The same with any factor, at fixed hardware and without training.
    #[test]
    fn scaling_money_scales_cash_at_fixed_hardware(genes in genes(), factor in 0.01..100.0_f64) {
        let scenario = with_all_prices(&genes);
        let (a, b) = (compiled(&scenario), compiled(&dearer(&scenario, factor)));
        let count = a.components.len();
        let mut g = Genes::new(&genes[300..]);
        let (first, second) = (g.partition(count), g.partition(count));
        let list = stages(&[(0, &first, 0.0), (5, &second, 0.03)]);
        let Some(hardware) = fixed(&a, list) else { return Ok(()) };
        for (t, (a, b)) in months(&a, &hardware).iter().zip(&months(&b, &hardware)).enumerate() {
            for (name, a, b) in [
                ("infrastructure", a.infrastructure(), b.infrastructure()),
                ("staff", a.staff(), b.staff()),
                ("migration", a.migration(), b.migration()),
                ("consequence", a.consequence(), b.consequence()),
                ("total", a.total(), b.total()),
            ] {
                prop_assert!(near(a * factor, b, 1e-9), "{name} in month {t}: {a} to {b}, {factor}");
            }
        }
    }
}

proptest! {
    #![proptest_config(config(6))]

    /// Zero changes: no erosion, no backlog, nothing delivered.
    #[test]
    fn without_changes_nothing_erodes(genes in genes()) {
        let mut scenario = anything(&genes);
        scenario.change.today_upkeep = Some(Quantity::point(0.0));
        for component in &mut scenario.components {
            component.changes = Quantity::point(0.0);
            // The mean over components moves when they come and go.
            component.appear = 0;
            component.retire = None;
        }
        let inputs = compiled(&scenario);
        let count = inputs.components.len();
        let mut g = Genes::new(&genes[300..]);
        let (first, second) = (g.partition(count), g.partition(count));
        let list = stages(&[(0, &first, 0.0), (4, &second, 0.0)]);
        let Some(hardware) = fixed(&inputs, list) else { return Ok(()) };
        let size: f64 = inputs.components.iter().map(|c| c.size).sum();
        let start: f64 = inputs.components.iter().map(|c| c.size * c.modularity).sum::<f64>() / size;
        for (t, month) in months(&inputs, &hardware).iter().enumerate() {
            prop_assert_eq!((month.backlog, month.delivered_changes), (0.0, 0.0));
            prop_assert!(near(month.modularity, start, 1e-12), "month {t}: {start} to {}", month.modularity);
        }
    }
}

proptest! {
    #![proptest_config(config(7))]

    /// The first months of a longer projection are the shorter projection, hardware and plan
    /// fixed.
    #[test]
    fn a_longer_horizon_changes_no_earlier_month(genes in genes(), more in 1..40_u32) {
        let scenario = anything(&genes);
        let short = compiled(&scenario);
        let longer = Scenario { horizon_months: scenario.horizon_months + more, ..scenario };
        let long = compiled(&longer);
        let count = short.components.len();
        let mut g = Genes::new(&genes[300..]);
        let (first, second, third) = (g.partition(count), g.partition(count), g.partition(count));
        // The third stage lies beyond the shorter horizon.
        let list = stages(&[(0, &first, 0.0), (5, &second, 0.05), (short.months, &third, 0.0)]);
        let Some(hardware) = fixed(&long, list) else { return Ok(()) };
        let (a, b) = (months(&short, &hardware), months(&long, &hardware));
        let different = difference(&a, &b[..a.len()], 0.0);
        prop_assert!(different.is_none(), "{}", different.unwrap());
    }
}

proptest! {
    #![proptest_config(config(8))]

    /// Permuting components, edges and units in the file changes nothing in the report.
    #[test]
    fn the_order_in_a_file_changes_nothing(genes in genes(), seed in any::<u64>()) {
        let mut scenario = anything(&genes);
        scenario.training = Training::Default;
        let count = scenario.components.len();
        let partition = Genes::new(&genes[300..]).partition(count);
        let unit = |members: &Vec<usize>| schema::Unit {
            name: String::new(),
            components: members.iter().map(|c| format!("c{c}")).collect(),
        };
        let units: Vec<schema::Unit> = partition.units.iter().map(unit).collect();
        scenario.today = schema::Partition::Units(units.clone());
        let mut other = scenario.clone();
        let turn = (seed % count as u64) as usize;
        other.components.rotate_left(turn);
        other.edges.reverse();
        if seed % 2 == 0 {
            other.components.reverse();
        }
        let mut units = units;
        units.reverse();
        for unit in &mut units {
            unit.components.reverse();
        }
        other.today = schema::Partition::Units(units);
        prop_assert!(report(&scenario) == report(&other));
    }

    /// Renaming components, and so changing the order in which everything is summed, changes
    /// nothing beyond rounding. Sizes are all different, so no tie is decided by name.
    #[test]
    fn the_names_of_components_change_nothing(genes in genes(), seed in any::<u64>()) {
        let scenario = cpu_only(&genes);
        let count = scenario.components.len();
        // Component c is called after its position in a rotated or reversed order.
        let place = |c: usize| {
            let turned = (c + (seed % 7) as usize) % count;
            if seed % 2 == 0 { count - 1 - turned } else { turned }
        };
        let mut other = scenario.clone();
        let name = |old: &str| format!("c{}", place(old[1..].parse().unwrap()));
        for c in &mut other.components {
            c.name = name(&c.name);
        }
        for edge in &mut other.edges {
            edge.from = name(&edge.from);
            edge.to = name(&edge.to);
        }
        let mut g = Genes::new(&genes[300..]);
        let (first, second) = (g.partition(count), g.partition(count));
        let renamed = |partition: &Partition| Partition::new(
            partition.units.iter()
                .map(|unit| (String::new(), unit.iter().map(|c| place(*c)).collect()))
                .collect(),
        );
        let run = |scenario: &Scenario, first: &Partition, second: &Partition| {
            let inputs = compiled(scenario);
            let list = stages(&[(0, first, 0.0), (3, second, 0.05)]);
            fixed(&inputs, list).map(|hardware| months(&inputs, &hardware))
        };
        let (Some(a), Some(b)) = (
            run(&scenario, &first, &second),
            run(&other, &renamed(&first), &renamed(&second)),
        ) else { return Ok(()) };
        let different = difference(&a, &b, 1e-9);
        prop_assert!(different.is_none(), "{}", different.unwrap());
    }
}

proptest! {
    #![proptest_config(config(9))]

    /// A switch beyond the horizon equals staying, training included.
    #[test]
    fn a_switch_beyond_the_horizon_is_none(genes in genes(), beyond in 0..30_usize) {
        let inputs = compiled(&anything(&genes));
        let count = inputs.components.len();
        let mut g = Genes::new(&genes[300..]);
        let (stay, split) = (g.partition(count), g.partition(count));
        let late = inputs.months + beyond;
        let mut session = Session::new(inputs).unwrap();
        let staying = plan(stages(&[(0, &stay, 0.02)]), Training::Default);
        let switching = plan(stages(&[(0, &stay, 0.02), (late, &split, 0.0)]), Training::Default);
        // Where the new units could run nowhere the roadmap is refused as a whole.
        let (Ok(mut a), Ok(mut b)) = (session.decide(&staying), session.decide(&switching)) else {
            return Ok(());
        };
        let different = difference(&observed(&session, &mut a), &observed(&session, &mut b), 0.0);
        prop_assert!(different.is_none(), "{}", different.unwrap());
    }

    /// Equal partitions cost the same, however they are written and however often a roadmap says
    /// them.
    #[test]
    fn equal_partitions_cost_the_same(genes in genes(), again in 1..30_usize) {
        let inputs = compiled(&anything(&genes));
        let count = inputs.components.len();
        let one = Genes::new(&genes[300..]).partition(count);
        let mut units: Vec<_> = one.units.iter().map(|unit| {
            let mut members = unit.clone();
            members.reverse();
            ("named".to_owned(), members)
        }).collect();
        units.reverse();
        let other = Partition::new(units);
        let mut session = Session::new(inputs).unwrap();
        let once = plan(stages(&[(0, &one, 0.02)]), Training::Default);
        let named = plan(stages(&[(0, &other, 0.02)]), Training::Default);
        let (Ok(mut a), Ok(mut b)) = (session.decide(&once), session.decide(&named)) else {
            return Ok(());
        };
        let different = difference(&observed(&session, &mut a), &observed(&session, &mut b), 0.0);
        prop_assert!(different.is_none(), "{}", different.unwrap());
        // A stage said twice is one stage. Without training, which looks at the units that live
        // when a stage begins.
        let twice = plan(stages(&[(0, &other, 0.02), (again, &one, 0.02)]), Training::Off);
        let once = plan(once.stages, Training::Off);
        let (mut a, mut b) = (session.decide(&once).unwrap(), session.decide(&twice).unwrap());
        let different = difference(&observed(&session, &mut a), &observed(&session, &mut b), 1e-9);
        prop_assert!(different.is_none(), "{}", different.unwrap());
    }
}

/// Takes away everything through which a partition can matter.
fn neutral(inputs: &mut Inputs<f64>) {
    let k = &mut inputs.k;
    let zero = LevelTable::linear([0.0; 5]);
    // Coordination and size.
    k.coordination_exponent = 0.0;
    k.size_exponent = 0.0;
    k.failure_size_exponent = 0.0;
    k.restore_size_exponent = 0.0;
    // Pipelines: build time, its compute, its wait; the size of a release.
    k.build_minutes = 0.0;
    k.build_minutes_per_size = 0.0;
    k.restore_per_batch = 0.0;
    // Tests by hand before a release, and the sessions that one breaks off.
    k.regression = 0.0;
    for component in &mut inputs.components {
        component.session = 0.0;
    }
    // One place to change providers.
    k.second_provider = 1.0;
    // Calls and changes that cross units.
    k.hop_cpu_ms = 0.0;
    k.hop_cpu_ms_per_mib = 0.0;
    k.hop_latency_ms = 0.0;
    k.cross_zone_share = 0.0;
    k.observability_span_price = 0.0;
    k.crossing_effort = 0.0;
    k.crossing_wait_hours = 0.0;
    k.sidecar_vcpu = 0.0;
    k.sidecar_mib = 0.0;
    for edge in &mut inputs.edges {
        edge.price = 0.0;
    }
    // Minima and rounding; a stream that cannot wait for a replica holds up its neighbours.
    k.ha_min_core = 0.0;
    k.ha_min_other = 0.0;
    k.pod_vcpu_min = 0.0;
    k.process_memory = 0.0;
    k.staging_hours = 0.0;
    k.rounding = 0.0;
    k.scale_up_minutes = 0.0;
    // Operations, platform and security of a unit.
    k.operations_per_doubling = 0.0;
    k.operations_per_unit = 0.0;
    k.operations_per_unit_fixed = 0.0;
    k.on_call_price = 0.0;
    k.load_balancer_price = 0.0;
    k.control_plane_price = 0.0;
    k.licence_per_unit = zero;
    k.other_incidents = 0.0;
    k.host_incidents = 0.0;
    k.security_per_unit = 0.0;
    // Reach of a failure, and finding its place.
    k.crash_through = 0.0;
    k.leak = 0.0;
    k.spanning_share = 0.0;
    // Gaps between what units ask for and what the team has.
    k.failure_crossing = 0.0;
    k.latency_per_gap = 0.0;
    k.restore_gap_ownership = 0.0;
    k.security_gap = 0.0;
    k.evaluation_gap = 0.0;
    // Equal modularity; a pod holds the memory of all that is in it.
    for component in &mut inputs.components {
        component.modularity = 0.5;
        component.memory = 0.0;
    }
    k.erosion_inside = 0.0;
}

proptest! {
    #![proptest_config(config(10))]

    /// Neutrality: without what makes a unit cost or save something, any two partitions of a
    /// product on CPUs cost the same in every month. There is no "if monolith".
    #[test]
    fn without_mechanisms_partitions_cost_the_same(genes in genes()) {
        let mut inputs = compiled(&cpu_only(&genes));
        neutral(&mut inputs);
        let count = inputs.components.len();
        let mut g = Genes::new(&genes[300..]);
        let all = [Partition::whole(count), Partition::split(count), g.partition(count), g.partition(count)];
        let mut first: Option<Vec<MonthValues<f64>>> = None;
        for partition in &all {
            let hardware = kept(&mut inputs, partition).unwrap();
            let values = months(&inputs, &hardware);
            let Some(first) = &first else {
                first = Some(values);
                continue;
            };
            for (t, (a, b)) in first.iter().zip(&values).enumerate() {
                for ((name, a), (_, b)) in a.all().into_iter().zip(b.all()) {
                    // Not costs: what pipelines could carry, readiness for more units, calls that
                    // units make each other for nothing.
                    let free = ["pace_ceiling", "readiness_index", "readiness_mean", "hops"];
                    if !free.contains(&name) {
                        prop_assert!(near(a, b, 1e-9), "{name} in month {t}: {a} against {b}, {partition:?}");
                    }
                }
                prop_assert!(near(a.total(), b.total(), 1e-9));
            }
        }
    }
}

proptest! {
    #![proptest_config(config(11))]

    /// Raising every level together never raises the total by more than 1% a level, training off
    /// and what changes cost today as it is. There are no sessions: who releases oftener breaks off more.
    #[test]
    fn better_teams_do_not_cost_more(genes in genes(), even in 0.0..3.0_f64, is_even in any::<bool>()) {
        let mut inputs = compiled(&steady(&genes));
        for component in &mut inputs.components {
            component.session = 0.0;
        }
        let count = inputs.components.len();
        let mut g = Genes::new(&genes[300..]);
        let partition = g.partition(count);
        // A team on one level, or one good at some things and bad at others.
        let low: [f64; 10] = std::array::from_fn(|_| if is_even { even } else { g.between(0.0, 3.0) });
        let high = low.map(|level| level + 1.0);
        let Some(hardware) = fixed(&inputs, stages(&[(0, &partition, 0.0)])) else { return Ok(()) };
        let baseline = Baseline::new(&inputs, hardware[0].hardware.clone());
        let total = |levels: [f64; 10]| {
            let values = months_against(&inputs, &baseline, &hardware, &sizes(&inputs), Some(levels));
            let parts = [
                ("gpu", sum(&values, |month| month.gpu)),
                ("platform", sum(&values, |month| month.platform)),
                ("salaries", sum(&values, |month| month.salaries)),
                ("downtime", sum(&values, |month| month.downtime)),
                ("delay", sum(&values, |month| month.delay)),
            ];
            (sum(&values, MonthValues::total), parts)
        };
        let ((before, low_parts), (after, high_parts)) = (total(low), total(high));
        prop_assert!(
            after <= before * 1.01,
            "{before} at {low:?}, a level above {:.4} of it: {low_parts:?} to {high_parts:?}",
            after / before
        );
    }
}

/// The path of the first number that JSON cannot say.
fn missing_number(path: &str, value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Null => Some(path.to_owned()),
        serde_json::Value::Array(list) => list
            .iter()
            .enumerate()
            .find_map(|(i, value)| missing_number(&format!("{path}[{i}]"), value)),
        serde_json::Value::Object(map) => map
            .iter()
            .find_map(|(key, value)| missing_number(&format!("{path}.{key}"), value)),
        _ => None,
    }
}

proptest! {
    #![proptest_config(config(12))]

    /// Finite inputs give finite outputs: no users, no size, one component, one person, nothing
    /// known about the team.
    #[test]
    fn finite_inputs_give_finite_outputs(genes in genes()) {
        let Some(report) = report(&extreme(&genes)) else { return Ok(()) };
        let json = serde_json::to_value(&report).unwrap();
        let missing = missing_number("report", &json);
        prop_assert!(missing.is_none(), "{} is not finite", missing.unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..config(18) })]

    /// No part of cash is below nothing, however many come from outside, whatever they cost beside
    /// the team, and whatever they migrate.
    #[test]
    fn no_part_of_cash_is_negative(genes in genes()) {
        let mut plan = anything(&genes);
        let mut g = Genes::new(&genes[300..]);
        plan.team.contractors.max = Quantity::point(g.between(0.0, 200.0));
        plan.team.contractors.rate = Some(Quantity::point(g.magnitude(100.0, 100_000.0)));
        plan.team.engineers = Quantity::point(g.magnitude(0.1, 60.0));
        plan.team.hiring.min = Quantity::point(0.0);
        for part in &mut plan.components {
            part.size_pm = Quantity::point(part.size_pm.likely * g.magnitude(1.0, 50.0));
            part.changes_growth = Quantity::point(g.between(0.0, 5.0));
        }
        let Some(report) = report(&plan) else { return Ok(()) };
        for roadmap in &report.roadmaps {
            let Some(s) = &roadmap.series else { continue };
            for name in CostCategory::ALL.map(|category| category.row().id) {
                let series = s.get(name).unwrap();
                let least = series.iter().copied().fold(0.0, f64::min);
                let most = series.iter().copied().fold(0.0, f64::max);
                prop_assert!(least >= -1e-9 * most.max(1.0), "{name} of {}: {least}", roadmap.id);
            }
        }
    }
}

/// The properties skip plans that can run nowhere; these must be few.
#[test]
fn most_random_plans_can_run() {
    let mut runner = TestRunner::new(config(13));
    let tried = 100;
    let mut run = [0; 3];
    for _ in 0..tried {
        let genes = genes().new_tree(&mut runner).unwrap().current();
        for (run, scenario) in
            run.iter_mut()
                .zip([anything(&genes), steady(&genes), cpu_only(&genes)])
        {
            let mut inputs = compiled(&scenario);
            let partition = Genes::new(&genes[300..]).partition(inputs.components.len());
            *run += usize::from(kept(&mut inputs, &partition).is_some());
        }
    }
    assert!(
        run[0] > 85 && run[1] > 85 && run[2] == tried,
        "{run:?} of {tried}"
    );
}

/// The same report from the same plan, byte for byte, and none through JSON is lost.
#[test]
fn equal_plans_give_equal_bytes() {
    for preset in splitpoint::presets::list() {
        let plan = preset.scenario().unwrap();
        let (a, b) = (report(&plan).unwrap(), report(&plan.clone()).unwrap());
        let text = splitpoint::export::json(&a).unwrap();
        assert_eq!(text, splitpoint::export::json(&b).unwrap());
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        let value = serde_json::to_value(&a).unwrap();
        assert_eq!(
            same_json("report", &value, &read, 0.0),
            None,
            "{}",
            preset.name
        );
    }
}
