//! From a filter to the slots that fit it.

use casebook_domain::filter::{FieldIs, Filter, Leaf, Point, StageIs, StageTest, Stretch};
use casebook_domain::lifecycle::history::Standing;
use casebook_domain::party::{SEARCHED_FIELDS, SHARED_FIELDS};
use casebook_domain::text::fold;
use casebook_domain::time::Timestamp;

use crate::Reader;
use crate::bitmap::Bitmap;
use crate::columns::{Columns, NONE};
use crate::error::{Error, Result};
use crate::periods::Unpacked;
use crate::query::Query;
use crate::text::line;
use crate::vocabularies::{ActiveVocabulary, stage_of, vocabulary_of};

/// The visible slots that fit, without hidden ones unless the filter mentions them.
pub(crate) fn select(
    reader: &Reader<'_>,
    columns: &Columns,
    filter: &Filter,
    now: Timestamp,
) -> Result<Bitmap> {
    let mut found = fitting(reader, columns, filter, now)?;
    columns.keep_visible(&mut found, &reader.scope);
    if !filter.mentions_hidden() {
        found.without(&columns.hidden);
    }
    Ok(found)
}

/// The slots that a filter picks, perhaps including empty ones.
fn fitting(reader: &Reader<'_>, columns: &Columns, filter: &Filter, now: Timestamp) -> Result<Bitmap> {
    reader.check_wanted()?;
    match filter {
        Filter::All(parts) => {
            let mut all = columns.alive.clone();
            for part in parts {
                all.and(&fitting(reader, columns, part, now)?);
            }
            Ok(all)
        }
        Filter::Any(parts) => {
            let mut any = Bitmap::none(columns.slots());
            for part in parts {
                any.or(&fitting(reader, columns, part, now)?);
            }
            Ok(any)
        }
        Filter::Not(part) => Ok(fitting(reader, columns, part, now)?.complement()),
        Filter::Leaf(one) => leaf(columns, one, now),
    }
}

fn leaf(columns: &Columns, leaf: &Leaf, now: Timestamp) -> Result<Bitmap> {
    Ok(match leaf {
        Leaf::Text(text) => Query::of(text).slots(columns),
        Leaf::Kind(kind) => columns.of_kind(Some(*kind)),
        Leaf::Standing(wanted) => {
            let mut picked = [false; 256];
            for one in wanted {
                let place = one.and_then(|one| Standing::ALL.iter().position(|known| *known == one));
                if let Some(it) = picked.get_mut(place.unwrap_or(usize::from(NONE))) {
                    *it = true;
                }
            }
            coded(&columns.standing, &picked)
        }
        Leaf::Stage(is) => staged(&columns.vocabularies, &columns.present, is)?,
        Leaf::Furthest(is) => staged(&columns.vocabularies, &columns.furthest, is)?,
        Leaf::Field(name, is) => field(columns, name, is),
        Leaf::Time(point, stretch) => timed(columns, *point, *stretch, now),
        Leaf::Hidden(hidden) => {
            if *hidden {
                columns.hidden.clone()
            } else {
                columns.hidden.complement()
            }
        }
        Leaf::Ids(ids) => columns.slots_of(ids),
        Leaf::Funnel(members) if !leaf.needs_lookup() => crate::funnel::members(columns, members, now)?,
        // Answered before: see `lookup`, and the callers of the index.
        Leaf::Funnel(_)
        | Leaf::Evidence(_)
        | Leaf::Linked(_)
        | Leaf::LinkedToAny(_)
        | Leaf::Account(_)
        | Leaf::Below(_)
        | Leaf::InRecord(_)
        | Leaf::Imported(_) => {
            return Err(Error::Unanswered);
        }
    })
}

fn of<T>(column: &[T], test: impl Fn(&T) -> bool) -> Bitmap {
    Bitmap::of_column(column, test)
}

/// The slots whose code is picked. A single code is compared, which is many times faster than a lookup for each.
fn coded<T: Copy + PartialEq + TryFrom<usize> + TryInto<usize>>(column: &[T], picked: &[bool]) -> Bitmap {
    let mut codes = picked.iter().enumerate().filter_map(|(code, it)| it.then_some(code));
    match (codes.next().map(T::try_from), codes.next()) {
        (None, _) => Bitmap::none(column.len()),
        (Some(Ok(only)), None) => of(column, |code| *code == only),
        _ => of(column, |code| (*code).try_into().is_ok_and(|code| picked.get(code) == Some(&true))),
    }
}

fn staged(vocabularies: &[ActiveVocabulary], columns: &[Vec<u8>], is: &StageIs) -> Result<Bitmap> {
    let place = vocabulary_of(vocabularies, &is.vocabulary)?;
    let (Some(vocabulary), Some(column)) = (vocabularies.get(place), columns.get(place)) else {
        return Ok(Bitmap::default());
    };
    let mut picked = [false; 256];
    let mut pick = |stages: &mut dyn Iterator<Item = u8>| {
        stages.filter_map(|stage| picked.get_mut(usize::from(stage)).map(|it| *it = true)).for_each(drop);
    };
    match &is.test {
        StageTest::None => pick(&mut [NONE].into_iter()),
        StageTest::AtLeast(name) => pick(&mut (stage_of(vocabulary, name)?..NONE)),
        StageTest::OneOf(names) => {
            let stages: Vec<u8> =
                names.iter().map(|name| stage_of(vocabulary, name)).collect::<Result<_>>()?;
            pick(&mut stages.into_iter());
        }
    }
    Ok(coded(column, &picked))
}

/// The line of a searched field: the name's is the first, the others follow if they are filled in.
pub(crate) fn line_of(text: &[u8], filled: u8, field: usize) -> Option<&[u8]> {
    let before = (1_u8 << field) - 1;
    let is_filled = filled >> field & 1 == 1;
    is_filled.then(|| line(text, 1 + (filled & before).count_ones() as usize)).flatten()
}

fn field(columns: &Columns, name: &str, is: &FieldIs) -> Bitmap {
    let fits = is.test();
    if let Some(place) = SHARED_FIELDS.iter().position(|known| *known == name) {
        let picked = columns.dictionaries.get(place).map(|values| values.picked(|value| fits(&fold(value))));
        let picked = picked.unwrap_or_default();
        let column = columns.shared.get(place).map(Vec::as_slice).unwrap_or_default();
        return coded(column, &picked);
    }
    let place = SEARCHED_FIELDS.iter().position(|known| *known == name);
    Bitmap::of(columns.slots(), |slot| {
        let text = columns.texts.get(slot as u32);
        let filled = columns.filled.get(slot).copied().unwrap_or_default();
        let line = place.map_or_else(|| line(text, 0), |place| line_of(text, filled, place));
        fits(std::str::from_utf8(line.unwrap_or_default()).unwrap_or_default())
    })
}

fn timed(columns: &Columns, point: Point, stretch: Stretch, now: Timestamp) -> Bitmap {
    let column = match point {
        Point::Created => &columns.created,
        Point::Updated => &columns.updated,
        Point::FirstEvidence | Point::LastEvidence => {
            let unpacked = std::cell::RefCell::new(Unpacked::default());
            return Bitmap::of(columns.slots(), |slot| {
                let mut unpacked = unpacked.borrow_mut();
                columns.unpack_ends(slot as u32, &mut unpacked);
                let time = if point == Point::FirstEvidence { unpacked.first_at } else { unpacked.last_at };
                time.is_some_and(|time| stretch.has(time, now))
            });
        }
    };
    of(column, |time| stretch.has(*time, now))
}
