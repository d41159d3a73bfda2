-- Record types of the workspace, and fields that it added to built-in types, as JSON; the highest version is in force.
CREATE TABLE record_type (
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    declaration TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    recorded_by TEXT NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (name, version)
) STRICT, WITHOUT ROWID;

-- Records: what a relationship is about besides people and organizations. `fields` is a canonical JSON object; `search`
-- is the folded text that is searched, one value a line.
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    search TEXT NOT NULL,
    owner TEXT,
    state TEXT,
    fields TEXT NOT NULL,
    hidden INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;
CREATE INDEX record_by_type ON record (type, id);

-- Parties in fields of records, which say the same; kept so that the records of a party are found.
CREATE TABLE record_party (
    party INTEGER NOT NULL,
    record INTEGER NOT NULL,
    field TEXT NOT NULL,
    role TEXT NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (party, record, field, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_party_by_record ON record_party (record);

-- What a record is known by: values of unique fields, under `:` and the name of the field, and ids in other systems.
CREATE TABLE record_key (
    value TEXT NOT NULL,
    system TEXT NOT NULL,
    type TEXT NOT NULL,
    record INTEGER NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (value, system, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_key_by_record ON record_key (record);

-- The history of a record.
CREATE INDEX change_entry_by_record ON change_entry (record, id) WHERE action LIKE 'record_%';
