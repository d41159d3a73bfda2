//! Regular work: loading the index, keeping a snapshot of it, and removing what is no longer needed.

use std::time::Duration;

use casebook_app::imports::Uploads;
use casebook_app::{IndexSource, Session, Steadiness, feed, requests};
use tokio::time::{MissedTickBehavior, interval};

/// How often old rows and uploads are removed.
const PAUSE: Duration = Duration::from_hours(1);
/// How often the snapshot of the index is checked for its age.
const SNAPSHOT_PAUSE: Duration = Duration::from_mins(1);

/// Keeps house as long as the server runs.
pub(crate) async fn keep(session: Session, uploads: Uploads) {
    tokio::spawn(keep_index(session.clone()));
    let mut hours = interval(PAUSE);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        if session.clock_steadiness() == Steadiness::Set {
            tracing::warn!(
                now = session.now().to_string(),
                "the clock was set: nothing is removed until it has run steadily for a day"
            );
        }
        let (tidying, uploads) = (session.clone(), uploads.clone());
        done("housekeeping", move || {
            requests::forget_old(&tidying)?;
            uploads.tidy(&tidying)?;
            feed::forget_old(&tidying)
        })
        .await;
    }
}

/// Loads the index, and then keeps a snapshot of it for the next start.
async fn keep_index(session: Session) {
    let loading = session.clone();
    done("the index of the parties", move || {
        loading.load_index()?;
        match loading.index_source() {
            Some(IndexSource::Snapshot) => tracing::info!("the index was loaded from its snapshot"),
            Some(IndexSource::Database(Some(why))) => {
                tracing::info!(why = why.to_string(), "the index was loaded from the database");
            }
            _ => tracing::info!("the index was loaded from the database"),
        }
        loading.save_index()
    })
    .await;
    let mut minutes = interval(SNAPSHOT_PAUSE);
    minutes.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        minutes.tick().await;
        let saving = session.clone();
        done("the snapshot of the index", move || saving.save_index()).await;
    }
}

/// Writes the last snapshot of the index, if much has changed since the one before.
pub(crate) fn save_last(session: &Session) {
    if let Err(error) = session.save_index() {
        tracing::warn!(error = error.to_string(), "the snapshot of the index was not written");
    }
}

/// Runs work that may block. What fails is logged; requests that need it will say so themselves.
async fn done<T: Send + 'static>(
    what: &str,
    work: impl FnOnce() -> casebook_app::Result<T> + Send + 'static,
) {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(what, error = error.to_string(), "put off"),
        Err(error) => tracing::error!(what, error = error.to_string(), "failed"),
    }
}
