//! Detecting the delimiter by how evenly each candidate divides the first rows.

use super::line::{first_line, split_line};
use super::split::{Cells, Split, split};

const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
const ROWS: usize = 100;

/// Rows of one width, of a thousand, from which on the first of them may be the header.
const HEADED: usize = 500;

/// The candidate that divides the first row as most others, then the one that gives the most rows of one width, then the
/// wider; a comma if none divides. Cells may have more signs than the header: commas of amounts and dates, say.
pub fn sniff(text: &[u8], ended: bool) -> u8 {
    if let Some(named) = named_in_first_line(text) {
        return named;
    }
    let scored = CANDIDATES.map(|delimiter| (score(text, ended, delimiter), delimiter));
    let best = scored.into_iter().reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.filter(|best| best.0.1 > 0).map_or(b',', |best| best.1)
}

/// Spreadsheet programs may write `sep=;` before the header.
pub fn named_in_first_line(text: &[u8]) -> Option<u8> {
    let line = text.split(|byte| *byte == b'\n' || *byte == b'\r').next()?;
    match line.to_ascii_lowercase().as_slice() {
        [b's', b'e', b'p', b'=', delimiter] if delimiter.is_ascii_punctuation() || *delimiter == b'\t' => {
            Some(*delimiter)
        }
        _ => None,
    }
}

/// Whether the first row has the width of most; per mille of the rows that have the commonest width above one; that width.
fn score(text: &[u8], ended: bool, delimiter: u8) -> (bool, usize, usize) {
    let widths = widths(text, ended, delimiter);
    let commonest = widths
        .iter()
        .copied()
        .filter(|width| *width > 1)
        .max_by_key(|width| (widths.iter().filter(|other| *other == width).count(), *width));
    commonest.map_or((false, 0, 0), |width| {
        let even = widths.iter().filter(|other| **other == width).count() * 1_000 / widths.len().max(1);
        (even >= HEADED && widths.first() == Some(&width), even, width)
    })
}

/// How many cells each of the first rows has, blank ones and the cut-off last one left out.
fn widths(mut text: &[u8], ended: bool, delimiter: u8) -> Vec<usize> {
    let mut cells = Cells::default();
    let mut widths = Vec::new();
    while widths.len() < ROWS && !text.is_empty() {
        let taken = match split(text, ended, delimiter, &mut cells) {
            Split::Record { taken, .. } => taken,
            Split::More => break,
            Split::Stray | Split::Unclosed => {
                let Some((end, next)) = first_line(text, ended) else { break };
                split_line(&text[..end], delimiter, &mut cells);
                next
            }
        };
        if !cells.are_blank() {
            widths.push(cells.len());
        }
        text = &text[taken..];
    }
    widths
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::comma("Name,Mail\nAda,a@example.org\n", b',')]
    #[case::semicolon_with_commas_in_cells(
        "Name;Mail\nKing, Ada;a@example.org\nHopper, Grace;g@example.org\n",
        b';'
    )]
    #[case::decimal_commas("Name;Sum;Rate\nAda;1,5;2,5\nEve;3,5;4,5\n", b';')]
    #[case::a_comma_in_each_row_and_rows_that_end_early(
        "Title;Sum;On;Code\nA;1,5;May;EUR\nB;2,5;May 1\nC;3,5;June;EUR\nD;4,5\nE;5,5;July;\n",
        b';'
    )]
    #[case::a_title_above("Sales of 2026; draft\nName,Mail\nAda,a@example.org\nEve,e@example.org\n", b',')]
    #[case::tab("Name\tMail\nKing, Ada\ta@example.org\n", b'\t')]
    #[case::pipe("Name|Mail\nAda|a@example.org\n", b'|')]
    #[case::delimiter_in_quotes("Name,Note\nAda,\"a;b;c\"\nEve,\"d;e;f\"\n", b',')]
    #[case::one_column("Mail\na@example.org\n", b',')]
    #[case::named("sep=;\nName;Mail\n", b';')]
    fn the_sign_is_found(#[case] text: &str, #[case] expected: u8) {
        assert_eq!(sniff(text.as_bytes(), true), expected);
    }
}
