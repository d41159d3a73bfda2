//! The parts of a snapshot: one for each column, several for the long ones.

use casebook_domain::ids::PartyId;
use casebook_domain::party::SHARED_FIELDS;
use casebook_domain::time::Timestamp;

use crate::bitmap::Bitmap;
use crate::blocks::{BLOCK, Block, Blocks};
use crate::bytes::{Rest, read, write};
use crate::columns::Columns;
use crate::dictionary::Dictionary;
use crate::schedule::Schedule;
use crate::signature::{GROUP, Signatures};

/// Blocks of texts or histories in one part. The index cannot change while one is copied, so that none may be long.
const BLOCKS: usize = 512;
/// Groups of signatures in one part.
const GROUPS: usize = 16;

/// A part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Schedule,
    Ids,
    Created,
    Updated,
    Standing,
    Filled,
    Alive,
    Organizations,
    Hidden,
    Cut,
    Names,
    /// By the place of the vocabulary.
    Present(u32),
    /// By the place of the vocabulary.
    Furthest(u32),
    /// By its place in [`SHARED_FIELDS`].
    Field(u32),
    /// By the number of the part.
    Texts(u32),
    /// By the number of the part.
    Histories(u32),
    /// By the number of the part.
    Signatures(u32),
    /// By its place in [`SHARED_FIELDS`].
    Dictionary(u32),
    Reasons,
}

/// All parts of columns with so many vocabularies and slots, in the order in which they are copied: what is to come
/// first, since what time has brought meanwhile may be brought once more; values that numbers stand for last, since
/// there must be one for each number.
pub fn all(vocabularies: usize, slots: usize) -> Vec<Part> {
    let (vocabularies, fields) = (vocabularies as u32, SHARED_FIELDS.len() as u32);
    let blocks = slots.div_ceil(BLOCK);
    let (texts, groups) = (blocks.div_ceil(BLOCKS) as u32, blocks.div_ceil(GROUP).div_ceil(GROUPS) as u32);
    let mut parts = vec![Part::Schedule];
    // The long ones early, so that no long one is left for the end.
    parts.extend((0..texts).map(Part::Texts));
    parts.extend((0..texts).map(Part::Histories));
    parts.extend((0..groups).map(Part::Signatures));
    parts.extend([Part::Ids, Part::Created, Part::Updated, Part::Standing, Part::Filled, Part::Names]);
    parts.extend([Part::Alive, Part::Organizations, Part::Hidden, Part::Cut]);
    parts.extend((0..vocabularies).flat_map(|place| [Part::Present(place), Part::Furthest(place)]));
    parts.extend((0..fields).map(Part::Field));
    parts.extend((0..fields).map(Part::Dictionary));
    parts.push(Part::Reasons);
    parts
}

/// A part of columns as bytes, of the first `slots` alone.
pub fn encoded(columns: &Columns, part: Part, slots: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let into = &mut bytes;
    match part {
        Part::Schedule => columns.schedule.write(into, slots),
        Part::Ids => write(into, columns.ids.iter().take(slots), |id| id.0.to_le_bytes()),
        Part::Created => write(into, columns.created.iter().take(slots), |at| at.0.to_le_bytes()),
        Part::Updated => write(into, columns.updated.iter().take(slots), |at| at.0.to_le_bytes()),
        Part::Standing => into.extend(columns.standing.iter().take(slots)),
        Part::Filled => into.extend(columns.filled.iter().take(slots)),
        Part::Alive => write_bits(into, &columns.alive, slots),
        Part::Organizations => write_bits(into, &columns.organizations, slots),
        Part::Hidden => write_bits(into, &columns.hidden, slots),
        Part::Cut => write_bits(into, &columns.cut, slots),
        Part::Names => {
            write(into, columns.names.slots().filter(|slot| (*slot as usize) < slots), u32::to_le_bytes);
        }
        Part::Present(place) => write_stages(into, &columns.present, place, slots),
        Part::Furthest(place) => write_stages(into, &columns.furthest, place, slots),
        Part::Field(place) => {
            let column = columns.shared.get(place as usize).into_iter().flatten().take(slots);
            write(into, column.copied(), u32::to_le_bytes);
        }
        Part::Texts(number) => write_blocks(into, &columns.texts, number, slots),
        Part::Histories(number) => write_blocks(into, &columns.histories, number, slots),
        Part::Signatures(number) => {
            let groups = columns.signatures.some(number as usize * GROUPS, GROUPS);
            write(into, groups.flat_map(|group| group.iter().copied()), u64::to_le_bytes);
        }
        Part::Dictionary(place) => {
            columns.dictionaries.iter().skip(place as usize).take(1).for_each(|one| one.write(into));
        }
        Part::Reasons => columns.reasons.write(into),
    }
    bytes
}

