//! The foot of each page: who the sender is, the number of the quote, and the number of the page.

use casebook_domain::quotes::{Company, Document};

use crate::colours::{HAIRLINE, INK, MUTED};
use crate::page::{BOTTOM, CONTENT, HEIGHT, Mark, Owner, Page, Shape, left};
use crate::phrases;
use crate::quote::{BODY, Drawing};
use crate::structure::{Part, Role, Structure};
use crate::text::{Align, Line, Style, Typesetter, height};
use crate::words::Words;

/// The text.
const SMALL: Style = Style { size: 7.5, is_bold: false, colour: MUTED };
/// The most lines of a column: what is longer stands in full behind the terms.
const MOST_LINES: usize = 7;
/// The space between two columns.
const GUTTER: f32 = 18.0;
/// The height of the line with the number of the page.
const PAGE_NUMBER: f32 = 11.0;
/// The space around the columns.
const SPACE: f32 = 9.0;

/// The foot of all pages.
pub(crate) struct Footer {
    columns: Vec<Vec<Line>>,
    is_cut: bool,
}

impl Footer {
    /// The foot of a document.
    pub(crate) fn of(document: &Document, typesetter: &mut Typesetter) -> Self {
        let texts = columns(&document.sender, Words::of(document.content.language));
        let width = width(texts.len());
        let mut footer = Self { columns: Vec::new(), is_cut: false };
        for column in texts {
            let mut lines = Vec::new();
            for (text, style) in column {
                lines.extend(typesetter.block(&text, style, width, Align::Start));
            }
            if lines.len() > MOST_LINES {
                lines.truncate(MOST_LINES - 1);
                lines.extend(typesetter.block("…", SMALL, width, Align::Start));
                footer.is_cut = true;
            }
            footer.columns.push(lines);
        }
        footer
    }

    /// Where it begins, from the top of the page.
    pub(crate) fn top(&self) -> f32 {
        HEIGHT - BOTTOM - PAGE_NUMBER - 2.0 * SPACE - self.height()
    }

    /// Draws it on each page. It is said on the last one, where reading ends, and only repeated on the others.
    pub(crate) fn draw(&self, drawing: &mut Drawing<'_>) {
        if self.is_cut {
            in_full(drawing);
        }
        let last = drawing.flow.pages.len().saturating_sub(1);
        for index in 0..=last {
            let is_said = index == last && !self.is_cut;
            let marks = self.marks(&mut drawing.flow.structure, drawing.document, is_said);
            let numbers = page_number(drawing, index + 1, last + 1);
            if let Some(page) = drawing.flow.pages.get_mut(index) {
                page.marks.extend(marks);
                page.marks.extend(numbers);
            }
        }
    }

    fn height(&self) -> f32 {
        self.columns.iter().map(|lines| height(lines)).fold(0.0, f32::max)
    }

    fn marks(&self, structure: &mut Structure, document: &Document, is_said: bool) -> Vec<Mark> {
        let is_right_to_left = document.content.language.is_right_to_left();
        let mut page = Page::default();
        let shape = Shape::Rule { width: CONTENT, thickness: 0.5, colour: HAIRLINE };
        let x = left(0.0, CONTENT, is_right_to_left);
        page.marks.push(Mark { owner: Owner::Ornament, x, y: self.top() + SPACE / 2.0, shape });
        let width = width(self.columns.len());
        for (place, column) in self.columns.iter().enumerate() {
            let part: Option<Part> = is_said.then(|| structure.add(Role::Paragraph));
            let owner = part.map_or(Owner::Repetition, Owner::Part);
            let x = left(place as f32 * (width + GUTTER), width, is_right_to_left);
            put(&mut page, owner, x, self.top() + SPACE, column);
        }
        page.marks
    }
}

fn put(page: &mut Page, owner: Owner, x: f32, mut y: f32, lines: &[Line]) {
    for line in lines {
        page.marks.push(Mark { owner, x, y, shape: Shape::Text(line.clone()) });
        y += line.height;
    }
}

fn page_number(drawing: &mut Drawing<'_>, number: usize, all: usize) -> Vec<Mark> {
    let (document, words) = (drawing.document, drawing.words);
    let language = document.content.language;
    let quote = document.number.as_deref().filter(|number| !number.trim().is_empty()).unwrap_or(words.draft);
    let quote = match document.version {
        ..=1 => quote.to_owned(),
        version => format!("{quote} · {} {version}", words.version),
    };
    let half = CONTENT / 2.0;
    let mut page = Page::default();
    let texts = [(quote, 0.0, Align::Start), (phrases::page(language, number, all), half, Align::End)];
    for (text, start, align) in texts {
        let mut lines = drawing.typesetter.block(&text, SMALL, half, align);
        lines.truncate(1);
        let x = left(start, half, language.is_right_to_left());
        put(&mut page, Owner::Repetition, x, HEIGHT - BOTTOM - PAGE_NUMBER, &lines);
    }
    page.marks
}

/// All about the sender, for a foot that has no room for it.
fn in_full(drawing: &mut Drawing<'_>) {
    drawing.flow.space(18.0);
    drawing.heading(drawing.words.sender, 0.0, CONTENT, 3.0 * BODY.size);
    for (text, _) in columns(&drawing.document.sender, drawing.words).into_iter().flatten() {
        drawing.block(&text, CONTENT);
    }
}

/// The texts of the columns that have any.
fn columns(company: &Company, words: &Words) -> Vec<Vec<(String, Style)>> {
    let name = Style { is_bold: true, colour: INK, ..SMALL };
    let labelled = |label: &str, text: &str| [(label.to_owned(), name), (text.to_owned(), SMALL)];
    let sender = [(company.name.clone(), name), (company.address.clone(), SMALL)];
    let reach = [labelled(words.contact, &company.contact), labelled(words.tax_id, &company.tax_id)];
    let bank = labelled(words.bank, &company.bank);
    let has_text = |texts: &[(String, Style); 2]| !texts[1].0.trim().is_empty();
    let sender = sender.into_iter().filter(|(text, _)| !text.trim().is_empty()).collect();
    let reach = reach.into_iter().filter(has_text).flatten().collect();
    let bank = [bank].into_iter().filter(has_text).flatten().collect();
    [sender, reach, bank].into_iter().filter(|column: &Vec<_>| !column.is_empty()).collect()
}

fn width(columns: usize) -> f32 {
    let columns = columns.max(1) as f32;
    (CONTENT - GUTTER * (columns - 1.0)) / columns
}
