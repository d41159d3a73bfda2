//! Parties as they are sent and answered.

use std::collections::BTreeMap;

use casebook_app::domain::party::{FIELDS, Fields};
use casebook_app::parties::{Card, NewParty, Row};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::body::bounded::{MOST_NAMES, list, map};
use crate::body::{Object, escaped};
use crate::error::{Answer, Mistake, Refusal};
use crate::patch::Patch;
use crate::wire::{KindWord, PartyIdText, StandingWord, at};

/// How many ids elsewhere a party may be sent with.
pub(crate) const MOST_EXTERNAL: usize = 100;

macro_rules! parties {
    ($($(#[$doc:meta])* $field:ident;)*) => {
        /// A person or an organization. Fields that are empty are left out.
        #[derive(Serialize, ToSchema)]
        pub(crate) struct Party {
            /// Its id.
            id: PartyIdText,
            /// What it is.
            kind: KindWord,
            /// What it is called.
            name: String,
            $(
                $(#[$doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                #[schema(nullable = false)]
                $field: Option<String>,
            )*
            /// Fields of the workspace's own.
            more: BTreeMap<String, String>,
            /// Its ids in other systems.
            external: Vec<ExternalId>,
            /// Whether it is left out of lists, counts and funnels.
            hidden: bool,
            /// Its version, which `ETag` repeats.
            #[schema(minimum = 1)]
            version: i64,
            /// When it was added.
            #[schema(format = DateTime)]
            created_at: String,
            /// When it was last changed.
            #[schema(format = DateTime)]
            updated_at: String,
            /// Its present stage in each vocabulary; null where no rule holds.
            stages: BTreeMap<String, Option<String>>,
            /// Since when it is in that stage; null where that is not known.
            stages_since: BTreeMap<String, Option<String>>,
            /// How it stands; null without evidence.
            #[schema(required)]
            standing: Option<StandingWord>,
            /// Why it stands so, where evidence says.
            #[schema(required)]
            standing_reason: Option<String>,
            /// The parties that it is linked to.
            links: Vec<PartyLink>,
        }

        /// A person or an organization in a list. Fields that are empty are left out.
        #[derive(Serialize, ToSchema)]
        pub(crate) struct Listed<'r> {
            /// Its id.
            id: PartyIdText,
            /// What it is.
            kind: KindWord,
            /// What it is called.
            name: &'r str,
            $(
                $(#[$doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                #[schema(nullable = false)]
                $field: Option<&'r str>,
            )*
            /// Fields of the workspace's own.
            #[schema(value_type = BTreeMap<String, String>)]
            more: BTreeMap<&'r str, &'r str>,
            /// Whether it is left out of lists, counts and funnels.
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
            /// Its present stage in each vocabulary; null where no rule holds.
            #[schema(value_type = BTreeMap<String, Option<String>>)]
            stages: BTreeMap<&'r str, Option<&'r str>>,
            /// Since when it is in that stage; null where that is not known.
            #[schema(value_type = BTreeMap<String, Option<String>>)]
            stages_since: BTreeMap<&'r str, Option<String>>,
            /// How it stands; null without evidence.
            #[schema(required)]
            standing: Option<StandingWord>,
            /// Why it stands so, where evidence says.
            #[schema(required)]
            standing_reason: Option<&'r str>,
            /// Since when it stands so; null where that is not known.
            #[schema(required, format = DateTime)]
            standing_since: Option<String>,
            /// When its last dated evidence occurred; null where there is none.
            #[schema(required, format = DateTime)]
            last_evidence: Option<String>,
        }

        impl<'r> Listed<'r> {
            /// The row as the wire has it.
            pub(crate) fn of(row: &'r Row) -> Self {
                let party = &*row.party;
                let field = |name: &str| party.fields.get(name).map(String::as_str);
                let own = party.fields.iter().filter(|(name, _)| !FIELDS.contains(&name.as_str()));
                Self {
                    id: PartyIdText(party.id),
                    kind: KindWord(party.id.kind()),
                    name: field("name").unwrap_or_default(),
                    $($field: field(stringify!($field)),)*
                    more: own.map(|(name, value)| (name.as_str(), value.as_str())).collect(),
                    hidden: party.hidden,
                    version: party.version,
                    created_at: at(party.created_at),
                    updated_at: at(party.updated_at),
                    stages: row.stages.iter().map(|now| (&*now.vocabulary, now.stage.as_deref())).collect(),
                    stages_since: row.stages.iter().map(|now| (&*now.vocabulary, now.since.map(at))).collect(),
                    standing: row.standing.as_ref().map(|(standing, _)| StandingWord(*standing)),
                    standing_reason: row.standing.as_ref().and_then(|(_, reason)| reason.as_deref()),
                    standing_since: row.standing_since.map(at),
                    last_evidence: row.last_evidence.map(at),
                }
            }
        }

        /// A person or an organization to be added. It needs a name, a mail address, a phone number, a website or
        /// an id elsewhere.
        #[derive(Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct PartyDraft {
            /// What it is called; worked out of the other fields if it is not given.
            #[serde(default)]
            #[schema(max_length = 65536, pattern = r"^[^\u0000]*$")]
            name: Option<String>,
            $(
                $(#[$doc])*
                #[serde(default)]
                #[schema(max_length = 65536, pattern = r"^[^\u0000]*$")]
                $field: Option<String>,
            )*
            /// Fields of the workspace's own, by names that are none of the standard ones.
            #[serde(default, deserialize_with = "map::<MOST_NAMES, _, _>")]
            pub(super) more: BTreeMap<String, String>,
            /// Its ids in other systems.
            #[serde(default, deserialize_with = "list::<MOST_EXTERNAL, _, _>")]
            #[schema(value_type = Vec<ExternalId>, required = false, max_items = 100)]
            external: Vec<Object<ExternalId>>,
        }

        /// Changes of a party: an absent field stays, null empties it.
        #[derive(Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct PartyChange {
            /// What it is called; worked out of the other fields if it is emptied.
            #[serde(default)]
            #[schema(value_type = Option<String>, max_length = 65536, pattern = r"^[^\u0000]*$")]
            name: Patch<String>,
            $(
                $(#[$doc])*
                #[serde(default)]
                #[schema(value_type = Option<String>, max_length = 65536, pattern = r"^[^\u0000]*$")]
                $field: Patch<String>,
            )*
            /// Fields of the workspace's own; null empties one, those not named stay.
            #[serde(default, deserialize_with = "map::<MOST_NAMES, _, _>")]
            pub(super) more: BTreeMap<String, Option<String>>,
        }

        impl Party {
            /// The party as the wire has it.
            pub(crate) fn of(card: Card) -> Self {
                let mut fields = card.fields;
                Self {
                    id: PartyIdText(card.id),
                    kind: KindWord(card.id.kind()),
                    name: fields.remove("name").unwrap_or_default(),
                    $($field: fields.remove(stringify!($field)),)*
                    more: fields,
                    external: card.external.into_iter().map(|(system, id)| ExternalId { system, id }).collect(),
                    hidden: card.hidden,
                    version: card.version,
                    created_at: at(card.created_at),
                    updated_at: at(card.updated_at),
                    stages: card.stages.iter().map(|now| (now.vocabulary.clone(), now.stage.clone())).collect(),
                    stages_since: card.stages.iter().map(|now| (now.vocabulary.clone(), now.since.map(at))).collect(),
                    standing: card.standing.as_ref().map(|(standing, _)| StandingWord(*standing)),
                    standing_reason: card.standing.and_then(|(_, reason)| reason),
                    links: card.links.into_iter().map(PartyLink::of).collect(),
                }
            }
        }

        impl PartyDraft {
            /// What is to be added, as a party of that kind.
            pub(crate) fn read(self, kind: casebook_app::domain::party::PartyKind) -> Answer<NewParty> {
                let standard = [("name", self.name), $((stringify!($field), self.$field),)*];
                own_names(self.more.keys())?;
                let mut fields: Fields = self.more;
                fields.extend(standard.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))));
                Ok(NewParty { kind, fields, external: pairs(self.external)? })
            }
        }

        impl PartyChange {
            /// What is to be changed, by field; `None` empties it.
            pub(crate) fn read(self) -> Answer<Vec<(String, Option<String>)>> {
                let standard = [("name", self.name), $((stringify!($field), self.$field),)*];
                own_names(self.more.keys())?;
                let said = standard.into_iter().filter_map(|(name, patch)| patch.named(name));
                Ok(said.chain(self.more).collect())
            }
        }
    };
}

