-- Who brought a version of a vocabulary in; empty where that was not kept. The first of each name that a casebook
-- begins with came with the program.
ALTER TABLE vocabulary ADD COLUMN recorded_by TEXT NOT NULL DEFAULT '';
UPDATE vocabulary SET recorded_by = 'casebook' WHERE version = 1 AND name IN ('journey', 'zoho', 'inbound');
