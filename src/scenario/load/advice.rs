//! What a person most likely meant by a text that the format does not have.
//!
//! A cure is offered only where the reading is certain; a text with two readings gets both.

use crate::units::{Typed, parse_number};

/// What was found in place of a value, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// The text as it stands.
    pub(super) found: String,
    /// What is wrong with it; no full stop at its end.
    pub(super) message: String,
    /// What to write; no full stop at its end.
    pub(super) hint: String,
}

/// A number as the format writes it.
fn number(value: f64) -> String {
    let text = value.to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits = whole.trim_start_matches('-');
    if digits.len() < 5 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text;
    }
    let mut out = whole[..whole.len() - digits.len()].to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out + rest
}

/// Advice about the value that stands at a byte, or around it, when syntax broke there.
pub(super) fn about_value(text: &str, at: usize) -> Option<Advice> {
    let line_start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    let line_end = text[at..].find('\n').map_or(text.len(), |line| at + line);
    let line = &text[line_start..line_end];
    let code = line.split("//").next().unwrap_or(line);
    let here = at - line_start;
    if let Some(advice) = about_quotes(code).or_else(|| about_equals(code)) {
        return Some(advice);
    }
    // The colon before the fault, what follows it up to the end of its field.
    let colon = code.get(..here.min(code.len()))?.rfind(':')?;
    let value = code[colon + 1..].trim_start();
    let mut end = value.len();
    for (place, sign) in value.char_indices() {
        let next = value[place + sign.len_utf8()..].chars().next();
        let last = value[..place].chars().next_back();
        let between =
            last.is_some_and(|c| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit());
        if matches!(sign, ')' | ']' | '"' | '(' | '[') || (sign == ',' && !between) {
            end = place;
            break;
        }
    }
    about_number(value[..end].trim())
}

/// Advice about a text in place of a number.
pub(super) fn about_number(found: &str) -> Option<Advice> {
    let inner = found.trim_matches('"').trim();
    if inner.is_empty() || inner.len() > 40 || !inner.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let advice = |message: String, hint: String| {
        Some(Advice {
            found: found.to_owned(),
            message,
            hint,
        })
    };
    if let Some((whole, rest)) = inner.split_once(',') {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
        if digits(whole.trim_start_matches('-')) && digits(rest) {
            let point = format!("{whole}.{rest}");
            let message = format!("`{inner}` has a comma, and a comma parts fields");
            return if rest.len() == 3 && whole.trim_start_matches('-') != "0" {
                advice(
                    message,
                    format!("Write {whole}_{rest} for thousands, or {point} for a fraction"),
                )
            } else {
                advice(
                    message,
                    format!("Write {point}: fractions have a point here"),
                )
            };
        }
    }
    let Ok(typed) = parse_number(inner) else {
        return None;
    };
    let message = format!("`{inner}` is not a number as a file writes it");
    match typed {
        Typed::Value(value) => {
            let written = number(value);
            // What is written alike is wrong for another reason.
            (written != inner).then_some(())?;
            advice(message, format!("Write {written}"))
        }
        Typed::Ends(low, high) => {
            let middle = number(f64::midpoint(low, high));
            let (low, high) = (number(low), number(high));
            advice(
                message,
                format!("Write (low, likely, high), such as ({low}, {middle}, {high})"),
            )
        }
        Typed::Range(low, likely, high) => advice(
            message,
            format!(
                "Write ({}, {}, {})",
                number(low),
                number(likely),
                number(high)
            ),
        ),
    }
}

