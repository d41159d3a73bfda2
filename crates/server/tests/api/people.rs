use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_person_is_added_and_found_at_its_location(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let body = json!({
        "name": "Ada King", "email": "ada@example.org", "source": "fair",
        "more": { "shoe size": "38" }, "external": [{ "system": "zoho", "id": "4711" }],
    });
    let answer = server.post("/api/v1/people", body).await;
    let created = answer.created();
    assert_eq!(created["kind"], "person");
    assert_eq!(created["more"], json!({ "shoe size": "38" }));
    assert_eq!(created["external"], json!([{ "system": "zoho", "id": "4711" }]));
    assert_eq!(created["stages"]["journey"], "contact");
    assert_eq!(created["stages_since"]["journey"], "2026-03-03T09:00:00Z");
    assert_eq!(created["standing"], "active");
    assert!(created.get("phone").is_none(), "empty fields are left out: {created}");
    let address = answer.header("location");
    assert_eq!(address, format!("/api/v1/people/{}", created["id"].as_str().unwrap()));
    let found = server.get(address).await;
    assert_eq!(found.ok(), created);
    assert_eq!(found.header("etag"), answer.header("etag"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_person_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    for (body, pointer) in [
        (json!({ "name": 7 }), "/name"),
        (json!({ "name": "x", "nmae": "y" }), "/nmae"),
        (json!({ "name": "x\u{0}" }), "/name"),
        (json!({ "name": "x", "more": { "email": "y" } }), "/more/email"),
        (json!({ "name": "x", "more": { "a/b\u{0}": "y" } }), "/more/a~1b\u{0}"),
        (json!({ "name": "x", "external": [["zoho", "1"]] }), "/external/0"),
        (json!({ "name": "x", "external": [{ "system": ":own", "id": "1" }] }), "/external/0/system"),
        (json!({ "name": "x", "external": [{ "system": "zoho", "id": "" }] }), "/external/0/id"),
        (json!(["x"]), ""),
    ] {
        server.post("/api/v1/people", body).await.invalid(&[pointer]);
    }
    server.post("/api/v1/people", json!({ "city": "London" })).await.refused(422, "usage");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_id_elsewhere_belongs_to_one_party_of_a_kind(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let body = json!({ "name": "Ada", "external": [{ "system": "zoho", "id": "1" }] });
    for collection in ["people", "organizations"] {
        let added = server.post(&format!("/api/v1/{collection}"), body.clone()).await.created();
        assert_eq!(added["external"], body["external"]);
        let refused =
            server.post(&format!("/api/v1/{collection}"), body.clone()).await.refused(409, "duplicate");
        assert_eq!(
            (refused["matches"].as_array().unwrap().len(), &refused["matches"][0]["by"]),
            (1, &json!("external"))
        );
        assert_eq!(refused["matches"][0]["party"], added["id"]);
        let insisted = format!("/api/v1/{collection}?duplicates=allow");
        server.post(&insisted, body.clone()).await.refused(409, "refused");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_email_address_belongs_to_one_person_in_any_writing(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = json!({ "name": "Ada", "email": "mailto:Ada@Example.ORG" });
    let ada = server.post("/api/v1/people", ada).await.created();
    assert_eq!(ada["email"], "Ada@example.org");
    let again = json!({ "name": "A. King", "email": "A. King <ada@example.org>" });
    server.post("/api/v1/people", again).await.refused(409, "duplicate");
    let eve = server.post("/api/v1/people", json!({ "name": "Eve" })).await.created();
    let (id, change) = (eve["id"].as_str().unwrap(), json!({ "email": "ada@example.org," }));
    for collection in ["people", "parties"] {
        let address = format!("/api/v1/{collection}/{id}");
        let refused = server.patch(&address, "*", change.clone()).await.refused(409, "duplicate");
        assert_eq!(refused["matches"][0]["party"], ada["id"]);
        assert_eq!(refused["matches"][0]["by"], "email");
    }
    let record = format!("/api/v1/records/people/{id}");
    let fields = json!({ "fields": { "email": "ada@example.org" } });
    server.patch(&record, "*", fields).await.refused(409, "duplicate");
    let both = server.patch(&format!("/api/v1/people/{id}?duplicates=allow"), "*", change).await.ok();
    assert_eq!(both["email"], "ada@example.org");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_and_organizations_are_not_each_other(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let person = server.seller().meets("Ada").await;
    let created = server.post("/api/v1/organizations", json!({ "name": "Acme" })).await.created();
    let organization = created["id"].as_str().unwrap();
    assert_eq!(created["kind"], "organization");
    server.get(&format!("/api/v1/organizations/{organization}")).await.ok();
    server.get(&format!("/api/v1/people/{organization}")).await.refused(404, "not_found");
    server.get(&format!("/api/v1/organizations/{person}")).await.refused(404, "not_found");
    let never = person.replace("per_", "per_7").get(..17).unwrap().to_owned();
    for id in [never.as_str(), "per_", "x", "%00", "%ff", "PER_0000000000000"] {
        server.get(&format!("/api/v1/people/{id}")).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_workspace_has_so_many_own_fields_and_no_more() {
    let server = TestServer::new(Engine::Sqlite);
    let body = |from: usize, to: usize| {
        let more: serde_json::Map<_, _> = (from..to).map(|n| (format!("field {n:04}"), "x".into())).collect();
        json!({ "name": format!("From {from}"), "more": more })
    };
    for from in (0..1_000).step_by(50) {
        server.post("/api/v1/people", body(from, from + 50)).await.created();
    }
    let problem = server.post("/api/v1/people", body(999, 1_001)).await.refused(422, "too_many_fields");
    assert_eq!(problem["errors"][0]["pointer"], "/more/field 1000");
    server.post("/api/v1/people", body(0, 3)).await.created();
}
