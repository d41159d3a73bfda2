//! Changes as they happen: server-sent events from the feed.

#![expect(unused_qualifications, reason = "the macro that describes parameters writes them")]

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use casebook_app::domain::records::prefix_of_type;
use casebook_app::feed::{self, Entry, News};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use utoipa::{IntoParams, ToSchema};

use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::query::Query;
use crate::state::Shared;

/// The header with the last event that a browser has received.
const LAST_EVENT_ID: &str = "last-event-id";
/// Entries read at a time.
const SOME: usize = 200;
/// How often a stream without events sends a sign of life.
const ALIVE: Duration = Duration::from_secs(15);
/// How long to wait after the database could not be read.
const PATIENCE: Duration = Duration::from_secs(1);
/// The most streams at once.
const MOST: usize = 1_000;

/// Where to start.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct From {
    /// The number of the last change you have, as an alternative to `Last-Event-ID`. Without either, the stream
    /// starts now.
    #[param(minimum = 0, maximum = 9_223_372_036_854_775_807_i64)]
    after: Option<u64>,
}

/// What one transaction changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangeEvent {
    /// When it was committed.
    #[schema(format = DateTime)]
    at: String,
    /// Who did it.
    actor: String,
    /// How it came in: `form`, `import`, `api`, `shell`, `system` or `demo`.
    via: &'static str,
    /// The changes, in order.
    changes: Vec<EventChange>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventChange {
    /// The action: `party_added`, `evidence_appended`, ….
    action: String,
    /// The parties it concerns.
    parties: Vec<String>,
    /// The records it concerns; `about` names their type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    records: Vec<String>,
    /// The evidence it appended.
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    /// What else it concerns: a kind, a vocabulary, an import.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<String>,
}

impl ChangeEvent {
    fn of(entry: Entry) -> Self {
        let change = |change: feed::Change| EventChange {
            action: change.action.word().to_owned(),
            parties: change.parties.iter().map(ToString::to_string).collect(),
            records: change.records.iter().map(|id| id.text(prefix_of(change.about.as_deref()))).collect(),
            evidence: change.evidence.map(|id| id.to_string()),
            about: change.about,
        };
        Self {
            at: entry.at.to_string(),
            actor: entry.actor,
            via: entry.via.word(),
            changes: entry.changes.into_iter().map(change).collect(),
        }
    }
}

/// What ids of a type's records begin with.
fn prefix_of(type_name: Option<&str>) -> &'static str {
    type_name.map_or("rec", prefix_of_type)
}

/// Stream changes as they happen
///
/// Server-sent events: `ready` with the current position, then one `change` for every transaction committed after it,
/// by any process, each exactly once and in order; the data is a `ChangeEvent`. Send the id of an event to resume
/// after it. `reset` means that changes since that position are no longer kept: reload your data.
#[utoipa::path(
    get,
    path = "/api/v1/events",
    tag = "changes",
    operation_id = "follow_changes",
    params(From, ("Last-Event-ID" = Option<i64>, Header, description = "The id of the last event you received")),
    responses((status = 200, description = "The stream", body = String, content_type = "text/event-stream"))
)]
pub(crate) async fn follow(
    State(shared): State<Shared>,
    headers: HeaderMap,
    Query(from): Query<From>,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    if shared.feed.streams() >= MOST {
        return Err(Refusal::overloaded());
    }
    let after = from.after.map(|after| i64::try_from(after).unwrap_or(i64::MAX));
    let known = last_event_id(&headers)?.or(after);
    // Before the current position is read, so that no change in between goes unnoticed.
    let news = shared.feed.subscribe();
    let now = shared.run(|session, _| feed::number(session)).await?;
    let ready = Event::default().event("ready").id(known.unwrap_or(now).to_string()).data("{}");
    let follower = Follower { shared, news, place: known.unwrap_or(now), waiting: VecDeque::from([ready]) };
    let events = unfold(follower, |mut follower| async move {
        let event = follower.next().await?;
        Some((Ok(event), follower))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)))
}

fn last_event_id(headers: &HeaderMap) -> Answer<Option<i64>> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let number = value.to_str().ok().and_then(|text| text.trim().parse::<i64>().ok());
    let mistake = || Mistake::new("Last-Event-ID", "use the id of an event, a whole number");
    number.filter(|number| *number >= 0).map(Some).ok_or_else(|| Refusal::invalid(vec![mistake()]))
}

/// One stream and its position.
struct Follower {
    shared: Shared,
    news: watch::Receiver<i64>,
    place: i64,
    waiting: VecDeque<Event>,
}

impl Follower {
    /// The next event; none when the server stops.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            self.news.mark_unchanged();
            let place = self.place;
            match self.shared.run(move |session, _| feed::after(session, place, SOME)).await {
                Ok(News::Entries(entries)) if entries.is_empty() => self.wait().await?,
                Ok(News::Entries(entries)) => self.take(entries),
                Ok(News::Lost { last }) => {
                    self.place = last;
                    self.waiting.push_back(Event::default().event("reset").id(last.to_string()).data("{}"));
                }
                // It is logged; the stream goes on when it has passed.
                Err(_) => tokio::select! {
                    () = tokio::time::sleep(PATIENCE) => {}
                    () = self.shared.feed.stopped() => return None,
                },
            }
        }
    }

    async fn wait(&mut self) -> Option<()> {
        tokio::select! {
            changed = self.news.changed() => changed.ok(),
            () = self.shared.feed.stopped() => None,
        }
    }

    fn take(&mut self, entries: Vec<(i64, Entry)>) {
        for (seq, entry) in entries {
            self.place = seq;
            if entry.changes.is_empty() {
                // Of a change that the follower may not see, only the position goes on.
                continue;
            }
            let event = Event::default().event("change").id(seq.to_string());
            // Text and numbers always have a form in JSON.
            if let Ok(event) = event.json_data(ChangeEvent::of(entry)) {
                self.waiting.push_back(event);
            }
        }
    }
}
