//! The evidence rule of deals: what is appended and corrected when somebody changes a deal's record.

use super::course::DealRules;
use super::pipeline::Pipelines;
use super::state::{DealState, WON};
use super::terms::Terms;
use crate::draft::Draft;
use crate::evidence::{Detail, Evidence, Participant, SUBJECT};
use crate::ids::{DealId, EvidenceId};
use crate::kind::{Family, KindCode, Kinds, built_in as k};
use crate::time::{DAY, Precision, Timestamp};

/// The entry of a detail that names the record type by whose rule a piece was appended. Such a piece is retracted
/// through its record alone.
pub const RULE: &str = "rule";

/// What is to be appended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Appended {
    /// Pieces that are retracted, since others stand in their place.
    pub retracted: Vec<EvidenceId>,
    /// New pieces, in the order in which they happened.
    pub drafts: Vec<Draft>,
}

/// The evidence of a new deal. It was won or lost on the day that `closed` names, else now.
pub fn opened(
    deal: DealId,
    terms: &Terms,
    closed: Option<Timestamp>,
    now: Timestamp,
    pipelines: &Pipelines,
) -> Vec<Draft> {
    let rule = Rule { deal, terms, now, pipelines };
    let closed_at = before_today(closed, now);
    let opened_at = terms.opened_on.or_else(|| closed_at.filter(|_| terms.state() != DealState::Open));
    let mut opened = rule.piece(k::DEAL_OPENED, opened_at);
    (opened.amount, opened.product_line) = (terms.amount, terms.product_line.clone());
    if terms.pipeline != pipelines.first().name {
        opened = rule.in_pipeline(opened);
    }
    if terms.state() == DealState::Open {
        return vec![rule.in_stage(opened)];
    }
    vec![opened, rule.closed(closed_at)]
}

/// What follows from changing the terms of a deal with this live evidence, in the order in which it folds. One that is
/// won or lost thereby was so on the day that `closed` names, else now.
pub fn changed(
    (deal, live): (DealId, &[&Evidence]),
    (before, after): (&Terms, &Terms),
    closed: Option<Timestamp>,
    now: Timestamp,
    DealRules { kinds, pipelines, .. }: DealRules<'_>,
) -> Appended {
    let rule = Rule { deal, terms: after, now, pipelines };
    let mut moves = rule.moves(before, before_today(closed, now));
    put_last(&mut moves, live, now, kinds);
    let mut wanted = Wanted::between(before, after);
    wanted.leave_to(&mut moves);
    let mut own: Vec<(&Evidence, Draft)> = live
        .iter()
        .filter(|one| kinds.family(one.kind) == Family::Deal)
        .map(|one| (*one, again(one)))
        .collect();
    wanted.correct(&mut own);
    let (retracted, corrected): (Vec<EvidenceId>, Vec<Draft>) = own
        .into_iter()
        .filter(|(one, draft)| *draft != again(one))
        .map(|(one, draft)| (one.id, marked(draft)))
        .unzip();
    Appended { retracted, drafts: corrected.into_iter().chain(moves).collect() }
}

/// A day that is over. What happens today happens now: by its midnight it would fold before what was done since.
fn before_today(day: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    day.filter(|day| day.plus(DAY) <= now)
}

/// Lets what happens now fold last, also where something else is dated now or, from another zone, ahead.
fn put_last(moves: &mut [Draft], live: &[&Evidence], now: Timestamp, kinds: &Kinds) {
    let place = |at: Option<Timestamp>, kind: KindCode| at.map(|at| (at, kinds.rank(kind)));
    let mut last = live.iter().filter_map(|one| place(one.occurred_at, one.kind)).max();
    for draft in moves.iter_mut().filter(|draft| draft.occurred_at == Some(now)) {
        let rank = kinds.rank(draft.kind);
        let at = last.filter(|last| *last >= (now, rank)).map_or(now, |(at, _)| at.plus(1));
        draft.occurred_at = Some(at);
        last = Some((at, rank));
    }
}