fn write_bits(into: &mut Vec<u8>, bits: &Bitmap, slots: usize) {
    write(into, bits.words().iter().take(slots.div_ceil(64)).copied(), u64::to_le_bytes);
}

fn write_stages(into: &mut Vec<u8>, columns: &[Vec<u8>], place: u32, slots: usize) {
    into.extend(columns.get(place as usize).into_iter().flatten().take(slots));
}

fn write_blocks(into: &mut Vec<u8>, blocks: &Blocks, number: u32, slots: usize) {
    let first = number as usize * BLOCKS;
    for block in first..(first + BLOCKS).min(slots.div_ceil(BLOCK)) {
        let (bytes, ends) = blocks.block(block);
        let ends = ends.get(..ends.len().min(slots - block * BLOCK)).unwrap_or_default();
        let length = ends.last().copied().unwrap_or_default();
        into.extend((ends.len() as u32).to_le_bytes());
        write(into, ends.iter().copied(), u32::to_le_bytes);
        into.extend(bytes.iter().take(length as usize));
    }
}

/// A part that was read.
pub enum Decoded {
    /// Numbers of one byte.
    Bytes(Vec<u8>),
    /// Numbers of four.
    Words(Vec<u32>),
    /// Numbers of eight.
    Numbers(Vec<i64>),
    /// A set.
    Bits(Bitmap),
    /// Blocks.
    Blocks(Vec<Block>),
    /// Groups of signatures.
    Groups(Vec<Box<[u64]>>),
    /// Values that parties share.
    Dictionary(Dictionary),
    /// Changes that time will bring.
    Schedule(Schedule),
}

/// Reads [`encoded`] of columns with so many slots; `None` if the bytes are not valid.
pub fn decoded(part: Part, bytes: Vec<u8>, slots: usize) -> Option<Decoded> {
    let of_slots = |length: usize| (length == slots).then_some(());
    Some(match part {
        Part::Schedule => Decoded::Schedule(Schedule::read(&bytes)?),
        Part::Ids | Part::Created | Part::Updated => {
            let numbers = read(&bytes, i64::from_le_bytes)?;
            of_slots(numbers.len())?;
            Decoded::Numbers(numbers)
        }
        Part::Standing | Part::Filled | Part::Present(_) | Part::Furthest(_) => {
            of_slots(bytes.len())?;
            Decoded::Bytes(bytes)
        }
        Part::Alive | Part::Organizations | Part::Hidden | Part::Cut => {
            Decoded::Bits(Bitmap::of_words(read(&bytes, u64::from_le_bytes)?, slots)?)
        }
        Part::Names => Decoded::Words(read(&bytes, u32::from_le_bytes)?),
        Part::Field(_) => {
            let numbers = read(&bytes, u32::from_le_bytes)?;
            of_slots(numbers.len())?;
            Decoded::Words(numbers)
        }
        Part::Texts(number) | Part::Histories(number) => Decoded::Blocks(blocks(number, &bytes, slots)?),
        Part::Signatures(_) => Decoded::Groups(Signatures::groups_of(&read(&bytes, u64::from_le_bytes)?)?),
        Part::Dictionary(_) | Part::Reasons => Decoded::Dictionary(Dictionary::read(&bytes)?),
    })
}

fn blocks(number: u32, bytes: &[u8], slots: usize) -> Option<Vec<Block>> {
    let first = number as usize * BLOCKS;
    let mut rest = Rest(bytes);
    let mut blocks = Vec::with_capacity(BLOCKS);
    for block in first..(first + BLOCKS).min(slots.div_ceil(BLOCK)) {
        let count = rest.u32()? as usize;
        if count != BLOCK.min(slots - block * BLOCK) {
            return None;
        }
        let ends: Vec<u32> = read(rest.bytes(count * 4)?, u32::from_le_bytes)?;
        let length = ends.last().copied().unwrap_or_default() as usize;
        blocks.push(Block::of(rest.bytes(length)?, ends)?);
    }
    rest.0.is_empty().then_some(blocks)
}

/// The numbers as ids.
pub fn ids(numbers: Vec<i64>) -> Vec<PartyId> {
    numbers.into_iter().map(PartyId).collect()
}

/// The numbers as times.
pub fn times(numbers: Vec<i64>) -> Vec<Timestamp> {
    numbers.into_iter().map(Timestamp).collect()
}
