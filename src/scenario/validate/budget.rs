//! Plans so large that fewer futures of them are drawn.

use super::super::budget::Size;
use super::Checker;
use crate::diagnostic::Diagnostic;
use crate::units;

pub(super) fn check(checker: &mut Checker<'_>) {
    let size = Size::of(checker.plan);
    if !size.is_large() {
        return;
    }
    let draws = units::count(size.most_draws() as f64);
    checker.push(
        Diagnostic::warning(
            "large-plan",
            "components",
            format!(
                "a plan of {} is large: at most {draws} futures of it are drawn, and a report takes many seconds",
                size.words()
            ),
        )
        .hint("Put components together that are always deployed together, or leave out roadmaps and months that decide nothing"),
    );
}
