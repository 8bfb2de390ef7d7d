//! Who owns a file and who may read it, kept when another takes its name.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// A new file that nobody else may read until it is said who may; or, where none was there before,
/// one as any program makes it. Never follows a link.
pub(super) fn create(path: &Path, closed: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(if closed { 0o600 } else { 0o666 });
    }
    #[cfg(not(unix))]
    let _ = closed;
    options.open(path)
}

/// Whether a file cannot be written by its own rights, whoever asks.
pub(super) fn is_read_only(path: &Path, about: &Metadata) -> bool {
    if about.permissions().readonly() {
        return true;
    }
    // Opening for writing alone changes nothing.
    OpenOptions::new()
        .write(true)
        .open(path)
        .is_err_and(|error| {
            matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            )
        })
}

/// Gives a new file owner, group and permissions of the one that it will replace, as far as allowed.
/// Where the group cannot be kept, another group gets no more than everybody.
#[cfg(unix)]
pub(super) fn keep(file: &File, about: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let now = file.metadata()?;
    let mut mode = about.mode() & 0o777;
    let owner = (now.uid() != about.uid()).then_some(about.uid());
    let group = (now.gid() != about.gid()).then_some(about.gid());
    let both = || fchown(file, owner, group).is_ok();
    let group_alone = || group.is_none() || fchown(file, None, group).is_ok();
    if (owner.is_some() || group.is_some()) && !both() && !group_alone() {
        mode = mode & 0o707 | (mode & 0o007) << 3;
    }
    if file.metadata()?.mode() & 0o777 == mode {
        return Ok(());
    }
    let set = file.set_permissions(std::fs::Permissions::from_mode(mode));
    // Some file systems know no permissions; what matters is that nobody may do more than before.
    if set.is_err() && file.metadata()?.mode() & 0o777 & !mode != 0 {
        return set;
    }
    Ok(())
}

/// Gives a new file the permissions of the one that it will replace.
#[cfg(not(unix))]
pub(super) fn keep(file: &File, about: &Metadata) -> io::Result<()> {
    file.set_permissions(about.permissions())
}
