//! Recognizing files that are not text tables by their first bytes, and what to do with each.

const AS_CSV: &str = "open it in a spreadsheet program and save it as CSV";
const UNPACK: &str = "unpack it and import the file inside";
const EXPORT: &str = "export the contacts as CSV";
const WRONG: &str = "export the data as CSV";

const MARKS: &[(&[u8], &str, &str)] = &[
    (b"\xD0\xCF\x11\xE0", "an old Excel workbook or another Office document", AS_CSV),
    (b"%PDF", "a PDF document", WRONG),
    (b"\x89PNG", "an image (PNG)", WRONG),
    (b"\xFF\xD8\xFF", "an image (JPEG)", WRONG),
    (b"GIF8", "an image (GIF)", WRONG),
    (b"\x1F\x8B", "a compressed file (gzip)", UNPACK),
    (b"7z\xBC\xAF", "a compressed file (7-Zip)", UNPACK),
    (b"Rar!", "a compressed file (RAR)", UNPACK),
    (b"BZh", "a compressed file (bzip2)", UNPACK),
    (b"\x28\xB5\x2F\xFD", "a compressed file (Zstandard)", UNPACK),
    (b"\xFD7zXZ", "a compressed file (xz)", UNPACK),
    (b"SQLite format 3", "an SQLite database", WRONG),
    (b"\x7FELF", "a program", WRONG),
    (b"PAR1", "a Parquet file", WRONG),
    (b"{\\rtf", "an RTF document", AS_CSV),
];

const BEGINNINGS: &[(&str, &str, &str)] = &[
    ("begin:vcard", "an address book (vCard)", EXPORT),
    ("begin:vcalendar", "a calendar (iCalendar)", WRONG),
    ("<!doctype", "a web page", AS_CSV),
    ("<html", "a web page", AS_CSV),
    ("<table", "a web page", AS_CSV),
    ("<?xml", "an XML document", AS_CSV),
    ("{\"", "a JSON document", WRONG),
    ("[{", "a JSON document", WRONG),
    ("dn: ", "a directory export (LDIF)", EXPORT),
];

/// What the file is and what to do, if its first bytes show that it is not a text table.
pub fn recognise(head: &[u8], wide: bool) -> Option<(&'static str, &'static str)> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(archive(head));
    }
    if let Some((_, what, remedy)) = MARKS.iter().find(|(mark, ..)| head.starts_with(mark)) {
        return Some((what, remedy));
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let start: String = text
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace())
        .take(64)
        .map(|byte| char::from(*byte))
        .collect();
    let start = start.to_ascii_lowercase();
    if let Some((_, what, remedy)) = BEGINNINGS.iter().find(|(word, ..)| start.starts_with(word)) {
        return Some((what, remedy));
    }
    let strange = |byte: &&u8| **byte < 9 || (14..27).contains(*byte);
    let many = head.iter().filter(strange).count() * 10 > head.len();
    (many && !wide).then_some(("a binary file", WRONG))
}

fn archive(head: &[u8]) -> (&'static str, &'static str) {
    let holds = |part: &[u8]| head.windows(part.len()).any(|window| window == part);
    if holds(b"opendocument.spreadsheet") {
        return ("an OpenDocument spreadsheet", AS_CSV);
    }
    if holds(b"[Content_Types].xml") || holds(b"xl/") || holds(b"_rels/.rels") {
        return ("an Excel workbook or another Office document", AS_CSV);
    }
    ("a compressed folder (ZIP)", UNPACK)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(b"PK\x03\x04....xl/workbook.xml", "an Excel workbook or another Office document")]
    #[case(b"PK\x03\x04....leads.csv", "a compressed folder (ZIP)")]
    #[case(b"%PDF-1.7", "a PDF document")]
    #[case(b"\xEF\xBB\xBFBEGIN:VCARD\r\n", "an address book (vCard)")]
    #[case(b"  <HTML><body>", "a web page")]
    #[case(b"\x00\x01\x02\x03", "a binary file")]
    fn other_kinds_of_files_are_named(#[case] head: &[u8], #[case] what: &str) {
        assert_eq!(recognise(head, false).map(|found| found.0), Some(what));
    }

    #[test]
    fn a_table_is_a_table() {
        assert_eq!(recognise(b"Name,Mail\nAda,ada@example.org\n", false), None);
        assert_eq!(recognise(b"\xFF\xFEN\x00a\x00m\x00e\x00", true), None);
    }
}
