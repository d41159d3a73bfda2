//! The portable form of a whole database: a line of JSON for the file, for each table, for each row.
//!
//! The first line says what it is and at which step of the schema; `{"table":…,"columns":[…]}` begins a table;
//! a row is a list of numbers, texts, nulls and `{"hex":…}`. The last line counts the rows and carries the
//! digest of everything before it, so that a file that was cut short or altered is refused as a whole.

use casebook_domain::text::hexadecimal;
use std::io::{self, BufRead, Write};

use casebook_domain::time::Timestamp;
use casebook_store::{NULL, Value};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

/// What the first line is known by.
const MARK: &str = "casebook_backup";
/// Raised when the form changes.
const FORM: i64 = 1;

/// Writes a dump.
pub(crate) struct Writer<W> {
    out: W,
    digest: Sha256,
    rows: u64,
}

/// A line of a dump.
pub(crate) enum Line {
    /// The rows that follow are of this table.
    Table { name: String, columns: Vec<String> },
    /// A row.
    Row(Vec<Value<'static>>),
}

/// Counts the rows and carries the digest of everything before it.
fn last_line(rows: u64, digest: &Sha256) -> String {
    let digest = hexadecimal(&digest.clone().finalize());
    format!("{}\n", json!({ "end": true, "rows": rows, "sha256": digest }))
}

/// Reads a dump line by line; the end is reached only if the file is whole.
pub(crate) struct Reader<R> {
    lines: R,
    digest: Sha256,
    rows: u64,
    /// The step of the schema that the dump was written at.
    pub step: i64,
}

impl<W: Write> Writer<W> {
    pub fn begin(out: W, step: i64, at: Timestamp) -> io::Result<Self> {
        let mut writer = Self { out, digest: Sha256::new(), rows: 0 };
        writer.line(&json!({ MARK: FORM, "step": step, "at": at.to_string() }))?;
        Ok(writer)
    }

    pub fn table(&mut self, name: &str, columns: &[&str]) -> io::Result<()> {
        self.line(&json!({ "table": name, "columns": columns }))
    }

