//! The command line as a process: what is asked for, what comes out, and with which exit code.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

const PRESETS: [&str; 14] = [
    "prototype-assistant",
    "rag-search",
    "support-copilot",
    "coding-assistant",
    "image-studio",
    "voice-agent",
    "document-analysis",
    "agent-marketplace",
    "mature-product",
    "over-split-startup",
    "media-monitoring",
    "viral-app",
    "coding-agents",
    "enterprise-platform",
];

struct Outcome {
    code: Option<i32>,
    out: String,
    err: String,
}

fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_splitpoint"));
    command.args(args);
    for display in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"] {
        command.env_remove(display);
    }
    command
}

fn outcome(mut command: Command, input: &[u8]) -> Outcome {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that reads nothing may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    Outcome {
        code: done.status.code(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

fn run(args: &[&str]) -> Outcome {
    outcome(program(args), b"")
}

#[track_caller]
fn succeeds(args: &[&str]) -> String {
    let done = run(args);
    assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
    done.out
}

/// Nothing on standard output, every part on standard error.
#[track_caller]
fn refused(args: &[&str], code: i32, parts: &[&str]) {
    let done = run(args);
    assert_eq!(done.code, Some(code), "{args:?}: {}", done.err);
    assert_eq!(done.out, "", "{args:?}");
    for part in parts {
        assert!(done.err.contains(part), "{args:?}: {}", done.err);
    }
}

fn report(args: &[&str]) -> Value {
    // Futures have tests of their own (`futures_cli`).
    let mut all = vec!["report", "--format", "json", "--draws", "0"];
    all.extend(args);
    serde_json::from_str(&succeeds(&all)).unwrap()
}

fn ids(report: &Value) -> Vec<&str> {
    let roadmaps = report["roadmaps"].as_array().unwrap();
    roadmaps.iter().map(|r| r["id"].as_str().unwrap()).collect()
}

fn total(report: &Value, id: &str) -> f64 {
    let roadmaps = report["roadmaps"].as_array().unwrap();
    let roadmap = roadmaps.iter().find(|r| r["id"] == id).unwrap();
    roadmap["totals"]["total"].as_f64().unwrap()
}

fn scratch(name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn help_has_every_subcommand_and_examples() {
    let help = succeeds(&["--help"]);
    for word in [
        "report",
        "check",
        "presets",
        "catalog",
        "serving",
        "solve",
        "compare",
        "diff",
        "share",
        "schema",
        "completions",
        "Examples:",
    ] {
        assert!(help.contains(word), "{word}");
    }
    for command in [
        "report",
        "check",
        "presets",
        "catalog",
        "serving",
        "solve",
        "compare",
        "diff",
        "share",
        "schema",
        "completions",
    ] {
        let help = succeeds(&[command, "--help"]);
        assert!(help.contains("Example"), "{command}");
        assert!(help.contains(&format!("splitpoint {command}")), "{command}");
    }
    assert!(succeeds(&["--version"]).starts_with("splitpoint "));
}

#[test]
fn what_differs_is_told_field_by_field() {
    let saved = |name: &str, users: u32| {
        let text = format!("(version: 1, demand: (users: {users}), components: [(name: \"web\")])");
        scratch(name, &text)
    };
    let (before, after) = (saved("before.ron", 500), saved("after.ron", 900));
    let (before, after) = (before.to_str().unwrap(), after.to_str().unwrap());
    let hunks =
        format!("--- {before}\n+++ {after}\n@@ demand.users Users today (users)\n-500\n+900\n");
    assert_eq!(succeeds(&["diff", before, after]), hunks);
    assert_eq!(succeeds(&["diff", after, after]), "");
    assert_eq!(run(&["diff", before]).code, Some(2));
    assert_eq!(run(&["diff", before, "not-there.ron"]).code, Some(1));
}

#[test]
fn a_share_code_stands_for_its_plan() {
    let code = succeeds(&["share", "support-copilot"]);
    let code = code.trim_end();
    let own = |name: &str| succeeds(&["report", name, "--draws", "0", "--format", "json"]);
    let file = scratch("code.txt", &format!("{}\n{}\n", &code[..100], &code[100..]));
    assert_eq!(own(code), own("support-copilot"));
    assert_eq!(own(file.to_str().unwrap()), own("support-copilot"));
    let cut = run(&["report", &code[..200]]);
    assert_eq!(cut.code, Some(1));
    assert!(cut.err.contains("cut or was changed"), "{}", cut.err);
    let newer = run(&["report", "splitpoint:9:abc"]);
    assert!(newer.err.contains("version 9"), "{}", newer.err);
}

#[test]
fn every_preset_is_reported_in_every_format() {
    for preset in PRESETS {
        let page = succeeds(&["report", preset, "--draws", "0"]);
        assert!(page.starts_with("# "), "{preset}");
        assert!(page.contains("\n## What this leaves out\n"), "{preset}");

        let json = report(&[preset]);
        assert_eq!(json["schema"], "splitpoint.report/1");
        let found: BTreeSet<&str> = ids(&json).into_iter().collect();
        for id in [
            "monolith",
            "modular_monolith",
            "microservices",
            "switch",
            "inference_first",
        ] {
            assert!(found.contains(id), "{preset}: {id}");
        }

        let months = json["scenario"]["horizon_months"].as_u64().unwrap() as usize;
        let sheet = succeeds(&["report", preset, "--format", "csv"]);
        let rows: Vec<&str> = sheet.lines().collect();
        assert!(rows[0].starts_with("roadmap,month,date,users,"), "{preset}");
        assert_eq!(rows.len(), 1 + months * found.len(), "{preset}");
    }
}

#[test]
fn a_sheet_holds_the_figures_of_the_report() {
    let json = report(&["viral-app"]);
    let sheet = succeeds(&["report", "viral-app", "--format", "csv"]);
    let mut rows = sheet.lines().map(|row| row.split(',').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let column = head.iter().position(|name| *name == "total").unwrap();
    let sum: f64 = rows
        .filter(|row| row[0] == "microservices")
        .map(|row| row[column].parse::<f64>().unwrap())
        .sum();
    let stated = total(&json, "microservices");
    assert!((sum - stated).abs() < 1e-9 * stated, "{sum} {stated}");
}

#[test]
fn a_change_moves_the_total_and_the_last_one_counts() {
    let before = total(&report(&["support-copilot"]), "monolith");
    let more = report(&["support-copilot", "--set", "demand.users=30000"]);
    assert!(total(&more, "monolith") > before);
    let last = report(&[
        "support-copilot",
        "--set",
        "demand.users=90000",
        "--set",
        "demand.users=30000",
    ]);
    assert_eq!(more, last);
    let dearer = report(&["support-copilot", "--set", "factors.salaries=1.5"]);
    assert!(total(&dearer, "monolith") > before);
}

#[test]
fn numbers_may_be_written_as_people_do() {
    let plain = report(&["viral-app", "--set", "demand.users=40000"]);
    for text in [
        "demand.users=40k",
        "demand.users=40,000",
        "demand.users==20k*2",
    ] {
        assert_eq!(report(&["viral-app", "--set", text]), plain, "{text}");
    }
    let share = report(&["viral-app", "--set", "money.discount_rate=15%"]);
    assert_eq!(
        share,
        report(&["viral-app", "--set", "money.discount_rate=0.15"])
    );
}

#[test]
fn changes_that_cannot_be_are_refused() {
    let set = |change| ["report", "viral-app", "--set", change];
    refused(&set("demand.usres=3"), 2, &["demand.usres", "users"]);
    refused(
        &set("demand.users=many"),
        2,
        &["demand.users", "many", "number"],
    );
    refused(&set("demand=3"), 2, &["demand"]);
    refused(&set("horizon_months=-3"), 2, &["horizon_months"]);
    // a value of the right kind that the scenario cannot have
    refused(&set("horizon_months=100000"), 1, &["horizon_months", "120"]);
    refused(&set("demand.users"), 2, &["demand.users=40000"]);
}

#[test]
fn wrong_usage_has_its_own_exit_code() {
    for args in [
        &["report"][..],
        &["report", "viral-app", "--format", "yaml"],
        &["report", "viral-app", "--loud"],
        &["check"],
        &["completions", "cobol"],
        &["plan.ron", "report", "viral-app"],
    ] {
        refused(args, 2, &["'--help'"]);
    }
}

#[test]
fn a_mistyped_command_is_told_from_a_file() {
    for args in [
        &["reprot"][..],
        &["reprot", "viral-app"],
        &["chekc", "plan.ron", "--format", "json"],
    ] {
        refused(args, 2, &[args[0], "did you mean", "`splitpoint --help`"]);
        assert!(!run(args).err.contains("display"), "{args:?}");
    }
    refused(&["zzz"], 2, &["`zzz` is no command, preset or file"]);
    refused(&["viral-ap"], 2, &["did you mean `viral-app`?"]);
}

/// Names of files are bytes on most systems, whatever text they are.
#[test]
#[cfg(target_os = "linux")]
fn a_file_whose_name_is_no_text_is_read() {
    use std::os::unix::ffi::OsStringExt as _;
    let text = succeeds(&["presets", "prototype-assistant"]);
    let mut name = scratch("named-", &text).into_os_string().into_vec();
    name.extend(b"caf\xe9\x1b[31m.ron");
    let path = PathBuf::from(std::ffi::OsString::from_vec(name));
    std::fs::write(&path, text).unwrap();
    for args in [&["report", "--draws", "0"][..], &["check"]] {
        let mut command = program(args);
        command.arg(&path);
        let done = outcome(command, b"");
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert!(!(done.out + &done.err).contains('\u{1b}'));
    }
}

#[test]
fn nothing_in_a_file_moves_the_terminal_or_runs_in_a_sheet() {
    let plan = |name: &str, story: &str| {
        format!(
            "(version: 1, name: \"{name}\", story: \"{story}\", \
             components: [(name: \"web\", core: true), (name: \"=cmd|' calc'!A0\")], \
             roadmaps: [(id: \"@SUM(A1)\", label: \"+<img src=x>|*b*\", stages: [(partition: Split)])])"
        )
    };
    let loud = scratch("loud.ron", &plan("Loud", "\\u{1b}[2J\\u{9b}31m\\u{202e}"));
    let loud = loud.to_str().unwrap();
    for args in [
        &["report", loud, "--draws", "0"][..],
        &["report", loud, "--draws", "0", "--format", "json"],
        &["compare", loud, "viral-app"],
        &["diff", "viral-app", loud],
        &["check", loud],
    ] {
        let done = run(args);
        assert_eq!(done.code, Some(0), "{args:?}: {}", done.err);
        let all = done.out + &done.err;
        assert!(
            !all.chars().any(|c| c.is_control() && c != '\n'),
            "{args:?}"
        );
    }
    let page = succeeds(&["report", loud, "--draws", "0"]);
    assert!(page.contains("\\<img src=x\\>\\|\\*b\\*"), "{page}");
    assert!(!page.replace("\\<", "").contains('<'), "{page}");
    let sheet = succeeds(&["report", loud, "--format", "csv"]);
    assert!(sheet.contains("\r\n'@SUM(A1),0,"), "{sheet}");
    assert!(
        sheet
            .lines()
            .all(|line| !line.starts_with(['=', '+', '-', '@']))
    );
    // A name itself may not do such things.
    let path = scratch("hidden.ron", &plan("L\\u{1b}[31mud", ""));
    let done = run(&["report", path.to_str().unwrap()]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("error[hidden-sign] name"), "{}", done.err);
    assert!(
        done.err.contains("\\u001b[31m") && !done.err.contains('\u{1b}'),
        "{}",
        done.err
    );
}

#[test]
fn text_of_another_encoding_is_named_with_its_cure() {
    let text = succeeds(&["presets", "prototype-assistant"]);
    let wide: Vec<u8> = std::iter::once(0xfeff)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let path = scratch("wide.ron", "");
    std::fs::write(&path, &wide).unwrap();
    let parts = ["UTF-16", "save it again as UTF-8", "PowerShell"];
    refused(&["report", path.to_str().unwrap()], 1, &parts);
    let piped = outcome(program(&["report", "-"]), &wide);
    assert_eq!(piped.code, Some(1));
    for part in parts {
        assert!(piped.err.contains(part), "{}", piped.err);
    }
}

#[test]
fn one_roadmap_can_be_asked_for() {
    let two = report(&["viral-app", "--roadmap", "switch", "--roadmap", "monolith"]);
    assert_eq!(ids(&two), ["monolith", "switch"]);
    assert_eq!(two["verdict"], report(&["viral-app"])["verdict"]);
    let one = [
        "report",
        "viral-app",
        "--roadmap",
        "monolith",
        "--draws",
        "8",
    ];
    let page = succeeds(&one);
    assert!(!page.contains("| Inference first"), "{page}");
    let sheet = succeeds(&[
        "report",
        "viral-app",
        "--roadmap",
        "monolith",
        "--format",
        "csv",
    ]);
    assert!(
        sheet
            .lines()
            .skip(1)
            .all(|row| row.starts_with("monolith,"))
    );
    refused(
        &["report", "viral-app", "--roadmap", "monolit"],
        2,
        &["`monolit`", "did you mean `monolith`"],
    );
}

#[test]
fn a_file_standard_input_and_a_preset_are_the_same() {
    let text = succeeds(&["presets", "viral-app"]);
    let path = scratch("same.ron", &text);
    let json = |file| ["report", file, "--format", "json", "--draws", "8"];
    let expected = succeeds(&json("viral-app"));
    assert_eq!(succeeds(&json(path.to_str().unwrap())), expected);
    let piped = outcome(program(&json("-")), text.as_bytes());
    assert_eq!((piped.code, piped.out), (Some(0), expected));
    let broken = outcome(program(&["report", "-"]), b"\xff\xfe");
    assert_eq!(broken.code, Some(1));
    assert!(broken.err.contains("UTF-8"), "{}", broken.err);
}

#[test]
fn what_cannot_be_read_is_named() {
    refused(
        &["report", "no/such/plan.ron"],
        1,
        &["no/such/plan.ron", "no such file"],
    );
    refused(&["report", "viral-ap"], 1, &["viral-app"]);
    refused(&["report", env!("CARGO_TARGET_TMPDIR")], 1, &["not a file"]);
    let path = scratch("broken.ron", "(version: 1, demand: (usres: 5))");
    let place = format!("{}:1:23: error[unknown-field] demand.usres", path.display());
    refused(&["report", path.to_str().unwrap()], 1, &[&place, "users"]);
}

#[test]
fn output_depends_on_nothing_but_the_input() {
    for format in ["md", "json", "csv"] {
        let args = [
            "report",
            "agent-marketplace",
            "--draws",
            "8",
            "--format",
            format,
        ];
        let here = succeeds(&args);
        let mut elsewhere = program(&args);
        elsewhere
            .current_dir(std::env::temp_dir())
            .env("LANG", "de_DE.UTF-8")
            .env("LC_ALL", "de_DE.UTF-8")
            .env("TZ", "Pacific/Kiritimati")
            .env("HOME", "/nonexistent")
            .env("COLUMNS", "20")
            .env("CLICOLOR_FORCE", "1");
        assert_eq!(outcome(elsewhere, b"").out, here, "{format}");
    }
    assert_eq!(succeeds(&["catalog"]), succeeds(&["catalog"]));
    assert_eq!(succeeds(&["schema"]), succeeds(&["schema"]));
}

#[test]
fn check_lists_every_finding_errors_first() {
    for preset in PRESETS {
        assert!(!succeeds(&["check", preset]).contains("error["), "{preset}");
    }
    let text = succeeds(&["presets", "viral-app"]);
    let unusual = text.replacen(
        "version: 1,",
        "version: 1, events: [(name: \"late\", month: 119)],",
        1,
    );
    let mild = scratch("mild.ron", &unusual);
    let bad = scratch(
        "bad.ron",
        "(version: 1, demand: (usres: 5, peak_to_mean: \"high\"))",
    );
    let (mild, bad) = (mild.to_str().unwrap(), bad.to_str().unwrap());

    let only_warnings = run(&["check", mild]);
    assert_eq!(only_warnings.code, Some(0), "{}", only_warnings.out);
    assert!(
        only_warnings.out.contains("warning["),
        "{}",
        only_warnings.out
    );

    let all = run(&["check", mild, "no-such.ron", bad]);
    assert_eq!(all.code, Some(1));
    let lines: Vec<&str> = all.out.lines().collect();
    let first_warning = lines.iter().position(|l| l.contains(": warning[")).unwrap();
    assert!(
        lines[..first_warning]
            .iter()
            .all(|l| l.contains(": error[")),
        "{}",
        all.out
    );
    assert!(
        lines[first_warning..]
            .iter()
            .all(|l| l.contains(": warning[")),
        "{}",
        all.out
    );
    for part in [
        "demand.usres",
        "demand.peak_to_mean",
        "no-such.ron: error[unreadable]",
    ] {
        assert!(all.out.contains(part), "{part}: {}", all.out);
    }
    assert!(all.err.starts_with("3 files: "), "{}", all.err);

    let piped = outcome(
        program(&["check", "-"]),
        b"(version: 1, demand: (usres: 5))",
    );
    assert_eq!(piped.code, Some(1));
    assert!(piped.out.contains("stdin:1:23: error["), "{}", piped.out);
}

#[test]
fn presets_are_listed_and_printed() {
    let list = succeeds(&["presets"]);
    let json: Value = serde_json::from_str(&succeeds(&["presets", "--format", "json"])).unwrap();
    assert_eq!(json["schema"], "splitpoint.presets/1");
    let items = json["presets"].as_array().unwrap();
    assert_eq!(items.len(), PRESETS.len());
    for (name, item) in PRESETS.iter().zip(items) {
        assert!(list.contains(name), "{name}");
        assert_eq!(item["name"], *name);
        for field in ["title", "story", "expected", "expected_roadmap"] {
            assert!(!item[field].as_str().unwrap().is_empty(), "{name}: {field}");
        }
        let text = succeeds(&["presets", name]);
        let plan = splitpoint::scenario::load(&text).scenario.unwrap();
        assert_eq!(item["title"], plan.name);
    }
    let one: Value =
        serde_json::from_str(&succeeds(&["presets", "viral-app", "--format", "json"])).unwrap();
    assert_eq!(
        one["presets"][0]["ron"],
        succeeds(&["presets", "viral-app"])
    );
    refused(&["presets", "viral-ap"], 2, &["did you mean `viral-app`"]);
}

#[test]
fn constants_are_listed_with_their_origin() {
    let table = succeeds(&["catalog"]);
    assert!(
        table
            .lines()
            .any(|line| line.starts_with("serving.eta_memory "))
    );
    let json: Value = serde_json::from_str(&succeeds(&["catalog", "--format", "json"])).unwrap();
    assert_eq!(json["schema"], "splitpoint.catalog/1");
    let entries = json["entries"].as_array().unwrap();
    assert_eq!(table.lines().count(), entries.len() + 1);
    for entry in entries {
        for key in entry["sources"].as_array().unwrap() {
            assert!(
                json["sources"][key.as_str().unwrap()].is_object(),
                "{entry}"
            );
        }
    }
    let sheet = succeeds(&["catalog", "gpu.L4", "--format", "csv"]);
    assert!(sheet.starts_with("id,label,unit,low,likely,high,status,since,sources,note\r\n"));
    assert!(
        sheet
            .lines()
            .skip(1)
            .all(|line| line.starts_with("gpu.L4."))
    );
    let one = succeeds(&["catalog", "serving.eta_memory"]);
    assert!(one.starts_with("serving.eta_memory\n"), "{one}");
    refused(
        &["catalog", "serving.eta_memori"],
        2,
        &["serving.eta_memory"],
    );
}

#[test]
fn the_format_of_a_scenario_is_described() {
    let schema = succeeds(&["schema"]);
    for field in [
        "users:",
        "engineers:",
        "horizon_months:",
        "gpu_price:",
        "tokens_out:",
    ] {
        assert!(schema.contains(field), "{field}");
    }
    assert!(splitpoint::scenario::load(&schema).is_clean());
}

#[test]
fn shells_get_their_completions() {
    for shell in ["bash", "zsh", "fish"] {
        let script = succeeds(&["completions", shell]);
        for word in ["splitpoint", "report", "catalog"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn a_reader_who_leaves_is_no_failure() {
    let mut child = program(&["catalog", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut start = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!(done.status.code(), Some(0));
}

/// On other systems a window needs no variable to be found.
#[test]
#[cfg(any(target_os = "linux", not(feature = "app")))]
fn without_a_display_the_report_is_named() {
    for args in [&[][..], &["viral-app"], &["plan.ron"]] {
        refused(args, 2, &["`splitpoint report FILE`"]);
        assert_eq!(run(args).err.lines().count(), 1);
    }
}

/// Names of all fields of a value, however deep; keys that are data are left out.
fn fields(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(parts) => {
            for (name, part) in parts {
                found.insert(name.clone());
                if name != "sources" {
                    fields(part, found);
                }
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| fields(part, found)),
        _ => {}
    }
}

#[test]
fn every_field_written_is_documented() {
    let text = include_str!("../../docs/json.md");
    let mut found = BTreeSet::new();
    for preset in PRESETS {
        fields(&report(&[preset]), &mut found);
    }
    for args in [
        &["report", "viral-app", "--format", "json", "--draws", "16"][..],
        &["presets", "viral-app", "--format", "json"],
        &["catalog", "--format", "json"],
    ] {
        fields(&serde_json::from_str(&succeeds(args)).unwrap(), &mut found);
    }
    for name in found {
        let named = [
            format!("`{name}`"),
            format!("`{name}[]`"),
            format!(".{name}`"),
            format!(".{name}[]`"),
        ];
        assert!(
            named.iter().any(|n| text.contains(n)),
            "{name} is not in docs/json.md"
        );
    }
    let examples = text.split("```json").skip(1);
    for example in examples.map(|rest| rest.split("```").next().unwrap()) {
        serde_json::from_str::<Value>(example).unwrap();
    }
}
