//! From text to scenario, with everything that is wrong found at once.
//!
//! The text is read strictly; at a fault, the finding is kept, the faulty field is blanked out of a
//! copy of the text, and reading starts again, so that one run names them all. What was refused has
//! its default in the scenario returned. Whether values make sense together is in
//! [`super::validate`]; files are in [`super::file`].

use super::fields::{self, FieldKind};
use super::file::LARGEST;
use super::locate::{Outline, Place, Step, byte_at, join, line_column};
use super::migrate::{VersionError, to_current};
use super::node::{Node, ron_options};
use super::schema::{Scenario, VERSION};
use crate::diagnostic::{self, Diagnostic, excerpt, nearest_word, words_allowed};
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
    /// Comments in the text; saving over the file loses them.
    pub comments: usize,
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
            comments: 0,
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
    let comments = outline.comments();
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
            return Loaded {
                comments,
                ..Loaded::refused(text, finding)
            };
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
        limit_lists(plan, &Outline::new(&accepted), &mut findings);
    }
    diagnostic::sort(&mut findings);
    Loaded {
        scenario,
        diagnostics: findings,
        comments,
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

fn syntax_finding(text: &str, start: usize, error: &RonError) -> Diagnostic {
    let finding = match error {
        RonError::ExceededRecursionLimit => {
            Diagnostic::error("too-deep", "", "values are nested too deeply")
        }
        _ => Diagnostic::error("syntax", "", lower_first(&error.to_string()))
            .hint("A scenario looks like (version: 1, name: \"…\", demand: (users: 1_000))"),
    };
    let rest = excerpt(text.get(start..).unwrap_or_default());
    let finding = if rest.is_empty() {
        finding.found("the end of the text")
    } else {
        finding.found(rest)
    };
    finding.at(line_column(text, start))
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let text: String = match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    };
    text.trim_end_matches('.').to_owned()
}

/// A fault in words.
fn describe(error: &RonError, path: &str, shown: String) -> Diagnostic {
    match error {
        RonError::NoSuchStructField {
            expected, found, ..
        } => Diagnostic::error(
            "unknown-field",
            path,
            format!("there is no field `{found}`"),
        )
        .found(found)
        .allowed(words_allowed(found, expected.iter().copied()))
        .nearest(nearest_word(found, expected.iter().copied())),
        RonError::DuplicateStructField { field, .. } => Diagnostic::error(
            "duplicate-field",
            path,
            format!("`{field}` is stated twice"),
        )
        .found(*field)
        .hint("Keep one of them"),
        RonError::NoSuchEnumVariant {
            expected, found, ..
        } => Diagnostic::error(
            "unknown-word",
            path,
            format!("there is no choice `{found}`"),
        )
        .found(found)
        .allowed(words_allowed(found, expected.iter().copied()))
        .nearest(nearest_word(found, expected.iter().copied())),
        RonError::Message(message) if message.contains("not a finite number") => Diagnostic::error(
            "not-finite",
            path,
            format!("`{shown}` is not a finite number"),
        )
        .found(shown)
        .allowed(allowed_at(path)),
        RonError::Message(message) if message.contains("must rise") => {
            Diagnostic::error("range-order", path, message.clone())
                .found(shown)
                .allowed("low ≤ likely ≤ high")
        }
        RonError::ExceededRecursionLimit => {
            Diagnostic::error("too-deep", path, "values are nested too deeply")
        }
        _ => wrong_type(path, shown),
    }
}

fn wrong_type(path: &str, found: String) -> Diagnostic {
    let words = fields::field_for(path).map_or(&[][..], |field| field.kind.words());
    let kind = fields::field_for(path)
        .map_or_else(|| group_at(path), |field| field.kind.name().to_owned());
    let article = match kind.as_str() {
        "names" | "units" | "training" | "true or false" => "",
        _ => "a ",
    };
    Diagnostic::error(
        if words.is_empty() {
            "wrong-type"
        } else {
            "unknown-word"
        },
        path,
        format!("`{found}` is not {article}{kind}"),
    )
    .allowed(allowed_at(path))
    .nearest(nearest_word(found.trim_matches('"'), words.iter().copied()))
    .found(found)
}

