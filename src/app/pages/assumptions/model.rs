//! What the page knows of every constant, and of every input with a range: value, standing, age,
//! whether this plan uses it.
//!
//! Used is what the plan's figures ask for; an entry that a field of the plan replaces entirely may be
//! among them.

use super::day::{Day, Written};
use super::inputs::inputs;
use super::stated::{Stated, stated};
use super::{AssumptionsView, weights};
use crate::analysis::rests_on::{RestsOn, Weight};
use crate::catalog::{Catalog, Entry, Source, Status};
use crate::scenario::{Quantity, Scenario};
use crate::units::counted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Key of the source that stands for the judgement of Splitpoint's makers.
const JUDGEMENT: &str = "MODEL";
/// Key of the source that stands for the plan itself.
const SCENARIO: &str = "scenario";
/// Subject of what the plan states itself.
const INPUTS: &str = "inputs";
/// A price older than this (days) is stale.
pub(super) const STALE_DAYS: i64 = 90;

/// One constant, or one input of the plan that has a range.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// The entry as this plan has it.
    pub(super) entry: Entry,
    /// The catalogue's entry, where this plan replaces it.
    pub(super) original: Option<Entry>,
    /// Why this plan replaces it.
    pub(super) reason: String,
    /// Whether the plan's figures ask for it.
    pub(super) used: bool,
    /// Its date, when it has one.
    pub(super) date: Option<Written>,
    /// Whether it is a price older than [`STALE_DAYS`].
    pub(super) stale: bool,
    /// The sources in full, the most important first.
    pub(super) sources: Vec<Source>,
    /// What it shares with its neighbours: a GPU's name, the table by level; empty when nothing.
    pub(super) stem: String,
    /// How far it moves the lead, where that is known and it has a range.
    pub(super) weight: Option<Weight>,
    /// The input of the plan that stands in for it, or that it is.
    pub(super) stated: Option<Stated>,
    /// Whether it is an input of the plan and no constant.
    pub(super) is_input: bool,
    /// Where [`Self::name`] begins in the label.
    name_at: usize,
}

impl Row {
    /// What is said beneath the stem: `memory`, `level 3`, or the whole label.
    pub(super) fn name(&self) -> &str {
        self.entry.label.get(self.name_at..).unwrap_or_default()
    }

    /// Whether this plan replaces it.
    pub(super) const fn is_own(&self) -> bool {
        self.original.is_some()
    }

    /// What it belongs to: the subject of the constant, or the inputs.
    pub(super) fn subject(&self) -> &str {
        if self.is_input {
            INPUTS
        } else {
            self.entry.subject()
        }
    }

    /// The first source in a few words: its topic, where the title goes on with what was found.
    pub(super) fn source(&self) -> &str {
        if self.is_input {
            return match self.reason.as_str() {
                "" => "An input, no source given",
                told => told,
            };
        }
        if self.is_judgement() {
            return "Our judgement";
        }
        let title = self.sources.first().map_or("", |source| &source.title);
        title.split_once(": ").map_or(title, |(topic, _)| topic)
    }

    /// Whether the makers' judgement is its first source.
    pub(super) fn is_judgement(&self) -> bool {
        self.entry
            .sources
            .first()
            .is_some_and(|key| key == JUDGEMENT)
    }

    /// The date in words.
    pub(super) fn date_words(&self) -> &str {
        self.date.as_ref().map_or("", |date| date.words.as_str())
    }

    /// The entry as the catalogue has it, or as the plan adds it.
    pub(super) fn known(&self) -> &Entry {
        self.original.as_ref().unwrap_or(&self.entry)
    }

    /// The row of an input.
    fn of_input((entry, stated): (Entry, Stated)) -> Self {
        Self {
            original: None,
            reason: stated.reason.clone(),
            used: true,
            date: Written::read(&entry.since),
            stale: false,
            sources: Vec::new(),
            stem: String::new(),
            weight: None,
            stated: Some(stated),
            is_input: true,
            name_at: 0,
            entry,
        }
    }

    /// Shows the input that stands in for the constant.
    fn take(&mut self, stated: Stated) {
        let catalogues = self.entry.clone();
        self.original.get_or_insert(catalogues);
        let Quantity { low, likely, high } = stated.value;
        (self.entry.low, self.entry.likely, self.entry.high) = (low, likely, high);
        self.entry.status = stated.status;
        self.reason.clone_from(&stated.reason);
        (self.used, self.stale, self.date) = (true, false, None);
        self.stated = Some(stated);
    }

