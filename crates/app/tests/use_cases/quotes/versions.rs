//! Drafts can be edited, what was sent cannot, by any way; a change is the next version.

use casebook_app::Error;
use casebook_app::domain::quotes::{QuoteRefusal, QuoteState, digest};
use casebook_app::quotes;
use casebook_store::Engine;
use rstest::rstest;

use super::{Offer, add, edit, line, offer, send, text, token};

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_draft_is_edited_in_one_version_alone_and_set_back(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let quote = add(&room.session, deal);
    let added = room.session.change_set().unwrap();
    let id = quote.row.id;
    let changed =
        edit(&room.session, id, text(|says| says.lines = Some(vec![line("Loom", 3, 50_000)]))).unwrap();
    let set = room.session.change_set().unwrap();
    assert_eq!(changed.totals.once.as_ref().map(|sum| (sum.net, sum.gross)), Some((150_000, 178_500)));
    let version = quote.row.version;
    let stale = quotes::edit_if(&room.session, id, text(|_| ()), None, move |now| now == version);
    assert!(matches!(stale, Err(Error::Stale { version: 2 })), "{stale:?}");
    let wrong = edit(&room.session, id, text(|says| says.lines = Some(vec![line(" ", 1, 1)])));
    assert!(
        matches!(&wrong, Err(Error::Argument { name, .. }) if name == "lines.0.description"),
        "{wrong:?}"
    );
    // What was made is not given up while somebody has changed it since.
    let report = room.undo_set(added);
    assert_eq!(report.kept.iter().map(|kept| kept.reason).collect::<Vec<_>>(), ["changed_since"]);
    room.undo_set(set);
    assert_eq!(quotes::show(&room.session, id).unwrap().content, quote.content);
    let other = add(&room.session, deal).row.id;
    room.undo_set(room.session.change_set().unwrap());
    assert_eq!(quotes::show(&room.session, other).unwrap().state, QuoteState::Withdrawn);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_was_sent_never_changes(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let id = add(&room.session, deal).row.id;
    edit(&room.session, id, text(|says| says.terms = Some("30 days".into()))).unwrap();
    let edited = room.session.change_set().unwrap();
    send(&room.session, id, 1).unwrap();
    let document = |id| quotes::document(&room.session, id).unwrap().to_text();
    let sent = document(id);
    for refused in [
        edit(&room.session, id, text(|says| says.terms = Some("60 days".into()))).map(|_| ()),
        edit(&room.session, id, text(|says| says.lines = Some(Vec::new()))).map(|_| ()),
        send(&room.session, id, 2).map(|_| ()),
    ] {
        assert!(matches!(refused, Err(Error::Quote(QuoteRefusal::Frozen(QuoteState::Sent)))), "{refused:?}");
    }
    // Undoing what was written before it was sent.
    let report = room.undo_set(edited);
    assert_eq!(report.kept.iter().map(|kept| kept.reason).collect::<Vec<_>>(), ["changed_since"]);
    // Another sender, an answer and its undo, a new link, a withdrawal.
    let other = casebook_app::domain::quotes::Company { name: "Others".into(), ..Default::default() };
    casebook_app::company::set(&room.session, other).unwrap();
    quotes::accept(&room.session, id, "Ada", "").unwrap();
    room.undo_set(room.session.change_set().unwrap());
    quotes::renew_link(&room.session, id, &token(3)).unwrap();
    quotes::withdraw(&room.session, id).unwrap();
    let row = quotes::show(&room.session, id).unwrap().row;
    assert_eq!((document(id), row.digest), (sent.clone(), Some(digest(&sent))));
    assert_eq!(row.document, Some(sent));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_change_of_what_was_sent_is_the_next_version_of_its_number(#[case] engine: Engine) {
    let Offer { room, deal, .. } = offer(engine);
    let first = add(&room.session, deal).row.id;
    let early = quotes::revise(&room.session, first);
    assert!(matches!(early, Err(Error::Quote(QuoteRefusal::NotSent))), "{early:?}");
    send(&room.session, first, 1).unwrap();
    let next = quotes::revise(&room.session, first).unwrap();
    let twice = quotes::revise(&room.session, first);
    assert!(matches!(twice, Err(Error::Quote(QuoteRefusal::Revised(2)))), "{twice:?}");
    assert_eq!((next.state, next.row.edition), (QuoteState::Draft, 2));
    assert_eq!(next.row.number, quotes::show(&room.session, first).unwrap().row.number);
    edit(&room.session, next.row.id, text(|says| says.lines = Some(vec![line("Loom", 2, 55_000)]))).unwrap();
    assert_eq!(quotes::show(&room.session, first).unwrap().state, QuoteState::Sent, "until the next is sent");
    send(&room.session, next.row.id, 2).unwrap();
    let set = room.session.change_set().unwrap();
    assert_eq!(quotes::show(&room.session, first).unwrap().state, QuoteState::Withdrawn);
    let late = quotes::accept(&room.session, first, "Ada", "").unwrap_err();
    assert_eq!(late.code(), "quote_settled");
    // Undone, the first version is open again, and never both.
    room.undo_set(set);
    let states = [first, next.row.id].map(|id| quotes::show(&room.session, id).unwrap().state);
    assert_eq!(states, [QuoteState::Sent, QuoteState::Withdrawn]);
    quotes::accept(&room.session, first, "Ada", "").unwrap();
    let accepted = quotes::revise(&room.session, first).unwrap_err();
    assert_eq!(accepted.code(), "quote_settled");
    room.assert_verified();
}
