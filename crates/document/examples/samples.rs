//! Draws the documents of the tests into a directory, to be looked at and checked: `samples DIRECTORY`.

#[path = "../tests/drawing/samples.rs"]
mod samples;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args_os().nth(1).ok_or("name a directory")?);
    let documents = [
        ("english", samples::english()),
        ("german", samples::german()),
        ("arabic", samples::arabic()),
        ("yen", samples::yen()),
        ("monstrous", samples::monstrous()),
    ];
    for (name, document) in documents {
        std::fs::write(directory.join(name).with_extension("pdf"), casebook_document::pdf(&document)?)?;
    }
    Ok(())
}
