//! Mistakes in requests: their places, and messages that do not speak of Rust types.

use axum::body::Body;
use axum::http::Request;
use casebook_server::Limits;
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

fn server() -> TestServer {
    TestServer::bounded(Engine::Sqlite, Limits::default())
}

#[rstest]
#[case(json!({ "filter": { "field": 5 } }), "/filter/field", "expected an object, not the number 5")]
#[case(json!({ "filter": { "stage": "lead" } }), "/filter/stage", "expected an object, not the string \"lead\"")]
#[case(json!({ "filter": {} }), "/filter", "expected an object with one name, not an object")]
#[case(json!({ "limit": "x" }), "/limit", "expected a whole number, 0 or more, not the string \"x\"")]
#[case(json!({ "filter": { "time": { "of": "updated_at", "last_days": 36_501 } } }), "/filter/time/last_days", "use at most 36500 days")]
#[case(json!({ "filter": { "evidence": { "at_least": 0 } } }), "/filter/evidence/at_least", "at_least must be 1 or more")]
#[case(
    json!({ "filter": { "and": [{ "hidden": false }, { "not": { "stage": { "vocabulary": "journey" } } }] } }),
    "/filter/and/1/not/stage",
    "use exactly one of one_of, at_least and none"
)]
#[case(
    json!({ "filter": { "or": [{ "stage": { "vocabulary": "journey", "one_of": ["lead", "nirvana"] } }] } }),
    "/filter/or/0/stage/one_of/1",
    "there is no stage `nirvana`; available: contact, lead, prospect, customer, advocate"
)]
#[case(
    json!({ "filter": { "and": [{ "text": "x" }, { "evidence": { "kind": "call_helt" } }] } }),
    "/filter/and/1/evidence/kind",
    "there is no kind of evidence `call_helt`; did you mean `call_held`?"
)]
#[case(
    json!({ "filter": { "funnel": { "vocabulary": "journey", "cohort_stage": "x", "number": "reached" } } }),
    "/filter/funnel/cohort_stage",
    "there is no stage `x`; available: contact, lead, prospect, customer, advocate"
)]
#[case(
    json!({ "filter": { "field": { "name": "shoe_sice", "is": "x" } } }),
    "/filter/field/name",
    "there is no field `shoe_sice`; available:"
)]
#[case(json!({ "sort": "-stage.latin" }), "/sort", "there is no vocabulary `latin`; available:")]
#[case(json!({ "sort": "-age" }), "/sort", "cannot sort by `-age`; sort by name, created_at, updated_at, last_evidence,")]
#[case(json!({ "foo": 1 }), "/foo", "unknown field `foo`; expected one of `filter`, `sort`, `cursor`, `limit`")]
#[case(json!({ "cursor": "x" }), "/cursor", "`x` is not a cursor of this list; start without one, and use the same sort for every page")]
#[tokio::test]
async fn a_mistake_in_a_body_has_its_place_and_reason(
    #[case] body: Value,
    #[case] pointer: &str,
    #[case] detail: &str,
) {
    let problem = server().post("/api/v1/parties/search", body).await.json();
    assert_eq!(problem["status"], 422, "{problem}");
    let [only] = problem["errors"].as_array().unwrap().as_slice() else { panic!("{problem}") };
    assert_eq!(only["pointer"], pointer, "{problem}");
    assert!(only["detail"].as_str().unwrap().starts_with(detail), "{problem}");
}

#[rstest]
#[case("limit=x", "?limit", "expected a whole number")]
#[case("limit=99999999999999999999", "?limit", "the number is too large")]
#[case("hidden=1", "?hidden", "expected true or false")]
#[case(
    "filter=%7B%22text%22%3A%22a%5Cu0000%22%7D",
    "?filter/text",
    "the text contains a NUL character; remove it"
)]
#[case("q=a%00b", "?q", "the text contains a NUL character; remove it")]
#[case("stage.journey=nirvana", "?stage.journey", "there is no stage `nirvana`; available: contact")]
#[case("stage.world=lead", "?stage.world", "there is no vocabulary `world`")]
#[case("sort=stage.world", "?sort", "there is no vocabulary `world`")]
#[case(
    "stage.journey=lead&filter=%7B%22not%22%3A%7B%22furthest%22%3A%7B%22vocabulary%22%3A%22journey%22%2C%22at_least%22%3A%22nirvana%22%7D%7D%7D",
    "?filter/not/furthest/at_least",
    "there is no stage `nirvana`; available: contact"
)]
#[case(
    "cursor=x",
    "?cursor",
    "`x` is not a cursor of this list; start without one, and use the same sort for every page"
)]
#[tokio::test]
async fn a_mistake_in_an_address_has_its_place_and_reason(
    #[case] query: &str,
    #[case] pointer: &str,
    #[case] detail: &str,
) {
    let problem = server().get(&format!("/api/v1/parties?{query}")).await.json();
    assert_eq!(problem["status"], 422, "{problem}");
    let [only] = problem["errors"].as_array().unwrap().as_slice() else { panic!("{problem}") };
    assert_eq!(only["pointer"], pointer, "{problem}");
    assert!(only["detail"].as_str().unwrap().starts_with(detail), "{problem}");
}

