//! Deals in groups: what a sales team asks of its quarter, and the lists behind every figure.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const DEALS: &str = "/api/v1/deals";

/// Three accounts, of two sectors and none, and what was sold to them by two people.
async fn a_quarter(server: &TestServer) {
    let mut accounts = Vec::new();
    for (name, sector) in
        [("Tarn Mills", Some("Paper")), ("Ghyll Print", Some("PAPER")), ("Beck Dairy", None)]
    {
        let mut account = json!({ "name": name, "country": "NO" });
        if let Some(sector) = sector {
            account["more"] = json!({ "sector": sector });
        }
        accounts.push(server.post("/api/v1/organizations", account).await.created()["id"].clone());
    }
    for (account, owner, stage, closed, minor, currency) in [
        (0, "Rosa", "won", Some("2026-01-14"), 50_000, "EUR"),
        (0, "Rosa", "lost", Some("2026-02-27"), 9_900, "EUR"),
        (1, "Sven", "won", Some("2025-12-31"), 70_000, "NOK"),
        (1, "rosa", "proposal", None, 30_000, "EUR"),
        (2, "Sven", "won", Some("2026-01-02"), 1_000, "EUR"),
        (2, "Sven", "negotiation", None, 2_000, "EUR"),
    ] {
        let amount = json!({ "minor": minor, "currency": currency });
        let mut deal = json!({ "name": format!("{owner} {minor}"), "owner": owner, "stage": stage,
            "account": accounts[account], "amount": amount });
        if let Some(closed) = closed {
            deal["opened_on"] = json!("2025-11-03");
            deal["closed_on"] = json!(closed);
        }
        server.post(DEALS, deal).await.created();
    }
}

/// Groups by one key: its value, won, lost, open, win rate, and revenue.
fn figures(by: &str, answer: &Value) -> Value {
    let figure = |one: &Value| {
        let revenue: Vec<String> = one["won_sums"].as_array().unwrap().iter().map(money).collect();
        json!([one["by"][by], one["won"], one["lost"], one["open"], one["win_rate"], revenue.join(" ")])
    };
    answer["items"].as_array().unwrap().iter().map(figure).collect()
}

fn money(sum: &Value) -> String {
    format!("{}{}", sum["minor"], sum["currency"].as_str().unwrap())
}

async fn count(server: &TestServer, conditions: &[&Value]) -> Value {
    let filter = json!({ "filter": { "and": conditions } });
    server.post(&format!("{DEALS}/count"), filter).await.ok()["count"].clone()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_manager_asks_for_win_rates_and_revenue_and_opens_the_deals_behind_them(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    a_quarter(&server).await;
    let everything = json!({ "hidden": false });
    let of_rosa = json!({ "field": { "name": "owner", "is": "Rosa" } });
    for (by, key, filter, expected) in [
        (
            "owner",
            "owner",
            &everything,
            json!([["Rosa", 1, 1, 1, 0.5, "50000EUR"], ["Sven", 2, 0, 1, 1.0, "1000EUR 70000NOK"],]),
        ),
        (
            "account.more.sector",
            "account.more.sector",
            &everything,
            json!([["Paper", 2, 1, 1, 2.0 / 3.0, "50000EUR 70000NOK"], [null, 1, 0, 1, 1.0, "1000EUR"],]),
        ),
        ("account.country", "account.country", &of_rosa, json!([["NO", 1, 1, 1, 0.5, "50000EUR"]])),
        (
            "closed_on:quarter",
            "closed_on",
            &everything,
            json!([
                ["2025-Q4", 1, 0, 0, 1.0, "70000NOK"],
                ["2026-Q1", 2, 1, 0, 2.0 / 3.0, "51000EUR"],
                [null, 0, 0, 2, null, ""],
            ]),
        ),
        (
            "closed_on:month",
            "closed_on",
            &of_rosa,
            json!([
                ["2026-01", 1, 0, 0, 1.0, "50000EUR"],
                ["2026-02", 0, 1, 0, 0.0, ""],
                [null, 0, 0, 1, null, ""],
            ]),
        ),
    ] {
        let asked = json!({ "by": by, "sum": "amount", "filter": filter });
        let answer = server.post(&format!("{DEALS}/groups"), asked).await.ok();
        assert_eq!(figures(key, &answer), expected, "{by}");
        for one in answer["items"].as_array().unwrap() {
            assert_eq!(count(&server, &[filter, &one["filter"]]).await, one["count"], "{by}: {one}");
            for (figure, state) in [("won", "won"), ("lost", "lost"), ("open", "open")] {
                let state = json!({ "field": { "name": "state", "is": state } });
                let counted = count(&server, &[filter, &one["filter"], &state]).await;
                assert_eq!(counted, one[figure], "{by} {figure}: {one}");
            }
        }
    }
    for (asked, place) in [
        (json!({ "by": "account.sector" }), "/by"),
        (json!({ "by": "account.more.sektor" }), "/by"),
        (json!({ "by": "owner.country" }), "/by"),
        (json!({ "by": "closed_on:week" }), "/by"),
        (json!({ "by": "owner", "sum": "closed_on" }), "/sum"),
        (
            json!({ "by": "owner", "filter": { "field": { "name": "stagee", "filled": true } } }),
            "/filter/field/name",
        ),
    ] {
        let refused = server.post(&format!("{DEALS}/groups"), asked.clone()).await;
        assert_eq!(refused.status, 422, "{asked}: {}", refused.text());
        assert_eq!(refused.json()["errors"][0]["pointer"], place, "{asked}: {}", refused.text());
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_deal_counts_for_each_country_of_its_people_once_and_hidden_ones_for_none(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let mut people = Vec::new();
    for (name, country) in [("Nia", "PT"), ("Olu", "pt"), ("Per", "NO")] {
        let person = json!({ "name": name, "country": country });
        people.push(server.post("/api/v1/people", person).await.created()["id"].clone());
    }
    server.post(DEALS, json!({ "name": "Looms", "people": people })).await.created();
    server.post(DEALS, json!({ "name": "Yarn", "people": [people[2]] })).await.created();
    let asked = async || {
        let answer = server.post(&format!("{DEALS}/groups"), json!({ "by": "people.country" })).await.ok();
        let items = answer["items"].as_array().unwrap().clone();
        for one in &items {
            assert_eq!(count(&server, &[&one["filter"]]).await, one["count"], "{one}");
        }
        items.iter().map(|one| json!([one["by"]["people.country"], one["count"]])).collect::<Value>()
    };
    assert_eq!(asked().await, json!([["NO", 2], ["PT", 1]]));
    let hidden = format!("/api/v1/parties/{}/hide", people[2].as_str().unwrap());
    assert_eq!(server.post(&hidden, json!({})).await.status / 100, 2);
    assert_eq!(asked().await, json!([["PT", 1], [null, 1]]));
}
