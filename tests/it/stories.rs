//! Three people at the real window, on a display of its own: how many actions each needs, and that what
//! they wanted is on the disk in the end.
//!
//! Where a thing stands is asked of the same window beside it without a display, which is given the same
//! actions. An action is a click, a chord of keys, or a text typed without a pause.

#![expect(
    clippy::unwrap_used,
    reason = "a test stops where it fails, and says why it tested nothing"
)]

use super::window::{Display, Running, wait_for};
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use splitpoint::app::SplitpointApp;
use splitpoint::scenario::{self, Scenario};
use std::path::Path;

/// A person at the window.
struct Person {
    display: Display,
    program: Running,
    window: String,
    beside: Harness<'static, SplitpointApp>,
    actions: usize,
}

impl Person {
    /// Opens the window on a preset, or on the welcome page.
    fn sits_down(name: &str, open: Option<&str>) -> Option<Self> {
        let display = Display::start(name)?;
        let mut command = display.command(env!("CARGO_BIN_EXE_splitpoint"));
        command.args(open).current_dir(&display.folder);
        let program = Running(command.spawn().unwrap());
        let window = wait_for("the window", || {
            let found = display.xdotool(&["search", "--name", "Splitpoint"]);
            found.lines().next().map(str::to_owned)
        });
        let open = open.map(str::to_owned);
        let mut beside = Harness::builder()
            .with_size(Vec2::new(1440.0, 900.0))
            .build_eframe(move |creation| match &open {
                Some(open) => SplitpointApp::new_for_test(&creation.egui_ctx, Some(open)),
                None => SplitpointApp::first_run_for_test(&creation.egui_ctx),
            });
        beside.run();
        let person = Self {
            display,
            program,
            window,
            beside,
            actions: 0,
        };
        person.looks();
        person
            .display
            .xdotool(&["windowfocus", "--sync", &person.window]);
        Some(person)
    }

    /// Waits until nothing moves any more.
    fn looks(&self) {
        wait_for("a window at rest", || self.display.is_still().then_some(()));
    }

    fn title(&self) -> String {
        self.display.xdotool(&["getwindowname", &self.window])
    }

    fn acts(&mut self, events: Vec<Event>) {
        self.actions += 1;
        for event in events {
            self.beside.event(event);
            self.beside.step();
        }
        self.beside.run();
    }

    fn clicks(&mut self, role: Role, label: &str) {
        self.looks();
        let at = self
            .beside
            .get_by_role_and_label(role, label)
            .rect()
            .center();
        self.clicks_at(at);
    }

    fn clicks_at(&mut self, at: Pos2) {
        let button = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.display.click(at.x.round() as u32, at.y.round() as u32);
        self.acts(vec![Event::PointerMoved(at), button(true), button(false)]);
    }

    fn types(&mut self, text: &str) {
        self.display.xdotool(&["type", text]);
        let letters = text.chars().map(|letter| Event::Text(letter.to_string()));
        self.acts(letters.collect());
    }

    fn presses(&mut self, name: &str, modifiers: Modifiers, key: Key) {
        self.display.xdotool(&["key", name]);
        let event = |pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers,
        };
        self.acts(vec![event(true), event(false)]);
    }

    fn enters(&mut self) {
        self.presses("Return", Modifiers::NONE, Key::Enter);
    }

    /// Clicks a value and types another.
    fn puts(&mut self, label: &str, value: &str) {
        self.clicks(Role::SpinButton, label);
        self.types(value);
    }

    /// Finds a value by a few words and types another, without the pointer.
    fn finds_and_puts(&mut self, words: &str, value: &str) {
        self.presses("ctrl+f", Modifiers::COMMAND, Key::F);
        self.types(words);
        self.enters();
        self.types(value);
        self.enters();
    }

    /// Says where a file goes, in the window's own dialog: there is no desktop here.
    fn saves(&mut self, chord: &str, path: &Path) {
        self.display.xdotool(&["key", chord]);
        self.looks();
        self.display.xdotool(&["key", "ctrl+a"]);
        self.display.xdotool(&["type", path.to_str().unwrap()]);
        self.display.xdotool(&["key", "Return"]);
        self.actions += 4;
        wait_for("the file", || path.exists().then_some(()));
    }

    /// Leaves, with nothing to be asked.
    fn leaves(mut self, most: usize) {
        wait_for("nothing to save", || {
            (!self.title().contains("not saved")).then_some(())
        });
        self.display.picture("end");
        self.display.xdotool(&["key", "ctrl+q"]);
        let status = wait_for("the end", || self.program.0.try_wait().unwrap());
        assert!(status.success(), "{status}");
        assert!(self.actions <= most, "{} actions", self.actions);
    }
}

