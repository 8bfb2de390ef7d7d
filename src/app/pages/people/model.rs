//! What the People page shows, shaped from the report before anything is drawn.
//!
//! Heads are whole where they are listed, and add up to the whole team.

use crate::analysis::report::{RoadmapReport, Series};
use crate::app::pages::decision::words::Words;
use crate::app::pages::heading::name_within;
use crate::app::view::ResultsView;
use crate::engine::series::CostCategory;
use crate::units::{self, apportion};

/// Roles as the page groups them, from the axis up, each with a tone of the people's family.
pub(super) const GROUPS: [(&str, &[&str], CostCategory); 4] = [
    (
        "Product engineers",
        &["backend", "security", "platform"],
        CostCategory::Salaries,
    ),
    ("Model and data", &["ml", "data"], CostCategory::OnCall),
    ("Operations", &["operations"], CostCategory::Training),
    ("Contractors", &["contractors"], CostCategory::Hiring),
];

/// A group of roles, month by month.
pub(super) struct Group {
    pub(super) name: &'static str,
    pub(super) category: CostCategory,
    pub(super) heads: Vec<f64>,
}

/// A row of the table: its name and a whole number for each month shown.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) figures: Vec<i64>,
    /// Whether it is a sum.
    pub(super) strong: bool,
}

/// A key figure.
pub(super) struct Figure {
    pub(super) label: String,
    pub(super) figure: String,
    pub(super) note: String,
    /// Series whose value in the last month it is, when it is one.
    pub(super) metric: Option<&'static str>,
}

/// Everything on the page.
pub(super) struct PeopleView<'a> {
    pub(super) words: Words<'a>,
    pub(super) claim: String,
    pub(super) lead: String,
    /// Roadmaps with figures.
    pub(super) roadmaps: Vec<&'a RoadmapReport>,
    pub(super) chosen: Option<&'a RoadmapReport>,
    pub(super) groups: Vec<Group>,
    pub(super) need: &'a [f64],
    /// Month and engineers of months that are over.
    pub(super) actual: Vec<(usize, f64)>,
    /// Most engineers that the plan hires; none when it is far above everything shown.
    pub(super) ceiling: Option<f64>,
    /// Month in which the chosen roadmap's change begins, and what it is called.
    pub(super) begins: Option<(usize, String)>,
    /// Months of the table.
    pub(super) months: Vec<usize>,
    pub(super) rows: Vec<Row>,
    pub(super) figures: Vec<Figure>,
    pub(super) summary: String,
}

impl<'a> PeopleView<'a> {
    /// Shapes the page about the roadmap with the id `wanted`, or about the recommended one.
    pub(super) fn from(view: &ResultsView<'a>, wanted: Option<&str>) -> Self {
        let words = Words::of(view);
        let roadmaps: Vec<&RoadmapReport> = words.feasible().collect();
        let chosen = wanted
            .and_then(|id| roadmaps.iter().find(|roadmap| roadmap.id == id).copied())
            .or(words.recommended)
            .or_else(|| roadmaps.first().copied());
        let series = chosen.and_then(|chosen| chosen.series.as_ref());
        let need: &[f64] = series.map_or(&[], |series| &series.engineers_needed);
        let groups = chosen.map_or_else(Vec::new, groups);
        let begins = chosen.and_then(|chosen| begins(&words, chosen));
        let months = months(words.months, chosen);
        let ceiling = chosen
            .and_then(|chosen| chosen.detail.as_ref())
            .map(|detail| detail.people.hiring_ceiling)
            .filter(|ceiling| *ceiling <= 1.5 * most(&groups, need));
        Self {
            claim: claim(&words, chosen),
            lead: lead(&words, chosen),
            rows: rows(&groups, chosen, &months),
            figures: figures(&words, chosen),
            summary: summary(&words, chosen),
            roadmaps,
            chosen,
            groups,
            need,
            actual: words.actuals(view.scenario, |actual| actual.engineers),
            ceiling,
            begins,
            months,
            words,
        }
    }

