//! `catalog`: the constants of the model and where they come from.

use super::output;
use super::usage::Usage;
use crate::catalog::{
    AdoptionInfo, ApiInfo, Catalog, Entry, GpuInfo, GpuOffer, ModelInfo, ReadinessDimension, Source,
};
use crate::{export, units};
use clap::ValueEnum;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Name and version of the list's format.
const SCHEMA: &str = "splitpoint.catalog/1";

/// What `catalog` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint catalog\n  \
    splitpoint catalog serving.eta_memory\n  \
    splitpoint catalog gpu.L4                  every entry beneath\n  \
    splitpoint catalog --format csv > constants.csv")]
pub(super) struct Args {
    /// Entry, or the beginning of ids up to a dot
    id: Option<String>,
    /// Form of the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For sheets
    Csv,
}

/// The whole catalogue, or the entries asked for with the sources they cite.
#[derive(Serialize)]
struct List<'a> {
    schema: &'static str,
    entries: Vec<&'a Entry>,
    #[serde(flatten)]
    records: Option<Records<'a>>,
    sources: BTreeMap<&'a str, &'a Source>,
}

#[derive(Serialize)]
struct Records<'a> {
    gpus: &'a [GpuInfo],
    gpu_offers: &'a [GpuOffer],
    models: &'a [ModelInfo],
    apis: &'a [ApiInfo],
    adoption: &'a [AdoptionInfo],
    readiness: &'a [ReadinessDimension],
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let catalog = Catalog::builtin()?;
    let entries = match &args.id {
        None => catalog.entries.values().collect(),
        Some(id) => entries_of(catalog, id)?,
    };
    let text = match args.format {
        Format::Json => export::pretty(&list(catalog, entries, args.id.is_none()))?,
        Format::Csv => sheet(&entries),
        Format::Text if args.id.is_some() => {
            let blocks: Vec<String> = entries.iter().map(|e| block(catalog, e)).collect();
            blocks.join("\n")
        }
        Format::Text => table(&entries),
    };
    output::result(&text)
}

/// The entry with this id, or all those beneath it.
fn entries_of<'a>(catalog: &'a Catalog, id: &str) -> anyhow::Result<Vec<&'a Entry>> {
    let stem = format!("{}.", id.trim_end_matches('.'));
    let found: Vec<&Entry> = catalog
        .entries
        .values()
        .filter(|entry| entry.id == id || entry.id.starts_with(&stem))
        .collect();
    if found.is_empty() {
        catalog.entry(id).map_err(Usage::new)?;
    }
    Ok(found)
}

fn list<'a>(catalog: &'a Catalog, entries: Vec<&'a Entry>, whole: bool) -> List<'a> {
    let cited = |key: &str| {
        entries
            .iter()
            .any(|entry| entry.sources.iter().any(|s| s == key))
    };
    let sources = catalog
        .sources
        .iter()
        .filter(|(key, _)| whole || cited(key))
        .map(|(key, source)| (key.as_str(), source))
        .collect();
    List {
        schema: SCHEMA,
        records: whole.then_some(Records {
            gpus: &catalog.gpus,
            gpu_offers: &catalog.gpu_offers,
            models: &catalog.models,
            apis: &catalog.apis,
            adoption: &catalog.adoption,
            readiness: &catalog.readiness,
        }),
        sources,
        entries,
    }
}

fn sheet(entries: &[&Entry]) -> String {
    let head = "id,label,unit,low,likely,high,status,since,sources,note";
    let mut text = export::csv_row(head.split(','));
    for entry in entries {
        text.push_str(&export::csv_row([
            entry.id.as_str(),
            &entry.label,
            &entry.unit,
            &entry.low.to_string(),
            &entry.likely.to_string(),
            &entry.high.to_string(),
            entry.status.as_str(),
            &entry.since,
            &entry.sources.join("; "),
            &entry.note,
        ]));
    }
    text
}

fn value(entry: &Entry) -> String {
    units::exact(entry.likely)
}

fn ends(entry: &Entry) -> String {
    if entry.is_point() {
        String::new()
    } else {
        format!(
            "{} to {}",
            units::exact(entry.low),
            units::exact(entry.high)
        )
    }
}

fn table(entries: &[&Entry]) -> String {
    let head = ["id", "value", "range", "unit", "status", "date", "sources"].map(str::to_owned);
    let mut rows = vec![head];
    rows.extend(entries.iter().map(|entry| {
        [
            entry.id.clone(),
            value(entry),
            ends(entry),
            entry.unit.clone(),
            entry.status.label().to_lowercase(),
            entry.since.clone(),
            entry.sources.join(", "),
        ]
    }));
    let widths: [usize; 7] = std::array::from_fn(|column| {
        rows.iter()
            .map(|row| row[column].chars().count())
            .max()
            .unwrap_or(0)
    });
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let _ = match column {
                1 => write!(line, "{cell:>width$}  "),
                _ => write!(line, "{cell:<width$}  "),
            };
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

fn block(catalog: &Catalog, entry: &Entry) -> String {
    let mut text = format!(
        "{}\n  {}\n  {} {}",
        entry.id,
        entry.label,
        value(entry),
        entry.unit
    );
    if !entry.is_point() {
        let _ = write!(text, ", {} in four cases of five", ends(entry));
    }
    let _ = write!(text, "\n  {}, {}\n", entry.status.label(), entry.since);
    text.push_str(&output::wrapped(&entry.note, 2));
    for key in &entry.sources {
        let cited = catalog.sources.get(key).map_or_else(String::new, |source| {
            let section = source
                .section
                .as_ref()
                .map_or_else(String::new, |s| format!(", {s}"));
            let read = source
                .read
                .as_ref()
                .map_or_else(String::new, |r| format!(" (read {r})"));
            format!(": {}, {}{section}{read}", source.title, source.location)
        });
        text.push_str(&output::wrapped(&format!("{key}{cited}"), 2));
    }
    text
}
