-- Whether somebody with a mail address is there already, however he came in. In the collation C lower() knows ASCII
-- alone, as SQLite's does; what is found is compared in full.
CREATE INDEX party_by_mail ON party (lower(email COLLATE "C")) WHERE email IS NOT NULL;
