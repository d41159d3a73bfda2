use casebook_domain::kind::built_in as k;
use casebook_domain::money::amount::DecimalSign;
use casebook_domain::money::{Currency, amount};
use casebook_domain::party::PartyKind;
use rstest::rstest;

use super::*;
use crate::Rejected;
use crate::mapping::MappedRow;
use crate::read::{ReadOptions, Row, Table};

mod ids;

struct Seen {
    guess: Guess,
    rows: Vec<Result<MappedRow, Rejected>>,
}

fn try_with(name: &str, text: &str, options: &GuessOptions) -> Result<Seen, GuessError> {
    let table = Table::of_bytes(name, text.as_bytes(), &ReadOptions::default()).unwrap();
    let sample = table.sample(100).unwrap();
    let options = GuessOptions { headless: !table.has_header(), ..options.clone() };
    let guess = guess(table.headers(), &sample, name, &Kinds::default(), &options)?;
    let bound = guess.mapping.bind(table.headers()).unwrap();
    let row = |row| match row {
        Ok(Row::Record(record)) => bound.row(&record),
        other => panic!("{other:?}"),
    };
    let rows = table.records().unwrap().map(row).collect();
    Ok(Seen { guess, rows })
}

fn look(name: &str, text: &str) -> Seen {
    try_with(name, text, &GuessOptions::default()).unwrap()
}

impl Seen {
    fn row(&self, place: usize) -> &MappedRow {
        self.rows[place].as_ref().unwrap()
    }

    fn field(&self, place: usize, name: &str) -> Option<&str> {
        self.row(place).fields.get(name).map(String::as_str)
    }

    /// `kind` or `kind@time` of every piece, in order.
    fn evidence(&self, place: usize) -> Vec<String> {
        let kinds = Kinds::default();
        let text_of = |one: &crate::mapping::MappedEvidence| {
            let at = one.occurred_at.map(|time| format!("@{time}")).unwrap_or_default();
            format!("{}{at}", kinds.name(one.kind))
        };
        self.row(place).evidence.iter().map(text_of).collect()
    }

    fn keys(&self, place: usize) -> Vec<String> {
        self.row(place).party.keys.iter().map(|key| format!("{}/{}", key.system, key.value)).collect()
    }
}

#[test]
fn an_address_book_gives_people_and_no_evidence() {
    let seen = look(
        "contacts.csv",
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value\n\
         Ines,,Perrin,Contoso,Buyer,* ,ines@example.net,ines@example.org,+41310000000 ::: +41790000000\n\
         Taxi,,,,,,,,144\n",
    );
    assert_eq!(seen.guess.kind, FileKind::People);
    assert_eq!(seen.keys(0), [":mail/ines@example.net"]);
    assert_eq!((seen.field(0, "phone"), seen.field(0, "title")), (Some("+41310000000"), Some("Buyer")));
    assert_eq!(seen.field(0, "E-mail 2 - Value"), Some("ines@example.org"));
    assert_eq!(seen.row(0).organization.as_ref().map(|one| one.name.as_str()), Some("Contoso"));
    assert_eq!(seen.keys(1), [":name+phone/taxi | 144"]);
    assert!(seen.rows.iter().flatten().all(|row| row.evidence.is_empty()));
}

#[test]
fn connections_are_details_learned_on_their_day() {
    let seen = look(
        "Connections.csv",
        "Notes:\n\"Some addresses, as you see, are missing.\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
         Mira,Okafor,https://www.linkedin.com/in/mira-o,,\"Northwind, Inc.\",Buyer,12 Mar 2024\n\
         ,,https://www.linkedin.com/in/nobody,,,,\n",
    );
    assert_eq!(seen.evidence(0), ["details_learned@2024-03-12T00:00:00Z"]);
    assert_eq!(seen.keys(0), [":website/linkedin.com/in/mira-o"]);
    assert!(seen.rows[1].as_ref().unwrap_err().reason.contains("identifies no one"));
}

