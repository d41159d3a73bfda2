//! Whose ids are, what the rows of a file are, and what it does not say.

use super::*;

/// Whose the id in the first column is: `own`, `account` or `field`.
fn whose(text: &str) -> &'static str {
    let seen = look("list.csv", text);
    let id = text.split(',').next().unwrap();
    let mapping = &seen.guess.mapping;
    let of_account =
        mapping.organization.as_ref().is_some_and(|one| one.external_id.iter().any(|one| one == id));
    match mapping.party.external_id.iter().any(|one| one == id) {
        true => "own",
        false if of_account => "account",
        false => "field",
    }
}

#[rstest]
#[case("Account ID,Name,Email\nA1,Ada,a@x.org\nA1,Bo,b@x.org\n", "account")]
#[case("AccountId,Company,Name\nA1,Acme,Ada\n", "account")]
#[case("Firmen-ID,Firma,Vorname,Nachname\nA1,Acme,Ada,King\n", "account")]
#[case::a_shop("Customer ID,Name,Email,Company\n1,Ada,a@x.org,\n2,Bo,b@x.org,\n3,Cy,c@x.org,Acme\n", "own")]
#[case::several_of_one_company(
    "Customer ID,Name,Email,Company\n1,Ada,a@x.org,Acme\n2,Bo,b@x.org,Acme\n",
    "own"
)]
#[case::one_of_each("Customer ID,Name,Email,Company\n1,Ada,a@x.org,Acme\n2,Bo,b@x.org,Beta\n", "account")]
#[case::nothing_else("Customer ID,Name,Company\n1,Ada,Acme\n2,Bo,Beta\n", "own")]
#[case::repeated("Kundennummer,Name,Email\n1,Ada,a@x.org\n1,Bo,b@x.org\n", "account")]
#[case::somebody_again("Customer ID,Name,Email\n1,Ada,a@x.org\n1,Ada,a@y.org\n", "own")]
#[case::plain("ID,Name,Email\n1,Ada,a@x.org\n2,Bo,b@x.org\n", "own")]
#[case::plain_and_repeated("ID,Company,Name,Email\n1,Acme,Ada,a@x.org\n1,Acme,Bo,b@x.org\n", "account")]
#[case::repeated_without_a_company("ID,Name,Email\n1,Ada,a@x.org\n1,Bo,b@x.org\n", "field")]
#[case("Order ID,Name,Email\n1,Ada,a@x.org\n2,Bo,b@x.org\n", "field")]
#[case("history_id,Name,Email\n1,Ada,a@x.org\n2,Bo,b@x.org\n", "field")]
#[case("Parent Account ID,Name,Email\n1,Ada,a@x.org\n2,Bo,b@x.org\n", "field")]
#[case("Member ID,Name,Email\n1,Ada,a@x.org\n2,Bo,b@x.org\n", "own")]
fn an_id_is_of_whom_its_header_and_its_values_say(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(whose(text), expected);
}

#[test]
fn rows_about_facts_are_facts_of_the_same_people() {
    let seen = look(
        "orders.csv",
        "Order ID,Name,Email,Order Date,Gift\n1,Ada,a@x.org,2025-01-02,yes\n2,Ada,a@x.org,2025-01-03,no\n",
    );
    assert_eq!(seen.keys(0), seen.keys(1));
    assert_ne!(seen.row(0).row_key, seen.row(1).row_key);
    let [learned] = seen.row(1).evidence.as_slice() else { panic!("{:?}", seen.row(1)) };
    assert_eq!((learned.id.as_deref(), learned.detail.text("Gift")), (Some("2"), Some("no")));
    assert_eq!(seen.field(0, "Order ID"), Some("1"));
    let by_id = look("orders.csv", "Order ID,Customer ID,Amount\n1,7,5\n2,7,6\n");
    assert_eq!(by_id.row(1).evidence[0].detail.text("Amount"), Some("6"));
    let forms = look(
        "forms.csv",
        "Submission ID,Submitted at,Name,Email\n1,2025-01-02,Ada,a@x.org\n2,2025-01-03,Ada,a@x.org\n",
    );
    assert_eq!(forms.row(1).evidence[0].id.as_deref(), Some("2"));
    assert_eq!(forms.keys(0), forms.keys(1));
}

