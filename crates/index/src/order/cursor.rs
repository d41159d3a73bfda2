//! Where the next page begins.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use casebook_domain::filter::{Sort, SortBy};

use crate::error::{Error, Result};

/// Where a page begins: after the last party of the page before. Absent values are `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    /// Whether names that begin with the search text are already listed, and the last name.
    Name { past: bool, name: Vec<u8>, id: i64 },
    /// The last time, or the last place in a fixed order of values.
    Number { value: Option<i64>, id: i64 },
    /// The last folded text.
    Text { value: Option<Vec<u8>>, id: i64 },
}

impl Cursor {
    /// Its text form for clients: the order, then a flag, the id and the value.
    pub fn to_text(&self, sort: &Sort) -> String {
        let mut bytes = sort.to_text().into_bytes();
        let (flag, id, value) = match self {
            Self::Name { past, name, id } => (*past, id, name.clone()),
            Self::Number { value, id } => {
                (value.is_some(), id, value.map(i64::to_be_bytes).unwrap_or_default().to_vec())
            }
            Self::Text { value, id } => (value.is_some(), id, value.clone().unwrap_or_default()),
        };
        bytes.extend([END, u8::from(flag)]);
        bytes.extend(id.to_be_bytes());
        bytes.extend(value);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads [`Cursor::to_text`] of the same sort.
    pub fn parse(text: &str, sort: &Sort) -> Result<Self> {
        Self::read(text, sort).ok_or_else(|| {
            let advice =
                "is not a cursor of this list; start without one, and use the same sort for every page";
            Error::argument("cursor", format!("`{}` {advice}", text.chars().take(80).collect::<String>()))
        })
    }

    fn read(text: &str, sort: &Sort) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let rest = bytes.strip_prefix(sort.to_text().as_bytes())?.strip_prefix(&[END])?;
        let (flag, rest) = rest.split_first()?;
        let flag = [0, 1].contains(flag).then_some(*flag == 1)?;
        let (id, value) = rest.split_first_chunk::<8>()?;
        let id = i64::from_be_bytes(*id);
        if (sort.by != SortBy::Name || sort.then.is_some()) && !flag && !is_blank(value) {
            return None;
        }
        if sort.then.is_some() {
            return Some(Self::Text { value: flag.then(|| value.to_vec()), id });
        }
        Some(match sort.by {
            SortBy::Name => Self::Name { past: flag, name: value.to_vec(), id },
            SortBy::Field(_) | SortBy::Own(_) => Self::Text { value: flag.then(|| value.to_vec()), id },
            _ => Self::Number { value: flag.then_some(i64::from_be_bytes(value.try_into().ok()?)), id },
        })
    }
}

/// Separates the order from the rest; no order contains it.
const END: u8 = 0;

/// Whether this is what stands for no value.
fn is_blank(value: &[u8]) -> bool {
    value.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorts() -> Vec<Sort> {
        let names = ["name", "created_at", "updated_at", "last_evidence", "standing", "stage.journey"];
        let more = ["stage.sales", "owner", "company", "more.shoe size", "name,-city", "standing,name"];
        let both = |name: &str| [name.to_owned(), format!("-{name}")];
        names.into_iter().chain(more).flat_map(both).map(|text| Sort::parse(&text).unwrap()).collect()
    }

    fn cursors(sort: &Sort) -> Vec<Cursor> {
        let texts =
            || [Some("žofie".as_bytes().to_vec()), None].map(|value| Cursor::Text { value, id: 77 }).to_vec();
        match sort.by {
            _ if sort.then.is_some() => texts(),
            SortBy::Name => vec![Cursor::Name { past: true, name: "žofie".as_bytes().to_vec(), id: -5 }],
            SortBy::Field(_) | SortBy::Own(_) => texts(),
            _ => [Some(i64::MIN), None].map(|value| Cursor::Number { value, id: 77 }).to_vec(),
        }
    }

    #[test]
    fn a_cursor_reads_back_in_its_own_sort_alone() {
        for sort in sorts() {
            for cursor in cursors(&sort) {
                let text = cursor.to_text(&sort);
                assert_eq!(Cursor::parse(&text, &sort).unwrap(), cursor);
                for other in sorts().iter().filter(|other| **other != sort) {
                    assert!(matches!(Cursor::parse(&text, other), Err(Error::Argument { .. })));
                }
                for garbage in ["", "A", "é", "AAAA", &text[1..], &format!("{text}=")] {
                    assert!(
                        matches!(Cursor::parse(garbage, &sort), Err(Error::Argument { .. })),
                        "{garbage}"
                    );
                }
            }
        }
    }
}
