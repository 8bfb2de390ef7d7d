//! Copies of several windows: apart while they run, listed when they are gone.

use super::{Claim, Header, Of, Slot, list};
use crate::storage::FileError;
use crate::storage::keeper::{Keeper, Told, Work};
use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

fn folder(name: &str) -> PathBuf {
    let name = format!("splitpoint-recovery-{name}-{}", std::process::id());
    let path = std::env::temp_dir().join(name).join("recovery");
    fs::remove_dir_all(path.parent().unwrap()).ok();
    path
}

fn header(of: Of, edited: u64) -> Header {
    Header {
        of,
        began_from: Some(0xfedc_ba98_7654_3210),
        edited,
        changes: vec!["Users today".to_owned(), "a \"b\"\n */ c".to_owned()],
    }
}

fn file(name: &str) -> Of {
    Of::File(PathBuf::from(name))
}

#[test]
fn every_running_window_has_a_copy_of_its_own_and_what_crashed_ones_left_is_listed() {
    let folder = folder("list");
    let (one, two) = (Slot::new(&folder).unwrap(), Slot::new(&folder).unwrap());
    one.keep(&header(file("/a/plan.ron"), 5), "(one)").unwrap();
    two.keep(&header(file("/b/pl\nan.ron"), 7), "(two)")
        .unwrap();
    assert_eq!(list(&folder), []);
    drop(one);
    let left = list(&folder);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].header, header(file("/a/plan.ron"), 5));
    drop(two);
    let left = list(&folder);
    let names: Vec<_> = left.iter().map(|found| found.header.clone()).collect();
    assert_eq!(
        names,
        [
            header(file("/b/pl\nan.ron"), 7),
            header(file("/a/plan.ron"), 5)
        ]
    );
    // A window that takes one keeps the others from it.
    let claim = Claim::new(&folder, &left[0].id).unwrap();
    assert_eq!(claim.read().unwrap().1, "(two)");
    assert!(matches!(
        Claim::new(&folder, &left[0].id),
        Err(FileError::Changed { .. })
    ));
    assert_eq!(list(&folder).len(), 1);
    claim.remove().unwrap();
    // Nothing else goes with it.
    assert_eq!(list(&folder).len(), 1);
    Claim::new(&folder, &left[1].id).unwrap().remove().unwrap();
    assert_eq!(list(&folder), []);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

#[test]
fn copies_that_say_nothing_of_themselves_are_listed_all_the_same() {
    let folder = folder("odd");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("0000.ron"), "(version: 1)").unwrap();
    fs::write(folder.join("0001.ron"), [0xff, 0xfe]).unwrap();
    fs::write(folder.join("notes.txt"), "x").unwrap();
    // The one copy that former versions kept.
    fs::write(
        folder.with_file_name("recovery.ron"),
        "// Recovery copy of /a/plan.ron\n(version: 1)",
    )
    .unwrap();
    let left = list(&folder);
    let mut names: Vec<_> = left.iter().map(|found| found.header.of.name()).collect();
    names.sort();
    assert_eq!(names, ["a plan", "a plan", "plan.ron"]);
    assert!(left.iter().all(|found| found.header.edited > 0));
    let former = left.iter().find(|found| found.id == "recovery").unwrap();
    let claim = Claim::new(&folder, &former.id).unwrap();
    assert_eq!(claim.read().unwrap().1, "(version: 1)");
    claim.remove().unwrap();
    assert_eq!(list(&folder).len(), 2);
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

#[test]
fn locks_and_drafts_that_crashes_left_are_swept() {
    let folder = folder("sweep");
    let running = Slot::new(&folder).unwrap();
    fs::write(folder.join("0000.lock"), "").unwrap();
    fs::write(folder.join(".0000.ron.0123.new"), "half").unwrap();
    assert_eq!(list(&folder), []);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    drop(running);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

#[cfg(unix)]
#[test]
fn copies_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder("private");
    let slot = Slot::new(&folder).unwrap();
    slot.keep(&header(file("/a/plan.ron"), 1), "x").unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(slot.path()), 0o600);
    assert_eq!(mode(folder.clone()), 0o700);
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

fn keeper(folder: &std::path::Path) -> (Keeper, Receiver<Told>) {
    let (sender, receiver) = channel();
    let keeper = Keeper::start(folder.to_owned(), move |told| {
        sender.send(told).ok();
    });
    (keeper, receiver)
}

fn work(version: u64) -> Work {
    Work {
        version,
        header: header(file("/a/plan.ron"), version),
        text: Box::new(move || format!("({version})")),
        instead_of: Vec::new(),
    }
}

/// Longest wait for anything.
const PATIENCE: Duration = Duration::from_mins(1);

#[track_caller]
fn version_kept(told: &Receiver<Told>) -> u64 {
    match told.recv_timeout(PATIENCE).unwrap() {
        Told::Kept { version, .. } => version,
        Told::Failed(reason) => panic!("{reason}"),
    }
}

#[test]
fn an_edit_is_kept_whatever_comes_after_it() {
    let folder = folder("steady");
    let (keeper, told) = keeper(&folder);
    // Edits come without a pause; the first of them is on the disk before they end.
    let begun = Instant::now();
    let mut version = 0;
    let kept = loop {
        version += 1;
        keeper.keep(work(version));
        match told.try_recv() {
            Ok(Told::Kept { version, .. }) => break version,
            Ok(Told::Failed(reason)) => panic!("{reason}"),
            Err(_) => assert!(begun.elapsed() < PATIENCE, "put off for ever"),
        }
        std::thread::yield_now();
    };
    assert!(kept > 1 && kept <= version);
    // A window that closes leaves nothing undone.
    keeper.keep(work(version + 1));
    drop(keeper);
    let left = list(&folder);
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].header.edited, version + 1);
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

#[test]
fn the_copy_goes_when_the_work_is_saved_and_takes_the_place_of_another() {
    let folder = folder("instead");
    let crashed = Slot::new(&folder).unwrap();
    crashed
        .keep(&header(file("/a/plan.ron"), 3), "(3)")
        .unwrap();
    drop(crashed);
    let (keeper, told) = keeper(&folder);
    let claim = Claim::new(&folder, &list(&folder)[0].id).unwrap();
    keeper.keep(Work {
        instead_of: vec![claim],
        ..work(4)
    });
    // Newer work inherits what it is to take the place of.
    keeper.keep(work(5));
    while version_kept(&told) != 5 {}
    assert_eq!(
        list(&folder),
        [],
        "the copy of the crashed window is still there"
    );
    keeper.clear();
    drop(keeper);
    assert_eq!(list(&folder), []);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}

#[test]
fn a_copy_that_cannot_be_written_is_told_and_tried_again() {
    let folder = folder("again");
    // Where the folder should be there is a file.
    fs::create_dir_all(folder.parent().unwrap()).unwrap();
    fs::write(&folder, "in the way").unwrap();
    let (keeper, told) = keeper(&folder);
    keeper.keep(work(1));
    assert!(matches!(
        told.recv_timeout(PATIENCE).unwrap(),
        Told::Failed(_)
    ));
    fs::remove_file(&folder).unwrap();
    while !matches!(
        told.recv_timeout(PATIENCE).unwrap(),
        Told::Kept { version: 1, .. }
    ) {}
    drop(keeper);
    assert_eq!(list(&folder).len(), 1);
    fs::remove_dir_all(folder.parent().unwrap()).unwrap();
}
