-- A person (kind 1) or an organization (kind 2). `more` holds the user's own fields as a JSON object; `search`
-- is the folded text that is searched, one field a line.
CREATE TABLE party (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    first_name TEXT COLLATE "C",
    last_name TEXT COLLATE "C",
    email TEXT COLLATE "C",
    phone TEXT COLLATE "C",
    company TEXT COLLATE "C",
    title TEXT COLLATE "C",
    website TEXT COLLATE "C",
    street TEXT COLLATE "C",
    city TEXT COLLATE "C",
    region TEXT COLLATE "C",
    postal_code TEXT COLLATE "C",
    country TEXT COLLATE "C",
    language TEXT COLLATE "C",
    note TEXT COLLATE "C",
    source TEXT COLLATE "C",
    owner TEXT COLLATE "C",
    more TEXT COLLATE "C",
    name_folded TEXT COLLATE "C" NOT NULL,
    search TEXT COLLATE "C" NOT NULL,
    hidden BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX party_by_name ON party (name_folded, id);
CREATE INDEX party_by_creation ON party (created_at, id);

-- What a party is known by: ids in other systems under the system's name, keys of our own under names that
-- begin with a colon. A freed key names nobody until it is revived. The value leads the key, so that one
-- index answers for one system and for all.
CREATE TABLE party_key (
    system TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    party BIGINT NOT NULL,
    freed BIGINT NOT NULL,
    PRIMARY KEY (value, system)
);
CREATE INDEX party_key_by_party ON party_key (party);

-- A person's role in an organization. An ended link was taken back, which is not the same as `to_at`.
CREATE TABLE party_link (
    id BIGINT PRIMARY KEY,
    person BIGINT NOT NULL,
    organization BIGINT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    from_at BIGINT,
    to_at BIGINT,
    import BIGINT,
    ended BIGINT NOT NULL
);
CREATE INDEX party_link_by_person ON party_link (person);
CREATE INDEX party_link_by_organization ON party_link (organization);
CREATE UNIQUE INDEX party_link_once ON party_link (person, organization, role);

-- A deal by its key in the system that it comes from.
CREATE TABLE deal (
    id BIGINT PRIMARY KEY,
    system TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C",
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX deal_once ON deal (system, key);

-- The workspace's own kinds of evidence.
CREATE TABLE evidence_kind (
    code BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    family TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX evidence_kind_once ON evidence_kind (name);

-- Facts, never edited. `detail` is a JSON object in its canonical form, or empty.
CREATE TABLE evidence (
    id BIGINT PRIMARY KEY,
    kind BIGINT NOT NULL,
    occurred_at BIGINT,
    precision BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    via BIGINT NOT NULL,
    deal BIGINT,
    amount BIGINT,
    currency TEXT COLLATE "C",
    product_line TEXT COLLATE "C",
    names BIGINT,
    detail TEXT COLLATE "C" NOT NULL,
    import BIGINT
);
CREATE INDEX evidence_by_deal ON evidence (deal) WHERE deal IS NOT NULL;
CREATE INDEX evidence_by_names ON evidence (names) WHERE names IS NOT NULL;
CREATE INDEX evidence_by_import ON evidence (import) WHERE import IS NOT NULL;

-- Who took part in a fact, and as what.
CREATE TABLE evidence_party (
    party BIGINT NOT NULL,
    evidence BIGINT NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (party, evidence, role)
);
CREATE INDEX evidence_party_by_evidence ON evidence_party (evidence);

-- Derived: what a party's evidence adds up to. Can be rebuilt at any time.
CREATE TABLE party_facts (
    party BIGINT PRIMARY KEY,
    projection_version BIGINT NOT NULL,
    pieces BIGINT NOT NULL,
    first_at BIGINT,
    last_at BIGINT,
    facts BYTEA NOT NULL
);

-- Derived: the stages of a party. No `entered_by` means that time alone began the period.
CREATE TABLE stage_period (
    vocabulary BIGINT NOT NULL,
    party BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    stage BIGINT NOT NULL,
    entered_at BIGINT,
    left_at BIGINT,
    entered_by BIGINT,
    left_by BIGINT,
    PRIMARY KEY (vocabulary, party, seq)
);

-- Derived: how a party stands apart from its stage.
CREATE TABLE standing_period (
    party BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    standing BIGINT NOT NULL,
    reason TEXT COLLATE "C",
    entered_at BIGINT,
    left_at BIGINT,
    entered_by BIGINT,
    left_by BIGINT,
    PRIMARY KEY (party, seq)
);

-- Versions of vocabularies, each as the TOML it was written in; `building`, `active` or `retired`.
CREATE TABLE vocabulary (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX vocabulary_once ON vocabulary (name, version);

-- Who did what.
CREATE TABLE change_log (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    via BIGINT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    party BIGINT,
    evidence BIGINT,
    detail TEXT COLLATE "C" NOT NULL
);
CREATE INDEX change_log_by_party ON change_log (party, id);

-- Imports; `position` says how far into its file a run has come.
CREATE TABLE import_run (
    id BIGINT PRIMARY KEY,
    feed TEXT COLLATE "C" NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    file_digest TEXT COLLATE "C" NOT NULL,
    mapping TEXT COLLATE "C" NOT NULL,
    mapping_digest TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    rows_done BIGINT NOT NULL,
    created BIGINT NOT NULL,
    updated BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    evidence BIGINT NOT NULL,
    position BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    recorded_by TEXT COLLATE "C" NOT NULL,
    report TEXT COLLATE "C" NOT NULL
);
CREATE INDEX import_run_by_file ON import_run (feed, file_digest);

-- A row of a feed as it was last imported.
CREATE TABLE import_row (
    feed TEXT COLLATE "C" NOT NULL,
    row_key TEXT COLLATE "C" NOT NULL,
    party BIGINT,
    import BIGINT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    fields TEXT COLLATE "C" NOT NULL,
    evidence TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (feed, row_key)
);
CREATE INDEX import_row_by_party ON import_row (party);

-- What a run did, with what was there before: all that an undo needs.
CREATE TABLE import_effect (
    import BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    feed TEXT COLLATE "C" NOT NULL,
    row_key TEXT COLLATE "C" NOT NULL,
    party BIGINT,
    effect TEXT COLLATE "C" NOT NULL,
    before TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (import, seq)
);

-- Rows that a run could not take, each with its reason.
CREATE TABLE import_reject (
    import BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    line BIGINT NOT NULL,
    column_name TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (import, seq)
);

-- The workspace's settings.
CREATE TABLE setting (
    name TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (name)
);

-- Work that only one process may do at a time. On PostgreSQL the lock is a lock on the row.
CREATE TABLE process_lock (
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (name)
);

-- Numbers of processes that make ids. Nobody else may make an id of this node up to `last_millis`.
CREATE TABLE node_lease (
    node BIGINT PRIMARY KEY,
    holder TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL,
    last_millis BIGINT NOT NULL
);
