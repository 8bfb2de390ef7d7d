//! Money as text: symbol or code, k, M, B, totals, differences, ranges, prices, table units.

use super::{MINUS, THIN_SPACE, decimal, round_significant, trimmed};

/// A currency, by what stands before its amounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency {
    code: String,
    prefix: String,
}

/// The unit of a table of money, so that its cells need no letters.
#[derive(Clone, Debug, PartialEq)]
pub struct TableUnit {
    /// What the heading says, such as `$M`.
    pub label: String,
    /// What one in the table is worth.
    pub unit: f64,
    /// Decimals of every cell.
    pub decimals: usize,
}

impl TableUnit {
    /// The smallest amount that a cell tells apart.
    pub fn step(&self) -> f64 {
        self.unit / self.steps_in_unit()
    }

    /// A cell of so many steps: `25.7`.
    pub fn cell(&self, steps: i64) -> String {
        decimal(self.in_units(steps), self.decimals)
    }

    /// A difference of so many steps, sign always: `−3.6`.
    pub fn difference(&self, steps: i64) -> String {
        super::signed(self.in_units(steps), self.decimals)
    }

    /// The amount in steps, rounded.
    pub fn steps(&self, amount: f64) -> i64 {
        (amount / self.step()).round() as i64
    }

    fn in_units(&self, steps: i64) -> f64 {
        steps as f64 / self.steps_in_unit()
    }

    fn steps_in_unit(&self) -> f64 {
        super::power_of_ten(i32::try_from(self.decimals).unwrap_or(i32::MAX))
    }
}

