//! `congtin health`: asks a running server whether it can serve, where there is no other program
//! to ask with.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
    time::Duration,
};

use anyhow::{Context as _, bail, ensure};
use axum::http::Uri;
use http_body_util::Empty;
use hyper::body::Bytes;
use hyper_util::{client::legacy::Client, rt::TokioExecutor};
use tokio::time;

use super::output;

/// Less than what container engines and supervisors usually give a check.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Asks the URL, or else the readiness of the server that these settings describe.
pub async fn check(bind: SocketAddr, url: Option<&str>) -> anyhow::Result<ExitCode> {
    let url = match url {
        Some(url) => url.to_owned(),
        None => readiness(bind)?,
    };
    let uri: Uri = url.parse().with_context(|| format!("{url} is not a URL"))?;
    ensure!(uri.scheme_str() == Some("http"), "{url} must begin with http://");
    let client = Client::builder(TokioExecutor::new()).build_http::<Empty<Bytes>>();
    let answer = match time::timeout(TIMEOUT, client.get(uri)).await {
        Ok(answer) => answer.with_context(|| format!("{url} cannot be reached"))?,
        Err(_) => bail!("{url} did not answer within {TIMEOUT:?}"),
    };
    let status = answer.status();
    ensure!(status.is_success(), "{url} answered {}", status.as_u16());
    output::print("ready\n")
}

/// Whoever listens on every address of the machine is asked on loopback.
fn readiness(bind: SocketAddr) -> anyhow::Result<String> {
    ensure!(bind.port() != 0, "the port is not known: name it by --url");
    let host = match bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    Ok(format!("http://{}/readyz", SocketAddr::new(host, bind.port())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_is_asked_where_it_listens() {
        let url = |bind: &str| readiness(bind.parse().unwrap());
        assert_eq!(url("127.0.0.1:8000").unwrap(), "http://127.0.0.1:8000/readyz");
        assert_eq!(url("0.0.0.0:80").unwrap(), "http://127.0.0.1:80/readyz");
        assert_eq!(url("[::]:80").unwrap(), "http://[::1]:80/readyz");
        assert!(url("127.0.0.1:0").is_err());
    }
}
