//! Reading the file of a snapshot, on all cores.

use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;

use serde::de::DeserializeOwned;

use super::frame::Frames;
use super::part::{self, Decoded, Part};
use super::{Entry, Head, Program, Tail, Unusable};
use crate::blocks::{Block, Blocks};
use crate::columns::Columns;
use crate::names::Names;
use crate::signature::Signatures;
use crate::vocabularies::ActiveVocabulary;

/// A snapshot as it was read.
pub(super) struct Snapshot {
    /// The columns; parties that have changed since `from` may be shown in a later state.
    pub columns: Columns,
    /// The entry at which it was started.
    pub from: Entry,
    /// The entry at which it was finished.
    pub to: Entry,
}

/// Parts that are still to be read.
struct Reading {
    frames: Frames<File>,
    parts: std::vec::IntoIter<Part>,
}

impl Reading {
    /// The next part, not yet checked.
    fn next(&mut self) -> Option<(Part, Option<super::frame::Frame>)> {
        let part = self.parts.next()?;
        Some((part, self.frames.next().ok().flatten()))
    }
}

/// Reads a snapshot that shows the stages of these vocabularies.
pub(super) fn read(path: &Path, vocabularies: &[ActiveVocabulary]) -> Result<Snapshot, Unusable> {
    let mut frames = open(path)?;
    let head: Head = text(&mut frames)?;
    if head.program != Program::this() {
        return Err(Unusable::OtherProgram);
    }
    if head.vocabularies != vocabularies {
        return Err(Unusable::Old);
    }
    let parts = part::all(vocabularies.len(), head.slots);
    let reading = Mutex::new(Reading { frames, parts: parts.into_iter() });
    let decoded = decoded(&reading, head.slots)?;
    let mut frames = reading.into_inner().unwrap_or_else(PoisonError::into_inner).frames;
    let tail: Tail = text(&mut frames)?;
    if !frames.is_at_end() {
        return Err(Unusable::Damaged);
    }
    let mut columns = assembled(decoded, head.vocabularies);
    columns.schedule.begin_at(casebook_domain::time::Timestamp(tail.since));
    Ok(Snapshot { columns, from: head.at, to: tail.at })
}

fn open(path: &Path) -> Result<Frames<File>, Unusable> {
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => Unusable::Missing,
        _ => Unusable::Unreadable(error.to_string()),
    };
    let file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    Frames::of(file, length).map_err(unreadable)?.ok_or(Unusable::Damaged)
}

/// The next frame, which holds JSON.
fn text<T: DeserializeOwned>(frames: &mut Frames<File>) -> Result<T, Unusable> {
    let frame = frames.next().ok().flatten().and_then(super::frame::Frame::checked);
    serde_json::from_slice(&frame.ok_or(Unusable::Damaged)?).map_err(|_| Unusable::OtherProgram)
}

/// Reads, checks and decodes all parts; in their order.
fn decoded(reading: &Mutex<Reading>, slots: usize) -> Result<Vec<(Part, Decoded)>, Unusable> {
    let work = || {
        let mut own = Vec::new();
        loop {
            let next = reading.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((part, frame)) = next else { return Some(own) };
            own.push((part, part::decoded(part, frame?.checked()?, slots)?));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let all = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut all = work()?;
        for other in others {
            all.extend(other.join().ok()??);
        }
        Some(all)
    });
    all.ok_or(Unusable::Damaged)
}

fn assembled(decoded: Vec<(Part, Decoded)>, vocabularies: Vec<ActiveVocabulary>) -> Columns {
    let mut columns = Columns::of(vocabularies, 0);
    let (mut texts, mut histories, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for (part, content) in decoded {
        match (part, content) {
            (Part::Texts(number), Decoded::Blocks(blocks)) => texts.push((number, blocks)),
            (Part::Histories(number), Decoded::Blocks(blocks)) => histories.push((number, blocks)),
            (Part::Signatures(number), Decoded::Groups(some)) => groups.push((number, some)),
            (part, content) => put(&mut columns, part, content),
        }
    }
    columns.texts = in_order(texts);
    columns.histories = in_order(histories);
    groups.sort_unstable_by_key(|(number, _)| *number);
    columns.signatures = Signatures::of(groups.into_iter().flat_map(|(_, some)| some).collect());
    columns.complete();
    columns
}

fn in_order(mut parts: Vec<(u32, Vec<Block>)>) -> Blocks {
    parts.sort_unstable_by_key(|(number, _)| *number);
    Blocks::of(parts.into_iter().flat_map(|(_, blocks)| blocks).collect())
}

fn put(columns: &mut Columns, part: Part, content: Decoded) {
    match (part, content) {
        (Part::Schedule, Decoded::Schedule(schedule)) => columns.schedule = schedule,
        (Part::Ids, Decoded::Numbers(numbers)) => columns.ids = part::ids(numbers),
        (Part::Created, Decoded::Numbers(numbers)) => columns.created = part::times(numbers),
        (Part::Updated, Decoded::Numbers(numbers)) => columns.updated = part::times(numbers),
        (Part::Standing, Decoded::Bytes(bytes)) => columns.standing = bytes,
        (Part::Filled, Decoded::Bytes(bytes)) => columns.filled = bytes,
        (Part::Alive, Decoded::Bits(bits)) => columns.alive = bits,
        (Part::Organizations, Decoded::Bits(bits)) => columns.organizations = bits,
        (Part::Hidden, Decoded::Bits(bits)) => columns.hidden = bits,
        (Part::Cut, Decoded::Bits(bits)) => columns.cut = bits,
        (Part::Names, Decoded::Words(slots)) => columns.names = Names::of_sorted(&slots),
        (Part::Present(place), Decoded::Bytes(bytes)) => at(&mut columns.present, place, bytes),
        (Part::Furthest(place), Decoded::Bytes(bytes)) => at(&mut columns.furthest, place, bytes),
        (Part::Field(place), Decoded::Words(numbers)) => at(&mut columns.shared, place, numbers),
        (Part::Dictionary(place), Decoded::Dictionary(values)) => {
            at(&mut columns.dictionaries, place, values);
        }
        (Part::Reasons, Decoded::Dictionary(values)) => columns.reasons = values,
        // A part is decoded as what it is.
        _ => {}
    }
}

fn at<T>(columns: &mut [T], place: u32, value: T) {
    columns.get_mut(place as usize).into_iter().zip([value]).for_each(|(column, value)| *column = value);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::frame;

    #[test]
    fn a_snapshot_of_another_program_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("index");
        let this = Program::this();
        let others = [
            Program { format: this.format + 1, ..this.clone() },
            Program { version: "0.0.1".to_owned(), ..this.clone() },
            Program { schema: this.schema + 1, ..this },
        ];
        for program in others {
            let at = Entry { seq: 1, digest: String::new() };
            let head = Head { program, at, slots: 0, vocabularies: Vec::new() };
            let mut file = File::create(&path).unwrap();
            frame::begin(&mut file).unwrap();
            frame::write(&mut file, &serde_json::to_vec(&head).unwrap()).unwrap();
            assert_eq!(read(&path, &[]).err(), Some(Unusable::OtherProgram));
        }
        assert_eq!(read(&folder.path().join("none"), &[]).err(), Some(Unusable::Missing));
    }
}
