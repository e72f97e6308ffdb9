//! `GET /v1/polls/{id}/audit`: the ballots of a poll as one file.

use std::{net::IpAddr, sync::Arc, time::Instant};

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use futures_util::TryStreamExt as _;

use super::{client::Peer, media::Fault, request_id::RequestId};
use crate::{
    app::App,
    features::polls::audit::{self, Audit},
    platform::{
        error::{BadInput, Code},
        id::{self, Kind},
        scope::{Scope, Viewer},
    },
};

/// What looking for a poll costs of a network's budget, in objects.
const COST: u32 = 2;
/// Lines of JSON.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/x-ndjson");
/// A poll that is sealed never changes; that it is hidden should be noticed within minutes.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// The audit of a sealed poll; 404 for whatever else.
pub async fn audit(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    Path(poll): Path<String>,
    headers: HeaderMap,
) -> Response {
    let network = app.budget.network(peer.map(|peer| peer.0), &headers);
    let scope = app.scope(Viewer::Anonymous).of_request(id.as_str());
    match find(&app, &scope, network, &poll).await {
        Ok(found) => stream(scope, found),
        Err(fault) => fault.into_response(&id),
    }
}

async fn find(
    app: &App,
    scope: &Scope,
    network: Option<IpAddr>,
    poll: &str,
) -> Result<Audit, Fault> {
    let absent = || {
        let message = "There is no poll at this address whose ballots are published";
        Fault::Theirs(StatusCode::NOT_FOUND, BadInput::new(Code::NotFound, message))
    };
    let poll = id::decode_as(Kind::Poll, poll).map_err(|_| absent())?;
    let charge = |cost: u32| match network {
        Some(network) => app.budget.charge(network, cost, Instant::now()).map_err(Fault::too_fast),
        None => Ok(()),
    };
    let _place = app.engine.enter().map_err(Fault::from)?;
    charge(COST)?;
    let found = audit::find(scope, poll).await.map_err(|error| Fault::Ours(Arc::new(error)))?;
    let found = found.ok_or_else(absent)?;
    charge(u32::try_from(found.ballots).unwrap_or(u32::MAX))?;
    Ok(found)
}

fn stream(scope: Scope, found: Audit) -> Response {
    let lines = audit::lines(scope, found).map_ok(Bytes::from).inspect_err(|error| {
        tracing::error!(error = error as &dyn std::error::Error, "an audit is cut off");
    });
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, KEPT)];
    (headers, Body::from_stream(lines)).into_response()
}
