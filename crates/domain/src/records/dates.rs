//! Dates in conditions on instants: they begin and end where the days of the workspace do.

use super::kind::FieldKind;
use super::value::Scalar;
use super::{FieldCondition, FieldTest, RecordFilter};
use crate::time::Timestamp;
use crate::zone::{self, Zone};

impl RecordFilter {
    /// The same with instants for dates, where a field holds instants. Conditions on parties are filters of their own.
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> Self {
        let all = |parts: &[Self]| parts.iter().map(|part| part.in_zone(zone)).collect();
        match self {
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Not(part) => Self::Not(Box::new(part.in_zone(zone))),
            Self::Field(condition) if condition.has_dates() => condition.in_zone(zone),
            Self::Funnel(members) => Self::Funnel(Box::new(members.in_zone(zone))),
            other => other.clone(),
        }
    }

    /// Whether any condition means something else in another zone.
    pub fn has_dates(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_dates),
            Self::Not(part) => part.has_dates(),
            Self::Field(condition) => condition.has_dates(),
            Self::Funnel(members) => members.dates.is_some(),
            _ => false,
        }
    }
}

impl FieldCondition {
    fn has_dates(&self) -> bool {
        let is_date = |scalar: &Scalar| matches!(scalar, Scalar::Date(_));
        self.kind == FieldKind::Instant
            && match &self.test {
                FieldTest::OneOf(all) => all.iter().any(is_date),
                FieldTest::AtLeast(one)
                | FieldTest::AtMost(one)
                | FieldTest::Before(one)
                | FieldTest::After(one) => is_date(one),
                _ => false,
            }
    }

    fn in_zone(&self, zone: &Zone) -> RecordFilter {
        let test = |test| RecordFilter::Field(Self { test, ..self.clone() });
        let start = |one: &Scalar| Scalar::Instant(edges(one, zone).0);
        let end = |one: &Scalar| Scalar::Instant(edges(one, zone).1);
        match &self.test {
            FieldTest::AtLeast(one) => test(FieldTest::AtLeast(start(one))),
            FieldTest::Before(one) => test(FieldTest::Before(start(one))),
            FieldTest::After(one) => test(FieldTest::AtLeast(end(one))),
            FieldTest::AtMost(one) => test(FieldTest::Before(end(one))),
            FieldTest::OneOf(all) => {
                let within = |one: &Scalar| {
                    let (from, to) = (FieldTest::AtLeast(start(one)), FieldTest::Before(end(one)));
                    RecordFilter::All(vec![test(from), test(to)])
                };
                RecordFilter::Any(all.iter().map(within).collect())
            }
            _ => test(self.test.clone()),
        }
    }
}

/// The first instant of a date, and that after its last; an instant is a date of its own.
fn edges(scalar: &Scalar, zone: &Zone) -> (Timestamp, Timestamp) {
    match scalar {
        Scalar::Instant(at) => (*at, at.plus(1)),
        other => {
            let day = zone::read(&other.text()).unwrap_or(Timestamp(0));
            (zone.start_of(day), zone.end_of(day))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::records::RecordType;

    /// Written as what is left of the condition on the fifth of April 2026, when clocks go back in Auckland.
    #[rstest]
    #[case("at_least", "Field at_least 2026-04-04T11:00:00Z")]
    #[case("before", "Field before 2026-04-04T11:00:00Z")]
    #[case("after", "Field at_least 2026-04-05T12:00:00Z")]
    #[case("at_most", "Field before 2026-04-05T12:00:00Z")]
    #[case("is", "Field at_least 2026-04-04T11:00:00Z and before 2026-04-05T12:00:00Z")]
    fn a_date_of_an_instant_is_that_day_of_the_zone(#[case] test: &str, #[case] expected: &str) {
        let product = RecordType::built_in().iter().find(|one| one.name == "product").unwrap();
        let given = json!({ "field": { "name": "created_at", test: "2026-04-05" } });
        let filter = RecordFilter::read(product, &given).unwrap();
        assert!(filter.has_dates());
        let found = filter.in_zone(&Zone::named("Pacific/Auckland").unwrap());
        assert!(!found.has_dates());
        assert_eq!(format!("Field {}", written(&found)), expected);
    }

    fn written(filter: &RecordFilter) -> String {
        match filter {
            RecordFilter::Any(parts) | RecordFilter::All(parts) => {
                parts.iter().map(written).collect::<Vec<_>>().join(" and ")
            }
            RecordFilter::Field(condition) => match &condition.test {
                FieldTest::AtLeast(one) => format!("at_least {}", one.text()),
                FieldTest::Before(one) => format!("before {}", one.text()),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }
}