#[test]
fn a_form_export_gives_forms_each_of_them_a_row_of_its_own() {
    let seen = look(
        "leads.csv",
        "id,created_time,ad_name,form_name,is_organic,platform,full_name,email\n\
         l:1,2024-06-01 08:12:34,Summer,Tower,false,fb,Ada King,ada@example.org\n\
         l:2,2024-06-02 08:12:34,Winter,Park,false,fb,Ada King,ada@example.org\n",
    );
    assert_eq!(seen.guess.mapping.system, "facebook");
    assert_eq!(seen.evidence(0), ["form_submitted@2024-06-01T08:12:34Z"]);
    assert_eq!(seen.row(0).evidence[0].detail.text("form"), Some("Tower"));
    assert_ne!(seen.row(0).row_key, seen.row(1).row_key);
    assert_eq!(seen.field(0, "source"), Some("fb"));
}

#[test]
fn a_click_is_a_form_only_if_its_conversion_says_so() {
    let form = look(
        "ads.csv",
        "GCLID,Lead Email,Conversion Name,Conversion Time\nCj,a@example.org,Lead Form Submit,2024-04-01 11:23:45\n",
    );
    assert_eq!(form.evidence(0), ["form_submitted@2024-04-01T11:23:45Z"]);
    let click = look("ads.csv", "GCLID,User Email,Conversion Time\nCj,a@example.org,2024-04-01 11:23:45\n");
    assert_eq!(click.evidence(0), ["details_learned@2024-04-01T11:23:45Z"]);
}

#[test]
fn a_crm_backup_gives_ids_statuses_conversions_and_consent() {
    let seen = look(
        "Leads_2026_02_10.csv",
        "Record Id,Lead Owner.id,Lead Owner,Is Converted,Company,Last Name,Email,Lead Source,Lead Status,Created Time,Email Opt Out,Unsubscribed Time,Converted Date Time\n\
         zcrm_5361,zcrm_1,Astrid,true,Fjord AS,Kari,kari@example.no,Web Customer,Qualified,2025-01-10 10:00:00,true,2025-06-01 00:00:00,2025-02-01 09:12:44\n\
         zcrm_5362,zcrm_1,Astrid,false,,Visitor 8,,Chat,Junk Lead,2025-03-03 12:00:00,false,,\n",
    );
    assert_eq!((seen.guess.mapping.name.as_str(), seen.guess.mapping.system.as_str()), ("leads", "zoho"));
    assert_eq!(seen.keys(0), ["zoho/zcrm_5361", ":mail/kari@example.no"]);
    assert_eq!(
        seen.evidence(0),
        [
            "details_learned@2025-01-10T10:00:00Z",
            "sales_accepted@2025-06-01T00:00:00Z",
            "converted@2025-02-01T09:12:44Z",
            "consent_withdrawn@2025-06-01T00:00:00Z"
        ]
    );
    assert_eq!(
        seen.evidence(1),
        ["details_learned@2025-03-03T12:00:00Z", "disqualified@2025-03-03T12:00:00Z"]
    );
    assert_eq!(seen.row(1).evidence[1].detail.text("reason"), Some("Junk Lead"));
    assert_eq!((seen.field(0, "owner"), seen.field(0, "Lead Owner.id")), (Some("Astrid"), Some("zcrm_1")));
    assert!(seen.rows.iter().flatten().all(|row| row.unknown_values.is_empty()));
}

#[test]
fn statuses_that_say_nothing_of_what_happened_are_kept_and_counted() {
    let seen = look(
        "crm.csv",
        "Name,Email,Status\nAda,a@example.org,DID_NOT_CONNECT\nEve,e@example.org,Contacted\nBob,b@example.org,SALE_DONE\nZoe,z@example.org,BAD_LEAD\n",
    );
    assert_eq!(seen.row(0).unknown_values, [("Status".to_owned(), "DID_NOT_CONNECT".to_owned())]);
    assert_eq!((seen.field(1, "Status"), seen.evidence(1).len()), (Some("Contacted"), 0));
    assert_eq!(
        (seen.evidence(2), seen.evidence(3)),
        (vec!["purchased".to_owned()], vec!["disqualified".to_owned()])
    );
}

