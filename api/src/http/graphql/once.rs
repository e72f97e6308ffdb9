//! Mutations that carry an `Idempotency-Key`: done once, however often they are sent.
//!
//! The header is that of the IETF draft of the same name. The answer is kept by the task that does
//! the work, so that a client whose line broke finds it when it asks again.

use async_graphql::parser::types::OperationType;
use axum::http::{HeaderMap, StatusCode};

use super::{
    answer::{Answer, Rendered},
    engine::{Operation, Place, finished},
    failure::Failure,
    limits::Cost,
    multipart,
};
use crate::{
    app::App,
    features::idempotency::service::{self, Known},
    http::observe::Outcome,
    platform::{
        error::{BadInput, Code},
        scope::Scope,
        transaction::Receipt,
    },
};

const HEADER: &str = "idempotency-key";
/// Longest key, in characters.
const MAX_KEY: usize = 255;
/// Seconds after which to ask for the answer of what is under way.
const RETRY_AFTER: u64 = 1;

/// An operation that is to be run, and what its answer tells besides.
#[derive(Debug)]
pub struct Work {
    /// The operation.
    pub operation: Operation,
    /// The right to work on it.
    pub place: Place,
    /// What it was measured at, if that is to be told.
    pub cost: Option<Cost>,
}

/// The key of a mutation, if it has one. Queries need none.
pub fn key(headers: &HeaderMap, operation: &Operation) -> Result<Option<String>, Failure> {
    let mut given = headers.get_all(HEADER).iter();
    let Some(value) = given.next().filter(|_| operation.kind == OperationType::Mutation) else {
        return Ok(None);
    };
    let key = value.to_str().ok().map(str::trim);
    let key = key.filter(|key| (1..=MAX_KEY).contains(&key.len()) && given.next().is_none());
    let Some(key) = key else {
        let message = format!("One `Idempotency-Key` of 1 to {MAX_KEY} ASCII characters is taken");
        return Err(invalid(&message));
    };
    let needs = operation.measured.needs;
    // Two files under one key would be one; equal files are stored once without it.
    if multipart::is_multipart(headers) || needs.is_public() || !needs.takes_keys() {
        let message = "Answers of this mutation are not kept: send it without `Idempotency-Key`";
        return Err(invalid(message));
    }
    Ok(Some(key.to_owned()))
}

fn invalid(message: &str) -> Failure {
    Failure::request(BadInput::new(Code::IdempotencyKeyInvalid, message))
}

/// Runs a mutation, or answers as the first time.
pub async fn run(app: &App, scope: Scope, key: String, work: Work) -> Result<Rendered, Failure> {
    let known = service::take(&scope, &key, work.operation.id.digest()).await;
    match known.map_err(|error| Failure::broken(&error, scope.request_id()))? {
        Known::New(receipt) => finished(run_new(app.clone(), scope, receipt, work)).await,
        Known::Answered(body) => {
            Ok(Rendered { outcome: Outcome::Done, executed: true, retry_after: None, body })
        }
        Known::Reused => {
            let message = "Another mutation was sent under this `Idempotency-Key`";
            let fault = BadInput::new(Code::IdempotencyKeyReused, message);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Err(Failure { status, ..Failure::request(fault) })
        }
        Known::UnderWay => {
            let message = "The mutation is under way: ask again for its answer";
            let fault = BadInput::new(Code::IdempotencyInProgress, message);
            Err(Failure::later(fault, StatusCode::CONFLICT, RETRY_AFTER))
        }
        Known::Lost => {
            let message = "The mutation was done, but its answer is lost: look at the result";
            let fault = BadInput::new(Code::IdempotencyAnswerLost, message);
            Err(Failure { status: StatusCode::CONFLICT, ..Failure::request(fault) })
        }
    }
}

async fn run_new(
    app: App,
    scope: Scope,
    receipt: Receipt,
    work: Work,
) -> Result<Rendered, Failure> {
    let Work { operation, place, cost } = work;
    let request_id = scope.request_id().to_owned();
    let writing = scope.clone().with_receipt(receipt.clone());
    let rendered = app.engine.run(writing, operation, place).await;
    let rendered = rendered.map(|response| Answer { response, cost }.render(&request_id));
    let kept = match &rendered {
        Ok(answer) if answer.executed && answer.outcome != Outcome::Failed => {
            service::keep(&scope, &receipt, &answer.body).await
        }
        // What went wrong may go well another time.
        _ => service::release(&scope, &receipt).await,
    };
    // The work is done and answered all the same.
    if let Err(error) = kept {
        let error = &error as &dyn std::error::Error;
        tracing::error!(error, request_id, "the answer of a mutation was not kept");
    }
    rendered
}
