//! `explain`: how a figure came about, down to inputs and sourced constants.

use super::input::{Input, refused};
use super::output;
use super::usage::Usage;
use crate::analysis::explain::{ExplainError, Explainer, Node, metrics};
use crate::analysis::{self, ReportError};
use crate::catalog::Catalog;
use crate::scenario::validate::validate;
use crate::{export, units};
use clap::ValueEnum;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Levels shown to people, and given to programs.
const DEPTH_TEXT: u8 = 3;
const DEPTH_JSON: u8 = 4;

/// What `explain` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint explain viral-app gpu --month 12\n  \
    splitpoint explain plan.ron totals.npv --roadmap microservices --depth 2\n  \
    splitpoint explain plan.ron lead_time_days --month 30 --format json\n\n\
    METRIC is a series of the report, such as gpu or backlog, or totals.NAME, such as totals.cash. \
    Without a month a series that can be added up is its sum over all months, any other one its \
    last month.")]
pub(super) struct Args {
    /// Scenario file, preset, or - for standard input
    file: OsString,
    /// Figure of the report: a series, or totals.NAME
    metric: String,
    /// Roadmap; the recommended one when not stated
    #[arg(long, value_name = "ID")]
    roadmap: Option<String>,
    /// Month, 0 being the first
    #[arg(long, value_name = "M")]
    month: Option<usize>,
    /// Levels beneath the figure [default: 3, or 4 as JSON]
    #[arg(long, value_name = "N")]
    depth: Option<u8>,
    /// Form of the explanation
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page to read
    #[default]
    Md,
    /// splitpoint.explain/1, for programs
    Json,
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    if !metrics().contains(&args.metric) {
        return Err(Usage::new(ExplainError::metric(&args.metric)).into());
    }
    let input = Input::read(&args.file)?;
    let loaded = input.load();
    let (Some(plan), false) = (loaded.scenario, refused(&input.label, &loaded.diagnostics)) else {
        return Ok(ExitCode::FAILURE);
    };
    if refused(
        &input.label,
        &validate(&plan, catalog, Some(&loaded.accepted)),
    ) {
        return Ok(ExitCode::FAILURE);
    }
    let roadmap = match &args.roadmap {
        Some(id) => id.clone(),
        None => analysis::run(&plan, catalog)?.verdict.recommended,
    };
    let mut explainer = Explainer::new(&plan, catalog)?;
    let depth = args.depth.unwrap_or(match args.format {
        Format::Md => DEPTH_TEXT,
        Format::Json => DEPTH_JSON,
    });
    let tree = explainer
        .explain(&roadmap)
        .and_then(|explained| explained.tree(&args.metric, args.month, usize::from(depth)));
    let tree = match tree {
        Ok(tree) => tree,
        Err(error) if error.is_usage() => return Err(Usage::new(error).into()),
        Err(ExplainError::Report(error)) => return Err(ReportError::into(error)),
        Err(error) => return Err(error.into()),
    };
    output::result(&match args.format {
        Format::Md => page(&tree, &plan.currency),
        Format::Json => export::pretty(&tree)?,
    })
}

/// The tree as a page: a line for each node, its formula beneath its value.
fn page(root: &Node, currency: &str) -> String {
    let when = root
        .month
        .map_or_else(|| "over all months".to_owned(), |m| format!("in month {m}"));
    let mut text = format!("# {} of {} {when}\n\n", root.metric, root.roadmap);
    line(root, currency, 0, root.month, &mut text);
    text
}

fn line(node: &Node, currency: &str, level: usize, month: Option<usize>, text: &mut String) {
    let indent = "  ".repeat(level);
    let when = match (node.month, month) {
        (Some(then), now) if now != Some(then) => format!(", month {then}"),
        _ => String::new(),
    };
    let value = units::with_unit(node.value, &node.unit, currency);
    let standing = node
        .status
        .map_or_else(String::new, |s| format!(" [{}]", s.label().to_lowercase()));
    let _ = write!(text, "{indent}- {}{when}: {value}{standing}", node.metric);
    if node.is_leaf() {
        let whence = [
            node.input_path.as_ref().map(|path| format!("input {path}")),
            node.catalogue_id
                .as_ref()
                .map(|id| format!("catalogue {id}")),
            node.source.clone(),
        ];
        let whence: Vec<String> = whence.into_iter().flatten().collect();
        let _ = write!(text, "; {}", whence.join("; "));
    } else {
        let _ = write!(text, " = {}", node.formula);
    }
    text.push('\n');
    for child in &node.children {
        line(child, currency, level + 1, node.month.or(month), text);
    }
}
