//! Who is there, what operations take, who comes and goes.

use super::constants::Constants;
use super::inputs::Team;
use super::labels as l;
use super::yearly::Yearly;
use crate::number::Number;
use crate::scenario::schema::HiringPolicy;

/// What operations have to look after.
#[derive(Clone, Copy, Debug)]
pub struct OperationsLoad<N> {
    /// Engineers (people).
    pub engineers: N,
    /// Units (count).
    pub units: N,
    /// Pools beyond one for each unit (count).
    pub pools: N,
    /// GPUs (count).
    pub gpus: N,
    /// Work on last month's incidents (h).
    pub incident_hours: N,
    /// Platform level.
    pub platform: N,
}

/// Work of operations (h a month).
///
/// ```text
/// 30 + 4·engineers + 40·log2(units)·a + units·(2.5·a + 0.5) + pools·0.5 + (12 + 0.4·GPUs) + incidents
/// a = 1.4^(2 − platform level)
/// ```
/// - pools: beyond one for each unit; the GPU term only where there are any
///
/// Source: STF2, STF3, STF28, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn operations_hours<N: Number>(k: &Constants<N>, e: &OperationsLoad<N>) -> N {
    let automation = k
        .automation_per_level
        .powf(N::constant(2.0) - e.platform)
        .named(&l::AUTOMATION);
    let some_gpus = e.gpus.min(N::one());
    let hours = k.operations_fixed
        + k.operations_per_engineer * e.engineers
        + k.operations_per_doubling * e.units.max(N::one()).log2() * automation
        + e.units * (k.operations_per_unit * automation + k.operations_per_unit_fixed)
        + e.pools * k.operations_per_pool
        + k.operations_gpu_fixed * some_gpus
        + k.operations_per_gpu * e.gpus
        + e.incident_hours;
    hours.named(&l::OPERATIONS)
}

/// Work on a month's incidents (h): responders until it is over, then the follow-up.
///
/// ```text
/// response + 6 · incidents
/// ```
/// - response: hours to restore times [`responders`], over all incidents (h)
///
/// Source: STF3.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn incident_hours<N: Number>(k: &Constants<N>, incidents: N, response_hours: N) -> N {
    (response_hours + k.incident_followup * incidents).named(&l::INCIDENT_HOURS)
}

/// People on an incident until it is over (people).
///
/// ```text
/// min(3 below half of the value, 8 from there; engineers)
/// ```
/// - `harm`: value that goes down (share)
///
/// Source: FIREHYDRANT.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn responders<N: Number>(k: &Constants<N>, harm: N, engineers: N) -> N {
    let called = N::select(harm.less(k.severe_from), k.responders, k.responders_severe);
    called.min(engineers)
}

/// Whom the work calls for in a month.
#[derive(Clone, Copy, Debug)]
pub struct Call<N> {
    /// Engineers that the month's work asks for (people), see [`need`].
    pub need: N,
    /// Engineers that posts are opened for (people): those of the time when a hire is productive.
    pub sought: N,
    /// Whether posts are opened (1 or 0), see [`may_hire`].
    pub may_hire: N,
}

/// Changes a month that people are sought for: those of the time when a hire is productive, and what
/// works the backlog off.
///
/// ```text
/// new · growth ahead + backlog/12
/// ```
/// - growth ahead: of changes until a hire is productive (factor), see [`growth_ahead`]; backlog:
///   waiting at the month's start (changes)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn sought_changes<N: Number>(k: &Constants<N>, new: N, ahead: N, backlog: N) -> N {
    new * ahead + backlog / k.backlog_months_to_clear
}

/// How far a component's changes grow until somebody sought now is productive (factor).
///
/// ```text
/// (1 + g)^((lag + ramp/2)/12)
/// ```
/// - `g`: growth of changes (share a year); lag, ramp: of hires (months)
///
/// Source: MODEL.
pub fn growth_ahead<N: Number>(growth: &Yearly<N>, team: &Team<N>) -> N {
    growth
        .over(team.lag + team.ramp / N::constant(2.0))
        .named(&l::GROWTH_AHEAD)
}

/// Heads, month by month.
#[derive(Clone, Copy, Debug)]
pub struct Staff<N> {
    /// Fully productive engineers.
    pub full: N,
    /// Hires who are not yet.
    pub ramping: N,
    /// Posts being filled.
    pub open: N,
    /// Contractors.
    pub contractors: N,
    /// Productive part of the contractors.
    pub contractors_productive: N,
}

