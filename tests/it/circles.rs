//! Which files import each other in a circle, read from the text of `src`.
//!
//! Inside a folder two files may know each other. A circle through several folders means that none of
//! them can be read, or moved, without the others; there is none.
#![expect(
    clippy::unwrap_used,
    reason = "a test may stop at what it does not expect"
)]

use super::architecture::{code, files, is_of_tests, none};
use std::collections::{BTreeMap, BTreeSet};

/// The module of each file, and whom it imports.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let read: BTreeMap<String, String> = files("src")
        .into_iter()
        .filter(|(name, _)| !is_of_tests(name) && !name.ends_with("/sample.rs"))
        .map(|(name, text)| {
            let inside = name.strip_prefix("src/").unwrap();
            let module = inside.strip_suffix(".rs").unwrap().replace('/', "::");
            (module, code(&text).join(" "))
        })
        .collect();
    let known: BTreeSet<String> = read.keys().cloned().collect();
    read.iter()
        .map(|(module, text)| {
            let paths = used(text).into_iter().chain(inline(text));
            let named = paths
                .filter_map(|path| resolved(module, &path))
                .filter_map(|path| longest(&path, &known))
                .filter(|other| other != module)
                .collect();
            (module.clone(), named)
        })
        .collect()
}

/// What a text imports.
fn used(text: &str) -> Vec<String> {
    let found = text.split("use ").skip(1);
    found
        .filter_map(|rest| rest.split_once(';'))
        .flat_map(|(tree, _)| leaves("", tree.trim()))
        .collect()
}

/// What a text names by its whole path where it needs it; trees of imports end in `::` before their brace.
fn inline(text: &str) -> Vec<String> {
    // How far something is visible is no use of it.
    let text = text.replace("(in crate::", "(in ");
    let words =
        text.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != ':');
    let is_path = |word: &&str| {
        let begins = ["crate::", "self::", "super::"];
        begins.iter().any(|begin| word.starts_with(begin)) && !word.ends_with(':')
    };
    words.filter(is_path).map(str::to_owned).collect()
}

/// The paths of a tree of imports.
pub(crate) fn leaves(before: &str, tree: &str) -> Vec<String> {
    let Some((head, inside)) = tree.split_once('{') else {
        return vec![format!("{before}{tree}")];
    };
    let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
    let (mut depth, mut parts) = (0_i32, vec![String::new()]);
    for letter in inside.chars() {
        depth += i32::from(letter == '{') - i32::from(letter == '}');
        if letter == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(letter);
        }
    }
    let before = format!("{before}{}", head.trim());
    let parts = parts.iter().map(|part| part.trim());
    parts
        .filter(|part| !part.is_empty())
        .flat_map(|part| leaves(&before, part))
        .collect()
}

/// A path from the root of the crate; none for what is not of the crate.
fn resolved(module: &str, path: &str) -> Option<Vec<String>> {
    let mut parts = path.split("::").map(str::to_owned).peekable();
    let mut at: Vec<String> = match parts.peek()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => module.split("::").map(str::to_owned).collect(),
        _ => return None,
    };
    for part in parts {
        match part.as_str() {
            "crate" | "self" => {}
            "super" => drop(at.pop()),
            _ => at.push(part),
        }
    }
    Some(at)
}

/// The longest beginning of a path that is a file.
fn longest(path: &[String], known: &BTreeSet<String>) -> Option<String> {
    let beginnings = (1..=path.len()).rev().map(|end| path[..end].join("::"));
    beginnings.into_iter().find(|path| known.contains(path))
}

/// All that can be reached from a module.
fn reached(from: &str, imports: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(next) = open.pop() {
        for other in imports.get(&next).into_iter().flatten() {
            if seen.insert(other.clone()) {
                open.push(other.clone());
            }
        }
    }
    seen
}

/// Sets of modules each of which reaches all others of its set.
fn circles(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reach: BTreeMap<&String, BTreeSet<String>> = imports
        .keys()
        .map(|module| (module, reached(module, imports)))
        .collect();
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for (module, all) in &reach {
        if !all.contains(*module) || found.iter().any(|circle| circle.contains(*module)) {
            continue;
        }
        let back = |other: &&String| reach.get(other).is_some_and(|all| all.contains(*module));
        found.push(all.iter().filter(back).cloned().collect());
    }
    found
}

/// Whether all of a circle is a folder's own file and what lies in that folder.
fn is_of_one_folder(circle: &BTreeSet<String>) -> bool {
    let folder = |module: &str| {
        module
            .rsplit_once("::")
            .map_or("", |(folder, _)| folder)
            .to_owned()
    };
    let of = |at: &str| {
        circle
            .iter()
            .all(|module| module == at || folder(module) == at)
    };
    circle
        .iter()
        .any(|module| of(module) || of(&folder(module)))
}

#[test]
fn no_circle_goes_through_several_folders() {
    let broken: Vec<String> = circles(&imports())
        .iter()
        .filter(|circle| !is_of_one_folder(circle))
        .map(|circle| {
            format!(
                "{} files import each other in a circle: {}",
                circle.len(),
                circle.iter().cloned().collect::<Vec<_>>().join(", ")
            )
        })
        .collect();
    none(&broken);
}

#[test]
fn paths_are_found_among_imports_and_in_the_midst_of_code() {
    let text = "use crate::a::{b, c}; fn f() -> super::d::E { crate::g::h(self::i::J, k::l(1)) }";
    assert_eq!(used(text), ["crate::a::b", "crate::a::c"]);
    assert_eq!(inline(text), ["super::d::E", "crate::g::h", "self::i::J"]);
}

#[test]
fn trees_of_imports_are_read() {
    assert_eq!(
        leaves("", "crate::a::{b, c::{D, self}, e as f}"),
        [
            "crate::a::b",
            "crate::a::c::D",
            "crate::a::c::self",
            "crate::a::e as f"
        ]
    );
    assert_eq!(
        resolved("app::panels::why", "super::super::state::State").unwrap(),
        ["app", "state", "State"]
    );
    assert_eq!(resolved("app::state", "std::sync::Arc"), None);
    let imports: BTreeMap<String, BTreeSet<String>> =
        [("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]
            .into_iter()
            .map(|(from, to)| (from.to_owned(), BTreeSet::from([to.to_owned()])))
            .collect();
    let found = circles(&imports);
    assert_eq!(found, [BTreeSet::from(["a", "b", "c"].map(str::to_owned))]);
    let set = |modules: [&str; 2]| BTreeSet::from(modules.map(str::to_owned));
    assert!(is_of_one_folder(&set(["a::b", "a::c"])) && is_of_one_folder(&set(["a", "a::b"])));
    assert!(!is_of_one_folder(&set(["a::b", "c::d"])) && !is_of_one_folder(&set(["a", "a::b::c"])));
}
