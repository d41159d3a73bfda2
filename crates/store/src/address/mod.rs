//! The address of a database, as the user writes it.

mod passfile;
pub(crate) mod server;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
pub use server::ServerAddress;

/// A parsed address of a database. `Debug` and `Display` hide passwords.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file on this machine.
    Sqlite(PathBuf),
    /// A server.
    Postgres(Box<ServerAddress>),
}

impl DatabaseUrl {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`; anything else is an error, never a guess.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim();
        if let Some(path) = text.strip_prefix("sqlite:") {
            return Self::sqlite(path);
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(Box::new(ServerAddress::parse(text)?)));
        }
        // Anything else may be a password.
        let is_scheme = |text: &&str| text.bytes().all(|byte| byte.is_ascii_lowercase());
        let found = match text.split_once(':').map(|(scheme, _)| scheme).filter(is_scheme) {
            Some(scheme) => format!("one with `{scheme}`"),
            None => "one without a scheme".to_owned(),
        };
        Err(Error::Address(format!(
            "a database is `sqlite:PATH` or `postgres://USER:PASSWORD@HOST/NAME`, not {found}"
        )))
    }

    fn sqlite(path: &str) -> Result<Self> {
        // `sqlite:///srv/x.db` is how other programs write an absolute path.
        let path = path.strip_prefix("//").unwrap_or(path);
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() || path == ":memory:" {
            let reason = "`sqlite:` needs the path of a file; several connections cannot share one in memory";
            return Err(Error::Address(reason.to_owned()));
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }

    /// The SQLite file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

impl DatabaseUrl {
    /// What identifies this database, as text without the password.
    pub fn without_password(&self) -> String {
        match self {
            Self::Sqlite(_) => self.to_string(),
            Self::Postgres(address) => {
                let hosts = address.config.get_hosts();
                format!("{address} {hosts:?} {}", address.config.get_options().unwrap_or_default())
            }
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(address) => write!(f, "{address}"),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_servers_are_distinguished() {
        assert_eq!(DatabaseUrl::parse("sqlite:data/x.db").unwrap().file(), Some(Path::new("data/x.db")));
        assert_eq!(DatabaseUrl::parse("sqlite:///srv/x.db").unwrap().file(), Some(Path::new("/srv/x.db")));
        assert!(DatabaseUrl::parse("postgresql://ada@db/crm").unwrap().file().is_none());
    }

    #[test]
    fn misspelt_schemes_are_errors() {
        for text in ["", "data/x.db", "sqllite:x", "postgre://x", "mysql://x", "sqlite:", "sqlite::memory:"] {
            assert!(DatabaseUrl::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn passwords_are_never_printed() {
        let url = DatabaseUrl::parse("postgres://ada:hush@db.example:5433/crm").unwrap();
        assert_eq!(format!("{url}"), "postgres://ada@db.example:5433/crm");
        assert!(!format!("{url:?}").contains("hush"));
    }
}