#[rstest]
#[case("Lead Source")]
#[case("Data Source")]
#[case("Original Source")]
#[case("Origin")]
fn a_source_is_never_a_purchase_or_a_deal(#[case] header: &str) {
    let text = format!(
        "Name,Email,{header}\nAda,a@example.org,Closed Won\nEve,e@example.org,SALE_DONE\nBob,b@example.org,Customer\n"
    );
    let seen = look("leads.csv", &text);
    assert!(seen.rows.iter().flatten().all(|row| row.evidence.is_empty()));
    assert_eq!(seen.field(0, "source"), Some("Closed Won"));
}

#[test]
fn accounts_are_organizations() {
    let seen = look(
        "Accounts.csv",
        "Account Name,Industry,Phone,Billing City,Billing Country\nAcme,Retail,+44 161 555 2001,Leeds,UK\n",
    );
    assert_eq!((seen.guess.kind, seen.row(0).party.kind), (FileKind::Organizations, PartyKind::Organization));
    assert_eq!(seen.keys(0), [":organization/acme"]);
    assert_eq!((seen.field(0, "city"), seen.field(0, "Industry")), (Some("Leeds"), Some("Retail")));
}

#[test]
fn an_account_has_the_id_that_every_row_gives() {
    let seen = look("accounts.csv", "Id,Name,AccountId,ParentId\n1,Acme,,\n2,Beta,,1\n");
    assert_eq!(seen.guess.mapping.party.external_id, ["Id"]);
}

#[rstest]
#[case("Id,Name,Industry,Parent Account\n1,Acme,Retail,\n2,Beta,Retail,Acme\n", Some("Parent Account"), &[])]
#[case("Id,Name,Industry,Muttergesellschaft\n1,Acme,Retail,\n2,Beta,Retail,Acme\n", Some("Muttergesellschaft"), &[])]
#[case("Id,Name,Industry,ParentId\n1,Acme,Retail,\n2,Beta,Retail,1\n", None, &["ParentId"])]
#[case("Id,Name,Industry,Parent Company\n1,Acme,Retail,\n2,Beta,Retail,1\n", None, &["Parent Company"])]
#[case("Id,Name,Industry,Parent Account,Parent Account.id\n1,Acme,Retail,,\n2,Beta,Retail,Acme,1\n", Some("Parent Account"), &["Parent Account.id"])]
fn the_parent_of_an_account_is_the_organization_above_it(
    #[case] text: &str,
    #[case] name: Option<&str>,
    #[case] ids: &[&str],
) {
    let seen = look("accounts.csv", text);
    let parent = seen.guess.mapping.organization.as_ref().unwrap();
    assert_eq!((parent.name.as_deref(), parent.role.as_str()), (name, "parent"));
    assert_eq!(parent.external_id, ids);
    assert_eq!(seen.row(0).organization, None);
    assert!(seen.row(1).organization.is_some());
}

#[test]
fn opportunities_are_opened_and_won_or_lost_by_their_stage() {
    let seen = look(
        "Opportunities.csv",
        "Opportunity Name,Account Name,Stage,Amount,Close Date\nDeal 1,Acme,Prospecting,5500,2025-08-31\nDeal 2,Acme,Closed Won,6000,2025-09-07\nDeal 3,Beta,Closed Lost,7000,2025-09-14\n",
    );
    assert_eq!((seen.guess.kind, seen.keys(0)), (FileKind::Deals, vec![":organization/acme".to_owned()]));
    assert_eq!(seen.evidence(0), ["deal_opened"]);
    assert_eq!(seen.evidence(1), ["deal_opened", "deal_won@2025-09-07T00:00:00Z"]);
    assert_eq!(seen.evidence(2), ["deal_opened", "deal_lost@2025-09-14T00:00:00Z"]);
    assert_eq!(seen.row(0).evidence[0].detail.text("stage"), Some("Prospecting"));
    assert_eq!(seen.row(1).evidence[1].amount, None, "no currency is named");
    assert_eq!(seen.guess.questions.first().map(|question| question.option), Some("currency"));
    assert!(seen.rows.iter().flatten().all(|row| row.unknown_values.is_empty() && row.fields.len() == 1));
}

