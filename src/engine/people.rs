//! Who is there, what operations take, who comes and goes.

use super::constants::Constants;
use super::inputs::Team;
use crate::number::Number;
use crate::scenario::schema::HiringPolicy;

/// What operations have to look after.
#[derive(Clone, Copy, Debug)]
pub struct Estate<N> {
    /// Engineers (people).
    pub engineers: N,
    /// Units (count).
    pub units: N,
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
/// 30 + 4·engineers + 40·log2(units)·a + units·(2.5·a + 0.5) + (12 + 0.4·GPUs) + incidents
/// a = 1.4^(2 − platform level)
/// ```
/// - the GPU term only where there are any
///
/// Source: STF2, STF3, STF28, MODEL.
pub fn operations_hours<N: Number>(k: &Constants<N>, e: &Estate<N>) -> N {
    let automation = k.automation_per_level.powf(N::constant(2.0) - e.platform);
    let some_gpus = e.gpus.min(N::one());
    k.operations_fixed
        + k.operations_per_engineer * e.engineers
        + k.operations_per_doubling * e.units.max(N::one()).log2() * automation
        + e.units * (k.operations_per_unit * automation + k.operations_per_unit_fixed)
        + k.operations_gpu_fixed * some_gpus
        + k.operations_per_gpu * e.gpus
        + e.incident_hours
}

/// Work on a month's incidents (h): responders until it is over, then the follow-up.
///
/// Source: STF3.
pub fn incident_hours<N: Number>(k: &Constants<N>, incidents: N, restore_hours: N) -> N {
    k.responders * restore_hours + k.incident_followup * incidents
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
    pub fn employees(&self) -> N {
        self.full + self.ramping
    }

    /// Engineers, contractors included.
    pub fn engineers(&self) -> N {
        self.employees() + self.contractors
    }

    /// Output in fully productive people.
    pub fn productive(&self, k: &Constants<N>) -> N {
        self.full + self.ramping * k.ramp_output + self.contractors_productive
    }

    /// Moves to the next month; how many were hired.
    ///
    /// ```text
    /// P ← P + wanted;  arrivals = P/lag;  ramped = ramping/ramp;  leavers = 13%/12 of all
    /// ```
    /// - wanted: what the need leaves open within the bounds, or the leavers alone under hold
    ///
    /// Source: STF15, STF17, STF30.
    pub fn next(&mut self, team: &Team<N>, need: N, may_hire: N, joining: N) -> N {
        let zero = N::zero();
        let one = N::one();
        let leavers = self.employees() * team.attrition / N::constant(12.0);
        let target = match team.policy {
            HiringPolicy::ToPlan => need.min(team.max).max(team.min),
            HiringPolicy::Hold => self.employees() + self.open,
        };
        let wanted = target - (self.employees() + self.open) + leavers;
        self.open = ((self.open + wanted) * may_hire).max(zero);
        let arrivals = self.open / team.lag.max(one);
        let ramped = self.ramping / team.ramp.max(one);
        let stay = one - team.attrition / N::constant(12.0);
        self.open = self.open - arrivals;
        self.full = (self.full * stay + ramped * stay + joining).max(zero);
        self.ramping = (self.ramping - ramped) * stay + arrivals;
        let short = (need - self.employees()).max(zero).min(team.contractors_max);
        self.contractors = short * may_hire;
        let ramp = team.contractor_ramp.max(one);
        self.contractors_productive = (self.contractors_productive
            + (self.contractors - self.contractors_productive) / ramp)
            .min(self.contractors);
        arrivals
    }
}

/// On-call pay (money a month): a rotation for every ten units begun.
///
/// Source: STF1, MODEL.
pub fn on_call<N: Number>(k: &Constants<N>, units: usize) -> N {
    let rotations = (N::constant(units as f64) / k.units_per_rotation)
        .ceil()
        .max(N::one());
    rotations * k.on_call_price
}
