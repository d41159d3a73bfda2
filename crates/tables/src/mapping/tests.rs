mod deals;

use casebook_domain::kind::built_in as k;
use casebook_domain::time::Precision;
use rstest::rstest;

use super::*;
use crate::read::Record;
use crate::rejected::Rejected;

const LEADS: &str = r#"
name = "olist-leads"
system = "olist"
[party]
kind = "organization"
external_id = "mql_id"
[fields]
source = "origin"
[[evidence]]
kind = "form_submitted"
at = "first_contact_date"
detail = { landing_page = "landing_page_id" }
"#;

const PEOPLE: &str = r#"
name = "people"
system = "zoho"
ignore = ["Secret"]
[party]
kind = "person"
external_id = "Id"
key = ["email", "name+phone"]
[fields]
name = "Name"
email = ["Mail", "Other mail"]
phone = "Phone"
title = "Title"
[organization]
name = "Company"
[[evidence]]
column = "Status"
at = "Changed"
[evidence.values]
Qualified = "sales_accepted"
"Junk Lead" = { kind = "disqualified", reason = "Junk Lead" }
New = ""
[[evidence]]
when = "Opted out"
kind = "consent_withdrawn"
constant = { channel = "email", purpose = "marketing" }
"#;

const DEALS: &str = r#"
name = "deals"
[party]
kind = "organization"
key = ["name"]
[fields]
name = "Account"
[deal]
title = "Deal"
amount = "Value"
currency = "Currency"
[[participant]]
column = "Contact"
role = "contact"
[[evidence]]
kind = "deal_opened"
detail = { stage = "Stage" }
[[evidence]]
column = "State"
[evidence.values]
Won = { kind = "deal_won", at = "Won" }
Lost = { kind = "deal_lost", at = "Lost", detail = { reason = "Why" } }
[dates]
zone = "Europe/Berlin"
order = "day-first"
[dates.columns]
Lost = { "/" = "month-first" }
"#;

const EXPORT: &str = r#"
name = "parties"
[party]
kind = "person"
key = ["email"]
shared_mail = "people"
[export]
id = "id"
kind = "kind"
external = "external"
updated_at = "updated_at"
[fields]
name = "name"
note = "note"
[[evidence]]
kind = "form_submitted"
id = "Form no"
"#;

fn mapping(text: &str) -> Mapping {
    Mapping::parse(text, &Kinds::default()).unwrap()
}

fn row(text: &str, pairs: &[(&str, &str)]) -> Result<MappedRow, Rejected> {
    let headers: Vec<String> = pairs.iter().map(|pair| pair.0.to_owned()).collect();
    let cells = pairs.iter().map(|pair| pair.1.to_owned()).collect();
    mapping(text).bind(&headers).unwrap().row(&Record { number: 1, line: 2, position: 0, cells })
}

fn person(changed: &[(&str, &str)]) -> Result<MappedRow, Rejected> {
    let columns = [
        "Id",
        "Name",
        "Mail",
        "Other mail",
        "Phone",
        "Title",
        "Company",
        "Status",
        "Changed",
        "Opted out",
        "Secret",
        "Shoe size",
    ];
    let value = |column| changed.iter().find(|pair| pair.0 == column).map_or("", |pair| pair.1);
    row(PEOPLE, &columns.map(|column| (column, value(column))))
}

fn deal(changed: &[(&str, &str)]) -> Result<MappedRow, Rejected> {
    let columns = ["Account", "Deal", "Value", "Currency", "Contact", "Stage", "State", "Won", "Lost", "Why"];
    let value = |column| changed.iter().find(|pair| pair.0 == column).map_or("", |pair| pair.1);
    row(DEALS, &columns.map(|column| (column, value(column))))
}

fn keys(row: &MappedRow) -> Vec<String> {
    row.party.keys.iter().map(|key| format!("{}/{}", key.system, key.value)).collect()
}

#[rstest]
#[case(LEADS)]
#[case(PEOPLE)]
#[case(DEALS)]
#[case(EXPORT)]
fn what_is_written_reads_back(#[case] text: &str) {
    let mapping = mapping(text);
    let written = mapping.to_toml();
    assert_eq!(Mapping::parse(&written, &Kinds::default()), Ok(mapping), "{written}");
}

