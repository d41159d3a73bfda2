//! Filters of people and organizations as records.

use crate::filter::{Comparison, FieldIs, Filter, Leaf, Magnitude, Point, Stretch};
use crate::ids::PartyId;
use crate::lifecycle::history::Standing;
use crate::party::PartyKind;
use crate::records::{FieldCondition, FieldTest, RecordFilter, Scalar, ValueError};
use crate::time::Timestamp;
use crate::zone::UTC;

/// The filter of parties that one of people or of organizations as records means.
pub fn filter(kind: PartyKind, given: &RecordFilter) -> Result<Filter, ValueError> {
    Ok(Filter::All(vec![Filter::Leaf(Leaf::Kind(kind)), tree(given)?]))
}

fn tree(given: &RecordFilter) -> Result<Filter, ValueError> {
    let all = |parts: &[RecordFilter]| parts.iter().map(tree).collect::<Result<Vec<_>, _>>();
    Ok(match given {
        RecordFilter::All(parts) => Filter::All(all(parts)?),
        RecordFilter::Any(parts) => Filter::Any(all(parts)?),
        RecordFilter::Not(part) => Filter::Not(Box::new(tree(part)?)),
        RecordFilter::Text(text) => Filter::Leaf(Leaf::Text(text.clone())),
        RecordFilter::Hidden(hidden) => Filter::Leaf(Leaf::Hidden(*hidden)),
        RecordFilter::Ids(ids) => Filter::Leaf(Leaf::Ids(ids.iter().map(|id| PartyId(id.0)).collect())),
        RecordFilter::Party(party) => Filter::Leaf(Leaf::Linked(*party)),
        RecordFilter::WithParty(_, which) => Filter::Leaf(Leaf::LinkedToAny(which.clone())),
        RecordFilter::Parties(_, parties) => {
            Filter::Any(parties.iter().map(|party| Filter::Leaf(Leaf::Linked(*party))).collect())
        }
        RecordFilter::Field(condition) => of_field(condition)?,
        RecordFilter::Funnel(_) => return Err(ValueError::new("only deals have a funnel of this kind")),
    })
}

fn of_field(condition: &FieldCondition) -> Result<Filter, ValueError> {
    match condition.name.as_str() {
        "state" => of_standing(&condition.test),
        "created_at" => of_time(Point::Created, &condition.test),
        "updated_at" => of_time(Point::Updated, &condition.test),
        name => of_text(name, &condition.test),
    }
}

/// The state of a party is its standing.
fn of_standing(test: &FieldTest) -> Result<Filter, ValueError> {
    let leaf = |standings| Filter::Leaf(Leaf::Standing(standings));
    match test {
        FieldTest::OneOf(words) => {
            let known = words.iter().filter_map(|word| Standing::from_word(&word.text()));
            Ok(leaf(known.map(Some).collect()))
        }
        FieldTest::Contains(part) => {
            let containing =
                Standing::ALL.into_iter().filter(|one| one.word().contains(&part.to_lowercase()));
            Ok(leaf(containing.map(Some).collect()))
        }
        FieldTest::Filled(filled) => Ok(negated(leaf(vec![None]), *filled)),
        _ => Err(refused("state")),
    }
}

fn of_time(point: Point, test: &FieldTest) -> Result<Filter, ValueError> {
    let between = |from, to| Filter::Leaf(Leaf::Time(point, Stretch::Between(from, to)));
    let at = |scalar: &Scalar| match scalar {
        Scalar::Instant(at) => Ok(*at),
        _ => Err(ValueError::new("expected a time")),
    };
    // A range ends before its end.
    let after = |at: Timestamp| Timestamp(at.0.saturating_add(1));
    Ok(match test {
        FieldTest::AtLeast(scalar) => between(Some(at(scalar)?), None),
        FieldTest::After(scalar) => between(Some(after(at(scalar)?)), None),
        FieldTest::Before(scalar) => between(None, Some(at(scalar)?)),
        FieldTest::AtMost(scalar) => between(None, Some(after(at(scalar)?))),
        FieldTest::OneOf(all) => {
            let one = |scalar: &Scalar| at(scalar).map(|at| between(Some(at), Some(after(at))));
            Filter::Any(all.iter().map(one).collect::<Result<_, _>>()?)
        }
        FieldTest::Filled(filled) => negated(Filter::Any(Vec::new()), *filled),
        FieldTest::Contains(_) | FieldTest::Parties(_) => return Err(refused("a time")),
    })
}

