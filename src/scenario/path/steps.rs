//! The steps of a path: how they are read, written and matched.
//!
//! A path is fields with dots between them and, after a field that is a list, an element between
//! brackets: `components[chat].tokens_out`. An element may hold a path of its own, as in
//! `notes[components[chat].tokens_out].note`, and its name may have dots. Whether a path leads anywhere
//! is for [`mod@super`] to say, and where in a text for [`mod@crate::scenario::locate`].

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A field, or a variant that has a value.
    Field(String),
    /// An element of a list, by its name or its index.
    Element(String),
}

impl Step {
    /// The field, or what stands between the brackets.
    pub fn name(&self) -> &str {
        match self {
            Self::Field(name) | Self::Element(name) => name,
        }
    }
}

/// One step of a path, in the path's own text.
#[derive(Clone, Copy)]
enum Part<'p> {
    Field(&'p str),
    Element(&'p str),
}

/// A path's steps from the first on, each with where it ends; `None` in place of one that is no step.
struct Parts<'p> {
    path: &'p str,
    at: usize,
}

impl<'p> Parts<'p> {
    fn of(path: &'p str) -> Self {
        Self { path, at: 0 }
    }

    /// Reads the next step.
    fn read(&self) -> Option<(Part<'p>, usize)> {
        let rest = &self.path[self.at..];
        if let Some(inside) = rest.strip_prefix('[') {
            let mut depth = 1_usize;
            let end = inside.char_indices().find_map(|(at, c)| {
                match c {
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    _ => {}
                }
                (depth == 0).then_some(at)
            })?;
            let name = inside[..end].trim();
            let name = name
                .strip_prefix('"')
                .and_then(|name| name.strip_suffix('"'))
                .unwrap_or(name);
            let is_element = !name.is_empty() && self.at > 0;
            return is_element.then_some((Part::Element(name), self.at + end + 2));
        }
        let begin = if self.at == 0 {
            0
        } else {
            self.at + usize::from(rest.starts_with('.'))
        };
        if self.at > 0 && begin == self.at {
            return None;
        }
        let name = &self.path[begin..];
        let end = name.find(['.', '[', ']']).unwrap_or(name.len());
        (end > 0).then_some((Part::Field(&name[..end]), begin + end))
    }
}

impl<'p> Iterator for Parts<'p> {
    type Item = Option<Part<'p>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.path.len() {
            return None;
        }
        let read = self.read();
        self.at = read.map_or(self.path.len(), |(_, end)| end);
        Some(read.map(|(part, _)| part))
    }
}

fn parts(path: &str) -> Option<Vec<Part<'_>>> {
    let found: Vec<Part<'_>> = Parts::of(path.trim()).collect::<Option<_>>()?;
    (!found.is_empty()).then_some(found)
}

/// Splits `components[chat].tokens_out` into its steps; `None` when brackets do not match or a
/// step is empty.
pub fn steps(path: &str) -> Option<Vec<Step>> {
    let owned = |part| match part {
        Part::Field(name) => Step::Field(name.to_owned()),
        Part::Element(name) => Step::Element(name.to_owned()),
    };
    Some(parts(path)?.into_iter().map(owned).collect())
}

/// Puts steps together again.
pub fn join(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Field(name) => push_field(&mut path, name),
            Step::Element(name) => push_element(&mut path, name),
        }
    }
    path
}

fn push_field(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

fn push_element(path: &mut String, name: &str) {
    path.push('[');
    path.push_str(name);
    path.push(']');
}

/// The path of a field of a group; of the scenario itself where the path is empty.
pub fn below(path: &str, field: &str) -> String {
    let mut path = path.to_owned();
    push_field(&mut path, field);
    path
}

/// The path of a list's element, given the names of all of them.
pub fn element(list: &str, names: &[String], index: usize) -> String {
    keyed(list, &element_key(names, index))
}

/// The same by its name or its index.
pub fn keyed(list: &str, key: &str) -> String {
    let mut path = list.to_owned();
    push_element(&mut path, key);
    path
}

/// How a path names an element: by its name where that is plain and unique, else by its index.
pub fn element_key(names: &[String], index: usize) -> String {
    let name = names.get(index).map_or("", String::as_str);
    if !name.is_empty()
        && is_plain(name)
        && names.iter().filter(|other| *other == name).count() == 1
    {
        name.to_owned()
    } else {
        index.to_string()
    }
}

/// Whether a name between brackets is read as it is written.
fn is_plain(name: &str) -> bool {
    let path = keyed("a", name);
    let is_same =
        |parts: Vec<Part<'_>>| matches!(parts[..], [_, Part::Element(read)] if read == name);
    name == name.trim() && parts(&path).is_some_and(is_same)
}

/// The field by which the elements of a list are named.
pub fn naming_field(list: &str) -> &'static str {
    match list {
        "notes" => "at",
        "fallbacks" => "component",
        "prices" | "owned" => "gpu",
        "roadmaps" | "overrides" => "id",
        _ => "name",
    }
}

