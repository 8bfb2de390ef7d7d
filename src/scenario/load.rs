//! From text to scenario, with everything that is wrong found at once.
//!
//! The text is read strictly; at a fault, the finding is kept, the faulty field is blanked out of a
//! copy of the text, and reading starts again, so that one run names them all. What was refused has
//! its default in the scenario returned. Whether values make sense together is in
//! [`mod@super::validate`]; files are in [`super::file`].

mod advice;
mod describe;
mod limits;

use super::file::LARGEST;
use super::locate::{Outline, Place, byte_at, line_column};
use super::migrate::{VersionError, to_current};
use super::node::ron_options;
use super::path::{Step, join};
use super::schema::{Scenario, VERSION};
use crate::diagnostic::{self, Diagnostic, excerpt};
use describe::{describe, syntax_finding};
use limits::limit_lists;
use ron::error::{Error as RonError, SpannedError};
use serde_path_to_error::Segment;

/// Most findings collected before reading gives up.
pub const MOST_FINDINGS: usize = 50;

/// What came of reading a text.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The scenario, defaults in place of what was refused; none when the text is not a scenario
    /// at all.
    pub scenario: Option<Scenario>,
    /// Everything found, errors first.
    pub diagnostics: Vec<Diagnostic>,
    /// The text without what was refused, of the same length; places in it are places in the text.
    pub accepted: String,
}

impl Loaded {
    /// Whether nothing was refused.
    pub fn is_clean(&self) -> bool {
        self.scenario.is_some() && !diagnostic::any_error(&self.diagnostics)
    }

    fn refused(text: &str, finding: Diagnostic) -> Self {
        Self {
            diagnostics: vec![finding],
            scenario: None,
            accepted: text.to_owned(),
        }
    }
}

/// Reads a scenario.
///
/// ```
/// use splitpoint::scenario::load;
/// let loaded = load("(version: 1, demand: (usres: 5, peak_to_mean: \"high\"))");
/// let lines: Vec<String> = loaded.diagnostics.iter().map(|d| d.line_for("plan.ron")).collect();
/// assert!(lines[0].starts_with("plan.ron:1:23: error[unknown-field] demand.usres: "));
/// assert!(lines[1].starts_with("plan.ron:1:47: error[wrong-type] demand.peak_to_mean: "));
/// ```
pub fn load(text: &str) -> Loaded {
    if text.len() > LARGEST {
        let message = format!("the text has {} bytes", text.len());
        let finding =
            Diagnostic::error("too-large", "", message).allowed(format!("at most {LARGEST} bytes"));
        return Loaded::refused("", finding);
    }
    // A byte-order mark is a blank to people.
    let blank_mark;
    let text = if text.starts_with('\u{feff}') {
        blank_mark = text.replacen('\u{feff}', "   ", 1);
        blank_mark.as_str()
    } else {
        text
    };
    let outline = Outline::new(text);
    let mut findings = Vec::new();
    let version = outline.find(&[Step::Field("version".to_owned())]);
    let stated = version
        .as_ref()
        .and_then(|place| super::node::parse_value::<u64>(outline.value_text(place)).ok());
    let current = match to_current(text, stated.unwrap_or(u64::from(VERSION))) {
        Ok(current) => current,
        Err(error) => {
            let code = match error {
                VersionError::Newer { .. } => "newer-version",
                VersionError::Unknown { .. } => "unknown-version",
            };
            let start = version.map_or(0, |place| place.value.start);
            let finding = Diagnostic::error(code, "version", error.to_string())
                .allowed(format!("1 to {VERSION}").replace("1 to 1", "1"))
                .at(line_column(text, start));
            return Loaded::refused(text, finding);
        }
    };
    let mut reader = Reader {
        text: &current,
        outline: Outline::new(&current),
        accepted: current.clone().into_owned(),
        findings: Vec::new(),
    };
    let mut scenario = reader.read();
    if scenario.is_some() && version.is_none() {
        findings.push(
            Diagnostic::warning(
                "missing-version",
                "version",
                "the file does not state its format version",
            )
            .hint(format!(
                "`version: {VERSION},` is taken; write it as the first field"
            ))
            .at((1, 1)),
        );
    }
    let Reader {
        accepted,
        findings: mut faults,
        ..
    } = reader;
    findings.append(&mut faults);
    if let Some(plan) = &mut scenario {
        // Whatever a text states twice or cannot mean, what is read is of the current version.
        plan.version = VERSION;
        limit_lists(plan, &Outline::new(&accepted), &mut findings);
    }
    diagnostic::sort(&mut findings);
    Loaded {
        scenario,
        diagnostics: findings,
        accepted,
    }
}

struct Reader<'t> {
    text: &'t str,
    outline: Outline<'t>,
    accepted: String,
    findings: Vec<Diagnostic>,
}

type Fault = Box<(SpannedError, Vec<Step>)>;

