//! Listening: slow clients are let go, and a stop loses no answer.

use std::{
    io::{self, Write as _},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use axum::{Router, extract::Request};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal,
    sync::Semaphore,
    time,
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceBuilder;

use super::client::Peer;

/// Bytes of a connection that are read ahead; a longer header is answered 431.
const READ_AHEAD: usize = 64 * 1024;
/// After a stop, answers on their way have this long.
const GRACE: Duration = Duration::from_secs(10);
/// Rest after a failed accept: most failures are a lack of file handles, which passes.
const ACCEPT_REST: Duration = Duration::from_millis(50);

/// What one connection too many is told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    connection: close\r\n\
    retry-after: 1\r\n\
    content-type: application/json; charset=utf-8\r\n\
\r\n\
    {\"errors\":[{\"message\":\"The server has no place: try again\",\
    \"extensions\":{\"code\":\"SERVICE_UNAVAILABLE\"}}]}";

/// What connections are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// How many there may be at once.
    pub at_once: u32,
    /// A client that takes longer to send its header, or to ask again, is let go.
    pub header_timeout: Duration,
    /// A client that takes nothing of its answer for so long is let go.
    pub answer_timeout: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        let timeout = Duration::from_secs(10);
        Self { at_once: 1_024, header_timeout: timeout, answer_timeout: timeout }
    }
}

/// A bound address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    terms: Connections,
}

impl Server {
    /// Binds the address; connections wait until [`run`](Self::run).
    pub async fn bind(address: SocketAddr, terms: Connections) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await?, terms })
    }

    /// Where it listens; the port is known even if 0 was asked for.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` is done, then takes no more connections and ends those there are: at
    /// once where nothing is asked, after the answer otherwise.
    pub async fn run(self, router: Router, stop: impl Future<Output = ()>) {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(self.terms.header_timeout)
            .max_buf_size(READ_AHEAD);
        let places = Arc::new(Semaphore::new(self.terms.at_once as usize));
        let connections = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut stop => break,
            };
            let (stream, address) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "cannot accept a connection");
                    time::sleep(ACCEPT_REST).await;
                    continue;
                }
            };
            match places.clone().try_acquire_owned() {
                Ok(place) => {
                    let router = router.clone();
                    let mut stream = TimeoutStream::new(stream);
                    stream.set_write_timeout(Some(self.terms.answer_timeout));
                    let connection = connection(&http, stream, address, router, &connections);
                    tokio::spawn(async move {
                        connection.await;
                        drop(place);
                    });
                }
                Err(_) => turn_away(stream),
            }
        }
        drop(self.listener);
        if time::timeout(GRACE, connections.shutdown()).await.is_err() {
            tracing::warn!("some clients did not take their answers in time");
        }
    }
}

/// One connection, from here to its end.
fn connection(
    http: &http1::Builder,
    stream: TimeoutStream<TcpStream>,
    address: SocketAddr,
    router: Router,
    connections: &GracefulShutdown,
) -> impl Future<Output = ()> + use<> {
    // Small answers should not wait for more to send; without it they only come later.
    let _ = stream.get_ref().set_nodelay(true);
    let service = ServiceBuilder::new()
        .map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(address));
            request
        })
        .service(router);
    let service = TowerToHyperService::new(service);
    let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
    let connection = connections.watch(connection);
    async move {
        // Ends with an error whenever a client breaks off, which is its right.
        let _ = connection.await;
    }
}

/// Answers a connection for which there is no place, without a task and without waiting: what the
/// client asks is never read.
fn turn_away(stream: TcpStream) {
    // A new connection has room for this much; a client that is gone needs no answer.
    let _ = stream.into_std().and_then(|mut stream| stream.write_all(FULL));
}

/// Done when the process is told to stop: SIGTERM, or Ctrl-C. From the call on, before anybody waits
/// for it, neither ends the process at once.
#[cfg(unix)]
pub fn shutdown_signal() -> impl Future<Output = ()> {
    use signal::unix::{Signal, SignalKind, signal};

    async fn heard(signal: io::Result<Signal>) {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
            }
            // Without a handler the default stays: the process ends at once.
            Err(_) => std::future::pending().await,
        }
    }
    let [interrupt, terminate] = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async {
        tokio::select! {
            () = heard(interrupt) => {}
            () = heard(terminate) => {}
        }
    }
}

/// Done when the process is told to stop: Ctrl-C.
#[cfg(not(unix))]
pub async fn shutdown_signal() {
    if signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
