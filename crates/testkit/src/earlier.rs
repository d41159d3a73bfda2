//! What databases of earlier programs hold, for tests of migrations.

/// Makes the tables and indexes that the sixth step of the schema had and later ones dropped: a log of changes, a
/// journal for imports alone, and deals. What came in their place, `change_set` and `change_entry`, stays.
pub const JOURNAL_OF_STEP_6: &str = "CREATE TABLE change_log (id BIGINT PRIMARY KEY, at BIGINT NOT NULL, \
    actor TEXT NOT NULL, via BIGINT NOT NULL, action TEXT NOT NULL, party BIGINT, evidence BIGINT, \
    detail TEXT NOT NULL, checksum BIGINT); \
    CREATE TABLE import_effect (import BIGINT NOT NULL, seq BIGINT NOT NULL, feed TEXT NOT NULL, \
    row_key TEXT NOT NULL, party BIGINT, effect TEXT NOT NULL, before TEXT NOT NULL, checksum BIGINT, \
    PRIMARY KEY (import, seq)); CREATE TABLE deal (id BIGINT PRIMARY KEY, system TEXT NOT NULL, key TEXT NOT NULL, \
    title TEXT, created_at BIGINT NOT NULL, checksum BIGINT); CREATE UNIQUE INDEX deal_once ON deal (system, key); \
    CREATE INDEX party_by_name ON party (name_folded, id); \
    CREATE INDEX party_by_creation ON party (created_at, id);";

/// Removes the journal and the tables of later steps, and the notes that these steps were taken.
pub const BACK_TO_STEP_6: &str = "ALTER TABLE stage_period DROP COLUMN step; \
    ALTER TABLE standing_period DROP COLUMN step; DROP TABLE change_entry; DROP TABLE change_set; \
    DROP TABLE quote; \
    DROP TABLE record_type; DROP TABLE record; DROP TABLE record_party; DROP TABLE record_key; \
    DROP TABLE framework; ALTER TABLE vocabulary DROP COLUMN frameworks; DROP INDEX party_facts_by_hand_over; \
    ALTER TABLE party_facts DROP COLUMN handed_over; DROP TABLE pipeline; DROP TABLE deal_period; \
    DELETE FROM schema_migration WHERE number > 6;";
