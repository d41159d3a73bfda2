//! Quotes over the API: from a draft to an acceptance, and what a recipient may see and do.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::{Answer, TestServer};

const QUOTES: &str = "/api/v1/quotes";

fn euros(minor: i64) -> Value {
    json!({ "minor": minor, "currency": "EUR" })
}

/// A refusal of what was sent, at its place.
fn refused_at(answer: &Answer, place: &str) {
    let problem = answer.json();
    assert_eq!((answer.status, &problem["errors"][0]["pointer"]), (422, &json!(place)), "{problem}");
}

async fn deal(server: &TestServer) -> (Value, String) {
    let ada = json!(server.seller().meets("Ada").await);
    let deal = json!({ "name": "Two looms", "people": [{ "party": ada, "role": "buyer" }] });
    let deal = server.post("/api/v1/deals", deal).await.created()["id"].as_str().unwrap().to_owned();
    let company = json!({ "name": "Loom & Co", "address": "Weavers' Yard 1\nLeeds", "accent": "#0b6e6e" });
    assert_eq!(server.put("/api/v1/settings/company", company.clone()).await.ok()["name"], company["name"]);
    (ada, deal)
}

fn draft(deal: &str) -> Value {
    json!({ "deal": deal, "currency": "EUR", "valid_until": "2026-12-31", "lines": [
        { "description": "Loom", "quantity": 2.5, "unit": "piece", "unit_price": euros(60_000), "tax_rate": 19,
          "discount": { "percent": 10 } },
        { "description": "Care", "unit_price": euros(1_500), "tax_rate": 19, "recurring": "monthly", "term": 12 } ] })
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_quote_is_written_sent_and_accepted_by_its_recipient(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (ada, deal) = deal(&server).await;
    let preview = server.post(&format!("{QUOTES}?preview=true"), draft(&deal)).await.ok();
    assert_eq!(preview["totals"]["once"]["net"], euros(135_000));
    assert_eq!(server.get(QUOTES).await.ok()["items"], json!([]), "a preview stores nothing");
    let answer = server.post(QUOTES, draft(&deal)).await;
    let quote = answer.created();
    let path = format!("{QUOTES}/{}", quote["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), path);
    assert_eq!(
        (&quote["state"], &quote["number"], &quote["version"]),
        (&json!("draft"), &json!(null), &json!(1))
    );
    assert_eq!((&quote["title"], &quote["recipient"]["name"]), (&json!("Two looms"), &json!("Ada")));
    let line = &quote["lines"][0];
    assert_eq!(
        (&line["quantity"], &line["full"], &line["taken_off"]),
        (&json!(2.5), &euros(150_000), &euros(15_000))
    );
    assert_eq!(quote["totals"]["monthly"]["gross"], euros(1_785));
    assert_eq!(quote["totals"]["agreed"]["net"], euros(135_000 + 18_000));
    assert_eq!(quote["totals"]["once"]["taxes"][0]["rate"], 19);
    let stale = server.patch(&path, "\"7\"", json!({ "terms": "30 days" })).await;
    stale.refused(412, "stale");
    let tag = answer.header("etag").to_owned();
    assert_eq!(server.patch(&path, &tag, json!({ "terms": "30 days" })).await.ok()["terms"], "30 days");
    let sent = server.post(&format!("{path}/send"), json!({})).await.ok();
    assert_eq!((&sent["quote"]["number"], &sent["quote"]["state"]), (&json!("Q-2026-0001"), &json!("sent")));
    server.patch(&path, "*", json!({ "terms": "60 days" })).await.refused(409, "quote_frozen");
    server.post(&format!("{path}/send"), json!({})).await.refused(409, "quote_frozen");
    let public = format!("/api/v1/public{}", sent["link"]["path"].as_str().unwrap());
    let seen = server.get(&public).await.ok();
    assert_eq!((&seen["number"], &seen["sender"]["name"]), (&json!("Q-2026-0001"), &json!("Loom & Co")));
    assert_eq!(seen["recipient"]["party"], json!(null), "no ids of the casebook");
    for field in ["id", "deal", "deal_name", "created_by"] {
        assert!(seen.get(field).is_none(), "{field}");
    }
    refused_at(&server.post(&format!("{public}/accept"), json!({ "name": " " })).await, "/name");
    let accepted = server.post(&format!("{public}/accept"), json!({ "name": "Ada L." })).await.ok();
    assert_eq!((&accepted["state"], &accepted["answer"]["name"]), (&json!("accepted"), &json!("Ada L.")));
    let again = server
        .post(&format!("{public}/accept"), json!({ "name": "Eve" }))
        .await
        .refused(409, "quote_settled");
    assert!(again["detail"].as_str().unwrap().contains("accepted on 2026-03-03 by Ada L."), "{again}");
    server.post(&format!("{public}/decline"), json!({ "reason": "no" })).await.refused(409, "quote_settled");
    let deal = server.get(&format!("/api/v1/deals/{deal}")).await.ok();
    assert_eq!((&deal["stage"], &deal["amount"]), (&json!("won"), &euros(153_000)));
    let party = server.get(&format!("/api/v1/parties/{}", ada.as_str().unwrap())).await.ok();
    assert_eq!(party["stages"]["journey"], "customer");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_does_not_fit_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (_, deal) = deal(&server).await;
    let with = |change: fn(&mut Value)| {
        let mut body = draft(&deal);
        change(&mut body);
        body
    };
    for (body, place) in [
        (with(|body| body["currency"] = json!("euro")), "/currency"),
        (with(|body| body["lines"][0]["quantity"] = json!(-1)), "/lines/0/quantity"),
        (with(|body| body["lines"][0]["quantity"] = json!(0)), "/lines/0/quantity"),
        (
            with(|body| body["lines"][1]["unit_price"] = json!({ "minor": 5, "currency": "USD" })),
            "/lines/1/unit_price",
        ),
        (with(|body| body["lines"][0]["discount"] = json!({ "percent": 101 })), "/lines/0/discount"),
        (with(|body| body["lines"][0]["term"] = json!(3)), "/lines/0/term"),
        (with(|body| body["valid_until"] = json!("soon")), "/valid_until"),
        (with(|body| body["deal"] = json!("deal_0123456789abc")), "/deal"),
        (with(|body| body["lines"][0]["product"] = json!("rec_0123456789abc")), "/lines/0/product"),
    ] {
        refused_at(&server.post(QUOTES, body).await, place);
    }
    server.get(&format!("{QUOTES}/quo_0123456789abc")).await.refused(404, "not_found");
    server.post(&format!("{QUOTES}/quo_0123456789abc/send"), json!({})).await.refused(404, "not_found");
    let empty = server.post(QUOTES, json!({ "deal": deal, "currency": "EUR" })).await.created();
    let path = format!("{QUOTES}/{}", empty["id"].as_str().unwrap());
    refused_at(&server.post(&format!("{path}/send"), json!({})).await, "/lines");
    server.post(&format!("{path}/accept"), json!({})).await.refused(409, "quote_not_sent");
    server.post(&format!("{path}/revise"), json!({})).await.refused(409, "quote_not_sent");
    assert_eq!(server.post(&format!("{path}/withdraw"), json!({})).await.ok()["state"], "withdrawn");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn versions_and_links(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (_, deal) = deal(&server).await;
    let id = server.post(QUOTES, draft(&deal)).await.created()["id"].as_str().unwrap().to_owned();
    let path = format!("{QUOTES}/{id}");
    let sent = server.post(&format!("{path}/send"), json!({})).await.ok();
    let link = |sent: &Value| format!("/api/v1/public{}", sent["link"]["path"].as_str().unwrap());
    let first = link(&sent);
    let renewed = server.post(&format!("{path}/link"), json!({})).await.ok();
    let never = server.get("/api/v1/public/quotes/never").await.refused(404, "not_found");
    assert_eq!(server.get(&first).await.refused(404, "not_found")["detail"], never["detail"]);
    let next = server.post(&format!("{path}/revise"), json!({})).await.created();
    assert_eq!((&next["number"], &next["version"]), (&json!("Q-2026-0001"), &json!(2)));
    server.post(&format!("{path}/revise"), json!({})).await.refused(409, "quote_revised");
    let next = format!("{QUOTES}/{}", next["id"].as_str().unwrap());
    server.patch(&next, "*", json!({ "language": "ar", "valid_until": null })).await.ok();
    let second = server.post(&format!("{next}/send"), json!({})).await.ok();
    assert_eq!(server.get(&path).await.ok()["state"], "withdrawn");
    assert_eq!(server.get(&link(&renewed)).await.refused(404, "not_found")["detail"], never["detail"]);
    let declined =
        server.post(&format!("{}/decline", link(&second)), json!({ "reason": "too dear" })).await.ok();
    assert_eq!((&declined["state"], &declined["answer"]["reason"]), (&json!("declined"), &json!("too dear")));
    let listed = server.get(&format!("{QUOTES}?deal={deal}&limit=1")).await.ok();
    assert_eq!((&listed["items"][0]["version"], listed["next"].is_string()), (&json!(2), true));
    let rest = format!("{QUOTES}?deal={deal}&cursor={}", listed["next"].as_str().unwrap());
    assert_eq!(server.get(&rest).await.ok()["items"][0]["version"], 1);
}

/// Whoever sends a quote and whoever has its link save the same document.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_quote_is_saved_as_a_pdf(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let (_, deal) = deal(&server).await;
    let id = server.post(QUOTES, draft(&deal)).await.created()["id"].as_str().unwrap().to_owned();
    let path = format!("{QUOTES}/{id}");
    let pdf = format!("{path}.pdf");
    let written = server.get(&pdf).await;
    assert_eq!((written.status, written.header("content-type")), (200, "application/pdf"));
    assert_eq!(written.header("content-disposition"), "attachment; filename=\"draft.pdf\"");
    assert!(written.bytes.starts_with(b"%PDF-1.7"));
    let sent = server.post(&format!("{path}/send"), json!({})).await.ok();
    let public = format!("/api/v1/public{}", sent["link"]["path"].as_str().unwrap());
    let link = server.get(&public).await.ok()["links"]["pdf"].as_str().unwrap().to_owned();
    assert_eq!(link, format!("{public}.pdf"));
    let handed_out = server.get(&link).await;
    assert_eq!(handed_out.header("content-disposition"), "attachment; filename=\"Q-2026-0001.pdf\"");
    assert!(handed_out.bytes != written.bytes, "a draft has no number");
    // What was sent never changes, whoever sends quotes later.
    let company = json!({ "name": "Another name" });
    server.put("/api/v1/settings/company", company).await.ok();
    assert!(server.get(&pdf).await.bytes == handed_out.bytes);
    server.get(&format!("{QUOTES}/quo_0123456789abc.pdf")).await.refused(404, "not_found");
    server.get(&format!("{path}.pdf.pdf")).await.refused(404, "not_found");
    server.get("/api/v1/public/quotes/none.pdf").await.refused(404, "not_found");
    server.get(&format!("{pdf}?colour=red")).await.refused(422, "invalid");
    server.post(&format!("{path}/withdraw"), json!({})).await.ok();
    server.get(&link).await.refused(404, "not_found");
}
