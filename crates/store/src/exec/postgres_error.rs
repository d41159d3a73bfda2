//! Mapping errors of PostgreSQL, its driver and the pool to ours.

use deadpool_postgres::{PoolError, TimeoutType};
use tokio_postgres::error::SqlState;

use super::connect::CONNECTIONS;
use crate::error::Error;

/// Maps an error of the pool.
pub(super) fn unpooled(error: &PoolError) -> Error {
    match error {
        PoolError::Backend(error) => classify(error),
        PoolError::Timeout(TimeoutType::Wait) => {
            Error::Busy(format!("all {CONNECTIONS} connections are in use"))
        }
        PoolError::Timeout(_) => Error::Unavailable("the server does not respond".to_owned()),
        other => Error::Unavailable(other.to_string()),
    }
}

/// Maps an error of the driver.
pub(super) fn classify(error: &tokio_postgres::Error) -> Error {
    let Some(server) = error.as_db_error() else {
        return of_driver(error);
    };
    let text = server.message().to_owned();
    let state = server.code();
    match state.code().get(..2).unwrap_or_default() {
        "23" if *state == SqlState::UNIQUE_VIOLATION => Error::Conflict {
            table: server.table().unwrap_or_default().to_owned(),
            constraint: server.constraint().map_or(text, str::to_owned),
        },
        "40" | "55" => Error::Busy(text),
        // A statement that took too long, and a transaction in which nothing happened for too long.
        "57" if *state == SqlState::QUERY_CANCELED => Error::Busy(text),
        "25" if *state == SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => Error::Unavailable(text),
        "28" | "3D" | "3F" => Error::Refused(text),
        "53" if *state == SqlState::DISK_FULL => Error::DiskFull(text),
        "08" | "53" | "57" => Error::Unavailable(text),
        "25" if *state == SqlState::READ_ONLY_SQL_TRANSACTION => Error::ReadOnly(text),
        "42" if *state == SqlState::INSUFFICIENT_PRIVILEGE => Error::Refused(text),
        // Of the class of internal errors, those that say what is wrong: the others may pass.
        "XX" if [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(state) => Error::Corrupt(text),
        "XX" => Error::Unavailable(format!("it reports an error of its own ({text})")),
        _ => Error::Other(text),
    }
}

/// What an error means that no server has sent.
fn of_driver(error: &tokio_postgres::Error) -> Error {
    let cause = std::error::Error::source(error);
    let text = format!("{error}{}", cause.map(|cause| format!(": {cause}")).unwrap_or_default());
    let failure = cause.and_then(|cause| cause.downcast_ref::<std::io::Error>());
    let lost = failure.is_some_and(|failure| {
        !matches!(failure.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput)
    });
    // The driver has no other name for these than their texts.
    if !lost && text.starts_with("error performing TLS handshake") {
        return Error::Refused(format!(
            "{text}; give the authority of its certificate with sslrootcert=FILE, or choose another sslmode"
        ));
    }
    if text.starts_with("authentication error") || text.starts_with("invalid configuration") {
        return Error::Refused(text);
    }
    if error.is_closed() || failure.is_some() { Error::Unavailable(text) } else { Error::Other(text) }
}
