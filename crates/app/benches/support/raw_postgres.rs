//! The raw baseline on PostgreSQL: the very same rows into the very same tables and indexes by `COPY`, ready
//! made as text, with the same durability.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio_postgres::{Client, NoTls};

use super::raw_sqlite::Arrival;
use super::{Outcome, now, open};

/// Two schemas of their own on a server: Casebook's and the baseline's. Dropped by [`Schemas::drop`].
pub struct Schemas {
    server: String,
    runtime: tokio::runtime::Runtime,
}

impl Schemas {
    /// Makes them empty.
    pub fn new(server: &str) -> Outcome<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let schemas = Self { server: server.to_owned(), runtime };
        schemas.drop()?;
        schemas.script("CREATE SCHEMA bench_ours; CREATE SCHEMA bench_raw")?;
        Ok(schemas)
    }

    /// Where Casebook's is.
    pub fn ours(&self) -> String {
        self.url("bench_ours")
    }

    fn url(&self, schema: &str) -> String {
        let joint = if self.server.contains('?') { '&' } else { '?' };
        format!("{}{joint}options=-c%20search_path%3D{schema}", self.server)
    }

    fn script(&self, sql: &str) -> Outcome<()> {
        self.runtime.block_on(async { Ok(connect(&self.server).await?.batch_execute(sql).await?) })
    }

    /// Removes them.
    pub fn drop(&self) -> Outcome<()> {
        self.script("DROP SCHEMA IF EXISTS bench_ours CASCADE; DROP SCHEMA IF EXISTS bench_raw CASCADE")
    }

    /// Copies the tables' rows in so many transactions; returns how long that took, without the reading.
    pub fn copy(&self, tables: &[Arrival], transactions: u64) -> Outcome<Duration> {
        drop(open(&self.url("bench_raw"))?);
        self.runtime.block_on(async {
            let client = connect(&self.server).await?;
            let mut parts = Vec::new();
            for (table, order) in tables {
                let lines = lines(&client, table, order).await?;
                let share = lines.len().div_ceil(usize::try_from(transactions)?).max(1);
                parts.push((*table, lines, share));
            }
            let start = now();
            for transaction in 0..usize::try_from(transactions)? {
                client.batch_execute("BEGIN").await?;
                for (table, lines, share) in &parts {
                    let chunk = lines.iter().skip(transaction * share).take(*share);
                    let sink = client.copy_in(&format!("COPY bench_raw.{table} FROM STDIN")).await?;
                    let mut sink = pin!(sink);
                    let mut bytes = Vec::new();
                    chunk.for_each(|line| bytes.extend_from_slice(line));
                    sink.send(Bytes::from(bytes)).await?;
                    sink.close().await?;
                }
                client.batch_execute("COMMIT").await?;
            }
            Ok(start.elapsed())
        })
    }
}

async fn connect(url: &str) -> Outcome<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute("SET synchronous_commit = on").await?;
    Ok(client)
}

/// The rows of a table as lines of text.
async fn lines(client: &Client, table: &str, order: &str) -> Outcome<Vec<Vec<u8>>> {
    let sql = format!("COPY (SELECT * FROM bench_ours.{table} ORDER BY {order}) TO STDOUT");
    let mut stream = pin!(client.copy_out(&sql).await?);
    let (mut lines, mut open) = (Vec::new(), Vec::new());
    while let Some(bytes) = stream.next().await {
        for part in bytes?.split_inclusive(|byte| *byte == b'\n') {
            open.extend_from_slice(part);
            if part.ends_with(b"\n") {
                lines.push(std::mem::take(&mut open));
            }
        }
    }
    Ok(lines)
}