    pub fn row(&mut self, values: &[Value<'_>]) -> io::Result<()> {
        self.rows += 1;
        self.line(&Json::Array(values.iter().map(to_json).collect()))
    }

    /// Writes the last line; returns how many rows there are.
    pub fn end(mut self) -> io::Result<u64> {
        self.out.write_all(last_line(self.rows, &self.digest).as_bytes())?;
        self.out.flush()?;
        Ok(self.rows)
    }

    fn line(&mut self, json: &Json) -> io::Result<()> {
        let mut line = json.to_string();
        line.push('\n');
        self.digest.update(line.as_bytes());
        self.out.write_all(line.as_bytes())
    }
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line; `None` if this is no dump.
    pub fn begin(mut lines: R) -> io::Result<Option<Self>> {
        let mut first = Vec::new();
        // Whatever begins otherwise may hold no line break for gigabytes.
        io::Read::take(&mut lines, 1024).read_until(b'\n', &mut first)?;
        let Ok(json) = serde_json::from_slice::<Json>(&first) else { return Ok(None) };
        if json[MARK] != json!(FORM) {
            return Ok(None);
        }
        let mut digest = Sha256::new();
        digest.update(&first);
        Ok(json["step"].as_i64().map(|step| Self { lines, digest, rows: 0, step }))
    }

    /// The next line; `None` at the end of a file that is whole.
    pub fn next(&mut self) -> io::Result<Option<Line>> {
        let mut text = String::new();
        match self.lines.read_line(&mut text) {
            Ok(0) => return Err(broken("it is incomplete")),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(broken("a line cannot be read"));
            }
            other => other?,
        };
        let json: Json = serde_json::from_str(&text).map_err(|_| broken("a line cannot be read"))?;
        if json["end"] == json!(true) {
            // Byte by byte, so that nothing in it can be otherwise, and nothing may follow.
            let whole = text == last_line(self.rows, &self.digest) && self.lines.fill_buf()?.is_empty();
            return if whole { Ok(None) } else { Err(broken("it was modified")) };
        }
        self.digest.update(text.as_bytes());
        match json {
            Json::Array(values) => {
                self.rows += 1;
                let row: Option<Vec<_>> = values.into_iter().map(from_json).collect();
                row.map(|row| Some(Line::Row(row))).ok_or_else(|| broken("a row cannot be read"))
            }
            table => {
                let name = table["table"].as_str().map(str::to_owned);
                let columns = table["columns"].as_array().map(Vec::as_slice).unwrap_or_default();
                let columns = columns.iter().filter_map(Json::as_str).map(str::to_owned).collect();
                let name = name.ok_or_else(|| broken("a line cannot be read"))?;
                Ok(Some(Line::Table { name, columns }))
            }
        }
    }
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the backup is damaged: {what}"))
}

fn to_json(value: &Value<'_>) -> Json {
    match value {
        Value::Int(number) => json!(number),
        Value::Text(text) => json!(text),
        Value::Bytes(bytes) => json!({ "hex": hexadecimal(bytes) }),
        // Lists are bound in conditions; no column holds one.
        Value::Null | Value::Ints(_) | Value::Texts(_) => Json::Null,
    }
}

fn from_json(json: Json) -> Option<Value<'static>> {
    match json {
        Json::Null => Some(NULL),
        Json::String(text) => Some(text.into()),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::Object(object) => bytes(object.get("hex")?.as_str()?).map(Value::from),
        Json::Bool(_) | Json::Array(_) => None,
    }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.len().is_multiple_of(2).then(|| digits.chunks(2).map(pair).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dump() -> Vec<u8> {
        let mut out = Vec::new();
        let mut writer = Writer::begin(&mut out, 7, Timestamp(0)).unwrap();
        writer.table("party", &["id", "name", "facts"]).unwrap();
        writer.row(&[Value::Int(i64::MAX), "Ada\n\"King\"".into(), Value::from(vec![0, 255])]).unwrap();
        writer.row(&[Value::Int(-1), NULL, NULL]).unwrap();
        assert_eq!(writer.end().unwrap(), 2);
        out
    }

    #[test]
    fn rows_read_back_as_they_were_written() {
        let out = dump();
        let mut reader = Reader::begin(out.as_slice()).unwrap().unwrap();
        assert_eq!(reader.step, 7);
        assert!(
            matches!(reader.next().unwrap(), Some(Line::Table { name, columns }) if name == "party" && columns.len() == 3)
        );
        let Some(Line::Row(row)) = reader.next().unwrap() else { panic!("a row") };
        assert_eq!(row, [Value::Int(i64::MAX), "Ada\n\"King\"".into(), Value::from(vec![0, 255])]);
        let Some(Line::Row(row)) = reader.next().unwrap() else { panic!("a row") };
        assert_eq!(row, [Value::Int(-1), NULL, NULL]);
        assert!(reader.next().unwrap().is_none());
    }

    #[test]
    fn a_dump_that_was_cut_or_altered_is_refused() {
        let whole = String::from_utf8(dump()).unwrap();
        let cut = whole.split_inclusive('\n').take(3).collect::<String>();
        for text in [cut, whole.replace("Ada", "Eva")] {
            let mut reader = Reader::begin(text.as_bytes()).unwrap().unwrap();
            let error = loop {
                match reader.next() {
                    Ok(Some(_)) => {}
                    Ok(None) => panic!("taken for whole: {text}"),
                    Err(error) => break error,
                }
            };
            assert!(error.to_string().starts_with("the backup is damaged"), "{error}");
        }
    }

    /// Reads to the end; what is refused at once is an error too.
    fn read(dump: &[u8]) -> io::Result<()> {
        let mut reader = Reader::begin(dump)?.ok_or_else(|| broken("it is none"))?;
        while reader.next()?.is_some() {}
        Ok(())
    }

    #[test]
    fn a_dump_with_any_byte_or_line_altered_is_refused() {
        let whole = dump();
        read(&whole).unwrap();
        for place in 0..whole.len() {
            for bit in 0..8 {
                let mut altered = whole.clone();
                altered[place] ^= 1 << bit;
                assert!(read(&altered).is_err(), "bit {bit} of byte {place} is another");
            }
            let mut altered = whole.clone();
            altered.remove(place);
            assert!(read(&altered).is_err(), "byte {place} is missing");
            altered.clone_from(&whole);
            altered.insert(place, whole[place]);
            assert!(read(&altered).is_err(), "byte {place} is there twice");
        }
        for more in [&b"\n"[..], b" ", b"[1,2,3]\n", &whole] {
            assert!(read(&[&whole, more].concat()).is_err(), "something follows");
        }
        let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
        for place in 0..lines.len() {
            let (mut missing, mut twice, mut swapped) = (lines.clone(), lines.clone(), lines.clone());
            missing.remove(place);
            twice.insert(place, lines[place]);
            swapped.swap(place, (place + 1) % lines.len());
            for altered in [missing, twice, swapped] {
                assert!(read(&altered.concat()).is_err(), "line {place}");
            }
        }
    }

    #[test]
    fn another_file_is_no_dump() {
        for text in ["", "id,name\n", "{}\n", "SQLite format 3\0"] {
            assert!(Reader::begin(text.as_bytes()).unwrap().is_none(), "{text}");
        }
    }
}
