//! Where text leaves the program.

use crate::diagnostic::{is_hidden_sign, written_out};
use anyhow::Context as _;
use std::borrow::Cow;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Writes a result to standard output. A reader who has gone away is no failure.
pub(super) fn result(text: &str) -> anyhow::Result<ExitCode> {
    let text = harmless(text);
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("standard output cannot be written")
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Writes a line to standard error; when even that fails there is nobody left to tell.
pub(super) fn notice(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless(line));
}

/// A text that does nothing to a terminal, whatever a file put into it: signs that would are
/// written out, as JSON may have them. Line ends and tabs stay.
fn harmless(text: &str) -> Cow<'_, str> {
    // The end of a line of a sheet is two signs; one of them alone goes back to the line's start.
    let ends = text.matches("\r\n").count();
    let lone = text.matches('\r').count() != ends;
    written_out(text, |sign| match sign {
        '\n' | '\t' => false,
        '\r' => lone,
        other => is_hidden_sign(other),
    })
}

/// A text in lines of at most 96 letters, each indented, with a line feed at the end.
pub(super) fn wrapped(text: &str, indent: usize) -> String {
    const WIDTH: usize = 96;
    let mut lines = String::new();
    let mut room = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if room > length {
            lines.push(' ');
            room -= length + 1;
        } else {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.extend(std::iter::repeat_n(' ', indent));
            room = WIDTH.saturating_sub(indent + length);
        }
        lines.push_str(word);
    }
    if !lines.is_empty() {
        lines.push('\n');
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{harmless, wrapped};

    #[test]
    fn nothing_that_moves_a_terminal_leaves_the_program() {
        assert_eq!(harmless("a\tb\r\nc\n"), "a\tb\r\nc\n");
        assert_eq!(harmless("\u{1b}]0;x\u{7}"), "\\u001b]0;x\\u0007");
        assert_eq!(harmless("\u{9b}31m\u{202e}"), "\\u009b31m\\u202e");
        assert_eq!(harmless("over\rwritten\r\n"), "over\\u000dwritten\\u000d\n");
    }

    #[test]
    fn texts_are_wrapped_at_words() {
        assert_eq!(wrapped(" a  b\nc ", 2), "  a b c\n");
        // 19 words of 4 letters with 18 blanks between fill the 94 beside the indent
        assert_eq!(wrapped(&"word ".repeat(19), 2).lines().count(), 1);
        assert_eq!(wrapped(&"word ".repeat(20), 2).lines().count(), 2);
        assert_eq!(wrapped(&"w".repeat(200), 2).lines().count(), 1);
        assert_eq!(wrapped("", 2), "");
    }
}
