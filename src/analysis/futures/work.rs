//! How far the work on futures has come, for whoever waits for it.
//!
//! A step is what is asked `go_on` once. How many there will be is known before each part begins, or
//! taken at its limit where a search may end before. No clock is read here.

use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

/// What is being worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Hardware, months and training are decided.
    Deciding,
    /// Futures are drawn.
    Drawing,
    /// It is sought what the difference hangs on.
    Drivers,
    /// It is sought when to split and what first.
    Timing,
}

impl Part {
    const ALL: [Self; 4] = [Self::Deciding, Self::Drawing, Self::Drivers, Self::Timing];

    /// "Drawing futures".
    pub fn words(self) -> &'static str {
        match self {
            Self::Deciding => "Choosing hardware and months",
            Self::Drawing => "Drawing futures",
            Self::Drivers => "Finding what matters",
            Self::Timing => "Finding when to split",
        }
    }
}

/// Counts steps, on any number of threads.
#[derive(Debug, Default)]
pub struct Work {
    /// Place in [`Part::ALL`].
    part: AtomicU8,
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Work {
    /// A part of so many steps begins.
    pub fn begin(&self, part: Part, steps: usize) {
        let place = Part::ALL.iter().position(|known| *known == part);
        self.done.store(0, Ordering::Relaxed);
        self.all.store(steps, Ordering::Relaxed);
        let place = place.and_then(|place| u8::try_from(place).ok());
        self.part.store(place.unwrap_or(0), Ordering::Relaxed);
    }

    /// A step is done.
    pub fn step(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// What is worked on, and the share of it that is done where that is known; 1 only when it is over.
    pub fn so_far(&self) -> (Part, Option<f64>) {
        let place = usize::from(self.part.load(Ordering::Relaxed));
        let part = Part::ALL.get(place).copied().unwrap_or(Part::Deciding);
        let (done, all) = (
            self.done.load(Ordering::Relaxed),
            self.all.load(Ordering::Relaxed),
        );
        (
            part,
            (all > 0).then(|| (done as f64 / all as f64).min(0.99)),
        )
    }

    /// "Drawing futures: 45%".
    pub fn words(&self) -> String {
        match self.so_far() {
            (part, Some(share)) => format!("{}: {}", part.words(), crate::units::share(share)),
            (part, None) => part.words().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Work};

    #[test]
    fn steps_are_told_as_a_share_of_their_part() {
        let work = Work::default();
        assert_eq!(work.words(), "Choosing hardware and months");
        work.begin(Part::Drawing, 20);
        for _ in 0..9 {
            work.step();
        }
        assert_eq!(work.words(), "Drawing futures: 45%");
        // More than was thought is not more than all.
        for _ in 0..30 {
            work.step();
        }
        assert_eq!(work.so_far(), (Part::Drawing, Some(0.99)));
        work.begin(Part::Timing, 10);
        assert_eq!(work.words(), "Finding when to split: 0%");
    }
}
