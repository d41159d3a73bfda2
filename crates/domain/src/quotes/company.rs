//! Who makes the quotes of a workspace.

use serde::{Deserialize, Serialize};

use super::{QuoteProblem, check_text};

/// The longest text about a company, in characters.
pub const LONGEST_COMPANY_TEXT: usize = 1_000;

/// The sender of quotes, as it is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Company {
    /// Its name.
    pub name: String,
    /// Its postal address: a line break between lines.
    pub address: String,
    /// Its number with the tax authority.
    pub tax_id: String,
    /// Its bank account: a line break between lines.
    pub bank: String,
    /// How to reach it: a mail address, a phone number or a website.
    pub contact: String,
    /// The colour of headings and rules, `#0b6e6e`; empty for a dark grey.
    pub accent: String,
}

impl Company {
    /// Refuses what cannot be printed.
    pub fn check(&self) -> Result<(), QuoteProblem> {
        check_text("name", &self.name, LONGEST_COMPANY_TEXT, false)?;
        check_text("tax_id", &self.tax_id, LONGEST_COMPANY_TEXT, false)?;
        for (place, text) in [("address", &self.address), ("bank", &self.bank), ("contact", &self.contact)] {
            check_text(place, text, LONGEST_COMPANY_TEXT, true)?;
        }
        if self.accent.is_empty() || self.colour().is_some() {
            return Ok(());
        }
        Err(QuoteProblem::new("accent", "use six hexadecimal digits, such as #0b6e6e"))
    }

    /// The accent colour as red, green and blue.
    pub fn colour(&self) -> Option<[u8; 3]> {
        let digits = self
            .accent
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        Some([part(0)?, part(2)?, part(4)?])
    }
}
