use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_funnel_counts_who_came_how_far(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Ada").await;
    server.seller().meets("Grace").await;
    server.seller().notes(&ada, "newsletter_subscribed", json!("2026-03-03T09:00:00Z")).await;
    let funnel = server.get("/api/v1/funnel?vocabulary=journey&of=people&as_of=2026-03-03").await.ok();
    assert_eq!((&funnel["cohort"], &funnel["of"]), (&json!(2), &json!("people")));
    assert_eq!(funnel["stages"][0]["conversion"], 0.5);
    assert_eq!((&funnel["stages"][1]["stage"], &funnel["stages"][1]["reached"]), (&json!("lead"), &json!(1)));
    let later = server.get("/api/v1/funnel?from=2026-03-04").await.ok();
    assert_eq!(later["cohort"], 0);
    let recorded = server.get("/api/v1/funnel?basis=recorded&as_of=2026-03-02").await.ok();
    assert_eq!(recorded["cohort"], 0);
    let grouped = server.get("/api/v1/funnel?by=source&cohort_stage=lead").await.ok();
    assert_eq!(grouped["groups"][0]["cohort"], 1, "{grouped}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_funnel_is_refused_with_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    for (query, pointer) in [
        ("vocabulary=latin", "?vocabulary"),
        ("cohort_stage=peer", "?cohort_stage"),
        ("of=cats", "?of"),
        ("from=soon", "?from"),
        ("basis=hearsay", "?basis"),
        ("by=mood", "?by"),
        ("by=more.mood", "?by"),
        ("by=account.more.mood", "?by"),
        ("by=account.email", "?by"),
        ("by=account.account.owner", "?by"),
        ("by=email&basis=recorded", "?by"),
        ("by=more.mood&basis=recorded", "?by"),
        ("limit=5", "?limit"),
    ] {
        let answer = server.get(&format!("/api/v1/funnel?{query}")).await;
        assert_eq!(answer.status, 422, "{query}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{query}: {}", answer.text());
    }
}

/// Two people of one owner, one of another, and one of nobody; three with a branch, in two spellings.
async fn a_team(server: &TestServer) {
    for (name, owner, branch) in [
        ("Nia", Some("Rosa"), Some("Freight")),
        ("Olu", Some("rosa"), Some("freight")),
        ("Per", Some("Rosa"), None),
        ("Quy", Some("Sven"), Some("Freight")),
        ("Ria", None, None),
    ] {
        let mut person = json!({ "name": name });
        if let Some(owner) = owner {
            person["owner"] = json!(owner);
        }
        if let Some(branch) = branch {
            person["more"] = json!({ "branch": branch });
        }
        server.post("/api/v1/people", person).await.created();
    }
}

