//! Reading a pipeline's file, with all its problems, each at its place.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeValue;

use super::super::state::{DealState, LOST, WON, state_of};
use super::{ChecklistItem, MOST_ITEMS, MOST_STAGES, Pipeline, PipelineProblem, PipelineStage};
use crate::records::RecordType;
use crate::text::fold;
use crate::toml_file::{self, Found, MOST_TEXT, MOST_TITLE, Table, TomlFile};
use crate::unknown::Unknown;

/// The longest name, in bytes.
const LONGEST_NAME: usize = 60;
/// The most reasons, aliases, required fields and moved stages.
const MOST_ENTRIES: usize = 100;
/// The longest time after which a deal rots or an item is due, in days.
const LONGEST: i64 = 3_650;

const PIPELINE_KEYS: [&str; 8] =
    ["name", "title", "description", "lost_reasons", "quote_wins", "checklist", "moved", "stages"];
const ITEM_KEYS: [&str; 2] = ["title", "due_after"];
const STAGE_KEYS: [&str; 6] = ["name", "title", "probability", "required", "rots_after", "aliases"];
/// What every record has and can be required.
const BASE: &str = "owner";
/// Fields that follow from the stage itself.
const DERIVED: [&str; 4] = ["stage", "pipeline", "opened_on", "closed_on"];

/// Reads the file. With the type of deals, required fields are looked up.
pub(super) fn read(text: &str, deals: Option<&RecordType>) -> Result<Pipeline, Vec<PipelineProblem>> {
    let pipeline =
        toml_file::read(text, |file, root| Reading { file, deals, words: BTreeMap::new() }.pipeline(root));
    pipeline.map(Pipeline::indexed)
}

struct Reading<'r, 't> {
    file: &'r mut TomlFile<'t>,
    /// The type of deals, if fields are to be looked up.
    deals: Option<&'r RecordType>,
    /// Whose name or alias a folded text is.
    words: BTreeMap<String, String>,
}

impl Reading<'_, '_> {
    fn pipeline(&mut self, table: &Table<'_>) -> Pipeline {
        self.file.known_keys(table, &PIPELINE_KEYS);
        let name = self.file.name(table, 0..0, "pipeline", LONGEST_NAME);
        let title = self.file.text_of(table, 0..0, "title", MOST_TITLE, true);
        let description = self.file.text_of(table, 0..0, "description", MOST_TEXT, false);
        let lost_reasons = self.entries(table, ("lost_reasons", "pipeline"));
        let quote_wins = self.yes_no(table, "quote_wins");
        let checklist = self.checklist(table);
        let stages = self.stages(table);
        self.file.duplicates(table, "stages", "stage");
        let moved = self.moved(table, &stages);
        let read = Pipeline { name, title, description, stages, lost_reasons, ..Pipeline::default() };
        Pipeline { quote_wins, checklist, moved, ..read }
    }

    /// The stages of open deals in their order, then won and lost, wherever they are written.
    fn stages(&mut self, table: &Table<'_>) -> Vec<PipelineStage> {
        let mut stages: Vec<PipelineStage> = Vec::new();
        let span = table.get("stages").map_or(0..0, |value| {
            let sections = self.file.sections(value, ("stages", "pipeline"), MOST_STAGES);
            stages.extend(sections.into_iter().filter_map(|section| self.stage(section)));
            value.span()
        });
        if self.file.is_whole() && stages.iter().all(|stage| stage.state() != DealState::Open) {
            let expected = "a `[[stages]]` section for each stage of an open deal".to_owned();
            self.file.report(span, "the pipeline has no stages", Some(expected));
        }
        for (name, title) in [(WON, "Won"), (LOST, "Lost")] {
            let at = stages.iter().position(|stage| stage.name == name);
            let closing = at.map(|at| stages.remove(at));
            stages.push(closing.unwrap_or_else(|| PipelineStage::closing(name, title)));
        }
        stages
    }

