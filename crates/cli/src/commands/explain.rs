//! `casebook explain`: why a party is where it is.

use casebook_app::domain::kind::Kinds;
use casebook_app::domain::lifecycle::history::Cause;
use casebook_app::domain::lifecycle::history::Since;
use casebook_app::explain::{Explained, explain};
use casebook_app::{DEFAULT_VOCABULARY, kinds, parties};
use clap::Args;
use serde_json::{Value, json};

use crate::globals::Globals;
use crate::moment::{Edge, moment};
use crate::output::{Answer, Failure, Text, day, plain};

/// Arguments of `explain`.
#[derive(Args)]
pub struct Arguments {
    /// An id, external:ID or external:SYSTEM/ID
    party: String,
    /// The vocabulary
    #[arg(long, default_value = DEFAULT_VOCABULARY)]
    vocabulary: String,
    /// The time to explain as of; a date means the end of that day
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
}

/// Explains the stage of a party.
pub fn run(globals: &Globals, arguments: &Arguments) -> Result<Answer, Failure> {
    let session = globals.open()?;
    let at = arguments.at.as_deref().map(|text| moment(&session, text, Edge::End)).transpose()?;
    let party = parties::resolve(&session, &arguments.party)?;
    let explained = explain(&session, party, &arguments.vocabulary, at)?;
    let kinds = kinds::list(&session)?;
    let name = parties::show(&session, party)?.fields.remove("name").unwrap_or_default();
    Ok(Answer::new(json_of(&explained, &kinds), sentences(&explained, &kinds, &name)))
}

fn json_of(explained: &Explained, kinds: &Kinds) -> Value {
    let explanation = &explained.explanation;
    let because: Vec<Value> = explained
        .because
        .iter()
        .map(|piece| {
            json!({
                "evidence": piece.id.to_string(),
                "kind": kinds.name(piece.kind),
                "occurred_at": piece.occurred_at.map(|at| at.to_string()),
                "recorded_by": piece.recorded_by,
            })
        })
        .collect();
    let missing: Vec<Value> = explanation
        .missing
        .iter()
        .map(|one| json!({ "stage": explained.stage_name(Some(one.stage)), "needs": one.needs }))
        .collect();
    json!({
        "party": explained.party.to_string(),
        "vocabulary": explained.words.vocabulary.name,
        "stage": explained.stage_name(explanation.stage),
        "since": explanation.since.map(Since::text),
        "earliest": explanation.since.is_some_and(|since| since.precision.is_earliest()),
        "furthest": explained.stage_name(explanation.furthest),
        "standing": explanation.standing.as_ref().map(|(standing, _)| standing.word()),
        "reason": explanation.standing.as_ref().and_then(|(_, reason)| reason.as_deref()),
        "judged": explanation.judged,
        "until": explanation.until.map(|(at, _)| at.to_string()),
        "because": because,
        "missing": missing,
    })
}

fn sentences(explained: &Explained, kinds: &Kinds, name: &str) -> String {
    let title = |place: u8| {
        explained.words.vocabulary.stages.get(usize::from(place)).map_or("", |one| one.title.as_str())
    };
    let mut text = Text::default();
    text.line(format_args!("{} ({})", plain(name), explained.party));
    let explanation = &explained.explanation;
    match explanation.stage {
        Some(stage) => text.line(format_args!("{} {}", title(stage), because(explained, kinds))),
        None if explanation.furthest.is_some() => text.line("No stage."),
        None => text.line("No stage: there is no evidence for one."),
    }
    if let Some((at, cause)) = &explanation.until {
        let by = if *cause == Some(Cause::Time) {
            "by time alone"
        } else {
            "by evidence that is already recorded"
        };
        text.line(format_args!("It will end on {}, {by}.", day(*at)));
    }
    if explanation.judged {
        text.line("Set by a judgement; the rules alone would give another stage.");
    }
    if let Some(furthest) = explanation.furthest.filter(|furthest| Some(*furthest) != explanation.stage) {
        text.line(format_args!("Highest stage reached: {}.", title(furthest)));
    }
    if let Some((standing, reason)) = &explanation.standing {
        let reason = reason.as_ref().map(|reason| format!(" ({})", plain(reason))).unwrap_or_default();
        text.line(format_args!("Standing: {}{reason}.", standing.word()));
    }
    let mut last = None;
    for one in &explanation.missing {
        if last != Some(one.stage) {
            text.line(format_args!("Missing for {}:", title(one.stage)));
            last = Some(one.stage);
        }
        text.line(format_args!("  - {}", one.needs));
    }
    text.into()
}

/// `since 3 March 2026 because of …`, a line for each piece where there are several.
fn because(explained: &Explained, kinds: &Kinds) -> String {
    let since = match explained.explanation.since {
        Some(since) if since.precision.is_earliest() => format!("since {} at the earliest", day(since.at)),
        Some(since) => format!("since {}", day(since.at)),
        None => "since an unknown date".to_owned(),
    };
    let pieces: Vec<String> = explained
        .because
        .iter()
        .map(|piece| {
            let when = piece
                .occurred_at
                .map_or_else(|| "on an unknown date".to_owned(), |at| format!("on {}", day(at)));
            format!("{} {when}, by {} ({})", kinds.name(piece.kind), plain(&piece.recorded_by), piece.id)
        })
        .collect();
    match pieces.as_slice() {
        [] => format!("{since}."),
        [one] => format!("{since} because of {one}."),
        _ => format!("{since} because of\n  - {}", pieces.join("\n  - ")),
    }
}
