//! The kind of a file, its external system, and the name of its feed.

use casebook_domain::text::fold;

use super::column::Column;
use super::dictionary::Meaning as M;
use super::header::Entity;

/// What the rows of a file are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// People: leads, contacts, an address book.
    People,
    /// Organizations: accounts, companies.
    Organizations,
    /// Deals, each of an organization or a person.
    Deals,
    /// Calls, meetings and emails with existing people.
    Interactions,
}

impl FileKind {
    /// What its rows are, as part of a sentence.
    pub fn description(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Organizations => "organizations",
            Self::Deals => "deals",
            Self::Interactions => "calls, meetings and emails with existing people",
        }
    }
}

/// The kind of file, by which columns it has.
pub fn kind_of(columns: &[Column]) -> FileKind {
    let has = |meaning| columns.iter().any(|column| column.meaning == Some(meaning));
    if has(M::InteractionType) && has(M::InteractionDate) && has(M::Email) {
        return FileKind::Interactions;
    }
    let prefixed = columns.iter().any(|column| column.entity == Some(Entity::Deal));
    let has_sale = [M::Stage, M::Status, M::Amount, M::WonAt, M::ClosedAt].into_iter().any(has);
    // Many pipelines have no titles: an id of its own and a stage make a deal as well.
    let has_deal = has(M::DealTitle) || has(M::DealId) && has(M::Stage) && !has(M::Name);
    if has_deal && has_sale && (prefixed || !has(M::FirstName)) {
        return FileKind::Deals;
    }
    let of_people = [M::Name, M::FirstName, M::LastName].into_iter().any(has);
    if has(M::Company) && !of_people { FileKind::Organizations } else { FileKind::People }
}

/// The external system of the ids: the CRM that the columns show, else the file itself.
pub fn system(columns: &[Column], feed: &str) -> String {
    let header = |wanted: &str| columns.iter().any(|column| fold(&column.header) == wanted);
    let value = |found: &dyn Fn(&str) -> bool| {
        columns.iter().filter(|column| column.meaning == Some(M::Id)).any(|column| column.sometimes(found))
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let zoho = value(&|id| id.starts_with("zcrm_"))
        || (header("record id") && value(&|id| id.len() >= 15 && digits(id)));
    let hubspot = header("record id")
        && ["lifecycle stage", "original source", "contact owner", "company owner", "create date"]
            .into_iter()
            .any(header);
    let force = |id: &str| {
        let known = ["00Q", "003", "001", "006"].iter().any(|prefix| id.starts_with(prefix));
        known && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !digits(id)
    };
    let pipedrive = columns
        .iter()
        .any(|column| column.words.contains("pipedrive") || column.entity == Some(Entity::Deal))
        || columns.iter().filter(|column| column.entity.is_some()).count() >= 3;
    let facebook = value(&|id| id.starts_with("l:"))
        || header("adset_name")
        || (header("ad_name") && header("form_name"));
    let found = [
        (zoho, "zoho"),
        (hubspot, "hubspot"),
        (value(&force) || header("systemmodstamp"), "salesforce"),
        (facebook, "facebook"),
        (pipedrive, "pipedrive"),
    ];
    found.into_iter().find(|(shown, _)| *shown).map_or(feed, |(_, name)| name).to_owned()
}

/// Systems in which a person and an organization may have the same id.
pub fn counts_each_kind_for_itself(system: &str) -> bool {
    matches!(system, "pipedrive" | "hubspot")
}

/// The file's name without folder, extension, date, copy and part numbers, so that the next export is the same feed.
pub fn feed(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = name.split_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem });
    let folded = fold(stem);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<&str> = words.collect();
    while words.len() > 1 && words.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
        words.pop();
    }
    let joined = words.join("-");
    if joined.is_empty() { "import".to_owned() } else { joined }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("zoho_Leads_2026_02_10.csv", "zoho-leads")]
    #[case("exports/Contacts (1).csv", "contacts")]
    #[case("Leads_001.csv", "leads")]
    #[case("C:\\Users\\Ada\\Kontakte.txt", "kontakte")]
    #[case("2024.csv", "2024")]
    #[case("", "import")]
    fn the_next_export_is_the_same_feed(#[case] file: &str, #[case] expected: &str) {
        assert_eq!(feed(file), expected);
    }
}
