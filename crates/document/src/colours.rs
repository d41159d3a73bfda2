//! The colours of a page.

use casebook_domain::quotes::Company;

/// Red, green and blue.
pub(crate) type Colour = [u8; 3];

/// Text.
pub(crate) const INK: Colour = [33, 37, 41];
/// Text of less weight, still well readable: 6.8 to 1 on white.
pub(crate) const MUTED: Colour = [86, 92, 100];
/// Thin rules.
pub(crate) const HAIRLINE: Colour = [206, 210, 215];

/// The least contrast of text on its ground, by WCAG 2.
const READABLE: f64 = 4.5;

/// The company's colours: of rules, and of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accent {
    /// For rules, which carry no meaning.
    pub rule: Colour,
    /// For headings: dark grey where the company's colour is too light to be read on white.
    pub text: Colour,
}

impl Accent {
    /// The colours of a company.
    pub(crate) fn of(company: &Company) -> Self {
        let rule = company.colour().unwrap_or(INK);
        let text = if contrast_on_white(rule) >= READABLE { rule } else { INK };
        Self { rule, text }
    }
}

fn contrast_on_white(colour: Colour) -> f64 {
    let [red, green, blue] = colour.map(linear);
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

fn linear(part: u8) -> f64 {
    let part = f64::from(part) / 255.0;
    if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("#0b6e6e", [11, 110, 110])]
    #[case("#ffcc00", INK)]
    #[case("#ffffff", INK)]
    #[case("#000000", [0, 0, 0])]
    #[case("#767676", [118, 118, 118])]
    #[case("#777777", INK)]
    #[case("", INK)]
    fn text_is_in_a_colour_that_can_be_read(#[case] accent: &str, #[case] text: Colour) {
        let company = Company { accent: accent.into(), ..Company::default() };
        assert_eq!(Accent::of(&company).text, text);
    }
}
