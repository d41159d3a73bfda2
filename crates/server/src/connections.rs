//! Connections: a head that comes in time, and an end that waits for the answers under way.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

/// How long the head of a request may take to arrive; who sends nothing is hung up on as well.
const HEAD: Duration = Duration::from_secs(30);
/// How long it may take to close what is cut off.
const CLOSING: Duration = Duration::from_millis(200);
/// The longest head that is read at all, in bytes: long enough that what is too long is refused with a reason.
const LONGEST_HEAD: usize = 256 * 1024;

/// Answers on `listener` until `stop`, and then ends what is under way; what is still under way when `cut` resolves is
/// cut off. Clients that begin a request and do not go on cannot hold connections for ever, which `axum::serve` would
/// let them.
pub(crate) async fn answer(
    mut listener: TcpListener,
    app: Router,
    stop: impl Future<Output = ()>,
    cut: impl Future<Output = ()>,
) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(LONGEST_HEAD);
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    // Closed when this function ends, which cuts off every connection that there still is.
    let (uncut, watched) = watch::channel(());
    let (open_still, mut all_closed) = mpsc::channel::<()>(1);
    loop {
        let (stream, _) = tokio::select! {
            // Lives on when there are too many connections: it waits.
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        // Small answers go out at once; that it cannot be asked for is no reason not to answer.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(app.clone());
        let connection = open.watch(builder.serve_connection(TokioIo::new(stream), service));
        let (mut watched, open_still) = (watched.clone(), open_still.clone());
        tokio::spawn(async move {
            let _open_still = open_still;
            tokio::select! {
                // How a connection ended concerns its client alone.
                _ = connection => (),
                _ = watched.changed() => (),
            }
        });
    }
    drop(listener);
    tokio::select! {
        () = open.shutdown() => (),
        () = cut => drop(uncut),
    }
    drop(open_still);
    // Work that writes into an answer learns by this that nobody reads it any more.
    let _ = timeout(CLOSING, all_closed.recv()).await;
}
