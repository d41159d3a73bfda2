//! A user who may see one party alone sends a request to every operation: no answer has anything of another party, and
//! what is not visible is answered exactly like what does not exist.

mod asks;
mod selling;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, HOST, IF_MATCH};
use axum::response::Response;
use casebook_app::domain::access::Principal;
use casebook_app::domain::ids::PartyId;
use casebook_store::Engine;
use http_body_util::BodyExt;
use rstest::rstest;
use serde_json::{Value, json};
use tower::ServiceExt;

use self::asks::{Ask, FOLLOWED, READS, WRITES, filtered};
use self::selling::{SELLING_READS, SELLING_WRITES};
use self::world::{MAPPING, PIPELINE, World, vocabulary};
use crate::server::{Answer, TestServer};

/// A user with a router of his own over the same casebook.
struct Stranger(axum::Router);

/// A request as it is sent.
struct Sent {
    method: String,
    path: String,
    body: String,
    headers: Vec<(&'static str, String)>,
}

impl Stranger {
    async fn answer(&self, sent: &Sent) -> Response {
        let mut request = Request::builder().method(sent.method.as_str()).uri(&sent.path);
        request = request.header(HOST, "localhost:7171");
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        self.0.clone().oneshot(request.body(Body::from(sent.body.clone())).unwrap()).await.unwrap()
    }

    async fn send(&self, sent: &Sent) -> Answer {
        let (parts, body) = self.answer(sent).await.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, bytes }
    }

    /// A request and its answer, in a form that can be compared.
    async fn asks(&self, world: &World, ask: &Ask, condition: &str, is_real: bool) -> Exchange {
        let (sent, asked) = sent(world, ask, condition, is_real);
        let answer = self.send(&sent).await;
        let headers =
            answer.headers.iter().map(|(name, value)| format!("{name}: {}\n", value.to_str().unwrap()));
        let whole = headers.collect::<String>() + &answer.text();
        assert_eq!(world.leaks(&whole, &asked), [""; 0], "{asked}\n{whole}");
        assert_eq!(answer.status, ask.status, "{asked}\n{whole}");
        Exchange { asked, answered: alike(world, &answer) }
    }

    /// The same; the answer must be that to a request for what does not exist.
    async fn asks_both(&self, world: &World, ask: &Ask, condition: &str) -> Exchange {
        let exchange = self.asks(world, ask, condition, true).await;
        if names_others(ask, condition) {
            let none = self.asks(world, ask, condition, false).await;
            assert_eq!(exchange.answered, none.answered, "{}\n{}", exchange.asked, none.asked);
        }
        exchange
    }
}

struct Exchange {
    asked: String,
    answered: String,
}

fn names_others(ask: &Ask, condition: &str) -> bool {
    let sent = [ask.named, condition, ask.body, &format!("{:?}", ask.query)].concat();
    ask.body == "IMPORT" || sent.replace("<own:", "").contains('<')
}

/// The request, and its text before anything in it is encoded.
fn sent(world: &World, ask: &Ask, condition: &str, is_real: bool) -> (Sent, String) {
    let fill = |template: &str| world.filled_in(template, is_real);
    let (method, address) = ask.operation.split_once(' ').unwrap();
    let named = address
        .replace("{plural}/{id}", ask.named)
        .replace("{name}/fields/{field}", ask.named)
        .replace("{plural}", ask.named)
        .replace("{id}", ask.named)
        .replace("{name}", ask.named)
        .replace("{token}", ask.named);
    let (condition, by_body) = (fill(condition), method == "post");
    let mut query: Vec<(&str, String)> = ask.query.iter().map(|(name, value)| (*name, fill(value))).collect();
    query.extend((!condition.is_empty() && !by_body).then(|| ("filter", condition.clone())));
    let encoded: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(&query).finish();
    let body = match ask.body {
        _ if !condition.is_empty() && by_body => format!("{{\"filter\":{condition}}}"),
        "VOCABULARY" => json!({ "toml": vocabulary("tried") }).to_string(),
        "PIPELINE" => json!({ "toml": PIPELINE }).to_string(),
        "IMPORT" => json!({ "upload": fill("<upload>"), "mapping": MAPPING }).to_string(),
        "" if by_body => "{}".to_owned(),
        other => fill(other),
    };
    let path = format!("{}?{encoded}", fill(&named)).trim_end_matches('?').to_owned();
    let asked = format!("{method} {path} {query:?} {body}");
    let media = if body == "FILE" { "text/csv" } else { "application/json" };
    let headers = vec![(CONTENT_TYPE.as_str(), media.to_owned()), (IF_MATCH.as_str(), "*".to_owned())];
    (Sent { method: method.to_uppercase(), path, body, headers }, asked)
}

