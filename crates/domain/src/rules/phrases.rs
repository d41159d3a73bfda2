//! What a leaf needs, as phrases in plain English.

use crate::facts::{Criterion, Fact, Finding, Group};
use crate::frameworks::Frameworks;
use crate::kind::Kinds;
use crate::rules::{Comparison, Leaf, Operand, Test};
use crate::time::{DAY, Micros};

/// The longest window, in days: a hundred years.
pub(super) const MOST_DAYS: i64 = 36_525;

impl Leaf {
    /// What must be true for the leaf to hold, as a phrase: "at least 1 piece of interest evidence". `qualified` is so by
    /// these frameworks.
    pub fn needs(&self, kinds: &Kinds, frameworks: &Frameworks) -> String {
        let phrases = Phrases { kinds };
        match self.test {
            Test::Always(true) => "nothing: the rule always holds".into(),
            Test::Always(false) => "nothing can make it hold".into(),
            Test::Truth(Fact::Qualified) if !self.negated => {
                let met = frameworks.gates_in_words();
                format!("qualified: {met}, or accepted by sales, and nothing against it since")
            }
            Test::Truth(fact) => truth(fact, self.negated).into(),
            Test::Number(fact, comparison, Operand::Integer(number)) => {
                phrases.counted(fact, comparison, number)
            }
            Test::Number(left, comparison, Operand::Fact(right)) => {
                phrases.more_or_less(left, comparison, right)
            }
            Test::Order(left, comparison, right) => phrases.order(left, comparison, right, self.negated),
            Test::Criterion(criterion, comparison, finding) => found(criterion, comparison, finding),
            Test::Within(fact, length) => phrases.window(fact, length, self.negated),
        }
    }
}

fn truth(fact: Fact, negated: bool) -> &'static str {
    match (fact, negated) {
        (Fact::Qualified, true) => "not qualified",
        (Fact::SalesAccepted, false) => "accepted by sales, and not rejected since",
        (Fact::SalesAccepted, true) => "not accepted by sales, or rejected since",
        (Fact::MarketingQualified, false) => "qualified by marketing, and not rejected by sales since",
        (Fact::MarketingQualified, true) => "not qualified by marketing, or rejected by sales since",
        (Fact::Converted, false) => "converted",
        (Fact::Converted, true) => "not converted",
        (Fact::Departed, false) => "departed: every purchase has ended",
        (Fact::Departed, true) => "not departed: no purchase yet, or one that has not ended",
        (_, false) => "yes",
        (_, true) => "no",
    }
}

fn found(criterion: Criterion, comparison: Comparison, finding: Finding) -> String {
    let criterion = criterion.in_words();
    let value = match finding {
        Finding::Met => "met",
        Finding::Partly => "partly met",
        Finding::NotMet => "not met",
        Finding::Unknown => "unknown",
    };
    match (comparison, finding) {
        (Comparison::Equal, _) => format!("{criterion} is {value}"),
        (Comparison::NotEqual, Finding::Unknown) => format!("{criterion} is known"),
        (Comparison::NotEqual, _) => format!("{criterion} is anything but {value}"),
        (Comparison::Less, _) => format!("{criterion} is less than {value}"),
        (Comparison::AtMost, _) => format!("{criterion} is at most {value}"),
        (Comparison::Greater, _) => format!("{criterion} is better than {value}"),
        (Comparison::AtLeast, _) => format!("{criterion} is at least {value}"),
    }
}

struct Phrases<'k> {
    kinds: &'k Kinds,
}

