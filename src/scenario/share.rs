//! A plan as a code: one word of text to paste into a chat, and back.
//!
//! ```text
//! splitpoint:1:eNp1UsFu…
//! ```
//! The plan's text, compressed (zlib, which carries a checksum) and written in base64 for addresses.
//! Blanks and line breaks that a chat puts between are ignored.

use super::file::LARGEST;
use super::load::load;
use super::save::save;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use thiserror::Error;

/// What every code begins with, before its version.
const MARK: &str = "splitpoint:";
/// The version that is written.
const VERSION: &str = "1";
/// Longest code that is sure to pass through a chat (bytes); of longer ones the blanks are left out.
pub const LONGEST: usize = 8 * 1024;
/// Hardest compression.
const EFFORT: u8 = 10;

/// Why a code is no plan.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ShareError {
    /// It is of a later program.
    #[error(
        "the code is of version {0}, this program reads version {VERSION}; a newer one reads it"
    )]
    Newer(String),
    /// A sign that no code has.
    #[error("`{0}` is in no code: it was changed on its way; copy it again")]
    Sign(char),
    /// Its end is missing, or something in it was changed.
    #[error("the code is cut or was changed on its way; copy it again, from `{MARK}` to its end")]
    Damaged,
    /// What it holds is larger than a plan can be.
    #[error("the code holds more than {} KiB of text, which no plan has", LARGEST / 1024)]
    TooLarge,
}

/// Whether a text is meant as a code.
pub fn is_code(text: &str) -> bool {
    text.trim_start().starts_with(MARK)
}

/// The code of a plan's text.
///
/// ```
/// use splitpoint::scenario::share;
/// let code = share::code("(version: 1, name: \"Assistant\")");
/// assert!(code.starts_with("splitpoint:1:"));
/// assert_eq!(share::text_of(&code).as_deref(), Ok("(version: 1, name: \"Assistant\")"));
/// ```
pub fn code(text: &str) -> String {
    let whole = written(text);
    if whole.len() <= LONGEST {
        return whole;
    }
    // The same plan in fewer letters: without comments, and without blanks before its lines.
    match load(text).scenario {
        Some(plan) => written(&unindented(&save(&plan))),
        None => whole,
    }
}

fn written(text: &str) -> String {
    let packed = compress_to_vec_zlib(text.as_bytes(), EFFORT);
    format!("{MARK}{VERSION}:{}", BASE64.encode(packed))
}

/// A text that [`save`] wrote, without the blanks before its lines; it has no text over several lines.
fn unindented(text: &str) -> String {
    text.lines()
        .map(str::trim_start)
        .collect::<Vec<_>>()
        .join("\n")
}

/// The text of the plan that a code holds.
///
/// # Errors
/// When it is of a later version, cut or changed, or holds more than a plan can have.
pub fn text_of(code: &str) -> Result<String, ShareError> {
    let code: String = code.split_whitespace().collect();
    let rest = code.strip_prefix(MARK).ok_or(ShareError::Damaged)?;
    let (version, packed) = rest.split_once(':').ok_or(ShareError::Damaged)?;
    if version != VERSION {
        let is_number = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
        return Err(if is_number {
            ShareError::Newer(version.to_owned())
        } else {
            ShareError::Damaged
        });
    }
    let is_known = |sign: &char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    if let Some(sign) = packed.chars().find(|sign| !is_known(sign)) {
        return Err(ShareError::Sign(sign));
    }
    let packed = BASE64.decode(packed).map_err(|_cut| ShareError::Damaged)?;
    let bytes = decompress_to_vec_zlib_with_limit(&packed, LARGEST).map_err(|error| match error
        .status
    {
        TINFLStatus::HasMoreOutput => ShareError::TooLarge,
        _ => ShareError::Damaged,
    })?;
    String::from_utf8(bytes).map_err(|_not_text| ShareError::Damaged)
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, LONGEST, ShareError, code, is_code, text_of, written};
    use crate::presets;
    use crate::scenario::exemplar::exemplar;
    use crate::scenario::{load, path, save};

    #[test]
    fn presets_with_twenty_edits_pass_through_a_chat() {
        for preset in presets::list() {
            let mut plan = preset.scenario().unwrap();
            for month in 0..20 {
                let at = format!("demand.users={month}");
                plan.notes.push(crate::scenario::schema::Note {
                    at,
                    note: "Said by finance in the spring".to_owned(),
                    ..crate::scenario::schema::Note::default()
                });
            }
            path::set(&mut plan, "demand.users", "(12345, 23456, 45678)").unwrap();
            let text = save(&plan);
            let code = code(&text);
            assert!(code.len() <= LONGEST, "{}: {}", preset.name, code.len());
            let back = text_of(&code).unwrap();
            assert_eq!(load(&back).scenario, Some(plan), "{}", preset.name);
        }
    }

    #[test]
    fn what_fits_keeps_every_byte() {
        for text in ["", "(version: 1) // mine\n", &save(&exemplar())] {
            assert_eq!(text_of(&code(text)).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_chat_may_break_a_code_into_lines() {
        let code = code("(version: 1, name: \"A\")");
        let broken: String = code.chars().flat_map(|sign| [sign, '\n', ' ']).collect();
        assert!(!is_code("(version: 1)"));
        assert!(is_code(&format!("\n {code}")));
        assert_eq!(text_of(&broken).as_deref(), Ok("(version: 1, name: \"A\")"));
    }

    #[test]
    fn every_damage_is_told_and_none_is_taken_for_a_plan() {
        let text = save(&exemplar());
        let code = code(&text);
        for end in (0..code.len()).step_by(7) {
            assert!(text_of(&code[..end]).is_err(), "{end}");
        }
        for at in (13..code.len()).step_by(11) {
            let mut bytes = code.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert_ne!(text_of(&changed).as_deref(), Ok(text.as_str()), "{at}");
            assert!(text_of(&changed).is_err(), "{at}");
        }
        let error = |code: &str| text_of(code).unwrap_err();
        assert_eq!(error("splitpoint:2:abc"), ShareError::Newer("2".to_owned()));
        assert_eq!(error("splitpoint:x:abc"), ShareError::Damaged);
        assert_eq!(error("splitpoint:1:ab…"), ShareError::Sign('…'));
        // A small code may hold much.
        let bomb = written(&" ".repeat(LARGEST + 1));
        assert!(bomb.len() < 4 * 1024, "{}", bomb.len());
        assert_eq!(error(&bomb), ShareError::TooLarge);
        assert!(error(&bomb).to_string().contains("no plan has"));
    }
}