parties! {
    /// First name.
    first_name;
    /// Last name.
    last_name;
    /// Mail address.
    email;
    /// Phone number.
    phone;
    /// The company, as it was told; links say which organization it is.
    company;
    /// What they do there.
    title;
    /// Website.
    website;
    /// Street and number.
    street;
    /// City.
    city;
    /// Region.
    region;
    /// Postal code.
    postal_code;
    /// Country.
    country;
    /// Language.
    language;
    /// Anything else worth knowing.
    note;
    /// How it was acquired.
    source;
    /// Who looks after it.
    owner;
}

/// An id in another system.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExternalId {
    /// The system, for example `zoho`.
    #[schema(min_length = 1, max_length = 200, pattern = r"^[^:\u0000][^\u0000]*$")]
    system: String,
    /// The id there.
    #[schema(min_length = 1, max_length = 2000, pattern = r"^[^\u0000]*$")]
    id: String,
}

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Listing<'r> {
    /// The parties.
    pub(crate) items: Vec<Listed<'r>>,
    /// Where the next page begins; null if this is the last.
    #[schema(required)]
    pub(crate) next: Option<&'r str>,
}

/// A link to another party.
#[derive(Serialize, ToSchema)]
pub(crate) struct PartyLink {
    /// The other party.
    party: PartyIdText,
    /// What it is called.
    name: String,
    /// As what, for example `works at`.
    role: String,
}