    fn stage(&mut self, value: &Found<'_>) -> Option<PipelineStage> {
        let Some(table) = value.get_ref().as_table() else {
            self.file.unfit(value, "stages", "a `[[stages]]` section");
            return None;
        };
        let whole = value.span();
        self.file.known_keys(table, &STAGE_KEYS);
        let name = self.file.name(table, whole.clone(), "stage", LONGEST_NAME);
        let title = self.file.text_of(table, whole.clone(), "title", MOST_TITLE, true);
        let (probability, rots_after) = if state_of(&name) == DealState::Open {
            (self.probability(table, whole), self.days(table, "rots_after", 1))
        } else {
            self.closing_keys(table, &name);
            (PipelineStage::closing(&name, &title).probability, None)
        };
        let required = self.required(table);
        let aliases = self.entries(table, ("aliases", "stage"));
        self.words(table, &name);
        Some(PipelineStage { name, title, probability, required, rots_after, aliases })
    }

    fn probability(&mut self, table: &Table<'_>, whole: Range<usize>) -> u8 {
        let Some(value) = table.get("probability") else {
            self.file.missing(whole, "probability");
            return 0;
        };
        let percent = whole_number(value).and_then(|number| u8::try_from(number).ok());
        percent.filter(|percent| *percent <= 100).unwrap_or_else(|| {
            let expected = "a whole number from 0 to 100".to_owned();
            self.file.report(value.span(), "`probability` is no percentage".to_owned(), Some(expected));
            0
        })
    }

    /// A number of days from the least one on, if it is given.
    fn days(&mut self, table: &Table<'_>, key: &str, least: i64) -> Option<u32> {
        let value = table.get(key)?;
        let days = whole_number(value).filter(|days| (least..=LONGEST).contains(days));
        if days.is_none() {
            let expected = format!("a whole number from {least} to {LONGEST}");
            self.file.report(value.span(), format!("`{key}` is no number of days"), Some(expected));
        }
        days.and_then(|days| u32::try_from(days).ok())
    }

    /// What there is to do once a deal is won; each title once, since tasks are known by it.
    fn checklist(&mut self, table: &Table<'_>) -> Vec<ChecklistItem> {
        let Some(value) = table.get("checklist") else { return Vec::new() };
        let sections = self.file.sections(value, ("checklist", "pipeline"), MOST_ITEMS);
        let mut items: Vec<ChecklistItem> = Vec::new();
        for section in sections {
            let Some(item) = self.item(section) else { continue };
            if items.iter().any(|known| known.title == item.title) {
                let message = format!("`{}` stands in the checklist twice", short(&item.title));
                self.file.report(section.span(), message, Some("another title".to_owned()));
            }
            items.push(item);
        }
        items
    }

    fn item(&mut self, value: &Found<'_>) -> Option<ChecklistItem> {
        let Some(table) = value.get_ref().as_table() else {
            self.file.unfit(value, "checklist", "a `[[checklist]]` section");
            return None;
        };
        self.file.known_keys(table, &ITEM_KEYS);
        let title = self.file.text_of(table, value.span(), "title", MOST_TITLE, true);
        Some(ChecklistItem { title, due_after: self.days(table, "due_after", 0).unwrap_or_default() })
    }

    /// Closed deals have the probability of their end, and do not rot.
    fn closing_keys(&mut self, table: &Table<'_>, name: &str) {
        for key in ["probability", "rots_after"] {
            if let Some(value) = table.get(key) {
                let message = format!("`{name}` ends every pipeline and has no `{key}`");
                self.file.report(value.span(), message, None);
            }
        }
    }

