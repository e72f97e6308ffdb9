//! How spans travel: a small HTTP client on the runtime of the server.
//!
//! The exporter has a thread of its own without a runtime, and its own clients bring one, or a second
//! HTTP library.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use async_trait::async_trait;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use tokio::{runtime::Handle, time};

/// A batch that takes longer is lost.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Longest answer that is read, in bytes: collectors say little.
const MAX_ANSWER: usize = 64 * 1024;

type Sender = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// The collector, as far as it can be reached.
#[derive(Debug)]
pub struct Collector {
    sender: Sender,
    runtime: Handle,
    /// Whether the last batch was lost.
    lost: AtomicBool,
}

impl Collector {
    /// A client on the runtime that this is called on.
    pub fn new() -> Self {
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        let sender = Client::builder(TokioExecutor::new()).build(connector);
        Self { sender, runtime: Handle::current(), lost: AtomicBool::new(false) }
    }

    /// Says once that batches are lost, and once that they arrive again. Why is for whoever looks
    /// after the collector; the address stays out of the log, because it may hold a key.
    fn note(&self, lost: bool) {
        if self.lost.swap(lost, Ordering::Relaxed) == lost {
            return;
        }
        match lost {
            true => {
                tracing::warn!("traces are lost: the collector cannot be reached or refuses them")
            }
            false => tracing::info!("traces are delivered again"),
        }
    }
}

#[async_trait]
impl HttpClient for Collector {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let delivery = time_limited(self.sender.clone(), request.map(Full::new));
        let delivered = self.runtime.spawn(delivery).await.map_err(Into::into).flatten();
        let taken = delivered.as_ref().is_ok_and(|answer| answer.status().is_success());
        self.note(!taken);
        delivered
    }
}

async fn time_limited(
    sender: Sender,
    request: Request<Full<Bytes>>,
) -> Result<Response<Bytes>, HttpError> {
    let delivery = async {
        let (parts, body) = sender.request(request).await?.into_parts();
        let body = Limited::new(body, MAX_ANSWER).collect().await?.to_bytes();
        Ok(Response::from_parts(parts, body))
    };
    time::timeout(TIMEOUT, delivery).await?
}
