//! Whether a file has people of different names under one email address, so that only the user knows who they are.

use std::collections::HashMap;

use casebook_domain::key::MAIL;
use casebook_domain::party::{PartyKind, display_name, may_be_one_person};

use super::Question;
use crate::mapping::{Mapping, SharedMail};
use crate::read::Record;

/// The question, with the first address that the sample shows twice.
pub fn question(mapping: &Mapping, headers: &[String], sample: &[Record]) -> Option<Question> {
    let is_open = mapping.party.shared_mail == SharedMail::Undecided
        && mapping.party.kind == PartyKind::Person
        && mapping.party.external_id.is_empty();
    let bound = mapping.bind(headers).ok().filter(|_| is_open)?;
    let mut names: HashMap<String, String> = HashMap::new();
    for record in sample {
        let Ok(row) = bound.row(record) else { continue };
        let key = row.party.keys.first().filter(|key| &*key.system == MAIL);
        let (Some(key), Some(name)) = (key, display_name(&row.fields)) else { continue };
        let known = names.entry(key.value.clone()).or_insert_with(|| name.clone());
        if !known.contains('@') && !name.contains('@') && !may_be_one_person(known, &name) {
            return Some(asked(&key.value, known, &name));
        }
    }
    None
}

fn asked(mail: &str, one: &str, other: &str) -> Question {
    Question {
        option: "shared_mail",
        text: format!(
            "`{mail}` stands beside `{one}` and `{other}`. Are people of different names with one email address several \
             people or one? Until this is answered, the second row is rejected."
        ),
        choices: SharedMail::CHOICES.map(SharedMail::word).to_vec(),
    }
}