    /// Everything a search looks at.
    fn haystack(&self) -> String {
        let entry = &self.entry;
        let mut hay = [
            entry.id.as_str(),
            &entry.label,
            &entry.unit,
            &entry.note,
            &self.reason,
            subject_name(self.subject()),
        ]
        .join("\n");
        for (key, source) in self.known().sources.iter().zip(&self.sources) {
            for part in [key, &source.title, &source.location] {
                hay.push('\n');
                hay.push_str(part);
            }
        }
        hay.to_lowercase()
    }
}

/// Whether a key stands for no work that could be looked up.
pub(super) fn is_no_work(key: &str) -> bool {
    key == JUDGEMENT || key == SCENARIO
}

/// Which of the constants are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Scope {
    /// Those that the plan's figures ask for.
    #[default]
    Used,
    /// The whole catalogue.
    All,
    /// Those that this plan replaces.
    Own,
    /// Prices in use that are too old.
    Stale,
}

impl Scope {
    /// All of them, in the order shown.
    pub(super) const ALL: [Self; 4] = [Self::Used, Self::All, Self::Own, Self::Stale];

    /// Whether a row belongs to it.
    const fn has(self, row: &Row) -> bool {
        match self {
            Self::Used => row.used,
            Self::All => true,
            // What the plan states among its inputs replaces nothing.
            Self::Own => row.is_own() && row.stated.is_none(),
            Self::Stale => row.used && row.stale,
        }
    }
}

/// In which order the constants are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// What moves the lead most first; by subject where that is not known.
    #[default]
    Money,
    /// By subject, under headings.
    Subject,
}

/// What is listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// In which order.
    pub(super) order: Order,
    /// Which of the constants.
    pub(super) scope: Scope,
    /// Only those of one standing.
    pub(super) status: Option<Status>,
    /// Only those of one subject, by the first part of ids.
    pub(super) subject: Option<String>,
    /// Words that all must be found.
    pub(super) search: String,
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The subject of the row with this index, above the rows that belong to it.
    Subject(usize),
    /// What the row with this index shares with those that follow.
    Stem(usize),
    /// The row with this index.
    Row(usize),
}

/// Every constant as one plan has it.
#[derive(Clone, Debug)]
pub(super) struct Model {
    /// The plan.
    pub(super) plan: Arc<Scenario>,
    /// All rows, by subject, then by what they share.
    pub(super) rows: Vec<Row>,
    /// The subjects, in the order of the rows.
    pub(super) subjects: Vec<String>,
    /// The day that ages count from.
    pub(super) as_of: Day,
    /// What the lead rests on, where that was worked out.
    pub(super) rests: Option<Arc<RestsOn>>,
}

impl Model {
    /// Reads the catalogue for a plan. `today`: by the machine's clock; where it is not known or
    /// behind the catalogue, ages count from the catalogue's newest date.
    pub(super) fn new(view: &AssumptionsView<'_>, today: Option<Day>) -> Self {
        let (plan, catalog, effective) = (view.plan, view.catalog, view.constants);
        let read = view.reads;
        let newest = catalog
            .entries
            .values()
            .filter_map(|entry| Written::read(&entry.since))
            .map(|date| date.first)
            .max();
        let as_of = today.max(newest).unwrap_or(Day::FIRST);
        let reasons: BTreeMap<&str, &str> = plan
            .overrides
            .iter()
            .map(|own| (own.id.as_str(), own.reason.as_str()))
            .collect();
        let shared = stems(effective);
        let mut rows: Vec<Row> = effective
            .entries
            .values()
            .map(|entry| {
                let reason = reasons.get(entry.id.as_str());
                let original = reason.and(catalog.entries.get(&entry.id)).cloned();
                let known = original.as_ref().unwrap_or(entry);
                Row {
                    // What stands behind the catalogue's value stays in sight.
                    sources: cited(known, effective),
                    original,
                    reason: reason.copied().unwrap_or_default().to_owned(),
                    used: read.constants.contains(&entry.id),
                    ..row(entry, effective, &shared, as_of)
                }
            })
            .collect();
        for (id, stated) in stated(plan, effective) {
            if let Some(row) = rows.iter_mut().find(|row| row.entry.id == id) {
                row.take(stated);
            }
        }
        // What stands in for a constant is shown there.
        let shown: BTreeSet<String> = rows
            .iter()
            .filter_map(|row| row.stated.as_ref().map(|stated| stated.path.clone()))
            .collect();
        let more = read
            .ranges
            .iter()
            .filter(|(path, _)| !shown.contains(*path));
        rows.extend(inputs(plan, more).into_iter().map(Row::of_input));
        rows.sort_by(|a, b| order(a).cmp(&order(b)));
        let mut subjects: Vec<String> = Vec::new();
        for row in &rows {
            if subjects.last().is_none_or(|last| last != row.subject()) {
                subjects.push(row.subject().to_owned());
            }
        }
        Self {
            plan: Arc::clone(plan),
            rows,
            subjects,
            as_of,
            rests: None,
        }
    }

