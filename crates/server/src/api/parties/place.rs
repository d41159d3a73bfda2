//! The place of a mistake in a filter: the tree is read long before its names are looked up.

use super::filter::{EvidenceCondition, FieldCondition, FilterTree, RecordCondition, StageCondition};
use super::members::{FunnelCondition, ImportedCondition};
use super::short::is_by_stage;
use crate::http::error::Places;

impl FilterTree {
    /// The only place at which the tree names `given` as a `what`; none if it does so at several, of which one
    /// may be right.
    pub(crate) fn place_of(&self, what: &str, given: &str) -> Option<String> {
        let mut places = Vec::new();
        self.find(what, given, "", &mut places);
        if places.len() > 1 { None } else { places.pop() }
    }

    fn find(&self, what: &str, given: &str, at: &str, found: &mut Vec<String>) {
        let at = format!("{at}/{}", self.word());
        let mut there = |names: Vec<(&str, &str, String)>| {
            let named = names.into_iter().filter(|(kind, name, _)| *kind == what && *name == given);
            found.extend(named.map(|(_, _, place)| format!("{at}{place}")));
        };
        match self {
            Self::And(parts) | Self::Or(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    part.find(what, given, &format!("{at}/{index}"), found);
                }
            }
            Self::Not(part) | Self::LinkedToAny(part) | Self::Account(part) => {
                part.find(what, given, &at, found);
            }
            Self::Stage(stage) | Self::Furthest(stage) => there(stage.names()),
            Self::Field(field) => there(field.names()),
            Self::Evidence(evidence) => there(evidence.names()),
            Self::Funnel(funnel) => there(funnel.names()),
            Self::Imported(imported) => there(vec![("import", &imported.named(), "/import".to_owned())]),
            Self::LinkedTo(party) => there(vec![("party", &party.0.to_string(), String::new())]),
            Self::Below(party) => there(vec![("organization", &party.0.to_string(), String::new())]),
            Self::InRecord(record) => there(record.names()),
            Self::Text(_)
            | Self::Kind(_)
            | Self::Standing(_)
            | Self::Time(_)
            | Self::Hidden(_)
            | Self::Ids(_) => {}
        }
    }

    /// The word that stands before the condition.
    pub(super) const fn word(&self) -> &'static str {
        match self {
            Self::And(_) => "and",
            Self::Or(_) => "or",
            Self::Not(_) => "not",
            Self::Text(_) => "text",
            Self::Kind(_) => "kind",
            Self::Standing(_) => "standing",
            Self::Stage(_) => "stage",
            Self::Furthest(_) => "furthest",
            Self::Field(_) => "field",
            Self::Time(_) => "time",
            Self::Evidence(_) => "evidence",
            Self::LinkedTo(_) => "linked_to",
            Self::LinkedToAny(_) => "linked_to_any",
            Self::Account(_) => "account",
            Self::Below(_) => "below",
            Self::InRecord(_) => "in_record",
            Self::Hidden(_) => "hidden",
            Self::Ids(_) => "ids",
            Self::Funnel(_) => "funnel",
            Self::Imported(_) => "imported",
        }
    }
}

/// The kind of thing, its name, and the place.
type Names<'f> = Vec<(&'static str, &'f str, String)>;

impl RecordCondition {
    fn names(&self) -> Names<'_> {
        let named = self.type_name.as_str();
        vec![("record type", named, "/type".to_owned()), ("filter", "", "/filter".to_owned())]
    }
}

impl StageCondition {
    fn names(&self) -> Names<'_> {
        let mut names = vec![("vocabulary", self.vocabulary.as_str(), "/vocabulary".to_owned())];
        let stages = self.one_of.iter().flatten().enumerate();
        names.extend(stages.map(|(index, stage)| ("stage", stage.as_str(), format!("/one_of/{index}"))));
        names.extend(self.at_least.iter().map(|stage| ("stage", stage.as_str(), "/at_least".to_owned())));
        names
    }
}

impl FieldCondition {
    fn names(&self) -> Names<'_> {
        vec![("field", &self.name, "/name".to_owned())]
    }
}

impl EvidenceCondition {
    fn names(&self) -> Names<'_> {
        self.kind.iter().map(|kind| ("kind of evidence", kind.as_str(), "/kind".to_owned())).collect()
    }
}

impl FunnelCondition {
    fn names(&self) -> Names<'_> {
        let mut names = vec![("vocabulary", self.vocabulary.as_str(), "/vocabulary".to_owned())];
        for (name, stage) in [("cohort_stage", &self.cohort_stage), ("stage", &self.stage)] {
            names.extend(stage.iter().map(|stage| ("stage", stage.as_str(), format!("/{name}"))));
        }
        // Filters have own fields without their prefix.
        let field = self.group.iter().map(|group| {
            let of_whom = group.field.strip_prefix("account.").unwrap_or(&group.field);
            of_whom.strip_prefix("more.").unwrap_or(of_whom)
        });
        names.extend(field.map(|field| ("field", field, "/group/field".to_owned())));
        names
    }
}

impl ImportedCondition {
    fn named(&self) -> String {
        self.import.0.to_string()
    }
}

/// Where a body that is a list's request names things.
pub(crate) struct InBody {
    /// Who is in the list.
    pub(crate) filter: Option<FilterTree>,
    /// In which order.
    pub(crate) sort: Option<String>,
}

impl Places for InBody {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        if what == "cursor" {
            return Some("/cursor".to_owned());
        }
        if what == "vocabulary" && is_by_stage(self.sort.as_deref(), given) {
            return Some("/sort".to_owned());
        }
        let in_tree = self.filter.as_ref().and_then(|tree| tree.place_of(what, given)).unwrap_or_default();
        Some(format!("/filter{in_tree}"))
    }
}
