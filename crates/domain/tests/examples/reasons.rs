//! What an explanation names as the reason of a stage, and what it says is missing for the next.

use casebook_domain::kind::Kinds;
use casebook_domain::lifecycle::explain::explain;
use casebook_domain::party::PartyKind;
use casebook_domain::zone::UTC;

use super::story::{day, pieces, vocabulary};

/// The stage on day 90 with the kinds of its reasons, and what the next stage misses.
fn explained(story: &str, name: &str) -> String {
    let (kinds, compiled) = (Kinds::default(), vocabulary(name));
    let pieces = pieces(story);
    let found = explain(&pieces, PartyKind::Person, &kinds, &compiled, &UTC, day("90"));
    let kind = |id| pieces.iter().find(|piece| piece.id == id).map_or("?", |piece| kinds.name(piece.kind));
    let reasons: Vec<&str> = found.because.iter().map(|id| kind(*id)).collect();
    let stage = found.stage.map_or("none", |stage| &compiled.vocabulary.stages[usize::from(stage)].name);
    let next = found.missing.first().map(|one| one.stage);
    let missing = found.missing.iter().filter(|one| Some(one.stage) == next).map(|one| one.needs.as_str());
    format!("{stage} by {}; {}", reasons.join(" "), missing.collect::<Vec<_>>().join(", "))
}

fn all(name: &str, table: &[(&str, &str)]) {
    super::all(table, |story| explained(story, name));
}

#[test]
fn a_purchase_that_does_not_count_is_no_reason_and_not_called_missing() {
    let unwon = "at least 1 purchase (what was purchased counts once its deal is won)";
    let refunded = "at least 1 purchase (what was purchased was refunded)";
    let both = "at least 1 purchase (what was purchased was refunded, or counts once its deal is won)";
    let none = "at least 1 purchase";
    let case = |story: &str, by: &str, needs: &str| (story.to_owned(), format!("{by}; {needs}"));
    let table = [
        case("deal_opened@1[deal=A]", "prospect by deal_opened", none),
        case("deal_opened@1[deal=A] purchased@5[deal=A]", "prospect by deal_opened", unwon),
        case("purchased@5[deal=A]", "prospect by purchased", unwon),
        case("deal_opened@1[deal=A] purchased@?[deal=A]", "prospect by deal_opened", unwon),
        case(
            "deal_won@1[deal=A] purchased@1[deal=A] deal_reopened@5[deal=A]",
            "prospect by deal_reopened",
            unwon,
        ),
        case("deal_won@?[deal=A] deal_reopened@5[deal=A]", "prospect by deal_reopened", unwon),
        case(
            "deal_opened@1[deal=A] purchased@2[id=p] refunded@5[names=p]",
            "prospect by deal_opened refunded",
            refunded,
        ),
        case(
            "deal_opened@1[deal=A] purchased@2[deal=A] purchased@3[id=p] refunded@5[names=p]",
            "prospect by deal_opened refunded",
            both,
        ),
        case("deal_opened@1[deal=A] purchased@2[id=p] retracted@5[names=p]", "prospect by deal_opened", none),
        case("deal_opened@1[deal=A] purchased@95", "prospect by deal_opened", none),
        case(
            "deal_opened@1[deal=A] deal_won@2[deal=B] cancelled@5[deal=B]",
            "prospect by deal_opened cancelled",
            "not departed: no purchase yet, or one that has not ended",
        ),
    ];
    let table: Vec<(&str, &str)> = table.iter().map(|(story, said)| (&**story, &**said)).collect();
    all("journey", &table);
}

#[test]
fn what_is_more_than_something_else_is_named() {
    all(
        "inbound",
        &[
            (
                "newsletter_subscribed@1 webinar_attended@2 newsletter_subscribed@3",
                "lead by webinar_attended; qualified by marketing, and not rejected by sales since",
            ),
            (
                "newsletter_subscribed@1 deal_opened@2[deal=A] deal_won@2[deal=B] deal_moved@3[deal=B]",
                "customer by deal_won; at least 1 piece of advocacy evidence",
            ),
        ],
    );
}
