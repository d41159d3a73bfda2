use std::io::Write as _;

use rstest::rstest;

use super::*;

fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn table(bytes: &[u8]) -> (tempfile::NamedTempFile, Table) {
    let file = file(bytes);
    let table = Table::open(file.path(), &ReadOptions::default()).unwrap();
    (file, table)
}

fn cells(table: &Table) -> Vec<Vec<String>> {
    let record = |row| match row {
        Ok(Row::Record(record)) => record.cells,
        other => panic!("{other:?}"),
    };
    table.records().unwrap().map(record).collect()
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    text.encode_utf16()
        .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
        .collect()
}

#[rstest]
#[case::utf8("Name;City\nJürgen;Köln\n".as_bytes().to_vec(), "UTF-8")]
#[case::utf8_mark("\u{feff}Name;City\nJürgen;Köln\n".as_bytes().to_vec(), "UTF-8")]
#[case::windows(b"Name;City\nJ\xFCrgen;K\xF6ln\n".to_vec(), "windows-1252")]
#[case::wide_little(utf16("Name;City\nJürgen;Köln\n", true), "UTF-16LE")]
#[case::wide_big(utf16("Name;City\nJürgen;Köln\n", false), "UTF-16BE")]
#[case::wide_mark(utf16("\u{feff}Name;City\nJürgen;Köln\n", true), "UTF-16LE")]
fn every_encoding_gives_the_same_text(#[case] bytes: Vec<u8>, #[case] encoding: &str) {
    let (_file, table) = table(&bytes);
    assert_eq!(table.encoding(), encoding);
    assert_eq!(table.headers(), ["Name", "City"]);
    assert_eq!(cells(&table), [["Jürgen", "Köln"]]);
}

#[test]
fn text_before_the_header_and_blank_rows_are_skipped() {
    let (_file, table) = table(b"Notes:\r\n\"Some words, and\r\nmore, of them\"\r\n\r\nName,Mail,City\r\n,,\r\nAda,,London\r\n\r\nEve,,Paris\r\n");
    assert_eq!(table.headers(), ["Name", "Mail", "City"]);
    let lines: Vec<_> = table
        .records()
        .unwrap()
        .map(|row| match row.unwrap() {
            Row::Record(record) => (record.number, record.line),
            Row::Error(error) => panic!("{error:?}"),
        })
        .collect();
    assert_eq!(lines, [(1, 7), (2, 9)]);
}

#[test]
fn short_rows_are_filled_and_long_ones_refused() {
    let (_file, table) =
        table(b"Name,Mail\nAda\nEve,e@example.org,,\nBob,b@example.org,x\nZoe,z@example.org\n");
    let rows: Vec<Row> = table.records().unwrap().map(Result::unwrap).collect();
    assert!(matches!(&rows[0], Row::Record(record) if record.cells == ["Ada", ""]));
    assert!(matches!(&rows[1], Row::Record(record) if record.cells.len() == 2));
    assert!(matches!(&rows[2], Row::Error(error) if (error.line, error.value.as_str()) == (4, "x")));
    assert!(matches!(&rows[3], Row::Record(record) if record.number == 4));
}

#[test]
fn a_bad_cell_rejects_only_its_row() {
    let (_file, table) = table(b"Name,Mail\nA\0da,a@example.org\nEve,e@example.org\n");
    let rows: Vec<Row> = table.records().unwrap().map(Result::unwrap).collect();
    assert!(matches!(&rows[0], Row::Error(error) if error.column.as_deref() == Some("Name")));
    assert!(matches!(&rows[1], Row::Record(_)));
}

#[test]
fn an_open_quotation_mark_costs_one_row() {
    let (_file, table) = table(b"Name,Mail\nAda,\"a@example.org\nEve,e@example.org\n");
    let rows: Vec<Row> = table.records().unwrap().map(Result::unwrap).collect();
    assert!(matches!(&rows[0], Row::Error(error) if error.line == 2));
    assert!(matches!(&rows[1], Row::Record(record) if record.line == 3));
}

#[test]
fn an_oversized_record_costs_one_row() {
    let mut bytes = b"Name,Mail\nAda,".to_vec();
    bytes.resize(LARGEST_RECORD + 100, b'x');
    bytes.extend_from_slice(b"\nEve,e@example.org\n");
    let (_file, table) = table(&bytes);
    let rows: Vec<Row> = table.records().unwrap().map(Result::unwrap).collect();
    assert!(matches!(&rows[0], Row::Error(error) if error.line == 2));
    assert!(matches!(&rows[1], Row::Record(record) if record.line == 3));
}

#[rstest]
#[case::utf8("Name,City\nÄda,London\n\"E\nve\",Paris\nZoë,Rome\n".as_bytes().to_vec())]
#[case::wide(utf16("Name,City\nÄda,London\n\"E\nve\",Paris\nZoë,Rome\n", true))]
fn reading_resumes_where_it_stopped(#[case] bytes: Vec<u8>) {
    let (_file, table) = table(&bytes);
    let all: Vec<Row> = table.records().unwrap().map(Result::unwrap).collect();
    let mut records = table.records().unwrap();
    for read in 0..=all.len() {
        let rest: Vec<Row> = table.records_from(records.position()).unwrap().map(Result::unwrap).collect();
        assert_eq!(rest, all[read..]);
        records.next();
    }
}

#[rstest]
#[case(b"", "is empty")]
#[case(b"\xEF\xBB\xBF", "is empty")]
#[case(b"\n\n,,\n", "is empty")]
#[case(b"PK\x03\x04xxxx", "save it as CSV")]
#[case(b"BEGIN:VCARD\nVERSION:3.0\n", "vCard")]
fn files_that_are_not_tables_are_named(#[case] bytes: &[u8], #[case] words: &str) {
    let file = file(bytes);
    let error = Table::open(file.path(), &ReadOptions::default()).unwrap_err().to_string();
    let zip = bytes.starts_with(b"PK") && error.contains("unpack it");
    assert!(error.contains(words) || zip, "{error}");
}

#[test]
fn options_overrule_what_the_file_shows() {
    let file = file(b"words\nName|Ci,ty\nAda|Lon,don\n");
    let options = ReadOptions { delimiter: Some('|'), header_line: Some(2), ..ReadOptions::default() };
    assert_eq!(Table::open(file.path(), &options).unwrap().headers(), ["Name", "Ci,ty"]);
    let options = ReadOptions { encoding: Some("klingon".into()), ..ReadOptions::default() };
    assert!(matches!(Table::open(file.path(), &options), Err(ReadError::UnknownEncoding(_))));
}

#[test]
fn the_digest_is_that_of_the_bytes() {
    let (_file, table) = table(b"abc");
    assert_eq!(table.digest(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(table.total_bytes(), 3);
}
