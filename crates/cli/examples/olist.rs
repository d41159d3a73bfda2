//! Runs the commands of `examples/olist/expected.json` and compares what they answer, as `make olist` does:
//! `olist CASEBOOK DATABASE FOLDER`.
//!
//! It is also a small sample of a program that drives Casebook: every command answers with one line of JSON.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const EXPECTED: &str = include_str!("../../../examples/olist/expected.json");
/// Medians are given in hundredths of a day.
const TOLERANCE: f64 = 0.01;

struct Runner {
    casebook: PathBuf,
    database: String,
    folder: PathBuf,
}

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [casebook, database, folder] = arguments.as_slice() else {
        anyhow::bail!("usage: olist CASEBOOK DATABASE FOLDER");
    };
    let runner = Runner { casebook: casebook.into(), database: database.clone(), folder: folder.into() };
    let steps: Vec<Value> = serde_json::from_str(EXPECTED)?;
    let mut differences = Vec::new();
    for step in &steps {
        let command: Vec<&str> =
            step["command"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        println!("\n$ casebook {}", command.join(" "));
        if command.first() == Some(&"funnel") {
            runner.start(&command).status()?;
        }
        compare(&command.join(" "), &step["expect"], &runner.answer(&command)?, &mut differences);
    }
    for difference in &differences {
        println!("DIFFERS  {difference}");
    }
    println!("\n{}: {} commands, {} differences", runner.database, steps.len(), differences.len());
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Runner {
    fn start(&self, command: &[&str]) -> Command {
        let mut process = Command::new(&self.casebook);
        for argument in command {
            match *argument {
                "LEADS" => process.arg(self.folder.join("olist_marketing_qualified_leads_dataset.csv")),
                "DEALS" => process.arg(self.folder.join("olist_closed_deals_dataset.csv")),
                other => process.arg(other),
            };
        }
        process.args(["--database", &self.database]).stdin(Stdio::null());
        process
    }

    fn answer(&self, command: &[&str]) -> Result<Value> {
        let output = self.start(command).arg("--json").stderr(Stdio::inherit()).output()?;
        ensure!(output.status.success(), "casebook {} ended with {}", command.join(" "), output.status);
        let text = String::from_utf8(output.stdout)?;
        println!("{}", text.trim_end());
        serde_json::from_str(&text).with_context(|| format!("not one line of JSON: {text}"))
    }
}

/// Everything that is expected must be there; what else is there does not matter.
fn compare(path: &str, expected: &Value, found: &Value, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(entries), Value::Object(_)) => {
            for (name, value) in entries {
                compare(&format!("{path} / {name}"), value, &found[name], differences);
            }
        }
        (Value::Array(items), Value::Array(all)) if !items.is_empty() => {
            for item in items {
                let twin = all.iter().find(|one| name_of(one) == name_of(item)).unwrap_or(&Value::Null);
                compare(&format!("{path} / {}", name_of(item)), item, twin, differences);
            }
        }
        _ if equal(expected, found) => {}
        _ => differences.push(format!("{path}: expected {expected}, found {found}")),
    }
}

fn equal(expected: &Value, found: &Value) -> bool {
    match (expected.as_f64(), found.as_f64()) {
        (Some(expected), Some(found)) => (expected - found).abs() <= TOLERANCE,
        _ => expected == found,
    }
}

/// Stages and groups are matched by name; the key of a group may be null.
fn name_of(item: &Value) -> &Value {
    item.get("stage").or_else(|| item.get("key")).unwrap_or(&Value::Null)
}
