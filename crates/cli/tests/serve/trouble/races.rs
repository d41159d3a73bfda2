//! Clients of two servers that ask for the same at the same moment: one gets it, and its answer holds.

use std::sync::{Arc, Barrier};

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::{Value, json};

use super::table::Row;
use super::watch::{Watch, longest};
use crate::chance::asked;
use crate::client::{Answer, Client};
use crate::node::Node;
use crate::shell;

/// Rounds of an ordinary run, shared by the kinds of races.
const ROUNDS: u64 = 50;
/// Clients that ask at once.
const RACERS: usize = 8;

/// What is asked for in each round, and by what all rivals collide.
#[derive(Clone, Copy, Debug)]
enum Race {
    External,
    Mail,
    Kind,
    Link,
    Key,
}

impl Race {
    const ALL: [Self; 5] = [Self::External, Self::Mail, Self::Kind, Self::Link, Self::Key];

    fn request(self, round: u64, racer: usize, ground: &Ground) -> (&'static str, Value) {
        let name = format!("{self:?} {round} of {racer}");
        match self {
            Self::External => {
                let external = json!([{ "system": "race", "id": round.to_string() }]);
                ("/people", json!({ "name": name, "external": external }))
            }
            Self::Mail => ("/people", json!({ "name": name, "email": format!("race{round}@example.org") })),
            Self::Kind => ("/kinds", json!({ "name": format!("race_{round}"), "family": "interest" })),
            Self::Link => (
                "/links",
                json!({ "person": ground.person, "organization": ground.organization,
                        "role": format!("race-{round}") }),
            ),
            Self::Key => ("/people", json!({ "name": format!("Key {round}") })),
        }
    }
}

/// Who is linked to whom.
struct Ground {
    person: String,
    organization: String,
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn of_many_who_ask_for_the_same_at_once_one_gets_it(#[case] engine: Engine) {
    let database = TestDatabase::unmigrated(engine);
    let nodes = [(); 2].map(|()| Arc::new(Node::start(database.address())));
    let watches = nodes.iter().map(Watch::over).collect();
    let client = Client::new();
    let id_of_new = |path: &str, name: &str| {
        let created = client.post(&nodes[0], path, &json!({ "name": name }));
        created["id"].as_str().unwrap().to_owned()
    };
    let ground =
        Ground { person: id_of_new("/people", "Linked"), organization: id_of_new("/organizations", "Firm") };
    let mut row = Row::new("races of eight", engine);
    row.tries = asked("CASEBOOK_TROUBLE_RACES", ROUNDS);
    for race in Race::ALL {
        for round in 0..row.tries / Race::ALL.len() as u64 {
            let answers = run(&nodes, race, round, &ground);
            judge(&mut row, &client, &nodes[1], race, round, &answers);
        }
    }
    let links = client.get(&nodes[0], &format!("/parties/{}/links", ground.person));
    let mut roles: Vec<&str> =
        links["items"].as_array().unwrap().iter().map(|link| link["role"].as_str().unwrap()).collect();
    let all = roles.len();
    roles.sort_unstable();
    roles.dedup();
    row.doubled += (all - roles.len()) as u64;
    row.lost += (row.tries / Race::ALL.len() as u64).saturating_sub(roles.len() as u64);
    row.silence = longest(watches);
    shell::assert_verified(database.address());
    for node in &nodes {
        node.assert_never_panicked();
    }
    row.report();
}

fn run(nodes: &[Arc<Node>; 2], race: Race, round: u64, ground: &Ground) -> Vec<Answer> {
    let barrier = Barrier::new(RACERS);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..RACERS)
            .map(|racer| {
                let (barrier, node) = (&barrier, &nodes[racer % 2]);
                scope.spawn(move || {
                    let client = Client::new();
                    let (path, body) = race.request(round, racer, ground);
                    let key = format!("race-{round}");
                    let headers: &[(&str, &str)] = match race {
                        Race::Key => &[("idempotency-key", &key)],
                        _ => &[],
                    };
                    // The connection is there before the start.
                    client.get(node, "/version");
                    barrier.wait();
                    client.send(node, "POST", path, headers, Some(&body)).unwrap()
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    })
}

/// Counts what was acknowledged beyond one, and what was acknowledged and does not hold.
fn judge(row: &mut Row, client: &Client, node: &Node, race: Race, round: u64, answers: &[Answer]) {
    let accepted: Vec<&Answer> = answers.iter().filter(|answer| matches!(answer.status, 200 | 201)).collect();
    row.acknowledged += accepted.len() as u64;
    for answer in answers.iter().filter(|answer| !matches!(answer.status, 200 | 201 | 409)) {
        row.wrong.push(format!("{race:?} {round}: {answer:?}"));
    }
    let mut ids: Vec<&str> = accepted.iter().filter_map(|answer| answer.body["id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    match race {
        // Each says the link that there is.
        Race::Link => {}
        Race::Kind => row.doubled += accepted.len().saturating_sub(1) as u64,
        Race::External | Race::Mail | Race::Key => row.doubled += ids.len().saturating_sub(1) as u64,
    }
    row.lost += u64::from(accepted.is_empty());
    if matches!(race, Race::External) {
        for id in ids {
            let party = client.get(node, &format!("/parties/{id}"));
            let wanted = round.to_string();
            let has = party["external"].as_array().unwrap().iter().any(|one| one["id"] == *wanted);
            row.lost += u64::from(!has);
        }
    }
}
