//! Text for people, put together line by line.

use std::fmt::Display;

/// The lines so far.
#[derive(Default)]
pub struct Text(String);

impl Text {
    /// Adds a line.
    pub fn line(&mut self, line: impl Display) {
        self.0.push_str(&line.to_string());
        self.0.push('\n');
    }

    /// Adds lines that are ended already, such as a table's.
    pub fn block(&mut self, block: &str) {
        self.0.push_str(block);
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}
