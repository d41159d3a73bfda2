//! What the database says, in plain loops: what the index in memory is compared with.

use std::collections::BTreeMap;

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::kind::{Family, Kinds};
use casebook_app::domain::lifecycle::history::covers;
use casebook_app::domain::text::fold;
use casebook_app::domain::time::Timestamp;
use casebook_app::domain::vocabulary::Vocabulary;
use casebook_app::evidence::Listed;
use casebook_app::parties::{
    Card, EvidenceOf, FieldIs, Filter, Leaf, Point, StageIs, StageTest, Stretch, show,
};
use casebook_app::{evidence, kinds};
use casebook_store::party;
use casebook_store::projection;

use crate::room::Room;

/// A party with everything that filters ask for.
pub struct Plain {
    pub card: Card,
    pub evidence: Vec<Listed>,
    first_at: Option<Timestamp>,
    last_at: Option<Timestamp>,
    /// The furthest stage in each vocabulary.
    furthest: BTreeMap<String, Option<String>>,
    linked: Vec<PartyId>,
}

/// Everybody.
pub struct Company {
    pub parties: Vec<Plain>,
    kinds: Kinds,
    stages: BTreeMap<String, Vec<String>>,
    now: Timestamp,
}

impl Company {
    pub fn of(room: &Room) -> Self {
        let read = room.database.store().read(|connection| {
            let ids = party::ids_after(connection, PartyId(i64::MIN), i64::MAX)?;
            projection::read_many(connection, &ids)
        });
        let active: Vec<_> = ["journey", "zoho", "inbound"]
            .map(|name| casebook_app::vocabularies::show(&room.session, name, None).unwrap())
            .map(|(version, compiled)| (version.id, compiled.vocabulary))
            .into();
        let now = room.session.now();
        let names = |one: &Vocabulary| one.stages.iter().map(|stage| stage.name.clone()).collect();
        let stages: BTreeMap<String, Vec<String>> =
            active.iter().map(|(_, one)| (one.name.clone(), names(one))).collect();
        let plain = |kept: projection::Projection| {
            let furthest = active.iter().map(|(id, one)| {
                let periods =
                    kept.stages.iter().find(|(other, _)| other == id).map(|(_, list)| list.as_slice());
                let begun = |at: Option<Timestamp>| at.is_none_or(|at| at <= now);
                let begun = periods.unwrap_or_default().iter().filter(|one| begun(one.entered_at));
                let stage = begun.map(|one| one.stage).max();
                let name = |stage: u8| one.stages[usize::from(stage)].name.clone();
                (one.name.clone(), stage.map(name))
            });
            let linked = room
                .database
                .store()
                .read(|connection| casebook_store::link::of_parties(connection, &[kept.party]));
            let linked = linked.unwrap().into_iter().filter(|one| !one.ended);
            Plain {
                card: show(&room.session, kept.party).unwrap(),
                evidence: evidence::list(&room.session, kept.party).unwrap(),
                first_at: kept.facts.as_ref().and_then(|facts| facts.first_at),
                last_at: kept.facts.as_ref().and_then(|facts| facts.last_at),
                furthest: furthest.collect(),
                linked: linked
                    .flat_map(|one| [one.person, one.organization])
                    .filter(|id| *id != kept.party)
                    .collect(),
            }
        };
        let parties = read.unwrap().into_iter().map(plain).collect();
        Self { parties, kinds: kinds::list(&room.session).unwrap(), stages, now }
    }

    /// Who fits a filter, in the order of ids.
    pub fn fitting(&self, filter: &Filter) -> Vec<PartyId> {
        let hidden_too = speaks_of_hidden(filter);
        let fits = |one: &&Plain| (hidden_too || !one.card.hidden) && self.fits(one, filter);
        self.parties.iter().filter(fits).map(|one| one.card.id).collect()
    }

    pub fn fits(&self, one: &Plain, filter: &Filter) -> bool {
        match filter {
            Filter::All(parts) => parts.iter().all(|part| self.fits(one, part)),
            Filter::Any(parts) => parts.iter().any(|part| self.fits(one, part)),
            Filter::Not(part) => !self.fits(one, part),
            Filter::Leaf(leaf) => self.fits_leaf(one, leaf),
        }
    }

