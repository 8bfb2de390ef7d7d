//! What an edit does to a plan, and what undo calls it.
//!
//! Fields go through [`crate::scenario::path`]. Lists are added to, copied and shortened here, and
//! whatever names a component follows when it is renamed or removed, so that an edit in the window
//! never leaves a plan that refers to something that is not there.

use super::action::{Edit, EditKind, OverrideEdit, OverrideTo};
use super::values;
use crate::scenario::node::Named;
use crate::scenario::schema::{Note, Override, Partition, Unit};
use crate::scenario::{Node, Scenario, path};

/// Entries of the catalogue that a plan may replace; a file with more is cut when it is read.
const MOST_OVERRIDES: usize = 200;

/// The plan after an edit, and what the edit did in words.
///
/// `base` is where resets go back to, `from` the plan that the words compare with: the one before
/// the drag that the edit belongs to.
pub(crate) fn apply(
    plan: &Scenario,
    base: &Scenario,
    from: &Scenario,
    edit: &Edit,
) -> Result<(Scenario, String), String> {
    let mut next = plan.clone();
    let at = edit.path.as_str();
    let label = match &edit.change {
        EditKind::Set(text) => {
            set(&mut next, at, text)?;
            values::step_label(from, &next, at)
        }
        EditKind::Reset => {
            let leaf = path::get(base, at).map_err(|error| error.to_string())?;
            set(&mut next, at, &values::source_text(&leaf))?;
            values::step_label(plan, &next, at)
        }
        EditKind::Rename(name) => {
            let index = component_index(plan, at).ok_or("There is no such component.")?;
            rename(&mut next, index, name.trim())?;
            format!("{} renamed to {}", plan.components[index].name, name.trim())
        }
        EditKind::Standing(standing) => {
            note(&mut next, at).status = *standing;
            format!(
                "{} is {}",
                values::label_of(at),
                standing.label().to_lowercase()
            )
        }
        EditKind::Source(text) => {
            text.clone_into(&mut note(&mut next, at).source);
            format!("source of {}", values::label_of(at))
        }
        EditKind::Add { name, fields } => add(&mut next, at, name, fields)?,
        EditKind::Duplicate(index) => duplicate(&mut next, at, *index)?,
        EditKind::Remove(index) => remove(&mut next, at, *index)?,
        EditKind::Actuals(actuals) => {
            next.actuals.clone_from(actuals);
            "actuals".to_owned()
        }
        EditKind::Override(edit) => {
            replace_entry(&mut next, edit)?;
            edit.label.clone()
        }
    };
    Ok((next, label))
}

fn set(plan: &mut Scenario, at: &str, text: &str) -> Result<(), String> {
    path::set(plan, at, text).map_err(|error| error.to_string())
}

/// Elements that the window can add to and take from.
trait List {
    fn add(&mut self);
    fn duplicate(&mut self, index: usize);
    fn remove(&mut self, index: usize);
    fn names(&self) -> Vec<String>;
    fn item(&mut self, index: usize) -> Option<&mut dyn Node>;
}

impl<T: Clone + Default + Node + Named> List for Vec<T> {
    fn add(&mut self) {
        self.push(T::default());
    }
    fn duplicate(&mut self, index: usize) {
        let copy = self[index].clone();
        self.insert(index + 1, copy);
    }
    fn remove(&mut self, index: usize) {
        Self::remove(self, index);
    }
    fn names(&self) -> Vec<String> {
        self.iter().map(|item| item.name().to_owned()).collect()
    }
    fn item(&mut self, index: usize) -> Option<&mut dyn Node> {
        self.get_mut(index).map(|item| item as &mut dyn Node)
    }
}

