//! The address of a PostgreSQL server: the parameters of the driver, and further ones of libpq.
//!
//! `sslmode`, `sslrootcert`, `sslcert`, `sslkey` and `passfile` mean what they mean to libpq, but for one default:
//! unless set otherwise, the certificate and the name of a server are checked unless it is on this machine.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use tokio_postgres::Config;
use tokio_postgres::config::Host;

use super::passfile;
use crate::error::{Error, Result};

/// Parameters that the driver understands by the same name.
const DRIVERS: [&str; 16] = [
    "user",
    "password",
    "dbname",
    "options",
    "application_name",
    "sslnegotiation",
    "host",
    "hostaddr",
    "port",
    "connect_timeout",
    "tcp_user_timeout",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_retries",
    "target_session_attrs",
];
const DRIVERS_TOO: [&str; 2] = ["channel_binding", "load_balance_hosts"];
const SHAPE: &str = "the address of the PostgreSQL server is not valid; it is \
                     `postgres://USER:PASSWORD@HOST:PORT/NAME?OPTION=VALUE`, where signs such as `@ : / ? # %` in a \
                     password are written `%40 %3A %2F %3F %23 %25`";

/// How a connection is protected, as libpq names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SslMode {
    /// Never encrypted.
    Disable,
    /// Encrypted only if the server insists.
    Allow,
    /// Encrypted if the server can.
    Prefer,
    /// Encrypted; the certificate is checked only if an authority is named.
    Require,
    /// Encrypted, with a certificate of a known authority.
    VerifyCa,
    /// The same, and the certificate is for this host.
    VerifyFull,
}

/// What protects a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Protection {
    /// How far it goes.
    pub mode: SslMode,
    /// The file of trusted authorities; without one, those of the system.
    pub root: Option<PathBuf>,
    /// The files of the client certificate and its key.
    pub own: Option<(PathBuf, PathBuf)>,
}

/// The address of a server. `Debug` and `Display` hide the password.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerAddress {
    pub(crate) config: Config,
    pub(crate) protection: Protection,
}

impl ServerAddress {
    /// Reads `postgres://…`. No error quotes what may be part of a password.
    pub(crate) fn parse(text: &str) -> Result<Self> {
        let invalid = || Error::Address(SHAPE.to_owned());
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        if query.contains('@') {
            return Err(invalid());
        }
        let mut ours = Ours::default();
        let mut theirs = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or_else(invalid)?;
            if DRIVERS.contains(&name) || DRIVERS_TOO.contains(&name) {
                theirs.push(pair.to_owned());
            } else if name == "keepalives_count" {
                theirs.push(format!("keepalives_retries={value}"));
            } else {
                let value = percent_decode_str(value).decode_utf8().map_err(|_| invalid())?;
                ours.set(name, &value)?;
            }
        }
        let joint = if theirs.is_empty() { "" } else { "?" };
        let mut config =
            Config::from_str(&format!("{place}{joint}{}", theirs.join("&"))).map_err(|_| invalid())?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            config.host("localhost");
        }
        let protection = ours.protection(&config)?;
        if let (None, Some(file)) = (config.get_password(), &ours.passfile)
            && let Some(password) = passfile::password(file, &config)?
        {
            config.password(password);
        }
        Ok(Self { config, protection })
    }
}

/// The parameters that the driver does not read.
#[derive(Default)]
struct Ours {
    mode: Option<SslMode>,
    root: Option<String>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    passfile: Option<PathBuf>,
}

impl Ours {
    fn set(&mut self, name: &str, value: &str) -> Result<()> {
        let wrong =
            |wanted: &str| Err(Error::Address(format!("`{name}` of the database's address is {wanted}")));
        match (name, value) {
            (_, "") | ("gssencmode", "disable" | "prefer") | ("sslcompression", "0") | ("sslsni", "1") => {}
            ("sslmode", mode) => match mode_of(mode) {
                Some(mode) => self.mode = Some(mode),
                None => {
                    return wrong("`disable`, `allow`, `prefer`, `require`, `verify-ca` or `verify-full`");
                }
            },
            ("sslrootcert", file) => self.root = Some(file.to_owned()),
            ("sslcert", file) => self.certificate = Some(file.into()),
            ("sslkey", file) => self.key = Some(file.into()),
            ("passfile", file) => self.passfile = Some(file.into()),
            ("gssencmode" | "sslcompression" | "sslsni", _) => return wrong("not supported with that value"),
            _ if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') => {
                return wrong("not an option that Casebook knows");
            }
            _ => return Err(Error::Address(SHAPE.to_owned())),
        }
        Ok(())
    }

    fn protection(&self, config: &Config) -> Result<Protection> {
        let usual = if is_local(config) { SslMode::Prefer } else { SslMode::VerifyFull };
        let over_socket = |host: &Host| !matches!(host, Host::Tcp(_));
        let all_sockets = !config.get_hosts().is_empty() && config.get_hosts().iter().all(over_socket);
        let mode = if all_sockets { SslMode::Disable } else { self.mode.unwrap_or(usual) };
        // As with libpq, a named authority is also checked.
        let mode = if mode == SslMode::Require && self.root.is_some() { SslMode::VerifyCa } else { mode };
        let own = match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => Some((certificate.clone(), key.clone())),
            (None, None) => None,
            _ => return Err(Error::Address("`sslcert` and `sslkey` go together; give both".to_owned())),
        };
        let root = self.root.clone().filter(|root| root != "system").map(PathBuf::from);
        Ok(Protection { mode, root, own })
    }
}

