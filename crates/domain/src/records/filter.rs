//! Which records: conditions on any field, joined by and, or and not.

use serde_json::{Map, Value as Json};

use super::declaration::RecordType;
use super::field::Field;
use super::funnel_condition;
use super::kind::FieldKind;
use super::value::{FieldValue, Scalar, ValueError};
use crate::Unknown;
use crate::deals::DealMembers;
use crate::filter::{DEEPEST, Filter, MOST_CONDITIONS};
use crate::ids::{PartyId, RecordId};

/// The most values of a condition.
const MOST_VALUES: usize = 1_000;
/// What every record has besides its fields, with what it holds.
const BASE: [(&str, FieldKind); 5] = [
    ("name", FieldKind::Text),
    ("owner", FieldKind::User),
    ("state", FieldKind::Text),
    ("created_at", FieldKind::Instant),
    ("updated_at", FieldKind::Instant),
];

/// Conditions, joined. Hidden records fit only if one of them is about being hidden.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordFilter {
    /// All must hold; an empty list fits every record.
    All(Vec<Self>),
    /// At least one must hold; an empty list fits none.
    Any(Vec<Self>),
    /// It must not hold.
    Not(Box<Self>),
    /// Each word of this is found in the name or in a searched field; words of one or two letters only where a word
    /// begins.
    Text(String),
    /// A condition on a field.
    Field(FieldCondition),
    /// Hidden, or not.
    Hidden(bool),
    /// One of these.
    Ids(Vec<RecordId>),
    /// This party is in any of its fields.
    Party(PartyId),
    /// A party that fits is in this field, or in any of its fields. The parties are found before the index is asked.
    WithParty(Option<String>, Box<Filter>),
    /// A number of the funnel of deals counts it.
    Funnel(Box<DealMembers>),
    /// One of these parties, in the order of ids, is in this field, or in any of its fields.
    Parties(Option<String>, Vec<PartyId>),
}

/// A condition on a field, or on what every record has.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldCondition {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// The condition.
    pub test: FieldTest,
}

/// What must hold of a field. Of several values, one is enough.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldTest {
    /// It has one of these values. Case, accents and repeated spaces of text do not count.
    OneOf(Vec<Scalar>),
    /// One of these parties is in it.
    Parties(Vec<PartyId>),
    /// It is at least this; an amount is in the same currency.
    AtLeast(Scalar),
    /// It is at most this.
    AtMost(Scalar),
    /// It is less than this, or earlier.
    Before(Scalar),
    /// It is more than this, or later.
    After(Scalar),
    /// This is found in it, folded.
    Contains(String),
    /// It has a value, or none.
    Filled(bool),
}

impl Default for RecordFilter {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl RecordFilter {
    /// Reads a filter as it is sent: an object with one key, such as `{"field": {"name": "price", "filled": true}}`.
    pub fn read(of: &RecordType, given: &Json) -> Result<Self, ValueError> {
        Self::read_with(of, given, &|_| Err(ValueError::new("conditions on parties cannot be nested here")))
    }

    /// The same, with conditions on parties, which `parties` reads.
    pub fn read_with(
        of: &RecordType,
        given: &Json,
        parties: &dyn Fn(&Json) -> Result<Filter, ValueError>,
    ) -> Result<Self, ValueError> {
        Reading { of, parties, conditions: 0 }.filter(given, 1)
    }

    /// Whether any condition is about being hidden.
    pub fn mentions_hidden(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::mentions_hidden),
            Self::Not(part) => part.mentions_hidden(),
            Self::Hidden(_) => true,
            _ => false,
        }
    }

    /// Whether any condition is about the funnel of deals.
    pub fn mentions_funnel(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::mentions_funnel),
            Self::Not(part) => part.mentions_funnel(),
            Self::Funnel(_) => true,
            _ => false,
        }
    }
}

struct Reading<'t> {
    of: &'t RecordType,
    parties: &'t dyn Fn(&Json) -> Result<Filter, ValueError>,
    conditions: usize,
}

