//! Options of commands that draw futures.

use super::output;
use crate::analysis::decided::DecidedScenario;
use crate::analysis::futures::memory::Memory;
use crate::analysis::futures::progress::{Ask, refine};
use crate::analysis::futures::sample::MOST_DRAWS;
use crate::analysis::futures::uncertainty::SHOWN_SERIES;
use crate::analysis::futures::work::Work;
use crate::analysis::report::Report;
use crate::scenario::budget::Size;
use crate::units;

/// How many futures, which, and on how many threads.
#[derive(Debug, clap::Args)]
pub(super) struct Futures {
    /// Futures drawn from the ranges of the inputs; 0 leaves uncertainty and timing out
    #[arg(long, value_name = "N", default_value_t = 1_024, value_parser = clap::value_parser!(u32).range(0..=MOST_DRAWS as i64))]
    draws: u32,
    /// Which futures are drawn; the same seed gives the same ones
    #[arg(long, value_name = "S", default_value_t = 7)]
    seed: u32,
    /// Threads to draw on; the outcome does not depend on them
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

impl Futures {
    /// Draws futures into a report.
    ///
    /// `all`: whether the bands of every series are wanted. `work`: where steps are counted.
    pub(super) fn add(
        &self,
        decided: &mut DecidedScenario<'_>,
        report: &mut Report,
        all: bool,
        work: &Work,
    ) -> anyhow::Result<()> {
        if self.draws == 0 {
            return Ok(());
        }
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(self.threads.map_or(0, usize::from))
            .build()?;
        pool.install(|| self.draw(decided, report, all, work))
    }

    fn draw(
        &self,
        decided: &mut DecidedScenario<'_>,
        report: &mut Report,
        all: bool,
        work: &Work,
    ) -> anyhow::Result<()> {
        let draws = [self.draws as usize];
        let ask = Ask {
            seed: self.seed,
            draws: &draws,
            series: if all { &[] } else { &SHOWN_SERIES },
            drivers: true,
            timing: true,
            work: Some(work),
        };
        let likely = report.clone();
        refine(
            decided,
            &likely,
            &ask,
            &mut Memory::default(),
            &|| true,
            &mut |step| {
                report.clone_from(step);
            },
        )?;
        let drawn = report
            .uncertainty
            .as_ref()
            .map_or(0, |futures| futures.draws);
        if drawn < self.draws as usize && drawn > 0 {
            output::notice(&format!(
                "{} futures were drawn instead of {}: the most for a plan of {}.",
                units::count(drawn as f64),
                units::count(f64::from(self.draws)),
                Size::of(decided.scenario).words(),
            ));
        }
        Ok(())
    }
}
