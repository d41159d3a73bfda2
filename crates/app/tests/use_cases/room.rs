//! A casebook of a test's own, and short words for what tests do with it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use casebook_app::domain::access::Principal;
use casebook_app::domain::evidence::{Evidence, Via};
use casebook_app::domain::ids::{ChangeSetId, ImportId, PartyId};
use casebook_app::domain::kind::Family;
use casebook_app::domain::lifecycle::funnel::Funnel;
use casebook_app::domain::lifecycle::history::Since;
use casebook_app::domain::party::Fields;
use casebook_app::domain::time::DAY;
use casebook_app::evidence::{NewEvidence, When};
use casebook_app::funnel::{FunnelReport, FunnelRequest};
use casebook_app::imports::{ImportReport, ImportRequest, PrepareOptions};
use casebook_app::parties::Filter;
use casebook_app::verify::VerifyReport;
use casebook_app::{
    Progress, Result, Session, Unwatched, changes, evidence, explain, funnel, imports, parties, verify,
};
use casebook_store::{Class, Engine, Table, tables};
use casebook_testkit::{FixedClock, TestDatabase};
use tempfile::TempDir;

/// A casebook in a database of its own.
pub struct Room {
    pub session: Session,
    pub clock: Arc<FixedClock>,
    pub folder: TempDir,
    pub database: TestDatabase,
}

/// Everything that can be seen of a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub fields: Fields,
    pub external: Vec<(String, String)>,
    pub stages: Vec<(String, Option<String>, Option<Since>)>,
    pub standing: Option<String>,
    pub links: Vec<(String, String)>,
    /// Live facts, in the order in which they fold.
    pub evidence: Vec<String>,
}

impl Room {
    pub fn new(engine: Engine) -> Self {
        let database = TestDatabase::unmigrated(engine);
        let clock = Arc::new(FixedClock::default());
        let session = open(&database, &clock);
        let folder = tempfile::tempdir().unwrap();
        Self { session, clock, folder, database }
    }

    /// The same database opened once more, as another process would.
    pub fn another(&self) -> Session {
        open(&self.database, &self.clock)
    }

    /// A session that sees one party alone.
    pub fn guest(&self, party: PartyId) -> Session {
        let clock = Arc::clone(&self.clock);
        let casebook = casebook_app::open(self.database.address(), clock).unwrap();
        casebook.session(Principal::limited_to("eve", [party]), Via::Api)
    }

    /// Imports a table; a minute passes.
    pub fn import(&self, mapping: &str, table: &str) -> ImportReport {
        self.try_import(&self.session, mapping, table, &Unwatched).unwrap()
    }

    pub fn try_import(
        &self,
        session: &Session,
        mapping: &str,
        table: &str,
        progress: &dyn Progress,
    ) -> Result<ImportReport> {
        self.clock.advance(60_000_000);
        imports::run(session, &self.request(mapping, table, false), progress)
    }

    pub fn dry_run(&self, mapping: &str, table: &str) -> ImportReport {
        imports::run(&self.session, &self.request(mapping, table, true), &Unwatched).unwrap()
    }

    pub fn request(&self, mapping: &str, table: &str, dry_run: bool) -> ImportRequest {
        let options = PrepareOptions { mapping: Some(mapping.to_owned()), ..PrepareOptions::default() };
        let prepared = imports::prepare(&self.session, &self.file(table), options).unwrap();
        ImportRequest { table: prepared.table, mapping: prepared.mapping, dry_run }
    }

