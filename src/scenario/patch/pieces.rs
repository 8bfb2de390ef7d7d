//! A struct or list of the owner's text in pieces that can be replaced, put in and taken out.

use super::super::locate::scan::Value;
use super::emit::indent_at;

/// An element or field with what stands around it.
struct Piece {
    /// Blanks and comments before it.
    lead: String,
    /// Name and value.
    body: String,
    /// What stands between the value and the end of its comma.
    tail: String,
    /// Blanks and a comment after it on its line.
    trail: String,
    /// Whether it begins its line.
    begins: bool,
    gone: bool,
}

/// The parts of a struct or list; whatever is not touched is written as it was.
pub(super) struct Pieces {
    head: String,
    pieces: Vec<Piece>,
    /// Where each item of the text is among the pieces.
    places: Vec<usize>,
    foot: String,
    /// Whether a comma stands behind the last.
    comma: bool,
    /// Whether items begin their lines.
    broad: bool,
    indent: String,
    newline: &'static str,
}

/// The part of what stands between two items that belongs to the line of the first.
fn same_line(between: &str) -> &str {
    let Some(end) = between.find('\n') else {
        return "";
    };
    let line = &between[..end];
    let line = line.strip_suffix('\r').unwrap_or(line);
    // A comment that goes on in the next line belongs to what follows.
    if line.matches("/*").count() == line.matches("*/").count() {
        line
    } else {
        ""
    }
}

impl Pieces {
    /// Parts a value of a text.
    pub(super) fn of(text: &str, value: &Value, unit: &str, newline: &'static str) -> Self {
        let mut at = value.inner.start;
        let first = value
            .items
            .first()
            .map_or(value.inner.end, |item| item.whole.start);
        at += same_line(&text[at..first]).len();
        let head = text[value.span.start..at].to_owned();
        let mut pieces = Vec::with_capacity(value.items.len());
        let mut indent = None;
        for (index, item) in value.items.iter().enumerate() {
            let next = value
                .items
                .get(index + 1)
                .map_or(value.inner.end, |next| next.whole.start);
            let trail = same_line(&text[item.whole.end..next]);
            let lead = &text[at..item.whole.start];
            let begins = lead
                .rfind('\n')
                .is_some_and(|line| lead[line..].trim().is_empty());
            if begins {
                indent = Some(indent_at(text, item.whole.start).to_owned());
            }
            pieces.push(Piece {
                lead: lead.to_owned(),
                body: text[item.whole.start..item.value.span.end].to_owned(),
                tail: text[item.value.span.end..item.whole.end].to_owned(),
                trail: trail.to_owned(),
                begins,
                gone: false,
            });
            at = item.whole.end + trail.len();
        }
        let inner = &text[value.inner.clone()];
        let broad = indent.is_some() || (pieces.is_empty() && inner.contains('\n'));
        Self {
            head,
            comma: pieces
                .last()
                .map_or(broad, |piece| piece.tail.ends_with(',')),
            places: (0..pieces.len()).collect(),
            pieces,
            foot: text[at..value.span.end].to_owned(),
            broad,
            indent: indent
                .unwrap_or_else(|| format!("{}{unit}", indent_at(text, value.span.start))),
            newline,
        }
    }

    /// Whether items begin their lines.
    pub(super) fn is_broad(&self) -> bool {
        self.broad
    }

    /// The indentation of the items.
    pub(super) fn indent(&self) -> &str {
        &self.indent
    }

    /// Writes a value anew; the name before it stays.
    pub(super) fn replace(&mut self, item: usize, name: &str, value: &str) {
        self.pieces[self.places[item]].body = format!("{name}{value}");
    }

    /// Takes an item out.
    pub(super) fn remove(&mut self, item: usize) {
        self.pieces[self.places[item]].gone = true;
    }

    /// Puts a new one in, behind a piece or before all; returns its place for what follows it.
    pub(super) fn insert(&mut self, behind: Option<usize>, body: String) -> usize {
        // Nothing may hang on to a piece that is taken out.
        // Behind one that stays: else the comments of what is gone would stand above the new one.
        let behind = behind.and_then(|at| (0..=at).rev().find(|&at| !self.pieces[at].gone));
        let at = behind.map_or(0, |at| at + 1);
        let lead = if self.broad {
            format!("{}{}", self.newline, self.indent)
        } else if at == 0 {
            String::new()
        } else {
            " ".to_owned()
        };
        if at == 0
            && let Some(next) = self.pieces.first_mut().filter(|next| next.lead.is_empty())
        {
            " ".clone_into(&mut next.lead);
        }
        self.pieces.insert(
            at,
            Piece {
                lead,
                body,
                tail: String::new(),
                trail: String::new(),
                begins: self.broad,
                gone: false,
            },
        );
        for place in &mut self.places {
            *place += usize::from(*place >= at);
        }
        at
    }

    /// The place of an item among the pieces.
    pub(super) fn place(&self, item: usize) -> usize {
        self.places[item]
    }

    /// Whether nothing is left, not even a comment.
    pub(super) fn is_void(&self) -> bool {
        let empty = |text: &str| text.trim().is_empty();
        self.pieces
            .iter()
            .all(|piece| piece.gone && empty(&piece.lead))
            && empty(self.head.trim_start_matches(['(', '[']))
            && empty(self.foot.trim_end_matches([')', ']']))
    }

    /// The text again.
    pub(super) fn text(self) -> String {
        let last = self.pieces.iter().rposition(|piece| !piece.gone);
        let first = self.pieces.iter().position(|piece| !piece.gone);
        let opening = self.pieces.first().map(|piece| piece.lead.clone());
        let mut out = self.head;
        // What stood above an item that is gone, and whether a comment runs to the end of its line.
        let (mut carried, mut open) = (String::new(), false);
        let newline = format!("{}{}", self.newline, self.indent);
        for (at, piece) in self.pieces.into_iter().enumerate() {
            if piece.gone {
                let line = piece.lead.rfind('\n').filter(|_| piece.begins);
                let kept = line.map_or(piece.lead.as_str(), |at| {
                    let kept = &piece.lead[..at];
                    kept.strip_suffix('\r').unwrap_or(kept)
                });
                if !kept.trim().is_empty() {
                    carried.push_str(kept);
                }
                continue;
            }
            // What has become the first begins as the first did, without the blank after a comma.
            let lead = match &opening {
                Some(opening)
                    if Some(at) == first && !piece.begins && piece.lead.trim().is_empty() =>
                {
                    opening.clone()
                }
                _ => piece.lead,
            };
            let lead = std::mem::take(&mut carried) + &lead;
            if open && !lead.starts_with(['\n', '\r']) {
                out.push_str(&newline);
            }
            out.push_str(&lead);
            out.push_str(&piece.body);
            let wanted = Some(at) != last || self.comma;
            match (wanted, piece.tail.ends_with(',')) {
                (true, false) => {
                    out.push(',');
                    out.push_str(&piece.tail);
                }
                (false, true) => out.push_str(&piece.tail[..piece.tail.len() - 1]),
                _ => out.push_str(&piece.tail),
            }
            out.push_str(&piece.trail);
            open = piece.trail.contains("//");
        }
        let foot = carried + &self.foot;
        if open && !foot.starts_with(['\n', '\r']) {
            out.push_str(&newline);
        }
        out + &foot
    }
}
