//! What a list is asked for by parameters: which parties, in what order, from where on.

use casebook_app::domain::filter::SortBy;
use casebook_app::parties::{Filter, FindRequest, Leaf, Sort};
use serde::de::MapAccess;
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use super::which::Which;
use super::wrong::wrong;
use crate::http::error::{Answer, Places};
use crate::http::request::query::{Parameters, once, parameters};

/// Rows of a page, where no number is given.
const USUAL: usize = 50;
/// The most rows of a page.
const MOST: usize = 200;

/// The parameters of a list: its filter, and those of each kind of list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Short {
    which: Which,
    hidden: OnlyHidden,
    page: Page,
    pub(super) fields: Option<String>,
}

/// Hidden parties.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OnlyHidden {
    /// Only hidden parties (`true`) or only visible ones (`false`, default).
    #[param(required = false)]
    hidden: Option<bool>,
}

/// An order and a page.
#[derive(Clone, Debug, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// `name`, `created_at`, `updated_at`, `last_evidence`, `standing`, `stage.VOCABULARY`, `email`, `phone`,
    /// `company`, `source`, `owner`, `country`, `region`, `city`, `language`, `title` or `more.FIELD` (a custom field);
    /// prefix with a minus to sort in descending order. Several with commas between, the most important first. Parties without a
    /// value always come last.
    #[param(
        required = false,
        pattern = "^(-?(name|created_at|updated_at|last_evidence|standing|stage\\.[^,]*|more\\.[^,]+|email|phone|company|source|owner|country|region|city|language|title), ?)*-?(name|created_at|updated_at|last_evidence|standing|stage\\..*|more\\..+|email|phone|company|source|owner|country|region|city|language|title)$"
    )]
    sort: Option<String>,
    /// The `next` of the previous page; omit for the first page.
    #[param(required = false)]
    cursor: Option<String>,
    /// Maximum number of rows; 50 by default.
    #[param(required = false, minimum = 1, maximum = 200)]
    limit: Option<usize>,
}

/// By what is counted.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `Short` reads")]
pub(crate) struct Fields {
    /// The fields to count by, separated by commas: `kind`, `standing`, `stage.VOCABULARY`, `source`, `owner`,
    /// `country`, `region`, `city`, `language`, `title`, `more.FIELD` (a custom field), or `account.` before a field, for that of the
    /// account. Of fields, the 50 most frequent values are listed.
    #[param(required = false)]
    fields: Option<String>,
}

impl Parameters for Short {
    fn known() -> Vec<&'static str> {
        [&Which::KNOWN[..], &["hidden", "sort", "cursor", "limit", "fields"]].concat()
    }

    fn take<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<bool, A::Error> {
        match name {
            "hidden" => once(&mut self.hidden.hidden, name, map)?,
            "sort" => once(&mut self.page.sort, name, map)?,
            "cursor" => once(&mut self.page.cursor, name, map)?,
            "limit" => once(&mut self.page.limit, name, map)?,
            "fields" => once(&mut self.fields, name, map)?,
            _ => return self.which.take(name, map),
        }
        Ok(true)
    }
}

impl<'de> Deserialize<'de> for Short {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        parameters(deserializer)
    }
}

impl Places for Short {
    fn place_of(&self, what: &str, given: &str) -> Option<String> {
        let by_stage = what == "vocabulary" && is_by_stage(self.page.sort.as_deref(), given);
        if by_stage { Some("?sort".to_owned()) } else { self.which.place_of(what, given) }
    }
}

impl Short {
    pub(super) fn filter(&self) -> Answer<Filter> {
        let mut all = self.which.filter()?;
        all.extend(self.hidden.hidden.map(|hidden| Filter::Leaf(Leaf::Hidden(hidden))));
        Ok(Filter::All(all))
    }

    pub(super) fn request(&self) -> Answer<FindRequest> {
        Ok(FindRequest {
            filter: self.filter()?,
            sort: sort(self.page.sort.as_deref(), "?sort")?,
            cursor: self.page.cursor.clone(),
            limit: limit(self.page.limit, "?limit")?,
        })
    }

    /// Refuses what only a page has.
    pub(super) fn without_page(&self) -> Answer<()> {
        let given = [
            ("sort", self.page.sort.is_some()),
            ("cursor", self.page.cursor.is_some()),
            ("limit", self.page.limit.is_some()),
        ];
        match given.iter().find(|(_, given)| *given) {
            Some((name, _)) => Err(wrong(format!("?{name}"), "a count has no pages; omit this")),
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

pub(super) fn sort(text: Option<&str>, pointer: &str) -> Answer<Sort> {
    let Some(text) = text else { return Ok(Sort::default()) };
    Sort::parse(text).ok_or_else(|| {
        let fields: Vec<&str> = Sort::fields().collect();
        let known = "name, created_at, updated_at, last_evidence, standing, stage.VOCABULARY, first_name, last_name, more.FIELD";
        let detail = format!(
            "cannot sort by `{text}`; sort by {known}, {}, or several of them with commas between; a minus before one reverses it",
            fields.join(", ")
        );
        wrong(pointer, detail)
    })
}

/// Whether an order is by the stages of that vocabulary.
pub(super) fn is_by_stage(sort: Option<&str>, vocabulary: &str) -> bool {
    let is_named = |key: &Sort| matches!(&key.by, SortBy::Stage(name) if name == vocabulary);
    sort.and_then(Sort::parse).is_some_and(|sort| sort.keys().any(is_named))
}

pub(super) fn limit(given: Option<usize>, pointer: &str) -> Answer<usize> {
    match given.unwrap_or(USUAL) {
        limit @ 1..=MOST => Ok(limit),
        _ => Err(wrong(pointer, format!("use 1 to {MOST}"))),
    }
}
