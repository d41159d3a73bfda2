//! Ids as text. Only the form in which Casebook writes them is read.

use std::fmt;

use casebook_app::domain::ids::{
    ChangeId, ChangeSetId, DealId, EvidenceId, ImportId, JobId, LinkId, PartyId, QuoteId, RecordId, UploadId,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! id_text {
    ($(#[$doc:meta])* $name:ident of $id:ident as $schema:literal, $pattern:expr, $example:literal;) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) $id);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let id = $id::parse(&text).filter(|id| id.to_string() == text);
                id.map(Self).ok_or_else(|| {
                    serde::de::Error::custom(format_args!("`{text}` is not an id such as {}", $example))
                })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).pattern(Some($pattern)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }
        }
    };
}

id_text!(/// A person (even last digit) or an organization (odd last digit).
    PartyIdText of PartyId as "PartyId",
    "^(per_[0-7][0-9a-hjkmnp-tv-z]{11}[02468acegjmprtwy]|org_[0-7][0-9a-hjkmnp-tv-z]{11}[13579bdfhknqsvxz])$",
    "per_0123456789abc";);
id_text!(/// A version of a quote.
    QuoteIdText of QuoteId as "QuoteId", "^quo_[0-7][0-9a-hjkmnp-tv-z]{12}$", "quo_0123456789abc";);
id_text!(/// A record of a type without ids of its own: a product, a price list.
    RecordIdText of RecordId as "RecordId", "^rec_[0-7][0-9a-hjkmnp-tv-z]{12}$", "rec_0123456789abc";);
id_text!(/// A piece of evidence.
    EvidenceIdText of EvidenceId as "EvidenceId", "^evd_[0-7][0-9a-hjkmnp-tv-z]{12}$",
    "evd_0123456789abc";);
id_text!(/// A change set; that of an import has the import's own number.
    ChangeSetIdText of ChangeSetId as "ChangeSetId", "^set_[0-7][0-9a-hjkmnp-tv-z]{12}$", "set_0123456789abc";);
id_text!(/// A deal.
    DealIdText of DealId as "DealId", "^deal_[0-7][0-9a-hjkmnp-tv-z]{12}$", "deal_0123456789abc";);
id_text!(/// An import.
    ImportIdText of ImportId as "ImportId", "^imp_[0-7][0-9a-hjkmnp-tv-z]{12}$", "imp_0123456789abc";);
id_text!(/// An uploaded file.
    UploadIdText of UploadId as "UploadId", "^upl_[0-7][0-9a-hjkmnp-tv-z]{12}$", "upl_0123456789abc";);
id_text!(/// Long work.
    JobIdText of JobId as "JobId", "^job_[0-7][0-9a-hjkmnp-tv-z]{12}$", "job_0123456789abc";);
id_text!(/// A link between a person and an organization.
    LinkIdText of LinkId as "LinkId", "^link_[0-7][0-9a-hjkmnp-tv-z]{12}$", "link_0123456789abc";);
id_text!(/// An entry of the change log.
    ChangeIdText of ChangeId as "ChangeId", "^chg_[0-7][0-9a-hjkmnp-tv-z]{12}$", "chg_0123456789abc";);

#[cfg(test)]
mod tests {
    use casebook_app::domain::party::PartyKind;

    use super::*;

    #[test]
    fn the_last_digit_of_a_party_says_its_kind_as_the_pattern_does() {
        for raw in 0..64 {
            let (person, organization) =
                (PartyId::new(raw, PartyKind::Person), PartyId::new(raw, PartyKind::Organization));
            let last = |id: PartyId| id.to_string().pop().unwrap();
            assert!("02468acegjmprtwy".contains(last(person)), "{person}");
            assert!("13579bdfhknqsvxz".contains(last(organization)), "{organization}");
        }
        assert!(PartyId(i64::MAX).to_string().starts_with("org_7"));
    }

    #[test]
    fn another_form_of_an_id_is_not_read() {
        let read = |text: &str| serde_json::from_value::<EvidenceIdText>(text.into());
        assert!(read("evd_0000000000001").is_ok());
        for text in ["EVD_0000000000001", "evd_000000000000L", "evd_000000000000l", "per_0000000000000", ""] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
