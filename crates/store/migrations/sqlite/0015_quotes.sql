-- Versions of quotes. `content` is what its author writes, as canonical JSON. Once it is sent, `document` is what was handed
-- out, `digest` its SHA-256, `year` and `place` its number, and none of these changes any more. `edition` counts the versions
-- of a quote, `version` the changes of the row; `token` is the SHA-256 of what the recipient's link holds; `answer` is JSON.
CREATE TABLE quote (
    id INTEGER PRIMARY KEY,
    deal INTEGER NOT NULL,
    state TEXT NOT NULL,
    year INTEGER,
    place INTEGER,
    edition INTEGER NOT NULL,
    content TEXT NOT NULL,
    document TEXT,
    digest TEXT,
    token TEXT,
    sent_at INTEGER,
    answer TEXT,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    checksum INTEGER
) STRICT;
CREATE UNIQUE INDEX quote_by_number ON quote (year, place, edition);
CREATE UNIQUE INDEX quote_by_token ON quote (token);
CREATE INDEX quote_by_deal ON quote (deal, id);
