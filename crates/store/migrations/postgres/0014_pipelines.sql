-- Versions of pipelines, as TOML; of each name at most one is active. The built-in one is in no row until it is changed.
CREATE TABLE pipeline (
    id BIGINT PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    checksum BIGINT
);
CREATE UNIQUE INDEX pipeline_once ON pipeline (name, version);

-- Derived: in which stages of which pipelines deals were.
CREATE TABLE deal_period (
    deal BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    pipeline TEXT COLLATE "C" NOT NULL,
    stage TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C",
    entered_at BIGINT,
    step BIGINT NOT NULL,
    left_at BIGINT,
    entered_by BIGINT NOT NULL,
    left_by BIGINT,
    checksum BIGINT,
    PRIMARY KEY (deal, seq)
);

-- Deals get their pipeline and their periods when the database is opened.
DELETE FROM setting WHERE name = 'projection.version';
