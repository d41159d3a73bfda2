//! A file of opportunities as sales teams keep it becomes deals by a guess, and questions about them have the figures of
//! the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use casebook_app::domain::money::Currency;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::records::{Grouping, RecordFilter};
use casebook_app::imports::{self, ImportRequest};
use casebook_app::parties::{self, Filter, Leaf};
use casebook_app::tables::guess::GuessOptions;
use casebook_app::tables::read::{ReadOptions, Table};
use casebook_app::{Unwatched, changes, records};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;

const PRODUCTS: [&str; 7] =
    ["GTX Basic", "GTX Pro", "GTX Plus Basic", "GTX Plus Pro", "MG Special", "MG Advanced", "GTK 500"];
const STAGES: [&str; 9] = ["Won", "Lost", "Won", "Engaging", "Won", "Lost", "Prospecting", "Won", "Lost"];

/// An opportunity as it stands in the file.
struct Opportunity {
    id: String,
    agent: String,
    product: &'static str,
    account: String,
    stage: &'static str,
    /// Days after 2016-10-20.
    engaged: i64,
    closed: i64,
    value: i64,
}

fn opportunities(count: i64) -> Vec<Opportunity> {
    let one = |n: i64| Opportunity {
        id: format!("{:08X}", n.wrapping_mul(2_654_435_761) & 0xffff_ffff),
        agent: format!("Agent {}", n * 7_919 % 30),
        product: PRODUCTS[(n * 104_729 % 7) as usize],
        account: format!("Account {} Ltd", n * 6_101 % 85),
        stage: STAGES[(n * 31 % 9) as usize],
        engaged: n * 37 % 400,
        closed: n * 37 % 400 + n * 13 % 90,
        value: 55 + n * 997 % 5_000,
    };
    (1..=count).map(one).collect()
}

fn day(days: i64) -> jiff::civil::Date {
    let first: jiff::civil::Date = "2016-10-20".parse().unwrap();
    first.checked_add(jiff::Span::new().days(days)).unwrap()
}

fn file(all: &[Opportunity]) -> String {
    let mut text =
        "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"
            .to_owned();
    for one in all {
        let is_over = matches!(one.stage, "Won" | "Lost");
        let closed = if is_over { day(one.closed).to_string() } else { String::new() };
        let value = match one.stage {
            "Won" => one.value.to_string(),
            "Lost" => "0".to_owned(),
            _ => String::new(),
        };
        let Opportunity { id, agent, product, account, stage, engaged, .. } = one;
        writeln!(text, "{id},{agent},{product},{account},{stage},{},{closed},{value}", day(*engaged))
            .unwrap();
    }
    text
}

/// Groups by the values of their keys: how many, and the sum in cents.
type Sums = BTreeMap<Vec<String>, (u64, i128)>;

/// Won deals.
fn won(room: &Room, by: &str) -> Sums {
    let of = records::record_type(&room.session, "deal").unwrap();
    let filter = json!({ "field": { "name": "stage", "is": "won" } });
    let grouping = Grouping::parse(&of, by, Some("amount")).unwrap();
    let filter = RecordFilter::read(&of, &filter).unwrap();
    let groups = records::groups(&room.session, "deal", &filter, &grouping).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let group = |one: casebook_app::RecordGroup| {
        (one.values.iter().map(text).collect(), (one.count, one.sums.values().sum()))
    };
    groups.into_iter().map(group).collect()
}

/// The same, computed from the file.
fn expected(all: &[Opportunity], key: impl Fn(&Opportunity) -> Vec<String>) -> Sums {
    let mut groups: Sums = BTreeMap::new();
    for one in all.iter().filter(|one| one.stage == "Won") {
        let group = groups.entry(key(one)).or_default();
        *group = (group.0 + 1, group.1 + i128::from(one.value) * 100);
    }
    groups
}

fn quarter(one: &Opportunity) -> String {
    let day = day(one.closed);
    format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1)
}

/// What the file of accounts says of an account: every tenth has no sector.
fn sector(account: &str) -> &'static str {
    let number: usize = account.split(' ').nth(1).unwrap().parse().unwrap();
    ["Retail", "medical", "Software", "finance", "Medical"]
        .get(number % 10 / 2)
        .filter(|_| number % 10 < 9)
        .copied()
        .unwrap_or("")
}

/// Won, lost, open, and the revenue in cents.
type Ended = BTreeMap<String, (u64, u64, u64, i128)>;

/// The group of an opportunity.
type Key<'k> = Box<dyn Fn(&Opportunity) -> String + 'k>;

