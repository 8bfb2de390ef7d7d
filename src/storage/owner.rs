//! Who owns a file and who may read it, kept when another takes its name.

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
use super::attributes::carry;
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

/// Whether the file at `path` has other names too, which would keep the old text if a draft took this
/// one.
pub(super) fn has_other_names(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        std::fs::symlink_metadata(path).is_ok_and(|about| about.nlink() > 1)
    }
    // Elsewhere the standard library does not say.
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Opens a file to write over it. One that may be read only is opened too where that was agreed to.
pub(super) fn open(path: &Path, although_read_only: bool) -> io::Result<File> {
    let outcome = OpenOptions::new().write(true).open(path);
    #[cfg(unix)]
    if although_read_only
        && outcome
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied)
    {
        return open_read_only(path);
    }
    #[cfg(not(unix))]
    let _ = although_read_only;
    outcome
}

/// Makes a file writable as long as it takes to open it: what is open stays so.
#[cfg(unix)]
fn open_read_only(path: &Path) -> io::Result<File> {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;
    // Through what is open, so that no other file can come between.
    let file = File::open(path)?;
    let before = file.metadata()?.permissions();
    file.set_permissions(Permissions::from_mode(before.mode() | 0o200))?;
    let opened = OpenOptions::new().write(true).open(path);
    file.set_permissions(before)?;
    opened
}

/// Gives a new file owner, group, attributes and permissions of the one that it will replace, as far as
/// allowed. What cannot be kept leaves nobody more rights than before.
///
/// Nobody may open the new file until the last step: while its owner or list of access is not yet that
/// of the other, a mode would speak of other people.
#[cfg(unix)]
pub(super) fn keep(file: &File, target: &Path, about: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let now = file.metadata()?;
    let owner = (now.uid() != about.uid()).then_some(about.uid());
    let group = (now.gid() != about.gid()).then_some(about.gid());
    let both = || fchown(file, owner, group).is_ok();
    let group_alone = || group.is_none() || fchown(file, None, group).is_ok();
    let same_group = (owner.is_none() && group.is_none()) || both() || group_alone();
    // Before the mode, since none can be set on a file that may be read only.
    let mode = carry(target, file, about.mode() & 0o777, same_group);
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

/// Where attributes are not known, the mode is all that is kept.
#[cfg(all(unix, not(any(target_os = "linux", target_vendor = "apple"))))]
fn carry(_: &Path, _: &File, mode: u32, same_group: bool) -> u32 {
    if same_group {
        mode
    } else {
        without_group(mode)
    }
}

/// What a mode may give where the group is another one: whoever is in the former one counts to everybody
/// now, and who is in the new one did so before.
#[cfg(unix)]
pub(super) fn without_group(mode: u32) -> u32 {
    let shared = mode & (mode >> 3) & 0o007;
    mode & 0o700 | shared << 3 | shared
}

/// Gives a new file the permissions of the one that it will replace.
#[cfg(not(unix))]
pub(super) fn keep(file: &File, _: &Path, about: &Metadata) -> io::Result<()> {
    file.set_permissions(about.permissions())
}