impl Reading<'_> {
    fn filter(&mut self, given: &Json, depth: usize) -> Result<RecordFilter, ValueError> {
        if depth > DEEPEST {
            return Err(ValueError::new(format!("conditions can be nested at most {DEEPEST} deep")));
        }
        self.conditions += 1;
        if self.conditions > MOST_CONDITIONS {
            return Err(ValueError::new(format!("a filter can have at most {MOST_CONDITIONS} conditions")));
        }
        let (key, inner) = only_key(given)?;
        self.keyed(key, inner, depth).map_err(|error| error.within(&key))
    }

    fn keyed(&mut self, key: &str, inner: &Json, depth: usize) -> Result<RecordFilter, ValueError> {
        let text = || inner.as_str().ok_or_else(|| ValueError::new("expected text"));
        Ok(match key {
            "and" => RecordFilter::All(self.parts(inner, depth)?),
            "or" => RecordFilter::Any(self.parts(inner, depth)?),
            "not" => RecordFilter::Not(Box::new(self.filter(inner, depth + 1)?)),
            "text" => RecordFilter::Text(text()?.to_owned()),
            "hidden" => RecordFilter::Hidden(
                inner.as_bool().ok_or_else(|| ValueError::new("expected true or false"))?,
            ),
            "ids" => RecordFilter::Ids(ids(self.of, inner)?),
            "party" => {
                let id = text()?;
                RecordFilter::Party(PartyId::parse(id).ok_or_else(|| not_a_party(id))?)
            }
            "field" => RecordFilter::Field(self.condition(inner)?),
            "with_party" => self.with_party(inner)?,
            "funnel" => RecordFilter::Funnel(Box::new(funnel_condition::read(self.of, inner)?)),
            other => {
                let known =
                    ["and", "or", "not", "text", "field", "party", "with_party", "funnel", "hidden", "ids"];
                let unknown = Unknown::among("condition", other, known.into_iter());
                return Err(ValueError::new(unknown.to_string()));
            }
        })
    }

    fn parts(&mut self, given: &Json, depth: usize) -> Result<Vec<RecordFilter>, ValueError> {
        let list = given.as_array().ok_or_else(|| ValueError::new("expected a list of conditions"))?;
        let part = |(place, one)| self.filter(one, depth + 1).map_err(|error| error.within(&place));
        list.iter().enumerate().map(part).collect()
    }

    fn with_party(&self, given: &Json) -> Result<RecordFilter, ValueError> {
        let object = given.as_object().ok_or_else(|| ValueError::new("expected an object"))?;
        if let Some(key) = object.keys().find(|key| !["field", "filter"].contains(&key.as_str())) {
            let unknown = Unknown::among("key", key, ["field", "filter"].into_iter());
            return Err(ValueError::new(unknown.to_string()));
        }
        let name = match object.get("field") {
            None | Some(Json::Null) => None,
            Some(Json::String(name)) => Some(self.party_field(name).map_err(|error| error.within(&"field"))?),
            Some(_) => return Err(ValueError::new("expected the name of a field").within(&"field")),
        };
        let filter = object.get("filter").ok_or_else(|| ValueError::new("the key `filter` is missing"))?;
        let filter = (self.parties)(filter).map_err(|error| error.within(&"filter"))?;
        Ok(RecordFilter::WithParty(name, Box::new(filter)))
    }

    /// The name of a field that holds people or organizations.
    fn party_field(&self, name: &str) -> Result<String, ValueError> {
        let field = field(self.of, name).map_err(|unknown| ValueError::new(unknown.to_string()))?;
        if field.kind.is_party() {
            return Ok(field.name);
        }
        Err(ValueError::new(format!("`{name}` holds no people or organizations")))
    }

    fn condition(&self, given: &Json) -> Result<FieldCondition, ValueError> {
        let object = given.as_object().ok_or_else(|| ValueError::new("expected an object"))?;
        let name = object.get("name").and_then(Json::as_str);
        let name = name.ok_or_else(|| ValueError::new("the key `name` is missing"))?;
        let field =
            field(self.of, name).map_err(|unknown| ValueError::new(unknown.to_string()).within(&"name"))?;
        let tests: Vec<(&String, &Json)> = object.iter().filter(|(key, _)| *key != "name").collect();
        let [(key, value)] = tests.as_slice() else {
            let expected =
                "use exactly one of is, one_of, at_least, at_most, before, after, contains and filled";
            return Err(ValueError::new(expected));
        };
        let test = test(&field, key, value).map_err(|error| error.within(key))?;
        Ok(FieldCondition { name: name.to_owned(), kind: field.kind, test })
    }
}

