//! The diary of one account while its story is generated: a clock, and the pieces recorded so far.

use casebook_domain::evidence::{Detail, SUBJECT};
use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::money::{Currency, Money};
use casebook_domain::time::{DAY, Precision, SECOND, Timestamp};
use serde_json::Value;

use super::account::{Account, SampleDeal, SampleEvidence};
use super::cast::Cast;
use super::chance::Chance;

const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// The role of the organization for which a person acts.
const ORGANIZATION: &str = "organization";

/// Kinds about the person only, not the company.
const PERSONAL: [KindCode; 11] = [
    k::NEWSLETTER_SUBSCRIBED,
    k::CONTENT_DOWNLOADED,
    k::PRICING_VIEWED,
    k::MAIL_CLICKED,
    k::MAIL_SENT,
    k::MESSAGE_LEFT,
    k::LEFT_COMPANY,
    k::UNREACHABLE,
    k::CONSENT_GIVEN,
    k::CONSENT_WITHDRAWN,
    k::STAGE_JUDGED,
];

/// An account being written.
pub(super) struct Diary {
    pub chance: Chance,
    /// The present of the story. It may run past the end; later pieces are left out.
    pub clock: Timestamp,
    pub cast: Cast,
    pub evidence: Vec<SampleEvidence>,
    end: Timestamp,
    number: u64,
    deals: Vec<SampleDeal>,
}

impl Diary {
    /// An empty diary that begins on the first working day from `start` on.
    pub fn begin(chance: Chance, cast: Cast, start: Timestamp, end: Timestamp, number: u64) -> Self {
        let evidence = Vec::with_capacity(16);
        let mut diary = Self { chance, clock: start, cast, evidence, end, number, deals: Vec::new() };
        diary.wait(0, 0);
        diary
    }

    /// The main party of the story: the first person, or the organization if no person is known.
    pub fn lead(&self) -> usize {
        self.cast.people.first().copied().or(self.cast.organization).unwrap_or(0)
    }

    /// Whether the story has run past the end.
    pub fn is_over(&self) -> bool {
        self.clock > self.end
    }

    /// Lets days pass, up to an hour of a working day.
    pub fn wait(&mut self, low: i64, high: i64) {
        let days = self.clock.0.div_euclid(DAY) + self.chance.between(low, high);
        // Day 0 of the count, 1970-01-01, was a Thursday.
        let weekend = match (days + 3).rem_euclid(7) {
            5 => 2,
            6 => 1,
            _ => 0,
        };
        let minutes = self.chance.between(8 * 60, 18 * 60);
        self.clock = Timestamp((days + weekend) * DAY).plus(minutes * MINUTE);
    }

    /// Lets some minutes pass.
    pub fn pause(&mut self) {
        let minutes = self.chance.between(3, 50);
        self.clock = self.clock.plus(minutes * MINUTE);
    }

    /// The time so many days ahead, at midnight.
    pub fn ahead(&mut self, low: i64, high: i64) -> Timestamp {
        let days = self.clock.0.div_euclid(DAY) + self.chance.between(low, high);
        Timestamp(0).plus(days * DAY)
    }

    /// A piece about `subject` that happens now, the organization taking part where the kind concerns it.
    pub fn piece(&self, kind: KindCode, subject: usize) -> SampleEvidence {
        let mut participants = vec![(subject, SUBJECT)];
        if !PERSONAL.contains(&kind) {
            let other = self.cast.organization.filter(|place| *place != subject);
            participants.extend(other.map(|place| (place, ORGANIZATION)));
        }
        SampleEvidence {
            kind,
            occurred_at: Some(self.clock),
            precision: Precision::Instant,
            recorded_at: self.clock,
            recorded_by: self.cast.owner,
            deal: None,
            amount: None,
            product_line: None,
            names: None,
            detail: Detail::default(),
            participants,
        }
    }

    /// Records that something happened now, and returns the place of the piece.
    pub fn note(&mut self, kind: KindCode, subject: usize) -> usize {
        self.write(self.piece(kind, subject))
    }

    /// The same with one entry of detail.
    pub fn note_with(&mut self, kind: KindCode, subject: usize, name: &str, value: &str) -> usize {
        self.write(self.piece(kind, subject).with(name, value))
    }

