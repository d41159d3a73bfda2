//! What stands in the text of an amount: the number, words beside it, signs, and how often it is enlarged.

use crate::money::Currency;

/// What stands in the text of an amount.
pub struct Parts<'t> {
    /// From the first digit to the last, with the signs between them.
    pub number: &'t str,
    /// Words and signs around it that are no part of the number: currencies.
    pub words: Vec<&'t str>,
    /// Whether it stands behind a minus, before one, or in brackets.
    pub is_negative: bool,
    /// By how many powers of ten it is larger: 6 for `2 Mio`.
    pub scale: usize,
    /// The sign before a dash that stands for the cents: `1.200,-`.
    pub before_dash: Option<char>,
}

impl<'t> Parts<'t> {
    /// Takes a text apart; none if anything in it is no part of an amount.
    pub fn of(text: &'t str) -> Option<Self> {
        let is_digit = |c: char| c.is_ascii_digit();
        let (mut start, end) = (text.find(is_digit)?, text.rfind(is_digit)? + 1);
        let front = &text[..start];
        // `.50`, but not `Rs.500`.
        if let Some(rest) = front.strip_suffix(['.', ',']).filter(|rest| !rest.ends_with(char::is_alphabetic))
        {
            start = rest.len();
        }
        let number = &text[start..end];
        if !number.chars().all(|c| c.is_ascii_digit() || ".,' ’`".contains(c)) {
            return None;
        }
        let (before_dash, tail) = without_dash(&text[end..]);
        let is_behind = tail.starts_with(['-', '−']);
        let (front, tail) = (Beside::of(&text[..start])?, Beside::of(tail)?);
        let in_brackets = front.opens == 1 && tail.closes == 1;
        let brackets = front.opens + front.closes + tail.opens + tail.closes;
        let has_sign = front.signs + tail.signs == 1 && (tail.signs == 0 || is_behind && tail.minuses == 1);
        if brackets > 0 && !(in_brackets && brackets == 2)
            || front.signs + tail.signs > 0 && (in_brackets || !has_sign)
        {
            return None;
        }
        let (scales, words): (Vec<&str>, Vec<&str>) =
            tail.words.into_iter().partition(|word| scale(word).is_some());
        let scale = match scales.as_slice() {
            [] => 0,
            [one] => scale(one)?,
            _ => return None,
        };
        let words = front.words.into_iter().chain(words).collect();
        let is_negative = in_brackets || front.minuses + tail.minuses == 1;
        Some(Self { number, words, is_negative, scale, before_dash })
    }
}

/// A dash in the place of cents, and what stands behind it; a sign alone stands for nothing, and so does the `/-` of India.
fn without_dash(tail: &str) -> (Option<char>, &str) {
    let tail = tail.strip_prefix("/-").unwrap_or(tail);
    let Some(mark) = tail.chars().next().filter(|c| ['.', ','].contains(c)) else { return (None, tail) };
    let rest = &tail[1..];
    let is_dash = |c: char| ['-', '–', '—'].contains(&c);
    let one = rest.strip_prefix(is_dash);
    match one.map(|one| one.strip_prefix(is_dash).unwrap_or(one)) {
        Some(behind) => (Some(mark), behind),
        None => (None, rest),
    }
}

/// By how many powers of ten a word enlarges the number before it. Words of several meanings (`M`, `mil`, `billion`) do not.
fn scale(word: &str) -> Option<usize> {
    let is = |words: &[&str]| words.iter().any(|one| one.eq_ignore_ascii_case(word));
    if is(&["k", "tsd", "tausend", "thousand"]) {
        Some(3)
    } else if is(&["mio", "mln", "mn", "million", "millions", "millionen"]) {
        Some(6)
    } else if is(&["mrd", "milliarde", "milliarden", "milliard", "milliards"]) {
        Some(9)
    } else {
        None
    }
}

/// What stands on one side of the number.
#[derive(Default)]
struct Beside<'t> {
    words: Vec<&'t str>,
    signs: usize,
    minuses: usize,
    opens: usize,
    closes: usize,
}

impl<'t> Beside<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let mut found = Self::default();
        let mut rest = text;
        while let Some(sign) = rest.chars().next() {
            let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            if end > 0 {
                found.words.extend(apart(&rest[..end]));
                rest = &rest[end..];
                // An abbreviation ends with a point.
                rest = rest.strip_prefix('.').unwrap_or(rest);
                continue;
            }
            match sign {
                '-' | '−' | '–' => (found.signs, found.minuses) = (found.signs + 1, found.minuses + 1),
                '+' => found.signs += 1,
                '(' => found.opens += 1,
                ')' => found.closes += 1,
                blank if blank.is_whitespace() => {}
                _ => return None,
            }
            rest = &rest[sign.len_utf8()..];
        }
        Some(found)
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || is_currency_sign(c)
}

fn is_currency_sign(c: char) -> bool {
    "$€£¥₹₽₺₩₪₴₫₦฿".contains(c)
}

/// `k€` and `USD$` are two words, `US$` is one.
fn apart(word: &str) -> impl Iterator<Item = &str> {
    let is_word = |word: &str| scale(word).is_some() || Currency::parse(word).is_some();
    let place = word.find(is_currency_sign).filter(|place| is_word(&word[..*place]));
    let (one, other) = word.split_at(place.unwrap_or(word.len()));
    [one, other].into_iter().filter(|part| !part.is_empty())
}
