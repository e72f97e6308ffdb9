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
mod multipart;
mod negotiate;
mod once;
mod read;
mod select;
mod subject;
mod wording;
mod words;

use std::{net::IpAddr, time::Instant};

use async_graphql::parser::types::OperationType;
use axum::{
    Extension,
    extract::{self, RawQuery, Request},
    http::{HeaderMap, Method, StatusCode},
    response::Response,
};
use tracing::Instrument as _;

use self::{
    answer::{Answer, Rendered},
    negotiate::MediaType,
    once::Work,
    read::Parameters,
};
pub use self::{
    body::{Intake, whole as whole_body},
    engine::{Engine, State, Terms},
    failure::{Failure, malformed},
    limits::Limits,
    subject::Subject,
};
use super::{
    auth,
    client::Peer,
    observe::{Observation, Outcome},
    request_id::RequestId,
    robots,
};
use crate::{
    app::App,
    features::accounts::Known,
    platform::{
        error::{BadInput, Code},
        origin::Origin as From,
        scope::Viewer,
    },
};

/// A query in the address.
pub async fn get(
    extract::State(app): extract::State<App>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = read::from_query(query.as_deref().unwrap_or_default(), app.engine.intake);
    let network = app.budget.network(peer.map(|peer| peer.0), &headers);
    let origin = Origin { method: Method::GET, network, id };
    respond(&app, &headers, origin, parameters).await
}

/// An operation in the body.
pub async fn post(
    extract::State(app): extract::State<App>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let parameters = match multipart::is_multipart(&parts.headers) {
        true => multipart::parameters(&app, &id, &parts.headers, body).await,
        false => read::from_body(&parts.headers, body, app.engine.intake).await,
    };
    let network = app.budget.network(peer.map(|peer| peer.0), &parts.headers);
    let origin = Origin { method: Method::POST, network, id };
    respond(&app, &parts.headers, origin, parameters).await
}

/// Any other method.
pub async fn other_method(headers: HeaderMap) -> Response {
    let media_type = negotiate::accepted(&headers).unwrap_or(MediaType::Json);
    let fault = BadInput::new(Code::MethodNotAllowed, "Ask by GET or POST");
    answer::refused(media_type, Failure::method(fault, "GET, POST"))
}

/// The answer to a request for something else than GraphQL that is refused.
pub fn refused(failure: Failure) -> Response {
    answer::refused(MediaType::Json, failure)
}

/// Where a request comes from.
struct Origin {
    method: Method,
    /// None for this machine itself.
    network: Option<IpAddr>,
    id: RequestId,
}

async fn respond(
    app: &App,
    headers: &HeaderMap,
    origin: Origin,
    parameters: Result<Parameters, Failure>,
) -> Response {
    let slow = app.engine.slow();
    let mut observation = Observation::begin(&origin.id, &origin.method, headers, slow);
    let Some(media_type) = negotiate::accepted(headers) else {
        let message = "Accept application/graphql-response+json or application/json";
        let fault = BadInput::new(Code::NotAcceptable, message);
        observation.end(Outcome::Refused(fault.code));
        return answer::refused(MediaType::Json, Failure::request(fault));
    };
    let span = observation.span();
    let execution = execute(app, headers, &origin, parameters, &mut observation.subject);
    match execution.instrument(span).await {
        Ok(answer) => {
            observation.end(answer.outcome);
            answer.into_response(media_type)
        }
        Err(failure) => {
            observation.end(Outcome::Refused(failure.fault.code));
            answer::refused(media_type, failure)
        }
    }
}

async fn execute(
    app: &App,
    headers: &HeaderMap,
    origin: &Origin,
    parameters: Result<Parameters, Failure>,
    subject: &mut Subject,
) -> Result<Rendered, Failure> {
    let parameters = parameters?;
    let place = app.engine.enter()?;
    let tell_cost = parameters.extensions.cost;
    let scope = app.scope(Viewer::Anonymous).of_request(origin.id.as_str());
    let known = auth::identify(app, &scope, headers).await;
    let Known { viewer, session } =
        known.map_err(|unknown| Failure::unknown(unknown, origin.id.as_str()))?;
    let operation = app.engine.prepare(parameters, &origin.method, viewer, subject)?;
    let automated = operation.kind == OperationType::Mutation && robots::is_automated(headers);
    let from = From { network: origin.network, session, automated };
    let cost = operation.measured.cost;
    if let Some(network) = origin.network {
        let charged = app.budget.charge(network, cost.nodes, Instant::now());
        charged.map_err(over_pace)?;
    }
    let cost = tell_cost.then_some(cost);
    let scope = scope.of_viewer(viewer).from_origin(from);
    match once::key(headers, &operation)? {
        Some(key) => once::run(app, scope, key, Work { operation, place, cost }).await,
        None => {
            let response = app.engine.run(scope, operation, place).await?;
            Ok(Answer { response, cost }.render(origin.id.as_str()))
        }
    }
}

/// What a network is told that asks for too much at once.
pub fn over_pace(seconds: u64) -> Failure {
    let message = format!("Your network has asked for too much: try again in {seconds} s");
    let fault = BadInput::new(Code::RateLimited, message).with("retryAfter", seconds);
    Failure::later(fault, StatusCode::TOO_MANY_REQUESTS, seconds)
}
