//! A preset's report: the roadmap recommended, its sentence, and what every roadmap comes to.
//!
//! `cargo run --no-default-features --example report -- rag-search`
#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use splitpoint::catalog::Catalog;
use splitpoint::units::Currency;
use splitpoint::{analysis, presets};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asked = std::env::args().nth(1);
    let preset = presets::find(asked.as_deref().unwrap_or("support-copilot"))?;
    let plan = preset.scenario().ok_or("the preset cannot be read")?;
    let report = analysis::run(&plan, Catalog::builtin()?)?;

    let verdict = &report.verdict;
    println!("{}: {}", plan.name, verdict.recommended);
    println!("{} {}", verdict.sentence, verdict.detail);

    let money = Currency::new(&report.scenario.currency);
    println!("\nroadmap                        cash  consequences      total");
    for roadmap in &report.roadmaps {
        let label = &roadmap.label;
        let Some(totals) = roadmap.totals else {
            println!("{label:<24} {}", roadmap.reason.as_deref().unwrap_or(""));
            continue;
        };
        let cash = money.total(totals.cash);
        let consequence = money.total(totals.consequence);
        let total = money.total(totals.total);
        println!("{label:<24} {cash:>10} {consequence:>13} {total:>10}");
    }
    Ok(())
}
