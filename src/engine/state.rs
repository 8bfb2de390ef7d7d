//! What a projection carries from one month to the next.
//!
//! Two roadmaps that are alike until a month carry the same until then, so that one can go on from
//! where the other was.

use super::inputs::Inputs;
use super::labels as l;
use super::money::{Commitment, balance_after};
use super::people::Staff;
use crate::number::Number;

/// Product, team, levels and money at a month's start.
#[derive(Clone, Debug)]
pub struct State<N> {
    /// How far the change to each stage is (share), today's first.
    pub(super) progress: Vec<N>,
    /// Size of each component (PM).
    pub(super) size: Vec<N>,
    /// Modularity of each component.
    pub(super) modularity: Vec<N>,
    /// How far the outside couplings of each component have drifted (factor).
    pub(super) drift: Vec<N>,
    /// Changes of each component waiting.
    pub(super) backlog: Vec<N>,
    /// GPUs committed to, by type.
    pub(super) commitments: Vec<Commitment<N>>,
    /// Levels.
    pub(super) levels: [N; 10],
    /// Heads.
    pub(super) staff: Staff<N>,
    /// Work on the incidents of the month before (h).
    pub(super) incident_work: N,
    /// How much of the product is built, one once it is there (share).
    pub(super) launched: N,
    /// Money in the bank, when capital is stated.
    pub(super) balance: Option<N>,
}

impl<N: Number> State<N> {
    /// Room for a roadmap of so many stages, today's included; nothing has begun.
    pub(super) fn new(inputs: &Inputs<N>, stages: usize) -> Self {
        let zero = N::zero();
        let none = Commitment {
            count: zero,
            price: zero,
        };
        let size = inputs.components.iter().map(|c| c.size).collect::<Vec<_>>();
        Self {
            progress: vec![zero; stages],
            modularity: inputs.components.iter().map(|c| c.modularity).collect(),
            drift: vec![N::one(); size.len()],
            backlog: vec![zero; size.len()],
            size,
            commitments: vec![none; inputs.gpus.len()],
            levels: inputs.team.levels,
            staff: Staff::new(inputs.team.engineers),
            incident_work: zero,
            launched: if inputs.launch.is_some() {
                zero
            } else {
                N::one()
            },
            balance: inputs.money.capital,
        }
    }

    /// Moves what is in the bank, where that is known, by what comes in and what is paid (money).
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn pay_in(&mut self, income: N, cash: N) {
        if let Some(balance) = &mut self.balance {
            *balance = balance_after(*balance, income, cash).named(&l::BALANCE);
        }
    }

    /// Takes over another projection's state; stages that it does not know have not begun.
    pub(super) fn copy_from(&mut self, other: &Self) {
        let Self {
            progress,
            size,
            modularity,
            drift,
            backlog,
            commitments,
            levels,
            staff,
            incident_work,
            launched,
            balance,
        } = self;
        progress.fill(N::zero());
        for (here, there) in progress.iter_mut().zip(&other.progress) {
            *here = *there;
        }
        size.copy_from_slice(&other.size);
        modularity.copy_from_slice(&other.modularity);
        drift.copy_from_slice(&other.drift);
        backlog.copy_from_slice(&other.backlog);
        commitments.copy_from_slice(&other.commitments);
        *levels = other.levels;
        *staff = other.staff;
        *incident_work = other.incident_work;
        *launched = other.launched;
        *balance = other.balance;
    }
}
