//! The two matrices of the Reliability page: which parts, in which order, in which units.
//!
//! Both show the same parts in the same order, so that a cell can be compared with its neighbour.

use crate::analysis::detail::BlastReport;
use crate::analysis::report::{RoadmapReport, UnitShape};
use crate::app::charts::BlastPart;
use crate::units;

/// A matrix.
pub(super) struct Matrix<'a> {
    /// The roadmap.
    pub(super) roadmap: &'a RoadmapReport,
    /// "Monolith, one unit".
    pub(super) title: String,
    /// Parts in the order shown.
    pub(super) parts: Vec<BlastPart<'a>>,
    /// Share of another part of the same unit that goes down.
    pub(super) inside: f64,
    /// Share of a part of another unit that goes down where it calls the one that fails.
    pub(super) across: f64,
    /// Sentence for screen readers.
    pub(super) summary: String,
}

/// How far failures reach in the last stage of a roadmap, and its units.
pub(super) fn last_stage(roadmap: &RoadmapReport) -> Option<(&BlastReport, &[UnitShape])> {
    let blast = roadmap.detail.as_ref()?.reliability.blast.last()?;
    let stage = roadmap.stages.get(blast.stage)?;
    Some((blast, &stage.units))
}

/// The matrices of the roadmaps, those of one that does not run left out.
pub(super) fn matrices<'a>(roadmaps: &[&'a RoadmapReport]) -> Vec<Matrix<'a>> {
    let stages: Vec<(&'a RoadmapReport, &'a BlastReport, &'a [UnitShape])> = roadmaps
        .iter()
        .filter_map(|roadmap| {
            let (blast, units) = last_stage(roadmap)?;
            Some((*roadmap, blast, units))
        })
        .collect();
    // By the unit of the roadmap with the fewest, then of the next: where one splits what the
    // other joins, the parts of a unit stand side by side in both.
    let mut partitions: Vec<&[UnitShape]> = stages.iter().map(|(_, _, units)| *units).collect();
    partitions.sort_by_key(|units| units.len());
    let place = |name: &str| -> Vec<usize> {
        partitions
            .iter()
            .map(|units| unit_of(units, name))
            .collect()
    };
    stages
        .iter()
        .map(|(roadmap, blast, units)| {
            let mut parts: Vec<BlastPart<'a>> = blast
                .lost
                .iter()
                .map(|loss| BlastPart {
                    name: &loss.component,
                    core: loss.core,
                    unit: unit_of(units, &loss.component),
                    lost: loss.share,
                    callers: &loss.callers,
                    needed_by: &loss.needed_by,
                })
                .collect();
            parts.sort_by_key(|part| place(part.name));
            let title = format!(
                "{}, {} {}",
                roadmap.label,
                units::number_word(units.len()),
                if units.len() == 1 { "unit" } else { "units" }
            );
            Matrix {
                roadmap,
                summary: summary(&title, &parts, blast),
                title,
                parts,
                inside: blast.inside,
                across: blast.across,
            }
        })
        .collect()
}

/// The unit that a component is in; one of its own when none names it.
fn unit_of(units: &[UnitShape], component: &str) -> usize {
    units
        .iter()
        .position(|unit| unit.components.iter().any(|name| name == component))
        .unwrap_or(units.len())
}

fn summary(title: &str, parts: &[BlastPart<'_>], blast: &BlastReport) -> String {
    let worst = parts
        .iter()
        .filter(|part| !part.core)
        .max_by(|a, b| a.lost.total_cmp(&b.lost));
    let worst = worst.map_or_else(String::new, |part| {
        format!(
            "; of the parts that are not core, {} loses most, {} of the product",
            part.name,
            units::share(part.lost)
        )
    });
    format!(
        "Blast matrix of {title}: with a part that fails, {} of another in its unit and {} of one in \
         another unit that calls it go down{worst}",
        units::share_fine(blast.inside),
        units::share_fine(blast.across)
    )
}
