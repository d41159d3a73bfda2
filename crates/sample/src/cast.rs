//! The parties of an account: its organization and its people, with their fields.

use casebook_domain::party::{Fields, PartyKind};

use super::account::{SampleLink, SampleParty};
use super::chance::Chance;
use super::locale::{Locale, Word};

/// The most parties of one account.
pub(super) const LARGEST: u64 = 6;

/// The parties, by their places in `parties`.
pub(super) struct Cast {
    pub parties: Vec<SampleParty>,
    pub links: Vec<SampleLink>,
    pub organization: Option<usize>,
    pub people: Vec<usize>,
    /// The last person, if it is a duplicate of the first.
    pub duplicate: Option<usize>,
    pub owner: &'static str,
    pub currency: &'static str,
    /// The name of the account, for things that are named after it.
    pub title: String,
}

const OWNERS: [&str; 7] = ["ines", "jakob", "mei", "oluwaseun", "petra", "tomasz", "yasmin"];
const TITLES: [(&str, &str); 8] = [
    ("Managing Director", "decision_maker"),
    ("Head of Operations", "decision_maker"),
    ("Buyer", "buyer"),
    ("Finance Manager", "budget_holder"),
    ("Workshop Manager", "user"),
    ("Planner", "user"),
    ("IT Administrator", "technical"),
    ("Assistant", "contact"),
];

/// What the parties of one account have in common.
struct Setting<'a> {
    locale: &'a Locale,
    city: &'static str,
    source: &'static str,
    owner: &'static str,
    /// The email domain and the name of the organization; for people without one, an email provider's.
    domain: String,
    company: String,
}

/// Creates the parties of an account: at least one, at most `room`, with keys counted from `known`.
pub(super) fn gather(
    chance: &mut Chance,
    locale: &Locale,
    source: &'static str,
    room: u64,
    known: u64,
) -> Cast {
    let (organized, people) = shape(chance, room);
    let setting = set(chance, locale, source, organized, known);
    let mut cast = Cast {
        parties: Vec::with_capacity(people + 1),
        links: Vec::new(),
        organization: organized.then_some(0),
        people: Vec::new(),
        duplicate: None,
        owner: setting.owner,
        currency: locale.currency,
        title: setting.company.clone(),
    };
    if organized {
        cast.parties.push(organization(chance, &setting, known));
    }
    for _ in 0..people {
        join(chance, &mut cast, &setting, known);
    }
    if people > 2 && chance.in_thousand(25) {
        repeat_first(&mut cast);
    }
    cast
}

/// Whether there is an organization, and how many people.
fn shape(chance: &mut Chance, room: u64) -> (bool, usize) {
    let organized = chance.in_thousand(660);
    let people = match (organized, chance.below(100)) {
        (false, _) | (true, 12..47) => 1,
        (true, 0..12) => 0,
        (true, 47..74) => 2,
        (true, 74..89) => 3,
        (true, 89..96) => 4,
        (true, _) => 5,
    };
    (organized, people.min(room - u64::from(organized)) as usize)
}

fn set<'a>(
    chance: &mut Chance,
    locale: &'a Locale,
    source: &'static str,
    organized: bool,
    known: u64,
) -> Setting<'a> {
    let (stem, trade) = (chance.pick(&locale.stems), chance.pick(&locale.trades));
    let form = *chance.pick(&locale.forms);
    let ending = *chance.pick(&["com", "net", "org"]);
    let domain = if organized {
        format!("{}-{}-{known}.example.{ending}", stem.plain, trade.plain)
    } else {
        format!("mail.example.{ending}")
    };
    let company = match (organized, locale.country) {
        (false, _) => String::new(),
        (true, "CN") => format!("{}{}{form}", stem.shown, trade.shown),
        (true, _) => format!("{} {} {form}", stem.shown, trade.shown),
    };
    let (city, owner) = (*chance.pick(&locale.cities), *chance.pick(&OWNERS));
    Setting { locale, city, source, owner, domain, company }
}

