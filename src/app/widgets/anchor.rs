//! Keeps what is under the pointer where it is while rows above it appear and vanish.
//!
//! Rows say where they were drawn; after a pass the list knows by how much the one under the pointer
//! moved within its contents, and scrolls by that much.

use eframe::egui;
use eframe::egui::{Id, Pos2, Rangef, Rect, Ui};

/// Moves smaller than this (points) are rounding.
const LEAST: f32 = 0.5;

#[derive(Clone, Default)]
struct Drawn {
    rows: Vec<(Id, Rangef)>,
}

fn place() -> Id {
    Id::unique("rows drawn in this pass")
}

/// Says where a row or a heading was drawn.
pub(crate) fn note_row(ui: &Ui, id: Id, rect: Rect) {
    ui.ctx().data_mut(|data| {
        data.get_temp_mut_or_default::<Drawn>(place())
            .rows
            .push((id, rect.y_range()));
    });
}

/// Where the rows of a list were, from the top of its contents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Anchor {
    before: Vec<(Id, Rangef)>,
    /// The top of the contents on the screen.
    top: f32,
    /// What was listed: another list is no move.
    list: Option<Id>,
}

impl Anchor {
    /// To be called before the rows of a pass are drawn.
    pub(crate) fn begin(ctx: &egui::Context) {
        ctx.data_mut(|data| data.remove::<Drawn>(place()));
    }

    /// By how much to scroll so that the row under the pointer stays there.
    ///
    /// `top`: of the contents on the screen; `view`: what of them is seen; `list` changes when other
    /// things are listed.
    pub(crate) fn end(&mut self, ctx: &egui::Context, top: f32, view: Rect, list: Id) -> f32 {
        let drawn = ctx.data_mut(|data| data.remove_temp::<Drawn>(place()).unwrap_or_default());
        let now: Vec<(Id, Rangef)> = drawn
            .rows
            .into_iter()
            .map(|(id, range)| (id, Rangef::new(range.min - top, range.max - top)))
            .collect();
        let same = self.list == Some(list);
        let pointer = ctx
            .input(|input| input.pointer.latest_pos())
            .filter(|at| same && view.contains(*at));
        let shift = pointer.map_or(0.0, |at| self.shift(at, &now));
        (self.before, self.top, self.list) = (now, top, Some(list));
        shift
    }

    fn shift(&self, at: Pos2, now: &[(Id, Rangef)]) -> f32 {
        let y = at.y - self.top;
        let Some((id, was)) = self.before.iter().find(|(_, range)| range.contains(y)) else {
            return 0.0;
        };
        let is = now.iter().find(|(other, _)| other == id);
        let moved = is.map_or(0.0, |(_, is)| is.min - was.min);
        if moved.abs() > LEAST { moved } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::Anchor;
    use eframe::egui::{Id, Rangef, pos2};

    #[test]
    fn the_row_under_the_pointer_stays_when_a_line_appears_above_it() {
        let id = |name: &str| Id::unique(name);
        let row = |name: &str, top: f32| (id(name), Rangef::new(top, top + 28.0));
        let anchor = Anchor {
            before: vec![row("a", 0.0), row("b", 28.0), row("c", 56.0)],
            top: 100.0,
            list: Some(id("all")),
        };
        // A line of 20 points beneath a moves b and c.
        let now = [row("a", 0.0), row("b", 48.0), row("c", 76.0)];
        assert_eq!(anchor.shift(pos2(5.0, 170.0), &now), 20.0);
        assert_eq!(anchor.shift(pos2(5.0, 110.0), &now), 0.0);
        // A row that is gone, and a pointer on none, move nothing.
        assert_eq!(anchor.shift(pos2(5.0, 140.0), &now[..1]), 0.0);
        assert_eq!(anchor.shift(pos2(5.0, 500.0), &now), 0.0);
    }
}
