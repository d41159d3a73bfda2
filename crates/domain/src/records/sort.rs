//! The order of a list of records.

use super::declaration::RecordType;
use super::filter::field;
use super::kind::FieldKind;
use crate::Unknown;

/// A key by which records are sorted. Missing values come last in either direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSort {
    /// The field.
    pub by: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Descending.
    pub descending: bool,
}

impl RecordSort {
    /// Reads keys such as `-close_date,name`; a leading minus means descending.
    pub fn parse(of: &RecordType, text: &str) -> Result<Vec<Self>, Unknown> {
        let key = |word: &str| {
            let (descending, name) = word.strip_prefix('-').map_or((false, word), |name| (true, name));
            let field = field(of, name)?;
            Ok(Self { by: name.to_owned(), kind: field.kind, descending })
        };
        text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(key).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product() -> RecordType {
        RecordType::built_in().iter().find(|one| one.name == "product").unwrap().clone()
    }

    #[test]
    fn several_keys_sort_a_list() {
        let sorts = RecordSort::parse(&product(), "-price, name").unwrap();
        assert_eq!(
            sorts.iter().map(|one| (one.by.as_str(), one.descending)).collect::<Vec<_>>(),
            [("price", true), ("name", false)]
        );
        assert!(RecordSort::parse(&product(), "prise").is_err());
    }
}