#[rstest]
#[case::shape("accounts.csv", "Id,Name,Type,Industry\n1,Acme,Customer,Retail\n", FileKind::Organizations)]
#[case::name_of_the_file("companies.csv", "Id,Name,City\n1,Acme,York\n", FileKind::Organizations)]
#[case::no_name("x.csv", "account_id,plan\n1,pro\n", FileKind::Organizations)]
#[case::people_of_an_industry("x.csv", "Name,Email,Industry\nAda,a@x.org,Retail\n", FileKind::People)]
#[case::titles_called_name(
    "x.csv",
    "Id,AccountId,Name,StageName,Amount,CloseDate\n1,2,Big,Talks,5,\n",
    FileKind::Deals
)]
#[case::no_titles("x.csv", "Deal ID,Account Name,Amount\n1,Acme,5\n", FileKind::Deals)]
#[case::potentials("x.csv", "Potential Name,Account Name,Stage\nBig,Acme,Talks\n", FileKind::Deals)]
#[case::history("x.csv", "opportunity_id,stage,entered_at\n1,Talks,2025-01-02\n", FileKind::Histories)]
#[case::history_with_ids(
    "x.csv",
    "Id,OpportunityId,StageName,CreatedDate\n1,2,Talks,2025-01-02\n",
    FileKind::Histories
)]
fn the_kind_of_a_file_is_seen(#[case] name: &str, #[case] text: &str, #[case] kind: FileKind) {
    assert_eq!(look(name, text).guess.kind, kind);
}

#[test]
fn deals_are_of_accounts_by_their_ids_and_their_contacts_take_part() {
    let seen = look(
        "opportunities.csv",
        "Id,AccountId,ContactId,Name,StageName,CloseDate\n006A,001A,003A,Big,Closed Won,2025-03-01\n",
    );
    assert_eq!(seen.keys(0), ["salesforce/001A"]);
    assert_eq!(seen.evidence(0), ["deal_opened", "deal_won@2025-03-01T00:00:00Z"]);
    let opened = &seen.row(0).evidence[0];
    assert_eq!(opened.deal.as_ref().and_then(|deal| deal.title.as_deref()), Some("Big"));
    let contact = &opened.others[0];
    assert_eq!((contact.key.value.as_str(), contact.kind), ("003A", Some(PartyKind::Person)));
}

#[test]
fn a_history_moves_deals_and_says_how_they_ended() {
    let seen = look(
        "history.csv",
        "opportunity_id,stage,entered_at\n006A,Talks,2025-01-02\n006A,Closed Won,2025-02-03\n",
    );
    assert_eq!(seen.evidence(0), ["deal_moved@2025-01-02T00:00:00Z"]);
    assert_eq!(seen.evidence(1), ["deal_moved@2025-02-03T00:00:00Z", "deal_won@2025-02-03T00:00:00Z"]);
    assert_eq!(seen.row(0).evidence[0].detail.text("stage"), Some("Talks"));
    assert!(seen.row(0).fields.is_empty() && seen.row(0).party.keys.is_empty());
}

