//! Email addresses, phone numbers and postal addresses of a party: several of each, with labels, one of them primary.
//!
//! The primary one is kept in fields of its own (`email`, `phone`, `street`, …), where lists and imports find it. Only a
//! party with several values, or with a label, keeps a list as well, in its canonical JSON.

use serde_json::Value as Json;

use super::Fields;
use super::name::follow_parts;
use crate::records::{Address, Field, FieldKind, FieldValue, Labelled, Scalar, ValueError};

/// A field that holds several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactPoints {
    /// Email addresses.
    Emails,
    /// Phone numbers.
    Phones,
    /// Postal addresses.
    Addresses,
}

/// The fields of a primary postal address.
pub const ADDRESS_PARTS: [&str; 5] = ["street", "city", "region", "postal_code", "country"];

impl ContactPoints {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Emails, Self::Phones, Self::Addresses];

    /// The name of the field.
    pub fn field_name(self) -> &'static str {
        match self {
            Self::Emails => "emails",
            Self::Phones => "phones",
            Self::Addresses => "addresses",
        }
    }

    /// Reads [`ContactPoints::field_name`].
    pub fn from_field_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.field_name() == name)
    }

    /// The fields in which the primary value is kept.
    pub fn primary_fields(self) -> &'static [&'static str] {
        match self {
            Self::Emails => &["email"],
            Self::Phones => &["phone"],
            Self::Addresses => &ADDRESS_PARTS,
        }
    }

    fn is_primary_field(self, name: &str) -> bool {
        self.primary_fields().contains(&name)
    }

    fn field(self) -> Field {
        let kind = match self {
            Self::Emails => FieldKind::Email,
            Self::Phones => FieldKind::Phone,
            Self::Addresses => FieldKind::Address,
        };
        Field { multiple: true, ..Field::of_kind(self.field_name(), self.field_name(), kind) }
    }

    /// The canonical form of what was given for the field: JSON, or values with `;` between them. Nothing if there is no
    /// value in it.
    pub fn canonical(self, given: &str) -> Result<Option<String>, ValueError> {
        self.read(&FieldValue::typed(&self.field(), given))
    }

    /// The canonical form of what was given as JSON: values, or objects with `value`, `label` and `primary`.
    pub fn read(self, given: &Json) -> Result<Option<String>, ValueError> {
        Ok(FieldValue::read(&self.field(), given)?.map(|value| value.to_json().to_string()))
    }

    /// The values of a party, the primary one first.
    pub fn of(self, fields: &Fields) -> Vec<Labelled> {
        match fields.get(self.field_name()).and_then(|text| self.stored(text)) {
            Some(values) => values,
            None => {
                self.primary_of(fields).map(|value| Labelled { value, label: None }).into_iter().collect()
            }
        }
    }

    /// The texts in the values of a party: the addresses and numbers, and each part of a postal address.
    pub fn texts_of(self, fields: &Fields) -> Vec<String> {
        let texts = |one: Labelled| match one.value {
            Scalar::Text(text) => vec![text],
            Scalar::Address(address) => address.parts().map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        self.of(fields).into_iter().flat_map(texts).collect()
    }

    /// The values of a stored list. What was given for the primary field may be no valid address, and stays.
    fn stored(self, text: &str) -> Option<Vec<Labelled>> {
        let list: Vec<Json> = serde_json::from_str(text).ok()?;
        let one = |item: &Json| {
            let value = match item.get("value")? {
                Json::String(text) if self != Self::Addresses => Scalar::Text(text.clone()),
                object @ Json::Object(_) if self == Self::Addresses => {
                    Scalar::Address(serde_json::from_value(object.clone()).ok()?)
                }
                _ => return None,
            };
            Some(Labelled { value, label: item.get("label").and_then(Json::as_str).map(str::to_owned) })
        };
        list.iter().map(one).collect()
    }

    fn primary_of(self, fields: &Fields) -> Option<Scalar> {
        let field = |name: &str| fields.get(name).cloned();
        match self {
            Self::Emails | Self::Phones => field(self.primary_fields()[0]).map(Scalar::Text),
            Self::Addresses => {
                let [street, city, region, postal_code, country] = ADDRESS_PARTS.map(field);
                let address = Address { street, city, region, postal_code, country };
                (address != Address::default()).then_some(Scalar::Address(address))
            }
        }
    }

    /// Keeps the values in the fields: the primary one in its own, and the list only if it says more.
    fn keep(self, fields: &mut Fields, values: Vec<Labelled>) {
        for name in self.primary_fields() {
            fields.remove(*name);
        }
        match values.first().map(|one| &one.value) {
            Some(Scalar::Address(address)) => {
                let Address { street, city, region, postal_code, country } = address.clone();
                let parts = ADDRESS_PARTS.into_iter().zip([street, city, region, postal_code, country]);
                fields.extend(parts.filter_map(|(name, part)| Some((name.to_owned(), part?))));
            }
            Some(Scalar::Text(text)) => {
                fields.insert(self.primary_fields()[0].to_owned(), text.clone());
            }
            _ => {}
        }
        let says_more = values.len() > 1 || values.iter().any(|one| one.label.is_some());
        if says_more {
            let list = FieldValue::Labelled(values).to_json().to_string();
            fields.insert(self.field_name().to_owned(), list);
        } else {
            fields.remove(self.field_name());
        }
    }

    /// The values after a change of the fields of the primary one.
    fn with_primary(mut values: Vec<Labelled>, primary: Option<Scalar>) -> Vec<Labelled> {
        let known = primary.as_ref().and_then(|new| values.iter().position(|one| one.value == *new));
        match (known, primary) {
            (Some(place), _) => values[..=place].rotate_right(1),
            (None, Some(value)) => match values.first_mut() {
                Some(first) => first.value = value,
                None => values.push(Labelled { value, label: None }),
            },
            (None, None) if !values.is_empty() => {
                values.remove(0);
            }
            (None, None) => {}
        }
        values
    }

    fn settle(self, before: &Fields, after: &mut Fields) {
        let list = self.field_name();
        if !before.contains_key(list) && !after.contains_key(list) {
            return;
        }
        let changes = |name: &str| before.get(name) != after.get(name);
        let primary_changes = self.primary_fields().iter().any(|name| changes(name));
        let primary = self.primary_of(after);
        let values = match (changes(list), after.get(list).and_then(|text| self.stored(text))) {
            // Both were given: the primary field says which one is, and one more if it is not in the list.
            (true, Some(given)) => match primary.filter(|_| primary_changes) {
                Some(primary) if given.iter().all(|one| one.value != primary) => {
                    [Labelled { value: primary, label: None }].into_iter().chain(given).collect()
                }
                Some(primary) => Self::with_primary(given, Some(primary)),
                None => given,
            },
            (true, None) => primary.map(|value| Labelled { value, label: None }).into_iter().collect(),
            (false, _) if primary_changes => Self::with_primary(self.of(before), primary),
            (false, _) => return,
        };
        self.keep(after, values);
    }
}