    /// The table as tab-separated text.
    pub(super) fn text(&self) -> String {
        let mut text = "People".to_owned();
        for month in &self.months {
            text.push('\t');
            text.push_str(&self.words.short(*month));
        }
        for row in &self.rows {
            text.push('\n');
            text.push_str(row.name);
            for figure in &row.figures {
                text.push('\t');
                text.push_str(&figure.to_string());
            }
        }
        text.push('\n');
        text
    }
}

/// Most people that the chart has to hold.
pub(super) fn most(groups: &[Group], need: &[f64]) -> f64 {
    let months = groups.first().map_or(0, |group| group.heads.len());
    (0..months)
        .map(|month| {
            let have: f64 = groups.iter().map(|group| group.heads[month]).sum();
            have.max(need.get(month).copied().unwrap_or_default())
        })
        .fold(1.0, f64::max)
}

fn groups(roadmap: &RoadmapReport) -> Vec<Group> {
    let Some(detail) = &roadmap.detail else {
        return Vec::new();
    };
    let roles = &detail.people.roles;
    let months = roles.first().map_or(0, |role| role.heads.len());
    GROUPS
        .iter()
        .map(|(name, members, category)| Group {
            name,
            category: *category,
            heads: (0..months)
                .map(|month| {
                    let members = roles.iter().filter(|role| members.contains(&&*role.role));
                    members.map(|role| role.heads[month]).sum()
                })
                .collect(),
        })
        .filter(|group| group.heads.iter().any(|heads| *heads > 0.0))
        .collect()
}

fn begins(words: &Words<'_>, roadmap: &RoadmapReport) -> Option<(usize, String)> {
    let stage = roadmap.stages.last().filter(|_| roadmap.stages.len() > 1)?;
    let title = format!("Change begins, {}", words.short(stage.from_month));
    Some((stage.from_month, title)).filter(|(month, _)| *month > 0)
}

/// First month, the change's begin and end, the middle, the last month.
fn months(count: usize, roadmap: Option<&RoadmapReport>) -> Vec<usize> {
    let last = count.saturating_sub(1);
    let mut months = vec![0, last / 2, last];
    if let Some(stage) = roadmap.and_then(|roadmap| roadmap.stages.last()) {
        months.push(stage.from_month.min(last));
        months.extend(stage.done_month.map(|done| (done + 1).min(last)));
    }
    months.sort_unstable();
    months.dedup();
    months
}

/// People short of the need, in whole heads.
fn short(series: &Series, month: usize) -> i64 {
    let need = units::bought(series.engineers_needed[month]);
    (need - units::bought(series.engineers[month])).max(0.0) as i64
}

fn rows(groups: &[Group], chosen: Option<&RoadmapReport>, months: &[usize]) -> Vec<Row> {
    let Some((series, detail)) =
        chosen.and_then(|chosen| Some((chosen.series.as_ref()?, chosen.detail.as_ref()?)))
    else {
        return Vec::new();
    };
    let mut rows: Vec<Row> = groups
        .iter()
        .map(|group| Row {
            name: group.name,
            figures: Vec::new(),
            strong: false,
        })
        .collect();
    for month in months {
        let parts: Vec<f64> = groups.iter().map(|group| group.heads[*month]).collect();
        let have = units::bought(series.engineers[*month]) as i64;
        for (row, heads) in rows.iter_mut().zip(apportion(&parts, have, 1.0)) {
            row.figures.push(heads);
        }
    }
    let row = |name, strong, figure: &dyn Fn(usize) -> i64| Row {
        name,
        figures: months.iter().map(|month| figure(*month)).collect(),
        strong,
    };
    rows.push(row("Have", true, &|month| {
        units::bought(series.engineers[month]) as i64
    }));
    rows.push(row("Need", false, &|month| {
        units::bought(series.engineers_needed[month]) as i64
    }));
    rows.push(row("Short", false, &|month| short(series, month)));
    let managers = detail
        .people
        .roles
        .iter()
        .find(|role| role.role == "managers");
    if let Some(managers) = managers {
        rows.push(row("Managers, besides", false, &|month| {
            units::bought(managers.heads[month]) as i64
        }));
    }
    rows
}

fn last(values: &[f64]) -> f64 {
    values.last().copied().unwrap_or_default()
}

