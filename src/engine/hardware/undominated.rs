//! Which ways to run a unit need not be kept: those that are never the cheapest.

use super::Candidate;

impl Candidate {
    /// Whether it fits wherever another does and costs no more in any quarter.
    pub(super) fn is_never_worse_than(&self, other: &Self) -> bool {
        self.compared(other, |own, other| own <= other)
    }

    /// Whether it fits wherever another does and costs less in every quarter.
    pub(super) fn is_always_better_than(&self, other: &Self) -> bool {
        self.compared(other, |own, other| own < other)
    }

    fn compared(&self, other: &Self, holds: impl Fn(f64, f64) -> bool) -> bool {
        let fits = self.fits.iter().zip(&other.fits);
        let [own, others] = [self, other].map(|one| one.cost_from.windows(2));
        fits.into_iter().all(|(own, other)| *own || !*other)
            && own
                .zip(others)
                .all(|(a, b)| holds(a[0] - a[1], b[0] - b[1]))
    }
}

/// Adds those of one GPU type that are not as dear as an earlier one in every quarter, or dearer than a
/// later one: the others are never the cheapest, over no span of months.
pub(super) fn keep_undominated(fitting: Vec<Candidate>, kept: &mut Vec<Candidate>) {
    let first = kept.len();
    for candidate in fitting {
        let here = &kept[first..];
        if here
            .iter()
            .any(|known| known.is_never_worse_than(&candidate))
        {
            continue;
        }
        let mut at = first;
        while at < kept.len() {
            if candidate.is_always_better_than(&kept[at]) {
                kept.remove(at);
            } else {
                at += 1;
            }
        }
        kept.push(candidate);
    }
}
