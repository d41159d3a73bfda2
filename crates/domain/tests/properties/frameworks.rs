//! Whatever frameworks are in use: order of arrival, folding piece by piece, and what `qualified` means, told plainly.

use casebook_domain::facts::{Criterion, Finding};
use casebook_domain::frameworks::{Framework, Frameworks, Gate, Question};
use casebook_domain::kind::{KindCode, built_in as k};
use casebook_domain::lifecycle::derive::{Fold, Rules, derive};
use casebook_domain::lifecycle::history::covers;
use casebook_domain::lifecycle::order::{Placed, in_order};
use casebook_domain::time::{DAY, Timestamp};
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::generated::{CRITERIA, day, new_pieces, new_pieces_without_judgement, stored, stored_in};
use super::{KINDS, ZONE, rules, shape};

fn framework() -> impl Strategy<Value = Framework> {
    let least = option::of(any::<bool>());
    let criteria = subsequence(CRITERIA.to_vec(), 1..=CRITERIA.len());
    (criteria, vec((0..5_u32, least), CRITERIA.len()), option::of(1..8_u32)).prop_map(
        |(names, counts, total)| {
            let named = names.iter().map(|name| Criterion::from_word(name).unwrap()).zip(&counts);
            let minimum = named.clone().filter_map(|(criterion, (_, least))| {
                least.map(|whole| (criterion, if whole { Finding::Met } else { Finding::Partly }))
            });
            let gate = Gate { total, minimum: minimum.collect() };
            let criteria = named.map(|(criterion, (weight, _))| Question {
                criterion,
                title: "Title".to_owned(),
                question: "Question?".to_owned(),
                weight: *weight,
                answers: Vec::new(),
            });
            Framework { criteria: criteria.collect(), gate, ..Framework::default() }
        },
    )
}

fn frameworks() -> impl Strategy<Value = Frameworks> {
    let named = |(place, one): (usize, Framework)| Framework { name: format!("f{place}"), ..one };
    vec(framework(), 1..4).prop_map(move |all| all.into_iter().enumerate().map(named).collect())
}

fn journey(frameworks: &Frameworks) -> Vec<CompiledVocabulary> {
    vec![Vocabulary::built_in()[0].compile(&KINDS, frameworks).unwrap()]
}

