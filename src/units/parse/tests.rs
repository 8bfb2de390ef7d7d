//! The table of texts with their readings, and what a field's own knowledge adds.

use super::{DecimalSign, NumberError, Reading, Typed, decimal_sign, parse_number, read_number};
use crate::units::{editable, editable_range};

/// Every text of the table with its reading, or with a part of the refusal.
pub(crate) fn table() -> Vec<(String, Result<Typed, String>)> {
    let lines = include_str!("../../../tests/numbers.tsv").lines();
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (text, expected) = line.split_once('\t').unwrap();
            let text = text
                .replace("<thin>", "\u{2009}")
                .replace("<narrow>", "\u{202f}")
                .replace("<nbsp>", "\u{a0}")
                .replace("<figure>", "\u{2007}");
            let (kind, rest) = expected.split_once(' ').unwrap();
            if kind == "refused" {
                return (text, Err(rest.to_owned()));
            }
            let numbers: Vec<f64> = rest.split(' ').map(|n| n.parse().unwrap()).collect();
            let typed = match (kind, numbers.as_slice()) {
                ("value", [value]) => Typed::Value(*value),
                ("ends", [low, high]) => Typed::Ends(*low, *high),
                ("range", [low, likely, high]) => Typed::Range(*low, *likely, *high),
                _ => panic!("{line}"),
            };
            (text, Ok(typed))
        })
        .collect()
}

