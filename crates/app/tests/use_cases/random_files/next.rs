//! The next export of a file: the same rows, of which some cells say something else.

use super::cell::{Cell, Says};
use super::dice::Dice;
use super::table::{File, Holds as H, Line};

/// The file with other values in some cells, which no other file has.
pub fn next(file: &File, dice: &mut Dice) -> File {
    let mut next = file.clone();
    let mut number = 0;
    for line in &mut next.lines {
        let Line::Row(row) = line else { continue };
        for (column, cell) in file.columns.iter().zip(row) {
            if dice.is_one_of(4) && !cell.is_empty() {
                number += 1;
                change(cell, column.holds, &format!("{} changed {number}", file.feed), number);
            }
        }
    }
    next
}

fn change(cell: &mut Cell, holds: H, word: &str, number: i64) {
    match (holds, cell.says) {
        (H::Field(_) | H::Free | H::SaleTitle | H::SaleOwner | H::Product | H::Reason | H::Booth, _) => {
            *cell = Cell::text(word);
        }
        // A day of another year, so that nothing else has it.
        (_, Says::Time { .. }) => {
            let date = jiff::civil::date(2020, 1, 1).checked_add(jiff::Span::new().days(number)).unwrap();
            let at = (18_262 + number) * 86_400_000_000;
            *cell = Cell { text: date.to_string(), says: Says::Time { at, is_day: true } };
        }
        _ => {}
    }
}
