//! Everything about one party at a glance.

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::key::shown_system;
use casebook_domain::lifecycle::history::{StageNow, Standing, StandingPeriod, covers};
use casebook_domain::party::Fields;
use casebook_domain::time::Timestamp;
use casebook_store::link::{self, LinkRow};
use casebook_store::party::PartyRow;
use casebook_store::projection::StagesByVocabulary;
use casebook_store::{Connection, party, party_key, projection};

use crate::desk::Definitions;
use crate::desk::Session;
use crate::error::{Error, Result};

/// A party with its present stage in every vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// A link to another party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The other party.
    pub party: PartyId,
    /// Its name.
    pub name: String,
    /// As what, for example `works at`; `parent` and `subsidiary` between organizations.
    pub role: String,
}

/// The role of an organization seen from the one above it.
const SUBSIDIARY: &str = "subsidiary";

/// Shows a party, hidden or not.
pub fn show(session: &Session, id: PartyId) -> Result<Card> {
    let now = session.now();
    session.read(|connection, words| stored(session, connection, words, id, now))
}

/// The card of a party as it is in this transaction.
pub(crate) fn stored(
    session: &Session,
    connection: &mut Connection<'_>,
    words: &Definitions,
    id: PartyId,
    now: Timestamp,
) -> Result<Card> {
    let row = party::get(connection, id)?.filter(|_| session.sees(id));
    let row = row.ok_or_else(|| Error::not_found("party", id.to_string()))?;
    let keys = party_key::of_parties(connection, &[id])?.remove(&id).unwrap_or_default();
    let vocabularies: Vec<VocabularyId> = words.versions.iter().map(|version| version.id).collect();
    let (stages, standings) = projection::periods_of(connection, id, &vocabularies)?;
    let external = keys
        .into_iter()
        .filter(|key| !key.freed && !key.system.starts_with(':'))
        .map(|key| (shown_system(&key.system, id.kind()).to_owned(), key.value))
        .collect();
    let links = links_of(session, connection, id)?;
    Ok(Card { links, ..card(words, row, external, (&stages, &standings), now) })
}

/// The card of a party that is linked to nobody.
pub(super) fn card(
    words: &Definitions,
    row: PartyRow,
    external: Vec<(String, String)>,
    (stages, standings): (&StagesByVocabulary, &[StandingPeriod]),
    now: Timestamp,
) -> Card {
    let standing = standings.iter().find(|one| covers(one.entered_at, one.left_at, now));
    Card {
        id: row.id,
        external,
        hidden: row.hidden,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        fields: row.fields,
        stages: stages_now(words, stages, now),
        standing: standing.map(|one| (one.standing, one.reason.clone())),
        links: Vec::new(),
    }
}

fn links_of(session: &Session, connection: &mut Connection<'_>, id: PartyId) -> Result<Vec<Link>> {
    let mut linked = link::of_parties(connection, &[id])?;
    let other = |one: &LinkRow| if one.person == id { one.organization } else { one.person };
    linked.retain(|one| !one.ended && session.sees(other(one)));
    if linked.is_empty() {
        return Ok(Vec::new());
    }
    let others = party::get_many(connection, &linked.iter().map(other).collect::<Vec<_>>())?;
    let link = |one: &LinkRow| {
        let row = others.iter().find(|row| row.id == other(one) && !row.hidden)?;
        let name = row.fields.get("name").cloned().unwrap_or_default();
        let role = if one.is_of_tree() && row.id == one.person { SUBSIDIARY } else { &one.role };
        Some(Link { party: row.id, name, role: role.to_owned() })
    };
    Ok(linked.iter().filter_map(link).collect())
}

/// The stage at `now` in every active vocabulary, from stored periods.
pub(crate) fn stages_now(
    words: &Definitions,
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
                since: present.and_then(|one| one.since(&words.zone)),
            }
        })
        .collect()
}
