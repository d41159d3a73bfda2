//! Lists of parties, a page at a time, sorted by name.

use casebook_domain::ids::PartyId;
use casebook_domain::lifecycle::history::{Standing, covers};
use casebook_domain::party::PartyKind;
use casebook_domain::text::fold;
use casebook_store::{party, projection};

use super::show::{StageNow, stages_now};
use crate::casebook::Casebook;
use crate::error::Result;

/// Which parties to list.
#[derive(Clone, Debug, Default)]
pub struct PartyFilter {
    /// Fragments that all must be found in name, mail, phone, company or note.
    pub query: Option<String>,
    /// People or organizations only.
    pub kind: Option<PartyKind>,
    /// How they were acquired.
    pub source: Option<String>,
    /// Hidden parties instead of visible ones.
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
    /// Its stage in each vocabulary.
    pub stages: Vec<StageNow>,
    /// Its standing; `None` without evidence.
    pub standing: Option<Standing>,
}

/// How many rows are read at a time while looking for those that fit a stage.
const STEP: usize = 500;

/// Lists up to `limit` parties after the one named `after`; the second value continues the list.
pub fn list(
    casebook: &Casebook,
    filter: &PartyFilter,
    after: Option<(String, PartyId)>,
    limit: usize,
) -> Result<(Vec<Listing>, Option<(String, PartyId)>)> {
    let stored = party::PartyFilter {
        tokens: filter.query.as_deref().map(|query| fold(query).split(' ').map(str::to_owned).collect()).unwrap_or_default(),
        kind: filter.kind,
        source: filter.source.clone(),
        hidden: filter.hidden,
    };
    let now = casebook.now();
    casebook.read(|connection, words| {
        if let Some((vocabulary, stage)) = &filter.stage
            && !words.has_stage(vocabulary, stage)
        {
            return Err(crate::Error::not_found("stage", format!("{vocabulary}={stage}")));
        }
        let mut after = after.clone();
        let mut listed = Vec::new();
        loop {
            let rows = party::list(connection, &stored, after.as_ref(), STEP)?;
            let complete = rows.len() < STEP;
            let ids: Vec<PartyId> = rows.iter().map(|row| row.id).collect();
            let kept = projection::read_many(connection, &ids)?;
            for row in rows {
                after = Some((fold(row.name()), row.id));
                let kept = kept.iter().find(|kept| kept.party == row.id);
                let standing = kept
                    .and_then(|kept| kept.standings.iter().find(|one| covers(one.entered_at, one.left_at, now)))
                    .map(|one| one.standing);
                let stages = kept.map(|kept| stages_now(words, &kept.stages, now)).unwrap_or_default();
                let fits = filter.standing.is_none_or(|wanted| standing == Some(wanted))
                    && filter.stage.as_ref().is_none_or(|(vocabulary, stage)| {
                        stages.iter().any(|one| one.vocabulary == *vocabulary && one.stage.as_ref() == Some(stage))
                    });
                if fits {
                    let field = |name: &str| row.fields.get(name).cloned();
                    let (email, source) = (field("email"), field("source"));
                    listed.push(Listing { id: row.id, name: row.name().to_owned(), email, source, stages, standing });
                }
                if listed.len() == limit {
                    return Ok((listed, after));
                }
            }
            if complete {
                return Ok((listed, None));
            }
        }
    })
}