fn list<'p>(plan: &'p mut Scenario, at: &str) -> Result<&'p mut dyn List, String> {
    if let Some(component) = at.strip_suffix(".swaps") {
        let index = component_index(plan, component).ok_or("There is no such component.")?;
        return Ok(&mut plan.components[index].swaps);
    }
    Ok(match at {
        "components" => &mut plan.components,
        "edges" => &mut plan.edges,
        "events" => &mut plan.events,
        "actuals" => &mut plan.actuals,
        "gpus.prices" => &mut plan.gpus.prices,
        "gpus.owned" => &mut plan.gpus.owned,
        "demand.spikes" => &mut plan.demand.spikes,
        "demand.growth.table" => &mut plan.demand.growth.table,
        "reliability.fallbacks" => &mut plan.reliability.fallbacks,
        "team.raters" => &mut plan.team.raters,
        "own_gpus" => &mut plan.own_gpus,
        "own_models" => &mut plan.own_models,
        "own_apis" => &mut plan.own_apis,
        _ => return Err(format!("{at} is not a list that can be changed here.")),
    })
}

/// The field that names an element of a list.
fn name_field(at: &str) -> &'static str {
    match at {
        "gpus.prices" | "gpus.owned" => "gpu",
        "reliability.fallbacks" => "component",
        _ => "name",
    }
}

fn set_name(plan: &mut Scenario, at: &str, index: usize, name: &str) -> Result<(), String> {
    let Some(field) = list(plan, at)?
        .item(index)
        .and_then(|item| item.child_mut(name_field(at)))
    else {
        return Ok(());
    };
    field.set_text(&format!("{name:?}"))
}

/// `wish`, or `wish 2` and so on when that name is taken; none where elements go by index.
pub(crate) fn free_name(wish: &str, taken: &[String]) -> String {
    if wish.is_empty() || !taken.iter().any(|name| name == wish) {
        return wish.to_owned();
    }
    // One more candidate than there are names, so one of them is free.
    (2..taken.len() + 3)
        .map(|number| format!("{wish} {number}"))
        .find(|name| !taken.contains(name))
        .unwrap_or_default()
}

/// The note beside a value; a new one when there is none.
fn note<'p>(plan: &'p mut Scenario, at: &str) -> &'p mut Note {
    let index = plan
        .notes
        .iter()
        .position(|note| note.at == at)
        .unwrap_or_else(|| {
            plan.notes.push(Note {
                at: at.to_owned(),
                ..Note::default()
            });
            plan.notes.len() - 1
        });
    &mut plan.notes[index]
}

fn add(
    plan: &mut Scenario,
    at: &str,
    wish: &str,
    fields: &[(String, String)],
) -> Result<String, String> {
    let items = list(plan, at)?;
    let name = free_name(wish, &items.names());
    let index = items.names().len();
    items.add();
    set_name(plan, at, index, &name)?;
    for (field, text) in fields {
        set(plan, &format!("{at}[{index}].{field}"), text)?;
    }
    if at == "components" {
        join_unit(plan, &name, None);
    }
    Ok(format!(
        "add {}",
        if name.is_empty() { "one" } else { &name }
    ))
}

fn duplicate(plan: &mut Scenario, at: &str, index: usize) -> Result<String, String> {
    let items = list(plan, at)?;
    let names = items.names();
    let original = names.get(index).ok_or("There is nothing to copy.")?.clone();
    items.duplicate(index);
    let name = free_name(&format!("{original} copy"), &names);
    set_name(plan, at, index + 1, &name)?;
    if at == "components" {
        join_unit(plan, &name, Some(&original));
    }
    Ok(format!("copy {original}"))
}

fn remove(plan: &mut Scenario, at: &str, index: usize) -> Result<String, String> {
    let items = list(plan, at)?;
    let name = items
        .names()
        .get(index)
        .ok_or("There is nothing to remove.")?
        .clone();
    items.remove(index);
    if at == "components" {
        forget_component(plan, &name);
    }
    Ok(format!(
        "remove {}",
        if name.is_empty() { "one" } else { &name }
    ))
}