#[tokio::test]
async fn a_search_by_body_takes_no_parameters() {
    server().post("/api/v1/parties/search?limit=1", json!({})).await.refused(422, "invalid");
}

#[rstest]
#[case("/people", json!({}), "/name")]
#[case("/people", json!({ "name": "x".repeat(65_537) }), "/name")]
#[case("/kinds", json!({ "name": "x", "family": "reach" }), "/name")]
#[case("/people", json!({ "name": "Ada", "more": { "shoe~size": "x".repeat(65_537) } }), "/more/shoe~0size")]
#[tokio::test]
async fn what_a_use_case_refuses_has_its_place_too(
    #[case] path: &str,
    #[case] body: Value,
    #[case] pointer: &str,
) {
    let problem = server().post(&format!("/api/v1{path}"), body).await.json();
    assert_eq!(
        (&problem["status"], &problem["errors"][0]["pointer"]),
        (&json!(422), &json!(pointer)),
        "{problem}"
    );
}

#[rstest]
#[case(json!({ "kind": "criterion_assessed" }), "/detail/criterion")]
#[case(json!({ "kind": "refunded" }), "/names")]
#[case(json!({ "kind": "call_held", "occurred_at": "2999-01-01" }), "/occurred_at")]
#[tokio::test]
async fn missing_parts_of_evidence_are_named(#[case] mut piece: Value, #[case] pointer: &str) {
    let server = server();
    let ada = server.seller().meets("Ada").await;
    piece["participants"] = json!([{ "party": ada, "role": "subject" }]);
    let problem = server.post("/api/v1/evidence", piece).await.json();
    assert_eq!(
        (&problem["status"], &problem["errors"][0]["pointer"]),
        (&json!(422), &json!(pointer)),
        "{problem}"
    );
}

#[tokio::test]
async fn a_text_is_as_long_as_it_has_characters() {
    let server = server();
    server.post("/api/v1/people", json!({ "name": "Ada", "note": "ä".repeat(65_536) })).await.created();
}

#[tokio::test]
async fn a_number_that_cannot_be_kept_is_refused_rather_than_changed() {
    let server = server();
    let ada = server.seller().meets("Ada").await;
    let text = format!(
        r#"{{"kind":"call_held","detail":{{"n":123456789012345678901234567890}},"participants":[{{"party":"{ada}","role":"subject"}}]}}"#
    );
    let request = Request::post("/api/v1/evidence").header("content-type", "application/json");
    let answer = server.send(request.body(Body::from(text)).unwrap()).await;
    assert!(answer.refused(422, "invalid")["detail"].as_str().unwrap().contains("too large to be stored"));
}

#[tokio::test]
async fn an_organization_has_an_id_beside_a_person() {
    let server = server();
    let external = json!([{ "system": "crm", "id": "1" }]);
    server.post("/api/v1/people", json!({ "name": "Ada", "external": external })).await.created();
    let draft = json!({ "name": "Ulm AG", "external": external, "city": "Ulm" });
    let firm = server.post("/api/v1/organizations?duplicates=add_to", draft.clone()).await.created();
    assert_eq!(firm["external"], external);
    assert_eq!(
        server.post("/api/v1/organizations?duplicates=add_to", draft.clone()).await.ok()["id"],
        firm["id"]
    );
    server.post("/api/v1/organizations", draft).await.refused(409, "duplicate");
}

#[tokio::test]
async fn a_guess_takes_a_currency_as_it_is_described_and_no_name_for_none() {
    let server = server();
    let upload = server.upload("Name,Email\nAda,ada@example.org\n").await;
    let guess = async |more: Value| {
        let mut draft = json!({ "upload": upload });
        draft.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        server.post("/api/v1/imports/guess", draft).await
    };
    guess(json!({ "currency": "eur" })).await.invalid(&["/currency"]);
    let refused = guess(json!({ "zone": "Mars/Olympus" })).await.refused(422, "usage");
    assert_eq!(refused["errors"][0]["pointer"], "/zone");
    let usual = guess(json!({ "currency": "EUR" })).await.ok();
    assert_eq!(guess(json!({ "currency": "EUR", "name": " ", "system": "" })).await.ok(), usual);
}
