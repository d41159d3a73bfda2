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

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn many_leads_are_converted_each_with_a_result(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (ada, bo) = (lead(&server).await, lead(&server).await);
    let accepted = json!({ "kind": "sales_accepted", "participants": [{ "party": ada, "role": "subject" }] });
    server.post("/api/v1/evidence", accepted).await.created();
    let people = json!({ "kind": "person" });
    let body = json!({ "filter": people, "deal": { "name": "{account} ({lead})", "stage": "proposal" } });
    let preview = server.post("/api/v1/parties/convert?preview=true", body.clone()).await.ok();
    assert_eq!((&preview["matched"], preview["items"].as_array().unwrap().len()), (&json!(2), 2));
    assert_eq!(server.get("/api/v1/deals").await.ok()["items"], json!([]));

    let answer = server.post("/api/v1/parties/convert?wait=20", body.clone()).await.ok();
    assert_eq!(
        [&answer["matched"], &answer["converted"], &answer["refused"]],
        [2, 1, 1].map(|n| json!(n)).each_ref()
    );
    assert_eq!(
        (&answer["refusals"][0]["party"], &answer["refusals"][0]["code"]),
        (&json!(bo), &json!("not_qualified"))
    );
    let set = answer["change_set"].as_str().unwrap();
    let all = server.get(&format!("/api/v1/changes/{set}/conversions?limit=1")).await.ok();
    let next = all["next"].as_str().unwrap();
    let rest = server.get(&format!("/api/v1/changes/{set}/conversions?limit=1&cursor={next}")).await.ok();
    let both = [&all["items"][0], &rest["items"][0]];
    let converted = both.iter().find(|one| one["outcome"] == "converted").unwrap();
    assert_eq!((&converted["party"], &rest["next"]), (&json!(ada), &Value::Null));
    let deal = server.get(&format!("/api/v1/deals/{}", converted["deal"].as_str().unwrap())).await.ok();
    assert_eq!((&deal["name"], &deal["stage"]), (&json!("Weaver Mills (Ada Weaver)"), &json!("proposal")));
    let refused = server.get(&format!("/api/v1/changes/{set}/conversions?refused=true")).await.ok();
    assert_eq!(refused["items"].as_array().unwrap().len(), 1);
    assert_eq!(server.get(&format!("/api/v1/changes/{set}")).await.ok()["what"], "convert");

    server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await.ok();
    let again = server.post("/api/v1/parties/convert?wait=20", body).await.ok();
    assert_eq!(again["converted"], 1);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_conversion_of_many_that_fits_no_lead_is_refused_at_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = lead(&server).await;
    let people = json!({ "kind": "person" });
    for (body, code, pointer) in [
        (json!({ "filter": { "kin": "person" } }), "invalid", "/filter"),
        (json!({ "filter": people, "account": "any" }), "invalid", "/account"),
        (
            json!({ "filter": people, "account": { "link": "org_0000000000001" } }),
            "unknown_name",
            "/account/link",
        ),
        (json!({ "filter": people, "account": { "link": ada } }), "usage", "/account"),
        (json!({ "filter": people, "deal": { "stage": "dreaming" } }), "values_refused", "/deal/stage"),
        (json!({ "filter": people, "deal": { "colour": "red" } }), "values_refused", "/deal/colour"),
    ] {
        let answer = server.post("/api/v1/parties/convert?wait=20", body.clone()).await;
        let problem = answer.refused(422, code);
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{body} → {problem}");
    }
    let sets = server.get("/api/v1/changes").await.ok();
    let none = sets["items"].as_array().unwrap().iter().all(|set| set["what"] != "convert");
    assert!(none, "nothing was begun: {sets}");
    let path = "/api/v1/changes/set_0000000000000/conversions";
    server.get(path).await.refused(404, "not_found");
}
