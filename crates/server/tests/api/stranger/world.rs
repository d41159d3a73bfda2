//! A workspace of many, of whom a stranger sees one.

use std::collections::BTreeMap;

use casebook_app::domain::ids::{
    ChangeSetId, DealId, EvidenceId, ImportId, JobId, LinkId, PartyId, QuoteId, RecordId, UploadId,
};
use casebook_app::domain::time::DAY;
use serde_json::{Value, json};

use crate::server::TestServer;

/// What is there that a stranger should not see, each by a name for requests, with another of the like that is not
/// there.
#[derive(Default)]
pub struct World {
    pub names: BTreeMap<&'static str, (String, String)>,
    /// What is secret beside that.
    secrets: Vec<String>,
    /// The stranger's own.
    pub own: BTreeMap<&'static str, String>,
}

/// A pipeline that is not there yet.
pub const PIPELINE: &str =
    "name = \"mine\"\ntitle = \"Mine\"\n[[stages]]\nname = \"talk\"\ntitle = \"Talk\"\nprobability = 5\n";

/// A mapping of which the second row of [`FILE`] makes nothing.
pub const MAPPING: &str = r#"
name = "secret leads"
system = "secretcrm"
[party]
kind = "person"
external_id = "Id"
[fields]
name = "Name"
email = "Mail"
note = "Note"
[[evidence]]
kind = "form_submitted"
at = "Created"
"#;
const FILE: &str = "Id,Name,Mail,Note,Created\nLX-1,Lothar Geheim,lothar@verborgen.example,whispers,2025-11-02\n\
                    LX-2,Renata Klamm,renata@verborgen.example,mumbles,never\n";

/// A vocabulary of the workspace's own: zoho's under another name.
pub fn vocabulary(name: &str) -> String {
    include_str!("../../../../domain/src/vocabularies/zoho.toml").replacen(
        "\"zoho\"",
        &format!("{name:?}"),
        1,
    )
}

fn id_of(created: &Value) -> String {
    created["id"].as_str().unwrap().to_owned()
}

/// An id of the same sort that nothing has.
fn nobody(id: &str) -> String {
    const ELSEWHERE: i64 = 1 << 30;
    macro_rules! try_all {
        ($($sort:ident),*) => {
            $(if let Some(known) = $sort::parse(id) { return $sort(known.0 ^ ELSEWHERE).to_string() })*
        };
    }
    try_all!(PartyId, EvidenceId, LinkId, ImportId, ChangeSetId, UploadId, JobId, DealId, RecordId, QuoteId);
    panic!("{id} is no id")
}

impl World {
    /// Makes the stranger's party, those who have to do with it, and some who have not.
    pub async fn begin(server: &TestServer) -> Self {
        let mut world = Self::default();
        server.post("/api/v1/kinds", json!({ "name": "tea_taken", "family": "dialogue" })).await.created();
        server
            .post("/api/v1/vocabularies/use?wait=30", json!({ "toml": vocabulary("housewords") }))
            .await
            .ok();
        let pia = json!({ "name": "Pia Own", "email": "pia@own.example", "source": "fair", "city": "Ulm",
            "external": [{ "system": "owncrm", "id": "OWN-1" }], "more": { "tea": "green" } });
        let pia = id_of(&server.post("/api/v1/people", pia).await.created());
        let other = json!({ "name": "Zacharias Verborgen", "email": "zach@verborgen.example",
            "phone": "+49 555 0101010", "note": "owes us a favour", "source": "underground", "city": "Xanten",
            "owner": "Wolfram", "company": "Schattenwerk",
            "external": [{ "system": "secretcrm", "id": "ZX-77" }], "more": { "shoe_size": "fortyseven" } });
        let other = id_of(&server.post("/api/v1/people", other).await.created());
        world.names_id("other", &other);
        for (name, real, none) in [
            ("name", "Zacharias Verborgen", "Quirinus Niemand"),
            ("mail", "zach@verborgen.example", "quin@niemand.example"),
            ("external", "ZX-77", "QX-77"),
            ("field", "shoe_size", "hand_span"),
            ("city", "Xanten", "Quedlin"),
            ("source", "underground", "clairvoyant"),
            ("deal_name", "Velvet tunnel", "Marble chimney"),
            ("product_name", "Invisible ink", "Visible ink"),
        ] {
            world.names.insert(name, (real.to_owned(), none.to_owned()));
        }
        for secret in ["0101010", "owes us", "Wolfram", "Schattenwerk", "secretcrm", "fortyseven"] {
            world.secrets.push(secret.to_owned());
        }
        // Both took part in it, so half of it is the stranger's.
        let both = json!([{ "party": pia, "role": "subject" }, { "party": other, "role": "host" }]);
        let shared = record(server, "meeting_held", &both, json!({ "detail": { "topic": "tea" } })).await;
        let own = record(server, "call_held", &json!([{ "party": pia, "role": "subject" }]), json!({})).await;
        server.clock.advance(DAY);
        record(server, "tea_taken", &json!([{ "party": pia, "role": "subject" }]), json!({})).await;
        for act in ["hide", "restore"] {
            server.post(&format!("/api/v1/parties/{pia}/{act}"), json!({})).await.ok();
        }
        world.own = [("pia", pia), ("shared", id_of(&shared)), ("evidence", id_of(&own))].into();
        world
    }