fn claim(words: &Words<'_>, chosen: Option<&RoadmapReport>) -> String {
    let Some((chosen, series)) = chosen.and_then(|c| Some((c, c.series.as_ref()?))) else {
        return "There is no roadmap to show.".to_owned();
    };
    let needs = |series: &Series| units::bought(last(&series.engineers_needed));
    let other = [words.baseline, words.recommended]
        .into_iter()
        .flatten()
        .find(|other| other.id != chosen.id)
        .and_then(|other| Some((other, other.series.as_ref()?)));
    let name = name_within(chosen);
    let when = words.last();
    let verb = if chosen.kind().is_plural() {
        "need"
    } else {
        "needs"
    };
    let people = units::counted(needs(series), "engineer", "engineers");
    match other {
        Some((other, theirs)) if needs(theirs) == needs(series) => {
            format!(
                "In {when} {name} {verb} {people}, as {} {}",
                name_within(other),
                if other.kind().is_plural() {
                    "do"
                } else {
                    "does"
                }
            )
        }
        Some((other, theirs)) => format!(
            "In {when} {name} {verb} {people}, {} {}",
            name_within(other),
            units::decimal(needs(theirs), 0)
        ),
        None => format!("In {when} {name} {verb} {people}"),
    }
}

fn lead(words: &Words<'_>, chosen: Option<&RoadmapReport>) -> String {
    let Some(series) = chosen.and_then(|chosen| chosen.series.as_ref()) else {
        return String::new();
    };
    let worst = (0..words.months).max_by_key(|month| short(series, *month));
    let gap = match worst.map(|month| (month, short(series, month))) {
        Some((month, heads)) if heads > 0 => {
            format!(
                "The largest gap is in {}: {} too few.",
                words.long(month),
                units::counted(heads as f64, "engineer", "engineers")
            )
        }
        _ => "There are always enough of them.".to_owned(),
    };
    format!("Engineers by role; the dashed line is what the month's work asks for. {gap}")
}

fn figures(words: &Words<'_>, chosen: Option<&RoadmapReport>) -> Vec<Figure> {
    let Some((series, detail)) =
        chosen.and_then(|chosen| Some((chosen.series.as_ref()?, chosen.detail.as_ref()?)))
    else {
        return Vec::new();
    };
    let pairs = series.wanted_changes.iter().zip(&series.pace_ceiling);
    let reached = pairs
        .into_iter()
        .position(|(wanted, ceiling)| wanted > ceiling);
    let rotations = last(&detail.people.rotations);
    let wanted = detail.people.people_per_rotation;
    let engineers = last(&series.engineers);
    let healthy = engineers >= rotations * wanted;
    let end = words.months.saturating_sub(1);
    let missing = short(series, end);
    vec![
        Figure {
            label: format!("Pace ceiling, {}", words.short(end)),
            metric: Some("pace_ceiling"),
            figure: format!(
                "{} changes/mo",
                units::count(last(&series.pace_ceiling).round())
            ),
            note: reached.map_or_else(
                || "never reached".to_owned(),
                |month| format!("reached in {}", words.short(month)),
            ),
        },
        Figure {
            label: "On-call".to_owned(),
            metric: None,
            figure: units::counted(rotations, "rotation", "rotations"),
            note: format!(
                "{} people each, {}",
                units::decimal(wanted, 0),
                if healthy { "healthy" } else { "too few people" }
            ),
        },
        Figure {
            label: format!("Short of engineers, {}", words.short(end)),
            metric: None,
            figure: units::counted(missing as f64, "head", "heads"),
            note: format!(
                "of {} needed",
                units::decimal(units::bought(last(&series.engineers_needed)), 0)
            ),
        },
    ]
}

fn summary(words: &Words<'_>, chosen: Option<&RoadmapReport>) -> String {
    let Some(series) = chosen.and_then(|chosen| chosen.series.as_ref()) else {
        return String::new();
    };
    format!(
        "Engineers by role over {}: {} at first, {} at the end, where {} are needed",
        words.span(),
        units::decimal(
            units::bought(series.engineers.first().copied().unwrap_or_default()),
            0
        ),
        units::decimal(units::bought(last(&series.engineers)), 0),
        units::decimal(units::bought(last(&series.engineers_needed)), 0)
    )
}