#[test]
fn every_text_of_the_table_is_read_as_it_says() {
    let table = table();
    assert!(table.len() >= 150, "{}", table.len());
    let mut wrong = Vec::new();
    for (text, expected) in &table {
        let read = parse_number(text).map_err(|error| error.to_string());
        let same = match (&read, expected) {
            (Ok(read), Ok(expected)) => read == expected,
            (Err(reason), Err(part)) => reason.contains(part.as_str()),
            _ => false,
        };
        if !same {
            wrong.push(format!("{text}: {read:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn value(text: &str, reading: &Reading<'_>, expected: f64) {
    assert_eq!(
        read_number(text, reading),
        Ok(Typed::Value(expected)),
        "{text}"
    );
}

#[test]
fn what_the_field_takes_and_what_is_usual_tell_two_readings_apart() {
    let price = Reading {
        allowed: Some((0.0, 1e6)),
        usual: Some((0.3, 15.0)),
        ..Reading::default()
    };
    value("2.125", &price, 2.125);
    // A comma between thousands is doubted only where the field cannot take them.
    value("2,125", &price, 2125.0);
    let months = Reading {
        allowed: Some((1.0, 120.0)),
        ..Reading::default()
    };
    value("12.000", &months, 12.0);
    value("1,125", &months, 1.125);
    let salary = Reading {
        usual: Some((30e3, 400e3)),
        ..Reading::default()
    };
    value("98.765", &salary, 98_765.0);
    let users = Reading {
        usual: Some((10.0, 1e8)),
        ..Reading::default()
    };
    assert!(matches!(
        read_number("12.000", &users),
        Err(NumberError::Ambiguous { .. })
    ));
    // Where no range is taken, three groups are one number.
    let one = Reading {
        ranges: false,
        ..Reading::default()
    };
    value("100 250 600", &one, 100_250_600.0);
    assert_eq!(read_number("3 to 9", &one), Err(NumberError::OneNeeded));
    assert_eq!(read_number("2 3 5", &one), Err(NumberError::OneNeeded));
}

#[test]
fn a_bare_number_is_in_the_unit_of_the_box() {
    let reading = Reading {
        scale: 1e3,
        unit: "k users",
        ..Reading::default()
    };
    value("900", &reading, 900_000.0);
    value("900 k users", &reading, 900_000.0);
    value("2.5m", &reading, 2_500_000.0);
    value("=2*3", &reading, 6_000.0);
    value("=100*15%", &reading, 15_000.0);
    value("=1m/12", &reading, 83_333.333_333_333_3);
    let mixed = read_number("=900+2k", &reading).unwrap_err().to_string();
    assert!(mixed.contains("give each its letter"), "{mixed}");
    let refused = read_number("12.000", &reading).unwrap_err().to_string();
    assert!(refused.contains("may be 12 or 12,000"), "{refused}");
    assert_eq!(read_number("2 to 3m", &reading), Ok(Typed::Ends(2e6, 3e6)));

    let share = Reading {
        scale: 0.01,
        unit: "%/mo",
        ..Reading::default()
    };
    value("7.4", &share, 0.074);
    value("7,4 %/mo", &share, 0.074);
    value("7.4%", &share, 0.074);
    value("=2*5%", &share, 0.1);
    value("=5+2", &share, 0.07);
    assert_eq!(
        read_number("5 ± 1", &share),
        Ok(Typed::Range(0.04, 0.05, 0.06))
    );
    // A tenth of it, or ten points?
    assert!(read_number("20 ± 10%", &share).is_err());
}

#[test]
fn money_of_another_currency_is_refused() {
    let plan = |currency| Reading {
        currency,
        ..Reading::default()
    };
    value("$5", &plan("USD"), 5.0);
    value("$5", &plan("AUD"), 5.0);
    value("5 €", &plan("EUR"), 5.0);
    value("5 XAF", &plan("XAF"), 5.0);
    value("5", &plan("EUR"), 5.0);
    assert_eq!(
        read_number("$5", &plan("EUR")).unwrap_err().to_string(),
        "this plan counts in EUR, not in \u{201c}$\u{201d}; write the amount in EUR"
    );
    assert!(read_number("5 GBP", &plan("USD")).is_err());
    assert!(read_number("3 to 5 €", &plan("USD")).is_err());
}

#[test]
fn the_text_with_which_editing_begins_reads_back_as_the_value() {
    for (number, text) in [
        (0.0, "0"),
        (1.234, "1.2340"),
        (-12.125, "-12.1250"),
        (0.125, "0.125"),
        (1234.567, "1234.567"),
        (1.5, "1.5"),
        (40_000.0, "40000"),
        (0.1 + 0.2, "0.3"),
        (1.5e40, "1.5e40"),
        (-2e-30, "-2e-30"),
    ] {
        assert_eq!(editable(number, 1.0), text);
        value(text, &Reading::default(), text.parse().unwrap());
    }
    assert_eq!(editable(900_000.0, 1e3), "900");
    assert_eq!(editable(0.15, 0.01), "15");
    let text = editable_range([100.0, 250.125, 600.0], 1.0);
    assert_eq!(text, "100; 250.1250; 600");
    assert_eq!(parse_number(&text), Ok(Typed::Range(100.0, 250.125, 600.0)));
}

#[test]
fn a_text_shows_its_decimal_sign_or_does_not() {
    for (text, expected) in [
        ("1.5", Some(DecimalSign::Point)),
        ("1,234.5", Some(DecimalSign::Point)),
        ("1,5", Some(DecimalSign::Comma)),
        ("1.234,5", Some(DecimalSign::Comma)),
        ("1.234.567", Some(DecimalSign::Comma)),
        ("1,234", None),
        ("1.234", None),
        ("1200", None),
        ("soon", None),
    ] {
        assert_eq!(decimal_sign(text), expected, "{text}");
    }
}

#[test]
fn ends_find_their_likely_value() {
    assert_eq!(Typed::Ends(3.0, 9.0).triple(4.0), (3.0, 4.0, 9.0));
    assert_eq!(Typed::Ends(3.0, 9.0).triple(20.0), (3.0, 6.0, 9.0));
    assert_eq!(Typed::Value(3.0).triple(20.0), (3.0, 3.0, 3.0));
}

#[test]
fn long_and_deep_texts_are_refused() {
    assert!(parse_number(&"1".repeat(300)).is_err());
    let deep = format!("={}1{}", "(".repeat(100), ")".repeat(100));
    assert!(matches!(parse_number(&deep), Err(NumberError::Sum(_))));
    assert_eq!(parse_number("  "), Err(NumberError::Empty));
}