/// `qualified`, as the page on the lifecycle defines it.
fn is_qualified(past: &[Placed<'_>], frameworks: &Frameworks, now: Timestamp) -> bool {
    let last = |kind: KindCode| past.iter().rposition(|one| one.piece.kind == kind);
    let lifted = last(k::REQUALIFIED);
    let unlifted = last(k::DISQUALIFIED).filter(|place| Some(*place) > lifted);
    let against = last(k::SALES_REJECTED).max(unlifted);
    let assessed = |criterion: Criterion| {
        past.iter().rposition(|one| {
            one.piece.kind == k::CRITERION_ASSESSED
                && one.piece.detail.text("criterion") == Some(criterion.word())
        })
    };
    let finding = |criterion: Criterion| {
        let piece = assessed(criterion).map(|place| past[place].piece);
        let piece = piece.filter(|piece| piece.detail.time("expires").is_none_or(|end| now < end));
        piece.and_then(|piece| Finding::from_word(piece.detail.text("value")?)).unwrap_or_default()
    };
    let by_criteria = |one: &Framework| {
        let points = |question: &Question| match finding(question.criterion) {
            Finding::Met => 2 * question.weight,
            Finding::Partly => question.weight,
            _ => 0,
        };
        let total: u32 = one.criteria.iter().map(points).sum();
        let holds = one.gate.minimum.iter().all(|(criterion, least)| finding(*criterion) >= *least)
            && one.gate.total.is_none_or(|needed| total >= 2 * needed);
        let rests_on = one.gate_criteria().filter(|criterion| finding(*criterion) >= Finding::Partly);
        let latest = rests_on.filter_map(assessed).max();
        holds && latest.is_some() && latest > against
    };
    let not_met = past.iter().rposition(|one| {
        let criterion = one.piece.detail.text("criterion").and_then(Criterion::from_word);
        one.piece.kind == k::CRITERION_ASSESSED
            && one.piece.detail.text("value") == Some("not_met")
            && criterion.is_some_and(|criterion| frameworks.gate_criteria().contains(&criterion))
    });
    let accepted = last(k::SALES_ACCEPTED).max(last(k::CONVERTED));
    frameworks.all().iter().any(by_criteria) || accepted > against.max(not_met)
}

fn order() -> impl Strategy<Value = (Vec<super::generated::NewPiece>, Vec<usize>)> {
    new_pieces().prop_flat_map(|new| {
        let order: Vec<usize> = (0..new.len()).collect();
        (Just(new), Just(order).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn shuffling_the_arrival_changes_no_period((new, order) in order(), frameworks in frameworks()) {
        let vocabularies = journey(&frameworks);
        let rules = Rules { vocabularies: &vocabularies, ..rules() };
        let (before, after) = (derive(&stored(&new), rules), derive(&stored_in(&new, &order), rules));
        prop_assert_eq!(shape(&before), shape(&after));
    }

    #[test]
    fn folding_piece_by_piece_equals_a_fresh_derivation(new in new_pieces(), frameworks in frameworks()) {
        let vocabularies = journey(&frameworks);
        let rules = Rules { vocabularies: &vocabularies, ..rules() };
        let stored = stored(&new);
        let (mut fold, mut folded) = (Fold::new(rules), Vec::new());
        for one in in_order(&stored, &KINDS, &ZONE) {
            fold.push(one);
            folded.push(one.piece.clone());
            prop_assert_eq!(fold.clone().finish(), derive(&folded, rules));
        }
    }

    #[test]
    fn a_party_is_qualified_when_a_gate_holds_or_sales_says_so(
        new in new_pieces_without_judgement(),
        frameworks in frameworks(),
    ) {
        let text = "name = \"asked\"\ntitle = \"Asked\"\n[[stages]]\nname = \"yes\"\ntitle = \"Yes\"\n\
                    definition = \"Qualified.\"\nrule = \"qualified\"\n";
        let vocabularies = vec![Vocabulary::read(text, &KINDS, &frameworks).unwrap()];
        let stored = stored(&new);
        let history = derive(&stored, Rules { vocabularies: &vocabularies, ..rules() });
        let pieces = in_order(&stored, &KINDS, &ZONE);
        for half_days in -1..24 {
            let now = day(0).plus(half_days * DAY / 2);
            let known = pieces.iter().take_while(|one| one.place.at.is_none_or(|at| at <= now)).count();
            let shown = history.stages[0].iter().any(|one| covers(one.entered_at, one.left_at, now));
            let is_known = pieces[..known].iter().any(|one| KINDS.family(one.piece.kind).makes_known());
            prop_assert_eq!(shown, is_known && is_qualified(&pieces[..known], &frameworks, now), "{}", now);
        }
    }

    #[test]
    fn the_default_framework_asks_for_the_four_as_ever(new in new_pieces()) {
        let four = ["fit", "need", "authority", "budget"];
        let criteria = four.map(|name| Question {
            criterion: Criterion::from_word(name).unwrap(),
            title: name.to_owned(),
            question: name.to_owned(),
            weight: 1,
            answers: Vec::new(),
        });
        let minimum = criteria.iter().map(|one| (one.criterion, Finding::Met)).collect();
        let plain = Framework {
            name: "plain".to_owned(),
            criteria: criteria.to_vec(),
            gate: Gate { total: None, minimum },
            ..Framework::default()
        };
        let stored = stored(&new);
        let by = |frameworks: &Frameworks| {
            derive(&stored, Rules { vocabularies: &journey(frameworks), ..rules() })
        };
        let (default, plain) = (Frameworks::default(), [plain].into_iter().collect());
        prop_assert_eq!(shape(&by(&default)), shape(&by(&plain)));
    }
}