#[rstest]
#[case("name = ", 1, "")]
#[case("name = \"x\"\n[party]\nkind = \"robot\"", 3, "person")]
#[case("name = \"x\"\n[party]\nshared_mail = \"both\"", 3, "people")]
#[case("name = \"x\"\n[party]\n[export]\nkind = \"kind\"", 3, "id = \"id\"")]
#[case("name = \"x\"\n[party]\nkidn = \"person\"", 3, "kind")]
#[case("name = \"x\"\n[party]\nkey = [\"emial\"]", 3, "email")]
#[case("name = \"x\"\n[party]\n[[evidence]]\nkind = \"deal_wno\"", 4, "deal_won")]
#[case("name = \"x\"\n[party]\n[[evidence]]\nkind = \"retracted\"", 4, "")]
#[case("name = \"x\"\n[party]\n[dates]\nzone = \"Mars/Olympus\"", 4, "Europe/Berlin")]
#[case("name = \"x\"\n[party]\n[dates]\nformats = [\"yyyy\"]", 4, "epoch")]
#[case("name = \"x\"\n[party]\n[dates]\norder = \"backwards\"", 4, "month-first")]
#[case("name = \"x\"\nsystem = \":mail\"\n[party]", 2, "")]
#[case("name = \"x\"\n[party]\n[deal]\namount = \"Sum\"", 3, "")]
#[case("name = \"x\"\n[party]\n[deal]\ntitle = \"Deal\"\ndecimal = \"dot\"", 5, "point")]
#[case("name = \"x\"\n[party]\n[[evidence]]\nat = \"When\"", 3, "kind = \"…\"")]
#[case("name = \"x\"\n[party]\n[fields]\nsource = 5", 4, "\"a text\"")]
fn a_mistake_is_named_at_its_place(#[case] text: &str, #[case] line: usize, #[case] expected: &str) {
    let problems = Mapping::parse(text, &Kinds::default()).unwrap_err();
    let problem =
        problems.iter().find(|problem| problem.line == line).unwrap_or_else(|| panic!("{problems:?}"));
    assert!(expected.is_empty() || problem.expected.iter().any(|one| one.contains(expected)), "{problem:?}");
}

#[test]
fn a_column_that_the_file_lacks_is_named_with_those_that_come_near() {
    let headers = ["mql_id", "first_contact", "landing_page_id", "origin"].map(str::to_owned);
    let problems = mapping(LEADS).bind(&headers).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!(
        (problems[0].line, problems[0].expected.as_slice()),
        (11, ["first_contact".to_owned()].as_slice())
    );
}

#[test]
fn headers_that_differ_in_case_alone_are_found() {
    let headers = ["MQL_ID", " First_contact_date", "Landing_Page_Id", "Origin"].map(str::to_owned);
    assert!(mapping(LEADS).bind(&headers).is_ok());
}

