//! `serving`: one model on one kind of GPU.

use super::usage::Usage;
use super::{ListFormat, output};
use crate::analysis::serving::{Concurrency, ConcurrencyStated, Question, Serving, serving};
use crate::catalog::Catalog;
use crate::scenario::schema::Precision;
use crate::{export, units};
use clap::ValueEnum;
use std::fmt::Write as _;
use std::process::ExitCode;

/// What `serving` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint serving --model Llama-3.3-70B --gpu H100-SXM --tp 2 --input 1000 --output 1000\n  \
    splitpoint serving --model gpt-oss-20b --gpu L40S --precision fp4 --input 2000 --output 300 \
    --concurrency 32\n  \
    splitpoint serving --model Mixtral-8x7B --gpu H200 --input 128 --output 2048 \
    --concurrency max --format json\n\n\
    `splitpoint catalog model` and `splitpoint catalog gpu` list the names.")]
pub(super) struct Args {
    /// Language model, by its name in the catalogue
    #[arg(long)]
    model: String,
    /// GPU, by its name in the catalogue
    #[arg(long)]
    gpu: String,
    /// Number format of the weights
    #[arg(long, value_enum, default_value_t)]
    precision: Format,
    /// GPUs that serve it together, 1 to 64; beyond eight they stand on several hosts
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    tp: u16,
    /// Tokens of a prompt
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u32).range(0..))]
    input: u32,
    /// Tokens of an answer, 1 or more
    #[arg(long, value_name = "TOKENS", value_parser = clap::value_parser!(u32).range(1..))]
    output: u32,
    /// Most calls at once, or max for as many as fit [default: what a plan allows]
    #[arg(long, value_name = "CALLS|max", value_parser = concurrency)]
    concurrency: Option<Concurrency>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Sixteen bits
    Fp16,
    /// Eight bits
    #[default]
    Fp8,
    /// Four bits
    Fp4,
}

fn concurrency(text: &str) -> Result<Concurrency, String> {
    match (text, text.parse::<u32>()) {
        ("max", _) => Ok(Concurrency::Max),
        (_, Ok(calls)) if calls > 0 => Ok(Concurrency::AtMost(f64::from(calls))),
        _ => Err("a whole number from 1, or `max`".to_owned()),
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let question = Question {
        model: &args.model,
        gpu: &args.gpu,
        precision: match args.precision {
            Format::Fp16 => Precision::Fp16,
            Format::Fp8 => Precision::Fp8,
            Format::Fp4 => Precision::Fp4,
        },
        gpus: usize::from(args.tp),
        prompt: f64::from(args.input),
        answer: f64::from(args.output),
        concurrency: args.concurrency.unwrap_or(Concurrency::Planned),
    };
    let answer = serving(Catalog::builtin()?, &question).map_err(Usage::new)?;
    output::result(&match args.format {
        ListFormat::Json => export::pretty(&answer)?,
        ListFormat::Text => page(&answer),
    })
}

/// The answer for people.
fn page(answer: &Serving) -> String {
    let precision = answer.precision.to_uppercase();
    let mut text = format!(
        "{} in {precision} on {}\n  Prompts of {} tokens, answers of {}, {}\n\n",
        answer.model,
        units::gpus(answer.tp as f64, &answer.gpu),
        units::decimal(answer.input as f64, 0),
        units::decimal(answer.output as f64, 0),
        calls(&answer.concurrency),
    );
    let gib = |value: f64| format!("{} GiB", units::significant(value, 3));
    let rate = |value: f64| format!("{} tokens/s", units::decimal(value, 0));
    let mut rows = vec![
        ("Weights", gib(answer.weights_gib)),
        ("Room for the cache", gib(answer.cache_room_gib)),
    ];
    if let Some(reason) = &answer.reason {
        let _ = writeln!(text, "  Does not fit: {reason}.\n");
    } else {
        let each = rate(answer.output_tokens_per_second_per_gpu);
        rows.extend([
            (
                "Output",
                format!("{}, {each} a GPU", rate(answer.output_tokens_per_second)),
            ),
            ("Calls at once", units::decimal(answer.batch, 0)),
            ("Decoding step", units::milliseconds(answer.step_ms)),
            (
                "Between two tokens",
                format!(
                    "{}, prompts of other calls included",
                    units::milliseconds(answer.inter_token_ms)
                ),
            ),
            ("Reading a prompt", units::milliseconds(answer.prefill_ms)),
            ("Limited by", limits(answer)),
        ]);
    }
    let width = rows
        .iter()
        .map(|row| row.0.chars().count())
        .max()
        .unwrap_or(0);
    for (name, value) in rows {
        let _ = writeln!(text, "  {name:<width$}  {value}");
    }
    text.push('\n');
    text.push_str(&output::wrapped(&published(answer), 2));
    text
}

fn calls(stated: &ConcurrencyStated) -> String {
    match stated {
        ConcurrencyStated::Calls(calls) => {
            format!(
                "at most {} at once",
                units::counted(*calls as f64, "call", "calls")
            )
        }
        ConcurrencyStated::Word(_) => "as many calls at once as fit".to_owned(),
    }
}

/// What takes most of the time between two tokens, and where the rest goes.
fn limits(answer: &Serving) -> String {
    let spent = &answer.between_tokens;
    let share = |part: f64| units::share(part / spent.total());
    format!(
        "{} (reading weights {}, computing {}, reading the cache {}, launches and exchange {})",
        answer.binds,
        share(spent.reading),
        share(spent.computing),
        share(spent.caching),
        share(spent.waiting)
    )
}

fn published(answer: &Serving) -> String {
    let Some(run) = &answer.nearest_published else {
        return format!(
            "No run of {} on {} is published here to compare with.",
            answer.model, answer.gpu
        );
    };
    let against = run.predicted / run.measured - 1.0;
    format!(
        "Nearest published run: {} on {}, prompts of {} tokens, answers of {}, {}: {} tokens/s measured, \
         {} by this model ({}%). Source: {}.",
        run.precision.to_uppercase(),
        units::gpus(run.tp as f64, &answer.gpu),
        units::decimal(run.input as f64, 0),
        units::decimal(run.output as f64, 0),
        calls(&run.concurrency),
        units::decimal(run.measured, 0),
        units::decimal(run.predicted, 0),
        units::signed(against * 100.0, 0),
        run.source
    )
}
