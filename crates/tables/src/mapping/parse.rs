//! Reading a mapping from its TOML text, with every problem at its place.

use std::collections::BTreeMap;

use casebook_domain::kind::{Family, Kinds};
use casebook_domain::money::Currency;
use casebook_domain::money::amount::DecimalSign;
use casebook_domain::party::{PartyKind, is_standard, standard_fields};
use jiff::tz::TimeZone;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::section::{Reading, Section, owned, text, texts};
use super::{
    Claim, Claims, DEFAULT_ROLE, DatesMapping, DealMapping, EvidenceMapping, ExportMapping, KindName,
    Mapping, MappingProblem, OrganizationMapping, ParticipantKey, ParticipantMapping, PartyMapping,
    SharedMail, Source,
};
use crate::dates::{DateFormat, DateOrder, Orders};
use crate::nearest::nearest;

/// More syntax errors than these help no one.
const MOST_SYNTAX_PROBLEMS: usize = 10;

impl Mapping {
    /// Reads a mapping; reports all problems at once.
    pub fn parse(text: &str, kinds: &Kinds) -> Result<Self, Vec<MappingProblem>> {
        let mut reading = Reading::new(text);
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors.into_iter().take(MOST_SYNTAX_PROBLEMS) {
            reading.problem(&error.span().unwrap_or(0..0), error.message().to_owned(), Vec::new());
        }
        if !reading.problems.is_empty() {
            return Err(reading.problems);
        }
        let mut mapping = whole(Section::whole(&document), kinds, &mut reading);
        mapping.places = std::mem::take(&mut reading.places);
        if reading.problems.is_empty() { Ok(mapping) } else { Err(reading.problems) }
    }
}

fn whole(mut top: Section<'_, '_>, kinds: &Kinds, reading: &mut Reading<'_>) -> Mapping {
    let name = top.text("name", reading).map(Spanned::into_inner).unwrap_or_default();
    if name.trim().is_empty() {
        reading.problem(&(0..0), "a mapping needs the name of its feed", owned(&["name = \"…\""]));
    }
    let mut mapping = Mapping::new(&name, PartyKind::Person);
    if let Some(system) = top.text("system", reading) {
        if system.get_ref().starts_with(':') || system.get_ref().trim().is_empty() {
            reading.problem(
                &system.span(),
                "the name of a system must not be empty or begin with `:`",
                Vec::new(),
            );
        }
        mapping.system = system.into_inner();
    }
    mapping.ignore = top.columns("ignore", reading);
    match top.section("party", reading) {
        Some(section) => mapping.party = party(section, reading),
        None => reading.problem(&(0..0), "a mapping must say what its rows are about", owned(&["[party]"])),
    }
    if let Some(section) = top.section("fields", reading) {
        mapping.fields = fields(&section, reading);
    }
    mapping.export = top.section("export", reading).and_then(|section| export(section, reading));
    mapping.organization =
        top.section("organization", reading).and_then(|section| organization(section, reading));
    mapping.deal = top.section("deal", reading).map(|section| deal(section, reading));
    mapping.participants = top
        .sections("participant", reading)
        .into_iter()
        .filter_map(|one| participant(one, reading))
        .collect();
    mapping.evidence = top
        .sections("evidence", reading)
        .into_iter()
        .filter_map(|one| evidence(one, kinds, reading))
        .collect();
    if let Some(section) = top.section("dates", reading) {
        mapping.dates = dates(section, reading);
    }
    if let Some(mut section) = top.section("row", reading) {
        mapping.row_key = section.columns("key", reading);
        section.finish(reading);
    }
    top.finish(reading);
    mapping
}

fn party(mut section: Section<'_, '_>, reading: &mut Reading<'_>) -> PartyMapping {
    let kind = party_kind(&mut section, reading);
    let shared_mail = section.text("shared_mail", reading).and_then(|word| {
        let choice = SharedMail::from_word(word.get_ref());
        if choice.is_none() {
            let expected = SharedMail::CHOICES.map(|choice| choice.word().to_owned()).to_vec();
            let message = format!("`{}` does not say who shares an email address", word.get_ref());
            reading.problem(&word.span(), message, expected);
        }
        choice
    });
    let party = PartyMapping {
        kind: kind.unwrap_or(PartyKind::Person),
        external_id: section.columns("external_id", reading),
        key: section.texts("key", reading).into_iter().map(|key| party_key(&key, reading)).collect(),
        known: section.flag("known", reading),
        shared_mail: shared_mail.unwrap_or_default(),
    };
    section.finish(reading);
    party
}

