//! `casebook party …`.

use casebook_app::Session;
use casebook_app::domain::lifecycle::history::Standing;
use casebook_app::domain::party::{ContactPoints, Fields, PartyKind};
use casebook_app::domain::records::FieldValue;
use casebook_app::parties::{
    self, Card, Duplicates, FieldIs, Filter, Leaf, NewParty, Row, StageIs, StageNow, StageTest,
};
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use super::{pair, party_tree, save_index};
use crate::globals::Globals;
use crate::output::{Answer, Column, Failure, Table, day, plain};

/// What can be done with parties.
#[derive(Subcommand)]
pub enum Command {
    /// Add a person or an organization
    Add(Add),
    /// Edit fields of a party; an empty value clears the field
    Edit(Edit),
    /// Hide a party from lists, counts and funnels; its evidence is kept
    Hide(Named),
    /// Restore a hidden party
    Restore(Named),
    /// Show a party with its stages and fields
    Show(Named),
    /// List parties by name
    List(List),
    /// Set the organization that another one belongs to
    Parent(party_tree::SetParent),
    /// Show the organizations above one and directly below it
    Tree(party_tree::Tree),
}

/// Fields as they are typed.
#[derive(Args)]
pub struct FieldArguments {
    /// Its name
    #[arg(long)]
    name: Option<String>,
    /// Its email address
    #[arg(long)]
    email: Option<String>,
    /// Its phone number
    #[arg(long)]
    phone: Option<String>,
    /// Any other field; may be repeated. `emails`, `phones` and `addresses` take several values, with `;` between
    /// them or as JSON
    #[arg(long = "field", value_name = "NAME=VALUE", value_parser = pair)]
    others: Vec<(String, String)>,
}

/// Arguments of `party add`.
#[derive(Args)]
pub struct Add {
    /// `person` or `organization`
    #[arg(long, value_parser = kind_of)]
    kind: PartyKind,
    #[command(flatten)]
    fields: FieldArguments,
    /// Its external id; may be repeated
    #[arg(long = "external", value_name = "SYSTEM/ID", value_parser = external_id)]
    external: Vec<(String, String)>,
}

/// Arguments of `party edit`.
#[derive(Args)]
pub struct Edit {
    /// An id, external:ID or external:SYSTEM/ID
    party: String,
    #[command(flatten)]
    fields: FieldArguments,
    /// What to do if another party of the same kind has the new email address: `refuse` or `allow`
    #[arg(long, value_name = "WORD", default_value = "refuse", value_parser = duplicates_of)]
    duplicates: Duplicates,
}

/// A reference to a party.
#[derive(Args)]
pub struct Named {
    /// An id, external:ID or external:SYSTEM/ID
    party: String,
}

/// Arguments of `party list`.
#[derive(Args)]
pub struct List {
    /// Search text; each word must occur in name, email, phone, company or note
    #[arg(long, short)]
    query: Option<String>,
    /// `person` or `organization`
    #[arg(long, value_parser = kind_of)]
    kind: Option<PartyKind>,
    /// The source
    #[arg(long)]
    source: Option<String>,
    /// The current stage, for example journey=lead
    #[arg(long, value_name = "VOCABULARY=STAGE", value_parser = pair)]
    stage: Option<(String, String)>,
    /// active, nurturing, lost, disqualified or former
    #[arg(long, value_parser = standing_of)]
    standing: Option<Standing>,
    /// Include hidden parties
    #[arg(long)]
    hidden: bool,
    /// Maximum number of rows
    #[arg(long, default_value_t = 50)]
    limit: usize,
}

/// Runs a command about people and organizations.
pub fn run(globals: &Globals, command: Command) -> Result<Answer, Failure> {
    match command {
        Command::Add(arguments) => add(&globals.open()?, arguments),
        Command::Edit(arguments) => edit(&globals.open()?, arguments),
        Command::Hide(named) => hide(&globals.open()?, &named.party, true),
        Command::Restore(named) => hide(&globals.open()?, &named.party, false),
        Command::Show(named) => show(&globals.open()?, &named.party),
        Command::List(arguments) => list(&globals.open()?, arguments),
        Command::Parent(arguments) => party_tree::set_parent(&globals.open()?, &arguments),
        Command::Tree(arguments) => party_tree::tree(&globals.open()?, &arguments),
    }
}

