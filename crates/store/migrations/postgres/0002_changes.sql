-- What each transaction changed. An entry waits in the outbox until it is numbered in the feed, in the order in
-- which entries became visible to others; where there is one writer at a time it is numbered at once.
CREATE TABLE change_outbox (
    id BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    entry TEXT COLLATE "C" NOT NULL
);

-- The entries in the order that everybody sees them in. Old ones are pruned, the last never: its number goes on.
CREATE TABLE change_feed (
    seq BIGINT PRIMARY KEY,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    entry TEXT COLLATE "C" NOT NULL
);
CREATE INDEX change_feed_by_time ON change_feed (at);

-- Requests that carry a key of their sender's own, so that the same request is carried out once. The key is
-- stored in the transaction of what it asked for; the answer follows it.
CREATE TABLE request_key (
    key TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    at BIGINT NOT NULL,
    answer TEXT COLLATE "C",
    PRIMARY KEY (key)
);
CREATE INDEX request_key_by_time ON request_key (at);
