//! What two parties have in common.

use casebook_domain::party::{ContactPoints, Fields, emails, phones};
use casebook_domain::phone;
use casebook_domain::records::{Address, Scalar};
use casebook_domain::text::fold;

use super::keys::mail_key;

/// Whether both have an email address or a phone number, however it is written.
pub(super) fn has_same_contact(one: &Fields, other: &Fields) -> bool {
    let mails = |fields: &Fields| emails(fields).iter().map(|mail| mail_key(mail)).collect::<Vec<_>>();
    let known = mails(other);
    mails(one).iter().any(|mail| !mail.is_empty() && known.contains(mail)) || has_same_phone(one, other)
}

fn has_same_phone(one: &Fields, other: &Fields) -> bool {
    let country = |fields: &Fields| fields.get("country").cloned();
    let (mine, theirs, known) = (country(one), country(other), phones(other));
    phones(one).iter().any(|number| {
        known.iter().any(|known| phone::is_same((number, mine.as_deref()), (known, theirs.as_deref())))
    })
}

/// Whether both have a postal address: the same street, in the same town or under the same postal code.
pub(super) fn has_same_address(one: &Fields, other: &Fields) -> bool {
    let known = addresses(other);
    let equal = |one: &Option<String>, other: &Option<String>| {
        one.as_ref().zip(other.as_ref()).is_some_and(|(one, other)| fold(one) == fold(other))
    };
    addresses(one).iter().any(|mine| {
        known.iter().any(|known| {
            equal(&mine.street, &known.street)
                && (equal(&mine.postal_code, &known.postal_code) || equal(&mine.city, &known.city))
        })
    })
}

fn addresses(fields: &Fields) -> Vec<Address> {
    let address = |value| if let Scalar::Address(address) = value { Some(address) } else { None };
    ContactPoints::Addresses.of(fields).into_iter().filter_map(|one| address(one.value)).collect()
}
