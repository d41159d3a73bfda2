-- A checksum over the other columns of each row, by which damage is noticed that the engine does not see. Nothing
-- stands in it until the program has filled it in.
ALTER TABLE party ADD COLUMN checksum BIGINT;
ALTER TABLE party_key ADD COLUMN checksum BIGINT;
ALTER TABLE party_link ADD COLUMN checksum BIGINT;
ALTER TABLE deal ADD COLUMN checksum BIGINT;
ALTER TABLE evidence_kind ADD COLUMN checksum BIGINT;
ALTER TABLE evidence ADD COLUMN checksum BIGINT;
ALTER TABLE evidence_party ADD COLUMN checksum BIGINT;
ALTER TABLE party_facts ADD COLUMN checksum BIGINT;
ALTER TABLE stage_period ADD COLUMN checksum BIGINT;
ALTER TABLE standing_period ADD COLUMN checksum BIGINT;
ALTER TABLE vocabulary ADD COLUMN checksum BIGINT;
ALTER TABLE change_log ADD COLUMN checksum BIGINT;
ALTER TABLE import_run ADD COLUMN checksum BIGINT;
ALTER TABLE import_row ADD COLUMN checksum BIGINT;
ALTER TABLE import_effect ADD COLUMN checksum BIGINT;
ALTER TABLE import_reject ADD COLUMN checksum BIGINT;
ALTER TABLE setting ADD COLUMN checksum BIGINT;
ALTER TABLE change_feed ADD COLUMN checksum BIGINT;
