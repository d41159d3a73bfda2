//! Numbers, days and text as people read them.

use casebook_app::domain::time::Timestamp;

/// A whole number with separators: `8,000`.
pub fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: `1 party`, `2 parties`.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// A share as a percentage with one digit after the point.
pub fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A day in UTC: `3 March 2026`.
pub fn day(at: Timestamp) -> String {
    match jiff::Timestamp::from_microsecond(at.0) {
        Ok(time) => time.strftime("%-d %B %Y").to_string(),
        Err(_) => at.to_string(),
    }
}

/// Text on one line, without characters that a terminal would obey.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (value, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn a_day_is_written_out() {
        assert_eq!(day(Timestamp(1_772_528_400_000_000)), "3 March 2026");
    }

    #[test]
    fn text_from_files_cannot_steer_a_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\nc"), "a [2Jb c");
    }
}
