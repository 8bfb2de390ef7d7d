//! What a month costs beside the bill: pay, what waits, what is late, what is down, what runs twice.

use super::constants::Constants;
use super::inputs::{Evolution, Launch, Reliability, Team};
use super::labels as l;
use super::people::{self, Staff};
use crate::number::Number;

const MONTHS_PER_YEAR: f64 = 12.0;
/// Latency is priced by so many milliseconds.
const MS_PER_STEP: f64 = 100.0;

/// Pay of a month.
#[derive(Clone, Copy, Debug)]
pub struct Pay<N> {
    /// Of everybody, managers and contractors included (money).
    pub everybody: N,
    /// Of a month of those who build, in the mean (money/PM).
    pub person_month: N,
}

/// Pay of everybody, and what a month of those who build costs in the mean.
///
/// ```text
/// building · w_p + operating · w_o + managers · w_m + contractors · rate
/// a month = (building · w_p + contractors · rate) / (building + contractors)
/// ```
/// - `building`: employees who do not operate
/// - `wages`: growth of wages since today (factor)
///
/// Those who migrate or learn are among those who build, at what these cost, so what is left is
/// never below nothing. Operations that take more people than are employed fall to contractors,
/// whose rate is all they cost. Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn pay<N: Number>(
    k: &Constants<N>,
    team: &Team<N>,
    staff: &Staff<N>,
    operating: N,
    wages: N,
) -> Pay<N> {
    let year = N::constant(MONTHS_PER_YEAR);
    let employees = staff.employees();
    let building = (employees - operating).max(N::zero());
    let managers = people::managers(k, staff.engineers());
    let others = operating.min(employees) * team.platform_salary + managers * team.manager_salary;
    let employed = building * team.product_salary / year * wages;
    let outside = staff.contractors * team.contractor_rate * wages;
    let product_pm = person_month(team, wages);
    let person_month = (employed + outside).over_or(building + staff.contractors, product_pm);
    let everybody = employed + others / year * wages + outside;
    Pay {
        everybody: everybody.named(&l::PAYROLL),
        person_month: person_month.named(&l::PAID_MONTH),
    }
}

impl<N: Number> Pay<N> {
    /// Salaries of those who do nothing that is told apart (money).
    ///
    /// ```text
    /// everybody − person-month · (migrating + studying)
    /// ```
    /// Source: MODEL.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn salaries(&self, migrating: N, studying: N) -> N {
        self.everybody - self.person_month * (migrating + studying)
    }
}

/// Cost of a month of a product engineer (money/PM).
///
/// ```text
/// w_p / 12 · wages
/// ```
/// - `w_p`: mean pay of the product engineers (money/year); `wages`: growth of wages since today (factor)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn person_month<N: Number>(team: &Team<N>, wages: N) -> N {
    let person_month = team.product_salary.over_constant(MONTHS_PER_YEAR) * wages;
    person_month.named(&l::PERSON_MONTH)
}

/// What training is paid for beside the time of those who learn (money).
///
/// ```text
/// price of a level · engineers · levels gained
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn training_fees<N: Number>(k: &Constants<N>, engineers: N, gained: N) -> N {
    k.training_price * engineers * gained
}

/// Cost of a month's training (money): fees, and the time of those who learn.
///
/// ```text
/// fees + person-month · studying
/// ```
/// - fees: see [`training_fees`]; `person_month`: see [`Pay`] (money/PM); `studying`: (people)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn training_cost<N: Number>(fees: N, person_month: N, studying: N) -> N {
    fees + person_month * studying
}

/// Cost of raising today's team by some levels at today's pay (money): [`training_cost`] of all of it at
/// once.
///
/// ```text
/// levels · engineers · (price of a level + work of a level · w_p / 12)
/// ```
/// - `levels`: in one dimension; work: of an engineer for a level (PM); `w_p`: (money/year)
///
/// Source: MODEL.
pub fn cost_of_levels<N: Number>(k: &Constants<N>, team: &Team<N>, levels: N) -> N {
    let of_one =
        k.training_price + k.training_work * team.product_salary / N::constant(MONTHS_PER_YEAR);
    levels * team.engineers * of_one
}