    /// Fills the workspace with what does not concern the stranger.
    pub async fn fill(&mut self, server: &TestServer) {
        let (pia, other) = (self.own["pia"].clone(), self.names["other"].0.clone());
        let organization = json!({ "name": "Schattenwerk Holding", "website": "schattenwerk.example" });
        let organization = id_of(&server.post("/api/v1/organizations", organization).await.created());
        let hidden =
            id_of(&server.post("/api/v1/people", json!({ "name": "Ottilie Versteckt" })).await.created());
        let alone = json!([{ "party": other, "role": "subject" }, { "party": hidden, "role": "guest" }]);
        let more = json!({ "deal": "Velvet tunnel", "amount": { "minor": 777_777, "currency": "EUR" },
            "detail": { "reason": "blackmail" } });
        let won = record(server, "deal_won", &alone, more).await;
        let retracted = record(server, "webinar_attended", &alone, json!({})).await;
        let body = json!({ "reason": "it was a dream" });
        let retraction =
            server.post(&format!("/api/v1/evidence/{}/retract", id_of(&retracted)), body).await.created();
        let edit = json!({ "phone": "+49 555 0202020", "more": { "shoe_size": "thirteen" } });
        server.patch(&format!("/api/v1/people/{other}"), "*", edit).await.ok();
        server.post(&format!("/api/v1/parties/{hidden}/hide"), json!({})).await.ok();
        let link = |person: &str, role: &str| json!({ "person": person, "organization": organization, "role": role });
        let linked = id_of(&server.post("/api/v1/links", link(&other, "conspirator")).await.created());
        let half = id_of(&server.post("/api/v1/links", link(&pia, "confidante")).await.created());
        let upload = server.upload(FILE).await;
        let import =
            server.post("/api/v1/imports", json!({ "upload": upload, "mapping": MAPPING })).await.json();
        let import = id_of(&import);
        server.until(&format!("/api/v1/imports/{import}"), |now| now["state"] == "done").await;
        let tried = json!({ "toml": vocabulary("tried") });
        let job = server.post("/api/v1/vocabularies/try?wait=30", tried).await.ok();
        let secret = json!({ "name": "Invisible ink", "owner": "Wolfram", "fields": { "code": "INK-777",
            "price": { "minor": 777_777, "currency": "EUR" } } });
        let product = id_of(&server.post("/api/v1/products", secret).await.created());
        let (evidence, deal) = (id_of(&won), won["deal"].as_str().unwrap());
        server.put("/api/v1/settings/company", json!({ "name": "Kabale & Co" })).await.ok();
        let screen =
            json!({ "description": "A smoke screen", "unit_price": { "minor": 5, "currency": "EUR" } });
        let quote = json!({ "deal": deal, "currency": "EUR", "lines": [screen] });
        let quote = id_of(&server.post("/api/v1/quotes", quote).await.created());
        let sent = server.post(&format!("/api/v1/quotes/{quote}/send"), json!({})).await.ok();
        self.secrets.push(sent["link"]["token"].as_str().unwrap().to_owned());
        for (name, id) in [
            ("organization", organization.as_str()),
            ("hidden", hidden.as_str()),
            ("evidence", evidence.as_str()),
            ("deal", deal),
            ("link", linked.as_str()),
            ("half", half.as_str()),
            ("upload", upload.as_str()),
            ("product", product.as_str()),
            ("quote", quote.as_str()),
            ("import", import.as_str()),
            ("set", import.replace("imp_", "set_").as_str()),
            ("job", job["job"]["id"].as_str().unwrap()),
        ] {
            self.names_id(name, id);
        }
        self.secrets.extend([id_of(&retracted), id_of(&retraction)]);
        for secret in
            ["Ottilie", "777777", "7777.77", "blackmail", "dream", "0202020", "thirteen", "conspirator"]
        {
            self.secrets.push(secret.to_owned());
        }
        for secret in [
            "Kabale",
            "smoke screen",
            "Q-2026-",
            "confidante",
            "Lothar",
            "Renata",
            "verborgen.example",
            "whispers",
            "mumbles",
            "LX-",
            "secret leads",
        ] {
            self.secrets.push(secret.to_owned());
        }
    }

    fn names_id(&mut self, name: &'static str, id: &str) {
        self.names.insert(name, (id.to_owned(), nobody(id)));
    }

    /// What of all that is secret stands in a text, leaving out what was in the request that it answers.
    pub fn leaks<'w>(&'w self, text: &str, asked: &str) -> Vec<&'w str> {
        let named = self.names.values().map(|(real, _)| real.as_str());
        let all = named.chain(self.secrets.iter().map(String::as_str));
        all.filter(|secret| text.contains(secret) && !asked.contains(secret)).collect()
    }

    /// A request's text with the names of this world in it, or with those of what is not there.
    pub fn filled_in(&self, template: &str, is_real: bool) -> String {
        let mut text = template.to_owned();
        for (name, (real, none)) in &self.names {
            text = text.replace(&format!("<{name}>"), if is_real { real } else { none });
        }
        for (name, own) in &self.own {
            text = text.replace(&format!("<own:{name}>"), own);
        }
        assert!(!text.contains('<'), "no such name: {text}");
        text
    }
}

/// Records a piece; returns it.
async fn record(server: &TestServer, kind: &str, participants: &Value, more: Value) -> Value {
    let mut body = json!({ "kind": kind, "participants": participants });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server.post("/api/v1/evidence", body).await.created()
}
