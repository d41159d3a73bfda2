//! Everything about one party at a glance.

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::lifecycle::history::{Standing, covers};
use casebook_domain::party::Fields;
use casebook_domain::time::Timestamp;
use casebook_store::link::{self, LinkRow};
use casebook_store::{party, party_key, projection};

use crate::casebook::Casebook;
use crate::error::{Error, Result};
use crate::words::Words;

/// A party with its present stage in every vocabulary.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its id.
    pub id: PartyId,
    /// Its fields; `name` is always there.
    pub fields: Fields,
    /// Its ids elsewhere, as (system, id).
    pub external: Vec<(String, String)>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Counts its changes, from 1.
    pub version: i64,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Its stage in each vocabulary.
    pub stages: Vec<StageNow>,
    /// Its standing and the reason; `None` without evidence.
    pub standing: Option<(Standing, Option<String>)>,
    /// The parties it is linked to.
    pub links: Vec<Link>,
}

/// The present stage in one vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageNow {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// The stage's name; `None` if no rule holds.
    pub stage: Option<String>,
    /// Since when, if that is known.
    pub since: Option<Timestamp>,
}

/// A link to another party.
#[derive(Clone, Debug)]
pub struct Link {
    /// The other party.
    pub party: PartyId,
    /// Its name.
    pub name: String,
    /// As what, for example `works at`.
    pub role: String,
}

/// Shows a party, hidden or not.
pub fn show(casebook: &Casebook, id: PartyId) -> Result<Card> {
    let now = casebook.now();
    casebook.read(|connection, words| {
        let row = party::get_many(connection, &[id])?.pop();
        let row = row.ok_or_else(|| Error::not_found("party", id.to_string()))?;
        let keys = party_key::of_parties(connection, &[id])?.remove(&id).unwrap_or_default();
        let kept = projection::read_many(connection, &[id])?.pop();
        let standings = kept.as_ref().map(|kept| kept.standings.as_slice()).unwrap_or_default();
        let standing = standings.iter().find(|one| covers(one.entered_at, one.left_at, now));
        let mut linked = link::of_parties(connection, &[id])?;
        linked.retain(|one| !one.ended);
        let other = |one: &LinkRow| if one.person == id { one.organization } else { one.person };
        let others = party::get_many(connection, &linked.iter().map(other).collect::<Vec<_>>())?;
        Ok(Card {
            id,
            external: keys
                .into_iter()
                .filter(|key| !key.freed && !key.system.starts_with(':'))
                .map(|key| (key.system, key.value))
                .collect(),
            hidden: row.hidden,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            fields: row.fields,
            stages: kept.as_ref().map(|kept| stages_now(words, &kept.stages, now)).unwrap_or_default(),
            standing: standing.map(|one| (one.standing, one.reason.clone())),
            links: linked
                .iter()
                .filter_map(|one| {
                    let row = others.iter().find(|row| row.id == other(one) && !row.hidden)?;
                    let name = row.fields.get("name").cloned().unwrap_or_default();
                    Some(Link { party: row.id, name, role: one.role.clone() })
                })
                .collect(),
        })
    })
}

/// The stage at `now` in every active vocabulary, from stored periods.
pub(crate) fn stages_now(
    words: &Words,
    kept: &[(VocabularyId, Vec<casebook_domain::lifecycle::history::StagePeriod>)],
    now: Timestamp,
) -> Vec<StageNow> {
    let active = words.versions.iter().zip(&words.compiled).filter(|(version, _)| version.active);
    active
        .map(|(version, compiled)| {
            let periods =
                kept.iter().find(|(id, _)| *id == version.id).map(|(_, periods)| periods.as_slice());
            let mut periods = periods.unwrap_or_default().iter();
            let present = periods.find(|one| covers(one.entered_at, one.left_at, now));
            let stage = present.and_then(|one| compiled.vocabulary.stages.get(usize::from(one.stage)));
            StageNow {
                vocabulary: compiled.vocabulary.name.clone(),
                stage: stage.map(|stage| stage.name.clone()),
                since: present.and_then(|one| one.entered_at),
            }
        })
        .collect()
}
