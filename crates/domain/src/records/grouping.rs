//! Groups of records: by the values of fields, with sums.

mod step;

use serde_json::{Value as Json, json};

use super::declaration::RecordType;
use super::field::Field;
use super::filter::field;
use super::kind::FieldKind;
use crate::Unknown;
use crate::lifecycle::funnel::GroupField;
use crate::zone::Zone;
pub use step::Step;

/// The most keys of a grouping.
const MOST_KEYS: usize = 4;

/// By what records are grouped, and what is added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grouping {
    /// The keys, the most significant first. Of several values of a field, a record counts for each.
    pub by: Vec<GroupKey>,
    /// The field with amounts that are added up, for each currency.
    pub sum: Option<String>,
}

/// A key by which records are grouped.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupKey {
    /// The field.
    pub field: Field,
    /// How days and times are put together.
    pub step: Option<Step>,
    /// If it holds people or organizations: their field by whose values records are grouped, in place of themselves.
    pub of_party: Option<GroupField>,
}

/// Why a grouping cannot be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupingError {
    /// There is no such field.
    #[error("{0}")]
    Unknown(Unknown),
    /// A span of the calendar that is none, or of a field without days.
    #[error("`{0}` is not a group; use a field, or a date with :day, :month, :quarter or :year")]
    Step(String),
    /// A field of people or organizations by which nothing is grouped.
    #[error("of `{0}`: {1}")]
    UnknownOfParty(String, Unknown),
    /// There are too many keys, or none.
    #[error("give 1 to {MOST_KEYS} fields to group by")]
    Keys,
    /// There is no such field to add up.
    #[error("{0}")]
    UnknownSum(Unknown),
    /// What is to be added up is no amount.
    #[error("`{0}` holds no amounts to add up")]
    Sum(String),
}

impl GroupingError {
    /// Whether the field that is added up is wrong.
    pub fn is_about_sum(&self) -> bool {
        matches!(self, Self::Sum(_) | Self::UnknownSum(_))
    }
}

impl Grouping {
    /// Reads keys such as `owner,closed_on:quarter`, and the field that is added up.
    pub fn parse(of: &RecordType, by: &str, sum: Option<&str>) -> Result<Self, GroupingError> {
        let words = by.split(',').map(str::trim).filter(|word| !word.is_empty());
        let by: Vec<GroupKey> = words.map(|word| key(of, word)).collect::<Result<_, _>>()?;
        if !(1..=MOST_KEYS).contains(&by.len()) {
            return Err(GroupingError::Keys);
        }
        let amount = |name: &str| match field(of, name).map_err(GroupingError::UnknownSum)?.kind {
            FieldKind::Money => Ok(name.to_owned()),
            _ => Err(GroupingError::Sum(name.to_owned())),
        };
        Ok(Self { by, sum: sum.map(amount).transpose()? })
    }
}

impl Grouping {
    /// The condition of the records of a group with these values, as a filter of records is sent.
    pub fn condition(by: &[GroupKey], values: &[Json], zone: &Zone) -> Json {
        let conditions: Vec<Json> =
            by.iter().zip(values).map(|(key, value)| key.condition(value, zone)).collect();
        match <[Json; 1]>::try_from(conditions) {
            Ok([only]) => only,
            Err(several) => json!({ "and": several }),
        }
    }
}

fn key(of: &RecordType, word: &str) -> Result<GroupKey, GroupingError> {
    let (name, step) = word.split_once(':').map_or((word, None), |(name, step)| (name, Some(step)));
    if let Some((name, of_party)) = name.split_once('.')
        && let Some(field) = of.field(name).filter(|field| field.kind.is_party())
    {
        let unknown = |unknown| GroupingError::UnknownOfParty(field.name.clone(), unknown);
        let of_party = Some(GroupField::read(of_party).map_err(unknown)?);
        let key = GroupKey { field: field.clone(), step: None, of_party };
        return if step.is_none() {
            Ok(key)
        } else {
            Err(GroupingError::Step(word.chars().take(80).collect()))
        };
    }
    let field = field(of, name).map_err(GroupingError::Unknown)?;
    let has_days = matches!(field.kind, FieldKind::Date | FieldKind::Instant);
    let step = match step {
        None if field.kind == FieldKind::Instant => Some(Step::Day),
        None => None,
        Some(word) if has_days && Step::from_word(word).is_some() => Step::from_word(word),
        Some(_) => return Err(GroupingError::Step(word.chars().take(80).collect())),
    };
    Ok(GroupKey { field, step, of_party: None })
}

impl GroupKey {
    /// Its name, without a span of time: `owner`, `account.country`.
    pub fn name(&self) -> String {
        match &self.of_party {
            Some(of_party) => format!("{}.{of_party}", self.field.name),
            None => self.field.name.clone(),
        }
    }

    /// The condition of the records of a group, as a filter of records is sent: its value is one that was answered, null for
    /// none.
    pub fn condition(&self, value: &Json, zone: &Zone) -> Json {
        let name = &self.field.name;
        if let Some(of_party) = &self.of_party {
            return of_parties(name, of_party, value.as_str());
        }
        if value.is_null() {
            return json!({ "field": { "name": name, "filled": false } });
        }
        match self.step.and_then(|step| step.days(value.as_str()?)) {
            Some(days) => self.within(days, zone),
            None => json!({ "field": { "name": name, "is": value } }),
        }
    }