/// The questions of a team: how many of each are won and lost, and for how much. The figures are those of the file.
fn assert_win_rates(room: &Room, all: &[Opportunity]) {
    let organizations = Filter::Leaf(Leaf::Kind(PartyKind::Organization));
    for account in parties::ids(&room.session, &organizations).unwrap() {
        let sector = sector(&room.field(account, "name").unwrap());
        if !sector.is_empty() {
            room.edit(account, "sector", sector);
        }
    }
    let closed = |one: &Opportunity| matches!(one.stage, "Won" | "Lost");
    let of_closing = |one: &Opportunity, name: &dyn Fn(jiff::civil::Date) -> String| {
        if closed(one) { name(day(one.closed)) } else { String::new() }
    };
    let month = |day: jiff::civil::Date| format!("{:04}-{:02}", day.year(), day.month());
    let questions: [(&str, Key<'_>); 6] = [
        ("owner", Box::new(|one| one.agent.clone())),
        ("product_line", Box::new(|one| one.product.to_owned())),
        ("account.more.sector", Box::new(|one| sector(&one.account).to_lowercase())),
        ("closed_on:month", Box::new(|one| of_closing(one, &month))),
        ("closed_on:quarter", Box::new(|one| if closed(one) { quarter(one) } else { String::new() })),
        ("closed_on:year", Box::new(|one| of_closing(one, &|day| day.year().to_string()))),
    ];
    for (by, key) in questions {
        let mut expected = Ended::new();
        for one in all {
            let group = expected.entry(key(one).to_lowercase()).or_default();
            match one.stage {
                "Won" => (group.0, group.3) = (group.0 + 1, group.3 + i128::from(one.value) * 100),
                "Lost" => group.1 += 1,
                _ => group.2 += 1,
            }
        }
        assert_eq!(ended(room, by), expected, "{by}");
    }
}

fn ended(room: &Room, by: &str) -> Ended {
    let of = records::record_type(&room.session, "deal").unwrap();
    let grouping = Grouping::parse(&of, by, Some("amount")).unwrap();
    let groups = records::groups(&room.session, "deal", &RecordFilter::default(), &grouping).unwrap();
    let group = |one: casebook_app::RecordGroup| {
        let deals = one.deals.unwrap();
        let (outcomes, won) = (deals.outcomes, deals.won);
        assert_eq!(outcomes.won + outcomes.lost + outcomes.open, one.count);
        let key = one.values[0].as_str().unwrap_or_default().to_lowercase();
        (key, (outcomes.won, outcomes.lost, outcomes.open, won.values().sum()))
    };
    groups.into_iter().map(group).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 8_800)]
#[case::postgres(Engine::Postgres, 1_760)]
fn opportunities_become_deals_by_a_guess(#[case] engine: Engine, #[case] count: i64) {
    let room = Room::new(engine);
    let all = opportunities(count);
    let path = room.file(file(&all));
    let options = GuessOptions { currency: Currency::parse("USD"), ..GuessOptions::default() };
    let read = ReadOptions::default();
    let proposal = imports::propose(&room.session, ("sales_pipeline.csv", &path), &read, options).unwrap();
    assert_eq!(proposal.refused, [], "{:?}", proposal.notes);
    let table = Table::open_as("sales_pipeline.csv", &path, &read).unwrap();
    let request = ImportRequest { table, mapping: proposal.mapping, dry_run: false };
    let mapping = request.mapping.to_toml();
    let report = imports::run(&room.session, &request, &Unwatched).unwrap();
    assert_eq!((report.rejected, report.created + report.updated), (0, count as u64), "{report:?} {mapping}");
    let everything = RecordFilter::default();
    assert_eq!(records::count(&room.session, "deal", &everything).unwrap(), count as u64);
    assert_eq!(won(&room, "product_line"), expected(&all, |one| vec![one.product.into()]));
    assert_eq!(won(&room, "owner"), expected(&all, |one| vec![one.agent.clone()]));
    assert_eq!(won(&room, "closed_on:quarter"), expected(&all, |one| vec![quarter(one)]));
    assert_eq!(
        won(&room, "product_line,closed_on:quarter"),
        expected(&all, |one| vec![one.product.into(), quarter(one)])
    );
    let of = records::record_type(&room.session, "deal").unwrap();
    let states = records::groups(
        &room.session,
        "deal",
        &everything,
        &Grouping::parse(&of, "state,account", None).unwrap(),
    );
    assert_win_rates(&room, &all);
    let lost = all.iter().filter(|one| one.stage == "Lost").count() as u64;
    let counted = states.unwrap().into_iter().filter(|one| one.values[0] == "lost").map(|one| one.count);
    assert_eq!(counted.sum::<u64>(), lost);
    room.assert_verified();
    changes::undo(&room.session, report.import.unwrap().into(), &Unwatched).unwrap();
    assert_eq!(records::count(&room.session, "deal", &everything).unwrap(), 0);
}
