//! Derivation alone: the three built-in vocabularies, one core, evidence in memory.
//!
//! The baseline of the same run only puts the pieces in order: no rule, no period, no fact.

#![expect(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::collections::HashMap;
use std::hint::black_box;

use casebook_domain::evidence::Piece;
use casebook_domain::frameworks::Frameworks;
use casebook_domain::ids::{DealId, EvidenceId, PartyId};
use casebook_domain::kind::Kinds;
use casebook_domain::lifecycle::derive::{Rules, derive};
use casebook_domain::lifecycle::order::in_order;
use casebook_domain::party::PartyKind;
use casebook_domain::time::Timestamp;
use casebook_domain::vocabulary::{CompiledVocabulary, Vocabulary};
use casebook_domain::zone::UTC;
use casebook_sample::{Account, Sample};

const END: Timestamp = Timestamp(1_790_000_000_000_000);

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (parties, wanted) = if quick { (10_000, 500_000) } else { (100_000, 10_000_000) };
    let kinds = Kinds::default();
    let words: Vec<CompiledVocabulary> = Vocabulary::built_in()
        .iter()
        .filter_map(|one| one.compile(&kinds, &Frameworks::default()).ok())
        .collect();
    let histories: Vec<(PartyKind, Vec<Piece>)> =
        Sample::new(parties, 1, END).flat_map(|account| pieces_of(&account)).collect();
    let pieces: usize = histories.iter().map(|(_, pieces)| pieces.len()).sum();
    let rounds = wanted / pieces + 1;
    let ours = pieces_per_second(pieces * rounds, || {
        for _ in 0..rounds {
            for (kind, pieces) in &histories {
                black_box(derive(
                    pieces,
                    Rules { party: *kind, kinds: &kinds, vocabularies: &words, zone: &UTC },
                ));
            }
        }
    });
    let raw = pieces_per_second(pieces * rounds, || {
        for _ in 0..rounds {
            for (_, pieces) in &histories {
                black_box(in_order(pieces, &kinds, &UTC));
            }
        }
    });
    println!("| what | ours | baseline | ratio | budget |\n|---|---|---|---|---|");
    println!(
        "| derive {} vocabularies, one core, {} pieces | {ours:.0}/s | ordering alone {raw:.0}/s | {:.2} | ≥ 2,000,000/s |",
        words.len(),
        pieces * rounds,
        ours / raw
    );
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn pieces_per_second(pieces: usize, work: impl FnOnce()) -> f64 {
    let start = std::time::Instant::now();
    work();
    pieces as f64 / start.elapsed().as_secs_f64()
}

/// The pieces of every party of an account, as that party sees them, with ids of this run.
fn pieces_of(account: &Account) -> Vec<(PartyKind, Vec<Piece>)> {
    let ids: Vec<PartyId> =
        account.parties.iter().zip(1..).map(|(party, place)| PartyId::new(place * 2, party.kind)).collect();
    let deals: Vec<DealId> = (1..).take(account.deals.len()).map(DealId).collect();
    let mut earlier = Vec::new();
    let mut seen: HashMap<PartyId, Vec<Piece>> = HashMap::new();
    for (evidence, place) in account.evidence.iter().zip(1..) {
        let Some(draft) = evidence.draft(&ids, &deals, &earlier) else { continue };
        earlier.push(EvidenceId(place));
        for participant in &draft.participants {
            let subject = participant.role == casebook_domain::evidence::SUBJECT;
            seen.entry(participant.party).or_default().push(Piece {
                id: EvidenceId(place),
                kind: draft.kind,
                occurred_at: draft.occurred_at,
                precision: draft.precision,
                recorded_at: evidence.recorded_at,
                subject,
                deal: draft.deal,
                amount: draft.amount,
                product_line: draft.product_line.clone(),
                names: draft.names,
                detail: draft.detail.clone(),
            });
        }
    }
    ids.into_iter().filter_map(|id| Some((id.kind(), seen.remove(&id)?))).collect()
}
