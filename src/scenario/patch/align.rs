//! Which element of a list became which.

use super::super::locate::scan::{Item, Shape, Value};

/// Beyond this many pairs, elements are matched by name alone.
const MOST_PAIRS: usize = 100_000;

/// A list as a text writes it.
#[derive(Clone, Copy)]
pub(super) struct Listed<'t> {
    pub(super) text: &'t str,
    pub(super) items: &'t [Item],
}

impl<'t> Listed<'t> {
    fn slice(&self, index: usize) -> &'t str {
        &self.text[self.items[index].value.span.clone()]
    }

    fn value(&self, index: usize) -> &'t Value {
        &self.items[index].value
    }

    /// The first field, which names an element where elements have names.
    fn first(&self, index: usize) -> Option<&'t str> {
        let value = self.value(index);
        let item = value
            .items
            .first()
            .filter(|_| value.shape == Shape::Fields)?;
        self.text.get(item.whole.start..item.value.span.end)
    }
}

/// For each element after an edit the one that it was before, in rising order; none for a new one.
pub(super) fn align(was: Listed<'_>, is: Listed<'_>) -> Vec<Option<usize>> {
    let (before, after) = (was.items.len(), is.items.len());
    let same = |a: usize, b: usize| was.slice(a) == is.slice(b);
    // An edit touches few elements, and the search grows with the product of what is left between.
    let mut from = 0;
    while from < before.min(after) && same(from, from) {
        from += 1;
    }
    let mut to = 0;
    while to < before.min(after) - from && same(before - 1 - to, after - 1 - to) {
        to += 1;
    }
    let mut pairs: Vec<Option<usize>> = (0..after)
        .map(|at| {
            if at < from {
                Some(at)
            } else if at >= after - to {
                Some(before - (after - at))
            } else {
                None
            }
        })
        .collect();
    let (old, new) = (before - to - from, after - to - from);
    if old.saturating_mul(new) <= MOST_PAIRS {
        best(was, is, from, (old, new), &mut pairs);
    } else if old == new {
        // So many at once: a name that all of them hold was changed.
        for at in 0..new {
            pairs[from + at] = Some(from + at);
        }
    } else {
        in_passing(was, is, from, (old, new), &mut pairs);
    }
    pairs
}

/// The pairs that have most in common, by dynamic programming.
fn best(
    was: Listed<'_>,
    is: Listed<'_>,
    from: usize,
    (old, new): (usize, usize),
    pairs: &mut [Option<usize>],
) {
    let likeness: Vec<u32> = (0..old * new)
        .map(|at| alike(was, from + at / new, is, from + at % new))
        .collect();
    let width = new + 1;
    // From the end, so that the pairs can be read off from the beginning.
    let mut score = vec![0_u32; (old + 1) * width];
    for a in (0..old).rev() {
        for b in (0..new).rev() {
            let likeness = likeness[a * new + b];
            let paired = if likeness > 0 {
                likeness + score[(a + 1) * width + b + 1]
            } else {
                0
            };
            score[a * width + b] = paired
                .max(score[(a + 1) * width + b])
                .max(score[a * width + b + 1]);
        }
    }
    let (mut a, mut b) = (0, 0);
    while a < old && b < new {
        let here = score[a * width + b];
        let likeness = likeness[a * new + b];
        if likeness > 0 && here == likeness + score[(a + 1) * width + b + 1] {
            pairs[from + b] = Some(from + a);
            (a, b) = (a + 1, b + 1);
        } else if here == score[(a + 1) * width + b] {
            a += 1;
        } else {
            b += 1;
        }
    }
}

/// The next element of the same text or first field, without looking back.
fn in_passing(
    was: Listed<'_>,
    is: Listed<'_>,
    from: usize,
    (old, new): (usize, usize),
    pairs: &mut [Option<usize>],
) {
    let mut next = from;
    for (b, pair) in pairs.iter_mut().enumerate().skip(from).take(new) {
        let found = (next..from + old).find(|&a| {
            was.slice(a) == is.slice(b) || (was.first(a).is_some() && was.first(a) == is.first(b))
        });
        if let Some(a) = found {
            *pair = Some(a);
            next = a + 1;
        }
    }
}

/// How much two elements have in common; 0 when one cannot have become the other.
fn alike(was: Listed<'_>, a: usize, is: Listed<'_>, b: usize) -> u32 {
    /// More than all fields of an element together.
    const SAME: u32 = 1_000;
    if was.slice(a) == is.slice(b) {
        // More than the same name and all fields but one.
        return 2 * SAME;
    }
    let (old, new) = (was.value(a), is.value(b));
    if old.shape != new.shape || old.variant != new.variant {
        return 0;
    }
    let named = was.first(a).is_some() && was.first(a) == is.first(b);
    let common = old
        .items
        .iter()
        .filter(|item| {
            let text = &was.text[item.whole.start..item.value.span.end];
            new.items
                .iter()
                .any(|other| is.text.get(other.whole.start..other.value.span.end) == Some(text))
        })
        .count() as u32;
    // Elements of a single field may have become each other too.
    common + u32::from(named) * SAME + u32::from(old.items.len() == new.items.len())
}
