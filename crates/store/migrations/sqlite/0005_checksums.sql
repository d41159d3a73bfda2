-- A checksum over the other columns of each row, by which damage is noticed that the engine does not see. Nothing
-- stands in it until the program has filled it in.
ALTER TABLE party ADD COLUMN checksum INTEGER;
ALTER TABLE party_key ADD COLUMN checksum INTEGER;
ALTER TABLE party_link ADD COLUMN checksum INTEGER;
ALTER TABLE deal ADD COLUMN checksum INTEGER;
ALTER TABLE evidence_kind ADD COLUMN checksum INTEGER;
ALTER TABLE evidence ADD COLUMN checksum INTEGER;
ALTER TABLE evidence_party ADD COLUMN checksum INTEGER;
ALTER TABLE party_facts ADD COLUMN checksum INTEGER;
ALTER TABLE stage_period ADD COLUMN checksum INTEGER;
ALTER TABLE standing_period ADD COLUMN checksum INTEGER;
ALTER TABLE vocabulary ADD COLUMN checksum INTEGER;
ALTER TABLE change_log ADD COLUMN checksum INTEGER;
ALTER TABLE import_run ADD COLUMN checksum INTEGER;
ALTER TABLE import_row ADD COLUMN checksum INTEGER;
ALTER TABLE import_effect ADD COLUMN checksum INTEGER;
ALTER TABLE import_reject ADD COLUMN checksum INTEGER;
ALTER TABLE setting ADD COLUMN checksum INTEGER;
ALTER TABLE change_feed ADD COLUMN checksum INTEGER;
