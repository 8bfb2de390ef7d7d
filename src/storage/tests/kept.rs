//! What lies beside a file's text: attributes and access lists are there after it was saved.

use super::unix::{NOBODY, elsewhere, furnished, may_become_anybody, mode, set_mode};
use super::*;
use rustix::fs::{XattrFlags, getxattr, setxattr};
use rustix::io::Errno;

/// An attribute that anybody may set.
const OWN: &str = "user.splitpoint.test";

fn set(path: &Path, name: &str, value: &[u8]) -> Result<(), Errno> {
    setxattr(path, name, value, XattrFlags::empty())
}

fn get(path: &Path, name: &str) -> Result<Vec<u8>, Errno> {
    let mut value = vec![0; 8 * 1024];
    let length = getxattr(path, name, &mut value[..])?;
    value.truncate(length);
    Ok(value)
}

/// A folder whose files can have this attribute; none where no folder at hand allows it, which where
/// everything is tested is a failure.
fn folder_for(name: &str, attribute: &str, value: &[u8]) -> Option<Folder> {
    let program = std::env::current_exe().unwrap();
    let outer = [
        std::env::temp_dir(),
        "/var/tmp".into(),
        program.parent().unwrap().to_owned(),
    ];
    for outer in outer.iter().filter(|outer| outer.is_dir()) {
        let folder = Folder::within(outer, name);
        let probe = folder.join("probe");
        fs::write(&probe, "").unwrap();
        if set(&probe, attribute, value).is_ok() {
            fs::remove_file(&probe).unwrap();
            return Some(folder);
        }
    }
    let why = format!("no folder of {outer:?} allows `{attribute}`");
    assert!(std::env::var_os("CI").is_none(), "{why}");
    eprintln!("not tested: {why}");
    None
}

#[test]
fn attributes_stay() {
    let Some(folder) = folder_for("attributes", OWN, b"x") else {
        return;
    };
    let file = folder.join("plan.ron");
    fs::write(&file, "one").unwrap();
    let other = "user.splitpoint.empty";
    let long = vec![7; 2_000];
    set(&file, OWN, &long).unwrap();
    set(&file, other, b"").unwrap();
    for kept in [0o600, 0o644] {
        set_mode(&file, kept);
        replace(&file, "two").unwrap();
        assert_eq!((text(&file).as_str(), mode(&file)), ("two", kept));
        assert_eq!(get(&file, OWN), Ok(long.clone()));
        assert_eq!(get(&file, other), Ok(Vec::new()));
    }
}

#[test]
fn attributes_of_a_read_only_file_stay_and_one_that_may_not_be_set_is_left_out() {
    let Some(folder) = folder_for("attributes-read-only", OWN, b"x") else {
        return;
    };
    let folder = furnished(folder);
    let file = folder.join("open/plan.ron");
    set(&file, OWN, b"kept").unwrap();
    set_mode(&file, 0o444);
    // Only who may everything sets it, and anybody sees it.
    let refused = "security.splitpoint";
    let has_refused =
        cfg!(target_os = "linux") && may_become_anybody() && set(&file, refused, b"lost").is_ok();
    if may_become_anybody() {
        std::os::unix::fs::chown(&file, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    elsewhere("agreed", &folder, None);
    assert_eq!((text(&file).as_str(), mode(&file)), ("two", 0o444));
    assert_eq!(get(&file, OWN), Ok(b"kept".to_vec()));
    if has_refused {
        assert_eq!(get(&file, refused), Err(Errno::NODATA));
    }
}

#[cfg(target_os = "linux")]
mod lists {
    use super::*;
    use crate::storage::attributes::carry;

    const ACCESS: &str = "system.posix_acl_access";
    const NONE: u32 = u32::MAX;
    /// Somebody, by number.
    const SOMEBODY: u32 = 4_321;

    /// A list as the kernel has it, with one user by number: what user, group, mask and others may.
    fn list(user: u8, group: u8, mask: u8, others: u8) -> Vec<u8> {
        let mut bytes = vec![2, 0, 0, 0];
        for (tag, rights, id) in [
            (0x01, 6, NONE),
            (0x02, user, SOMEBODY),
            (0x04, group, NONE),
            (0x10, mask, NONE),
            (0x20, others, NONE),
        ] {
            bytes.extend([tag, 0, rights, 0]);
            bytes.extend(id.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn an_access_list_stays() {
        let list = list(4, 0, 4, 0);
        let Some(folder) = folder_for("list", ACCESS, &list) else {
            return;
        };
        let file = folder.join("plan.ron");
        fs::write(&file, "one").unwrap();
        set(&file, ACCESS, &list).unwrap();
        replace(&file, "two").unwrap();
        assert_eq!((text(&file).as_str(), mode(&file)), ("two", 0o640));
        assert_eq!(get(&file, ACCESS), Ok(list));
        assert_eq!(folder.names(), ["plan.ron"]);
    }

    #[test]
    fn a_file_without_a_list_gets_none_from_its_folder() {
        let list = list(6, 6, 6, 0);
        let Some(folder) = folder_for("inherited", ACCESS, &list) else {
            return;
        };
        let (file, new) = (folder.join("plan.ron"), folder.join("new.ron"));
        fs::write(&file, "one").unwrap();
        set_mode(&file, 0o640);
        set(&folder.0, "system.posix_acl_default", &list).unwrap();
        replace(&file, "two").unwrap();
        assert_eq!((text(&file).as_str(), mode(&file)), ("two", 0o640));
        assert_eq!(get(&file, ACCESS), Err(Errno::NODATA));
        // A new one has it, as from any program.
        replace(&new, "one").unwrap();
        assert!(get(&new, ACCESS).is_ok());
    }

    #[test]
    fn a_list_that_is_refused_leaves_nobody_more_than_it_gave() {
        let list = list(6, 0, 6, 0);
        let Some(folder) = folder_for("refused", ACCESS, &list) else {
            return;
        };
        let file = folder.join("plan.ron");
        fs::write(&file, "one").unwrap();
        set(&file, ACCESS, &list).unwrap();
        assert_eq!(mode(&file), 0o660);
        // A pipe takes no attributes at all.
        let (_reader, writer) = std::io::pipe().unwrap();
        let draft = File::from(std::os::fd::OwnedFd::from(writer));
        // The bits of the group were the mask; the group itself had no right.
        assert_eq!(carry(&file, &draft, 0o660, true), 0o600);
        // A file without a list keeps its mode, or of another group what all had.
        let plain = folder.join("plain.ron");
        fs::write(&plain, "one").unwrap();
        assert_eq!(carry(&plain, &draft, 0o664, true), 0o664);
        assert_eq!(carry(&plain, &draft, 0o664, false), 0o644);
        assert_eq!(carry(&plain, &draft, 0o604, false), 0o600);
    }

    #[test]
    fn a_list_speaks_of_no_other_group_than_before() {
        let before = list(6, 6, 6, 4);
        let Some(folder) = folder_for("group", ACCESS, &before) else {
            return;
        };
        if !may_become_anybody() {
            // Nobody else can give a file to a group that he is not in.
            return;
        }
        let folder = furnished(folder);
        let file = folder.join("open/plan.ron");
        set(&file, ACCESS, &before).unwrap();
        std::os::unix::fs::chown(&file, Some(NOBODY), Some(SOMEBODY)).unwrap();
        elsewhere("agreed", &folder, None);
        // The new group gets what everybody has; the user by number, and the mask for him, stay.
        assert_eq!(get(&file, ACCESS), Ok(list(6, 4, 6, 4)));
        assert_eq!((text(&file).as_str(), mode(&file)), ("two", 0o664));
    }
}
