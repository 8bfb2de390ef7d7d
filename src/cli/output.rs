//! Where text leaves the program.

use anyhow::Context as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

/// Writes a result to standard output. A reader who has gone away is no failure.
pub(super) fn result(text: &str) -> anyhow::Result<ExitCode> {
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
    let _ = writeln!(io::stderr().lock(), "{line}");
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
    use super::wrapped;

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