fn party_kind(section: &mut Section<'_, '_>, reading: &mut Reading<'_>) -> Option<PartyKind> {
    let word = section.text("kind", reading)?;
    let kind = PartyKind::from_word(word.get_ref());
    if kind.is_none() {
        let expected = owned(&["person", "organization"]);
        reading.problem(&word.span(), format!("`{}` is not a kind of party", word.get_ref()), expected);
    }
    kind
}

fn party_key(key: &Spanned<String>, reading: &mut Reading<'_>) -> Vec<String> {
    let parts: Vec<String> = key.get_ref().split('+').map(|part| part.trim().to_owned()).collect();
    for part in &parts {
        known_field(part, &Spanned::new(key.span(), String::new()), reading);
    }
    parts
}

fn known_field(name: &str, place: &Spanned<String>, reading: &mut Reading<'_>) {
    if !is_standard(name) {
        let near = nearest(name, standard_fields());
        let expected = if near.is_empty() { standard_fields().map(str::to_owned).collect() } else { near };
        reading.problem(&place.span(), format!("`{name}` is not a Casebook field"), expected);
    }
}

fn fields(section: &Section<'_, '_>, reading: &mut Reading<'_>) -> BTreeMap<String, Source> {
    let mut fields = BTreeMap::new();
    for (name, value) in section.entries() {
        let source = match value.get_ref() {
            DeValue::Table(_) => Section::of(value, reading).map(|section| joined(section, reading)),
            _ => Some(Source::First(
                texts(value, reading).into_iter().map(|one| reading.column(one)).collect(),
            )),
        };
        if name.get_ref().trim().is_empty() || name.get_ref().contains('\0') {
            reading.problem(&name.span(), "a field needs a name", Vec::new());
        }
        if let Some(source) = source.filter(|source| !source.columns().is_empty()) {
            fields.insert(name.into_inner(), source);
        }
    }
    fields
}

fn joined(mut section: Section<'_, '_>, reading: &mut Reading<'_>) -> Source {
    let columns = section.columns("join", reading);
    let between = section.text("with", reading).map_or_else(|| " ".to_owned(), Spanned::into_inner);
    section.finish(reading);
    Source::Joined(columns, between)
}

fn export(mut section: Section<'_, '_>, reading: &mut Reading<'_>) -> Option<ExportMapping> {
    let id = section.column("id", reading);
    let kind = section.column("kind", reading);
    let external = section.column("external", reading);
    let updated_at = section.column("updated_at", reading);
    if id.is_none() {
        reading.problem(&section.span, "an export needs the column of its ids", owned(&["id = \"id\""]));
    }
    section.finish(reading);
    Some(ExportMapping { id: id?, kind, external, updated_at })
}

fn organization(mut section: Section<'_, '_>, reading: &mut Reading<'_>) -> Option<OrganizationMapping> {
    let name = section.column("name", reading);
    let role = section.text("role", reading).map_or_else(|| DEFAULT_ROLE.to_owned(), Spanned::into_inner);
    let external_id = section.columns("external_id", reading);
    if name.is_none() && external_id.is_empty() {
        reading.problem(
            &section.span,
            "an organization needs a column for its name or its id",
            owned(&["name = \"…\"", "external_id = \"…\""]),
        );
        return None;
    }
    section.finish(reading);
    Some(OrganizationMapping { name, role, external_id })
}