#[test]
fn a_lead_is_an_organization_that_sent_a_form() {
    let row = row(
        LEADS,
        &[("mql_id", "4a"), ("first_contact_date", "2018-02-01"), ("landing_page_id", "88"), ("origin", "")],
    )
    .unwrap();
    assert_eq!((row.row_key.as_str(), keys(&row)), ("olist/4a", vec!["olist/4a".to_owned()]));
    assert!(row.fields.is_empty());
    let [form] = row.evidence.as_slice() else { panic!("{row:?}") };
    assert_eq!((form.kind, form.precision), (k::FORM_SUBMITTED, Precision::Day));
    assert_eq!(form.occurred_at.unwrap().to_string(), "2018-02-01T00:00:00Z");
    assert_eq!(form.detail.canonical(), r#"{"landing_page":"88"}"#);
}

#[rstest]
#[case::id_and_mail(&[("Id", "7"), ("Mail", "Ada@Example.org")], &["zoho/7", ":mail/ada@example.org"])]
#[case::second_mail(&[("Mail", "n/a"), ("Other mail", "a@example.org")], &[":mail/a@example.org"])]
#[case::name_and_phone(&[("Name", "Ada King"), ("Phone", "+1 555-0100 x3")], &[":name+phone/ada king | 15550100"])]
#[case::bad_mail(&[("Id", "7"), ("Mail", "invalid-email")], &["zoho/7"])]
fn the_strongest_key_comes_first(#[case] cells: &[(&str, &str)], #[case] expected: &[&str]) {
    assert_eq!(keys(&person(cells).unwrap()), expected);
}

#[test]
fn a_row_without_a_key_is_known_by_its_content() {
    let found = person(&[("Name", "Ada")]).unwrap();
    assert_eq!(&*found.party.keys[0].system, ":row:people");
    assert_eq!(found, person(&[("Name", " Ada ")]).unwrap());
    assert_ne!(found.row_key, person(&[("Name", "Eve")]).unwrap().row_key);
}

#[test]
fn nothing_of_a_row_is_lost() {
    let found = person(&[
        ("Name", "Ada"),
        ("Mail", "a@example.org, b@example.org"),
        ("Other mail", "c@example.org"),
        ("Phone", "ask her"),
        ("Status", "Contacted"),
        ("Shoe size", "39"),
        ("Secret", "hush"),
        ("Title", "N/A"),
    ])
    .unwrap();
    let field = |name: &str| found.fields.get(name).map(String::as_str);
    assert_eq!(field("email"), Some("a@example.org"));
    assert_eq!(field("Mail"), Some("a@example.org, b@example.org"));
    assert_eq!(field("Other mail"), Some("c@example.org"));
    assert_eq!((field("phone"), field("Phone")), (None, Some("ask her")));
    assert_eq!(field("Status"), Some("Contacted"));
    assert_eq!(field("Shoe size"), Some("39"));
    assert_eq!((field("Secret"), field("title"), field("Title")), (None, None, None));
    let unknown: Vec<_> =
        found.unknown_values.iter().map(|pair| (pair.0.as_str(), pair.1.as_str())).collect();
    assert_eq!(unknown, [("Phone", "ask her"), ("Status", "Contacted")]);
}

#[rstest]
#[case("Qualified", "2024-03-01", Some((k::SALES_ACCEPTED, "2024-03-01T00:00:00Z")))]
#[case("junk  lead", "", Some((k::DISQUALIFIED, "")))]
#[case("New", "", None)]
#[case("Contacted", "", None)]
fn values_are_evidence(
    #[case] status: &str,
    #[case] changed: &str,
    #[case] expected: Option<(KindCode, &str)>,
) {
    let found = person(&[("Name", "Ada"), ("Status", status), ("Changed", changed)]).unwrap();
    let claimed = found
        .evidence
        .first()
        .map(|one| (one.kind, one.occurred_at.map(|time| time.to_string()).unwrap_or_default()));
    assert_eq!(claimed, expected.map(|pair| (pair.0, pair.1.to_owned())));
    assert_eq!(found.fields.contains_key("Status"), status == "Contacted" || status == "New");
}

#[test]
fn evidence_with_a_guard_needs_it_filled() {
    assert_eq!(person(&[("Name", "Ada"), ("Opted out", "")]).unwrap().evidence, []);
    let found = person(&[("Name", "Ada"), ("Opted out", "yes")]).unwrap();
    assert_eq!(found.evidence[0].detail.canonical(), r#"{"channel":"email","purpose":"marketing"}"#);
    assert_eq!(found.fields.get("Opted out").map(String::as_str), Some("yes"), "it may say more than yes");
}

#[test]
fn a_company_is_linked_and_shown() {
    let found = person(&[("Name", "Ada"), ("Company", "Zürich  AG")]).unwrap();
    let organization = found.organization.unwrap();
    assert_eq!((organization.name.as_str(), organization.role.as_str()), ("Zürich  AG", DEFAULT_ROLE));
    assert_eq!(organization.keys[0].value, "zurich ag");
    assert_eq!(found.fields.get("company").map(String::as_str), Some("Zürich  AG"));
}

#[test]
fn a_deal_is_won_once_with_its_money_and_its_people() {
    let found = deal(&[
        ("Account", "Acme"),
        ("Deal", "New Web"),
        ("Value", "120 000"),
        ("Currency", "CZK"),
        ("Contact", "anna@example.org"),
        ("Stage", "Talks"),
        ("State", "WON"),
        ("Won", "05.06.2026 10:00"),
    ])
    .unwrap();
    let [opened, won] = found.evidence.as_slice() else { panic!("{found:?}") };
    assert_eq!((found.row_key.as_str(), opened.occurred_at), (":deal/new web", None));
    assert_eq!(won.occurred_at.unwrap().to_string(), "2026-06-05T08:00:00Z");
    assert_eq!(won.amount.map(|money| money.minor), Some(12_000_000));
    assert_eq!(won.deal.as_ref().and_then(|deal| deal.title.as_deref()), Some("New Web"));
    assert_eq!(
        won.others,
        [OtherParty {
            key: Key { system: ":mail".into(), value: "anna@example.org".into() },
            role: "contact".to_owned(),
            kind: None,
            given: ("Contact".to_owned(), "anna@example.org".to_owned()),
        }]
    );
    assert_eq!(keys(&found), [":organization/acme"]);
}

#[test]
fn a_column_may_have_an_order_of_its_own() {
    let found = deal(&[
        ("Account", "Acme"),
        ("Deal", "X"),
        ("State", "Lost"),
        ("Lost", "05/06/2026"),
        ("Why", "dear"),
    ])
    .unwrap();
    assert_eq!(found.evidence[1].occurred_at.unwrap().to_string(), "2026-05-06T00:00:00Z");
    assert_eq!(found.evidence[1].detail.text("reason"), Some("dear"));
}

#[rstest]
#[case("1.234", "comma", Some(123_400))]
#[case("1.234", "point", None)]
#[case("1.234", "either", None)]
#[case("5000 - 10000", "point", None)]
fn the_decimal_sign_is_stated(#[case] value: &str, #[case] sign: &str, #[case] expected: Option<i64>) {
    let text =
        DEALS.replace("currency = \"Currency\"", &format!("currency = \"Currency\"\ndecimal = \"{sign}\""));
    let headers = ["Account", "Deal", "Value", "Currency", "Contact", "Stage", "State", "Won", "Lost", "Why"];
    let cells = ["Acme", "X", value, "EUR", "", "", "", "", "", ""];
    let pairs: Vec<(&str, &str)> = headers.into_iter().zip(cells).collect();
    let found = row(&text, &pairs).unwrap();
    assert_eq!(found.evidence[0].amount.map(|money| money.minor), expected);
    assert_eq!(found.fields.get("Value").map(String::as_str), expected.is_none().then_some(value));
    assert_eq!(found.unknown_values.len(), usize::from(expected.is_none()));
}

#[test]
fn a_currency_that_is_named_and_unknown_is_no_other_one() {
    let text =
        DEALS.replace("currency = \"Currency\"", "currency = \"Currency\"\ndefault_currency = \"EUR\"");
    for (currency, expected) in
        [("€", Some("EUR")), ("", Some("EUR")), ("-- Select --", Some("EUR")), ("gold", None)]
    {
        let headers =
            ["Account", "Deal", "Value", "Currency", "Contact", "Stage", "State", "Won", "Lost", "Why"];
        let cells = ["Acme", "X", "7", currency, "", "", "", "", "", ""];
        let pairs: Vec<(&str, &str)> = headers.into_iter().zip(cells).collect();
        let amount = row(&text, &pairs).unwrap().evidence[0].amount;
        assert_eq!(amount.map(|money| money.currency.code().to_owned()).as_deref(), expected, "{currency}");
    }
}

#[rstest]
#[case("mailto:Ada@Example.ORG", "Ada@example.org", None)]
#[case("ada@example.org;", "ada@example.org", None)]
#[case("ada@example.org\u{200b}", "ada@example.org", None)]
#[case("Ada King <ada@example.org>", "ada@example.org", Some("Ada King <ada@example.org>"))]
fn an_address_is_one_in_any_writing(#[case] cell: &str, #[case] email: &str, #[case] kept: Option<&str>) {
    let found = person(&[("Name", "Ada"), ("Mail", cell)]).unwrap();
    assert_eq!(found.fields.get("email").map(String::as_str), Some(email));
    assert_eq!(found.fields.get("Mail").map(String::as_str), kept);
    assert_eq!(keys(&found), [":mail/ada@example.org"]);
}

#[rstest]
#[case("'+49 30 1234567", Some("+49 30 1234567"))]
#[case("=\"0301234567\"", Some("0301234567"))]
#[case("49301234567.0", Some("49301234567"))]
#[case("4.93012E+10", None)]
fn a_phone_is_what_somebody_wrote(#[case] cell: &str, #[case] expected: Option<&str>) {
    let found = person(&[("Name", "Ada"), ("Phone", cell)]).unwrap();
    assert_eq!(found.fields.get("phone").map(String::as_str), expected);
    assert_eq!(found.fields.get("Phone").map(String::as_str), expected.is_none().then_some(cell));
    assert_eq!(found.unknown_values.len(), usize::from(expected.is_none()));
}

#[rstest]
#[case("-- Select --")]
#[case("None")]
fn a_choice_that_nobody_made_says_nothing(#[case] status: &str) {
    let found = person(&[("Name", "Ada"), ("Status", status), ("Title", status)]).unwrap();
    assert!(found.unknown_values.is_empty() && found.evidence.is_empty(), "{found:?}");
    assert_eq!((found.fields.get("Status"), found.fields.get("title")), (None, None));
}

#[rstest]
#[case("0000-00-00 00:00:00")]
#[case("1900-01-00")]
fn a_mark_of_no_date_is_no_time(#[case] won: &str) {
    let found = deal(&[("Account", "Acme"), ("Deal", "X"), ("State", "Won"), ("Won", won)]).unwrap();
    assert_eq!((found.evidence[1].occurred_at, found.evidence[1].precision), (None, Precision::Unknown));
}

#[test]
fn evidence_that_needs_its_date_is_none_without() {
    const LEARNED: &str = "name = \"x\"\n[party]\nkind = \"person\"\n[fields]\nname = \"Name\"\n\
        [[evidence]]\nkind = \"details_learned\"\nat = \"Created\"\nwhen = \"Created\"\n";
    let found = |created| row(LEARNED, &[("Name", "Ada"), ("Created", created)]).unwrap();
    let evidence = |created| found(created).evidence.len();
    assert_eq!((evidence("2024-03-15"), evidence("0000-00-00"), evidence("")), (1, 0, 0));
    for nothing in ["0000-00-00", "N/A", "-"] {
        assert_eq!((evidence(nothing), found(nothing).fields.get("Created")), (0, None), "{nothing}");
    }
}

#[test]
fn an_amount_without_a_currency_is_kept_unchanged() {
    let found = deal(&[("Account", "Acme"), ("Deal", "X"), ("Value", "5500")]).unwrap();
    assert_eq!(
        (found.evidence[0].amount, found.fields.get("Value").map(String::as_str)),
        (None, Some("5500"))
    );
    assert_eq!(found.unknown_values, [("Value".to_owned(), "5500".to_owned())]);
}

#[test]
fn a_date_that_cannot_be_read_rejects_its_row() {
    let rejected =
        deal(&[("Account", "Acme"), ("Deal", "X"), ("State", "Won"), ("Won", "soon")]).unwrap_err();
    assert_eq!(
        (rejected.line, rejected.column.as_deref(), rejected.value.as_str()),
        (2, Some("Won"), "soon")
    );
}

#[test]
fn a_row_that_names_no_one_is_rejected() {
    let rejected = person(&[("Shoe size", "39")]).unwrap_err();
    assert!(rejected.reason.contains("identifies no one"), "{rejected:?}");
}

#[test]
fn evidence_about_an_unknown_party_is_rejected() {
    let text = "name = \"calls\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\nknown = true\n[fields]\nemail = \"Mail\"\nname = \"Name\"";
    assert!(row(text, &[("Mail", "a@example.org"), ("Name", "")]).unwrap().party.must_exist);
    assert!(row(text, &[("Mail", "none"), ("Name", "Ada")]).is_err());
}

#[test]
fn several_columns_make_several_contact_points_with_their_headers_for_labels() {
    const MAPPING: &str = "name = \"cards\"\n[party]\nkind = \"person\"\nkey = [\"email\"]\n[fields]\n\
        emails = [\"Work mail\", \"Home mail\"]\nphones = \"Phones\"\n";
    let found = row(
        MAPPING,
        &[
            ("Work mail", "a@example.org; b@example.org"),
            ("Home mail", "c@example.org"),
            ("Phones", "044 1; ask her"),
        ],
    )
    .unwrap();
    let field = |name: &str| found.fields.get(name).map(String::as_str);
    let emails = r#"[{"label":"Work mail","primary":true,"value":"a@example.org"},{"label":"Work mail","primary":false,"value":"b@example.org"},{"label":"Home mail","primary":false,"value":"c@example.org"}]"#;
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(field("emails").map(read), Some(read(emails)));
    // The first is the primary one, by which the row is known; what is no number stays beside it.
    assert_eq!(field("email"), Some("a@example.org"));
    assert_eq!(
        (field("phone"), field("phones"), field("Phones")),
        (Some("044 1"), None, Some("044 1; ask her"))
    );
    let keys: Vec<&str> = found.party.keys.iter().map(|key| key.value.as_str()).collect();
    assert_eq!(keys, ["a@example.org", "b@example.org", "c@example.org"]);
    // What was exported comes in as it was.
    let again = row(MAPPING, &[("Work mail", emails), ("Home mail", ""), ("Phones", "")]).unwrap();
    assert_eq!(again.fields.get("emails").map(String::as_str).map(read), Some(read(emails)));
}

#[test]
fn a_header_that_is_called_like_a_field_keeps_its_own_place() {
    let text = "name = \"x\"\n[party]\nkind = \"person\"\n[fields]\nemail = \"email\"\nname = \"name\"";
    let found = row(text, &[("name", "Ada"), ("email", "invalid"), ("title", "Dr")]).unwrap();
    assert_eq!(found.fields.get("email (as given)").map(String::as_str), Some("invalid"));
    assert_eq!(
        (found.fields.get("email"), found.fields.get("title (as given)").map(String::as_str)),
        (None, Some("Dr"))
    );
}

#[test]
fn columns_in_another_order_say_the_same() {
    let text = "name = \"x\"\n[party]\nkind = \"person\"\n[fields]\nname = \"Name\"";
    let one = row(text, &[("Name", "Ada"), ("City", "London"), ("Zip", "")]).unwrap();
    let other = row(text, &[("City", "London"), ("Name", "Ada")]).unwrap();
    assert_eq!(one, other);
}

#[test]
fn the_examples_of_the_document_are_mappings() {
    let document = include_str!("../../../../docs/import.md");
    let blocks: Vec<&str> =
        document.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [whole, part, export] = blocks.as_slice() else { panic!("{} blocks", blocks.len()) };
    mapping(whole);
    mapping(&format!("name = \"deals\"\n[party]\nkind = \"organization\"\n{part}"));
    mapping(&format!("name = \"parties\"\n[party]\nkind = \"person\"\n{export}"));
}

#[test]
fn an_exported_row_is_about_its_id_and_its_cells_are_as_they_were() {
    let read = |note: &str, id: &str| {
        let cells = [
            ("id", id),
            ("kind", "organization"),
            ("name", " - "),
            ("note", note),
            ("external", "erp/7; web/a/b"),
            ("updated_at", "2026-01-02T03:04:05Z"),
            ("Form no", ""),
        ];
        row(EXPORT, &cells).unwrap()
    };
    let id = casebook_domain::ids::PartyId::new(7, PartyKind::Person).to_string();
    let known = read("'=1 ", &id);
    assert_eq!(keys(&known), [format!(":id/{id}"), "erp/7".to_owned(), "web/a/b".to_owned()]);
    assert_eq!(known.party.kind, PartyKind::Person, "the id says so");
    assert_eq!(known.fields["name"], " - ");
    assert_eq!(known.fields["note"], "=1 ");
    assert!(known.as_of.is_some() && known.emptied.contains(&"Form no".to_owned()));
    let added = read("", "");
    assert_eq!(added.party.kind, PartyKind::Organization);
    assert!(added.emptied.contains(&"note".to_owned()));
}
