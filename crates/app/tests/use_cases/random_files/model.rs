//! What must be there after a file: a plain list of parties, looked through from the front.

use std::collections::{BTreeMap, HashMap};

use super::facts::{Fact, Sale};
use super::meaning::{Key, Meaning, meaning};
use super::table::File;

#[derive(Clone, Debug, Default)]
pub struct Party {
    pub is_person: bool,
    pub fields: BTreeMap<String, String>,
    pub facts: Vec<Fact>,
    /// Names of the accounts that a person works at.
    pub accounts: Vec<usize>,
    pub id: Option<String>,
}

/// What an import has to report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub created: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub rejected: u64,
    pub evidence: u64,
    pub kept: u64,
    /// Whether rows differ in the owner of the deal alone, so that one of them is named whenever the file comes.
    pub are_owners_named: bool,
    /// By column and value.
    pub unknown: BTreeMap<(String, String), u64>,
}

/// Everybody of a story.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub parties: Vec<Party>,
    /// Sales, and which file brought each.
    pub sales: Vec<(Sale, usize)>,
    file: usize,
    /// By kind of party and key.
    keys: HashMap<(bool, Key), usize>,
}

impl Model {
    /// Takes a file; says what that comes to, and whom each row is about, if it is about anybody.
    pub fn take(&mut self, file: &File) -> (Counts, Vec<Option<usize>>) {
        let mut counts = Counts { rejected: file.no_rows() as u64, ..Counts::default() };
        let mut before: Vec<(Meaning, usize)> = Vec::new();
        let mut about = Vec::new();
        self.file += 1;
        for row in file.rows() {
            let meant = meaning(file, row);
            let unknown = meant.as_ref().map(|meant| meant.unknown.clone()).unwrap_or_default();
            let is_same = |one: &Meaning| meant.as_ref().is_some_and(|meant| meant.is_same(one));
            let again = before.iter_mut().find(|(one, _)| is_same(one));
            let party = match (again, meant) {
                (Some((one, party)), Some(meant)) => {
                    // A row that names another owner than the last of its like is looked at once more.
                    if *one != meant {
                        counts.are_owners_named = true;
                        self.note_sale(&meant, &mut counts);
                        *one = meant;
                    }
                    let party = *party;
                    counts.unchanged += 1;
                    Some(party)
                }
                (None, Some(meant)) => {
                    let party = self.row(&meant, &mut counts);
                    before.extend(party.map(|party| (meant, party)));
                    party
                }
                (_, None) => None,
            };
            counts.rejected += u64::from(party.is_none());
            for value in unknown.into_iter().filter(|_| party.is_some()) {
                *counts.unknown.entry(value).or_default() += 1;
            }
            about.push(party);
        }
        (counts, about)
    }

    fn row(&mut self, meant: &Meaning, counts: &mut Counts) -> Option<usize> {
        let found = self.find(meant.is_person, &meant.keys);
        if found.is_none() && meant.must_exist {
            return None;
        }
        let id = found.unwrap_or_else(|| self.add(meant.is_person));
        self.claim(id, &meant.keys);
        let is_changed = self.fill(id, meant, counts);
        let mut appended = meant.facts.clone();
        if found.is_none() && meant.facts.iter().all(Fact::is_of_consent) {
            appended.push(Fact::new("details_learned", None));
        }
        counts.evidence += appended.len() as u64;
        if let Some(keys) = &meant.account {
            self.join(id, keys, counts);
        }
        self.note_sale(meant, counts);
        match (found.is_none(), is_changed || !appended.is_empty()) {
            (true, _) => counts.created += 1,
            (_, true) => counts.updated += 1,
            _ => counts.unchanged += 1,
        }
        self.parties[id].facts.extend(appended);
        Some(id)
    }

    /// The party with the first key, else with another one, unless it has an id and the row has one as well.
    fn find(&self, is_person: bool, keys: &[Key]) -> Option<usize> {
        let has_id = keys.first().is_some_and(|(kind, _)| *kind == "id");
        keys.iter().find_map(|key| {
            let found = *self.keys.get(&(is_person, key.clone()))?;
            let is_other = key.0 != "id" && has_id && self.parties[found].id.is_some();
            (!is_other).then_some(found)
        })
    }

    fn add(&mut self, is_person: bool) -> usize {
        self.parties.push(Party { is_person, ..Party::default() });
        self.parties.len() - 1
    }

    fn claim(&mut self, id: usize, keys: &[Key]) {
        let is_person = self.parties[id].is_person;
        for key in keys {
            self.keys.entry((is_person, key.clone())).or_insert(id);
            if key.0 == "id" {
                self.parties[id].id.get_or_insert_with(|| key.1.clone());
            }
        }
    }

    /// What is empty is filled; what is not stays.
    fn fill(&mut self, id: usize, meant: &Meaning, counts: &mut Counts) -> bool {
        let mut is_changed = false;
        for (name, value) in &meant.fields {
            match self.parties[id].fields.get(name) {
                None => {
                    self.parties[id].fields.insert(name.clone(), value.clone());
                    is_changed = true;
                }
                Some(known) => counts.kept += u64::from(known != value),
            }
        }
        is_changed
    }

    fn join(&mut self, person: usize, keys: &[Key], counts: &mut Counts) {
        let found = self.find(false, keys);
        let account = found.unwrap_or_else(|| self.add(false));
        self.claim(account, keys);
        if found.is_none() {
            self.parties[account].facts.push(Fact::new("details_learned", None));
            counts.evidence += 1;
        }
        if let Some((_, name)) = keys.iter().find(|(kind, _)| *kind == "name") {
            self.parties[account].fields.entry("name".to_owned()).or_insert_with(|| name.clone());
        }
        if !self.parties[person].accounts.contains(&account) {
            self.parties[person].accounts.push(account);
        }
    }

    /// A sale is called what the first row says, and what another one says is reported. One that an earlier file brought is
    /// given no name.
    fn note_sale(&mut self, meant: &Meaning, counts: &mut Counts) {
        let Some(sale) = &meant.sale else { return };
        let Some((known, file)) = self.sales.iter_mut().find(|(one, _)| one.key == sale.key) else {
            self.sales.push((sale.clone(), self.file));
            return;
        };
        let pairs = [(&mut known.title, &sale.title), (&mut known.owner, &sale.owner)];
        for (known, given) in pairs {
            if *file == self.file && known.is_none() {
                known.clone_from(given);
            } else if given.is_some() && known != given {
                counts.kept += 1;
            }
        }
    }
}
