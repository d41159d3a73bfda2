//! Explanations: why a party has its stage, since when, by what evidence, and what is missing for the next one.

use std::collections::HashSet;

use super::derive::{Fold, History, Rules};
use super::history::{Cause, Since, StagePeriod, Standing, StandingPeriod, covers};
use super::order::{Placed, in_order, live};
use crate::evidence::Piece;
use crate::facts::{Criterion, Fact, Facts, Finding, Group, Uncounted};
use crate::ids::EvidenceId;
use crate::kind::{KindCode, Kinds, built_in as k};
use crate::party::PartyKind;
use crate::rules::{Comparison, Leaf, Operand, Test, Way};
use crate::time::Timestamp;
use crate::vocabulary::CompiledVocabulary;
use crate::zone::Zone;

/// Of a party with more deals or purchases than these, only the pieces of the latest are named.
const MOST_PIECES: usize = 200;

/// The explanation of one party's stage in one vocabulary at one time.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The stage's place in the vocabulary; `None` if no rule holds or there is no evidence.
    pub stage: Option<u8>,
    /// Since when; `None` if there is no stage or evidence of unknown time began it.
    pub since: Option<Since>,
    /// What began the present period.
    pub entered_by: Option<Cause>,
    /// When the period will end as far as is known, and why.
    pub until: Option<(Timestamp, Option<Cause>)>,
    /// The highest stage ever reached by then.
    pub furthest: Option<u8>,
    /// The standing and its reason; `None` if there is no evidence.
    pub standing: Option<(Standing, Option<String>)>,
    /// The evidence that makes the stage hold, in the order of folding; the piece that began it is there.
    pub because: Vec<EvidenceId>,
    /// Whether the stage was set by hand and the rules would say otherwise.
    pub judged: bool,
    /// What the rules of each higher stage still miss.
    pub missing: Vec<Missing>,
}

/// One thing that a higher stage still misses.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The stage's place in the vocabulary.
    pub stage: u8,
    /// What must hold, as a sentence.
    pub needs: String,
    /// What may be recorded to help; empty if nothing can.
    pub ways: Vec<Way>,
}

/// Explains the stage of a party at `now` from all pieces it takes part in, given in any order.
pub fn explain(
    pieces: &[Piece],
    party: PartyKind,
    kinds: &Kinds,
    compiled: &CompiledVocabulary,
    zone: &Zone,
    now: Timestamp,
) -> Explanation {
    let rules = Rules { party, kinds, vocabularies: std::slice::from_ref(compiled), zone };
    explain_in_order(&in_order(pieces, kinds, zone), rules, compiled, now)
}

/// [`explain`] from the live pieces that count, given in the order in which they fold.
pub fn explain_in_order(
    ordered: &[Placed<'_>],
    rules: Rules<'_>,
    compiled: &CompiledVocabulary,
    now: Timestamp,
) -> Explanation {
    let kinds = rules.kinds;
    let mut fold = Fold::new(Rules { vocabularies: std::slice::from_ref(compiled), ..rules });
    let known = ordered.iter().take_while(|placed| placed.place.at.is_none_or(|at| at <= now)).count();
    for placed in &ordered[..known] {
        fold.push(*placed);
    }
    let facts = fold.facts().clone();
    // Pieces that lie ahead are part of the history: they say until when the present period lasts.
    for placed in &ordered[known..] {
        fold.push(*placed);
    }
    let ordered: Vec<&Piece> = ordered.iter().map(|placed| placed.piece).collect();
    let explainer = Explainer {
        history: fold.finish(),
        facts,
        ordered: &ordered[..known],
        kinds,
        compiled,
        zone: rules.zone,
        now,
    };
    explainer.explanation()
}

/// Whether a piece is live among all pieces of a party.
pub fn live_ids(pieces: &[Piece]) -> Vec<EvidenceId> {
    pieces.iter().zip(live(pieces)).filter_map(|(piece, live)| live.then_some(piece.id)).collect()
}

struct Explainer<'a> {
    history: History,
    facts: Facts,
    ordered: &'a [&'a Piece],
    kinds: &'a Kinds,
    compiled: &'a CompiledVocabulary,
    zone: &'a Zone,
    now: Timestamp,
}

