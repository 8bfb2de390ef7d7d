//! Forty statements about splitting a product, each with an experiment that shows it or does not.
//!
//! What they give stands in `docs/method/claims.md`, between markers, and is computed again here. What
//! counts as shown was written before the first run of an experiment and stands beside it. After a change
//! that is meant, `UPDATE_GOLDEN=1 cargo test --test it claims` writes the tables anew; where a verdict is
//! another one, the sentence that says why is read again, and both are changed where the claim stands.

mod deciding;
mod failing;
mod lab;
mod splitting;
mod whole;

use std::fmt::Write as _;

use splitpoint::units;

use self::lab::Lab;
use crate::book::{folder, write_section};
use crate::ladders::on_all_cores;

/// How a claim fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    /// The effect is as large as somebody who knows such products would expect.
    Shown,
    /// It points that way, and is smaller.
    Weak,
    /// There is none to speak of.
    Absent,
    /// It points the other way.
    Contrary,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Weak => "weak",
            Self::Absent => "absent",
            Self::Contrary => "contrary",
        }
    }
}

/// What is measured, and how much of it counts as what.
struct Criterion {
    /// The effect.
    measure: &'static str,
    unit: &'static str,
    /// From here on it is shown.
    shown: f64,
    /// From here on it is weak.
    weak: f64,
    /// From here downwards it is contrary.
    contrary: f64,
}

impl Criterion {
    fn judge(&self, effect: f64) -> Verdict {
        if effect >= self.shown {
            Verdict::Shown
        } else if effect >= self.weak {
            Verdict::Weak
        } else if effect > self.contrary {
            Verdict::Absent
        } else {
            Verdict::Contrary
        }
    }

    fn text(&self) -> String {
        let figure = |value| with_unit(value, self.unit);
        format!(
            "{}: shown from {}, weak from {}, contrary down from {}",
            self.measure,
            figure(self.shown),
            figure(self.weak),
            figure(self.contrary)
        )
    }
}

/// `5%`, `2 points`, `3`.
fn with_unit(value: f64, unit: &str) -> String {
    let number = units::decimal(value, 2);
    let number = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        &number
    };
    match unit {
        "" => number.to_owned(),
        "%" => format!("{number}%"),
        "points" | "months" if number == "1" => format!("1 {}", unit.trim_end_matches('s')),
        _ => format!("{number} {unit}"),
    }
}

/// What an experiment gave.
struct Found {
    /// What the criterion judges.
    effect: f64,
    /// Figures beside it.
    figures: String,
}

/// A statement, its experiment and what it gave.
struct Claim {
    number: usize,
    said: &'static str,
    experiment: &'static str,
    criterion: Criterion,
    run: fn(&Lab) -> Found,
    /// What it was when `why` was written.
    verdict: Verdict,
    why: &'static str,
    /// Verdict on the model of version 0.1.
    before: Verdict,
}

/// The claims by what they are about, in their order.
const PARTS: [(&str, &[Claim]); 4] = [
    ("Splitting, and when", splitting::CLAIMS),
    ("One unit", whole::CLAIMS),
    ("Change, failures and overhead", failing::CLAIMS),
    ("What decides", deciding::CLAIMS),
];

fn table(claims: &[Claim], found: &[Found]) -> String {
    let mut text = String::from(
        "| # | Claim | Experiment | Counts as | Found | Verdict | Why | In 0.1 |\n\
         |---:|---|---|---|---|---|---|---|\n",
    );
    for (claim, found) in claims.iter().zip(found) {
        let verdict = claim.criterion.judge(found.effect);
        let word = match verdict {
            Verdict::Shown => verdict.word().to_owned(),
            _ => format!("**{}**", verdict.word()),
        };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {}; effect {} | {word} | {} | {} |",
            claim.number,
            claim.said,
            claim.experiment,
            claim.criterion.text(),
            found.figures,
            with_unit(found.effect, claim.criterion.unit),
            claim.why,
            claim.before.word(),
        );
    }
    text
}

/// How many there are of each verdict.
fn tally(verdicts: &[Verdict]) -> String {
    let count = |wanted: Verdict| verdicts.iter().filter(|found| **found == wanted).count();
    format!(
        "Of {} claims {} are shown, {} weakly, {} are absent and {} contrary.",
        verdicts.len(),
        count(Verdict::Shown),
        count(Verdict::Weak),
        count(Verdict::Absent),
        count(Verdict::Contrary)
    )
}

#[test]
fn claims_are_as_documented() {
    let claims: Vec<&Claim> = PARTS.iter().flat_map(|(_, claims)| *claims).collect();
    for (at, claim) in claims.iter().enumerate() {
        assert_eq!(claim.number, at + 1, "{}", claim.said);
    }
    let lab = Lab::default();
    let found = on_all_cores(&claims, |claim| (claim.run)(&lab));
    let verdicts: Vec<Verdict> = claims
        .iter()
        .zip(&found)
        .map(|(claim, found)| claim.criterion.judge(found.effect))
        .collect();
    let mut text = format!("{}\n", tally(&verdicts));
    let mut rest = found.as_slice();
    for (part, claims) in PARTS {
        let (these, others) = rest.split_at(claims.len());
        let _ = write!(text, "\n### {part}\n\n{}", table(claims, these));
        rest = others;
    }
    let differs = write_section(&folder().join("claims.md"), "claims", &text);
    let turned: Vec<String> = claims
        .iter()
        .zip(&verdicts)
        .filter(|(claim, found)| claim.verdict != **found)
        .map(|(claim, found)| {
            format!(
                "{} ({}) was {} and is {}",
                claim.number,
                claim.said,
                claim.verdict.word(),
                found.word()
            )
        })
        .collect();
    assert!(
        turned.is_empty(),
        "verdicts turned; read why again, and change both in tests/it/claims: {}",
        turned.join("; ")
    );
    assert!(
        !differs,
        "docs/method/claims.md is not as computed now. If this is meant, UPDATE_GOLDEN=1 cargo test --test \
         it claims writes it anew; say so in CHANGELOG.md."
    );
}
