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

/// How long the head of a request may take to arrive; who sends nothing is hung up on as well.
const HEAD: Duration = Duration::from_secs(30);
/// The longest head that is read at all, in bytes: long enough that what is too long is refused with a reason.
const LONGEST_HEAD: usize = 256 * 1024;

/// Answers on `listener` until `stop`, and then ends what is under way. Clients that begin a request and do not
/// go on cannot hold connections for ever, which `axum::serve` would let them.
pub(crate) async fn answer(mut listener: TcpListener, app: Router, stop: impl Future<Output = ()>) {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(LONGEST_HEAD);
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
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
        // How a connection ended concerns its client alone.
        tokio::spawn(async move { drop(connection.await) });
    }
    drop(listener);
    open.shutdown().await;
}