/// A path with nothing between its brackets, which is the same for all elements of a list; empty for
/// what is no path.
pub fn without_elements(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    for part in parts(path).unwrap_or_default() {
        match part {
            Part::Field(name) => push_field(&mut pattern, name),
            Part::Element(_) => push_element(&mut pattern, ""),
        }
    }
    pattern
}

/// The list that a path leads into first, and what it names of it: `components` and `chat`.
pub fn first_element(path: &str) -> Option<(&str, &str)> {
    let path = path.trim();
    let mut parts = Parts::of(path);
    loop {
        let list = parts.at;
        if let Part::Element(name) = parts.next()?? {
            return Some((&path[..list], name));
        }
    }
}

/// What a path names of a list, and the rest of the path behind it: of `gpus.prices` and
/// `gpus.prices[L4].per_hour` that is `L4` and `per_hour`.
pub fn element_of<'p>(path: &'p str, list: &str) -> Option<(&'p str, &'p str)> {
    let path = path.trim();
    let mut parts = Parts::of(path);
    while parts.at < list.len() {
        parts.next()??;
    }
    if parts.at != list.len() || !path.starts_with(list) {
        return None;
    }
    let Part::Element(name) = parts.next()?? else {
        return None;
    };
    let rest = &path[parts.at..];
    Some((name, rest.strip_prefix('.').unwrap_or(rest)))
}

/// Whether a path leads into a group or a list of the scenario, and not only to it.
pub fn is_within(path: &str, group: &str) -> bool {
    let rest = path.trim().strip_prefix(group);
    rest.is_some_and(|rest| rest.starts_with(['.', '[']))
}

/// The field that a path leads to: `tokens_out`; of an element the list.
pub fn last_field(path: &str) -> Option<&str> {
    let is_field = |part| match part {
        Part::Field(name) => Some(name),
        Part::Element(_) => None,
    };
    parts(path)?.into_iter().rev().find_map(is_field)
}

#[cfg(test)]
mod tests {
    use super::{
        Step, below, element, element_key, element_of, first_element, is_within, join, keyed,
        last_field, steps, without_elements,
    };

    #[test]
    fn paths_split() {
        let note = "notes[components[chat].tokens_out].note";
        let split = vec![
            Step::Field("notes".to_owned()),
            Step::Element("components[chat].tokens_out".to_owned()),
            Step::Field("note".to_owned()),
        ];
        assert_eq!(join(&split), note);
        assert_eq!(steps(note), Some(split));
        let nested = steps("a[b][ \"c, d\" ].e").unwrap();
        let names: Vec<&str> = nested.iter().map(Step::name).collect();
        assert_eq!(names, ["a", "b", "c, d", "e"]);
        for bad in [
            "", "a..b", "a[", "a[]", "[0]", "a]b", ".a", "a.", "a[b]c", "a.[b]", "a[b].", "é.",
        ] {
            assert_eq!(steps(bad), None, "{bad}");
        }
    }

    #[test]
    fn paths_are_built_of_what_they_split_into() {
        assert_eq!(below("", "demand"), "demand");
        assert_eq!(
            below(&keyed("components", "chat"), "calls"),
            "components[chat].calls"
        );
    }

    #[test]
    fn elements_are_named_where_the_name_is_read_as_it_is_written() {
        let names = ["chat", "a", "a", "", "b]", "\"c\"", " d", "e[f]"].map(str::to_owned);
        let keys: Vec<String> = (0..names.len()).map(|at| element_key(&names, at)).collect();
        assert_eq!(keys, ["chat", "1", "2", "3", "4", "5", "6", "e[f]"]);
        assert_eq!(element("edges", &names, 7), "edges[e[f]]");
    }

    #[test]
    fn what_a_path_names_is_found() {
        let price = "gpus.prices[H100 SXM].per_hour";
        assert_eq!(without_elements(price), "gpus.prices[].per_hour");
        assert_eq!(first_element(price), Some(("gpus.prices", "H100 SXM")));
        let found = Some(("H100 SXM", "per_hour"));
        assert_eq!(element_of(price, "gpus.prices"), found);
        assert_eq!(element_of(price, "gpus"), None);
        assert_eq!(element_of(price, "gpus.owned"), None);
        assert_eq!(element_of("gpus.prices", "gpus.prices"), None);
        assert_eq!(element_of("events[0]", "events"), Some(("0", "")));
        let swap = "components[a].swaps[new.model].month";
        assert_eq!(
            element_of(swap, "components"),
            Some(("a", "swaps[new.model].month"))
        );
        let nested = element_of("components[a[b]].swaps", "components");
        assert_eq!(nested, Some(("a[b]", "swaps")));
        let note = "notes[components[chat].calls].note";
        assert_eq!(
            first_element(note),
            Some(("notes", "components[chat].calls"))
        );
        assert_eq!(first_element("demand.users"), None);
        assert!(is_within("launch.month", "launch") && is_within(note, "notes"));
        assert!(!is_within("launch", "launch") && !is_within("launched.on", "launch"));
        assert_eq!(last_field(note), Some("note"));
        assert_eq!(last_field("overrides[gpu.h100].value"), Some("value"));
        assert_eq!(last_field("components[a.b]"), Some("components"));
    }
}
