//! Converting leads over the API, as a seller does.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

async fn lead(server: &TestServer) -> String {
    let person = json!({ "name": "Ada Weaver", "company": "Weaver Mills", "owner": "eve" });
    let id = server.post("/api/v1/people", person).await.created()["id"].as_str().unwrap().to_owned();
    let form = json!({
        "kind": "form_submitted", "occurred_at": "2026-02-03", "participants": [{ "party": id, "role": "subject" }],
    });
    server.post("/api/v1/evidence", form).await.created();
    id
}

fn both() -> Value {
    json!({
        "account": { "create": { "name": "Weaver Mills" } },
        "deal": { "create": { "name": "Looms", "amount": { "minor": 120_000, "currency": "EUR" }, "stage": "proposal" } },
        "reason": "met at the fair",
    })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_lead_is_converted_once_shown_before_and_undone_after(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = lead(&server).await;
    let path = format!("/api/v1/people/{ada}/convert");
    let preview = server.post(&format!("{path}?preview=true"), both()).await.ok();
    let unborn = [&preview["change_set"], &preview["account"], &preview["deal"]];
    assert_eq!(unborn, [&Value::Null; 3]);

    let answer = server.post(&path, both()).await;
    let receipt = answer.created();
    let set = receipt["change_set"].as_str().unwrap().to_owned();
    assert_eq!(answer.header("change-set"), set);
    assert_eq!(answer.header("location"), format!("/api/v1/changes/{set}"));
    assert_eq!(preview["made"].as_array().unwrap().len(), receipt["made"].as_array().unwrap().len());
    let deal = server.get(&format!("/api/v1/deals/{}", receipt["deal"].as_str().unwrap())).await.ok();
    assert_eq!((&deal["account"], &deal["stage"]), (&receipt["account"], &json!("proposal")));
    assert_eq!(deal["people"], json!([{ "party": ada, "role": "buyer" }]));
    let account = server.get(&format!("/api/v1/parties/{}", receipt["account"].as_str().unwrap())).await.ok();
    assert_eq!((&account["owner"], &account["stages"]["zoho"]), (&json!("eve"), &json!("contact")));
    assert_eq!(server.get(&format!("/api/v1/changes/{set}")).await.ok()["what"], "convert");

    let again = server.post(&path, both()).await;
    let problem = again.refused(409, "already_converted");
    assert_eq!(problem["receipt"], receipt);
    let options = server.get(&format!("{path}/options")).await.ok();
    assert_eq!(options["converted"], receipt);

    let undone = server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await.ok();
    assert_eq!(undone["kept"], json!([]));
    assert_eq!(server.get(&format!("/api/v1/people/{ada}")).await.ok()["stages"]["zoho"], "lead");
    server.post(&path, both()).await.created();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_cannot_be_converted_is_refused_at_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = lead(&server).await;
    let path = format!("/api/v1/people/{ada}/convert");
    let sent = |key: &str, value: Value| {
        let mut body = both();
        body[key] = value;
        body
    };
    for (body, code, pointer) in [
        (sent("reason", Value::Null), "not_qualified", "/reason"),
        (sent("account", json!({ "link": "org_0000000000001" })), "unknown_name", "/account/link"),
        (sent("account", json!({ "link": ada })), "usage", "/account"),
        (sent("account", json!({ "create": {} })), "usage", "/account/create/name"),
        (sent("account", json!({ "create": { "nane": "Mill" } })), "invalid", "/account/create/nane"),
        (sent("deal", json!({ "join": "deal_0000000000000" })), "unknown_name", "/deal/join"),
        (sent("deal", json!({ "create": { "name": " " } })), "usage", "/deal/create/name"),
        (
            sent("deal", json!({ "create": { "name": "L", "amount": "much" } })),
            "values_refused",
            "/deal/create/amount",
        ),
        (sent("deal", json!({ "open": {} })), "invalid", "/deal/open"),
    ] {
        let answer = server.post(&path, body.clone()).await;
        let problem = answer.refused(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body} → {problem}");
    }
    server.post("/api/v1/people/per_0000000000000/convert", both()).await.refused(404, "not_found");
    let mill = server.post("/api/v1/organizations", json!({ "name": "Mill" })).await.created()["id"].clone();
    let of_mill = format!("/api/v1/organizations/{}/convert", mill.as_str().unwrap());
    let answer = server.post(&of_mill, both()).await;
    assert_eq!(answer.refused(422, "usage")["errors"][0]["pointer"], "/account");
    assert_eq!(server.get("/api/v1/deals").await.ok()["items"], json!([]));
    let receipt = server.post(&of_mill, sent("account", Value::Null)).await;
    assert_eq!(receipt.created()["account"], mill);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn options_name_what_matches_and_by_which_field(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = lead(&server).await;
    let receipt = server.post(&format!("/api/v1/people/{ada}/convert"), both()).await.created();
    let bo = json!({ "name": "Bo Weaver", "company": "weaver mills", "email": "ada@weaver.example" });
    let bo = server.post("/api/v1/people", bo).await.created()["id"].as_str().unwrap().to_owned();
    let options = server.get(&format!("/api/v1/people/{bo}/convert/options")).await.ok();
    assert_eq!(options["accounts"][0]["id"], receipt["account"]);
    assert_eq!(options["accounts"][0]["matched"], json!([{ "field": "company", "value": "weaver mills" }]));
    assert_eq!(options["deals"][0]["id"], receipt["deal"]);
    assert_eq!((&options["qualified"], &options["converted"]), (&json!(false), &Value::Null));
    assert_eq!(options["missing"], json!(["fit", "need", "authority", "budget"]));
    server.get("/api/v1/people/per_0000000000000/convert/options").await.refused(404, "not_found");
}
