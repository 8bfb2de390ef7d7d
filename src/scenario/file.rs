//! Scenario files on a disk. How files are read and written with care is in [`crate::storage`].

pub use crate::storage::read::text_of;
pub use crate::storage::{FileError, Fingerprint, NotText};

use crate::storage::read;
use std::path::Path;

/// Largest scenario file (bytes).
pub const LARGEST: usize = 1024 * 1024;

/// The text of a scenario file.
///
/// # Errors
/// When it is missing, not a file, too large, not text, or may not be read.
pub fn read(path: &Path) -> Result<String, FileError> {
    Ok(read_stamped(path)?.0)
}

/// The text of a scenario file, and what the file looked like.
///
/// # Errors
/// As [`read()`].
pub fn read_stamped(path: &Path) -> Result<(String, Fingerprint), FileError> {
    read::text(path, LARGEST)
}

#[cfg(test)]
mod tests {
    use super::{FileError, LARGEST, NotText, read};
    use std::fs;

    #[test]
    fn unreadable_files_are_explained() {
        let folder = std::env::temp_dir().join(format!("splitpoint-read-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("plan.ron");
        assert!(matches!(read(&file), Err(FileError::Missing { .. })));
        assert!(matches!(read(&folder), Err(FileError::NotAFile { .. })));
        fs::write(&file, [b'(', 0xff, b')']).unwrap();
        let other = NotText::Other { at: 1 };
        assert!(matches!(read(&file), Err(FileError::NotText { why, .. }) if why == other));
        for text in ["(version: 1)", "("] {
            for mark in [&[][..], &[0xff, 0xfe]] {
                let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                fs::write(&file, [mark, &wide].concat()).unwrap();
                let error = read(&file).unwrap_err().to_string();
                assert!(
                    error.contains("UTF-16") && error.contains("save it again as UTF-8"),
                    "{error}"
                );
            }
        }
        fs::write(&file, vec![b' '; LARGEST + 1]).unwrap();
        assert!(matches!(read(&file), Err(FileError::TooLarge { .. })));
        fs::remove_dir_all(&folder).unwrap();
    }
}
