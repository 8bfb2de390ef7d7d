//! SIGKILL at random moments while a plan is edited, kept and saved: the file is always the old one or
//! the new one, and what was edited more than a second before can be had back. A file of two names, which
//! is written over itself, is the old one or the new one, or its old text can be had back.
//!
//! The child is this test program once more; it uses what the window uses, the thread that keeps unsaved
//! work and the one way in which a file is written. `SPLITPOINT_KILLS` says how often one is killed.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use splitpoint::scenario::{self, Scenario};
use splitpoint::storage::keeper::{Keeper, Work};
use splitpoint::storage::recovery::{Claim, Header, Of, list, now_seconds};
use splitpoint::storage::write::{Terms, write};
use splitpoint::storage::{Fingerprint, read};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells a child where it works, how fast, and with which seed.
const JOB: &str = "SPLITPOINT_KILL_JOB";
/// How many are killed when nobody says how many.
const KILLS: usize = 100;
/// Children at a time.
const LANES: usize = 4;
/// After this an edit must be on the disk.
const DUE: Duration = Duration::from_secs(1);
/// First number of users; each edit adds one.
const FIRST: f64 = 1_000.0;
/// Letters of the plan's story, so that writing takes a while.
const STORY: usize = 30_000;

/// Numbers without an order that is seen, the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

fn micros() -> u128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap()
        .as_micros()
}

/// The plan after that many edits.
fn plan(edits: u64) -> Scenario {
    let mut plan = Scenario {
        story: "x".repeat(STORY),
        ..Scenario::default()
    };
    plan.demand.users = scenario::Quantity::point(FIRST + edits as f64);
    plan
}

/// How many edits a text holds; none when it is not the whole text of such a plan.
fn whole(text: &str) -> Option<u64> {
    let read = scenario::load(text).scenario?;
    let edits = (read.demand.users.likely - FIRST) as u64;
    (scenario::save(&plan(edits)) == text).then_some(edits)
}

/// How many edits a text holds; it must be the whole text of such a plan.
#[track_caller]
fn edits_in(text: &str) -> u64 {
    whole(text).expect("half a plan, or not what was written")
}

fn say(line: std::fmt::Arguments<'_>) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

/// Edits, keeps and saves until it is killed.
#[test]
fn child() {
    let Ok(job) = std::env::var(JOB) else { return };
    let mut parts = job.splitn(3, ' ');
    let seed = parts.next().unwrap().parse().unwrap();
    let is_hasty = parts.next() == Some("hasty");
    let folder = PathBuf::from(parts.next().unwrap());
    let (file, copies) = (folder.join("plan.ron"), folder.join("recovery"));
    let mut chance = Chance(seed);
    let (text, mut stamp) = read::text(&file, scenario::file::LARGEST).unwrap();
    let mut edits = edits_in(&text);
    let keeper = Keeper::start(copies.clone(), |_| {});
    say(format_args!("ready"));
    loop {
        edits += 1;
        keeper.keep(Work {
            version: edits,
            header: Header {
                of: Of::File(file.clone()),
                began_from: Some(stamp.content()),
                edited: now_seconds(),
                changes: vec![format!("Users today {edits}")],
            },
            text: Box::new(move || scenario::save(&plan(edits))),
            instead_of: Vec::new(),
        });
        say(format_args!("edit {edits} {}", micros()));
        if !is_hasty {
            std::thread::sleep(Duration::from_millis(chance.below(150)));
        }
        if chance.below(if is_hasty { 2 } else { 40 }) == 0 {
            say(format_args!("saving {edits}"));
            let terms = Terms {
                unchanged_since: Some(stamp),
                copies: Some(copies.clone()),
                ..Terms::replacing()
            };
            stamp = write(&file, scenario::save(&plan(edits)).as_bytes(), &terms).unwrap();
            say(format_args!("saved {edits}"));
            keeper.clear();
        }
    }
}

/// Saves a file of two names until it is killed.
#[test]
fn child_of_two_names() {
    let Ok(job) = std::env::var(JOB) else { return };
    let folder = PathBuf::from(job);
    let file = folder.join("plan.ron");
    let terms = Terms {
        copies: Some(folder.join("recovery")),
        ..Terms::replacing()
    };
    let mut edits = edits_in(&fs::read_to_string(&file).unwrap());
    say(format_args!("ready"));
    loop {
        edits += 1;
        say(format_args!("saving {edits}"));
        write(&file, scenario::save(&plan(edits)).as_bytes(), &terms).unwrap();
        say(format_args!("saved {edits}"));
    }
}

/// What a child said.
#[derive(Default)]
struct Said {
    ready: bool,
    /// Edits with their time (µs since 1970).
    edits: Vec<(u64, u128)>,
    saving: u64,
    saved: u64,
}

fn start(test: &str, job: &str) -> (Child, Arc<Mutex<Said>>, std::thread::JoinHandle<()>) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(JOB, job)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = Arc::new(Mutex::new(Said::default()));
    let (theirs, out) = (Arc::clone(&said), child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let words: Vec<&str> = line.split(' ').collect();
            let mut said = theirs.lock().unwrap();
            match words.as_slice() {
                ["edit", edits, at] => {
                    let (Ok(edits), Ok(at)) = (edits.parse(), at.parse()) else {
                        continue;
                    };
                    said.edits.push((edits, at));
                }
                ["saving", edits] => said.saving = edits.parse().unwrap_or(said.saving),
                ["saved", edits] => said.saved = edits.parse().unwrap_or(said.saved),
                [.., "ready"] => said.ready = true,
                _ => {}
            }
        }
    });
    (child, said, reader)
}

