//! The verdict in sentences.

use super::{Candidate, find_out_first, is_too_close};
use crate::analysis::report::Figure;
use crate::analysis::report::uncertainty::Uncertainty;
use crate::analysis::session::Session;
use crate::scenario::{RoadmapKind, Scenario};
use crate::units::{self, Currency, YearMonth};

/// What the verdict says.
pub(super) struct Text<'a, 'b> {
    pub(super) scenario: &'a Scenario,
    /// What amounts are told in.
    pub(super) figure: Figure,
    pub(super) session: &'a Session,
    pub(super) currency: Currency,
    pub(super) best: &'b Candidate<'a>,
    pub(super) staying: Option<&'b Candidate<'a>>,
    pub(super) compared: Option<&'b Candidate<'a>>,
    pub(super) alternative: Option<&'b Candidate<'a>>,
    pub(super) no_difference: bool,
    pub(super) futures: Option<&'b Uncertainty>,
}

impl Text<'_, '_> {
    fn too_close(&self) -> bool {
        self.futures.is_some_and(is_too_close)
    }

    /// ", likely $4.3M to $16M": what is saved against the compared roadmap, in 8 of 10 futures.
    fn likely(&self, sign: f64) -> String {
        let Some(difference) = self.futures.and_then(|f| f.difference.as_ref()) else {
            return String::new();
        };
        let band = difference.of(self.figure);
        self.range(sign * band.p10, sign * band.p90)
    }

    /// "$4.3M": what one costs more than another, in the figure told.
    fn more(&self, one: &Candidate<'_>, than: &Candidate<'_>) -> f64 {
        one.totals.of(self.figure) - than.totals.of(self.figure)
    }

    /// "over 60 months", with what the amounts before it are where they are not totals.
    fn over(&self) -> String {
        let months = units::months(self.session.inputs.months);
        match self.figure {
            Figure::PresentValue => format!("in present value over {months}"),
            _ => format!("over {months}"),
        }
    }

    /// " ($3.9M in present value)": the same difference in the other figure.
    fn beside(&self, more: &Candidate<'_>, than: &Candidate<'_>) -> String {
        if self.figure == Figure::PresentValue {
            let total = more.totals.total - than.totals.total;
            let amount = self.currency.total(total.abs());
            let less = if total < 0.0 { " less" } else { "" };
            return format!(" ({amount}{less} undiscounted)");
        }
        let npv = more.totals.npv - than.totals.npv;
        format!(" ({} in present value)", self.currency.total(npv))
    }

    fn range(&self, one: f64, other: f64) -> String {
        if one == other {
            return String::new();
        }
        format!(
            ", likely {} to {}",
            self.currency.total(one.min(other)),
            self.currency.total(one.max(other))
        )
    }

    /// "Find out X first …", where knowing one input before choosing is worth more than the lead.
    fn research(&self) -> Option<String> {
        let lead = self.alternative?.totals.npv - self.best.totals.npv;
        find_out_first(&self.futures?.drivers, lead, &self.currency)
    }

    fn month(&self, month: usize) -> String {
        match self.scenario.start.parse::<YearMonth>() {
            Ok(start) => start.plus_months(month).long(),
            Err(_) => format!("month {month}"),
        }
    }

