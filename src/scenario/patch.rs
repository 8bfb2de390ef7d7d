//! Edits as patches of the owner's text: what was not edited keeps its bytes.
//!
//! Three texts are walked side by side: the owner's, and the plan before and after the edit as
//! [`save`] writes them. Where the last two say the same, the owner's text stays, with its comments,
//! order of fields, number formats and line ends; where they differ, the smallest part is written
//! anew, in the style of what is around it. The outcome is read again before it is returned: should
//! it not say what it must, larger parts are rewritten, and at last the whole text.

mod align;
mod emit;
mod merge;
mod pieces;

use super::load::load;
use super::locate::scan::Scanner;
use super::save::save;
use super::schema::Scenario;
use crate::diagnostic::any_error;
use emit::Style;
use merge::Merger;

/// A byte-order mark, which some editors put before a text.
const MARK: char = '\u{feff}';

/// How far down parts are patched, the finest first; a part beneath is written anew.
const DEPTHS: [usize; 4] = [usize::MAX, 3, 2, 1];

/// The text of the plan `after`, made from a text that says `before`.
///
/// ```
/// use splitpoint::scenario::{load, patch, path};
/// let text = "(version: 1, // ours\n demand: (users: 12_000), // seats\n)\n";
/// let before = load(text).scenario.unwrap_or_default();
/// let mut after = before.clone();
/// assert_eq!(patch(text, &before, &after), text);
/// path::set(&mut after, "demand.users", "40000")?;
/// assert_eq!(
///     patch(text, &before, &after),
///     "(version: 1, // ours\n demand: (users: 40_000), // seats\n)\n"
/// );
/// # Ok::<(), splitpoint::scenario::path::PathError>(())
/// ```
pub fn patch(text: &str, before: &Scenario, after: &Scenario) -> String {
    if before == after {
        return text.to_owned();
    }
    let whole = save(after);
    let (mark, own) = match text.strip_prefix(MARK) {
        Some(rest) => (&text[..MARK.len_utf8()], rest),
        None => ("", text),
    };
    let style = Style::of(own);
    let canonical = save(before);
    let trees = (
        Scanner::scan(own),
        Scanner::scan(&canonical),
        Scanner::scan(&whole),
    );
    if let (Some(theirs), Some(was), Some(is)) = trees {
        for deepest in DEPTHS {
            let merger = Merger {
                own,
                was: &canonical,
                is: &whole,
                style: &style,
                deepest,
            };
            let root = merger.value(&theirs, &was, &is, Some(after), 0);
            let patched = format!(
                "{mark}{}{root}{}",
                &own[..theirs.span.start],
                &own[theirs.span.end..]
            );
            if says(&patched, after) {
                return patched;
            }
        }
    }
    format!("{mark}{}", whole.replace('\n', style.newline))
}

/// Whether a text is read as this plan, without fault.
fn says(text: &str, plan: &Scenario) -> bool {
    let loaded = load(text);
    loaded.scenario.as_ref() == Some(plan) && !any_error(&loaded.diagnostics)
}

#[cfg(test)]
mod tests;