#[test]
fn the_currency_is_taken_from_whoever_knows_it() {
    let options = GuessOptions { currency: Currency::parse("EUR"), ..GuessOptions::default() };
    let text = "Deal Name,Company,Stage,Amount\nDeal 1,Acme,Closed Won,6000\n";
    let seen = try_with("deals.csv", text, &options).unwrap();
    assert_eq!(seen.row(0).evidence[1].amount.map(|money| money.minor), Some(600_000));
}

#[rstest]
#[case("12,50", Some(DecimalSign::Comma), Some(123_400))]
#[case("12.5", Some(DecimalSign::Point), None)]
#[case("700", None, Some(123_400))]
fn a_column_of_amounts_has_one_decimal_sign(
    #[case] beside: &str,
    #[case] sign: Option<DecimalSign>,
    #[case] expected: Option<i64>,
) {
    let text =
        format!("Deal Name;Company;Stage;Amount;Currency\nA;Acme;Open;1.234;EUR\nB;Beta;Open;{beside};EUR\n");
    let seen = look("deals.csv", &text);
    let deal = seen.guess.mapping.deal.as_ref().unwrap();
    assert_eq!(deal.decimal, sign);
    assert_eq!(seen.row(0).evidence[0].amount.map(|money| money.minor), expected);
    let is_said = seen.guess.notes.iter().any(|note| note.contains("is read as thousands"));
    assert_eq!(is_said, sign.is_none());
}

#[test]
fn a_year_of_two_digits_that_may_come_first_is_asked_for() {
    let text = "Name,Email,Created Date\nAda,a@example.org,24-03-15\nEve,e@example.org,23-12-18\n";
    let options = GuessOptions { leave_dates_open: true, ..GuessOptions::default() };
    let asked = try_with("x.csv", text, &options).unwrap();
    assert_eq!(asked.guess.questions[0].choices, ["day-first", "year-first"]);
    assert!(asked.rows.iter().all(Result::is_err), "no year is made up");
    let options = GuessOptions { date_order: Some(DateOrder::YearFirst), ..GuessOptions::default() };
    let answered = try_with("x.csv", text, &options).unwrap();
    assert_eq!(answered.evidence(0), ["details_learned@2024-03-15T00:00:00Z"]);
    assert_eq!(answered.evidence(1), ["details_learned@2023-12-18T00:00:00Z"]);
}

#[test]
fn dates_beside_marks_of_no_date_are_dates() {
    let text = "Name,Email,Created\nAda,a@example.org,2024-03-15\nEve,e@example.org,0000-00-00\n\
        Bob,b@example.org,1900-01-00\nZoe,z@example.org,\n";
    let seen = look("x.csv", text);
    assert_eq!(seen.evidence(0), ["details_learned@2024-03-15T00:00:00Z"]);
    assert_eq!((seen.evidence(1), seen.evidence(2)), (Vec::<String>::new(), Vec::<String>::new()));
}

