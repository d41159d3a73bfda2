//! Updating the projections of a few parties: only the rows that differ are written.

use casebook_domain::ids::PartyId;

use super::{FACTS, Projection, STAGE, STANDING, facts_values, stage_row, standing_row};
use crate::error::Result;
use crate::exec::value::Value;
use crate::exec::{Batch, Connection, checksum};

/// The projection of a party before and after a change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is stored. For a vocabulary that it does not contain, everything is replaced.
    pub before: Projection,
    /// What is to be stored.
    pub after: Projection,
}

/// Stores the differences of each party.
pub fn change_many(connection: &mut Connection<'_>, changes: &[Change]) -> Result<()> {
    let mut batch = Batch::default();
    for change in changes {
        change.facts(&mut batch);
        change.stages(&mut batch);
        change.standings(&mut batch);
    }
    connection.run(&batch)
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
        let party = self.after.party;
        for (vocabulary, now) in &self.after.stages {
            let before = self.before.stages.iter().find(|(known, _)| known == vocabulary);
            let before = before.map(|(_, list)| list.as_slice());
            let kept = in_common(before.unwrap_or_default(), now);
            if before.is_none_or(|before| before.len() > kept) {
                let sql = "DELETE FROM stage_period WHERE vocabulary = $1 AND party = $2 AND seq >= $3";
                batch.execute(sql, vec![(*vocabulary).into(), party.into(), (kept as i64).into()]);
            }
            let new = now.iter().enumerate().skip(kept);
            let rows = new.flat_map(|(seq, period)| stage_row(*vocabulary, party, seq, period));
            batch.insert("stage_period", &STAGE, rows.collect());
        }
    }

    fn standings<'c>(&'c self, batch: &mut Batch<'c>) {
        let (before, now, party): (_, _, PartyId) =
            (&self.before.standings, &self.after.standings, self.after.party);
        let kept = in_common(before, now);
        if before.len() > kept {
            let sql = "DELETE FROM standing_period WHERE party = $1 AND seq >= $2";
            batch.execute(sql, vec![party.into(), (kept as i64).into()]);
        }
        let new = now.iter().enumerate().skip(kept);
        let rows: Vec<Value<'_>> = new.flat_map(|(seq, period)| standing_row(party, seq, period)).collect();
        batch.insert("standing_period", &STANDING, rows);
    }
}

/// How many first periods two lists have in common.
fn in_common<T: PartialEq>(before: &[T], now: &[T]) -> usize {
    before.iter().zip(now).take_while(|(before, now)| before == now).count()
}
