//! Listening, and stopping on a signal.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use casebook_app::Session;
use casebook_app::imports::Uploads;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::{Builder, Handle};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::background::housekeeping;
use crate::http::connections::{self, open::OpenConnections};
use crate::http::limits::Limits;
use crate::router::routed;
use crate::state::Shared;
use crate::stop::{self, Leave};

/// Connections that may wait to be accepted; the system may allow fewer. One that does not fit is not refused:
/// its client asks again after one second, two, four.
const QUEUE: u32 = 4_096;
/// How long requests that are under way may take after the signal to stop.
const PATIENCE: Duration = Duration::from_millis(2_500);
/// How long work may take after that to reach a safe place.
const WORK: Duration = Duration::from_secs(1);
/// How long a stop may take with a last snapshot of the index; without it the next start reads more from the database.
const WHOLE: Duration = Duration::from_millis(4_300);
/// How long it may take to leave the database.
const LEAVING: Duration = Duration::from_millis(300);

/// Why the server did not start or did not go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// There are no accounts yet, so nothing but this machine may reach the data.
    #[error(
        "{0} is not a loopback address: without accounts, Casebook only serves this machine; use 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// The address is taken, or not ours.
    #[error("cannot listen on {0}")]
    Listen(SocketAddr, #[source] io::Error),
    /// The runtime or the signals could not be had, or accepting connections failed.
    #[error("the server failed")]
    Failed(#[from] io::Error),
}

/// How a server came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything in it had ended.
    Whole,
    /// Work that did not end in time was left where it was. Nothing that was acknowledged is lost by that.
    WorkLeft,
}

/// Serves on `listen` until a signal to stop (interrupt or terminate), and then ends in order.
///
/// Uploaded files are kept in `uploads`. Imports and other long work stop at a safe place when the
/// server does; imports can be resumed.
///
/// `ready` is called once with the address that was taken, when connections are accepted: port 0 takes a
/// free one. `leave` ends the process; it is called on a second signal, or if five seconds after the
/// first something still keeps it.
pub fn serve(
    session: Session,
    listen: SocketAddr,
    uploads: Uploads,
    ready: impl FnOnce(SocketAddr),
    leave: impl FnOnce(Leave) + Send + 'static,
) -> Result<Ended, ServeError> {
    // Only these names are answered to, whatever else of 127.0.0.0/8 is this machine.
    if ![IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)].contains(&listen.ip()) {
        return Err(ServeError::NotLoopback(listen));
    }
    // Left after the runtime has ended: to leave a database may block, which nothing in the runtime may do.
    let kept = session.clone();
    let workers = Builder::new_multi_thread().enable_all().build()?;
    // Reads and writes what connections carry, on this thread alone; whatever has to be computed is left to the workers.
    let front = Builder::new_current_thread().enable_all().build()?;
    let stopped = Arc::<OnceLock<Instant>>::default();
    let stopping = Arc::clone(&stopped);
    let served: Result<(), ServeError> = front.block_on(async {
        let listener = listening(listen).map_err(|error| ServeError::Listen(listen, error))?;
        let signal = stop::listen(leave)?;
        ready(listener.local_addr()?);
        let stop = async move {
            signal.received().await;
            // It is set once only.
            let _ = stopping.set(Instant::now());
        };
        Ok(answer_until(session, listener, uploads, workers.handle(), stop).await?)
    });
    drop(front);
    let begun = Instant::now();
    workers.shutdown_timeout(WORK);
    let work_ended = begun.elapsed() < WORK;
    let saved = kept.clone();
    let left = WHOLE.saturating_sub(stopped.get().map_or(WHOLE, Instant::elapsed));
    stop::ends_within(left, move || housekeeping::save_last(&saved));
    // The thread of a lease gives it back, which a database that is locked or away can hold up.
    let left = stop::ends_within(LEAVING, move || drop(kept));
    served?;
    Ok(if work_ended && left { Ended::Whole } else { Ended::WorkLeft })
}

/// Listens, with a queue that many connections at once do not fill.
fn listening(listen: SocketAddr) -> io::Result<TcpListener> {
    let socket = if listen.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that was killed leaves connections behind, which would keep the next from its address for a minute.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(listen)?;
    socket.listen(QUEUE)
}

async fn answer_until(
    session: Session,
    listener: TcpListener,
    uploads: Uploads,
    workers: &Handle,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopped, is_stopped) = watch::channel(false);
    let shared = Shared::new(session.clone(), Limits::default(), uploads.clone());
    let stopping = shared.clone();
    let feed = shared.feed.clone();
    workers.spawn(async move { feed.start() });
    workers.spawn(housekeeping::keep(session, uploads));
    let app = routed(shared, listener.local_addr()?.port());
    connections::answer(
        listener,
        app,
        Arc::new(OpenConnections::new()),
        workers.clone(),
        async move {
            stop.await;
            stopping.stop();
            // Nobody listens any more only if the server has already ended.
            let _ = stopped.send(true);
        },
        stop::patience_after(
            async move { drop(is_stopped.clone().wait_for(|stopped| *stopped).await) },
            PATIENCE,
        ),
    )
    .await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use casebook_app::SystemClock;
    use casebook_app::domain::access::Principal;
    use casebook_app::domain::evidence::Via;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;

    use super::*;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn session(&self) -> Session {
            let address = format!("sqlite:{}", self.0.path().join("casebook.db").display());
            casebook_app::open(&address, Arc::new(SystemClock))
                .unwrap()
                .session(Principal::owner("test"), Via::Api)
        }

        fn uploads(&self) -> Uploads {
            Uploads::in_folder(self.0.path().join("uploads"))
        }
    }

    #[test]
    fn addresses_that_others_can_reach_are_refused() {
        for address in
            [SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)), SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0))]
        {
            let folder = Folder::new();
            let refused = serve(
                folder.session(),
                address,
                folder.uploads(),
                |_| panic!("must not listen on {address}"),
                |_| (),
            );
            assert!(matches!(refused, Err(ServeError::NotLoopback(at)) if at == address));
        }
    }

    #[test]
    fn an_address_that_is_taken_is_named() {
        let taken = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = taken.local_addr().unwrap();
        let folder = Folder::new();
        let error = serve(
            folder.session(),
            address,
            folder.uploads(),
            |_| panic!("must not share {address}"),
            |_| (),
        )
        .unwrap_err();
        assert_eq!(error.to_string(), format!("cannot listen on {address}"));
    }

    #[tokio::test]
    async fn many_who_come_at_once_wait_in_the_queue() {
        let listener = listening(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let address = listener.local_addr().unwrap();
        // Nobody accepts them; one for whom there is no room would wait for a second.
        let soon = Duration::from_millis(900);
        let connected = |_| std::net::TcpStream::connect_timeout(&address, soon).ok();
        assert_eq!((0..500).map_while(connected).collect::<Vec<_>>().len(), 500);
    }

    #[tokio::test]
    async fn it_answers_over_a_socket_and_ends_when_it_is_stopped() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let folder = Folder::new();
        let (session, uploads) = (folder.session(), folder.uploads());
        let server = tokio::spawn(async move {
            answer_until(session, listener, uploads, &Handle::current(), async { stopped.await.unwrap() })
                .await
        });

        let mut client = TcpStream::connect(address).await.unwrap();
        let request = format!("GET /api/v1/health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        client.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

        stop.send(()).unwrap();
        server.await.unwrap().unwrap();
        assert!(TcpStream::connect(address).await.is_err(), "the port is free again");
    }
}