    /// In a span of the calendar, from its first to its last day.
    fn within(&self, (first, last): (jiff::civil::Date, jiff::civil::Date), zone: &Zone) -> Json {
        let name = &self.field.name;
        let test = |test: &str, value: Json| json!({ "field": { "name": name, test: value } });
        if self.field.kind == FieldKind::Instant {
            let [from, to] = [zone.start_of(step::at(first)), zone.end_of(step::at(last))];
            return json!({ "and": [
                test("at_least", from.to_string().into()),
                test("before", to.to_string().into()),
            ] });
        }
        if self.field.multiple {
            // Two conditions could hold of two different days.
            let all = first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last);
            return test("one_of", all.map(|day| day.to_string()).collect());
        }
        json!({ "and": [
            test("at_least", first.to_string().into()),
            test("at_most", last.to_string().into()),
        ] })
    }
}

/// Records with a party of this value in a field; without a value, those in which none has one.
fn of_parties(name: &str, of_party: &GroupField, value: Option<&str>) -> Json {
    let with = |filter: Json| json!({ "with_party": { "field": name, "filter": filter } });
    match value {
        Some(_) => with(of_party.condition_as_sent(value)),
        None => json!({ "not": with(json!({ "not": of_party.condition_as_sent(None) })) }),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::filter::Filter;
    use crate::records::RecordFilter;

    fn deal() -> RecordType {
        RecordType::built_in().iter().find(|one| one.name == "deal").unwrap().clone()
    }

    #[rstest]
    #[case("stagee", None, "there is no field `stagee`; did you mean `stage`?")]
    #[case("stage:month", None, "`stage:month` is not a group")]
    #[case("closed_on:week", None, "`closed_on:week` is not a group")]
    #[case(" , ", None, "give 1 to 4 fields")]
    #[case("account.email", None, "of `account`: there is no field to group by `email`")]
    #[case("account.country:month", None, "`account.country:month` is not a group")]
    #[case("stage.country", None, "there is no field `stage.country`")]
    #[case("stage", Some("close_date"), "`close_date` holds no amounts")]
    fn what_is_no_grouping_is_refused(#[case] by: &str, #[case] sum: Option<&str>, #[case] message: &str) {
        let error = Grouping::parse(&deal(), by, sum).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
    }

    #[test]
    fn keys_and_a_sum_are_read() {
        let grouping = Grouping::parse(&deal(), "owner, closed_on:quarter", Some("amount")).unwrap();
        let keys: Vec<_> = grouping.by.iter().map(|key| (key.field.name.as_str(), key.step)).collect();
        assert_eq!(keys, [("owner", None), ("closed_on", Some(Step::Quarter))]);
        assert_eq!(grouping.sum.as_deref(), Some("amount"));
    }

    #[rstest]
    #[case("owner", json!("Kim"), json!({ "field": { "name": "owner", "is": "Kim" } }))]
    #[case("owner", json!(null), json!({ "field": { "name": "owner", "filled": false } }))]
    #[case("closed_on:quarter", json!("2024-Q1"), json!({ "and": [
        { "field": { "name": "closed_on", "at_least": "2024-01-01" } },
        { "field": { "name": "closed_on", "at_most": "2024-03-31" } },
    ] }))]
    #[case("created_at:month", json!("2025-10"), json!({ "and": [
        { "field": { "name": "created_at", "at_least": "2025-09-30T22:00:00Z" } },
        { "field": { "name": "created_at", "before": "2025-10-31T23:00:00Z" } },
    ] }))]
    #[case("account.more.sector", json!("Paper"), json!({ "with_party": {
        "field": "account", "filter": { "field": { "name": "sector", "is": "Paper" } },
    } }))]
    #[case("people.account.country", json!(null), json!({ "not": { "with_party": {
        "field": "people", "filter": { "not": { "not": { "account": { "not":
            { "field": { "name": "country", "empty": true } } } } } },
    } } }))]
    fn a_group_is_a_condition_on_its_key(#[case] by: &str, #[case] value: Json, #[case] expected: Json) {
        let grouping = Grouping::parse(&deal(), by, None).unwrap();
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(grouping.by[0].condition(&value, &berlin), expected);
        assert_eq!(grouping.by[0].name(), by.split(':').next().unwrap());
        RecordFilter::read_with(&deal(), &expected, &|_| Ok(Filter::default())).unwrap();
    }

    #[test]
    fn of_several_days_one_is_in_the_span() {
        let mut field = Field::of_kind("visits", "Visits", FieldKind::Date);
        field.multiple = true;
        let key = GroupKey { field, step: Some(Step::Month), of_party: None };
        let days = key.condition(&json!("2024-02"), &crate::zone::UTC);
        let days = days["field"]["one_of"].as_array().unwrap().clone();
        assert_eq!((days.len(), &days[0], &days[28]), (29, &json!("2024-02-01"), &json!("2024-02-29")));
    }
}
