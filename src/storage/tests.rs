//! Everything that a file can be, and what writing and reading make of it.

use super::read::{self, Fingerprint};
use super::write::{Terms, write};
use super::{FileError, absolute, path_from_text, path_text};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
mod kept;
#[cfg(unix)]
mod unix;

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        Self::within(&std::env::temp_dir(), name)
    }

    fn within(outer: &Path, name: &str) -> Self {
        let name = format!("splitpoint-storage-{name}-{}", std::process::id());
        let path = outer.join(name);
        fs::remove_dir_all(&path).ok();
        fs::create_dir_all(&path).unwrap();
        Self(fs::canonicalize(path).unwrap())
    }

    fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The names of what is in it, sorted.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn replace(path: &Path, text: &str) -> Result<Fingerprint, FileError> {
    write(path, text.as_bytes(), &Terms::replacing())
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn what_is_written_can_be_read_and_nothing_is_left_over() {
    let folder = Folder::new("write");
    let file = folder.join("plan.ron");
    let before = replace(&file, "one").unwrap();
    assert_eq!(before, Fingerprint::of(&file).unwrap());
    assert!(!before.differs(&file));
    let after = replace(&file, "two, longer").unwrap();
    assert!(before.differs(&file) && !after.differs(&file));
    assert_eq!(text(&file), "two, longer");
    assert_eq!(folder.names(), ["plan.ron"]);
    fs::remove_file(&file).unwrap();
    assert!(after.differs(&file));
}

#[test]
fn a_touched_file_with_the_same_text_has_not_changed() {
    let folder = Folder::new("touch");
    let file = folder.join("plan.ron");
    let before = replace(&file, "same").unwrap();
    let touched = File::options().write(true).open(&file).unwrap();
    touched.set_modified(std::time::UNIX_EPOCH).unwrap();
    assert!(!before.differs(&file));
    fs::write(&file, "sane").unwrap();
    assert!(before.differs(&file));
}

#[test]
fn nothing_is_replaced_unless_that_was_agreed_to() {
    let folder = Folder::new("consent");
    let file = folder.join("other.ron");
    write(&file, b"mine", &Terms::default()).unwrap();
    let refused = write(&file, b"yours", &Terms::default());
    assert!(matches!(refused, Err(FileError::Exists { .. })));
    let stamp = Fingerprint::of(&file).unwrap();
    let unchanged = Terms {
        unchanged_since: Some(stamp),
        ..Terms::replacing()
    };
    write(&file, b"mine too", &unchanged).unwrap();
    let refused = write(&file, b"yours", &unchanged);
    assert!(matches!(refused, Err(FileError::Changed { .. })));
    assert_eq!(text(&file), "mine too");
    // One that is gone meanwhile is written again: nothing is lost by that.
    fs::remove_file(&file).unwrap();
    write(&file, b"again", &unchanged).unwrap();
    assert_eq!(folder.names(), ["other.ron"]);
}

#[test]
fn folders_and_paths_that_are_none_are_refused() {
    let folder = Folder::new("none");
    let refused = |path: &Path| replace(path, "x").unwrap_err();
    assert!(matches!(refused(&folder.0), FileError::NotAFile { .. }));
    assert!(matches!(refused(Path::new("")), FileError::NotAFile { .. }));
    assert!(matches!(
        refused(Path::new("/")),
        FileError::NotAFile { .. }
    ));
    let nowhere = refused(&folder.join("no/such/plan.ron"));
    assert!(matches!(nowhere, FileError::NoFolder { .. }));
    assert!(nowhere.to_string().contains("there is no such folder"));
}

#[test]
fn long_names_have_drafts_too() {
    let folder = Folder::new("long");
    let file = folder.join(&format!("{}.ron", "ä".repeat(120)));
    replace(&file, "one").unwrap();
    replace(&file, "two").unwrap();
    assert_eq!(text(&file), "two");
    assert_eq!(folder.names().len(), 1);
}

#[test]
fn drafts_that_a_crash_left_are_swept_and_one_under_way_is_not() {
    let folder = Folder::new("sweep");
    let file = folder.join("plan.ron");
    let dead = [
        ".plan.ron.0123456789abcdef.new",
        // As former versions called them: by their process.
        ".plan.ron.31415.new",
    ];
    let others = [
        ".other.ron.0123456789abcdef.new",
        ".plan.ron.mine.new",
        ".plan.ron.swp",
    ];
    for name in dead.iter().chain(&others) {
        fs::write(folder.join(name), "half").unwrap();
    }
    let under_way = File::create(folder.join(".plan.ron.fedcba9876543210.new")).unwrap();
    under_way.lock().unwrap();
    replace(&file, "one").unwrap();
    assert_eq!(
        folder.names(),
        [
            others[0],
            ".plan.ron.fedcba9876543210.new",
            others[1],
            others[2],
            "plan.ron"
        ]
    );
    drop(under_way);
    replace(&file, "two").unwrap();
    assert_eq!(
        folder.names(),
        [others[0], others[1], others[2], "plan.ron"]
    );
}

#[test]
fn nothing_is_read_beyond_its_limit() {
    let folder = Folder::new("limit");
    let file = folder.join("plan.ron");
    fs::write(&file, "12345").unwrap();
    assert_eq!(read::text(&file, 5).unwrap().0, "12345");
    let refused = read::text(&file, 4);
    assert!(matches!(
        refused,
        Err(FileError::TooLarge {
            size: 5,
            most: 4,
            ..
        })
    ));
}

#[test]
fn paths_are_absolute_and_survive_as_text() {
    assert!(absolute(Path::new("plan.ron")).is_absolute());
    let check = |path: &Path| assert_eq!(path_from_text(&path_text(path)), path);
    check(Path::new("/plans/Größe \"a\" \n b.ron"));
    check(Path::new("/"));
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        check(Path::new(std::ffi::OsStr::from_bytes(
            b"/\xff\xfe/gr\xfcn \xe4.ron",
        )));
    }
}