fn deal(mut section: Section<'_, '_>, reading: &mut Reading<'_>) -> DealMapping {
    let default_currency = section.text("default_currency", reading).and_then(|code| {
        let currency = Currency::parse(code.get_ref());
        if currency.is_none() {
            let message = format!("`{}` is not a currency code", code.get_ref());
            reading.problem(&code.span(), message, owned(&["EUR", "USD", "…"]));
        }
        currency
    });
    let decimal = section.text("decimal", reading).and_then(|word| {
        let sign = DecimalSign::from_word(word.get_ref());
        if sign.is_none() {
            let expected = DecimalSign::ALL.map(|sign| sign.word().to_owned()).to_vec();
            reading.problem(&word.span(), format!("`{}` is not a decimal sign", word.get_ref()), expected);
        }
        sign
    });
    let deal = DealMapping {
        id: section.columns("id", reading),
        title: section.column("title", reading),
        amount: section.column("amount", reading),
        currency: section.column("currency", reading),
        default_currency,
        decimal,
        product_line: section.column("product_line", reading),
        owner: section.column("owner", reading),
    };
    if deal.id.is_empty() && deal.title.is_none() {
        reading.problem(
            &section.span,
            "the deal is not identified: give the column of its id (`id`) or of its title (`title`)",
            Vec::new(),
        );
    }
    section.finish(reading);
    deal
}

fn participant(mut section: Section<'_, '_>, reading: &mut Reading<'_>) -> Option<ParticipantMapping> {
    let column = section.column("column", reading);
    let role = section.text("role", reading).map_or_else(|| "participant".to_owned(), Spanned::into_inner);
    let by = match section.text("by", reading) {
        None => Some(ParticipantKey::Email),
        Some(word) => {
            let by = ParticipantKey::from_word(word.get_ref());
            if by.is_none() {
                let expected = ParticipantKey::ALL.iter().map(|key| key.word().to_owned()).collect();
                reading.problem(
                    &word.span(),
                    format!("parties cannot be identified by `{}`", word.get_ref()),
                    expected,
                );
            }
            by
        }
    };
    let kind = party_kind(&mut section, reading);
    if column.is_none() {
        reading.problem(&section.span, "a participant needs a column", owned(&["column = \"…\""]));
    }
    section.finish(reading);
    Some(ParticipantMapping { column: column?, role, by: by?, kind })
}

fn evidence(
    mut section: Section<'_, '_>,
    kinds: &Kinds,
    reading: &mut Reading<'_>,
) -> Option<EvidenceMapping> {
    let when = section.column("when", reading);
    let column = section.column("column", reading);
    let kind = section.value("kind").and_then(|value| text(value, reading));
    let common = Common::read(&mut section, reading);
    let values = section.section("values", reading);
    let span = section.span.clone();
    section.finish(reading);
    let claims = match (kind, column, values) {
        (Some(kind), None, None) => Claims::Always(common.claim(&kind, kinds, reading)?),
        (None, Some(column), Some(values)) => {
            let mut claims = BTreeMap::new();
            for (value, claim) in values.entries() {
                claims.insert(value.into_inner(), value_claim(claim, &common, kinds, reading)?);
            }
            Claims::ByValue { column, values: claims }
        }
        _ => {
            let expected = owned(&["kind = \"…\"", "column = \"…\" with values = { … }"]);
            reading.problem(&span, "evidence needs either one kind or a column with values", expected);
            return None;
        }
    };
    Some(EvidenceMapping { when, claims })
}

/// What several values of one column share.
#[derive(Clone, Default)]
struct Common {
    id: Option<String>,
    at: Option<String>,
    earliest: bool,
    detail: BTreeMap<String, String>,
    constant: BTreeMap<String, String>,
    deal: bool,
}

impl Common {
    fn read(section: &mut Section<'_, '_>, reading: &mut Reading<'_>) -> Self {
        let id = section.column("id", reading);
        let at = section.column("at", reading);
        let detail = section.pairs("detail", reading);
        let detail = detail.into_iter().map(|(name, column)| (name, reading.column(column))).collect();
        let constant = section.pairs("constant", reading);
        let mut constant: BTreeMap<String, String> =
            constant.into_iter().map(|(name, text)| (name, text.into_inner())).collect();
        if let Some(reason) = section.text("reason", reading) {
            constant.insert("reason".to_owned(), reason.into_inner());
        }
        let earliest = section.flag("earliest", reading);
        Self { id, at, earliest, detail, constant, deal: section.flag("deal", reading) }
    }

    fn claim(self, name: &Spanned<String>, kinds: &Kinds, reading: &mut Reading<'_>) -> Option<Claim> {
        let Some(kind) = KindName::find(name.get_ref(), kinds) else {
            let expected = nearest(name.get_ref(), kinds.names().map(|(name, _)| name));
            reading.problem(
                &name.span(),
                format!("`{}` is not a kind of evidence", name.get_ref()),
                expected,
            );
            return None;
        };
        if matches!(kind.family, Family::Correction | Family::Judgement) {
            let message = format!("`{}` cannot be imported from a file", name.get_ref());
            reading.problem(&name.span(), message, Vec::new());
            return None;
        }
        let Self { id, at, earliest, detail, constant, deal } = self;
        Some(Claim { kind, id, at, earliest, detail, constant, deal })
    }
}

