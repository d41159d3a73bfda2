use proptest::prelude::*;

use super::*;

const BARE: [(&str, Fact); 5] = [
    ("qualified", Fact::Qualified),
    ("sales_accepted", Fact::SalesAccepted),
    ("marketing_qualified", Fact::MarketingQualified),
    ("converted", Fact::Converted),
    ("departed", Fact::Departed),
];

/// A rule as the test understands it, to hold the compiled one against.
#[derive(Clone, Debug)]
enum Meant {
    Bare(usize),
    Count(i64),
    Window(i64),
    Not(Box<Meant>),
    And(Box<Meant>, Box<Meant>),
    Or(Box<Meant>, Box<Meant>),
}

impl Meant {
    fn text(&self) -> String {
        match self {
            Self::Bare(index) => BARE[*index].0.into(),
            Self::Count(least) => format!("interest.count >= {least}"),
            Self::Window(days) => format!("within(interest, \"{days}d\")"),
            Self::Not(inner) => format!("!({})", inner.text()),
            Self::And(left, right) => format!("({}) && ({})", left.text(), right.text()),
            Self::Or(left, right) => format!("({}) || ({})", left.text(), right.text()),
        }
    }

    fn answer(&self, facts: &StubFacts, now: Timestamp) -> bool {
        match self {
            Self::Bare(index) => facts.truths.contains(&BARE[*index].1),
            Self::Count(least) => facts.number(Fact::Count(INTEREST)) >= *least,
            Self::Window(days) => facts
                .moment(Fact::Last(INTEREST))
                .is_some_and(|moment| now < moment.at.unwrap().plus(days * DAY)),
            Self::Not(inner) => !inner.answer(facts, now),
            Self::And(left, right) => left.answer(facts, now) && right.answer(facts, now),
            Self::Or(left, right) => left.answer(facts, now) || right.answer(facts, now),
        }
    }
}

fn meant(negation: bool) -> impl Strategy<Value = Meant> {
    let leaf = prop_oneof![
        3 => (0..BARE.len()).prop_map(Meant::Bare),
        1 => (0..5_i64).prop_map(Meant::Count),
        1 => (1..60_i64).prop_map(Meant::Window),
    ];
    leaf.prop_recursive(5, 24, 2, move |inner| {
        let pair = (inner.clone(), inner.clone());
        let and = pair.clone().prop_map(|(l, r)| Meant::And(l.into(), r.into()));
        let or = pair.prop_map(|(l, r)| Meant::Or(l.into(), r.into()));
        let not = inner.prop_map(|inner| Meant::Not(inner.into()));
        prop_oneof![3 => and, 3 => or, u32::from(negation) => not]
    })
}

fn some_facts() -> impl Strategy<Value = StubFacts> {
    (prop::collection::btree_set(0..BARE.len(), 0..5), 0..5_i64, prop::option::of(0..60_i64)).prop_map(
        |(truths, count, last)| StubFacts {
            truths: truths.into_iter().map(|index| BARE[index].1).collect(),
            numbers: BTreeMap::from([(Fact::Count(INTEREST), count)]),
            moments: last
                .map(|last| (Fact::Last(INTEREST), Moment { place: 1, at: Some(day(last)) }))
                .into_iter()
                .collect(),
            ..StubFacts::default()
        },
    )
}

/// Gives every leaf the answer that it wants.
fn satisfy(facts: &mut StubFacts, leaf: &Leaf, now: Timestamp) {
    match leaf.test {
        Test::Truth(fact) => {
            facts.truths.insert(fact);
        }
        Test::Number(fact, _, Operand::Integer(least)) => {
            let count = facts.numbers.entry(fact).or_default();
            *count = least.max(*count);
        }
        Test::Within(fact, _) => {
            facts.moments.insert(fact, Moment { place: 1, at: Some(now) });
        }
        _ => unreachable!("no such leaf is generated here"),
    }
}

const TOKENS: [&str; 24] = [
    "interest",
    "count",
    ".",
    "(",
    ")",
    "&&",
    "||",
    "!",
    "'met'",
    "\"30d\"",
    "within",
    ",",
    "criteria",
    "budget",
    "==",
    "<",
    "7",
    "-",
    "\n",
    "//",
    "qualified",
    "é",
    "'",
    "deals.open",
];

proptest! {
    #[test]
    fn a_compiled_rule_answers_as_it_is_written(meant in meant(true), facts in some_facts(), now in 0..120_i64) {
        let found = rule(&meant.text());
        prop_assert_eq!(found.holds(&facts, Some(day(now))), meant.answer(&facts, day(now)));
    }

    #[test]
    fn no_answer_changes_before_the_next_turn(meant in meant(true), facts in some_facts(), now in 0..120_i64) {
        let found = rule(&meant.text());
        let answer = found.holds(&facts, Some(day(now)));
        let change = found.next_change(&facts, Some(day(now))).unwrap_or(day(400));
        prop_assert!(change > day(now));
        for later in (now..400).map(day).take_while(|later| *later < change) {
            prop_assert_eq!(found.holds(&facts, Some(later)), answer);
        }
    }

    #[test]
    fn support_is_there_exactly_when_the_rule_holds_and_every_leaf_of_it_holds(
        meant in meant(true), facts in some_facts(), now in 0..120_i64,
    ) {
        let found = rule(&meant.text());
        let support = found.support(&facts, Some(day(now)));
        prop_assert_eq!(!support.is_empty(), found.holds(&facts, Some(day(now))));
        prop_assert!(support.iter().all(|leaf| leaf.holds(&facts, Some(day(now)))));
    }

    #[test]
    fn a_rule_holds_once_what_was_missing_is_satisfied(
        meant in meant(false), facts in some_facts(), now in 0..120_i64,
    ) {
        let found = rule(&meant.text());
        let missing = found.missing(&facts, Some(day(now)));
        prop_assert_eq!(missing.is_empty(), found.holds(&facts, Some(day(now))));
        prop_assert!(missing.iter().all(|leaf| !leaf.holds(&facts, Some(day(now)))));
        let mut satisfied = facts.clone();
        for leaf in missing {
            satisfy(&mut satisfied, leaf, day(now));
        }
        prop_assert!(found.holds(&satisfied, Some(day(now))));
    }

    #[test]
    fn no_text_makes_the_compiler_panic(text in ".{0,60}") {
        if let Err(found) = Rule::compile(&text, &Kinds::default(), &criteria()) {
            prop_assert!(text.is_char_boundary(found.offset));
            prop_assert_eq!((found.line, found.column), line_and_column(&text, found.offset));
        }
    }

    #[test]
    fn no_row_of_tokens_makes_the_compiler_panic(tokens in prop::collection::vec(0..TOKENS.len(), 0..40), gap in 0..2) {
        let gap = if gap == 0 { "" } else { " " };
        let text = tokens.into_iter().map(|index| TOKENS[index]).collect::<Vec<_>>().join(gap);
        if let Err(found) = Rule::compile(&text, &Kinds::default(), &criteria()) {
            prop_assert!(text.is_char_boundary(found.offset));
            prop_assert_eq!((found.line, found.column), line_and_column(&text, found.offset));
        }
    }
}
