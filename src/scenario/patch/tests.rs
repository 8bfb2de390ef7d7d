//! Hand-written texts keep everything that was not edited, whatever was.

use super::patch;
use crate::scenario::schema::{
    Actual, Component, Edge, Event, Note, Override, Partition, Spike, Training, Unit,
};
use crate::scenario::{Leaf, Quantity, Scenario, load, path, save};
use proptest::prelude::{ProptestConfig, any, proptest};

const HAND: &str = "\
// Ours, reviewed in October.
(
  version: 1,
  name: \"Helpdesk\", // the product
  team: (engineers: 12, levels: (delivery: 2)), /* asked twice */
  demand: (
    // From the counters.
    users: 12_000,
    requests_per_user_month: (500, 800, 1_100), // seats

    peak_to_mean: 2.50
  ),
  components: [
    // The front.
    (name: \"web\", core: true, size_pm: 1e1),
    (name: \"chat\", kind: Llm, model: \"Llama-3.1-8B\"), // answers
    // Nobody calls it.
    (name: \"old\"),
  ],
  edges: [(from: \"web\", to: \"chat\")],
)
// The end.";

fn plan(text: &str) -> Scenario {
    let loaded = load(text);
    assert!(loaded.is_clean(), "{:?}", loaded.diagnostics);
    loaded.scenario.unwrap()
}

/// The text after an edit; it says what it must.
#[track_caller]
fn patched(text: &str, edit: impl FnOnce(&mut Scenario)) -> String {
    let before = plan(text);
    let mut after = before.clone();
    edit(&mut after);
    let new = patch(text, &before, &after);
    assert_eq!(plan(&new), after, "{new}");
    new
}

/// An edit of the text by hand gives the same bytes as the edit of the plan.
#[track_caller]
fn same_as_by_hand(edit: impl FnOnce(&mut Scenario), replaced: &[(&str, &str)]) {
    let mut expected = HAND.to_owned();
    for (old, new) in replaced {
        assert!(expected.contains(old), "{old}");
        expected = expected.replacen(old, new, 1);
    }
    assert_eq!(patched(HAND, edit), expected);
    // Neither line ends of other systems nor a mark before the text change that.
    let foreign = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let before = plan(HAND);
    let after = plan(&expected);
    assert_eq!(patch(&foreign(HAND), &before, &after), foreign(&expected));
}

fn set(path: &'static str, text: &'static str) -> impl FnOnce(&mut Scenario) {
    move |plan| path::set(plan, path, text).unwrap()
}

#[test]
fn a_value_alone_is_replaced() {
    same_as_by_hand(set("demand.users", "45000"), &[("12_000", "45_000")]);
    same_as_by_hand(
        set("name", "A \"new\" one"),
        &[("Helpdesk", "A \\\"new\\\" one")],
    );
    same_as_by_hand(
        set("demand.requests_per_user_month", "(500, 900, 1100)"),
        &[("800", "900")],
    );
    same_as_by_hand(
        set("demand.requests_per_user_month", "850"),
        &[("(500, 800, 1_100)", "850")],
    );
    same_as_by_hand(
        set("demand.users", "(9000, 12000, 20000)"),
        &[("12_000", "(9_000, 12_000, 20_000)")],
    );
    same_as_by_hand(
        set("components[web].core", "no"),
        &[("core: true", "core: false")],
    );
    same_as_by_hand(set("demand.peak_to_mean", "2"), &[("2.50", "2")]);
    same_as_by_hand(
        set("team.levels.delivery", "None"),
        &[(", levels: (delivery: 2)", "")],
    );
}

#[test]
fn new_fields_are_put_where_they_belong() {
    same_as_by_hand(
        set("demand.growth.shape", "SCurve"),
        &[(", // seats\n", ", // seats\n    growth: (shape: SCurve),\n")],
    );
    same_as_by_hand(
        set("team.levels.platform", "3"),
        &[("delivery: 2", "delivery: 2, platform: 3")],
    );
    same_as_by_hand(
        set("horizon_months", "48"),
        &[(
            "// the product\n",
            "// the product\n  horizon_months: 48,\n",
        )],
    );
    same_as_by_hand(
        |plan| plan.demand.spikes = vec![Spike::default()],
        &[(
            "peak_to_mean: 2.50\n",
            "peak_to_mean: 2.50,\n    spikes: [()]\n",
        )],
    );
    same_as_by_hand(
        set("components[chat].calls", "2"),
        &[("kind: Llm", "kind: Llm, calls: 2")],
    );
    same_as_by_hand(
        |plan| {
            plan.overrides = vec![Override {
                id: "drift.wages".to_owned(),
                value: Some(Quantity::point(0.04)),
                reason: "Agreed with the works council until the end of next year.".to_owned(),
            }];
        },
        &[(
            "  edges: [(from: \"web\", to: \"chat\")],\n",
            "  edges: [(from: \"web\", to: \"chat\")],\n  overrides: [\n    (\n      \
             id: \"drift.wages\",\n      value: 0.04,\n      reason: \"Agreed with the works council \
             until the end of next year.\",\n    ),\n  ],\n",
        )],
    );
}

#[test]
fn elements_come_and_go_in_lines_of_their_own() {
    same_as_by_hand(
        |plan| {
            plan.components.insert(
                2,
                Component {
                    name: "chat copy".to_owned(),
                    calls: Quantity::point(3.0),
                    ..plan.components[1].clone()
                },
            );
        },
        &[(
            "// answers\n",
            "// answers\n    (name: \"chat copy\", kind: Llm, calls: 3, model: \"Llama-3.1-8B\"),\n",
        )],
    );
    same_as_by_hand(
        |plan| {
            plan.components.remove(0);
        },
        &[("    (name: \"web\", core: true, size_pm: 1e1),\n", "")],
    );
    same_as_by_hand(
        |plan| {
            plan.components.remove(1);
            plan.edges.clear();
        },
        &[
            (
                "    (name: \"chat\", kind: Llm, model: \"Llama-3.1-8B\"), // answers\n",
                "",
            ),
            ("  edges: [(from: \"web\", to: \"chat\")],\n", ""),
        ],
    );
    same_as_by_hand(
        |plan| {
            plan.components[1].name = "bot".to_owned();
            plan.edges[0].to = "bot".to_owned();
        },
        &[
            ("name: \"chat\"", "name: \"bot\""),
            ("to: \"chat\"", "to: \"bot\""),
        ],
    );
    same_as_by_hand(
        |plan| {
            plan.today = Partition::Units(vec![Unit {
                name: "all".to_owned(),
                components: vec!["web".to_owned(), "chat".to_owned()],
            }]);
        },
        &[(
            "to: \"chat\")],\n",
            "to: \"chat\")],\n  today: Units([(name: \"all\", components: [\"web\", \"chat\"])]),\n",
        )],
    );
}

#[test]
fn a_file_of_one_line_stays_one() {
    let text = "(version:1,name:\"x\",components:[(name:\"a\",core:true),(name:\"b\")])";
    assert_eq!(
        patched(text, |plan| {
            plan.components[1].calls = Quantity::point(2.0);
            plan.components.push(Component {
                name: "c".to_owned(),
                ..Component::default()
            });
            plan.components.remove(0);
            plan.demand.users = Quantity::point(5000.0);
        }),
        "(version:1,name:\"x\", demand: (users: 5000),components:[(name:\"b\", calls: 2), (name: \"c\")])"
    );
}

#[test]
fn a_text_that_cannot_be_patched_is_written_anew() {
    // A text that does not say what the plan before was: the plan after is what counts.
    let other = Scenario::default();
    let mut after = plan(HAND);
    after.horizon_months = 24;
    assert_eq!(plan(&patch("(((", &other, &after)), after);
    assert_eq!(plan(&patch("", &other, &after)), after);
    assert_eq!(plan(&patch(HAND, &other, &after)), after);
}

/// Texts written by hand, with comments: the presets and the cases.
const WRITTEN: [&str; 21] = [
    include_str!("../../../presets/agent-marketplace.ron"),
    include_str!("../../../presets/coding-assistant.ron"),
    include_str!("../../../presets/document-analysis.ron"),
    include_str!("../../../presets/image-studio.ron"),
    include_str!("../../../presets/mature-product.ron"),
    include_str!("../../../presets/media-monitoring.ron"),
    include_str!("../../../presets/over-split-startup.ron"),
    include_str!("../../../presets/prototype-assistant.ron"),
    include_str!("../../../presets/rag-search.ron"),
    include_str!("../../../presets/support-copilot.ron"),
    include_str!("../../../presets/viral-app.ron"),
    include_str!("../../../presets/coding-agents.ron"),
    include_str!("../../../presets/enterprise-platform.ron"),
    include_str!("../../../presets/voice-agent.ron"),
    include_str!("../../../cases/monzo.ron"),
    include_str!("../../../cases/netflix.ron"),
    include_str!("../../../cases/prime-video.ron"),
    include_str!("../../../cases/segment.ron"),
    include_str!("../../../cases/shopify.ron"),
    include_str!("../../../cases/stack-overflow.ron"),
    HAND,
];

/// Comments that are lines of their own.
fn comments(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with("//")).collect()
}

fn is_subsequence(part: &[&str], whole: &[&str]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|line| rest.any(|other| other == line))
}

/// How many lines of a text are not in another, in order: all but a longest common part.
fn lines_lost(before: &str, after: &str) -> usize {
    let (mut old, mut new): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    while !old.is_empty() && old.last() == new.last() {
        old.pop();
        new.pop();
    }
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[same..], &new[same..]);
    let mut kept = vec![0_usize; new.len() + 1];
    for a in old {
        let mut corner = 0;
        for (at, b) in new.iter().enumerate() {
            let above = kept[at + 1];
            kept[at + 1] = if a == b {
                corner + 1
            } else {
                above.max(kept[at])
            };
            corner = above;
        }
    }
    old.len() - kept[new.len()]
}

fn rename(plan: &mut Scenario, index: usize, name: &str) {
    let old = std::mem::replace(&mut plan.components[index].name, name.to_owned());
    for edge in &mut plan.edges {
        for end in [&mut edge.from, &mut edge.to] {
            if *end == old {
                name.clone_into(end);
            }
        }
    }
    if let Partition::Units(units) = &mut plan.today {
        for member in units.iter_mut().flat_map(|unit| &mut unit.components) {
            if *member == old {
                name.clone_into(member);
            }
        }
    }
}

/// One edit of any kind; returns the most lines that it may cost and whether parts are removed.
fn edit(plan: &mut Scenario, kind: u8, at: usize, amount: f64) -> (usize, bool) {
    let component = at % plan.components.len().max(1);
    match kind % 12 {
        0..=3 => {
            let leaves = path::all_leaves(plan);
            let (path, leaf) = &leaves[at % leaves.len()];
            let text = match leaf {
                Leaf::Number(now) if kind % 12 == 1 => {
                    format!(
                        "({}, {}, {})",
                        now.likely - 1.5,
                        now.likely,
                        now.likely + amount
                    )
                }
                Leaf::Number(_) | Leaf::Count(_) => amount.round().to_string(),
                Leaf::Flag(now) => (!now).to_string(),
                Leaf::Unset => "3".to_owned(),
                _ => String::new(),
            };
            // Not every text is a value of every field.
            let _ = path::set(plan, path, &text);
            // A text may run over lines in the file.
            (6, false)
        }
        4 => {
            let usual = Scenario::default();
            for (path, leaf) in path::all_leaves(&usual).iter().skip(at % 60).take(1) {
                if let Leaf::Number(value) = leaf {
                    path::set(plan, path, &value.likely.to_string()).unwrap();
                }
            }
            (1, false)
        }
        5 => {
            rename(plan, component, "another name");
            (plan.edges.len() + 3, false)
        }
        6 => {
            let copy = plan.components[component].clone();
            plan.components.insert(component + 1, copy);
            (1, false)
        }
        7 => {
            plan.components.push(Component {
                name: "new".to_owned(),
                ..Component::default()
            });
            plan.edges.push(Edge {
                from: "new".to_owned(),
                ..Edge::default()
            });
            plan.events.push(Event::default());
            (3, false)
        }
        8 => {
            let name = plan.components.remove(component).name;
            plan.edges
                .retain(|edge| edge.from != name && edge.to != name);
            (usize::MAX, true)
        }
        9 => {
            plan.overrides.push(Override {
                id: format!("entry.{at}"),
                value: Some(Quantity::point(amount)),
                reason: "why".to_owned(),
            });
            plan.notes.push(Note {
                at: "demand.users".to_owned(),
                ..Note::default()
            });
            (2, false)
        }
        10 => {
            plan.actuals = (0..(at % 5) as u32)
                .map(|month| Actual {
                    month,
                    users: Some(Quantity::point(amount)),
                    ..Actual::default()
                })
                .collect();
            (1, false)
        }
        _ => {
            plan.training = Training::To(plan.team.levels.clone());
            plan.today = Partition::Split;
            (usize::MAX, false)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_edited_the_rest_keeps_its_bytes(
        which in any::<usize>(),
        edits in proptest::collection::vec((any::<u8>(), any::<usize>(), -10.0_f64..90_000.0), 1..4),
        crlf in any::<bool>(),
    ) {
        let text = WRITTEN[which % WRITTEN.len()];
        let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let before = plan(&text);
        let mut after = before.clone();
        let (mut most, mut removed) = (0_usize, false);
        for (kind, at, amount) in edits {
            let (lines, gone) = edit(&mut after, kind, at, amount);
            most = most.saturating_add(lines);
            removed |= gone;
        }
        if load(&save(&after)).scenario.as_ref() != Some(&after) {
            // A range that does not rise, for one.
            return Ok(());
        }
        let new = patch(&text, &before, &after);
        assert_eq!(plan(&new), after);
        assert_eq!(text.contains("\r\n"), new.contains("\r\n"));
        assert_eq!(new.matches('\n').count() , new.matches(if crlf { "\r\n" } else { "\n" }).count());
        if !removed {
            assert!(is_subsequence(&comments(&text), &comments(&new)), "{new}");
        }
        let lost = lines_lost(&text, &new);
        assert!(lost <= most, "{lost} lines of at most {most}:\n{new}");
        // And back: the plan before, with every comment that is still there.
        let back = patch(&new, &after, &before);
        assert_eq!(plan(&back), before);
        assert!(is_subsequence(&comments(&new), &comments(&back)), "{back}");
    }
}

#[test]
fn a_plan_that_was_not_edited_keeps_every_byte() {
    for text in WRITTEN {
        let before = plan(text);
        assert_eq!(patch(text, &before, &before), text);
        let mut edited = before.clone();
        edited.demand.users = Quantity::point(1.0);
        let once = patch(text, &before, &edited);
        assert_eq!(lines_lost(text, &once), 1);
    }
}
