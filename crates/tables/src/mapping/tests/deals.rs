//! What rows say of deals, and what is kept where nothing else says it.

use super::*;

#[rstest]
#[case::put_off("2025-03-01", Some("2024-02-01"), "2025-03-01")]
#[case::not_put_off("2024-01-05", None, "2024-02-01")]
#[case::nothing_later("", None, "2024-02-01")]
fn when_a_record_began_is_kept_where_nothing_else_says_it(
    #[case] out: &str,
    #[case] kept: Option<&str>,
    #[case] since: &str,
) {
    const STATUS: &str = "name = \"x\"\n[party]\nkind = \"person\"\n[fields]\nname = \"Name\"\n\
        [[evidence]]\ncolumn = \"Status\"\n[evidence.values]\n\
        Qualified = { kind = \"sales_accepted\", at = \"Created\", earliest = true }\n\
        [[evidence]]\nkind = \"consent_withdrawn\"\nat = \"Out\"\nwhen = \"Out\"\n";
    let cells = [("Name", "Ada"), ("Status", "Qualified"), ("Created", "2024-02-01"), ("Out", out)];
    let found = row(STATUS, &cells).unwrap();
    assert_eq!(found.fields.get("Created").map(String::as_str), kept);
    assert_eq!(found.evidence[0].precision.text(found.evidence[0].occurred_at.unwrap()), since);
}

#[rstest]
#[case::purchase("kind = \"purchased\"", "Renewal", &["Owner", "Title", "name"])]
#[case::purchase_of_the_deal("kind = \"purchased\"\ndeal = true", "Renewal", &["name"])]
#[case::deal("kind = \"deal_won\"", "Renewal", &["name"])]
#[case::deal_without_a_name("kind = \"deal_won\"", "", &["Owner", "name"])]
fn what_names_a_deal_is_kept_where_no_evidence_names_it(
    #[case] claim: &str,
    #[case] title: &str,
    #[case] kept: &[&str],
) {
    let text = format!(
        "name = \"x\"\n[party]\nkind = \"person\"\n[fields]\nname = \"Name\"\n[deal]\ntitle = \"Title\"\n\
         amount = \"Value\"\nowner = \"Owner\"\n[[evidence]]\n{claim}\n"
    );
    let cells = [("Name", "Ada"), ("Title", title), ("Value", "5.00 EUR"), ("Owner", "Bob")];
    let found = row(&text, &cells).unwrap();
    assert_eq!(found.fields.keys().collect::<Vec<_>>(), kept);
    assert_eq!(found.evidence[0].amount.map(|money| money.minor), Some(500));
}

#[rstest]
#[case("N/A")]
#[case("-")]
#[case("- Select -")]
fn marks_of_nothing_about_a_deal_are_no_fields_of_its_account(#[case] nothing: &str) {
    let columns = ["Deal", "Value", "Currency", "Contact"];
    let cells = [("Account", "Acme")].into_iter().chain(columns.map(|column| (column, nothing)));
    let found = deal(&cells.collect::<Vec<_>>()).unwrap();
    assert_eq!(found.fields.keys().collect::<Vec<_>>(), ["name"]);
    assert!(found.unknown_values.is_empty() && found.evidence[0].others.is_empty(), "{found:?}");
}

#[rstest]
#[case::two_buyers([("Account", "Aster"), ("Deal", "Licence")], [("Account", "Birch"), ("Deal", "Licence")], false)]
#[case::one_buyer([("Account", "Aster"), ("Deal", "Licence")], [("Account", "ASTER"), ("Deal", "licence")], true)]
fn a_title_tells_a_deal_with_its_buyer(
    #[case] one: [(&str, &str); 2],
    #[case] other: [(&str, &str); 2],
    #[case] same: bool,
) {
    let deal_of = |pairs: &[(&str, &str)]| deal(pairs).unwrap().evidence.remove(0).deal.unwrap();
    let (one, other) = (deal_of(&one), deal_of(&other));
    assert_eq!(one.key == other.key, same);
    assert_eq!(one.by_title, other.by_title, "by which earlier versions knew them");
}

const BY_IDS: &str = r#"
name = "members"
system = "crm"
[party]
kind = "person"
external_id = ["Member", "Guest"]
[organization]
external_id = ["Club", "Team"]
[[participant]]
column = "Host"
by = "external_id"
kind = "organization"
role = "host"
[[evidence]]
kind = "meeting_held"
"#;

#[test]
fn the_first_id_that_is_filled_counts_and_needs_no_name() {
    let one = |cells: [&str; 5]| {
        let pairs = ["Member", "Guest", "Club", "Team", "Host"].into_iter().zip(cells).collect::<Vec<_>>();
        row(BY_IDS, &pairs).unwrap()
    };
    let found = one(["", "7", "7", "8", "9"]);
    assert_eq!(keys(&found), ["crm/7"]);
    let club = found.organization.unwrap();
    assert_eq!((club.name.as_str(), club.keys.len(), &club.keys[0]), ("7", 1, &found.party.keys[0]));
    assert_eq!(found.fields.get("company"), None);
    assert_eq!(found.fields.get("Team").map(String::as_str), Some("8"), "what is left is kept");
    assert_eq!(found.evidence[0].others[0].kind, Some(PartyKind::Organization));
    assert_eq!(one(["1", "", "", "n/a", ""]).organization, None);
    let written = mapping(BY_IDS).to_toml();
    assert_eq!(Mapping::parse(&written, &Kinds::default()), Ok(mapping(BY_IDS)), "{written}");
}

#[test]
fn a_row_may_be_about_whomever_its_deal_is_about() {
    let text = "name = \"moves\"\nsystem = \"crm\"\n[party]\nkind = \"person\"\nknown = true\n[deal]\nid = \"Deal\"\n\
        [[evidence]]\nkind = \"deal_moved\"\ndetail = { stage = \"Stage\" }\n";
    let found = row(text, &[("Deal", "D1"), ("Stage", "Talks")]).unwrap();
    assert!(found.party.keys.is_empty() && found.party.must_exist);
    assert_eq!(found.evidence[0].deal.as_ref().map(|deal| deal.key.value.as_str()), Some("D1"));
    assert!(row(text, &[("Deal", ""), ("Stage", "Talks")]).is_err());
}
