//! Whose rows an export of parties holds.

use casebook_domain::access::Scope;
use casebook_domain::ids::PartyId;
use casebook_store::Connection;
use casebook_store::party::{self, PartyRow};

use super::STEP;
use crate::desk::Session;
use crate::error::Result;
use crate::parties::{self, Filter, Leaf};

/// Who is exported.
pub struct Who {
    /// These, in the order of ids; everybody, if there is no list.
    ids: Option<Vec<PartyId>>,
    hidden: bool,
}

impl Who {
    /// Everybody, hidden parties only if wanted.
    pub fn everybody(hidden: bool) -> Self {
        Self { ids: None, hidden }
    }

    /// Those who fit now, hidden parties only if wanted or if the filter speaks of them. Keeps eight bytes for each.
    pub fn fitting(session: &Session, filter: &Filter, hidden: bool) -> Result<Self> {
        if matches!(filter, Filter::All(parts) if parts.is_empty()) {
            return Ok(Self::everybody(hidden));
        }
        let hidden_too = hidden || filter.mentions_hidden();
        let ids = if hidden {
            let either = Filter::Any([true, false].map(|one| Filter::Leaf(Leaf::Hidden(one))).to_vec());
            parties::ids(session, &Filter::All(vec![filter.clone(), either]))?
        } else {
            parties::ids(session, filter)?
        };
        Ok(Self { ids: Some(ids), hidden: hidden_too })
    }

    /// Hands over the rows of those in a scope, some at a time.
    pub(super) fn each_page(
        &self,
        scope: &Scope,
        connection: &mut Connection<'_>,
        mut take: impl FnMut(&mut Connection<'_>, Vec<PartyRow>) -> Result<()>,
    ) -> Result<()> {
        let mut done = 0;
        let mut after = PartyId(0);
        loop {
            let ids = match &self.ids {
                Some(ids) => ids.iter().skip(done).take(STEP as usize).copied().collect(),
                None => party::ids_after(connection, after, STEP)?,
            };
            let Some(last) = ids.last() else { return Ok(()) };
            (after, done) = (*last, done + ids.len());
            let mut rows = party::get_many(connection, &ids)?;
            rows.retain(|row| (self.hidden || !row.hidden) && scope.sees(row.id));
            take(connection, rows)?;
        }
    }
}
