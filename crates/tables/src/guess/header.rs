//! Headers as plain words: folded, without punctuation, camel case split.

use casebook_domain::text::fold;

/// The entity that a header names by its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entity {
    Person,
    Organization,
    Deal,
    Activity,
}

const ENTITIES: &[(Entity, &[&str])] = &[
    (Entity::Person, &["person", "contact", "lead", "osoba", "kontakt", "persona", "personne", "pessoa"]),
    (
        Entity::Organization,
        &["organization", "organisation", "company", "account", "organizace", "organizacion", "organizacao"],
    ),
    (Entity::Deal, &["deal", "opportunity", "obchod", "trato", "affaire", "negocio", "geschaft"]),
    (Entity::Activity, &["activity", "aktivita", "aktivitat", "actividad", "activite", "atividade"]),
];

/// The entity that the header is prefixed with (`Deal - Title*`), and the rest.
pub fn prefixed(header: &str) -> Option<(Entity, &str)> {
    let (prefix, rest) = header.split_once(" - ")?;
    let prefix = fold(prefix);
    let (entity, _) = ENTITIES.iter().find(|(_, names)| names.contains(&prefix.as_str()))?;
    Some((*entity, rest))
}

/// `Mobile No.` becomes `mobile no`, `FirstName` `first name`, `E-mail` `email`, `Name (2)` `name`.
pub fn plain(header: &str) -> String {
    let folded = fold(&camel_case_apart(without_copy_number(header)));
    let words: String = folded.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = words.split_whitespace().collect();
    let joined = words.join(" ");
    match joined.strip_prefix("e mail") {
        Some(rest) => format!("email{rest}"),
        None => joined.replace(" e mail", " email"),
    }
}

/// Readers number columns of one name: `Name (2)`.
fn without_copy_number(header: &str) -> &str {
    let Some((name, copy)) = header.trim().rsplit_once(" (") else { return header };
    let numbered = copy
        .strip_suffix(')')
        .is_some_and(|copy| !copy.is_empty() && copy.bytes().all(|b| b.is_ascii_digit()));
    if numbered { name } else { header }
}

fn camel_case_apart(header: &str) -> String {
    let mut apart = String::with_capacity(header.len() + 4);
    let mut before_was_small = false;
    for letter in header.chars() {
        if letter.is_uppercase() && before_was_small {
            apart.push(' ');
        }
        before_was_small = letter.is_lowercase();
        apart.push(letter);
    }
    apart
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Deal - Title*", "deal title")]
    #[case("Interested?", "interested")]
    #[case("E-mail 1 - Value", "email 1 value")]
    #[case("Work E-Mail", "work email")]
    #[case("OwnerId", "owner id")]
    #[case("GCLID", "gclid")]
    #[case("Name (2)", "name")]
    #[case("Stage (pipeline)", "stage pipeline")]
    #[case("??", "")]
    fn headers_become_plain_words(#[case] header: &str, #[case] expected: &str) {
        assert_eq!(plain(header), expected);
    }

    #[test]
    fn a_prefix_says_what_a_column_is_about() {
        assert_eq!(prefixed("Obchod - Název*"), Some((Entity::Deal, "Název*")));
        assert_eq!(prefixed("E-mail 1 - Value"), None);
    }
}
