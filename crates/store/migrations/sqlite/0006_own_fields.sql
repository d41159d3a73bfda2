-- The names of the workspace's own fields, so that there are never more than a program can show. The checksums are
-- filled in when a program opens the database next.
CREATE TABLE own_field (
    name TEXT NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (name)
) STRICT, WITHOUT ROWID;
INSERT INTO own_field (name) SELECT DISTINCT f.key FROM party, json_each(party.more) AS f WHERE party.more IS NOT NULL;
DELETE FROM setting WHERE name = 'checksums.complete';