#[rstest]
#[case::english(
    "Deal - Title*,Deal - Value,Deal - Currency of value,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Lost reason,Organization,Contact person\n\
     Web,120000,CZK,Open,,,,Acme,anna@example.org\nPhase 2,50000,CZK,Won,2026-06-15 10:00,,,Acme,\nRenewal,9000,CZK,Lost,,2026-05-20,Too dear,Beta,\n"
)]
#[case::czech(
    "Obchod - Název*,Obchod - Hodnota,Obchod - Měna hodnoty,Obchod - Stav,Obchod - Datum výhry,Obchod - Datum prohry,Obchod - Důvod prohry,Organizace,Kontaktní osoba\n\
     Web,120 000,CZK,Otevřený,,,,Acme,anna@example.org\nPhase 2,50000,CZK,Vyhráno,15.06.2026 10:00,,,Acme,\nRenewal,9000,CZK,Prohráno,,20.05.2026,Too dear,Beta,\n"
)]
fn deals_of_another_language_say_the_same(#[case] text: &str) {
    let seen = look("deals.csv", text);
    assert_eq!(seen.evidence(0), ["deal_opened"]);
    assert_eq!(seen.evidence(1), ["deal_opened", "deal_won@2026-06-15T10:00:00Z"]);
    assert_eq!(seen.evidence(2), ["deal_opened", "deal_lost@2026-05-20T00:00:00Z"]);
    assert_eq!(seen.row(2).evidence[1].detail.text("reason"), Some("Too dear"));
    assert_eq!(seen.row(0).evidence[0].amount.map(|money| money.minor), Some(12_000_000));
    assert_eq!(seen.row(0).evidence[0].others[0].key.value, "anna@example.org");
}

#[test]
fn two_deals_of_one_title_are_distinguished_by_their_organizations() {
    let seen = look("deals.csv", "Deal Name,Company,Stage\nRenewal,Acme,Closed Won\nRenewal,Beta,Talks\n");
    assert_ne!(seen.row(0).row_key, seen.row(1).row_key);
}

#[rstest]
#[case::filled("")]
#[case::without_a_buyer("Renewal,,2025-03-01,Talks\n")]
#[case::without_a_title(",Acme,2025-03-01,Talks\n")]
fn sales_of_one_title_to_one_buyer_are_told_apart_by_their_opening(#[case] beside: &str) {
    let rows = "Renewal,Acme,2025-01-01,Closed Won\nRenewal,Acme,2025-02-01,Talks\n";
    let seen = look("deals.csv", &format!("Deal Name,Company,Created,Stage\n{rows}{beside}"));
    let deal = |place: usize| seen.row(place).evidence[0].deal.as_ref().unwrap().key.value.clone();
    assert_ne!(deal(0), deal(1));
}

#[test]
fn interactions_are_facts_about_people_who_are_known() {
    let seen = look(
        "Interactions.csv",
        "Interaction Date,Interaction Type,Notes,Contact Email,Opportunity Name\n2025-08-09,Call,Talked.,a@example.org,Deal 1\n2025-08-10,Email,Sent.,a@example.org,Deal 1\n2025-08-10,Juggling,Fun.,a@example.org,\n",
    );
    assert_eq!((seen.guess.kind, seen.row(0).party.must_exist), (FileKind::Interactions, true));
    assert_eq!(seen.evidence(0), ["call_held@2025-08-09T00:00:00Z"]);
    assert_eq!(seen.evidence(1), ["mail_sent@2025-08-10T00:00:00Z"]);
    assert_eq!(
        (seen.row(0).evidence[0].deal.as_ref(), seen.row(0).evidence[0].detail.text("note")),
        (None, Some("Talked."))
    );
    assert_eq!(seen.row(2).unknown_values[0].1, "Juggling");
    assert_ne!(seen.row(0).row_key, seen.row(1).row_key);
}

