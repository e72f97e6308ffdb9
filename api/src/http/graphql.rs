//! GraphQL over HTTP, by the specification of that name.
//!
//! Own code, because the integration crate answers in the wrong media type, takes bodies that a
//! cross-site form could send, and does not limit them.

mod answer;
mod body;
mod documents;
mod engine;
mod failure;
mod limits;
mod negotiate;
mod read;
mod wording;
mod words;

use std::{net::IpAddr, time::Instant};

use axum::{
    Extension,
    extract::{RawQuery, Request, State},
    http::{HeaderMap, Method, StatusCode},
    response::Response,
};
use tower_http::request_id::RequestId;

use self::{answer::Answer, failure::Failure, negotiate::MediaType, read::Parameters};
pub use self::{
    engine::{Engine, Terms},
    limits::Limits,
};
use super::{
    client::Peer,
    observe::{self, Outcome, Seen},
    request_id,
};
use crate::{
    app::App,
    platform::{
        error::{BadInput, Code},
        scope::Viewer,
    },
};

/// A query in the address.
pub async fn get(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = read::from_query(query.as_deref().unwrap_or_default(), app.engine.intake);
    let network = app.budget.network(peer.map(|peer| peer.0), &headers);
    let origin = Origin { method: Method::GET, network, request_id: request_id(&id) };
    respond(&app, &headers, origin, parameters).await
}

/// An operation in the body.
pub async fn post(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let parameters = read::from_body(&parts.headers, body, app.engine.intake).await;
    let network = app.budget.network(peer.map(|peer| peer.0), &parts.headers);
    let origin = Origin { method: Method::POST, network, request_id: request_id(&id) };
    respond(&app, &parts.headers, origin, parameters).await
}

/// Any other method.
pub async fn other_method(headers: HeaderMap) -> Response {
    let media_type = negotiate::accepted(&headers).unwrap_or(MediaType::Json);
    let fault = BadInput::new(Code::MethodNotAllowed, "Ask by GET or POST");
    answer::refused(media_type, Failure::method(fault, "GET, POST"))
}

/// Where a request comes from.
struct Origin {
    method: Method,
    /// None for this machine itself.
    network: Option<IpAddr>,
    request_id: String,
}

async fn respond(
    app: &App,
    headers: &HeaderMap,
    origin: Origin,
    parameters: Result<Parameters, Failure>,
) -> Response {
    let began = Instant::now();
    let Some(media_type) = negotiate::accepted(headers) else {
        let message = "Accept application/graphql-response+json or application/json";
        let fault = BadInput::new(Code::NotAcceptable, message);
        return answer::refused(MediaType::Json, Failure::request(fault));
    };
    let mut name = None;
    let executed = execute(app, &origin, parameters, &mut name).await;
    let outcome = match &executed {
        Ok(answer) => answer.outcome(),
        Err(failure) => Outcome::Refused(failure.fault.code),
    };
    let elapsed = began.elapsed();
    let request_id = origin.request_id.as_str();
    observe::operation(&Seen { request_id, name: name.as_deref(), outcome, elapsed });
    match executed {
        Ok(answer) => answer.into_response(media_type, request_id),
        Err(failure) => answer::refused(media_type, failure),
    }
}

async fn execute(
    app: &App,
    origin: &Origin,
    parameters: Result<Parameters, Failure>,
    name: &mut Option<String>,
) -> Result<Answer, Failure> {
    let parameters = parameters?;
    let place = app.engine.enter()?;
    let tell_cost = parameters.extensions.cost;
    let operation = app.engine.prepare(parameters, &origin.method)?;
    name.clone_from(&operation.name);
    if let Some(network) = origin.network {
        let charged = app.budget.charge(network, operation.cost.nodes, Instant::now());
        charged.map_err(over_budget)?;
    }
    let cost = tell_cost.then_some(operation.cost);
    let response = app.engine.run(app.scope(Viewer::Anonymous), operation, &place).await?;
    Ok(Answer { response, cost })
}

fn over_budget(seconds: u64) -> Failure {
    let message = format!("Your network has asked for too much: try again in {seconds} s");
    let fault = BadInput::new(Code::RateLimited, message).with("retryAfter", seconds);
    Failure::later(fault, StatusCode::TOO_MANY_REQUESTS, seconds)
}
