-- Versions of pipelines, as TOML; of each name at most one is active. The built-in one is in no row until it is changed.
CREATE TABLE pipeline (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    checksum INTEGER
) STRICT;
CREATE UNIQUE INDEX pipeline_once ON pipeline (name, version);

-- Derived: in which stages of which pipelines deals were.
CREATE TABLE deal_period (
    deal INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    pipeline TEXT NOT NULL,
    stage TEXT NOT NULL,
    reason TEXT,
    entered_at INTEGER,
    step INTEGER NOT NULL,
    left_at INTEGER,
    entered_by INTEGER NOT NULL,
    left_by INTEGER,
    checksum INTEGER,
    PRIMARY KEY (deal, seq)
) STRICT, WITHOUT ROWID;

-- Deals get their pipeline and their periods when the database is opened.
DELETE FROM setting WHERE name = 'projection.version';