fn of_text(name: &str, test: &FieldTest) -> Result<Filter, ValueError> {
    let field = |is: FieldIs| Filter::Leaf(Leaf::Field(name.to_owned(), is));
    Ok(match test {
        FieldTest::OneOf(values) if values.iter().any(|one| matches!(one, Scalar::Address(_))) => {
            return Err(ValueError::new("use street, city, region, postal_code or country"));
        }
        FieldTest::OneOf(values) => field(FieldIs::OneOf(values.iter().map(Scalar::text).collect())),
        FieldTest::Contains(part) => field(FieldIs::Contains(part.clone())),
        FieldTest::Filled(filled) => negated(field(FieldIs::Empty), *filled),
        FieldTest::AtLeast(with) => compared(name, Comparison::AtLeast, with)?,
        FieldTest::AtMost(with) => compared(name, Comparison::AtMost, with)?,
        FieldTest::Before(with) => compared(name, Comparison::Before, with)?,
        FieldTest::After(with) => compared(name, Comparison::After, with)?,
        FieldTest::Parties(_) => return Err(refused(name)),
    })
}

/// A comparison with a number, an amount of the same currency, a day or a time.
fn compared(name: &str, comparison: Comparison, with: &Scalar) -> Result<Filter, ValueError> {
    let magnitude = Magnitude::of(&with.text()).ok_or_else(|| refused(name))?;
    let field = |is: FieldIs| Filter::Leaf(Leaf::Field(name.to_owned(), is));
    let compares = field(FieldIs::Compares(comparison, magnitude, UTC.clone()));
    Ok(match with {
        Scalar::Money(money) => {
            let currency = FieldIs::Contains(money.currency.code().to_string());
            Filter::All(vec![compares, field(currency)])
        }
        _ => compares,
    })
}

fn negated(filter: Filter, negated: bool) -> Filter {
    if negated { Filter::Not(Box::new(filter)) } else { filter }
}

fn refused(what: &str) -> ValueError {
    ValueError::new(format!("people and organizations cannot be filtered by {what} in this way"))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::records::{Field, FieldKind, RecordType};

    fn read(given: &Json) -> Result<Filter, ValueError> {
        let mut person = RecordType::parties().iter().find(|one| one.name == "person").unwrap().clone();
        person.fields.push(Field::of_kind("budget", "Budget", FieldKind::Money));
        person.fields.push(Field::of_kind("patience", "Patience", FieldKind::Duration));
        let tree = RecordFilter::read(&person, given).unwrap().in_zone(&UTC);
        filter(PartyKind::Person, &tree)
    }

    fn inner(given: &Json) -> Filter {
        let Filter::All(mut parts) = read(given).unwrap() else { panic!("no `All`") };
        assert_eq!(parts[0], Filter::Leaf(Leaf::Kind(PartyKind::Person)));
        parts.remove(1)
    }

    fn leaf(name: &str, is: FieldIs) -> Filter {
        Filter::Leaf(Leaf::Field(name.to_owned(), is))
    }

    #[test]
    fn conditions_on_fields_are_those_of_parties() {
        let city = json!({ "field": { "name": "city", "is": "Bern" } });
        assert_eq!(inner(&city), leaf("city", FieldIs::OneOf(vec!["Bern".into()])));
        let filled = json!({ "not": { "field": { "name": "note", "filled": true } } });
        let empty = Filter::Not(Box::new(leaf("note", FieldIs::Empty)));
        assert_eq!(inner(&filled), Filter::Not(Box::new(empty)));
        let state = json!({ "field": { "name": "state", "one_of": ["lost", "former"] } });
        let standings = vec![Some(Standing::Lost), Some(Standing::Former)];
        assert_eq!(inner(&state), Filter::Leaf(Leaf::Standing(standings)));
    }

    #[test]
    fn an_amount_is_compared_with_others_of_its_currency() {
        let budget =
            json!({ "field": { "name": "budget", "at_least": { "minor": 100, "currency": "EUR" } } });
        let magnitude = Magnitude::of("1.00 EUR").unwrap();
        let expected = vec![
            leaf("budget", FieldIs::Compares(Comparison::AtLeast, magnitude, UTC.clone())),
            leaf("budget", FieldIs::Contains("EUR".into())),
        ];
        assert_eq!(inner(&budget), Filter::All(expected));
    }

    #[rstest]
    #[case("after", "2026-01-02T00:00:00Z", "")]
    #[case("at_least", "2026-01-01T00:00:00Z", "")]
    #[case("before", "", "2026-01-01T00:00:00Z")]
    #[case("at_most", "", "2026-01-02T00:00:00Z")]
    fn times_are_ranges(#[case] test: &str, #[case] from: &str, #[case] to: &str) {
        let given = json!({ "field": { "name": "created_at", test: "2026-01-01" } });
        let stretch = Stretch::Between(Timestamp::parse_rfc3339(from), Timestamp::parse_rfc3339(to));
        assert_eq!(inner(&given), Filter::Leaf(Leaf::Time(Point::Created, stretch)));
    }

    #[rstest]
    #[case(json!({ "field": { "name": "patience", "at_least": "PT1H" } }))]
    #[case(json!({ "field": { "name": "addresses", "is": { "city": "Bern" } } }))]
    fn what_parties_are_not_filtered_by_is_refused(#[case] given: Json) {
        assert!(read(&given).is_err(), "{given}");
    }
}
