//! A quote from its head to its foot.

use casebook_domain::quotes::Document;
use krilla::error::KrillaError;

use crate::colours::{Accent, INK};
use crate::flow::Flow;
use crate::fonts::Fallback;
use crate::page::{CONTENT, Owner};
use crate::rows::Row;
use crate::structure::Role;
use crate::text::{Align, Line, Style, Typesetter};
use crate::words::Words;
use crate::{footer, header, table, totals, writer};

/// Plain text.
pub(crate) const BODY: Style = Style { size: 9.5, is_bold: false, colour: INK };
/// The size of a heading of the second level.
const HEADING: f32 = 11.0;

/// What every part of a document is drawn with.
pub(crate) struct Drawing<'d> {
    pub document: &'d Document,
    pub words: &'static Words,
    pub accent: Accent,
    pub typesetter: Typesetter,
    pub flow: Flow,
}

/// Draws a document.
pub(crate) fn draw(document: &Document, fallback: Fallback) -> Result<Vec<u8>, KrillaError> {
    writer::write(lay_out(document, fallback), &header::title(document), document)
}

/// Puts all of a document on pages.
pub(crate) fn lay_out(document: &Document, fallback: Fallback) -> Flow {
    let language = document.content.language;
    let mut typesetter = Typesetter::new(language, fallback);
    let footer = footer::Footer::of(document, &mut typesetter);
    let flow = Flow::new(footer.top(), language.is_right_to_left());
    let accent = Accent::of(&document.sender);
    let mut drawing = Drawing { document, words: Words::of(language), accent, typesetter, flow };
    header::draw(&mut drawing);
    drawing.block(&document.content.introduction, CONTENT);
    table::draw(&mut drawing);
    totals::draw(&mut drawing);
    drawing.terms();
    footer.draw(&mut drawing);
    drawing.flow
}

impl Drawing<'_> {
    /// Draws a heading of the second level, and keeps it with what follows if that is so tall.
    pub(crate) fn heading(&mut self, text: &str, start: f32, width: f32, following: f32) {
        let style = Style { size: HEADING, is_bold: true, colour: self.accent.text };
        let lines = self.typesetter.block(text, style, width, Align::Start);
        let mut row = Row::of(Owner::Ornament, start, width, lines);
        row.padding = 2.0;
        self.flow.keep_together(row.height() + following);
        self.flow.heading(None, 2, text, |owner| {
            row.cells.iter_mut().for_each(|cell| cell.owner = owner);
            row
        });
    }

    /// Draws text of several paragraphs, each of which is one for those who hear it.
    pub(crate) fn block(&mut self, text: &str, width: f32) {
        let lines = self.typesetter.block(text, BODY, width, Align::Start);
        for paragraph in lines.split(Line::is_gap).filter(|lines| !lines.is_empty()) {
            let part = self.flow.structure.add(Role::Paragraph);
            self.flow.row(Row::of(Owner::Part(part), 0.0, width, paragraph.to_vec()));
            self.flow.space(BODY.size / 2.0);
        }
    }

    fn terms(&mut self) {
        let terms = &self.document.content.terms;
        if terms.trim().is_empty() {
            return;
        }
        self.flow.space(18.0);
        self.heading(self.words.terms, 0.0, CONTENT, 3.0 * BODY.size);
        self.block(terms, CONTENT);
    }
}
