//! Updating the projections of parties: only the rows that differ are written.

use std::collections::BTreeMap;

use casebook_domain::ids::{PartyId, VocabularyId};
use casebook_domain::lifecycle::history::StagePeriod;

use super::{FACTS, Projection, STAGE, STANDING, facts_values, stage_row, standing_row};
use crate::engine::Engine;
use crate::error::Result;
use crate::exec::value::{Value, id_list};
use crate::exec::{Batch, Connection, checksum, dialect};

/// The projection of a party before and after a change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is stored. For a vocabulary that it does not contain, everything is replaced.
    pub before: Projection,
    /// What is to be stored.
    pub after: Projection,
}

/// Stores the differences of each party, of a few.
pub fn change_many(connection: &mut Connection<'_>, changes: &[Change]) -> Result<()> {
    let mut batch = Batch::default();
    for change in changes {
        change.facts(&mut batch);
        change.stages(&mut batch);
        change.standings(&mut batch);
    }
    connection.run(&batch)
}

/// The same of many parties: what goes, goes in a handful of statements.
pub fn change_together(connection: &mut Connection<'_>, changes: &[Change]) -> Result<()> {
    let mut batch = Batch::default();
    facts_together(connection.engine(), changes, &mut batch);
    stages_together(connection.engine(), changes, &mut batch);
    standings_together(connection.engine(), changes, &mut batch);
    connection.run(&batch)
}

fn facts_together<'c>(engine: Engine, changes: &'c [Change], batch: &mut Batch<'c>) {
    let others: Vec<&Change> = changes.iter().filter(|one| one.after.facts != one.before.facts).collect();
    let parties: Vec<PartyId> = others.iter().map(|one| one.after.party).collect();
    let sql = format!("DELETE FROM party_facts WHERE party {}", dialect::among(engine, 1));
    batch.execute(sql, vec![id_list(&parties, |id| id.0)]);
    let rows = others.iter().flat_map(|one| facts_values(std::slice::from_ref(&one.after)));
    batch.insert("party_facts", &FACTS, rows.collect());
}

fn stages_together<'c>(engine: Engine, changes: &'c [Change], batch: &mut Batch<'c>) {
    let mut gone: BTreeMap<(VocabularyId, usize), Vec<PartyId>> = BTreeMap::new();
    for change in changes {
        for (vocabulary, kept) in change.stages_gone() {
            gone.entry((vocabulary, kept)).or_default().push(change.after.party);
        }
    }
    let among = dialect::among(engine, 3);
    for ((vocabulary, kept), parties) in gone {
        let sql = format!("DELETE FROM stage_period WHERE vocabulary = $1 AND seq >= $2 AND party {among}");
        batch.execute(sql, vec![vocabulary.into(), (kept as i64).into(), id_list(&parties, |id| id.0)]);
    }
    batch.insert("stage_period", &STAGE, changes.iter().flat_map(Change::new_stages).collect());
}

fn standings_together<'c>(engine: Engine, changes: &'c [Change], batch: &mut Batch<'c>) {
    let mut gone: BTreeMap<usize, Vec<PartyId>> = BTreeMap::new();
    for change in changes {
        if let Some(kept) = change.standings_gone() {
            gone.entry(kept).or_default().push(change.after.party);
        }
    }
    let among = dialect::among(engine, 2);
    for (kept, parties) in gone {
        let sql = format!("DELETE FROM standing_period WHERE seq >= $1 AND party {among}");
        batch.execute(sql, vec![(kept as i64).into(), id_list(&parties, |id| id.0)]);
    }
    batch.insert("standing_period", &STANDING, changes.iter().flat_map(Change::new_standings).collect());
}

impl Change {
    fn facts<'c>(&'c self, batch: &mut Batch<'c>) {
        if self.after.facts == self.before.facts {
            return;
        }
        if self.after.facts.is_none() {
            batch.execute("DELETE FROM party_facts WHERE party = $1", vec![self.after.party.into()]);
            return;
        }
        let columns = checksum::and_checksum(&FACTS);
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        let sets: Vec<String> =
            columns.iter().skip(1).map(|column| format!("{column} = excluded.{column}")).collect();
        let sql = format!(
            "INSERT INTO party_facts ({}) VALUES ({}) ON CONFLICT (party) DO UPDATE SET {}",
            columns.join(", "),
            places.join(", "),
            sets.join(", ")
        );
        let row = facts_values(std::slice::from_ref(&self.after));
        batch.execute(sql, checksum::added("party_facts", &FACTS, row));
    }

    fn stages<'c>(&'c self, batch: &mut Batch<'c>) {
        for (vocabulary, kept) in self.stages_gone() {
            let sql = "DELETE FROM stage_period WHERE vocabulary = $1 AND party = $2 AND seq >= $3";
            batch.execute(sql, vec![vocabulary.into(), self.after.party.into(), (kept as i64).into()]);
        }
        batch.insert("stage_period", &STAGE, self.new_stages().collect());
    }

    fn standings<'c>(&'c self, batch: &mut Batch<'c>) {
        if let Some(kept) = self.standings_gone() {
            let sql = "DELETE FROM standing_period WHERE party = $1 AND seq >= $2";
            batch.execute(sql, vec![self.after.party.into(), (kept as i64).into()]);
        }
        batch.insert("standing_period", &STANDING, self.new_standings().collect());
    }

    /// What is stored of a vocabulary; nothing if it is not known.
    fn stored(&self, vocabulary: VocabularyId) -> Option<&[StagePeriod]> {
        let found = self.before.stages.iter().find(|(known, _)| *known == vocabulary);
        found.map(|(_, periods)| periods.as_slice())
    }

    /// The vocabularies of which periods go, and how many stay of each.
    fn stages_gone(&self) -> impl Iterator<Item = (VocabularyId, usize)> {
        self.after.stages.iter().filter_map(|(vocabulary, now)| {
            let before = self.stored(*vocabulary);
            let kept = in_common(before.unwrap_or_default(), now);
            before.is_none_or(|before| before.len() > kept).then_some((*vocabulary, kept))
        })
    }

    /// The rows of the periods that come, flat.
    fn new_stages(&self) -> impl Iterator<Item = Value<'_>> {
        self.after.stages.iter().flat_map(|(vocabulary, now)| {
            let kept = in_common(self.stored(*vocabulary).unwrap_or_default(), now);
            let new = now.iter().enumerate().skip(kept);
            new.flat_map(|(seq, period)| stage_row(*vocabulary, self.after.party, seq, period))
        })
    }

    /// How many standings stay, if any goes.
    fn standings_gone(&self) -> Option<usize> {
        let kept = in_common(&self.before.standings, &self.after.standings);
        (self.before.standings.len() > kept).then_some(kept)
    }

    fn new_standings(&self) -> impl Iterator<Item = Value<'_>> {
        let kept = in_common(&self.before.standings, &self.after.standings);
        let new = self.after.standings.iter().enumerate().skip(kept);
        new.flat_map(|(seq, period)| standing_row(self.after.party, seq, period))
    }
}

/// How many first periods two lists have in common.
fn in_common<T: PartialEq>(before: &[T], now: &[T]) -> usize {
    before.iter().zip(now).take_while(|(before, now)| before == now).count()
}