#[rstest]
#[case::yes("Do Not Contact", "TRUE", Some("consent_withdrawn"))]
#[case::of_another_language("Newsletter abgemeldet", "WAHR", Some("consent_withdrawn"))]
#[case::a_mark("Keine Werbung", "x", Some("consent_withdrawn"))]
#[case::no("Opted out", "no", None)]
#[case::when("Unsubscribed", "2025-03-04", Some("consent_withdrawn@2025-03-04T00:00:00Z"))]
#[case::only_when("Opt-out date", "2025-03-04", Some("consent_withdrawn@2025-03-04T00:00:00Z"))]
#[case::agreed("Marketing Consent", "yes", Some("consent_given"))]
#[case::did_not_agree("Opted in", "FALSE", None)]
#[case::as_a_word("Subscription status", "Unsubscribed", Some("consent_withdrawn"))]
#[case::newsletter("Newsletter", "unsubscribed", Some("consent_withdrawn"))]
fn consent_is_read_in_many_words(#[case] header: &str, #[case] value: &str, #[case] expected: Option<&str>) {
    let seen = look("x.csv", &format!("Name,Email,{header}\nAda,a@x.org,{value}\n"));
    assert_eq!(seen.evidence(0), expected.map(str::to_owned).into_iter().collect::<Vec<_>>());
    assert!(seen.guess.notes.iter().any(|note| note.contains(&format!("`{header}`"))));
}

#[test]
fn every_column_that_is_not_understood_is_named() {
    let seen = look("x.csv", "Name,Email,Shoe size,Wants nothing from us\nAda,a@x.org,38,true\n");
    let last = seen.guess.notes.last().unwrap();
    assert_eq!(last, "Not understood and kept as fields: `Shoe size`, `Wants nothing from us`.");
}

#[test]
fn converted_is_a_column_of_yes_and_no() {
    let seen = look("x.csv", "Name,Email,Converted\nAda,a@x.org,Yes\nBo,b@x.org,No\n");
    assert_eq!((seen.evidence(0), seen.evidence(1).len()), (vec!["converted".to_owned()], 0));
}

#[rstest]
#[case::nobody_answers(None, &[])]
#[case::known(Some(RowsAre::Known), &[])]
#[case::asked(Some(RowsAre::Interested), &["form_submitted"])]
#[case::bought(Some(RowsAre::Bought), &["purchased"])]
fn what_a_list_does_not_say_is_asked(#[case] rows_are: Option<RowsAre>, #[case] expected: &[&str]) {
    let options = GuessOptions { rows_are, ..GuessOptions::default() };
    let seen = try_with("leads.csv", "Name,Email,Opted out\nAda,a@x.org,no\n", &options).unwrap();
    assert_eq!(seen.evidence(0), expected);
    let asked = seen.guess.questions.iter().any(|question| question.option == "rows_are");
    assert_eq!(asked, rows_are.is_none());
}

#[test]
fn those_who_asked_did_so_when_the_list_says_that_they_came() {
    let options = GuessOptions { rows_are: Some(RowsAre::Interested), ..GuessOptions::default() };
    let text = "Name,Email,Created\nAda,a@x.org,2025-03-04\n";
    let seen = try_with("leads.csv", text, &options).unwrap();
    assert_eq!(seen.evidence(0), ["form_submitted@2025-03-04T00:00:00Z"]);
}

#[rstest]
#[case("Name,Email,Status\nAda,a@x.org,Qualified\n")]
#[case("Submission ID,Submitted at,Name,Email\n1,2025-01-02,Ada,a@x.org\n")]
#[case("Company,Website\nAcme,acme.example\n")]
#[case("Deal Name,Company,Stage\nBig,Acme,Talks\n")]
fn what_a_file_says_is_not_asked(#[case] text: &str) {
    let seen = look("x.csv", text);
    assert!(seen.guess.questions.iter().all(|question| question.option != "rows_are"));
}

#[test]
fn interactions_name_their_people_and_deals_by_ids() {
    let seen = look(
        "tasks.csv",
        "activity_id,contact_id,opportunity_id,activity_type,activity_date,subject\n1,003A,006A,Call,2025-03-04,Prices\n",
    );
    assert_eq!((seen.guess.kind, seen.keys(0)), (FileKind::Interactions, vec!["salesforce/003A".to_owned()]));
    let call = &seen.row(0).evidence[0];
    assert_eq!(call.deal.as_ref().map(|deal| deal.key.value.as_str()), Some("006A"));
    assert_eq!((call.detail.text("subject"), call.id.as_deref()), (Some("Prices"), Some("1")));
}