struct Rule<'t> {
    deal: DealId,
    terms: &'t Terms,
    now: Timestamp,
    pipelines: &'t Pipelines,
}

impl Rule<'_> {
    /// A piece of the deal on a day, else now.
    fn piece(&self, kind: KindCode, day: Option<Timestamp>) -> Draft {
        let precision = if day.is_some() { Precision::Day } else { Precision::Instant };
        marked(Draft {
            kind,
            occurred_at: Some(day.unwrap_or(self.now)),
            precision,
            deal: Some(self.deal),
            amount: None,
            product_line: None,
            names: None,
            detail: Detail::default(),
            participants: self.terms.participants(),
        })
    }

    fn closed(&self, day: Option<Timestamp>) -> Draft {
        if self.terms.stage == WON {
            let mut won = self.piece(k::DEAL_WON, day);
            (won.amount, won.product_line) = (self.terms.amount, self.terms.product_line.clone());
            return won;
        }
        let mut lost = self.piece(k::DEAL_LOST, day);
        if let Some(reason) = &self.terms.lost_reason {
            lost.detail.0.insert("reason".to_owned(), reason.as_str().into());
        }
        lost
    }

    /// What happened between two stages, of one pipeline or of two.
    fn moves(&self, before: &Terms, closed: Option<Timestamp>) -> Vec<Draft> {
        let after = self.terms;
        let is_other = before.pipeline != after.pipeline;
        let mut moves = match (before.state(), after.state()) {
            _ if before.stage == after.stage && !is_other => return Vec::new(),
            (DealState::Open, DealState::Open) => vec![self.in_stage(self.piece(k::DEAL_MOVED, None))],
            (DealState::Open, _) => vec![self.closed(closed)],
            (_, DealState::Open) => vec![self.in_stage(self.piece(k::DEAL_REOPENED, None))],
            // One that is over stays so in another pipeline.
            (_, _) if before.stage == after.stage => vec![self.piece(k::DEAL_MOVED, None)],
            (_, _) => vec![self.piece(k::DEAL_REOPENED, None), self.closed(None)],
        };
        if is_other && let Some(first) = moves.first_mut() {
            *first = self.in_pipeline(first.clone());
        }
        moves
    }

    /// A piece that says to which stage the deal goes; the first stage goes without saying where it is opened.
    fn in_stage(&self, mut draft: Draft) -> Draft {
        let first = self.pipelines.get_or_first(&self.terms.pipeline).first();
        if draft.kind != k::DEAL_OPENED || self.terms.stage != first {
            draft.detail.0.insert("stage".to_owned(), self.terms.stage.as_str().into());
        }
        draft
    }

    /// A piece that says to which pipeline the deal goes.
    fn in_pipeline(&self, mut draft: Draft) -> Draft {
        draft.detail.0.insert("pipeline".to_owned(), self.terms.pipeline.as_str().into());
        draft
    }
}

/// What present evidence has to say otherwise.
struct Wanted<'t> {
    before: &'t Terms,
    after: &'t Terms,
    amount: bool,
    product_line: bool,
    closed: bool,
}

impl<'t> Wanted<'t> {
    fn between(before: &'t Terms, after: &'t Terms) -> Self {
        let same_stage = before.stage == after.stage;
        Self {
            before,
            after,
            amount: before.amount != after.amount,
            product_line: before.product_line != after.product_line,
            closed: same_stage && after.state() != DealState::Open,
        }
    }

    /// Lets new pieces say what is new, where they can: only a correction can say that there is none.
    fn leave_to(&mut self, moves: &mut [Draft]) {
        let Some(last) = moves.last_mut() else { return };
        if self.after.amount.is_some() && self.amount {
            last.amount = self.after.amount;
            self.amount = false;
        }
        if self.after.product_line.is_some() && self.product_line {
            last.product_line.clone_from(&self.after.product_line);
            self.product_line = false;
        }
    }