impl PartyLink {
    fn of(link: casebook_app::parties::Link) -> Self {
        Self { party: PartyIdText(link.party), name: link.name, role: link.role }
    }
}

/// Refuses names that are standard fields: two values for one field have no order.
fn own_names<'n>(names: impl Iterator<Item = &'n String>) -> Answer<()> {
    let taken = names.filter(|name| FIELDS.contains(&name.as_str())).map(|name| {
        Mistake::new(format!("/more/{}", escaped(name)), "this is a standard field; give it beside `more`")
    });
    let taken: Vec<Mistake> = taken.collect();
    if taken.is_empty() { Ok(()) } else { Err(Refusal::invalid(taken)) }
}

fn pairs(external: Vec<Object<ExternalId>>) -> Answer<Vec<(String, String)>> {
    let mut pairs: Vec<(String, String)> = Vec::with_capacity(external.len());
    for (index, Object(one)) in external.into_iter().enumerate() {
        let bad = |part: &str, told: &str| {
            Err(Refusal::invalid(vec![Mistake::new(format!("/external/{index}/{part}"), told)]))
        };
        if one.system.starts_with(':') || !(1..=200).contains(&one.system.chars().count()) {
            return bad("system", "give 1 to 200 characters, the first of them no `:`");
        }
        if !(1..=2000).contains(&one.id.chars().count()) {
            return bad("id", "give 1 to 2000 characters");
        }
        let pair = (one.system, one.id);
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_has_every_standard_field() {
        let fields: serde_json::Map<String, serde_json::Value> =
            FIELDS.iter().map(|name| ((*name).to_owned(), (*name).into())).collect();
        let draft: PartyDraft = serde_json::from_value(fields.clone().into()).unwrap();
        let new = draft.read(casebook_app::domain::party::PartyKind::Person).unwrap();
        assert_eq!(new.fields.len(), FIELDS.len());
        let change: PartyChange = serde_json::from_value(fields.into()).unwrap();
        assert_eq!(change.read().unwrap().len(), FIELDS.len());
    }
}
