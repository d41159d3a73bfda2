//! Times as they are sent: an instant (RFC 3339) or a whole day.

use casebook_app::domain::filter::Bound;
use casebook_app::domain::time::{Precision, Timestamp};
use casebook_app::domain::zone::Zone;
use serde::{Deserialize, Deserializer};
use utoipa::openapi::schema::{KnownFormat, OneOfBuilder, SchemaFormat};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// An instant or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) Timestamp, pub(crate) Precision);

/// Which edge a day stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// Its first instant.
    Start,
    /// Its last instant.
    End,
}

impl Moment {
    /// The instant, or the edge of the day in a zone.
    pub(crate) fn edge(self, edge: Edge, zone: &Zone) -> Timestamp {
        match (self.1.is_day(), edge) {
            (true, Edge::Start) => zone.start_of(self.0),
            (true, Edge::End) => zone.end_of(self.0).plus(-1),
            (false, _) => self.0,
        }
    }

    /// The end of a range that the instant is, or the edge of the day.
    pub(crate) fn bound(self, edge: Edge) -> Bound {
        match (self.1.is_day(), edge) {
            (true, Edge::Start) => Bound::Start(self.0),
            (true, Edge::End) => Bound::End(self.0),
            (false, _) => Bound::Instant(self.0),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if is_shaped(text, b"0000-00-00") {
            return Some(Self(Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z"))?, Precision::Day));
        }
        let at = has_offset(text).then(|| Timestamp::parse_rfc3339(text)).flatten();
        at.map(|at| Self(at, Precision::Instant))
    }
}

/// Whether the text begins as a time to the second and ends in an offset, with at most a fraction between.
/// The reader of times understands more, such as names of zones, which are not RFC 3339.
fn has_offset(text: &str) -> bool {
    let Some((time, rest)) = text.split_at_checked(19) else { return false };
    let fraction = rest.strip_prefix('.').map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    let offset = fraction.unwrap_or(rest);
    let shaped = time.as_bytes().get(10).is_some_and(|t| t.eq_ignore_ascii_case(&b'T'))
        && is_shaped(&time[..10], b"0000-00-00")
        && is_shaped(&time[11..], b"00:00:00");
    let zone =
        offset.eq_ignore_ascii_case("z") || is_shaped(offset, b"+00:00") || is_shaped(offset, b"-00:00");
    shaped && zone && !rest.starts_with(".Z") && !rest.starts_with(".+") && !rest.starts_with(".-")
}

/// Whether the text has a digit wherever `shape` has one and is equal to it elsewhere.
fn is_shaped(text: &str, shape: &[u8]) -> bool {
    let fits = |(byte, shape): (u8, &u8)| if *shape == b'0' { byte.is_ascii_digit() } else { byte == *shape };
    text.len() == shape.len() && text.bytes().zip(shape).all(fits)
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            let wanted = "a date (2026-03-03) or a time with its offset (2026-03-03T10:00:00+01:00), in a year of four digits before 9999";
            serde::de::Error::custom(format_args!("`{text}` is not a valid time; use {wanted}"))
        })
    }
}

impl PartialSchema for Moment {
    fn schema() -> RefOr<Schema> {
        let text = |format| ObjectBuilder::new().schema_type(Type::String).format(Some(format));
        let instant = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        let day = SchemaFormat::KnownFormat(KnownFormat::Date);
        OneOfBuilder::new().item(text(instant)).item(text(day)).into()
    }
}

impl ToSchema for Moment {
    fn name() -> std::borrow::Cow<'static, str> {
        "Moment".into()
    }
}

/// A time as text.
pub(crate) fn at(time: Timestamp) -> String {
    time.to_string()
}

#[cfg(test)]
mod tests {
    use casebook_app::domain::zone::UTC;

    use super::*;

    #[test]
    fn instants_and_days_are_read() {
        let read = |text| Moment::parse(text).map(|moment| (moment.0.to_string(), moment.1.word()));
        let noon = Some(("2026-03-03T12:00:00Z".to_owned(), "instant"));
        for text in ["2026-03-03T12:00:00Z", "2026-03-03t13:00:00+01:00", "2026-03-03T12:00:00.000Z"] {
            assert_eq!(read(text), noon, "{text}");
        }
        assert_eq!(read("2026-03-03"), Some(("2026-03-03T00:00:00Z".to_owned(), "day")));
    }

    #[test]
    fn what_rfc_3339_does_not_know_is_no_time() {
        for text in [
            "",
            "now",
            "2026-3-3",
            "2026-02-30",
            "2026-03-03T12:00:00",
            "2026-03-03 12:00:00Z",
            "2026-03-03T12:00Z",
            "2026-03-03T12:00:00.Z",
            "2026-03-03T12:00:00+01:00[Europe/Berlin]",
            "2026-03-03T12:00:00ä",
            "+002026-03-03T12:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_ends_before_the_next_begins() {
        let day = Moment::parse("2026-03-03").unwrap();
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(day.edge(Edge::Start, &UTC).to_string(), "2026-03-03T00:00:00Z");
        assert_eq!(day.edge(Edge::End, &UTC).to_string(), "2026-03-03T23:59:59.999999Z");
        assert_eq!(day.edge(Edge::Start, &berlin).to_string(), "2026-03-02T23:00:00Z");
        assert_eq!(day.edge(Edge::End, &berlin).to_string(), "2026-03-03T22:59:59.999999Z");
    }
}