/// An answer without what differs every time: the request's id, versions, and ids and names that were asked for or
/// just created.
fn alike(world: &World, answer: &Answer) -> String {
    let text = match serde_json::from_slice::<Value>(&answer.bytes) {
        Ok(mut value) => {
            strip(&mut value);
            value.to_string()
        }
        Err(_) => answer.text(),
    };
    let named = world.names.iter().fold(text, |text, (name, (real, none))| {
        text.replace(real, &format!("<{name}>")).replace(none, &format!("<{name}>"))
    });
    let is_word = |one: char| one.is_ascii_alphanumeric() || one == '_';
    let words = named.split_inclusive(|one| !is_word(one)).map(|word| {
        let id = word.trim_end_matches(|one| !is_word(one));
        let (sort, digits) = id.split_once('_').unwrap_or_default();
        if digits.len() == 13 && !id.ends_with("_at") { word.replace(id, sort) } else { word.to_owned() }
    });
    format!("{} {}", answer.status, words.collect::<String>())
}

fn strip(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(strip),
        Value::Object(entries) => {
            entries.retain(|name, _| !["request_id", "version"].contains(&name.as_str()));
            entries.values_mut().for_each(strip);
        }
        _ => {}
    }
}

/// All that the owner sees of those whom the stranger does not.
async fn others(server: &TestServer, world: &World, known: Option<&Value>) -> Value {
    let (pia, other) = (&world.own["pia"], &world.names["other"].0);
    let mut parties = server.get("/api/v1/exports/parties?format=json&hidden=true").await.ok();
    let mut evidence = server.get("/api/v1/exports/evidence?format=json&hidden=true").await.ok();
    let was_known = |list: &str, id: &Value| {
        known.is_none_or(|known| known[list].as_array().unwrap().iter().any(|one| one["id"] == *id))
    };
    parties["items"]
        .as_array_mut()
        .unwrap()
        .retain(|one| one["id"] != **pia && was_known("parties", &one["id"]));
    let of_others =
        |piece: &Value| piece["participants"].as_array().unwrap().iter().any(|one| one["party"] != **pia);
    evidence["items"]
        .as_array_mut()
        .unwrap()
        .retain(|one| of_others(one) && was_known("evidence", &one["id"]));
    json!({
        "parties": parties["items"],
        "evidence": evidence["items"],
        "history": server.get(&format!("/api/v1/parties/{other}/history")).await.ok(),
        "changes": server.get(&format!("/api/v1/parties/{other}/changes")).await.ok(),
        "links": server.get(&format!("/api/v1/parties/{other}/links")).await.ok(),
        "half": server.get(&format!("/api/v1/links/{}", world.names["half"].0)).await.ok(),
        "imports": server.get("/api/v1/imports").await.ok(),
        "upload": server.get(&format!("/api/v1/uploads/{}", world.names["upload"].0)).await.ok(),
        "vocabularies": server.get("/api/v1/vocabularies").await.ok(),
        "kinds": server.get("/api/v1/kinds").await.ok(),
    })
}

fn stranger(server: &TestServer, world: &World) -> Stranger {
    let pia = PartyId::parse(&world.own["pia"]).unwrap();
    Stranger(server.router_of(Principal::limited_to("eve", [pia])))
}