/// Advice about numbers in brackets that are too few or too many for a range.
pub(super) fn about_range(found: &str) -> Option<String> {
    let inner = found.strip_prefix('(')?.strip_suffix(')')?;
    let parts: Vec<&str> = inner.trim_end_matches(',').split(',').collect();
    if !parts.iter().all(|part| part.trim().parse::<f64>().is_ok()) {
        return None;
    }
    // (0,5, 0,8, 1,2): commas with a blank behind them part, the others are decimal.
    let split: Vec<String> = inner
        .split(", ")
        .map(|part| part.trim().replace(',', "."))
        .collect();
    let rises = match split.as_slice() {
        [low, likely, high] if parts.len() > 3 => {
            let value = |text: &str| text.parse::<f64>().ok();
            value(low) <= value(likely)
                && value(likely) <= value(high)
                && [low, likely, high].iter().all(|text| value(text).is_some())
        }
        _ => false,
    };
    Some(if rises {
        format!("Write ({}): fractions have a point here", split.join(", "))
    } else {
        "A range is three numbers that rise, (low, likely, high); fractions have a point, as in 0.5"
            .to_owned()
    })
}

fn about_quotes(code: &str) -> Option<Advice> {
    let found = code.find(['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'])?;
    // Within a plain text they are letters like any other.
    if code[..found].matches('"').count() % 2 == 1 {
        return None;
    }
    let sign: String = code[found..].chars().take(1).collect();
    Some(Advice {
        message: format!("`{sign}` is a typographic quotation mark"),
        found: sign,
        hint: "Write texts between plain ones, as in \"web\"".to_owned(),
    })
}

fn about_equals(code: &str) -> Option<Advice> {
    let (name, _) = code.split_once('=')?;
    if name.matches('"').count() % 2 == 1 {
        return None;
    }
    let name = name.rsplit(['(', ',']).next().unwrap_or(name).trim();
    let plain = !name.is_empty()
        && name
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_');
    plain.then(|| Advice {
        found: format!("{name} ="),
        message: format!("`{name}` is followed by an equals sign"),
        hint: format!("Write `{name}: ` and its value"),
    })
}

#[cfg(test)]
mod tests {
    use super::{about_number, about_range, about_value};

    #[track_caller]
    fn hint(text: &str, fault: &str, expected: &str) {
        let at = text.find(fault).unwrap();
        let advice = about_value(text, at).unwrap();
        assert!(advice.hint.contains(expected), "{text}: {advice:?}");
    }

    #[test]
    fn what_was_meant_is_said() {
        hint("(a: (users: 10k, b: 2))", "k,", "Write 10_000");
        hint("(peak: 1,5)", "5)", "Write 1.5");
        hint("(peak: 0,5, b: 2)", "5,", "Write 0.5");
        hint(
            "(peak: 1,500, b: 2)",
            "500",
            "1_500 for thousands, or 1.500",
        );
        hint("(peak: -0,125)", "125", "Write -0.125");
        hint("(share: 15%)", "%", "Write 0.15");
        hint("(price: $2.95)", "$", "Write 2.95");
        hint("(users: 3 to 9)", "to", "(3, 6, 9)");
        hint("(users = 10)", "=", "`users: `");
        hint("(name: \u{201c}web\u{201d})", "\u{201c}", "plain ones");
    }

    #[test]
    fn nothing_is_advised_where_nothing_is_known() {
        for (text, fault) in [
            ("(a: 10 b: 2)", "b"),
            ("(name: \"a\" \"b\")", "\"b"),
            ("(a: (b: 3", "3"),
            ("(((", "(("),
            ("(r#5: 3)", "5"),
        ] {
            let advice = about_value(text, text.find(fault).unwrap());
            assert_eq!(advice, None, "{text}");
        }
        assert_eq!(about_number("many"), None);
        assert_eq!(about_number("12"), None);
    }

    #[test]
    fn ranges_with_decimal_commas_are_seen_through() {
        let hint = about_range("(0,5, 0,8, 1,2)").unwrap();
        assert!(hint.contains("(0.5, 0.8, 1.2)"), "{hint}");
        let hint = about_range("(1, 2)").unwrap();
        assert!(hint.contains("(low, likely, high)"), "{hint}");
        assert_eq!(about_range("(a: 3)"), None);
    }
}