#[test]
fn typos_scripts_and_misplaced_values_are_understood() {
    let typos = look("x.csv", "Nmae,Emial,Phne,Compny\nAda,a@example.org,5550300,Acme\n");
    assert_eq!(
        (typos.field(0, "name"), typos.field(0, "phone"), typos.field(0, "company")),
        (Some("Ada"), Some("5550300"), Some("Acme"))
    );
    assert!(
        typos.guess.notes.iter().any(|note| note.contains("misspelling of `email`")),
        "{:?}",
        typos.guess.notes
    );
    let arabic = look("x.csv", "الاسم,البريد,الهاتف\nمحمد,m@example.ae,+971 50 123 4567\n");
    assert_eq!(
        (arabic.field(0, "name"), arabic.keys(0)),
        (Some("محمد"), vec![":mail/m@example.ae".to_owned()])
    );
    let shifted = look("x.csv", "name,Name,email\nAda,a@example.org,555-8001\nEve,e@example.org,555-8002\n");
    assert_eq!(
        (shifted.field(0, "email"), shifted.field(0, "phone")),
        (Some("a@example.org"), Some("555-8001"))
    );
    let both = look("x.csv", "Contact,Email / Phone\nAda,a@example.org / 5550300\nEve,e@example.org\n");
    assert_eq!((both.field(0, "email"), both.field(0, "phone")), (Some("a@example.org"), Some("5550300")));
    assert_eq!((both.row(0).unknown_values.len(), both.row(1).unknown_values.len()), (0, 0));
}

#[test]
fn a_file_without_headers_is_understood_by_its_content() {
    let seen =
        look("list.csv", "Ada King,ada@example.org,+1 555-0100\nEve Ray,eve@example.org,+1 555-0101\n");
    assert_eq!(seen.rows.len(), 2);
    assert_eq!((seen.field(0, "name"), seen.field(0, "phone")), (Some("Ada King"), Some("+1 555-0100")));
}

#[test]
fn two_addresses_are_never_mixed() {
    let seen = look(
        "x.csv",
        "Name,Email,Home Street,Home City,Business Street,Business City\nAda,a@example.org,,Leeds,High St 1,York\n",
    );
    assert_eq!((seen.field(0, "street"), seen.field(0, "city")), (None, Some("Leeds")));
    assert_eq!(seen.field(0, "Business Street"), Some("High St 1"));
}

#[test]
fn a_column_of_dates_that_nothing_settles_is_refused_and_an_answer_helps() {
    let text = "Name,Email,Created Date\nAda,a@example.org,01/02/2024\nEve,e@example.org,03/04/2024\n";
    let Err(GuessError::AmbiguousDate(refused)) = try_with("x.csv", text, &GuessOptions::default()) else {
        panic!()
    };
    assert_eq!((refused.column.as_str(), refused.example.as_str()), ("Created Date", "01/02/2024"));
    let options = GuessOptions { date_order: Some(DateOrder::DayFirst), ..GuessOptions::default() };
    assert_eq!(
        try_with("x.csv", text, &options).unwrap().evidence(0),
        ["details_learned@2024-02-01T00:00:00Z"]
    );
}

#[test]
fn dates_that_give_no_evidence_are_not_asked_about() {
    let seen = look("x.csv", "Name,Email,Birthday\nAda,a@example.org,01/02/1990\n");
    assert_eq!(seen.field(0, "Birthday"), Some("01/02/1990"));
}

#[test]
fn a_file_that_names_nobody_is_refused() {
    assert!(matches!(
        try_with("x.csv", "Colour,Size\nred,5\n", &GuessOptions::default()),
        Err(GuessError::NobodyNamed(_))
    ));
}

#[test]
fn a_sale_without_a_title_is_still_a_deal_won() {
    let seen = look("closed.csv", "mql_id,seller_id,won_date,segment\n4a,7b,2018-02-26 19:58:54,pets\n");
    assert_eq!(
        (seen.keys(0), seen.evidence(0)),
        (vec!["closed/4a".to_owned()], vec!["deal_won@2018-02-26T19:58:54Z".to_owned()])
    );
    assert_eq!(seen.row(0).evidence[0].kind, k::DEAL_WON);
    assert_eq!(seen.field(0, "segment"), Some("pets"));
}

