//! The standard fields of people and organizations: declared here, once. Columns of the store and the index, the record
//! types, the wire with its description, exports and mappings follow from this table.

use super::PartyKind;
use crate::records::{Field, FieldKind};

/// A standard field.
#[derive(Clone, Copy, Debug)]
pub struct StandardField {
    /// Its name in files, filters and on the wire.
    pub name: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// Its title for people, of a person.
    title: &'static str,
    /// What people should know when they fill it in, of a person.
    help: &'static str,
    /// Title and help of an organization, where they differ.
    of_organization: Option<(&'static str, &'static str)>,
    section: Option<&'static str>,
    /// It has few distinct values, each shared by many parties, and this place among such fields, from 1; 0 if not.
    shared: u8,
    uses: u8,
}

/// It has a column of its own; the others are lists, of which the primary entry has one.
const COLUMN: u8 = 1;
/// It is searched.
const SEARCHED: u8 = 1 << 1;
/// It holds personal data of a person.
const PERSONAL: u8 = 1 << 2;
/// Every record has it beside its fields, of whatever type it is.
const BESIDE: u8 = 1 << 3;
/// The section of the form in which the parts of an address stand.
const ADDRESS: &str = "Address";

const fn column(name: &'static str, kind: FieldKind, title: &'static str) -> StandardField {
    StandardField {
        name,
        kind,
        title,
        help: "",
        of_organization: None,
        section: None,
        shared: 0,
        uses: COLUMN,
    }
}

const fn list(name: &'static str, kind: FieldKind, title: &'static str) -> StandardField {
    StandardField { uses: 0, ..column(name, kind, title) }
}

impl StandardField {
    const fn uses(self, more: u8) -> Self {
        Self { uses: self.uses | more, ..self }
    }

    const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    const fn of_organization(self, title: &'static str, help: &'static str) -> Self {
        Self { of_organization: Some((title, help)), ..self }
    }

    const fn shared(self, place: u8) -> Self {
        Self { shared: place, ..self }
    }

    const fn in_address(self) -> Self {
        Self { section: Some(ADDRESS), ..self }
    }

    /// Whether every record has it beside its fields.
    pub fn is_beside(&self) -> bool {
        self.uses & BESIDE != 0
    }

    /// Title and help, of one of both kinds.
    pub fn words(&self, kind: PartyKind) -> (&'static str, &'static str) {
        let own = self.of_organization.filter(|_| kind == PartyKind::Organization);
        own.unwrap_or((self.title, self.help))
    }

    /// The field of the record type of a kind.
    pub fn declared(&self, kind: PartyKind) -> Field {
        let (title, help) = self.words(kind);
        Field {
            help: help.to_owned(),
            multiple: self.uses & COLUMN == 0,
            searched: self.uses & SEARCHED != 0,
            personal: self.uses & PERSONAL != 0 && kind == PartyKind::Person,
            section: self.section.map(str::to_owned),
            ..Field::of_kind(self.name, title, self.kind)
        }
    }
}

/// The standard fields, in the order of forms and exports.
pub const STANDARD: [StandardField; 20] = [
    column("name", FieldKind::Text, "Name").help("The full name.").uses(BESIDE | PERSONAL),
    column("first_name", FieldKind::Text, "First name").uses(PERSONAL),
    column("last_name", FieldKind::Text, "Last name").uses(PERSONAL),
    column("email", FieldKind::Email, "Email")
        .help("The primary one of the email addresses.")
        .uses(SEARCHED | PERSONAL),
    list("emails", FieldKind::Email, "Email addresses").uses(SEARCHED | PERSONAL),
    column("phone", FieldKind::Phone, "Phone")
        .help("The primary one of the phone numbers.")
        .uses(SEARCHED | PERSONAL),
    list("phones", FieldKind::Phone, "Phone numbers").uses(SEARCHED | PERSONAL),
    column("company", FieldKind::Text, "Company")
        .help("The company as text; links name the organization.")
        .of_organization("Company", "A company that it belongs to, as text; its parent is a link.")
        .uses(SEARCHED),
    column("title", FieldKind::Text, "Job title").of_organization("Title", "").shared(7),
    column("website", FieldKind::Url, "Website"),
    column("street", FieldKind::Text, "Street")
        .help("Street and number of the primary address.")
        .uses(PERSONAL)
        .in_address(),
    column("city", FieldKind::Text, "City").shared(5).in_address(),
    column("region", FieldKind::Text, "Region").shared(4).in_address(),
    column("postal_code", FieldKind::Text, "Postal code").in_address(),
    column("country", FieldKind::Text, "Country").shared(3).in_address(),
    list("addresses", FieldKind::Address, "Addresses").uses(PERSONAL).in_address(),
    column("language", FieldKind::Text, "Language").shared(6),
    column("note", FieldKind::LongText, "Note").uses(SEARCHED),
    column("source", FieldKind::Text, "Source").help("How the first contact came about.").shared(1),
    column("owner", FieldKind::User, "Owner").help("Who looks after it.").shared(2).uses(BESIDE),
];

/// The standard fields with a column of their own. Custom fields are kept under their own names in `more`.
pub const FIELDS: [&str; count(COLUMN)] = named(COLUMN);

/// Fields with few distinct values, each shared by many parties, in the order in which they are offered.
pub const SHARED_FIELDS: [&str; count_shared()] = shared();

/// Fields that are searched after the name, in the order of their lines in a party's search text.
pub const SEARCHED_FIELDS: [&str; count(SEARCHED | COLUMN)] = named(SEARCHED | COLUMN);

const fn count(uses: u8) -> usize {
    let (mut place, mut found) = (0, 0);
    while place < STANDARD.len() {
        if STANDARD[place].uses & uses == uses {
            found += 1;
        }
        place += 1;
    }
    found
}

const fn named<const N: usize>(uses: u8) -> [&'static str; N] {
    let (mut names, mut place, mut found) = ([""; N], 0, 0);
    while place < STANDARD.len() {
        if STANDARD[place].uses & uses == uses {
            names[found] = STANDARD[place].name;
            found += 1;
        }
        place += 1;
    }
    names
}

const fn count_shared() -> usize {
    let (mut place, mut found) = (0, 0);
    while place < STANDARD.len() {
        if STANDARD[place].shared > 0 {
            found += 1;
        }
        place += 1;
    }
    found
}

const fn shared() -> [&'static str; count_shared()] {
    let (mut names, mut place) = ([""; count_shared()], 0);
    while place < STANDARD.len() {
        let field = STANDARD[place];
        if field.shared > 0 {
            names[field.shared as usize - 1] = field.name;
        }
        place += 1;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::ContactPoints;

    #[test]
    fn what_is_stored_is_in_the_order_that_it_has() {
        // The lines of stored search texts: another order would need a rebuild of them.
        assert_eq!(SEARCHED_FIELDS, ["email", "phone", "company", "note"]);
        // Their places in the snapshot of the index.
        let shared = ["source", "owner", "country", "region", "city", "language", "title"];
        assert_eq!(SHARED_FIELDS, shared);
        assert_eq!(FIELDS.len(), 17, "a column more needs a migration");
    }

    #[test]
    fn the_lists_are_those_of_contact_points() {
        let lists: Vec<&str> =
            STANDARD.iter().filter(|one| one.uses & COLUMN == 0).map(|one| one.name).collect();
        assert_eq!(lists, ContactPoints::ALL.map(ContactPoints::field_name));
    }
}
