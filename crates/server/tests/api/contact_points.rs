//! Several email addresses, phone numbers and postal addresses of a party.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

/// A person with two addresses and two numbers.
async fn ada(server: &TestServer) -> Value {
    let body = json!({
        "name": "Ada King",
        "emails": ["ada@example.org", { "value": "king@example.com", "label": "work", "primary": true }],
        "phones": [{ "value": "+41 44 668 18 00", "label": "office" }, "+1 555-0100"],
    });
    server.post("/api/v1/people", body).await.created()
}

fn path(party: &Value) -> String {
    format!("/api/v1/people/{}", party["id"].as_str().unwrap())
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn several_contact_points_have_labels_and_one_is_the_primary_one(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = ada(&server).await;
    assert_eq!(
        ada["emails"],
        json!([
            { "value": "king@example.com", "label": "work", "primary": true },
            { "value": "ada@example.org", "primary": false },
        ])
    );
    assert_eq!(
        ada["phones"],
        json!([
            { "value": "+41 44 668 18 00", "label": "office", "primary": true,
              "e164": "+41446681800", "national": "044 668 18 00" },
            { "value": "+1 555-0100", "primary": false, "e164": null, "national": null },
        ])
    );
    assert_eq!((&ada["email"], &ada["phone"]), (&json!("king@example.com"), &json!("+41 44 668 18 00")));
    assert_eq!((&ada["addresses"], &ada["more"]), (&json!([]), &json!({})));
    // What was answered can be sent back, and then changes nothing.
    let same = json!({ "emails": ada["emails"], "phones": ada["phones"], "addresses": ada["addresses"] });
    assert_eq!(server.patch(&path(&ada), "*", same).await.ok()["version"], ada["version"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_primary_one_and_the_list_change_together(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = ada(&server).await;
    let changed = server.patch(&path(&ada), "*", json!({ "email": "ada@example.org" })).await.ok();
    assert_eq!(changed["emails"][0], json!({ "value": "ada@example.org", "primary": true }));
    assert_eq!(changed["emails"][1]["value"], "king@example.com");
    let home = json!({ "addresses": [
        { "value": { "street": "Gasse 1", "city": "Bern", "country": "CH" }, "label": "home" },
        { "city": "Basel" },
    ], "phones": ["031 300 00 00"] });
    let changed = server.patch(&path(&ada), "*", home).await.ok();
    assert_eq!((&changed["city"], &changed["country"]), (&json!("Bern"), &json!("CH")));
    assert_eq!(changed["addresses"][1], json!({ "value": { "city": "Basel" }, "primary": false }));
    // A number without a country code is one of the party's country.
    assert_eq!(changed["phones"][0]["e164"], "+41313000000");
    let emptied = json!({ "emails": null, "addresses": null });
    let changed = server.patch(&path(&ada), "*", emptied).await.ok();
    assert_eq!((&changed["emails"], &changed["addresses"]), (&json!([]), &json!([])));
    assert!(changed.get("email").is_none() && changed.get("city").is_none(), "{changed}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn any_of_them_finds_the_party_and_stands_for_it(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = ada(&server).await;
    server.post("/api/v1/people", json!({ "name": "Bob", "email": "bob@example.org" })).await.created();
    for query in ["ada@example.org", "king@example.com", "555-0100"] {
        let found = server.get(&format!("/api/v1/parties?q={query}")).await.ok();
        let ids: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
        assert_eq!(ids, [&ada["id"]], "{query}");
    }
    for (condition, count) in [
        (json!({ "name": "emails", "is": "ADA@example.org" }), 1),
        (json!({ "name": "emails", "contains": "example" }), 2),
        (json!({ "name": "phones", "empty": true }), 1),
        (json!({ "name": "emails", "is_not": "ada@example.org" }), 1),
    ] {
        let request = json!({ "filter": { "field": condition } });
        let found = server.post("/api/v1/parties/search", request).await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{condition}");
    }
    for query in
        ["044 668 18 00", "%2B41446681800", "0041 44 668-1800", "446681800", "Ada %2B41 (0)44/6681800"]
    {
        let found = server.get(&format!("/api/v1/parties?q={}", query.replace(' ', "%20"))).await.ok();
        let names: Vec<&Value> = found["items"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(names, ["Ada King"], "{query}");
    }
    let found = server.get("/api/v1/parties/similar?phone=0041446681800").await.ok();
    assert_eq!(found["items"][0]["id"], ada["id"]);
    let twin = json!({ "name": "A. King", "email": "ada@example.org" });
    let refused = server.post("/api/v1/people", twin).await.refused(409, "duplicate");
    assert_eq!(refused["matches"][0]["by"], "email");
    let more = json!({ "name": "A. King", "emails": ["ada@example.org", "third@example.org"] });
    let added = server.post("/api/v1/people?duplicates=add_to", more).await.ok();
    assert_eq!((&added["id"], &added["email"]), (&ada["id"], &ada["email"]));
    assert_eq!(added["emails"][2]["value"], "third@example.org");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_change_of_them_is_undone_as_one(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = ada(&server).await;
    let answer =
        server.patch(&path(&ada), "*", json!({ "emails": ["new@example.org"], "phones": null })).await;
    assert_eq!(answer.ok()["emails"], json!([{ "value": "new@example.org", "primary": true }]));
    let set = answer.header("change-set").to_owned();
    server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await.ok();
    let undone = server.get(&path(&ada)).await.ok();
    for name in ["email", "emails", "phone", "phones"] {
        assert_eq!(undone[name], ada[name], "{name}");
    }
    // The old address stands for the party again, the new one no longer does.
    let refused = json!({ "name": "B", "email": "ada@example.org" });
    server.post("/api/v1/people", refused).await.refused(409, "duplicate");
    server.post("/api/v1/people", json!({ "name": "C", "email": "new@example.org" })).await.created();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_address_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = ada(&server).await;
    let two = json!([{ "value": "a@x.org", "primary": true }, { "value": "b@x.org", "primary": true }]);
    for (body, pointer) in [
        (json!({ "emails": "ada@example.org" }), "/emails"),
        (json!({ "emails": ["ada@example.org", "nonsense"] }), "/emails/1"),
        (json!({ "emails": [{ "value": 7 }] }), "/emails/0/value"),
        (json!({ "emails": [{ "value": "a@x.org", "lable": "work" }] }), "/emails/0/lable"),
        (json!({ "emails": two }), "/emails/1"),
        (json!({ "phones": [{}] }), "/phones/0"),
        (json!({ "addresses": [{ "town": "Bern" }] }), "/addresses/0"),
        (json!({ "more": { "emails": "x" } }), "/more/emails"),
    ] {
        server.patch(&path(&ada), "*", body).await.invalid(&[pointer]);
    }
    let unchanged = server.get(&path(&ada)).await.ok();
    assert_eq!(unchanged["version"], ada["version"]);
}
