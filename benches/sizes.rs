//! Seconds that a whole report takes by the size of a plan: decided, projected, and asked what it hangs
//! on and when to split.
//!
//! Run with `cargo bench --no-default-features --bench sizes`, or `… -- write FOLDER` to write the plans
//! for `/usr/bin/time -v splitpoint report FILE --draws N --format json`, which tells memory too.
#![expect(clippy::print_stdout, reason = "what is measured is printed")]

use std::path::Path;
use std::time::Instant;

use splitpoint::analysis;
use splitpoint::analysis::decided::DecidedScenario;
use splitpoint::analysis::futures::memory::Memory;
use splitpoint::analysis::futures::progress::{Ask, refine};

mod plan;

use plan::{builtin, sized};

/// Components, months, draws.
const SIZES: [[usize; 3]; 8] = [
    [16, 12, 256],
    [16, 120, 1_024],
    [64, 12, 256],
    [64, 120, 1_024],
    [256, 12, 256],
    [256, 120, 256],
    [256, 120, 1_024],
    [16, 120, 65_536],
];

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    if let (Some("write"), Some(folder)) = (words.next().as_deref(), words.next()) {
        write(Path::new(&folder));
        return;
    }
    for [components, months, draws] in SIZES {
        let seconds = report(&sized(components, months, false), draws);
        println!("{components} components, {months} months, {draws} futures: {seconds:.1} s");
    }
    let seconds = report(&sized(64, 60, true), 1_024);
    println!("long own lists, 1024 futures: {seconds:.1} s");
}

fn report(text: &str, draws: usize) -> f64 {
    let plan = splitpoint::scenario::load(text).scenario.expect("a plan");
    let begun = Instant::now();
    let mut decided = DecidedScenario::new(&plan, builtin()).expect("roadmaps");
    let likely = analysis::report(&mut decided).expect("a report");
    let ask = Ask {
        seed: 7,
        draws: &[draws],
        series: &[],
        drivers: true,
        timing: true,
        work: None,
    };
    let mut memory = Memory::default();
    refine(
        &mut decided,
        &likely,
        &ask,
        &mut memory,
        &|| true,
        &mut |_| {},
    )
    .expect("futures");
    begun.elapsed().as_secs_f64()
}

fn write(folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder to write to");
    let mut plans = vec![
        ("long.ron".to_owned(), sized(64, 60, true)),
        ("longest.ron".to_owned(), sized(256, 120, true)),
    ];
    for components in [16, 64, 256] {
        for months in [12, 120] {
            let name = format!("{components}-{months}.ron");
            plans.push((name, sized(components, months, false)));
        }
    }
    for (name, text) in plans {
        std::fs::write(folder.join(name), text).expect("a folder to write to");
    }
}
