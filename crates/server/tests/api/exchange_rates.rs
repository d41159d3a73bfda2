//! Exchange rates over the API, and the sums of deals by them.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const RATES: &str = "/api/v1/settings/exchange-rates";

fn rate(currency: &str, from: &str, rate: impl Into<Value>) -> Value {
    json!({ "currency": currency, "from": from, "rate": rate.into() })
}

/// Somebody in finance sets the rates, and takes that back.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn rates_are_set_answered_in_order_and_taken_back(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let none = json!({ "base": "", "rates": [] });
    assert_eq!(server.get(RATES).await.ok(), none);
    let usd = [rate("USD", "2026-01-01", 1.0842), rate("USD", "2026-03-01", 1.25)];
    let given = json!({ "base": "eur", "rates": [usd[1], rate("jpy", "2026-01-01", 160), usd[0]] });
    let set = server.put(RATES, given).await;
    let change_set = set.header("change-set").to_owned();
    let kept = json!({ "base": "EUR", "rates": [rate("JPY", "2026-01-01", 160), usd[0], usd[1]] });
    assert_eq!(set.ok(), kept);
    assert_eq!(server.get(RATES).await.ok(), kept);
    // The same again changes nothing.
    let again = server.put(RATES, kept.clone()).await;
    assert_eq!(again.ok(), kept);
    let undone = server.post(&format!("/api/v1/changes/{change_set}/undo?wait=20"), json!({})).await.ok();
    assert_eq!(undone["kept"], json!([]));
    assert_eq!(server.get(RATES).await.ok(), none);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_rate_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let put = |rates: Value| server.put(RATES, json!({ "base": "EUR", "rates": rates }));
    put(json!([rate("USD", "2026-01-01", 0.0)])).await.refused_at("usage", &["/rates/0/rate"]);
    put(json!([rate("USD", "2026-01-01", 1e-9)])).await.refused_at("usage", &["/rates/0/rate"]);
    put(json!([rate("USD", "01.02.2026", 1.0)])).await.refused_at("usage", &["/rates/0/from"]);
    let twice = json!([rate("USD", "2026-01-01", 1.0), rate("usd", "2026-01-01", 2.0)]);
    put(twice).await.refused_at("usage", &["/rates/1/from"]);
    put(json!([rate("EUR", "2026-01-01", 1.0)])).await.refused_at("usage", &["/rates/0/currency"]);
    let without = json!({ "base": "", "rates": [rate("USD", "2026-01-01", 1.0)] });
    server.put(RATES, without).await.refused_at("usage", &["/base"]);
    assert_eq!(server.get(RATES).await.ok()["rates"], json!([]));
    // The smallest there is.
    put(json!([rate("USD", "2026-01-01", 0.000_000_01)])).await.ok();
}

/// A sales lead adds up deals in three currencies.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn deals_are_added_up_by_the_rate_of_their_day(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let account = server.seller().meets("Ada").await;
    let people = json!([{ "party": account, "role": "buyer" }]);
    let deal = async |name: &str, minor: i64, currency: &str, rest: Value| {
        let mut body = json!({ "name": name, "people": people,
            "amount": { "minor": minor, "currency": currency } });
        body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        server.post("/api/v1/deals", body).await.created()
    };
    let closed = |stage: &str, day: &str| json!({ "stage": stage, "opened_on": day, "closed_on": day });
    let own = deal("own", 10_000, "EUR", json!({})).await;
    assert_eq!(own["exchanged"], Value::Null, "nothing is set yet");
    let funnel = || server.get("/api/v1/deals/funnel");
    assert_eq!(funnel().await.ok()["amount"]["exchanged"], Value::Null);
    let groups =
        async |body: Value| server.post("/api/v1/records/deals/groups", body).await.ok()["items"].clone();
    let by_state = json!({ "by": "state", "sum": "amount" });
    assert_eq!(groups(by_state.clone()).await[0].get("exchanged"), None);

    let usd = [rate("USD", "2025-01-01", 1.25), rate("USD", "2025-03-01", 1.6)];
    server.put(RATES, json!({ "base": "EUR", "rates": usd })).await.ok();
    let early = deal("early", 10_000, "USD", closed("won", "2025-02-28")).await;
    deal("late", 10_000, "USD", closed("won", "2025-03-01")).await;
    deal("lost", 1_000, "USD", closed("lost", "2025-06-01")).await;
    let open = deal("open", 16_000, "USD", json!({})).await;
    let strange = deal("strange", 500, "CHF", json!({})).await;

    let shown = async |deal: &Value| {
        let id = deal["id"].as_str().unwrap().to_owned();
        server.get(&format!("/api/v1/deals/{id}")).await.ok()["exchanged"].clone()
    };
    let by = |minor: i64, rate: Value, from: Value| json!({ "minor": minor, "currency": "EUR", "rate": rate, "rate_from": from });
    assert_eq!(shown(&own).await, by(10_000, Value::Null, Value::Null));
    assert_eq!(shown(&early).await, by(8_000, json!(1.25), json!("2025-01-01")));
    assert_eq!(shown(&open).await, by(10_000, json!(1.6), json!("2025-03-01")));
    assert_eq!(shown(&strange).await, Value::Null);

    let report = funnel().await.ok();
    let sums = &report["amount"]["exchanged"];
    let expected = json!({ "currency": "EUR", "total": 34_875, "open": 20_000, "weighted": sums["weighted"], "won": 14_250,
        "lost": 625, "without_rate": 1, "rates": usd });
    assert_eq!(*sums, expected);
    let weighted: i64 = report["amount"]["weighted"][1]["minor"].as_i64().unwrap();
    assert_eq!(report["amount"]["weighted"][1]["currency"], "EUR");
    assert_eq!(sums["weighted"], json!(weighted * 2), "both are as likely");
    let by_currency: i64 = report["amount"]["won"][0]["minor"].as_i64().unwrap();
    assert_eq!(by_currency, 20_000, "sums by currency stay as they are");

    let groups_by_state = groups(by_state).await;
    let of = |state: &str| {
        let group = groups_by_state.as_array().unwrap().iter().find(|group| group["by"]["state"] == state);
        group.unwrap()["exchanged"].clone()
    };
    let mut open = sums.clone();
    (open["won"], open["lost"], open["rates"]) = (json!(0), json!(0), json!([usd[1]]));
    open["total"] = json!(20_000);
    assert_eq!(of("open"), open);
    assert_eq!((&of("won")["won"], &of("won")["rates"]), (&json!(14_250), &json!(usd)));
    assert_eq!(of("lost")["lost"], 625);
    let counted = groups(json!({ "by": "state" })).await;
    assert!(counted.as_array().unwrap().iter().all(|group| group.get("exchanged").is_none()), "{counted}");
}