    fn correct(&self, own: &mut [(&Evidence, Draft)]) {
        if self.before.parties() != self.after.parties() {
            for (_, draft) in own.iter_mut() {
                self.correct_participants(draft);
            }
        }
        if self.amount {
            let has = |draft: &Draft| draft.amount.is_some();
            carrying(own, has, self.after.amount.is_none())
                .for_each(|draft| draft.amount = self.after.amount);
        }
        if self.product_line {
            let has = |draft: &Draft| draft.product_line.is_some();
            carrying(own, has, self.after.product_line.is_none())
                .for_each(|draft| draft.product_line.clone_from(&self.after.product_line));
        }
        if self.before.opened_on != self.after.opened_on
            && let Some((_, draft)) = own.iter_mut().find(|(_, draft)| draft.kind == k::DEAL_OPENED)
        {
            on_day(draft, self.after.opened_on);
        }
        if self.closed {
            self.correct_end(own);
        }
    }

    fn correct_end(&self, own: &mut [(&Evidence, Draft)]) {
        let ends = |draft: &Draft| [k::DEAL_WON, k::DEAL_LOST].contains(&draft.kind);
        let Some((_, draft)) = own.iter_mut().rev().find(|(_, draft)| ends(draft)) else { return };
        if self.before.closed_on != self.after.closed_on {
            on_day(draft, self.after.closed_on);
        }
        if draft.kind == k::DEAL_LOST && self.before.lost_reason != self.after.lost_reason {
            match &self.after.lost_reason {
                Some(reason) => draft.detail.0.insert("reason".to_owned(), reason.as_str().into()),
                None => draft.detail.0.remove("reason"),
            };
        }
    }

    /// Those who take part now, each in the role that it has in the piece.
    fn correct_participants(&self, draft: &mut Draft) {
        let gone = |one: &Participant| !self.after.parties().contains(&one.party);
        draft.participants.retain(|one| !gone(one));
        for one in self.after.participants() {
            if !draft.participants.iter().any(|known| known.party == one.party) {
                let has_subject = draft.participants.iter().any(|known| known.role == SUBJECT);
                let role =
                    if has_subject && one.role == SUBJECT { "participant".to_owned() } else { one.role };
                draft.participants.push(Participant { role, ..one });
            }
        }
        if !draft.participants.iter().any(|one| one.role == SUBJECT)
            && let Some(first) = draft.participants.first_mut()
        {
            SUBJECT.clone_into(&mut first.role);
        }
    }
}

/// The last piece that says something, else the first of all; or all that say it, where it is to be nowhere.
fn carrying<'d>(
    own: &'d mut [(&Evidence, Draft)],
    has: impl Fn(&Draft) -> bool,
    all: bool,
) -> impl Iterator<Item = &'d mut Draft> {
    let last = own.iter().rposition(|(_, draft)| has(draft)).unwrap_or_default();
    let chosen = move |place: usize, draft: &Draft| if all { has(draft) } else { place == last };
    own.iter_mut()
        .enumerate()
        .map(|(place, (_, draft))| (place, draft))
        .filter_map(move |(place, draft)| chosen(place, draft).then_some(draft))
}

fn on_day(draft: &mut Draft, day: Option<Timestamp>) {
    draft.occurred_at = day;
    draft.precision = if day.is_some() { Precision::Day } else { Precision::Unknown };
}

fn marked(mut draft: Draft) -> Draft {
    draft.detail.0.insert(RULE.to_owned(), super::DEAL.into());
    draft
}

/// A piece as a draft of the same.
fn again(one: &Evidence) -> Draft {
    Draft {
        kind: one.kind,
        occurred_at: one.occurred_at,
        precision: one.precision,
        deal: one.deal,
        amount: one.amount,
        product_line: one.product_line.clone(),
        names: one.names,
        detail: one.detail.clone(),
        participants: one.participants.clone(),
    }
}
