-- The names of the workspace's own fields, so that there are never more than a program can show. The checksums are
-- filled in when a program opens the database next.
CREATE TABLE own_field (
    name TEXT COLLATE "C" NOT NULL,
    checksum BIGINT,
    PRIMARY KEY (name)
);
INSERT INTO own_field (name) SELECT DISTINCT json_object_keys(more::json) COLLATE "C" FROM party WHERE more IS NOT NULL;
DELETE FROM setting WHERE name = 'checksums.complete';
