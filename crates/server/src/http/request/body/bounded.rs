//! Lists and maps of a body: each has a bound, which is checked while it is read.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// The most ids, values or stages of a condition.
pub(crate) const MOST_VALUES: usize = 10_000;
/// The most custom fields in a body, and the most entries of a detail.
pub(crate) const MOST_NAMES: usize = 1_000;

fn full<E: Error>(most: usize) -> E {
    E::custom(format_args!("at most {most} are allowed; send fewer"))
}

struct List<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for List<T, MOST> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while list.len() < MOST {
            match items.next_element()? {
                Some(item) => list.push(item),
                None => return Ok(list),
            }
        }
        match items.next_element::<IgnoredAny>()? {
            Some(_) => Err(full(MOST)),
            None => Ok(list),
        }
    }
}

/// Reads a list of at most so many items.
pub(crate) fn list<'de, const MOST: usize, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(List::<T, MOST>(PhantomData))
}

/// Reads a list of at most so many items, or null.
pub(crate) fn list_or_null<'de, const MOST: usize, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Bounded<T, const MOST: usize>(Vec<T>);
    impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for Bounded<T, MOST> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            list::<MOST, T, D>(deserializer).map(Self)
        }
    }
    Ok(Option::<Bounded<T, MOST>>::deserialize(deserializer)?.map(|bounded| bounded.0))
}

/// Reads an object of at most so many names.
pub(crate) fn map<'de, const MOST: usize, V, D>(deserializer: D) -> Result<BTreeMap<String, V>, D::Error>
where
    V: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Map<V, const MOST: usize>(PhantomData<V>);
    impl<'de, V: Deserialize<'de>, const MOST: usize> Visitor<'de> for Map<V, MOST> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut all = BTreeMap::new();
            while let Some(name) = entries.next_key::<String>()? {
                if all.len() == MOST {
                    return Err(full(MOST));
                }
                all.insert(name, entries.next_value()?);
            }
            Ok(all)
        }
    }
    deserializer.deserialize_map(Map::<V, MOST>(PhantomData))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "it is only read")]
    struct Sent {
        #[serde(default, deserialize_with = "list::<2, _, _>")]
        list: Vec<u8>,
        #[serde(default, deserialize_with = "list_or_null::<2, _, _>")]
        maybe: Option<Vec<u8>>,
        #[serde(default, deserialize_with = "map::<2, _, _>")]
        map: BTreeMap<String, u8>,
    }

    #[rstest]
    #[case(r#"{"list":[1,2],"maybe":[1,2],"map":{"a":1,"b":2}}"#, true)]
    #[case(r#"{"list":[],"maybe":null,"map":{}}"#, true)]
    #[case(r#"{"list":[1,2,3]}"#, false)]
    #[case(r#"{"maybe":[1,2,3]}"#, false)]
    #[case(r#"{"map":{"a":1,"b":2,"c":3}}"#, false)]
    fn what_is_over_the_bound_is_refused_and_nothing_else(#[case] text: &str, #[case] fits: bool) {
        match serde_json::from_str::<Sent>(text) {
            Ok(_) => assert!(fits, "{text}"),
            Err(error) => assert!(!fits && error.to_string().starts_with("at most 2 are allowed"), "{error}"),
        }
    }
}
