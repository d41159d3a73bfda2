//! Applying a bound mapping to one record.

mod digest;
mod evidence;
mod export;
mod keys;
mod several;

use std::sync::Arc;

use casebook_domain::evidence::Detail;
use casebook_domain::key::{LONGEST_KEY, MAIL, ORGANIZATION, storable};
use casebook_domain::kind::KindCode;
use casebook_domain::mail;
use casebook_domain::money::Money;
use casebook_domain::party::{Fields, PartyKind, is_too_long, settle};
use casebook_domain::text::{fold, hexadecimal};
use casebook_domain::time::{Precision, Timestamp};

use super::SharedMail;
use super::bind::{BoundField, BoundMapping, FieldKind};
use super::canonical::Canonical;
use super::cell::{is_empty_mark, phone};
use crate::read::Record;
use crate::rejected::Rejected;
use digest::{digest, with_owners};
use keys::{add_mails, comparable, key, qualified};

/// What identifies a party or a deal: a value within a system. Casebook's own systems begin with `:`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The system that gave the value; `:mail`, `:phone`, `:organization` and the like are Casebook's own.
    pub system: Arc<str>,
    /// The value, in the form in which it is compared.
    pub value: String,
}

impl Key {
    /// The key in the form in which it is stored.
    pub fn new(system: &Arc<str>, value: &str) -> Self {
        Self { system: Arc::clone(system), value: storable(value).into_owned() }
    }
}

/// The party that a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyKeyed {
    /// A person or an organization.
    pub kind: PartyKind,
    /// What identifies the party, the strongest first. None only if the row's deal says whom it is about.
    pub keys: Vec<Key>,
    /// What it is known by besides where another has its name or its email address.
    pub qualified: Vec<Key>,
    /// Who people of different names are that have one email address.
    pub shared_mail: SharedMail,
    /// Whether the row is rejected if the party does not exist.
    pub must_exist: bool,
}

/// The organization that the party of a row belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRef {
    /// Its name, or the id that stands in for it.
    pub name: String,
    /// The role of the link.
    pub role: String,
    /// What identifies it, the strongest first.
    pub keys: Vec<Key>,
    /// What it is known by besides where another has its name.
    pub qualified: Vec<Key>,
}

/// The deal that evidence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedDeal {
    /// What identifies it: an id, or its title with the buyer and the day on which it was opened.
    pub key: Key,
    /// Its title alone, by which earlier versions knew it.
    pub by_title: Option<Key>,
    /// Whether it is the sale of a row about the buyer, so that another row about the same buyer is another sale.
    pub is_of_row: bool,
    /// Its title.
    pub title: Option<String>,
    /// Its owner.
    pub owner: Option<String>,
}

/// Evidence from a row.
#[derive(Clone, Debug, PartialEq)]
pub struct MappedEvidence {
    /// What happened.
    pub kind: KindCode,
    /// Its id in the system of the file; it stands in the detail too.
    pub id: Option<String>,
    /// When, if the row has a date.
    pub occurred_at: Option<Timestamp>,
    /// How exactly.
    pub precision: Precision,
    /// The deal that it names.
    pub deal: Option<MappedDeal>,
    /// The amount of money.
    pub amount: Option<Money>,
    /// The product line.
    pub product_line: Option<String>,
    /// All other entries.
    pub detail: Detail,
    /// Other participants; they may be unknown.
    pub others: Vec<OtherParty>,
}

/// Another participant of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherParty {
    /// What identifies them.
    pub key: Key,
    /// Their role.
    pub role: String,
    /// What they are, if the mapping says so.
    pub kind: Option<PartyKind>,
    /// The column that names them, and what stands there: a detail of the evidence, where nobody is known by it.
    pub given: (String, String),
}

/// What a row says.
#[derive(Clone, Debug, PartialEq)]
pub struct MappedRow {
    /// What identifies the row within its feed.
    pub row_key: String,
    /// The party that it is about.
    pub party: PartyKeyed,
    /// Its fields.
    pub fields: Fields,
    /// The organization that the party belongs to.
    pub organization: Option<OrganizationRef>,
    /// What happened.
    pub evidence: Vec<MappedEvidence>,
    /// When the party was last changed, where Casebook itself exported the file.
    pub as_of: Option<Timestamp>,
    /// Fields of such a file that have no value in the row.
    pub emptied: Vec<String>,
    /// Columns and values that could not be understood and are kept unchanged.
    pub unknown_values: Vec<(String, String)>,
    /// A digest of what tells rows apart: of all of the above but who owns the deal.
    pub content: [u8; 16],
    /// A digest of all of the above: equal for rows that say the same.
    pub digest: [u8; 16],
}

