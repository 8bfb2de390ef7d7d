//! A scenario as text: sparse, in a stable order, the same bytes for the same plan.

use super::node::ron_options;
use super::schema::Scenario;
use ron::ser::PrettyConfig;

/// The text of a scenario. Only what differs from the defaults is written, after the version.
///
/// ```
/// use splitpoint::scenario::{Scenario, load, save};
/// let mut plan = Scenario::default();
/// plan.name = "Assistant".into();
/// let text = save(&plan);
/// assert_eq!(text, "(\n    version: 1,\n    name: \"Assistant\",\n)\n");
/// assert_eq!(load(&text).scenario, Some(plan));
/// ```
pub fn save(plan: &Scenario) -> String {
    let style = PrettyConfig::new()
        .new_line("\n")
        .indentor("    ")
        .struct_names(false);
    // Writing to a string cannot fail; a plan that could not be written would lose its fields.
    let text = ron_options()
        .to_string_pretty(plan, style)
        .unwrap_or_default();
    let version = format!("    version: {},\n", plan.version);
    let fields = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'))
        .unwrap_or_default()
        .trim_start_matches('\n');
    if plan.version == super::schema::VERSION {
        format!("(\n{version}{fields})\n")
    } else {
        format!("(\n{fields})\n")
    }
}

#[cfg(test)]
mod tests {
    use super::save;
    use crate::scenario::exemplar::exemplar;
    use crate::scenario::schema::{Partition, Training, Unit};
    use crate::scenario::{Quantity, Scenario, load};

    #[track_caller]
    fn check(plan: &Scenario) {
        let text = save(plan);
        let loaded = load(&text);
        assert_eq!(loaded.diagnostics, [], "{text}");
        assert_eq!(loaded.scenario.as_ref(), Some(plan), "{text}");
        assert_eq!(save(&loaded.scenario.unwrap()), text);
        assert!(!text.contains("Some("), "{text}");
    }

    #[test]
    fn plans_survive_saving() {
        check(&Scenario::default());
        check(&exemplar());
        let mut plan = exemplar();
        plan.story = "Two lines,\nand a \"quote\" \\ and \u{1F600} \u{0}".to_owned();
        plan.demand.users = Quantity {
            low: 1e-7,
            likely: 0.1 + 0.2,
            high: 1e22,
        };
        plan.demand.growth.ceiling = Some(Quantity::point(-0.0));
        plan.components[0].retire = Some(12);
        plan.components[0].model = Some("None".to_owned());
        plan.today = Partition::Units(vec![Unit {
            name: "all".to_owned(),
            components: vec!["chat".to_owned()],
        }]);
        let mut levels = plan.team.levels.clone();
        levels.delivery = Some(Quantity {
            low: 1.0,
            likely: 2.0,
            high: 3.5,
        });
        plan.training = Training::To(levels);
        check(&plan);
    }
}
