//! `GET /resolve`: what stands at an address, as a status. It is for what stands in front of readers,
//! a page's own server or a reverse proxy, and says what `resolveUrl` says.

use std::time::Instant;

use axum::{
    Extension, Json,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{
    auth,
    client::Peer,
    graphql::{self, Failure},
    request_id::RequestId,
};
use crate::{
    app::App,
    features::{
        articles::Selected,
        nodes::{UrlResolution, UrlStatus, resolve},
    },
    platform::{
        address::Address,
        error::{BadInput, Code},
        scope::Viewer,
    },
};

/// What an answer costs of a network's budget, in objects: as much as `resolveUrl` with its node.
const COST: u32 = 2;
/// The address that a reader asked for, as nginx is used to passing it on: it need not be encoded.
const ORIGINAL: &str = "x-original-uri";
/// Where an address leads seldom changes, and who has changed it wants to see that.
const FOR_A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// What stands at the address in the parameter `path`, or else in the header.
pub async fn get(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let network = app.budget.network(peer.map(|peer| peer.0), &headers);
    let found = async {
        let address = asked_for(query.as_deref().unwrap_or_default(), &headers)?;
        let _place = app.engine.enter()?;
        let viewer = auth::viewer(&app, &id, &headers).await?;
        if let Some(network) = network {
            let charged = app.budget.charge(network, COST, Instant::now());
            charged.map_err(graphql::over_pace)?;
        }
        let scope = app.scope(viewer).of_request(id.as_str());
        let found = resolve(&scope, &address, Selected::default()).await;
        Ok((found.map_err(|error| Failure::broken(&error, id.as_str()))?, viewer))
    };
    match found.await {
        Ok((Some(found), viewer)) => answer(&found, viewer),
        Ok((None, _)) => {
            let fault = BadInput::new(Code::NotFound, "Nothing is known of this address");
            graphql::refused(Failure { status: StatusCode::NOT_FOUND, ..Failure::request(fault) })
        }
        Err(failure) => graphql::refused(failure),
    }
}

/// The address that is asked for.
fn asked_for(query: &str, headers: &HeaderMap) -> Result<Address, Failure> {
    let mut parameters = url::form_urlencoded::parse(query.as_bytes());
    let given = parameters.find(|(name, _)| name == "path").map(|(_, path)| path.into_owned());
    let passed = || headers.get(ORIGINAL).and_then(|url| url.to_str().ok()).map(str::to_owned);
    given.or_else(passed).as_deref().and_then(Address::parse).ok_or_else(|| {
        let message = "`path` must be a path that begins with a slash, or an absolute http(s) \
                       address; so must the header X-Original-URI, which may stand for it";
        Failure::request(BadInput::new(Code::BadUserInput, message).at("path"))
    })
}

fn answer(found: &UrlResolution, viewer: Viewer) -> Response {
    let body = |status: &str| {
        let UrlResolution { path, url, reason, .. } = found;
        Json(json!({ "status": status, "path": path, "url": url, "reason": reason }))
    };
    let to = found.url.as_ref().and_then(|url| HeaderValue::from_str(url).ok());
    let mut answer = match (found.status, to) {
        (UrlStatus::Current, _) => body("CURRENT").into_response(),
        (UrlStatus::Moved, Some(to)) => {
            let to = [(header::LOCATION, to)];
            (StatusCode::MOVED_PERMANENTLY, to, body("MOVED")).into_response()
        }
        // The portal has not said where its articles stand, so that nobody can be sent there.
        (UrlStatus::Moved, None) => body("MOVED").into_response(),
        (UrlStatus::Gone, _) => (StatusCode::GONE, body("GONE")).into_response(),
    };
    if viewer == Viewer::Anonymous && found.status != UrlStatus::Current {
        answer.headers_mut().insert(header::CACHE_CONTROL, FOR_A_MINUTE);
    }
    answer
}