    fn required(&mut self, table: &Table<'_>) -> Vec<String> {
        let required = self.entries(table, ("required", "stage"));
        let Some(deals) = self.deals else { return required };
        for (name, span) in texts_in(table, "required") {
            let in_use = || deals.fields.iter().filter(|field| !field.archived);
            if DERIVED.contains(&name) {
                let message = format!("`{name}` follows from the stage itself");
                self.file.report(span, message, Some("another field".to_owned()));
            } else if name != BASE && !in_use().any(|field| field.name == name) {
                let names = in_use().map(|field| field.name.as_str()).chain([BASE]);
                self.file.report(span, Unknown::among("field", &short(name), names).to_string(), None);
            }
        }
        required
    }

    /// Takes up the name and the aliases of a stage; each stands for one stage.
    fn words(&mut self, table: &Table<'_>, stage: &str) {
        let name = table.get("name").and_then(|value| Some((value.get_ref().as_str()?, value.span())));
        for (word, span) in name.into_iter().chain(texts_in(table, "aliases")) {
            match self.words.get(&fold(word)) {
                // That two stages have one name is found by itself.
                Some(known) if known != stage => {
                    let message = format!("`{}` is a name of the stage `{known}` already", short(word));
                    self.file.report(span, message, Some("another name".to_owned()));
                }
                _ => {
                    self.words.insert(fold(word), stage.to_owned());
                }
            }
        }
    }

    /// Stages that are no longer there, with those that took their places.
    fn moved(&mut self, table: &Table<'_>, stages: &[PipelineStage]) -> BTreeMap<String, String> {
        let mut moved = BTreeMap::new();
        let Some(value) = table.get("moved") else { return moved };
        let Some(entries) = value.get_ref().as_table() else {
            self.file.unfit(value, "moved", "a section such as moved = { demo = \"proposal\" }");
            return moved;
        };
        if entries.len() > MOST_ENTRIES {
            let message = format!("the pipeline has {} moved stages", entries.len());
            self.file.report(value.span(), message, Some(format!("at most {MOST_ENTRIES}")));
        }
        let open: Vec<&str> = stages
            .iter()
            .filter(|stage| stage.state() == DealState::Open)
            .map(|stage| stage.name.as_str())
            .collect();
        for (old, new) in entries {
            let target = self.file.text_at(new, "moved", MOST_TEXT);
            if self.words.contains_key(&fold(old.get_ref())) || state_of(old.get_ref()) != DealState::Open {
                let message = format!("`{}` is still a name of a stage", short(old.get_ref()));
                self.file.report(old.span(), message, Some("the name of a stage that is gone".to_owned()));
            } else if !open.contains(&target.as_str()) {
                let unknown = Unknown::among("open stage", &short(&target), open.iter().copied());
                self.file.report(new.span(), unknown.to_string(), None);
            }
            moved.insert(old.get_ref().to_string(), target);
        }
        moved
    }

    /// Texts that are not empty, each on one line.
    fn entries(&mut self, table: &Table<'_>, of: (&str, &str)) -> Vec<String> {
        let texts = self.file.texts(table, of, (MOST_ENTRIES, MOST_TITLE));
        for (text, span) in texts_in(table, of.0) {
            if text.trim().is_empty() {
                self.file.report(span, format!("an entry of `{}` is empty", of.0), None);
            } else if text.chars().any(char::is_control) {
                self.file.report(span, format!("an entry of `{}` is not one line", of.0), None);
            }
        }
        texts
    }

    fn yes_no(&mut self, table: &Table<'_>, key: &str) -> bool {
        let Some(value) = table.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.file.unfit(value, key, "true or false");
            false
        })
    }
}

/// The texts of a list, with their places.
fn texts_in<'v>(table: &'v Table<'_>, key: &str) -> impl Iterator<Item = (&'v str, Range<usize>)> {
    let list = table.get(key).and_then(|list| list.get_ref().as_array());
    let all = list.into_iter().flat_map(|list| list.iter());
    all.filter_map(|value| Some((value.get_ref().as_str()?, value.span())))
}

fn whole_number(value: &Found<'_>) -> Option<i64> {
    match value.get_ref() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    }
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}
