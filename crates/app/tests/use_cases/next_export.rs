//! The next export of the same list: what it no longer has, and facts that come again.

use casebook_app::domain::records::RecordFilter;
use casebook_app::imports::{self, ImportReport, ImportRequest, PrepareOptions};
use casebook_app::tables::guess::GuessOptions;
use casebook_app::{Unwatched, records};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

/// Imports a table as the shell would without a mapping.
fn guessed(room: &Room, feed: &str, table: &str) -> ImportReport {
    try_guessed(room, feed, table, GuessOptions::default(), false)
}

fn try_guessed(room: &Room, feed: &str, table: &str, guess: GuessOptions, dry_run: bool) -> ImportReport {
    room.clock.advance(60_000_000);
    let guess = GuessOptions { name: Some(feed.to_owned()), ..guess };
    let options = PrepareOptions { guess, ..PrepareOptions::default() };
    let prepared = imports::prepare(&room.session, &room.file(table), options).unwrap();
    let request = ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run };
    imports::run(&room.session, &request, &Unwatched).unwrap()
}

const FULL: &str = "Contact ID,Name,Email,City,Company,Lead Status,Shoe size\n1,Mia Kern,mia@x.example,Bern,Aster Labs,Qualified,38\n\
                    2,Noa Vogt,noa@x.example,Ulm,,Junk Lead,41\n";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_column_that_is_missing_empties_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    guessed(&room, "people", FULL);
    let [mia, noa] = ["people/1", "people/2"].map(|id| room.party(id));
    let before = (room.seen_of(mia), room.seen_of(noa));
    let less = "Contact ID,Name,Email\n1,Mia Kern,mia@x.example\n2,Noa Vogt,noa@x.example\n";
    let report = guessed(&room, "people", less);
    assert_eq!((report.created, report.updated, report.evidence, report.kept), (0, 0, 0, 0));
    assert_eq!((room.seen_of(mia), room.seen_of(noa)), before);
    // A third file, as short, and a full one that empties a cell.
    guessed(&room, "people", &less.replace("Kern", "Lund"));
    assert_eq!(room.field(mia, "city").as_deref(), Some("Bern"));
    guessed(&room, "people", &FULL.replace("Bern", "").replace("Qualified", ""));
    assert_eq!(room.field(mia, "city"), None, "an empty cell does");
    assert_eq!(room.stage(mia, "journey").as_deref(), Some("contact"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn whom_the_next_file_does_not_name_is_counted_and_named(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = guessed(&room, "people", FULL);
    assert_eq!(first.absent, 0);
    let fewer = FULL.lines().take(2).collect::<Vec<_>>().join("\n");
    let report = guessed(&room, "people", &fewer);
    let named: Vec<&str> = report.absent_parties.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((report.absent, named), (1, vec!["Noa Vogt"]));
    assert_eq!(imports::show(&room.session, report.import.unwrap()).unwrap().absent, 1);
    assert_eq!(guessed(&room, "people", FULL).absent, 0);
}

const FORMS: &str = "Submission ID,Name,Email,Phone,Form name,Submitted at,Lead Status\n\
                     S1,Mia Kern,mia@x.example,111111,Visit,2025-01-10 10:00,Qualified\n\
                     S2,Noa Vogt,noa@x.example,222222,Visit,2025-01-11 11:00,New\n\
                     S3,Noa Vogt,noa@x.example,222222,Visit,2025-02-11 11:00,New\n";

#[rstest]
#[case::same_feed_sqlite(Engine::Sqlite, "forms")]
#[case::same_feed_postgres(Engine::Postgres, "forms")]
#[case::other_feed_sqlite(Engine::Sqlite, "forms-again")]
#[case::other_feed_postgres(Engine::Postgres, "forms-again")]
fn a_form_that_comes_again_is_corrected_and_counted_once(#[case] engine: Engine, #[case] feed: &str) {
    let room = Room::new(engine);
    guessed(&room, "forms", FORMS);
    let [mia, noa] = ["mia@x.example", "noa@x.example"].map(|mail| room.party_of_mail(mail));
    let before = room.seen();
    assert_eq!(room.facts(noa).len(), 2, "two forms of one person");
    let next =
        FORMS.replace("Qualified", "Junk Lead").replace("222222,Visit,2025-02", "333333,Visit,2025-02");
    let report = guessed(&room, feed, &next);
    assert_eq!(report.created, 0);
    let forms = |party| room.facts(party).into_iter().filter(|one| one.starts_with("form_submitted")).count();
    assert_eq!((forms(mia), forms(noa)), (1, 2));
    assert_eq!(room.seen_of(mia).standing.as_deref(), Some("disqualified"));
    assert_eq!(room.facts(mia).len(), 2, "the status of before is taken back");
    room.undo(report.import);
    assert_eq!(room.seen(), before);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn sales_are_told_apart_by_buyer_and_row(#[case] engine: Engine) {
    let room = Room::new(engine);
    let titled = "name = \"deals\"\n[party]\nkind = \"organization\"\nkey = [\"name\"]\n[fields]\nname = \"Firm\"\n[deal]\n\
                  title = \"Deal\"\namount = \"Worth\"\ndefault_currency = \"EUR\"\n[[evidence]]\nkind = \"deal_opened\"\n\
                  at = \"Opened\"\n[[evidence]]\ncolumn = \"State\"\nvalues = { Won = \"deal_won\", Open = \"\" }\n";
    let rows = [
        "Aster,Licence,10,2025-01-01,Won",
        "Birch,Licence,20,2025-01-01,Open",
        "Aster,Licence,30,2025-06-01,Open",
    ];
    let table = |rows: &[&str]| format!("Firm,Deal,Worth,Opened,State\n{}\n", rows.join("\n"));
    room.import(titled, &table(&rows));
    let deals = || room.count("SELECT count(*) FROM record WHERE type = 'deal' AND hidden = 0");
    assert_eq!(deals(), 3, "of two buyers, and of two days");
    let turned = [rows[1].replace("Open", "Won"), rows[2].to_owned(), rows[0].to_owned()];
    let turned: Vec<&str> = turned.iter().map(String::as_str).collect();
    let report = room.import(titled, &table(&turned));
    assert_eq!((report.created, deals()), (0, 3));

    let buyers = "Name,Email,Deal Value,Currency,Status,Won date\nMia Kern,mia@x.example,10,EUR,Won,2025-01-01\n\
                  Mia Kern,mia@x.example,25,EUR,Won,2025-02-01\n";
    guessed(&room, "buyers", buyers);
    let mia = room.party_of_mail("mia@x.example");
    let won = room.facts(mia).into_iter().filter(|one| one.starts_with("deal_won")).count();
    assert_eq!((won, deals()), (2, 5), "each row is a sale");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_order_that_comes_again_is_corrected_and_counted_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let orders = "Name,Email,Order ID,Amount,Currency,Status\nMia Kern,mia@x.example,O1,10,EUR,Won\n\
                  Mia Kern,mia@x.example,O2,25,EUR,Won\n";
    guessed(&room, "orders", orders);
    let mia = room.party_of_mail("mia@x.example");
    let won = || room.facts(mia).into_iter().filter(|one| one.starts_with("deal_won")).count();
    assert_eq!(won(), 2, "two orders of one buyer");
    for feed in ["orders", "orders-of-june"] {
        let report = guessed(&room, feed, &orders.replace("O2,25", "O2,30"));
        assert_eq!((report.created, report.rejected), (0, 0));
        assert_eq!(won(), 2, "{feed}");
    }
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_a_later_file_has_confirmed_stays_when_an_earlier_one_is_undone(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = guessed(&room, "people", FULL);
    let moved = FULL.replace("Ulm", "Kiel");
    let second = guessed(&room, "people", &moved);
    let third = guessed(&room, "people", &format!("{moved}3,Pia Rau,pia@x.example,,,,\n"));
    assert_eq!((third.created, third.unchanged), (1, 2));
    let before = room.seen();
    room.undo(first.import);
    let kept = room.undo(second.import).kept;
    assert_eq!(room.seen(), before, "the third file has all of it as well");
    assert!(kept.iter().any(|one| one.reason == "confirmed_since"), "{kept:?}");
    let last = room.undo(third.import);
    assert_eq!(room.seen().len(), 0, "nobody says any of it any more");
    room.undo_set(last.change_set.unwrap());
    assert_eq!(room.seen(), before);
    room.undo(third.import);
    let again = guessed(&room, "people", &moved);
    assert_eq!((again.created, again.unchanged), (2, 0), "what was taken back comes in again");
    room.assert_verified();
}

const DEALS: &str = "Deal ID,Deal Name,Account Name,Stage,Amount,Currency,Created,Closed\n\
                     D-1,Roof,Alder Works,Closed Won,1000,EUR,2025-01-05,2025-02-01\n\
                     D-2,Wall,Birch Works,Negotiation,500,EUR,2025-01-09,\n\
                     D-3,Door,Birch Works,Negotiation,80,EUR,2025-01-10,\n";

#[rstest]
#[case::same_feed(Engine::Sqlite, "deals", None)]
#[case::other_name_sqlite(Engine::Sqlite, "deals-april", None)]
#[case::other_name_postgres(Engine::Postgres, "deals-april", None)]
#[case::other_name_of_one_system_sqlite(Engine::Sqlite, "deals-april", Some("crm"))]
#[case::other_name_of_one_system_postgres(Engine::Postgres, "deals-april", Some("crm"))]
fn a_deal_is_known_by_its_id_whatever_the_file_is_called(
    #[case] engine: Engine,
    #[case] feed: &str,
    #[case] system: Option<&str>,
) {
    let room = Room::new(engine);
    let system = system.map(str::to_owned);
    let file = |feed: &str, table: &str| {
        let guess = GuessOptions { system: system.clone(), ..GuessOptions::default() };
        let dry = try_guessed(&room, feed, table, guess.clone(), true);
        let report = try_guessed(&room, feed, table, guess, false);
        let counts =
            |report: &ImportReport| (report.created, report.updated, report.unchanged, report.evidence);
        assert_eq!(counts(&dry), counts(&report), "a dry run of {feed}");
        report
    };
    let deals = || {
        let all = records::ids(&room.session, "deal", &RecordFilter::default()).unwrap();
        all.into_iter().map(|id| records::show(&room.session, "deal", id).unwrap().row).collect::<Vec<_>>()
    };
    file("deals", DEALS);
    let (before, stored) = (room.seen(), deals());
    let again = file(feed, DEALS);
    assert_eq!((again.created, again.updated, again.evidence), (0, 0, 0));
    assert_eq!((room.seen(), deals().len()), (before.clone(), 3));
    // A third file, as people save them each month.
    let won = DEALS.replace("Negotiation,500,EUR,2025-01-09,", "Closed Won,500,EUR,2025-01-09,2025-03-03");
    let more = format!("{won}D-4,Gate,Alder Works,Negotiation,90,EUR,2025-03-10,\n");
    let third = if feed == "deals" { feed } else { "deals-may" };
    let report = file(third, &more);
    assert_eq!((report.created, deals().len()), (0, 4));
    let states: Vec<Option<String>> = deals().into_iter().map(|row| row.state.clone()).collect();
    assert_eq!(states, ["won", "won", "open", "open"].map(|state| Some(state.to_owned())));
    let next = room.seen();
    room.undo(report.import);
    assert_eq!(room.seen(), before);
    assert_eq!(deals().first(), stored.first());
    file(third, &more);
    assert_eq!(room.seen(), next);
    assert_eq!(file(third, &more).unchanged, 4);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_of_another_buyer_is_another(#[case] engine: Engine) {
    let room = Room::new(engine);
    guessed(&room, "deals", DEALS);
    let others = DEALS.replace("Alder Works", "Cedar Works").replace("Birch Works", "Dogwood Works");
    let report = guessed(&room, "deals-of-the-north", &others);
    assert_eq!((report.created, report.updated), (2, 1));
    let all = records::ids(&room.session, "deal", &RecordFilter::default()).unwrap();
    assert_eq!(all.len(), 6, "ids of another system tell nothing of whom they do not know");
    room.assert_verified();
}
