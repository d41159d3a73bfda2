//! People and organizations under the addresses of records of any type.

use std::collections::BTreeMap;

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const PEOPLE: &str = "/api/v1/records/people";

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_type_that_is_listed_has_records(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let types = server.get("/api/v1/record-types").await.ok();
    let mut added_of = BTreeMap::new();
    for of in types["items"].as_array().unwrap() {
        let plural = of["plural"].as_str().unwrap();
        // A deal needs somebody who buys, a price its product; what is needed is listed before.
        let fields = match plural {
            "deals" => json!({ "account": [{ "party": added_of["organizations"] }] }),
            "price_lists" => json!({ "currency": "EUR" }),
            "prices" => json!({ "product": added_of["products"], "price_list": added_of["price_lists"],
                "price": { "minor": 900, "currency": "EUR" } }),
            _ => json!({}),
        };
        let first = json!({ "name": "First", "fields": fields });
        let added = server.post(&format!("/api/v1/records/{plural}"), first).await;
        let record = added.created();
        assert_eq!((&record["type"], &record["name"]), (&of["name"], &json!("First")), "{plural}");
        added_of.insert(plural, record["id"].clone());
        let address = added.header("location").to_owned();
        assert_eq!(address, format!("/api/v1/records/{plural}/{}", record["id"].as_str().unwrap()));
        assert_eq!(server.get(&address).await.ok(), record);
        assert_eq!(names(&server.get(&format!("/api/v1/records/{plural}")).await.ok()), ["First"]);
        let count = server.post(&format!("/api/v1/records/{plural}/count"), json!({})).await.ok();
        assert_eq!(count["count"], 1, "{plural}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_person_is_a_record_of_the_same_person(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let budget = json!({ "name": "budget", "title": "Budget", "kind": "money" });
    server.post("/api/v1/record-types/person/fields", budget).await.created();
    let euros = |minor: u64| json!({ "minor": minor, "currency": "EUR" });
    let ada = json!({ "name": "Ada", "owner": "eve", "external": [{ "system": "zoho", "id": "7" }],
        "fields": { "emails": ["ada@x.org", "ada@y.org"], "city": "Bern", "budget": euros(900) } });
    let added = server.post(PEOPLE, ada.clone()).await;
    let record = added.created();
    assert_eq!((&record["owner"], &record["state"]), (&json!("eve"), &json!("active")));
    assert_eq!((&record["fields"]["budget"], &record["fields"]["email"]), (&euros(900), &json!("ada@x.org")));
    assert_eq!(record["external"], json!([{ "system": "zoho", "id": "7" }]));
    server.post(PEOPLE, ada).await.refused(409, "duplicate");
    // The same person, as people have it.
    let id = record["id"].as_str().unwrap();
    let person = server.get(&format!("/api/v1/people/{id}")).await.ok();
    assert_eq!((&person["more"]["budget"], &person["city"]), (&json!("9.00 EUR"), &json!("Bern")));

    let path = format!("{PEOPLE}/{id}");
    let tag = added.header("etag").to_owned();
    let change = json!({ "owner": null, "fields": { "budget": euros(1_000), "city": null } });
    let changed = server.patch(&path, &tag, change).await.ok();
    assert_eq!((&changed["owner"], &changed["fields"]["budget"]), (&json!(null), &euros(1_000)));
    assert!(changed["fields"].get("city").is_none());
    server.patch(&path, &tag, json!({ "name": "Eve" })).await.refused(412, "stale");
    let history = server.get(&format!("{path}/changes")).await.ok();
    assert_eq!(history["items"][0]["fields"]["city"], json!({ "before": "Bern", "after": null }));
    // An organization of that number is none.
    let other = path.replace("people/per_", "organizations/org_");
    server.get(&other).await.refused(404, "not_found");
    server.patch(&other, "*", json!({ "name": "Eve" })).await.refused(404, "not_found");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_are_filtered_sorted_counted_and_edited_as_records(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let age = json!({ "name": "age", "title": "Age", "kind": "number" });
    server.post("/api/v1/record-types/person/fields", age).await.created();
    for (name, age, mails) in [
        ("Ada", json!(36), json!(["ada@x.org", "ada@y.org"])),
        ("Bob", json!(4), json!([])),
        ("Cleo", json!(null), json!(["cleo@x.org"])),
    ] {
        let fields = json!({ "age": age, "emails": mails, "source": "fair" });
        server.post(PEOPLE, json!({ "name": name, "fields": fields })).await.created();
    }
    server.post("/api/v1/records/organizations", json!({ "name": "Acme" })).await.created();
    let search = async |filter: Value| {
        let body = json!({ "filter": filter, "sort": "-age" });
        server.post(&format!("{PEOPLE}/search"), body).await.ok()
    };
    let field = |test: Value| json!({ "field": test });
    let found = search(json!({ "and": [] })).await;
    assert_eq!(names(&found), ["Ada", "Bob", "Cleo"]);
    let old = search(field(json!({ "name": "age", "at_least": 5 }))).await;
    assert_eq!(names(&old), ["Ada"]);
    let second = search(field(json!({ "name": "emails", "is": "ada@y.org" }))).await;
    assert_eq!(names(&second), ["Ada"]);
    let without = search(field(json!({ "name": "emails", "filled": false }))).await;
    assert_eq!(names(&without), ["Bob"]);
    let known = search(field(json!({ "name": "state", "is": "active" }))).await;
    assert_eq!(names(&known).len(), 3);
    assert_eq!(names(&server.get(&format!("{PEOPLE}?q=cle&limit=1")).await.ok()), ["Cleo"]);

    let edit =
        json!({ "filter": field(json!({ "name": "age", "filled": true })), "set": { "owner": "eve" } });
    let edited = server.post(&format!("{PEOPLE}/bulk?wait=20"), edit).await.ok();
    assert_eq!((&edited["matched"], &edited["changed"]), (&json!(2), &json!(2)));
    let groups = server.post(&format!("{PEOPLE}/groups"), json!({ "by": "owner" })).await.ok();
    let eve = groups["items"].as_array().unwrap().iter().find(|one| one["by"]["owner"] == "eve");
    assert_eq!(eve.unwrap()["count"], 2);
    let undo = format!("/api/v1/changes/{}/undo?wait=20", edited["change_set"].as_str().unwrap());
    assert_eq!(server.post(&undo, json!({})).await.ok()["undone"], 2);

    let table = server.get(&format!("{PEOPLE}/export")).await;
    assert!(table.text().contains("ada@y.org"), "{}", table.text());
    let ada = format!("{PEOPLE}/{}", found["items"][0]["id"].as_str().unwrap());
    assert_eq!(server.post(&format!("{ada}/hide"), json!({})).await.ok()["hidden"], true);
    assert_eq!(names(&server.get(PEOPLE).await.ok()), ["Bob", "Cleo"]);
    assert_eq!(names(&server.get(&format!("{PEOPLE}?hidden=true")).await.ok()), ["Ada"]);
    assert_eq!(server.post(&format!("{ada}/restore"), json!({})).await.ok()["hidden"], false);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_people_cannot_do_as_records_is_refused(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let added = server.post(PEOPLE, json!({ "name": "Ada" })).await;
    let path = format!("{PEOPLE}/{}", added.created()["id"].as_str().unwrap());
    let wrong = server.post(PEOPLE, json!({ "name": "Bob", "fields": { "citty": "Bern" } })).await;
    assert_eq!(wrong.refused(422, "values_refused")["errors"][0]["pointer"], "/fields/citty");
    server.post(&format!("{PEOPLE}/search"), json!({ "sort": "city,website" })).await.refused(422, "usage");
    server.get(&format!("{path}/evidence")).await.refused(409, "refused");
    server.post(&format!("{PEOPLE}/groups"), json!({ "by": "created_at:month" })).await.refused(422, "usage");
    let external = json!({ "external": [{ "system": "zoho", "id": "7" }] });
    server.patch(&path, "*", external).await.refused(422, "usage");
    let upload = server.upload("name\nBob\n").await;
    server
        .post(&format!("{PEOPLE}/import?wait=20"), json!({ "upload": upload }))
        .await
        .refused(409, "refused");
}
