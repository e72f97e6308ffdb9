//! Listening: slow clients are let go, and a stop loses no answer.

use std::{io, net::SocketAddr, time::Duration};

use axum::{Router, extract::Request};
use hyper::body::Incoming;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
    service::TowerToHyperService,
};
use tokio::{net::TcpListener, signal, time};
use tower::ServiceBuilder;

use super::client::Peer;

/// A client that takes longer to send its header is let go.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// After a stop, answers on their way have this long.
const GRACE: Duration = Duration::from_secs(10);
/// Rest after a failed accept: most failures are a lack of file handles, which passes.
const ACCEPT_REST: Duration = Duration::from_millis(50);

/// A bound address.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
}

impl Server {
    /// Binds the address; connections wait until [`run`](Self::run).
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await? })
    }

    /// Where it listens; the port is known even if 0 was asked for.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until `stop` is done, then takes no more connections and ends those there are: at
    /// once where nothing is asked, after the answer otherwise.
    pub async fn run(self, router: Router, stop: impl Future<Output = ()>) {
        let mut http = Builder::new(TokioExecutor::new());
        http.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
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
            // Small answers should not wait for more to send; without it they only come later.
            let _ = stream.set_nodelay(true);
            let service = ServiceBuilder::new()
                .map_request(move |mut request: Request<Incoming>| {
                    request.extensions_mut().insert(Peer(address));
                    request
                })
                .service(router.clone());
            let service = TowerToHyperService::new(service);
            let connection = http.serve_connection(TokioIo::new(stream), service).into_owned();
            let connection = connections.watch(connection);
            tokio::spawn(async move {
                // Ends with an error whenever a client breaks off, which is its right.
                let _ = connection.await;
            });
        }
        drop(self.listener);
        if time::timeout(GRACE, connections.shutdown()).await.is_err() {
            tracing::warn!("some clients did not take their answers in time");
        }
    }
}

/// Done when the process is told to stop: SIGTERM, or Ctrl-C.
pub async fn shutdown_signal() {
    let interrupt = async {
        // Without a handler the default stays: the process ends at once.
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
