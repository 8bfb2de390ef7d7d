//! A partition of one's own, as a roadmap beside the built-in ones: the language models in a unit,
//! everything else in another.
//!
//! `cargo run --no-default-features --example partition`
#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use splitpoint::catalog::Catalog;
use splitpoint::scenario::schema::{Component, Kind, Partition, Roadmap, Stage, Unit};
use splitpoint::scenario::{Quantity, validate::validate};
use splitpoint::units::Currency;
use splitpoint::{analysis, presets};

/// Id of the roadmap.
const OWN: &str = "models-apart";

fn unit(name: &str, components: &[&Component]) -> Unit {
    Unit {
        name: name.to_owned(),
        components: components.iter().map(|part| part.name.clone()).collect(),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::builtin()?;
    let preset = presets::find("support-copilot")?;
    let mut plan = preset.scenario().ok_or("the preset cannot be read")?;

    let is_model = |part: &&Component| part.kind == Kind::Llm;
    let (models, rest): (Vec<&Component>, Vec<&Component>) =
        plan.components.iter().partition(is_model);
    let units = vec![unit("models", &models), unit("product", &rest)];
    plan.roadmaps.push(Roadmap {
        id: OWN.to_owned(),
        label: "Models apart".to_owned(),
        stages: vec![Stage {
            from_month: 6,
            partition: Partition::Units(units),
            upkeep: Quantity::point(0.05), // of the effort, for boundaries within both units
            ..Stage::default()
        }],
        ..Roadmap::default()
    });
    let findings = validate(&plan, catalog, None);
    if let Some(error) = findings.iter().find(|finding| finding.is_error()) {
        return Err(error.line_for("plan").into());
    }

    let report = analysis::run(&plan, catalog)?;
    let money = Currency::new(&report.scenario.currency);
    let all = report.roadmaps.iter();
    let mut costs: Vec<_> = all
        .filter_map(|roadmap| Some((roadmap, roadmap.totals?.npv)))
        .collect();
    costs.sort_by(|(_, one), (_, other)| one.total_cmp(other));
    for (roadmap, npv) in costs {
        let own = if roadmap.id == OWN { "  <- own" } else { "" };
        println!("{:<24}{:>10}{own}", roadmap.label, money.total(npv));
    }
    Ok(())
}
