//! What a funnel is grouped by.

use serde_json::{Value as Json, json};

use crate::filter::{FieldIs, Filter, Leaf};
use crate::party::{SHARED_FIELDS, is_standard};
use crate::unknown::Unknown;

/// What stands before the name of an own field.
const OWN: &str = "more.";
/// What stands before a field of the account.
const ACCOUNT: &str = "account.";

/// The field whose values are the groups of a funnel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupField {
    /// A shared field, by its place in [`SHARED_FIELDS`].
    Shared(usize),
    /// An own field of the workspace, by its name.
    Own(String),
    /// A shared or own field of the account: of the organization that a person belongs to. An organization is its own.
    Account(Box<Self>),
}

impl GroupField {
    /// The source.
    pub const SOURCE: Self = Self::Shared(0);

    /// Reads `source`, `owner`, …, `more.FIELD`, or `account.` before one of these. Whether the workspace has such an own field shows when it is read.
    pub fn read(text: &str) -> Result<Self, Unknown> {
        if let Some(place) = SHARED_FIELDS.iter().position(|known| *known == text) {
            return Ok(Self::Shared(place));
        }
        if let Some(of_account) = text.strip_prefix(ACCOUNT) {
            let nested = of_account.starts_with(ACCOUNT);
            let read = Self::read(of_account).ok().filter(|_| !nested);
            let read = read.ok_or_else(|| Self::unknown(text, std::iter::empty()))?;
            return Ok(Self::Account(Box::new(read)));
        }
        match text.strip_prefix(OWN) {
            Some(name) if !name.is_empty() && !is_standard(name) => Ok(Self::Own(name.to_owned())),
            _ => Err(Self::unknown(text, std::iter::empty())),
        }
    }

    /// The error for a field that is none, with those that there are: the shared ones, and these own ones, of whom was meant.
    pub fn unknown<'n>(given: &str, own: impl Iterator<Item = &'n str>) -> Unknown {
        let of = if given.starts_with(ACCOUNT) { ACCOUNT } else { "" };
        let mut all: Vec<String> = SHARED_FIELDS.iter().map(|name| format!("{of}{name}")).collect();
        let before = all.len();
        all.extend(own.map(|name| format!("{of}{OWN}{name}")));
        if all.len() == before {
            all.push(format!("{of}{OWN}FIELD"));
            all.extend(of.is_empty().then(|| format!("{ACCOUNT}FIELD")));
        }
        Unknown::among("field to group by", given, all.iter().map(String::as_str))
    }

    /// The name of the field, an own one without its prefix, as filters have it; of an account, that of its field.
    pub fn name(&self) -> &str {
        match self {
            Self::Shared(place) => SHARED_FIELDS.get(*place).copied().unwrap_or_default(),
            Self::Own(name) => name,
            Self::Account(field) => field.name(),
        }
    }

    /// The name of the own field that has to be read, if it is about one.
    pub fn own_name(&self) -> Option<&str> {
        match self {
            Self::Shared(_) => None,
            Self::Own(name) => Some(name),
            Self::Account(field) => field.own_name(),
        }
    }

    /// The condition of one group: this value in any spelling, or none. Without an account, there is none.
    pub fn condition(&self, value: Option<&str>) -> Filter {
        let is = value.map_or(FieldIs::Empty, |value| FieldIs::Is(value.to_owned()));
        match self {
            Self::Shared(_) | Self::Own(_) => Filter::Leaf(Leaf::Field(self.name().to_owned(), is)),
            Self::Account(field) if value.is_some() => Filter::of_account(field.condition(value)),
            Self::Account(field) => {
                let filled = Filter::Not(Box::new(field.condition(None)));
                Filter::Not(Box::new(Filter::of_account(filled)))
            }
        }
    }

    /// [`GroupField::condition`] as it is sent.
    pub fn condition_as_sent(&self, value: Option<&str>) -> Json {
        match (self, value) {
            (Self::Shared(_) | Self::Own(_), Some(value)) => {
                json!({ "field": { "name": self.name(), "is": value } })
            }
            (Self::Shared(_) | Self::Own(_), None) => {
                json!({ "field": { "name": self.name(), "empty": true } })
            }
            (Self::Account(field), Some(_)) => json!({ "account": field.condition_as_sent(value) }),
            (Self::Account(field), None) => {
                json!({ "not": { "account": { "not": field.condition_as_sent(None) } } })
            }
        }
    }
}

impl std::fmt::Display for GroupField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shared(_) => f.write_str(self.name()),
            Self::Own(name) => write!(f, "{OWN}{name}"),
            Self::Account(field) => write!(f, "{ACCOUNT}{field}"),
        }
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
    #[case::of_the_account("account.country", Some(GroupField::Account(Box::new(GroupField::Shared(2)))))]
    #[case::own_of_the_account(
        "account.more.branch",
        Some(GroupField::Account(Box::new(GroupField::Own("branch".to_owned()))))
    )]
    #[case::account_of_an_account("account.account.owner", None)]
    #[case::account_alone("account.", None)]
    #[case::nobody_shares_it_of_an_account("account.email", None)]
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
    #[case::any("zzzzzz", &[], "; available: source, owner, country, region, city, language, title, more.FIELD, account.FIELD")]
    #[case::own("zzzzzz", &["branch"], "; available: source, owner, country, region, city, language, title, more.branch")]
    #[case::near_of_the_account("account.ownr", &[], "; did you mean `account.owner`?")]
    #[case::near_own_of_the_account("account.more.brnch", &["branch"], "; did you mean `account.more.branch`?")]
    #[case::near_own("more.brnch", &["branch"], "; did you mean `more.branch`?")]
    fn an_unknown_field_is_answered_with_the_known_ones(
        #[case] given: &str,
        #[case] own: &[&str],
        #[case] hint: &str,
    ) {
        assert_eq!(GroupField::unknown(given, own.iter().copied()).hint, hint);
    }

    #[test]
    fn a_group_is_a_condition_on_its_field() {
        let field = |name: &str, is: FieldIs| Filter::Leaf(Leaf::Field(name.to_owned(), is));
        let retail = || field("branch", FieldIs::Is("Retail".to_owned()));
        let no_owner = || field("owner", FieldIs::Empty);
        let not = |filter: Filter| Filter::Not(Box::new(filter));
        for (by, value, expected) in [
            ("more.branch", Some("Retail"), retail()),
            ("owner", None, no_owner()),
            ("account.more.branch", Some("Retail"), Filter::of_account(retail())),
            ("account.owner", None, not(Filter::of_account(not(no_owner())))),
        ] {
            assert_eq!(GroupField::read(by).unwrap().condition(value), expected, "{by}");
        }
    }

    #[rstest]
    #[case("more.branch", Some("Retail"), json!({ "field": { "name": "branch", "is": "Retail" } }))]
    #[case("owner", None, json!({ "field": { "name": "owner", "empty": true } }))]
    #[case("account.owner", Some("Kim"), json!({ "account": { "field": { "name": "owner", "is": "Kim" } } }))]
    #[case(
        "account.owner",
        None,
        json!({ "not": { "account": { "not": { "field": { "name": "owner", "empty": true } } } } })
    )]
    fn a_condition_is_sent_as_the_interface_reads_it(
        #[case] by: &str,
        #[case] value: Option<&str>,
        #[case] expected: Json,
    ) {
        assert_eq!(GroupField::read(by).unwrap().condition_as_sent(value), expected);
    }
}
