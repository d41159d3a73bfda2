//! What has to be done now and then: bringing the index of all parties into memory, and forgetting what nobody
//! needs any more.

use std::time::Duration;

use casebook_app::imports::Uploads;
use casebook_app::{Session, Steadiness, feed, requests};
use tokio::time::{MissedTickBehavior, interval};

/// How often one forgets.
const PAUSE: Duration = Duration::from_hours(1);

/// Loads the index, and then keeps house as long as the server runs.
pub(crate) async fn keep(session: Session, uploads: Uploads) {
    let loading = session.clone();
    done("the index of the parties", move || loading.load_index()).await;
    let mut hours = interval(PAUSE);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        if session.clock_steadiness() == Steadiness::Set {
            tracing::warn!(
                now = session.now().to_string(),
                "the clock was set: nothing is forgotten until it has gone steadily for a day"
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
