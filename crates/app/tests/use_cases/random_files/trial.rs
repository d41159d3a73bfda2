//! What one file is put through.

use std::fmt;

use casebook_app::Unwatched;
use casebook_app::domain::ids::PartyId;
use casebook_app::domain::kind::Kinds;
use casebook_app::imports::{self, ImportReport, ImportRequest, PrepareOptions};
use casebook_app::tables::guess::GuessOptions;

use super::compared::{counts, lines};
use super::found::Places;
use super::mapping::toml;
use super::model::{Counts, Model};
use super::stored::{Holding, Mark};
use super::table::File;
use crate::room::Room;

pub struct Trial<'t> {
    pub room: &'t Room,
    pub file: &'t File,
    pub mark: Mark,
    pub kinds: &'t Kinds,
}

impl Trial<'_> {
    /// Imports the file into what the model has already.
    pub fn run(&self, model: &mut Model, is_undone: bool) {
        let before = self.holding();
        let ahead = self.import(true);
        self.assert_holds(&before, "a dry run stores nothing");
        let report = self.import(false);
        assert_eq!(words(&ahead), words(&report), "a dry run says what the run does\n{self}");
        let after = self.holding();
        let (expected, about) = model.take(self.file);
        let parties = self.compare(model, &after);
        assert_eq!(counts(&report), Counts { are_owners_named: false, ..expected.clone() }, "{self}");
        assert_eq!(report.evidence, (after.evidence.len() - before.evidence.len()) as u64, "{self}");
        assert_eq!(after.sales.len(), model.sales.len(), "{self}");
        self.find_cells(&about, &parties, &after, &report);
        let again = self.import_again(&after, &expected);
        if is_undone {
            self.undo(model, (&before, &after), &report, &again);
        }
    }

    /// Imports the next export of a file: what it says anew is found, and undone it leaves what was there before.
    pub fn run_next(&self, earlier: &File) {
        let before = self.holding();
        let ahead = self.import(true);
        let report = self.import(false);
        assert_eq!(words(&ahead), words(&report), "a dry run says what the run does\n{self}");
        let after = self.holding();
        let rejects = imports::rejects(&self.room.session, report.import.unwrap(), None, 1_000).unwrap().1;
        let places = Places::anywhere(&after, &report);
        for (row, old) in self.file.rows().zip(earlier.rows()) {
            let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
            if rejects.iter().any(|one| one.cells == texts) {
                continue;
            }
            let cells = self.file.columns.iter().zip(row).zip(old);
            for ((column, cell), _) in cells.filter(|((_, cell), old)| cell != old) {
                assert!(places.have(column, cell), "{column:?} {cell:?} is lost\n{self}");
            }
        }
        let again = self.import(false);
        self.assert_holds(&after, "the same file changes nothing");
        assert_eq!((again.created, again.updated, again.evidence), (0, 0, 0), "{self}");
        self.room.undo(again.import);
        self.room.undo(report.import);
        self.assert_left(&before);
    }

    fn holding(&self) -> Holding {
        Holding::since(self.room, self.mark, self.kinds)
    }

    fn assert_holds(&self, expected: &Holding, why: &str) {
        let differences = expected.differences(&self.holding());
        assert!(differences.is_empty(), "{why}\n{differences}{self}");
    }

    fn assert_left(&self, before: &Holding) {
        let (mut before, mut now) = (before.clone(), self.holding());
        [&mut before, &mut now].into_iter().for_each(Holding::forget_own_keys);
        let differences = before.differences(&now);
        assert!(differences.is_empty(), "undone, a file leaves nothing\n{differences}{self}");
    }

    fn import(&self, dry_run: bool) -> ImportReport {
        let file = self.file;
        let guess = GuessOptions {
            name: Some(file.feed.clone()),
            system: Some(file.system.clone()),
            ..GuessOptions::default()
        };
        let mapping = (!file.is_guessed).then(|| toml(file));
        let options = PrepareOptions { mapping, guess, ..PrepareOptions::default() };
        let session = &self.room.session;
        let prepared = imports::prepare(session, &self.room.file(file.text()), options);
        let prepared = prepared.unwrap_or_else(|error| panic!("{error}\n{self}"));
        let request = ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run };
        self.room.clock.advance(60_000_000);
        imports::run(session, &request, &Unwatched).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Whether everybody is there as the model says; answers with who is who.
    fn compare(&self, model: &Model, after: &Holding) -> Vec<PartyId> {
        let (expected, found) = lines(model, after, self.kinds);
        let missing = |some: &[&String], others: &[&String]| {
            let left = some.iter().filter(|one| !others.contains(one));
            left.map(|one| one.as_str()).collect::<Vec<_>>().join("\n")
        };
        let wanted: Vec<&String> = expected.iter().map(|one| &one.0).collect();
        let there: Vec<&String> = found.iter().map(|one| &one.0).collect();
        assert!(
            wanted == there,
            "expected\n{}\nfound\n{}\n{self}",
            missing(&wanted, &there),
            missing(&there, &wanted)
        );
        let mut parties = vec![PartyId(0); expected.len()];
        for ((_, place), (_, id)) in expected.iter().zip(&found) {
            parties[*place] = *id;
        }
        parties
    }

    fn find_cells(
        &self,
        about: &[Option<usize>],
        parties: &[PartyId],
        after: &Holding,
        report: &ImportReport,
    ) {
        let rejects = imports::rejects(&self.room.session, report.import.unwrap(), None, 1_000).unwrap().1;
        assert_eq!(rejects.len() as u64, report.rejected, "{self}");
        for (row, party) in self.file.rows().zip(about) {
            let Some(party) = party.map(|place| parties[place]) else {
                let texts: Vec<&str> = row.iter().map(|cell| cell.text.as_str()).collect();
                assert!(
                    rejects.iter().any(|one| one.cells == texts),
                    "{texts:?} is not among the rejected\n{self}"
                );
                continue;
            };
            let places = Places::of(after, party, report);
            for (column, cell) in self.file.columns.iter().zip(row) {
                assert!(places.have(column, cell), "{column:?} {cell:?} of {party} is lost\n{self}");
            }
        }
    }

    /// The same file again changes nothing.
    fn import_again(&self, after: &Holding, first: &Counts) -> ImportReport {
        let report = self.import(false);
        self.assert_holds(after, "the same file changes nothing");
        let unchanged = first.created + first.updated + first.unchanged;
        let (rejected, unknown) = (first.rejected, first.unknown.clone());
        let kept = if first.are_owners_named { report.kept } else { 0 };
        let expected = Counts { unchanged, rejected, kept, unknown, ..Counts::default() };
        assert_eq!(counts(&report), expected, "{self}");
        report
    }

    /// Undone, the file leaves nothing; once more, it brings the same.
    fn undo(
        &self,
        model: &Model,
        (before, after): (&Holding, &Holding),
        first: &ImportReport,
        again: &ImportReport,
    ) {
        self.room.undo(again.import);
        self.assert_holds(after, "nothing was changed, so that nothing is undone");
        self.room.undo(first.import);
        self.assert_left(before);
        self.import(false);
        self.compare(model, &self.holding());
    }
}

/// What a report says, ids apart.
fn words(report: &ImportReport) -> impl PartialEq + fmt::Debug {
    let kept = |one: &imports::KeptValue| {
        (one.name.clone(), one.field.clone(), one.stays.clone(), one.given.clone())
    };
    (counts(report), report.hidden, report.absent, report.kept_values.iter().map(kept).collect::<Vec<_>>())
}

impl fmt::Display for Trial<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let File { of, feed, is_guessed, .. } = self.file;
        writeln!(f, "{of:?} {feed}, {}", if *is_guessed { "guessed" } else { "mapped" })?;
        if !is_guessed {
            writeln!(f, "{}", toml(self.file))?;
        }
        write!(f, "{}", self.file.text())
    }
}