    /// Takes in how far each constant and each input moves the lead.
    pub(super) fn weigh(&mut self, rests: Option<Arc<RestsOn>>) {
        let mut weights: BTreeMap<(bool, &str), &Weight> = BTreeMap::new();
        for weight in rests.iter().flat_map(|rests| &rests.weights) {
            weights.insert((weight.is_constant, &weight.id), weight);
        }
        for row in &mut self.rows {
            let stated = row.stated.as_ref();
            let input = stated.and_then(|stated| weights.get(&(false, stated.path.as_str())));
            let weight = input.or_else(|| weights.get(&(true, row.entry.id.as_str())));
            row.weight = weight.copied().cloned();
        }
        self.rests = rests;
    }

    /// Whether a filter lists them by what they move.
    pub(super) fn is_by_money(&self, filter: &Filter) -> bool {
        filter.order == Order::Money && self.rests.is_some()
    }

    /// The row of an entry.
    pub(super) fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.entry.id == id)
    }

    /// Rows of a scope.
    pub(super) fn count(&self, scope: Scope) -> usize {
        self.rows.iter().filter(|row| scope.has(row)).count()
    }

    /// Rows in use of a standing.
    pub(super) fn standing(&self, status: Status) -> usize {
        self.rows
            .iter()
            .filter(|row| row.used && row.entry.status == status)
            .count()
    }

    /// The lines that a filter leaves.
    pub(super) fn lines(&self, filter: &Filter) -> Vec<Line> {
        let words: Vec<String> = filter
            .search
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let listed = self.rows.iter().enumerate().filter(|(_, row)| {
            let standing = filter.status.is_none_or(|only| only == row.entry.status);
            let subject = filter.subject.as_deref();
            let subject = subject.is_none_or(|only| only == row.subject());
            if !(filter.scope.has(row) && standing && subject) {
                return false;
            }
            words.is_empty() || {
                let hay = row.haystack();
                words.iter().all(|word| hay.contains(word))
            }
        });
        if self.is_by_money(filter) {
            let mut rows: Vec<(usize, &Row)> = listed.collect();
            let swing = |row: &Row| row.weight.as_ref().map_or(-1.0, Weight::swing);
            rows.sort_by(|(_, a), (_, b)| swing(b).total_cmp(&swing(a)));
            return rows
                .into_iter()
                .map(|(index, _)| Line::Row(index))
                .collect();
        }
        let mut lines = Vec::new();
        let mut last: Option<&Row> = None;
        for (index, row) in listed {
            let same = last.is_some_and(|last| last.subject() == row.subject());
            if !same {
                lines.push(Line::Subject(index));
            }
            let stem_known = same && last.is_some_and(|last| last.stem == row.stem);
            if !row.stem.is_empty() && !stem_known {
                lines.push(Line::Stem(index));
            }
            lines.push(Line::Row(index));
            last = Some(row);
        }
        lines
    }

    /// The finding: what the answer rests on.
    pub(super) fn claim(&self) -> String {
        if self.count(Scope::Used) == 0 {
            return "This plan cannot be worked out yet, so it uses no constants.".to_owned();
        }
        let by_money = self.rests.as_deref().and_then(weights::claim);
        by_money.unwrap_or_else(|| {
            let (used, guesses) = self.guesses();
            format!("{guesses} of the {used} constants and inputs with a range behind this answer are guesses.")
        })
    }

    /// How many constants and inputs with a range are in use, and how many of them are guesses.
    fn guesses(&self) -> (usize, usize) {
        (self.count(Scope::Used), self.standing(Status::Assumed))
    }

    /// How far constants and inputs move the lead, where that was worked out.
    pub(super) fn movement(&self) -> Option<String> {
        let rests = self.rests.as_deref()?;
        Some(weights::lead(rests, &self.plan.currency))
    }

    /// What else is to be known at a glance.
    pub(super) fn lead(&self) -> String {
        let own = match self.count(Scope::Own) {
            0 => "This plan replaces none".to_owned(),
            own => format!(
                "This plan replaces {}",
                counted(own as f64, "constant", "constants")
            ),
        };
        let stale = match self.count(Scope::Stale) {
            0 => format!("no price in use is older than {STALE_DAYS} days"),
            1 => format!("1 price in use is older than {STALE_DAYS} days"),
            stale => format!("{stale} prices in use are older than {STALE_DAYS} days"),
        };
        let counts = if self.rests.is_some() {
            let (used, guesses) = self.guesses();
            format!(
                "{guesses} of the {used} constants and inputs with a range in use are guesses. "
            )
        } else {
            String::new()
        };
        format!("{counts}{own}; {stale}.")
    }
}