fn only_key(given: &Json) -> Result<(&str, &Json), ValueError> {
    let wrong = || ValueError::new("a condition is an object with one key, such as {\"text\": \"…\"}");
    let object: &Map<String, Json> =
        given.as_object().filter(|object| object.len() == 1).ok_or_else(wrong)?;
    object.iter().next().map(|(key, inner)| (key.as_str(), inner)).ok_or_else(wrong)
}

fn not_a_party(id: &str) -> ValueError {
    ValueError::new(format!("`{}` is not the id of a party", id.chars().take(60).collect::<String>()))
}

fn ids(of: &RecordType, given: &Json) -> Result<Vec<RecordId>, ValueError> {
    let list = given.as_array().filter(|list| list.len() <= MOST_VALUES);
    let list =
        list.ok_or_else(|| ValueError::new(format!("expected a list of at most {MOST_VALUES} ids")))?;
    let id = |(place, one): (usize, &Json)| {
        let id = one.as_str().and_then(|text| RecordId::parse_as(of.prefix(), text));
        id.ok_or_else(|| ValueError::new(format!("expected the id of a {}", of.name)).within(&place))
    };
    list.iter().enumerate().map(id).collect()
}

/// A field by its name, what every record has included.
pub(super) fn field(of: &RecordType, name: &str) -> Result<Field, Unknown> {
    if let Some((_, kind)) = BASE.into_iter().find(|(base, _)| *base == name) {
        return Ok(Field::of_kind(name, name, kind));
    }
    let names =
        || BASE.into_iter().map(|(base, _)| base).chain(of.fields.iter().map(|one| one.name.as_str()));
    of.field(name).cloned().ok_or_else(|| Unknown::among("field", name, names()))
}

fn test(field: &Field, key: &str, value: &Json) -> Result<FieldTest, ValueError> {
    let single = Field { multiple: false, ..field.clone() };
    let scalar = || -> Result<Scalar, ValueError> {
        if let Some(day) = day_of_instant(field, value) {
            return Ok(day);
        }
        match FieldValue::read(&single, value)? {
            Some(FieldValue::One(scalar)) => Ok(scalar),
            _ => Err(ValueError::new("expected a value; use `filled` for fields without one")),
        }
    };
    let ordered = || {
        if field.kind.is_ordered() {
            scalar()
        } else {
            Err(ValueError::new(format!("`{}` has no order to compare by; use `is` or `one_of`", field.name)))
        }
    };
    Ok(match key {
        "is" if field.kind == FieldKind::Party => FieldTest::Parties(vec![party(value)?]),
        "one_of" if field.kind == FieldKind::Party => FieldTest::Parties(each(value, party)?),
        "is" => FieldTest::OneOf(vec![scalar()?]),
        "one_of" => FieldTest::OneOf(each(value, |one| match day_of_instant(field, one) {
            Some(day) => Ok(day),
            None => match FieldValue::read(&single, one)? {
                Some(FieldValue::One(scalar)) => Ok(scalar),
                _ => Err(ValueError::new("expected a value")),
            },
        })?),
        "at_least" => FieldTest::AtLeast(ordered()?),
        "at_most" => FieldTest::AtMost(ordered()?),
        "before" => FieldTest::Before(ordered()?),
        "after" => FieldTest::After(ordered()?),
        "contains" if field.kind.is_text() || field.kind == FieldKind::User => {
            FieldTest::Contains(value.as_str().ok_or_else(|| ValueError::new("expected text"))?.to_owned())
        }
        "contains" => return Err(ValueError::new(format!("`{}` holds no text", field.name))),
        "filled" => {
            FieldTest::Filled(value.as_bool().ok_or_else(|| ValueError::new("expected true or false"))?)
        }
        other => {
            let known = ["is", "one_of", "at_least", "at_most", "before", "after", "contains", "filled"];
            return Err(ValueError::new(Unknown::among("test", other, known.into_iter()).to_string()));
        }
    })
}