fn organization(chance: &mut Chance, setting: &Setting<'_>, known: u64) -> SampleParty {
    let mut fields = shared_fields(setting);
    put(&mut fields, "name", setting.company.clone());
    put(&mut fields, "website", format!("https://{}", setting.domain));
    put(&mut fields, "email", format!("info@{}", setting.domain));
    put(&mut fields, "street", street(chance, setting.locale));
    put(&mut fields, "postal_code", chance.between(10_000, 99_999).to_string());
    put_phone(chance, &mut fields, setting.locale);
    SampleParty { kind: PartyKind::Organization, fields, external_id: key(known) }
}

fn join(chance: &mut Chance, cast: &mut Cast, setting: &Setting<'_>, known: u64) {
    let place = cast.parties.len();
    let serial = known + place as u64;
    let (title, role) = *chance.pick(&TITLES);
    let mut fields = shared_fields(setting);
    let (first, last) = (chance.pick(&setting.locale.first), chance.pick(&setting.locale.last));
    put_name(&mut fields, setting, first, last, serial);
    put_phone(chance, &mut fields, setting.locale);
    if let Some(organization) = cast.organization {
        put(&mut fields, "title", title.to_owned());
        put(&mut fields, "company", setting.company.clone());
        cast.links.push(SampleLink { person: place, organization, role, from: None, to: None });
    } else {
        cast.title = format!("{} {}", first.shown, last.shown);
    }
    cast.people.push(place);
    cast.parties.push(SampleParty { kind: PartyKind::Person, fields, external_id: key(serial) });
}

/// Gives the last person the fields of the first: someone was entered twice.
fn repeat_first(cast: &mut Cast) {
    let (Some(&first), Some(&last)) = (cast.people.first(), cast.people.last()) else { return };
    cast.parties[last].fields = cast.parties[first].fields.clone();
    cast.people.pop();
    cast.duplicate = Some(last);
}

fn key(serial: u64) -> String {
    format!("{:07}", serial + 1)
}

fn shared_fields(setting: &Setting<'_>) -> Fields {
    let mut fields = Fields::new();
    put(&mut fields, "city", setting.city.to_owned());
    put(&mut fields, "country", setting.locale.country.to_owned());
    put(&mut fields, "language", setting.locale.language.to_owned());
    put(&mut fields, "source", setting.source.to_owned());
    put(&mut fields, "owner", setting.owner.to_owned());
    fields
}

fn put(fields: &mut Fields, name: &str, value: String) {
    if !value.is_empty() {
        fields.insert(name.to_owned(), value);
    }
}

fn put_name(fields: &mut Fields, setting: &Setting<'_>, first: &Word, last: &Word, serial: u64) {
    put(fields, "first_name", first.shown.to_owned());
    put(fields, "last_name", last.shown.to_owned());
    let family_first = setting.locale.family_first;
    let name = if family_first {
        format!("{}{}", last.shown, first.shown)
    } else {
        format!("{} {}", first.shown, last.shown)
    };
    put(fields, "name", name);
    put(fields, "email", format!("{}.{}{serial}@{}", first.plain, last.plain, setting.domain));
}

fn put_phone(chance: &mut Chance, fields: &mut Fields, locale: &Locale) {
    if locale.phones.is_empty() || chance.in_thousand(250) {
        return;
    }
    let range = *chance.pick(&locale.phones);
    let digit = |c: char| if c == '#' { char::from(b'0' + chance.below(10) as u8) } else { c };
    put(fields, "phone", range.chars().map(digit).collect());
}

fn street(chance: &mut Chance, locale: &Locale) -> String {
    let number = chance.between(1, 180);
    let street = *chance.pick(&locale.streets);
    if locale.language == "en" || locale.language == "fr" {
        format!("{number} {street}")
    } else {
        format!("{street} {number}")
    }
}
