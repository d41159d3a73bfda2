-- Versions of frameworks of qualification; which of them a version of a vocabulary is derived by, as `journey/1 bant/2`.
-- NULL is the framework that every workspace begins with, which is `journey/1`.
CREATE TABLE framework (
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
CREATE UNIQUE INDEX framework_once ON framework (name, version);
ALTER TABLE vocabulary ADD COLUMN frameworks TEXT COLLATE "C";
-- Derived: the hand-over to sales that waits for an answer.
ALTER TABLE party_facts ADD COLUMN handed_over BIGINT;
CREATE INDEX party_facts_by_hand_over ON party_facts (handed_over) WHERE handed_over IS NOT NULL;
