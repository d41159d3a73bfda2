//! Dictionaries: values that many parties share, each kept once under a number.

use std::collections::HashMap;
use std::sync::Arc;

use crate::bytes::Rest;

/// The number of no value.
pub const ABSENT: u32 = 0;

/// Values and their numbers, from 1.
#[derive(Clone, Default)]
pub struct Dictionary {
    values: Vec<Arc<str>>,
    codes: HashMap<Arc<str>, u32>,
}

impl Dictionary {
    /// The number of a value; a new value gets one.
    pub fn enter(&mut self, value: Option<&str>) -> u32 {
        let Some(value) = value else { return ABSENT };
        if let Some(code) = self.codes.get(value) {
            return *code;
        }
        let value: Arc<str> = value.into();
        self.values.push(Arc::clone(&value));
        let code = self.values.len() as u32;
        self.codes.insert(value, code);
        code
    }

    /// The value of a number.
    pub fn value(&self, code: u32) -> Option<&str> {
        (code as usize).checked_sub(1).and_then(|place| self.values.get(place)).map(AsRef::as_ref)
    }

    /// The number of a known value.
    pub fn code(&self, value: &str) -> Option<u32> {
        self.codes.get(value).copied()
    }

    /// For each number from [`ABSENT`] on, whether a predicate picks its value.
    pub fn picked(&self, test: impl Fn(&str) -> bool) -> Vec<bool> {
        std::iter::once(test("")).chain(self.values.iter().map(|value| test(value))).collect()
    }

    /// The mapped values, in the order of their numbers.
    pub fn mapped(&self, change: impl Fn(&str) -> String) -> Vec<String> {
        self.values.iter().map(|value| change(value)).collect()
    }

    /// The values in the order of their numbers, as bytes.
    pub fn write(&self, into: &mut Vec<u8>) {
        for value in &self.values {
            into.extend((value.len() as u32).to_le_bytes());
            into.extend(value.as_bytes());
        }
    }

    /// Reads [`Dictionary::write`]; `None` if the bytes are not valid.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (mut dictionary, mut rest) = (Self::default(), Rest(bytes));
        while !rest.0.is_empty() {
            let length = rest.u32()? as usize;
            dictionary.enter(Some(std::str::from_utf8(rest.bytes(length)?).ok()?));
        }
        Some(dictionary)
    }

    /// How many bytes the values have.
    pub fn bytes(&self) -> usize {
        self.values.iter().map(|value| value.len()).sum()
    }

    /// How many numbers there are, including [`ABSENT`].
    pub fn numbers(&self) -> usize {
        self.values.len() + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_keeps_its_number() {
        let mut dictionary = Dictionary::default();
        let [web, none, fair, again] =
            [Some("web"), None, Some("fair"), Some("web")].map(|one| dictionary.enter(one));
        assert_eq!((web, none, fair, again), (1, ABSENT, 2, 1));
        assert_eq!([0, 1, 2, 3].map(|code| dictionary.value(code)), [None, Some("web"), Some("fair"), None]);
        assert_eq!(dictionary.picked(|value| value == "fair"), [false, false, true]);
        let mut bytes = Vec::new();
        dictionary.write(&mut bytes);
        assert_eq!(Dictionary::read(&bytes).unwrap().value(2), Some("fair"));
        assert!(Dictionary::read(&bytes[..bytes.len() - 1]).is_none());
        assert_eq!(
            (dictionary.code("fair"), dictionary.code("mail"), dictionary.numbers()),
            (Some(2), None, 3)
        );
    }
}
