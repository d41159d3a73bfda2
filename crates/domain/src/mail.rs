//! Email addresses: found in whatever writing, and in the one form in which they are stored and compared.
//!
//! Sources: RFC 5322 for mailboxes, RFC 6068 for `mailto:`, RFC 3492 for host names in letters beyond ASCII.

mod company;
mod punycode;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::{fold, visible};

pub use company::{company_domain, domain, host};

/// The longest name before the `@`, in bytes.
const LONGEST_NAME: usize = 64;
/// The longest host behind the `@`, in bytes.
const LONGEST_HOST: usize = 253;
/// The longest text that is read as one address.
const LONGEST: usize = 2_000;

/// The addresses in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Each once, in the form in which it is stored, in the order of the text.
    pub addresses: Vec<String>,
    /// Whether the text says more than that: names, words, numbers.
    pub says_more: bool,
}

/// Finds the addresses in a text that may hold several, with words around them.
pub fn find(text: &str) -> Found {
    let mut found = Found::default();
    let text = composed(text);
    let apart = |c: char| c.is_whitespace() || ",;/|<>()[]\"“”„«»".contains(c);
    for piece in text.split(apart) {
        match address(piece) {
            Some(one) if found.addresses.iter().all(|known| key_of(known) != key_of(&one)) => {
                found.addresses.push(one);
            }
            Some(_) => {}
            None => found.says_more |= piece.contains(char::is_alphanumeric) && !is_scheme(piece),
        }
    }
    found
}

/// The one address that a text is, in whatever writing: with a name before it, in angle brackets, behind `mailto:`, with
/// signs that nobody sees. None if it holds none, or several, or says more than a mailbox does.
pub fn read(text: &str) -> Option<String> {
    let found = if text.len() > LONGEST { Found::default() } else { find(text) };
    match found.addresses.as_slice() {
        [one] if !found.says_more || is_mailbox(text) => Some(one.clone()),
        _ => None,
    }
}

/// Whether all that stands behind a name is an address in angle brackets.
fn is_mailbox(text: &str) -> bool {
    let Some((_, behind)) = text.split_once('<') else { return false };
    let Some((inside, rest)) = behind.split_once('>') else { return false };
    !find(inside).addresses.is_empty() && !find(inside).says_more && !rest.contains(char::is_alphanumeric)
}

