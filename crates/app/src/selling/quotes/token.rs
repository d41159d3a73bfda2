//! What the link of a recipient holds.

use casebook_domain::quotes::digest;

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 160 random bits, as 32 digits of Crockford's base 32. Only their SHA-256 is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// How many random bytes one is made of.
    pub const BYTES: usize = 20;

    /// A token of random bytes.
    pub fn of_random(bytes: [u8; Self::BYTES]) -> Self {
        let digits = bytes.chunks(5).flat_map(|five| {
            let number = five.iter().fold(0_u64, |all, byte| all << 8 | u64::from(*byte));
            (0..8).rev().map(move |place| DIGITS[(number >> (place * 5) & 31) as usize])
        });
        Self(digits.map(char::from).collect())
    }

    /// As it stands in a link. Whoever has it can answer the quote, so it goes to nobody but the recipient.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub(super) fn digest(&self) -> String {
        digest(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_a_digit_for_every_five_bits() {
        assert_eq!(Token::of_random([0; 20]).text(), "0".repeat(32));
        assert_eq!(Token::of_random([255; 20]).text(), "z".repeat(32));
        let mut bytes = [0; 20];
        (bytes[0], bytes[19]) = (0b0000_1000, 1);
        assert_eq!(Token::of_random(bytes).text(), format!("1{}1", "0".repeat(30)));
    }
}
