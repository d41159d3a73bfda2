//! The main job: two files of marketing leads and closed deals become a funnel whose figures are known.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use casebook_app::domain::lifecycle::funnel::Funnel;
use casebook_app::funnel::{FunnelRequest, GroupField};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;

const LEADS: &str = include_str!("../../../../examples/olist/leads.toml");
const DEALS: &str = include_str!("../../../../examples/olist/deals.toml");

/// A lead as it stands in the files, with nothing of Casebook in it.
struct Lead {
    id: String,
    /// Days after 2017-06-01.
    contact: i64,
    origin: &'static str,
    /// Seconds after 2017-06-01.
    won: Option<i64>,
}

/// Leads and, every so often, a deal; one of them is won before its first contact.
fn leads(count: usize, won: usize) -> Vec<Lead> {
    let origins = ["organic_search", "paid_search", "organic_search", "social", "", "unknown", "paid_search"];
    let mut leads = Vec::new();
    for n in 0..count {
        let contact = (n as i64 * 7919) % 360;
        let rank = n * won / count;
        let is_won = rank < won && (n + 1) * won / count > rank;
        let later = (n as i64 * 104_729) % (90 * 86_400) + 1;
        let before = is_won && rank == won / 2;
        leads.push(Lead {
            id: format!("{:032x}", n as u128 * 0x9e37_79b9_7f4a_7c15),
            contact,
            origin: origins[n % origins.len()],
            won: is_won.then(|| if before { contact * 86_400 - 5_000 } else { contact * 86_400 + later }),
        });
    }
    leads
}

fn day(days: i64) -> String {
    let first: jiff::civil::Date = "2017-06-01".parse().unwrap();
    first.checked_add(jiff::Span::new().days(days)).unwrap().to_string()
}

fn moment(seconds: i64) -> String {
    let first: jiff::civil::DateTime = "2017-06-01T00:00:00".parse().unwrap();
    first.checked_add(jiff::Span::new().seconds(seconds)).unwrap().to_string().replace('T', " ")
}

fn leads_file(leads: &[Lead]) -> String {
    let mut text = "mql_id,first_contact_date,landing_page_id,origin\n".to_owned();
    for lead in leads {
        writeln!(text, "{},{},page-{},{}", lead.id, day(lead.contact), lead.contact % 9, lead.origin)
            .unwrap();
    }
    text
}

fn deals_file(leads: &[Lead]) -> String {
    let mut text = "mql_id,seller_id,sdr_id,won_date,business_segment,lead_type\n".to_owned();
    for lead in leads {
        if let Some(won) = lead.won {
            writeln!(text, "{},seller-{},7,{},pet,online_big", lead.id, lead.id, moment(won)).unwrap();
        }
    }
    text
}

fn median_days(leads: &[Lead]) -> f64 {
    let mut waits = Vec::new();
    for lead in leads {
        if let Some(won) = lead.won {
            waits.push((won - lead.contact * 86_400).max(0));
        }
    }
    waits.sort_unstable();
    let half = waits.len() / 2;
    let middle =
        if waits.len() % 2 == 1 { waits[half] as f64 } else { (waits[half - 1] + waits[half]) as f64 / 2.0 };
    middle / 86_400.0
}

fn stage(funnel: &Funnel, place: usize) -> &casebook_app::domain::lifecycle::funnel::FunnelStage {
    &funnel.stages[place]
}

