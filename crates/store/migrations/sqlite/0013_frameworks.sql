-- Versions of frameworks of qualification; which of them a version of a vocabulary is derived by, as `journey/1 bant/2`.
-- NULL is the framework that every workspace begins with, which is `journey/1`.
CREATE TABLE framework (
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
CREATE UNIQUE INDEX framework_once ON framework (name, version);
ALTER TABLE vocabulary ADD COLUMN frameworks TEXT;
-- Derived: the hand-over to sales that waits for an answer.
ALTER TABLE party_facts ADD COLUMN handed_over INTEGER;
CREATE INDEX party_facts_by_hand_over ON party_facts (handed_over) WHERE handed_over IS NOT NULL;