    fn fits_leaf(&self, one: &Plain, leaf: &Leaf) -> bool {
        let card = &one.card;
        match leaf {
            Leaf::Text(text) => {
                let lines = ["name", "email", "phone", "company", "note"]
                    .iter()
                    .filter_map(|name| card.fields.get(*name));
                let lines: Vec<String> = lines.map(|line| fold(line)).collect();
                fold(text).split(' ').filter(|word| !word.is_empty()).all(|word| {
                    let short = word.chars().count() <= 2;
                    let begins = |line: &String| line.split(' ').any(|other| other.starts_with(word));
                    lines.iter().any(|line| if short { begins(line) } else { line.contains(word) })
                })
            }
            Leaf::Kind(kind) => card.id.kind() == *kind,
            Leaf::Standing(wanted) => wanted.contains(&card.standing.as_ref().map(|one| one.0)),
            Leaf::Stage(is) => {
                let now = card.stages.iter().find(|one| one.vocabulary == is.vocabulary).unwrap();
                self.stage_fits(now.stage.as_ref(), is)
            }
            Leaf::Furthest(is) => self.stage_fits(one.furthest[&is.vocabulary].as_ref(), is),
            Leaf::Field(name, is) => {
                let value = card.fields.get(name).map(|value| fold(value)).unwrap_or_default();
                match is {
                    FieldIs::Is(wanted) => value == fold(wanted),
                    FieldIs::IsNot(wanted) => value != fold(wanted),
                    FieldIs::OneOf(wanted) => wanted.iter().any(|wanted| value == fold(wanted)),
                    FieldIs::Contains(wanted) => value.contains(&fold(wanted)),
                    FieldIs::Empty => value.is_empty(),
                    FieldIs::Compares(..) => panic!("no field of the room holds numbers"),
                }
            }
            Leaf::Time(point, stretch) => {
                let time = match point {
                    Point::Created => Some(card.created_at),
                    Point::Updated => Some(card.updated_at),
                    Point::FirstEvidence => one.first_at,
                    Point::LastEvidence => one.last_at,
                };
                time.is_some_and(|time| self.lies_in(time, *stretch))
            }
            Leaf::Evidence(is) => {
                let counting =
                    one.evidence.iter().filter(|piece| self.counts(card.id, piece, &is.of)).filter(|piece| {
                        is.within == Stretch::ALWAYS
                            || piece.evidence.occurred_at.is_some_and(|at| self.lies_in(at, is.within))
                    });
                counting.count() >= is.at_least.max(1) as usize
            }
            Leaf::Linked(party) => one.linked.contains(party),
            Leaf::Hidden(hidden) => card.hidden == *hidden,
            Leaf::Ids(ids) => ids.contains(&card.id),
            Leaf::Funnel(_) => panic!("funnels are compared with the domain's own"),
            Leaf::LinkedToAny(_) | Leaf::Account(_) | Leaf::Below(_) | Leaf::InRecord(_) => {
                panic!("links are compared where they are tested")
            }
            Leaf::Imported(_) => panic!("imports are compared with their receipts"),
        }
    }

    fn lies_in(&self, time: Timestamp, stretch: Stretch) -> bool {
        match stretch {
            Stretch::Dated(..) => panic!("no filter of the room has dates"),
            Stretch::Between(from, to) => {
                from.is_none_or(|from| from <= time) && to.is_none_or(|to| time < to)
            }
            Stretch::Last(length) => covers(Some(time), None, self.now) && time.0 >= self.now.0 - length,
            Stretch::Next(length) => time >= self.now && time.0 <= self.now.0 + length,
        }
    }

    fn counts(&self, party: PartyId, piece: &Listed, of: &EvidenceOf) -> bool {
        let (kind, family) = (piece.evidence.kind, self.kinds.family(piece.evidence.kind));
        let of_it = match of {
            EvidenceOf::Kind(name) => self.kinds.name(kind) == name,
            EvidenceOf::Family(name) => family == Family::from_word(name).unwrap(),
            EvidenceOf::Any => family.makes_known(),
        };
        let is_subject =
            piece.evidence.participants.iter().any(|one| one.party == party && one.role == "subject");
        piece.live && of_it && (is_subject || !self.kinds.counts_for_subject_alone(kind))
    }

    fn stage_fits(&self, stage: Option<&String>, is: &StageIs) -> bool {
        let place = |name: &String| self.stages[&is.vocabulary].iter().position(|one| one == name);
        match &is.test {
            StageTest::None => stage.is_none(),
            StageTest::OneOf(names) => stage.is_some_and(|stage| names.contains(stage)),
            StageTest::AtLeast(name) => stage.and_then(place) >= place(name),
        }
    }
}

fn speaks_of_hidden(filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => parts.iter().any(speaks_of_hidden),
        Filter::Not(part) => speaks_of_hidden(part),
        Filter::Leaf(leaf) => matches!(leaf, Leaf::Hidden(_)),
    }
}
