//! Scores of a survey, as a file of answers has them: how many, and their average, by month, score and account.

use std::collections::BTreeMap;

use casebook_app::domain::ids::PartyId;
use casebook_app::domain::numbers::{NumberKey, NumbersRequest, SCORE};
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::Timestamp;
use casebook_app::evidence::{self, NewEvidence, When};
use casebook_app::links::{self, NewLink};
use casebook_app::parties::{self, Filter, Leaf};
use casebook_app::{Error, Session, kinds};
use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;

const KIND: &str = "survey_answered";
const COUNTRIES: [&str; 3] = ["PT", "NO", "pt"];

/// An answer: whose, on which day, and the score, if it has one.
struct Answered {
    person: usize,
    day: String,
    score: Option<i64>,
}

fn answers() -> Vec<Answered> {
    let one = |n: i64| Answered {
        person: (n * 7 % 12) as usize,
        day: format!("2025-{:02}-{:02}", 1 + n % 5, 1 + n * 11 % 28),
        score: (n % 9 != 0).then_some(n * 31 % 11),
    };
    (1..=240).map(one).collect()
}

/// Twelve people, eight of them of three accounts, with their answers.
fn a_survey(room: &Room) -> Vec<PartyId> {
    if kinds::list(&room.session).unwrap().code(KIND).is_none() {
        kinds::add(&room.session, KIND, casebook_app::domain::kind::Family::Service).unwrap();
    }
    let account = |country: &&str| {
        let account = room.add(PartyKind::Organization, &format!("Mill of {country}"));
        room.edit(account, "country", country);
        account
    };
    let accounts: Vec<PartyId> = COUNTRIES.iter().map(account).collect();
    let people: Vec<PartyId> =
        (0..12).map(|number| room.add(PartyKind::Person, &format!("Person {number}"))).collect();
    for (number, person) in people.iter().enumerate().take(8) {
        let role = "employee".to_owned();
        let new = NewLink { person: *person, organization: accounts[number % 3], role, from: None, to: None };
        links::add(&room.session, new).unwrap();
    }
    for answer in answers() {
        let detail = answer.score.map(|score| (SCORE.to_owned(), json!(score))).into_iter().collect();
        let new = NewEvidence { kind: KIND.to_owned(), when: When::parse(&answer.day).unwrap(), detail };
        evidence::record(&room.session, people[answer.person], new).unwrap();
    }
    people
}

/// Pieces, numbers, sum, least and greatest.
type Figures = BTreeMap<Vec<Option<String>>, (u64, u64, i64, Option<(i64, i64)>)>;

fn asked(session: &Session, by: &str, filter: Filter) -> Figures {
    let request = NumbersRequest {
        kind: KIND.to_owned(),
        number: SCORE.to_owned(),
        by: NumberKey::parse_all(by).unwrap(),
        filter,
        ..NumbersRequest::default()
    };
    let groups = evidence::numbers(session, &request).unwrap();
    let figure = |group: casebook_app::NumbersGroup| {
        let numbers = group.numbers;
        let range = numbers.range.map(|(least, greatest)| (least.value() as i64, greatest.value() as i64));
        assert_eq!(numbers.average(), (numbers.count > 0).then(|| numbers.sum / numbers.count as f64));
        (group.values, (numbers.pieces, numbers.count, numbers.sum as i64, range))
    };
    groups.into_iter().map(figure).collect()
}

/// The same, computed from the answers.
fn expected(key: impl Fn(&Answered) -> Vec<Option<String>>) -> Figures {
    let mut all = Figures::new();
    for answer in answers() {
        let group = all.entry(key(&answer)).or_default();
        group.0 += 1;
        if let Some(score) = answer.score {
            let range = group.3.map_or((score, score), |(least, most)| (least.min(score), most.max(score)));
            *group = (group.0, group.1 + 1, group.2 + score, Some(range));
        }
    }
    all
}

fn country(answer: &Answered) -> Option<String> {
    // Spellings are one group, named as its first piece has it.
    (answer.person < 8).then(|| if answer.person % 3 == 1 { "no" } else { "pt" }.to_owned())
}