/// Sets a field of a party, or empties it; to empty a list empties the primary one as well. The fields must be made to
/// [agree](settle) when all are set.
pub fn put(fields: &mut Fields, name: &str, value: Option<String>) {
    match (value, ContactPoints::from_field_name(name)) {
        (Some(value), _) => _ = fields.insert(name.to_owned(), value),
        (None, Some(points)) => fields.retain(|known, _| known != name && !points.is_primary_field(known)),
        (None, None) => _ = fields.remove(name),
    }
}

/// Makes the fields of a party agree after a change: a change of `email` changes the primary one of `emails`, a change of
/// `emails` sets `email`, the name follows the first and last name, and so on. A list must be in its
/// [canonical](ContactPoints::canonical) form.
pub fn settle(before: &Fields, after: &mut Fields) {
    for points in ContactPoints::ALL {
        points.settle(before, after);
    }
    follow_parts(before, after);
}

/// Adds the email addresses and phone numbers of `more` that a party does not have yet, behind its own, which were those
/// of `before`; postal addresses only if it had none.
pub fn gather(fields: &mut Fields, before: &Fields, more: &Fields) {
    for points in ContactPoints::ALL {
        let own = points.of(before);
        let is_new = |one: &Labelled| !own.iter().any(|known| known.value == one.value);
        let joins = points != ContactPoints::Addresses || own.is_empty();
        let new: Vec<Labelled> = points.of(more).into_iter().filter(|one| joins && is_new(one)).collect();
        if !new.is_empty() {
            points.keep(fields, own.iter().cloned().chain(new).collect());
        }
    }
}