/// Reads `person` or `organization`.
pub fn kind_of(word: &str) -> Result<PartyKind, String> {
    PartyKind::from_word(word).ok_or_else(|| "use person or organization".to_owned())
}

fn duplicates_of(word: &str) -> Result<Duplicates, String> {
    match word {
        "refuse" => Ok(Duplicates::Refuse),
        "allow" => Ok(Duplicates::Allow),
        _ => Err("use refuse or allow".to_owned()),
    }
}

fn standing_of(word: &str) -> Result<Standing, String> {
    let words = || Standing::ALL.map(Standing::word).join(", ");
    Standing::from_word(word).ok_or_else(|| format!("use one of {}", words()))
}

fn external_id(text: &str) -> Result<(String, String), String> {
    match text.split_once('/') {
        Some((system, id)) if !system.is_empty() && !id.is_empty() => Ok((system.to_owned(), id.to_owned())),
        _ => Err("use SYSTEM/ID, for example zoho/4711".to_owned()),
    }
}

impl FieldArguments {
    fn pairs(self) -> Vec<(String, String)> {
        let named = [("name", self.name), ("email", self.email), ("phone", self.phone)];
        let named = named.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        named.chain(self.others).collect()
    }
}

fn add(session: &Session, arguments: Add) -> Result<Answer, Failure> {
    let fields: Fields = arguments.fields.pairs().into_iter().collect();
    let id = parties::add(session, NewParty { kind: arguments.kind, fields, external: arguments.external })?;
    let card = parties::show(session, id)?;
    Ok(Answer::new(card_json(&card), format!("{id} added: {}", plain(name_of(&card.fields)))))
}

fn edit(session: &Session, arguments: Edit) -> Result<Answer, Failure> {
    let changes: Vec<(String, Option<String>)> = arguments
        .fields
        .pairs()
        .into_iter()
        .map(|(name, value)| (name, Some(value).filter(|value| !value.is_empty())))
        .collect();
    if changes.is_empty() {
        return Err(Failure::usage("specify what to change: --name, --email, --phone or --field NAME=VALUE"));
    }
    let id = parties::resolve(session, &arguments.party)?;
    parties::edit_if(session, id, changes, arguments.duplicates, |_| true)?;
    let card = parties::show(session, id)?;
    Ok(Answer::new(card_json(&card), card_text(&card)))
}

fn hide(session: &Session, party: &str, hidden: bool) -> Result<Answer, Failure> {
    let id = parties::resolve(session, party)?;
    if hidden {
        parties::hide(session, id)?;
    } else {
        parties::restore(session, id)?;
    }
    let card = parties::show(session, id)?;
    let text = if hidden { format!("{id} hidden; its evidence is kept") } else { format!("{id} restored") };
    Ok(Answer::new(card_json(&card), text))
}

fn show(session: &Session, party: &str) -> Result<Answer, Failure> {
    let card = parties::show(session, parties::resolve(session, party)?)?;
    Ok(Answer::new(card_json(&card), card_text(&card)))
}

fn list(session: &Session, arguments: List) -> Result<Answer, Failure> {
    let limit = arguments.limit;
    let (found, more) = parties::first(session, filter_of(arguments), limit)?;
    save_index(session);
    let mut table = Table::new(&[
        Column::Left("id"),
        Column::Left("name"),
        Column::Left("mail"),
        Column::Left("stages"),
        Column::Left("standing"),
    ]);
    for one in &found {
        let stages: Vec<&str> = one.stages.iter().filter_map(|now| now.stage.as_deref()).collect();
        let (id, stages) = (one.party.id.to_string(), stages.join(" · "));
        let standing = one.standing.as_ref().map(|(standing, _)| standing.word()).unwrap_or_default();
        let email = one.party.fields.get("email").map(String::as_str).unwrap_or_default();
        table.row([&id, name_of(&one.party.fields), email, &stages, standing]);
    }
    let mut text = table.text("No matching parties.");
    if more {
        text.push_str("There are more; add filters or raise --limit.\n");
    }
    let items: Vec<Value> = found.iter().map(listing_json).collect();
    Ok(Answer::new(json!({ "items": items, "more": more }), text))
}

