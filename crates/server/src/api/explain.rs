//! `/parties/{id}/explain`: why a party is where it is.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use axum::Json;
use axum::extract::State;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::kind::{Kinds, built_in};
use casebook_app::domain::lifecycle::history::Since;
use casebook_app::domain::rules;
use casebook_app::explain::Explained;
use casebook_app::{DEFAULT_VOCABULARY, explain as app, kinds, parties};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::wire::{Edge, EvidenceIdText, FamilyWord, Moment, PartyIdText, StandingWord, at};
use crate::http::error::Answer;
use crate::http::request::path::Named;
use crate::http::request::query::Query;
use crate::state::Shared;

/// What is to be explained.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// The vocabulary; `journey` by default.
    #[param(pattern = r"^[^\u0000]*$", nullable = false)]
    vocabulary: Option<String>,
    /// The time to explain as of; a date means the end of that day. Now by default.
    #[param(inline, value_type = Moment, required = false)]
    at: Option<Moment>,
}

/// Why a party is in its stage, and what is missing for the next.
#[derive(Serialize, ToSchema)]
pub(crate) struct Explanation {
    /// The party.
    party: PartyIdText,
    /// The vocabulary.
    vocabulary: String,
    /// The stage; null if no rule holds.
    #[schema(required)]
    stage: Option<String>,
    /// Since when; null if there is no stage, or if evidence of unknown time began it.
    #[schema(required, value_type = Option<Moment>)]
    since: Option<String>,
    /// Whether it may have been so before.
    earliest: bool,
    /// The highest stage reached by then.
    #[schema(required)]
    furthest: Option<String>,
    /// The standing; null without evidence.
    #[schema(required)]
    standing: Option<StandingWord>,
    /// The reason for the standing, if evidence gives one.
    #[schema(required)]
    reason: Option<String>,
    /// Whether a judgement set the stage and the rules alone would give another.
    judged: bool,
    /// When the stage will end, as known now.
    #[schema(required, format = DateTime)]
    until: Option<String>,
    /// The evidence that makes the stage hold, in order.
    because: Vec<Because>,
    /// What is missing for each higher stage.
    missing: Vec<Missing>,
}

/// A piece of evidence behind a stage.
#[derive(Serialize, ToSchema)]
pub(crate) struct Because {
    /// The piece.
    evidence: EvidenceIdText,
    /// What happened.
    kind: String,
    /// When it occurred; null if unknown.
    #[schema(required, value_type = Option<Moment>)]
    occurred_at: Option<String>,
    /// Who recorded it.
    recorded_by: String,
}

/// Something that is missing for a higher stage.
#[derive(Serialize, ToSchema)]
pub(crate) struct Missing {
    /// The stage.
    stage: String,
    /// What must hold, in words.
    needs: String,
    /// Evidence that would help, any of these; empty if none can.
    ways: Vec<Way>,
}

/// Evidence that would help to reach a higher stage: of one kind, or of any kind of a family.
#[derive(Serialize, ToSchema)]
pub(crate) struct Way {
    /// The kind; null if any of the family will do.
    #[schema(required)]
    kind: Option<String>,
    /// The family, if any of its kinds will do; else null.
    #[schema(required)]
    family: Option<FamilyWord>,
    /// The criterion that must be met; null for kinds other than `criterion_assessed`.
    #[schema(required)]
    criterion: Option<String>,
}

impl Way {
    fn of(way: rules::Way, kinds: &Kinds) -> Self {
        let kind = |code| Some(kinds.name(code).to_owned());
        match way {
            rules::Way::Kind(code) => Self { kind: kind(code), family: None, criterion: None },
            rules::Way::Family(family) => {
                Self { kind: None, family: Some(FamilyWord(family)), criterion: None }
            }
            rules::Way::Met(criterion) => Self {
                kind: kind(built_in::CRITERION_ASSESSED),
                family: None,
                criterion: Some(criterion.to_string()),
            },
        }
    }
}

/// Explain why a party is in its stage, since when, and what is missing for the next one
#[utoipa::path(get, path = "/api/v1/parties/{id}/explain", operation_id = "explain_party", tag = "parties",
    params(("id" = PartyIdText, Path, description = "The party"), Asked),
    responses((status = 200, description = "The explanation", body = Explanation)))]
pub(crate) async fn explain(
    State(shared): State<Shared>,
    Named(id): Named<PartyId>,
    Query(asked): Query<Asked>,
) -> Answer<Json<Explanation>> {
    let vocabulary = asked.vocabulary.unwrap_or_else(|| DEFAULT_VOCABULARY.to_owned());
    let (explained, kinds) = shared
        .run_naming(&[("vocabulary", "?vocabulary")], move |session, _| {
            parties::resolve(session, &id.to_string())?;
            let zone = session.zone()?;
            let time = asked.at.map(|moment| moment.edge(Edge::End, &zone));
            Ok((app::explain(session, id, &vocabulary, time)?, kinds::known(session)?))
        })
        .await?;
    Ok(Json(Explanation::of(&explained, &kinds)))
}

impl Explanation {
    fn of(explained: &Explained, kinds: &Kinds) -> Self {
        let explanation = &explained.explanation;
        let name = |place: Option<u8>| explained.stage_name(place).map(str::to_owned);
        let because = explained.because.iter().map(|piece| Because {
            evidence: EvidenceIdText(piece.id),
            kind: kinds.name(piece.kind).to_owned(),
            occurred_at: piece.occurred_at.map(|at| piece.precision.text(at)),
            recorded_by: piece.recorded_by.clone(),
        });
        let missing = explanation.missing.iter().map(|one| Missing {
            stage: name(Some(one.stage)).unwrap_or_default(),
            needs: one.needs.clone(),
            ways: one.ways.iter().map(|way| Way::of(*way, kinds)).collect(),
        });
        Self {
            party: PartyIdText(explained.party),
            vocabulary: explained.words.vocabulary.name.clone(),
            stage: name(explanation.stage),
            since: explanation.since.map(Since::text),
            earliest: explanation.since.is_some_and(|since| since.precision.is_earliest()),
            furthest: name(explanation.furthest),
            standing: explanation.standing.as_ref().map(|(standing, _)| StandingWord(*standing)),
            reason: explanation.standing.as_ref().and_then(|(_, reason)| reason.clone()),
            judged: explanation.judged,
            until: explanation.until.map(|(time, _)| at(time)),
            because: because.collect(),
            missing: missing.collect(),
        }
    }
}
