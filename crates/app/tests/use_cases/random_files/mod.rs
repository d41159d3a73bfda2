//! Files made up at random, held against a plain model: every cell is found again, every count of the report is true, a
//! dry run says what the run does, the same file again changes nothing, and undoing it leaves nothing.
//!
//! `CASEBOOK_RANDOM_FILES` sets how many are made up for each engine.

mod cast;
mod cell;
mod compared;
mod dice;
mod facts;
mod found;
mod generate;
mod headers;
mod mapping;
mod meaning;
mod model;
mod next;
mod stored;
mod table;
mod trial;

use casebook_app::{Unwatched, kinds, time_zone};
use casebook_store::Engine;
use rstest::rstest;

use crate::room::Room;
use cast::Cast;
use dice::Dice;
use model::Model;
use stored::Mark;
use table::Of;
use trial::Trial;

/// Files of an ordinary run.
const FILES: usize = 100;
/// Files about one cast.
const OF_A_STORY: usize = 4;
/// Files that go into one database.
const OF_A_ROOM: usize = 400;

#[expect(clippy::disallowed_methods, reason = "who runs the test says how long")]
fn files() -> usize {
    std::env::var("CASEBOOK_RANDOM_FILES").ok().and_then(|files| files.parse().ok()).unwrap_or(FILES)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn nothing_of_a_random_file_is_lost(#[case] engine: Engine) {
    let (files, mut done, mut room) = (files(), 0, new_room(engine));
    while done < files {
        if done > 0 && done % OF_A_ROOM == 0 {
            room.assert_verified();
            room = new_room(engine);
        }
        story(&room, done as u64);
        done += OF_A_STORY;
    }
    room.assert_verified();
}

/// A casebook with a time zone, so that none comes with a file, which undoing that would not take back.
fn new_room(engine: Engine) -> Room {
    let room = Room::new(engine);
    time_zone::set(&room.session, generate::WORKSPACE.0, &Unwatched).unwrap();
    room
}

/// Some files about the same people, accounts and sales.
fn story(room: &Room, number: u64) {
    let mut dice = Dice::new(number);
    let cast = Cast::new(&mut dice, number);
    let (mark, mut model, kinds) = (Mark::here(room), Model::default(), kinds::list(&room.session).unwrap());
    let (mut last, mut has_sales) = (None, false);
    for place in 0..OF_A_STORY - 1 {
        let kinds_of_files =
            [Of::People, Of::People, Of::Accounts, Of::AccountSales, Of::PersonSales, Of::Activities];
        let of = *dice.pick(&kinds_of_files);
        let name = format!("{}{number}f{place}", if of == Of::Accounts { "accounts-" } else { "f" });
        let are_sales = matches!(of, Of::AccountSales | Of::PersonSales);
        let mut file = generate::file(&mut dice, &cast, of, &name, are_sales && has_sales);
        has_sales |= are_sales;
        file.system = format!("crm{number}");
        let trial = Trial { room, file: &file, mark, kinds: &kinds };
        trial.run(&mut model, dice.is_one_of(4));
        last = Some(file);
    }
    if let Some(last) = last {
        let file = next::next(&last, &mut dice);
        Trial { room, file: &file, mark, kinds: &kinds }.run_next(&last);
    }
}
