//! One number as it is written: sign, currency, digits with their decimal sign and their groups,
//! and the letter behind them.
//!
//! Which of `.` and `,` is the decimal sign is not decided here: a text is read under either
//! convention, and [`super::parse`] compares what comes of it.

use super::parse::{NumberError, Reading};

/// Which sign parts the decimals from the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalSign {
    /// `1,234.5`
    Point,
    /// `1.234,5`
    Comma,
}

impl DecimalSign {
    const fn sign(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }

    const fn other(self) -> char {
        match self {
            Self::Point => ',',
            Self::Comma => '.',
        }
    }
}

/// What a typed number counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counts {
    /// The unit of the field.
    Plain,
    /// Ones, since a letter says how many.
    Ones,
    /// Hundredths.
    Percent,
}

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    /// What its digits say.
    pub(super) digits: f64,
    /// What one of them is worth.
    pub(super) factor: f64,
    /// What it counts in.
    pub(super) counts: Counts,
}

impl Numeral {
    /// The value in the stored unit of the field.
    pub(super) fn value(self, scale: f64) -> f64 {
        let factor = match self.counts {
            Counts::Plain => scale,
            Counts::Ones | Counts::Percent => self.factor,
        };
        if factor == 1.0 {
            self.digits
        } else {
            without_noise(self.digits * factor)
        }
    }
}

/// A product of decimal fractions without what binary fractions add to it.
pub(super) fn without_noise(value: f64) -> f64 {
    super::round_significant(value, 15)
}