/// Tool licences of a month (money).
#[derive(Clone, Copy, Debug)]
pub struct Licences<N> {
    /// By head (money).
    pub of_engineers: N,
    /// By unit (money).
    pub of_units: N,
}

/// Tool licences, at prices of the platform level.
///
/// ```text
/// price of an engineer · engineers,   price of a unit · units
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn licences<N: Number>(k: &Constants<N>, platform: N, engineers: N, units: N) -> Licences<N> {
    Licences {
        of_engineers: (k.licence_per_engineer.at(platform) * engineers).named(&l::LICENCES),
        of_units: (k.licence_per_unit.at(platform) * units).named(&l::LICENCES),
    }
}

/// Machine time of the builds of a component's changes (money).
///
/// ```text
/// changes delivered · minutes of a change · price of a minute
/// ```
/// - minutes: see [`super::pace::ci_minutes`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn ci_builds<N: Number>(k: &Constants<N>, delivered: N, minutes: N) -> N {
    delivered * minutes * k.ci_minute_price
}

/// Evaluation of a component's model changes (money).
///
/// ```text
/// evaluations · price of one · slowdown
/// ```
/// - evaluations, slowdown: see [`super::pace::evaluations`], [`super::pace::evaluation_factor`]
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn ci_evaluation<N: Number>(evaluations: N, price: N, factor: N) -> N {
    evaluations * price * factor
}

/// What comes in during a month (money): what users pay, and funding.
///
/// ```text
/// users · revenue of a user + funding
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn income<N: Number>(users: N, revenue_per_user: N, funding: N) -> N {
    users * revenue_per_user + funding
}

/// What waiting changes cost (money).
///
/// ```text
/// waiting effort · 12.5% · cost of a person-month
/// ```
/// - `waiting`: effort of the backlog (PM); `wages`: growth of wages since today (factor)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn waiting_cost<N: Number>(change: &Evolution<N>, team: &Team<N>, waiting: N, wages: N) -> N {
    (waiting * change.delay_value_share * person_month(team, wages)).named(&l::WAITING_COST)
}

/// What slow experiments cost (money): nothing before the product is used.
///
/// ```text
/// value of a day · lead time
/// ```
/// - `lead_time`: of a change (days); `launched`: 1 once the product is used, 0 before
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn slow_cost<N: Number>(change: &Evolution<N>, lead_time: N, launched: N) -> N {
    (change.lead_time_day_value * lead_time * launched).named(&l::SLOW_COST)
}

/// Cost of a launch that is late (money): the value of each month from the planned one until it is.
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn launch_delay<N: Number>(launch: Option<&Launch<N>>, month: usize, launched: N) -> N {
    match launch {
        Some(launch) if month >= launch.month => {
            (launch.value_per_month * (N::one() - launched)).named(&l::LAUNCH_DELAY)
        }
        _ => N::zero(),
    }
}

/// Cost of latency beyond the budget (money).
///
/// ```text
/// max(0, base + added − budget) / 100 ms · cost of 100 ms
/// ```
/// - `added`: by calls between units (ms); nothing without a budget
/// - base, budget: p95 latency within one unit, and beyond which value is lost (ms)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn latency_cost<N: Number>(reliability: &Reliability<N>, added: N) -> N {
    match reliability.latency_budget {
        None => N::zero(),
        Some(budget) => {
            let beyond = (reliability.base_latency + added - budget).max(N::zero());
            beyond.over_constant(MS_PER_STEP) * reliability.latency_cost
        }
    }
}

