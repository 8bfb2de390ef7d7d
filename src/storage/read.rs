//! Reading a regular file up to a limit, and noticing that somebody else changed it.

use super::error::{FileError, NotText, system};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;
use std::time::SystemTime;

/// Most bytes of a file whose content is compared; a larger one is taken as changed.
const MOST_COMPARED: usize = 16 * 1024 * 1024;

/// The bytes of a regular file of at most `most`, and what it looked like.
///
/// # Errors
/// When it is missing, not a file, too large, or may not be read.
pub fn bytes(path: &Path, most: usize) -> Result<(Vec<u8>, Fingerprint), FileError> {
    let regular = |about: &Metadata| {
        if about.is_file() {
            return Ok(());
        }
        Err(FileError::NotAFile {
            path: path.to_owned(),
        })
    };
    // A pipe without a writer would never open, so look before.
    let about = fs::metadata(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => FileError::Missing {
            path: path.to_owned(),
        },
        _ => system(path, "looking for it")(source),
    })?;
    regular(&about)?;
    let mut file = File::open(path).map_err(system(path, "opening"))?;
    let about = file.metadata().map_err(system(path, "looking at it"))?;
    regular(&about)?;
    let mut bytes = Vec::new();
    file.by_ref()
        .take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(system(path, "reading"))?;
    if bytes.len() > most {
        return Err(FileError::TooLarge {
            path: path.to_owned(),
            size: about.len().max(bytes.len() as u64),
            most,
        });
    }
    let stamp = Fingerprint::new(&about, &bytes);
    Ok((bytes, stamp))
}

/// The text of a regular file of at most `most` bytes, and what the file looked like.
///
/// # Errors
/// When it is missing, not a file, too large, not text, or may not be read.
pub fn text(path: &Path, most: usize) -> Result<(String, Fingerprint), FileError> {
    let (bytes, stamp) = bytes(path, most)?;
    let text = text_of(bytes).map_err(|why| FileError::NotText {
        path: path.to_owned(),
        why,
    })?;
    Ok((text, stamp))
}

/// The text that bytes are.
///
/// # Errors
/// When they are not UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<String, NotText> {
    let marked = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    // Without a mark: every other byte of Western text is zero.
    let zeros = bytes.iter().take(64).filter(|byte| **byte == 0).count();
    if marked || (zeros > 0 && zeros * 3 >= bytes.len().min(64)) {
        return Err(NotText::Utf16);
    }
    String::from_utf8(bytes).map_err(|error| NotText::Other {
        at: error.utf8_error().valid_up_to(),
    })
}

/// What a file looked like, to notice that somebody else changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    modified: Option<SystemTime>,
    content: u64,
}

impl Fingerprint {
    /// Of a file with this content.
    pub(super) fn new(about: &Metadata, content: &[u8]) -> Self {
        Self {
            length: content.len() as u64,
            modified: about.modified().ok(),
            content: content_hash(content),
        }
    }

    /// What a file looks like now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> Result<Self, FileError> {
        Ok(bytes(path, MOST_COMPARED)?.1)
    }

    /// A number for its content, the same on every machine.
    pub fn content(&self) -> u64 {
        self.content
    }

    /// Whether a file is no longer what it was. Its content is read only when size or time differ,
    /// so this is cheap; a file that is gone has changed.
    pub fn differs(&self, path: &Path) -> bool {
        let Ok(about) = fs::metadata(path) else {
            return true;
        };
        if about.len() != self.length {
            return true;
        }
        if about.modified().ok() == self.modified {
            return false;
        }
        Self::of(path).map_or(true, |now| now.content != self.content)
    }
}

/// FNV-1a, 64 bits: the same on every machine.
pub fn content_hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
