//! Bodies that go through in constant memory, at the pace of the slower side.

use std::io::{self, Write};
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use casebook_app::{Error, Progress, Session};
use futures_util::StreamExt;
use futures_util::stream::unfold;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use crate::http::error::{Answer, Refusal};

/// Bytes of a chunk.
const CHUNK: usize = 64 * 1024;
/// Chunks between the writer and the client.
const AHEAD: usize = 4;
/// How long a client may take nothing before it is given up; the writer holds a snapshot meanwhile.
const PATIENCE: Duration = Duration::from_mins(1);

type Piece = io::Result<Bytes>;

/// What a blocking writer writes into.
struct Pipe {
    sender: mpsc::Sender<Piece>,
    runtime: Handle,
    chunk: BytesMut,
}

impl Pipe {
    fn send(&mut self, piece: Piece) -> io::Result<()> {
        let sent = async { tokio::time::timeout(PATIENCE, self.sender.send(piece)).await };
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        self.runtime.block_on(sent).map_err(|_| closed())?.map_err(|_| closed())
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            let full = self.chunk.split().freeze();
            self.send(Ok(full))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let rest = self.chunk.split().freeze();
        if rest.is_empty() { Ok(()) } else { self.send(Ok(rest)) }
    }
}

/// Becomes true when nobody reads the answer any more, even before its first bytes are written.
pub(crate) struct Unread(mpsc::Sender<Piece>);

impl Progress for Unread {
    fn at(&self, _done: u64, _total: u64) {}

    fn stopped(&self) -> bool {
        self.0.is_closed()
    }
}

/// Answers with what `write` writes while it writes it, on a thread that keeps the slot. What goes wrong before anything
/// is written is refused; afterwards the answer breaks off, so that no client takes a part for the whole.
pub(crate) async fn streamed(
    session: Session,
    slot: OwnedSemaphorePermit,
    write: impl FnOnce(&Session, &mut dyn Write, &Unread) -> casebook_app::Result<u64> + Send + 'static,
) -> Answer<Response> {
    let (sender, mut receiver) = mpsc::channel(AHEAD);
    let runtime = Handle::current();
    let (failed, failure) = oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let _slot = slot;
        let unread = Unread(sender.clone());
        let mut pipe = Pipe { sender, runtime, chunk: BytesMut::new() };
        let written = write(&session, &mut pipe, &unread).and_then(|_| {
            pipe.flush().map_err(|error| Error::file(std::path::Path::new("the answer"), error))
        });
        if let Err(error) = written {
            // The handler refuses if nothing has been sent; a client in the middle of the body sees it break off.
            drop(failed.send(error));
            drop(pipe.send(Err(io::Error::other("the response is incomplete"))));
        }
    });
    let first = match receiver.recv().await {
        Some(Ok(first)) => first,
        Some(Err(_)) => {
            return Err(failure
                .await
                .map_or_else(|closed| Refusal::internal(closed.to_string()), Refusal::from));
        }
        None => Bytes::new(),
    };
    let pieces = unfold((Some(first), receiver), |(first, mut receiver)| async move {
        let piece = match first {
            Some(first) => Ok(first),
            None => receiver.recv().await?,
        };
        Some((piece, (None, receiver)))
    });
    // What compresses asks once more after the end.
    Ok(Body::from_stream(pieces.fuse()).into_response())
}
