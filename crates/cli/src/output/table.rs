//! Aligned tables for people.

use unicode_width::UnicodeWidthStr;

use super::words::plain;

/// A column's heading and alignment.
#[derive(Clone, Copy)]
pub enum Column<'h> {
    /// Words.
    Left(&'h str),
    /// Numbers.
    Right(&'h str),
}

/// Rows under headings.
pub struct Table<'h> {
    columns: Vec<Column<'h>>,
    rows: Vec<Vec<String>>,
}

impl<'h> Table<'h> {
    /// A table without rows.
    pub fn new(columns: &[Column<'h>]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row. Line breaks and control characters, which files may bring, become spaces.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(|cell| plain(cell.as_ref())).collect());
    }

    /// The text, each line ended; `nothing` if there is no row.
    pub fn text(&self, nothing: &str) -> String {
        if self.rows.is_empty() {
            return format!("{nothing}\n");
        }
        let headings: Vec<String> = self.columns.iter().map(|column| column.heading().to_owned()).collect();
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|place| {
                let cells = std::iter::once(&headings).chain(&self.rows).filter_map(|row| row.get(place));
                cells.map(|cell| cell.width()).max().unwrap_or_default()
            })
            .collect();
        let mut text = String::new();
        for row in std::iter::once(&headings).chain(&self.rows) {
            let mut line = String::new();
            for ((cell, width), column) in row.iter().zip(&widths).zip(&self.columns) {
                let blank = " ".repeat(width.saturating_sub(cell.width()));
                match column {
                    Column::Left(_) => line.extend([cell, blank.as_str(), "  "]),
                    Column::Right(_) => line.extend([blank.as_str(), cell, "  "]),
                }
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

impl<'h> Column<'h> {
    fn heading(self) -> &'h str {
        match self {
            Self::Left(heading) | Self::Right(heading) => heading,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right_whatever_their_script() {
        let mut table = Table::new(&[Column::Left("name"), Column::Right("rows")]);
        table.row(["日本", "7"]);
        table.row(["Ada\nKing", "1,200"]);
        assert_eq!(table.text("none"), "name       rows\n日本          7\nAda King  1,200\n");
    }

    #[test]
    fn a_table_without_rows_says_so() {
        assert_eq!(Table::new(&[Column::Left("name")]).text("Nobody yet."), "Nobody yet.\n");
    }
}
