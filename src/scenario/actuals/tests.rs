//! Pasted months: headings, separators, dates, and what is refused.

use super::{Column, Pasted, read, values, written};
use crate::units::YearMonth;

fn start() -> YearMonth {
    "2027-01".parse().unwrap()
}

fn pasted(text: &str) -> Pasted {
    read(text, start(), 60, "USD").unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn error(text: &str) -> String {
    read(text, start(), 24, "USD").unwrap_err().to_string()
}

/// Month, users, spend, people, lead time of each line.
fn figures(text: &str) -> Vec<(u32, [Option<f64>; 4])> {
    let months = pasted(text).months;
    let of = |actual| values(actual).map(|value| value.map(|value| value.likely));
    months
        .iter()
        .map(|actual| (actual.month, of(actual)))
        .collect()
}

#[test]
fn a_pasted_sheet_becomes_months_and_is_written_back() {
    let text = "Month\tUsers\tSpend\tPeople\tLead time\n\
        2027-02\t12k\t$1,250,000\t31\t6.5\n\nJan 2027\t10000\t\t30\t\n2;13k;;;7\n2027-02\t11k\n";
    let list = pasted(text);
    assert_eq!(
        figures(text),
        [
            (0, [Some(10_000.0), None, Some(30.0), None]),
            // The second line of a month replaces the first.
            (1, [Some(11_000.0), None, None, None]),
            (2, [Some(13_000.0), None, None, Some(7.0)]),
        ]
    );
    assert_eq!(list.repeated, [1]);
    assert_eq!(pasted(&written(&list.months, start())).months, list.months);
    assert!(pasted("  \n").months.is_empty());
}

#[test]
fn what_is_written_reads_back_whatever_its_decimals() {
    let list = pasted("0\t12.0005\t1234.1250\t3.125\t0.125\n").months;
    let text = written(&list, start());
    assert_eq!(pasted(&text).months, list, "{text}");
}

#[test]
fn months_of_a_sheet_are_read_by_their_headings() {
    let expected = [
        (0, [Some(10_000.0), Some(168_000.0), None, None]),
        (1, [Some(10_400.0), Some(171_000.0), None, None]),
    ];
    for text in [
        "Month\tUsers\tSpend\nJan-27\t10000\t168000\nFeb-27\t10400\t171000\n",
        // Another order.
        "Month\tSpend\tUsers\nJan-27\t168000\t10000\nFeb-27\t171000\t10400\n",
        // Dates, and a quoted number with a comma.
        "Date,Users,Spend\n2027-01-31,10000,\"168,000\"\n2027-02-28,\"10,400\",171000\n",
        // Semicolons, points between thousands, shown by the other numbers.
        "Month;Spend (USD);MAU\n01/2027;168.000,00;10.000\n02/2027;171.000,00;10.400\n",
        // Thousands in the heading.
        "Period\tTotal cost (k$)\tActive users\nJan 2027\t168\t10k\nFeb 2027\t171\t10.4k\n",
        "Month\tCosts in k\tUsers ('000)\nJan 2027\t168\t10\nFeb 2027\t171\t10.4\n",
    ] {
        assert_eq!(figures(text), expected, "{text}");
    }
    // Lead time in another unit.
    assert_eq!(
        figures("Month\tLead time (hours)\nJan-27\t36\n"),
        [(0, [None, None, None, Some(1.5)])]
    );
}

#[test]
fn columns_that_are_not_known_are_named_and_left_out() {
    let list = pasted("Region\tMonth\tSpend\tBudget 2027\tUsers\nEU\tJan-27\t5\t6\t7\n");
    assert_eq!(list.skipped, ["Region", "Budget 2027"]);
    assert_eq!(list.columns, [Column::Month, Column::Spend, Column::Users]);
    let month = values(&list.months[0]).map(|value| value.map(|value| value.likely));
    assert_eq!(month, [Some(7.0), Some(5.0), None, None]);
}

#[test]
fn what_cannot_be_read_is_named_by_its_line() {
    assert_eq!(
        error("2027-01\t5\nsoon\t7"),
        "line 2: \u{201c}soon\u{201d} is no month; write it like 2027-01 or Jan 2027"
    );
    assert_eq!(
        error("2029-01\t5"),
        "line 1: 2029-01 is not in the plan; it runs from Jan 2027 to Dec 2028"
    );
    assert!(error("2026-12\t5").contains("not in the plan"));
    assert!(error("2027-01\tmany").starts_with("line 1: Users: "));
    assert!(error("2027-01\t3 to 9").contains("one number is needed"));
    assert!(error("2027-01\t-3").contains("at least nothing"));
    assert!(error("0;1;2;3;4;5").starts_with("line 1: 6 cells"));
    assert!(error("Monat\tNutzer\nJan-27\t5").starts_with("line 1: no heading says Month"));
    assert!(error("Month\tNutzer\nJan-27\t5").contains("no heading says Users, Spend"));
    assert!(error("Month\tCost\tSpend\nJan-27\t5\t6").contains("both say spend; take one away"));
    assert!(error("Month\tSpend (EUR)\nJan-27\t5").contains("convert the column first"));
    assert!(error("Month\tSpend\nJan-27\t€5").contains("this plan counts in USD"));
    assert!(error("Month\tUsers\n4/5/2027\t5").contains("may be May 2027 or Apr 2027"));
}

#[test]
fn a_table_of_two_readings_is_refused() {
    // Thousands by points, or decimals: nothing in the table tells.
    assert!(error("Month\tUsers\nJan-27\t12.000").contains("may be 12 or 12,000"));
    // Commas between cells, or within numbers.
    assert!(error("2027-01,10,450").contains("may be 10,450 or two cells"));
    assert!(error("Month,Users,Spend\nJan-27,10,400,168,000").contains("5 cells under 3 headings"));
}