/// The text in which an address is stored: itself where it is none.
pub fn stored(text: &str) -> Cow<'_, str> {
    read(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The form in which two addresses are compared, whatever their writing; that of any other text is its [`fold`]ed one.
pub fn key(text: &str) -> String {
    key_of(&stored(text))
}

fn key_of(address: &str) -> String {
    fold(address)
}

/// The text as it is seen, with letters and signs of full width as plain ones.
fn composed(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    if text.is_ascii() { text } else { Cow::Owned(text.nfkc().collect()) }
}

fn is_scheme(piece: &str) -> bool {
    piece.eq_ignore_ascii_case("mailto:")
}

/// A piece of text as an address: the host in small letters, and in those of its own script.
fn address(piece: &str) -> Option<String> {
    let linked = piece.get(..7).filter(|start| is_scheme(start)).map(|start| &piece[start.len()..]);
    // A link may say more: `mailto:ada@example.org?subject=…`.
    let piece = linked.map_or(piece, |rest| rest.split('?').next().unwrap_or_default());
    let piece = piece.trim_start_matches(['.', ':', '\'', '=']);
    let (name, host) = piece.trim_end_matches(['.', ':', '\'', '!', '?', '*']).split_once('@')?;
    let is_named = !name.is_empty() && name.len() <= LONGEST_NAME && !name.contains(char::is_control);
    let host: Vec<Cow<'_, str>> = host.split('.').map(label).collect::<Option<_>>()?;
    let host = host.join(".");
    (is_named && is_host(&host)).then(|| format!("{name}@{host}"))
}

fn is_host(host: &str) -> bool {
    let Some((_, top)) = host.rsplit_once('.') else { return false };
    host.len() <= LONGEST_HOST && top.chars().count() >= 2 && !top.bytes().all(|byte| byte.is_ascii_digit())
}

/// A part of a host's name between dots; none if no host can be called so.
fn label(text: &str) -> Option<Cow<'_, str>> {
    let is_letter = |c: char| c.is_alphanumeric() || c == '-' || is_combining_mark(c);
    let is_label = |text: &str| !text.is_empty() && text.chars().all(is_letter);
    if !is_label(text) {
        return None;
    }
    let lower = || text.chars().flat_map(char::to_lowercase).collect::<String>();
    if text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Some(Cow::Borrowed(text));
    }
    let lower = lower();
    let own_script = lower.strip_prefix("xn--").and_then(punycode::decoded);
    let is_plain =
        |decoded: &String| is_label(decoded) && decoded.nfkc().eq(decoded.chars()) && !decoded.is_ascii();
    Some(Cow::Owned(own_script.filter(is_plain).unwrap_or(lower)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("ada@example.org", &["ada@example.org"], false)]
    #[case("ada@example.org, a.k@mail.example.org", &["ada@example.org", "a.k@mail.example.org"], false)]
    #[case("ada@example.org / 0555 1234", &["ada@example.org"], true)]
    #[case("a@example.org ::: b@example.org", &["a@example.org", "b@example.org"], false)]
    #[case("Ada King <mailto:ada@example.org>", &["ada@example.org"], true)]
    #[case("\"King, Ada\" <ada@example.org>", &["ada@example.org"], true)]
    #[case("<ada@example.org>;", &["ada@example.org"], false)]
    #[case("'ada@example.org'", &["ada@example.org"], false)]
    #[case("=\"ada@example.org\"", &["ada@example.org"], false)]
    #[case("mailto:ada@example.org?subject=Hello", &["ada@example.org"], false)]
    #[case("mailto: ada@example.org", &["ada@example.org"], false)]
    #[case("[ada@example.org](mailto:ada@example.org)", &["ada@example.org"], false)]
    #[case("ada@example.org ADA@Example.ORG", &["ada@example.org"], false)]
    #[case("\u{feff}ada@example.org\u{200b}", &["ada@example.org"], false)]
    #[case("\u{a0}ada@exam\u{ad}ple.org\u{a0}", &["ada@example.org"], false)]
    #[case("ada＠example．org", &["ada@example.org"], false)]
    #[case("Ada.King@Example.ORG", &["Ada.King@example.org"], false)]
    #[case("ada@BÜCHER.example", &["ada@bücher.example"], false)]
    #[case("ada@xn--bcher-kva.example", &["ada@bücher.example"], false)]
    #[case("ada@bu\u{308}cher.example", &["ada@bücher.example"], false)]
    #[case("o'neil+news@example.org", &["o'neil+news@example.org"], false)]
    #[case("invalid-email", &[], true)]
    #[case("ada(at)example.org", &[], true)]
    #[case("ada@example", &[], true)]
    #[case("ada@@example.org", &[], true)]
    #[case("ada@10.0.0.1", &[], true)]
    #[case("", &[], false)]
    fn addresses_are_found(#[case] text: &str, #[case] addresses: &[&str], #[case] says_more: bool) {
        let found = find(text);
        assert_eq!((found.addresses.as_slice(), found.says_more), (owned(addresses).as_slice(), says_more));
    }

    fn owned(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn addresses_are_the_same_in_any_writing() {
        let known = key("ada@example.org");
        for text in [
            "ADA@Example.org ",
            "Ada King <ada@example.org>",
            "mailto:ada@example.org",
            "ada@example.org\u{200b},",
        ] {
            assert_eq!(key(text), known, "{text:?}");
        }
        assert_eq!(key("Ada@xn--bcher-kva.example"), key("ada@BÜCHER.example"));
        assert_ne!(key("ada@example.com"), known);
    }

    #[test]
    fn what_is_no_single_address_stays_as_it_is() {
        for text in ["ask her", "a@example.org, b@example.org", "ada@example.org / 0555", "ada@example", ""] {
            assert_eq!(stored(text), text);
        }
    }

    proptest! {
        #[test]
        fn what_is_found_is_found_again(text in "[a-zß@. <>:ÜXN-]{0,20}@[a-zé-]{1,9}\\.[a-zA-Z]{2,3}|\\PC{0,30}") {
            for address in find(&text).addresses {
                prop_assert_eq!(find(&address), Found { addresses: vec![address.clone()], says_more: false });
                prop_assert_eq!(read(&address), Some(address));
            }
        }
    }
}