/// Starts a child, kills it within that many milliseconds of its being ready, and returns what it said
/// and when it was killed (µs since 1970).
fn killed(test: &str, job: &str, within: u64, chance: &mut Chance) -> (Said, u128) {
    let (mut child, said, reader) = start(test, job);
    while !said.lock().unwrap().ready {
        assert!(child.try_wait().unwrap().is_none(), "the child gave up");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_micros(chance.below(within * 1_000)));
    let at = micros();
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    let said = std::mem::take(&mut *said.lock().unwrap());
    (said, at)
}

/// Starts a child, kills it at some moment, and looks at what is left. Says how many edits could be
/// had back that no file held.
fn one(folder: &Path, seed: u64) -> u64 {
    let (file, copies) = (folder.join("plan.ron"), folder.join("recovery"));
    let before = edits_in(&fs::read_to_string(&file).unwrap());
    let is_hasty = (seed / LANES as u64).is_multiple_of(2);
    let pace = if is_hasty { "hasty" } else { "paced" };
    let job = format!("{seed} {pace} {}", folder.display());
    let longest = if is_hasty { 300 } else { 2_200 };
    let (said, killed) = killed("child", &job, longest, &mut Chance(seed ^ 0x5eed));

    // The file is the old one or the new one.
    let in_file = edits_in(&fs::read_to_string(&file).unwrap());
    let last_saved = said.saved.max(before);
    assert!(
        in_file == last_saved || in_file == said.saving,
        "seed {seed}: the file holds {in_file}, saved {last_saved}, saving {}",
        said.saving
    );
    // What is left of a draft nobody else may read.
    for entry in fs::read_dir(folder)
        .unwrap()
        .chain(fs::read_dir(&copies).unwrap())
    {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        let is_folder = entry.path().is_dir();
        assert!(
            is_folder || mode.trailing_zeros() >= 6,
            "{mode:o} {}",
            entry.path().display()
        );
    }
    // What no file holds and is more than a second old can be had back.
    let due: Vec<u64> = said
        .edits
        .iter()
        .filter(|(edits, at)| *edits > in_file && at + DUE.as_micros() <= killed)
        .map(|(edits, _)| *edits)
        .collect();
    let left = list(&copies);
    assert!(left.len() <= 1, "seed {seed}: {} copies", left.len());
    let mut back = 0;
    if let Some(found) = left.first() {
        let claim = Claim::new(&copies, &found.id).unwrap();
        let (header, text) = claim.read().unwrap();
        assert_eq!(header.unwrap().of, Of::File(file.clone()));
        back = edits_in(&text);
        let last = said.edits.last().map_or(before, |(edits, _)| *edits);
        assert!(back <= last + 1, "seed {seed}: {back} of {last} edits");
        claim.remove().unwrap();
    }
    if let Some(due) = due.last() {
        assert!(back >= *due, "seed {seed}: {back} instead of {due}");
    }
    due.last().map_or(0, |due| due - in_file)
}

