//! What is wrong, or unusual, in what the user stated: plain data and its one-line form.
//!
//! A finding names the field's path, what was found, what is allowed and the nearest valid word;
//! line and column stand in it when it is about a text. How findings arise is in
//! [`mod@crate::scenario::load`] and [`mod@crate::scenario::validate`].

use std::borrow::Cow;
use std::fmt::Write as _;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The scenario cannot be projected as stated.
    Error,
    /// The scenario can be projected; somebody should look.
    Warning,
}

impl Severity {
    /// The word shown.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Stable name of the rule, one of [`CODES`].
    pub code: &'static str,
    /// Path of the field; empty for the whole scenario.
    pub path: String,
    /// What is wrong, with the offending value; no full stop at its end.
    pub message: String,
    /// The offending text.
    pub found: Option<String>,
    /// What would be accepted.
    pub allowed: Option<String>,
    /// The nearest valid word.
    pub nearest: Option<String>,
    /// What to do; no full stop at its end.
    pub hint: Option<String>,
    /// Line in the text, from 1.
    pub line: Option<usize>,
    /// Column in the text, in characters, from 1.
    pub column: Option<usize>,
}

impl Diagnostic {
    fn new(
        severity: Severity,
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code,
            path: path.into(),
            message: message.into(),
            found: None,
            allowed: None,
            nearest: None,
            hint: None,
            line: None,
            column: None,
        }
    }

    /// A finding that keeps the scenario from being projected.
    pub fn error(code: &'static str, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, path, message)
    }

    /// A finding that somebody should look at.
    pub fn warning(
        code: &'static str,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, path, message)
    }

    /// Adds the offending text.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// Adds what would be accepted.
    #[must_use]
    pub fn allowed(mut self, allowed: impl Into<String>) -> Self {
        self.allowed = Some(allowed.into());
        self
    }

    /// Adds the nearest valid word, when there is one.
    #[must_use]
    pub fn nearest(mut self, nearest: Option<String>) -> Self {
        self.nearest = nearest;
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a place in the text.
    #[must_use]
    pub fn at(mut self, (line, column): (usize, usize)) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }

    /// Whether this is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Everything that helps to mend it, as sentences; empty when there is nothing to add.
    pub fn advice(&self) -> String {
        let mut sentences = Vec::new();
        if let Some(allowed) = &self.allowed {
            sentences.push(format!("Allowed: {allowed}."));
        }
        if let Some(nearest) = &self.nearest {
            sentences.push(format!("Did you mean `{nearest}`?"));
        }
        if let Some(hint) = &self.hint {
            sentences.push(format!("{hint}."));
        }
        sentences.join(" ")
    }

    /// The finding as one line: `file:line:col: error[code] path: message. hint`.
    ///
    /// ```
    /// use splitpoint::diagnostic::Diagnostic;
    /// let finding = Diagnostic::error("unknown-field", "demand.usres", "there is no field `usres`")
    ///     .nearest(Some("users".into()))
    ///     .at((4, 9));
    /// assert_eq!(
    ///     finding.line_for("plan.ron"),
    ///     "plan.ron:4:9: error[unknown-field] demand.usres: there is no field `usres`. \
    ///      Did you mean `users`?"
    /// );
    /// ```
    pub fn line_for(&self, file: &str) -> String {
        let mut line = file.to_owned();
        if let (Some(at), Some(column)) = (self.line, self.column) {
            let _ = write!(line, ":{at}:{column}");
        }
        let _ = write!(line, ": {}[{}]", self.severity.word(), self.code);
        if !self.path.is_empty() {
            let _ = write!(line, " {}", self.path);
        }
        let _ = write!(line, ": {}.", self.message);
        let advice = self.advice();
        if !advice.is_empty() {
            let _ = write!(line, " {advice}");
        }
        visible(&line).into_owned()
    }
}

/// Sorts findings as they are shown: errors first, each kind in the order of the text.
pub fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by(|a, b| {
        let key = |finding: &Diagnostic| (finding.severity, finding.line, finding.column);
        key(a).cmp(&key(b))
    });
}

/// Whether any finding is an error.
pub fn any_error(findings: &[Diagnostic]) -> bool {
    findings.iter().any(Diagnostic::is_error)
}

