//! What the sample data promises: its size, reproducibility, order, and that every piece is valid.

use std::collections::{BTreeMap, BTreeSet};

use casebook_domain::draft::Known;
use casebook_domain::frameworks::criteria_of_built_in;
use casebook_domain::ids::{DealId, EvidenceId, PartyId};
use casebook_domain::kind::{Family, KindCode, Kinds, built_in as k};
use casebook_domain::party::{FIELDS, PartyKind};
use casebook_domain::time::{DAY, Precision, Timestamp};

use super::{Account, SPAN, Sample, SampleEvidence};

/// 2026-11-22T12:00:00Z
const END: Timestamp = Timestamp(1_795_348_800_000_000);

fn accounts(parties: u64, seed: u64) -> Vec<Account> {
    Sample::new(parties, seed, END).collect()
}

fn pieces(accounts: &[Account]) -> impl Iterator<Item = &SampleEvidence> {
    accounts.iter().flat_map(|account| &account.evidence)
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

/// How many accounts of a source have a piece of one of these kinds.
fn having(accounts: &[Account], source: &str, kinds: &[KindCode]) -> usize {
    accounts.iter().filter(|one| of(one, source) && has(one, kinds)).count()
}

fn of(account: &Account, source: &str) -> bool {
    account.parties[0].fields.get("source").is_some_and(|found| found == source)
}

fn has(account: &Account, kinds: &[KindCode]) -> bool {
    account.evidence.iter().any(|piece| kinds.contains(&piece.kind))
}

#[test]
fn there_are_exactly_as_many_parties_as_were_asked_for() {
    for parties in (0..40).chain([99, 1_000, 1_001, 4_097]) {
        for seed in 0..4 {
            let created: usize = accounts(parties, seed).iter().map(|one| one.parties.len()).sum();
            assert_eq!(created as u64, parties, "seed {seed}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_stream_and_another_seed_another() {
    assert_eq!(accounts(500, 7), accounts(500, 7));
    assert_ne!(accounts(500, 7), accounts(500, 8));
}

#[test]
fn a_longer_stream_begins_like_a_shorter_one() {
    let (short, long) = (accounts(100, 3), accounts(1_000, 3));
    let whole = short.len() - 1;
    assert_eq!(short[..whole], long[..whole], "only the last account may be cut to fit");
}

#[test]
fn another_present_moves_the_stories_with_it() {
    let earlier: Vec<_> = Sample::new(50, 1, END.plus(-7 * DAY)).collect();
    let moved = |piece: &SampleEvidence| piece.recorded_at.plus(7 * DAY);
    for (early, late) in earlier.iter().zip(accounts(50, 1)) {
        assert!(early.evidence.iter().map(moved).eq(late.evidence.iter().map(|piece| piece.recorded_at)));
    }
}

#[test]
fn keys_are_used_once() {
    let accounts = accounts(5_000, 2);
    let parties: BTreeSet<_> =
        accounts.iter().flat_map(|one| &one.parties).map(|party| &party.external_id).collect();
    assert_eq!(parties.len(), 5_000);
    let deals: Vec<_> = accounts.iter().flat_map(|one| &one.deals).map(|deal| &deal.key).collect();
    assert_eq!(deals.iter().collect::<BTreeSet<_>>().len(), deals.len());
}

#[test]
fn references_stay_inside_the_account_and_names_refer_backwards() {
    for account in accounts(3_000, 5) {
        for (place, piece) in account.evidence.iter().enumerate() {
            assert!(piece.names.is_none_or(|named| named < place));
            assert!(piece.deal.is_none_or(|deal| deal < account.deals.len()));
            assert!(piece.participants.iter().all(|(party, _)| *party < account.parties.len()));
        }
        for place in 0..account.deals.len() {
            assert!(account.evidence.iter().any(|piece| piece.deal == Some(place)), "an unnamed deal");
        }
        for link in &account.links {
            assert_eq!(account.parties[link.person].kind, PartyKind::Person);
            assert_eq!(account.parties[link.organization].kind, PartyKind::Organization);
        }
    }
}

#[test]
fn every_party_is_known_by_evidence() {
    for account in accounts(5_000, 6) {
        for place in 0..account.parties.len() {
            let about = |piece: &SampleEvidence| piece.participants.iter().any(|(party, _)| *party == place);
            assert!(account.evidence.iter().any(about));
        }
    }
}

#[test]
fn the_fields_are_known_ones_and_none_is_empty() {
    for party in accounts(2_000, 4).into_iter().flat_map(|one| one.parties) {
        for (name, value) in &party.fields {
            assert!(FIELDS.contains(&name.as_str()), "{name}");
            assert!(!value.trim().is_empty(), "{name}");
        }
        assert!(party.fields["email"].contains(".example."), "emails must reach no one");
    }
}

fn known_stage(vocabulary: &str, stage: &str) -> bool {
    match vocabulary {
        "journey" => ["contact", "lead", "prospect", "customer", "advocate"].contains(&stage),
        "zoho" => ["lead", "contact", "customer"].contains(&stage),
        "inbound" => ["known", "subscriber", "lead", "mql", "sql", "opportunity", "customer", "evangelist"]
            .contains(&stage),
        _ => false,
    }
}

#[test]
fn every_piece_would_be_accepted_as_a_draft() {
    let kinds = Kinds::default();
    let criteria = criteria_of_built_in();
    let known = Known { stage: &known_stage, criteria: &criteria };
    let ids = |count: usize| 1..=count as i64;
    for account in (0..40).flat_map(|seed| accounts(250, seed)) {
        let parties: Vec<_> = ids(account.parties.len()).map(PartyId).collect();
        let deals: Vec<_> = ids(account.deals.len()).map(DealId).collect();
        for (place, piece) in account.evidence.iter().enumerate() {
            let earlier: Vec<_> = ids(place).map(EvidenceId).collect();
            let draft = piece.draft(&parties, &deals, &earlier).unwrap();
            let checked = draft.clone().check(piece.recorded_at, &kinds, known).unwrap();
            assert_eq!(checked.detail, draft.detail, "times are canonical already");
        }
    }
}

#[test]
fn a_reference_without_an_id_gives_no_draft() {
    let account = accounts(1, 1).remove(0);
    assert_eq!(account.evidence[0].draft(&[], &[], &[]), None);
}

#[test]
fn nothing_is_recorded_after_the_end_and_only_contracts_end_ahead() {
    let accounts = accounts(20_000, 1);
    for piece in pieces(&accounts) {
        assert!(piece.recorded_at <= END);
        let Some(at) = piece.occurred_at else { continue };
        assert!(at > END.plus(-(SPAN + 3) * DAY));
        assert!(at <= piece.recorded_at || piece.kind == k::CONTRACT_ENDED, "{piece:?}");
    }
    let ahead = pieces(&accounts).filter(|piece| piece.occurred_at.is_some_and(|at| at > END));
    assert!(ahead.count() > 5, "some contracts end ahead");
}

#[test]
fn every_built_in_kind_occurs_in_twenty_thousand_parties() {
    let accounts = accounts(20_000, 1);
    let found: BTreeSet<_> = pieces(&accounts).map(|piece| piece.kind).collect();
    let kinds = Kinds::default();
    // The answers to quotes are recorded with them, and the sample company writes none.
    let of_quotes = [k::PROPOSAL_ACCEPTED, k::PROPOSAL_DECLINED];
    let is_missing = |code: &KindCode| !found.contains(code) && !of_quotes.contains(code);
    let missing: Vec<_> = kinds.names().filter(|(_, code)| is_missing(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn there_are_about_five_pieces_for_each_party() {
    let accounts = accounts(20_000, 1);
    let average = share(pieces(&accounts).count(), 20_000);
    assert!((4.5..5.5).contains(&average), "{average}");
}

#[test]
fn some_drop_off_at_each_step_and_few_come_to_the_end() {
    let kinds = Kinds::default();
    let family = |wanted: Family| -> Vec<KindCode> {
        kinds.names().map(|(_, code)| code).filter(|code| kinds.family(*code) == wanted).collect()
    };
    let accounts = accounts(20_000, 1);
    let count = |kinds: &[KindCode]| accounts.iter().filter(|one| has(one, kinds)).count();
    let steps = [
        accounts.len(),
        count(&family(Family::Interest)),
        count(&[k::SALES_ACCEPTED, k::CONVERTED, k::DEAL_OPENED, k::CRITERION_ASSESSED]),
        count(&[k::DEAL_WON, k::PURCHASED]),
        count(&family(Family::Advocacy)),
    ];
    for step in steps.windows(2) {
        assert!((0.02..0.95).contains(&share(step[1], step[0])), "{steps:?}");
    }
    assert!(steps[4] > 30, "{steps:?}");
}

#[test]
fn sources_convert_differently() {
    let accounts = accounts(40_000, 1);
    let won = |source| {
        let all = accounts.iter().filter(|one| of(one, source)).count();
        share(having(&accounts, source, &[k::DEAL_WON, k::PURCHASED]), all)
    };
    let found = ["referral", "organic_search", "social", "cold_call"].map(won);
    assert!(found[0] > 1.5 * found[1] && found[1] > 1.5 * found[2] && found[2] > found[3], "{found:?}");
}

#[test]
fn the_awkward_cases_all_occur() {
    let accounts = accounts(20_000, 1);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for account in &accounts {
        let named = |piece: &SampleEvidence| piece.names.map(|place| &account.evidence[place]);
        for (place, piece) in account.evidence.iter().enumerate() {
            let later = |kind| account.evidence[place..].iter().any(|other| other.kind == kind);
            let late = piece.occurred_at.is_some_and(|at| piece.recorded_at > at.plus(10 * DAY));
            let undone =
                piece.kind == k::RETRACTED && named(piece).is_some_and(|one| one.kind == k::RETRACTED);
            let cases = [
                ("unknown time", piece.precision == Precision::Unknown),
                ("precision day", piece.precision == Precision::Day),
                ("late", late),
                ("retraction undone", undone),
                ("two buyers", piece.kind == k::DEAL_WON && piece.participants.len() == 3),
                ("came back", piece.kind == k::CANCELLED && later(k::RENEWED)),
                ("lost, then a demo", piece.kind == k::DEAL_LOST && later(k::DEMO_REQUESTED)),
                ("parked until", piece.kind == k::PARKED && piece.detail.time("until").is_some()),
                ("expiring", piece.detail.time("expires").is_some()),
                ("disqualified", piece.kind == k::DISQUALIFIED && piece.detail.text("reason").is_some()),
                ("partly refunded", piece.kind == k::REFUNDED && piece.amount.is_some()),
                ("without a deal", piece.kind == k::PURCHASED && piece.deal.is_none()),
            ];
            for (case, occurs) in cases {
                *seen.entry(case).or_default() += usize::from(occurs);
            }
        }
    }
    assert!(seen.values().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn names_are_written_in_several_scripts_but_mostly_in_latin_letters() {
    let accounts = accounts(5_000, 1);
    let names: Vec<&str> =
        accounts.iter().flat_map(|one| &one.parties).map(|party| party.fields["name"].as_str()).collect();
    let within = |from: char, to: char| {
        share(names.iter().filter(|name| name.chars().any(|c| (from..=to).contains(&c))).count(), names.len())
    };
    for (from, to) in [('à', 'ž'), ('а', 'я'), ('α', 'ω'), ('ا', 'ي'), ('一', '龥')] {
        assert!((0.01..0.4).contains(&within(from, to)), "{from} to {to}: {}", within(from, to));
    }
    assert!(within('a', 'z') > 0.7);
}

#[test]
fn the_stream_makes_one_account_at_a_time() {
    let mut endless = Sample::new(u64::MAX, 1, END);
    assert!(endless.by_ref().take(1_000).all(|account| account.parties.len() <= 6));
    let (least, most) = Sample::new(1_000, 1, END).size_hint();
    let count = accounts(1_000, 1).len();
    assert!(least <= count && most.is_some_and(|most| count <= most));
}
