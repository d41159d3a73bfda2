//! How wide the columns of the table of lines are.

use super::columns::Column;
use crate::colours::INK;
use crate::page::CONTENT;
use crate::quote::Drawing;
use crate::text::Style;

/// The space between two columns.
const GUTTER: f32 = 10.0;
/// The least width of a description that reads well.
const READABLE: f32 = 150.0;
/// The least width of a description beside amounts of which each is as large as can be.
const NARROW: f32 = 60.0;
/// The widest that a quantity with its unit gets, unless the number alone is wider.
const WIDEST_QUANTITY: f32 = 84.0;
/// The size of text, if there is room.
const SIZE: f32 = 9.0;
/// Other sizes, for amounts that are very large.
const SMALLER: [f32; 3] = [8.0, 7.2, 6.5];

/// The widths of columns, and the size of the text that fits them.
pub(super) struct Widths {
    pub size: f32,
    widths: Vec<f32>,
}

impl Widths {
    /// Where each column begins, and its width.
    pub(super) fn places(&self) -> impl Iterator<Item = (f32, f32)> + '_ {
        let starts = self.widths.iter().scan(0.0, |start, width| {
            let place = *start;
            *start += width + GUTTER;
            Some(place)
        });
        starts.zip(self.widths.iter().copied())
    }
}

/// The widths in which all numbers have room, and descriptions get what is left.
pub(super) fn of(drawing: &mut Drawing<'_>, columns: &[Column]) -> Widths {
    let needs: Vec<(f32, f32)> = columns.iter().map(|column| needed(drawing, *column)).collect();
    let gutters = GUTTER * (columns.len().saturating_sub(1)) as f32;
    let in_one_line = [SIZE].into_iter().chain(SMALLER).map(|size| (size, true, READABLE));
    // The code of the currency may stand below its number.
    let in_two_lines = SMALLER.into_iter().map(|size| (size, false, READABLE));
    let narrow = (SMALLER[2], false, NARROW);
    for (size, is_one_line, least) in in_one_line.chain(in_two_lines).chain([narrow]) {
        let width = |(word, line): &(f32, f32)| if is_one_line { *line } else { *word } * size / SIZE;
        let widths: Vec<f32> = needs.iter().map(width).collect();
        let left = CONTENT - gutters - widths.iter().sum::<f32>();
        if left >= least {
            return Widths { size, widths: with_description(columns, widths, left) };
        }
    }
    squeezed(columns, &needs, CONTENT - gutters)
}

/// Where not even that fits, as no amount that can be offered is, numbers are broken wherever their columns end.
fn squeezed(columns: &[Column], needs: &[(f32, f32)], room: f32) -> Widths {
    let all: f32 = needs.iter().map(|(word, _)| word).sum();
    let scale = (room - NARROW) / all.max(1.0);
    let widths = needs.iter().map(|(word, _)| word * scale).collect();
    Widths { size: SMALLER[2], widths: with_description(columns, widths, NARROW) }
}

fn with_description(columns: &[Column], mut widths: Vec<f32>, left: f32) -> Vec<f32> {
    for (column, width) in columns.iter().zip(&mut widths) {
        if *column == Column::Description {
            *width = left;
        }
    }
    widths
}

/// The width of the longest word of a column, and that of its longest text in one line.
fn needed(drawing: &mut Drawing<'_>, column: Column) -> (f32, f32) {
    if column == Column::Description {
        return (0.0, 0.0);
    }
    let name = Style { size: SIZE - 1.0, is_bold: true, colour: INK };
    let (mut word, mut line) = drawing.typesetter.paragraph(column.name(drawing.words), name).widths();
    let document = drawing.document;
    let style = Style { size: SIZE, is_bold: false, colour: INK };
    for (place, each) in document.content.lines.iter().enumerate() {
        let text = column.text(document, place, each);
        let widths = drawing.typesetter.paragraph(text.trim_end(), style).widths();
        let longest_word = match (column, text.split_once(' ')) {
            // A unit may be broken, a number may not.
            (Column::Quantity, Some((number, _))) => drawing.typesetter.paragraph(number, style).widths().1,
            _ => widths.0,
        };
        (word, line) = (word.max(longest_word), line.max(widths.1));
    }
    if column == Column::Quantity {
        line = line.min(WIDEST_QUANTITY.max(word));
    }
    // Widths are summed up in another order when lines are broken, and must not come out too small by a hair.
    (word + 0.5, line + 0.5)
}
