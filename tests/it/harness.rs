//! What the tests of the window share: a window on a plan, and what a hand does in it.

use eframe::egui::{Key, Role, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use splitpoint::app::SplitpointApp;

/// Size of a window on a common screen.
pub(crate) const COMMON: Vec2 = Vec2::new(1440.0, 900.0);

/// The window on a preset or a file, computed in the frame itself.
pub(crate) fn window(open: Option<&str>) -> Harness<'static, SplitpointApp> {
    window_of(COMMON, open)
}

/// The same, of another size.
pub(crate) fn window_of(size: Vec2, open: Option<&str>) -> Harness<'static, SplitpointApp> {
    let open = open.map(str::to_owned);
    let mut harness = Harness::builder()
        .with_size(size)
        .build_eframe(move |creation| {
            SplitpointApp::new_for_test(&creation.egui_ctx, open.as_deref())
        });
    harness.run();
    harness
}

/// The window on a preset and one of its tabs.
pub(crate) fn on_tab(size: Vec2, preset: &str, tab: &str) -> Harness<'static, SplitpointApp> {
    let mut harness = window_of(size, Some(preset));
    harness.get_by_role_and_label(Role::Tab, tab).click();
    harness.run();
    harness
}

/// Types into a value box without leaving it.
pub(crate) fn begin_typing(harness: &mut Harness<'_, SplitpointApp>, label: &str, text: &str) {
    harness
        .get_by_role_and_label(Role::SpinButton, label)
        .click();
    harness.run();
    harness
        .get_by_role_and_label(Role::TextInput, label)
        .type_text(text);
    harness.run();
}

/// Types a value into a box and leaves it.
pub(crate) fn type_into(harness: &mut Harness<'_, SplitpointApp>, label: &str, text: &str) {
    begin_typing(harness, label, text);
    harness.key_press(Key::Enter);
    harness.run();
}
