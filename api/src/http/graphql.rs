//! GraphQL over HTTP, by the specification of that name.
//!
//! Own code, because the integration crate answers in the wrong media type, takes bodies that a
//! cross-site form could send, and does not limit them.

mod answer;
mod negotiate;
mod read;

use axum::{
    Extension,
    extract::{RawQuery, Request, State},
    http::{HeaderMap, Method},
    response::Response,
};
use tower_http::request_id::RequestId;

use self::{
    answer::Answer,
    negotiate::MediaType,
    read::{Failure, Operation},
};
use super::request_id;
use crate::{
    app::App,
    features::loaders::Loaders,
    platform::{
        error::{BadInput, Code},
        scope::Viewer,
        tasks,
    },
};

/// A query in the address.
pub async fn get(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let operation = read::from_query(query.as_deref().unwrap_or_default());
    respond(&app, &headers, &request_id(Some(&id)), Method::GET, operation).await
}

/// An operation in the body.
pub async fn post(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let operation = read::from_body(&parts.headers, body).await;
    respond(&app, &parts.headers, &request_id(Some(&id)), Method::POST, operation).await
}

/// Any other method.
pub async fn other_method(headers: HeaderMap) -> Response {
    let media_type = negotiate::accepted(&headers).unwrap_or(MediaType::Json);
    let fault = BadInput::new(Code::MethodNotAllowed, "Ask by GET or POST");
    answer::refused(media_type, Failure::method(fault, "GET, POST"))
}

async fn respond(
    app: &App,
    headers: &HeaderMap,
    request_id: &str,
    method: Method,
    operation: Result<Operation, Failure>,
) -> Response {
    let Some(media_type) = negotiate::accepted(headers) else {
        let message = "Accept application/graphql-response+json or application/json";
        let fault = BadInput::new(Code::NotAcceptable, message);
        return answer::refused(MediaType::Json, Failure::request(fault));
    };
    let operation = match operation.and_then(|operation| operation.check(&method)) {
        Ok(operation) => operation,
        Err(failure) => return answer::refused(media_type, failure),
    };
    let answer = execute(app, operation).await;
    answer.into_response(media_type, request_id)
}

async fn execute(app: &App, operation: async_graphql::Request) -> Answer {
    let scope = app.scope(Viewer::Anonymous);
    let (spawner, tasks) = tasks::tasks();
    let loaders = Loaders::new(&scope, &spawner);
    let under_way = scope.reader().under_way();
    let operation = operation.data(scope).data(loaders);
    Answer(tasks.run_beside(under_way, app.schema.execute(operation)).await)
}