fn folded(figures: Figures) -> Figures {
    let lower = |values: Vec<Option<String>>| {
        values.into_iter().map(|value| value.map(|value| value.to_lowercase())).collect()
    };
    figures.into_iter().map(|(values, figures)| (lower(values), figures)).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn scores_are_put_together_by_month_score_and_account(#[case] engine: Engine) {
    let room = Room::new(engine);
    let people = a_survey(&room);
    let everybody = Filter::default;
    let month = |answer: &Answered| Some(answer.day[..7].to_owned());
    let score = |answer: &Answered| answer.score.map(|score| score.to_string());
    assert_eq!(asked(&room.session, "", everybody()), expected(|_| vec![]));
    assert_eq!(asked(&room.session, "month", everybody()), expected(|one| vec![month(one)]));
    assert_eq!(asked(&room.session, "number", everybody()), expected(|one| vec![score(one)]));
    for by in ["month,account.country", "month, account.country"] {
        let found = folded(asked(&room.session, by, everybody()));
        assert_eq!(found, expected(|one| vec![month(one), country(one)]), "{by}");
    }
    // Of those who fit alone; what is hidden, retracted or of another kind does not count.
    let first = Filter::Leaf(Leaf::Ids(vec![people[0]]));
    let of_first =
        expected(|one| vec![(one.person == 0).then(String::new)]).remove(&vec![Some(String::new())]);
    assert_eq!(asked(&room.session, "", first.clone()).remove(&vec![]), of_first);
    let piece = evidence::list(&room.session, people[0]).unwrap();
    let piece = piece.iter().find(|one| one.evidence.detail.0.contains_key(SCORE)).unwrap().evidence.id;
    evidence::retract(&room.session, piece, "a test").unwrap();
    let (pieces, ..) = of_first.unwrap();
    assert_eq!(asked(&room.session, "", first.clone())[&vec![]].0, pieces - 1);
    parties::hide(&room.session, people[0]).unwrap();
    assert_eq!(asked(&room.session, "", first), Figures::new());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn a_time_is_of_the_month_that_it_has_in_the_zone_and_within_the_days_asked_for(#[case] engine: Engine) {
    let room = Room::new(engine);
    let person = room.add(PartyKind::Person, "Nia");
    for at in ["2025-01-31T23:30:00Z", "2025-01-31", "unknown"] {
        let detail = [(SCORE.to_owned(), json!(9))].into();
        let new = NewEvidence { kind: "meeting_held".to_owned(), when: When::parse(at).unwrap(), detail };
        evidence::record(&room.session, person, new).unwrap();
    }
    let asked = |from: Option<&str>| {
        let request = NumbersRequest {
            kind: "meeting_held".to_owned(),
            number: SCORE.to_owned(),
            by: NumberKey::parse_all("month").unwrap(),
            from: from.map(|from| Timestamp::parse_rfc3339(from).unwrap()),
            ..NumbersRequest::default()
        };
        let groups = evidence::numbers(&room.session, &request).unwrap();
        let of_each = groups.into_iter().map(|group| (group.values[0].clone(), group.numbers.count));
        of_each.collect::<Vec<_>>()
    };
    let month = |name: &str| Some(name.to_owned());
    assert_eq!(asked(None), [(month("2025-01"), 2), (None, 1)]);
    casebook_app::time_zone::set(&room.session, "Europe/Berlin", &casebook_app::Unwatched).unwrap();
    assert_eq!(asked(None), [(month("2025-01"), 1), (month("2025-02"), 1), (None, 1)]);
    assert_eq!(asked(Some("2025-01-31T20:00:00Z")), [(month("2025-02"), 1)]);
}

#[test]
fn what_is_not_there_is_refused() {
    let room = Room::new(Engine::Sqlite);
    for (kind, by, what) in [
        ("survey_answred", "", "kind of evidence"),
        ("meeting_held", "more.mood", "field to group by"),
        ("meeting_held", "account.more.mood", "field to group by"),
    ] {
        let by = NumberKey::parse_all(by).unwrap();
        let request = NumbersRequest { kind: kind.to_owned(), by, ..NumbersRequest::default() };
        let refused = evidence::numbers(&room.session, &request);
        let Err(Error::NotFound { what: found, .. }) = &refused else { panic!("{refused:?}") };
        assert_eq!(*found, what);
    }
}
