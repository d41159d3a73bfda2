-- Versions of quotes. `content` is what its author writes, as canonical JSON. Once it is sent, `document` is what was handed
-- out, `digest` its SHA-256, `year` and `place` its number, and none of these changes any more. `edition` counts the versions
-- of a quote, `version` the changes of the row; `token` is the SHA-256 of what the recipient's link holds; `answer` is JSON.
CREATE TABLE quote (
    id BIGINT PRIMARY KEY,
    deal BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    year BIGINT,
    place BIGINT,
    edition BIGINT NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C",
    digest TEXT COLLATE "C",
    token TEXT COLLATE "C",
    sent_at BIGINT,
    answer TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    checksum BIGINT
);
CREATE UNIQUE INDEX quote_by_number ON quote (year, place, edition);
CREATE UNIQUE INDEX quote_by_token ON quote (token);
CREATE INDEX quote_by_deal ON quote (deal, id);