/// How many rows the list of an address has.
async fn rows(server: &TestServer, list: &Value) -> usize {
    server.get(list.as_str().unwrap()).await.ok()["items"].as_array().unwrap().len()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_manager_compares_owners_and_branches_and_opens_who_is_behind_each_number(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    a_team(&server).await;
    for (by, expected) in [
        ("owner", json!([["Rosa", 3], [null, 1], ["Sven", 1]])),
        ("more.branch", json!([["Freight", 3], [null, 2]])),
        ("source", json!([[null, 5]])),
    ] {
        for basis in ["occurred", "recorded"] {
            let asked = format!("/api/v1/funnel?of=people&by={by}&basis={basis}");
            let answer = server.get(&asked).await.ok();
            let groups = answer["groups"].as_array().unwrap();
            let found: Vec<Value> = groups.iter().map(|one| json!([one["key"], one["cohort"]])).collect();
            assert_eq!(json!(found), expected, "{asked}");
            assert_eq!(answer.get("others"), None, "{asked}");
            for group in groups {
                assert_eq!(json!(rows(&server, &group["lists"]["cohort"]).await), group["cohort"], "{asked}");
                let first = &group["stages"][0];
                assert_eq!(json!(rows(&server, &first["lists"]["here"]).await), first["here"], "{asked}");
            }
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_manager_compares_people_by_the_sector_of_their_account(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    a_team(&server).await;
    let sector = json!({ "name": "Tarn Mills", "country": "NO", "more": { "sector": "Paper" } });
    let account = server.post("/api/v1/organizations", sector).await.created()["id"].clone();
    for person in server.get("/api/v1/people?q=Nia").await.ok()["items"].as_array().unwrap() {
        let person = person["id"].as_str().unwrap();
        let link = json!({ "person": person, "organization": account, "role": "employee" });
        server.post("/api/v1/links", link).await.created();
    }
    for (by, value) in [("account.more.sector", "Paper"), ("account.country", "NO")] {
        for basis in ["occurred", "recorded"] {
            let asked = format!("/api/v1/funnel?of=people&by={by}&basis={basis}");
            let answer = server.get(&asked).await.ok();
            let groups = answer["groups"].as_array().unwrap();
            let found: Vec<Value> = groups.iter().map(|one| json!([one["key"], one["cohort"]])).collect();
            assert_eq!(json!(found), json!([[null, 4], [value, 1]]), "{asked}");
            for group in groups {
                assert_eq!(json!(rows(&server, &group["lists"]["cohort"]).await), group["cohort"], "{asked}");
            }
        }
        let facets = server.get(&format!("/api/v1/parties/facets?kind=person&fields={by}")).await.ok();
        let counts = json!([{ "value": null, "count": 4 }, { "value": value, "count": 1 }]);
        assert_eq!(facets["items"][0]["counts"], counts);
    }
    let within = |filter: Value| json!({ "filter": { "account": filter } });
    let sector = |name: &str| within(json!({ "field": { "name": name, "is": "paper" } }));
    let found = server.post("/api/v1/parties/search", sector("sector")).await.ok();
    assert_eq!(found["items"].as_array().unwrap().len(), 2, "{found}");
    let refused = server.post("/api/v1/parties/search", sector("sektor")).await;
    assert_eq!(
        (refused.status, &refused.json()["errors"][0]["pointer"]),
        (422, &json!("/filter/account/field/name"))
    );
    let refused = server.get("/api/v1/parties/facets?fields=account.more.sektor").await;
    assert_eq!((refused.status, &refused.json()["errors"][0]["pointer"]), (422, &json!("?fields")));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn the_group_of_a_number_is_checked(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    a_team(&server).await;
    let number = |more: Value| {
        let mut condition = json!({ "vocabulary": "journey", "number": "cohort" });
        more.as_object().unwrap().iter().for_each(|(name, value)| condition[name.as_str()] = value.clone());
        json!({ "filter": { "funnel": condition } })
    };
    let whose = |field: &str, value: Value| number(json!({ "group": { "field": field, "value": value } }));
    for (request, count) in [
        (whose("owner", json!("ROSA")), 3),
        (whose("owner", Value::Null), 1),
        (whose("more.branch", json!("freight")), 3),
        (whose("source", Value::Null), 5),
        (number(json!({ "without_source": true })), 5),
        (number(json!({ "source": "fair" })), 0),
    ] {
        let found = server.post("/api/v1/parties/search", request.clone()).await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{request}");
    }
    for (request, place) in [
        (whose("email", json!("x")), "/filter/funnel/group/field"),
        (whose("account.more.brunch", json!("x")), "/filter/funnel/group/field"),
        (whose("more.brunch", json!("x")), "/filter/funnel/group/field"),
        (
            number(json!({ "source": "fair", "group": { "field": "owner", "value": "Rosa" } })),
            "/filter/funnel",
        ),
    ] {
        let answer = server.post("/api/v1/parties/search", request.clone()).await;
        assert_eq!(answer.status, 422, "{request}: {}", answer.text());
        assert_eq!(answer.json()["errors"][0]["pointer"], place, "{request}: {}", answer.text());
    }
}
