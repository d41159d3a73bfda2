//! Which parties, in short: the conditions that an address can name.

use casebook_app::domain::lifecycle::history::Standing;
use casebook_app::parties::{FieldIs, Filter, Leaf, StageIs, StageTest};
use serde::Deserialize;
use serde::de::MapAccess;
use utoipa::IntoParams;

use super::filter::FilterTree;
use super::wrong::wrong;
use crate::api::wire::{KindWord, StandingWord};
use crate::http::error::pointer::pointer;
use crate::http::error::{Answer, Mistake, Places, Refusal};
use crate::http::request::plain::plain;
use crate::http::request::query::once;
use crate::http::request::{body, json};

/// The word for having none of a list of words.
const NONE: &str = "none";

/// Which parties, in short. Stages are asked for as `stage.VOCABULARY=STAGE`, of any vocabulary; `none` means in no
/// stage, and a comma stands between several.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Search text; each word must occur in name, email, phone, company or note.
    #[param(required = false, max_length = 1000)]
    q: Option<String>,
    /// People or organizations.
    #[param(inline, value_type = KindWord, required = false)]
    kind: Option<KindWord>,
    /// The source.
    #[param(required = false, max_length = 10_000)]
    source: Option<String>,
    /// The owner.
    #[param(required = false, max_length = 10_000)]
    owner: Option<String>,
    /// Standings, separated by commas; `none` for parties without evidence.
    #[param(
        required = false,
        pattern = "^(active|nurturing|lost|disqualified|former|none)(,(active|nurturing|lost|disqualified|former|none))*$"
    )]
    standing: Option<String>,
    /// The stage in the vocabulary `journey`.
    #[param(rename = "stage.journey", value_type = String, required = false)]
    stages: Vec<(String, String)>,
    /// A filter as JSON; see the schema `Filter`. For long filters, use the equivalent POST.
    #[param(required = false, max_length = 30_000)]
    filter: Option<String>,
}

/// The longest parameters, in characters.
const LONGEST_Q: usize = 1_000;
const LONGEST_FIELD: usize = 10_000;
const LONGEST_FILTER: usize = 30_000;

impl Which {
    /// The parameters.
    pub(crate) const KNOWN: [&str; 7] =
        ["q", "kind", "source", "owner", "standing", "stage.VOCABULARY", "filter"];

    /// Reads a parameter, if it is one of these; returns whether it was.
    pub(crate) fn take<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        match name {
            "q" => once(&mut self.q, name, map)?,
            "kind" => once(&mut self.kind, name, map)?,
            "source" => once(&mut self.source, name, map)?,
            "owner" => once(&mut self.owner, name, map)?,
            "standing" => once(&mut self.standing, name, map)?,
            "filter" => once(&mut self.filter, name, map)?,
            _ => match name.strip_prefix("stage.") {
                Some(vocabulary) => self.stages.push((vocabulary.to_owned(), map.next_value()?)),
                None => return Ok(false),
            },
        }
        Ok(true)
    }

    /// Refuses texts that are longer than described.
    fn check_lengths(&self) -> Answer<()> {
        let texts = [("q", &self.q, LONGEST_Q), ("source", &self.source, LONGEST_FIELD)];
        let others = [("owner", &self.owner, LONGEST_FIELD), ("filter", &self.filter, LONGEST_FILTER)];
        let too_long = |(name, text, most): (&str, &Option<String>, usize)| {
            let long = text.as_ref().is_some_and(|text| text.chars().count() > most);
            long.then(|| Mistake::new(format!("?{name}"), format!("use at most {most} characters")))
        };
        let mistakes: Vec<Mistake> = texts.into_iter().chain(others).filter_map(too_long).collect();
        if mistakes.is_empty() { Ok(()) } else { Err(Refusal::invalid(mistakes)) }
    }

    /// All conditions, each of which must hold.
    pub(crate) fn filter(&self) -> Answer<Vec<Filter>> {
        self.check_lengths()?;
        let mut all = Vec::new();
        all.extend(self.q.clone().filter(|q| !q.trim().is_empty()).map(Leaf::Text));
        all.extend(self.kind.map(|kind| Leaf::Kind(kind.0)));
        for (field, value) in [("source", &self.source), ("owner", &self.owner)] {
            all.extend(value.clone().map(|value| Leaf::Field(field.to_owned(), FieldIs::Is(value))));
        }
        if let Some(text) = &self.standing {
            all.push(Leaf::Standing(standings(text)?));
        }
        all.extend(self.stages.iter().map(|(vocabulary, text)| Leaf::Stage(stage(vocabulary, text))));
        let mut all: Vec<Filter> = all.into_iter().map(Filter::Leaf).collect();
        if let Some(text) = &self.filter {
            all.push(tree(text)?.read().map_err(|error| error.at("?filter"))?);
        }
        Ok(all)
    }
}

fn standings(text: &str) -> Answer<Vec<Option<Standing>>> {
    let word = |word: &str| {
        if word == NONE {
            return Ok(None);
        }
        let read = StandingWord::deserialize(serde::de::value::StrDeserializer::new(word));
        read.map(|word| Some(word.0))
            .map_err(|error: serde::de::value::Error| wrong("?standing", error.to_string()))
    };
    text.split(',').map(word).collect()
}

fn stage(vocabulary: &str, words: &str) -> StageIs {
    let test = if words == NONE {
        StageTest::None
    } else {
        StageTest::OneOf(words.split(',').map(str::to_owned).collect())
    };
    StageIs { vocabulary: vocabulary.to_owned(), test }
}

pub(crate) fn tree(text: &str) -> Answer<FilterTree> {
    let value = json::value(text.as_bytes()).map_err(|error| wrong("?filter", error.to_string()))?;
    body::without_nul(&value, "?filter")?;
    let read: Result<FilterTree, _> = serde_path_to_error::deserialize(value);
    let read = read.map_err(|error| {
        wrong(format!("?filter{}", pointer(error.path())), plain(&error.into_inner().to_string()))
    })?;
    Ok(read)
}

/// Where an address names things outside of its filter.
const IN_ADDRESS: [(&str, &str); 11] = [
    ("filter", "?filter"),
    ("fields", "?fields"),
    ("stage", "?filter"),
    ("vocabulary", "?filter"),
    ("field", "?filter"),
    ("kind of evidence", "?filter"),
    ("family of evidence", "?filter"),
    ("party", "?filter"),
    ("import", "?filter"),
    ("cursor", "?cursor"),
    ("field to count by", "?fields"),
];

impl Places for Which {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        let named = |(vocabulary, text): &&(String, String)| match what {
            "vocabulary" => vocabulary == given,
            "stage" => text.split(',').any(|stage| stage == given),
            _ => false,
        };
        let parameter = self.stages.iter().find(named).map(|(vocabulary, _)| format!("?stage.{vocabulary}"));
        let in_tree = || {
            let place = tree(self.filter.as_deref()?).ok()?.place_of(what, given)?;
            Some(format!("?filter{place}"))
        };
        parameter.or_else(in_tree).or_else(|| IN_ADDRESS.place_of(what, given))
    }
}
