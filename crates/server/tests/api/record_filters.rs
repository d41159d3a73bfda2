//! Filters of records over the people and organizations in them.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

/// A deal of an account in Bern with a person of Basel, and one of an account in Basel.
async fn two_deals(server: &TestServer) {
    let added = |kind: &'static str, name: &'static str, city: &'static str| async move {
        let body = json!({ "name": name, "city": city });
        server.post(&format!("/api/v1/{kind}"), body).await.created()["id"].clone()
    };
    let (bern, basel) =
        (added("organizations", "Bear", "Bern").await, added("organizations", "Basilisk", "Basel").await);
    let ada = added("people", "Ada", "Basel").await;
    let people = json!([{ "party": ada, "role": "buyer" }]);
    for (name, account, people) in [("Bears", bern, people), ("Snakes", basel, json!([]))] {
        server
            .post("/api/v1/deals", json!({ "name": name, "account": account, "people": people }))
            .await
            .created();
    }
}

async fn found(server: &TestServer, condition: Value) -> Vec<String> {
    let body = json!({ "filter": { "with_party": condition }, "sort": "name" });
    let page = server.post("/api/v1/deals/search", body).await.ok();
    page["items"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn deals_are_found_by_their_accounts_and_people(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    two_deals(&server).await;
    let of_basel = json!({ "field": { "name": "city", "is": "basel" } });
    assert_eq!(found(&server, json!({ "filter": of_basel })).await, ["Bears", "Snakes"], "in any field");
    let accounts = json!({ "field": "account", "filter": of_basel });
    assert_eq!(found(&server, accounts.clone()).await, ["Snakes"]);
    let leads = json!({ "stage": { "vocabulary": "journey", "at_least": "lead" } });
    assert_eq!(found(&server, json!({ "field": "people", "filter": leads })).await, ["Bears"]);

    let filter = json!({ "not": { "with_party": accounts } });
    let counted = server.post("/api/v1/deals/count", json!({ "filter": filter })).await.ok();
    assert_eq!(counted, json!({ "count": 1 }));
    let groups = server.post("/api/v1/deals/groups", json!({ "by": "state", "filter": filter })).await.ok();
    assert_eq!(groups["items"][0]["count"], 1, "{groups}");
    let edit = json!({ "filter": filter, "set": { "owner": "eve" } });
    assert_eq!(server.post("/api/v1/deals/bulk?wait=20", edit).await.ok()["changed"], 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_condition_on_parties_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let refused = |condition: Value, place: &'static str| {
        let server = &server;
        async move {
            let body = json!({ "filter": { "with_party": condition } });
            let answer = server.post("/api/v1/deals/search", body).await;
            let problem = answer.json();
            assert_eq!(
                (answer.status, problem["errors"][0]["pointer"].as_str()),
                (422, Some(place)),
                "{problem}"
            );
        }
    };
    let anyone = json!({ "kind": "person" });
    refused(json!({ "field": "amount", "filter": anyone }), "/filter/with_party/field").await;
    refused(json!({ "field": "acount", "filter": anyone }), "/filter/with_party/field").await;
    refused(json!({ "filter": { "and": [{ "kin": "person" }] } }), "/filter/with_party/filter").await;
    let time = json!({ "time": { "of": "created_at", "last_days": 99_999 } });
    refused(json!({ "filter": { "and": [time] } }), "/filter/with_party/filter/and/0/time/last_days").await;
    let unknown = json!({ "stage": { "vocabulary": "jorney", "none": true } });
    refused(json!({ "filter": unknown }), "/filter").await;
}
