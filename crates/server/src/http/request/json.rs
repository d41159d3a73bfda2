//! JSON in which no name is given twice: of two values it is unknown which was meant (RFC 8259, section 4).

use std::cell::Cell;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The most values that are read of one object: each item and each entry counts.
pub(crate) const MOST_VALUES: usize = 50_000;
/// The most values that are read of a list of objects.
const MOST_LISTED: usize = 1_500_000;

/// Reads a text that is one value.
pub(crate) fn value(bytes: &[u8]) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let left = Cell::new(MOST_VALUES);
    let value = Reading { left: &left, most: MOST_VALUES }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// Reads a text that is one list, an item at a time, each of which goes through `take`; `None` if there are more
/// than `most`, of which the first that is too much is not kept.
pub(crate) fn list<T>(
    bytes: &[u8],
    most: usize,
    take: impl FnMut(Value) -> T,
) -> serde_json::Result<Option<Vec<T>>> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let (full, left) = (Cell::new(false), Cell::new(MOST_LISTED));
    let reading = Reading { left: &left, most: MOST_LISTED };
    let list = deserializer.deserialize_seq(Items { most, take, full: &full, reading });
    if full.get() {
        return Ok(None);
    }
    let list = list?;
    deserializer.end()?;
    Ok(Some(list))
}

struct Items<'f, F> {
    most: usize,
    take: F,
    full: &'f Cell<bool>,
    reading: Reading<'f>,
}

impl<'de, T, F: FnMut(Value) -> T> Visitor<'de> for Items<'_, F> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.reading)? {
            if list.len() == self.most {
                self.full.set(true);
                return Err(A::Error::custom("the list is full"));
            }
            list.push((self.take)(item));
        }
        Ok(list)
    }
}

/// The largest whole number up to which all whole numbers are kept as they are (2^53).
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Reads a value and counts what is in it.
#[derive(Clone, Copy)]
struct Reading<'l> {
    left: &'l Cell<usize>,
    most: usize,
}

impl Reading<'_> {
    fn count<E: Error>(self) -> Result<Self, E> {
        let fewer = self.left.get().checked_sub(1).ok_or_else(|| {
            E::custom(format_args!("more than {} values in one request; send fewer", self.most))
        })?;
        self.left.set(fewer);
        Ok(self)
    }
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        // A whole number that was too long for 64 bits has lost its end by now, and what is stored never changes.
        if value.fract() == 0.0 && value.abs() > LARGEST_WHOLE {
            return Err(E::custom("the number is too large to be stored exactly; send it as a string"));
        }
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            self.count()?;
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!("`{name}` is given twice")));
            }
            let value = entries.next_value_seed(self.count()?)?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_read_as_it_is_written() {
        let text = r#"{"a":[null,true,-1,18446744073709551615,0.5,"x\n",{}],"b":{"a":1},"":"ä"}"#;
        assert_eq!(value(text.as_bytes()).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn a_name_that_is_given_twice_is_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":1,"c":2,"a":3}}]"#, r#"{"a":1,"\u0061":2}"#] {
            let error = value(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains("`a` is given twice"), "{error}");
        }
        assert!(value(br#"{"a":1}{"#).is_err(), "and what follows is no part of it");
    }

    #[test]
    fn a_number_that_would_be_another_is_refused() {
        for text in ["123456789012345678901234567890", "[-1e300]", "18446744073709551616"] {
            let error = value(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains("too large to be stored"), "{error}");
        }
        assert!(value(b"[18446744073709551615, -9223372036854775808, 1e15, 0.1]").is_ok());
    }
}
