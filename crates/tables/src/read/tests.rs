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

/// Each row as its first cell, or as what it was refused for.
fn first_cells(text: &str) -> Vec<String> {
    let (_file, table) = table(text.as_bytes());
    let first = |row: Result<Row, ReadError>| match row.unwrap() {
        Row::Record(record) => record.cells[0].clone(),
        Row::Error(refused) => format!("{}!{}", refused.line, refused.cells.join("/")),
    };
    table.records().unwrap().map(first).collect()
}

#[rstest]
#[case::never_closed("Name,Note,Mail\nAda,\"open,a@x.org\nEve,b,e@x.org\nGil,\"c, d\",g@x.org\n", &["2!Ada/\"open/a@x.org", "Eve", "Gil"])]
#[case::closed_in_the_next_row("Name,Note,Mail\nAda,\"open,a@x.org\nEve,shut\",e@x.org\nGil,c,g@x.org\n", &["2!Ada/\"open/a@x.org", "Eve", "Gil"])]
#[case::closed_rows_later("Name;Note;Mail\r\nAda;\"open;a@x.org\r\nBo;b;b@x.org\r\nCy;c;c@x.org\r\nEve;5\";e@x.org\r\n", &["2!Ada/\"open/a@x.org", "Bo", "Cy", "Eve"])]
#[case::tabs("Name\tNote\tMail\nAda\t\"7\" pipe\"\ta@x.org\nBo\t\"open\tb@x.org\nCy\t\"c\"\tc@x.org\n", &["Ada", "3!Bo/\"open/b@x.org", "Cy"])]
#[case::all_quoted("\"Name\",\"Note\",\"Mail\"\n\"Ada\",\"n\",\"a@x.org\n\"Eve\",\"n\",\"e@x.org\"\n", &["2!Ada/n/\"a@x.org", "Eve"])]
#[case::the_last("Name,Note,Mail\nAda,b,a@x.org\nEve,\"open,e@x.org\n", &["Ada", "3!Eve/\"open/e@x.org"])]
#[case::a_cell_too_few("\"Name\",\"Note\",\"Mail\"\n\"Ada\",\"open,\"a@x.org\"\n\"Eve\",\"n\",\"e@x.org\"\n", &["2!Ada/open,\"a@x.org", "Eve"])]
#[case::old_mac("Name,Note,Mail\rAda,\"open,a@x.org\rEve,\"b\",e@x.org\r", &["2!Ada/\"open/a@x.org", "Eve"])]
#[case::a_note_of_several_lines("Name,Note,Mail\nAda,\"Dear all,\n\ncall \"\"me\"\", please\",a@x.org\nEve,b,e@x.org\n", &["Ada", "Eve"])]
fn a_stray_quotation_mark_never_joins_rows(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(first_cells(text), expected);
}

#[test]
fn many_stray_quotation_marks_do_not_end_the_import() {
    let rows: Vec<String> = (0..200).map(|n| format!("P{n},\"{n} inch,p{n}@x.org\n")).collect();
    let found = first_cells(&format!("Name,Size,Mail\n{}", rows.concat()));
    assert_eq!(found.len(), 200);
    assert!(found.iter().all(|row| row.contains('!')), "{found:?}");
}

#[rstest]
#[case::header_again("Name,Mail\nAda,a@x.org\nName,Mail\nEve,e@x.org\n", &["Ada", "3!Name/Mail", "Eve"])]
#[case::totals("Deal,Account,Amount\nBig,Acme,500 EUR\nGrand Total,,\"500,00 EUR\"\n", &["Big", "3!Grand Total//500,00 EUR"])]
#[case::counted_companies("Company,Web\nAcme,acme.example\nTotal companies: 1,\n", &["Acme", "3!Total companies: 1/"])]
#[case::counted("Name,Mail,City\nAda,a@x.org,York\nTotal (1 record),,\n", &["Ada", "3!Total (1 record)//"])]
#[case::foot("Name,Mail,City\nAda,a@x.org,York\n\"\"\n\"All leads\"\n\"Copyright 2025 Acme\"\n\"Generated By: Bo\"\n", &["Ada", "4!All leads//", "5!Copyright 2025 Acme//", "6!Generated By: Bo//"])]
#[case::filled_up("Name,Mail,City\nAda,a@x.org,York\n,,\nAll leads,,\nVertraulich,,\nErstellt am,28.02.2025,\n", &["Ada", "4!All leads//", "5!Vertraulich//", "6!Erstellt am/28.02.2025/"])]
#[case::two_columns("Name,Mail\nAda,a@x.org\nAll leads,\nConfidential,\n", &["Ada", "3!All leads/", "4!Confidential/"])]
#[case::heading_between("Name,Mail,City\nRegion: North\nAda,a@x.org,York\n", &["2!Region: North//", "Ada"])]
#[case::people_of_few_words("Name,Mail,City\nAda,a@x.org,York\nBo,,\n,c@x.org,\n", &["Ada", "Bo", ""])]
#[case::somebody_at_the_end("Name,Mail,City\nAda,a@x.org,York\nConfidential,,\nBo,,\n", &["Ada", "3!Confidential//", "Bo"])]
#[case::a_company_called_total("Company,Web,Phone\nTotal,total.example,\nSum,,+33 1 2000\n", &["Total", "Sum"])]
#[case::uneven("Name,Mail,City\nAda\nBo,b@x.org\nCy,c@x.org,York\n", &["Ada", "Bo", "Cy"])]
fn lines_that_are_no_rows_are_refused(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(first_cells(text), expected);
}

#[test]
fn reading_resumes_in_the_foot_of_a_report() {
    let (_file, table) =
        table(b"Name,Mail,City\nAda,a@x.org,York\nBo,,\nAll leads,,\nConfidential,,\nCy,,\n");
    let all: Vec<Row> = table.records().unwrap().map(Result::unwrap).collect();
    let mut records = table.records().unwrap();
    for read in 0..=all.len() {
        let rest: Vec<Row> = table.records_from(records.position()).unwrap().map(Result::unwrap).collect();
        assert_eq!(rest, all[read..]);
        records.next();
    }
}
