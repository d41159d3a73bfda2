//! The real differences between the engines, each a named piece of SQL with its reason.

use crate::engine::Engine;

/// Behind a column: its value is one of a list bound as [`crate::Value::Ints`]. The engines share no way to
/// bind a list; one in the text would be parsed again for every length, and `IN (SELECT unnest(…))` leads
/// PostgreSQL to read the whole table for a single id.
pub(crate) fn among(engine: Engine, place: u32) -> String {
    match engine {
        Engine::Sqlite => format!("IN (SELECT value FROM rarray(${place}))"),
        Engine::Postgres => format!("= ANY(${place}::bigint[])"),
    }
}

/// Looks up many rows of a table by two columns of text in one statement, if the engine gains by that:
/// the lists are bound as `$1` and `$2`, and the answer begins with the place in the lists, from 1. SQLite is in
/// this process and answers one key after the other as quickly; PostgreSQL spends more on each statement than
/// on the row. `LATERAL … OFFSET 0` makes it go by the index, whatever it believes about the sizes.
pub(crate) fn by_pairs(engine: Engine, columns: &str, table: &str, keys: [&str; 2]) -> Option<String> {
    let [first, second] = keys;
    match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(format!(
            "SELECT k.place, t.* FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS k (a, b, place) \
             CROSS JOIN LATERAL (SELECT {columns} FROM {table} WHERE {first} = k.a AND {second} = k.b OFFSET 0) t"
        )),
    }
}

/// Participations as `ep`, each beside its piece of evidence as `e`. By default PostgreSQL takes any range of
/// parties for a two-hundredth of all and reads the whole of `evidence` for each; `LATERAL … OFFSET 0` makes it look
/// each piece up by its key. SQLite does so by itself.
pub(crate) fn participations(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "evidence_party ep JOIN evidence e ON e.id = ep.evidence",
        Engine::Postgres => {
            "evidence_party ep CROSS JOIN LATERAL (SELECT * FROM evidence WHERE id = ep.evidence OFFSET 0) e"
        }
    }
}

/// The last migration, or 0.
pub(crate) const LAST_STEP: &str = "SELECT coalesce(max(number), 0) FROM schema_migration";

/// After a `BEGIN`: makes migrations wait until the transaction ends, and asks for the last migration. Both are sent
/// with the first query, so that they cost no round trip. SQLite has one writer at a time, including migrations.
pub(crate) fn step_held() -> String {
    format!("LOCK TABLE schema_migration IN ROW SHARE MODE; {LAST_STEP}")
}

/// Waits for running writes and keeps others waiting until the migrations are done. Programs that do not check the
/// migrations lock the settings instead, if there are any yet.
pub(crate) fn steps_claimed(engine: Engine, has_settings: bool) -> Option<&'static str> {
    (engine == Engine::Postgres).then_some(if has_settings {
        "LOCK TABLE schema_migration IN EXCLUSIVE MODE; LOCK TABLE setting IN EXCLUSIVE MODE"
    } else {
        "LOCK TABLE schema_migration IN EXCLUSIVE MODE"
    })
}

/// Ends a `SELECT` whose rows stay locked until the transaction ends. SQLite has one writer at a time and
/// has no such clause.
pub(crate) fn locked(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    }
}

/// The table of migrations, created before the first one. The engines name their types differently.
pub(crate) fn migration_table(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, \
             checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT"
        }
        Engine::Postgres => {
            "CREATE TABLE IF NOT EXISTS schema_migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, \
             checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)"
        }
    }
}

/// The names of all tables. Each engine has a catalogue of its own.
pub(crate) fn table_names(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             ORDER BY name"
        }
        Engine::Postgres => {
            "SELECT tablename::text COLLATE \"C\" FROM pg_catalog.pg_tables WHERE schemaname = current_schema() \
             ORDER BY 1"
        }
    }
}

/// The names of all views.
pub(crate) fn view_names(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name",
        Engine::Postgres => {
            "SELECT viewname::text COLLATE \"C\" FROM pg_catalog.pg_views WHERE schemaname = current_schema() ORDER BY 1"
        }
    }
}

/// The columns of all tables in order: table, name, type, 1 if it may be NULL, place in the key from 1 or 0.
pub(crate) fn columns(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT t.name, c.name, c.type, CASE WHEN c.\"notnull\" = 0 AND c.pk = 0 THEN 1 ELSE 0 END, c.pk \
             FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY t.name, c.cid"
        }
        Engine::Postgres => {
            "SELECT t.relname::text COLLATE \"C\", a.attname::text, format_type(a.atttypid, NULL), \
             (CASE WHEN a.attnotnull THEN 0 ELSE 1 END)::bigint, \
             coalesce(array_position(i.indkey::smallint[], a.attnum) + 1, 0)::bigint \
             FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid \
             LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary \
             WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') \
             AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, a.attnum"
        }
    }
}

