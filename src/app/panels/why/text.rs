//! The open level of an explanation as text, for the clipboard.

use super::rests::source;
use super::shown::{Shown, cause, standing, title};
use crate::analysis::explain::{Explanation, Movement, Node, Rest};
use std::fmt::Write as _;

/// The way down, the figure with its formula and sources, its operands, what changed.
pub(super) fn as_text(
    shown: &Shown,
    explanation: &Explanation,
    trail: &[Node],
    changes: &[Movement],
    rests: Option<&[Rest]>,
) -> String {
    let Some((node, above)) = trail.split_last() else {
        return String::new();
    };
    let mut text = String::new();
    for step in above {
        let _ = writeln!(text, "{} {}", title(step), shown.value(step));
    }
    let when = shown.when(node);
    let _ = writeln!(
        text,
        "{}, {}, {when}: {}{}",
        title(node),
        shown.roadmap,
        shown.value(node),
        weakest(node)
    );
    if !node.is_leaf() && !node.formula.is_empty() {
        let _ = writeln!(text, "= {}", node.formula);
    }
    let whence = [&node.source, &node.input_path, &node.catalogue_id];
    for line in whence.into_iter().flatten() {
        let _ = writeln!(text, "{line}");
    }
    if let Some(list) = rests.filter(|list| above.is_empty() && !list.is_empty()) {
        text.push_str("What this rests on, and what a tenth less of each would change\n");
        for rest in list {
            let effect = shown.effect(rest.effect, node);
            let (name, value) = (title(&rest.leaf), shown.value(&rest.leaf));
            let standing = weakest(&rest.leaf);
            let _ = writeln!(
                text,
                "- {name}, {value}{standing}, {}: {effect}",
                source(&rest.leaf)
            );
        }
        text.push_str("How it is worked out\n");
    }
    for child in explanation.expand(node) {
        let name = shown.operand(&child, node.month);
        let _ = writeln!(text, "- {name}: {}{}", shown.value(&child), weakest(&child));
    }
    if let (Some(month), false) = (node.month, changes.is_empty()) {
        let before = shown.month(month.saturating_sub(1));
        let _ = writeln!(text, "What changed since {before}");
        for change in changes {
            let _ = writeln!(
                text,
                "- {} {}",
                shown.effect(change.effect, node),
                cause(change)
            );
        }
    }
    text
}

fn weakest(node: &Node) -> String {
    node.status.map_or_else(String::new, |status| {
        format!(" [{}]", standing(status).label().to_lowercase())
    })
}
