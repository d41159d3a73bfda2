//! Puts rows below each other, from page to page.

use crate::colours::Colour;
use crate::page::{self, Mark, Owner, Page, Shape};
use crate::rows::{Cell, Row};
use crate::structure::{Part, Role, Structure};

/// The least height of a row that is worth dividing: less moves to the next page as a whole.
const WORTH_DIVIDING: f32 = 40.0;

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub(crate) struct Place {
    /// The page, from 0.
    pub page: usize,
    /// From its top.
    pub y: f32,
}

/// The pages of a document, as they are filled.
pub(crate) struct Flow {
    pub structure: Structure,
    pub pages: Vec<Page>,
    /// Each heading with its place, for the table of contents that viewers show.
    pub headings: Vec<(u16, String, Place)>,
    place: Place,
    bottom: f32,
    is_right_to_left: bool,
    repeated: Option<(Row, Colour)>,
}

impl Flow {
    /// An empty document whose pages are filled down to `bottom`.
    pub(crate) fn new(bottom: f32, is_right_to_left: bool) -> Self {
        Self {
            structure: Structure::default(),
            pages: vec![Page::default()],
            headings: Vec::new(),
            place: Place { page: 0, y: page::TOP },
            bottom,
            is_right_to_left,
            repeated: None,
        }
    }

    /// Where the next row goes.
    pub(crate) fn place(&self) -> Place {
        self.place
    }

    /// Goes on elsewhere, beside what is there already.
    pub(crate) fn go_to(&mut self, place: Place) {
        self.place = place;
    }

    /// Leaves space, which is none at the top of a page.
    pub(crate) fn space(&mut self, height: f32) {
        if self.place.y > page::TOP {
            self.place.y += height;
        }
    }

    /// Begins a page if so much does not fit on this one, but on an empty one.
    pub(crate) fn keep_together(&mut self, height: f32) {
        if height > self.room() && self.place.y > page::TOP && height <= self.bottom - page::TOP {
            self.new_page();
        }
    }

    /// Repeats a row with a rule below it at the top of each page from now on; `None` for no longer.
    pub(crate) fn repeat(&mut self, row: Option<(Row, Colour)>) {
        self.repeated = row;
    }

    /// A heading: a part of the structure that the table of contents names. `text` has at least one character.
    pub(crate) fn heading(
        &mut self,
        whole: Option<Part>,
        level: u16,
        text: &str,
        row: impl FnOnce(Owner) -> Row,
    ) {
        let role = Role::Heading(level, text.to_owned());
        let part = match whole {
            Some(whole) => self.structure.add_to(whole, role),
            None => self.structure.add(role),
        };
        self.headings.push((level, text.to_owned(), self.place));
        self.row(row(Owner::Part(part)));
    }

    /// Puts a row below what is there. It is divided only if no page holds all of it.
    pub(crate) fn row(&mut self, mut row: Row) {
        let on_empty_page =
            self.bottom - page::TOP - self.repeated.as_ref().map_or(0.0, |(row, _)| row.height());
        let height = row.height();
        if height > self.room() && (height <= on_empty_page || self.room() < WORTH_DIVIDING) {
            self.new_page();
        }
        while row.height() > self.room() && !row.is_empty() {
            let mut part = row.take(self.room());
            if part.is_empty() {
                part = row.take_first();
            }
            self.put(part);
            self.new_page();
        }
        self.put(row);
    }

    /// Draws a rule across the columns from `start` on.
    pub(crate) fn rule(&mut self, start: f32, width: f32, thickness: f32, colour: Colour) {
        let x = page::left(start, width, self.is_right_to_left);
        let y = self.place.y;
        self.mark(Mark { owner: Owner::Ornament, x, y, shape: Shape::Rule { width, thickness, colour } });
    }

    fn room(&self) -> f32 {
        self.bottom - self.place.y
    }

    fn new_page(&mut self) {
        self.place = Place { page: self.place.page + 1, y: page::TOP };
        if self.pages.len() <= self.place.page {
            self.pages.push(Page::default());
        }
        if let Some((row, colour)) = self.repeated.clone() {
            self.put(row);
            self.rule(0.0, page::CONTENT, 0.9, colour);
        }
    }

    fn put(&mut self, row: Row) {
        let height = row.height();
        let top = self.place.y + row.padding;
        for cell in row.cells {
            self.put_cell(cell, top);
        }
        self.place.y += height;
    }

    fn put_cell(&mut self, cell: Cell, mut y: f32) {
        let x = page::left(cell.start, cell.width, self.is_right_to_left);
        for line in cell.lines {
            let height = line.height;
            if !line.is_gap() {
                self.mark(Mark { owner: cell.owner, x, y, shape: Shape::Text(line) });
            }
            y += height;
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.get_mut(self.place.page) {
            page.marks.push(mark);
        }
    }
}
