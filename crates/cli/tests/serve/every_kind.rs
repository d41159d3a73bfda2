//! A type with a field of every kind, single and with several values, declared while the server runs: it has lists, filters,
//! sorts, groups, bulk edits, tables, undo, commands and a description, without a line of code for it.

use casebook_store::Engine;
use casebook_testkit::TestDatabase;
use rstest::rstest;
use serde_json::{Map, Value as Json, json};

use crate::client::Client;
use crate::node::Node;
use crate::shell;

/// Every kind that can be stored.
const KINDS: [&str; 16] = [
    "text",
    "long_text",
    "number",
    "money",
    "yes_no",
    "date",
    "instant",
    "duration",
    "choice",
    "email",
    "phone",
    "url",
    "address",
    "party",
    "record",
    "user",
];
/// Kinds that hold one value alone.
const SINGLE: [&str; 2] = ["long_text", "yes_no"];
/// Kinds whose values have an order.
const ORDERED: [&str; 5] = ["number", "money", "date", "instant", "duration"];
/// Kinds that are text, with something that stands in the low value alone.
const TEXTS: [(&str, &str); 7] = [
    ("address", "BAS"),
    ("text", "ALPH"),
    ("long_text", "two"),
    ("email", "ada@"),
    ("phone", "668"),
    ("url", "a.example"),
    ("user", "ann"),
];

/// What is declared, and what its records refer to.
struct World {
    node: Node,
    client: Client,
    database: TestDatabase,
    parties: [String; 2],
    products: [String; 2],
}

impl World {
    fn new(engine: Engine) -> Self {
        let database = TestDatabase::unmigrated(engine);
        let node = Node::start(database.address());
        let client = Client::new();
        let id = |path: &str, name: &str| {
            client.post(&node, path, &json!({ "name": name }))["id"].as_str().unwrap().to_owned()
        };
        let parties = ["Ada", "Bob"].map(|name| id("/people", name));
        let products = ["Loom", "Press"].map(|name| id("/products", name));
        client.post(&node, "/record-types", &declaration());
        Self { node, client, database, parties, products }
    }

    /// The lower and the higher value of a kind, as JSON.
    fn values(&self, kind: &str) -> [Json; 2] {
        match kind {
            "text" => [json!("Alpha"), json!("Beta")],
            "long_text" => [json!("one\ntwo"), json!("three")],
            "number" => [json!(-2.5), json!(12.5)],
            "money" => {
                [json!({ "minor": 500, "currency": "EUR" }), json!({ "minor": 900, "currency": "EUR" })]
            }
            "yes_no" => [json!(false), json!(true)],
            "date" => [json!("2026-01-02"), json!("2026-03-04")],
            "instant" => [json!("2026-01-02T09:00:00Z"), json!("2026-03-04T09:00:00Z")],
            "duration" => [json!("PT30M"), json!("PT2H")],
            "choice" => [json!("small"), json!("large")],
            "email" => [json!("ada@example.org"), json!("bob@example.org")],
            "phone" => [json!("+41 44 668 18 00"), json!("+49 30 1234567")],
            "url" => [json!("https://a.example.org"), json!("https://b.example.org")],
            "address" => [json!({ "city": "Basel" }), json!({ "city": "Zug" })],
            "party" => self.parties.clone().map(Json::from),
            "record" => self.products.clone().map(Json::from),
            "user" => [json!("ann"), json!("eve")],
            other => panic!("{other}"),
        }
    }

