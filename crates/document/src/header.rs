//! The head of a quote: who makes it to whom, its number and dates, and its title.

use casebook_domain::quotes::Document;

use crate::colours::{INK, MUTED};
use crate::dates;
use crate::page::{CONTENT, Owner};
use crate::quote::{BODY, Drawing};
use crate::rows::{Cell, Row};
use crate::structure::Role;
use crate::text::{Align, Style};
use crate::words::Words;

/// Where the column of number and dates begins.
const FACTS: f32 = 300.0;
/// How wide the names of number and dates are.
const NAMES: f32 = 74.0;
/// The space between the two columns of the head.
const GUTTER: f32 = 24.0;

/// The title of the file: what it is, its number, and what it is about.
pub(crate) fn title(document: &Document) -> String {
    let words = Words::of(document.content.language);
    let number = document.number.as_deref().filter(|number| !number.trim().is_empty());
    let number = number.map_or_else(|| format!("({})", words.draft), str::to_owned);
    format!("{} {number}: {}", words.quote, one_line(&document.content.title))
}

/// Draws the head.
pub(crate) fn draw(drawing: &mut Drawing<'_>) {
    sender(drawing);
    let place = drawing.flow.place();
    recipient(drawing);
    let below_recipient = drawing.flow.place();
    drawing.flow.go_to(place);
    facts(drawing);
    let below_facts = drawing.flow.place();
    drawing.flow.go_to(if below_facts > below_recipient { below_facts } else { below_recipient });
    heading(drawing);
}

fn sender(drawing: &mut Drawing<'_>) {
    let name = &drawing.document.sender.name;
    if !name.trim().is_empty() {
        let style = Style { size: 15.0, is_bold: true, colour: drawing.accent.text };
        let lines = drawing.typesetter.block(name, style, CONTENT, Align::Start);
        let part = drawing.flow.structure.add(Role::Paragraph);
        drawing.flow.row(Row::of(Owner::Part(part), 0.0, CONTENT, lines));
        drawing.flow.space(8.0);
    }
    drawing.flow.rule(0.0, CONTENT, 1.6, drawing.accent.rule);
    drawing.flow.go_to(crate::flow::Place { y: drawing.flow.place().y + 22.0, ..drawing.flow.place() });
}

fn recipient(drawing: &mut Drawing<'_>) {
    let recipient = &drawing.document.content.recipient;
    let width = FACTS - GUTTER;
    let name = Style { size: 10.5, is_bold: true, colour: INK };
    let label = Style { size: 8.0, is_bold: false, colour: MUTED };
    let texts = [(&*recipient.name, name), (&*recipient.address, Style { size: 10.0, ..BODY })];
    if texts.iter().all(|(text, _)| text.trim().is_empty()) {
        return;
    }
    for (text, style) in [(drawing.words.recipient, label)].into_iter().chain(texts) {
        let lines = drawing.typesetter.block(text, style, width, Align::Start);
        if !lines.is_empty() {
            let part = drawing.flow.structure.add(Role::Paragraph);
            drawing.flow.row(Row::of(Owner::Part(part), 0.0, width, lines));
        }
    }
}

/// The number, the version and the dates, as a table of names and values.
fn facts(drawing: &mut Drawing<'_>) {
    let (document, words, language) = (drawing.document, drawing.words, drawing.document.content.language);
    let date = |text: &Option<String>| text.as_deref().map(|text| dates::date(text, language));
    let number = document.number.clone().filter(|number| !number.trim().is_empty());
    let facts = [
        (words.quote, Some(number.unwrap_or_else(|| words.draft.to_owned())), true),
        (words.version, (document.version > 1).then(|| document.version.to_string()), false),
        (words.sent, date(&document.sent_on), false),
        (words.valid_until, date(&document.content.valid_until), false),
    ];
    let table = drawing.flow.structure.add(Role::Table);
    for (name, value, is_bold) in facts {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            let row = drawing.flow.structure.add_to(table, Role::Row);
            let header = drawing.flow.structure.add_to(row, Role::RowHeader);
            let cell = drawing.flow.structure.add_to(row, Role::Cell);
            let row = fact(drawing, [header, cell].map(Owner::Part), name, &value, is_bold);
            drawing.flow.row(row);
        }
    }
}

fn fact(drawing: &mut Drawing<'_>, owners: [Owner; 2], name: &str, value: &str, is_bold: bool) -> Row {
    let width = CONTENT - FACTS - NAMES;
    let mut cell = |owner, start, width, text, style| {
        let lines = drawing.typesetter.block(text, style, width, Align::Start);
        Cell { owner, start, width, lines }
    };
    let [of_name, of_value] = owners;
    let name = cell(of_name, FACTS, NAMES, name, Style { colour: MUTED, ..BODY });
    let value = cell(of_value, FACTS + NAMES, width, value, Style { is_bold, ..BODY });
    Row { cells: vec![name, value], padding: 0.8 }
}

fn heading(drawing: &mut Drawing<'_>) {
    let title = one_line(&drawing.document.content.title);
    let title = if title.is_empty() { drawing.words.quote.to_owned() } else { title };
    let style = Style { size: 17.0, is_bold: true, colour: drawing.accent.text };
    let lines = drawing.typesetter.block(&title, style, CONTENT, Align::Start);
    drawing.flow.space(30.0);
    let row = Row::of(Owner::Ornament, 0.0, CONTENT, lines);
    drawing.flow.keep_together(row.height() + 40.0);
    drawing.flow.heading(None, 1, &title, |owner| Row {
        cells: row.cells.into_iter().map(|cell| Cell { owner, ..cell }).collect(),
        ..Row::default()
    });
    drawing.flow.space(8.0);
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
