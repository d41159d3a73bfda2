use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

/// A percent-encoded filter as a parameter.
fn filter(tree: &Value) -> String {
    form_urlencoded::Serializer::new(String::new()).append_pair("filter", &tree.to_string()).finish()
}

/// Ada has bought, Bob is interested, Cleo is only known, and there is a mill.
async fn people(server: &TestServer) -> [String; 3] {
    let seller = server.seller();
    let (ada, bob, cleo) = (seller.meets("Ada").await, seller.meets("Bob").await, seller.meets("Cléo").await);
    seller.notes(&ada, "purchased", json!("2026-02-01")).await;
    seller.notes(&bob, "webinar_attended", json!("2026-02-02")).await;
    server
        .post("/api/v1/organizations", json!({ "name": "Mill", "city": "Berlin", "source": "fair" }))
        .await
        .created();
    [ada, bob, cleo]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn lists_are_filtered_by_parameters(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    people(&server).await;
    for (query, expected) in [
        ("", vec!["Ada", "Bob", "Cléo", "Mill"]),
        ("?sort=-name", vec!["Mill", "Cléo", "Bob", "Ada"]),
        ("?sort=-created_at&limit=1", vec!["Mill"]),
        ("?sort=-stage.journey&limit=2", vec!["Ada", "Bob"]),
        ("?sort=last_evidence&kind=person&limit=1", vec!["Ada"]),
        ("?sort=city", vec!["Mill", "Ada", "Bob", "Cléo"]),
        ("?q=cleo", vec!["Cléo"]),
        ("?kind=organization", vec!["Mill"]),
        ("?source=fair", vec!["Mill"]),
        ("?stage.journey=lead", vec!["Bob"]),
        ("?stage.journey=lead,customer&stage.zoho=customer", vec!["Ada"]),
        ("?standing=active&q=b", vec!["Bob"]),
        ("?standing=none", vec![]),
        ("?hidden=true", vec![]),
    ] {
        let page = server.get(&format!("/api/v1/parties{query}")).await.ok();
        assert_eq!(names(&page), expected, "{query}");
    }
    assert_eq!(names(&server.get("/api/v1/people").await.ok()), ["Ada", "Bob", "Cléo"]);
    assert_eq!(names(&server.get("/api/v1/organizations?sort=name").await.ok()), ["Mill"]);
    assert_eq!(server.get("/api/v1/parties/count?stage.journey=contact").await.ok(), json!({ "count": 2 }));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn lists_are_filtered_by_a_tree(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let [ada, ..] = people(&server).await;
    let staged = |test: Value| {
        let mut stage = json!({ "vocabulary": "journey" });
        stage.as_object_mut().unwrap().extend(test.as_object().unwrap().clone());
        json!({ "stage": stage })
    };
    for (tree, expected) in [
        (json!({ "and": [] }), vec!["Ada", "Bob", "Cléo", "Mill"]),
        (json!({ "or": [] }), vec![]),
        (staged(json!({ "at_least": "lead" })), vec!["Ada", "Bob"]),
        (json!({ "not": staged(json!({ "one_of": ["contact"] })) }), vec!["Ada", "Bob"]),
        (
            json!({ "or": [{ "text": "ad" }, { "field": { "name": "city", "is": "berlin" } }] }),
            vec!["Ada", "Mill"],
        ),
        (json!({ "field": { "name": "city", "empty": true } }), vec!["Ada", "Bob", "Cléo"]),
        (json!({ "evidence": { "kind": "webinar_attended" } }), vec!["Bob"]),
        (json!({ "evidence": { "family": "purchase", "from": "2026-02-02" } }), vec![]),
        (json!({ "time": { "of": "last_evidence", "last_days": 1 } }), vec!["Ada", "Bob", "Cléo", "Mill"]),
        (json!({ "ids": [ada] }), vec!["Ada"]),
        (json!({ "standing": ["active", null] }), vec!["Ada", "Bob", "Cléo", "Mill"]),
        (
            json!({ "funnel": { "vocabulary": "journey", "stage": "customer", "number": "here" } }),
            vec!["Ada"],
        ),
    ] {
        let page = server.get(&format!("/api/v1/parties?{}", filter(&tree))).await.ok();
        assert_eq!(names(&page), expected, "{tree}");
        let searched = server.post("/api/v1/parties/search", json!({ "filter": tree })).await.ok();
        assert_eq!(searched, page, "{tree}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_no_list_is_refused_at_its_place(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    for (query, pointer) in [
        ("?limit=0", "?limit"),
        ("?limit=201", "?limit"),
        ("?limit=x", "?limit"),
        ("?kind=robot", "?kind"),
        ("?standing=sleepy", "?standing"),
        ("?sort=age", "?sort"),
        ("?colour=red", "?colour"),
        ("?filter={", "?filter"),
        ("?fields=kind", "?fields"),
    ] {
        server.get(&format!("/api/v1/parties{query}")).await.invalid(&[pointer]);
    }
    let wrong = json!({ "and": [{ "stage": { "vocabulary": "journey" } }] });
    server.get(&format!("/api/v1/parties?{}", filter(&wrong))).await.invalid(&["?filter/and/0/stage"]);
    let unknown = json!({ "and": [{ "colour": "red" }] });
    assert_eq!(server.get(&format!("/api/v1/parties?{}", filter(&unknown))).await.status, 422);
    server.get("/api/v1/parties?stage.journey=nonsense").await.refused(422, "unknown_name");
    server.get("/api/v1/parties?stage.nonsense=lead").await.refused(422, "unknown_name");
    server.get("/api/v1/parties?cursor=nonsense").await.refused(422, "usage");
    server.get("/api/v1/parties/count?limit=5").await.invalid(&["?limit"]);
    server.get("/api/v1/parties/facets?fields=nonsense").await.refused(422, "unknown_name");
    for address in ["/api/v1/parties/count", "/api/v1/parties/facets", "/api/v1/people"] {
        for (query, place) in [
            ("stage.journey=nonsense", "?stage.journey"),
            ("stage.nonsense=lead", "?stage.nonsense"),
            ("filter=%7B%22evidence%22:%7B%22kind%22:%22nonsense%22%7D%7D", "?filter/evidence/kind"),
        ] {
            let refused = server.get(&format!("{address}?{query}")).await.refused(422, "unknown_name");
            assert_eq!(refused["errors"][0]["pointer"], place, "{address}?{query}: {refused}");
        }
    }
    let filter = json!({ "filter": { "stage": { "vocabulary": "journey", "at_least": "nonsense" } } });
    let refused = server.post("/api/v1/parties/search", filter).await.refused(422, "unknown_name");
    assert_eq!(refused["errors"][0]["pointer"], "/filter/stage/at_least", "{refused}");
    server
        .post("/api/v1/parties/search", json!({ "filter": { "text": 5 } }))
        .await
        .invalid(&["/filter/text"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn pages_follow_each_other_while_others_write(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    for name in ["a", "c", "e", "g"] {
        server.seller().meets(name).await;
    }
    let first = server.get("/api/v1/parties?limit=2").await.ok();
    assert_eq!(names(&first), ["a", "c"]);
    for name in ["b", "d"] {
        server.seller().meets(name).await;
    }
    let next = format!("/api/v1/parties?limit=9&cursor={}", first["next"].as_str().unwrap());
    let second = server.get(&next).await.ok();
    assert_eq!(names(&second), ["d", "e", "g"], "what comes after the place, and nothing twice");
    assert_eq!(second["next"], Value::Null);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn parties_are_counted_by_fields(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    people(&server).await;
    let facets = server.get("/api/v1/parties/facets?fields=kind,stage.journey,source").await.ok();
    assert_eq!(facets["items"][0]["counts"][0], json!({ "value": "person", "count": 3 }));
    let stages = facets["items"][1]["counts"].as_array().unwrap();
    assert!(stages.contains(&json!({ "value": "customer", "count": 1 })));
    assert_eq!(
        facets["items"][2]["counts"],
        json!([{ "value": null, "count": 3 }, { "value": "fair", "count": 1 }])
    );
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn every_number_of_a_funnel_leads_to_so_many_rows(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let [ada, bob, _] = people(&server).await;
    let seller = server.seller();
    seller.notes(&bob, "disqualified", json!("2026-02-03")).await;
    seller.notes(&ada, "cancelled", json!("2026-02-05")).await;
    for query in
        ["", "?by=source", "?vocabulary=zoho&of=people", "?from=2026-02-01&to=2026-02-02", "?basis=recorded"]
    {
        let funnel = server.get(&format!("/api/v1/funnel{query}")).await.ok();
        let groups = funnel
            .get("groups")
            .map_or_else(|| vec![&funnel], |groups| groups.as_array().unwrap().iter().collect());
        let mut compared = 0;
        for group in groups {
            let whole = group["lists"].as_object().unwrap().iter().map(|(name, list)| (group, name, list));
            let stages = group["stages"].as_array().unwrap();
            let each = stages.iter().flat_map(|stage| {
                stage["lists"].as_object().unwrap().iter().map(move |(name, list)| (stage, name, list))
            });
            for (of, name, list) in whole.chain(each) {
                let number = match &of[name] {
                    Value::Object(reasons) => reasons.values().map(|count| count.as_u64().unwrap()).sum(),
                    count => count.as_u64().unwrap(),
                };
                let rows = server.get(list.as_str().unwrap()).await.ok()["items"].as_array().unwrap().len();
                assert_eq!(rows as u64, number, "{query}: {name} of {of}");
                compared += 1;
            }
        }
        assert!(compared >= 29, "{query}: {compared}");
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn who_may_be_there_already_is_found_by_a_name_like_it(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let ada = server.seller().meets("Zoë Åkesson").await;
    server.seller().meets("Grace Hopper").await;
    let found = server.get("/api/v1/parties/similar?kind=person&name=zoe%20akeson").await.ok();
    let [only] = found["items"].as_array().unwrap().as_slice() else { panic!("{found}") };
    assert_eq!((&only["id"], &only["stages"]["journey"]), (&json!(ada), &json!("contact")));
    let organizations = server.get("/api/v1/parties/similar?kind=organization&name=zoe%20akeson").await.ok();
    assert_eq!(organizations["items"], json!([]));

    for (query, pointer) in [
        (String::new(), "?name"),
        ("name=".to_owned(), "?name"),
        ("city=Bern".to_owned(), "?name"),
        ("name=Ada&kind=robot".to_owned(), "?kind"),
        ("name=Ada&fax=1".to_owned(), "?fax"),
        (format!("phone={}", "1".repeat(1_001)), "?phone"),
        (format!("name={}", "a".repeat(1_001)), "?name"),
        (format!("name=Ada&company={}", "a".repeat(1_001)), "?company"),
    ] {
        let problem = server.get(&format!("/api/v1/parties/similar?{query}")).await;
        assert_eq!(problem.status, 422, "{query}: {}", problem.text());
        assert_eq!(problem.json()["errors"][0]["pointer"], pointer, "{query}: {}", problem.text());
    }
}
