//! What may be recorded so that a leaf holds.

use crate::facts::{Criterion, Fact, Finding, Group};
use crate::frameworks::Frameworks;
use crate::kind::{Family, KindCode, built_in as k};
use crate::rules::{Comparison, Leaf, Operand, Test};

/// Evidence that helps a leaf to hold. One piece may not be enough: a count may need several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A piece of this kind.
    Kind(KindCode),
    /// A piece of any kind of this family.
    Family(Family),
    /// An assessment that finds this criterion met.
    Met(Criterion),
}

impl Leaf {
    /// The pieces any of which helps. None if nothing that is recorded can: what has to be absent, few or long ago.
    /// `qualified` is so by these frameworks.
    pub fn ways(&self, frameworks: &Frameworks) -> Vec<Way> {
        match self.test {
            Test::Truth(Fact::Qualified) if !self.negated => {
                let met = frameworks.gate_criteria().into_iter().map(Way::Met);
                [Way::Kind(k::SALES_ACCEPTED)].into_iter().chain(met).collect()
            }
            Test::Truth(fact) => truth(fact, self.negated),
            Test::Number(fact, comparison, Operand::Integer(number)) if wants_more(comparison, number) => {
                more(fact)
            }
            Test::Number(
                left,
                Comparison::Greater | Comparison::AtLeast | Comparison::Equal,
                Operand::Fact(_),
            ) => more(left),
            Test::Order(left, Comparison::Greater | Comparison::AtLeast, _) if !self.negated => later(left),
            Test::Order(_, Comparison::Less | Comparison::AtMost, right) if !self.negated => later(right),
            Test::Criterion(criterion, comparison, finding) if comparison.holds(&Finding::Met, &finding) => {
                vec![Way::Met(criterion)]
            }
            Test::Within(fact, _) if !self.negated => later(fact),
            Test::Always(_) | Test::Number(..) | Test::Order(..) | Test::Criterion(..) | Test::Within(..) => {
                Vec::new()
            }
        }
    }
}

fn truth(fact: Fact, negated: bool) -> Vec<Way> {
    let kinds: &[KindCode] = match (fact, negated) {
        (Fact::SalesAccepted, false) => &[k::SALES_ACCEPTED],
        (Fact::MarketingQualified, false) => &[k::MARKETING_QUALIFIED],
        (Fact::Converted, false) => &[k::CONVERTED],
        (Fact::Departed, false) => &[k::CONTRACT_ENDED, k::CANCELLED],
        (Fact::Departed, true) => &[k::RENEWED, k::PURCHASED],
        _ => &[],
    };
    kinds.iter().copied().map(Way::Kind).collect()
}

fn wants_more(comparison: Comparison, number: i64) -> bool {
    match comparison {
        Comparison::Greater | Comparison::AtLeast => true,
        Comparison::Equal => number > 0,
        Comparison::NotEqual => number == 0,
        Comparison::Less | Comparison::AtMost => false,
    }
}

/// What increases a number.
fn more(fact: Fact) -> Vec<Way> {
    let kinds: &[KindCode] = match fact {
        Fact::Count(group) => return vec![of_group(group)],
        Fact::DealsTotal | Fact::DealsOpen => &[k::DEAL_OPENED],
        Fact::DealsWon => &[k::DEAL_WON],
        Fact::DealsLost => &[k::DEAL_LOST],
        Fact::PurchasesCount => &[k::PURCHASED, k::DEAL_WON],
        Fact::PurchasesNet => &[k::PURCHASED],
        _ => &[],
    };
    kinds.iter().copied().map(Way::Kind).collect()
}

/// What moves a moment later. A first one stays first.
fn later(fact: Fact) -> Vec<Way> {
    match fact {
        Fact::Last(group) => vec![of_group(group)],
        Fact::PurchasesLast => vec![Way::Kind(k::PURCHASED)],
        _ => Vec::new(),
    }
}

fn of_group(group: Group) -> Way {
    match group {
        // Any kind that makes a party known will do; that details were learned is the simplest.
        Group::Any => Way::Kind(k::DETAILS_LEARNED),
        Group::Family(family) => Way::Family(family),
        Group::Kind(kind) => Way::Kind(kind),
    }
}