/// What a value claims: a kind, a table with a kind, or (by an empty text) nothing. `None` is a mistake.
#[expect(
    clippy::option_option,
    reason = "the outer one is a mistake already noted, the inner one is the meaning"
)]
fn value_claim(
    value: &Spanned<DeValue<'_>>,
    common: &Common,
    kinds: &Kinds,
    reading: &mut Reading<'_>,
) -> Option<Option<Claim>> {
    if !value.get_ref().is_table() {
        let name = text(value, reading)?;
        return if name.get_ref().is_empty() {
            Some(None)
        } else {
            common.clone().claim(&name, kinds, reading).map(Some)
        };
    }
    let mut section = Section::of(value, reading)?;
    let own = Common::read(&mut section, reading);
    let kind = section.text("kind", reading);
    if kind.is_none() {
        reading.problem(&section.span, "a value must name a kind of evidence", owned(&["kind = \"…\""]));
    }
    section.finish(reading);
    let mut joined = common.clone();
    joined.at = own.at.or(joined.at);
    joined.detail.extend(own.detail);
    joined.constant.extend(own.constant);
    joined.id = own.id.or(joined.id);
    joined.deal |= own.deal;
    joined.earliest |= own.earliest;
    joined.claim(&kind?, kinds, reading).map(Some)
}

fn dates(mut section: Section<'_, '_>, reading: &mut Reading<'_>) -> DatesMapping {
    let mut dates = DatesMapping::default();
    for format in section.texts("formats", reading) {
        if let Some(format) = DateFormat::parse(format.get_ref()) {
            dates.formats.push(format);
            continue;
        }
        let expected =
            owned(&["a pattern such as \"%d.%m.%Y %H:%M\"", "epoch", "epoch-millis", "spreadsheet"]);
        reading.problem(&format.span(), format!("`{}` is not a date format", format.get_ref()), expected);
    }
    if let Some(value) = section.value("order") {
        dates.orders = orders(value, reading);
    }
    if let Some(zone) = section.text("zone", reading) {
        if TimeZone::get(zone.get_ref()).is_err() {
            let expected = owned(&["UTC", "Europe/Berlin", "another IANA name"]);
            reading.problem(&zone.span(), format!("`{}` is not a time zone", zone.get_ref()), expected);
        }
        dates.zone = Some(zone.into_inner());
    }
    if let Some(columns) = section.section("columns", reading) {
        for (column, value) in columns.entries() {
            dates.columns.insert(reading.column(column), orders(value, reading));
        }
    }
    section.finish(reading);
    dates
}

/// `"day-first"`, or a table with an order for each sign: `{ "/" = "month-first", "." = "day-first" }`.
fn orders(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Orders {
    if !value.get_ref().is_table() {
        return Orders { general: order(value, reading), by_separator: BTreeMap::new() };
    }
    let mut orders = Orders::default();
    let Some(section) = Section::of(value, reading) else { return orders };
    for (sign, value) in section.entries() {
        let Some(order) = order(value, reading) else { continue };
        let mut letters = sign.get_ref().chars();
        match (letters.next(), letters.next()) {
            (Some(sign), None) => _ = orders.by_separator.insert(sign, order),
            _ if sign.get_ref() == "general" => orders.general = Some(order),
            _ => reading.problem(
                &sign.span(),
                "the separator must be one character",
                owned(&["\"/\"", "\".\"", "\"-\""]),
            ),
        }
    }
    orders
}

fn order(value: &Spanned<DeValue<'_>>, reading: &mut Reading<'_>) -> Option<DateOrder> {
    let word = text(value, reading)?;
    let order = DateOrder::from_word(word.get_ref());
    if order.is_none() {
        let expected = DateOrder::ALL.map(|order| order.word().to_owned()).to_vec();
        reading.problem(&word.span(), format!("`{}` is not a date order", word.get_ref()), expected);
    }
    order
}