fn exemplar_is_list(path: &str) -> Option<bool> {
    let plan = super::exemplar::exemplar();
    let mut node: &dyn Node = &plan;
    for step in super::locate::steps(path)? {
        node = match step {
            Step::Field(name) => node.child(&name)?,
            Step::Element(_) => node.child("0")?,
        };
    }
    Some(node.is_list())
}

fn group_at(path: &str) -> String {
    match exemplar_is_list(path) {
        Some(true) => "list".to_owned(),
        _ if path.is_empty() => "scenario".to_owned(),
        _ => "group of fields".to_owned(),
    }
}

fn allowed_at(path: &str) -> String {
    match fields::field_for(path) {
        Some(field) if field.kind == FieldKind::Count => match field.allowed {
            Some((low, high)) => format!("a whole number from {low} to {high}"),
            None => field.kind.allowed(),
        },
        Some(field) => field.kind.allowed(),
        None => match exemplar_is_list(path) {
            Some(true) => "a list as in [(name: \"a\"), (name: \"b\")]".to_owned(),
            _ => "fields in parentheses as in (name: \"a\")".to_owned(),
        },
    }
}

/// Cuts lists to the number of elements that a plan may have.
fn limit_lists(plan: &mut Scenario, outline: &Outline<'_>, findings: &mut Vec<Diagnostic>) {
    let mut limit = Limit { outline, findings };
    limit.cut(&mut plan.components, "components", 256);
    limit.cut(&mut plan.overrides, "overrides", 200);
    limit.cut(&mut plan.edges, "edges", 4_096);
    limit.cut(&mut plan.roadmaps, "roadmaps", 24);
    limit.cut(&mut plan.events, "events", 256);
    limit.cut(&mut plan.notes, "notes", 2_000);
    limit.cut(&mut plan.own_gpus, "own_gpus", 64);
    limit.cut(&mut plan.own_models, "own_models", 64);
    limit.cut(&mut plan.own_apis, "own_apis", 64);
    limit.cut(&mut plan.demand.spikes, "demand.spikes", 32);
    limit.cut(&mut plan.demand.growth.table, "demand.growth.table", 256);
    limit.cut(&mut plan.gpus.prices, "gpus.prices", 128);
    limit.cut(&mut plan.gpus.owned, "gpus.owned", 128);
    limit.cut(&mut plan.team.raters, "team.raters", 64);
    limit.cut(
        &mut plan.reliability.fallbacks,
        "reliability.fallbacks",
        256,
    );
    for (index, roadmap) in plan.roadmaps.iter_mut().enumerate() {
        limit.cut(
            &mut roadmap.stages,
            &format!("roadmaps[{index}].stages"),
            24,
        );
    }
    for (index, component) in plan.components.iter_mut().enumerate() {
        limit.cut(
            &mut component.swaps,
            &format!("components[{index}].swaps"),
            60,
        );
    }
}

struct Limit<'a> {
    outline: &'a Outline<'a>,
    findings: &'a mut Vec<Diagnostic>,
}

impl Limit<'_> {
    fn cut<T>(&mut self, list: &mut Vec<T>, path: &str, most: usize) {
        if list.len() <= most {
            return;
        }
        let count = list.len();
        let mut finding =
            Diagnostic::error("too-many-items", path, format!("there are {count} of them"))
                .found(count.to_string())
                .allowed(format!("at most {most}"));
        if let Some(at) = self.outline.line_column_of(path) {
            finding = finding.at(at);
        }
        self.findings.push(finding);
        list.truncate(most);
    }
}

#[cfg(test)]
mod tests {
    use super::{Loaded, MOST_FINDINGS, load};
    use crate::scenario::file::LARGEST;

    fn codes(loaded: &Loaded) -> Vec<(&'static str, &str)> {
        loaded
            .diagnostics
            .iter()
            .map(|finding| (finding.code, finding.path.as_str()))
            .collect()
    }

