//! Which evidence can change a vocabulary's stage at all, so that the rest need not be evaluated.

use crate::facts::{Fact, Facts, Group};
use crate::kind::{Family, Kinds};
use crate::rules::{Comparison, Operand, Rule, Test};

/// What the rules of a vocabulary depend on, by family of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Families whose every piece may matter, a bit each.
    always: u16,
    /// How many pieces of a family may matter: rules only ask whether there are some, or that many.
    until: [u32; Family::ALL.len()],
    /// Whether a rule asks how long ago something was.
    pub looks_back: bool,
}

/// What can change a fact.
enum Source {
    Group(Group),
    Families(&'static [Family]),
}

impl Needs {
    pub fn of(rules: &[Rule], kinds: &Kinds) -> Self {
        let mut needs = Self::default();
        for rule in rules {
            rule.node().each_leaf(&mut |leaf| needs.add(leaf.test, kinds));
        }
        needs
    }

    fn add(&mut self, test: Test, kinds: &Kinds) {
        if let Test::Within(..) = test {
            self.looks_back = true;
        }
        if let Test::Number(Fact::Count(group), comparison, Operand::Integer(number)) = test
            && let Some(most) = matters_until(comparison, number)
        {
            match group {
                // Whether anything is known at all is always asked about.
                Group::Any if most <= 1 => {}
                Group::Family(family) => self.raise(family, most),
                Group::Any | Group::Kind(_) => self.always(&source(Fact::Count(group)), kinds),
            }
            return;
        }
        for fact in test.facts() {
            self.always(&source(fact), kinds);
        }
    }

    fn raise(&mut self, family: Family, most: u32) {
        let until = &mut self.until[family as usize];
        *until = most.max(*until);
    }

    fn always(&mut self, source: &Source, kinds: &Kinds) {
        match *source {
            Source::Group(Group::Any) => self.always = u16::MAX,
            Source::Group(Group::Kind(kind)) => self.always |= bit(kinds.family(kind)),
            Source::Group(Group::Family(family)) => self.always |= bit(family),
            Source::Families(families) => families.iter().for_each(|family| self.always |= bit(*family)),
        }
    }

    /// Whether another piece of a family can change the stage of a party that is known already. Pieces that
    /// name a deal are asked about in any case.
    pub fn depends_on(&self, family: Family, facts: &Facts) -> bool {
        if self.always & bit(family) != 0 {
            return true;
        }
        let until = self.until[family as usize];
        until > 0 && facts.count_of(family) <= until
    }
}

/// Up to which count a comparison with a number can still change its answer.
fn matters_until(comparison: Comparison, number: i64) -> Option<u32> {
    let last = match comparison {
        Comparison::Greater | Comparison::AtMost | Comparison::Equal | Comparison::NotEqual => {
            number.checked_add(1)?
        }
        Comparison::AtLeast | Comparison::Less => number,
    };
    u32::try_from(last).ok()
}

fn bit(family: Family) -> u16 {
    1 << family as u16
}

fn source(fact: Fact) -> Source {
    use Family as F;
    match fact {
        Fact::Count(group) | Fact::First(group) | Fact::Last(group) => Source::Group(group),
        Fact::Criterion(_) | Fact::SalesAccepted | Fact::MarketingQualified => {
            Source::Families(&[F::Qualification])
        }
        Fact::Qualified => Source::Families(&[F::Qualification, F::Conversion]),
        Fact::Converted => Source::Families(&[F::Conversion]),
        Fact::DealsTotal | Fact::DealsOpen | Fact::DealsWon | Fact::DealsLost => Source::Families(&[F::Deal]),
        Fact::PurchasesCount | Fact::PurchasesLast | Fact::PurchasesNet | Fact::Departed => {
            Source::Families(&[F::Deal, F::Purchase, F::Departure])
        }
    }
}
