//! The description of the API (OpenAPI 3.1), written from the code.

mod bounds;
mod complete;
mod join;

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use axum::Extension;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use casebook_app::domain::records::RecordType;
use casebook_app::records;
use serde_json::Value;
use utoipa::OpenApi;

use crate::api::changes::events::{ChangeEvent, EventChange};
use crate::api::parties::filter::FilterTree;
use crate::http::error::{Answer, ItemProblem, Matching, Mistake, Problem};
use crate::http::request::query::{NoParameters, Query};
use crate::state::Shared;
pub(crate) use complete::complete;

/// The document without its operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Casebook",
        description = "A self-hosted CRM that stores facts and derives stages. Everything Casebook can do is available here.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/", description = "The server that this was read from")),
    components(schemas(Problem, Mistake, Matching, ItemProblem, FilterTree, ChangeEvent, EventChange)),
    tags(
        (name = "people", description = "People you have a relationship with."),
        (name = "organizations", description = "Companies, authorities and other organizations."),
        (name = "parties", description = "People and organizations alike."),
        (name = "records", description = "Records of every type, and the types. People and organizations are among them, under `people` and `organizations`."),
        (name = "deals", description = "Sales that you work on: records whose stage and dates follow from evidence."),
        (name = "products", description = "What you sell: records of a built-in type."),
        (name = "price_lists", description = "Lists of prices in one currency: records of a built-in type."),
        (name = "tasks", description = "What is to be done, by whom and until when: records of a built-in type."),
        (name = "prices", description = "What products cost in price lists: records of a built-in type."),
        (name = "quotes", description = "What is offered in deals: numbered, versioned, and never changed once sent."),
        (name = "public", description = "What whoever has a link may see and do."),
        (name = "evidence", description = "What happened, when, and who says so. Everything else is derived from it."),
        (name = "vocabularies", description = "Ordered lists of stages, each with the rule that makes it hold."),
        (name = "frameworks", description = "Frameworks of qualification: criteria with questions, and a gate."),
        (name = "qualification", description = "How far parties are qualified, and their hand-over to sales."),
        (name = "pipelines", description = "The stages that deals go through, with their probabilities."),
        (name = "kinds", description = "Kinds of evidence."),
        (name = "settings", description = "What holds for the whole workspace."),
        (name = "links", description = "Roles of people in organizations."),
        (name = "changes", description = "The change log and the stream of changes."),
        (name = "funnel", description = "How many reached each stage, and where the others stopped."),
        (name = "imports", description = "Import files: suggest a mapping, preview, run, resume, correct, undo."),
        (name = "exports", description = "Export parties and evidence."),
        (name = "jobs", description = "Status and result of long-running work."),
        (name = "operations", description = "The server itself.")
    )
)]
struct Frame;

/// The description without any operation.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// The whole description.
#[derive(Clone)]
pub(crate) struct Description {
    /// For the types that every workspace has, as JSON.
    plain: &'static LazyLock<String>,
    /// Writes it for these types.
    write: fn(&[RecordType]) -> Value,
    /// The last one that was written for other types.
    last: Arc<Mutex<Option<Written>>>,
}

/// A description, and the types that it is for.
struct Written {
    types: Vec<Arc<RecordType>>,
    text: Bytes,
}

impl Description {
    pub(crate) fn new(plain: &'static LazyLock<String>, write: fn(&[RecordType]) -> Value) -> Self {
        Self { plain, write, last: Arc::default() }
    }

    /// The description as JSON; without the workspace's types while the database does not answer.
    pub(crate) async fn present(self, shared: &Shared) -> Bytes {
        let plain = self.plain;
        let text = shared.run(move |session, _| Ok(self.of(records::types(session)?))).await;
        text.unwrap_or_else(|_| Bytes::from_static(plain.as_bytes()))
    }

    /// The description for a workspace's types.
    fn of(&self, types: Vec<Arc<RecordType>>) -> Bytes {
        if types.iter().map(|one| &**one).eq(RecordType::built_in()) {
            return Bytes::from_static(self.plain.as_bytes());
        }
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(written) = last.as_ref().filter(|written| written.types == types) {
            return written.text.clone();
        }
        let declared: Vec<RecordType> = types.iter().map(|one| RecordType::clone(one)).collect();
        let text = Bytes::from((self.write)(&declared).to_string());
        *last = Some(Written { types, text: text.clone() });
        text
    }
}

/// Get this OpenAPI document
///
/// Describes the record types of this workspace with their fields.
#[utoipa::path(get, path = "/api/v1/openapi.json", operation_id = "get_openapi", tag = "operations",
    responses((status = 200, description = "The OpenAPI 3.1 document", body = Object)))]
pub(crate) async fn document(
    State(shared): State<Shared>,
    _: Query<NoParameters>,
    Extension(description): Extension<Description>,
) -> Answer<Response> {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, description.present(&shared).await).into_response())
}