impl Phrases<'_> {
    fn evidence(&self, group: Group) -> String {
        match group {
            Group::Any => "evidence".into(),
            Group::Family(family) => format!("{} evidence", family.word()),
            Group::Kind(code) => format!("“{}” evidence", self.kinds.name(code).replace('_', " ")),
        }
    }

    /// What a number counts, for `one` of it or several.
    fn noun(&self, fact: Fact, one: bool) -> String {
        let plural = if one { "" } else { "s" };
        match fact {
            Fact::Count(group) => format!("piece{plural} of {}", self.evidence(group)),
            Fact::DealsTotal => format!("deal{plural}"),
            Fact::DealsOpen => format!("open deal{plural}"),
            Fact::DealsWon => format!("won deal{plural}"),
            Fact::DealsLost => format!("lost deal{plural}"),
            Fact::PurchasesCount => format!("purchase{plural}"),
            Fact::PurchasesNet => "in minor units from purchases less refunds".into(),
            _ => format!("unit{plural}"),
        }
    }

    fn counted(&self, fact: Fact, comparison: Comparison, number: i64) -> String {
        let amount = |number: i64| format!("{number} {}", self.noun(fact, number == 1));
        let lowest = if fact == Fact::PurchasesNet { i64::MIN } else { 0 };
        match (comparison, number) {
            (Comparison::Greater, _) => format!("at least {}", amount(number.saturating_add(1))),
            (Comparison::AtLeast, _) => format!("at least {}", amount(number)),
            (Comparison::NotEqual, 0) if lowest == 0 => format!("at least {}", amount(1)),
            (Comparison::Less, 1) | (Comparison::Equal | Comparison::AtMost, 0) if lowest == 0 => {
                match fact {
                    Fact::Count(group) => format!("no {}", self.evidence(group)),
                    _ => format!("no {}", self.noun(fact, true)),
                }
            }
            (Comparison::Less, _) => format!("at most {}", amount(number.saturating_sub(1))),
            (Comparison::AtMost, _) => format!("at most {}", amount(number)),
            (Comparison::Equal, _) => format!("exactly {}", amount(number)),
            (Comparison::NotEqual, _) => format!("any number except {}", amount(number)),
        }
    }

    fn more_or_less(&self, left: Fact, comparison: Comparison, right: Fact) -> String {
        let (left, right) = (self.noun(left, false), self.noun(right, false));
        match comparison {
            Comparison::Greater => format!("more {left} than {right}"),
            Comparison::AtLeast => format!("at least as many {left} as {right}"),
            Comparison::Less => format!("fewer {left} than {right}"),
            Comparison::AtMost => format!("at most as many {left} as {right}"),
            Comparison::Equal => format!("as many {left} as {right}"),
            Comparison::NotEqual => format!("not as many {left} as {right}"),
        }
    }

    fn moment(&self, fact: Fact) -> String {
        match fact {
            Fact::First(group) => format!("the first {}", self.evidence(group)),
            Fact::Last(group) => format!("the last {}", self.evidence(group)),
            _ => "the last purchase".into(),
        }
    }

    fn order(&self, left: Fact, comparison: Comparison, right: Fact, negated: bool) -> String {
        let (left, right) = (self.moment(left), self.moment(right));
        let relation = match comparison {
            Comparison::Less => "earlier than",
            Comparison::AtMost => "no later than",
            Comparison::Greater => "later than",
            Comparison::AtLeast => "no earlier than",
            Comparison::Equal => "the same as",
            Comparison::NotEqual => "different from",
        };
        if negated {
            format!("{left} is not {relation} {right}, or one of them is missing")
        } else {
            format!("{left} is {relation} {right}")
        }
    }

    fn window(&self, fact: Fact, length: Micros, negated: bool) -> String {
        let moment = self.moment(fact);
        let length = match (length % DAY, length / DAY, length / (DAY / 24)) {
            (0, 1, _) => "1 day".to_owned(),
            (0, days, _) => format!("{days} days"),
            (_, _, 1) => "1 hour".to_owned(),
            (_, _, hours) => format!("{hours} hours"),
        };
        if negated {
            format!("{moment} is {length} or more ago, or there is none")
        } else {
            format!("{moment} is less than {length} ago")
        }
    }
}
