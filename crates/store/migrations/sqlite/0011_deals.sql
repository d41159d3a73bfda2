-- Deals become records. Their values follow from evidence, so they are derived when the database is opened; until then
-- they are hidden. The folded text here stands in for the one that is written then.
INSERT INTO record (id, type, name, name_folded, search, owner, state, fields, hidden, version, created_at, updated_at)
SELECT id, 'deal', substr(coalesce(nullif(trim(title), ''), key), 1, 500), lower(substr(coalesce(nullif(trim(title), ''), key), 1, 500)),
    lower(substr(coalesce(nullif(trim(title), ''), key), 1, 500)), NULL, NULL, '{}', 1, 1, created_at, created_at
FROM deal;
INSERT INTO record_key (value, system, type, record) SELECT key, system, 'deal', id FROM deal;
DROP TABLE deal;
DELETE FROM setting WHERE name = 'checksums.complete';
