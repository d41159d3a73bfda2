//! Organizations that belong to one another.

use axum::http::Method;
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::{Answer, TestServer};

async fn organization(server: &TestServer, name: &str) -> String {
    let added = server.post("/api/v1/organizations", json!({ "name": name })).await.created();
    added["id"].as_str().unwrap().to_owned()
}

async fn set_parent(server: &TestServer, child: &str, parent: Option<&str>) -> Answer {
    put(server, child, json!({ "parent": parent })).await
}

async fn put(server: &TestServer, child: &str, body: Value) -> Answer {
    let path = format!("/api/v1/organizations/{child}/parent");
    server.with_body(Method::PUT, &path, &[], body.to_string()).await
}

async fn tree(server: &TestServer, of: &str) -> Value {
    server.get(&format!("/api/v1/organizations/{of}/tree")).await.ok()
}

fn names(nodes: &Value) -> Vec<&str> {
    nodes.as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap()).collect()
}

/// A holding, its company and the company's plant.
async fn three(server: &TestServer) -> [String; 3] {
    let holding = organization(server, "Holding").await;
    let company = organization(server, "Company").await;
    let plant = organization(server, "Plant").await;
    set_parent(server, &company, Some(&holding)).await.ok();
    set_parent(server, &plant, Some(&company)).await.ok();
    [holding, company, plant]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_organization_has_one_parent_and_a_place_in_the_tree(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let [holding, company, plant] = three(&server).await;
    let of_plant = tree(&server, &plant).await;
    assert_eq!(names(&of_plant["ancestors"]), ["Holding", "Company"], "the topmost first");
    let of_holding = tree(&server, &holding).await;
    assert_eq!(of_holding["children"], json!([{ "id": company, "name": "Company", "children_count": 1 }]));
    let shown = server.get(&format!("/api/v1/organizations/{company}")).await.ok();
    let role_of = |id: &str| {
        let links = shown["links"].as_array().unwrap();
        links.iter().find(|link| link["party"] == id).map(|link| link["role"].as_str().unwrap().to_owned())
    };
    assert_eq!(role_of(&holding).as_deref(), Some("parent"));
    assert_eq!(role_of(&plant).as_deref(), Some("subsidiary"));
    let links = server.get(&format!("/api/v1/parties/{company}/links")).await.ok();
    assert_eq!(links["items"], json!([]), "links are between people and organizations");

    let moved = set_parent(&server, &plant, Some(&holding)).await.ok();
    assert_eq!(names(&moved["ancestors"]), ["Holding"]);
    assert_eq!(tree(&server, &company).await["children"], json!([]));
    let alone = set_parent(&server, &plant, None).await.ok();
    assert_eq!(alone["ancestors"], json!([]));
    server.post(&format!("/api/v1/parties/{company}/hide"), json!({})).await.ok();
    assert_eq!(tree(&server, &holding).await["children_count"], 0, "hidden ones are left out");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_would_be_no_tree_is_refused(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let [holding, company, plant] = three(&server).await;
    for (child, parent) in [(&holding, &plant), (&holding, &company), (&plant, &plant)] {
        let refused = set_parent(&server, child, Some(parent)).await.refused(422, "usage");
        assert_eq!(refused["errors"][0]["pointer"], "/parent", "{refused}");
    }
    let ada = server.post("/api/v1/people", json!({ "name": "Ada" })).await.created();
    set_parent(&server, &plant, ada["id"].as_str()).await.refused(422, "usage");
    set_parent(&server, &plant, Some("org_0000000000003")).await.refused(422, "unknown_name");
    set_parent(&server, "org_0000000000003", Some(&plant)).await.refused(404, "not_found");
    put(&server, &plant, json!({})).await.invalid(&[""]);
    server.post(&format!("/api/v1/parties/{holding}/hide"), json!({})).await.ok();
    set_parent(&server, &plant, Some(&holding)).await.refused(422, "usage");
    assert_eq!(names(&tree(&server, &plant).await["ancestors"]), ["Company"], "nothing changed");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_parent_is_undone_unless_the_tree_has_changed(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let [holding, company, plant] = three(&server).await;
    let moved = set_parent(&server, &plant, Some(&holding)).await.header("change-set").to_owned();
    let undo = |set: String| {
        let server = &server;
        async move { server.post(&format!("/api/v1/changes/{set}/undo?wait=20"), json!({})).await.ok() }
    };
    let receipt = undo(moved).await;
    assert_eq!(receipt["kept"], json!([]));
    assert_eq!(names(&tree(&server, &plant).await["ancestors"]), ["Holding", "Company"]);

    // The company is let go, and then the holding is put below it: to take the first back would close a circle.
    let let_go = set_parent(&server, &company, None).await.header("change-set").to_owned();
    set_parent(&server, &holding, Some(&company)).await.ok();
    assert_eq!(undo(let_go).await["kept"][0]["reason"], "changed_since");
    assert_eq!(names(&tree(&server, &company).await["ancestors"]), Vec::<&str>::new());

    // The plant is let go and given to another: to take the first back would give it two parents.
    let let_go = set_parent(&server, &plant, None).await.header("change-set").to_owned();
    set_parent(&server, &plant, Some(&holding)).await.ok();
    assert_eq!(undo(let_go).await["kept"][0]["reason"], "changed_since");
    assert_eq!(names(&tree(&server, &plant).await["ancestors"]), ["Company", "Holding"]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn whoever_is_below_is_filtered(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let [holding, company, plant] = three(&server).await;
    let ada = server.post("/api/v1/people", json!({ "name": "Ada" })).await.created();
    let link = json!({ "person": ada["id"], "organization": plant, "role": "employee" });
    server.post("/api/v1/links", link).await.created();
    let found = |filter: Value| {
        let server = &server;
        async move {
            let page = server.post("/api/v1/parties/search", json!({ "filter": filter })).await.ok();
            names(&page["items"]).into_iter().map(str::to_owned).collect::<Vec<_>>()
        }
    };
    assert_eq!(found(json!({ "below": holding })).await, ["Company", "Plant"]);
    assert_eq!(found(json!({ "below": company })).await, ["Plant"]);
    assert_eq!(found(json!({ "below": plant })).await, Vec::<String>::new());
    let people = json!({ "and": [{ "kind": "person" }, { "linked_to_any": { "below": holding } }] });
    assert_eq!(found(people).await, ["Ada"], "people of everything that belongs to the holding");
}
