//! How far a deal has come, folded from the evidence that names it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::pipeline::{DealState, Stage};
use crate::evidence::{Evidence, Participant, Piece};
use crate::ids::{DealId, PartyId};
use crate::kind::{Family, Kinds, built_in as k};
use crate::lifecycle::order::{Placed, compare, live};
use crate::lifecycle::places::places;
use crate::money::Money;
use crate::party::PartyKind;
use crate::records::{Field, FieldValue, RecordType, Values};
use crate::time::Timestamp;
use crate::zone::{self, Zone};

/// What the evidence of a deal comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// The stage.
    pub stage: Stage,
    /// The amount that was named last.
    pub amount: Option<Money>,
    /// The product line that was named last.
    pub product_line: Option<String>,
    /// The date on which it was first opened, as its 00:00 in UTC, as far as that is known.
    pub opened_on: Option<Timestamp>,
    /// The date on which it was won or lost, likewise; `None` of an open one.
    pub closed_on: Option<Timestamp>,
    /// Why it was lost; `None` of one that is not lost.
    pub lost_reason: Option<String>,
    /// Who takes part, each once, in the order in which evidence names them.
    pub participants: Vec<Participant>,
    /// The last stage in which it was open.
    open_stage: Stage,
}

/// The pieces that count, in the order in which they fold: those that name a deal and that no live retraction names.
pub fn live_in_order<'e>(evidence: &'e [Evidence], kinds: &Kinds, zone: &Zone) -> Vec<&'e Evidence> {
    let pieces: Vec<Piece> = evidence.iter().map(|one| one.piece_for(PartyId(0))).collect();
    let alive = live(&pieces);
    let (counting, stored): (Vec<(&Piece, bool)>, Vec<&Evidence>) = pieces
        .iter()
        .zip(evidence)
        .zip(alive)
        .filter(|((piece, _), live)| *live && piece.deal.is_some() && piece.kind != k::RETRACTED)
        .map(|((piece, evidence), _)| ((piece, true), evidence))
        .unzip();
    let places = places(&counting, kinds, zone);
    let standing = counting.iter().zip(places).map(|((piece, _), place)| Placed { place, piece });
    let mut ordered: Vec<(Placed<'_>, &Evidence)> = standing.zip(stored).collect();
    ordered.sort_by(|(one, _), (other, _)| compare(*one, *other, kinds));
    ordered.into_iter().map(|(_, one)| one).collect()
}

/// The course of every deal that live evidence names. Retractions of the pieces have to be among them.
pub fn courses(evidence: &[Evidence], kinds: &Kinds, zone: &Zone) -> BTreeMap<DealId, Course> {
    let mut courses: BTreeMap<DealId, Course> = BTreeMap::new();
    for one in live_in_order(evidence, kinds, zone) {
        if let Some(deal) = one.deal {
            courses.entry(deal).or_default().fold(one, kinds.family(one.kind), zone);
        }
    }
    courses
}

impl Course {
    /// Whether it is open, won or lost.
    pub fn state(&self) -> DealState {
        self.stage.state()
    }

    /// Brings the values of a deal's record to what its evidence comes to. What does not fit a field is left out.
    pub fn apply(&self, of: &RecordType, values: &mut Values) {
        let people = of.field("people").map(|field| self.people(field, values));
        let date = |at: Option<Timestamp>| at.map(zone::written);
        let amount =
            self.amount.map(|money| json!({ "minor": money.minor, "currency": money.currency.code() }));
        let projected: [(&str, Json); 8] = [
            ("account", self.account().map(|id| id.to_string()).into()),
            ("people", people.into()),
            ("amount", amount.into()),
            ("stage", self.stage.word().into()),
            ("product_line", self.product_line.clone().into()),
            ("opened_on", date(self.opened_on).into()),
            ("closed_on", date(self.closed_on).into()),
            ("lost_reason", self.lost_reason.clone().into()),
        ];
        for (name, value) in projected {
            let only = |value: Json| Map::from_iter([(name.to_owned(), value)]);
            if values.change(of, &only(value)).is_err() {
                // Emptying a field always fits.
                let _ = values.change(of, &only(Json::Null));
            }
        }
    }

    fn fold(&mut self, one: &Evidence, family: Family, zone: &Zone) {
        if matches!(family, Family::Deal | Family::Purchase) {
            self.join(&one.participants);
        }
        if family != Family::Deal {
            return;
        }
        self.amount = one.amount.or(self.amount);
        if one.product_line.is_some() {
            self.product_line.clone_from(&one.product_line);
        }
        let is_day = one.precision.is_day();
        let date = one.occurred_at.map(|at| if is_day { at } else { zone.day_of(at) });
        match one.kind {
            k::DEAL_OPENED => {
                self.opened_on = self.opened_on.or(date);
                self.open(named_stage(one).unwrap_or_default());
            }
            k::DEAL_REOPENED => self.open(named_stage(one).unwrap_or(self.open_stage)),
            k::DEAL_MOVED if self.state() == DealState::Open => {
                self.open(named_stage(one).unwrap_or(self.stage));
            }
            k::DEAL_WON => self.close(Stage::Won, date, None),
            k::DEAL_LOST => self.close(Stage::Lost, date, one.detail.text("reason")),
            _ => {}
        }
    }

    fn open(&mut self, stage: Stage) {
        (self.stage, self.open_stage) = (stage, stage);
        (self.closed_on, self.lost_reason) = (None, None);
    }

    fn close(&mut self, stage: Stage, date: Option<Timestamp>, reason: Option<&str>) {
        if self.stage != stage {
            self.closed_on = date;
        }
        self.stage = stage;
        self.lost_reason = reason.map(str::to_owned);
    }

    fn join(&mut self, participants: &[Participant]) {
        for one in participants {
            if !self.participants.iter().any(|known| known.party == one.party) {
                self.participants.push(one.clone());
            }
        }
    }

    /// The organization that takes part first.
    fn account(&self) -> Option<PartyId> {
        let parties = self.participants.iter().map(|one| one.party);
        parties.into_iter().find(|party| party.kind() == PartyKind::Organization)
    }

    /// The people of the record who only have a say, and everybody who takes part: in the role of the record, else in
    /// that of the evidence, else as a buyer. In the order of ids, whatever came first.
    fn people(&self, field: &Field, present: &Values) -> Json {
        let takes_part = |role: &str| field.roles.iter().any(|one| one.name == role && one.takes_part);
        let held = present.get("people").map(FieldValue::parties).unwrap_or_default();
        let is_in = |party: PartyId| self.participants.iter().any(|one| one.party == party);
        let kept = held.iter().filter(|one| !takes_part(&one.role) || is_in(one.party));
        let mut people: Vec<(PartyId, String)> = kept.map(|one| (one.party, one.role.clone())).collect();
        let usual = field.roles.first().map_or("buyer", |role| role.name.as_str());
        for one in self.participants.iter().filter(|one| one.party.kind() == PartyKind::Person) {
            let has_part = |(party, role): &(PartyId, String)| *party == one.party && takes_part(role);
            if !people.iter().any(has_part) {
                let role = if takes_part(&one.role) { &one.role } else { usual };
                people.push((one.party, role.to_owned()));
            }
        }
        people.sort();
        people.into_iter().map(|(party, role)| json!({ "party": party.to_string(), "role": role })).collect()
    }
}

/// The open stage that a piece names, under `stage` or, as some systems say, `step`.
fn named_stage(one: &Evidence) -> Option<Stage> {
    let text = one.detail.text("stage").or_else(|| one.detail.text("step"))?;
    Stage::from_text(text).filter(|stage| stage.state() == DealState::Open)
}
