//! What lies beside a file's text: extended attributes, and access lists, which are some of them.
//!
//! They are carried to the draft that takes the file's name, each as far as the system allows. One that
//! is refused is left out, but a list that cannot be carried leaves a mode that gives nobody more than
//! the list did.

use super::acl::AccessList;
use super::owner::without_group;
use rustix::fs::{XattrFlags, fremovexattr, fsetxattr, lgetxattr, llistxattr};
use rustix::io::Errno;
use std::ffi::{CStr, CString};
use std::fs::File;
use std::path::Path;

/// Where the kernel shows a POSIX access list.
const ACCESS: &CStr = c"system.posix_acl_access";
/// What vouches for the text that is replaced, or lends it rights; not for another one.
const OF_THE_TEXT: [&[u8]; 3] = [b"security.capability", b"security.evm", b"security.ima"];
/// First room for a value, or for the list of names (bytes).
const ROOM: usize = 4 * 1024;
/// Most room for either (bytes).
const MOST_ROOM: usize = 16 * 1024 * 1024;

/// Gives a draft, which nobody may open yet, the attributes of a file, and says which mode may be set
/// on it then. `mode` is that of the file, `same_group` whether the draft has its group.
pub(super) fn carry(from: &Path, to: &File, mode: u32, same_group: bool) -> u32 {
    let names = names(from);
    let (foreign, others): (Vec<_>, Vec<_>) = names
        .into_iter()
        .filter(|name| name.as_c_str() != ACCESS)
        .partition(|name| is_foreign_list(name));
    for name in others {
        if !OF_THE_TEXT.contains(&name.to_bytes()) {
            // What is refused here is lost, as it would be by copying the file.
            copy(from, to, &name).ok();
        }
    }
    let is_lost = |name: &CString| !same_group || copy(from, to, name).is_err();
    // One of these says who may read, in a form of its own; what its mode means without it is not known.
    if foreign.iter().any(is_lost) {
        return mode & 0o700;
    }
    carry_list(from, to, mode, same_group)
}

fn carry_list(from: &Path, to: &File, mode: u32, same_group: bool) -> u32 {
    let list = match value(from, ACCESS) {
        Ok(bytes) => AccessList::read(&bytes),
        Err(error) if is_absent(error) => {
            let mode = if same_group {
                mode
            } else {
                without_group(mode)
            };
            return without_inherited(to, mode);
        }
        Err(_) => None,
    };
    let Some(list) = list else {
        return without_inherited(to, mode & 0o700);
    };
    let list = if same_group {
        list
    } else {
        list.for_another_group()
    };
    match fsetxattr(to, ACCESS, &list.bytes(), XattrFlags::empty()) {
        Ok(()) => list.mode(),
        Err(_) => without_inherited(to, list.mode_without()),
    }
}

/// Takes the list off a draft that it has from its folder, and says how much of a mode may be set then.
/// Under a list the bits of the group are its mask: they would open the draft to everybody in the list.
fn without_inherited(to: &File, mode: u32) -> u32 {
    match fremovexattr(to, ACCESS) {
        Err(error) if !is_absent(error) => mode & 0o707,
        _ => mode,
    }
}

/// Whether an attribute is an access list of another form than POSIX, as network file systems have.
fn is_foreign_list(name: &CStr) -> bool {
    let name = name.to_bytes();
    name.starts_with(b"system.") && name.windows(4).any(|part| part == b"_acl")
}

fn copy(from: &Path, to: &File, name: &CStr) -> Result<(), Errno> {
    fsetxattr(to, name, &value(from, name)?, XattrFlags::empty())
}

/// The names of a file's attributes; none where there cannot be any.
fn names(of: &Path) -> Vec<CString> {
    let names = filled(|room| llistxattr(of, room)).unwrap_or_default();
    let names = names.split(|byte| *byte == 0);
    names
        .filter(|name| !name.is_empty())
        .filter_map(|name| CString::new(name).ok())
        .collect()
}

fn value(of: &Path, name: &CStr) -> Result<Vec<u8>, Errno> {
    filled(|room| lgetxattr(of, name, room))
}

/// What the system puts into a room that is large enough. Its size is not asked for before: it may be
/// another one then.
fn filled(put: impl Fn(&mut [u8]) -> Result<usize, Errno>) -> Result<Vec<u8>, Errno> {
    let mut room = vec![0; ROOM];
    loop {
        match put(&mut room) {
            Ok(length) => {
                room.truncate(length);
                return Ok(room);
            }
            Err(Errno::RANGE) if room.len() < MOST_ROOM => room.resize(room.len() * 2, 0),
            Err(error) => return Err(error),
        }
    }
}

/// Whether an attribute is not there, or cannot be on this file system.
fn is_absent(error: Errno) -> bool {
    #[cfg(target_vendor = "apple")]
    let none = Errno::NOATTR;
    #[cfg(not(target_vendor = "apple"))]
    let none = Errno::NODATA;
    [none, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::NOSYS].contains(&error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_grows_until_what_is_there_fits() {
        let put = |length: usize| {
            move |room: &mut [u8]| {
                let part = room.get_mut(..length).ok_or(Errno::RANGE)?;
                part.fill(7);
                Ok(length)
            }
        };
        for length in [0, 1, ROOM, ROOM + 1, 5 * ROOM, MOST_ROOM] {
            assert_eq!(filled(put(length)), Ok(vec![7; length]));
        }
        assert_eq!(filled(put(MOST_ROOM + 1)), Err(Errno::RANGE));
        assert_eq!(filled(|_| Err(Errno::PERM)), Err(Errno::PERM));
    }

    #[test]
    fn lists_of_other_systems_are_known_by_name() {
        assert!(is_foreign_list(c"system.nfs4_acl"));
        assert!(!is_foreign_list(c"user.my_acl") && !is_foreign_list(c"system.other"));
    }
}
