-- What each transaction changed. An entry waits in the outbox until it is numbered in the feed, in the order in
-- which entries became visible to others; where there is one writer at a time it is numbered at once.
CREATE TABLE change_outbox (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    entry TEXT NOT NULL
) STRICT;

-- The entries in the order that everybody sees them in. Old ones are pruned, the last never: its number goes on.
CREATE TABLE change_feed (
    seq INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    entry TEXT NOT NULL
) STRICT;
CREATE INDEX change_feed_by_time ON change_feed (at);

-- Requests that carry a key of their sender's own, so that the same request is carried out once. The key is
-- stored in the transaction of what it asked for; the answer follows it.
CREATE TABLE request_key (
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    at INTEGER NOT NULL,
    answer TEXT,
    PRIMARY KEY (key)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_key_by_time ON request_key (at);
