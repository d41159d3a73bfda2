//! Parties as they are sent and answered. Their standard fields stand beside the rest, as they are declared.

use std::collections::BTreeMap;

use casebook_app::domain::lifecycle::history::Since;
use casebook_app::domain::party::{ContactPoints, Fields, is_standard};
use casebook_app::parties::{Card, NewParty, Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::contact_points::{
    self, AddressDraft, EmailAddress, PhoneNumber, Points, PostalAddress, SentList, TextDraft,
};
use super::standard::{SentTexts, Texts};
use crate::api::wire::{KindWord, Moment, PartyIdText, StandingWord, at};
use crate::http::error::pointer::escaped;
use crate::http::error::{Answer, Mistake, Refusal};
use crate::http::request::body::Object;
use crate::http::request::body::bounded::{MOST_NAMES, list, map};
use crate::http::request::patch::Patch;

/// How many ids elsewhere a party may be sent with.
pub(crate) const MOST_EXTERNAL: usize = 100;

/// A person or organization. Empty fields are omitted.
#[derive(Serialize, ToSchema)]
pub(crate) struct Party {
    /// Its id.
    id: PartyIdText,
    /// What it is.
    kind: KindWord,
    /// Its name.
    name: String,
    #[serde(flatten)]
    #[schema(ignore)]
    texts: Texts<String>,
    /// All its email addresses, the primary one first.
    emails: Vec<EmailAddress>,
    /// All its phone numbers, the primary one first.
    phones: Vec<PhoneNumber>,
    /// All its postal addresses, the primary one first.
    addresses: Vec<PostalAddress>,
    /// Custom fields.
    more: BTreeMap<String, String>,
    /// Its external ids.
    external: Vec<ExternalId>,
    /// Whether it is hidden from lists, counts and funnels.
    hidden: bool,
    /// Its version; same as `ETag`.
    #[schema(minimum = 1)]
    version: i64,
    /// When it was added.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
    /// Its current stage in each vocabulary; null if no rule holds.
    stages: BTreeMap<String, Option<String>>,
    /// Since when it is in that stage; null if unknown.
    stages_since: BTreeMap<String, Option<String>>,
    /// Its standing; null without evidence.
    #[schema(required)]
    standing: Option<StandingWord>,
    /// The reason for the standing, if evidence gives one.
    #[schema(required)]
    standing_reason: Option<String>,
    /// Its links to other parties.
    links: Vec<PartyLink>,
}

/// A person or organization in a list. Empty fields are omitted.
#[derive(Serialize, ToSchema)]
pub(crate) struct Listed<'r> {
    /// Its id.
    id: PartyIdText,
    /// What it is.
    kind: KindWord,
    /// Its name.
    name: &'r str,
    #[serde(flatten)]
    #[schema(ignore)]
    texts: Texts<&'r str>,
    /// Custom fields.
    #[schema(value_type = BTreeMap<String, String>)]
    more: BTreeMap<&'r str, &'r str>,
    /// Whether it is hidden from lists, counts and funnels.
    hidden: bool,
    /// Its version.
    #[schema(minimum = 1)]
    version: i64,
    /// When it was added.
    #[schema(format = DateTime)]
    created_at: String,
    /// When it was last changed.
    #[schema(format = DateTime)]
    updated_at: String,
    /// Its current stage in each vocabulary; null if no rule holds.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    stages: BTreeMap<&'r str, Option<&'r str>>,
    /// Since when it is in that stage; null if unknown.
    #[schema(value_type = BTreeMap<String, Option<String>>)]
    stages_since: BTreeMap<&'r str, Option<String>>,
    /// Its standing; null without evidence.
    #[schema(required)]
    standing: Option<StandingWord>,
    /// The reason for the standing, if evidence gives one.
    #[schema(required)]
    standing_reason: Option<&'r str>,
    /// Since when it has that standing; null if unknown.
    #[schema(required, value_type = Option<Moment>)]
    standing_since: Option<String>,
    /// When its last dated evidence occurred; null if there is none.
    #[schema(required, format = DateTime)]
    last_evidence: Option<String>,
}

