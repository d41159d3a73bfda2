//! A digest of a sequence of parts that no other sequence has.

use sha2::{Digest as _, Sha256};

/// Builds the digest; no two sequences of parts give the same one.
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
