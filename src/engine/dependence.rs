//! Which components hang on which: who calls whom, through how many others.
//!
//! All of it follows from the plan's calls and from the units, so it is worked out once for each era
//! of a partition and not in the months.

use super::inputs::Inputs;
use super::labels as l;
use super::reliability::{Dependants, can_fall_back};
use crate::number::{Number, Subject};
use crate::scenario::schema::Kind;

/// Whether a fallback can stand in for each component, see [`can_fall_back`].
pub fn fallbacks<N>(inputs: &Inputs<N>, unit_of: &[usize]) -> Vec<bool> {
    let of = |(c, component)| {
        let callers = inputs.edges.iter().filter(|edge| edge.to == c);
        can_fall_back(component, c, unit_of, callers.map(|edge| edge.from))
    };
    inputs.components.iter().enumerate().map(of).collect()
}

/// Components that call each one in a month, directly or through others: those that are not spared,
/// because no fallback stands in on the way. In order.
///
/// `spared`: for which of them a fallback stands in.
pub fn callers<N>(inputs: &Inputs<N>, spared: &[bool], month: usize) -> Vec<Vec<usize>> {
    let count = inputs.components.len();
    let live = |c: usize| inputs.components[c].is_live(month);
    let mut direct = vec![Vec::new(); count];
    for edge in &inputs.edges {
        if live(edge.from) && live(edge.to) && !spared[edge.from] {
            direct[edge.to].push(edge.from);
        }
    }
    let mut seen = vec![usize::MAX; count];
    let mut all = Vec::with_capacity(count);
    for (c, spared) in spared.iter().enumerate() {
        let mut found: Vec<usize> = Vec::new();
        if !spared {
            seen[c] = c;
            let mut next = 0;
            let mut at = c;
            loop {
                for &caller in &direct[at] {
                    if seen[caller] != c {
                        seen[caller] = c;
                        found.push(caller);
                    }
                }
                let Some(&further) = found.get(next) else {
                    break;
                };
                (at, next) = (further, next + 1);
            }
            found.sort_unstable();
        }
        all.push(found);
    }
    all
}

/// Components that call a data store themselves in a month; none where `c` is another kind.
///
/// `callers`: all that call it, see [`callers`].
pub fn needing<N>(inputs: &Inputs<N>, c: usize, callers: &[usize]) -> Vec<usize> {
    if inputs.components[c].kind != Kind::DataStore {
        return Vec::new();
    }
    let itself = |caller: &usize| {
        let mut edges = inputs.edges.iter();
        edges.any(|edge| edge.to == c && edge.from == *caller)
    };
    callers.iter().copied().filter(itself).collect()
}

/// Value of those that call each component in a month (shares); none of one that does not live.
pub fn dependants<N: Number>(
    inputs: &Inputs<N>,
    unit_of: &[usize],
    month: usize,
) -> Vec<Dependants<N>> {
    let spared = fallbacks(inputs, unit_of);
    let all = callers(inputs, &spared, month);
    let value = |callers: &mut dyn Iterator<Item = usize>| {
        let shares = callers.map(|c| inputs.components[c].own_share);
        N::sum(shares).min(N::one())
    };
    let of = |(c, callers): (usize, &Vec<usize>)| {
        let needing = needing(inputs, c, callers);
        let mut outside = callers
            .iter()
            .copied()
            .filter(|caller| unit_of[*caller] != unit_of[c] && !needing.contains(caller));
        let of = Subject::Component(c);
        Dependants {
            outside: value(&mut outside).named_of(&l::CALLERS, of),
            needing: value(&mut needing.iter().copied()).named_of(&l::NEEDING, of),
        }
    };
    all.iter().enumerate().map(of).collect()
}

