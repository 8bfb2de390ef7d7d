//! `diff`: what differs between two scenarios, field by field, as text that a review can quote.

use super::input::{Input, refused};
use super::output;
use crate::analysis::compare::{InputDifference, differences};
use crate::scenario::Scenario;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::process::ExitCode;

/// What `diff` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint diff plan.ron plan-with-more-users.ron\n  \
    splitpoint diff support-copilot mine.ron")]
pub(super) struct Args {
    /// Scenario file or preset that is compared with; - for standard input
    before: OsString,
    /// The other one
    after: OsString,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let (Some(before), Some(after)) = (read(&args.before)?, read(&args.after)?) else {
        return Ok(ExitCode::FAILURE);
    };
    let found = differences(&[&before.1, &after.1]);
    output::result(&text(
        [&before.0, &after.0],
        &found,
        [&before.1.currency, &after.1.currency],
    ))
}

/// A plan with what it is called; nothing where its text is refused, which is then said.
fn read(file: &OsStr) -> anyhow::Result<Option<(String, Scenario)>> {
    let input = Input::read(file)?;
    let loaded = input.load();
    let is_refused = refused(&input.label, &loaded.diagnostics);
    let plan = loaded.scenario.filter(|_| !is_refused);
    Ok(plan.map(|plan| (input.label, plan)))
}

/// Hunks of one field each, like those of a patch; no text at all where nothing differs.
fn text(labels: [&str; 2], found: &[InputDifference], currencies: [&str; 2]) -> String {
    let mut text = String::new();
    if found.is_empty() {
        return text;
    }
    let _ = writeln!(text, "--- {}\n+++ {}", labels[0], labels[1]);
    for input in found {
        let unit = match input.unit.replace("{currency}", currencies[1]) {
            unit if unit.is_empty() => unit,
            unit => format!(" ({unit})"),
        };
        let name = if input.label == input.path {
            String::new()
        } else {
            format!(" {}", input.label)
        };
        let _ = writeln!(text, "@@ {}{name}{unit}", input.path);
        for (sign, value) in ['-', '+'].into_iter().zip(&input.values) {
            if let Some(value) = value {
                let _ = writeln!(text, "{sign}{value}");
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::analysis::compare::differences;
    use crate::scenario::{Scenario, path};

    #[test]
    fn fields_stand_like_hunks_of_a_patch() {
        let before = Scenario::default();
        let mut after = before.clone();
        path::set(&mut after, "demand.users", "(10, 20, 40)").unwrap();
        path::set(&mut after, "team.salaries.ml", "100_000").unwrap();
        path::set(&mut after, "name", "\"a \\n \\u{202e}b\"").unwrap();
        let found = differences(&[&before, &after]);
        let text = text(["a.ron", "b.ron"], &found, ["USD", "EUR"]);
        assert!(text.starts_with("--- a.ron\n+++ b.ron\n@@ "), "{text}");
        assert!(
            text.contains("@@ demand.users Users today (users)\n-")
                && text.contains("\n+(10, 20, 40)\n"),
            "{text}"
        );
        // What is not set has no line.
        let pay = "@@ team.salaries.ml Salary, machine learning (EUR/yr)\n+100000\n";
        assert!(text.contains(pay), "{text}");
        assert!(!text.contains('\u{202e}'), "{text}");
    }

    #[test]
    fn nothing_differs_between_a_plan_and_itself() {
        let plan = Scenario::default();
        let found = differences(&[&plan, &plan]);
        assert_eq!(text(["a", "a"], &found, ["USD", "USD"]), "");
    }
}
