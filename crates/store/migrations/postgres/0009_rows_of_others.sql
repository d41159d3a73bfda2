-- Undoing an import asks which rows other imports brought of the same parties. The number of the import is in the index,
-- so that those of the import itself, which may be thousands for one party, are not read for that.
DROP INDEX import_row_by_party;
CREATE INDEX import_row_by_party ON import_row (party, import);