    #[test]
    fn all_faults_are_found_at_once_and_the_rest_is_kept() {
        let text = r#"(
            version: 1,
            name: "Plan", // mine
            demand: (users: 500, usres: 3, peak_to_mean: NaN, growth: (shape: SCurv)),
            components: [
                (name: "web", cpu_ms: "much", tokens_out: (3, 2, 1), calls: (1, x, 3)),
                (name: "chat", kind: Llm, core: 1, retire: -4, retire: 5, retire: 6),
                7,
            ],
            today: Units([(name: "a", components: ["web", 3], extra: 1)]),
            horizon_months: 12.5,
            edges: (from: "a"),
        )"#;
        let loaded = load(text);
        assert_eq!(
            codes(&loaded),
            [
                ("unknown-field", "demand.usres"),
                ("not-finite", "demand.peak_to_mean"),
                ("unknown-word", "demand.growth.shape"),
                ("wrong-type", "components[web].cpu_ms"),
                ("range-order", "components[web].tokens_out"),
                ("wrong-type", "components[web].calls"),
                ("wrong-type", "components[chat].core"),
                ("wrong-type", "components[chat].retire"),
                ("duplicate-field", "components[chat].retire"),
                ("wrong-type", "components[2]"),
                ("wrong-type", "today.Units[a].components[1]"),
                ("unknown-field", "today.Units[a].extra"),
                ("wrong-type", "horizon_months"),
                ("wrong-type", "edges"),
            ]
        );
        let plan = loaded.scenario.unwrap();
        assert_eq!((plan.name.as_str(), plan.components.len()), ("Plan", 2));
        assert_eq!(plan.demand.users.likely, 500.0);
        assert_eq!(loaded.comments, 1);
        assert_eq!(loaded.accepted.len(), text.len());
    }

    #[test]
    fn findings_before_broken_syntax_are_kept() {
        let loaded = load("(version: 1, nam: 3, demand: (users: 5), components: [");
        assert_eq!(codes(&loaded), [("unknown-field", "nam"), ("syntax", "")]);
        assert!(loaded.scenario.is_none());
        for text in [
            "",
            "(",
            "()x",
            "[1]",
            "hello",
            "(version: 1,, )",
            "(version 1)",
        ] {
            let loaded = load(text);
            assert!(
                loaded.scenario.is_none() && !loaded.diagnostics.is_empty(),
                "{text}"
            );
        }
    }

    #[test]
    fn versions_are_looked_at_first() {
        assert_eq!(
            codes(&load(r#"(name: "x")"#)),
            [("missing-version", "version")]
        );
        assert_eq!(
            codes(&load("(version: 2, nonsense: 4)")),
            [("newer-version", "version")]
        );
        assert_eq!(
            codes(&load("(version: 0)")),
            [("unknown-version", "version")]
        );
        assert_eq!(
            codes(&load(r#"(version: "1")"#)),
            [("wrong-type", "version")]
        );
        assert_eq!(codes(&load("\u{feff}(version: 1)")), []);
    }

    #[test]
    fn limits_hold() {
        assert_eq!(codes(&load(&" ".repeat(LARGEST + 1))), [("too-large", "")]);
        let many = format!("(version: 1, components: [{}])", "(),".repeat(257));
        let loaded = load(&many);
        assert_eq!(codes(&loaded), [("too-many-items", "components")]);
        assert_eq!(loaded.scenario.unwrap().components.len(), 256);
        let deep = format!("(version: 1, name: {}", "(".repeat(100_000));
        assert_eq!(
            codes(&load(&deep)),
            [("wrong-type", "name"), ("too-deep", "")]
        );
        let faults: String = (0..80).map(|k| format!("f{k}: 1,")).collect();
        let loaded = load(&format!("(version: 1, {faults})"));
        assert_eq!(loaded.diagnostics.len(), MOST_FINDINGS + 1);
        assert!(loaded.scenario.is_none());
    }
}
