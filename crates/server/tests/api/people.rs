use casebook_store::Engine;
use rstest::rstest;
use serde_json::json;

use crate::room::Room;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_person_is_added_and_found_at_the_address_that_is_told(#[case] engine: Engine) {
    let room = Room::new(engine);
    let body = json!({
        "name": "Ada King", "email": "ada@example.org", "source": "fair",
        "more": { "shoe size": "38" }, "external": [{ "system": "zoho", "id": "4711" }],
    });
    let said = room.post("/api/v1/people", body).await;
    let made = said.made();
    assert_eq!(made["kind"], "person");
    assert_eq!(made["more"], json!({ "shoe size": "38" }));
    assert_eq!(made["external"], json!([{ "system": "zoho", "id": "4711" }]));
    assert_eq!(made["stages"]["journey"], "contact");
    assert_eq!(made["stages_since"]["journey"], "2026-03-03T09:00:00Z");
    assert_eq!(made["standing"], "active");
    assert!(made.get("phone").is_none(), "empty fields are left out: {made}");
    let address = said.header("location");
    assert_eq!(address, format!("/api/v1/people/{}", made["id"].as_str().unwrap()));
    let found = room.get(address).await;
    assert_eq!(found.ok(), made);
    assert_eq!(found.header("etag"), said.header("etag"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_person_is_refused_with_its_place(#[case] engine: Engine) {
    let room = Room::new(engine);
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
        room.post("/api/v1/people", body).await.invalid(&[pointer]);
    }
    room.post("/api/v1/people", json!({ "city": "London" })).await.refused(422, "usage");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_id_elsewhere_belongs_to_one_party(#[case] engine: Engine) {
    let room = Room::new(engine);
    let body = json!({ "name": "Ada", "external": [{ "system": "zoho", "id": "1" }] });
    room.post("/api/v1/people", body.clone()).await.made();
    let refused = room.post("/api/v1/organizations", body.clone()).await.refused(409, "duplicate");
    assert_eq!(refused["matches"][0]["by"], "external");
    room.post("/api/v1/organizations?duplicates=allow", body).await.refused(409, "refused");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_and_organizations_are_not_each_other(#[case] engine: Engine) {
    let room = Room::new(engine);
    let person = room.seller().meets("Ada").await;
    let made = room.post("/api/v1/organizations", json!({ "name": "Acme" })).await.made();
    let organization = made["id"].as_str().unwrap();
    assert_eq!(made["kind"], "organization");
    room.get(&format!("/api/v1/organizations/{organization}")).await.ok();
    room.get(&format!("/api/v1/people/{organization}")).await.refused(404, "not_found");
    room.get(&format!("/api/v1/organizations/{person}")).await.refused(404, "not_found");
    let never = person.replace("per_", "per_7").get(..17).unwrap().to_owned();
    for id in [never.as_str(), "per_", "x", "%00", "%ff", "PER_0000000000000"] {
        room.get(&format!("/api/v1/people/{id}")).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn a_workspace_has_so_many_own_fields_and_no_more() {
    let room = Room::new(Engine::Sqlite);
    let body = |from: usize, to: usize| {
        let more: serde_json::Map<_, _> = (from..to).map(|n| (format!("field {n:04}"), "x".into())).collect();
        json!({ "name": format!("From {from}"), "more": more })
    };
    for from in (0..1_000).step_by(50) {
        room.post("/api/v1/people", body(from, from + 50)).await.made();
    }
    let problem = room.post("/api/v1/people", body(999, 1_001)).await.refused(422, "too_many_fields");
    assert_eq!(problem["errors"][0]["pointer"], "/more/field 1000");
    room.post("/api/v1/people", body(0, 3)).await.made();
}
