//! Custom kinds of evidence.

use casebook_domain::kind::{Family, KindCode, Kinds};

use crate::error::{Error, Result};
use crate::exec::Connection;

/// Every kind, built-in or custom.
pub fn load(connection: &mut Connection<'_>) -> Result<Kinds> {
    let sql = "SELECT code, name, family FROM evidence_kind ORDER BY code";
    let own = connection.query(sql, &[], |row| Ok((row.int(0)?, row.string(1)?, row.string(2)?)))?;
    let mut kinds = Kinds::default();
    for (code, name, family) in own {
        let unreadable = || Error::Unreadable(format!("the kind of evidence `{name}`"));
        let family = Family::from_word(&family).ok_or_else(unreadable)?;
        let added = kinds.add_stored(&name, family).map_err(|_| unreadable())?;
        if i64::from(added.0) != code {
            return Err(unreadable());
        }
    }
    Ok(kinds)
}

/// Stores a kind that [`Kinds::add`] has accepted. A conflict means that another process added one meanwhile: load the
/// kinds again and retry.
pub fn insert(connection: &mut Connection<'_>, code: KindCode, name: &str, family: Family) -> Result<()> {
    let values = [i64::from(code.0).into(), name.into(), family.word().into()];
    connection.insert_many("evidence_kind", &["code", "name", "family"], &values)
}
