//! A fuzz target: any bytes, through everything that reads a foreign file.

use casebook_domain::kind::Kinds;

use crate::guess::{GuessOptions, guess};
use crate::mapping::Mapping;
use crate::read::{ReadOptions, Row, Table};

/// How many rows are read of one input.
const ROWS: usize = 2_000;

/// Reads the bytes as a table and as a mapping. It returns for every input; a panic in it is a defect.
///
/// # Panics
/// If what was written does not read back, or the same record gives two results: that is what it looks for.
pub fn fuzz(bytes: &[u8]) {
    let kinds = Kinds::default();
    if let Ok(text) = std::str::from_utf8(bytes) {
        let _ = Mapping::parse(text, &kinds);
    }
    let Ok(table) = Table::of_bytes("fuzz.csv", bytes, &ReadOptions::default()) else { return };
    let Ok(sample) = table.sample(200) else { return };
    let options = GuessOptions { headless: !table.has_header(), ..GuessOptions::default() };
    let Ok(guess) = guess(table.headers(), &sample, "fuzz.csv", &kinds, &options) else { return };
    assert_eq!(
        Mapping::parse(&guess.mapping.to_toml(), &kinds).as_ref(),
        Ok(&guess.mapping),
        "it reads back"
    );
    let bound = guess.mapping.bind(table.headers());
    let (Ok(bound), Ok(mut records)) = (bound, table.records()) else { return };
    let mut last = None;
    for row in records.by_ref().take(ROWS) {
        let Ok(row) = row else { return };
        if let Row::Record(record) = &row {
            let once = bound.row(record);
            assert_eq!(once, bound.row(record), "the same record says the same");
        }
        last = Some(row);
    }
    if let (Some(_), Ok(mut rest)) = (last, table.records_from(records.position())) {
        assert_eq!(
            rest.next().and_then(Result::ok),
            records.next().and_then(Result::ok),
            "reading is taken up"
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::*;

    /// Fragments of real files, so that generated ones reach deeper than random bytes.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        let known = prop::sample::select(vec![
            "Name",
            "E-mail",
            "Phone",
            "Company",
            "Deal - Title",
            "Status",
            "Created Time",
            "Close Date",
            "Amount",
            "Record Id",
            ",",
            ",",
            ",",
            ";",
            "\t",
            "|",
            "\"",
            "\"\"",
            "\n",
            "\n",
            "\r\n",
            "\r",
            " ",
            "Ada King",
            "ada@example.org",
            "+1 555-0100",
            "01/02/2024",
            "13.02.2024",
            "15-Jan-2024 10:00",
            "Won",
            "N/A",
            "€ 1.234,5",
            "Qualified",
            "\u{feff}",
            "\0",
            "é",
            "नाम",
            "sep=;\n",
            "Notes:\n",
        ]);
        let known = known.prop_map(|text| text.as_bytes().to_vec());
        prop_oneof![9 => known, 1 => prop::collection::vec(any::<u8>(), 0..8)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn pieces_of_files_never_panic(pieces in prop::collection::vec(piece(), 0..120)) {
            fuzz(&pieces.concat());
        }

        #[test]
        fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            fuzz(&bytes);
        }
    }

    #[test]
    fn many_open_quotation_marks_end_soon() {
        let bytes = "a,b\n\"x\"\" y,\"z\n".repeat(20_000);
        fuzz(bytes.as_bytes());
    }

    #[test]
    fn a_line_of_nothing_but_commas_is_bounded() {
        fuzz(&vec![b','; 3_000_000]);
    }
}
