//! `/uploads` and `/imports`.

use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use casebook_server::Limits;
use casebook_store::Engine;
use rstest::rstest;
use serde_json::{Value, json};

use crate::server::TestServer;

const MAPPING: &str = r#"
name = "leads"
system = "crm"
[party]
kind = "person"
external_id = "Id"
[fields]
name = "Name"
email = "Mail"
[[evidence]]
kind = "form_submitted"
at = "Created"
"#;

fn leads(rows: usize) -> String {
    let row = |n: usize| {
        let created = if n % 10 == 7 { "never" } else { "2025-11-02" };
        format!("{n},P{n},p{n}@example.org,{created}\n")
    };
    let rows: String = (0..rows).map(row).collect();
    format!("Id,Name,Mail,Created\n{rows}")
}

fn draft(upload: &str) -> Value {
    json!({ "upload": upload, "mapping": MAPPING })
}

/// Begins an import; returns its address.
async fn begin(server: &TestServer, upload: &str) -> String {
    let answer = server.post("/api/v1/imports", draft(upload)).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let import = answer.json();
    assert_eq!(answer.header("location"), format!("/api/v1/imports/{}", import["id"].as_str().unwrap()));
    assert_eq!((&import["state"], &import["upload"]), (&json!("running"), &json!(upload)));
    answer.header("location").to_owned()
}

