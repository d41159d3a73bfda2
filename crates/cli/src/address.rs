//! The address of the database: from the command line, a file or the environment.
//!
//! The variables of libpq (`PGPASSWORD`, `PGSSLMODE`, …) fill in what an address leaves out; and an address with a
//! password is kept out of the list of processes.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::output::Failure;

/// The default address.
const DEFAULT: &str = "sqlite:data/casebook.db";
/// The variable that holds the address.
const VARIABLE: &str = "CASEBOOK_DATABASE";
const FILE_VARIABLE: &str = "CASEBOOK_DATABASE_FILE";
const OPTION: &str = "--database";

/// Variables of libpq and their parameters.
const LIBPQ: [(&str, &str); 17] = [
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGPORT", "port"),
    ("PGDATABASE", "dbname"),
    ("PGPASSFILE", "passfile"),
    ("PGOPTIONS", "options"),
    ("PGAPPNAME", "application_name"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
];
/// Files of the home folder that libpq reads by default if they exist.
const AT_HOME: [(&str, &[(&str, &str)]); 3] = [
    ("passfile", &[("passfile", ".pgpass")]),
    ("sslrootcert", &[("sslrootcert", ".postgresql/root.crt")]),
    ("sslcert", &[("sslcert", ".postgresql/postgresql.crt"), ("sslkey", ".postgresql/postgresql.key")]),
];

type Environment = BTreeMap<String, String>;

/// The address of the database, completed from the environment.
pub fn whole(typed: Option<&str>, file: Option<&Path>) -> Result<String, Failure> {
    let environment = environment();
    let variable = |name: &str| environment.get(name).filter(|value| !value.trim().is_empty()).cloned();
    let address = match (typed, file, variable(VARIABLE), variable(FILE_VARIABLE)) {
        (Some(address), ..) => address.to_owned(),
        (None, Some(file), ..) => in_file(file)?,
        (None, None, Some(_), Some(_)) => {
            return Err(Failure::usage(format!("{VARIABLE} and {FILE_VARIABLE} are both set; unset one")));
        }
        (None, None, Some(address), None) => address,
        (None, None, None, Some(file)) => in_file(&PathBuf::from(file))?,
        (None, None, None, None) => DEFAULT.to_owned(),
    };
    Ok(completed(address.trim(), &environment))
}

fn environment() -> Environment {
    let text =
        |(name, value): (OsString, OsString)| Some((name.into_string().ok()?, value.into_string().ok()?));
    std::env::vars_os().filter_map(text).collect()
}

/// The folder for what Casebook keeps for this user beside a database that is a server.
pub fn state_folder() -> Option<PathBuf> {
    let environment = environment();
    let folder = |name: &str| environment.get(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/state")));
    state.map(|state| state.join("casebook"))
}

fn in_file(file: &Path) -> Result<String, Failure> {
    let unusable =
        |why: String| Failure::usage(format!("the database address file, `{}`, {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| unusable(format!("cannot be read: {error}")))?;
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    match (lines.next(), lines.next()) {
        (Some(address), None) => Ok(address.to_owned()),
        _ => Err(unusable("must have one line with the address of the database".to_owned())),
    }
}

/// An address of PostgreSQL, completed with parameters from the environment.
fn completed(address: &str, environment: &Environment) -> String {
    if !is_postgres(address) {
        return address.to_owned();
    }
    let mut address = address.to_owned();
    let mut add = |name: &str, value: &str| {
        if !has(&address, name) && !value.is_empty() {
            let joint = if address.contains('?') { '&' } else { '?' };
            address = format!("{address}{joint}{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC));
        }
    };
    for (variable, name) in LIBPQ {
        add(name, environment.get(variable).map_or("", String::as_str));
    }
    let home = environment.get("HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    for (unless, files) in home.iter().flat_map(|_| AT_HOME) {
        let files: Vec<_> =
            files.iter().filter_map(|(name, file)| Some((*name, home.as_ref()?.join(file)))).collect();
        if !has(&address, unless) && files.iter().all(|(_, file)| file.exists()) {
            for (name, file) in files {
                let joint = if address.contains('?') { '&' } else { '?' };
                let file = utf8_percent_encode(&file.to_string_lossy(), NON_ALPHANUMERIC).to_string();
                address = format!("{address}{joint}{name}={file}");
            }
        }
    }
    address
}

fn is_postgres(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

/// The user, host, database and parameters of an address.
fn parts(address: &str) -> (&str, &str, &str, &str) {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (user, place) = place.rsplit_once('@').unwrap_or(("", place));
    let (host, name) = place.split_once('/').unwrap_or((place, ""));
    (user, host, name, query)
}

/// Whether an address has a parameter, in any form.
fn has(address: &str, name: &str) -> bool {
    let (user, host, database, query) = parts(address);
    let before_query = match name {
        "user" => !user.is_empty(),
        "password" => user.contains(':'),
        "host" => !host.is_empty() && !host.starts_with(':'),
        "port" => host.rsplit_once(':').is_some_and(|(_, port)| !port.ends_with(']')),
        "dbname" => !database.is_empty(),
        _ => false,
    };
    before_query || query.split('&').any(|pair| pair.split_once('=').is_some_and(|(given, _)| given == name))
}

/// The arguments without an address that has a password, and that address.
fn hidden(arguments: &[OsString]) -> Option<(Vec<OsString>, String)> {
    let mut rest = Vec::new();
    let mut found = None;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let text = argument.to_str().unwrap_or_default();
        if text == "--" {
            rest.push(argument.clone());
            rest.extend(arguments.by_ref().cloned());
            break;
        }
        let value = match text.strip_prefix(OPTION) {
            Some("") => arguments.next().map(|value| value.to_string_lossy().into_owned()),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        match value {
            Some(value) if found.is_none() => found = Some(value),
            // Given twice, it is a mistake that the parser reports.
            Some(_) => return None,
            None => rest.push(argument.clone()),
        }
    }
    found
        .filter(|address| is_postgres(address.trim()) && has(address.trim(), "password"))
        .map(|found| (rest, found))
}

/// Starts this program again without the password in its arguments, where everybody on the machine can read it:
/// only its owner can read the environment. Returns if there is no password, or fails if that cannot be done.
#[cfg(unix)]
pub fn hide_password() -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    let mut all = std::env::args_os();
    let name = all.next().unwrap_or_default();
    let arguments: Vec<OsString> = all.collect();
    let Some((rest, address)) = hidden(&arguments) else { return Ok(()) };
    let failed = |error: std::io::Error| {
        let message = format!("the password cannot be hidden from the process list: {error}; use {VARIABLE}");
        Failure::other("password", message)
    };
    let program = std::env::current_exe().map_err(failed)?;
    let mut again = std::process::Command::new(program);
    again.arg0(name).args(rest).env(VARIABLE, address).env_remove(FILE_VARIABLE);
    Err(failed(again.exec()))
}

/// Only there do others see arguments.
#[cfg(not(unix))]
pub fn hide_password() -> Result<(), Failure> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_environment_completes_the_address() {
        let environment = given(&[
            ("PGUSER", "ada"),
            ("PGPASSWORD", "p@ss"),
            ("PGHOST", "db"),
            ("PGPORT", "5433"),
            ("PGSSLMODE", "require"),
        ]);
        for (typed, whole) in [
            ("postgres:///crm", "postgres:///crm?user=ada&password=p%40ss&host=db&port=5433&sslmode=require"),
            ("postgres://bob:x@h:1/crm?sslmode=disable", "postgres://bob:x@h:1/crm?sslmode=disable"),
            (
                "postgres://bob@[::1]/crm",
                "postgres://bob@[::1]/crm?password=p%40ss&port=5433&sslmode=require",
            ),
            ("sqlite:x.db", "sqlite:x.db"),
        ] {
            assert_eq!(completed(typed, &environment), whole);
        }
    }

    #[test]
    fn files_of_the_home_folder_are_used_if_they_exist() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join(".pgpass"), "").unwrap();
        let environment = given(&[("HOME", home.path().to_str().unwrap())]);
        let whole = completed("postgres://ada@db/crm", &environment);
        assert!(whole.contains("?passfile=") && whole.ends_with("%2Epgpass"), "{whole}");
        assert_eq!(
            completed("postgres://ada@db/crm?passfile=x", &environment),
            "postgres://ada@db/crm?passfile=x"
        );
    }

    #[test]
    fn only_an_address_with_a_password_is_hidden() {
        let arguments = |text: &str| text.split(' ').map(OsString::from).collect::<Vec<_>>();
        let hidden = |text: &str| hidden(&arguments(text)).map(|(rest, address)| (rest.len(), address));
        let address = "postgres://ada:hush@db/crm".to_owned();
        assert_eq!(
            hidden("party list --database postgres://ada:hush@db/crm --json"),
            Some((3, address.clone()))
        );
        assert_eq!(hidden("--database=postgres://ada:hush@db/crm verify"), Some((1, address)));
        assert!(hidden("verify --database postgres://ada@db/crm?password=hush").is_some());
        for open in [
            "verify --database postgres://ada@db/crm",
            "verify --database sqlite:a:b@c",
            "party add -- --database postgres://ada:hush@db/crm",
            "verify",
        ] {
            assert_eq!(hidden(open), None, "{open}");
        }
    }
}
