//! Writing over a file that no draft can take the place of: its folder allows none, or the file has
//! other names, which would keep the old text.
//!
//! Here a crash can leave half a file. So what it held is on the disk elsewhere before the first byte is
//! written, and until all new ones are: as a recovery copy where there is a folder for those, which the
//! next window offers. At any moment the file is whole, old or new, or that copy is.

use super::error::{FileError, system};
use super::read::{self, Fingerprint};
use super::recovery::{Header, Of, Slot};
use super::write::{MOST_OF_NAME, Terms, write};
use super::{owner, unguessable};
use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// Largest file that is written over in place; what it holds is kept in memory meanwhile.
const MOST: usize = 64 * 1024 * 1024;

/// What the file held, kept until it is written.
enum Kept {
    /// As a recovery copy.
    Copy(Slot),
    /// As a file.
    File(PathBuf),
}

impl Kept {
    fn path(&self) -> PathBuf {
        match self {
            Self::Copy(slot) => slot.path(),
            Self::File(path) => path.clone(),
        }
    }

    fn remove(self) {
        match self {
            Self::Copy(slot) => slot.clear(),
            // Its owner alone may read it, so it harms nobody.
            Self::File(path) => drop(std::fs::remove_file(path)),
        }
    }
}

/// Writes over the file itself.
pub(super) fn write_over(
    path: &Path,
    target: &Path,
    bytes: &[u8],
    terms: &Terms,
) -> Result<Fingerprint, FileError> {
    let (old, _) = read::bytes(target, MOST)?;
    let mut file = owner::open(target, terms.read_only).map_err(system(path, "writing"))?;
    let kept = keep(target, &old, terms.copies.as_deref())?;
    let outcome = replace(&mut file, bytes);
    match outcome {
        Ok(()) => {
            kept.remove();
            let about = file
                .metadata()
                .map_err(system(path, "looking at what was written"))?;
            Ok(Fingerprint::new(&about, bytes))
        }
        Err(source) if replace(&mut file, &old).is_ok() => {
            kept.remove();
            Err(system(path, "writing")(source))
        }
        Err(source) => Err(FileError::Damaged {
            path: path.to_owned(),
            copy: kept.path(),
            source,
        }),
    }
}

fn replace(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

fn keep(target: &Path, old: &[u8], copies: Option<&Path>) -> Result<Kept, FileError> {
    if let (Some(folder), Ok(text)) = (copies, std::str::from_utf8(old))
        && let Ok(slot) = keep_as_copy(folder, target, text)
    {
        return Ok(Kept::Copy(slot));
    }
    // Temporary files are gone after a failure of power, so they are the last resort.
    for folder in copies.into_iter().chain(target.parent()) {
        if let Ok(path) = keep_as_file(folder, target, old) {
            return Ok(Kept::File(path));
        }
    }
    keep_as_file(&std::env::temp_dir(), target, old).map(Kept::File)
}

fn keep_as_copy(folder: &Path, target: &Path, text: &str) -> Result<Slot, FileError> {
    let slot = Slot::new(folder)?;
    let header = Header {
        of: Of::File(target.to_owned()),
        began_from: None,
        edited: super::recovery::now_seconds(),
        changes: vec!["what the file held before it was saved".to_owned()],
    };
    slot.keep(&header, text)?;
    Ok(slot)
}

fn keep_as_file(folder: &Path, target: &Path, old: &[u8]) -> Result<PathBuf, FileError> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().take(MOST_OF_NAME).collect();
    let path = folder.join(format!("{:016x}-{name}.old", unguessable()));
    let terms = Terms {
        private: true,
        ..Terms::default()
    };
    write(&path, old, &terms)?;
    Ok(path)
}