/// The sources of an entry, the most important first.
fn cited(entry: &Entry, catalog: &Catalog) -> Vec<Source> {
    let keys = entry.sources.iter();
    keys.filter_map(|key| catalog.sources.get(key).cloned())
        .collect()
}

/// A row that is not known to be used or replaced.
fn row(entry: &Entry, catalog: &Catalog, shared: &BTreeMap<&str, usize>, as_of: Day) -> Row {
    let date = Written::read(&entry.since);
    let stale = entry.is_price()
        && date
            .as_ref()
            .is_some_and(|date| as_of.days_since(date.last) > STALE_DAYS);
    let (stem, name_at) = split(&entry.label)
        .filter(|(stem, _)| shared.get(stem).is_some_and(|count| *count > 1))
        .unwrap_or(("", 0));
    Row {
        original: None,
        sources: cited(entry, catalog),
        reason: String::new(),
        stated: None,
        is_input: false,
        used: false,
        stale,
        date,
        stem: stem.to_owned(),
        weight: None,
        name_at,
        entry: entry.clone(),
    }
}

/// A label in what it shares with others and what is its own, where it is made of two parts.
fn split(label: &str) -> Option<(&str, usize)> {
    [", level ", ": "].iter().find_map(|between| {
        let at = label.rfind(between)?;
        // Of ", level 3" the comma and the space stay out of both.
        Some((&label[..at], at + 2))
    })
}

/// How many labels share each stem.
fn stems(catalog: &Catalog) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for entry in catalog.entries.values() {
        if let Some((stem, _)) = split(&entry.label) {
            *counts.entry(stem).or_insert(0) += 1;
        }
    }
    counts
}

fn order(row: &Row) -> (usize, &str, &str, &str) {
    let subject = row.subject();
    let at = SUBJECTS
        .iter()
        .position(|(known, _)| *known == subject)
        .unwrap_or(SUBJECTS.len());
    (at, subject, &row.stem, &row.entry.id)
}

/// The subjects with their names, from those that are mostly judgement to those of data sheets; last
/// what the plan states itself.
const SUBJECTS: [(&str, &str); 23] = [
    ("pace", "Pace of change"),
    ("drift", "Drift"),
    ("people", "People"),
    ("salary", "Salaries"),
    ("migration", "Migration"),
    ("readiness", "Readiness"),
    ("reliability", "Reliability"),
    ("security", "Security"),
    ("boundary", "Boundaries"),
    ("serving", "Serving models"),
    ("capacity", "Capacity"),
    ("platform", "Platform"),
    ("operations", "Operations"),
    ("gpu_price", "GPU prices"),
    ("gpu", "GPUs"),
    ("model", "Models"),
    ("api", "Hosted APIs"),
    ("price", "Cloud prices"),
    ("money", "Money"),
    ("adoption", "Adoption"),
    ("time", "Time"),
    ("verdict", "Verdict"),
    (INPUTS, "Inputs of this plan"),
];

/// The name of a subject.
pub(super) fn subject_name(subject: &str) -> &str {
    SUBJECTS
        .iter()
        .find(|(known, _)| *known == subject)
        .map_or(subject, |(_, name)| name)
}