impl Currency {
    /// The currency with this code, such as `USD`.
    ///
    /// ```
    /// use splitpoint::units::Currency;
    /// assert_eq!(Currency::new("USD").total(85_912_000.0), "$85.9M");
    /// assert_eq!(Currency::new("CHF").total(85_912_000.0), "CHF\u{2009}85.9M");
    /// ```
    pub fn new(code: &str) -> Self {
        let symbol = match code {
            "USD" => Some('$'),
            "EUR" => Some('€'),
            "GBP" => Some('£'),
            "JPY" => Some('¥'),
            "INR" => Some('₹'),
            _ => None,
        };
        Self {
            code: code.to_owned(),
            prefix: symbol.map_or_else(|| format!("{code}{THIN_SPACE}"), String::from),
        }
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The symbol, or the code where there is none.
    pub fn symbol(&self) -> &str {
        self.prefix.trim_end_matches(THIN_SPACE)
    }

    /// An uncertain amount, to two significant digits: `$730k`, `$6.1k`, `$16M`.
    pub fn amount(&self, amount: f64) -> String {
        self.with_sign(amount, &two_significant(amount.abs()))
    }

    /// A total or a month of one: one decimal of M, whole k below: `$85.9M`, `$730k`.
    pub fn total(&self, amount: f64) -> String {
        self.with_sign(amount, &total(amount.abs()))
    }

    /// A difference of totals, sign always: `−$8.6M`, `+$4.1M`.
    pub fn difference(&self, amount: f64) -> String {
        let text = self.total(amount);
        if amount > 0.0 && has_value(&text) {
            format!("+{text}")
        } else {
            text
        }
    }

    /// A range, ends to two significant digits: `$4.3M to $16M`.
    pub fn range(&self, low: f64, high: f64) -> String {
        let (low, high) = (self.amount(low), self.amount(high));
        if low == high {
            low
        } else {
            format!("{low} to {high}")
        }
    }

    /// A price of one of something, in full: `$2.95`, `$0.0405`, `$1,200`.
    pub fn price(&self, amount: f64) -> String {
        let size = amount.abs();
        let digits = match size {
            s if s >= 999.995 => decimal(s, 0),
            s if s >= 1.0 || s == 0.0 => cents(s),
            s if s >= 0.01 => {
                let text = trimmed(s, 4);
                if text.len() < 4 { cents(s) } else { text }
            }
            s => trimmed(round_significant(s, 3), 12),
        };
        self.with_sign(amount, &digits)
    }

    /// A price per something: `$2.95/h`.
    pub fn price_per(&self, amount: f64, per: &str) -> String {
        format!("{}/{per}", self.price(amount))
    }

    /// The unit for a table whose largest amount this is: M with one decimal from 20 M on (B with
    /// two from 10 B), whole k from 100 k, k with a decimal from 1 k, then whole units.
    pub fn table_unit(&self, largest: f64) -> TableUnit {
        let (unit, decimals, letter) = match largest.abs() {
            a if a >= 1e10 => (1e9, 2, "B"),
            a if a >= 2e7 => (1e6, 1, "M"),
            a if a >= 1e5 => (1e3, 0, "k"),
            a if a >= 1e3 => (1e3, 1, "k"),
            _ => (1.0, 0, ""),
        };
        TableUnit {
            label: format!("{}{letter}", self.prefix),
            unit,
            decimals,
        }
    }

    fn with_sign(&self, amount: f64, digits: &str) -> String {
        if !amount.is_finite() {
            return super::NOT_KNOWN.to_owned();
        }
        let minus = if amount < 0.0 && has_value(digits) {
            MINUS.to_string()
        } else {
            String::new()
        };
        format!("{minus}{}{digits}", self.prefix)
    }
}

fn has_value(text: &str) -> bool {
    text.bytes().any(|b| (b'1'..=b'9').contains(&b))
}

/// Whole, or with two decimals where there is a fraction.
fn cents(size: f64) -> String {
    let text = decimal(size, 2);
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

fn two_significant(size: f64) -> String {
    let rounded = round_significant(size, 2);
    for (unit, letter) in [(1e9, "B"), (1e6, "M"), (1e3, "k")] {
        if rounded >= unit {
            let scaled = rounded / unit;
            return format!("{}{letter}", decimal(scaled, usize::from(scaled < 9.95)));
        }
    }
    if rounded < 9.95 {
        cents(size)
    } else {
        decimal(rounded, 0)
    }
}

fn total(size: f64) -> String {
    match size {
        s if s >= 999.95e6 => format!("{}B", decimal(s / 1e9, 2)),
        s if s >= 999.5e3 => format!("{}M", decimal(s / 1e6, 1)),
        s if s >= 9.95e3 => format!("{}k", decimal(s / 1e3, 0)),
        s if s >= 999.5 => format!("{}k", decimal(s / 1e3, 1)),
        s if s >= 9.995 => decimal(s, 0),
        s => cents(s),
    }
}

#[cfg(test)]
mod tests {
    use super::Currency;

    #[test]
    fn totals_have_one_decimal_of_a_million() {
        let usd = Currency::new("USD");
        for (amount, shown) in [
            (0.0, "$0"),
            (2.95, "$2.95"),
            (512.3, "$512"),
            (999.7, "$1.0k"),
            (6_120.0, "$6.1k"),
            (9_960.0, "$10k"),
            (730_400.0, "$730k"),
            (999_700.0, "$1.0M"),
            (85_912_000.0, "$85.9M"),
            (999_960_000.0, "$1.00B"),
            (1_234_000_000.0, "$1.23B"),
            (-8_600_000.0, "\u{2212}$8.6M"),
            (f64::INFINITY, "not known"),
        ] {
            assert_eq!(usd.total(amount), shown);
        }
        assert_eq!(usd.difference(4_100_000.0), "+$4.1M");
        assert_eq!(usd.difference(-8_600_000.0), "\u{2212}$8.6M");
        assert_eq!(usd.difference(0.0), "$0");
    }

    #[test]
    fn uncertain_amounts_have_two_digits() {
        let usd = Currency::new("USD");
        for (amount, shown) in [
            (730_400.0, "$730k"),
            (6_120.0, "$6.1k"),
            (996_000.0, "$1.0M"),
            (16_400_000.0, "$16M"),
            (134.0, "$130"),
            (3.0, "$3"),
        ] {
            assert_eq!(usd.amount(amount), shown);
        }
        assert_eq!(usd.range(4_310_000.0, 16_200_000.0), "$4.3M to $16M");
        assert_eq!(usd.range(-2.1e6, 3.0e6), "\u{2212}$2.1M to $3.0M");
    }

    #[test]
    fn prices_are_in_full() {
        let usd = Currency::new("USD");
        for (amount, shown) in [
            (2.95, "$2.95"),
            (0.6, "$0.60"),
            (0.0405, "$0.0405"),
            (0.000_2, "$0.0002"),
            (73.0, "$73"),
            (16.4, "$16.40"),
            (1_200.4, "$1,200"),
        ] {
            assert_eq!(usd.price(amount), shown);
        }
        assert_eq!(usd.price_per(2.95, "h"), "$2.95/h");
    }

    #[test]
    fn currencies_have_a_symbol_or_their_code() {
        let shown = |code| Currency::new(code).total(1.5e6);
        assert_eq!(shown("EUR"), "€1.5M");
        assert_eq!(shown("GBP"), "£1.5M");
        assert_eq!(shown("JPY"), "¥1.5M");
        assert_eq!(shown("INR"), "₹1.5M");
        assert_eq!(shown("CHF"), "CHF\u{2009}1.5M");
    }

    #[test]
    fn a_table_has_one_unit() {
        let usd = Currency::new("USD");
        let millions = usd.table_unit(94.5e6);
        assert_eq!(millions.label, "$M");
        assert_eq!(millions.cell(millions.steps(25.71e6)), "25.7");
        assert_eq!(millions.difference(-36), "\u{2212}3.6");
        let thousands = usd.table_unit(1.5e6);
        assert_eq!(thousands.label, "$k");
        assert_eq!(thousands.cell(thousands.steps(1_234_567.0)), "1,235");
        assert_eq!(usd.table_unit(12.0).label, "$");
    }
}