    /// A file that holds this text.
    pub fn file(&self, text: impl AsRef<[u8]>) -> PathBuf {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let path = self.folder.path().join(format!("{}.csv", COUNT.fetch_add(1, Ordering::SeqCst)));
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn undo(&self, import: Option<ImportId>) -> changes::UndoReport {
        self.clock.advance(60_000_000);
        self.undo_set(import.unwrap().into())
    }

    /// Undoes a change set, after a preview, which says the same and stores nothing.
    pub fn undo_set(&self, id: ChangeSetId) -> changes::UndoReport {
        let preview = changes::preview_undo(&self.session, id).unwrap();
        let report = changes::undo(&self.session, id, &Unwatched).unwrap();
        assert_eq!(changes::UndoReport { change_set: report.change_set, ..preview }, report, "undo of {id}");
        report
    }

    /// The party of an external id.
    pub fn party(&self, external: &str) -> PartyId {
        parties::resolve(&self.session, &format!("external:{external}")).unwrap()
    }

    /// The one party that a mail address finds.
    pub fn party_of_mail(&self, mail: &str) -> PartyId {
        let (found, _) = parties::first(&self.session, Filter::text(mail), 2).unwrap();
        assert_eq!(found.len(), 1, "{mail}");
        found[0].party.id
    }

    pub fn field(&self, party: PartyId, name: &str) -> Option<String> {
        parties::show(&self.session, party).unwrap().fields.remove(name)
    }

    pub fn card(&self, party: PartyId) -> parties::Card {
        parties::show(&self.session, party).unwrap()
    }

    pub fn edit(&self, party: PartyId, name: &str, value: &str) {
        parties::edit(&self.session, party, vec![(name.to_owned(), Some(value.to_owned()))]).unwrap();
    }

    pub fn stage(&self, party: PartyId, vocabulary: &str) -> Option<String> {
        let explained = explain::explain(&self.session, party, vocabulary, None).unwrap();
        explained.stage_name(explained.explanation.stage).map(str::to_owned)
    }

    /// Records what happened some days before the present.
    pub fn record(&self, party: PartyId, kind: &str, days_ago: i64) -> Evidence {
        self.record_all(party, kind, days_ago, "{}").unwrap()
    }

    pub fn record_all(&self, party: PartyId, kind: &str, days_ago: i64, detail: &str) -> Result<Evidence> {
        let at = self.session.now().plus(-days_ago * DAY);
        let when = When::At(at, casebook_app::domain::time::Precision::Instant);
        let detail = serde_json::from_str(detail).unwrap();
        evidence::record(&self.session, party, NewEvidence { kind: kind.to_owned(), when, detail })
    }

    pub fn add(&self, kind: casebook_app::domain::party::PartyKind, name: &str) -> PartyId {
        let fields = [("name".to_owned(), name.to_owned())].into_iter().collect();
        parties::add(&self.session, parties::NewParty { kind, fields, external: Vec::new() }).unwrap()
    }

    /// Words of the live facts of a party, corrections aside, in the order in which they fold.
    pub fn facts(&self, party: PartyId) -> Vec<String> {
        let kinds = casebook_app::kinds::list(&self.session).unwrap();
        let all = evidence::list(&self.session, party).unwrap();
        let facts = all
            .into_iter()
            .filter(|one| one.live && kinds.family(one.evidence.kind) != Family::Correction)
            .map(|one| {
                let at = one.evidence.occurred_at.map_or("?".to_owned(), |at| at.to_string());
                format!("{} {at} {}", kinds.name(one.evidence.kind), one.evidence.detail.canonical())
            });
        facts.collect()
    }

    pub fn verify(&self) -> VerifyReport {
        verify::verify(&self.session, &Unwatched).unwrap()
    }

    pub fn assert_verified(&self) {
        let report = self.verify();
        assert_eq!(report.differences, [], "everything derived follows from the evidence");
        assert_eq!(report.integrity.damage, [], "every row is what its checksum says");
    }

    pub fn funnel(&self, request: &FunnelRequest) -> FunnelReport {
        funnel::funnel(&self.session, request).unwrap()
    }

    pub fn funnel_of(&self, vocabulary: &str) -> Funnel {
        let request = FunnelRequest { vocabulary: vocabulary.to_owned(), ..FunnelRequest::default() };
        self.funnel(&request).groups.remove(0).1
    }

    /// Everything that can be seen of every party that is not hidden.
    pub fn seen(&self) -> BTreeMap<PartyId, Seen> {
        let (listed, more) = parties::first(&self.session, Filter::default(), 1_000_000).unwrap();
        assert!(!more);
        listed.into_iter().map(|one| (one.party.id, self.seen_of(one.party.id))).collect()
    }

    pub fn seen_of(&self, party: PartyId) -> Seen {
        let card = parties::show(&self.session, party).unwrap();
        let stages = card.stages.into_iter().map(|one| (one.vocabulary, one.stage, one.since));
        let mut links: Vec<_> = card.links.into_iter().map(|one| (one.name, one.role)).collect();
        links.sort();
        Seen {
            fields: card.fields,
            external: card.external,
            stages: stages.collect(),
            standing: card.standing.map(|(standing, _)| standing.word().to_owned()),
            links,
            evidence: self.facts(party),
        }
    }

    /// Every row of every table but those about processes.
    pub fn rows(&self) -> BTreeMap<String, Vec<String>> {
        // Numbers are given to what waits for them whenever somebody looks.
        casebook_app::feed::number(&self.session).unwrap();
        let all = self.database.store().read(|connection| -> casebook_store::Result<_> {
            let mut all = BTreeMap::new();
            for table in tables(connection)? {
                if matches!(table.name.as_str(), "node_lease" | "process_lock") {
                    continue;
                }
                let sql = format!("SELECT {} FROM {}", table.column_names().join(", "), table.name);
                let mut rows = connection.query(&sql, &[], |row| line(&table, row))?;
                rows.sort();
                all.insert(table.name, rows);
            }
            Ok(all)
        });
        all.unwrap()
    }

    /// Runs a statement behind the casebook's back.
    pub fn sql(&self, text: &str) {
        let text = text.to_owned();
        let done = self.database.store().write(move |connection| connection.execute_script(&text));
        done.unwrap();
    }

    /// A whole number behind the casebook's back.
    pub fn count(&self, sql: &str) -> i64 {
        let found = self.database.store().read(|connection| connection.query_one(sql, &[], |row| row.int(0)));
        found.unwrap().unwrap()
    }
}

fn open(database: &TestDatabase, clock: &Arc<FixedClock>) -> Session {
    let clock = Arc::clone(clock);
    casebook_app::open(database.address(), clock).unwrap().session(Principal::owner("ada"), Via::Import)
}

fn line(table: &Table, row: &casebook_store::Row<'_>) -> casebook_store::Result<String> {
    let mut line = String::new();
    for (place, column) in table.columns.iter().enumerate() {
        let value = match column.class {
            Class::Int => format!("{:?}", row.opt_int(place)?),
            Class::Text => format!("{:?}", row.opt_string(place)?),
            Class::Bytes => format!("{:?}", row.opt_bytes(place)?),
        };
        write!(line, "{}={value} ", column.name).unwrap();
    }
    Ok(line)
}