impl<N: Number> Staff<N> {
    /// The team today.
    pub fn new(engineers: N) -> Self {
        let zero = N::zero();
        Self {
            full: engineers,
            ramping: zero,
            open: zero,
            contractors: zero,
            contractors_productive: zero,
        }
    }

    /// Engineers on the payroll.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn employees(&self) -> N {
        (self.full + self.ramping).named(&l::EMPLOYEES)
    }

    /// Engineers, contractors included.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn engineers(&self) -> N {
        (self.employees() + self.contractors).named(&l::ENGINEERS)
    }

    /// Output in fully productive people.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn productive(&self, k: &Constants<N>) -> N {
        let output = self.full + self.ramping * k.ramp_output + self.contractors_productive;
        output.named(&l::PRODUCTIVE)
    }

    /// Moves to the next month; how many were hired.
    ///
    /// ```text
    /// P ← P + wanted;  arrivals = P/lag;  ramped = ramping/ramp;  leavers = 13%/12 of all
    /// ```
    /// - wanted: what those sought leave open within the bounds, or the leavers alone under hold
    /// - contractors: what the month's own need is short of
    ///
    /// Source: STF15, STF17, STF30.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn next(&mut self, team: &Team<N>, call: &Call<N>, joining: N) -> N {
        let Call {
            need,
            sought,
            may_hire,
        } = *call;
        let zero = N::zero();
        let one = N::one();
        let leavers = (self.employees() * team.attrition / N::constant(12.0)).named(&l::LEAVERS);
        let target = match team.policy {
            HiringPolicy::ToPlan => sought.min(team.max).max(team.min),
            HiringPolicy::Hold => self.employees() + self.open,
        };
        let wanted = target - (self.employees() + self.open) + leavers;
        self.open = ((self.open + wanted) * may_hire).max(zero);
        let arrivals = (self.open / team.lag.max(one)).named(&l::HIRED);
        let ramped = self.ramping / team.ramp.max(one);
        let stay = one - team.attrition / N::constant(12.0);
        self.open = (self.open - arrivals).named(&l::OPEN_POSTS);
        let full = self.full * stay + ramped * stay + joining;
        self.full = full.max(zero).named(&l::FULL);
        self.ramping = ((self.ramping - ramped) * stay + arrivals).named(&l::RAMPING);
        let short = (need - self.employees())
            .max(zero)
            .min(team.contractors_max);
        self.contractors = (short * may_hire).named(&l::CONTRACTORS);
        let ramp = team.contractor_ramp.max(one);
        self.contractors_productive = (self.contractors_productive
            + (self.contractors - self.contractors_productive) / ramp)
            .min(self.contractors)
            .named(&l::CONTRACTORS_PRODUCTIVE);
        arrivals
    }
}

/// Who keeps the product running.
#[derive(Clone, Copy, Debug)]
pub struct Operating<N> {
    /// Asked for (people).
    pub wanted: N,
    /// Taken (people).
    pub people: N,
    /// What is asked for against what may be taken (factor, at least 1).
    pub overload: N,
}

/// People whom operations ask for (people).
///
/// ```text
/// hours / 140 h
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn wanted_by_operations<N: Number>(k: &Constants<N>, hours: N) -> N {
    (hours / k.productive_hours).named(&l::OPERATIONS_PEOPLE)
}

/// People whom operations may take at most (people).
///
/// ```text
/// 50% · productive
/// ```
/// - `productive`: output of the team in fully productive people (people)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn most_on_operations<N: Number>(k: &Constants<N>, productive: N) -> N {
    productive * k.operations_cap
}

/// Whom operations take: never more than their share of those who are productive.
///
/// ```text
/// people = min(wanted, most);  overload = max(1, wanted / most)
/// ```
/// - wanted: see [`wanted_by_operations`]; most: see [`most_on_operations`] (people)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn operating<N: Number>(k: &Constants<N>, hours: N, productive: N) -> Operating<N> {
    let wanted = wanted_by_operations(k, hours);
    let most = most_on_operations(k, productive);
    let one = N::one();
    Operating {
        wanted,
        people: wanted.min(most).named(&l::OPERATING),
        overload: wanted.over_or(most, one).max(one).named(&l::OVERLOAD),
    }
}

/// Whom training takes (people): the work of what is learned, as far as operations leave anybody.
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn studying<N: Number>(
    k: &Constants<N>,
    engineers: N,
    gained: N,
    productive: N,
    operating: N,
) -> N {
    (k.training_work * engineers * gained)
        .min(productive - operating)
        .named(&l::STUDYING)
}