#[test]
fn a_table_of_people_with_what_they_bought_holds_one_deal_each() {
    let text = "Name;E-Mail;Status;Auftragswert;Abschlussdatum;Verlustgrund\n\
        Ada;ada@example.org;Gewonnen;1.250,00 €;03.02.2026;\n\
        Ben;ben@example.org;Verloren;800,00 €;28.02.2026;Preis\n\
        Cy;cy@example.org;Neu;400,00 €;;\n";
    let seen = look("kunden.csv", text);
    assert_eq!(seen.evidence(0), ["deal_won@2026-02-03T00:00:00Z"]);
    assert_eq!(seen.evidence(1), ["deal_lost@2026-02-28T00:00:00Z"]);
    assert_eq!(seen.evidence(2), Vec::<String>::new());
    let won = &seen.row(0).evidence[0];
    assert_eq!(won.amount, amount::read("1250 EUR", None, None));
    assert_eq!(won.deal.as_ref().map(|deal| deal.key.value.as_str()), Some("ada@example.org"));
    assert_eq!(seen.row(1).evidence[0].detail.text("reason"), Some("Preis"));
    assert_eq!(seen.field(0, "Auftragswert"), None);
    // Nothing says what became of it, so nothing is claimed, and nothing is lost.
    assert_eq!(seen.field(2, "Auftragswert"), Some("400,00 €"));
}

#[test]
fn amounts_of_people_without_a_word_on_who_bought_stay_fields() {
    let seen = look("leads.csv", "Name,Email,Status,Amount\nAda,ada@example.org,Contacted,€400\n");
    assert_eq!(seen.evidence(0), Vec::<String>::new());
    assert_eq!(seen.field(0, "Amount"), Some("€400"));
}

#[rstest]
#[case::form(
    "Submission ID,Name,Email,Form name,Submitted at\nS1,Mia Kern,m@x.example,Visit,2025-01-01\nS2,Mia Kern,m@x.example,Visit,2025-01-02\n",
    "Submission ID"
)]
#[case::lead(
    "Lead ID,Name,Email,Form name,Submitted at\nL1,Mia Kern,m@x.example,Visit,2025-01-01\n",
    "Lead ID"
)]
#[case::call("Call ID,Call type,Call date,Email,Notes\nC1,Call,2025-01-01,m@x.example,long\n", "Call ID")]
#[case::order("Order ID,Name,Email,Amount,Currency,Status\nO1,Mia Kern,m@x.example,10,EUR,Won\n", "Order ID")]
fn what_has_an_id_is_known_by_it(#[case] text: &str, #[case] column: &str) {
    let seen = look("list.csv", text);
    assert_eq!(seen.guess.mapping.row_key, [column]);
    let id = seen.row(0).evidence.iter().find_map(|one| one.id.clone());
    assert_eq!(id.as_deref(), text.lines().nth(1).and_then(|line| line.split(',').next()));
    let names_person = column == "Lead ID";
    assert_eq!(!seen.guess.mapping.party.external_id.is_empty(), names_person);
}

#[rstest]
#[case::two_people("Name,Email\nMia Kern,desk@x.example\nNoa Vogt,DESK@x.example\n", true)]
#[case::one_person("Name,Email\nMia Kern,desk@x.example\nKern Mia,desk@x.example\n", false)]
#[case::known_by_id("ID,Name,Email\n1,Mia Kern,desk@x.example\n2,Noa Vogt,desk@x.example\n", false)]
fn who_shares_a_mailbox_is_asked(#[case] text: &str, #[case] is_asked: bool) {
    let asked = look("list.csv", text).guess.questions.into_iter().any(|one| one.option == "shared_mail");
    assert_eq!(asked, is_asked);
}

#[test]
fn an_export_of_evidence_is_refused() {
    let text = "id,kind,occurred_at\nevd_0000000000001,call_held,2025-01-01T00:00:00Z\n";
    assert!(matches!(try_with("e.csv", text, &GuessOptions::default()), Err(GuessError::OwnEvidence)));
}