impl Explainer<'_> {
    fn explanation(&self) -> Explanation {
        let periods = &self.history.stages[0];
        let present = periods.iter().find(|period| covers(period.entered_at, period.left_at, self.now));
        let begun = |period: &&StagePeriod| period.entered_at.is_none_or(|at| at <= self.now);
        let stands = |period: &&StandingPeriod| covers(period.entered_at, period.left_at, self.now);
        let standing = self.history.standings.iter().find(stands);
        let stage = present.map(|period| period.stage);
        let judged = stage.is_some() && stage != self.compiled.highest(&self.facts, Some(self.now));
        Explanation {
            stage,
            since: present.and_then(|period| period.since(self.zone)),
            entered_by: present.map(|period| period.entered_by),
            until: present.and_then(|period| Some((period.left_at?, period.left_by))),
            furthest: periods.iter().filter(begun).map(|period| period.stage).max(),
            standing: standing.map(|period| (period.standing, period.reason.clone())),
            because: present.map(|period| self.because(period, judged)).unwrap_or_default(),
            judged,
            missing: if self.facts.is_known() { self.missing(stage) } else { Vec::new() },
        }
    }

    fn because(&self, period: &StagePeriod, judged: bool) -> Vec<EvidenceId> {
        let mut places: Vec<usize> = Vec::new();
        if let Cause::Evidence(id) = period.entered_by {
            places.extend(self.ordered.iter().position(|piece| piece.id == id));
        }
        if judged {
            places.extend(self.ordered.iter().rposition(|piece| self.judges(piece, period.stage)));
        } else if let Some(rule) = self.compiled.rules.get(usize::from(period.stage)) {
            for leaf in rule.support(&self.compiled.lookup(&self.facts), Some(self.now)) {
                places.extend(self.support(leaf));
            }
        }
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| self.ordered[place].id).collect()
    }

    fn judges(&self, piece: &Piece, stage: u8) -> bool {
        let name = &self.compiled.vocabulary.stages[usize::from(stage)].name;
        piece.kind == k::STAGE_JUDGED
            && piece.detail.text("vocabulary") == Some(&self.compiled.vocabulary.name)
            && piece.detail.text("stage") == Some(name)
    }

    /// The places of the pieces on which a leaf that holds rests. What holds because something is absent
    /// rests on no piece.
    fn support(&self, leaf: &Leaf) -> Vec<usize> {
        if leaf.negated {
            return Vec::new();
        }
        if let Test::Always(_) = leaf.test {
            return Vec::new();
        }
        if let Test::Number(Fact::Count(left), comparison, Operand::Fact(Fact::Count(right))) = leaf.test
            && matches!(comparison, Comparison::Greater | Comparison::AtLeast)
        {
            // What is in both says nothing of there being more of one.
            let more = self.ends_where(|piece| self.belongs(piece, left) && !self.belongs(piece, right));
            return if more.is_empty() { self.ends_of(left) } else { more };
        }
        leaf.test.facts().flat_map(|fact| self.behind(fact)).collect()
    }

    fn behind(&self, fact: Fact) -> Vec<usize> {
        match fact {
            Fact::Count(group) | Fact::First(group) | Fact::Last(group) => self.ends_of(group),
            Fact::Criterion(criterion) => self.assessment(criterion).into_iter().collect(),
            Fact::DealsTotal | Fact::DealsOpen | Fact::DealsWon | Fact::DealsLost => {
                self.latest_of(self.facts.deal_pieces(fact))
            }
            Fact::PurchasesCount | Fact::PurchasesLast | Fact::PurchasesNet => {
                self.latest_of(self.facts.purchase_pieces())
            }
            Fact::Qualified => self.qualification(),
            Fact::SalesAccepted => self.last_of(k::SALES_ACCEPTED),
            Fact::MarketingQualified => self.last_of(k::MARKETING_QUALIFIED),
            Fact::Converted => self.last_of(k::CONVERTED),
            Fact::Departed => self.latest_of(self.facts.departed_by().into_iter()),
        }
    }

    /// The first and the last piece of a group: they stand for every count, first and last.
    fn ends_of(&self, group: Group) -> Vec<usize> {
        self.ends_where(|piece| self.belongs(piece, group))
    }

    fn belongs(&self, piece: &Piece, group: Group) -> bool {
        match group {
            Group::Kind(kind) => piece.kind == kind,
            Group::Family(family) => self.kinds.family(piece.kind) == family,
            Group::Any => self.kinds.family(piece.kind).makes_known(),
        }
    }

    fn ends_where(&self, wanted: impl Fn(&Piece) -> bool) -> Vec<usize> {
        let first = self.ordered.iter().position(|piece| wanted(piece));
        let last = self.ordered.iter().rposition(|piece| wanted(piece));
        first.into_iter().chain(last).collect()
    }

    fn assessment(&self, criterion: Criterion) -> Option<usize> {
        self.ordered.iter().rposition(|piece| {
            piece.kind == k::CRITERION_ASSESSED && piece.detail.text("criterion") == Some(criterion.word())
        })
    }

    fn qualification(&self) -> Vec<usize> {
        let mut found = Vec::new();
        let qualifying = self.compiled.lookup(&self.facts);
        for framework in qualifying.assessed(Some(self.now)) {
            // Those that the gate counts; of a weighted total, what is not met adds nothing.
            let counts = |one: &Criterion| self.facts.finding(*one, Some(self.now)) >= Finding::Partly;
            found.extend(framework.gate_criteria().filter(counts).filter_map(|one| self.assessment(one)));
        }
        if qualifying.is_accepted() {
            found.extend(self.last_where(|piece| [k::SALES_ACCEPTED, k::CONVERTED].contains(&piece.kind)));
        }
        found
    }

    /// The places of some pieces, the latest of them if there are many.
    fn latest_of(&self, pieces: impl Iterator<Item = EvidenceId>) -> Vec<usize> {
        let wanted: HashSet<EvidenceId> = pieces.collect();
        let places = (0..self.ordered.len()).rev().filter(|place| wanted.contains(&self.ordered[*place].id));
        places.take(MOST_PIECES).collect()
    }

    fn last_of(&self, kind: KindCode) -> Vec<usize> {
        self.last_where(|piece| piece.kind == kind)
    }

    fn last_where(&self, wanted: impl Fn(&Piece) -> bool) -> Vec<usize> {
        self.ordered.iter().rposition(|piece| wanted(piece)).into_iter().collect()
    }

    fn missing(&self, stage: Option<u8>) -> Vec<Missing> {
        let from = stage.map_or(0, |stage| usize::from(stage) + 1);
        let mut found = Vec::new();
        for (place, rule) in self.compiled.rules.iter().enumerate().skip(from) {
            for leaf in rule.missing(&self.compiled.lookup(&self.facts), Some(self.now)) {
                let ways = leaf.ways(&self.compiled.frameworks);
                found.push(Missing { stage: place as u8, needs: self.needs(leaf), ways });
            }
        }
        found
    }

    /// What a leaf needs, and why what is recorded of that does not count.
    fn needs(&self, leaf: &Leaf) -> String {
        let needs = leaf.needs(self.kinds, &self.compiled.frameworks);
        let is_of_purchases = |fact| matches!(fact, Fact::PurchasesCount | Fact::PurchasesLast);
        let more = match self.facts.uncounted() {
            _ if !leaf.test.facts().any(is_of_purchases) => return needs,
            Uncounted { unwon: false, refunded: false } => return needs,
            Uncounted { unwon: true, refunded: false } => "what was purchased counts once its deal is won",
            Uncounted { unwon: false, refunded: true } => "what was purchased was refunded",
            Uncounted { unwon: true, refunded: true } => {
                "what was purchased was refunded, or counts once its deal is won"
            }
        };
        format!("{needs} ({more})")
    }
}
