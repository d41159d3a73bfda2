//! What is printed: the answer on stdout, for people or as one line of JSON; everything else on stderr.

mod failure;
mod mask;
mod receipt;
mod table;
mod text;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use serde_json::{Value, json};

use mask::masked;

pub use failure::Failure;
pub use receipt::receipt_json;
pub use table::{Column, Table};
pub use text::Text;
pub use words::{day, number, percent, plain, plural};

/// What a command answers.
pub struct Answer {
    /// As JSON and as text; none if the command has written it itself.
    content: Option<(Value, String)>,
    exit: u8,
}

/// Done, but rows were refused.
const REJECTED: u8 = 3;
/// Bad usage.
const USAGE: u8 = 2;
/// Failed.
const FAILED: u8 = 1;

impl Answer {
    /// The answer as JSON and for people.
    pub fn new(json: Value, text: impl Into<String>) -> Self {
        Self { content: Some((json, text.into())), exit: 0 }
    }

    /// The command has written its answer itself.
    pub fn written() -> Self {
        Self { content: None, exit: 0 }
    }

    /// The command did its work, but what it found is a failure.
    #[must_use]
    pub fn failed_if(mut self, failed: bool) -> Self {
        if failed {
            self.exit = FAILED;
        }
        self
    }

    /// The command did its work but for some rows.
    #[must_use]
    pub fn rejected_if(mut self, rejected: bool) -> Self {
        if rejected {
            self.exit = REJECTED;
        }
        self
    }
}

/// Prints the outcome and returns the exit code.
pub fn finish(json: bool, outcome: Result<Answer, Failure>) -> ExitCode {
    match outcome {
        Ok(Answer { content: None, exit }) => ExitCode::from(exit),
        Ok(Answer { content: Some((value, text)), exit }) => {
            let text = if json { value.to_string() } else { text };
            match print(&text) {
                Ok(()) => ExitCode::from(exit),
                Err(error) => {
                    print_message(&format!("error: the output cannot be written: {error}"));
                    ExitCode::from(FAILED)
                }
            }
        }
        Err(failure) => {
            print_message(&format!("error: {}", failure.message));
            if json {
                // The message is on stderr already, so it matters less that nobody reads the line.
                let _ = print(&failure.json().to_string());
            }
            ExitCode::from(failure.exit())
        }
    }
}

/// Prints what is wrong with the arguments, or the help that was asked for.
pub fn unparsed(error: &clap::Error) -> ExitCode {
    // A pipe that is closed early is no failure: its reader has seen enough.
    let text = error.render().to_string();
    let shown = masked(&text);
    // The help shows an address without anybody's password.
    if shown == text || !error.use_stderr() {
        let _ = error.print();
    } else {
        print_message(shown.trim_end());
    }
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    if std::env::args_os().any(|argument| argument == "--json") {
        let message = shown.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let _ = print(&json!({ "error": { "code": "usage", "message": message } }).to_string());
    }
    ExitCode::from(USAGE)
}

/// Writes to stdout and ends the line. A pipe that was closed early is no failure.
fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| if text.is_empty() || text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
    unless_closed(written.and_then(|()| out.flush()))
}

/// A reader that closes a pipe early has read enough.
pub fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Prints a message beside the answer, on stderr.
pub fn print_message(text: &str) {
    // If stderr is closed, nobody reads it.
    let _ = writeln!(io::stderr().lock(), "{text}");
}