/// One strict pass.
fn strict(text: &str) -> Result<Scenario, Fault> {
    let root = |error: SpannedError| Box::new((error, Vec::new()));
    let mut reader =
        ron::Deserializer::from_str_with_options(text, &ron_options()).map_err(root)?;
    let plan = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let steps = error.path().iter().filter_map(step).collect();
        Box::new((reader.span_error(error.into_inner()), steps))
    })?;
    reader
        .end()
        .map_err(|error| root(reader.span_error(error)))?;
    Ok(plan)
}

fn step(segment: &Segment) -> Option<Step> {
    match segment {
        Segment::Seq { index } => Some(Step::Element(index.to_string())),
        Segment::Map { key } => Some(Step::Field(key.clone())),
        Segment::Enum { variant } => Some(Step::Field(variant.clone())),
        Segment::Unknown => None,
    }
}

impl Reader<'_> {
    fn read(&mut self) -> Option<Scenario> {
        let syntax = ron_options()
            .from_str::<serde::de::IgnoredAny>(self.text)
            .err()
            .map(|error| (self.end_of(&error), error));
        // One pass more than findings, for the last to see the text without faults.
        for _ in 0..=MOST_FINDINGS {
            let (error, steps) = match strict(&self.accepted) {
                Ok(plan) => {
                    // A part nested too deeply was left out for another reason first.
                    let deep = |(_, error): &(usize, SpannedError)| {
                        matches!(error.code, RonError::ExceededRecursionLimit)
                    };
                    if let Some((_, error)) = syntax.filter(deep) {
                        let start = self.start_of(&error);
                        self.findings
                            .push(syntax_finding(self.text, start, &error.code));
                    }
                    return Some(plan);
                }
                Err(fault) => *fault,
            };
            let (steps, place) = match &error.code {
                RonError::DuplicateStructField { field, .. } => {
                    let mut steps = steps;
                    let twice = Step::Field((*field).to_owned());
                    if steps.last() != Some(&twice) {
                        steps.push(twice);
                    }
                    self.place(steps, usize::MAX)
                }
                _ => self.place(steps, self.start_of(&error)),
            };
            let broken = syntax
                .as_ref()
                .filter(|(end, _)| self.end_of(&error) >= *end || place.is_none());
            if let Some((_, error)) = broken {
                let start = self.start_of(error);
                self.findings
                    .push(syntax_finding(self.text, start, &error.code));
                return None;
            }
            self.findings
                .push(self.finding(&error, &steps, place.as_ref()));
            match place {
                Some(place) if self.blank(&place) => {}
                _ => return None,
            }
        }
        self.findings.truncate(MOST_FINDINGS);
        self.findings.push(Diagnostic::error(
            "too-many-findings",
            "",
            format!("reading stopped after {MOST_FINDINGS} errors"),
        ));
        None
    }

    fn start_of(&self, error: &SpannedError) -> usize {
        byte_at(self.text, error.span.start.line, error.span.start.col)
    }

    fn end_of(&self, error: &SpannedError) -> usize {
        byte_at(self.text, error.span.end.line, error.span.end.col)
    }

    /// The path of a fault and the smallest part around it that can be left out. A number that
    /// goes on where it should end is reported by place alone.
    fn place(&self, steps: Vec<Step>, start: usize) -> (Vec<Step>, Option<Place>) {
        let outline = Outline::new(&self.accepted);
        let removable = |steps: &[Step]| {
            (1..=steps.len())
                .rev()
                .filter_map(|length| outline.find_before(&steps[..length], start))
                .find(|place| {
                    place.removable && !self.accepted[place.whole.clone()].trim().is_empty()
                })
        };
        if steps.is_empty() {
            let steps = outline.path_at(start);
            let place = removable(&steps);
            return (steps, place);
        }
        let place = removable(&steps);
        (steps, place)
    }

    fn blank(&mut self, place: &Place) -> bool {
        let part = &self.accepted[place.whole.clone()];
        if part.trim().is_empty() {
            return false;
        }
        let blanks: String = part
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect();
        self.accepted.replace_range(place.whole.clone(), &blanks);
        true
    }

    fn finding(&self, error: &SpannedError, steps: &[Step], place: Option<&Place>) -> Diagnostic {
        let start = match (&error.code, place) {
            (
                RonError::NoSuchStructField { .. } | RonError::DuplicateStructField { .. },
                Some(place),
            ) => place
                .name
                .as_ref()
                .map_or(place.value.start, |name| name.start),
            (_, Some(place)) => place.value.start,
            (_, None) => self.start_of(error),
        };
        let outline = &self.outline;
        // Elements blanked out before must not change the indices shown.
        let steps = match place {
            Some(place) => outline.path_at(place.name.as_ref().unwrap_or(&place.value).start),
            None => steps.to_vec(),
        };
        let path = join(&outline.named(&steps));
        let found = match place {
            Some(place) => &self.accepted[place.value.clone()],
            None => self.text.get(start..).unwrap_or_default(),
        };
        describe(&error.code, &path, excerpt(found)).at(line_column(self.text, start))
    }
}

#[cfg(test)]
mod tests;