/// A person or organization to add. Needs at least a name, email address, phone number, website or external
/// id.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PartyDraft {
    /// Its name; derived from the other fields by default.
    #[serde(default)]
    #[schema(max_length = 65536, pattern = r"^[^\u0000]*$")]
    name: Option<String>,
    #[serde(flatten)]
    #[schema(ignore)]
    texts: SentTexts,
    /// Its email addresses.
    #[serde(default)]
    #[schema(value_type = Option<Vec<TextDraft>>, max_items = 200)]
    emails: Option<SentList>,
    /// Its phone numbers.
    #[serde(default)]
    #[schema(value_type = Option<Vec<TextDraft>>, max_items = 200)]
    phones: Option<SentList>,
    /// Its postal addresses.
    #[serde(default)]
    #[schema(value_type = Option<Vec<AddressDraft>>, max_items = 200)]
    addresses: Option<SentList>,
    /// Custom fields; their names must differ from the standard ones.
    #[serde(default, deserialize_with = "map::<MOST_NAMES, _, _>")]
    pub(super) more: BTreeMap<String, String>,
    /// Its external ids.
    #[serde(default, deserialize_with = "list::<MOST_EXTERNAL, _, _>")]
    #[schema(value_type = Vec<ExternalId>, required = false, max_items = 100)]
    external: Vec<Object<ExternalId>>,
}

/// An update of a party: absent fields stay, null clears a field.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PartyChange {
    /// Its name; derived from the other fields if cleared.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 65536, pattern = r"^[^\u0000]*$")]
    name: Patch<String>,
    #[serde(flatten)]
    #[schema(ignore)]
    texts: SentTexts,
    /// All its email addresses; null clears them. The primary one becomes `email`.
    #[serde(default)]
    #[schema(value_type = Option<Vec<TextDraft>>, max_items = 200)]
    emails: Patch<SentList>,
    /// All its phone numbers; null clears them. The primary one becomes `phone`.
    #[serde(default)]
    #[schema(value_type = Option<Vec<TextDraft>>, max_items = 200)]
    phones: Patch<SentList>,
    /// All its postal addresses; null clears them. The parts of the primary one become `street`, `city` and so on.
    #[serde(default)]
    #[schema(value_type = Option<Vec<AddressDraft>>, max_items = 200)]
    addresses: Patch<SentList>,
    /// Custom fields; null clears one, absent ones stay.
    #[serde(default, deserialize_with = "map::<MOST_NAMES, _, _>")]
    pub(super) more: BTreeMap<String, Option<String>>,
}

/// What a body has beside the standard fields.
const OF_DRAFT: [&str; 5] = ["emails", "phones", "addresses", "more", "external"];
const OF_CHANGE: [&str; 4] = ["emails", "phones", "addresses", "more"];

impl<'r> Listed<'r> {
    /// The row as the wire has it.
    pub(crate) fn of(row: &'r Row) -> Self {
        let party = &*row.party;
        let own = party.fields.iter().filter(|(name, _)| !is_standard(name));
        Self {
            id: PartyIdText(party.id),
            kind: KindWord(party.id.kind()),
            name: party.fields.get("name").map(String::as_str).unwrap_or_default(),
            texts: Texts::of(|name| party.fields.get(name).map(String::as_str)),
            more: own.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            hidden: party.hidden,
            version: party.version,
            created_at: at(party.created_at),
            updated_at: at(party.updated_at),
            stages: row.stages.iter().map(|now| (&*now.vocabulary, now.stage.as_deref())).collect(),
            stages_since: row
                .stages
                .iter()
                .map(|now| (&*now.vocabulary, now.since.map(Since::text)))
                .collect(),
            standing: row.standing.as_ref().map(|(standing, _)| StandingWord(*standing)),
            standing_reason: row.standing.as_ref().and_then(|(_, reason)| reason.as_deref()),
            standing_since: row.standing_since.map(Since::text),
            last_evidence: row.last_evidence.map(at),
        }
    }
}

