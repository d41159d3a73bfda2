//! Orders of lists, and their names.

use std::borrow::Cow;

use crate::party::SHARED_FIELDS;

/// An order. The id decides between equals; missing values come last in either direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// The sort key.
    pub by: SortBy,
    /// Descending.
    pub descending: bool,
    /// The order of those that are equal in this one.
    pub then: Option<Box<Sort>>,
}

/// What a list can be sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The folded name. Where text is searched for, names that begin with it come first.
    #[default]
    Name,
    /// When the party was added.
    Created,
    /// When it was last changed.
    Updated,
    /// When its last dated evidence occurred.
    LastEvidence,
    /// The standing at present, in the order of [`Standing::ALL`](crate::lifecycle::history::Standing::ALL).
    Standing,
    /// The stage at present in the vocabulary of that name, in the order of its stages.
    Stage(String),
    /// A field, by its folded value: one of [`Sort::fields`].
    Field(&'static str),
    /// A custom field, or one of [`Sort::READ`]: numbers and times by what they mean, before other values by their text.
    Own(String),
}

/// Fields that a list can be sorted by, beside [`SHARED_FIELDS`].
const OWN: [&str; 3] = ["email", "phone", "company"];

impl Sort {
    /// Standard fields that are read for the order as custom ones are: people by their last name.
    pub const READ: [&str; 2] = ["first_name", "last_name"];

    /// Reads names such as `name`, `stage.journey`, `owner` or `more.FIELD` (a custom field), the most important first and
    /// separated by commas; a leading minus means descending. A comma is part of a field's name where no order follows it.
    pub fn parse(text: &str) -> Option<Self> {
        let split = |(place, _): (usize, &str)| {
            let rest = text.get(place + 1..)?;
            Some((Self::one(text.get(..place)?.trim())?, Self::parse(rest.trim_start())?))
        };
        match text.match_indices(',').find_map(split) {
            Some((first, rest)) => Some(Self { then: Some(Box::new(rest)), ..first }),
            None => Self::one(text),
        }
    }

    /// The order by these, the most important first; by name if there are none.
    pub fn of(keys: Vec<Self>) -> Self {
        let chained = keys.into_iter().rev().fold(None, |then, key| Some(Box::new(Self { then, ..key })));
        chained.map_or_else(Self::default, |first| *first)
    }

    /// Its keys, the most important first.
    pub fn keys(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |sort| sort.then.as_deref())
    }

    fn one(text: &str) -> Option<Self> {
        let (descending, word) = text.strip_prefix('-').map_or((false, text), |word| (true, word));
        let by = match word {
            "name" => SortBy::Name,
            "created_at" => SortBy::Created,
            "updated_at" => SortBy::Updated,
            "last_evidence" => SortBy::LastEvidence,
            "standing" => SortBy::Standing,
            name if Self::READ.contains(&name) => SortBy::Own(name.to_owned()),
            _ => match (word.strip_prefix("stage."), word.strip_prefix("more.")) {
                (Some(vocabulary), _) => SortBy::Stage(vocabulary.to_owned()),
                (None, Some(own)) if !own.is_empty() => SortBy::Own(own.to_owned()),
                _ => SortBy::Field(Self::fields().find(|field| *field == word)?),
            },
        };
        Some(Self { by, descending, then: None })
    }

    /// The fields that a list can be sorted by.
    pub fn fields() -> impl Iterator<Item = &'static str> {
        OWN.into_iter().chain(SHARED_FIELDS)
    }

    /// The names that are read as this order.
    pub fn to_text(&self) -> String {
        self.keys().map(Self::key_text).collect::<Vec<_>>().join(",")
    }

    fn key_text(&self) -> String {
        let word = match &self.by {
            SortBy::Name => Cow::Borrowed("name"),
            SortBy::Created => "created_at".into(),
            SortBy::Updated => "updated_at".into(),
            SortBy::LastEvidence => "last_evidence".into(),
            SortBy::Standing => "standing".into(),
            SortBy::Stage(vocabulary) => format!("stage.{vocabulary}").into(),
            SortBy::Field(field) => (*field).into(),
            SortBy::Own(field) if Self::READ.contains(&field.as_str()) => field.into(),
            SortBy::Own(field) => format!("more.{field}").into(),
        };
        format!("{}{word}", if self.descending { "-" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        let names = [
            "name",
            "created_at",
            "updated_at",
            "last_evidence",
            "standing",
            "stage.journey",
            "more.shoe size",
        ];
        for name in names.into_iter().chain(Sort::fields()).chain(Sort::READ) {
            for text in [name.to_owned(), format!("-{name}")] {
                assert_eq!(Sort::parse(&text).map(|sort| sort.to_text()), Some(text));
            }
        }
        for wrong in
            ["", "-", "age", "--name", "Name", "note", "stage", "more.", "name,", ",name", "name,age"]
        {
            assert_eq!(Sort::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn several_keys_read_back_and_a_comma_may_be_part_of_a_name() {
        for text in
            ["standing,-name", "-stage.journey,more.shoe size,created_at", "more.a,b", "more.a,b,-city"]
        {
            let sort = Sort::parse(text).unwrap();
            assert_eq!(sort.to_text(), text);
            assert_eq!(Sort::of(sort.keys().cloned().collect()), sort);
        }
        let keys = |text: &str| Sort::parse(text).unwrap().keys().count();
        assert_eq!(["name, -city", "more.a,b", "more.a,name"].map(keys), [2, 1, 2]);
    }
}
