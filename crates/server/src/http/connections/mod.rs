//! Connections: no more than there may be, a head that comes in time, an answer that is taken in time, and an end that
//! waits for the answers under way.

pub(crate) mod open;
mod paced;
pub(crate) mod work;

use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::serve::Listener;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use open::{OpenConnections, UnderWay};
use paced::Paced;
use work::{Seat, Work};

/// How long the head of a request may take to arrive; a connection without one is ended as well.
const HEAD: Duration = Duration::from_secs(30);
/// How long it may take to close what is cut off.
const CLOSING: Duration = Duration::from_millis(200);
/// The answer if there are too many connections and a request is being answered on each.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
/// The address of the health check.
const HEALTH: &str = "/api/v1/health";
/// The longest head that is read at all, in bytes: long enough that what is too long is refused with a reason.
const LONGEST_HEAD: usize = 256 * 1024;

/// The network address of whoever sent a request, among what the request carries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

/// Answers on `listener` until `stop`, and then ends what is under way; what is still under way when `cut` resolves is
/// cut off. Clients that begin a request and do not go on cannot hold connections for ever, which `axum::serve` would
/// let them.
///
/// Requests are worked on by `workers`, so that the caller's runtime only reads and writes: however much there is to
/// compute, connections are accepted, and the health check is answered at once. A request that comes alone is worked on
/// where it was read, as long as its work is short.
pub(crate) async fn answer(
    mut listener: TcpListener,
    app: Router,
    connections: Arc<OpenConnections>,
    workers: Handle,
    stop: impl Future<Output = ()>,
    cut: impl Future<Output = ()>,
) {
    let (builder, open) = (builder(), GracefulShutdown::new());
    let mut stop = pin!(stop);
    // Closed when this function ends, which cuts off every connection that there still is.
    let (uncut, watched) = watch::channel(());
    let (open_still, mut all_closed) = mpsc::channel::<()>(1);
    let seat = Arc::<Seat>::default();
    loop {
        let (stream, peer) = tokio::select! {
            // Lives on when there are too many connections: it waits.
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut stop => break,
        };
        // Small answers go out at once; that it cannot be asked for is no reason not to answer.
        let _ = stream.set_nodelay(true);
        let Some(admitted) = connections.admit(peer.ip()) else {
            // Written or not, it ends.
            let _ = stream.try_write(FULL);
            continue;
        };
        let (service, current) = (TowerToHyperService::new(app.clone()), Arc::clone(&admitted.connection));
        let (workers, seat) = (workers.clone(), Arc::clone(&seat));
        let peer = Peer(peer.ip());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            let (under_way, current) = (current.answers(), Arc::clone(&current));
            let is_light = request.uri().path() == HEALTH;
            let (answered, workers, seat) = (service.call(request), workers.clone(), Arc::clone(&seat));
            async move {
                let response =
                    if is_light { answered.await? } else { Work::begin(answered, workers, &seat).await? };
                Ok::<_, Infallible>(tracked(response, under_way, current.is_leaving()))
            }
        });
        let stream = Paced::new(stream, Arc::clone(&admitted.connection));
        let connection = open.watch(builder.serve_connection(TokioIo::new(stream), service));
        let (mut watched, open_still) = (watched.clone(), open_still.clone());
        tokio::spawn(async move {
            let _open_still = open_still;
            tokio::select! {
                // How a connection ended concerns its client alone.
                _ = connection => (),
                () = admitted.ends() => (),
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

fn builder() -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(LONGEST_HEAD);
    builder
}

/// The answer, which is under way until its last byte has been written.
fn tracked(
    mut response: Response<Body>,
    under_way: UnderWay,
    is_last: bool,
) -> Response<impl HttpBody<Data = Bytes, Error = axum::Error>> {
    if is_last {
        // Its client sends the next request on another connection, and none into one that ends.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response.map(|body| {
        body.map_frame(move |frame| {
            let _ = &under_way;
            frame
        })
    })
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::net::{Ipv4Addr, SocketAddr};

    use axum::routing::get;
    use futures_util::StreamExt;
    use futures_util::stream::{self, once};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;
    use crate::http::connections::open::PACE;

    async fn served(most: usize) -> SocketAddr {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let slow = || async {
            let begun = once(async { Ok::<_, Infallible>("begun") });
            Body::from_stream(begun.chain(stream::pending()))
        };
        let app = Router::new().route("/", get(|| async { "here" })).route("/slow", get(slow));
        let connections = Arc::new(OpenConnections::of(most, most, PACE));
        tokio::spawn(answer(listener, app, connections, Handle::current(), pending(), pending()));
        at
    }

    async fn sent(at: SocketAddr, text: &str) -> TcpStream {
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream
    }

    async fn answered(mut stream: TcpStream) -> String {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// Connections on which an answer has begun.
    async fn busy(at: SocketAddr, count: usize) -> Vec<TcpStream> {
        let mut all = Vec::new();
        for _ in 0..count {
            let mut stream = sent(at, "GET /slow HTTP/1.1\r\nhost: here\r\n\r\n").await;
            let mut read = Vec::new();
            while !read.ends_with(b"begun\r\n") {
                assert!(stream.read_buf(&mut read).await.unwrap() > 0);
            }
            all.push(stream);
        }
        all
    }

    const WHOLE: &str = "GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";

    #[tokio::test]
    async fn requests_whose_heads_do_not_come_keep_no_others_out() {
        let at = served(8).await;
        let mut halves = Vec::new();
        for _ in 0..40 {
            halves.push(sent(at, "GET / HTTP/1.1\r\nhost: he").await);
        }
        assert!(answered(sent(at, WHOLE).await).await.ends_with("here"));
        // The last of them are still there, and go on.
        let mut last = halves.pop().unwrap();
        last.write_all(b"re\r\nconnection: close\r\n\r\n").await.unwrap();
        assert!(answered(last).await.ends_with("here"));
    }

    #[tokio::test]
    async fn a_client_that_sends_one_request_after_another_loses_none_where_others_need_room() {
        let at = served(16).await;
        let _slow = busy(at, 15).await;
        // The only one that can make room is between two requests each time.
        let mut lasting = sent(at, "").await;
        for _ in 0..50 {
            let mut answer = Vec::new();
            lasting.write_all(b"GET / HTTP/1.1\r\nhost: here\r\n\r\n").await.unwrap();
            while !answer.ends_with(b"here") {
                assert!(lasting.read_buf(&mut answer).await.unwrap() > 0, "a request without an answer");
            }
            if String::from_utf8(answer).unwrap().contains("connection: close") {
                lasting = sent(at, "").await;
            }
            assert!(answered(sent(at, WHOLE).await).await.ends_with("here"));
        }
    }

    #[tokio::test]
    async fn one_more_than_can_be_answered_gets_a_503() {
        let at = served(2).await;
        let _slow = busy(at, 2).await;
        assert!(answered(sent(at, "").await).await.starts_with("HTTP/1.1 503"));
    }
}