/// Signs of currencies with the codes of those that use them.
const SIGNS: [(&str, &[&str]); 19] = [
    ("US$", &["USD"]),
    ("A$", &["AUD"]),
    ("C$", &["CAD"]),
    ("R$", &["BRL"]),
    (
        "$",
        &[
            "USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "BRL",
        ],
    ),
    ("€", &["EUR"]),
    ("£", &["GBP", "EGP"]),
    ("¥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("₩", &["KRW"]),
    ("₽", &["RUB"]),
    ("₺", &["TRY"]),
    ("₴", &["UAH"]),
    ("₫", &["VND"]),
    ("₪", &["ILS"]),
    ("₱", &["PHP"]),
    ("฿", &["THB"]),
    ("zł", &["PLN"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
];

/// Codes that are known as such behind or before a number.
const CODES: [&str; 31] = [
    "USD", "EUR", "GBP", "JPY", "INR", "CNY", "CHF", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD",
    "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "KRW", "VND", "BRL", "MXN", "ZAR", "TRY", "ILS",
    "THB", "RUB", "UAH", "AED", "PHP",
];

/// A currency at the start of a text, and how long its name is.
fn currency_before(text: &str, own: &str) -> Option<usize> {
    let sign = SIGNS.iter().find(|(sign, _)| text.starts_with(sign));
    let code = || {
        let code = text.get(..3)?;
        let after = text.get(3..)?.chars().next();
        let ends = after.is_none_or(|letter| !letter.is_alphabetic());
        (ends && (code == own || CODES.contains(&code))).then_some(3)
    };
    sign.map(|(sign, _)| sign.len()).or_else(code)
}

/// A currency at the end of a text, and where its name begins.
fn currency_behind(text: &str, own: &str) -> Option<usize> {
    let sign = SIGNS.iter().find(|(sign, _)| text.ends_with(sign));
    let code = || {
        let at = text.len().checked_sub(3)?;
        let code = text.get(at..)?;
        (code == own || CODES.contains(&code)).then_some(at)
    };
    sign.map(|(sign, _)| text.len() - sign.len()).or_else(code)
}

/// Whether amounts of a currency are written with this sign or code.
fn is_of(name: &str, currency: &str) -> bool {
    name == currency
        || SIGNS
            .iter()
            .any(|(sign, codes)| *sign == name && codes.contains(&currency))
}

/// Reads one number under a convention.
pub(super) fn numeral(
    text: &str,
    decimal: DecimalSign,
    reading: &Reading<'_>,
) -> Result<Numeral, NumberError> {
    let refused = || NumberError::NotANumber(text.trim().to_owned());
    let mut currency = None;
    let mut sign = None;
    let mut rest = text.trim();
    // Both −$5 and $−5 are written.
    for _ in 0..2 {
        if sign.is_none()
            && let Some(after) = rest.strip_prefix(['-', '+'])
        {
            sign = Some(if rest.starts_with('-') { -1.0 } else { 1.0 });
            rest = after.trim_start();
        }
        if currency.is_none()
            && let Some(length) = currency_before(rest, reading.currency)
        {
            currency = Some(&rest[..length]);
            rest = rest[length..].trim_start();
        }
    }
    let (digits, behind) = rest.split_at(digits_end(rest));
    if !digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(refused());
    }
    let mut suffix = behind.trim();
    if currency.is_none()
        && let Some(at) = currency_behind(suffix, reading.currency)
    {
        currency = Some(&suffix[at..]);
        suffix = suffix[..at].trim_end();
    }
    if let Some(name) =
        currency.filter(|name| !reading.currency.is_empty() && !is_of(name, reading.currency))
    {
        return Err(NumberError::OtherCurrency(
            name.to_owned(),
            reading.currency.to_owned(),
        ));
    }
    let (factor, counts) = suffix_factor(suffix)
        .ok_or_else(|| NumberError::Suffix(digits.to_owned(), suffix.to_owned()))?;
    let value = digits_value(digits, decimal)
        .ok_or_else(|| NumberError::Signs(digits.trim().to_owned()))?;
    if !value.is_finite() {
        return Err(NumberError::NotFinite(text.trim().to_owned()));
    }
    Ok(Numeral {
        digits: sign.unwrap_or(1.0) * value,
        factor,
        counts,
    })
}

/// Whether a sign may stand among the digits of a number.
const fn parts_digits(letter: char) -> bool {
    matches!(letter, '.' | ',' | '_' | '\'' | super::THIN_SPACE)
}

/// Where the digits end; groups parted by spaces and an exponent such as `e6` or `e-3` belong to
/// them.
pub(super) fn digits_end(text: &str) -> usize {
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let more = letter.is_ascii_digit() || parts_digits(letter);
        let group = letter == ' '
            && end > 0
            && letters
                .peek()
                .is_some_and(|(_, next)| next.is_ascii_digit());
        if !more && !group {
            break;
        }
        end = at + letter.len_utf8();
    }
    let bytes = text.as_bytes();
    if end > 0 && matches!(bytes.get(end), Some(b'e' | b'E')) {
        let from = end + 1 + usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let digits = bytes.iter().skip(from).take_while(|b| b.is_ascii_digit());
        match digits.count() {
            0 => {}
            count => return from + count,
        }
    }
    end
}

/// What digits say under a convention; nothing when they cannot be written so.
///
/// Groups are of three digits each behind a first one of one to three that does not begin with 0,
/// all parted by the same sign: the other of `.` and `,`, a space or an apostrophe. `12,34,567` is
/// grouped as in India. `_` may stand between any two digits. An exponent forbids groups.
pub(super) fn digits_value(text: &str, decimal: DecimalSign) -> Option<f64> {
    let text = text.trim();
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    };
    let (whole, fraction) = match mantissa.split_once(decimal.sign()) {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    let digits_only = |part: &str| {
        part.bytes().all(|b| b.is_ascii_digit() || b == b'_')
            && !part.starts_with('_')
            && !part.ends_with('_')
    };
    if !digits_only(fraction) || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mark = whole.chars().find(|c| !c.is_ascii_digit() && *c != '_');
    let whole = match mark {
        None if digits_only(whole) => whole.replace('_', ""),
        Some(mark) if exponent.is_empty() => {
            let known = mark == decimal.other() || matches!(mark, ' ' | '\'' | super::THIN_SPACE);
            let groups: Vec<&str> = whole.split(mark).collect();
            let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
            if !known || !groups.iter().all(digits) || !are_groups(&groups, mark) {
                return None;
            }
            groups.concat()
        }
        _ => return None,
    };
    let text = format!("{whole}.{}", fraction.replace('_', ""));
    let text = match (exponent, text.as_str()) {
        (_, ".") => return None,
        ("", text) => text.to_owned(),
        (exponent, text) => format!("{text}e{exponent}"),
    };
    text.parse().ok()
}

/// Whether these are groups of thousands, or of lakhs and crores.
fn are_groups(groups: &[&str], mark: char) -> bool {
    let [first, middle @ .., last] = groups else {
        return false;
    };
    if first.starts_with('0') || last.len() != 3 {
        return false;
    }
    let thousands = (1..=3).contains(&first.len()) && middle.iter().all(|group| group.len() == 3);
    let lakhs = mark == ','
        && !middle.is_empty()
        && (1..=2).contains(&first.len())
        && middle.iter().all(|group| group.len() == 2);
    thousands || lakhs
}

/// What a letter or word behind a number multiplies it by.
fn suffix_factor(suffix: &str) -> Option<(f64, Counts)> {
    let ones = |factor| Some((factor, Counts::Ones));
    match suffix.to_lowercase().as_str() {
        "" | "x" => Some((1.0, Counts::Plain)),
        "k" | "thousand" | "tsd" => ones(1e3),
        "lakh" => ones(1e5),
        "m" | "mn" | "mio" | "million" => ones(1e6),
        "crore" => ones(1e7),
        "b" | "bn" | "mrd" | "billion" => ones(1e9),
        "t" | "tn" | "trillion" => ones(1e12),
        "%" | "percent" => Some((0.01, Counts::Percent)),
        _ => None,
    }
}
