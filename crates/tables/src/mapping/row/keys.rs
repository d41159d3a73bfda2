//! What identifies whom a row is about, in the form in which it is compared.

use casebook_domain::key::{MAIL, website};
use casebook_domain::party::{Fields, emails};
use casebook_domain::text::fold;

use super::Key;
use crate::mapping::cell::phone;

pub(super) fn key(system: &str, value: &str) -> Key {
    Key::new(&system.into(), value)
}

/// Adds the email addresses of a party that are not among its keys, in their order.
pub(super) fn add_mails(keys: &mut Vec<Key>, fields: &Fields) {
    for mail in emails(fields) {
        let mail = key(MAIL, &fold(&mail));
        if !mail.value.is_empty() && !keys.contains(&mail) {
            keys.push(mail);
        }
    }
}

/// A field in the form in which it is compared, if it is filled.
pub(super) fn comparable(name: &str, fields: &Fields) -> Option<String> {
    let text = match (name, fields.get(name)) {
        ("name", None) => ["first_name", "last_name"]
            .iter()
            .filter_map(|part| fields.get(*part).map(String::as_str))
            .collect::<Vec<_>>()
            .join(" "),
        (_, found) => found?.clone(),
    };
    let compared = match name {
        "phone" => phone(&text)?.digits,
        "website" => website(&text),
        _ => fold(&text),
    };
    (!compared.is_empty()).then_some(compared)
}
