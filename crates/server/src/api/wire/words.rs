//! Words of closed lists, as the domain has them.

use casebook_app::domain::evidence::Via;
use casebook_app::domain::facts::Finding;
use casebook_app::domain::frameworks::HandOverState;
use casebook_app::domain::kind::Family;
use casebook_app::domain::lifecycle::history::Standing;
use casebook_app::domain::party::PartyKind;
use casebook_app::domain::time::Precision;
use casebook_app::funnel::Basis;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident of $of:ty as $schema:literal { $($word:literal = $value:expr),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) struct $name(pub(crate) $of);

        impl $name {
            const ALL: &'static [(&'static str, $of)] = &[$(($word, $value)),*];
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let found = Self::ALL.iter().find(|(_, value)| *value == self.0);
                serializer.serialize_str(found.map_or("", |(word, _)| word))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let found = Self::ALL.iter().find(|(word, _)| *word == text);
                found.map(|(_, value)| Self(*value)).ok_or_else(|| {
                    let words: Vec<&str> = Self::ALL.iter().map(|(word, _)| *word).collect();
                    serde::de::Error::custom(format_args!("`{text}` is not one of {}", words.join(", ")))
                })
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new().schema_type(Type::String).enum_values(Some([$($word),*])).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }
        }
    };
}

words!(/// What a party is.
    KindWord of PartyKind as "PartyKind" {
        "person" = PartyKind::Person, "organization" = PartyKind::Organization });
words!(/// How a party stands apart from its stage.
    StandingWord of Standing as "Standing" {
        "active" = Standing::Active, "nurturing" = Standing::Nurturing, "lost" = Standing::Lost,
        "disqualified" = Standing::Disqualified, "former" = Standing::Former });
words!(/// How evidence came in.
    ViaWord of Via as "Via" {
        "form" = Via::Form, "import" = Via::Import, "api" = Via::Api, "shell" = Via::Shell,
        "system" = Via::System, "demo" = Via::Demo });
words!(/// How exactly a time is known.
    PrecisionWord of Precision as "Precision" {
        "instant" = Precision::Instant, "day" = Precision::Day, "unknown" = Precision::Unknown });
words!(/// A family of kinds of evidence.
    FamilyWord of Family as "Family" {
        "reach" = Family::Reach, "interest" = Family::Interest, "outreach" = Family::Outreach,
        "dialogue" = Family::Dialogue, "qualification" = Family::Qualification,
        "conversion" = Family::Conversion, "deal" = Family::Deal, "purchase" = Family::Purchase,
        "service" = Family::Service, "departure" = Family::Departure, "advocacy" = Family::Advocacy,
        "consent" = Family::Consent, "judgement" = Family::Judgement, "correction" = Family::Correction });
words!(/// The finding about a criterion.
    FindingWord of Finding as "Finding" {
        "unknown" = Finding::Unknown, "not_met" = Finding::NotMet, "partly" = Finding::Partly,
        "met" = Finding::Met });
words!(/// How a hand-over from marketing to sales stands.
    HandOverWord of HandOverState as "HandOverState" {
        "none" = HandOverState::None, "waiting" = HandOverState::Waiting,
        "accepted" = HandOverState::Accepted, "rejected" = HandOverState::Rejected,
        "disqualified" = HandOverState::Disqualified, "requalified" = HandOverState::Requalified });
words!(/// What a funnel takes as known.
    BasisWord of Basis as "Basis" { "occurred" = Basis::Occurred, "recorded" = Basis::Recorded });
words!(/// Whose funnel.
    OfWord of Option<PartyKind> as "FunnelOf" {
        "people" = Some(PartyKind::Person), "organizations" = Some(PartyKind::Organization), "all" = None });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_domain() {
        assert!(FamilyWord::ALL.iter().map(|(_, family)| *family).eq(Family::ALL));
        assert!(StandingWord::ALL.iter().map(|(_, standing)| *standing).eq(Standing::ALL));
        assert!(FindingWord::ALL.iter().map(|(_, finding)| *finding).eq(Finding::ALL));
        assert!(HandOverWord::ALL.iter().map(|(_, state)| *state).eq(HandOverState::ALL));
        assert!(FindingWord::ALL.iter().all(|(word, finding)| finding.word() == *word));
        assert!(HandOverWord::ALL.iter().all(|(word, state)| state.word() == *word));
        assert!(FamilyWord::ALL.iter().all(|(word, family)| family.word() == *word));
        assert!(StandingWord::ALL.iter().all(|(word, standing)| standing.word() == *word));
        assert!(KindWord::ALL.iter().all(|(word, kind)| kind.word() == *word));
        assert!(ViaWord::ALL.iter().all(|(word, via)| via.word() == *word));
        assert!(PrecisionWord::ALL.iter().all(|(word, precision)| precision.word() == *word));
    }

    #[test]
    fn other_words_are_refused_with_the_right_ones() {
        let error = serde_json::from_str::<KindWord>("\"Person\"").unwrap_err().to_string();
        assert!(error.contains("person, organization"), "{error}");
        assert!(serde_json::from_str::<KindWord>("{\"person\":null}").is_err());
    }
}
