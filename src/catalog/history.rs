//! What changed in the catalogue from version to version.
//!
//! The record is kept by hand in `assets/catalog/history.ron`; a test compares the catalogue with the
//! values of the version before and asks for a line for each that differs. What of it concerns a plan
//! is for the analysis to say.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Catalog, Range};

/// Version of the catalogue that this program brings: its own.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The versions of the catalogue, and what changed between them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// All versions, the oldest first; the last is the present one.
    pub versions: Vec<String>,
    /// Entries whose values are not those of every version.
    pub changes: Vec<Revision>,
}

/// Values that an entry had in some versions and has no more.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The entry.
    pub id: String,
    /// First version with these values.
    pub from: String,
    /// Last version with these values.
    pub until: String,
    /// When they were replaced, as `2026-11`.
    pub date: String,
    /// The values.
    pub was: Range,
    /// What replaced them; none where the entry is gone.
    #[serde(default)]
    pub now: Option<Range>,
    /// Why they were replaced.
    pub why: String,
}

/// An entry that has other values than in some version.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The entry.
    pub id: String,
    /// What it was.
    pub was: Range,
    /// What it is; none where it is gone.
    pub now: Option<Range>,
}

/// Why it cannot be said what changed since a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unheard {
    /// It is newer than this program.
    Newer,
    /// There never was such a version.
    NoSuch,
}

impl History {
    /// The present version.
    pub fn present(&self) -> &str {
        self.versions.last().map_or(VERSION, String::as_str)
    }

    /// The entries of `catalog` that are different from what they were in a version, by id; none for
    /// the present version.
    ///
    /// # Errors
    /// When the version is not one of those there were.
    ///
    /// ```
    /// use splitpoint::catalog::{Catalog, Unheard};
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let catalog = Catalog::builtin()?;
    /// let history = &catalog.history;
    /// assert_eq!(history.since(history.present(), catalog), Ok(Vec::new()));
    /// assert_eq!(history.since("999.0.0", catalog), Err(Unheard::Newer));
    /// assert_eq!(history.since("best", catalog), Err(Unheard::NoSuch));
    /// # Ok(())
    /// # }
    /// ```
    pub fn since(&self, version: &str, catalog: &Catalog) -> Result<Vec<Moved>, Unheard> {
        let Some(then) = self.place(version) else {
            return Err(match by_age(version, self.present()) {
                Some(Ordering::Greater) => Unheard::Newer,
                _ => Unheard::NoSuch,
            });
        };
        // What was changed since the last release is the present version's own affair.
        if then + 1 == self.versions.len() {
            return Ok(Vec::new());
        }
        let mut moved = BTreeMap::new();
        for change in self
            .changes
            .iter()
            .filter(|change| self.covers(change, then))
        {
            let now = catalog.entries.get(&change.id).map(super::Entry::range);
            if now != Some(change.was) {
                moved.insert(&change.id, (change.was, now));
            }
        }
        let moved = moved.into_iter().map(|(id, (was, now))| Moved {
            id: id.clone(),
            was,
            now,
        });
        Ok(moved.collect())
    }

    /// Where a version stands among all.
    pub fn place(&self, version: &str) -> Option<usize> {
        self.versions.iter().position(|known| known == version)
    }

    /// Whether the former values of a change are those of a version.
    pub fn covers(&self, change: &Revision, version: usize) -> bool {
        let [from, until] = [&change.from, &change.until].map(|at| self.place(at));
        from.zip(until)
            .is_some_and(|(from, until)| (from..=until).contains(&version))
    }
}

/// Which of two versions is the newer; none where either is none.
fn by_age(one: &str, other: &str) -> Option<Ordering> {
    let numbers = |version: &str| -> Option<Vec<u64>> {
        let parts: Vec<u64> = version
            .split('.')
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        (parts.len() == 3).then_some(parts)
    };
    Some(numbers(one)?.cmp(&numbers(other)?))
}

#[cfg(test)]
mod tests {
    use super::{History, Moved, Revision, Unheard};
    use crate::catalog::{Catalog, Range};

    const ID: &str = "people.attrition";

    fn change(from: &str, until: &str, was: f64) -> Revision {
        Revision {
            id: ID.to_owned(),
            from: from.to_owned(),
            until: until.to_owned(),
            date: "2027-01".to_owned(),
            was: Range::point(was),
            now: None,
            why: "A test.".to_owned(),
        }
    }

    fn versions(list: &[&str]) -> Vec<String> {
        list.iter().map(|version| (*version).to_owned()).collect()
    }

    #[test]
    fn a_version_is_told_what_it_had() {
        let catalog = Catalog::builtin().unwrap();
        let now = catalog.entry(ID).unwrap().range();
        let history = History {
            versions: versions(&["0.1.0", "0.2.0", "0.3.0", "0.10.0"]),
            changes: vec![
                change("0.1.0", "0.1.0", 0.31),
                change("0.2.0", "0.3.0", 0.28),
                Revision {
                    id: "gone.entry".to_owned(),
                    ..change("0.2.0", "0.2.0", 7.0)
                },
            ],
        };
        let was = |version: &str| -> Vec<(String, f64)> {
            let moved = history.since(version, catalog).unwrap();
            let was = moved.into_iter().map(|moved| (moved.id, moved.was.likely));
            was.collect()
        };
        let attrition = |value: f64| (ID.to_owned(), value);
        assert_eq!(was("0.1.0"), [attrition(0.31)]);
        assert_eq!(
            was("0.2.0"),
            [("gone.entry".to_owned(), 7.0), attrition(0.28)]
        );
        assert_eq!(was("0.3.0"), [attrition(0.28)]);
        assert_eq!(was("0.10.0"), []);
        let told = history.since("0.3.0", catalog).unwrap();
        assert_eq!(
            told,
            [Moved {
                id: ID.to_owned(),
                was: Range::point(0.28),
                now: Some(now),
            }]
        );
        let gone = history.since("0.2.0", catalog).unwrap();
        assert_eq!(gone[0].now, None);
        // By number, not by letter: 0.9.0 is older than 0.10.0, and never was.
        assert_eq!(history.since("0.9.0", catalog), Err(Unheard::NoSuch));
        assert_eq!(history.since("0.11.0", catalog), Err(Unheard::Newer));
        assert_eq!(history.since("", catalog), Err(Unheard::NoSuch));
    }

    #[test]
    fn what_came_back_has_not_changed() {
        let catalog = Catalog::builtin().unwrap();
        let now = catalog.entry(ID).unwrap().range();
        let history = History {
            versions: versions(&["0.1.0", "0.2.0", "0.3.0"]),
            changes: vec![
                Revision {
                    was: now,
                    ..change("0.1.0", "0.1.0", 0.0)
                },
                change("0.2.0", "0.2.0", 0.28),
            ],
        };
        assert_eq!(history.since("0.1.0", catalog), Ok(Vec::new()));
        assert_eq!(history.since("0.2.0", catalog).unwrap().len(), 1);
    }
}
