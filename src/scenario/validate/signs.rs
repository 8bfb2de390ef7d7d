//! Signs that are not shown but do something: none in names, ids and labels.
//!
//! A name goes into terminals, sheets, file names and pages; a control character or one that turns
//! the direction of writing around would make it look like another.

use super::super::fields::{FieldKind, field_for};
use super::super::node::Leaf;
use super::super::path::{all_leaves, below, last_field};
use super::super::schema::Partition;
use super::Checker;
use crate::diagnostic::{Diagnostic, is_hidden_sign, visible};

/// Texts of sentences, in which lines may end.
const SENTENCES: [&str; 6] = ["story", "expected", "note", "source", "owner", "reason"];

pub(super) fn check(checker: &mut Checker<'_>) {
    let plan = checker.plan;
    for (path, leaf) in all_leaves(plan) {
        let Leaf::Text(text) = leaf else { continue };
        let last = last_field(&path).unwrap_or_default();
        let names = field_for(&path).is_some_and(|field| field.kind == FieldKind::Names);
        if !SENTENCES.contains(&last) && !names {
            refuse(checker, &path, &text);
        }
    }
    units(checker, "today", &plan.today);
    for roadmap in &plan.roadmaps {
        for (index, stage) in roadmap.stages.iter().enumerate() {
            let path = format!("roadmaps[{}].stages[{index}]", roadmap.id);
            units(checker, &below(&path, "partition"), &stage.partition);
        }
    }
}

fn units(checker: &mut Checker<'_>, path: &str, partition: &Partition) {
    if let Partition::Units(units) = partition {
        for unit in units {
            refuse(checker, path, &unit.name);
        }
    }
}

fn refuse(checker: &mut Checker<'_>, path: &str, text: &str) {
    if let Some(sign) = text.chars().find(|sign| is_hidden_sign(*sign)) {
        let shown = visible(text).into_owned();
        checker.push(
            Diagnostic::error(
                "hidden-sign",
                path,
                format!(
                    "`{shown}` has a sign in it that is not shown (U+{:04X})",
                    u32::from(sign)
                ),
            )
            .found(shown)
            .allowed("letters, digits and signs that are shown")
            .hint("Type the name again, without what was pasted with it"),
        );
    }
}
