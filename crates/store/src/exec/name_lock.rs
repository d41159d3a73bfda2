//! Locks on the names of things that may not exist yet, held until the transaction ends.
//!
//! Code that checks whether a key, an email address or a file exists, and acts on its absence, locks its name before
//! looking. It then sees the rows of everyone who had the lock before.

use sha2::{Digest, Sha256};

use super::value::Value;
use super::{Batch, Connection, dialect};
use crate::error::Result;

/// Names share so many locks. A transaction with thousands of names takes no more than these from the server, whose
/// room for locks is limited; two names that share a lock only wait for each other without need.
const LOCKS: u64 = 1_024;

/// Makes other transactions that lock one of these names (a namespace and a name) wait until this one ends. Lock all
/// that are needed in one call, before any row is locked: then there are no deadlocks.
pub fn lock_many(connection: &mut Connection<'_>, names: &[(&str, &str)]) -> Result<()> {
    let Some(sql) = dialect::numbers_locked(connection.engine()).filter(|_| !names.is_empty()) else {
        return Ok(());
    };
    let mut numbers: Vec<i64> = names.iter().map(|(of, name)| number(of, name)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut batch = Batch::default();
    batch.execute(sql, vec![Value::Ints(numbers.into())]);
    // It is sent with the next query, which sees what others had committed by the time of the lock.
    connection.run(&batch)
}

/// The number of a name's lock: the same in every process and every version of the program.
fn number(of: &str, name: &str) -> i64 {
    let digest = Sha256::new().chain_update(of).chain_update([0]).chain_update(name).finalize();
    let head = digest.iter().take(4).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    i64::try_from(head % LOCKS).unwrap_or_default()
}
