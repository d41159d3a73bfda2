//! One trouble after another, drawn by chance, for as long as is asked, while clients write all the time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use casebook_store::Engine;
use rusqlite::Connection;
use serde_json::json;
use tempfile::TempDir;

use super::clock::{STEPS, recorded_at_no_time};
use super::slow::{half_a_head, trickling, unread};
use super::small_disk::SmallDisk;
use super::stepped::SteppedClock;
use super::table::Row;
use super::watch::{Silence, Watch, longest};
use crate::chance::{Dice, asked, let_pass, now};
use crate::client::Client;
use crate::cluster::Cluster;
use crate::crowd::{self, Ledger, Times};
use crate::node::Node;
use crate::proxy::Proxy;
use crate::verdict;

/// How long troubles are drawn in an ordinary run, in seconds: each of them once, and briefly.
const SECONDS: u64 = 1;
/// How long a trouble lasts in an ordinary run, in milliseconds.
const BRIEF: u64 = 800;
/// How long a crowd writes about one party, before it changes to another.
const SEGMENT: Duration = Duration::from_secs(4);
const CLIENTS: u64 = 6;
const DISK: u64 = 512 << 20;

/// A trouble: begins, lasts, is over.
type Trouble<'t> = (&'static str, Box<dyn FnMut(&mut Dice) + Send + 't>);

#[test]
fn a_server_on_a_file_goes_through_every_trouble_at_once() {
    let disk = SmallDisk::of(DISK);
    let file = disk.path().join("casebook.db");
    let database = format!("sqlite:{}", file.display());
    let (clock, uploads) = (SteppedClock::new(), tempfile::tempdir().unwrap());
    let nodes = [start(&clock, &database, &uploads)];
    let troubles: Vec<Trouble<'_>> = vec![
        ("full disk", Box::new(|dice| full(&disk, dice))),
        ("foreign lock", Box::new(|dice| locked(&file, dice))),
    ];
    run(Row::new("mixed", Engine::Sqlite), &nodes, &clock, troubles, &database);
}

#[test]
fn servers_on_one_postgresql_go_through_every_trouble_at_once() {
    let cluster = std::sync::Mutex::new(Cluster::start());
    let address = cluster.lock().unwrap().address().to_owned();
    let (proxy, database) = Proxy::before(&address);
    let (clock, uploads) = (SteppedClock::new(), tempfile::tempdir().unwrap());
    let nodes = [(); 2].map(|()| start(&clock, &database, &uploads));
    let troubles: Vec<Trouble<'_>> = vec![
        ("silent network", Box::new(|dice| silent(&proxy, dice))),
        ("hanging server", Box::new(|dice| hanging(&cluster.lock().unwrap(), dice))),
        ("cut connections", Box::new(|_| cluster.lock().unwrap().cut_connections())),
        ("restarted server", Box::new(|dice| restarted(&mut cluster.lock().unwrap(), dice))),
    ];
    run(Row::new("mixed", Engine::Postgres), &nodes, &clock, troubles, &address);
}

fn start(clock: &SteppedClock, database: &str, uploads: &TempDir) -> Arc<Node> {
    let wrapper = clock.wrapper();
    let wrapper: Vec<&str> = wrapper.iter().map(String::as_str).collect();
    let folder = uploads.path().join("uploads").display().to_string();
    Arc::new(Node::start_within_with(&wrapper, database, &["--uploads", &folder]))
}

/// Draws troubles while a crowd writes; then everything that was acknowledged must be there.
fn run<'t>(
    mut row: Row,
    nodes: &'t [Arc<Node>],
    clock: &'t SteppedClock,
    mut own: Vec<Trouble<'t>>,
    database: &str,
) {
    let everywhere: Vec<Trouble<'t>> = vec![
        ("kill", Box::new(|dice| killed(nodes, dice))),
        ("clock step", Box::new(|dice| stepped(clock, dice))),
        ("half-sent heads", Box::new(|dice| half_sent(nodes, dice))),
        ("trickling uploads", Box::new(|dice| trickled(nodes, dice))),
        ("unread answers", Box::new(|dice| left_unread(nodes, dice))),
    ];
    own.extend(everywhere);
    let watches = nodes.iter().map(Watch::over).collect();
    let length = Duration::from_secs(asked("CASEBOOK_TROUBLE_MIXED_SECONDS", SECONDS));
    let over = AtomicBool::new(false);
    let (ledger, course) = std::thread::scope(|scope| {
        let crowd = scope.spawn(|| write_until(nodes, &over));
        let course = draw(&mut own, length, || crowd.is_finished());
        over.store(true, Ordering::Relaxed);
        (crowd.join().unwrap(), course)
    });
    row.tries = course.len() as u64;
    row.silence = longest(watches);
    for node in nodes {
        node.assert_never_panicked();
        assert!(node.stop().success(), "{}", node.log());
    }
    let tally = verdict::tally(database, &ledger);
    (row.acknowledged, row.lost, row.doubled) = (tally.acknowledged, tally.lost, tally.doubled);
    row.wrong = tally.wrong;
    row.wrong.extend(recorded_at_no_time(&tally.stored));
    print_course(&course, row.silence);
    row.report();
}

