//! Links, pipes, rights, and folders and disks that refuse.

use super::*;
use crate::storage::owner;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::process::Command;

pub(super) fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

pub(super) fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn links_stay_links_and_permissions_stay() {
    let folder = Folder::new("link");
    let (file, link) = (folder.join("plan.ron"), folder.join("link.ron"));
    for kept in [0o600, 0o640, 0o644, 0o664] {
        fs::write(&file, "one").unwrap();
        set_mode(&file, kept);
        fs::remove_file(&link).ok();
        symlink("plan.ron", &link).unwrap();
        replace(&link, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((text(&file).as_str(), mode(&file)), ("two", kept));
    }
    // Of a link whose file is gone, the file is made.
    fs::remove_file(&file).unwrap();
    replace(&link, "three").unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(text(&file), "three");
    // Links in a circle lead nowhere.
    symlink("b.ron", folder.join("a.ron")).unwrap();
    symlink("a.ron", folder.join("b.ron")).unwrap();
    assert!(replace(&folder.join("a.ron"), "x").is_err());
}

#[test]
fn a_draft_is_closed_before_it_has_its_rights_and_follows_no_link() {
    let folder = Folder::new("draft");
    let (draft, secret) = (folder.join("draft"), folder.join("secret"));
    owner::create(&draft, true).unwrap();
    assert_eq!(mode(&draft), 0o600);
    fs::write(&secret, "secret").unwrap();
    let link = folder.join("guessed");
    symlink(&secret, &link).unwrap();
    assert!(owner::create(&link, true).is_err());
    assert!(owner::create(&link, false).is_err());
    assert_eq!(text(&secret), "secret");
}

#[test]
fn a_private_file_is_its_owners_alone() {
    let folder = Folder::new("private");
    let file = folder.join("settings.ron");
    let private = Terms {
        private: true,
        ..Terms::replacing()
    };
    write(&file, b"one", &private).unwrap();
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn a_read_only_file_is_asked_about_and_stays_one() {
    let folder = Folder::new("read-only");
    let file = folder.join("plan.ron");
    fs::write(&file, "one").unwrap();
    set_mode(&file, 0o444);
    let refused = replace(&file, "two");
    assert!(matches!(refused, Err(FileError::ReadOnly { .. })));
    assert_eq!(text(&file), "one");
    let agreed = Terms {
        read_only: true,
        ..Terms::replacing()
    };
    write(&file, b"two", &agreed).unwrap();
    assert_eq!((text(&file).as_str(), mode(&file)), ("two", 0o444));
}

#[test]
fn pipes_and_devices_are_neither_read_nor_written() {
    let folder = Folder::new("pipe");
    let pipe = folder.join("pipe.ron");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let link = folder.join("link.ron");
    symlink(&pipe, &link).unwrap();
    for path in [pipe.as_path(), &link, Path::new("/dev/null")] {
        assert!(matches!(
            replace(path, "x"),
            Err(FileError::NotAFile { .. })
        ));
        assert!(matches!(
            read::text(path, 10),
            Err(FileError::NotAFile { .. })
        ));
    }
    assert!(!fs::metadata(&pipe).unwrap().is_file());
}

/// What a child of this test does; the others say it in the environment.
const JOB: &str = "SPLITPOINT_STORAGE_JOB";
/// A user that owns nothing.
pub(super) const NOBODY: u32 = 65_534;

/// Whether this process may become another user, and give files to one.
pub(super) fn may_become_anybody() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Runs a job in a process of its own: as nobody where this one may become that, and with a limit
/// on the size of files where one is given (blocks of 512 bytes).
#[track_caller]
pub(super) fn elsewhere(job: &str, folder: &Folder, limit: Option<u32>) {
    use std::os::unix::process::CommandExt as _;
    // Nobody may not look into every folder that programs are built in.
    let program = folder.join("test-program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mut command = Command::new("sh");
    let script = limit.map_or_else(
        || "exec \"$@\"".to_owned(),
        |blocks| format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""),
    );
    command.args(["-c", &script, "sh"]).arg(&program);
    command.args(["--exact", "storage::tests::unix::child"]);
    command.env(JOB, format!("{job} {}", folder.0.display()));
    if may_become_anybody() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = command.current_dir("/").output().unwrap();
    fs::remove_file(&program).unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn child() {
    let Ok(job) = std::env::var(JOB) else { return };
    let (job, folder) = job.split_once(' ').unwrap();
    let folder = Path::new(folder);
    let (file, copies) = (folder.join("shut/plan.ron"), folder.join("copies"));
    let terms = Terms {
        copies: Some(copies.clone()),
        ..Terms::replacing()
    };
    let long = vec![b'x'; 1 << 20];
    match job {
        "in-place" => {
            write(&file, b"two", &terms).unwrap();
            // Another file cannot come into such a folder at all.
            let new = folder.join("shut/new.ron");
            assert!(matches!(
                write(&new, b"x", &terms),
                Err(FileError::System { .. })
            ));
        }
        "in-place-full" => {
            let refused = write(&file, &long, &terms).unwrap_err();
            assert!(matches!(refused, FileError::System { .. }), "{refused}");
        }
        "full" => {
            let refused = write(&folder.join("open/plan.ron"), &long, &terms).unwrap_err();
            assert!(matches!(refused, FileError::System { .. }), "{refused}");
        }
        "linked-full" => {
            let file = folder.join("open/plan.ron");
            let refused = write(&file, &long, &terms).unwrap_err();
            assert!(matches!(refused, FileError::System { .. }), "{refused}");
        }
        "agreed" => {
            let agreed = Terms {
                read_only: true,
                ..terms
            };
            write(&folder.join("open/plan.ron"), b"two", &agreed).unwrap();
        }
        "foreign" => {
            let file = folder.join("open/plan.ron");
            let refused = write(&file, b"two", &Terms::replacing());
            assert!(matches!(refused, Err(FileError::ReadOnly { .. })));
        }
        job => panic!("no such job: {job}"),
    }
    let left = fs::read_dir(&copies).map_or(0, Iterator::count);
    assert_eq!(left, 0, "copies are left");
}

/// A folder `shut` that allows no new file, with a plan that may be written, `open` with another one, and
/// a folder `copies`.
fn shut(name: &str) -> Folder {
    furnished(Folder::new(name))
}

/// Puts the three folders into one.
pub(super) fn furnished(folder: Folder) -> Folder {
    for inner in ["shut", "open", "copies"] {
        fs::create_dir(folder.join(inner)).unwrap();
        let file = folder.join(inner).join("plan.ron");
        if inner != "copies" {
            fs::write(&file, "one").unwrap();
            set_mode(&file, 0o666);
        }
        set_mode(
            &folder.join(inner),
            if inner == "shut" { 0o555 } else { 0o777 },
        );
    }
    set_mode(&folder.0, 0o755);
    folder
}

#[test]
fn a_folder_that_forbids_drafts_is_written_in_place() {
    let folder = shut("in-place");
    let file = folder.join("shut/plan.ron");
    let before = fs::metadata(&file).unwrap();
    elsewhere("in-place", &folder, None);
    let after = fs::metadata(&file).unwrap();
    assert_eq!(text(&file), "two");
    assert_eq!(before.ino(), after.ino());
    assert_eq!((before.uid(), before.mode()), (after.uid(), after.mode()));
}

#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let folder = shut("full");
    elsewhere("full", &folder, Some(64));
    assert_eq!(text(&folder.join("open/plan.ron")), "one");
    let names = fs::read_dir(folder.join("open")).unwrap().count();
    assert_eq!(names, 1, "a draft is left");
    elsewhere("in-place-full", &folder, Some(64));
    assert_eq!(text(&folder.join("shut/plan.ron")), "one");
}

#[test]
fn owner_and_group_stay_where_they_may() {
    let folder = shut("owner");
    let file = folder.join("open/plan.ron");
    if fs::metadata(&file).unwrap().uid() == 0 {
        std::os::unix::fs::chown(&file, Some(NOBODY), Some(NOBODY)).unwrap();
        replace(&file, "two").unwrap();
        let about = fs::metadata(&file).unwrap();
        assert_eq!((about.uid(), about.gid()), (NOBODY, NOBODY));
        assert_eq!((about.mode() & 0o777, text(&file).as_str()), (0o666, "two"));
        // What only its owner may write is read-only to others.
        std::os::unix::fs::chown(&file, Some(0), Some(0)).unwrap();
        set_mode(&file, 0o644);
        elsewhere("foreign", &folder, None);
    } else {
        replace(&file, "two").unwrap();
    }
    assert_eq!(text(&file), "two");
}

/// Folders with a plan under two names.
fn linked(name: &str) -> (Folder, PathBuf, PathBuf) {
    let folder = shut(name);
    let (file, other) = (folder.join("open/plan.ron"), folder.join("other.ron"));
    fs::hard_link(&file, &other).unwrap();
    (folder, file, other)
}

fn inode(path: &Path) -> u64 {
    fs::metadata(path).unwrap().ino()
}

#[test]
fn every_name_of_a_file_shows_what_was_saved() {
    let (folder, file, other) = linked("linked");
    let before = inode(&file);
    let stamp = replace(&file, "two, longer").unwrap();
    assert_eq!(
        (text(&file), text(&other)),
        (text(&other), "two, longer".into())
    );
    assert_eq!((inode(&file), inode(&other)), (before, before));
    assert!(!stamp.differs(&other));
    // Shorter again, over a symbolic link, with a folder for the copy.
    let link = folder.join("link.ron");
    symlink("other.ron", &link).unwrap();
    let terms = Terms {
        copies: Some(folder.join("copies")),
        ..Terms::replacing()
    };
    write(&link, b"three", &terms).unwrap();
    assert_eq!((text(&file), text(&other)), (text(&other), "three".into()));
    assert_eq!((inode(&file), inode(&other)), (before, before));
    for inner in ["open", "copies"] {
        let left = fs::read_dir(folder.join(inner)).unwrap().count();
        assert_eq!(left, usize::from(inner == "open"), "{inner}");
    }
}

#[test]
fn a_full_disk_leaves_the_old_text_under_every_name() {
    let (folder, file, other) = linked("linked-full");
    let before = inode(&file);
    elsewhere("linked-full", &folder, Some(64));
    assert_eq!((text(&file), text(&other)), ("one".into(), "one".into()));
    assert_eq!((inode(&file), inode(&other)), (before, before));
    let left = fs::read_dir(folder.join("open")).unwrap().count();
    assert_eq!(left, 1, "a draft is left");
}

#[test]
fn a_read_only_file_of_two_names_stays_one_where_its_owner_saves_it() {
    let (folder, file, other) = linked("linked-read-only");
    let before = inode(&file);
    set_mode(&file, 0o444);
    if may_become_anybody() {
        std::os::unix::fs::chown(&file, Some(NOBODY), Some(NOBODY)).unwrap();
    }
    elsewhere("agreed", &folder, None);
    assert_eq!((text(&file), text(&other)), ("two".into(), "two".into()));
    assert_eq!((inode(&file), mode(&file)), (before, 0o444));
    if may_become_anybody() {
        // Another user may not write it, but put his own in its place.
        fs::write(&file, "one").unwrap();
        std::os::unix::fs::chown(&file, Some(0), Some(0)).unwrap();
        elsewhere("agreed", &folder, None);
        assert_eq!((text(&file), text(&other)), ("two".into(), "one".into()));
    }
}

#[test]
fn a_draft_that_a_crash_left_is_no_other_name() {
    let folder = Folder::new("named-draft");
    let file = folder.join("plan.ron");
    fs::write(&file, "one").unwrap();
    fs::hard_link(&file, folder.join(".plan.ron.0123456789abcdef.new")).unwrap();
    // Held open, so that no other file gets its number.
    let before = File::open(&file).unwrap();
    replace(&file, "two").unwrap();
    assert_eq!(folder.names(), ["plan.ron"]);
    assert_eq!(text(&file), "two");
    assert_ne!(inode(&file), before.metadata().unwrap().ino());
}
