//! What identifies whom a row is about, in the form in which it is compared.

use casebook_domain::key::{MAIL, MAIL_AND_NAME, ORGANIZATION, website};
use casebook_domain::mail;
use casebook_domain::party::{Fields, PartyKind, display_name, emails, qualified_names};
use casebook_domain::text::fold;

use super::Key;
use crate::mapping::cell::phone;

pub(super) fn key(system: &str, value: &str) -> Key {
    Key::new(&system.into(), value)
}

/// Adds the email addresses of a party that are not among its keys, in their order.
pub(super) fn add_mails(keys: &mut Vec<Key>, fields: &Fields) {
    for mail in emails(fields) {
        let mail = key(MAIL, &mail::key(&mail));
        if !mail.value.is_empty() && !keys.contains(&mail) {
            keys.push(mail);
        }
    }
}

/// What a party is known by besides where another has its name or its email address.
pub(super) fn qualified(kind: PartyKind, fields: &Fields) -> Vec<Key> {
    if kind == PartyKind::Organization {
        return qualified_names(fields).iter().map(|name| key(ORGANIZATION, name)).collect();
    }
    let name = display_name(fields).map(|name| fold(&name)).unwrap_or_default();
    let mails = emails(fields);
    mails.iter().map(|mail| key(MAIL_AND_NAME, &format!("{} | {name}", fold(mail)))).collect()
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
        "email" => mail::key(&text),
        "website" => website(&text),
        _ => fold(&text),
    };
    (!compared.is_empty()).then_some(compared)
}