fn is(state: &str) -> impl Fn(&Value) -> bool {
    move |import| import["state"] == state
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_file_goes_in_a_step_at_a_time_and_comes_out_again(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let upload = server.upload(&leads(50)).await;
    let shown = server.get(&format!("/api/v1/uploads/{upload}")).await.ok();
    assert_eq!((&shown["name"], &shown["size"]), (&json!("leads.csv"), &json!(leads(50).len())));

    let guess = server.post("/api/v1/imports/guess", json!({ "upload": upload })).await.ok();
    assert_eq!(guess["columns"], json!(["Id", "Name", "Mail", "Created"]));
    assert_eq!(guess["sample"][0], json!(["0", "P0", "p0@example.org", "2025-11-02"]));
    assert_eq!(guess["rows"][0]["fields"]["email"], "p0@example.org");
    assert!(guess["mapping"].as_str().unwrap().contains("Mail"), "{guess}");

    let previewed = server.post("/api/v1/imports/preview", draft(&upload)).await.ok();
    assert_eq!(
        (&previewed["job"]["state"], &previewed["job"]["work"]),
        (&json!("done"), &json!("preview_import"))
    );
    let result = &previewed["result"];
    assert_eq!((&result["created"], &result["rejected"]), (&json!(45), &json!(5)));
    assert_eq!(result["rows"][0]["evidence"], json!(["form submitted on 2025-11-02"]));
    assert_eq!(
        (&result["problems"][0]["line"], &result["problems"][0]["column"]),
        (&json!(9), &json!("Created"))
    );

    let address = begin(&server, &upload).await;
    let import = server.until(&address, is("done")).await;
    for count in ["created", "updated", "unchanged", "rejected", "evidence"] {
        assert_eq!(import[count], result[count], "the preview of {count}");
    }
    assert_eq!((&import["rows_done"], &import["bytes_done"]), (&json!(50), &import["bytes_total"]));

    let page = server.get(&format!("{address}/rejects?limit=3")).await.ok();
    assert_eq!((page["items"].as_array().unwrap().len(), &page["items"][0]["cells"][1]), (3, &json!("P7")));
    let next = page["next"].as_str().unwrap();
    let last = server.get(&format!("{address}/rejects?limit=3&cursor={next}")).await.ok();
    assert_eq!((last["items"].as_array().unwrap().len(), &last["next"]), (2, &Value::Null));

    let table = server.get(&format!("{address}/rejects.csv")).await;
    assert_eq!((table.status, table.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert!(table.header("content-disposition").starts_with("attachment; filename=\"imp_"));
    let corrected = server.upload(&table.text().replace("never", "2025-11-03")).await;
    let second = begin(&server, &corrected).await;
    let import = server.until(&second, is("done")).await;
    assert_eq!((&import["created"], &import["rejected"]), (&json!(5), &json!(0)));

    let undone = server.post(&format!("{second}/undo"), json!({})).await.ok();
    assert_eq!(undone["result"]["hidden"], 5);
    let first = server.get("/api/v1/imports?limit=1").await.ok();
    assert_eq!(
        (&first["items"][0]["state"], first["items"][0]["id"].as_str()),
        (&json!("undone"), second.rsplit('/').next())
    );
    let rest = server.get(&format!("/api/v1/imports?cursor={}", first["next"].as_str().unwrap())).await.ok();
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    let kept = server.get("/api/v1/exports/evidence?format=json").await.ok();
    assert_eq!(kept["items"][0]["recorded_via"], "import");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn an_import_outlives_the_server_and_goes_on_when_asked(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let upload = server.upload(&leads(8_000)).await;
    let address = begin(&server, &upload).await;
    server.until(&address, |import| import["rows_done"].as_u64() > Some(0)).await;
    let server = server.restarted();
    let stopped = server.until(&address, is("interrupted")).await;
    assert!(stopped["rows_done"].as_u64() < Some(8_000), "{stopped}");
    assert_eq!((&stopped["upload"], &stopped["problem"]), (&json!(upload), &Value::Null));
    server
        .send(Request::delete(format!("/api/v1/uploads/{upload}")).body(Body::empty()).unwrap())
        .await
        .refused(409, "refused");
    let resumed = server.post(&format!("{address}/resume"), json!({})).await;
    assert_eq!((resumed.status, resumed.header("location")), (202, address.as_str()));
    let import = server.until(&address, is("done")).await;
    assert_eq!((&import["created"], &import["rejected"]), (&json!(7_200), &json!(800)));
    server.post(&format!("{address}/resume"), json!({})).await.refused(409, "refused");
    server.post(&format!("{address}/cancel"), json!({})).await.refused(409, "refused");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_cancelled_import_without_its_file_needs_the_same_file_again(#[case] engine: Engine) {
    let server = TestServer::new(engine);
    let upload = server.upload(&leads(8_000)).await;
    let address = begin(&server, &upload).await;
    server.post("/api/v1/imports", draft(&upload)).await.refused(409, "refused");
    assert_eq!(server.post(&format!("{address}/cancel"), json!({})).await.status, 200);
    server.until(&address, is("interrupted")).await;
    std::fs::remove_dir_all(server.uploads()).unwrap();
    let problem = server.post(&format!("{address}/resume"), json!({})).await.refused(409, "refused");
    assert!(problem["detail"].as_str().unwrap().contains("upload the same file again"), "{problem}");
    let again = server.upload(&leads(8_000)).await;
    let resumed = begin(&server, &again).await;
    assert_eq!(resumed, address, "the same import is taken up");
    server.until(&address, is("done")).await;
}

#[tokio::test]
async fn what_is_no_table_or_too_large_is_refused_and_leaves_no_file() {
    let limits = Limits { upload: 100, ..Limits::default() };
    let server = TestServer::bounded(Engine::Sqlite, limits);
    server.upload_as("application/json", "{}").await.refused(415, "unsupported_media_type");
    server.upload_as("text/csv", "x".repeat(101)).await.refused(413, "too_long");
    let pieces = |last: std::io::Result<&'static str>| {
        Body::from_stream(futures_util::stream::iter([Ok("Name\n".repeat(15).leak() as &str), last]))
    };
    server
        .upload_as("text/csv", pieces(Ok("Name\nName\nName\nName\nName\nName\n")))
        .await
        .refused(413, "too_long");
    server.upload_as("text/csv", pieces(Err(std::io::Error::other("cut off")))).await.invalid(&[""]);
    let nameless = Request::post("/api/v1/uploads?name=").header(CONTENT_TYPE, "text/csv");
    server.send(nameless.body("Name".into()).unwrap()).await.invalid(&["?name"]);
    assert_eq!(std::fs::read_dir(server.uploads()).unwrap().count(), 0);
    server.get("/api/v1/uploads/upl_0000000000001").await.refused(404, "not_found");
}

#[tokio::test]
async fn an_upload_can_be_removed_and_goes_by_itself_after_a_day() {
    let server = TestServer::new(Engine::Sqlite);
    let (first, second) = (server.upload("Name\nAda\n").await, server.upload("Name\nEve\n").await);
    let address = format!("/api/v1/uploads/{first}");
    let removed = server.send(Request::delete(&address).body(Body::empty()).unwrap()).await;
    assert_eq!((removed.status, removed.bytes.len()), (204, 0));
    server.get(&address).await.refused(404, "not_found");
    server.clock.advance(24 * 3_600 * 1_000_000);
    server.get(&format!("/api/v1/uploads/{second}")).await.refused(404, "not_found");
    server.upload("Name\nBob\n").await;
    assert_eq!(std::fs::read_dir(server.uploads()).unwrap().count(), 2, "a file and its note");
}

#[tokio::test]
async fn what_an_import_needs_is_named_where_it_is_wrong() {
    let server = TestServer::new(Engine::Sqlite);
    let upload = server.upload("Name,Mail\nAda,ada@example.org\n").await;
    for path in ["/api/v1/imports", "/api/v1/imports/preview"] {
        server.post(path, draft("upl_0000000000001")).await.refused(422, "unknown_name");
        let wrong = json!({ "upload": upload, "mapping": MAPPING });
        let problem = server.post(path, wrong).await.refused(422, "mapping_refused");
        assert_eq!(problem["errors"][0]["pointer"], "/mapping", "{problem}");
    }
    server.post("/api/v1/imports/guess", json!({ "upload": "upl_1" })).await.invalid(&["/upload"]);
    let nobody = server.upload("Colour,Size\nred,2\n").await;
    server.post("/api/v1/imports/guess", json!({ "upload": nobody })).await.refused(422, "unreadable");
    server.get("/api/v1/imports?cursor=x").await.invalid(&["?cursor"]);
    server.get("/api/v1/imports?limit=0").await.invalid(&["?limit"]);
    for path in ["", "/rejects", "/rejects.csv"] {
        server.get(&format!("/api/v1/imports/imp_0000000000001{path}")).await.refused(404, "not_found");
    }
    for path in ["cancel", "resume", "undo"] {
        let address = format!("/api/v1/imports/imp_0000000000001/{path}");
        server.post(&address, json!({})).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn an_ambiguous_order_of_dates_is_a_question_with_its_choices() {
    let server = TestServer::new(Engine::Sqlite);
    let upload = server.upload("Name,Email,Created Date\nAda,ada@example.org,01/02/2026\n").await;
    let open = server.post("/api/v1/imports/guess", json!({ "upload": upload })).await.ok();
    assert_eq!(open["questions"][0]["answers"], "date_order");
    assert_eq!(open["questions"][0]["choices"], json!(["day-first", "month-first"]));
    assert_eq!(open["problems"][0]["value"], "01/02/2026", "nothing is guessed meanwhile");
    assert_eq!(open["questions"][1]["answers"], "rows_are");
    let answer = json!({ "upload": upload, "date_order": "month-first", "rows_are": "interested" });
    let settled = server.post("/api/v1/imports/guess", answer).await.ok();
    assert_eq!((&settled["questions"], &settled["problems"]), (&json!([]), &json!([])));
    let happened = settled["rows"][0]["evidence"][0].as_str().unwrap();
    assert!(happened.starts_with("form submitted on 2026-01-02"), "{settled}");
    server
        .post("/api/v1/imports/guess", json!({ "upload": upload, "date_order": "x" }))
        .await
        .invalid(&["/date_order"]);
}
