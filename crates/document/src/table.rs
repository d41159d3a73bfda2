//! The table of lines.

mod columns;
mod widths;

use casebook_domain::quotes::Line as QuoteLine;

use crate::colours::{HAIRLINE, INK, MUTED};
use crate::page::{CONTENT, Owner};
use crate::phrases;
use crate::quote::Drawing;
use crate::rows::{Cell, Row};
use crate::structure::{Part, Role};
use crate::text::{Line, Style};
use columns::Column;
use widths::Widths;

/// The space above and below the text of a row.
const PADDING: f32 = 5.0;

/// Draws the table of lines, if there are any.
pub(crate) fn draw(drawing: &mut Drawing<'_>) {
    let lines = &drawing.document.content.lines;
    let Some(first) = lines.first() else { return };
    let columns = Column::of(lines);
    let widths = widths::of(drawing, &columns);
    let table = drawing.flow.structure.add(Role::Table);
    drawing.flow.space(12.0);
    let first = row(drawing, None, &widths, &columns, 0, first);
    head(drawing, table, &widths, &columns, first.height());
    let body = drawing.flow.structure.add_to(table, Role::TableBody);
    for (place, line) in lines.iter().enumerate() {
        let row = row(drawing, Some(body), &widths, &columns, place, line);
        drawing.flow.row(row);
        drawing.flow.rule(0.0, CONTENT, 0.5, HAIRLINE);
    }
    drawing.flow.repeat(None);
}

/// The names of the columns: once for those who hear the table, and again at the top of each further page.
fn head(drawing: &mut Drawing<'_>, table: Part, widths: &Widths, columns: &[Column], first: f32) {
    let style = Style { size: widths.size - 1.0, is_bold: true, colour: drawing.accent.text };
    let head = drawing.flow.structure.add_to(table, Role::TableHead);
    let part = drawing.flow.structure.add_to(head, Role::Row);
    let mut row = Row { cells: Vec::new(), padding: 4.0 };
    for (column, (start, width)) in columns.iter().zip(widths.places()) {
        let name = column.name(drawing.words);
        let lines = drawing.typesetter.block(name, style, width, column.align());
        let owner = Owner::Part(drawing.flow.structure.add_to(part, Role::ColumnHeader));
        row.cells.push(Cell { owner, start, width, lines });
    }
    let mut repeated = row.clone();
    repeated.cells.iter_mut().for_each(|cell| cell.owner = Owner::Repetition);
    drawing.flow.keep_together(row.height() + first);
    drawing.flow.row(row);
    drawing.flow.rule(0.0, CONTENT, 0.9, drawing.accent.rule);
    drawing.flow.repeat(Some((repeated, drawing.accent.rule)));
}

/// A line of the quote; outside of the structure if there is no body.
fn row(
    drawing: &mut Drawing<'_>,
    body: Option<Part>,
    widths: &Widths,
    columns: &[Column],
    place: usize,
    line: &QuoteLine,
) -> Row {
    let part = body.map(|body| drawing.flow.structure.add_to(body, Role::Row));
    let mut row = Row { cells: Vec::new(), padding: PADDING };
    for (column, (start, width)) in columns.iter().zip(widths.places()) {
        let lines = text(drawing, *column, widths.size, width, place, line);
        let owner = part
            .map_or(Owner::Ornament, |part| Owner::Part(drawing.flow.structure.add_to(part, column.role())));
        row.cells.push(Cell { owner, start, width, lines });
    }
    row
}

fn text(
    drawing: &mut Drawing<'_>,
    column: Column,
    size: f32,
    width: f32,
    place: usize,
    line: &QuoteLine,
) -> Vec<Line> {
    let style = Style { size, is_bold: false, colour: column.colour() };
    let text = column.text(drawing.document, place, line);
    let mut lines = drawing.typesetter.block(&text, style, width, column.align());
    if column == Column::Description {
        let language = drawing.document.content.language;
        let recurrence = phrases::recurrence(language, line.recurring, line.term).unwrap_or_default();
        let style = Style { size: size - 1.0, colour: MUTED, ..style };
        lines.extend(drawing.typesetter.block(&recurrence, style, width, column.align()));
    }
    if lines.is_empty() {
        // A row without one of its cells would be read out wrongly.
        let dash = Style { colour: INK, ..style };
        lines = drawing.typesetter.block(columns::NOTHING, dash, width, column.align());
    }
    lines
}
