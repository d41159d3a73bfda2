//! Locks on names of things that may not be there yet, held until the transaction ends.
//!
//! Whoever looks whether a key, a mail address or a file is there, and acts on it not being there, locks its name
//! before looking. The rows that are looked at are then those of everybody who had the lock before.

use sha2::{Digest, Sha256};

use super::value::Value;
use super::{Batch, Connection, dialect};
use crate::error::Result;

/// Names share so many locks. A transaction that names thousands takes no more than these from the server, whose
/// room for locks is limited; that two names share a lock makes one wait for the other without need, no more.
const LOCKS: u64 = 1_024;

/// Makes other transactions that lock one of these names (what it is a name of, and the name) wait until this one
/// ends. Lock all that are needed in one call, before any row is locked: then no two wait for each other.
pub fn lock_many(connection: &mut Connection<'_>, names: &[(&str, &str)]) -> Result<()> {
    let Some(sql) = dialect::numbers_locked(connection.engine()).filter(|_| !names.is_empty()) else {
        return Ok(());
    };
    let mut numbers: Vec<i64> = names.iter().map(|(of, name)| number(of, name)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut batch = Batch::default();
    batch.execute(sql, vec![Value::Ints(numbers.into())]);
    // It goes out with the next question, which is answered from what others had committed by the time of the lock.
    connection.run(&batch)
}

/// The number of a name's lock: the same in every process and every version of the program.
fn number(of: &str, name: &str) -> i64 {
    let digest = Sha256::new().chain_update(of).chain_update([0]).chain_update(name).finalize();
    let head = digest.iter().take(4).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    i64::try_from(head % LOCKS).unwrap_or_default()
}
