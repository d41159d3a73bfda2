//! What follows from sending and answering, and taking it back.

use casebook_app::Error;
use casebook_app::domain::ids::RecordId;
use casebook_app::domain::quotes::{QuoteRefusal, QuoteState};
use casebook_app::{quotes, records};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use super::{MINUTE, Offer, add, kinds, offer, send, stage_of, text};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_accepted_quote_wins_the_deal_and_the_stage_follows(#[case] engine: Engine) {
    let Offer { room, ada, mill, deal } = offer(engine);
    let quote = add(&room.session, deal);
    assert_eq!((quote.state, quote.row.number), (QuoteState::Draft, None));
    assert_eq!((quote.content.title.as_str(), quote.content.recipient.name.as_str()), ("Two looms", "Mill"));
    let sent = send(&room.session, quote.row.id, 1).unwrap();
    assert_eq!(sent.row.number.unwrap().to_string(), "Q-2026-0001");
    assert_eq!(kinds(&room, ada), ["deal_opened", "proposal_sent"]);
    room.clock.advance(MINUTE);
    let accepted = quotes::accept(&room.session, quote.row.id, "Ada", "order 7").unwrap();
    let set = room.session.change_set().unwrap();
    assert_eq!(accepted.state, QuoteState::Accepted);
    assert_eq!(accepted.answer.as_ref().map(|answer| answer.name.as_str()), Some("Ada"));
    for party in [ada, mill] {
        assert_eq!(kinds(&room, party), ["deal_opened", "proposal_sent", "proposal_accepted", "deal_won"]);
        assert_eq!(room.stage(party, "journey").as_deref(), Some("customer"));
    }
    let won = records::show(&room.session, "deal", RecordId(deal.0)).unwrap().values.to_json();
    assert_eq!(
        (&won["stage"], &won["amount"]),
        (&json!("won"), &json!({ "minor": 120_000, "currency": "EUR" }))
    );
    room.assert_verified();
    // One change set: undoing it opens the deal again, and says so.
    let report = room.undo_set(set);
    assert_eq!((report.reopened, report.kept), (vec![deal], Vec::new()));
    assert_eq!(quotes::show(&room.session, quote.row.id).unwrap().state, QuoteState::Sent);
    assert_eq!(stage_of(&room, deal), "qualification");
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));
    // And undoing that wins it again.
    room.undo_set(room.session.change_set().unwrap());
    let again = quotes::show(&room.session, quote.row.id).unwrap();
    assert_eq!((again.state, again.answer), (QuoteState::Accepted, accepted.answer));
    assert_eq!(
        (stage_of(&room, deal), room.stage(ada, "journey").as_deref()),
        (json!("won"), Some("customer"))
    );
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_second_answer_is_refused_with_what_happened(#[case] engine: Engine) {
    let Offer { room, ada, deal, .. } = offer(engine);
    let quote = add(&room.session, deal).row.id;
    let not_sent = quotes::accept(&room.session, quote, "Ada", "");
    assert!(matches!(not_sent, Err(Error::Quote(QuoteRefusal::NotSent))), "{not_sent:?}");
    send(&room.session, quote, 1).unwrap();
    room.clock.advance(MINUTE);
    quotes::decline(&room.session, quote, "Ada", "too dear").unwrap();
    assert_eq!(kinds(&room, ada), ["deal_opened", "proposal_sent", "proposal_declined"]);
    assert_eq!(stage_of(&room, deal), "qualification", "declining a quote loses no deal");
    for again in [
        quotes::accept(&room.session, quote, "Eve", ""),
        quotes::decline(&room.session, quote, "Eve", "no"),
        quotes::withdraw(&room.session, quote),
    ] {
        let Err(Error::Quote(refused)) = again else { panic!("{again:?}") };
        assert_eq!(refused.to_string(), "this quote was declined on 2026-03-03 by Ada");
    }
    let set = room.session.change_set().unwrap();
    room.undo_set(set);
    assert_eq!(kinds(&room, ada), ["deal_opened", "proposal_sent", "(proposal_declined)"]);
    quotes::accept(&room.session, quote, "Ada", "").unwrap();
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_expired_quote_is_not_accepted(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let quote = add(&room.session, deal).row.id;
    let until = |day: &str| text(|says| says.valid_until = Some(Some(day.to_owned())));
    super::edit(&room.session, quote, until("2026-03-02")).unwrap();
    let over = send(&room.session, quote, 1);
    assert!(matches!(&over, Err(Error::Argument { name, .. }) if name == "valid_until"), "{over:?}");
    super::edit(&room.session, quote, until("2026-03-05")).unwrap();
    send(&room.session, quote, 1).unwrap();
    room.clock.advance(3 * casebook_app::domain::time::DAY);
    assert_eq!(quotes::show(&room.session, quote).unwrap().state, QuoteState::Expired);
    let refused = quotes::accept(&room.session, quote, "Ada", "").unwrap_err();
    assert_eq!(refused.code(), "quote_expired");
    assert!(refused.to_string().contains("2026-03-05"), "{refused}");
    // The next version of it can be sent.
    let next = quotes::revise(&room.session, quote).unwrap().row.id;
    super::edit(&room.session, next, text(|says| says.valid_until = Some(None))).unwrap();
    send(&room.session, next, 2).unwrap();
    quotes::accept(&room.session, next, "Ada", "").unwrap();
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn undoing_what_was_sent_withdraws_it_and_keeps_its_number(#[case] engine: Engine) {
    let Offer { room, ada, deal, .. } = offer(engine);
    let first = add(&room.session, deal).row.id;
    send(&room.session, first, 1).unwrap();
    let set = room.session.change_set().unwrap();
    let report = room.undo_set(set);
    let kept: Vec<_> = report.kept.iter().map(|kept| (kept.field.as_deref(), kept.reason)).collect();
    assert_eq!(kept, [(Some("number"), "number_stays_used")]);
    let withdrawn = quotes::show(&room.session, first).unwrap();
    assert_eq!(
        (withdrawn.state, withdrawn.row.number.map(|number| number.place)),
        (QuoteState::Withdrawn, Some(1))
    );
    assert_eq!(kinds(&room, ada), ["deal_opened", "(proposal_sent)"]);
    let second = add(&room.session, deal).row.id;
    assert_eq!(send(&room.session, second, 2).unwrap().row.number.unwrap().place, 2);
    // Evidence of a quote is not retracted by itself.
    let known = casebook_app::kinds::known(&room.session).unwrap();
    let sent = casebook_app::evidence::list(&room.session, ada).unwrap();
    let sent = sent.iter().rfind(|one| known.name(one.evidence.kind) == "proposal_sent").unwrap();
    let refused = casebook_app::evidence::retract(&room.session, sent.evidence.id, "oops").unwrap_err();
    assert!(refused.to_string().contains(&second.to_string()), "{refused}");
    room.assert_verified();
}