/// Letters and digits of a word in lower case, so that `peakToMean` equals `peak_to_mean`.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Twice the edits from one plain word to another; less when one begins or contains the other.
fn distance(wanted: &str, other: &str) -> usize {
    let edits = strsim::damerau_levenshtein(wanted, other) * 2;
    if wanted.len().min(other.len()) < 3 {
        edits
    } else if other.starts_with(wanted) {
        edits.min(1)
    } else if other.contains(wanted) || wanted.contains(other) {
        edits.min(3)
    } else {
        edits
    }
}

/// The nearest of several words, when one is near enough to be meant.
pub fn nearest_word<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let wanted = plain(word);
    if wanted.is_empty() {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in words {
        let other = plain(candidate);
        let apart = distance(&wanted, &other);
        let longest = wanted.chars().count().max(other.chars().count());
        let near = !other.is_empty() && apart <= (2 * longest / 3).max(2);
        if near && best.is_none_or(|(least, _)| apart < least) {
            best = Some((apart, candidate));
        }
    }
    best.map(|(_, candidate)| candidate.to_owned())
}

/// Words as a list for people, the nearest first and cut when there are many.
pub fn words_allowed<'a>(word: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.into_iter().collect();
    let shown = if words.len() > 60 { 6 } else { 12 };
    if words.len() <= shown {
        return words.join(", ");
    }
    let wanted = plain(word);
    words.sort_by_cached_key(|candidate| (distance(&wanted, &plain(candidate)), *candidate));
    let rest = words.len() - shown;
    format!("{} and {rest} more", words[..shown].join(", "))
}

/// Whether a sign does something to what is shown instead of being shown: control characters,
/// line separators and what turns the direction of writing around.
pub fn is_hidden_sign(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text on one line in which hidden signs are written as `\u001b`.
///
/// ```
/// use splitpoint::diagnostic::visible;
/// assert_eq!(visible("plan.ron"), "plan.ron");
/// assert_eq!(visible("a\u{1b}[31mb\nc"), "a\\u001b[31mb\\u000ac");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    written_out(text, is_hidden_sign)
}

/// A text in which some signs are written out, as JSON does it; all of them have four digits.
pub fn written_out(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for sign in text.chars() {
        if hidden(sign) {
            let _ = write!(out, "\\u{:04x}", u32::from(sign));
        } else {
            out.push(sign);
        }
    }
    Cow::Owned(out)
}

/// A text cut to a length that fits into a message.
pub fn excerpt(text: &str) -> String {
    const SHOWN: usize = 40;
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= SHOWN {
        one_line
    } else {
        one_line.chars().take(SHOWN).chain(['…']).collect()
    }
}