/// A date that instants are compared with: a day of the zone, see [`RecordFilter::in_zone`].
fn day_of_instant(field: &Field, value: &Json) -> Option<Scalar> {
    let text = value.as_str().filter(|text| field.kind == FieldKind::Instant && text.len() == 10)?;
    text.parse().ok().map(Scalar::Date)
}

fn party(value: &Json) -> Result<PartyId, ValueError> {
    let id = value.as_str().unwrap_or_default();
    PartyId::parse(id).ok_or_else(|| not_a_party(id))
}

fn each<T>(value: &Json, read: impl Fn(&Json) -> Result<T, ValueError>) -> Result<Vec<T>, ValueError> {
    let list = value.as_array().filter(|list| list.len() <= MOST_VALUES);
    let list =
        list.ok_or_else(|| ValueError::new(format!("expected a list of at most {MOST_VALUES} values")))?;
    list.iter().enumerate().map(|(place, one)| read(one).map_err(|error| error.within(&place))).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn product() -> RecordType {
        RecordType::built_in().iter().find(|one| one.name == "product").unwrap().clone()
    }

    #[test]
    fn a_tree_of_conditions_is_read() {
        let price = json!({ "minor": 1_000, "currency": "EUR" });
        let tree = json!({ "and": [
            { "field": { "name": "price", "at_least": price } },
            { "not": { "text": "old" } },
            { "or": [{ "field": { "name": "active", "is": true } }, { "hidden": true }] },
            { "field": { "name": "created_at", "after": "2026-01-01" } },
        ] });
        let filter = RecordFilter::read(&product(), &tree).unwrap();
        assert!(filter.mentions_hidden());
        let RecordFilter::All(parts) = filter else { panic!("{filter:?}") };
        assert_eq!(parts.len(), 4);
        let after = FieldTest::After(Scalar::Date("2026-01-01".parse().unwrap()));
        assert_eq!(
            parts[3],
            RecordFilter::Field(FieldCondition {
                name: "created_at".into(),
                kind: FieldKind::Instant,
                test: after
            })
        );
    }

    #[rstest]
    #[case(json!({ "field": { "name": "prise", "filled": true } }), "field/name", "did you mean `price`")]
    #[case(json!({ "field": { "name": "price" } }), "field", "exactly one of")]
    #[case(json!({ "field": { "name": "price", "is": 5 } }), "field/is", "expected an amount")]
    #[case(json!({ "field": { "name": "code", "at_least": "a" } }), "field/at_least", "no order")]
    #[case(json!({ "field": { "name": "price", "contains": "a" } }), "field/contains", "holds no text")]
    #[case(json!({ "and": [{ "nott": {} }] }), "and/0/nott", "did you mean `not`")]
    #[case(json!({ "and": {} }), "and", "a list of conditions")]
    #[case(json!([]), "", "an object with one key")]
    #[case(json!({ "with_party": { "filter": {} } }), "with_party/filter", "cannot be nested")]
    #[case(json!({ "with_party": { "field": "price", "filter": {} } }), "with_party/field", "no people")]
    #[case(json!({ "with_party": { "fields": "price" } }), "with_party", "did you mean `field`")]
    #[case(json!({ "ids": ["per_0000000000002"] }), "ids/0", "the id of a product")]
    fn what_is_no_condition_is_refused_with_its_place(
        #[case] given: Json,
        #[case] path: &str,
        #[case] message: &str,
    ) {
        let error = RecordFilter::read(&product(), &given).unwrap_err();
        assert_eq!(error.path.join("/"), path);
        assert!(error.message.contains(message), "{error}");
    }

    #[test]
    fn a_filter_is_bounded() {
        let deep = (0..DEEPEST).fold(json!({ "text": "a" }), |inner, _| json!({ "not": inner }));
        assert!(RecordFilter::read(&product(), &deep).unwrap_err().message.contains("deep"));
        let many = json!({ "or": vec![json!({ "text": "a" }); MOST_CONDITIONS] });
        assert!(RecordFilter::read(&product(), &many).unwrap_err().message.contains("conditions"));
    }
}