fn mode_of(text: &str) -> Option<SslMode> {
    Some(match text {
        "disable" => SslMode::Disable,
        "allow" => SslMode::Allow,
        "prefer" => SslMode::Prefer,
        "require" => SslMode::Require,
        "verify-ca" => SslMode::VerifyCa,
        "verify-full" => SslMode::VerifyFull,
        _ => return None,
    })
}

/// Whether every host is this machine.
fn is_local(config: &Config) -> bool {
    let address_is = |address: &IpAddr| address.is_loopback();
    let host_is = |host: &Host| match host {
        Host::Tcp(name) => {
            let bare = name.trim_start_matches('[').trim_end_matches(']');
            name.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|address| address_is(&address))
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    };
    // If both are given, the address is used to connect.
    if config.get_hostaddrs().is_empty() {
        config.get_hosts().iter().all(host_is)
    } else {
        config.get_hostaddrs().iter().all(address_is)
    }
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.config;
        f.write_str("postgres://")?;
        if let Some(user) = config.get_user() {
            write!(f, "{user}@")?;
        }
        match config.get_hosts().first() {
            Some(Host::Tcp(host)) => f.write_str(host)?,
            #[cfg(unix)]
            Some(Host::Unix(folder)) => write!(f, "{}", folder.display())?,
            None => {}
        }
        if let Some(port) = config.get_ports().first() {
            write!(f, ":{port}")?;
        }
        write!(f, "/{}", config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerAddress({self}, {:?})", self.protection.mode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(address: &str) -> SslMode {
        ServerAddress::parse(address).unwrap().protection.mode
    }

    #[test]
    fn servers_elsewhere_are_checked_unless_the_address_says_otherwise() {
        for local in ["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "LOCALHOST"] {
            assert_eq!(mode(&format!("postgres://ada@{local}/crm")), SslMode::Prefer, "{local}");
        }
        for remote in ["db.example", "10.0.0.1", "[2001:db8::1]", "localhost.example", "localhost,db.example"]
        {
            assert_eq!(mode(&format!("postgres://ada@{remote}/crm")), SslMode::VerifyFull, "{remote}");
        }
        assert_eq!(mode("postgres://ada@%2Fvar%2Frun/crm?sslmode=require"), SslMode::Disable);
        assert_eq!(mode("postgres://ada@localhost/crm?hostaddr=10.0.0.1"), SslMode::VerifyFull);
        assert_eq!(mode("postgres://ada@db.example/crm?sslmode=require"), SslMode::Require);
        assert_eq!(
            mode("postgres://ada@db.example/crm?sslmode=require&sslrootcert=a.pem"),
            SslMode::VerifyCa
        );
        assert_eq!(mode("postgres://ada@db.example/crm?sslmode=prefer"), SslMode::Prefer);
    }

    #[test]
    fn libpq_parameters_are_taken_out_of_the_address() {
        let address = "postgres://ada@db.example/crm?sslmode=verify-ca&sslrootcert=%2Fetc%2Fa%20b.pem&sslcert=c\
                       &sslkey=k&application_name=x&keepalives_count=2&gssencmode=disable";
        let read = ServerAddress::parse(address).unwrap();
        assert_eq!(read.protection.root.as_deref(), Some(std::path::Path::new("/etc/a b.pem")));
        assert_eq!(read.protection.own, Some(("c".into(), "k".into())));
        assert_eq!(read.config.get_application_name(), Some("x"));
        for wrong in ["sslmode=full", "sslcert=c", "service=x", "sslsni=0"] {
            assert!(
                ServerAddress::parse(&format!("postgres://ada@db.example/crm?{wrong}")).is_err(),
                "{wrong}"
            );
        }
    }

    #[test]
    fn no_error_reveals_a_password() {
        for text in [
            "postgres://ada:hush/hush@db/crm",
            "postgres://ada:hush?hush=hush@db/crm",
            "postgres://ada:hush?hush@db/crm",
            "postgres://ada:hush#hush@db:hush/crm",
            "postgres://ada:%zzhush@db/crm",
            "postgres://ada:hu%68ush%ff@db:99999/crm",
            "postgres://ada:hush@db/crm?HUSH=1",
            "postgres://ada@db/crm?password=hush&port=hush",
            "postgres://ada@db/crm?sslmode=hush",
        ] {
            let parsed = ServerAddress::parse(text).map_err(|error| error.to_string());
            match parsed {
                Ok(address) => assert!(!format!("{address} {address:?}").contains("hush"), "{text}"),
                Err(error) => assert!(!error.to_lowercase().contains("hush"), "{text}: {error}"),
            }
        }
    }
}
