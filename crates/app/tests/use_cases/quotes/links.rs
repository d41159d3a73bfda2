//! What the holder of a link sees and does, and what a session with a narrow scope does not.

use casebook_app::domain::quotes::{Company, QuoteState};
use casebook_app::quotes::{self, ListRequest};
use casebook_store::Engine;
use rstest::rstest;

use super::{MINUTE, Offer, add, kinds, offer, send, stage_of, token};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_recipient_accepts_by_link_once(#[case] engine: Engine) {
    let Offer { room, ada, deal, .. } = offer(engine);
    let id = add(&room.session, deal).row.id;
    send(&room.session, id, 1).unwrap();
    let link = token(1);
    let seen = quotes::show_by_link(&room.session, link.text()).unwrap();
    assert_eq!((seen.state, seen.document.number.as_deref()), (QuoteState::Sent, Some("Q-2026-0001")));
    let unnamed = quotes::accept_by_link(&room.session, link.text(), " ", "127.0.0.1").unwrap_err();
    assert_eq!(unnamed.code(), "usage");
    room.clock.advance(MINUTE);
    // Whoever has the link has the right, whatever else the session sees.
    let guest = room.guest(ada);
    let accepted = quotes::accept_by_link(&guest, link.text(), "Ada L.", "192.0.2.7").unwrap();
    assert_eq!(accepted.state, QuoteState::Accepted);
    let answer = quotes::show(&room.session, id).unwrap().answer.unwrap();
    assert_eq!((answer.name.as_str(), answer.address.as_str()), ("Ada L.", "192.0.2.7"));
    assert_eq!(kinds(&room, ada), ["deal_opened", "proposal_sent", "proposal_accepted", "deal_won"]);
    assert_eq!(stage_of(&room, deal), "won");
    for again in [
        quotes::accept_by_link(&room.session, link.text(), "Eve", ""),
        quotes::decline_by_link(&room.session, link.text(), "no", ""),
    ] {
        let refused = again.unwrap_err();
        assert_eq!(refused.code(), "quote_settled");
        assert_eq!(refused.to_string(), "this quote was accepted on 2026-03-03 by Ada L.");
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_link_that_ended_answers_like_one_that_never_was(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let id = add(&room.session, deal).row.id;
    send(&room.session, id, 1).unwrap();
    quotes::renew_link(&room.session, id, &token(2)).unwrap();
    let refusals = |text: &str| {
        [
            quotes::show_by_link(&room.session, text).map(|_| ()),
            quotes::document_by_link(&room.session, text).map(|_| ()),
            quotes::accept_by_link(&room.session, text, "Eve", "").map(|_| ()),
            quotes::decline_by_link(&room.session, text, "no", "").map(|_| ()),
        ]
        .map(|answer| answer.unwrap_err().to_string())
    };
    let never = refusals("nothing");
    assert_eq!(refusals(token(1).text()), never, "another took its place");
    assert!(quotes::show_by_link(&room.session, token(2).text()).is_ok());
    quotes::withdraw(&room.session, id).unwrap();
    assert_eq!(refusals(token(2).text()), never, "withdrawn");
    let columns = "SELECT count(*) FROM quote WHERE token = ";
    assert_eq!(room.count(&format!("{columns}'{}'", token(2).text())), 0, "no link is stored");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_session_that_sees_one_party_sees_and_changes_no_quotes(#[case] engine: Engine) {
    let Offer { room, ada, deal, .. } = offer(engine);
    let id = add(&room.session, deal).row.id;
    let guest = room.guest(ada);
    let (found, next) =
        quotes::list(&guest, ListRequest { deal: Some(deal), after: None, limit: 9 }).unwrap();
    assert!(found.is_empty() && next.is_none());
    let unknown = casebook_app::domain::ids::QuoteId(id.0 ^ 1 << 30);
    let answers = |id| {
        [quotes::show(&guest, id).map(|_| ()), quotes::document(&guest, id).map(|_| ())]
            .map(|answer| answer.unwrap_err().code())
    };
    assert_eq!(answers(id), answers(unknown));
    for refused in [
        quotes::add(&guest, super::draft(deal, Vec::new())).map(|_| ()),
        super::edit(&guest, id, super::text(|_| ())).map(|_| ()),
        send(&guest, id, 1).map(|_| ()),
        quotes::withdraw(&guest, id).map(|_| ()),
        quotes::accept(&guest, id, "", "").map(|_| ()),
        quotes::decline(&guest, id, "", "").map(|_| ()),
        quotes::revise(&guest, id).map(|_| ()),
        quotes::renew_link(&guest, id, &token(1)).map(|_| ()),
    ] {
        assert_eq!(refused.unwrap_err().code(), "forbidden");
    }
    assert_eq!(casebook_app::company::get(&guest).unwrap(), Company::default());
}
