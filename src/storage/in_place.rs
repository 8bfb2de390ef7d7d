//! Writing over a file whose folder allows no draft beside it.
//!
//! Here a crash can leave half a file. So what it held is kept elsewhere until the new bytes are on the
//! disk: as a recovery copy where there is a folder for those, which the next window offers.

use super::error::{FileError, system};
use super::read::{self, Fingerprint};
use super::recovery::{Header, Of, Slot};
use super::unguessable;
use super::write::{Terms, write};
use std::fs::{File, OpenOptions};
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
            // It lies among temporary files and harms nobody.
            Self::File(path) => drop(std::fs::remove_file(path)),
        }
    }
}

/// Writes over the file itself.
pub(super) fn write_over(
    path: &Path,
    target: &Path,
    bytes: &[u8],
    copies: Option<&Path>,
) -> Result<Fingerprint, FileError> {
    let (old, _) = read::bytes(target, MOST)?;
    let mut file = OpenOptions::new()
        .write(true)
        .open(target)
        .map_err(system(path, "writing"))?;
    let kept = keep(target, &old, copies)?;
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
    if let (Some(folder), Ok(text)) = (copies, std::str::from_utf8(old)) {
        let slot = Slot::new(folder)?;
        let header = Header {
            of: Of::File(target.to_owned()),
            began_from: None,
            edited: super::recovery::now_seconds(),
            changes: vec!["what the file held before it was saved".to_owned()],
        };
        slot.keep(&header, text)?;
        return Ok(Kept::Copy(slot));
    }
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let folder = copies.map_or_else(std::env::temp_dir, Path::to_owned);
    let path = folder.join(format!("{:016x}-{name}.old", unguessable()));
    let terms = Terms {
        private: true,
        ..Terms::default()
    };
    write(&path, old, &terms)?;
    Ok(Kept::File(path))
}
