-- One journal for all that is changed. A change set is what was done together and can be undone together: an edit,
-- an import, the undoing of either. Its entries say what was before and after; `row_key` is the row of a file, or the
-- name of what is no record. `party` names the party in whose own log an entry stands. Evidence and links carry the
-- number of their change set in the column `import`, since an import is one.
CREATE TABLE change_set (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    via INTEGER NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    counts TEXT NOT NULL,
    reverses INTEGER,
    request TEXT NOT NULL,
    finished_at INTEGER,
    checksum INTEGER
) STRICT;
CREATE INDEX change_set_by_reversed ON change_set (reverses) WHERE reverses IS NOT NULL;
CREATE TABLE change_entry (
    change_set INTEGER NOT NULL,
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    record INTEGER,
    row_key TEXT,
    party INTEGER,
    detail TEXT NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (change_set, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_entry_by_party ON change_entry (party, id) WHERE party IS NOT NULL;

-- What was there moves in: an import with what it did to rows, everything else as a set of its own.
INSERT INTO change_set (id, at, actor, via, what, state, counts, reverses, request, finished_at)
SELECT id, started_at, recorded_by, 1, 'import',
    CASE state WHEN 'undone' THEN 'undone' WHEN 'done' THEN 'done' WHEN 'undoing' THEN 'done' ELSE 'running' END,
    '{"parties_added":' || created || ',"parties_edited":' || updated || ',"evidence":' || evidence || '}',
    NULL, '', finished_at
FROM import_run;
INSERT INTO change_entry (change_set, id, at, action, record, row_key, party, detail)
SELECT e.import, e.seq, r.started_at,
    CASE e.effect WHEN 'created' THEN 'row_added' WHEN 'revived' THEN 'row_revived' ELSE 'row_updated' END,
    e.party, CASE e.row_key WHEN '' THEN NULL ELSE e.row_key END, NULL, e.before
FROM import_effect e JOIN import_run r ON r.id = e.import;
INSERT INTO change_entry (change_set, id, at, action, record, row_key, party, detail)
SELECT coalesce(
        (SELECT max(r.id) FROM import_run r WHERE c.action = 'party_imported' AND r.started_at <= c.at
            AND (r.finished_at IS NULL OR r.finished_at >= c.at)), c.id),
    c.id, c.at, c.action, c.party, NULL, c.party, c.detail
FROM change_log c;
INSERT INTO change_set (id, at, actor, via, what, state, counts, reverses, request, finished_at)
SELECT c.id, c.at, c.actor, c.via,
    CASE c.action WHEN 'party_added' THEN 'add' WHEN 'party_hidden' THEN 'hide' WHEN 'party_restored' THEN 'restore'
        WHEN 'party_taken_back' THEN 'undo' WHEN 'party_imported' THEN 'import' ELSE 'edit' END,
    'done',
    CASE c.action WHEN 'party_added' THEN '{"parties_added":1}' WHEN 'party_hidden' THEN '{"parties_hidden":1}'
        WHEN 'party_restored' THEN '{"parties_restored":1}' ELSE '{"parties_edited":1}' END,
    NULL, '', c.at
FROM change_log c
WHERE EXISTS (SELECT 1 FROM change_entry e WHERE e.change_set = c.id AND e.id = c.id);
DROP TABLE import_effect;
DROP TABLE change_log;
DELETE FROM setting WHERE name = 'checksums.complete';
