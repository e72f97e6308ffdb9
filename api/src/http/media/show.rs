//! `GET /media/{id}/{name}`.

use std::{net::IpAddr, time::Instant};

use axum::{
    Extension,
    body::Body,
    extract::{Path, RawQuery, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use entity::media;
use headers::{ETag, HeaderMapExt as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    Fault,
    read::{self, Part},
};
use crate::{
    app::App,
    features::media::{
        copies::{Copy, Wanted},
        inspect::Kind,
        service,
    },
    http::{auth, client::Peer, request_id::RequestId},
    platform::{
        id::{self, Kind as IdKind},
        scope::Viewer,
    },
};

/// What drawing a copy costs of a network's budget, in objects.
const COST_OF_COPY: u32 = 100;
/// The address of a file never shows anything else.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// What is cut around a focal point follows it.
const FOR_AN_HOUR: &str = "public, max-age=3600";
/// What was asked for with a name is for whoever has that name.
const NOWHERE: &str = "private, no-store";
/// Nothing in a file is run, wherever it is shown.
const POLICY: &str = "sandbox; default-src 'none'";

/// A file, or a copy of it in another size.
pub async fn get(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    peer: Option<Extension<Peer>>,
    Path((file, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let network = app.budget.network(peer.map(|peer| peer.0), &parts.headers);
    let shown = async {
        let viewer = auth::viewer(&app, &id, &parts.headers).await?;
        let wanted = Wanted::read(query.as_deref().unwrap_or_default()).map_err(Fault::bad)?;
        let file = find(&app, viewer, &file, &name).await?;
        let cache = match viewer {
            Viewer::Anonymous if wanted.follows_focal_point() => FOR_AN_HOUR,
            Viewer::Anonymous => FOREVER,
            _ => NOWHERE,
        };
        let answer = match wanted.of(&file).map_err(Fault::bad)? {
            None => original(&app, &file, &parts.headers).await?,
            Some(copy) => copied(&app, network, &file, copy, &parts.headers).await?,
        };
        Ok::<_, Fault>(dressed(answer, &file, cache))
    };
    shown.await.unwrap_or_else(|fault| fault.into_response(&id))
}

/// The file that an address means, if the viewer may see it. The name is not looked at, but one that
/// leads somewhere else was never made here.
async fn find(app: &App, viewer: Viewer, id: &str, name: &str) -> Result<media::Model, Fault> {
    let leads_away = name.contains(['/', '\\', '\0']) || name.starts_with('.');
    let id = id::decode_as(IdKind::Image, id).ok().filter(|_| !leads_away);
    let id = id.ok_or_else(Fault::not_found)?;
    let file = service::find_many(&app.scope(viewer), &[id]).await?.pop();
    file.ok_or_else(Fault::not_found)
}

async fn original(app: &App, file: &media::Model, headers: &HeaderMap) -> Result<Response, Fault> {
    let tag = tag(&format!("\"{}\"", service::digest(file)))?;
    if read::has(headers, &tag) {
        return Ok(unchanged(tag));
    }
    let blobs = &app.library.blobs;
    // A row may have come without its file, from an export.
    let length = blobs.size(&file.storage_key).await?.ok_or_else(Fault::not_found)?;
    let part = read::part(headers, &tag, length);
    let (status, range) = match &part {
        Part::Beyond => return Ok(beyond(length)),
        Part::Whole => (StatusCode::OK, 0..length),
        Part::Bytes(bytes) => (StatusCode::PARTIAL_CONTENT, *bytes.start()..*bytes.end() + 1),
    };
    let bytes = blobs.stream(&file.storage_key, range.clone()).await?;
    let mut answer = Response::new(Body::from_stream(bytes.ok_or_else(Fault::not_found)?));
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.typed_insert(tag);
    headers.typed_insert(headers::AcceptRanges::bytes());
    headers.typed_insert(headers::ContentLength(range.end - range.start));
    if status == StatusCode::PARTIAL_CONTENT
        && let Ok(range) = headers::ContentRange::bytes(range, length)
    {
        headers.typed_insert(range);
    }
    let kind = Kind::of_mime_type(&file.mime_type);
    headers.insert(header::CONTENT_TYPE, content_type(kind));
    Ok(answer)
}

async fn copied(
    app: &App,
    network: Option<IpAddr>,
    file: &media::Model,
    copy: Copy,
    headers: &HeaderMap,
) -> Result<Response, Fault> {
    let tag = tag(&copy.tag(&service::digest(file)))?;
    if read::has(headers, &tag) {
        return Ok(unchanged(tag));
    }
    let (key, format) = (copy.key(), copy.format);
    let bytes = match app.library.find_copy(&key).await? {
        Some(bytes) => bytes,
        None => {
            if let Some(network) = network {
                let charged = app.budget.charge(network, COST_OF_COPY, Instant::now());
                charged.map_err(Fault::too_fast)?;
            }
            let made = app.library.make_copy(&key, copy).await?;
            made.ok_or_else(Fault::not_found)?
        }
    };
    let mut answer = Response::new(Body::from(bytes));
    answer.headers_mut().typed_insert(tag);
    answer.headers_mut().insert(header::CONTENT_TYPE, content_type(Some(format)));
    Ok(answer)
}

/// What belongs on every answer with a file.
fn dressed(mut answer: Response, file: &media::Model, cache: &'static str) -> Response {
    let is_picture = Kind::of_mime_type(&file.mime_type).is_some_and(|kind| kind != Kind::Pdf);
    // A PDF can run scripts of its own in whatever opens it.
    let disposition = if is_picture { "inline" } else { "attachment" };
    let name = utf8_percent_encode(&file.file_name, NON_ALPHANUMERIC);
    let headers = answer.headers_mut();
    if let Ok(value) = format!("{disposition}; filename*=UTF-8''{name}").parse() {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // The pages that show pictures are on another host.
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    answer
}

/// A type that this program gives out; rows from elsewhere may say anything.
fn content_type(kind: Option<Kind>) -> HeaderValue {
    HeaderValue::from_static(kind.map_or("application/octet-stream", Kind::mime_type))
}

fn tag(text: &str) -> Result<ETag, Fault> {
    text.parse().map_err(|_| crate::Error::Broken("an entity tag cannot be written").into())
}

fn unchanged(tag: ETag) -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::NOT_MODIFIED;
    answer.headers_mut().typed_insert(tag);
    answer
}

fn beyond(length: u64) -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
    answer.headers_mut().typed_insert(headers::ContentRange::unsatisfied_bytes(length));
    answer
}
