-- Record types of the workspace, and fields that it added to built-in types, as JSON; the highest version is in force.
CREATE TABLE record_type (
    name TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    declaration TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    recorded_by TEXT COLLATE "C" NOT NULL,
    checksum BIGINT,
    PRIMARY KEY (name, version)
);

-- Records: what a relationship is about besides people and organizations. `fields` is a canonical JSON object; `search`
-- is the folded text that is searched, one value a line.
CREATE TABLE record (
    id BIGINT PRIMARY KEY,
    type TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    name_folded TEXT COLLATE "C" NOT NULL,
    search TEXT COLLATE "C" NOT NULL,
    owner TEXT COLLATE "C",
    state TEXT COLLATE "C",
    fields TEXT COLLATE "C" NOT NULL,
    hidden BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    checksum BIGINT
);
CREATE INDEX record_by_type ON record (type, id);

-- Parties in fields of records, which say the same; kept so that the records of a party are found.
CREATE TABLE record_party (
    party BIGINT NOT NULL,
    record BIGINT NOT NULL,
    field TEXT COLLATE "C" NOT NULL,
    role TEXT COLLATE "C" NOT NULL,
    checksum BIGINT,
    PRIMARY KEY (party, record, field, role)
);
CREATE INDEX record_party_by_record ON record_party (record);

-- What a record is known by: values of unique fields, under `:` and the name of the field, and ids in other systems.
CREATE TABLE record_key (
    value TEXT COLLATE "C" NOT NULL,
    system TEXT COLLATE "C" NOT NULL,
    type TEXT COLLATE "C" NOT NULL,
    record BIGINT NOT NULL,
    checksum BIGINT,
    PRIMARY KEY (value, system, type)
);
CREATE INDEX record_key_by_record ON record_key (record);

-- The history of a record.
CREATE INDEX change_entry_by_record ON change_entry (record, id) WHERE action LIKE 'record_%';
