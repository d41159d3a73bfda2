//! Making a connection to a PostgreSQL server.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::Connect;
use tokio::task::JoinHandle;
use tokio_postgres::config::SslMode as Asked;
use tokio_postgres::{Client, Config, Error, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls;
use crate::address::server::{ServerAddress, SslMode};
use crate::error::Result;

/// Connections of the pool.
pub(super) const CONNECTIONS: usize = 16;
/// The settings of a session, unless the address overrides them.
///
/// Statements are few and known, and use indexes whatever the values: planning each again costs as much as running it,
/// and compiling costs more. A plan is kept for as long as the server's statistics, which it takes anew after a minute:
/// made while a table is small it would read all of it, and still do so when it has grown to many thousand rows. So
/// whatever has an index is looked up in it. The timeouts are for what a vanished process leaves behind: none of its locks stays. A
/// statement may take long (statistics, a chunk of a rebuild), but none needs five minutes.
/// Snapshots for reading and lasting locks have times of their own ([`super::postgres`]).
const SETTINGS: [(&str, &str); 11] = [
    ("synchronous_commit", "on"),
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("jit", "off"),
    ("lock_timeout", "10s"),
    ("statement_timeout", "5min"),
    ("idle_in_transaction_session_timeout", "1min"),
    ("tcp_keepalives_idle", "15"),
    ("tcp_keepalives_interval", "5"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "20s"),
];
/// The driver's default for the time after which an idle connection is probed.
const DRIVERS_IDLE: Duration = Duration::from_hours(2);

/// Makes connections.
#[derive(Clone)]
pub(super) struct Connector {
    config: Config,
    mode: SslMode,
    /// `None` if connections are never encrypted.
    tls: Option<MakeRustlsConnect>,
}

impl Connector {
    pub(super) fn new(address: &ServerAddress) -> Result<Self> {
        let mode = address.protection.mode;
        let tls = (mode != SslMode::Disable).then(|| tls::connector(&address.protection)).transpose()?;
        let mut config = address.config.clone();
        let options = config.get_options().unwrap_or_default().to_owned();
        let settings = SETTINGS.iter().filter(|(name, _)| !options.contains(name));
        let settings = settings.map(|(name, value)| format!("-c {name}={value}"));
        config.options([options.clone()].into_iter().chain(settings).collect::<Vec<_>>().join(" ").trim());
        if config.get_application_name().is_none() {
            config.application_name("casebook");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        // A vanished machine sends nothing: the kernel gives the connection up after this long.
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(Duration::from_secs(10));
        }
        if config.get_keepalives_idle() == DRIVERS_IDLE {
            config.keepalives_idle(Duration::from_secs(15));
            config.keepalives_interval(Duration::from_secs(5)).keepalives_retries(3);
        }
        Ok(Self { config, mode, tls })
    }

    /// The driver's settings.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    /// A connection, and the task that serves it.
    pub(super) async fn connect(&self) -> Result<(Client, JoinHandle<()>), Error> {
        match self.mode {
            SslMode::Disable => self.connect_asking(Asked::Disable).await,
            // Both have a second choice, as in libpq.
            SslMode::Allow => match self.connect_asking(Asked::Disable).await {
                Err(error) if error.as_db_error().is_some() => self.connect_asking(Asked::Require).await,
                other => other,
            },
            SslMode::Prefer => match self.connect_asking(Asked::Prefer).await {
                Err(error) if error.to_string().starts_with("error performing TLS handshake") => {
                    self.connect_asking(Asked::Disable).await
                }
                other => other,
            },
            SslMode::Require | SslMode::VerifyCa | SslMode::VerifyFull => {
                self.connect_asking(Asked::Require).await
            }
        }
    }

    async fn connect_asking(&self, asked: Asked) -> Result<(Client, JoinHandle<()>), Error> {
        let mut config = self.config.clone();
        config.ssl_mode(asked);
        // Whoever uses a connection learns how it ended.
        let Some(tls) = &self.tls else {
            let (client, connection) = config.connect(NoTls).await?;
            return Ok((client, tokio::spawn(async move { drop(connection.await) })));
        };
        let (client, connection) = config.connect(tls.clone()).await?;
        Ok((client, tokio::spawn(async move { drop(connection.await) })))
    }
}

type Connected<'c> = Pin<Box<dyn Future<Output = Result<(Client, JoinHandle<()>), Error>> + Send + 'c>>;

impl Connect for Connector {
    fn connect(&self, _: &Config) -> Connected<'_> {
        Box::pin(self.connect())
    }
}