/// Whether one unit calls all hosted models of a month: it holds each of them, or all who call it. Only
/// there can calls be sent to another provider for the whole product.
///
/// `is_hosted`: for which components.
pub fn has_gateway<N>(
    inputs: &Inputs<N>,
    unit_of: &[usize],
    month: usize,
    is_hosted: impl Fn(usize) -> bool,
) -> bool {
    let live = |c: usize| inputs.components[c].is_live(month);
    let hosted: Vec<usize> = (0..unit_of.len())
        .filter(|c| live(*c) && is_hosted(*c))
        .collect();
    let calls = |unit: usize, c: usize| {
        let edges = inputs.edges.iter().filter(|edge| edge.to == c);
        let mut callers = edges
            .map(|edge| edge.from)
            .filter(|from| live(*from))
            .peekable();
        unit_of[c] == unit
            || (callers.peek().is_some() && callers.all(|from| unit_of[from] == unit))
    };
    let mut units = unit_of.iter();
    units.any(|unit| hosted.iter().all(|c| calls(*unit, *c)))
}

/// Part of the product's data stores that its mean unit can read in a month (share): those in it and
/// those that it calls. All where there are no stores: then each unit has its own part of the data.
pub fn readable_stores<N>(inputs: &Inputs<N>, unit_of: &[usize], month: usize) -> f64 {
    let live = |c: usize| inputs.components[c].is_live(month);
    let all: Vec<usize> = (0..unit_of.len()).filter(|c| live(*c)).collect();
    let is_store = |c: &usize| inputs.components[*c].kind == Kind::DataStore;
    let mut units: Vec<usize> = all.iter().map(|c| unit_of[*c]).collect();
    units.sort_unstable();
    units.dedup();
    let stores: Vec<usize> = all.into_iter().filter(is_store).collect();
    if stores.is_empty() || units.is_empty() {
        return 1.0;
    }
    let reads = |unit: usize, store: usize| {
        let mut edges = inputs.edges.iter();
        unit_of[store] == unit
            || edges.any(|edge| edge.to == store && live(edge.from) && unit_of[edge.from] == unit)
    };
    let read = units.iter().map(|unit| {
        let its = stores.iter().filter(|store| reads(*unit, **store));
        its.count() as f64
    });
    read.sum::<f64>() / (units.len() * stores.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::super::inputs::Inputs;
    use super::super::projection::tests::inputs;
    use super::{callers, dependants, fallbacks, has_gateway, readable_stores};

    /// `a` calls `b`, which calls `d`; `c` calls `d` too; `e` comes later and calls `b`.
    fn chain(more: &str) -> Inputs<f64> {
        inputs(&format!(
            "components: [(name: \"a\", value_share: 0.5), (name: \"b\", value_share: 0.2),
                (name: \"c\", value_share: 0.4), (name: \"d\", value_share: 0.1),
                (name: \"e\", value_share: 0.3, appear: 3)],
             edges: [(name: \"1\", from: \"a\", to: \"b\"), (name: \"2\", from: \"b\", to: \"d\"),
                (name: \"3\", from: \"c\", to: \"d\"), (name: \"4\", from: \"e\", to: \"b\"),
                (name: \"5\", from: \"d\", to: \"b\")], {more}"
        ))
    }

    #[test]
    fn failures_follow_calls_upwards() {
        let inputs = chain("");
        let spared = [false; 5];
        // b and d call each other; nobody calls a, c and e.
        let found = callers(&inputs, &spared, 0);
        assert_eq!(
            found,
            [vec![], vec![0, 2, 3], vec![], vec![0, 1, 2], vec![]]
        );
        let later = callers(&inputs, &spared, 3);
        assert_eq!(later[3], [0, 1, 2, 4]);
    }

    #[test]
    fn a_fallback_stops_a_failure_on_its_way() {
        let inputs = chain("reliability: (fallbacks: [(component: \"b\")])");
        // Its callers are in other units: it spares them, and what calls d through it.
        let spared = fallbacks(&inputs, &[0, 1, 2, 3, 4]);
        assert_eq!(spared, [false, true, false, false, false]);
        let found = callers(&inputs, &spared, 0);
        assert_eq!(found, [vec![], vec![], vec![], vec![2], vec![]]);
        // Beside one of its callers it cannot stand in.
        assert_eq!(fallbacks(&inputs, &[0, 0, 2, 3, 4]), [false; 5]);
    }

    #[test]
    fn value_of_callers_by_hand() {
        let inputs = chain("");
        // d is called by a, b and c, of which a shares its unit: 0.2 + 0.4.
        let of = dependants(&inputs, &[0, 1, 2, 0, 4], 0);
        assert!((of[3].outside - 0.6).abs() < 1e-12);
        // With e they are worth more than all: 0.5 + 0.4 + 0.3 of a, c and e.
        let later = dependants(&inputs, &[0, 1, 2, 1, 4], 3);
        assert!((later[1].outside - 1.0).abs() < 1e-12);
        assert!(of[0].outside.abs() < 1e-12);
        assert_eq!(of[3].needing, 0.0);
    }

    #[test]
    fn a_gateway_is_one_unit_that_calls_all_providers() {
        let inputs = chain("");
        // b and d are hosted: in one unit, or called from one alone.
        let gateway = |unit_of: [usize; 5], month| {
            has_gateway(&inputs, &unit_of, month, |c| c == 1 || c == 3)
        };
        assert!(gateway([0, 1, 2, 1, 4], 0));
        assert!(!gateway([0, 1, 2, 3, 4], 0));
        assert!(gateway([0, 1, 0, 0, 0], 0));
        // From month 3 on somebody else calls b.
        assert!(!gateway([0, 1, 0, 0, 4], 3));
        assert!(has_gateway(&inputs, &[0, 1, 2, 3, 4], 0, |c| c == 3));
    }

    #[test]
    fn a_unit_reads_the_stores_that_it_holds_and_calls() {
        let inputs = inputs(
            "components: [(name: \"a\"), (name: \"b\", appear: 2), (name: \"c\"),
                (name: \"r\", kind: DataStore), (name: \"s\", kind: DataStore)],
             edges: [(name: \"1\", from: \"a\", to: \"r\"), (name: \"2\", from: \"b\", to: \"s\")]",
        );
        // a calls r; r and s hold themselves; b calls s once it is there: 4 of 5 times 2.
        let close = |of: f64, expected: f64| assert!((of - expected).abs() < 1e-12, "{of}");
        close(readable_stores(&inputs, &[0, 1, 2, 3, 4], 2), 0.4);
        close(readable_stores(&inputs, &[0, 1, 2, 3, 4], 0), 3.0 / 8.0);
        // With a in one unit with both stores, and c alone: 2 of 2 and none.
        close(readable_stores(&inputs, &[0, 1, 1, 0, 0], 0), 0.5);
        close(readable_stores(&inputs, &[0; 5], 0), 1.0);
        close(readable_stores(&chain(""), &[0, 1, 2, 3, 4], 0), 1.0);
    }

    #[test]
    fn who_calls_a_store_cannot_do_without_it() {
        let inputs = inputs(
            "components: [(name: \"a\", value_share: 0.4), (name: \"b\", value_share: 0.3),
                (name: \"c\", value_share: 0.1), (name: \"s\", kind: DataStore, value_share: 0.1)],
             edges: [(name: \"1\", from: \"a\", to: \"b\"), (name: \"2\", from: \"b\", to: \"s\"),
                (name: \"3\", from: \"c\", to: \"s\")]",
        );
        // b and c call it themselves, a through b: the same in any units.
        for unit_of in [[0, 0, 0, 0], [0, 1, 2, 3]] {
            let store = dependants(&inputs, &unit_of, 0)[3];
            assert!((store.needing - 0.4).abs() < 1e-12);
            let outside = if unit_of[3] == 0 { 0.0 } else { 0.4 };
            assert!((store.outside - outside).abs() < 1e-12);
        }
    }
}
