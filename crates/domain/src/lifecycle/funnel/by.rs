//! What a funnel is grouped by.

use crate::filter::{FieldIs, Leaf};
use crate::party::{SHARED_FIELDS, is_standard};
use crate::unknown::Unknown;

/// What stands before the name of an own field.
const OWN: &str = "more.";

/// The field whose values are the groups of a funnel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupField {
    /// A shared field, by its place in [`SHARED_FIELDS`].
    Shared(usize),
    /// An own field of the workspace, by its name.
    Own(String),
}

impl GroupField {
    /// The source.
    pub const SOURCE: Self = Self::Shared(0);

    /// Reads `source`, `owner`, …, or `more.FIELD`. Whether the workspace has such an own field shows when it is read.
    pub fn read(text: &str) -> Result<Self, Unknown> {
        if let Some(place) = SHARED_FIELDS.iter().position(|known| *known == text) {
            return Ok(Self::Shared(place));
        }
        match text.strip_prefix(OWN) {
            Some(name) if !name.is_empty() && !is_standard(name) => Ok(Self::Own(name.to_owned())),
            _ => Err(Self::unknown(text, std::iter::empty())),
        }
    }

    /// The error for a field that is none, with those that there are: the shared ones, and these own ones.
    pub fn unknown<'n>(given: &str, own: impl Iterator<Item = &'n str>) -> Unknown {
        let mut all: Vec<String> = SHARED_FIELDS.map(str::to_owned).into();
        let before = all.len();
        all.extend(own.map(|name| format!("{OWN}{name}")));
        if all.len() == before {
            all.push(format!("{OWN}FIELD"));
        }
        Unknown::among("field to group by", given, all.iter().map(String::as_str))
    }

    /// The name of the field, an own one without its prefix, as filters have it.
    pub fn name(&self) -> &str {
        match self {
            Self::Shared(place) => SHARED_FIELDS.get(*place).copied().unwrap_or_default(),
            Self::Own(name) => name,
        }
    }

    /// The condition of one group: this value in any spelling, or none.
    pub fn condition(&self, value: Option<&str>) -> Leaf {
        let is = value.map_or(FieldIs::Empty, |value| FieldIs::Is(value.to_owned()));
        Leaf::Field(self.name().to_owned(), is)
    }
}

impl std::fmt::Display for GroupField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let prefix = if matches!(self, Self::Own(_)) { OWN } else { "" };
        write!(f, "{prefix}{}", self.name())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::source("source", Some(GroupField::SOURCE))]
    #[case::owner("owner", Some(GroupField::Shared(1)))]
    #[case::title("title", Some(GroupField::Shared(6)))]
    #[case::own("more.branch", Some(GroupField::Own("branch".to_owned())))]
    #[case::nobody_shares_it("email", None)]
    #[case::without_a_name("more.", None)]
    #[case::standard("more.owner", None)]
    #[case::own_without_prefix("branch", None)]
    #[case::spelling("Owner", None)]
    #[case::empty("", None)]
    fn a_field_is_read_and_written_alike(#[case] text: &str, #[case] expected: Option<GroupField>) {
        let read = GroupField::read(text);
        assert_eq!(read.clone().ok(), expected);
        match read {
            Ok(field) => assert_eq!(field.to_string(), text),
            Err(unknown) => assert_eq!(unknown.what, "field to group by"),
        }
    }

    #[rstest]
    #[case::near("ownr", &[], "; did you mean `owner`?")]
    #[case::any("zzzzzz", &[], "; available: source, owner, country, region, city, language, title, more.FIELD")]
    #[case::own("zzzzzz", &["branch"], "; available: source, owner, country, region, city, language, title, more.branch")]
    #[case::near_own("more.brnch", &["branch"], "; did you mean `more.branch`?")]
    fn an_unknown_field_is_answered_with_the_known_ones(
        #[case] given: &str,
        #[case] own: &[&str],
        #[case] hint: &str,
    ) {
        assert_eq!(GroupField::unknown(given, own.iter().copied()).hint, hint);
    }

    #[rstest]
    #[case::value("more.branch", Some("Retail"), Leaf::Field("branch".to_owned(), FieldIs::Is("Retail".to_owned())))]
    #[case::none("owner", None, Leaf::Field("owner".to_owned(), FieldIs::Empty))]
    fn a_group_is_a_condition_on_its_field(
        #[case] field: &str,
        #[case] value: Option<&str>,
        #[case] expected: Leaf,
    ) {
        assert_eq!(GroupField::read(field).unwrap().condition(value), expected);
    }
}
