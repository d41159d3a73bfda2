//! Finding the header row, and names for columns without one.

use std::collections::{BTreeMap, BTreeSet};

/// The longest name of a column, in characters.
const LONGEST_NAME: usize = 200;

/// A row before the header is known.
pub struct Early {
    /// Its cells.
    pub cells: Vec<String>,
    /// The line on which it begins.
    pub line: u64,
    /// Where the row behind it begins, in decoded text.
    pub next_offset: u64,
    /// The line on which the row behind it begins.
    pub next_line: u64,
}

/// The header that was found among the first rows.
pub struct Header {
    /// Which of the rows it is; none if the file begins with data.
    pub row: Option<usize>,
    /// A unique name for every column.
    pub names: Vec<String>,
}

/// Finds the header: the first row that fills at least half of the usual width, or the one asked for.
pub fn find(rows: &[Early], asked_line: Option<u64>) -> Header {
    let found = match asked_line {
        Some(line) => rows.iter().position(|row| row.line >= line),
        None => rows.iter().position(|row| filled(row) * 2 >= usual_width(rows)),
    };
    let place = found.unwrap_or_default();
    let Some(row) = rows.get(place) else { return Header { row: None, names: Vec::new() } };
    let is_data = asked_line.is_none() && row.cells.iter().any(|cell| is_value(cell));
    let below = rows.get(if is_data { place } else { place + 1 }..).unwrap_or_default();
    let width = width_in_use(if is_data { &[] } else { &row.cells }, below);
    let named = if is_data { Vec::new() } else { row.cells.clone() };
    Header { row: (!is_data).then_some(place), names: unique(&named, width) }
}

/// Where the data begins when there is no header: the rows before are a preamble.
pub fn first_data_row(rows: &[Early]) -> usize {
    rows.iter().position(|row| filled(row) * 2 >= usual_width(rows)).unwrap_or_default()
}

fn filled(row: &Early) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

fn usual_width(rows: &[Early]) -> usize {
    let widths: Vec<usize> = rows.iter().map(|row| row.cells.len()).collect();
    let count = |width: &usize| widths.iter().filter(|other| *other == width).count();
    widths.iter().copied().max_by_key(|width| (count(width), *width)).unwrap_or(1)
}

/// A header is never an address, a link or a number with a decimal point.
fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    let mail = cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    (mail && !cell.contains(' ')) || cell.starts_with("http://") || cell.starts_with("https://")
}

/// Unnamed columns at the end count only if a row has a value in them.
fn width_in_use(header: &[String], below: &[Early]) -> usize {
    let last =
        |cells: &[String]| cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    let named = last(header);
    let usual = below
        .iter()
        .map(|row| last(&row.cells))
        .filter(|width| *width <= header.len().max(1) || header.is_empty());
    usual.max().unwrap_or_default().max(named).max(1)
}

fn unique(given: &[String], width: usize) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut copies: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::with_capacity(width);
    for place in 0..width {
        let stated: String =
            given.get(place).map(|name| name.trim().chars().take(LONGEST_NAME).collect()).unwrap_or_default();
        let plain = stated.split_whitespace().collect::<Vec<_>>().join(" ").replace('\0', "");
        let base = if plain.is_empty() { format!("column {}", place + 1) } else { plain };
        let mut name = base.clone();
        while !taken.insert(name.clone()) {
            let copy = copies.entry(base.clone()).or_insert(1);
            *copy += 1;
            name = format!("{base} ({copy})");
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[&[&str]]) -> Vec<Early> {
        let early = |(place, row): (usize, &&[&str])| Early {
            cells: row.iter().map(|cell| (*cell).to_owned()).collect(),
            line: place as u64 + 1,
            next_offset: 0,
            next_line: 0,
        };
        cells.iter().enumerate().map(early).collect()
    }

    #[test]
    fn a_preamble_is_passed_over() {
        let found = find(
            &rows(&[&["Notes:"], &["Some, words"], &["Name", "Mail", "Company"], &["Ada", "", ""]]),
            None,
        );
        assert_eq!((found.row, found.names.len()), (Some(2), 3));
    }

    #[test]
    fn names_are_made_unique() {
        let found =
            find(&rows(&[&["Name", "", "Name", " Name (2) ", ""], &["Ada", "x", "A.", "", ""]]), None);
        assert_eq!(found.names, ["Name", "column 2", "Name (2)", "Name (2) (2)"]);
    }

    #[test]
    fn a_nameless_column_at_the_end_is_kept_if_it_holds_something() {
        let found = find(&rows(&[&["Name", "Mail", ""], &["Ada", "", "x"]]), None);
        assert_eq!(found.names, ["Name", "Mail", "column 3"]);
    }

    #[test]
    fn a_file_that_begins_with_data_has_no_header() {
        let found = find(&rows(&[&["Ada", "ada@example.org"], &["Eve", "eve@example.org"]]), None);
        assert_eq!((found.row, found.names), (None, vec!["column 1".to_owned(), "column 2".to_owned()]));
    }
}