/// The columns of the indexes of all tables but their keys: table, index, column or `(expression)`, 1 if unique, 1 if
/// partial.
pub(crate) fn indexes(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT t.name, l.name, coalesce(c.name, '(expression)'), l.\"unique\", l.partial FROM sqlite_schema t, \
             pragma_index_list(t.name) l, pragma_index_info(l.name) c \
             WHERE t.type = 'table' AND l.origin = 'c' ORDER BY t.name, l.name, c.seqno"
        }
        Engine::Postgres => {
            "SELECT t.relname::text COLLATE \"C\", x.relname::text COLLATE \"C\", \
             coalesce(a.attname::text, '(expression)'), i.indisunique::int::bigint, \
             (i.indpred IS NOT NULL)::int::bigint \
             FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
             CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, place) \
             LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum AND k.attnum > 0 \
             WHERE t.relnamespace = current_schema()::regnamespace AND NOT i.indisprimary ORDER BY 1, 2, k.place"
        }
    }
}

/// Ends a `SELECT` that locks its rows and passes over those that others have locked. For PostgreSQL only: next to a SQLite
/// file a lock is a file.
pub(crate) const LOCKED_UNLESS_HELD: &str = " FOR UPDATE SKIP LOCKED";

/// Removes the row of lock `$1`, by its holder. For PostgreSQL only.
pub(crate) const LOCK_FORGOTTEN: &str = "DELETE FROM process_lock WHERE name = $1";

/// Takes a shared lock on a table that excludes [`claimed`], without a trace in it: shared row locks are written to
/// disk each time. SQLite has one writer at a time and needs none.
pub(crate) fn holding(engine: Engine, table: &str) -> Option<String> {
    (engine == Engine::Postgres).then(|| format!("LOCK TABLE {table} IN ROW SHARE MODE"))
}

/// Takes an exclusive lock on a table: waits for shared locks, and keeps others waiting until the transaction ends.
pub(crate) fn claimed(engine: Engine, table: &str) -> Option<String> {
    (engine == Engine::Postgres).then(|| format!("LOCK TABLE {table} IN EXCLUSIVE MODE"))
}

/// Makes other transactions that lock one of the numbers bound as `$1` wait until this one ends, taking them one by
/// one as they are listed. PostgreSQL lets two transactions look at the same time for what neither has stored yet, and
/// no lock of a row can stand for a row that is not there; a lock on a number can. It ends with the transaction, so
/// that a pool of connections may sit between. SQLite has one writer at a time.
pub(crate) fn numbers_locked(engine: Engine) -> Option<&'static str> {
    (engine == Engine::Postgres).then_some(
        "SELECT pg_advisory_xact_lock(hashtext(current_schema()::text), number::int) \
         FROM unnest($1::bigint[]) AS number",
    )
}

/// A column in lower case, as far as ASCII goes: an expression that has an index on both engines.
pub(crate) fn lower(engine: Engine, column: &str) -> String {
    match engine {
        Engine::Sqlite => format!("lower({column})"),
        Engine::Postgres => format!("lower({column} COLLATE \"C\")"),
    }
}

/// Whether transactions that write become visible in the order in which they begin to write. SQLite lets one
/// write at a time; PostgreSQL many.
pub(crate) fn has_one_writer(engine: Engine) -> bool {
    engine == Engine::Sqlite
}

/// Updates the planner's statistics. PostgreSQL does so by itself only after a minute, and reads whole tables until
/// then; SQLite looks only at what has grown. A sample of a few thousand rows of each table is enough; the thirty
/// thousand of a default `ANALYZE` took a second and a half of an import.
pub(crate) fn statistics(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "PRAGMA optimize",
        Engine::Postgres => "SET LOCAL default_statistics_target = 20; ANALYZE",
    }
}

/// Checks every page and index: one row for each problem, or `ok`. PostgreSQL checks a page when it reads it, and only
/// if the server was set up to do so.
pub(crate) fn integrity(engine: Engine) -> Option<&'static str> {
    (engine == Engine::Sqlite).then_some("PRAGMA integrity_check(100)")
}

/// Whether the engine notices damaged pages when it reads them, where that is a setting of the server.
pub(crate) fn page_checksums(engine: Engine) -> Option<&'static str> {
    (engine == Engine::Postgres).then_some("SELECT current_setting('data_checksums')")
}

/// The names and definitions of the schema's objects. Only SQLite keeps the text of the definitions.
pub(crate) fn schema(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT name, type || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema \
             WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        }
        Engine::Postgres => "SELECT '', '' LIMIT 0",
    }
}

/// The engine's version as text. Each engine has its own function for it.
pub(crate) fn version(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT 'SQLite ' || sqlite_version()",
        Engine::Postgres => "SELECT 'PostgreSQL ' || current_setting('server_version')",
    }
}
