//! What a list is asked for by parameters: which parties, in what order, from where on.

use std::fmt;

use casebook_app::domain::lifecycle::history::Standing;
use casebook_app::parties::{FieldIs, Filter, FindRequest, Leaf, Sort, SortBy, StageIs, StageTest};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use super::filter::FilterTree;
use crate::body;
use crate::error::{Answer, Mistake, Refusal};
use crate::json;
use crate::wire::{KindWord, StandingWord};

/// Rows of a page, where no number is given.
const USUAL: usize = 50;
/// The most rows of a page.
const MOST: usize = 200;
/// The word for having none of a list of words.
const NONE: &str = "none";

/// Which parties, in short. Stages are asked for as `stage.VOCABULARY=STAGE`, of any vocabulary; `none` means in no
/// stage, and a comma stands between several.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Short {
    /// Fragments that are all found in name, mail, phone, company or note.
    #[param(required = false, max_length = 1000)]
    q: Option<String>,
    /// People, or organizations.
    #[param(inline, value_type = KindWord, required = false)]
    kind: Option<KindWord>,
    /// How they were acquired.
    #[param(required = false, max_length = 10_000)]
    source: Option<String>,
    /// Who looks after them.
    #[param(required = false, max_length = 10_000)]
    owner: Option<String>,
    /// Standings, with commas between; `none` for those without evidence.
    #[param(
        required = false,
        pattern = "^(active|nurturing|lost|disqualified|former|none)(,(active|nurturing|lost|disqualified|former|none))*$"
    )]
    standing: Option<String>,
    /// Only hidden ones, or only those that are not; the latter, if not given.
    #[param(required = false)]
    hidden: Option<bool>,
    /// The stage in the vocabulary `journey`.
    #[param(rename = "stage.journey", value_type = String, required = false)]
    stages: Vec<(String, String)>,
    /// A filter as JSON: see the schema `Filter`. A longer one goes into the body of `POST /parties/search`.
    #[param(required = false, max_length = 30_000)]
    filter: Option<String>,
    /// `name`, `created_at` or `updated_at`; with a minus from the last to the first.
    #[param(required = false, pattern = "^-?(name|created_at|updated_at)$")]
    sort: Option<String>,
    /// Where the page begins: `next` of the one before.
    #[param(required = false)]
    cursor: Option<String>,
    /// How many rows; 50, if not given.
    #[param(required = false, minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// The fields to count by, with commas between: `kind`, `standing`, `stage.VOCABULARY`, `source`, `owner`,
    /// `country`, `region`, `city`, `language`, `title`.
    #[param(required = false)]
    pub(super) fields: Option<String>,
}

/// The longest parameters, in characters.
const LONGEST_Q: usize = 1_000;
const LONGEST_FIELD: usize = 10_000;
const LONGEST_FILTER: usize = 30_000;

const KNOWN: &[&str] = &[
    "q",
    "kind",
    "source",
    "owner",
    "standing",
    "hidden",
    "stage.VOCABULARY",
    "filter",
    "sort",
    "cursor",
    "limit",
    "fields",
];

/// The value of a parameter that does not exist.
struct NotKnown;

impl<'de> Deserialize<'de> for NotKnown {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom(format_args!("there is no such parameter; there are {}", KNOWN.join(", "))))
    }
}

impl<'de> Deserialize<'de> for Short {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Short;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("parameters")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Short, A::Error> {
                let mut short = Short::default();
                while let Some(name) = map.next_key::<String>()? {
                    short.take(&name, &mut map)?;
                }
                Ok(short)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

impl Short {
    fn take<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
            place: &mut Option<T>,
            name: &str,
            map: &mut A,
        ) -> Result<(), A::Error> {
            let value = map.next_value()?;
            match place.replace(value) {
                None => Ok(()),
                Some(_) => Err(A::Error::custom(format_args!("`{name}` is given twice"))),
            }
        }
        match name {
            "q" => once(&mut self.q, name, map),
            "kind" => once(&mut self.kind, name, map),
            "source" => once(&mut self.source, name, map),
            "owner" => once(&mut self.owner, name, map),
            "standing" => once(&mut self.standing, name, map),
            "hidden" => once(&mut self.hidden, name, map),
            "filter" => once(&mut self.filter, name, map),
            "sort" => once(&mut self.sort, name, map),
            "cursor" => once(&mut self.cursor, name, map),
            "limit" => once(&mut self.limit, name, map),
            "fields" => once(&mut self.fields, name, map),
            _ => match name.strip_prefix("stage.") {
                Some(vocabulary) => {
                    self.stages.push((vocabulary.to_owned(), map.next_value()?));
                    Ok(())
                }
                // Read, so that the place of the mistake is known.
                None => map.next_value::<NotKnown>().map(|_| ()),
            },
        }
    }

