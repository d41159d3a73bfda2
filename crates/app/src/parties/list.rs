//! Lists of parties, a page at a time, sorted by name.

use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::history::{Standing, covers};
use casebook_domain::party::PartyKind;
use casebook_store::party::{self, Cursor, PartyRow};
use casebook_store::projection::{self, Projection};

use super::show::{StageNow, stages_now};
use crate::desk::Session;
use crate::error::{Error, Result};

/// Which parties to list.
#[derive(Clone, Debug, Default)]
pub struct PartyFilter {
    /// Fragments that all must be found in name, mail, phone, company or note.
    pub query: Option<String>,
    /// People or organizations only.
    pub kind: Option<PartyKind>,
    /// How they were acquired.
    pub source: Option<String>,
    /// Hidden parties too.
    pub hidden: bool,
    /// Stage at present, as (vocabulary, stage).
    pub stage: Option<(String, String)>,
    /// Standing at present.
    pub standing: Option<Standing>,
}

/// A party in a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Its id.
    pub id: PartyId,
    /// Its name.
    pub name: String,
    /// Its mail.
    pub email: Option<String>,
    /// How it was acquired.
    pub source: Option<String>,
    /// Whether it is hidden.
    pub hidden: bool,
    /// Its stage in each vocabulary.
    pub stages: Vec<StageNow>,
    /// Its standing; `None` without evidence.
    pub standing: Option<Standing>,
}

/// How many rows are read at a time while looking for those that fit a stage.
const STEP: usize = 500;

/// Lists the first `limit` parties that fit, by name; says whether there are more.
pub fn list(session: &Session, filter: &PartyFilter, limit: usize) -> Result<(Vec<Listing>, bool)> {
    let stored = party::PartyFilter {
        hidden_too: filter.hidden,
        kind: filter.kind,
        text: filter.query.clone(),
        source: filter.source.clone(),
        ..party::PartyFilter::default()
    };
    let now = session.now();
    session.read(|connection, words| {
        if let Some((vocabulary, stage)) = &filter.stage
            && !words.has_stage(vocabulary, stage)
        {
            return Err(Error::not_found("stage", format!("{vocabulary}={stage}")));
        }
        let (mut after, mut listed): (Option<Cursor>, Vec<Listing>) = (None, Vec::new());
        loop {
            let page = party::list(connection, &stored, after.as_ref(), STEP.min(limit + 1))?;
            let ids: Vec<PartyId> = page.parties.iter().map(|row| row.id).collect();
            let kept = projection::read_many(connection, &ids)?;
            for row in page.parties {
                let kept = kept.iter().find(|kept| kept.party == row.id);
                let stages = kept.map(|kept| stages_now(words, &kept.stages, now)).unwrap_or_default();
                listed.extend(Some(listing(row, kept, stages, now)).filter(|one| fits(filter, one)));
                if listed.len() > limit {
                    listed.truncate(limit);
                    return Ok((listed, true));
                }
            }
            match page.next {
                Some(next) => after = Some(next),
                None => return Ok((listed, false)),
            }
        }
    })
}

fn listing(
    row: PartyRow,
    kept: Option<&Projection>,
    stages: Vec<StageNow>,
    now: casebook_domain::time::Timestamp,
) -> Listing {
    let standings = kept.map(|kept| kept.standings.as_slice()).unwrap_or_default();
    let standing = standings.iter().find(|one| covers(one.entered_at, one.left_at, now));
    let mut fields = row.fields;
    Listing {
        id: row.id,
        name: fields.remove("name").unwrap_or_default(),
        email: fields.remove("email"),
        source: fields.remove("source"),
        hidden: row.hidden,
        stages,
        standing: standing.map(|one| one.standing),
    }
}

fn fits(filter: &PartyFilter, one: &Listing) -> bool {
    filter.standing.is_none_or(|wanted| one.standing == Some(wanted))
        && filter.stage.as_ref().is_none_or(|(vocabulary, stage)| {
            one.stages.iter().any(|now| now.vocabulary == *vocabulary && now.stage.as_ref() == Some(stage))
        })
}