/// Follows a list from what a file `had` to what it `wants`, in the fields of a party: new values come behind those that are
/// there, values that left the file are removed, and what was never in the file stays. Returns the names of the fields that
/// were settled so; where neither side has a list, that is none.
pub fn follow_lists(party: &mut Fields, had: &Fields, wants: &Fields) -> Vec<&'static str> {
    let mut settled = Vec::new();
    for points in ContactPoints::ALL {
        let list = points.field_name();
        if had.contains_key(list) || wants.contains_key(list) {
            let values = followed(&points.of(party), &points.of(had), &points.of(wants));
            points.keep(party, values);
            settled.push(list);
            settled.extend(points.primary_fields());
        }
    }
    settled
}

fn followed(has: &[Labelled], had: &[Labelled], wants: &[Labelled]) -> Vec<Labelled> {
    fn in_list<'l>(list: &'l [Labelled], one: &Labelled) -> Option<&'l Labelled> {
        list.iter().find(|other| other.value == one.value)
    }
    let kept = has.iter().filter_map(|one| match (in_list(had, one), in_list(wants, one)) {
        (Some(_), None) => None,
        (Some(old), Some(new)) if old.label == one.label => Some(new.clone()),
        _ => Some(one.clone()),
    });
    let is_new = |one: &&Labelled| in_list(had, one).is_none() && in_list(has, one).is_none();
    kept.chain(wants.iter().filter(is_new).cloned()).collect()
}

/// All email addresses of a party, the primary one first.
pub fn emails(fields: &Fields) -> Vec<String> {
    ContactPoints::Emails.texts_of(fields)
}

