//! Finding things by what people call them: one rule for the inputs and the command palette.
//!
//! Every word typed has to be found; a word that people use for something else than the label says
//! ("seats", "headcount", "deploys") is looked for under the words that the label has too.

/// How well something was found; the least is the best.
pub(crate) type Rank = u8;

/// In the label, from the beginning of a word on.
const IN_LABEL: Rank = 0;
/// In the label, within a word.
const WITHIN_LABEL: Rank = 1;
/// Another word for it is in the label.
const MEANT_IN_LABEL: Rank = 2;
/// In what else is known about it: its path, its other words, its unit.
const IN_WORDS: Rank = 3;
/// Another word for it is there.
const MEANT_IN_WORDS: Rank = 4;
/// Only in the sentence that explains it.
const IN_HELP: Rank = 5;

/// Up to this length a word is looked for at the beginning of words only: "ci" is not in "price".
const SHORT: usize = 3;

/// Words that carry nothing.
const EMPTY: [&str; 9] = ["a", "an", "and", "for", "in", "of", "on", "per", "the"];

/// What people type, and the words that the planner has for it.
const MEANT: &[(&str, &[&str])] = &[
    ("seat", &["users"]),
    ("customer", &["users"]),
    ("subscriber", &["users"]),
    ("audience", &["users"]),
    ("visitor", &["users"]),
    ("mau", &["users"]),
    ("dau", &["users"]),
    ("wau", &["users"]),
    ("headcount", &["engineers"]),
    ("fte", &["engineers"]),
    ("developer", &["engineers"]),
    ("dev", &["engineers"]),
    ("staff", &["engineers"]),
    ("employee", &["engineers"]),
    ("people", &["engineers"]),
    ("team", &["engineers", "team"]),
    ("deploy", &["changes"]),
    ("deployment", &["changes"]),
    ("release", &["changes"]),
    ("ship", &["changes"]),
    ("feature", &["changes"]),
    ("velocity", &["changes"]),
    ("ticket", &["changes"]),
    ("rps", &["requests"]),
    ("qps", &["requests"]),
    ("traffic", &["requests"]),
    ("load", &["requests", "peak"]),
    ("burst", &["peak", "spike"]),
    ("card", &["gpu"]),
    ("accelerator", &["gpu"]),
    ("nvidia", &["gpu"]),
    ("rent", &["price"]),
    ("cost", &["price", "salary"]),
    ("rate", &["price"]),
    ("wage", &["salary"]),
    ("pay", &["salary", "price"]),
    ("payroll", &["salary"]),
    ("churn", &["leave"]),
    ("turnover", &["leave"]),
    ("attrition", &["leave"]),
    ("wacc", &["discount rate"]),
    ("interest", &["discount rate"]),
    ("npv", &["discount rate"]),
    ("funding", &["capital"]),
    ("runway", &["capital"]),
    ("uptime", &["availability"]),
    ("sla", &["availability"]),
    ("llm", &["model"]),
    ("context", &["prompt"]),
];

/// What can be found, by its parts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    /// The name shown.
    pub(crate) label: &'a str,
    /// Path, other words, unit.
    pub(crate) words: &'a str,
    /// A sentence about it.
    pub(crate) help: &'a str,
}

/// How well `known` is found by what was typed; `None` when a word of it is nowhere.
///
/// The rank is that of the word that was found worst. An empty text finds everything.
pub(crate) fn rank(typed: &str, known: Known<'_>) -> Option<Rank> {
    let [label, words, help] = [known.label, known.words, known.help].map(str::to_lowercase);
    let typed = typed.to_lowercase();
    let mut parts: Vec<&str> = typed
        .split_whitespace()
        .filter(|word| !EMPTY.contains(word))
        .collect();
    // "a" alone is meant as it is.
    if parts.is_empty() {
        parts = typed.split_whitespace().collect();
    }
    let mut worst = IN_LABEL;
    for word in parts {
        worst = worst.max(rank_of_word(word, &label, &words, &help)?);
    }
    Some(worst)
}

fn rank_of_word(word: &str, label: &str, words: &str, help: &str) -> Option<Rank> {
    let single = word
        .strip_suffix('s')
        .filter(|single| single.len() >= SHORT)
        .unwrap_or(word);
    let meant = MEANT
        .iter()
        .find(|(known, _)| *known == word || *known == single)
        .map_or(&[][..], |(_, meant)| *meant);
    let any_meant = |hay: &str| meant.iter().any(|word| begins_word(word, hay));
    let within = |hay: &str| word.chars().count() > SHORT && hay.contains(single);
    if begins_word(single, label) {
        Some(IN_LABEL)
    } else if within(label) {
        Some(WITHIN_LABEL)
    } else if any_meant(label) {
        Some(MEANT_IN_LABEL)
    } else if begins_word(single, words) || within(words) {
        Some(IN_WORDS)
    } else if any_meant(words) {
        Some(MEANT_IN_WORDS)
    } else if begins_word(single, help) {
        Some(IN_HELP)
    } else {
        None
    }
}

/// Whether `word` stands in `hay` where a word begins.
fn begins_word(word: &str, hay: &str) -> bool {
    hay.match_indices(word).any(|(at, _)| {
        hay[..at]
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::{Known, rank};
    use crate::scenario::fields::{Field, all};

    /// Labels of the fields found best, in the order of the table.
    fn best(typed: &str) -> Vec<&'static str> {
        let of = |field: &Field| {
            let words = format!("{} {} {}", field.path, field.synonyms, field.unit);
            let (label, help) = (field.label, field.help);
            rank(
                typed,
                Known {
                    label,
                    words: &words,
                    help,
                },
            )
        };
        let least = all().iter().filter_map(of).min();
        let found = all()
            .iter()
            .filter(|field| of(field) == least && least.is_some());
        found.map(|field| field.label).collect()
    }

    #[track_caller]
    fn check(typed: &str, label: &str) {
        let found = best(typed);
        assert!(found.contains(&label), "{typed}: {found:?}");
    }

    #[test]
    fn fields_are_found_by_what_people_call_them() {
        for users in [
            "seats",
            "MAU",
            "customers",
            "active users",
            "DAU",
            "visitors",
        ] {
            check(users, "Users today");
        }
        for team in ["headcount", "engineers", "FTE", "developers", "employees"] {
            check(team, "Engineers today");
        }
        for changes in ["deploys", "deployments", "features", "velocity"] {
            check(changes, "Changes");
        }
        check("gpu price", "GPU price");
        check("price of gpus", "GPU price");
        check("qps", "Requests per user");
        check("burst", "Peak to mean");
        check("payroll", "Salary, backend");
        check("churn", "People who leave");
        check("context", "Prompt");
        check("ttft", "First token within");
        check("wacc", "Discount rate");
    }

    #[test]
    fn short_words_begin_words_and_nothing_finds_everything() {
        let known = |label| Known {
            label,
            ..Known::default()
        };
        assert_eq!(rank("ci", known("GPU price")), None);
        assert_eq!(rank("", known("GPU price")), Some(0));
        assert_eq!(rank("gpu xyz", known("GPU price")), None);
        assert!(rank("rice", known("GPU price")) > rank("price", known("GPU price")));
        assert_eq!(rank("цен", known("Цена")), Some(0));
    }
}