/// Replaces an entry of the catalogue in this plan, or stops doing so.
fn replace_entry(plan: &mut Scenario, edit: &OverrideEdit) -> Result<(), String> {
    let at = plan.overrides.iter().position(|own| own.id == edit.id);
    let value = match &edit.to {
        OverrideTo::Value(value) | OverrideTo::Both(value, _) => Some(*value),
        OverrideTo::Reason(_) => None,
        OverrideTo::Removed => {
            plan.overrides.retain(|own| own.id != edit.id);
            return Ok(());
        }
    };
    let own = match (at, value) {
        (Some(at), _) => &mut plan.overrides[at],
        (None, None) => return Err("Give it a value first, then say why.".to_owned()),
        (None, Some(_)) if plan.overrides.len() >= MOST_OVERRIDES => {
            return Err(format!(
                "A plan replaces {MOST_OVERRIDES} constants at most. Remove one first."
            ));
        }
        (None, Some(_)) => {
            plan.overrides.push(Override {
                id: edit.id.clone(),
                ..Override::default()
            });
            let last = plan.overrides.len() - 1;
            &mut plan.overrides[last]
        }
    };
    if let Some(value) = value {
        own.value = Some(value);
    }
    if let OverrideTo::Reason(reason) | OverrideTo::Both(_, reason) = &edit.to {
        reason.trim().clone_into(&mut own.reason);
    }
    Ok(())
}

/// The index of the component that a path names.
pub(crate) fn component_index(plan: &Scenario, at: &str) -> Option<usize> {
    let (key, _) = path::element_of(at, "components")?;
    plan.components
        .iter()
        .position(|component| component.name == key)
        .or_else(|| {
            key.parse()
                .ok()
                .filter(|&index| index < plan.components.len())
        })
}

fn rename(plan: &mut Scenario, index: usize, name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("A component needs a name.".to_owned());
    }
    if plan
        .components
        .iter()
        .enumerate()
        .any(|(at, other)| at != index && other.name == name)
    {
        return Err(format!("There is a component called {name} already."));
    }
    let old = std::mem::replace(&mut plan.components[index].name, name.to_owned());
    let follow = |reference: &mut String| {
        if *reference == old {
            name.clone_into(reference);
        }
    };
    for edge in &mut plan.edges {
        follow(&mut edge.from);
        follow(&mut edge.to);
    }
    plan.reliability
        .fallbacks
        .iter_mut()
        .for_each(|fallback| follow(&mut fallback.component));
    let hit = plan.demand.spikes.iter_mut();
    hit.filter_map(|spike| spike.component.as_mut())
        .for_each(follow);
    plan.goals.must_isolate.iter_mut().for_each(follow);
    plan.goals.must_not_split.iter_mut().for_each(follow);
    for units in unit_lists(plan) {
        units
            .iter_mut()
            .flat_map(|unit| &mut unit.components)
            .for_each(follow);
    }
    let [before, after] = [&old, name].map(|name| path::keyed("components", name));
    for note in &mut plan.notes {
        if let Some(rest) = note.at.strip_prefix(&before) {
            note.at = format!("{after}{rest}");
        }
    }
    Ok(())
}

fn forget_component(plan: &mut Scenario, name: &str) {
    plan.edges
        .retain(|edge| edge.from != name && edge.to != name);
    plan.reliability
        .fallbacks
        .retain(|fallback| fallback.component != name);
    plan.demand
        .spikes
        .retain(|spike| spike.component.as_deref() != Some(name));
    plan.goals.must_isolate.retain(|other| other != name);
    plan.goals.must_not_split.retain(|other| other != name);
    for units in unit_lists(plan) {
        for unit in units.iter_mut() {
            unit.components.retain(|other| other != name);
        }
        units.retain(|unit| !unit.components.is_empty());
    }
    let prefix = path::keyed("components", name);
    plan.notes.retain(|note| !note.at.starts_with(&prefix));
}