impl BoundMapping {
    /// The headers that it was bound to.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Applies the mapping to a record. The same record always gives the same row.
    pub fn row(&self, record: &Record) -> Result<MappedRow, Rejected> {
        let used = vec![Use::None; self.headers.len()];
        Reader { bound: self, record, used, misfits: Vec::new() }.read()
    }
}

/// One record while it is read: what has been used is not kept a second time.
struct Reader<'r> {
    bound: &'r BoundMapping,
    record: &'r Record,
    used: Vec<Use>,
    /// Columns whose cells could not be understood as what they should hold.
    misfits: Vec<usize>,
}

/// How much of a cell has been taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    None,
    Part,
    Whole,
}

/// The first email address in a cell, and whether the cell holds nothing else.
fn first_mail(cell: &str) -> Option<(String, bool)> {
    let found = mail::find(cell);
    let is_whole = found.addresses.len() == 1 && !found.says_more;
    found.addresses.into_iter().next().map(|first| (first, is_whole))
}

impl<'r> Reader<'r> {
    fn read(mut self) -> Result<MappedRow, Rejected> {
        let exported = self.exported();
        let mut fields = Fields::new();
        for field in &self.bound.fields {
            self.field(field, &mut fields)?;
        }
        settle(&Fields::new(), &mut fields);
        let bound = self.bound;
        let external_id = self.take_id(&bound.external_id);
        let kind = exported.as_ref().map_or(bound.kind, |exported| exported.kind);
        let organization = self.organization(kind, &mut fields);
        let named = exported.as_ref().filter(|exported| !exported.keys.is_empty());
        let party = if let Some(exported) = named {
            let (keys, qualified) = (exported.keys.clone(), Vec::new());
            PartyKeyed { kind, keys, qualified, shared_mail: bound.shared_mail, must_exist: false }
        } else {
            self.refuse_nobody(&fields, external_id)?;
            self.party(kind, &fields, external_id)?
        };
        let evidence = self.evidence(&party)?;
        let deal = evidence.iter().find_map(|one| one.deal.as_ref());
        let row_key = self.row_key(&party, deal);
        self.keep_the_rest(&mut fields)?;
        let unknown_values = self.unknown_values();
        let content = digest(&row_key, &party, &fields, organization.as_ref(), &evidence);
        let digest = with_owners(content, &evidence);
        let emptied = if exported.is_some() { self.emptied(&fields) } else { Vec::new() };
        let as_of = exported.and_then(|exported| exported.as_of);
        Ok(MappedRow {
            row_key,
            party,
            fields,
            organization,
            evidence,
            as_of,
            emptied,
            unknown_values,
            content,
            digest,
        })
    }