impl Party {
    /// The party as the wire has it.
    pub(crate) fn of(card: Card) -> Self {
        let mut fields = card.fields;
        let Points { emails, phones, addresses } = Points::of(&fields);
        fields.retain(|name, _| ContactPoints::from_field_name(name).is_none());
        let since =
            |now: &casebook_app::parties::StageNow| (now.vocabulary.clone(), now.since.map(Since::text));
        Self {
            emails,
            phones,
            addresses,
            id: PartyIdText(card.id),
            kind: KindWord(card.id.kind()),
            name: fields.remove("name").unwrap_or_default(),
            texts: Texts::of(|name| fields.remove(name)),
            more: fields,
            external: card.external.iter().map(ExternalId::of).collect(),
            hidden: card.hidden,
            version: card.version,
            created_at: at(card.created_at),
            updated_at: at(card.updated_at),
            stages: card.stages.iter().map(|now| (now.vocabulary.clone(), now.stage.clone())).collect(),
            stages_since: card.stages.iter().map(since).collect(),
            standing: card.standing.as_ref().map(|(standing, _)| StandingWord(*standing)),
            standing_reason: card.standing.and_then(|(_, reason)| reason),
            links: card.links.into_iter().map(PartyLink::of).collect(),
        }
    }
}

impl PartyDraft {
    /// What is to be added, as a party of that kind.
    pub(crate) fn read(self, kind: casebook_app::domain::party::PartyKind) -> Answer<NewParty> {
        let texts = self.texts.read(&OF_DRAFT)?;
        own_names(self.more.keys())?;
        let mut fields: Fields = self.more;
        fields.extend(self.name.map(|name| ("name".to_owned(), name)));
        fields.extend(texts.into_iter().filter_map(|(name, value)| Some((name, value?))));
        fields.extend(contact_points::added([self.emails, self.phones, self.addresses])?);
        Ok(NewParty { kind, fields, external: pairs(self.external)? })
    }
}

impl PartyChange {
    /// What is to be changed, by field; `None` empties it.
    pub(crate) fn read(self) -> Answer<Vec<(String, Option<String>)>> {
        let texts = self.texts.read(&OF_CHANGE)?;
        own_names(self.more.keys())?;
        let lists = contact_points::changed([self.emails, self.phones, self.addresses])?;
        let name = self.name.named("name");
        Ok(lists.into_iter().chain(name).chain(texts).chain(self.more).collect())
    }
}

/// An external id.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[derive(Clone)]
pub(crate) struct ExternalId {
    /// The system, for example `zoho`.
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^:\u0000][^\u0000]*$")]
    system: String,
    /// The id in that system.
    #[schema(min_length = 1, max_length = 2000, pattern = r"^[^\u0000]*$")]
    id: String,
}

impl ExternalId {
    /// An id of a record or party.
    pub(crate) fn of((system, id): &(String, String)) -> Self {
        Self { system: system.clone(), id: id.clone() }
    }
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Listing<'r> {
    /// The parties.
    pub(crate) items: Vec<Listed<'r>>,
    /// The cursor of the next page; null if this is the last one.
    #[schema(required)]
    pub(crate) next: Option<&'r str>,
}

/// A link to another party.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartyLink {
    /// The other party.
    party: PartyIdText,
    /// Its name.
    name: String,
    /// The role, for example `works at`.
    role: String,
}

impl PartyLink {
    fn of(link: casebook_app::parties::Link) -> Self {
        Self { party: PartyIdText(link.party), name: link.name, role: link.role }
    }
}

/// Refuses names that are standard fields: two values for one field have no order.
fn own_names<'n>(names: impl Iterator<Item = &'n String>) -> Answer<()> {
    let taken = names.filter(|name| is_standard(name)).map(|name| {
        Mistake::new(format!("/more/{}", escaped(name)), "this is a standard field; put it next to `more`")
    });
    let taken: Vec<Mistake> = taken.collect();
    if taken.is_empty() { Ok(()) } else { Err(Refusal::invalid(taken)) }
}

/// Checks ids of other systems; each stays once.
pub(crate) fn pairs(external: Vec<Object<ExternalId>>) -> Answer<Vec<(String, String)>> {
    let mut pairs: Vec<(String, String)> = Vec::with_capacity(external.len());
    for (index, Object(one)) in external.into_iter().enumerate() {
        let bad = |part: &str, detail: &str| {
            Err(Refusal::invalid(vec![Mistake::new(format!("/external/{index}/{part}"), detail)]))
        };
        if one.system.starts_with(':') || !(1..=200).contains(&one.system.chars().count()) {
            return bad("system", "use 1 to 200 characters, not beginning with `:`");
        }
        if !(1..=2000).contains(&one.id.chars().count()) {
            return bad("id", "use 1 to 2000 characters");
        }
        let pair = (one.system, one.id);
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    Ok(pairs)
}
