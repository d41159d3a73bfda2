//! Parties in cells: named by id, by an id elsewhere, by mail address or by name.

use std::collections::HashMap;

use casebook_domain::filter::{FieldIs, Filter, Leaf};
use casebook_domain::ids::PartyId;
use casebook_domain::key::{MAIL, storable};
use casebook_domain::mail;
use casebook_domain::party::PartyKind;
use casebook_domain::records::{Field, FieldKind};
use casebook_store::party_key;
use serde_json::{Value as Json, json};

use crate::desk::Session;
use crate::error::{Error, Result};
use crate::parties::{first, resolve};

/// Finds parties by what cells call them; each name is looked up once.
pub(super) struct Parties<'s> {
    session: &'s Session,
    known: HashMap<String, Result<PartyId, String>>,
}

impl<'s> Parties<'s> {
    pub fn of(session: &'s Session) -> Self {
        Self { session, known: HashMap::new() }
    }

    /// What was typed for a field of parties, with an id for each; other fields stay as they are.
    pub fn resolved(&mut self, field: &Field, text: &str, typed: Json) -> Result<Json> {
        if field.kind != FieldKind::Party {
            return Ok(typed);
        }
        match typed {
            // A name may hold what stands between parties.
            Json::Array(all) => match self.one(field, json!(text.trim())) {
                Ok(found) => Ok(found),
                Err(_) => all.into_iter().map(|one| self.named_or_with_role(field, one)).collect(),
            },
            one => self.named_or_with_role(field, one),
        }
    }

    /// A party, or one with its role: a name may hold the blank that stands between them. What is not found is called
    /// by its whole name.
    fn named_or_with_role(&mut self, field: &Field, given: Json) -> Result<Json> {
        let part = |key: &str| given.get(key).and_then(Json::as_str);
        let (Some(party), Some(role)) = (part("party"), part("role")) else { return self.one(field, given) };
        if is_unmistakable(party) {
            return self.one(field, given);
        }
        let whole = json!(format!("{party} {role}"));
        self.one(field, whole).or_else(|missing| self.one(field, given).map_err(|_| missing))
    }

    fn one(&mut self, field: &Field, given: Json) -> Result<Json> {
        let name = match &given {
            Json::String(name) => name.clone(),
            Json::Object(one) => match one.get("party").and_then(Json::as_str) {
                Some(name) => name.to_owned(),
                None => return Ok(given),
            },
            _ => return Ok(given),
        };
        let id = self.named(field, &name)?;
        Ok(match given {
            Json::Object(mut one) => {
                one.insert("party".to_owned(), id.to_string().into());
                Json::Object(one)
            }
            _ => id.to_string().into(),
        })
    }

    fn named(&mut self, field: &Field, name: &str) -> Result<PartyId> {
        let of = field.of.map(PartyKind::word).unwrap_or_default();
        let key = format!("{of} {}", name.trim());
        if let Some(known) = self.known.get(&key) {
            return known.clone().map_err(Error::Usage);
        }
        let found = self.looked_up(field, name.trim());
        self.known.insert(key, found.as_ref().copied().map_err(ToString::to_string));
        found
    }

    fn looked_up(&self, field: &Field, name: &str) -> Result<PartyId> {
        if PartyId::parse(name).is_some() || name.starts_with("external:") {
            return resolve(self.session, name);
        }
        if name.contains('@') {
            let mail = mail::key(name);
            let key = [(MAIL, &*storable(&mail))];
            let found = self.session.read(|connection, _| Ok(party_key::find_many(connection, &key)?))?;
            let found = found.into_iter().flatten().find(|key| !key.freed && self.session.sees(key.party));
            return found.map(|key| key.party).ok_or_else(|| Error::not_found("party", name));
        }
        let mut conditions = vec![Filter::Leaf(Leaf::Field("name".to_owned(), FieldIs::Is(name.to_owned())))];
        conditions.extend(field.of.map(|kind| Filter::Leaf(Leaf::Kind(kind))));
        let (found, more) = first(self.session, Filter::All(conditions), 1)?;
        match found.as_slice() {
            [one] if !more => Ok(one.party.id),
            [] => Err(Error::not_found("party", name)),
            _ => {
                Err(Error::Usage(format!("several parties are called `{name}`; use an id or a mail address")))
            }
        }
    }
}

/// Whether a text is an id or a mail address, and no name.
fn is_unmistakable(text: &str) -> bool {
    PartyId::parse(text).is_some() || text.starts_with("external:") || text.contains('@')
}
