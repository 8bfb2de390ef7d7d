//! The sentence on top of the Costs page: which categories the difference comes from.
//!
//! Every figure in it stands in the table beneath, in its last column.

use super::model::difference;
use crate::app::pages::decision::words::Words;
use crate::engine::series::CostCategory;
use crate::engine::series::SERIES;
use crate::export::costs::{CostTable, line_of};
use crate::units;

/// Share of everything saved that a second category must have to be named.
const WORTH_NAMING: f64 = 0.25;
/// Share of everything saved that must be given back to be told.
const WORTH_TELLING: f64 = 0.05;

/// The claim; of the cash alone when `cash`.
pub(super) fn claim(words: &Words<'_>, table: &CostTable, cash: bool) -> String {
    let whole = if cash { &SERIES.cash } else { &SERIES.total };
    let whole = line_of(whole.id);
    let Some(best) = words.recommended else {
        return "No roadmap can run as the plan stands.".to_owned();
    };
    let money = |steps: i64| words.currency.total(steps as f64 * table.unit.step());
    let (Some(base), Some(sum)) = (
        words.baseline,
        whole.and_then(|line| difference(words, table, line)),
    ) else {
        let steps = whole.and_then(|line| table.column(&best.id)?.steps.get(line).copied());
        return format!(
            "{} costs {} over {}.",
            best.label,
            money(steps.unwrap_or_default()),
            words.span()
        );
    };
    let mut less: Vec<(i64, CostCategory)> = Vec::new();
    let mut more: Vec<(i64, CostCategory)> = Vec::new();
    for category in CostCategory::ALL {
        if cash && category.hatched() {
            continue;
        }
        let line = line_of(category.row().id);
        let steps = line.and_then(|line| difference(words, table, line));
        match steps.unwrap_or_default() {
            0 => {}
            steps if steps < 0 => less.push((steps.saturating_neg(), category)),
            steps => more.push((steps, category)),
        }
    }
    for list in [&mut less, &mut more] {
        list.sort_by_key(|(steps, _)| std::cmp::Reverse(*steps));
    }
    let subject = if words.is_staying(best) {
        "Staying"
    } else {
        best.label.as_str()
    };
    let against = if words.is_staying(base) {
        "staying".to_owned()
    } else {
        base.label.clone()
    };
    if less.is_empty() && more.is_empty() {
        return format!("{subject} and {against} cost the same in every category.");
    }
    if sum > 0 {
        return costs_more(subject, &against, sum, &more, &money);
    }
    saves(subject, &against, &less, &more, &money)
}

fn saves(
    subject: &str,
    against: &str,
    less: &[(i64, CostCategory)],
    more: &[(i64, CostCategory)],
    money: &dyn Fn(i64) -> String,
) -> String {
    let gross = units::total_steps(less.iter().map(|(steps, _)| *steps));
    let back = units::total_steps(more.iter().map(|(steps, _)| *steps));
    let named: Vec<String> = less
        .iter()
        .take(2)
        .enumerate()
        .filter(|(place, (steps, _))| *place == 0 || *steps as f64 >= WORTH_NAMING * gross as f64)
        .map(|(_, (steps, category))| format!("{} on {}", money(*steps), noun(*category)))
        .collect();
    if named.is_empty() {
        return format!("{subject} and {against} cost the same, in other categories.");
    }
    let mut claim = format!("{subject} saves {}", named.join(" and "));
    if let Some((most, category)) = more.first()
        && back as f64 >= WORTH_TELLING * gross as f64
    {
        claim.push_str(", and adds ");
        claim.push_str(&money(back));
        let (joint, where_to) = if *most == back {
            (" in ", noun(*category))
        } else if most.saturating_mul(2) > back {
            (", mostly in ", noun(*category))
        } else {
            (" elsewhere", String::new())
        };
        claim.push_str(joint);
        claim.push_str(&where_to);
    }
    claim + "."
}

fn costs_more(
    subject: &str,
    against: &str,
    sum: i64,
    more: &[(i64, CostCategory)],
    money: &dyn Fn(i64) -> String,
) -> String {
    let mut claim = format!("{subject} costs {} more than {against}", money(sum));
    if let Some((most, category)) = more.first() {
        for part in [": ", &money(*most), " more in ", &noun(*category)] {
            claim.push_str(part);
        }
        if *most > sum {
            claim.push_str(", part of which it saves elsewhere");
        }
    }
    claim + "."
}

/// A category inside a sentence.
fn noun(category: CostCategory) -> String {
    units::lower_first(category.row().short)
}
