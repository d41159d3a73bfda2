//! The text of a file, as another program reads it.

use std::io::Write;
use std::process::{Command, Stdio};

/// The text in the order of the file, with a single space between words.
pub fn text_of(pdf: &[u8]) -> String {
    let mut reader = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`pdftotext` reads the file back: install poppler-utils");
    let mut input = reader.stdin.take().expect("an input");
    let pdf = pdf.to_vec();
    let writing = std::thread::spawn(move || input.write_all(&pdf));
    let output = reader.wait_with_output().expect("an output");
    writing.join().expect("a thread").expect("all is read");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let shown = text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    shown.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits only. `pdftotext` takes the ligature of lam and alef apart from the wrong end, so that these two are
/// left out.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() && !"لاأإآ".contains(*c)).collect()
}

/// Amounts with the code of their currency, in minor units.
pub fn amounts(text: &str, code: &str) -> Vec<i64> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let with_code = words.windows(2).filter(|pair| pair[1] == code);
    with_code.map(|pair| pair[0].replace(['.', ','], "").parse().expect("an amount")).collect()
}
