//! What a quote comes to: what is charged once, each month and each year, and over all terms.

use casebook_domain::quotes::{Recurrence, Sum};

use crate::colours::HAIRLINE;
use crate::numbers;
use crate::page::{CONTENT, Owner};
use crate::phrases;
use crate::quote::{BODY, Drawing};
use crate::rows::{Cell, Row};
use crate::structure::{Part, Role};
use crate::text::{Align, Style};

/// Where the totals begin, from the margin at which lines start.
const START: f32 = CONTENT - 310.0;
/// How wide their names are.
const NAMES: f32 = 170.0;
/// How wide the amounts may be.
const AMOUNTS: f32 = CONTENT - START - NAMES;
/// The height of a row, for what is kept together.
const ROW: f32 = BODY.size * 1.4 + 3.0;

/// Draws the totals.
pub(crate) fn draw(drawing: &mut Drawing<'_>) {
    let totals = &drawing.document.totals;
    let recurring = Recurrence::ALL.map(|one| (drawing.words.charged(one), totals.of_recurrence(one)));
    // What is charged once is all that is agreed if nothing recurs.
    let has_terms = totals.monthly.is_some() || totals.yearly.is_some();
    let agreed = totals.agreed.as_ref().filter(|_| has_terms);
    for (heading, sum) in recurring.into_iter().chain([(drawing.words.agreed, agreed)]) {
        if let Some(sum) = sum {
            group(drawing, heading, sum);
        }
    }
}

/// One sum under its heading, on one page if a page can hold it.
fn group(drawing: &mut Drawing<'_>, heading: &str, sum: &Sum) {
    drawing.flow.space(16.0);
    let rows = sum.taxes.len() as f32 + 2.0;
    let height = rows.mul_add(ROW, 8.0);
    let following = if height < 400.0 { height } else { 3.0 * ROW };
    drawing.heading(heading, START, CONTENT - START, following);
    let (language, currency) = (drawing.document.content.language, drawing.document.content.currency);
    // Amounts end at the margin where lines end, and are as wide as the widest: the last one, which is bold.
    let widest = numbers::amount(sum.gross.max(sum.net), currency, language);
    let widest = drawing.typesetter.paragraph(&widest, Style { is_bold: true, ..BODY }).widths().1;
    let table = (drawing.flow.structure.add(Role::Table), (widest + 0.5).min(AMOUNTS));
    line(drawing, table, drawing.words.net, sum.net, false);
    for tax in &sum.taxes {
        let net = numbers::amount(tax.net, currency, language);
        let name = phrases::tax(language, &numbers::percent(tax.rate, language), &net);
        line(drawing, table, &name, tax.tax, false);
    }
    drawing.flow.rule(START, CONTENT - START, 0.6, HAIRLINE);
    line(drawing, table, drawing.words.total, sum.gross, true);
}

fn line(drawing: &mut Drawing<'_>, (table, width): (Part, f32), name: &str, amount: i64, is_bold: bool) {
    let content = &drawing.document.content;
    let amount = numbers::amount(amount, content.currency, content.language);
    let row = drawing.flow.structure.add_to(table, Role::Row);
    let header = drawing.flow.structure.add_to(row, Role::RowHeader);
    let cell = drawing.flow.structure.add_to(row, Role::Cell);
    let style = Style { is_bold, ..BODY };
    let names = drawing.typesetter.block(name, style, NAMES, Align::Start);
    let amounts = drawing.typesetter.block(&amount, style, width, Align::Right);
    let cells = vec![
        Cell { owner: Owner::Part(header), start: START, width: NAMES, lines: names },
        Cell { owner: Owner::Part(cell), start: CONTENT - width, width, lines: amounts },
    ];
    drawing.flow.row(Row { cells, padding: if is_bold { 3.0 } else { 1.5 } });
}
