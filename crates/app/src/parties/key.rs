//! The form in which an id or another key is stored and looked for.

use std::borrow::Cow;

use casebook_domain::text::hexadecimal;
use sha2::{Digest, Sha256};

/// The longest key in bytes that is stored as it stands. An index has no room for much longer ones.
pub(crate) const LONGEST_KEY: usize = 500;
/// Bytes of a longer key that stay readable.
const READABLE: usize = 60;

/// The key as it is stored: a long one is its beginning and a digest of the whole.
pub(crate) fn storable(key: &str) -> Cow<'_, str> {
    if key.len() <= LONGEST_KEY {
        return Cow::Borrowed(key);
    }
    let end = (0..=READABLE).rev().find(|end| key.is_char_boundary(*end)).unwrap_or_default();
    let digest = hexadecimal(&Sha256::digest(key.as_bytes()));
    Cow::Owned(format!("{}…{digest}", &key[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_keys_become_short_ones_that_differ_where_they_do() {
        let long = "ä".repeat(LONGEST_KEY);
        let other = format!("{long}x");
        assert_eq!(storable("ada@example.org"), "ada@example.org");
        assert!(storable(&long).len() < LONGEST_KEY);
        assert_ne!(storable(&long), storable(&other));
        assert_eq!(storable(&storable(&long)), storable(&long));
    }
}
