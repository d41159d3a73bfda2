//! Cells that no spreadsheet takes for a formula.
//!
//! A program that opens a CSV file runs cells that begin with `=`, `+`, `-` or `@`, and some strip a tab or a
//! carriage return first. Such a cell gets an apostrophe in front, the spreadsheets' own mark for text. Two
//! sorts stay as they are, because they are common and hold nothing that could be run: plain numbers (`-12.50`)
//! and international phone numbers (`+44 20 7946 0958`). Where a file that Casebook exported is imported again, the
//! apostrophe is taken off.

use std::borrow::Cow;

/// The cell, with an apostrophe in front if a spreadsheet could take it for a formula.
pub fn safe(cell: &str) -> Cow<'_, str> {
    if is_tempting(cell) && !is_number(cell) && !is_phone(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// [`safe`], so that [`unmarked`] gives the text again: one that begins like such a mark gets another.
pub fn marked(cell: &str) -> Cow<'_, str> {
    if unmarked(cell) == cell { safe(cell) } else { Cow::Owned(format!("'{cell}")) }
}

/// The text behind the mark of [`marked`].
pub fn unmarked(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| rest.starts_with('\'') || safe(rest) != *rest);
    rest.filter(|rest| !rest.starts_with('\'') || unmarked(rest) != *rest).unwrap_or(cell)
}

/// Full-width forms are run where East Asian input is usual. What stands in front and is not seen (blanks of any kind,
/// a mark of the order of bytes, characters without width) is passed over, as some programs do.
fn is_tempting(cell: &str) -> bool {
    let seen = cell.trim_start_matches(is_unseen);
    cell.starts_with(['\t', '\r', '\n']) || seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let parts: Vec<&str> = digits.split(['.', ',']).collect();
    parts.len() <= 2
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A plus, then 7 to 15 digits with the signs that people put between them.
fn is_phone(cell: &str) -> bool {
    let Some(rest) = cell.strip_prefix('+') else { return false };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    let between = |byte: u8| byte.is_ascii_digit() || b" ()-./".contains(&byte);
    rest.starts_with(|c: char| c.is_ascii_digit()) && (7..=15).contains(&digits) && rest.bytes().all(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_could_run_is_marked_as_text() {
        for cell in [
            "=1+1",
            "=cmd|' /C calc'!A0",
            "+1+cmd",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "+",
            "-",
            "- no",
            "+49 89 (0) =1",
            "＝1+1",
            "+1.2.3",
            " =1+1",
            "\u{a0}=1+1",
            "\u{feff}=1+1",
            "\u{3000}＝1+1",
            "\u{200b} @SUM(A1)",
            " -12.50",
        ] {
            assert_eq!(safe(cell), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn a_marked_cell_is_the_text_again() {
        for text in ["", "a", "=1", "'=1", "''=1", "'x", "''x", "-12.5", "- no", "+49 30 1234567", "'"] {
            assert_eq!(unmarked(&marked(text)), text, "{text}");
        }
        assert_eq!(marked("=1"), "'=1");
    }

    #[test]
    fn numbers_phones_and_plain_words_stay_as_they_are() {
        for cell in [
            "",
            "Ada",
            "-12.50",
            "+3",
            "-1,5",
            "+44 20 7946 0958",
            "+1 (555) 010-9999",
            "+4930123456",
            "'x",
            "a=b",
        ] {
            assert_eq!(safe(cell), cell, "{cell:?}");
        }
    }
}
