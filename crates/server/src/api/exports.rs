//! `/exports`: parties and evidence as files, in constant memory.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use casebook_app::Error;
use casebook_app::export::{self, ExportOptions, Format, Who};
use casebook_app::parties::Filter;
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::parties::filter::FilterTree;
use crate::api::parties::{InBody, Which};
use crate::api::wire::{
    DealIdText, EvidenceIdText, KindWord, Moment, PartyIdText, PrecisionWord, StandingWord, ViaWord,
};
use crate::http::error::{Answer, Places};
use crate::http::request::body;
use crate::http::request::query::{NoParameters, Parameters, Query, once, parameters};
use crate::state::Shared;

/// The form of an export of parties.
#[derive(Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Chosen {
    #[param(ignore)]
    which: Which,
    /// `csv` (default), safe to open in a spreadsheet, or `json`.
    #[param(inline, value_type = FormatWord, required = false)]
    format: Option<FormatWord>,
    /// Whether to include hidden parties; `false` by default, unless the filter has a condition on `hidden`.
    #[param(required = false)]
    hidden: Option<bool>,
}

impl Parameters for Chosen {
    fn known() -> Vec<&'static str> {
        [&Which::KNOWN[..], &["format", "hidden"]].concat()
    }

    fn take<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        match name {
            "format" => once(&mut self.format, name, map)?,
            "hidden" => once(&mut self.hidden, name, map)?,
            _ => return self.which.take(name, map),
        }
        Ok(true)
    }
}

impl<'de> Deserialize<'de> for Chosen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parameters(deserializer)
    }
}

/// An export request, for filters that are too long for a URL.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenByBody {
    /// Which parties to export; all by default.
    #[serde(default)]
    filter: Option<FilterTree>,
    /// `csv` (default), safe to open in a spreadsheet, or `json`.
    #[serde(default)]
    format: Option<FormatWord>,
    /// Whether to include hidden parties; `false` by default, unless the filter has a condition on `hidden`.
    #[serde(default)]
    hidden: Option<bool>,
}

/// How evidence is exported.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// `csv` (default), safe to open in a spreadsheet, or `json`.
    #[param(inline, value_type = FormatWord, required = false)]
    format: Option<FormatWord>,
    /// Whether to include hidden parties; `false` by default.
    #[param(nullable = false)]
    hidden: Option<bool>,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FormatWord {
    /// A table with commas and a line of headings.
    Csv,
    /// `{"items":[…]}`.
    Json,
}

