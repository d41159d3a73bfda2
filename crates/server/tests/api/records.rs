use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::{Answer, TestServer};

const VISITS: &str = "/api/v1/records/visits";

async fn declared(server: &TestServer) {
    let visit = json!({ "name": "visit", "plural": "visits", "title": "Visit", "columns": ["on", "length"], "fields": [
        { "name": "on", "title": "On", "kind": "date", "required": true },
        { "name": "length", "title": "Length", "kind": "choice", "choices": ["short", { "name": "long", "title": "A day" }] },
        { "name": "people", "title": "People", "kind": "party", "multiple": true,
          "roles": [{ "name": "guest", "title": "Guest" }, { "name": "host", "title": "Host" }] },
        { "name": "cost", "title": "Cost", "kind": "money" },
    ] });
    let made = server.post("/api/v1/record-types", visit).await.created();
    assert_eq!(
        (&made["name"], &made["plural_title"], &made["built_in"]),
        (&json!("visit"), &json!("Visits"), &json!(false))
    );
    assert_eq!(
        made["fields"][1]["choices"],
        json!([{ "name": "short", "title": "Short" }, { "name": "long", "title": "A day" }])
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_declared_type_is_there_at_once(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    declared(&server).await;
    let listed = server.get("/api/v1/record-types").await.ok();
    let names: Vec<&Value> = listed["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(names, ["person", "organization", "deal", "product", "price_list", "price", "task", "visit"]);
    let ada = server.seller().meets("Ada").await;
    let body = json!({ "name": "First", "owner": "eve", "fields": {
        "on": "2026-03-03", "people": [ada, { "party": ada, "role": "host" }], "cost": { "minor": 900, "currency": "EUR" } } });
    let answer = server.post(VISITS, body).await;
    let tag = answer.header("etag").to_owned();
    let visit = answer.created();
    assert_eq!(answer.header("location"), format!("{VISITS}/{}", visit["id"].as_str().unwrap()));
    assert!(answer.header("change-set").starts_with("set_"));
    assert_eq!(
        (&visit["type"], &visit["owner"], &visit["state"]),
        (&json!("visit"), &json!("eve"), &json!(null))
    );
    assert_eq!(
        visit["fields"]["people"],
        json!([{ "party": ada, "role": "guest" }, { "party": ada, "role": "host" }])
    );
    let path = format!("{VISITS}/{}", visit["id"].as_str().unwrap());
    assert_eq!(server.get(&path).await.ok(), visit);
    let changed = server
        .patch(&path, &tag, json!({ "owner": null, "fields": { "length": "long", "cost": null } }))
        .await;
    let after = changed.ok();
    assert_eq!((&after["owner"], &after["fields"]["length"]), (&json!(null), &json!("long")));
    assert!(after["fields"].get("cost").is_none());
    server.patch(&path, &tag, json!({ "name": "Second" })).await.refused(412, "stale");
    let search = json!({ "filter": { "and": [
        { "field": { "name": "on", "before": "2026-04-01" } }, { "party": ada } ] }, "sort": "-on", "limit": 5 });
    let found = server.post(&format!("{VISITS}/search"), search).await.ok();
    assert_eq!((&found["items"][0], &found["next"]), (&after, &json!(null)));
    let count = json!({ "filter": { "field": { "name": "length", "is": "short" } } });
    assert_eq!(server.post(&format!("{VISITS}/count"), count).await.ok(), json!({ "count": 0 }));
    assert_eq!(server.post(&format!("{VISITS}/count"), json!({})).await.ok(), json!({ "count": 1 }));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_built_in_type_has_an_address_of_its_own(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let weight = json!({ "name": "weight", "title": "Weight", "kind": "number" });
    let product = server.post("/api/v1/record-types/product/fields", weight.clone()).await.created();
    assert_eq!(product["fields"].as_array().unwrap().last().unwrap()["name"], "weight");
    server.post("/api/v1/record-types/product/fields", weight).await.refused(409, "refused");
    for (name, kilograms) in [("Press", json!(12.5)), ("Drill", json!(2)), ("Plan", json!(null))] {
        server
            .post("/api/v1/products", json!({ "name": name, "fields": { "weight": kilograms } }))
            .await
            .created();
    }
    let names = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&server.get("/api/v1/products?sort=-weight").await.ok()), ["Press", "Drill", "Plan"]);
    assert_eq!(names(&server.get("/api/v1/records/products?q=pl").await.ok()), ["Plan"]);
    let first = server.get("/api/v1/products?limit=2").await.ok();
    assert_eq!(names(&first), ["Drill", "Plan"]);
    let next = first["next"].as_str().unwrap();
    assert_eq!(names(&server.get(&format!("/api/v1/products?limit=2&cursor={next}")).await.ok()), ["Press"]);
    let edit =
        json!({ "filter": { "field": { "name": "weight", "filled": true } }, "set": { "owner": "eve" } });
    let edited = server.post("/api/v1/products/bulk?wait=20", edit).await.ok();
    assert_eq!((&edited["matched"], &edited["changed"]), (&json!(2), &json!(2)));
    let undo = format!("/api/v1/changes/{}/undo?wait=20", edited["change_set"].as_str().unwrap());
    assert_eq!(server.post(&undo, json!({})).await.ok()["undone"], 2);
    let press = &server.get("/api/v1/products?q=press").await.ok()["items"][0];
    let path = format!("/api/v1/products/{}", press["id"].as_str().unwrap());
    assert_eq!(server.post(&format!("{path}/hide"), json!({})).await.ok()["hidden"], true);
    assert_eq!(names(&server.get("/api/v1/products").await.ok()), ["Drill", "Plan"]);
    assert_eq!(names(&server.get("/api/v1/products?hidden=true").await.ok()), ["Press"]);
    assert_eq!(server.post(&format!("{path}/restore"), json!({})).await.ok()["hidden"], false);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_does_not_fit_is_refused_at_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    declared(&server).await;
    let add = |body: Value| server.post(VISITS, body);
    let at = |answer: &Answer, code: &str, pointer: &str| {
        let problem = answer.refused(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}");
    };
    let refused = [
        (json!({ "name": "First" }), "values_refused", "/fields/on"),
        (json!({ "name": " ", "fields": { "on": "2026-03-03" } }), "usage", "/name"),
        (json!({ "name": "First", "fields": { "on": "soon" } }), "values_refused", "/fields/on"),
        (json!({ "name": "First", "fields": { "oon": "2026-03-03" } }), "values_refused", "/fields/oon"),
    ];
    for (body, code, pointer) in refused {
        at(&add(body).await, code, pointer);
    }
    let people = |role: &str| {
        let people = json!([{ "party": "per_0000000000002", "role": role }]);
        json!({ "name": "First", "fields": { "on": "2026-03-03", "people": people } })
    };
    at(&add(people("guest")).await, "values_refused", "/fields/people");
    at(&add(people("gest")).await, "values_refused", "/fields/people/0/role");
    let filter = json!({ "filter": { "or": [{ "field": { "name": "cost", "at_least": 5 } }] } });
    server.post(&format!("{VISITS}/search"), filter).await.invalid(&["/filter/or/0/field/at_least"]);
    server.post(&format!("{VISITS}/search"), json!({ "sort": "lenght" })).await.invalid(&["/sort"]);
    server.get("/api/v1/records/vists").await.refused(404, "not_found");
    server.get(&format!("{VISITS}/deal_0000000000001")).await.refused(404, "not_found");
    server.get(&format!("{VISITS}/rec_0000000000001")).await.refused(404, "not_found");
    let declare = |body: Value| server.post("/api/v1/record-types", body);
    declare(json!({ "name": "visit", "plural": "calls", "title": "Visit" })).await.refused(409, "refused");
    declare(json!({ "name": "person", "plural": "persons", "title": "Person" }))
        .await
        .refused(409, "refused");
    let wrong = json!({ "name": "call", "plural": "calls", "title": "Call",
        "fields": [{ "name": "on", "title": "On", "kind": "date", "default": "soon" }] });
    at(&declare(wrong).await, "declaration_refused", "/fields/0/default");
    let wrong = json!({ "name": "size", "title": "Size", "kind": "choice" });
    at(&server.post("/api/v1/record-types/visit/fields", wrong).await, "declaration_refused", "/choices");
    let needed = json!({ "name": "size", "title": "Size", "kind": "text", "required": true });
    at(&server.post("/api/v1/record-types/visit/fields", needed).await, "usage", "/required");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_of_a_record_is_a_change_set_and_an_event(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let product = server.post("/api/v1/products", json!({ "name": "Press" })).await.created();
    let sets = server.get("/api/v1/changes?limit=1").await.ok();
    assert_eq!(
        (&sets["items"][0]["what"], &sets["items"][0]["counts"]["records"]),
        (&json!("add"), &json!(1))
    );
    let undo = format!("/api/v1/changes/{}/undo?wait=20", sets["items"][0]["id"].as_str().unwrap());
    assert_eq!(server.post(&undo, json!({})).await.ok()["undone"], 1);
    let path = format!("/api/v1/products/{}", product["id"].as_str().unwrap());
    assert_eq!(server.get(&path).await.ok()["hidden"], true);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_type_says_what_evidence_follows(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let rule = json!({ "on": "done -> yes", "kind": "meeting_held", "participants": ["guests"] });
    let declared = json!({ "name": "visit", "plural": "visits", "title": "Visit", "evidence": [rule], "fields": [
        { "name": "done", "title": "Done", "kind": "yes_no" },
        { "name": "guests", "title": "Guests", "kind": "party", "multiple": true },
    ] });
    let made = server.post("/api/v1/record-types", declared.clone()).await.created();
    assert_eq!(made["evidence"], json!([rule]));
    let ada = server.seller().meets("Ada").await;
    let body = json!({ "name": "First", "fields": { "done": true, "guests": [ada] } });
    server.post(VISITS, body).await.created();
    let evidence = server.get(&format!("/api/v1/parties/{ada}/evidence")).await.ok();
    let kinds: Vec<&Value> = evidence["items"].as_array().unwrap().iter().map(|one| &one["kind"]).collect();
    assert!(kinds.contains(&&json!("meeting_held")), "{kinds:?}");
    let mut wrong = declared;
    wrong["name"] = "call".into();
    wrong["plural"] = "calls".into();
    wrong["evidence"][0]["on"] = "finished -> yes".into();
    let answer = server.post("/api/v1/record-types", wrong).await;
    assert_eq!((answer.status, &answer.json()["errors"][0]["pointer"]), (422, &json!("/evidence/0/on")));
}
