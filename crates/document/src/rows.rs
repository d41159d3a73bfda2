//! Rows of cells, which stand side by side, and how a row is divided between two pages.

use crate::page::Owner;
use crate::text::{Line, height};

/// Lines that stand below each other.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub owner: Owner,
    /// From the margin at which lines start.
    pub start: f32,
    pub width: f32,
    pub lines: Vec<Line>,
}

/// Cells that stand side by side.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    /// The space above and below the text.
    pub padding: f32,
}

impl Row {
    /// A row of a single cell.
    pub(crate) fn of(owner: Owner, start: f32, width: f32, lines: Vec<Line>) -> Self {
        Self { cells: vec![Cell { owner, start, width, lines }], padding: 0.0 }
    }

    /// The height with the space above and below.
    pub(crate) fn height(&self) -> f32 {
        self.cells.iter().map(|cell| height(&cell.lines)).fold(0.0, f32::max) + 2.0 * self.padding
    }

    /// Whether nothing is left to draw.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.lines.is_empty())
    }

    /// Takes off the lines that fit into a height, of each cell.
    pub(crate) fn take(&mut self, room: f32) -> Self {
        let room = room - 2.0 * self.padding;
        let cells =
            self.cells.iter_mut().map(|cell| Cell { lines: take(&mut cell.lines, room), ..cell.clone() });
        Self { cells: cells.collect(), padding: self.padding }
    }

    /// Takes off the first line of each cell, for a page on which not even that fits.
    pub(crate) fn take_first(&mut self) -> Self {
        let first = |lines: &mut Vec<Line>| lines.drain(..lines.len().min(1)).collect();
        let cells = self.cells.iter_mut().map(|cell| Cell { lines: first(&mut cell.lines), ..cell.clone() });
        Self { cells: cells.collect(), padding: self.padding }
    }
}

fn take(lines: &mut Vec<Line>, room: f32) -> Vec<Line> {
    let mut used = 0.0;
    let fitting = lines.iter().take_while(|line| {
        used += line.height;
        used <= room
    });
    let count = fitting.count();
    let rest = lines.split_off(count);
    std::mem::replace(lines, rest)
}