fn filter_of(arguments: List) -> Filter {
    let hidden = arguments.hidden.then(|| {
        // Both on request; without a condition on `hidden`, hidden parties are left out.
        Filter::Any([true, false].map(|hidden| Filter::Leaf(Leaf::Hidden(hidden))).into())
    });
    let leaves = [
        arguments.query.map(Leaf::Text),
        arguments.kind.map(Leaf::Kind),
        arguments.source.map(|source| Leaf::Field("source".to_owned(), FieldIs::Is(source))),
        arguments.stage.map(|(vocabulary, stage)| {
            Leaf::Stage(StageIs { vocabulary, test: StageTest::OneOf(vec![stage]) })
        }),
        arguments.standing.map(|standing| Leaf::Standing(vec![Some(standing)])),
    ];
    Filter::All(leaves.into_iter().flatten().map(Filter::Leaf).chain(hidden).collect())
}

fn name_of(fields: &Fields) -> &str {
    fields.get("name").map_or("", String::as_str)
}

fn stages_json(stages: &[StageNow]) -> Value {
    let each = stages.iter().map(|now| (now.vocabulary.clone(), json!(now.stage)));
    Value::Object(each.collect::<Map<String, Value>>())
}

fn listing_json(one: &Row) -> Value {
    let party = &one.party;
    json!({
        "id": party.id.to_string(),
        "kind": party.id.kind().word(),
        "name": name_of(&party.fields),
        "email": party.fields.get("email"),
        "source": party.fields.get("source"),
        "hidden": party.hidden,
        "stages": stages_json(&one.stages),
        "standing": one.standing.as_ref().map(|(standing, _)| standing.word()),
    })
}

/// The fields that hold one value.
fn single(fields: &Fields) -> impl Iterator<Item = (&String, &String)> {
    fields.iter().filter(|(name, _)| ContactPoints::from_field_name(name).is_none())
}

fn card_json(card: &Card) -> Value {
    let external = card.external.iter().map(|(system, id)| json!({ "system": system, "id": id }));
    let links = card
        .links
        .iter()
        .map(|link| json!({ "party": link.party.to_string(), "name": link.name, "role": link.role }));
    let points = |points: ContactPoints| FieldValue::Labelled(points.of(&card.fields)).to_json();
    let fields: Fields = single(&card.fields).map(|(name, value)| (name.clone(), value.clone())).collect();
    json!({
        "id": card.id.to_string(),
        "kind": card.id.kind().word(),
        "name": name_of(&card.fields),
        "fields": fields,
        "emails": points(ContactPoints::Emails),
        "phones": points(ContactPoints::Phones),
        "addresses": points(ContactPoints::Addresses),
        "external": external.collect::<Vec<_>>(),
        "hidden": card.hidden,
        "stages": stages_json(&card.stages),
        "standing": card.standing.as_ref().map(|(standing, _)| standing.word()),
        "reason": card.standing.as_ref().and_then(|(_, reason)| reason.as_deref()),
        "links": links.collect::<Vec<_>>(),
        "created_at": card.created_at.to_string(),
        "updated_at": card.updated_at.to_string(),
    })
}

fn card_text(card: &Card) -> String {
    let mut table = Table::new(&[Column::Left("what"), Column::Left("value")]);
    table.row(["id", &card.id.to_string()]);
    if card.hidden {
        table.row(["hidden", "yes"]);
    }
    for (name, value) in single(&card.fields) {
        table.row([name, value]);
    }
    for points in
        ContactPoints::ALL.into_iter().filter(|points| card.fields.contains_key(points.field_name()))
    {
        for one in points.of(&card.fields) {
            let label = one.label.map(|label| format!(" ({label})")).unwrap_or_default();
            table.row([points.field_name(), &format!("{}{label}", one.value.text())]);
        }
    }
    for (system, id) in &card.external {
        table.row(["external", &format!("{system}/{id}")]);
    }
    for now in &card.stages {
        let since = now.since.map(|since| format!(" since {}", day(since.at))).unwrap_or_default();
        let stage = now.stage.as_deref().unwrap_or("no stage");
        table.row([format!("stage in {}", now.vocabulary), format!("{stage}{since}")]);
    }
    if let Some((standing, reason)) = &card.standing {
        let reason = reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        table.row(["standing", &format!("{}{reason}", standing.word())]);
    }
    for link in &card.links {
        table.row([&link.role, &format!("{} ({})", link.name, link.party)]);
    }
    table.text("")
}