/// Value lost to outages (money).
///
/// ```text
/// hours down · users · value of a user / 730 h · multiplier
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn outage_cost<N: Number>(
    k: &Constants<N>,
    reliability: &Reliability<N>,
    users: N,
    down_hours: N,
) -> N {
    let hourly_value = users * reliability.value_per_user / k.hours_per_month;
    let hourly_value = hourly_value.named(&l::HOURLY_VALUE);
    (down_hours * hourly_value * reliability.multiplier).named(&l::OUTAGE)
}

/// Cost of old and new side by side (money).
///
/// ```text
/// 30% · what runs        while a change is under way
/// ```
/// - `active`: 1 while it is, else 0; `running`: GPUs, CPUs, platform and storage (money)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn dual_running<N: Number>(k: &Constants<N>, active: N, running: N) -> N {
    active * k.dual_running * running
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::projection::tests::{inputs, rounded_constants};

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-9 * expected.abs().max(1.0),
            "{value} instead of {expected}"
        );
    }

    /// A team of which every figure counts.
    fn team() -> Team<f64> {
        let mut team = inputs("components: [(name: \"a\")]").team;
        team.product_salary = 180_000.0;
        team.platform_salary = 240_000.0;
        team.manager_salary = 300_000.0;
        team.contractor_rate = 21_000.0;
        team
    }

    fn staff() -> Staff<f64> {
        Staff {
            full: 9.0,
            ramping: 3.0,
            open: 5.0,
            contractors: 4.0,
            contractors_productive: 1.0,
        }
    }

    #[test]
    fn pay_counts_whoever_is_there_once() {
        let mut k = rounded_constants();
        k.span_of_control = 8.0;
        // 12 employees of whom 2 operate, 4 contractors, 16/8 managers, wages up by a tenth:
        // 10·15,000 + 2·20,000 + 2·25,000 + 4·21,000 = 324,000.
        let of = pay(&k, &team(), &staff(), 2.0, 1.1);
        check(of.everybody, 324_000.0 * 1.1);
        // Of those who build: (150,000 + 84,000) / 14.
        check(of.person_month, 234_000.0 / 14.0 * 1.1);
        // Operations of 13: the thirteenth is a contractor, whose rate is counted already.
        let of = pay(&k, &team(), &staff(), 13.0, 1.0);
        check(of.everybody, 12.0 * 20_000.0 + 50_000.0 + 84_000.0);
        check(of.person_month, 21_000.0);
        // Nobody builds: what one would cost.
        let none = Staff::new(2.0);
        check(pay(&k, &team(), &none, 2.0, 1.1).person_month, 16_500.0);
    }

    #[test]
    fn those_who_migrate_and_learn_are_told_apart() {
        let pay = Pay {
            everybody: 300_000.0,
            person_month: 16_000.0,
        };
        // 300,000 − 16,000·(2.5 + 1.5).
        check(pay.salaries(2.5, 1.5), 236_000.0);
        // 180,000/12, wages up by a fifth.
        check(person_month(&team(), 1.2), 18_000.0);
    }

    #[test]
    fn training_costs_its_fees_and_the_time_of_those_who_learn() {
        let mut k = rounded_constants();
        (k.training_price, k.training_work) = (1_500.0, 0.4);
        // 1,500·20·0.24 = 7,200, and 1.5 people at 16,000.
        let fees = training_fees(&k, 20.0, 0.24);
        check(fees, 7_200.0);
        check(training_cost(fees, 16_000.0, 1.5), 31_200.0);
        // 1.2 levels of 20 people: 24·(1,500 + 0.4·15,000) = 180,000, which is what the months of a
        // training come to whose people cost what product engineers do.
        let team = Team {
            engineers: 20.0,
            ..team()
        };
        let all = cost_of_levels(&k, &team, 1.2);
        check(all, 180_000.0);
        let fees = training_fees(&k, 20.0, 1.2);
        let studying = k.training_work * 20.0 * 1.2;
        check(all, training_cost(fees, person_month(&team, 1.0), studying));
    }

    #[test]
    fn licences_go_by_head_and_by_unit() {
        let mut k = rounded_constants();
        k.licence_per_engineer = k.licence_per_engineer.scaled(2.0);
        k.licence_per_unit = k.licence_per_unit.scaled(3.0);
        let one = licences(&k, 3.0, 1.0, 1.0);
        assert!(one.of_engineers > 0.0 && one.of_units > 0.0);
        let many = licences(&k, 3.0, 14.0, 6.0);
        check(many.of_engineers, 14.0 * one.of_engineers);
        check(many.of_units, 6.0 * one.of_units);
        // Each has a price of its own, by level.
        check(one.of_engineers, k.licence_per_engineer.at(3.0));
        check(one.of_units, k.licence_per_unit.at(3.0));
        assert!(one.of_engineers != k.licence_per_engineer.at(2.0));
    }

    #[test]
    fn builds_and_evaluations_by_hand() {
        let mut k = rounded_constants();
        k.ci_minute_price = 0.05;
        // 30 changes of 48 minutes at 5 cents; 4.5 evaluations of 200, half as much again.
        check(ci_builds(&k, 30.0, 48.0), 72.0);
        check(ci_evaluation(4.5, 200.0, 1.5), 1_350.0);
        // 2,000 users at 7 and a round of 50,000.
        check(income(2_000.0, 7.0, 50_000.0), 64_000.0);
    }

    #[test]
    fn what_waits_and_what_is_slow_cost_by_size_and_by_day() {
        let change = Evolution {
            maturity: crate::scenario::schema::Maturity::Growing,
            shared_coupling: 0.3,
            delay_value_share: 0.2,
            lead_time_day_value: 700.0,
            today_upkeep: 0.0,
        };
        // 6 PM · 20% · 15,000 · 1.2.
        check(waiting_cost(&change, &team(), 6.0, 1.2), 21_600.0);
        check(slow_cost(&change, 9.0, 1.0), 6_300.0);
        // Nobody waits for what nobody uses yet.
        check(slow_cost(&change, 9.0, 0.0), 0.0);
    }

    #[test]
    fn a_launch_costs_from_its_month_until_it_is() {
        let launch = Launch {
            month: 5,
            value_per_month: 40_000.0,
        };
        let cost = |month, launched| launch_delay(Some(&launch), month, launched);
        check(cost(4, 0.0), 0.0);
        check(cost(5, 0.0), 40_000.0);
        check(cost(9, 0.0), 40_000.0);
        check(cost(9, 1.0), 0.0);
        check(launch_delay(None, 9, 0.0), 0.0);
    }

    fn reliability(budget: Option<f64>) -> Reliability<f64> {
        Reliability {
            value_per_user: 7.3,
            multiplier: 1.5,
            security_loss: 90_000.0,
            base_latency: 900.0,
            latency_budget: budget,
            latency_cost: 2_000.0,
        }
    }

    #[test]
    fn latency_costs_beyond_the_budget_and_never_pays() {
        let cost = |added| latency_cost(&reliability(Some(1_000.0)), added);
        // 900 + 350 is 250 ms beyond, two and a half steps.
        check(cost(350.0), 5_000.0);
        check(cost(100.0), 0.0);
        check(cost(40.0), 0.0);
        check(latency_cost(&reliability(None), 350.0), 0.0);
    }

    #[test]
    fn an_hour_down_costs_what_users_are_worth_in_it_and_more() {
        let mut k = rounded_constants();
        k.hours_per_month = 730.0;
        // 2,000 users · 7.3 / 730 = 20 an hour, 4 hours, half as much again.
        check(outage_cost(&k, &reliability(None), 2_000.0, 4.0), 120.0);
    }

    #[test]
    fn what_runs_twice_costs_its_share_while_it_does() {
        let mut k = rounded_constants();
        k.dual_running = 0.25;
        check(dual_running(&k, 1.0, 8_000.0), 2_000.0);
        check(dual_running(&k, 0.0, 8_000.0), 0.0);
    }
}
