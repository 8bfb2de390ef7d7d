//! Markdown itself: texts that cannot break a line, and tables.

use std::fmt::Write as _;

/// A text that cannot break a table or a line, nor be taken for markup of Markdown or HTML.
///
/// ```
/// use splitpoint::export::plain;
/// assert_eq!(plain("a|b <img src=x> *c*"), "a\\|b \\<img src=x\\> \\*c\\*");
/// assert_eq!(plain("serving.eta_memory"), "serving.eta_memory");
/// ```
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            safe.push(' ');
        }
        let letters: Vec<char> = word.chars().collect();
        for (place, &letter) in letters.iter().enumerate() {
            if is_markup(&letters, place) || (at == 0 && opens_a_block(&letters, place)) {
                safe.push('\\');
            }
            safe.push(letter);
        }
    }
    safe
}

/// Whether a letter of a word would be taken for markup.
fn is_markup(word: &[char], at: usize) -> bool {
    let next_to_space = |at: Option<usize>| {
        at.and_then(|at| word.get(at))
            .is_none_or(|other| !other.is_alphanumeric())
    };
    match word[at] {
        '|' | '\\' | '<' | '>' | '`' | '*' | '[' | ']' | '~' => true,
        // A character reference, as in &lt;.
        '&' => word
            .get(at + 1)
            .is_some_and(|c| c.is_ascii_alphabetic() || *c == '#'),
        // Within a word it is no markup.
        '_' => next_to_space(at.checked_sub(1)) || next_to_space(Some(at + 1)),
        // An address that would become a link.
        ':' => {
            let scheme: String = word[..at].iter().collect();
            let scheme = scheme.to_ascii_lowercase();
            word.get(at + 1) == Some(&'/')
                && ["http", "https", "ftp"].iter().any(|s| scheme.ends_with(s))
        }
        '.' => {
            at >= 3
                && word[at - 3..at]
                    .iter()
                    .all(|c| c.eq_ignore_ascii_case(&'w'))
        }
        _ => false,
    }
}

/// Whether a letter at the beginning of a line would make it a heading, a list or a rule.
fn opens_a_block(word: &[char], at: usize) -> bool {
    let rest = &word[at + 1..];
    match word[at] {
        '#' => word[..at].iter().all(|c| *c == '#') && rest.iter().all(|c| *c == '#'),
        '-' | '+' | '=' => at == 0 && rest.iter().all(|c| *c == word[0]),
        '.' | ')' => at > 0 && rest.is_empty() && word[..at].iter().all(char::is_ascii_digit),
        _ => false,
    }
}

/// A capital at the start and a full stop at the end.
pub(super) fn sentence(text: &str) -> String {
    let text = plain(text);
    let mut letters = text.chars();
    let capital: String = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    });
    if capital.ends_with(['.', '?', '!']) {
        capital
    } else {
        capital + "."
    }
}

/// A table whose columns are aligned for those who read the text itself.
pub(super) struct Table {
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with a heading; `align` has `l` or `r` for each column.
    pub(super) fn new<C: Into<String>>(align: &str, head: impl IntoIterator<Item = C>) -> Self {
        Self {
            right: align.chars().map(|c| c == 'r').collect(),
            rows: vec![head.into_iter().map(Into::into).collect()],
        }
    }

    /// Adds a row; cells left out at its end are empty.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The table as Markdown.
    pub(super) fn text(&self) -> String {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
                .max(3)
        };
        let widths: Vec<usize> = (0..self.right.len()).map(width).collect();
        let mut text = String::new();
        for (at, row) in self.rows.iter().enumerate() {
            text.push('|');
            for (column, &width) in widths.iter().enumerate() {
                let cell = row.get(column).map_or("", String::as_str);
                if self.right[column] {
                    let _ = write!(text, " {cell:>width$} |");
                } else {
                    let _ = write!(text, " {cell:<width$} |");
                }
            }
            text.push('\n');
            if at == 0 {
                text.push('|');
                for (&width, &right) in widths.iter().zip(&self.right) {
                    let dashes = "-".repeat(width + 1);
                    let _ = write!(text, "{}|", if right { dashes + ":" } else { dashes + "-" });
                }
                text.push('\n');
            }
        }
        text
    }
}
