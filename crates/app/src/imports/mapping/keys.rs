//! The forms in which what identifies somebody is compared.

use casebook_domain::text::fold;
use sha2::{Digest as _, Sha256};

/// The system of mail addresses.
pub const MAIL: &str = ":mail";
/// The system of phone numbers.
pub const PHONE: &str = ":phone";
/// The system of organizations' names.
pub const ORGANIZATION: &str = ":organization";
/// The system of deals that only their title tells apart.
pub const DEAL: &str = ":deal";

/// A web address without what does not tell pages apart: scheme, `www.`, query, last slash, case.
pub fn website(address: &str) -> String {
    let folded = fold(address);
    let bare = folded.split(['?', '#']).next().unwrap_or_default();
    let bare = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/').to_owned()
}

/// Takes parts in an order, so that no two sequences of parts give the same digest.
#[derive(Default)]
pub struct Canonical(Sha256);

impl Canonical {
    /// Adds a part.
    pub fn part(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    /// Adds a number.
    pub fn number(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }

    /// The first half of the SHA-256: far more than rows of one feed need.
    pub fn finish(self) -> [u8; 16] {
        let whole = self.0.finalize();
        let mut half = [0; 16];
        half.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
        half
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_page_has_the_same_key() {
        for address in
            ["https://www.example.com/in/Ada/?trk=export", "example.com/in/ada", "HTTP://example.com/in/ada/"]
        {
            assert_eq!(website(address), "example.com/in/ada");
        }
    }

    #[test]
    fn parts_do_not_run_together() {
        let digest = |parts: &[&str]| {
            let mut canonical = Canonical::default();
            for part in parts {
                canonical.part(part);
            }
            canonical.finish()
        };
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
