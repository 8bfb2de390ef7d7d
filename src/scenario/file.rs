//! Scenario files on a disk: read with care, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Largest scenario file (bytes).
pub const LARGEST: usize = 1024 * 1024;

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("{}: there is no such file", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The path names a folder or a device.
    #[error("{}: this is not a file; name a scenario in it, such as plan.ron", path.display())]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// The file is too large to be a scenario.
    #[error("{}: the file has {size} bytes, a scenario has at most {LARGEST}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        size: u64,
    },
    /// The file is not text.
    #[error("{}: the file is not UTF-8 text (byte {at}); a scenario is a RON text", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Where the first wrong byte is.
        at: usize,
    },
    /// The system refused.
    #[error("{}: {doing} failed: {source}", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

fn system(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> FileError {
    move |source| FileError::System {
        path: path.to_owned(),
        doing,
        source,
    }
}

/// The text of a scenario file.
///
/// # Errors
/// When it is missing, not a file, too large, not text, or may not be read.
pub fn read(path: &Path) -> Result<String, FileError> {
    let about = fs::metadata(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => FileError::Missing {
            path: path.to_owned(),
        },
        _ => system(path, "looking for it")(source),
    })?;
    if !about.is_file() {
        return Err(FileError::NotAFile {
            path: path.to_owned(),
        });
    }
    let mut bytes = Vec::new();
    File::open(path)
        .map_err(system(path, "opening"))?
        .take(LARGEST as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(system(path, "reading"))?;
    if bytes.len() > LARGEST {
        return Err(FileError::TooLarge {
            path: path.to_owned(),
            size: about.len().max(bytes.len() as u64),
        });
    }
    String::from_utf8(bytes).map_err(|error| FileError::NotText {
        path: path.to_owned(),
        at: error.utf8_error().valid_up_to(),
    })
}

/// Writes a file so that a reader, or a crash, sees the old text or the new one, never half.
///
/// The text goes to a new file beside it, is forced to the disk, then takes the name. A link keeps
/// being a link, and permissions stay.
///
/// # Errors
/// When any of this fails; the old file is untouched then.
pub fn write_atomically(path: &Path, text: &str) -> Result<(), FileError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.is_dir() {
        return Err(FileError::NotAFile { path: target });
    }
    let name = target
        .file_name()
        .ok_or_else(|| FileError::NotAFile {
            path: target.clone(),
        })?
        .to_string_lossy()
        .into_owned();
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let beside = folder.join(format!(".{name}.{}.new", std::process::id()));
    let outcome = write_and_rename(&beside, &target, text);
    if outcome.is_err() {
        // What is left of the attempt helps nobody; the error already says what went wrong.
        fs::remove_file(&beside).ok();
    }
    outcome?;
    // The new name is on the disk once its folder is; not every system can force that.
    if let Ok(folder) = File::open(&folder) {
        folder.sync_all().ok();
    }
    Ok(())
}

fn write_and_rename(beside: &Path, target: &Path, text: &str) -> Result<(), FileError> {
    let mut file = File::create(beside).map_err(system(target, "writing beside it"))?;
    file.write_all(text.as_bytes())
        .map_err(system(target, "writing"))?;
    if let Ok(about) = fs::metadata(target) {
        fs::set_permissions(beside, about.permissions())
            .map_err(system(target, "keeping its permissions"))?;
    }
    file.sync_all()
        .map_err(system(target, "forcing it to the disk"))?;
    drop(file);
    fs::rename(beside, target).map_err(system(target, "replacing"))
}

/// What a file looked like, to notice that somebody else changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    length: u64,
    modified: Option<SystemTime>,
    content: u64,
}

impl Fingerprint {
    /// What a file looks like now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(path: &Path) -> Result<Self, FileError> {
        let about = fs::metadata(path).map_err(system(path, "looking for it"))?;
        let bytes = fs::read(path).map_err(system(path, "reading"))?;
        Ok(Self {
            length: about.len(),
            modified: about.modified().ok(),
            content: fnv(&bytes),
        })
    }

    /// Whether a file is no longer what it was. Its content is read only when size or time differ,
    /// so this is cheap; a file that is gone has changed.
    pub fn differs(&self, path: &Path) -> bool {
        let Ok(about) = fs::metadata(path) else {
            return true;
        };
        if about.len() == self.length && about.modified().ok() == self.modified {
            return false;
        }
        Self::of(path).map_or(true, |now| now.content != self.content)
    }
}

/// FNV-1a, 64 bits: the same on every machine.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{FileError, Fingerprint, LARGEST, read, write_atomically};
    use std::fs;
    use std::path::PathBuf;

    fn folder(name: &str) -> PathBuf {
        let path = std::env::temp_dir().join(format!("splitpoint-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        path
    }

    #[test]
    fn what_is_written_can_be_read_and_nothing_is_left_over() {
        let folder = folder("write");
        let file = folder.join("plan.ron");
        write_atomically(&file, "one").unwrap();
        let before = Fingerprint::of(&file).unwrap();
        assert!(!before.differs(&file));
        write_atomically(&file, "two, longer").unwrap();
        assert!(before.differs(&file));
        assert_eq!(read(&file).unwrap(), "two, longer");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_file(&file).unwrap();
        assert!(before.differs(&file));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_touched_file_with_the_same_text_has_not_changed() {
        let folder = folder("touch");
        let file = folder.join("plan.ron");
        write_atomically(&file, "same").unwrap();
        let before = Fingerprint::of(&file).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
        write_atomically(&file, "same").unwrap();
        assert!(!before.differs(&file));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn unreadable_files_are_explained() {
        let folder = folder("read");
        let file = folder.join("plan.ron");
        assert!(matches!(read(&file), Err(FileError::Missing { .. })));
        assert!(matches!(read(&folder), Err(FileError::NotAFile { .. })));
        assert!(write_atomically(&folder, "x").is_err());
        assert!(write_atomically(&folder.join("no/such/plan.ron"), "x").is_err());
        fs::write(&file, [b'(', 0xff, b')']).unwrap();
        assert!(matches!(read(&file), Err(FileError::NotText { at: 1, .. })));
        fs::write(&file, vec![b' '; LARGEST + 1]).unwrap();
        assert!(matches!(read(&file), Err(FileError::TooLarge { .. })));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = folder("link");
        let (file, link) = (folder.join("plan.ron"), folder.join("link.ron"));
        fs::write(&file, "one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        write_atomically(&link, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(read(&file).unwrap(), "two");
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o640
        );
        fs::remove_dir_all(&folder).unwrap();
    }
}
