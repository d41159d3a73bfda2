//! The kind of a file, its external system, and the name of its feed.

use std::collections::BTreeSet;

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
    /// Stages that existing deals have entered.
    Histories,
}

impl FileKind {
    /// What its rows are, as part of a sentence.
    pub fn description(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Organizations => "organizations",
            Self::Deals => "deals",
            Self::Interactions => "calls, meetings and emails with existing people",
            Self::Histories => "stages that existing deals have entered",
        }
    }
}

/// Columns that organizations have and people have not.
#[rustfmt::skip]
const OF_ORGANIZATIONS: &[&str] = &[
    "industry", "annual revenue", "number of employees", "employees", "account type", "company type", "company size",
    "parent account", "parent account id", "parent id", "account number", "account source", "account site", "sic code",
    "ticker symbol", "ownership", "branche", "mitarbeiter", "mitarbeiterzahl", "secteur", "sector", "vat number",
    "vat id", "billing city", "billing street", "billing country",
];

/// The kind of file, by which columns it has, and its name where they leave it open.
pub fn kind_of(columns: &[Column], feed: &str) -> FileKind {
    let has = |meaning| columns.iter().any(|column| column.meaning == Some(meaning));
    let has_any = |all: &[M]| all.iter().any(|meaning| has(*meaning));
    if has(M::InteractionType) && has(M::InteractionDate) && has_any(&[M::Email, M::PersonId]) {
        return FileKind::Interactions;
    }
    let of_accounts = has_any(&[M::Company, M::OrganizationId, M::CustomerId]);
    let of_people = has_any(&[M::Name, M::FirstName, M::LastName, M::Email, M::Phone, M::PersonId]);
    let is_history = has(M::DealId) && has(M::Stage) && !has_any(&[M::DealTitle, M::FirstName, M::Email]);
    if is_history && (!of_accounts && !of_people || has(M::EnteredAt) && repeats(columns, M::DealId)) {
        return FileKind::Histories;
    }
    if are_deals(columns) {
        return FileKind::Deals;
    }
    if has_any(&[M::FirstName, M::LastName]) {
        return FileKind::People;
    }
    if has(M::Name) && !has(M::Company) && !has_any(&[M::Email, M::JobTitle]) {
        let shown = columns.iter().any(|column| OF_ORGANIZATIONS.contains(&column.words.as_str()));
        let named = ["accounts", "companies", "organizations", "organisations", "firmen", "unternehmen"];
        let named = feed.split('-').any(|word| named.contains(&word));
        return if shown || named { FileKind::Organizations } else { FileKind::People };
    }
    let of_one = has_any(&[M::Name, M::PersonId]);
    let is_account = has(M::Company) || has(M::OrganizationId) && !has_any(&[M::Email, M::Phone, M::Id]);
    if is_account && !of_one { FileKind::Organizations } else { FileKind::People }
}

fn are_deals(columns: &[Column]) -> bool {
    let has = |meaning| columns.iter().any(|column| column.meaning == Some(meaning));
    let has_any = |all: &[M]| all.iter().any(|meaning| has(*meaning));
    let prefixed = columns.iter().any(|column| column.entity == Some(Entity::Deal));
    let has_sale = has_any(&[M::Stage, M::Status, M::Amount, M::WonAt, M::ClosedAt]);
    // Many pipelines have no titles: an id of its own and a stage or an amount make a deal as well.
    let has_deal = has(M::DealTitle) || has(M::DealId) && !has_any(&[M::Name, M::FirstName, M::LastName]);
    if has_deal && has_sale && (prefixed || !has(M::FirstName)) {
        return true;
    }
    has_a_title_called_name(columns)
}

/// Whether `Name` is the title of a deal: it has a stage, and what it is worth or when it is closed, and nobody can be
/// written to or called.
pub fn has_a_title_called_name(columns: &[Column]) -> bool {
    let has = |meaning| columns.iter().any(|column| column.meaning == Some(meaning));
    let of_somebody = [M::Email, M::Phone, M::FirstName, M::LastName, M::DealTitle].into_iter().any(has);
    let of_deals = has(M::Stage) && (has(M::ClosedAt) || has(M::Amount));
    let plain = columns.iter().any(|column| column.meaning == Some(M::Name) && column.words == "name");
    plain && of_deals && !of_somebody
}

fn repeats(columns: &[Column], meaning: M) -> bool {
    let column = columns.iter().find(|column| column.meaning == Some(meaning));
    column.is_some_and(|column| column.values.iter().collect::<BTreeSet<_>>().len() < column.values.len())
}

const IDS: [Option<M>; 4] = [Some(M::Id), Some(M::PersonId), Some(M::OrganizationId), Some(M::DealId)];

/// The external system of the ids: the CRM that the columns show, else the file itself.
pub fn system(columns: &[Column], feed: &str) -> String {
    let header = |wanted: &str| columns.iter().any(|column| fold(&column.header) == wanted);
    let value = |found: &dyn Fn(&str) -> bool| {
        columns.iter().filter(|column| IDS.contains(&column.meaning)).any(|column| column.sometimes(found))
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
