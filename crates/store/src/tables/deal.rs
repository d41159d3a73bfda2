//! Deals by their ids in other systems. A deal is a record; what happened in it is evidence.

use casebook_domain::deals::DEAL;
use casebook_domain::ids::DealId;

use crate::error::Result;
use crate::exec::Connection;

/// The deal of each of these keys (system, key), one result each, in their order.
pub fn find_many(connection: &mut Connection<'_>, keys: &[(&str, &str)]) -> Result<Vec<Option<DealId>>> {
    let mut found = vec![None; keys.len()];
    connection.for_each_pair("record, type", "record_key", ["system", "value"], keys, |place, row| {
        if row.text(2)? == DEAL
            && let Some(answer) = found.get_mut(place)
        {
            *answer = Some(DealId(row.int(1)?));
        }
        Ok(())
    })?;
    Ok(found)
}
