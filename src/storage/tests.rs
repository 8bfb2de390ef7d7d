//! Everything that a file can be, and what writing and reading make of it.

use super::read::{self, Fingerprint};
use super::write::{Terms, write};
use super::{FileError, absolute, path_from_text, path_text};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// A folder that is gone after the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("splitpoint-storage-{name}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
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

#[cfg(unix)]
mod unix {
    use super::super::owner;
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    use std::process::Command;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
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
    const NOBODY: u32 = 65_534;

    /// Runs a job in a process of its own: as nobody where this one may become that, and with a limit
    /// on the size of files where one is given (blocks of 512 bytes).
    #[track_caller]
    fn elsewhere(job: &str, folder: &Folder, limit: Option<u32>) {
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
        if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
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

    /// A folder `shut` that allows no new file with a plan that may be written, and a folder `copies`.
    fn shut(name: &str) -> Folder {
        let folder = Folder::new(name);
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
}