    fn cell(&self, place: usize) -> &'r str {
        self.record.cells.get(place).map_or("", |cell| cell.trim())
    }

    /// The value of a column, if it has one; it counts as used.
    fn take(&mut self, place: usize) -> Option<&'r str> {
        let cell = self.cell(place);
        self.use_up(place);
        (!is_empty_mark(cell)).then_some(cell)
    }

    /// [`Reader::take`] for the first id; one that is too long to be stored unchanged is kept as a field too.
    fn take_id(&mut self, columns: &[usize]) -> Option<&'r str> {
        let first = columns.iter().position(|place| !is_empty_mark(self.cell(*place)));
        columns.iter().take(first.unwrap_or(columns.len())).for_each(|place| self.use_up(*place));
        let place = *columns.get(first?)?;
        let id = self.take(place)?;
        if let Some(used) = self.used.get_mut(place).filter(|_| id.len() > LONGEST_KEY) {
            *used = Use::Part;
        }
        Some(id)
    }

    fn use_up(&mut self, place: usize) {
        if let Some(used) = self.used.get_mut(place) {
            *used = Use::Whole;
        }
    }

    /// A mark of nothing in a column that the mapping names is not kept.
    fn use_up_nothing(&mut self, place: usize) {
        if is_empty_mark(self.cell(place)) {
            self.use_up(place);
        }
    }

    fn use_in_part(&mut self, place: usize) {
        if let Some(used) = self.used.get_mut(place).filter(|used| **used == Use::None) {
            *used = Use::Part;
        }
    }

    /// What could not be understood, in the order of the columns, unless another use was found for it.
    fn unknown_values(&mut self) -> Vec<(String, String)> {
        self.misfits.sort_unstable();
        self.misfits.dedup();
        let left = self.misfits.iter().filter(|place| self.used.get(**place) == Some(&Use::None));
        left.map(|place| (self.header(*place), self.cell(*place).to_owned())).collect()
    }

    fn header(&self, place: usize) -> String {
        self.bound.headers.get(place).cloned().unwrap_or_default()
    }

    fn rejected(&self, place: Option<usize>, reason: impl Into<String>) -> Rejected {
        Rejected {
            number: self.record.number,
            line: self.record.line,
            column: place.map(|place| self.header(place)),
            value: place.map(|place| self.cell(place).chars().take(200).collect()).unwrap_or_default(),
            reason: reason.into(),
            cells: self.record.cells.clone(),
        }
    }

    fn field(&mut self, field: &BoundField, fields: &mut Fields) -> Result<(), Rejected> {
        let value = match (&field.between, field.kind) {
            _ if self.bound.export.is_some() => self.written(&field.columns),
            (_, FieldKind::Several(points)) => self.several(points, &field.columns),
            (Some(between), _) => self.joined(field, between),
            (None, FieldKind::Email) => self.first_that_holds(&field.columns, first_mail),
            (None, FieldKind::Phone) => self.first_that_holds(&field.columns, |cell| {
                phone(cell).map(|phone| (phone.written, phone.is_whole))
            }),
            (None, FieldKind::Known) => {
                field.columns.iter().find_map(|place| self.take(*place)).map(str::to_owned)
            }
            (None, FieldKind::Own) => {
                let filled = field.columns.iter().find(|place| !self.cell(**place).is_empty());
                filled.map(|place| {
                    self.use_up(*place);
                    self.cell(*place).to_owned()
                })
            }
        };
        let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(()) };
        if is_too_long(&value) {
            return Err(
                self.rejected(field.columns.first().copied(), "the value is longer than 65,536 characters")
            );
        }
        fields.insert(field.name.clone(), value);
        Ok(())
    }

    fn joined(&mut self, field: &BoundField, between: &str) -> Option<String> {
        let parts: Vec<&str> = field.columns.iter().filter_map(|place| self.take(*place)).collect();
        (!parts.is_empty()).then(|| parts.join(between))
    }

    /// The first value of its kind in the columns, found with whether it is all that the cell holds. A cell that holds more,
    /// or something else, is also kept whole.
    fn first_that_holds(
        &mut self,
        columns: &[usize],
        find: impl Fn(&str) -> Option<(String, bool)>,
    ) -> Option<String> {
        for place in columns {
            let cell = self.cell(*place);
            if is_empty_mark(cell) {
                self.use_up(*place);
                continue;
            }
            match find(cell) {
                Some((found, true)) => {
                    self.use_up(*place);
                    self.use_up_repetitions(columns, cell);
                    return Some(found);
                }
                Some((found, false)) => {
                    self.use_in_part(*place);
                    return Some(found);
                }
                None => self.misfits.push(*place),
            }
        }
        None
    }

    /// Columns that say the same once more have nothing to keep.
    fn use_up_repetitions(&mut self, columns: &[usize], cell: &str) {
        for place in columns {
            if self.cell(*place) == cell && self.used.get(*place) == Some(&Use::None) {
                self.use_up(*place);
            }
        }
    }

    /// The organization by its id, its name, or both; the name is a field of the person as well.
    fn organization(&mut self, kind: PartyKind, fields: &mut Fields) -> Option<OrganizationRef> {
        let organization = self.bound.organization.as_ref()?;
        let id = self.take_id(&organization.external_id);
        let name = organization.name.and_then(|place| self.take(place)).filter(|name| !fold(name).is_empty());
        if let (PartyKind::Person, Some(name)) = (kind, name) {
            fields.entry("company".to_owned()).or_insert_with(|| name.to_owned());
        }
        let keys =
            [id.map(|id| Key::new(&self.bound.system, id)), name.map(|name| key(ORGANIZATION, &fold(name)))];
        let keys: Vec<Key> = keys.into_iter().flatten().collect();
        let known = name.map(|name| ("name".to_owned(), name.to_owned())).into_iter().collect();
        let qualified = qualified(PartyKind::Organization, &known);
        Some(OrganizationRef {
            name: name.or(id)?.to_owned(),
            role: organization.role.clone(),
            keys,
            qualified,
        })
    }

    fn refuse_nobody(&self, fields: &Fields, external_id: Option<&str>) -> Result<(), Rejected> {
        let identifying = ["name", "first_name", "last_name", "email", "phone", "company"];
        let named = external_id.is_some() || identifying.iter().any(|name| fields.contains_key(*name));
        if named || self.is_of_a_deal() {
            return Ok(());
        }
        Err(self.rejected(
            None,
            "the row identifies no one: it has no name, email address, phone number, company or \
                                 id",
        ))
    }

    /// Whether the row is about whomever its deal is about, as it says nothing else.
    fn is_of_a_deal(&self) -> bool {
        let deal = self.bound.deal.as_ref().filter(|_| self.bound.known);
        deal.is_some_and(|deal| {
            !deal.id.is_empty() && deal.id.iter().all(|place| !is_empty_mark(self.cell(*place)))
        })
    }

    fn party(
        &self,
        kind: PartyKind,
        fields: &Fields,
        external_id: Option<&str>,
    ) -> Result<PartyKeyed, Rejected> {
        let bound = self.bound;
        let mut keys: Vec<Key> = external_id.map(|id| Key::new(&bound.system, id)).into_iter().collect();
        let identified = bound.key.iter().find_map(|(system, parts)| {
            let values: Option<Vec<String>> = parts.iter().map(|part| comparable(part, fields)).collect();
            Some(Key::new(system, &values?.join(" | ")))
        });
        keys.extend(identified);
        if bound.key.iter().any(|(system, _)| &**system == MAIL) {
            add_mails(&mut keys, fields);
        }
        if keys.is_empty() && bound.known && !self.is_of_a_deal() {
            let place = bound.external_id.first().copied();
            return Err(self.rejected(place, "nothing in the row says who it is about"));
        }
        if keys.is_empty() && !bound.known {
            keys.push(Key::new(&bound.row_system, &self.content()));
        }
        let qualified = qualified(kind, fields);
        Ok(PartyKeyed { kind, keys, qualified, shared_mail: bound.shared_mail, must_exist: bound.known })
    }

    /// A digest of the whole record, whatever the order of its columns.
    fn content(&self) -> String {
        let mut canonical = Canonical::default();
        for place in &self.bound.sorted {
            let cell = self.cell(*place);
            if let (false, Some(header)) = (cell.is_empty(), self.bound.headers.get(*place)) {
                canonical.part(header);
                canonical.part(cell);
            }
        }
        hexadecimal(&canonical.finish())
    }

    fn row_key(&self, party: &PartyKeyed, deal: Option<&MappedDeal>) -> String {
        // A row in which none of them is filled would be every other such row.
        if self.bound.row_key.iter().any(|place| !self.cell(*place).is_empty()) {
            let mut canonical = Canonical::default();
            self.bound.row_key.iter().for_each(|place| canonical.part(self.cell(*place)));
            return hexadecimal(&canonical.finish());
        }
        let key =
            deal.map_or_else(|| party.keys.first(), |deal| Some(deal.by_title.as_ref().unwrap_or(&deal.key)));
        key.map(|key| format!("{}/{}", key.system, key.value)).unwrap_or_default()
    }

    fn keep_the_rest(&mut self, fields: &mut Fields) -> Result<(), Rejected> {
        let bound = self.bound;
        for (place, name) in bound.own_names.iter().enumerate() {
            let cell = if bound.export.is_some() { self.as_written(place) } else { self.cell(place) };
            let left = self.used.get(place).is_some_and(|used| *used != Use::Whole);
            let (Some(name), false, true) = (name, cell.is_empty(), left) else { continue };
            if is_too_long(cell) {
                return Err(self.rejected(Some(place), "the value is longer than 65,536 characters"));
            }
            fields.insert(name.clone(), cell.to_owned());
        }
        Ok(())
    }
}
