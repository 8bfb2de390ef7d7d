//! Whether the values of a scenario make sense, each alone and together.
//!
//! Every finding is returned, not only the first. What a text must look like is in
//! [`mod@super::load`]; whether today's team fits today's work is for the engine to say.

mod budget;
mod catalog;
mod partitions;
mod ranges;
mod readings;
mod signs;
mod structure;
mod timing;
mod unused;

pub use catalog::weights_fit;
pub use ranges::plain;

use super::load::{Loaded, load};
use super::locate::Outline;
use super::path::{below, element, last_field, naming_field};
use super::schema::{Component, Scenario};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, nearest_word, sort, words_allowed};
use std::collections::BTreeSet;

/// Says why no GPU holds a component's model, when none does.
pub type FitCheck<'f> = dyn Fn(&Scenario, &Catalog, &Component) -> Option<String> + 'f;

/// Reads and checks a text: all that is wrong with it, and the scenario there is.
pub fn check(text: &str, catalog: &Catalog) -> Loaded {
    let mut loaded = load(text);
    if let Some(plan) = &loaded.scenario {
        let refused: BTreeSet<String> = loaded
            .diagnostics
            .iter()
            .filter(|finding| finding.is_error())
            .map(|finding| finding.path.clone())
            .collect();
        let more = validate(plan, catalog, Some(&loaded.accepted));
        // A default that stands in for a refused value is not the user's to mend.
        loaded.diagnostics.extend(
            more.into_iter()
                .filter(|finding| !refused.contains(&finding.path)),
        );
        sort(&mut loaded.diagnostics);
    }
    loaded
}

/// Everything wrong or unusual in a scenario, errors first; lines and columns when its text is
/// given.
pub fn validate(plan: &Scenario, catalog: &Catalog, text: Option<&str>) -> Vec<Diagnostic> {
    validate_with(plan, catalog, text, &weights_fit)
}

/// [`validate`] with another way to tell whether a model fits a GPU.
pub fn validate_with(
    plan: &Scenario,
    catalog: &Catalog,
    text: Option<&str>,
    fit: &FitCheck<'_>,
) -> Vec<Diagnostic> {
    let mut checker = Checker {
        plan,
        catalog,
        outline: text.map(Outline::new),
        findings: Vec::new(),
        further: 0,
        further_error: false,
    };
    ranges::check(&mut checker);
    structure::check(&mut checker);
    signs::check(&mut checker);
    partitions::check(&mut checker);
    timing::check(&mut checker);
    unused::check(&mut checker);
    budget::check(&mut checker);
    catalog::check(&mut checker, fit);
    let further = checker.further_finding();
    let mut findings = checker.findings;
    let refused: BTreeSet<String> = findings
        .iter()
        .filter(|finding| finding.is_error())
        .map(|finding| finding.path.clone())
        .collect();
    // What cannot be need not be called unusual as well.
    findings.retain(|finding| finding.code != "unusual" || !refused.contains(&finding.path));
    findings.extend(further);
    sort(&mut findings);
    findings
}

struct Checker<'a> {
    plan: &'a Scenario,
    catalog: &'a Catalog,
    outline: Option<Outline<'a>>,
    findings: Vec<Diagnostic>,
    /// Findings beyond [`MOST_FINDINGS`], errors among them or not.
    further: usize,
    further_error: bool,
}

/// Most findings returned; beyond it one more says how many there are.
const MOST_FINDINGS: usize = 200;

impl Checker<'_> {
    fn is_full(&self) -> bool {
        self.findings.len() >= MOST_FINDINGS
    }

    fn further_finding(&self) -> Option<Diagnostic> {
        let message = format!("{} more findings are not shown", self.further);
        let finding = if self.further_error {
            Diagnostic::error("too-many-findings", "", message)
        } else {
            Diagnostic::warning("too-many-findings", "", message)
        };
        (self.further > 0).then_some(finding)
    }

    fn push(&mut self, finding: Diagnostic) {
        if self.is_full() {
            self.further += 1;
            self.further_error |= finding.is_error();
            return;
        }
        let place = self
            .outline
            .as_ref()
            .and_then(|outline| outline.line_column_of(&finding.path));
        self.findings.push(match place {
            Some(place) => finding.at(place),
            None => finding,
        });
    }

    /// An error about a name that is none of those there are.
    fn unknown<'n>(
        &mut self,
        code: &'static str,
        path: &str,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        if self.is_full() {
            self.push(Diagnostic::error(code, path, ""));
            return;
        }
        let known: Vec<&str> = known.into_iter().filter(|name| !name.is_empty()).collect();
        let allowed = if known.is_empty() {
            "nothing, there is none".to_owned()
        } else {
            words_allowed(name, known.iter().copied())
        };
        let message = if name.is_empty() {
            format!("no {what} is named")
        } else {
            format!("there is no {what} `{name}`")
        };
        self.push(
            Diagnostic::error(code, path, message)
                .found(name)
                .allowed(allowed)
                .nearest(nearest_word(name, known)),
        );
    }

    /// Names that are empty, badly formed or taken already.
    fn names(&mut self, list: &str, names: &[&str], required: bool) {
        let keys: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let field = last_field(list).map_or("name", naming_field);
        for (index, name) in names.iter().enumerate() {
            let path = below(&element(list, &keys, index), field);
            if name.is_empty() {
                if required {
                    self.push(
                        Diagnostic::error("missing-name", path, "it has no name")
                            .hint(format!("Give it a `{field}`")),
                    );
                }
            } else if name.trim() != *name || name.contains('/') {
                self.push(
                    Diagnostic::error("bad-name", path, format!("`{name}` cannot be a name"))
                        .found(*name)
                        .allowed("names without a slash, and without blanks at their ends"),
                );
            } else if names[..index].contains(name) {
                self.push(
                    Diagnostic::error("duplicate-name", path, format!("`{name}` is taken already"))
                        .found(*name)
                        .hint("Give one of them another name"),
                );
            }
        }
    }
}

/// The path of a component.
fn component_path(plan: &Scenario, index: usize) -> String {
    let names: Vec<String> = plan
        .components
        .iter()
        .map(|part| part.name.clone())
        .collect();
    element("components", &names, index)
}

#[cfg(test)]
mod tests;
