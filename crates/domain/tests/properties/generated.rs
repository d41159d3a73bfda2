//! Generated histories: short, with few instants and deals, so that evidence often collides.

use casebook_domain::evidence::{Detail, Piece};
use casebook_domain::facts::Finding;
use casebook_domain::ids::{DealId, EvidenceId};
use casebook_domain::kind::{Family, KindCode, built_in as k};
use casebook_domain::money::{Currency, Money};
use casebook_domain::time::{DAY, Precision, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::{KINDS, VOCABULARIES};

/// A piece before it has an id: it refers to others by their place in the list.
#[derive(Clone, Debug)]
pub struct NewPiece {
    kind: KindCode,
    /// In quarters of a day.
    time: Option<i64>,
    whole_day: bool,
    earliest: bool,
    subject: bool,
    deal: Option<usize>,
    amount: Option<i64>,
    line: Option<&'static str>,
    names: Option<Index>,
    detail: Detail,
}

impl NewPiece {
    fn at(&self) -> Option<Timestamp> {
        let time = self.time?;
        Some(if self.whole_day { day(time / 4) } else { START.plus(time * DAY / 4) })
    }

    /// Whether nothing but what they refer to tells the two apart.
    fn equals(&self, other: &Self) -> bool {
        let exact = |one: &Self| (one.whole_day, one.earliest);
        let content = |one: &Self| (one.kind, one.at(), one.subject, one.amount, one.line);
        content(self) == content(other)
            && (self.time.is_none() || exact(self) == exact(other))
            && self.detail == other.detail
    }
}

/// The criteria that generated pieces assess.
pub const CRITERIA: [&str; 6] = ["fit", "need", "authority", "budget", "timing", "interest"];

pub const START: Timestamp = Timestamp(1_767_225_600_000_000);

pub fn day(days: i64) -> Timestamp {
    START.plus(days * DAY)
}

/// Some pieces of any kind, some of them twice.
pub fn new_pieces() -> impl Strategy<Value = Vec<NewPiece>> {
    let twice = prop::bool::weighted(0.2);
    vec((piece(any_kind()), twice), 0..12)
        .prop_map(|new| new.into_iter().flat_map(|(one, twice)| vec![one; 1 + usize::from(twice)]).collect())
}

/// As [`new_pieces`], without stages set by hand.
pub fn new_pieces_without_judgement() -> impl Strategy<Value = Vec<NewPiece>> {
    vec(piece(any_kind().prop_filter("no judgement", |kind| *kind != k::STAGE_JUDGED)), 0..12)
}

/// Pieces of kinds that make no one known.
pub fn new_pieces_that_make_no_one_known() -> impl Strategy<Value = Vec<NewPiece>> {
    let kinds = kinds_where(|family| !family.makes_known());
    vec(piece(select(kinds)), 0..12)
}

fn kinds_where(wanted: impl Fn(Family) -> bool) -> Vec<KindCode> {
    KINDS.names().map(|(_, code)| code).filter(|code| wanted(KINDS.family(*code))).collect()
}

/// Every kind, and more often those whose meaning depends on others.
fn any_kind() -> impl Strategy<Value = KindCode> {
    let tangled = kinds_where(|family| {
        matches!(
            family,
            Family::Deal | Family::Purchase | Family::Qualification | Family::Departure | Family::Judgement
        )
    });
    prop_oneof![2 => select(kinds_where(|_| true)), 3 => select(tangled), 1 => Just(k::RETRACTED)]
}

fn piece(kind: impl Strategy<Value = KindCode>) -> impl Strategy<Value = NewPiece> {
    let times = (option::weighted(0.85, 0..20_i64), any::<bool>(), prop::bool::weighted(0.15));
    let refers = (option::weighted(0.5, 0..3_usize), prop::bool::weighted(0.4), any::<Index>());
    let money = (option::weighted(0.5, 1..4_i64), option::weighted(0.3, select(vec!["a", "b"])));
    let subject = prop::bool::weighted(0.85);
    kind.prop_flat_map(move |kind| (Just(kind), detail(kind)))
        .prop_flat_map(move |one| (Just(one), times.clone(), refers.clone(), money.clone(), subject))
        .prop_map(
            |(
                (kind, detail),
                (time, whole_day, earliest),
                (deal, naming, named),
                (amount, line),
                subject,
            )| {
                let names = Some(named).filter(|_| naming || kind == k::RETRACTED);
                NewPiece { kind, time, whole_day, earliest, subject, deal, amount, line, names, detail }
            },
        )
}

type Entries = Vec<(&'static str, String)>;

fn detail(kind: KindCode) -> BoxedStrategy<Detail> {
    let entries = match kind {
        k::CRITERION_ASSESSED => assessment().boxed(),
        k::STAGE_JUDGED => judgement().boxed(),
        k::PARKED | k::SALES_REJECTED => (reason(), until("until")).prop_map(joined).boxed(),
        k::PURCHASED | k::RENEWED | k::EXPANDED | k::DEAL_WON => until("covers_until").boxed(),
        k::DISQUALIFIED | k::DEAL_LOST | k::CANCELLED | k::CONTRACT_ENDED => reason().boxed(),
        _ => Just(Vec::new()).boxed(),
    };
    entries.prop_map(into_detail).boxed()
}

fn into_detail(entries: Entries) -> Detail {
    Detail(entries.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect())
}

fn joined((mut one, other): (Entries, Entries)) -> Entries {
    one.extend(other);
    one
}

fn reason() -> impl Strategy<Value = Entries> + Clone {
    option::weighted(0.7, select(vec!["price", "size"]))
        .prop_map(|reason| reason.into_iter().map(|reason| ("reason", reason.to_owned())).collect())
}

fn until(name: &'static str) -> impl Strategy<Value = Entries> + Clone {
    option::weighted(0.6, 0..9_i64)
        .prop_map(move |days| days.into_iter().map(|days| (name, day(days).to_string())).collect())
}

fn assessment() -> impl Strategy<Value = Entries> {
    let findings = vec![Finding::Met, Finding::Met, Finding::Partly, Finding::NotMet];
    let finding = (select(CRITERIA.to_vec()), select(findings));
    let finding = finding.prop_map(|(criterion, value)| {
        vec![("criterion", criterion.to_owned()), ("value", value.word().to_owned())]
    });
    (finding, until("expires")).prop_map(joined)
}

fn judgement() -> impl Strategy<Value = Entries> {
    let stages_of = |vocabulary: &casebook_domain::vocabulary::Vocabulary| {
        let stages = vocabulary.stages.iter();
        stages.map(|stage| (vocabulary.name.clone(), stage.name.clone())).collect::<Vec<_>>()
    };
    let stages: Vec<_> = VOCABULARIES.iter().flat_map(|compiled| stages_of(&compiled.vocabulary)).collect();
    let judged =
        select(stages).prop_map(|(vocabulary, stage)| vec![("vocabulary", vocabulary), ("stage", stage)]);
    (judged, until("until")).prop_map(joined)
}

/// The pieces as stored when they arrive in the given order, which decides their ids.
pub fn stored_in(new: &[NewPiece], order: &[usize]) -> Vec<Piece> {
    let mut ids = vec![EvidenceId(0); new.len()];
    for (place, one) in order.iter().enumerate() {
        ids[*one] = EvidenceId(place as i64 + 1);
    }
    let mut deals: Vec<usize> = Vec::new();
    order.iter().map(|one| written(new, *one, &ids, &mut deals)).collect()
}

/// The pieces as stored when they arrive in the order of the list.
pub fn stored(new: &[NewPiece]) -> Vec<Piece> {
    stored_in(new, &(0..new.len()).collect::<Vec<_>>())
}

fn written(new: &[NewPiece], place: usize, ids: &[EvidenceId], deals: &mut Vec<usize>) -> Piece {
    let one = &new[place];
    // Only earlier pieces can be named, so that nothing names itself in a circle; and no other of its kind and
    // time, since which of two that differ in nothing but what they name comes first is decided by ids. So is
    // which of several equal ones comes first: they are retracted, and named by nothing else.
    let is_twin = |named: &usize| (new[*named].kind, new[*named].at()) == (one.kind, one.at());
    let has_equal = |named: &usize| new.iter().filter(|other| other.equals(&new[*named])).count() > 1;
    let named = one.names.filter(|_| place > 0).map(|index| index.index(place));
    let named = named.filter(|named| one.kind == k::RETRACTED || !is_twin(named) && !has_equal(named));
    let named = named.map(|named| ids[named]);
    Piece {
        id: ids[place],
        kind: one.kind,
        occurred_at: one.at(),
        precision: match one.time {
            None => Precision::Unknown,
            Some(_) if one.whole_day => Precision::Day.at_earliest(one.earliest),
            Some(_) => Precision::Instant.at_earliest(one.earliest),
        },
        recorded_at: START,
        subject: one.subject,
        deal: one.deal.map(|deal| DealId(id_of(deal, deals))),
        // Even amounts are of one currency, odd ones of another: nothing may ever be converted.
        amount: one.amount.map(|minor| Money {
            minor,
            currency: Currency::parse(if minor % 2 == 0 { "EUR" } else { "USD" }).unwrap(),
        }),
        product_line: one.line.map(str::to_owned),
        names: named,
        detail: one.detail.clone(),
    }
}

/// Deals, too, get their ids in the order in which they are first named.
fn id_of(deal: usize, deals: &mut Vec<usize>) -> i64 {
    let known = deals.iter().position(|one| *one == deal);
    let place = known.unwrap_or_else(|| {
        deals.push(deal);
        deals.len() - 1
    });
    place as i64 + 1
}