    pub(super) fn sentence(&self) -> String {
        let label = |c: &Candidate<'_>| units::lower_first(&c.roadmap.label);
        if let (true, Some(other)) = (self.no_difference, self.alternative) {
            return format!(
                "No difference: {} and {} cost the same within 1%.",
                label(self.best),
                label(other)
            );
        }
        if self.too_close() {
            return "Too close to call: the difference is smaller than the uncertainty.".to_owned();
        }
        let roadmap = self.best.roadmap;
        let today = self.session.inputs.today.units.len();
        let goal = roadmap.stages.last();
        let units = goal.map_or(1, |stage| stage.units.len());
        let done = goal
            .and_then(|stage| stage.done_month)
            .map(|month| self.month(month));
        let services = |n: usize| format!("{} services", units::number_word(n));
        match (roadmap.kind(), today) {
            (RoadmapKind::Monolith, 1) => "Stay a monolith.".to_owned(),
            (RoadmapKind::ModularMonolith, 1) => {
                "Stay one unit, and keep its modules apart.".to_owned()
            }
            (RoadmapKind::Monolith | RoadmapKind::ModularMonolith, _) => match done {
                Some(done) => format!("Merge back to one unit by {done}."),
                None => "Merge back to one unit.".to_owned(),
            },
            (RoadmapKind::Microservices, _) if self.is_staying() => {
                format!("Keep the {}.", services(units))
            }
            (RoadmapKind::Microservices, today) if today == units => {
                format!("Keep the {}, and their boundaries.", services(units))
            }
            (RoadmapKind::Microservices, _) if self.scenario.launch.is_some() => {
                format!("Start as {}.", services(units))
            }
            (RoadmapKind::Microservices, _) => format!("Split into {} now.", services(units)),
            (RoadmapKind::Switch, _) => {
                let from = goal.map_or(0, |stage| stage.from_month);
                format!(
                    "Stay a modular monolith until {}, then split into {}.",
                    self.month(from),
                    services(units)
                )
            }
            (RoadmapKind::InferenceFirst, _) if self.is_staying() => {
                "Keep inference apart and the rest whole.".to_owned()
            }
            (RoadmapKind::InferenceFirst, _) => {
                "Extract inference now and leave the rest whole.".to_owned()
            }
            (RoadmapKind::Today, _) => format!(
                "Keep today's {}.",
                units::counted(units as f64, "unit", "units")
            ),
            (RoadmapKind::Own, _) => format!("Take the roadmap {}.", roadmap.label),
        }
    }

    fn is_staying(&self) -> bool {
        self.staying
            .is_some_and(|staying| staying.index == self.best.index)
    }

    pub(super) fn detail(&self, pays: Option<usize>) -> String {
        let Some(other) = self.compared else {
            return "There is no other roadmap to compare with.".to_owned();
        };
        let over = self.over();
        let name = units::lower_first(&other.roadmap.label);
        if self.no_difference {
            let lead = self
                .alternative
                .map_or(0.0, |c| c.totals.npv - self.best.totals.npv);
            return format!(
                "The lead of {} in present value is below what the model can tell apart. Choose by what you can staff.",
                self.currency.total(lead)
            );
        }
        if self.too_close() {
            return self.open(self.alternative.unwrap_or(other));
        }
        let saved = self.more(other, self.best);
        if self.is_staying() && saved < 0.0 {
            return format!(
                "The best alternative, {name}, would cost {} less {over}{}, but breaks a goal.",
                self.currency.total(-saved),
                self.likely(1.0)
            );
        }
        if self.is_staying() {
            return format!(
                "The best alternative, {name}, would cost {} more {over}{}{}.",
                self.currency.total(saved),
                self.likely(-1.0),
                self.beside(other, self.best)
            );
        }
        if saved < 0.0 {
            return format!(
                "It costs {} more {over} than {name}, which breaks a goal{}.",
                self.currency.total(-saved),
                self.likely(1.0)
            );
        }
        let likely = self.likely(-1.0);
        let comma = if likely.is_empty() { "" } else { "," };
        let pays = match pays {
            Some(0) => format!("{comma} and pays from the first month"),
            Some(month) => format!("{comma} and pays for itself by {}", self.month(month)),
            None => String::new(),
        };
        format!(
            "It saves {} {over} against {}{}{pays}{}.",
            self.currency.total(saved),
            if self.staying.is_some_and(|s| s.index == other.index) {
                "staying as you are".to_owned()
            } else {
                name
            },
            likely,
            self.beside(other, self.best)
        )
    }

    /// Who leads by how much, where the choice is open.
    fn open(&self, other: &Candidate<'_>) -> String {
        let lead = self.futures.and_then(|futures| futures.lead.as_ref());
        let range = lead.map_or_else(String::new, |lead| {
            let band = lead.of(self.figure);
            self.range(-band.p90, -band.p10)
        });
        let advice = self
            .research()
            .unwrap_or_else(|| "Choose by what you can staff.".to_owned());
        let (best, over) = (&self.best.roadmap.label, self.over());
        let name = units::lower_first(&other.roadmap.label);
        let ahead = self.more(other, self.best);
        if ahead < 0.0 {
            let more = self.currency.total(-ahead);
            return format!(
                "{best} costs {more} more {over} than {name}, which breaks a goal. {advice}"
            );
        }
        format!(
            "{best} leads {name} by {} {over}{range}. {advice}",
            self.currency.total(ahead)
        )
    }
}