macro_rules! exported {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $of:ty,)* })*) => {
        $($(#[$doc])*
        #[derive(Serialize, ToSchema)]
        pub(crate) struct $name { $($(#[$field_doc])* $field: $of,)* })*
    };
}

exported! {
    /// All parties.
    PartiesExport {
        /// The parties, in the order in which they were added.
        items: Vec<ExportedParty>,
    }
    /// A party as it is exported.
    ExportedParty {
        /// Its id.
        id: PartyIdText,
        /// What it is.
        kind: KindWord,
        /// Its name.
        #[schema(required)]
        name: Option<String>,
        /// Its fields, including the name and custom fields.
        fields: BTreeMap<String, String>,
        /// Its external ids.
        external: Vec<ExportedKey>,
        /// Its stage in each vocabulary; null for none.
        stages: BTreeMap<String, Option<String>>,
        /// Its standing; null for none.
        #[schema(required)]
        standing: Option<StandingWord>,
        /// The reason for the standing.
        #[schema(required)]
        reason: Option<String>,
        /// Whether it is hidden.
        hidden: bool,
        /// When it was added.
        #[schema(format = DateTime)]
        created_at: String,
        /// When its fields were last changed.
        #[schema(format = DateTime)]
        updated_at: String,
    }
    /// An external id.
    ExportedKey {
        /// The system.
        system: String,
        /// The id.
        id: String,
    }
    /// All evidence.
    EvidenceExport {
        /// The pieces, in the order in which they were recorded.
        items: Vec<ExportedEvidence>,
    }
    /// A piece of evidence as it is exported.
    ExportedEvidence {
        /// Its id.
        id: EvidenceIdText,
        /// What happened.
        kind: String,
        /// When it occurred: an instant, or a date where only the day is known; null if unknown.
        #[schema(required, value_type = Option<Moment>)]
        occurred_at: Option<String>,
        /// How precisely the time is known.
        precision: PrecisionWord,
        /// Whether it was so by then and may have been before.
        earliest: bool,
        /// Who took part.
        participants: Vec<ExportedParticipant>,
        /// Whether it counts: no live piece retracts it.
        live: bool,
        /// When it was recorded.
        #[schema(format = DateTime)]
        recorded_at: String,
        /// Who recorded it.
        recorded_by: String,
        /// How it came in.
        recorded_via: ViaWord,
        /// The deal it concerns.
        #[schema(required)]
        deal: Option<DealIdText>,
        /// The amount of money, if any.
        #[schema(required)]
        amount: Option<ExportedMoney>,
        /// The product line it concerns.
        #[schema(required)]
        product_line: Option<String>,
        /// The piece it refers to.
        #[schema(required)]
        names: Option<EvidenceIdText>,
        /// Further details.
        #[schema(value_type = Object)]
        detail: serde_json::Map<String, serde_json::Value>,
    }
    /// A participant of a piece of evidence.
    ExportedParticipant {
        /// The party.
        party: PartyIdText,
        /// The role.
        role: String,
    }
    /// An amount of money.
    ExportedMoney {
        /// The amount in minor units.
        minor: i64,
        /// The currency (ISO 4217).
        currency: String,
    }
}

/// Export parties with fields, external ids, stages and standing
///
/// Matching parties in the order in which they were added, as one snapshot.
#[utoipa::path(get, path = "/api/v1/exports/parties", operation_id = "export_parties", tag = "exports",
    params(Which, Chosen),
    responses((status = 200, description = "The parties",
        content((String = "text/csv"), (PartiesExport = "application/json")),
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
pub(crate) async fn parties(State(shared): State<Shared>, Query(chosen): Query<Chosen>) -> Answer<Response> {
    let filter = Filter::All(chosen.which.filter()?);
    fitting(&shared, filter, chosen.hidden, chosen.format, &chosen.which).await
}

/// Export parties that match a long filter
#[utoipa::path(post, path = "/api/v1/exports/parties", operation_id = "export_parties_by_filter", tag = "exports",
    request_body = ChosenByBody,
    responses((status = 200, description = "The parties",
        content((String = "text/csv"), (PartiesExport = "application/json")),
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
pub(crate) async fn parties_by_filter(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    body::Json(chosen): body::Json<ChosenByBody>,
) -> Answer<Response> {
    let places = InBody { filter: chosen.filter.clone(), sort: None };
    let filter = chosen.filter.map(FilterTree::read).transpose();
    let filter = filter.map_err(|error| error.at("/filter"))?.unwrap_or_default();
    fitting(&shared, filter, chosen.hidden, chosen.format, &places).await
}

async fn fitting(
    shared: &Shared,
    filter: Filter,
    hidden: Option<bool>,
    format: Option<FormatWord>,
    places: &impl Places,
) -> Answer<Response> {
    let (hidden, format) = (hidden.unwrap_or_default(), format.unwrap_or(FormatWord::Csv));
    let who = shared.run_naming(places, move |session, _| Who::fitting(session, &filter, hidden)).await?;
    let body = shared.stream(move |session, out, stop| {
        begin(format.into(), out)?;
        export::parties(session, &who, format.into(), out, stop)
    });
    Ok(format.named("parties", body.await?))
}

/// Export all evidence, including retracted pieces, as one snapshot
#[utoipa::path(get, path = "/api/v1/exports/evidence", operation_id = "export_evidence", tag = "exports",
    params(Asked),
    responses((status = 200, description = "The evidence",
        content((String = "text/csv"), (EvidenceExport = "application/json")),
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
pub(crate) async fn evidence(State(shared): State<Shared>, Query(asked): Query<Asked>) -> Answer<Response> {
    let format = asked.format.unwrap_or(FormatWord::Csv);
    let options = ExportOptions { format: format.into(), hidden: asked.hidden.unwrap_or_default() };
    let body = shared.stream(move |session, out, stop| {
        begin(options.format, out)?;
        export::evidence(session, options, out, stop)
    });
    Ok(format.named("evidence", body.await?))
}

/// Writes what stands in front of a file of that form.
pub(crate) fn begin(format: Format, out: &mut dyn Write) -> Result<(), Error> {
    out.write_all(format.mark()).map_err(|error| Error::file(Path::new("the export"), error))
}

impl From<FormatWord> for Format {
    fn from(word: FormatWord) -> Self {
        match word {
            FormatWord::Csv => Self::Csv,
            FormatWord::Json => Self::Json,
        }
    }
}

impl FormatWord {
    /// The answer as a file to save.
    pub(crate) fn named(self, what: &str, body: Response) -> Response {
        match self {
            Self::Csv => saved_as(&format!("{what}.csv"), CSV, body),
            Self::Json => saved_as(&format!("{what}.json"), "application/json", body),
        }
    }
}

/// The media type of tables.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// The answer as a file to save. The name is of plain letters.
pub(crate) fn saved_as(name: &str, media: &'static str, mut body: Response) -> Response {
    let headers = body.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(named) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, named);
    }
    body
}