fn plan(path: &Path) -> Scenario {
    let text = std::fs::read_to_string(path).unwrap();
    scenario::load(&text).scenario.unwrap()
}

/// Her own case, from the welcome page to a picture for the board.
#[test]
fn a_cto_puts_in_her_own_case_and_saves_a_picture() {
    let Some(mut cto) = Person::sits_down("cto", None) else {
        return;
    };
    cto.clicks(Role::Button, "Open preset Support copilot");
    cto.puts("Users today", "40k");
    cto.puts("Ceiling", "90 to 150");
    cto.puts("Growth rate", "3 to 9");
    cto.puts("Requests per user", "200 to 400");
    cto.finds_and_puts("salary, backend", "120 to 160");
    cto.finds_and_puts("boundaries and data", "2");
    cto.finds_and_puts("engineers today", "24");
    cto.finds_and_puts("h100", "2.90");
    cto.clicks(Role::Tab, "When");
    cto.clicks(Role::Tab, "What matters");
    cto.clicks(Role::Tab, "Decision");
    cto.looks();
    let (file, picture) = (
        cto.display.folder.join("our-case.ron"),
        cto.display.folder.join("for-the-board.png"),
    );
    cto.saves("ctrl+s", &file);
    cto.looks();
    cto.saves("ctrl+e", &picture);
    let saved = plan(&file);
    assert_eq!(saved.demand.users.likely, 40_000.0);
    let ceiling = saved.demand.growth.ceiling.unwrap();
    assert_eq!((ceiling.low, ceiling.high), (90_000.0, 150_000.0));
    assert_eq!(saved.demand.requests_per_user_month.high, 400.0);
    assert_eq!(saved.team.engineers.likely, 24.0);
    let price = (saved.gpus.prices.iter()).find(|own| own.gpu == "H100-SXM");
    assert_eq!(price.unwrap().per_hour.likely, 2.9);
    let seen = cto.beside.state().scenario();
    assert!(saved.demand == seen.demand && saved.team == seen.team);
    let decoder = wait_for("the whole picture", || {
        image::ImageReader::open(&picture).ok()?.decode().ok()
    });
    assert!(decoder.width() > 1_000, "{}", decoder.width());
    cto.leaves(40);
}

/// A constant of the catalogue that the house knows better, with the reason, in a copy of the plan.
#[test]
fn a_finance_partner_replaces_a_constant_with_a_reason() {
    let Some(mut partner) = Person::sits_down("finance", Some("document-analysis")) else {
        return;
    };
    partner.clicks(Role::Tab, "Assumptions");
    partner.clicks(Role::TextInput, "Find an assumption");
    partner.types("discount rate");
    partner.looks();
    let row = partner.beside.get_by_label_contains("Discount rate, 10");
    let at = row.rect().center();
    partner.clicks_at(at);
    partner.clicks(Role::Button, "Replace the value");
    partner.types("12");
    partner.enters();
    // The reason is asked for at once.
    partner.types("Our hurdle rate since May");
    let file = partner.display.folder.join("with-our-rate.ron");
    partner.saves("ctrl+shift+s", &file);
    let saved = plan(&file);
    let own = saved
        .overrides
        .iter()
        .find(|own| own.id == "money.discount_rate")
        .unwrap();
    assert_eq!(own.value.unwrap().likely, 0.12);
    assert_eq!(own.reason, "Our hurdle rate since May");
    partner.leaves(16);
}

/// Questions about readiness, without the pointer.
#[test]
fn a_platform_lead_asks_by_keyboard() {
    let Some(mut lead) = Person::sits_down("lead", Some("rag-search")) else {
        return;
    };
    let ctrl = Modifiers::COMMAND;
    for (chord, key) in [
        ("ctrl+5", Key::Num5),
        ("ctrl+8", Key::Num8),
        ("ctrl+6", Key::Num6),
    ] {
        lead.presses(chord, ctrl, key);
        lead.looks();
    }
    // What if delivery were a level better, and observability too?
    lead.finds_and_puts("build, test and release", "3");
    lead.finds_and_puts("observability", "3");
    wait_for("two edits", || {
        lead.title().contains("not saved").then_some(())
    });
    // By the palette, to the assumption that was doubted in the meeting, and back.
    lead.presses("ctrl+k", ctrl, Key::K);
    lead.types("hours in a month");
    lead.enters();
    lead.looks();
    lead.presses("ctrl+1", ctrl, Key::Num1);
    let before = lead.beside.state().scenario().clone();
    lead.presses("ctrl+z", ctrl, Key::Z);
    lead.presses("ctrl+y", ctrl, Key::Y);
    let file = lead.display.folder.join("a-level-better.ron");
    lead.saves("ctrl+s", &file);
    let saved = plan(&file);
    assert!(saved.team == before.team, "another team than was typed");
    lead.leaves(25);
}