#[rstest]
#[case::sqlite(Engine::Sqlite, 8_000, 842)]
#[case::postgres(Engine::Postgres, 2_000, 211)]
fn leads_and_deals_become_the_funnel_that_plain_counting_gives(
    #[case] engine: Engine,
    #[case] count: usize,
    #[case] won: usize,
) {
    let room = Room::new(engine);
    let leads = leads(count, won);
    let (all, sold) = (count as u64, leads.iter().filter(|lead| lead.won.is_some()).count() as u64);
    assert_eq!(sold, won as u64, "the generated file has as many deals as it should");
    let (leads_file, deals_file) = (leads_file(&leads), deals_file(&leads));

    let first = room.import(LEADS, &leads_file);
    assert_eq!((first.created, first.updated, first.unchanged), (all, 0, 0));
    assert_eq!((first.evidence, first.rejected), (all, 0));
    let second = room.import(DEALS, &deals_file);
    assert_eq!((second.created, second.updated, second.unchanged), (0, sold, 0));
    assert_eq!((second.evidence, second.rejected), (sold, 0));
    let again = room.import(LEADS, &leads_file);
    assert_eq!((again.created, again.updated, again.unchanged, again.evidence), (0, 0, all, 0));

    let journey = room.funnel_of("journey");
    assert_eq!((journey.cohort, journey.undated), (all, 0));
    assert_eq!(stage(&journey, 0).reached, all);
    assert_eq!((stage(&journey, 0).entered, stage(&journey, 0).skipped), (0, all));
    assert_eq!(stage(&journey, 1).reached, all);
    assert_eq!((stage(&journey, 1).entered, stage(&journey, 1).skipped), (all - 1, 1), "one was won first");
    assert_eq!(stage(&journey, 1).furthest, all - sold);
    assert_eq!(stage(&journey, 1).timed, sold);
    let median = stage(&journey, 1).median_days.unwrap();
    assert!((median - median_days(&leads)).abs() < 1e-6, "{median} is not {}", median_days(&leads));
    assert_eq!((stage(&journey, 2).reached, stage(&journey, 2).entered), (sold, 0));
    assert_eq!((stage(&journey, 3).reached, stage(&journey, 3).here), (sold, sold));
    assert_eq!(stage(&journey, 4).reached, 0);
    let zoho: Vec<u64> = room.funnel_of("zoho").stages.iter().map(|stage| stage.reached).collect();
    assert_eq!(zoho, [all, sold, sold]);

    let mut expected: BTreeMap<Option<String>, (u64, u64)> = BTreeMap::new();
    for lead in &leads {
        let key = if lead.origin.is_empty() { None } else { Some(lead.origin.to_owned()) };
        let counts = expected.entry(key).or_default();
        counts.0 += 1;
        if lead.won.is_some() {
            counts.1 += 1;
        }
    }
    let by_source = FunnelRequest {
        vocabulary: "journey".to_owned(),
        by: Some(GroupField::SOURCE),
        ..FunnelRequest::default()
    };
    let found: BTreeMap<Option<String>, (u64, u64)> = room
        .funnel(&by_source)
        .groups
        .into_iter()
        .map(|(key, funnel)| (key, (funnel.cohort, funnel.stages[3].reached)))
        .collect();
    assert_eq!(found, expected);
    room.assert_verified();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn rows_in_another_order_give_the_same_funnel(#[case] engine: Engine) {
    let leads = leads(500, 60);
    let (room, other) = (Room::new(engine), Room::new(engine));
    room.import(LEADS, &leads_file(&leads));
    room.import(DEALS, &deals_file(&leads));
    let turned = |text: &str| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].sort_by_key(|line| line.bytes().rev().collect::<Vec<_>>());
        lines[1..].reverse();
        lines.join("\n")
    };
    other.import(LEADS, &turned(&leads_file(&leads)));
    other.import(DEALS, &turned(&deals_file(&leads)));
    for vocabulary in ["journey", "zoho", "inbound"] {
        assert_eq!(room.funnel_of(vocabulary), other.funnel_of(vocabulary));
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn deals_of_strangers_are_refused_and_listed(#[case] engine: Engine) {
    let room = Room::new(engine);
    let leads = leads(20, 5);
    let request = room.request(DEALS, &deals_file(&leads), false);
    let report = casebook_app::imports::run(&room.session, &request, &casebook_app::Unwatched).unwrap();
    assert_eq!((report.created, report.updated, report.evidence, report.rejected), (0, 0, 0, 5));
    let listed = std::fs::read_to_string(report.rejected_file.unwrap()).unwrap();
    let mut lines = listed.lines();
    assert_eq!(
        lines.next().unwrap(),
        "line,column,value,reason,mql_id,seller_id,sdr_id,won_date,business_segment,lead_type"
    );
    let first = lines.next().unwrap();
    assert!(first.starts_with("2,") && first.contains("there is no party olist/"), "{first}");
    assert!(first.ends_with(",pet,online_big"), "{first}");
    assert_eq!(lines.count(), 4);
    assert_eq!(room.seen().len(), 0);

    room.import(LEADS, &leads_file(&leads));
    let report = room.import(DEALS, &deals_file(&leads));
    assert_eq!((report.updated, report.rejected), (5, 0), "the same rows are welcome once they are known");
    room.assert_verified();
}
