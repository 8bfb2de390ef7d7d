//! The plan whose futures are timed.

use splitpoint::catalog::Catalog;
use splitpoint::presets;
use splitpoint::scenario::schema::Training;
use splitpoint::scenario::{Quantity, Scenario};

/// The catalogue.
pub(crate) fn builtin() -> &'static Catalog {
    Catalog::builtin().expect("a catalogue")
}

/// A preset brought to a number of months and of components, ten of its numbers with ranges.
#[allow(dead_code, reason = "each bench uses its own part")]
pub(crate) fn plan(months: u32, components: usize) -> Scenario {
    let preset = presets::find("support-copilot").expect("a preset");
    let mut plan = preset.scenario().expect("a plan");
    plan.horizon_months = months;
    plan.training = Training::Off;
    let dropped = plan.components[components.min(plan.components.len())..]
        .iter()
        .map(|c| c.name.clone())
        .collect::<Vec<_>>();
    plan.components.truncate(components);
    plan.edges
        .retain(|edge| !dropped.contains(&edge.from) && !dropped.contains(&edge.to));
    let widen = |quantity: &mut Quantity, factor: f64| {
        quantity.low = quantity.likely / factor;
        quantity.high = quantity.likely * factor;
    };
    widen(&mut plan.demand.users, 1.5);
    widen(&mut plan.demand.requests_per_user_month, 1.3);
    widen(&mut plan.demand.peak_to_mean, 1.2);
    widen(&mut plan.factors.gpu_price, 1.3);
    widen(&mut plan.factors.token_price, 1.3);
    widen(&mut plan.factors.changes, 1.4);
    widen(&mut plan.factors.salaries, 1.1);
    for component in plan.components.iter_mut().take(3) {
        widen(&mut component.changes, 1.3);
    }
    plan
}

/// Own models, own GPUs, own roadmaps and stages of each, where lists are long.
const LONG: [usize; 4] = [16, 64, 24, 12];

/// A plan of some size as a scenario file; a fifth of its components run language models. `long`: with
/// models and GPUs of its own, and roadmaps of many stages.
#[allow(dead_code, reason = "not every bench measures by size")]
pub(crate) fn sized(components: usize, months: usize, long: bool) -> String {
    use std::fmt::Write as _;
    let [models, gpus, roadmaps, stages] = if long { LONG } else { [0; 4] };
    let mut text = format!(
        "(version: 1, name: \"Sized\", horizon_months: {months}, team: (engineers: {}),\n\
         demand: (users: (8_000, 12_000, 18_000), requests_per_user_month: (500, 800, 1_100)),\ncomponents: [\n",
        (2 * components).max(12)
    );
    let language = if long {
        models
    } else {
        (components / 5).clamp(2, 12)
    };
    for at in 0..components {
        let model = match at % 3 {
            _ if long => format!("own-{at}"),
            0 => "Llama-3.1-8B".to_owned(),
            1 => "Qwen3-32B".to_owned(),
            _ => "gpt-oss-20b".to_owned(),
        };
        let kind = match at {
            0 => format!(
                "kind: Llm, core: true, model: \"{model}\", tokens_in: (800, 1_000, 1_500),"
            ),
            _ if at < language => {
                format!("kind: Llm, model: \"{model}\", tokens_out: (150, 200, 300),")
            }
            _ if at % 7 == 3 => "kind: GpuJob, gpu_seconds: 0.02, gpu_memory_gib: 3,".to_owned(),
            _ => String::new(),
        };
        let changes = if at % 4 == 0 { "(2, 3, 5)" } else { "3" };
        let _ = writeln!(
            text,
            "(name: \"c{at}\", {kind} value_share: 0.1, size_pm: 20, changes: {changes}),"
        );
    }
    text.push_str("],\nedges: [");
    for at in 1..components {
        let _ = write!(text, "(from: \"c{}\", to: \"c{at}\", calls: 1),", at - 1);
    }
    text.push_str("],\nown_models: [");
    for at in 0..models {
        let _ = write!(text, "(name: \"own-{at}\", params_b: {}),", 4 + 2 * at);
    }
    text.push_str("],\nown_gpus: [");
    for at in 0..gpus {
        let (memory, price) = (40 + 2 * at, 1.5 + 0.05 * at as f64);
        let bandwidth = 1_500 + 50 * at;
        let _ = write!(
            text,
            "(name: \"gpu-{at}\", memory_gib: {memory}, bandwidth_gbps: {bandwidth}, per_hour: {price:.2}),"
        );
    }
    text.push_str("],\nroadmaps: [");
    for roadmap in 0..roadmaps {
        let _ = write!(text, "(id: \"r{roadmap}\", stages: [");
        for stage in 0..stages {
            let units = 2 + (3 * stage + roadmap) % 8;
            let month = stage * (months - 2) / stages;
            let _ = write!(
                text,
                "(name: \"s{stage}\", from_month: {month}, partition: Units(["
            );
            for unit in 0..units {
                let of = |at: &usize| (at * (roadmap + 1) + stage) % units == unit;
                let members: Vec<String> = (0..components)
                    .filter(of)
                    .map(|at| format!("\"c{at}\""))
                    .collect();
                if !members.is_empty() {
                    let _ = write!(
                        text,
                        "(name: \"u{unit}\", components: [{}]),",
                        members.join(",")
                    );
                }
            }
            text.push_str("])),");
        }
        text.push_str("]),\n");
    }
    text.push_str("])\n");
    text
}
