//! Text without the passwords of the addresses in it.

/// The text with the passwords of all addresses in it hidden.
pub fn masked(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        shown.push_str(before);
        let end = after.find(char::is_whitespace).unwrap_or(after.len());
        let (address, behind) = after.split_at(end);
        match address.rsplit_once('@') {
            Some((user, place)) => {
                shown.push_str(user.split(':').next().unwrap_or_default());
                shown.push('@');
                shown.push_str(place);
            }
            None => shown.push_str(address),
        }
        rest = behind;
    }
    shown + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_in_a_text_are_hidden() {
        assert_eq!(
            masked("no 'postgres://ada:hu@sh@db/x' and https://example.org/a"),
            "no 'postgres://ada@db/x' and https://example.org/a"
        );
    }
}
