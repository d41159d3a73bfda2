//! Recording what happened, taking it back, and correcting it.

use casebook_app::domain::ids::{DealId, EvidenceId, PartyId};
use casebook_app::domain::party::PartyKind;
use casebook_app::evidence::{NewEvidence, When, correct, list, retract};
use casebook_app::parties::{self, NewParty};
use casebook_app::{Error, Session};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

fn is_live(session: &Session, party: PartyId, id: EvidenceId) -> bool {
    list(session, party).unwrap().iter().any(|one| one.evidence.id == id && one.live)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn evidence_that_names_a_piece_takes_on_its_participants(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    let with_bob = format!("{{\"participants\":[{{\"party\":\"{bob}\",\"role\":\"colleague\"}}]}}");
    let bought = room.record_all(ada, "purchased", 30, &with_bob).unwrap();
    assert_eq!(room.stage(bob, "journey").as_deref(), Some("customer"));
    let refund =
        room.record_all(ada, "refunded", 10, &format!("{{\"purchase\":\"{}\"}}", bought.id)).unwrap();
    assert_eq!(refund.participants.len(), 2);
    for party in [ada, bob] {
        assert_eq!(room.stage(party, "journey").as_deref(), Some("contact"), "the money went back");
    }
    let unknown = room.record_all(ada, "refunded", 10, "{\"purchase\":\"evd_1\"}");
    assert!(matches!(unknown, Err(Error::NotFound { .. })));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_deal_of_two_buyers_is_won_for_both(#[case] engine: Engine) {
    let room = Room::new(engine);
    let (ada, bob) = (room.add(PartyKind::Person, "Ada"), room.add(PartyKind::Person, "Bob"));
    let with_bob = format!("{{\"deal\":\"press\",\"participants\":[{{\"party\":\"{bob}\"}}]}}");
    room.record_all(ada, "deal_opened", 40, &with_bob).unwrap();
    assert_eq!(room.stage(bob, "journey").as_deref(), Some("prospect"));
    let won =
        room.record_all(ada, "deal_won", 20, "{\"deal\":\"press\",\"amount\":\"1200.50 EUR\"}").unwrap();
    assert_eq!(won.participants.len(), 2, "whoever is in the deal takes part in winning it");
    for party in [ada, bob] {
        assert_eq!(room.stage(party, "journey").as_deref(), Some("customer"));
    }
    assert_eq!(
        room.count("SELECT count(*) FROM evidence WHERE amount = 120050"),
        1,
        "the money is stored once"
    );
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_retraction_takes_back_and_its_own_retraction_gives_again(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let call = room.record(ada, "webinar_attended", 3);
    let before = room.seen();
    let gone = retract(&room.session, call.id, "somebody else's").unwrap();
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("contact"));
    assert!(!is_live(&room.session, ada, call.id));
    let again = retract(&room.session, gone.id, "it was hers after all").unwrap();
    assert_eq!(room.seen(), before);
    assert!(is_live(&room.session, ada, call.id));
    retract(&room.session, again.id, "no").unwrap();
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("contact"));
    assert_eq!(list(&room.session, ada).unwrap().len(), 5, "nothing is ever deleted");
    assert!(retract(&room.session, call.id, " ").is_err(), "a reason is wanted");
    let strange = retract(&room.session, EvidenceId(12), "who knows");
    assert!(matches!(strange, Err(Error::NotFound { .. })));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_correction_takes_back_and_records_both_or_neither(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let wrong = room.record(ada, "webinar_attended", 3);
    let instead = |kind: &str| {
        let when = When::parse("2026-01-05").unwrap();
        (ada, NewEvidence { kind: kind.to_owned(), when, ..NewEvidence::default() })
    };
    let before = room.rows();
    for (id, reason, kind) in [
        (wrong.id, " ", "demo_requested"),
        (wrong.id, "it was a demo", "demo_wished"),
        (wrong.id, "it was a demo", "refunded"),
        (EvidenceId(12), "it was a demo", "demo_requested"),
    ] {
        assert!(correct(&room.session, id, reason, instead(kind)).is_err(), "{id} {reason} {kind}");
        assert_eq!(room.rows(), before, "{id} {reason} {kind}");
        assert!(is_live(&room.session, ada, wrong.id));
    }

    let corrected = correct(&room.session, wrong.id, "it was a demo", instead("demo_requested")).unwrap();
    assert_eq!(corrected.retraction.names, Some(wrong.id));
    assert!(!is_live(&room.session, ada, wrong.id));
    assert!(is_live(&room.session, ada, corrected.evidence.id));
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn what_is_no_evidence_is_refused_and_leaves_no_trace(#[case] engine: Engine) {
    let room = Room::new(engine);
    let ada = room.add(PartyKind::Person, "Ada");
    let before = room.rows();
    let judged = |more: &str| format!("{{\"vocabulary\":\"journey\",\"stage\":\"customer\"{more}}}");
    for (kind, days_ago, detail) in [
        ("call_held", -3, "{}"),
        ("call_hold", 1, "{}"),
        ("stage_judged", 1, judged(",\"until\":\"2026-05-01\"").as_str()),
        ("stage_judged", 1, judged(",\"reason\":\"so\"").as_str()),
        ("stage_judged", 1, judged(",\"reason\":\"so\",\"until\":\"2028-05-01\"").as_str()),
        (
            "stage_judged",
            1,
            "{\"vocabulary\":\"journey\",\"stage\":\"king\",\"reason\":\"so\",\"until\":\"2026-05-01\"}",
        ),
        ("criterion_assessed", 1, "{\"criterion\":\"need\"}"),
        ("refunded", 1, "{}"),
        ("purchased", 1, "{\"amount\":\"much\"}"),
        ("purchased", 1, format!("{{\"deal\":\"{}\"}}", DealId(99)).as_str()),
        ("call_held", 1, "{\"topic\":\"a\\u0000b\"}"),
        ("call_held", 1, "{\"participants\":[{\"party\":\"per_1\"}]}"),
        ("call_held", 1, "{\"participants\":\"all\"}"),
    ] {
        assert!(room.record_all(ada, kind, days_ago, detail).is_err(), "{kind} {detail}");
        assert_eq!(room.rows(), before, "{kind} {detail}");
    }
    assert!(room.record_all(PartyId(1), "call_held", 1, "{}").is_err(), "nobody has that id");
    room.record_all(ada, "contract_ended", -90, "{}").unwrap();
    room.record_all(ada, "stage_judged", 0, &judged(",\"reason\":\"so\",\"until\":\"2026-05-01\"")).unwrap();
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn an_id_that_fits_several_is_refused_with_the_candidates(#[case] engine: Engine) {
    let room = Room::new(engine);
    let add = |name: &str, system: &str| {
        let fields = [("name".to_owned(), name.to_owned())].into_iter().collect();
        let external = vec![(system.to_owned(), "42".to_owned())];
        parties::add(&room.session, NewParty { kind: PartyKind::Person, fields, external }).unwrap()
    };
    let (ada, bob) = (add("Ada", "crm"), add("Bob", "shop"));
    let Err(Error::Ambiguous { candidates, .. }) = parties::resolve(&room.session, "external:42") else {
        panic!("two have that id");
    };
    assert_eq!(
        candidates,
        [format!("external:crm/42 ({ada})"), format!("external:shop/42 ({bob})")],
        "each in a form that fits it alone"
    );
    assert_eq!(parties::resolve(&room.session, "external:shop/42").unwrap(), bob);
    assert_eq!(parties::resolve(&room.session, &ada.to_string()).unwrap(), ada);
    for nobody in ["external:43", "external:erp/42", "per_0", "Ada", ""] {
        assert!(matches!(parties::resolve(&room.session, nobody), Err(Error::NotFound { .. })), "{nobody}");
    }
}
