//! All that a party has been: its stages in every vocabulary and its standings, each with what began and ended it.

use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::history::{StagePeriod, StandingPeriod};
use casebook_domain::zone::Zone;
use casebook_store::{party, projection};

use crate::desk::Session;
use crate::error::{Error, Result};

/// The stages of a party in one vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stages {
    /// The vocabulary's name.
    pub vocabulary: String,
    /// The names of all its stages, in order; a period's `stage` is a place in them.
    pub names: Vec<String>,
    /// The periods, in the order of time, those to come by what is known today too.
    pub periods: Vec<StagePeriod>,
}

/// The whole history of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Its stages, by vocabulary in use.
    pub stages: Vec<Stages>,
    /// Its standings, in the order of time.
    pub standings: Vec<StandingPeriod>,
    /// The zone in which days are derived.
    pub zone: Zone,
}

/// Reads the history of a party, hidden or not.
pub fn history(session: &Session, id: PartyId) -> Result<History> {
    session.read(|connection, words| {
        party::get(connection, id)?
            .filter(|_| session.sees(id))
            .ok_or_else(|| Error::not_found("party", id.to_string()))?;
        let kept = projection::read_many(connection, &[id])?.pop();
        let (mut kept_stages, standings) = kept.map(|kept| (kept.stages, kept.standings)).unwrap_or_default();
        let active = words.versions.iter().zip(&words.compiled).filter(|(version, _)| version.active);
        let stages = active.map(|(version, compiled)| {
            let place = kept_stages.iter().position(|(vocabulary, _)| *vocabulary == version.id);
            Stages {
                vocabulary: compiled.vocabulary.name.clone(),
                names: compiled.vocabulary.stages.iter().map(|stage| stage.name.clone()).collect(),
                periods: place.map(|place| kept_stages.swap_remove(place).1).unwrap_or_default(),
            }
        });
        Ok(History { stages: stages.collect(), standings, zone: words.zone.clone() })
    })
}
