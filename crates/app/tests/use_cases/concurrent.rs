//! Many at once: writers of one party, and imports that know the same people.

use casebook_app::Unwatched;
use casebook_app::domain::party::PartyKind;
use casebook_app::evidence::{NewEvidence, list, record};
use casebook_app::parties::{self, Filter, Leaf};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn writers_of_one_party_lose_nothing_and_keep_what_is_derived_right(#[case] engine: Engine) {
    const WRITERS: usize = 8;
    const PIECES: usize = 50;
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let kinds = ["webinar_attended", "call_held", "sales_accepted", "purchased", "cancelled"];
    let mut recorded: Vec<_> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                // Half of them are of another process.
                let session = if writer % 2 == 0 { room.session.clone() } else { room.another() };
                scope.spawn(move || {
                    let tell = |n: usize| {
                        let kind = kinds[(writer + n) % kinds.len()].to_owned();
                        record(&session, ada, NewEvidence { kind, ..NewEvidence::default() }).unwrap().id
                    };
                    (0..PIECES).map(tell).collect::<Vec<_>>()
                })
            })
            .collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    recorded.sort();
    recorded.dedup();
    assert_eq!(recorded.len(), WRITERS * PIECES, "every piece has an id of its own");
    let mut listed: Vec<_> = list(&room.session, ada).unwrap().iter().map(|one| one.evidence.id).collect();
    assert_eq!(listed.len(), WRITERS * PIECES + 1);
    listed.sort();
    assert!(recorded.iter().all(|id| listed.binary_search(id).is_ok()));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn imports_at_the_same_moment_make_each_person_once(#[case] engine: Engine) {
    let room = Room::new(engine);
    let mapping = |feed: &str| {
        format!(
            "name = \"{feed}\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\n[fields]\nemail = \"Mail\"\n\
             name = \"Name\"\n[organization]\nname = \"Firm\"\n[[evidence]]\nkind = \"form_submitted\"\nat = \"At\"\n"
        )
    };
    let file = |step: usize| {
        // The same people in another order.
        let row = |n: usize| {
            let n = n * step % 1_201;
            format!("p{n}@example.org,P{n},Firm {},2026-01-{:02}\n", n % 40, n % 27 + 1)
        };
        format!("Mail,Name,Firm,At\n{}", (0..1_201).map(row).collect::<String>())
    };
    std::thread::scope(|scope| {
        for (feed, step) in [("fair", 1), ("shop", 1_200), ("club", 7)] {
            let (room, session) = (&room, room.another());
            scope.spawn(move || {
                let report = room.try_import(&session, &mapping(feed), &file(step), &Unwatched).unwrap();
                assert_eq!(report.created + report.updated, 1_201, "{feed}");
            });
        }
    });
    let count = |kind| parties::first(&room.session, Filter::Leaf(Leaf::Kind(kind)), 10_000).unwrap().0.len();
    assert_eq!((count(PartyKind::Person), count(PartyKind::Organization)), (1_201, 40));
    assert_eq!(room.count("SELECT count(*) FROM party"), 1_241, "nobody was made twice and forgotten");
    assert_eq!(room.funnel_of("journey").stages[1].reached, 1_201);
    let listed = list(&room.session, room.party_of_mail("p77@example.org")).unwrap();
    assert_eq!(listed.len(), 3, "one form of each file");
    room.assert_verified();
}
