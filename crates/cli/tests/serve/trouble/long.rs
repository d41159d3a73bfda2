//! Answers of many megabytes: while they are computed, written down and compressed, others are answered.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use casebook_store::Engine;
use casebook_testkit::TestDatabase;

use super::table::Row;
use super::watch::Watch;
use crate::chance::{asked, now};
use crate::node::Node;
use crate::shell;

/// Sources of parties in an ordinary run, each of which is a group of the funnel.
const SOURCES: u64 = 2_000;
/// How often the long answer is requested, by one client after the other.
const READS: u64 = 4;

#[test]
fn answers_of_many_megabytes_keep_no_other_connection_waiting() {
    let database = TestDatabase::unmigrated(Engine::Sqlite);
    import_people(database.address());
    let node = Arc::new(Node::start(database.address()));
    let (mut row, mut whole) = (Row::new("long answers", Engine::Sqlite), Duration::MAX);
    let mut silences = Vec::new();
    for _ in 0..READS {
        let watch = Watch::over(&node);
        let begun = now();
        let answer = read_compressed(&node);
        whole = whole.min(begun.elapsed());
        silences.push(watch.longest());
        row.tries += 1;
        row.acknowledged += u64::from(answer.starts_with(b"HTTP/1.1 200 OK\r\n"));
    }
    row.lost = row.tries - row.acknowledged;
    // An answer that keeps others waiting does so each time; a busy machine does so once. It may also be slow; the
    // answer is then as well.
    let silence = silences.into_iter().min_by_key(|silence| silence.length);
    row.wrong.extend(silence.as_ref().filter(|silence| silence.length > whole / 8).map(|silence| {
        format!("silent for {:?} or more each time, while an answer took {whole:?}", silence.length)
    }));
    row.silence = silence;
    node.assert_never_panicked();
    row.report();
}

/// One person from each source.
fn import_people(database: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    let mut table = "name,source\n".to_owned();
    for number in 0..asked("CASEBOOK_TROUBLE_SOURCES", SOURCES) {
        writeln!(table, "Pilot {number},fair number {number}").unwrap();
    }
    std::fs::write(&file, table).unwrap();
    shell::answer(database, &["import", &file.display().to_string()]);
}

/// The funnel by source, in the encoding that takes longest.
fn read_compressed(node: &Node) -> Vec<u8> {
    let mut stream = TcpStream::connect(node.at()).unwrap();
    let head = format!(
        "GET /api/v1/funnel?vocabulary=journey&by=source HTTP/1.1\r\nHost: {}\r\nAccept-Encoding: br\r\n\
         Connection: close\r\n\r\n",
        node.at()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}