/// Notes how often each trouble was drawn, and which were under way at the longest silence, for whoever runs it by hand.
#[expect(clippy::print_stderr, reason = "the figures of a long run are noted by whoever runs it")]
fn print_course(course: &[Drawn], silence: Option<Silence>) {
    let mut counts = BTreeMap::<_, u64>::new();
    for drawn in course {
        *counts.entry(drawn.name).or_default() += 1;
    }
    eprintln!("troubles: {counts:?}");
    let Some(silence) = silence else { return };
    let (from, to) = (silence.begun, silence.begun + silence.length);
    // A trouble has consequences for a while.
    let near =
        course.iter().filter(|drawn| drawn.begun <= to && from <= drawn.ended + Duration::from_secs(5));
    let near: Vec<_> = near
        .map(|drawn| {
            let after = |moment: Instant| moment.saturating_duration_since(drawn.begun);
            format!(
                "{} for {:?}, silent from {:?} to {:?}",
                drawn.name,
                after(drawn.ended),
                after(from),
                after(to)
            )
        })
        .collect();
    eprintln!("the longest silence: {silence:?}, near {near:#?}");
}

/// A trouble that was drawn.
struct Drawn {
    name: &'static str,
    begun: Instant,
    ended: Instant,
}

/// Each trouble once in every round, in an order of chance, as long as the crowd goes on.
fn draw(troubles: &mut [Trouble<'_>], length: Duration, is_over: impl Fn() -> bool) -> Vec<Drawn> {
    let (start, mut dice, mut course) = (now(), Dice::new(41), Vec::new());
    while start.elapsed() < length && !is_over() {
        for place in (1..troubles.len()).rev() {
            troubles.swap(place, dice.below(place as u64 + 1) as usize);
        }
        for (name, trouble) in troubles.iter_mut() {
            let begun = now();
            trouble(&mut dice);
            course.push(Drawn { name, begun, ended: now() });
            let_pass(Duration::from_millis(200 + dice.below(800)));
        }
    }
    course
}

fn write_until(nodes: &[Arc<Node>], over: &AtomicBool) -> Ledger {
    let mut ledger = Ledger::default();
    let mut segment = 0;
    while !over.load(Ordering::Relaxed) {
        segment += 1;
        let one = surely_a_party(&nodes[0], &format!("shared-{segment}"));
        ledger.absorb(crowd::write(nodes, &one, CLIENTS, SEGMENT, Times::Stepped));
    }
    ledger
}

/// A party that is added whatever happens meanwhile.
fn surely_a_party(node: &Node, name: &str) -> String {
    let (client, begun) = (Client::new(), now());
    loop {
        let body = json!({ "name": name });
        let sent = client.send(node, "POST", "/people", &[("idempotency-key", name)], Some(&body));
        match sent {
            Ok(answer) if matches!(answer.status, 200 | 201) => {
                return answer.body["id"].as_str().unwrap().to_owned();
            }
            // It may have been added before a kill, and the response lost.
            Ok(answer) if answer.code() == "repeated" => {
                if let Some(id) = id_of(node, name) {
                    return id;
                }
            }
            sent => assert!(begun.elapsed() < Duration::from_mins(2), "{sent:?}"),
        }
        let_pass(Duration::from_millis(100));
    }
}

/// Between one and so many seconds, or less where all must be over soon.
fn some(dice: &mut Dice, most: u64) {
    let longest = asked("CASEBOOK_TROUBLE_MIXED_LENGTH", BRIEF);
    let_pass(Duration::from_millis((1_000 + dice.below((most - 1) * 1_000)).min(longest)));
}

/// The id of the party of that name, if it is there.
fn id_of(node: &Node, name: &str) -> Option<String> {
    let found = Client::new().send(node, "GET", &format!("/parties?q={name}"), &[], None).ok()?;
    let named = found.body["items"].as_array()?.iter().find(|party| party["name"] == name)?;
    named["id"].as_str().map(str::to_owned)
}

fn killed(nodes: &[Arc<Node>], dice: &mut Dice) {
    let node = &nodes[dice.below(nodes.len() as u64) as usize];
    node.kill();
    let_pass(Duration::from_millis(dice.below(300)));
    node.start_again();
}

fn stepped(clock: &SteppedClock, dice: &mut Dice) {
    clock.step(STEPS[dice.below(STEPS.len() as u64) as usize]);
    some(dice, 3);
    clock.step(0);
}

fn half_sent(nodes: &[Arc<Node>], dice: &mut Dice) {
    let heads: Vec<_> = (0..400).filter_map(|_| half_a_head(nodes[0].at())).collect();
    some(dice, 4);
    drop(heads);
}

fn trickled(nodes: &[Arc<Node>], dice: &mut Dice) {
    trickling(&nodes[0], || some(dice, 4));
}

fn left_unread(nodes: &[Arc<Node>], dice: &mut Dice) {
    let answers: Vec<_> = (0..30).map(|_| unread(nodes[0].at(), "/parties?limit=200")).collect();
    some(dice, 3);
    drop(answers);
}

fn full(disk: &SmallDisk, dice: &mut Dice) {
    disk.fill(true);
    some(dice, 3);
    disk.fill(false);
}

fn locked(file: &Path, dice: &mut Dice) {
    let connection = Connection::open(file).unwrap();
    connection.busy_timeout(Duration::from_secs(30)).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    some(dice, 12);
    connection.execute_batch("ROLLBACK").unwrap();
}

fn silent(proxy: &Proxy, dice: &mut Dice) {
    proxy.silence(true);
    some(dice, 12);
    proxy.silence(false);
}

fn hanging(cluster: &Cluster, dice: &mut Dice) {
    cluster.hang(true);
    some(dice, 12);
    cluster.hang(false);
}

fn restarted(cluster: &mut Cluster, dice: &mut Dice) {
    let mode = ["fast", "immediate"][dice.below(2) as usize];
    cluster.stop(mode);
    some(dice, 3);
    cluster.start_again();
}
