//! Fields that a workspace declares for people and organizations.

use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const FIELDS: &str = "/api/v1/record-types/people/fields";

/// Declares a number and a choice for people.
async fn declared(server: &TestServer) {
    server
        .post(FIELDS, json!({ "name": "headcount", "title": "Headcount", "kind": "number" }))
        .await
        .created();
    let tier = json!({ "name": "tier", "title": "Tier", "kind": "choice", "choices": ["gold", "silver"] });
    server.post(FIELDS, tier).await.created();
}

async fn person(server: &TestServer, name: &str, more: Value) -> String {
    let added = server.post("/api/v1/people", json!({ "name": name, "more": more })).await.created();
    added["id"].as_str().unwrap().to_owned()
}

async fn names(server: &TestServer, request: Value) -> Vec<String> {
    let found = server.post("/api/v1/parties/search", request).await.ok();
    let name = |one: &Value| one["name"].as_str().unwrap().to_owned();
    found["items"].as_array().unwrap().iter().map(name).collect()
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn people_and_organizations_are_types_with_their_fields(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    declared(&server).await;
    let types = server.get("/api/v1/record-types").await.ok();
    let of = |plural: &str| -> Value {
        types["items"].as_array().unwrap().iter().find(|one| one["plural"] == plural).unwrap().clone()
    };
    let field = |of: &Value, name: &str| -> Option<Value> {
        of["fields"].as_array().unwrap().iter().find(|one| one["name"] == name).cloned()
    };
    let (people, organizations) = (of("people"), of("organizations"));
    assert_eq!((&people["storage"], &people["built_in"]), (&json!("party"), &json!(true)));
    assert_eq!(of("deals")["storage"], "record");
    let emails = field(&people, "emails").unwrap();
    assert_eq!((&emails["kind"], &emails["multiple"]), (&json!("email"), &json!(true)));
    assert_eq!(field(&people, "headcount").unwrap()["kind"], "number");
    assert_eq!(field(&organizations, "headcount"), None);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn values_must_fit_and_are_stored_in_one_form(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    declared(&server).await;
    let ada =
        person(&server, "Ada", json!({ "headcount": " 12.50 ", "tier": "gold", "shoe size": "38" })).await;
    let path = format!("/api/v1/people/{ada}");
    let more = json!({ "headcount": "12.5", "tier": "gold", "shoe size": "38" });
    assert_eq!(server.get(&path).await.ok()["more"], more);
    for (name, value) in [("headcount", "many"), ("tier", "bronze")] {
        let wrong = json!({ "more": { name: value } });
        let refused = server.patch(&path, "*", wrong).await.refused(422, "usage");
        assert_eq!(refused["errors"][0]["pointer"], format!("/more/{name}"));
        let bulk = json!({ "filter": { "and": [] }, "set": { "more": { name: value } } });
        assert_eq!(server.post("/api/v1/parties/bulk?wait=10", bulk).await.status, 422);
    }
    let new = json!({ "name": "Bob", "more": { "tier": "bronze" } });
    let refused = server.post("/api/v1/people", new).await.refused(422, "usage");
    assert_eq!(refused["errors"][0]["pointer"], "/more/tier");
    // Nothing is declared for organizations.
    let any = json!({ "name": "Acme", "more": { "tier": "bronze" } });
    server.post("/api/v1/organizations", any).await.created();
    let cleared = server.patch(&path, "*", json!({ "more": { "tier": null } })).await.ok();
    assert_eq!(cleared["more"], json!({ "headcount": "12.5", "shoe size": "38" }));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn lists_are_filtered_and_sorted_by_what_values_mean(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    declared(&server).await;
    let since = json!({ "name": "since", "title": "Since", "kind": "date" });
    server.post(FIELDS, since).await.created();
    for (name, headcount, day) in
        [("Nine", "9", "2026-01-31"), ("Ten", "10", "2025-12-01"), ("Two", "-2", "2026-03-01")]
    {
        person(&server, name, json!({ "headcount": headcount, "since": day })).await;
    }
    person(&server, "None", json!({})).await;
    for (sort, expected) in [
        ("more.headcount", ["Two", "Nine", "Ten", "None"]),
        ("-more.headcount", ["Ten", "Nine", "Two", "None"]),
        ("more.since", ["Ten", "Nine", "Two", "None"]),
    ] {
        assert_eq!(names(&server, json!({ "sort": sort })).await, expected, "{sort}");
        let first = server.post("/api/v1/parties/search", json!({ "sort": sort, "limit": 2 })).await.ok();
        let rest = json!({ "sort": sort, "cursor": first["next"] });
        assert_eq!(names(&server, rest).await, expected[2..], "{sort}");
    }
    let by = |condition: Value| json!({ "filter": { "field": condition }, "sort": "name" });
    let field = |key: &str, value: &str| json!({ "name": if value.len() > 4 { "since" } else { "headcount" }, key: value });
    assert_eq!(names(&server, by(field("at_least", "9"))).await, ["Nine", "Ten"]);
    assert_eq!(names(&server, by(field("at_most", "9"))).await, ["Nine", "Two"]);
    assert_eq!(names(&server, by(field("before", "2026-01-31"))).await, ["Ten"]);
    assert_eq!(names(&server, by(field("after", "2026-01-31"))).await, ["Two"]);
    let wrong = by(field("at_least", "2026-01-31"));
    server.post("/api/v1/parties/search", wrong).await.invalid(&["/filter/field/at_least"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_field_that_present_values_do_not_fit_says_how_many_and_which(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    person(&server, "Fits", json!({ "headcount": "12" })).await;
    let misfit = person(&server, "Misfit", json!({ "headcount": "a dozen" })).await;
    let field = json!({ "name": "headcount", "title": "Headcount", "kind": "number" });
    let refused = server.post(FIELDS, field.clone()).await.refused(409, "refused");
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.contains("1 of 2 values") && detail.contains(&misfit) && detail.contains("a dozen"),
        "{detail}"
    );
    // Those of organizations are others.
    server.post("/api/v1/record-types/organizations/fields", field.clone()).await.created();
    let path = format!("/api/v1/people/{misfit}");
    server.patch(&path, "*", json!({ "more": { "headcount": "12" } })).await.ok();
    server.post(FIELDS, field.clone()).await.created();
    server.post(FIELDS, field).await.refused(409, "refused");
    for (key, value) in [("kind", json!("record")), ("multiple", json!(true)), ("required", json!(true))] {
        let mut field = json!({ "name": "other", "title": "Other", "kind": "text" });
        field[key] = value;
        assert_eq!(server.post(FIELDS, field).await.status, 422, "{key}");
    }
    let standard = json!({ "name": "emails", "title": "Emails", "kind": "email" });
    server.post(FIELDS, standard).await.refused(409, "refused");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_field_is_changed_as_long_as_what_is_there_fits(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    declared(&server).await;
    let grade = json!({ "name": "grade", "title": "Grade", "kind": "choice", "choices": ["a", "b"] });
    server.post("/api/v1/record-types/product/fields", grade).await.created();
    let product = json!({ "name": "Saddle", "fields": { "grade": "b" } });
    let product = server.post("/api/v1/products", product).await.created();
    let person = person(&server, "Ada", json!({ "tier": "silver" })).await;
    for (field, used, other) in [
        ("/api/v1/record-types/products/fields/grade", "b", "a"),
        ("/api/v1/record-types/people/fields/tier", "silver", "gold"),
    ] {
        let refused =
            server.patch(field, "*", json!({ "choices": [other, "new"] })).await.refused(409, "refused");
        let detail = refused["detail"].as_str().unwrap();
        let holder = if used == "b" { product["id"].as_str().unwrap() } else { &person };
        assert!(detail.contains('1') && detail.contains(holder), "{detail}");
        let changed = json!({ "title": "Class", "choices": [used, "new"], "archived": true });
        let of = server.patch(field, "*", changed).await.ok();
        let name = field.rsplit('/').next().unwrap();
        let now = of["fields"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone();
        assert_eq!(
            (&now["title"], &now["archived"], &now["built_in"]),
            (&json!("Class"), &json!(true), &json!(false))
        );
    }
    // What it holds stays.
    let path = format!("/api/v1/products/{}", product["id"].as_str().unwrap());
    assert_eq!(server.get(&path).await.ok()["fields"]["grade"], "b");
    let bare = json!({ "name": "Bridle" });
    server.post("/api/v1/products", bare).await.created();
    let grade = "/api/v1/record-types/product/fields/grade";
    let needed = json!({ "required": true, "archived": false });
    server.patch(grade, "*", needed).await.refused(409, "refused");
    server.patch(grade, "*", json!({ "kind": "text" })).await.invalid(&["/kind"]);
    let standard = "/api/v1/record-types/people/fields/emails";
    server.patch(standard, "*", json!({ "title": "Mail" })).await.refused(409, "refused");
    let missing = "/api/v1/record-types/people/fields/nothing";
    server.patch(missing, "*", json!({ "title": "Mail" })).await.refused(404, "not_found");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn parties_are_counted_by_own_fields(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    declared(&server).await;
    for (name, more) in [
        ("Ada", json!({ "tier": "gold", "shoe size": "38" })),
        ("Bob", json!({ "tier": "silver" })),
        ("Eve", json!({ "tier": "gold" })),
        ("Joe", json!({})),
    ] {
        person(&server, name, more).await;
    }
    let facets = "/api/v1/parties/facets?fields=";
    let found = server.get(&format!("{facets}more.tier,kind,more.shoe%20size")).await.ok();
    let of = |place: usize| found["items"][place].clone();
    let counts = |counts: &[(Value, u64)]| -> Value {
        counts.iter().map(|(value, count)| json!({ "value": value, "count": count })).collect()
    };
    let tiers = counts(&[(json!("gold"), 2), (Value::Null, 1), (json!("silver"), 1)]);
    assert_eq!(of(0), json!({ "field": "more.tier", "counts": tiers, "others": 0 }));
    assert_eq!(of(1)["counts"][0], json!({ "value": "person", "count": 4 }));
    assert_eq!(of(2)["counts"], counts(&[(Value::Null, 3), (json!("38"), 1)]));
    let some = server.get(&format!("{facets}more.tier&q=e")).await.ok();
    assert_eq!(some["items"][0]["counts"], counts(&[(json!("gold"), 1)]), "of a filter alone: {some}");
    // What is declared is known before anyone has a value.
    let empty = server.get(&format!("{facets}more.headcount")).await.ok();
    assert_eq!(empty["items"][0]["counts"], counts(&[(Value::Null, 4)]));
    let by = json!({ "filter": { "field": { "name": "headcount", "at_least": "1" } } });
    assert_eq!(names(&server, by).await, Vec::<String>::new());
    let refused = server.get(&format!("{facets}more.teir")).await.refused(422, "unknown_name");
    assert_eq!(refused["errors"][0]["pointer"], "?fields");
    assert!(refused["detail"].as_str().unwrap().contains("did you mean `more.tier`?"), "{refused}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_field_with_many_values_lists_the_most_frequent(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    for number in 0..60 {
        person(&server, &format!("P{number}"), json!({ "badge": format!("{:02}", number % 55) })).await;
    }
    person(&server, "Long", json!({ "badge": "x".repeat(1_000) })).await;
    let found = server.get("/api/v1/parties/facets?fields=more.badge").await.ok();
    let facet = &found["items"][0];
    let counts = facet["counts"].as_array().unwrap();
    assert_eq!((counts.len(), &counts[0]), (50, &json!({ "value": "00", "count": 2 })));
    assert_eq!((&counts[5]["count"], &facet["others"]), (&json!(1), &json!(6)));
}
