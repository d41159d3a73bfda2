-- Whether somebody with a mail address is there already, however he came in. SQLite's lower() knows ASCII alone; what
-- is found is compared in full.
CREATE INDEX party_by_mail ON party (lower(email)) WHERE email IS NOT NULL;
