//! Any sequence of adds, edits, bulk edits, hiding, evidence, imports and undos of them leaves what a plain model says.

use std::collections::{BTreeMap, BTreeSet};

use casebook_app::changes::BulkEdit;
use casebook_app::domain::ids::{ChangeSetId, EvidenceId, PartyId};
use casebook_app::domain::lifecycle::order::live;
use casebook_app::domain::party::PartyKind;
use casebook_app::parties;
use casebook_app::{Unwatched, changes, evidence};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const FIELDS: [&str; 2] = ["city", "owner"];
/// More people than this are not added.
const MOST: usize = 9;
/// A file of new people.
const MAPPING: &str = r#"
name = "list"
system = "list"
[party]
kind = "person"
external_id = "Id"
[fields]
name = "Name"
[[evidence]]
kind = "form_submitted"
at = "Created"
"#;
const VALUES: [Option<&str>; 3] = [None, Some("Rome"), Some("Oslo")];

/// Chance that can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// A place that a change can touch: a field of a party, whether it is hidden, whether a piece lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Field(PartyId, &'static str),
    Hidden(PartyId),
    Lives(EvidenceId),
}

/// A place, and what stood there before and after.
type Step = (Place, Option<String>, Option<String>);

/// What is there, as text, and what each change set did: from, to.
#[derive(Default)]
struct Model {
    places: BTreeMap<Place, Option<String>>,
    sets: BTreeMap<ChangeSetId, Vec<Step>>,
    undone: BTreeMap<ChangeSetId, bool>,
    reverses: BTreeMap<ChangeSetId, ChangeSetId>,
    /// Whom each set added by hand, and whom each piece is about.
    added: Vec<(ChangeSetId, PartyId)>,
    about: BTreeMap<EvidenceId, PartyId>,
}

impl Model {
    fn put(&mut self, set: ChangeSetId, place: Place, to: Option<String>) {
        let from = self.places.get(&place).cloned().flatten();
        if from != to {
            self.places.insert(place, to.clone());
            self.sets.entry(set).or_default().push((place, from, to));
        }
    }

    fn undo(&mut self, of: ChangeSetId, by: ChangeSetId) {
        let steps = self.sets[&of].clone();
        for (place, from, to) in steps.iter().rev() {
            // Nobody is made to have never been there: who was added is hidden, if nothing else is known.
            let is_added = matches!(place, Place::Hidden(_)) && from.is_none();
            if !is_added && self.places.get(place).cloned().flatten() == *to {
                self.put(by, *place, from.clone());
            }
        }
        if !self.reverses.contains_key(&of) {
            let touched = steps.iter().filter_map(|(place, ..)| match place {
                Place::Field(id, _) | Place::Hidden(id) => Some(*id),
                Place::Lives(_) => None,
            });
            for id in touched.collect::<BTreeSet<_>>() {
                if !self.is_known(id, of) {
                    self.put(by, Place::Hidden(id), Some("true".into()));
                }
            }
        }
        self.sets.entry(by).or_default();
        self.undone.insert(of, true);
        self.undone.insert(by, false);
        if let Some(first) = self.reverses.get(&of) {
            self.undone.insert(*first, false);
        }
        self.reverses.insert(by, of);
    }

    /// Whether anything speaks for a party but one set: a fact that lives, or that it was added or edited by hand.
    fn is_known(&self, id: PartyId, but: ChangeSetId) -> bool {
        let lives = |(place, value): (&Place, &Option<String>)| match place {
            Place::Lives(piece) => self.about.get(piece) == Some(&id) && value.is_some(),
            _ => false,
        };
        let holds = |set: &ChangeSetId| {
            *set != but && !self.reverses.contains_key(set) && self.undone.get(set) == Some(&false)
        };
        let edits = |steps: &[Step]| {
            steps.iter().any(|(place, ..)| matches!(place, Place::Field(edited, _) if *edited == id))
        };
        self.places.iter().any(lives)
            || self.added.iter().any(|(set, added)| *added == id && holds(set))
            || self.sets.iter().any(|(set, steps)| holds(set) && edits(steps))
    }
}

struct Play {
    room: Room,
    model: Model,
    people: Vec<PartyId>,
    dice: Dice,
}

impl Play {
    fn begin(engine: Engine, seed: u64) -> Self {
        let room = Room::new(engine);
        let people: Vec<PartyId> = ["Ada", "Bob", "Eve"].map(|name| room.add(PartyKind::Person, name)).into();
        let mut model = Model::default();
        for id in &people {
            model.places.insert(Place::Hidden(*id), Some("false".into()));
            // By sets that are never undone.
            model.added.push((ChangeSetId(0), *id));
        }
        model.undone.insert(ChangeSetId(0), false);
        Self { room, model, people, dice: Dice(seed * 7_919 + 11) }
    }

    fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.dice.below(all.len())]
    }

    /// The set of the last write, unless it changed nothing.
    fn wrote(&self, before: Option<ChangeSetId>) -> Option<ChangeSetId> {
        self.room.session.change_set().filter(|set| Some(*set) != before)
    }

    fn step(&mut self) {
        let before = self.room.session.change_set();
        match self.dice.below(12) {
            0..=2 => self.edit(before),
            3 => self.edit_all(),
            4 => self.hide(before),
            5 => self.record(),
            6 if self.people.len() < MOST => self.add(),
            7 if self.people.len() < MOST => self.import(),
            _ => self.undo(),
        }
    }

    fn add(&mut self) {
        let id = self.room.add(PartyKind::Person, &format!("P{}", self.people.len()));
        let set = self.room.session.change_set().unwrap();
        self.model.added.push((set, id));
        self.appeared(set, id);
    }

    /// One or two people whom no file had before.
    fn import(&mut self) {
        let first = self.people.len();
        let ids: Vec<String> = (0..=self.dice.below(2)).map(|place| format!("i{}", first + place)).collect();
        let rows: Vec<String> = ids.iter().map(|id| format!("{id},Q {id},2026-01-05")).collect();
        let report = self.room.import(MAPPING, &format!("Id,Name,Created\n{}\n", rows.join("\n")));
        for id in &ids {
            let party = self.room.party(id);
            self.appeared(report.import.unwrap().into(), party);
        }
    }

    fn appeared(&mut self, set: ChangeSetId, id: PartyId) {
        self.people.push(id);
        self.model.put(set, Place::Hidden(id), Some("false".into()));
        for piece in evidence::list(&self.room.session, id).unwrap() {
            self.model.about.insert(piece.evidence.id, id);
            self.model.put(set, Place::Lives(piece.evidence.id), Some("true".into()));
        }
        self.model.undone.insert(set, false);
    }

    fn edit(&mut self, before: Option<ChangeSetId>) {
        let people = self.people.clone();
        let id = self.one(&people);
        let (field, value) = (self.one(&FIELDS), self.one(&VALUES).map(str::to_owned));
        parties::edit(&self.room.session, id, vec![(field.to_owned(), value.clone())]).unwrap();
        if let Some(set) = self.wrote(before) {
            self.model.put(set, Place::Field(id, field), value);
            self.model.undone.insert(set, false);
        }
    }

    fn edit_all(&mut self) {
        let (field, value) = (self.one(&FIELDS), self.one(&VALUES).map(str::to_owned));
        let set = vec![(field.to_owned(), value.clone())];
        let edit = BulkEdit { filter: parties::Filter::default(), set, request: "{}".into() };
        let Some(set) = changes::edit_all(&self.room.session, &edit, &Unwatched).unwrap().change_set else {
            return;
        };
        self.model.sets.entry(set).or_default();
        self.model.undone.insert(set, false);
        for id in self.people.clone() {
            if self.model.places[&Place::Hidden(id)].as_deref() == Some("false") {
                self.model.put(set, Place::Field(id, field), value.clone());
            }
        }
    }

    fn hide(&mut self, before: Option<ChangeSetId>) {
        let people = self.people.clone();
        let (id, hidden) = (self.one(&people), self.one(&[true, false]));
        let act = if hidden { parties::hide } else { parties::restore };
        act(&self.room.session, id).unwrap();
        if let Some(set) = self.wrote(before) {
            self.model.put(set, Place::Hidden(id), Some(hidden.to_string()));
            self.model.undone.insert(set, false);
        }
    }

    fn record(&mut self) {
        let people = self.people.clone();
        let (id, kind) = (self.one(&people), self.one(&["call_held", "form_submitted", "deal_won"]));
        let piece = self.room.record(id, kind, 3);
        let set = self.room.session.change_set().unwrap();
        self.model.about.insert(piece.id, id);
        self.model.put(set, Place::Lives(piece.id), Some("true".into()));
        self.model.undone.insert(set, false);
    }

    fn undo(&mut self) {
        let open: Vec<ChangeSetId> = self
            .model
            .undone
            .iter()
            .filter(|(set, undone)| set.0 > 0 && !**undone)
            .map(|(set, _)| *set)
            .collect();
        if open.is_empty() {
            return;
        }
        let of = self.one(&open);
        let by = self.room.undo_set(of).change_set.unwrap();
        self.model.undo(of, by);
    }

    fn assert_as_the_model_says(&self, seed: u64) {
        let mut lives = BTreeMap::new();
        for id in &self.people {
            let card = parties::show(&self.room.session, *id).unwrap();
            let is = |place| self.model.places.get(&place).cloned().flatten();
            for field in FIELDS {
                let value = card.fields.get(field).cloned();
                assert_eq!(value, is(Place::Field(*id, field)), "seed {seed}: {field} of {id}");
            }
            assert_eq!(Some(card.hidden.to_string()), is(Place::Hidden(*id)), "seed {seed}: {id}");
            let all = evidence::list(&self.room.session, *id).unwrap();
            let pieces: Vec<_> = all.iter().map(|one| one.evidence.piece_for(*id)).collect();
            lives.extend(pieces.iter().zip(live(&pieces)).map(|(piece, lives)| (piece.id, lives)));
        }
        for (place, value) in &self.model.places {
            if let Place::Lives(id) = place {
                assert_eq!(lives[id], value.is_some(), "seed {seed}: {id}");
            }
        }
        self.room.assert_verified();
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn any_sequence_of_changes_and_undos_leaves_what_a_plain_model_says(#[case] engine: Engine) {
    for seed in 0..12 {
        let mut play = Play::begin(engine, seed);
        for _ in 0..30 {
            play.step();
        }
        play.assert_as_the_model_says(seed);
    }
}
