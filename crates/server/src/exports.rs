//! `/exports`: everything out again, in memory that does not grow with what there is.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use casebook_app::export::{self, ExportOptions, Format};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::Answer;
use crate::query::Query;
use crate::state::Shared;
use crate::stream::streamed;
use crate::wire::{DealIdText, EvidenceIdText, KindWord, PartyIdText, PrecisionWord, StandingWord, ViaWord};

/// What is exported, and how.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Asked {
    /// A table (`csv`, if not given), safe to open in a spreadsheet, or one object (`json`).
    #[param(inline, value_type = FormatWord, required = false)]
    format: Option<FormatWord>,
    /// Whether hidden parties are exported too; they are not, if not given.
    #[param(nullable = false)]
    hidden: Option<bool>,
}

/// The form of an export.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
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
        /// Its fields, the name and own ones too.
        fields: BTreeMap<String, String>,
        /// Its ids in other systems.
        external: Vec<ExportedKey>,
        /// Its stage in each vocabulary; null for none.
        stages: BTreeMap<String, Option<String>>,
        /// Its standing; null for none.
        #[schema(required)]
        standing: Option<StandingWord>,
        /// Why it stands so.
        #[schema(required)]
        reason: Option<String>,
        /// Whether it is hidden.
        hidden: bool,
        /// When it was added.
        #[schema(format = DateTime)]
        created_at: String,
        /// When its fields were changed last.
        #[schema(format = DateTime)]
        updated_at: String,
    }
    /// An id in another system.
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
        /// When; null if that is not known.
        #[schema(required, format = DateTime)]
        occurred_at: Option<String>,
        /// How exactly the time is known.
        precision: PrecisionWord,
        /// Who took part.
        participants: Vec<ExportedParticipant>,
        /// Whether no live piece retracts it.
        live: bool,
        /// When it was recorded.
        #[schema(format = DateTime)]
        recorded_at: String,
        /// Who recorded it.
        recorded_by: String,
        /// How it came in.
        recorded_via: ViaWord,
        /// The deal that it names.
        #[schema(required)]
        deal: Option<DealIdText>,
        /// The money that it speaks of.
        #[schema(required)]
        amount: Option<ExportedMoney>,
        /// The product line that it speaks of.
        #[schema(required)]
        product_line: Option<String>,
        /// The piece that it names.
        #[schema(required)]
        names: Option<EvidenceIdText>,
        /// All else.
        #[schema(value_type = Object)]
        detail: serde_json::Map<String, serde_json::Value>,
    }
    /// Who took part in a piece of evidence.
    ExportedParticipant {
        /// The party.
        party: PartyIdText,
        /// As what.
        role: String,
    }
    /// An amount of money.
    ExportedMoney {
        /// In the smallest unit of the currency.
        minor: i64,
        /// The currency (ISO 4217).
        currency: String,
    }
}

/// Export all parties with fields, ids elsewhere, stages and standing, as one snapshot
#[utoipa::path(get, path = "/api/v1/exports/parties", operation_id = "export_parties", tag = "exports",
    params(Asked),
    responses((status = 200, description = "The parties",
        content((String = "text/csv"), (PartiesExport = "application/json")),
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
pub(crate) async fn parties(State(shared): State<Shared>, Query(asked): Query<Asked>) -> Answer<Response> {
    let options = asked.options();
    let body =
        streamed(&shared, move |casebook, out, stop| export::parties(casebook, options, out, stop)).await?;
    Ok(asked.named("parties", body))
}

/// Export all evidence, dead pieces and corrections too, as one snapshot
#[utoipa::path(get, path = "/api/v1/exports/evidence", operation_id = "export_evidence", tag = "exports",
    params(Asked),
    responses((status = 200, description = "The evidence",
        content((String = "text/csv"), (EvidenceExport = "application/json")),
        headers(("Content-Disposition" = String, description = "The name under which to save it")))))]
pub(crate) async fn evidence(State(shared): State<Shared>, Query(asked): Query<Asked>) -> Answer<Response> {
    let options = asked.options();
    let body =
        streamed(&shared, move |casebook, out, stop| export::evidence(casebook, options, out, stop)).await?;
    Ok(asked.named("evidence", body))
}

impl Asked {
    fn is_json(&self) -> bool {
        self.format == Some(FormatWord::Json)
    }

    fn options(&self) -> ExportOptions {
        let format = if self.is_json() { Format::Json } else { Format::Csv };
        ExportOptions { format, hidden: self.hidden.unwrap_or_default() }
    }

    fn named(&self, what: &str, body: Response) -> Response {
        let ending = if self.is_json() { "json" } else { "csv" };
        let media = if self.is_json() { "application/json" } else { CSV };
        saved_as(&format!("{what}.{ending}"), media, body)
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