/// Puts a new component into the unit of `beside`, or into the first one.
fn join_unit(plan: &mut Scenario, name: &str, beside: Option<&str>) {
    for units in unit_lists(plan) {
        let index = beside
            .and_then(|beside| {
                units
                    .iter()
                    .position(|unit| unit.components.iter().any(|other| other == beside))
            })
            .unwrap_or(0);
        if let Some(unit) = units.get_mut(index) {
            unit.components.push(name.to_owned());
        }
    }
}

/// The partitions of a plan that name their units.
fn unit_lists(plan: &mut Scenario) -> impl Iterator<Item = &mut Vec<Unit>> {
    let stages = plan
        .roadmaps
        .iter_mut()
        .flat_map(|roadmap| &mut roadmap.stages);
    std::iter::once(&mut plan.today)
        .chain(stages.map(|stage| &mut stage.partition))
        .filter_map(|partition| match partition {
            Partition::Units(units) => Some(units),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::super::action::{Edit, EditKind, OverrideEdit, OverrideTo};
    use super::apply;
    use crate::scenario::schema::{Component, Edge, Partition, Standing, Unit};
    use crate::scenario::{Quantity, Scenario};

    fn plan() -> Scenario {
        let part = |name: &str| Component {
            name: name.to_owned(),
            ..Component::default()
        };
        Scenario {
            components: vec![part("web"), part("chat")],
            edges: vec![Edge {
                from: "web".to_owned(),
                to: "chat".to_owned(),
                ..Edge::default()
            }],
            today: Partition::Units(vec![
                Unit {
                    name: "front".to_owned(),
                    components: vec!["web".to_owned()],
                },
                Unit {
                    name: "back".to_owned(),
                    components: vec!["chat".to_owned()],
                },
            ]),
            ..Scenario::default()
        }
    }

    fn edited(plan: &Scenario, path: &str, change: EditKind) -> Result<Scenario, String> {
        let edit = Edit {
            path: path.to_owned(),
            change,
            gesture: None,
        };
        apply(plan, plan, plan, &edit).map(|(next, _)| next)
    }

    /// Every kind of edit, carried into a file written by hand, costs the lines that it is about.
    #[test]
    fn edits_of_every_kind_are_patches_of_the_file() {
        use crate::scenario::{load, patch};
        let numbers = |text: &str| EditKind::Set(text.to_owned());
        let own = OverrideEdit {
            id: "drift.wages".to_owned(),
            label: String::new(),
            to: OverrideTo::Both(Quantity::point(0.05), "agreed".to_owned()),
        };
        let actuals = vec![crate::scenario::schema::Actual {
            users: Some(Quantity::point(11_800.0)),
            ..Default::default()
        }];
        let edits = [
            ("demand.users", numbers("(9000, 12500, 20000)"), 1),
            ("demand.peak_to_mean", EditKind::Reset, 0),
            ("team.levels.delivery", numbers("3.5"), 1),
            ("components[retriever].calls", numbers("2"), 1),
            (
                "components[retriever]",
                EditKind::Rename("finder".to_owned()),
                12,
            ),
            // One line may change beside what is added: a note that is there, or the end of a list.
            ("demand.users", EditKind::Standing(Standing::Quoted), 1),
            (
                "demand.users",
                EditKind::Source("the contract".to_owned()),
                1,
            ),
            // What is new also joins a unit, where a plan names units.
            ("components", EditKind::Duplicate(2), 2),
            (
                "components",
                EditKind::Add {
                    name: "new".to_owned(),
                    fields: vec![("kind".to_owned(), "Llm".to_owned())],
                },
                2,
            ),
            ("edges", EditKind::Remove(1), 1),
            ("components", EditKind::Remove(1), 40),
            ("overrides", EditKind::Override(own), 1),
            ("actuals", EditKind::Actuals(actuals), 1),
        ];
        for preset in crate::presets::list() {
            let plan = load(preset.text).scenario.unwrap();
            for (path, change, most) in edits.clone() {
                let path = path.replace("retriever", &plan.components[0].name);
                let Ok(next) = edited(&plan, &path, change.clone()) else {
                    continue;
                };
                let text = patch(preset.text, &plan, &next);
                let loaded = load(&text);
                assert!(
                    loaded.scenario == Some(next.clone()),
                    "{path} {change:?}: {text}"
                );
                let lost = preset
                    .text
                    .lines()
                    .filter(|line| !text.contains(line))
                    .count();
                assert!(
                    lost <= most,
                    "{}: {path} {change:?}: {lost} lines",
                    preset.name
                );
                // Back again: the same plan, and the file's own words.
                let back = patch(&text, &next, &plan);
                assert!(
                    load(&back).scenario == Some(plan.clone()),
                    "{path} {change:?}: {back}"
                );
            }
        }
    }

    #[test]
    fn references_follow_a_new_name() {
        let next = edited(
            &plan(),
            "components[chat]",
            EditKind::Rename("talk".to_owned()),
        )
        .unwrap();
        assert_eq!(next.edges[0].to, "talk");
        let Partition::Units(units) = &next.today else {
            panic!("units are gone");
        };
        assert_eq!(units[1].components, ["talk"]);
        assert!(
            edited(
                &plan(),
                "components[chat]",
                EditKind::Rename("web".to_owned())
            )
            .is_err()
        );
    }

    #[test]
    fn entries_are_replaced_up_to_the_limit() {
        let replace = |plan: &Scenario, id: &str, to| {
            let change = EditKind::Override(OverrideEdit {
                id: id.to_owned(),
                label: String::new(),
                to,
            });
            edited(plan, "overrides", change)
        };
        let value = |likely| OverrideTo::Value(Quantity::point(likely));
        let mut plan = plan();
        assert!(replace(&plan, "a", OverrideTo::Reason("why".to_owned())).is_err());
        for number in 0..200 {
            plan = replace(&plan, &format!("entry.{number}"), value(1.0)).unwrap();
        }
        assert!(replace(&plan, "entry.200", value(1.0)).is_err());
        let plan = replace(&plan, "entry.7", value(2.0)).unwrap();
        let plan = replace(&plan, "entry.7", OverrideTo::Reason(" why ".to_owned())).unwrap();
        assert_eq!(plan.overrides[7].value, Some(Quantity::point(2.0)));
        assert_eq!(plan.overrides[7].reason, "why");
        let plan = replace(&plan, "entry.7", OverrideTo::Removed).unwrap();
        assert_eq!(plan.overrides.len(), 199);
        // A file with as many as the window allows is read back whole.
        let plan = replace(&plan, "entry.200", value(1.0)).unwrap();
        let text = crate::scenario::save(&plan);
        let read = crate::scenario::load(&text).scenario.unwrap();
        assert_eq!(read.overrides.len(), 200);
    }

    #[test]
    fn removing_a_component_removes_what_names_it() {
        let next = edited(&plan(), "components", EditKind::Remove(1)).unwrap();
        assert_eq!(next.components.len(), 1);
        assert!(next.edges.is_empty());
        let Partition::Units(units) = &next.today else {
            panic!("units are gone");
        };
        assert_eq!(units.len(), 1);
    }

    #[test]
    fn copies_and_additions_have_names_of_their_own() {
        let next = edited(&plan(), "components", EditKind::Duplicate(1)).unwrap();
        assert_eq!(next.components[2].name, "chat copy");
        let Partition::Units(units) = &next.today else {
            panic!("units are gone");
        };
        assert_eq!(units[1].components, ["chat", "chat copy"]);
        let change = EditKind::Add {
            name: "web".to_owned(),
            fields: vec![("kind".to_owned(), "Llm".to_owned())],
        };
        let next = edited(&next, "components", change).unwrap();
        assert_eq!(next.components[3].name, "web 2");
    }
}
