//! Letters beyond ASCII in names of hosts, which the network writes as `xn--…` (RFC 3492).

const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_BIAS: u32 = 72;
const FIRST: u32 = 128;
/// The longest part of a host's name.
const LONGEST: usize = 63;

/// The text that stands behind `xn--`, in its own letters; none if it is no such text.
pub fn decoded(text: &str) -> Option<String> {
    if text.len() > LONGEST || !text.is_ascii() {
        return None;
    }
    let (basic, extended) = text.rsplit_once('-').unwrap_or(("", text));
    let mut letters: Vec<char> = basic.chars().collect();
    let mut digits = extended.bytes();
    let (mut code, mut place, mut bias) = (FIRST, 0_u32, INITIAL_BIAS);
    while digits.len() > 0 {
        let before = place;
        place = place.checked_add(distance(&mut digits, bias)?)?;
        let length = u32::try_from(letters.len() + 1).ok()?;
        bias = adapted(place - before, length, before == 0);
        code = code.checked_add(place / length)?;
        place %= length;
        letters.insert(usize::try_from(place).ok()?, char::from_u32(code)?);
        place += 1;
    }
    Some(letters.into_iter().collect())
}

/// A number of digits of base 36, the last of which is below a threshold that depends on its place.
fn distance(digits: &mut impl Iterator<Item = u8>, bias: u32) -> Option<u32> {
    let (mut sum, mut weight, mut step) = (0_u32, 1_u32, 0_u32);
    loop {
        step += BASE;
        let digit = value(digits.next()?)?;
        sum = sum.checked_add(digit.checked_mul(weight)?)?;
        let threshold = step.saturating_sub(bias).clamp(LEAST, MOST);
        if digit < threshold {
            return Some(sum);
        }
        weight = weight.checked_mul(BASE - threshold)?;
    }
}

fn value(digit: u8) -> Option<u32> {
    match digit {
        b'a'..=b'z' => Some(u32::from(digit - b'a')),
        b'0'..=b'9' => Some(u32::from(digit - b'0') + 26),
        _ => None,
    }
}

/// The bias of the next number, by how far the last one went.
fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / length;
    let mut bias = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        bias += BASE;
    }
    bias + (BASE - LEAST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    // The examples of RFC 3492, section 7.1, and hosts of today.
    #[rstest]
    #[case("bcher-kva", Some("bücher"))]
    #[case("mnchen-3ya", Some("münchen"))]
    #[case("ihqwcrb4cv8a8dqg056pqjye", Some("他们为什么不说中文"))]
    #[case("4dbcagdahymbxekheh6e0a7fei0b", Some("למההםפשוטלאמדבריםעברית"))]
    #[case("proprostnemluvesky-uyb24dma41a", Some("pročprostěnemluvíčesky"))]
    #[case("3B-ww4c5e180e575a65lsy2b", Some("3年B組金八先生"))]
    #[case("ls8h", Some("💩"))]
    #[case("999999b", None)]
    #[case("bcher-kva\u{e4}", None)]
    fn names_are_read_in_their_own_letters(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(decoded(text).as_deref(), expected);
    }
}