/// People whom operations and training leave (people).
///
/// ```text
/// max(0, productive − operating − studying)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn available<N: Number>(productive: N, operating: N, studying: N) -> N {
    (productive - operating - studying)
        .max(N::zero())
        .named(&l::AVAILABLE)
}

/// People who build, once the migration has taken its own (people).
///
/// ```text
/// max(0, available − migrating)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn building<N: Number>(available: N, migrating: N) -> N {
    (available - migrating).max(N::zero()).named(&l::BUILDING)
}

/// Managers (people): one for so many engineers, fractions counted.
///
/// ```text
/// engineers / 8
/// ```
/// - `engineers`: contractors included (people)
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn managers<N: Number>(k: &Constants<N>, engineers: N) -> N {
    engineers / k.span_of_control
}

/// What of a month's need is not for changes (people).
#[derive(Clone, Copy, Debug)]
pub struct OtherNeeds<N> {
    /// Whom operations ask for (people).
    pub operations: N,
    /// Who is in training (people).
    pub training: N,
    /// Whom the migration asks for (people).
    pub migration: N,
}

/// People whom the month's new changes ask for: what of the need is for nothing else (people).
///
/// ```text
/// max(0, need − operations − training − migration)
/// ```
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn need_for_changes<N: Number>(need: N, other: &OtherNeeds<N>) -> N {
    (need - other.operations - other.training - other.migration).max(N::zero())
}

/// Engineers that the work asks for (people): those there are until the product is used.
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn need<N: Number>(work: N, engineers: N, launched: N) -> N {
    N::select(launched.less(N::one()), engineers, work).named(&l::NEED)
}

/// Whether posts are opened (1 or 0): not while the money in the bank is below nothing.
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn may_hire<N: Number>(balance: Option<N>) -> N {
    let one = N::one();
    balance.map_or(one, |balance| {
        N::select(balance.less(N::zero()), N::zero(), one).named(&l::MAY_HIRE)
    })
}

/// On-call pay (money a month): a rotation for every ten units begun.
///
/// Source: STF1, MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn on_call<N: Number>(k: &Constants<N>, units: N) -> N {
    rotations(k, units) * k.on_call_price
}

/// On-call rotations (count): one for every ten units begun.
///
/// Source: MODEL.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn rotations<N: Number>(k: &Constants<N>, units: N) -> N {
    let rotations = (units / k.units_per_rotation).ceil().max(N::one());
    rotations.named(&l::ROTATIONS)
}

#[cfg(test)]
mod tests {
    use super::super::inputs::Team;
    use super::super::projection::tests::rounded_constants;
    use super::super::yearly::Yearly;
    use super::{
        Call, OperationsLoad, OtherNeeds, Staff, available, building, growth_ahead, incident_hours,
        managers, may_hire, most_on_operations, need, need_for_changes, on_call, operating,
        operations_hours, responders, sought_changes, studying, wanted_by_operations,
    };
    use crate::scenario::schema::HiringPolicy;

    fn team(policy: HiringPolicy) -> Team<f64> {
        Team {
            engineers: 20.0,
            product_salary: 0.0,
            platform_salary: 0.0,
            manager_salary: 0.0,
            levels: [2.0; 10],
            policy,
            min: 0.0,
            max: 22.0,
            lag: 3.0,
            ramp: 6.0,
            hire_cost: 0.0,
            attrition: 0.12,
            contractors_max: 3.0,
            contractor_rate: 0.0,
            contractor_ramp: 2.0,
        }
    }

    /// As many are sought as the month needs.
    fn call(need: f64, may_hire: f64) -> Call<f64> {
        Call {
            need,
            sought: need,
            may_hire,
        }
    }

