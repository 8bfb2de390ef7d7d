//! What must hold for any bytes that a person or a file may hand in: the checks of the fuzz targets, and
//! of the test that runs the kept corpus through them.

use splitpoint::catalog::Catalog;
use splitpoint::scenario::{
    self, Leaf, Scenario, actuals, fields, load, path, typed, validate::validate,
};
use splitpoint::units::{DecimalSign, Reading, Typed, YearMonth, editable, read_number};

/// Any text in a number field: a finite number, or a refusal that says something; and the text with
/// which a field begins to be edited reads back as its value.
pub(crate) fn number(data: &[u8]) {
    let [how, text @ ..] = data else { return };
    let Ok(text) = std::str::from_utf8(text) else {
        return;
    };
    let (scale, unit) = match how & 3 {
        0 => (1.0, ""),
        1 => (1e3, "k users"),
        2 => (0.01, "%/mo"),
        _ => (1e6, "M"),
    };
    let reading = Reading {
        scale,
        unit,
        currency: if how & 4 == 0 { "" } else { "EUR" },
        ranges: how & 8 == 0,
        allowed: (how & 16 != 0).then_some((0.0, 1e6)),
        usual: (how & 32 != 0).then_some((0.5, 50.0)),
        decimal: match how >> 6 {
            1 => Some(DecimalSign::Point),
            2 => Some(DecimalSign::Comma),
            _ => None,
        },
    };
    match read_number(text, &reading) {
        Ok(typed) => {
            let values: Vec<f64> = typed.values().collect();
            assert!(values.iter().all(|value| value.is_finite()), "{typed:?}");
            assert!(values.windows(2).all(|two| two[0] <= two[1]), "{typed:?}");
            assert!(reading.ranges || values.len() == 1, "{typed:?}");
            for value in values {
                let text = editable(value, 1.0);
                let Ok(Typed::Value(again)) = read_number(&text, &Reading::default()) else {
                    panic!("{value} is edited as {text}");
                };
                let near = (again - value).abs() <= value.abs() * 1e-11;
                assert!(near, "{value} is edited as {text} and read as {again}");
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// Any text as pasted months: in order, within the plan, no number below nothing; and what is written
/// of them reads back as the same.
pub(crate) fn table(text: &str) {
    let Some(start) = YearMonth::new(2027, 1) else {
        return;
    };
    let Ok(pasted) = actuals::read(text, start, 60, "EUR") else {
        return;
    };
    let months = &pasted.months;
    assert!(months.windows(2).all(|two| two[0].month < two[1].month));
    for actual in months {
        assert!(actual.month < 60);
        for value in actuals::values(actual).into_iter().flatten() {
            assert!(value.likely.is_finite() && value.likely >= 0.0, "{value:?}");
        }
    }
    let written = actuals::written(months, start);
    match actuals::read(&written, start, 60, "EUR") {
        Ok(again) => assert_eq!(again.months.len(), months.len(), "{written}"),
        Err(error) => panic!("{error}: {written}"),
    }
}

/// Any `path=text`: the plan keeps finite, rising numbers, and a refusal changes nothing.
pub(crate) fn set(data: &[u8]) {
    let [which, rest @ ..] = data else { return };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let all = fields::all();
    let field = &all[usize::from(*which) % all.len()];
    let (at, text) = match text.split_once('=').filter(|_| which % 5 == 0) {
        Some((at, text)) => (at, text),
        None => (field.path, text),
    };
    let before = Scenario::default();
    let mut plan = before.clone();
    match typed::set(&mut plan, at, text) {
        Ok(()) => {
            if let Ok(Leaf::Number(value)) = path::get(&plan, at) {
                assert!(
                    value.low.is_finite() && value.high.is_finite(),
                    "{at}: {value:?}"
                );
                assert!(
                    value.low <= value.likely && value.likely <= value.high,
                    "{at}: {value:?}"
                );
            }
        }
        Err(error) => {
            assert!(
                plan == before,
                "{at} refused `{text}` and changed the plan: {error}"
            );
        }
    }
}

/// Any text as a scenario: findings instead of a panic; and what is read, written and read again is the
/// same.
pub(crate) fn scenario(text: &str) {
    let loaded = load(text);
    let Some(plan) = &loaded.scenario else {
        assert!(!loaded.diagnostics.is_empty());
        return;
    };
    let written = scenario::save(plan);
    let again = load(&written);
    assert!(again.is_clean(), "{written}: {:?}", again.diagnostics);
    assert!(again.scenario.as_ref() == Some(plan), "{written}");
    if let Ok(catalog) = Catalog::builtin() {
        let _ = validate(plan, catalog, Some(&loaded.accepted));
    }
}