    /// Records a piece: usually within two hours, sometimes weeks later, and some to the day only.
    pub fn write(&mut self, mut piece: SampleEvidence) -> usize {
        if piece.precision == Precision::Instant && self.chance.in_thousand(110) {
            piece.precision = Precision::Day;
            piece.occurred_at = piece.occurred_at.map(|at| Timestamp(at.0 - at.0.rem_euclid(DAY)));
        }
        let delay = if self.chance.in_thousand(30) {
            self.chance.between(14, 70) * DAY
        } else {
            self.chance.between(0, 120) * MINUTE
        };
        piece.recorded_at = piece.recorded_at.plus(delay);
        self.write_as_is(piece)
    }

    /// Records a piece at its own time, but never before the one that it names.
    pub fn write_as_is(&mut self, mut piece: SampleEvidence) -> usize {
        if let Some(named) = piece.names.and_then(|place| self.evidence.get(place)) {
            piece.recorded_at = piece.recorded_at.max(named.recorded_at);
        }
        self.evidence.push(piece);
        self.evidence.len() - 1
    }

    /// Records the first piece about someone, before the end.
    pub fn introduce(&mut self, kind: KindCode, subject: usize) {
        let last = self.end.plus(-DAY);
        let begun = self.evidence.first().map_or(self.clock, |piece| piece.recorded_at);
        let mut piece = self.piece(kind, subject);
        if self.clock > last {
            piece.occurred_at = Some(begun);
            piece.recorded_at = begun;
        }
        piece.recorded_at = piece.recorded_at.plus(self.chance.between(0, 3) * HOUR);
        self.write_as_is(piece);
    }

    /// Adds a deal and returns its place.
    pub fn add_deal(&mut self, line: &str) -> usize {
        let place = self.deals.len();
        let key = format!("{}-{}", self.number + 1, place + 1);
        self.deals.push(SampleDeal { key, title: format!("{}: {line}", self.cast.title) });
        place
    }

    /// An amount of so many euros or what they come to elsewhere.
    pub fn money(&self, euros: i64) -> Option<Money> {
        let rate = match self.cast.currency {
            "EGP" => 50,
            "UAH" => 40,
            "SEK" => 10,
            "CNY" => 7,
            "BRL" => 5,
            "PLN" => 4,
            _ => 1,
        };
        let currency = Currency::parse(self.cast.currency)?;
        Some(Money { minor: euros * rate * 10_i64.pow(currency.decimals()), currency })
    }

    /// The account in the order in which it was recorded, without what is recorded after the end.
    pub fn close(self) -> Account {
        let mut order: Vec<usize> = (0..self.evidence.len()).collect();
        // Stable, so that a piece recorded together with the one that it names stays after it.
        order.sort_by_key(|place| self.evidence[*place].recorded_at);
        order.retain(|place| self.evidence[*place].recorded_at <= self.end);
        let mut places = vec![None; self.evidence.len()];
        for (new, old) in order.iter().enumerate() {
            places[*old] = Some(new);
        }
        let mut pieces: Vec<Option<SampleEvidence>> = self.evidence.into_iter().map(Some).collect();
        let mut evidence: Vec<SampleEvidence> =
            order.into_iter().filter_map(|place| pieces[place].take()).collect();
        for piece in &mut evidence {
            piece.names = piece.names.and_then(|named| places[named]);
        }
        let deals = keep_named(self.deals, &mut evidence);
        Account { parties: self.cast.parties, links: self.cast.links, deals, evidence }
    }
}

/// The deals that evidence names, in the same order; the evidence gets their new places.
fn keep_named(deals: Vec<SampleDeal>, evidence: &mut [SampleEvidence]) -> Vec<SampleDeal> {
    let mut kept = Vec::with_capacity(deals.len());
    for (old, deal) in deals.into_iter().enumerate() {
        let mut named = evidence.iter_mut().filter(|piece| piece.deal == Some(old)).peekable();
        if named.peek().is_some() {
            named.for_each(|piece| piece.deal = Some(kept.len()));
            kept.push(deal);
        }
    }
    kept
}

impl SampleEvidence {
    /// Adds an entry to the detail.
    #[must_use]
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.detail.0.insert(name.to_owned(), Value::String(value.to_owned()));
        self
    }
}