    /// The higher value as it is typed in a shell.
    fn typed(&self, kind: &str) -> String {
        match (kind, &self.values(kind)[1]) {
            ("money", _) => "9.00 EUR".to_owned(),
            ("yes_no", _) => "yes".to_owned(),
            (_, Json::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }

    /// Values of every field: which of both values it has, where it holds one and where it holds several.
    fn fields(&self, one: Option<usize>, many: &[usize]) -> Json {
        let mut fields = Map::new();
        for kind in KINDS {
            let values = self.values(kind);
            fields.extend(one.map(|place| (format!("one_{kind}"), values[place].clone())));
            if !SINGLE.contains(&kind) && !many.is_empty() {
                let several = many.iter().map(|place| values[*place].clone()).collect();
                fields.insert(format!("many_{kind}"), several);
            }
        }
        Json::Object(fields)
    }

    fn add(&self, name: &str, fields: &Json) -> String {
        let body = json!({ "name": name, "fields": fields });
        self.client.post(&self.node, "/records/gauges", &body)["id"].as_str().unwrap().to_owned()
    }

    fn post(&self, path: &str, body: &Json) -> Json {
        self.client.post(&self.node, &format!("/records/gauges/{path}"), body)
    }

    fn whole(&self, id: &str) -> Json {
        self.client.get(&self.node, &format!("/records/gauges/{id}"))
    }

    /// The names of the records that fit, in an order.
    fn names(&self, filter: &Json, sort: &str) -> Vec<String> {
        let found = self.post("search", &json!({ "filter": filter, "sort": sort }));
        let count = self.post("count", &json!({ "filter": filter }))["count"].as_u64().unwrap();
        let items = found["items"].as_array().unwrap();
        assert_eq!(items.len() as u64, count, "{filter}");
        items.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    }

    fn refuses(&self, filter: &Json) {
        let body = json!({ "filter": filter });
        let answer =
            self.client.send(&self.node, "POST", "/records/gauges/search", &[], Some(&body)).unwrap();
        assert_eq!(answer.status, 422, "{filter}: {answer:?}");
    }

    fn shell(&self, words: &[&str]) -> Json {
        shell::answer(self.database.address(), words)
    }
}

fn declaration() -> Json {
    let mut fields = Vec::new();
    for kind in KINDS {
        for (prefix, multiple) in [("one", false), ("many", true)] {
            if multiple && SINGLE.contains(&kind) {
                continue;
            }
            let title = format!("{prefix} {kind}");
            let mut field = json!({ "name": format!("{prefix}_{kind}"), "title": title, "kind": kind, "multiple": multiple });
            match kind {
                "choice" => field["choices"] = json!(["small", "large"]),
                "record" => field["types"] = json!(["product"]),
                "text" => field["searched"] = json!(true),
                _ => {}
            }
            fields.push(field);
        }
    }
    json!({ "name": "gauge", "plural": "gauges", "title": "Gauge", "fields": fields })
}

/// Four records: the lower values, the higher ones, several alone, and none.
fn filled(engine: Engine) -> (World, [String; 4]) {
    let world = World::new(engine);
    let ids = [
        world.add("Low", &world.fields(Some(0), &[0])),
        world.add("High", &world.fields(Some(1), &[1])),
        world.add("Both", &world.fields(None, &[0, 1])),
        world.add("None", &json!({})),
    ];
    (world, ids)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn fields_of_every_kind_are_filtered_sorted_and_grouped(#[case] engine: Engine) {
    let (world, _) = filled(engine);
    for kind in KINDS {
        let [low, high] = world.values(kind);
        let one = |test: &str, value: &Json| {
            world.names(&json!({ "field": { "name": format!("one_{kind}"), test: value } }), "name")
        };
        assert_eq!(one("is", &low), ["Low"], "{kind}");
        assert_eq!(one("one_of", &json!([low, high])), ["High", "Low"], "{kind}");
        assert_eq!(one("filled", &json!(false)), ["Both", "None"], "{kind}");
        let not = json!({ "not": { "field": { "name": format!("one_{kind}"), "is": low } } });
        assert_eq!(world.names(&not, "name"), ["Both", "High", "None"], "{kind}");
        if ORDERED.contains(&kind) {
            assert_eq!(
                (one("at_least", &high), one("after", &low)),
                (vec!["High".into()], vec!["High".into()])
            );
            assert_eq!(
                (one("at_most", &low), one("before", &high)),
                (vec!["Low".into()], vec!["Low".into()])
            );
        } else {
            world.refuses(&json!({ "field": { "name": format!("one_{kind}"), "at_least": low } }));
        }
        match TEXTS.iter().find(|(text, _)| *text == kind) {
            Some((_, part)) => assert_eq!(one("contains", &json!(part)), ["Low"], "{kind}"),
            None => world.refuses(&json!({ "field": { "name": format!("one_{kind}"), "contains": "a" } })),
        }
        let all = json!({ "and": [] });
        assert_eq!(world.names(&all, &format!("one_{kind}"))[..2], ["Low", "High"], "{kind}");
        let turned = world.names(&all, &format!("-one_{kind},-name"));
        assert_eq!(turned, ["High", "Low", "None", "Both"], "{kind}");
        assert_eq!(counted(&world, &format!("one_{kind}")), [1, 1, 2], "{kind}");
        if SINGLE.contains(&kind) {
            continue;
        }
        let many = |test: &str, value: &Json| {
            world.names(&json!({ "field": { "name": format!("many_{kind}"), test: value } }), "name")
        };
        assert_eq!(
            (many("is", &low), many("filled", &json!(false))),
            (vec!["Both".into(), "Low".into()], vec!["None".into()]),
            "{kind}"
        );
        assert_eq!(many("one_of", &json!([high])), ["Both", "High"], "{kind}");
        assert_eq!(world.names(&all, &format!("many_{kind},name"))[3], "None", "{kind}");
        assert_eq!(counted(&world, &format!("many_{kind}")), [2, 2, 1], "{kind}");
    }
    assert_eq!(world.names(&json!({ "text": "alpha" }), "name"), ["Both", "Low"]);
    assert_eq!(world.names(&json!({ "party": world.parties[1] }), "name"), ["Both", "High"]);
    let several =
        json!({ "or": [{ "field": { "name": "one_yes_no", "is": true } }, { "not": { "text": "beta" } }] });
    assert_eq!(world.names(&several, "-one_number,-many_date,name"), ["High", "Low", "None"]);
    let sums = world.post("groups", &json!({ "by": "one_date:quarter,one_choice", "sum": "one_money" }));
    let first = &sums["items"][0];
    assert_eq!(
        (&first["by"]["one_date"], &first["sums"][0]["minor"], &first["count"]),
        (&json!("2026-Q1"), &json!(500), &json!(1))
    );
}

/// How many records are in each group of a field.
fn counted(world: &World, field: &str) -> Vec<u64> {
    let groups = world.post("groups", &json!({ "by": field }));
    groups["items"].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn every_field_is_edited_in_bulk_undone_exported_and_imported(#[case] engine: Engine) {
    let (world, [low, high, ..]) = filled(engine);
    let before = world.whole(&low);
    let set = json!({ "fields": world.fields(Some(1), &[1]) });
    let edit = json!({ "filter": { "field": { "name": "one_choice", "is": "small" } }, "set": set });
    let edited = world.post("bulk?wait=30", &edit);
    assert_eq!(
        (&edited["matched"], &edited["changed"], &edited["refused"]),
        (&json!(1), &json!(1), &json!(0))
    );
    assert_eq!(world.whole(&low)["fields"], world.whole(&high)["fields"]);
    let set = edited["change_set"].as_str().unwrap();
    world.client.post(&world.node, &format!("/changes/{set}/undo?wait=30"), &json!({}));
    assert_eq!(world.whole(&low)["fields"], before["fields"]);

    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("gauges.csv").display().to_string();
    assert_eq!(world.shell(&["record", "gauge", "export", "--output", &table])["rows"], 4);
    let again = world.shell(&["record", "gauge", "import", &table]);
    let figures = ["added", "edited", "unchanged", "rejected"].map(|name| again[name].as_u64().unwrap());
    assert_eq!(figures, [0, 0, 4, 0], "{again}");
    // The same values under a new name, with no id.
    let text = std::fs::read_to_string(&table).unwrap();
    let (heading, high_row) =
        (text.lines().next().unwrap(), text.lines().find(|line| line.contains(&high)).unwrap());
    let copy = format!("{heading}\n{}\n", high_row.replace(&high, "").replacen("High", "Copy", 1));
    std::fs::write(&table, copy).unwrap();
    let added = world.shell(&["record", "gauges", "import", &table]);
    assert_eq!(added["added"], 1, "{added}");
    let copied = json!({ "field": { "name": "name", "is": "copy" } });
    let found = world.post("search", &json!({ "filter": copied }));
    assert_eq!(found["items"][0]["fields"], world.whole(&high)["fields"]);
    world.shell(&["change", "undo", added["change_set"].as_str().unwrap()]);
    assert_eq!(world.names(&copied, ""), [""; 0]);
    shell::assert_verified(world.database.address());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
fn commands_and_the_description_know_every_field(#[case] engine: Engine) {
    let (world, [_, high, ..]) = filled(engine);
    let mut words = vec!["record".to_owned(), "gauge".into(), "add".into(), "--name".into(), "Typed".into()];
    for kind in KINDS {
        words.extend(["--field".into(), format!("one_{kind}={}", world.typed(kind))]);
        if !SINGLE.contains(&kind) {
            words.extend(["--field".into(), format!("many_{kind}={}", world.typed(kind))]);
        }
    }
    let typed = world.shell(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(typed["fields"], world.whole(&high)["fields"]);
    let id = typed["id"].as_str().unwrap();
    let listed = world.shell(&["record", "gauges", "list", "--sort", "-one_number,-name", "--query", "beta"]);
    let names: Vec<&Json> = listed["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["Typed", "High", "Both"]);
    for kind in KINDS {
        world.shell(&["record", "gauge", "edit", id, "--field", &format!("one_{kind}=")]);
    }
    let left = world.shell(&["record", "gauge", "show", id]);
    assert!(KINDS.iter().all(|kind| left["fields"].get(format!("one_{kind}")).is_none()), "{left}");
    assert_eq!(left["fields"]["many_choice"], json!(["large"]));
    world.shell(&["record", "gauge", "hide", id]);
    assert_eq!(world.names(&json!({ "and": [] }), "name"), ["Both", "High", "Low", "None"]);

    let described = world.client.get(&world.node, "/openapi.json");
    let operation = &described["paths"]["/api/v1/records/gauges"]["post"];
    let body = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let draft = &described["components"]["schemas"][body.as_str().unwrap().rsplit('/').next().unwrap()];
    let text = draft.to_string();
    let schemas = described["components"]["schemas"].to_string();
    for kind in KINDS {
        let name = format!("\"one_{kind}\"");
        assert!(text.contains(&name) || schemas.contains(&name), "{kind}: {draft}");
    }
    world.node.assert_never_panicked();
}
