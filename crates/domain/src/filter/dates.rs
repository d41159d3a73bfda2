//! Dates in conditions: they begin and end where the days of the workspace do.

use super::{FieldIs, Filter, Leaf, Magnitude, Stretch};
use crate::zone::Zone;

impl Filter {
    /// Whether any condition means something else in another zone. Conditions on linked parties are filters of their own.
    pub fn has_dates(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_dates),
            Self::Not(part) => part.has_dates(),
            Self::Leaf(leaf) => leaf.has_dates(),
        }
    }

    /// The same in a zone.
    #[must_use]
    pub fn in_zone(&self, zone: &Zone) -> Self {
        let all = |parts: &[Self]| parts.iter().map(|part| part.in_zone(zone)).collect();
        match self {
            Self::All(parts) => Self::All(all(parts)),
            Self::Any(parts) => Self::Any(all(parts)),
            Self::Not(part) => Self::Not(Box::new(part.in_zone(zone))),
            Self::Leaf(leaf) => Self::Leaf(leaf.in_zone(zone)),
        }
    }
}

impl Leaf {
    fn has_dates(&self) -> bool {
        match self {
            Self::Time(_, stretch) => matches!(stretch, Stretch::Dated(..)),
            Self::Evidence(is) => matches!(is.within, Stretch::Dated(..)),
            Self::Field(_, FieldIs::Compares(_, with, _)) => !matches!(with, Magnitude::Number(_)),
            Self::Funnel(members) => members.dates.is_some(),
            _ => false,
        }
    }

    fn in_zone(&self, zone: &Zone) -> Self {
        match self {
            Self::Time(point, stretch) => Self::Time(*point, stretch.in_zone(zone)),
            Self::Evidence(is) => {
                let mut is = is.clone();
                is.within = is.within.in_zone(zone);
                Self::Evidence(is)
            }
            Self::Field(name, FieldIs::Compares(comparison, with, _)) => {
                Self::Field(name.clone(), FieldIs::Compares(*comparison, *with, zone.clone()))
            }
            Self::Funnel(members) => Self::Funnel(Box::new(members.in_zone(zone))),
            other => other.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::filter::{Bound, Point};
    use crate::time::Timestamp;
    use crate::zone;

    #[rstest]
    #[case::east("Pacific/Auckland", "2026-04-04T11:00:00Z", "2026-04-05T12:00:00Z")]
    #[case::west("America/Los_Angeles", "2026-04-05T07:00:00Z", "2026-04-06T07:00:00Z")]
    #[case("UTC", "2026-04-05T00:00:00Z", "2026-04-06T00:00:00Z")]
    fn a_date_begins_and_ends_in_the_zone(#[case] name: &str, #[case] start: &str, #[case] end: &str) {
        let day = zone::read("2026-04-05").unwrap();
        let leaf = |stretch| Filter::Not(Box::new(Filter::Leaf(Leaf::Time(Point::Created, stretch))));
        let dated = leaf(Stretch::Dated(Some(Bound::Start(day)), Some(Bound::End(day))));
        let [start, end] = [start, end].map(Timestamp::parse_rfc3339);
        let found = dated.in_zone(&Zone::named(name).unwrap());
        assert_eq!(found, leaf(Stretch::Between(start, end)));
        assert!(dated.has_dates() && !found.has_dates());
    }
}