fn reads() -> Vec<(Ask, &'static str)> {
    READS.iter().chain(SELLING_READS).map(|ask| (*ask, "")).chain(filtered()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_of_another_is_read(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let mut world = World::begin(&server).await;
    let stranger = stranger(&server, &world);
    let mut before = BTreeMap::new();
    for (ask, condition) in reads().iter().filter(|(ask, condition)| !names_others(ask, condition)) {
        let exchange = stranger.asks(&world, ask, condition, true).await;
        before.insert(exchange.asked, exchange.answered);
    }
    world.fill(&server).await;
    for (ask, condition) in &reads() {
        let exchange = stranger.asks_both(&world, ask, condition).await;
        if let Some(known) = before.remove(&exchange.asked) {
            assert_eq!(exchange.answered, known, "what others do shows: {}", exchange.asked);
        }
    }
    assert!(before.is_empty(), "{:?}", before.keys());
    let sent = |path: &str| Sent {
        method: "GET".into(),
        path: path.into(),
        body: String::new(),
        headers: Vec::new(),
    };
    let count = stranger.send(&sent("/api/v1/parties/count")).await.ok();
    assert_eq!(count, json!({ "count": 1 }), "the stranger's own is seen");
    let changes = format!("/api/v1/parties/{}/changes", world.own["pia"]);
    let changes = stranger.send(&sent(&changes)).await.ok();
    let actions: Vec<&Value> =
        changes["items"].as_array().unwrap().iter().map(|one| &one["action"]).collect();
    assert_eq!(actions, ["party_restored", "party_hidden", "party_added"]);
    let sets = stranger.send(&sent("/api/v1/changes")).await.ok();
    assert_eq!(sets["items"], json!([]), "the stranger has changed nothing yet");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_is_done_to_another(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let mut world = World::begin(&server).await;
    world.fill(&server).await;
    // Steps of qualification stand after what is there.
    server.clock.advance(60_000_000);
    let stranger = stranger(&server, &world);
    let known = others(&server, &world, None).await;
    for ask in WRITES.iter().chain(SELLING_WRITES) {
        stranger.asks_both(&world, ask, "").await;
    }
    assert_eq!(others(&server, &world, Some(&known)).await, known);
    assert_eq!(known["parties"].as_array().unwrap().len(), 4);

    // What he did to his own is there.
    let pia = server.get(&format!("/api/v1/people/{}", world.own["pia"])).await.ok();
    assert_eq!(pia["email"], world.names["mail"].1.as_str());
    let shown = server.get(&format!("/api/v1/evidence/{}", world.own["evidence"])).await.ok();
    assert_eq!(shown["live"], false);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn nothing_of_another_is_followed(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let mut world = World::begin(&server).await;
    world.fill(&server).await;
    let stranger = stranger(&server, &world);
    server.patch(&format!("/api/v1/people/{}", world.own["pia"]), "*", json!({ "title": "Dr" })).await.ok();
    let sent = Sent {
        method: "GET".into(),
        path: "/api/v1/events?after=0".into(),
        body: String::new(),
        headers: Vec::new(),
    };
    let (mut body, mut text) = (stranger.answer(&sent).await.into_body(), String::new());
    while !text.contains("party_edited") {
        text.push_str(std::str::from_utf8(body.frame().await.unwrap().unwrap().data_ref().unwrap()).unwrap());
    }
    assert_eq!(world.leaks(&text, ""), [""; 0], "{text}");
    let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
    let events: Vec<Value> = data.map(|data| serde_json::from_str(data).unwrap()).collect();
    let changes = events.iter().flat_map(|event| event["changes"].as_array().cloned().unwrap_or_default());
    let actions: Vec<String> = changes.map(|one| one["action"].as_str().unwrap().to_owned()).collect();
    let expected = [
        "kind_added",
        "vocabulary_used",
        "evidence_appended",
        "party_added",
        "evidence_appended",
        "evidence_appended",
        "evidence_appended",
        "party_hidden",
        "party_restored",
        "party_edited",
    ];
    assert_eq!(actions, expected);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn another_s_answer_is_not_given_for_the_same_key(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let world = World::begin(&server).await;
    let stranger = stranger(&server, &world);
    let body = json!({ "name": "Theodor" }).to_string();
    let send = async |headers: &[(&str, &str)]| {
        server.with_body(axum::http::Method::POST, "/api/v1/people", headers, body.clone()).await
    };
    let first = send(&[("idempotency-key", "key-1")]).await.created();
    let sent = Sent {
        method: "POST".into(),
        path: "/api/v1/people".into(),
        body: body.clone(),
        headers: vec![("content-type", "application/json".into()), ("idempotency-key", "key-1".into())],
    };
    let theirs = stranger.send(&sent).await.created();
    assert_ne!(theirs["id"], first["id"]);
    assert_eq!(stranger.send(&sent).await.created()["id"], theirs["id"], "one's own is given again");
    assert_eq!(send(&[("idempotency-key", "key-1")]).await.created()["id"], first["id"]);
}

#[test]
fn every_operation_is_asked_for() {
    let asked: BTreeSet<String> = READS
        .iter()
        .chain(WRITES)
        .chain(SELLING_READS)
        .chain(SELLING_WRITES)
        .map(|ask| ask.operation.to_owned())
        .collect();
    let asked: BTreeSet<String> = asked.into_iter().chain([FOLLOWED.to_owned()]).collect();
    let paths = casebook_server::description()["paths"].as_object().unwrap();
    let each = |(path, item): (&String, &'static Value)| {
        let path = path.clone();
        item.as_object().unwrap().keys().map(move |method| format!("{method} {path}")).collect::<Vec<_>>()
    };
    let all: BTreeSet<String> = paths.iter().flat_map(each).collect();
    let missing: Vec<&String> = all.difference(&asked).collect();
    assert!(missing.is_empty(), "say what a stranger asks of them: {missing:?}");
    let unknown: Vec<&String> = asked.difference(&all).collect();
    assert!(unknown.is_empty(), "there are none: {unknown:?}");
}