    /// As long as the description says, and no longer.
    fn check_lengths(&self) -> Answer<()> {
        let texts = [("q", &self.q, LONGEST_Q), ("source", &self.source, LONGEST_FIELD)];
        let others = [("owner", &self.owner, LONGEST_FIELD), ("filter", &self.filter, LONGEST_FILTER)];
        let too_long = |(name, text, most): (&str, &Option<String>, usize)| {
            let long = text.as_ref().is_some_and(|text| text.chars().count() > most);
            long.then(|| Mistake::new(format!("?{name}"), format!("give at most {most} characters")))
        };
        let mistakes: Vec<Mistake> = texts.into_iter().chain(others).filter_map(too_long).collect();
        if mistakes.is_empty() { Ok(()) } else { Err(Refusal::invalid(mistakes)) }
    }

    pub(super) fn filter(&self) -> Answer<Filter> {
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
        all.extend(self.hidden.map(Leaf::Hidden));
        let mut all: Vec<Filter> = all.into_iter().map(Filter::Leaf).collect();
        if let Some(text) = &self.filter {
            all.push(tree(text)?);
        }
        Ok(Filter::All(all))
    }

    pub(super) fn request(&self) -> Answer<FindRequest> {
        Ok(FindRequest {
            filter: self.filter()?,
            sort: sort(self.sort.as_deref(), "?sort")?,
            cursor: self.cursor.clone(),
            limit: limit(self.limit, "?limit")?,
        })
    }

    /// Refuses what only a page has.
    pub(super) fn without_page(&self) -> Answer<()> {
        let given = [
            ("sort", self.sort.is_some()),
            ("cursor", self.cursor.is_some()),
            ("limit", self.limit.is_some()),
        ];
        match given.iter().find(|(_, given)| *given) {
            Some((name, _)) => Err(wrong(format!("?{name}"), "a count has no pages; leave it out")),
            None => Ok(()),
        }
    }

    /// Refuses what only facets have.
    pub(super) fn without_fields(&self) -> Answer<()> {
        match self.fields {
            Some(_) => Err(wrong("?fields", "only /parties/facets counts by fields")),
            None => Ok(()),
        }
    }
}

pub(super) fn wrong(pointer: impl Into<String>, detail: impl Into<String>) -> Refusal {
    Refusal::invalid(vec![Mistake::new(pointer, detail)])
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

fn tree(text: &str) -> Answer<Filter> {
    let value = json::value(text.as_bytes()).map_err(|error| wrong("?filter", error.to_string()))?;
    let read: Result<FilterTree, _> = serde_path_to_error::deserialize(value);
    let read = read.map_err(|error| {
        wrong(format!("?filter{}", body::pointer(error.path())), error.into_inner().to_string())
    })?;
    read.read().map_err(|error| wrong("?filter", error))
}

pub(super) fn sort(text: Option<&str>, pointer: &str) -> Answer<Sort> {
    let Some(text) = text else { return Ok(Sort::default()) };
    let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
    let by = match name {
        "name" => SortBy::Name,
        "created_at" => SortBy::Created,
        "updated_at" => SortBy::Updated,
        _ => {
            let told = format!(
                "`{text}` is no order: give name, created_at or updated_at, or one of them with a minus"
            );
            return Err(wrong(pointer, told));
        }
    };
    Ok(Sort { by, descending })
}

pub(super) fn limit(given: Option<usize>, pointer: &str) -> Answer<usize> {
    match given.unwrap_or(USUAL) {
        limit @ 1..=MOST => Ok(limit),
        _ => Err(wrong(pointer, format!("a page has 1 to {MOST} rows"))),
    }
}
