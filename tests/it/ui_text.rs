//! What the window writes: the owner's own text with the edits carried in, and nobody else's words.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use crate::harness::{self, type_into};
use egui_kittest::Harness;
use splitpoint::app::SplitpointApp;
use splitpoint::presets;
use std::fs;
use std::path::{Path, PathBuf};

const HAND: &str = "\
// Reviewed in October.
(
  version: 1, name: \"Helpdesk\",
  demand: (
    users: 12_000, // seats
    peak_to_mean: 2.50,
  ),
  components: [
    // The front.
    (name: \"web\", core: true),
  ],
)
// The end.";

fn window(open: &Path) -> Harness<'static, SplitpointApp> {
    harness::window(open.to_str())
}

fn save(harness: &mut Harness<'_, SplitpointApp>, path: &Path) -> String {
    let ctx = harness.ctx.clone();
    harness.state_mut().save_to(&ctx, path);
    harness.run();
    assert!(!harness.state().is_dirty());
    fs::read_to_string(path).unwrap()
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("splitpoint-text-{}-{name}.ron", std::process::id()))
}

#[test]
fn saving_changes_the_edited_words_alone() {
    let (file, other) = (scratch("own"), scratch("other"));
    for text in [HAND.to_owned(), HAND.replace('\n', "\r\n")] {
        fs::write(&file, &text).unwrap();
        let mut harness = window(&file);
        assert_eq!(save(&mut harness, &file), text);
        type_into(&mut harness, "Users today", "25,000");
        let edited = text.replace("12_000", "25_000");
        assert_eq!(save(&mut harness, &other), edited);
        // From then on the other file is the plan's.
        type_into(&mut harness, "Peak to mean", "3");
        assert_eq!(save(&mut harness, &other), edited.replace("2.50", "3"));
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
    fs::remove_file(file).unwrap();
    fs::remove_file(other).unwrap();
}

#[test]
fn a_plan_begun_from_a_preset_keeps_none_of_its_words() {
    let file = scratch("begun");
    let preset = presets::find("support-copilot")
        .unwrap()
        .scenario()
        .unwrap();
    let mut harness = window(Path::new("support-copilot"));
    type_into(&mut harness, "Users today", "25,000");
    let text = save(&mut harness, &file);
    assert!(text.contains("preset: \"support-copilot\""), "{text}");
    assert!(
        text.contains(&format!("catalogue: \"{}\"", env!("CARGO_PKG_VERSION"))),
        "{text}"
    );
    assert!(text.contains("date: \"20"), "{text}");
    for word in ["story", "expected", "notes", "//"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let own = harness.state().scenario().clone();
    assert_eq!(own.demand.users.likely, 25_000.0);
    assert_eq!(own.components, preset.components);
    // Opened again, it is the same plan, and saving it changes nothing.
    let mut again = window(&file);
    assert!(*again.state().scenario() == own, "another plan");
    assert_eq!(save(&mut again, &file), text);
    fs::remove_file(file).unwrap();
}
