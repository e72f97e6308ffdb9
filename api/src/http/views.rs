//! `POST /v1/views`: what readers have before them, also as a page is left.
//!
//! `navigator.sendBeacon` sends a text as `text/plain`, which any page may send to any server without
//! asking. It is taken here and nowhere else: what it does needs the token of a device, no cookie is
//! ever looked at, and no content changes.

use std::borrow::Cow;

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::error::Category;

use super::{
    client::Peer,
    graphql::{Failure, Intake, malformed, over_pace, refused, whole_body},
    robots,
};
use crate::{
    app::App,
    features::views::View,
    platform::{
        error::{BadInput, Code},
        id::{self, Kind},
        time::Instant,
    },
};

/// Most that is read of a body, in bytes: a hundred views have no more.
const MOST_BYTES: u32 = 16 * 1024;
/// Most views of one request.
const MOST_VIEWS: usize = 100;
/// What a body may say that it is.
const TYPES: [&str; 2] = ["application/json", "text/plain"];

/// A view as it is told.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Told<'a> {
    #[serde(borrow)]
    article_id: Cow<'a, str>,
    #[serde(borrow)]
    reader_token: Cow<'a, str>,
}

/// Counts the views of a list. The answer is the same for those that do not count, whatever the
/// reason: robots and drafts learn nothing.
pub async fn post(
    State(app): State<App>,
    peer: Option<Extension<Peer>>,
    request: Request,
) -> Response {
    let network = app.budget.network(peer.map(|peer| peer.0), request.headers());
    let (parts, body) = request.into_parts();
    let intake = Intake { bytes: MOST_BYTES, timeout: app.engine.intake.timeout };
    let counted = async {
        let body = whole_body(&parts.headers, body, intake, &TYPES).await?;
        let told = read(&body)?;
        let cost = u32::try_from(told.len()).unwrap_or(u32::MAX);
        app.participation.admit_views(network, cost).map_err(over_pace)?;
        count(&app, &parts.headers, &told)
    };
    match counted.await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(failure) => refused(failure),
    }
}

/// Any other method.
pub async fn other_method() -> Response {
    let fault = BadInput::new(Code::MethodNotAllowed, "Tell of views by POST");
    refused(Failure::method(fault, "POST"))
}

fn count(app: &App, headers: &HeaderMap, told: &[Told<'_>]) -> Result<(), Failure> {
    let now = app.clock.now();
    let views = told.iter().enumerate().map(|(place, told)| view(app, told, place, now));
    let views = views.collect::<Result<Vec<_>, _>>()?;
    if !robots::is_automated(headers) {
        app.views.count(&views, now);
    }
    Ok(())
}

fn view(app: &App, told: &Told<'_>, place: usize, now: Instant) -> Result<View, Failure> {
    let article = id::decode_as(Kind::Article, &told.article_id)
        .map_err(|fault| Failure::request(fault.at(&format!("{place}.articleId"))))?;
    let device = app.participation.tokens.read(&told.reader_token, now).map_err(|problem| {
        let fault = BadInput::new(Code::BadUserInput, problem.message);
        let fault = fault.at(&format!("{place}.readerToken"));
        Failure::request(fault.with("reason", problem.code.as_str()))
    })?;
    Ok(View { article, device })
}

fn read(body: &[u8]) -> Result<Vec<Told<'_>>, Failure> {
    let told: Vec<Told<'_>> = serde_json::from_slice(body).map_err(|error| {
        let what = match error.classify() {
            Category::Data => {
                "The body must be a list of objects that have the texts `articleId` and \
                 `readerToken` and nothing else"
            }
            Category::Io | Category::Syntax | Category::Eof => "The body is not JSON",
        };
        malformed(format!("{what}: see line {} column {}", error.line(), error.column()))
    })?;
    match told.len() {
        1..=MOST_VIEWS => Ok(told),
        0 => Err(malformed("The list of views is empty")),
        length => {
            let message = format!("A request tells of at most {MOST_VIEWS} views");
            let fault = BadInput::new(Code::PayloadTooLarge, message);
            Err(Failure::request(fault.with("limit", MOST_VIEWS).with("value", length)))
        }
    }
}