/// How often a child is killed.
fn kills() -> usize {
    let kills = std::env::var("SPLITPOINT_KILLS").ok();
    kills.and_then(|kills| kills.parse().ok()).unwrap_or(KILLS)
}

#[test]
fn at_no_moment_a_kill_harms_the_file_or_loses_an_edit_older_than_a_second() {
    let kills = kills();
    let lane = |lane: usize| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("kill-{lane}"));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(folder.join("recovery")).unwrap();
        let file = folder.join("plan.ron");
        fs::write(&file, scenario::save(&plan(0))).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let had_back: u64 = (lane..kills)
            .step_by(LANES)
            .map(|kill| one(&folder, kill as u64))
            .filter(|edits| *edits > 0)
            .count() as u64;
        // The next save leaves nothing of all that.
        let stamp = Fingerprint::of(&file).unwrap();
        let terms = Terms {
            unchanged_since: Some(stamp),
            ..Terms::replacing()
        };
        write(&file, b"done", &terms).unwrap();
        assert!(list(&folder.join("recovery")).is_empty());
        let names = fs::read_dir(&folder).unwrap().count();
        assert_eq!(names, 2, "drafts are left");
        fs::remove_dir_all(&folder).unwrap();
        had_back
    };
    let had_back: u64 = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES)
            .map(|index| scope.spawn(move || lane(index)))
            .collect();
        lanes.into_iter().map(|lane| lane.join().unwrap()).sum()
    });
    println!("{kills} kills; after {had_back} of them edits were had back that no file held");
    // A test that never has anything to have back tells nothing.
    assert!(kills < KILLS || had_back > 0);
}

#[test]
fn at_no_moment_a_kill_loses_the_text_of_a_file_of_two_names() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("kill-two-names");
    fs::remove_dir_all(&folder).ok();
    let copies = folder.join("recovery");
    fs::create_dir_all(&copies).unwrap();
    let (file, other) = (folder.join("plan.ron"), folder.join("other.ron"));
    fs::write(&file, scenario::save(&plan(0))).unwrap();
    fs::hard_link(&file, &other).unwrap();
    let mut chance = Chance(2);
    let kills = (kills() / 4).max(1);
    let mut interrupted = 0;
    for kill in 0..kills {
        let before = edits_in(&fs::read_to_string(&file).unwrap());
        let job = folder.display().to_string();
        let (said, _) = killed("child_of_two_names", &job, 100, &mut chance);
        let last_saved = said.saved.max(before);
        let in_file = whole(&fs::read_to_string(&file).unwrap());
        let left = list(&copies);
        assert!(left.len() <= 1, "kill {kill}: {} copies", left.len());
        if let Some(found) = left.first() {
            // Between the first byte and the last the old text is here.
            let claim = Claim::new(&copies, &found.id).unwrap();
            let (header, text) = claim.read().unwrap();
            assert_eq!(header.unwrap().of, Of::File(file.clone()));
            assert_eq!(edits_in(&text), last_saved);
            interrupted += 1;
            if in_file.is_none() {
                fs::write(&file, text).unwrap();
            }
            claim.remove().unwrap();
        }
        let expected = [Some(last_saved), Some(said.saving)];
        let had_back = in_file.is_none() && !left.is_empty();
        assert!(
            expected.contains(&in_file) || had_back,
            "kill {kill}: the file holds {in_file:?}, saved {last_saved}, saving {}",
            said.saving
        );
        assert_eq!(fs::read(&file).unwrap(), fs::read(&other).unwrap());
    }
    fs::remove_dir_all(&folder).unwrap();
    println!("{kills} kills, {interrupted} of them in the middle of a save");
    // A test that never has anything to have back tells nothing.
    assert!(kills < KILLS / 4 || interrupted > 0);
}
