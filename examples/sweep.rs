//! A sweep over two inputs: which roadmap is recommended for each size of the team and each level of
//! its boundaries.
//!
//! `cargo run --release --no-default-features --example sweep`
#![expect(clippy::print_stdout, reason = "an example prints its answer")]

use splitpoint::catalog::Catalog;
use splitpoint::scenario::path;
use splitpoint::{analysis, presets};

/// What the rows are, by its path.
const DOWN: &str = "team.engineers";
/// Its values, as `--set` takes them.
const ROWS: [&str; 4] = ["30", "60", "120", "240"];
/// What the columns are.
const ACROSS: &str = "team.levels.boundaries";
/// Its values.
const COLUMNS: [&str; 4] = ["1", "1.5", "2", "3"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalog = Catalog::builtin()?;
    let preset = presets::find("agent-marketplace")?;
    let plan = preset.scenario().ok_or("the preset cannot be read")?;

    println!("{ACROSS} across\n");
    print!("{DOWN:<16}");
    for column in COLUMNS {
        print!("{column:>18}");
    }
    println!();
    for row in ROWS {
        print!("{row:<16}");
        for column in COLUMNS {
            let mut changed = plan.clone();
            path::set(&mut changed, DOWN, row)?;
            path::set(&mut changed, ACROSS, column)?;
            let report = analysis::run(&changed, catalog)?;
            print!("{:>18}", report.verdict.recommended);
        }
        println!();
    }
    Ok(())
}
