//! Importing a feed again: each row is compared with itself as it was last imported.

use casebook_app::domain::party::PartyKind;
use casebook_app::parties::{self, Filter, Leaf};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

/// People of a CRM, known by its ids; what a status says is evidence.
pub const CRM: &str = r#"
name = "crm-leads"
system = "crm"
[party]
kind = "person"
external_id = "Id"
key = ["email"]
[fields]
name = "Name"
email = "Mail"
city = "City"
source = "Source"
[organization]
name = "Company"
[[evidence]]
kind = "form_submitted"
at = "Created"
when = "Created"
[[evidence]]
column = "Status"
[evidence.values]
Qualified = "sales_accepted"
"Junk Lead" = { kind = "disqualified", reason = "Junk Lead" }
New = ""
"#;

const HEAD: &str = "Id,Name,Mail,City,Source,Company,Created,Status\n";

pub fn crm(rows: &[&str]) -> String {
    format!("{HEAD}{}\n", rows.join("\n"))
}

const ADA: &str = "1,Ada,ada@example.org,Rome,web,Analytical Ltd,2026-01-05,New";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_row_that_says_the_same_changes_nothing(#[case] engine: Engine) {
    let room = Room::new(engine);
    let first = room.import(CRM, &crm(&[ADA]));
    // One piece about Ada, one about her company.
    assert_eq!((first.created, first.updated, first.unchanged, first.evidence), (1, 0, 0, 2));
    let before = room.seen();
    let again = room.import(CRM, &crm(&[ADA]));
    assert_eq!((again.created, again.updated, again.unchanged, again.evidence), (0, 0, 1, 0));
    assert_eq!(room.seen(), before);
    assert_ne!(first.import, again.import, "a finished import is not taken up again");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_field_that_nobody_edited_follows_the_file_and_an_edited_one_is_kept(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(CRM, &crm(&[ADA, "2,Bob,bob@example.org,Rome,,,2026-01-05,New"]));
    let (ada, bob) = (room.party("crm/1"), room.party("crm/2"));
    room.edit(bob, "city", "Paris");

    let report = room.import(
        CRM,
        &crm(&[
            "1,Ada,ada@example.org,Milan,fair,Analytical Ltd,2026-01-05,New",
            "2,Bob,bob@example.org,Milan,fair,,2026-01-05,New",
        ]),
    );
    assert_eq!((report.created, report.updated, report.unchanged, report.kept), (0, 2, 0, 2));
    assert_eq!(report.evidence, 0);
    assert_eq!(room.field(ada, "city").as_deref(), Some("Milan"));
    assert_eq!(room.field(bob, "city").as_deref(), Some("Paris"), "what somebody edited stays");
    assert_eq!(room.field(ada, "source").as_deref(), Some("web"), "how she was acquired is settled");
    assert_eq!(room.field(bob, "source").as_deref(), Some("fair"), "an empty source is filled");

    let emptied = room.import(CRM, &crm(&["1,Ada,ada@example.org,,fair,Analytical Ltd,2026-01-05,New"]));
    assert_eq!(emptied.updated, 1);
    assert_eq!(room.field(ada, "city"), None, "the file emptied what it had filled");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn changed_evidence_is_retracted_and_recorded_anew(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(CRM, &crm(&["1,Ada,ada@example.org,Rome,web,,2026-01-05,Qualified"]));
    let ada = room.party("crm/1");
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("prospect"));

    let report = room.import(CRM, &crm(&["1,Ada,ada@example.org,Rome,web,,2026-01-05,Junk Lead"]));
    // One piece retracted, one appended; the form is what it was.
    assert_eq!((report.updated, report.evidence), (1, 2));
    assert_eq!(room.stage(ada, "journey").as_deref(), Some("lead"));
    let facts = room.facts(ada);
    assert_eq!(facts.len(), 2, "{facts:?}");
    assert!(facts[0].starts_with("disqualified ?"), "{facts:?}");
    assert!(facts[1].starts_with("form_submitted 2026-01-05T00:00:00Z"), "{facts:?}");

    let report = room.import(CRM, &crm(&["1,Ada,ada@example.org,Rome,web,,2026-01-06,Junk Lead"]));
    assert_eq!((report.updated, report.evidence), (1, 2));
    assert!(room.facts(ada)[1].starts_with("form_submitted 2026-01-06"), "the date moved");
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_row_that_is_gone_from_the_file_stays_in_the_casebook(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(CRM, &crm(&[ADA, "2,Bob,bob@example.org,Rome,,,2026-01-05,Qualified"]));
    let before = room.seen();
    let report = room.import(CRM, &crm(&[ADA]));
    assert_eq!((report.created, report.updated, report.unchanged), (0, 0, 1));
    assert_eq!(room.seen(), before);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rows_of_one_key_are_each_compared_with_themselves(#[case] engine: Engine) {
    let room = Room::new(engine);
    let other = "1,Ada,ada@example.org,Rome,web,Analytical Ltd,2026-02-07,New";
    let file = crm(&[ADA, other, ADA]);
    let report = room.import(CRM, &file);
    assert_eq!((report.created, report.updated, report.unchanged), (1, 1, 1), "the third repeats the first");
    assert_eq!(room.facts(room.party("crm/1")).len(), 2, "two forms, each once");
    let again = room.import(CRM, &file);
    assert_eq!((again.created, again.updated, again.unchanged, again.evidence), (0, 0, 3, 0));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn values_that_the_mapping_does_not_know_are_kept_and_counted(#[case] engine: Engine) {
    let room = Room::new(engine);
    let report = room.import(
        CRM,
        &crm(&[
            "1,Ada,ada@example.org,Rome,web,,2026-01-05,Sleeping",
            "2,Bob,bob@example.org,Rome,web,,2026-01-05,Sleeping",
            "3,Eve,eve@example.org,Rome,web,,2026-01-05,new",
        ]),
    );
    assert_eq!(report.unknown_values, [("Status".to_owned(), "Sleeping".to_owned(), 2)]);
    assert_eq!((report.created, report.rejected), (3, 0));
    assert_eq!(room.field(room.party("crm/1"), "Status").as_deref(), Some("Sleeping"));
    assert_eq!(room.field(room.party("crm/3"), "Status").as_deref(), Some("new"), "known to claim nothing");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn the_organization_of_a_column_is_made_once_and_linked(#[case] engine: Engine) {
    let room = Room::new(engine);
    let report = room.import(
        CRM,
        &crm(&[ADA, "2,Bob,bob@example.org,Rome,web,ANALYTICAL ltd,2026-01-05,New", "3,Eve,,,,,,"]),
    );
    assert_eq!(report.created, 3, "rows are counted, organizations come on top");
    let filter = Filter::Leaf(Leaf::Kind(PartyKind::Organization));
    let (organizations, _) = parties::first(&room.session, filter, 10).unwrap();
    assert_eq!(organizations.len(), 1);
    let organization = &organizations[0].party;
    assert_eq!(organization.fields["name"], "Analytical Ltd");
    let links = room.seen_of(organization.id).links;
    assert_eq!(links, [("Ada".to_owned(), "works at".to_owned()), ("Bob".to_owned(), "works at".to_owned())]);
    assert_eq!(room.stage(organization.id, "journey").as_deref(), Some("contact"));
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_second_feed_finds_the_same_people_and_fills_what_is_empty(#[case] engine: Engine) {
    let room = Room::new(engine);
    let newsletter = "name = \"news\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\n[fields]\nemail = \"Mail\"\n\
                      [[evidence]]\nkind = \"newsletter_subscribed\"\nat = \"Since\"\n";
    room.import(newsletter, "Mail,Since\nada@example.org,2025-11-01\n");
    let report = room.import(CRM, &crm(&[ADA]));
    assert_eq!((report.created, report.updated, report.kept), (0, 1, 0), "she is known by her mail");
    let ada = room.party("crm/1");
    assert_eq!(room.field(ada, "name").as_deref(), Some("Ada"), "an address stood in for her name until now");
    assert_eq!(room.field(ada, "city").as_deref(), Some("Rome"));
    assert_eq!(room.facts(ada).len(), 2);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_party_hidden_by_hand_stays_hidden_whatever_is_imported(#[case] engine: Engine) {
    let room = Room::new(engine);
    room.import(CRM, &crm(&[ADA]));
    let ada = room.party("crm/1");
    parties::hide(&room.session, ada).unwrap();
    let report = room.import(CRM, &crm(&["1,Ada,ada@example.org,Rome,web,,2026-01-05,Qualified"]));
    assert_eq!((report.created, report.updated), (0, 1));
    assert!(parties::show(&room.session, ada).unwrap().hidden);
    assert_eq!(room.funnel_of("journey").cohort, 1, "the organization alone is counted");
    assert_eq!(room.facts(ada).len(), 2, "what was imported is known of her all the same");
    room.assert_verified();
}
