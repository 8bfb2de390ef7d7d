//! `presets`: the built-in plans.

use super::usage::Usage;
use super::{ListFormat, output};
use crate::export;
use crate::presets::{self, Preset};
use serde::Serialize;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Name and version of the list's format.
const SCHEMA: &str = "splitpoint.presets/1";

/// What `presets` is asked for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    splitpoint presets\n  \
    splitpoint presets viral-app > plan.ron\n  \
    splitpoint presets --format json")]
pub(super) struct Args {
    /// Preset to print as a scenario file
    name: Option<String>,
    /// Form of the list
    #[arg(long, value_enum, default_value_t)]
    format: ListFormat,
}

#[derive(Serialize)]
struct List {
    schema: &'static str,
    presets: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    name: &'static str,
    title: String,
    story: String,
    expected: String,
    expected_roadmap: String,
    /// The file's text, when one preset is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    ron: Option<&'static str>,
}

impl Item {
    fn new(preset: &Preset) -> Self {
        let plan = preset.scenario().unwrap_or_default();
        Self {
            name: preset.name,
            title: plan.name,
            story: plan.story,
            expected: plan.expected,
            expected_roadmap: plan.expected_roadmap,
            ron: None,
        }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let named = args.name.as_deref().map(presets::find).transpose();
    let named = named.map_err(Usage::new)?;
    if args.format == ListFormat::Json {
        let items = match named {
            Some(preset) => vec![Item {
                ron: Some(preset.text),
                ..Item::new(preset)
            }],
            None => presets::list().iter().map(Item::new).collect(),
        };
        return output::result(&export::pretty(&List {
            schema: SCHEMA,
            presets: items,
        })?);
    }
    if let Some(preset) = named {
        return output::result(preset.text);
    }
    let mut text = String::new();
    for item in presets::list().iter().map(Item::new) {
        let _ = writeln!(text, "{}: {}", item.name, item.title);
        text.push_str(&output::wrapped(&item.story, 2));
        text.push_str(&output::wrapped(&format!("Expected: {}", item.expected), 2));
        text.push('\n');
    }
    text.push_str(
        "Open one with `splitpoint NAME`, copy one with `splitpoint presets NAME > plan.ron`.\n",
    );
    output::result(&text)
}