/// Every code with what it means, in the order of the checks.
pub const CODES: &[(&str, &str)] = &[
    ("too-large", "the file is larger than a scenario may be"),
    ("syntax", "the text is not RON"),
    ("too-deep", "values are nested too deeply"),
    (
        "missing-version",
        "the file does not state its format version",
    ),
    ("newer-version", "the file was written by a newer program"),
    ("unknown-version", "no such version of the format ever was"),
    ("unknown-field", "a field that does not exist"),
    ("duplicate-field", "a field stated twice"),
    ("unknown-word", "a word that is not among the choices"),
    ("wrong-type", "a value of another kind than the field's"),
    ("not-finite", "not a number, or infinite"),
    ("range-order", "low, likely and high do not rise"),
    (
        "range-shape",
        "no distribution has low, likely and high as its percentiles",
    ),
    ("too-many-items", "more elements than a list may have"),
    ("too-many-findings", "reading stopped before the end"),
    ("out-of-range", "a value that cannot be"),
    ("unusual", "a value outside the typical range"),
    (
        "currency-rate",
        "a currency whose exchange rate is not stated",
    ),
    (
        "missing-name",
        "an element without the name that others refer to",
    ),
    (
        "bad-name",
        "a name with a slash, or with blanks at its ends",
    ),
    (
        "hidden-sign",
        "a name with a sign that is not shown: a control character, or one that turns the writing around",
    ),
    ("duplicate-name", "two elements of one name"),
    ("no-components", "a plan without components"),
    ("no-core", "a plan whose components may all fail"),
    ("unknown-component", "a component that does not exist"),
    ("unplaced-component", "a component in none of the units"),
    ("placed-twice", "a component in more than one unit"),
    ("empty-unit", "a unit without components"),
    ("self-edge", "a component that calls itself"),
    ("duplicate-edge", "two edges between the same components"),
    (
        "unknown-model",
        "a model neither in the catalogue nor in the plan",
    ),
    (
        "unknown-gpu",
        "a GPU neither in the catalogue nor in the plan",
    ),
    (
        "unknown-api",
        "a hosted API neither in the catalogue nor in the plan",
    ),
    (
        "unknown-provider",
        "a provider without prices in the catalogue",
    ),
    (
        "unknown-adoption",
        "an adoption curve that the catalogue does not have",
    ),
    ("unknown-entry", "an override of nothing in the catalogue"),
    ("missing-value", "an override that does not say its value"),
    ("missing-model", "a language model that names no model"),
    ("missing-api", "a hosted model that names no API"),
    ("does-not-fit", "a model too large for every GPU allowed"),
    (
        "not-projected",
        "a plan that cannot be projected for another reason",
    ),
    ("unpriced-gpu", "a GPU of the plan without a price"),
    (
        "incomplete-experts",
        "a mixture of experts described in part",
    ),
    (
        "ceiling",
        "an S-curve whose ceiling is not above today's users",
    ),
    (
        "missing-ceiling",
        "an S-curve without ceiling or adoption curve",
    ),
    ("missing-table", "growth by table without points"),
    ("table-order", "points of a table that do not rise"),
    ("retire-order", "a component retired before it appears"),
    ("start-month", "a first month that is not a month"),
    ("stage-order", "stages whose months do not rise"),
    ("missing-stages", "a roadmap without stages"),
    ("reserved-id", "a roadmap with the id of a built-in one"),
    ("unknown-roadmap", "a roadmap that does not exist"),
    ("hiring-bounds", "fewest engineers above most"),
    (
        "conflicting-goals",
        "a component that must be alone and must not be split off",
    ),
    ("no-engineers", "a plan without engineers"),
    ("missing-reason", "an override without a reason"),
    ("not-used", "a field that its component's kind does not use"),
    (
        "after-horizon",
        "something that happens after the last month",
    ),
    ("unknown-path", "a note at a path that leads nowhere"),
    (
        "constants-changed",
        "constants that are different from when the plan was begun",
    ),
    (
        "unknown-catalogue",
        "a plan begun with a catalogue that this program does not know",
    ),
];

#[cfg(test)]
mod tests {
    use super::{CODES, Diagnostic, excerpt, nearest_word, sort, words_allowed};

    #[test]
    fn a_line_leaves_out_what_is_not_known() {
        let finding = Diagnostic::warning("no-core", "", "no component is core");
        assert_eq!(
            finding.line_for("a.ron"),
            "a.ron: warning[no-core]: no component is core."
        );
    }

    #[test]
    fn errors_come_first_then_lines() {
        let mut findings = vec![
            Diagnostic::warning("unusual", "a", "a").at((1, 1)),
            Diagnostic::error("syntax", "b", "b").at((9, 1)),
            Diagnostic::error("syntax", "c", "c").at((2, 1)),
        ];
        sort(&mut findings);
        let paths: Vec<_> = findings.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, ["c", "b", "a"]);
    }

    #[test]
    fn the_nearest_word_is_near() {
        let words = ["users", "growth", "peak_to_mean"];
        assert_eq!(nearest_word("usres", words).as_deref(), Some("users"));
        assert_eq!(
            nearest_word("peakToMean", words).as_deref(),
            Some("peak_to_mean")
        );
        assert_eq!(nearest_word("colour", words), None);
        let gpus = ["H200", "H100-SXM", "L4"];
        assert_eq!(nearest_word("h100", gpus).as_deref(), Some("H100-SXM"));
        assert_eq!(nearest_word("", words), None);
    }

    #[test]
    fn long_lists_are_cut() {
        let many: Vec<String> = (0..20).map(|k| format!("w{k:02}")).collect();
        let shown = words_allowed("w19", many.iter().map(String::as_str));
        assert!(
            shown.starts_with("w19, ") && shown.ends_with("and 8 more"),
            "{shown}"
        );
        assert_eq!(excerpt("a\n  b"), "a b");
        assert_eq!(excerpt(&"x".repeat(50)).chars().count(), 41);
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = CODES.iter().map(|(code, _)| code).collect();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len());
    }
}
