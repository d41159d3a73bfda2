//! Deals over the API, as a seller works with them.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const DEALS: &str = "/api/v1/deals";

async fn kinds(server: &TestServer, party: &Value) -> Vec<String> {
    let path = format!("/api/v1/parties/{}/evidence", party.as_str().unwrap());
    let listed = server.get(&path).await.ok();
    let live = listed["items"].as_array().unwrap().iter().filter(|one| one["live"] == true);
    let kinds = live.map(|one| one["kind"].as_str().unwrap().to_owned());
    kinds.filter(|kind| kind != "details_learned" && kind != "retracted").collect()
}

async fn stage(server: &TestServer, party: &Value) -> Value {
    let path = format!("/api/v1/parties/{}", party.as_str().unwrap());
    server.get(&path).await.ok()["stages"]["journey"].clone()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_deal_is_opened_moved_won_and_reopened(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = json!(server.seller().meets("Ada").await);
    let mill = server.post("/api/v1/organizations", json!({ "name": "Mill" })).await.created()["id"].clone();
    let body = json!({
        "name": "Two looms", "account": mill, "people": [{ "party": ada, "role": "buyer" }],
        "amount": { "minor": 120_000, "currency": "EUR" }, "close_date": "2030-02-01",
        "external": [{ "system": "crm", "id": "O-1" }],
    });
    let answer = server.post(DEALS, body.clone()).await;
    let deal = answer.created();
    let id = deal["id"].as_str().unwrap();
    let path = format!("{DEALS}/{id}");
    assert!(id.starts_with("deal_"));
    assert_eq!(answer.header("location"), path);
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&deal[name], value, "{name}");
    }
    assert_eq!((&deal["stage"], &deal["state"]), (&json!("qualification"), &json!("open")));
    assert_eq!((&deal["closed_on"], &deal["products"]), (&json!(null), &json!([])));
    assert!(deal.get("fields").is_none());
    for party in [&ada, &mill] {
        assert_eq!(kinds(&server, party).await.last().unwrap(), "deal_opened");
    }
    // Under the address of every type, the same stands in `fields`.
    let nested = server.get(&format!("/api/v1/records/deals/{id}")).await.ok();
    assert_eq!(nested["fields"]["account"], json!([{ "party": mill, "role": "account" }]));
    assert_eq!(nested["fields"]["stage"], "qualification");
    let move_to = async |stage: &str| {
        let tag = server.get(&path).await.header("etag").to_owned();
        server.patch(&path, &tag, json!({ "stage": stage })).await.ok()
    };
    assert_eq!(move_to("proposal").await["stage"], "proposal");
    let won = move_to("won").await;
    assert_eq!(won["state"], "won");
    assert_eq!(stage(&server, &ada).await, "customer");
    assert_eq!(move_to("negotiation").await["state"], "open");
    let live = kinds(&server, &mill).await;
    assert_eq!(live, ["deal_opened", "deal_moved", "deal_won", "deal_reopened"]);
    let evidence = server.get(&format!("{path}/evidence")).await.ok();
    assert_eq!(evidence["items"].as_array().unwrap().len(), 4);
    let history = server.get(&format!("{path}/changes")).await.ok();
    assert_eq!(history["items"][0]["fields"]["stage"], json!({ "before": "won", "after": "negotiation" }));
    assert_eq!(history["items"].as_array().unwrap().last().unwrap()["action"], "record_added");
    let search = json!({ "filter": { "and": [{ "field": { "name": "stage", "is": "negotiation" } }, { "party": ada }] } });
    let found = server.post(&format!("{DEALS}/search"), search).await.ok();
    assert_eq!(found["items"][0]["id"], deal["id"]);
    let groups = json!({ "by": "stage", "sum": "amount" });
    assert_eq!(
        server.post(&format!("{DEALS}/groups"), groups).await.ok()["items"],
        json!([{
            "by": { "stage": "negotiation" }, "count": 1, "sums": [{ "minor": 120_000, "currency": "EUR" }],
            "won": 0, "lost": 0, "open": 1, "win_rate": null, "won_sums": [], "weighted_sums": [{ "minor": 96_000, "currency": "EUR" }],
            "filter": { "field": { "name": "stage", "is": "negotiation" } },
        }])
    );
    let bulk = json!({ "filter": { "party": mill }, "set": { "stage": "lost", "lost_reason": "price" } });
    let changed = server.post(&format!("{DEALS}/bulk?wait=20"), bulk).await.ok();
    assert_eq!(changed["changed"], 1);
    assert_eq!(server.get(&path).await.ok()["lost_reason"], "price");
    let set = changed["change_set"].as_str().unwrap();
    server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await;
    assert_eq!(server.get(&path).await.ok()["stage"], "negotiation");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_wrong_in_a_deal_is_refused_at_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let refused = async |path: &str, body: Value, place: &str| {
        let answer = server.post(path, body).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], place, "{}", answer.text());
    };
    refused(DEALS, json!({ "name": "Looms" }), "/account").await;
    refused(DEALS, json!({ "name": "Looms", "account": ada }), "/account/0/party").await;
    refused(DEALS, json!({ "name": "Looms", "people": [ada], "stagee": "won" }), "/stagee").await;
    refused(DEALS, json!({ "name": "Looms", "people": [ada], "stage": "wonn" }), "/stage").await;
    refused(
        DEALS,
        json!({ "name": "Looms", "people": [{ "party": ada, "role": "boss" }] }),
        "/people/0/role",
    )
    .await;
    refused(DEALS, json!({ "name": "Looms", "people": [ada], "closed_on": "2999-01-01" }), "/closed_on")
        .await;
    refused(
        DEALS,
        json!({ "name": "Looms", "people": [ada], "external": [{ "system": ":x", "id": "1" }] }),
        "/external/0/system",
    )
    .await;
    refused("/api/v1/records/deals", json!({ "name": "Looms", "people": [ada] }), "/people").await;
    refused("/api/v1/deals/groups", json!({ "by": "stagee" }), "/by").await;
    refused("/api/v1/deals/groups", json!({ "by": "stage", "sum": "stage" }), "/sum").await;
    refused("/api/v1/deals/groups", json!({ "by": "account.email" }), "/by").await;
    refused("/api/v1/deals/groups", json!({ "by": "account.more.sektor" }), "/by").await;
    refused("/api/v1/deals/groups", json!({ "by": "stage.country" }), "/by").await;
    assert_eq!(server.post("/api/v1/deals/count", json!({})).await.ok(), json!({ "count": 0 }));
    let deal = server.post(DEALS, json!({ "name": "Looms", "people": [ada] })).await.created();
    let evidence = server.get(&format!("{DEALS}/{}/evidence", deal["id"].as_str().unwrap())).await.ok();
    let piece = evidence["items"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/evidence/{piece}/retract");
    let problem = server.post(&path, json!({ "reason": "no" })).await.refused(409, "refused");
    assert!(problem["detail"].as_str().unwrap().contains(deal["id"].as_str().unwrap()));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn names_with_blanks_are_found_in_a_table_and_named_whole_where_they_are_not(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (ada, bob) = (server.seller().meets("Ada King").await, server.seller().meets("Bob Lee").await);
    let table =
        "Title,People\nBoth,Ada King; Bob Lee\nRoles,Ada King champion; Bob Lee blocker\nNobody,Eve No One\n";
    let upload = server.upload(table).await;
    let done = server.post(&format!("{DEALS}/import?wait=20"), json!({ "upload": upload })).await.ok();
    assert_eq!((&done["added"], &done["rejected"]), (&json!(2), &json!(1)), "{done}");
    let reason = done["rejects"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("`Eve No One`"), "{reason}");
    let deals = server.get(&format!("{DEALS}?sort=name")).await.ok();
    let people = |place: usize| deals["items"][place]["people"].clone();
    assert_eq!(people(0), json!([{ "party": ada, "role": "buyer" }, { "party": bob, "role": "buyer" }]));
    assert_eq!(people(1), json!([{ "party": ada, "role": "champion" }, { "party": bob, "role": "blocker" }]));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_table_of_records_goes_out_and_comes_in_again(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    let add = json!({ "name": "=Looms", "people": [{ "party": ada, "role": "champion" }],
        "amount": { "minor": 5, "currency": "EUR" }, "external": [{ "system": "crm", "id": "1" }] });
    server.post(DEALS, add).await.created();
    let table = server.get(&format!("{DEALS}/export")).await.text();
    assert!(table.starts_with("\u{feff}id,name,account,people,amount"), "{table}");
    let imported = async |text: &str, query: &str| {
        let upload = server.upload(text).await;
        let body = json!({ "upload": upload, "dry_run": query == "dry" });
        server.post(&format!("{DEALS}/import?wait=20"), body).await.ok()
    };
    let same = imported(&table, "").await;
    assert_eq!(
        (&same["unchanged"], &same["added"], &same["rejected"]),
        (&json!(1), &json!(0), &json!(0)),
        "{same}"
    );
    let unnamed = imported("external:crm,Amount\n1,9 EUR\n", "").await;
    assert_eq!(unnamed["edited"], 1, "{unnamed}");
    assert_eq!(
        server.get(DEALS).await.ok()["items"][0]["name"],
        "=Looms",
        "a deal that is there keeps its name"
    );
    let more = "external:crm,Title,People,Amount,stage\n1,Two looms,,7 EUR,\n2,Press,Ada,8 EUR,won\n3,Drill,Nobody,,\n";
    let dry = imported(more, "dry").await;
    assert_eq!(
        (&dry["added"], &dry["edited"], &dry["change_set"]),
        (&json!(1), &json!(1), &json!(null)),
        "{dry}"
    );
    assert_eq!(server.post("/api/v1/deals/count", json!({})).await.ok(), json!({ "count": 1 }));
    let done = imported(more, "").await;
    assert_eq!(
        (&done["added"], &done["edited"], &done["rejected"]),
        (&json!(1), &json!(1), &json!(1)),
        "{done}"
    );
    assert_eq!(done["rejects"][0]["line"], 4);
    assert_eq!(stage(&server, &json!(ada)).await, "customer");
    let set = done["change_set"].as_str().unwrap();
    server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await;
    assert_eq!(server.get(&format!("{DEALS}/export")).await.text().lines().count(), 2);
    assert_eq!(stage(&server, &json!(ada)).await, "prospect");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_are_found_by_the_deals_of_their_account(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (ada, bob) = (server.seller().meets("Ada").await, server.seller().meets("Bob").await);
    let mill = server.post("/api/v1/organizations", json!({ "name": "Mill" })).await.created()["id"].clone();
    let link = json!({ "person": ada, "organization": mill, "role": "works at" });
    server.post("/api/v1/links", link).await.created();
    let deal =
        json!({ "name": "Looms", "account": mill, "amount": { "minor": 2_000_000, "currency": "EUR" } });
    server.post(DEALS, deal).await.created();
    let names = async |filter: Value| -> Vec<String> {
        let found =
            server.post("/api/v1/parties/search", json!({ "filter": filter, "sort": "name" })).await.ok();
        found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let worth = |minor: i64| {
        json!({ "in_record": { "type": "deal", "filter": { "and": [
            { "field": { "name": "state", "is": "open" } },
            { "field": { "name": "amount", "at_least": { "minor": minor, "currency": "EUR" } } },
        ] } } })
    };
    assert_eq!(names(worth(1_000_000)).await, ["Mill"]);
    assert_eq!(names(json!({ "linked_to_any": worth(1_000_000) })).await, ["Ada"]);
    assert_eq!(names(json!({ "linked_to_any": worth(3_000_000) })).await, Vec::<String>::new());
    let others = json!({ "and": [{ "kind": "person" }, { "not": { "linked_to_any": worth(1) } }] });
    assert_eq!(names(others).await, ["Bob"]);
    assert_eq!(names(json!({ "ids": [bob] })).await, ["Bob"]);
    let refused = async |filter: Value, place: &str| {
        let answer = server.post("/api/v1/parties/search", json!({ "filter": filter })).await;
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], place, "{}", answer.text());
    };
    refused(json!({ "in_record": { "type": "del" } }), "/filter/in_record/type").await;
    let wrong = json!({ "in_record": { "type": "deal", "filter": { "field": { "name": "stagee", "filled": true } } } });
    refused(wrong, "/filter/in_record/filter").await;
}
