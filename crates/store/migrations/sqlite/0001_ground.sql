-- A person (kind 1) or an organization (kind 2). `more` holds the user's own fields as a JSON object; `search`
-- is the folded text that is searched, one field a line.
CREATE TABLE party (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    first_name TEXT,
    last_name TEXT,
    email TEXT,
    phone TEXT,
    company TEXT,
    title TEXT,
    website TEXT,
    street TEXT,
    city TEXT,
    region TEXT,
    postal_code TEXT,
    country TEXT,
    language TEXT,
    note TEXT,
    source TEXT,
    owner TEXT,
    more TEXT,
    name_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX party_by_name ON party (name_folded, id);
CREATE INDEX party_by_creation ON party (created_at, id);

-- What a party is known by: ids in other systems under the system's name, keys of our own under names that
-- begin with a colon. A freed key names nobody until it is revived. The value leads the key, so that one
-- index answers for one system and for all.
CREATE TABLE party_key (
    system TEXT NOT NULL,
    value TEXT NOT NULL,
    party INTEGER NOT NULL,
    freed INTEGER NOT NULL,
    PRIMARY KEY (value, system)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_key_by_party ON party_key (party);

-- A person's role in an organization. An ended link was taken back, which is not the same as `to_at`.
CREATE TABLE party_link (
    id INTEGER PRIMARY KEY,
    person INTEGER NOT NULL,
    organization INTEGER NOT NULL,
    role TEXT NOT NULL,
    from_at INTEGER,
    to_at INTEGER,
    import INTEGER,
    ended INTEGER NOT NULL
) STRICT;
CREATE INDEX party_link_by_person ON party_link (person);
CREATE INDEX party_link_by_organization ON party_link (organization);
CREATE UNIQUE INDEX party_link_once ON party_link (person, organization, role);

-- A deal by its key in the system that it comes from.
CREATE TABLE deal (
    id INTEGER PRIMARY KEY,
    system TEXT NOT NULL,
    key TEXT NOT NULL,
    title TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX deal_once ON deal (system, key);

-- The workspace's own kinds of evidence.
CREATE TABLE evidence_kind (
    code INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    family TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX evidence_kind_once ON evidence_kind (name);

-- Facts, never edited. `detail` is a JSON object in its canonical form, or empty.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    occurred_at INTEGER,
    precision INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    via INTEGER NOT NULL,
    deal INTEGER,
    amount INTEGER,
    currency TEXT,
    product_line TEXT,
    names INTEGER,
    detail TEXT NOT NULL,
    import INTEGER
) STRICT;
CREATE INDEX evidence_by_deal ON evidence (deal) WHERE deal IS NOT NULL;
CREATE INDEX evidence_by_names ON evidence (names) WHERE names IS NOT NULL;
CREATE INDEX evidence_by_import ON evidence (import) WHERE import IS NOT NULL;

-- Who took part in a fact, and as what.
CREATE TABLE evidence_party (
    party INTEGER NOT NULL,
    evidence INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (party, evidence, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_party_by_evidence ON evidence_party (evidence);

-- Derived: what a party's evidence adds up to. Can be rebuilt at any time.
CREATE TABLE party_facts (
    party INTEGER PRIMARY KEY,
    projection_version INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    first_at INTEGER,
    last_at INTEGER,
    facts BLOB NOT NULL
) STRICT;

-- Derived: the stages of a party. No `entered_by` means that time alone began the period.
CREATE TABLE stage_period (
    vocabulary INTEGER NOT NULL,
    party INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    entered_at INTEGER,
    left_at INTEGER,
    entered_by INTEGER,
    left_by INTEGER,
    PRIMARY KEY (vocabulary, party, seq)
) STRICT, WITHOUT ROWID;

-- Derived: how a party stands apart from its stage.
CREATE TABLE standing_period (
    party INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    reason TEXT,
    entered_at INTEGER,
    left_at INTEGER,
    entered_by INTEGER,
    left_by INTEGER,
    PRIMARY KEY (party, seq)
) STRICT, WITHOUT ROWID;

-- Versions of vocabularies, each as the TOML it was written in; `building`, `active` or `retired`.
CREATE TABLE vocabulary (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX vocabulary_once ON vocabulary (name, version);

-- Who did what.
CREATE TABLE change_log (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    via INTEGER NOT NULL,
    action TEXT NOT NULL,
    party INTEGER,
    evidence INTEGER,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX change_log_by_party ON change_log (party, id);

-- Imports; `position` says how far into its file a run has come.
CREATE TABLE import_run (
    id INTEGER PRIMARY KEY,
    feed TEXT NOT NULL,
    file TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    mapping TEXT NOT NULL,
    mapping_digest TEXT NOT NULL,
    state TEXT NOT NULL,
    rows_done INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    evidence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    recorded_by TEXT NOT NULL,
    report TEXT NOT NULL
) STRICT;
CREATE INDEX import_run_by_file ON import_run (feed, file_digest);

-- A row of a feed as it was last imported.
CREATE TABLE import_row (
    feed TEXT NOT NULL,
    row_key TEXT NOT NULL,
    party INTEGER,
    import INTEGER NOT NULL,
    digest TEXT NOT NULL,
    fields TEXT NOT NULL,
    evidence TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (feed, row_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_row_by_party ON import_row (party);

-- What a run did, with what was there before: all that an undo needs.
CREATE TABLE import_effect (
    import INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    feed TEXT NOT NULL,
    row_key TEXT NOT NULL,
    party INTEGER,
    effect TEXT NOT NULL,
    before TEXT NOT NULL,
    PRIMARY KEY (import, seq)
) STRICT, WITHOUT ROWID;

-- Rows that a run could not take, each with its reason.
CREATE TABLE import_reject (
    import INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    line INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (import, seq)
) STRICT, WITHOUT ROWID;

-- The workspace's settings.
CREATE TABLE setting (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;

-- Work that only one process may do at a time. On PostgreSQL the lock is a lock on the row.
CREATE TABLE process_lock (
    name TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;

-- Numbers of processes that make ids. Nobody else may make an id of this node up to `last_millis`.
CREATE TABLE node_lease (
    node INTEGER PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    last_millis INTEGER NOT NULL
) STRICT;
