//! Whether the process lives, and whether it can serve.

use std::{
    error::Error,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::TimeDelta;
use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Shared},
};
use tracing::Instrument as _;

use crate::{
    app::App,
    platform::{database::Database, time::Instant},
};

/// How long the database may take to answer before it counts as away.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long what it said holds, from when it was asked. Longer than that nobody is told of a
/// database that is lost, beside the time that asking it again takes.
const KEPT: TimeDelta = TimeDelta::seconds(1);

/// What the database was last asked, so that any number of probes asks it once a second.
#[derive(Debug, Default)]
pub struct Readiness(Mutex<Option<Look>>);

#[derive(Clone, Debug)]
struct Look {
    begun: Instant,
    answer: Shared<BoxFuture<'static, bool>>,
}

impl Readiness {
    /// The look that still holds at this time, else a new one.
    fn look(&self, db: &Database, now: Instant) -> Look {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let holds = |look: &&Look| (TimeDelta::zero()..KEPT).contains(&(now - look.begun));
        match last.as_ref().filter(holds) {
            Some(look) => look.clone(),
            None => last.insert(Look::begin(db.clone(), now)).clone(),
        }
    }
}

impl Look {
    /// On a task of its own: whoever asked first may leave before those who share the answer.
    fn begin(db: Database, begun: Instant) -> Self {
        let task = tokio::spawn(is_ready(db).in_current_span());
        Self { begun, answer: task.map(|answer| answer.unwrap_or(false)).boxed().shared() }
    }
}

/// The process runs. Asks nothing else: a database that is away is no reason to restart it.
pub async fn live() -> Response {
    plain(StatusCode::OK, "ok\n")
}

/// The database answers on both handles and has exactly the migrations of this program. Details go
/// to the log, not to whoever asks.
pub async fn ready(State(app): State<App>) -> Response {
    let look = app.readiness.look(&app.db, app.clock.now());
    match look.answer.await {
        true => plain(StatusCode::OK, "ready\n"),
        false => plain(StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
    }
}

async fn is_ready(db: Database) -> bool {
    match tokio::time::timeout(PATIENCE, db.check_ready()).await {
        Ok(Ok(())) => return true,
        Ok(Err(error)) => tracing::warn!(error = &error as &dyn Error, "not ready"),
        Err(_) => tracing::warn!(error = "no answer within a second", "not ready"),
    }
    false
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
