-- Days are dates: what was that day's beginning in some zone becomes the date's 00:00 in UTC. From UTC-11 to UTC+13 a day
-- begins between 11:00 of the day before and 11:00.
UPDATE evidence
SET occurred_at = occurred_at + 46800000000
        - (((occurred_at + 46800000000) % 86400000000) + 86400000000) % 86400000000,
    checksum = NULL
WHERE precision = 1 AND occurred_at % 86400000000 <> 0;
-- How exactly the beginning of a period is known. All of them are derived anew when the database is opened.
DELETE FROM party_facts;
DELETE FROM stage_period;
DELETE FROM standing_period;
ALTER TABLE stage_period ADD COLUMN step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE standing_period ADD COLUMN step BIGINT NOT NULL DEFAULT 0;
DELETE FROM setting WHERE name IN ('projection.version', 'checksums.complete');