/// All phone numbers of a party as they were given, the primary one first.
pub fn phones(fields: &Fields) -> Vec<String> {
    ContactPoints::Phones.texts_of(fields)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    /// The fields after these changes; `-` empties one.
    fn changed(before: &[(&str, &str)], changes: &[(&str, &str)]) -> Fields {
        let mut start = Fields::new();
        apply(&mut start, before);
        let mut after = start.clone();
        apply(&mut after, changes);
        after
    }

    fn apply(fields: &mut Fields, changes: &[(&str, &str)]) {
        let before = fields.clone();
        for (name, value) in changes {
            let canonical = match ContactPoints::from_field_name(name) {
                Some(points) if *value != "-" => points.canonical(value).unwrap(),
                _ => Some((*value).to_owned()),
            };
            put(fields, name, canonical.filter(|value| value != "-"));
        }
        settle(&before, fields);
    }

    #[rstest]
    #[case::one_value_needs_no_list(&[], &[("emails", "a@x.org")], &["a@x.org"], false)]
    #[case::a_list_sets_the_primary(&[], &[("emails", "a@x.org; b@x.org")], &["a@x.org", "b@x.org"], true)]
    #[case::a_label_is_kept(
        &[], &[("emails", r#"[{"value":"a@x.org","label":"work"}]"#)], &["a@x.org"], true
    )]
    #[case::another_primary(
        &[("emails", "a@x.org; b@x.org")], &[("email", "b@x.org")], &["b@x.org", "a@x.org"], true
    )]
    #[case::a_corrected_primary(
        &[("emails", "a@x.org; b@x.org")], &[("email", "c@x.org")], &["c@x.org", "b@x.org"], true
    )]
    #[case::without_its_primary(&[("emails", "a@x.org; b@x.org")], &[("email", "-")], &["b@x.org"], false)]
    #[case::without_any(&[("emails", "a@x.org; b@x.org")], &[("emails", "-")], &[], false)]
    #[case::both_given(
        &[("email", "z@x.org")], &[("emails", "a@x.org; b@x.org"), ("email", "b@x.org")], &["b@x.org", "a@x.org"], true
    )]
    #[case::both_given_apart(
        &[], &[("emails", "a@x.org; b@x.org"), ("email", "c@x.org")], &["c@x.org", "a@x.org", "b@x.org"], true
    )]
    #[case::untouched(&[("emails", "a@x.org; b@x.org")], &[("city", "Bern")], &["a@x.org", "b@x.org"], true)]
    fn the_list_and_the_primary_one_agree(
        #[case] before: &[(&str, &str)],
        #[case] changes: &[(&str, &str)],
        #[case] expected: &[&str],
        #[case] has_list: bool,
    ) {
        let after = changed(before, changes);
        assert_eq!(emails(&after), expected);
        assert_eq!(after.get("email").map(String::as_str), expected.first().copied());
        assert_eq!(after.contains_key("emails"), has_list, "{after:?}");
    }

    #[test]
    fn the_parts_of_the_primary_address_have_fields_of_their_own() {
        let two = r#"[{"value":{"city":"Bern","country":"CH"},"label":"office"},{"value":{"city":"Basel"}}]"#;
        let after = changed(&[("street", "Old 1")], &[("addresses", two)]);
        assert_eq!((after.get("city"), after.get("street")), (Some(&"Bern".to_owned()), None));
        let moved = changed(&[("addresses", two)], &[("city", "Thun")]);
        let list = &moved["addresses"];
        assert!(list.contains(r#""city":"Thun""#) && list.contains(r#""label":"office""#), "{list}");
        assert_eq!(moved["country"], "CH");
    }

    #[test]
    fn what_is_no_address_is_refused_in_a_list_and_stays_as_a_primary_one() {
        assert!(ContactPoints::Emails.canonical("a@x.org; nonsense").is_err());
        let after = changed(&[("emails", "a@x.org; b@x.org")], &[("email", "ask her")]);
        assert_eq!(emails(&after), ["ask her", "b@x.org"]);
        assert_eq!(emails(&fields(&[("emails", "not a list"), ("email", "a@x.org")])), ["a@x.org"]);
    }

    #[rstest]
    #[case::first_seen("a; b", "", "c; b", "a; b; c")]
    #[case::unedited("a; b", "a; b", "a; c", "a; c")]
    #[case::edited("x; b", "a; b", "a; b; c", "x; b; c")]
    #[case::removed_by_hand("b", "a; b", "a; b", "b")]
    #[case::gone_from_the_file("a; x", "a; b", "", "x")]
    fn a_list_follows_a_file(
        #[case] has: &str,
        #[case] had: &str,
        #[case] wants: &str,
        #[case] expected: &str,
    ) {
        let read = |text: &str| {
            let names = text.split("; ").filter(|one| !one.is_empty());
            let mails: Vec<String> = names.map(|one| format!("{one}@x.org")).collect();
            if mails.is_empty() { Fields::new() } else { changed(&[], &[("emails", &mails.join(";"))]) }
        };
        let mut party = read(has);
        let settled = follow_lists(&mut party, &listed(read(had)), &listed(read(wants)));
        let wanted: Vec<String> = expected.split("; ").map(|one| format!("{one}@x.org")).collect();
        assert_eq!((emails(&party), settled), (wanted, vec!["emails", "email"]));
    }

    /// The same with a list, even if it has one value.
    fn listed(mut fields: Fields) -> Fields {
        let values = ContactPoints::Emails.of(&fields);
        fields.insert("emails".to_owned(), FieldValue::Labelled(values).to_json().to_string());
        fields
    }

    #[test]
    fn without_lists_nothing_is_followed() {
        let mut party = fields(&[("email", "a@x.org")]);
        let wants = fields(&[("email", "b@x.org")]);
        assert!(follow_lists(&mut party, &Fields::new(), &wants).is_empty());
        assert_eq!(emails(&party), ["a@x.org"]);
    }

    proptest! {
        #[test]
        fn the_primary_one_is_always_the_first_of_the_list(
            changes in prop::collection::vec((prop::bool::ANY, prop::collection::vec(0..5_u8, 0..4)), 1..8)
        ) {
            let mail = |number: &u8| format!("m{number}@x.org");
            let mut kept = Fields::new();
            for (whole, numbers) in &changes {
                let mails: Vec<String> = numbers.iter().map(mail).collect();
                let given = if *whole { mails.join(";") } else { mails.first().cloned().unwrap_or_default() };
                let name = if *whole { "emails" } else { "email" };
                let given = if given.is_empty() { "-".to_owned() } else { given };
                apply(&mut kept, &[(name, &given)]);
                let all = emails(&kept);
                prop_assert_eq!(kept.get("email"), all.first());
                if *whole {
                    let mut once = mails.clone();
                    let mut seen = std::collections::BTreeSet::new();
                    once.retain(|mail| seen.insert(mail.clone()));
                    prop_assert_eq!(all, once);
                }
            }
        }
    }
}