    #[track_caller]
    fn check(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-6,
            "{value} instead of {expected}"
        );
    }

    #[test]
    fn operations_by_hand() {
        let k = rounded_constants();
        let load = |engineers, units, gpus, incident_hours, platform| OperationsLoad {
            engineers,
            units,
            pools: 0.0,
            gpus,
            incident_hours,
            platform,
        };
        let hours = |load| operations_hours(&k, &load);
        // 30 + 4·20 + 0 + 1·(2.5 + 0.5) = 113.
        check(hours(load(20.0, 1.0, 0.0, 0.0, 2.0)), 113.0);
        // Platform 1: a = 1.4. 30 + 80 + 40·log2(8)·1.4 + 8·(2.5·1.4 + 0.5) + 12 + 0.4·10 + 12
        // = 30 + 80 + 168 + 32 + 16 + 12 = 338.
        check(hours(load(20.0, 8.0, 10.0, 12.0, 1.0)), 338.0);
        // Three pools beyond the unit's own: 113 + 3·0.5.
        let mut in_pools = load(20.0, 1.0, 0.0, 0.0, 2.0);
        in_pools.pools = 3.0;
        check(hours(in_pools), 114.5);
        // Nothing and nobody: the fixed hours. Half a GPU on average: half of 12 + 0.4.
        check(hours(load(0.0, 0.0, 0.0, 0.0, 2.0)), 30.0);
        check(hours(load(0.0, 0.0, 0.5, 0.0, 2.0)), 36.2);
        // Two incidents of 2.5 h each: 3·5 + 6·2 = 27.
        check(incident_hours(&k, 2.0, 15.0), 27.0);
        // Three people below half of the value, eight from there.
        check(responders(&k, 0.49, 20.0), 3.0);
        check(responders(&k, 0.5, 20.0), 8.0);
        // There are no more of them than there are.
        check(responders(&k, 0.5, 5.0), 5.0);
        check(responders(&k, 0.1, 2.0), 2.0);
    }

    #[test]
    fn operations_take_no_more_than_their_share_and_are_overloaded_beyond_it() {
        let mut k = rounded_constants();
        k.productive_hours = 120.0;
        k.operations_cap = 0.6;
        // 360 h are three people of ten: half of the six that may be taken.
        check(wanted_by_operations(&k, 360.0), 3.0);
        check(most_on_operations(&k, 10.0), 6.0);
        let of = operating(&k, 360.0, 10.0);
        check(of.wanted, 3.0);
        check(of.people, 3.0);
        check(of.overload, 1.0);
        // Nine are asked for: six are taken, and each has the work of one and a half.
        let of = operating(&k, 1_080.0, 10.0);
        check(of.wanted, 9.0);
        check(of.people, 6.0);
        check(of.overload, 1.5);
        // Nobody is there.
        let of = operating(&k, 360.0, 0.0);
        check(of.people, 0.0);
        check(of.overload, 1.0);
    }

    #[test]
    fn training_takes_whom_operations_leave() {
        let mut k = rounded_constants();
        k.training_work = 0.3;
        // 12 people who learn half a level: 1.8 people, of the 4 that operations leave of 10.
        check(studying(&k, 12.0, 0.5, 10.0, 6.0), 1.8);
        check(studying(&k, 12.0, 0.5, 10.0, 9.5), 0.5);
    }

    #[test]
    fn who_is_left_builds() {
        // 20 − 6 − 3.5 = 10.5 are left, of whom 4 migrate; never fewer than nobody.
        check(available(20.0, 6.0, 3.5), 10.5);
        check(building(10.5, 4.0), 6.5);
        check(available(5.0, 3.0, 4.0), 0.0);
        check(building(2.0, 2.5), 0.0);
    }

    #[test]
    fn what_the_need_is_made_of() {
        let other = OtherNeeds {
            operations: 4.0,
            training: 1.5,
            migration: 2.5,
        };
        // 25 − 4 − 1.5 − 2.5; before a launch the need may be less than its parts.
        check(need_for_changes(25.0, &other), 17.0);
        check(need_for_changes(7.0, &other), 0.0);
        let mut k = rounded_constants();
        k.span_of_control = 7.0;
        check(managers(&k, 24.5), 3.5);
    }

    #[test]
    fn a_product_that_nobody_uses_yet_needs_whom_it_has() {
        check(need(17.0, 9.0, 1.0), 17.0);
        check(need(17.0, 9.0, 0.0), 9.0);
    }

    #[test]
    fn posts_are_opened_while_there_is_money() {
        check(may_hire(None), 1.0);
        check(may_hire(Some(0.0)), 1.0);
        check(may_hire(Some(5.0)), 1.0);
        check(may_hire(Some(-0.01)), 0.0);
    }

    #[test]
    fn people_are_sought_for_the_time_when_they_are_productive() {
        let mut k = rounded_constants();
        k.backlog_months_to_clear = 10.0;
        // Three months until they come and half of six: 1.44^(6/12) = 1.2. 50·1.2 + 30/10 = 63.
        let mut team = team(HiringPolicy::ToPlan);
        let ahead = growth_ahead(&Yearly::new(0.44, 12), &team);
        check(ahead, 1.2);
        check(sought_changes(&k, 50.0, ahead, 30.0), 63.0);
        check(growth_ahead(&Yearly::new(0.0, 12), &team), 1.0);
        // 21 are needed now and 29 sought: posts for 29 of 40 at most, less 20 who are there and those who
        // leave, 9.2, of which a third arrives; contractors fill what is short now.
        team.max = 40.0;
        let mut staff = Staff::new(20.0);
        let call = Call {
            need: 21.0,
            sought: 29.0,
            may_hire: 1.0,
        };
        check(staff.next(&team, &call, 0.0), 9.2 / 3.0);
        check(staff.contractors, 0.0);
        let mut staff = Staff::new(20.0);
        let call = Call {
            sought: 20.0,
            need: 27.0,
            ..call
        };
        check(staff.next(&team, &call, 0.0), 0.2 / 3.0);
        check(staff.contractors, 3.0);
    }

    #[test]
    fn hiring_to_plan_by_hand() {
        let k = rounded_constants();
        let team = team(HiringPolicy::ToPlan);
        let mut staff = Staff::new(20.0);
        // Need 24, bound 22: wanted 22 − 20 + 0.2 leavers = 2.2; a third arrives: 0.7333.
        let hired = staff.next(&team, &call(24.0, 1.0), 0.0);
        check(hired, 2.2 / 3.0);
        check(staff.open, 2.2 * 2.0 / 3.0);
        check(staff.full, 19.8);
        check(staff.ramping, 2.2 / 3.0);
        // 24 − 20.5333 = 3.4667 are missing; three contractors at most, half of them productive.
        check(staff.contractors, 3.0);
        check(staff.contractors_productive, 1.5);
        check(staff.engineers(), 23.533_333);
        // 19.8 + ½·0.7333 + 1.5 = 21.6667.
        check(staff.productive(&k), 21.666_667);
        // Second month: leavers 0.20533 are added to 1.46667 open posts: 1.672, a third arrives:
        // 0.55733. A sixth of 0.73333 is ramped: 0.12222. Full (19.8 + 0.12222)·0.99 = 19.723;
        // ramping 0.61111·0.99 + 0.55733 = 1.16233.
        let hired = staff.next(&team, &call(24.0, 1.0), 0.0);
        check(hired, 0.557_333);
        check(staff.full, 19.723);
        check(staff.ramping, 1.162_333);
    }

    #[test]
    fn holding_refills_leavers_only() {
        let team = team(HiringPolicy::Hold);
        let mut staff = Staff::new(20.0);
        // Leavers 0.2; a third of the posts is filled at once.
        check(staff.next(&team, &call(40.0, 1.0), 0.0), 0.2 / 3.0);
        check(staff.employees(), 19.8 + 0.2 / 3.0);
        // Five join, and are held from then on.
        staff = Staff::new(20.0);
        staff.next(&team, &call(0.0, 1.0), 5.0);
        check(staff.full, 24.8);
        for _ in 0..600 {
            staff.next(&team, &call(0.0, 1.0), 0.0);
        }
        // In the long run arrivals and leavers balance: employees + open stay at 25 − 0.2·… and
        // open = 2·arrivals with arrivals = 1% of employees, so employees·1.02 = 25.
        check(staff.employees() + staff.open, 25.0);
        check(staff.employees(), 25.0 / 1.02);
    }

    #[test]
    fn without_money_nobody_is_hired() {
        let team = team(HiringPolicy::ToPlan);
        let mut staff = Staff::new(20.0);
        staff.next(&team, &call(24.0, 1.0), 0.0);
        check(staff.next(&team, &call(24.0, 0.0), 0.0), 0.0);
        assert_eq!((staff.open, staff.contractors), (0.0, 0.0));
    }

    #[test]
    fn one_person_and_nobody() {
        let team = team(HiringPolicy::ToPlan);
        let mut one = Staff::new(1.0);
        // Nothing to do: 0 − 1 + 0.01 is no post, and 1% leaves.
        check(one.next(&team, &call(0.0, 1.0), 0.0), 0.0);
        check(one.employees(), 0.99);
        // More leave at once than there are.
        one.next(&team, &call(0.0, 1.0), -5.0);
        check(one.employees(), 0.0);
        let mut nobody = Staff::new(0.0);
        check(nobody.next(&team, &call(0.0, 1.0), 0.0), 0.0);
        check(nobody.engineers(), 0.0);
    }

    #[test]
    fn a_rotation_for_every_ten_units_begun() {
        let k = rounded_constants();
        for (units, rotations) in [
            (0.0, 1.0),
            (1.0, 1.0),
            (10.0, 1.0),
            (11.0, 2.0),
            (140.0, 14.0),
        ] {
            check(on_call(&k, units), rotations * 3000.0);
        }
    }
}
