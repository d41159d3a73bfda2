//! The request that a task answers: its kind, its cancellation and its key, available anywhere in its work.

use std::future::Future;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use casebook_app::Cancel;
use casebook_app::requests::RequestKey;
use tokio::task_local;

/// The kind of work of a request, which decides on its lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A look-up.
    Quick,
    /// It reads every party.
    Heavy,
    /// It may write.
    Write,
}

/// Reads that go over every party, or send the database many questions.
const HEAVY: [&str; 7] = [
    "/api/v1/evidence/numbers",
    "/api/v1/funnel",
    "/api/v1/parties/facets",
    "/api/v1/parties/search",
    "/api/v1/exports/parties",
    "/api/v1/exports/evidence",
    "/api/v1/imports/guess",
];

impl Kind {
    /// The kind of a request.
    pub(crate) fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
        let filtered = request.uri().query().is_some_and(|query| query.contains("filter="));
        if HEAVY.contains(&route) {
            Self::Heavy
        } else if [Method::GET, Method::HEAD].contains(request.method()) {
            if filtered { Self::Heavy } else { Self::Quick }
        } else {
            Self::Write
        }
    }
}

task_local! {
    /// The kind of the request, and what cancels its work.
    static ASKED: (Kind, Cancel);
    /// The key under which it was sent.
    static KEY: RequestKey;
}

/// What kind of request is being answered, and what cancels its work.
pub(crate) fn asked() -> (Kind, Cancel) {
    ASKED.try_with(Clone::clone).unwrap_or_else(|_| (Kind::Quick, Cancel::new()))
}

/// Does the work for a request of a kind; `cancel` cancels it.
pub(crate) fn asked_by<T>(
    kind: Kind,
    cancel: Cancel,
    work: impl Future<Output = T>,
) -> impl Future<Output = T> {
    ASKED.scope((kind, cancel), work)
}

/// Does the work for a request that was sent under a key.
pub(crate) fn under_key<T>(key: RequestKey, work: impl Future<Output = T>) -> impl Future<Output = T> {
    KEY.scope(key, work)
}

/// The key of the request that is being answered, if it has one.
pub(crate) fn key() -> Option<RequestKey> {
    KEY.try_with(Clone::clone).ok()
}
