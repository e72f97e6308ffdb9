//! `PUT /media`.

use axum::{
    Extension, Json,
    body::{Body, HttpBody as _},
    extract::{RawQuery, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{Fault, read};
use crate::{
    app::App,
    features::media::{
        library::Library,
        service::{self, Added, Description},
        types::{address, public_id},
    },
    http::{
        auth,
        request_id::RequestId,
        spool::{self, Broken},
    },
    platform::{
        error::{BadInput, Code, Error},
        scope::Viewer,
        viewer::Reach,
    },
};

/// A file as the body, its name in `Content-Disposition` or `?name=`, and what it shows in `?alt=`.
pub async fn put(
    State(app): State<App>,
    Extension(id): Extension<RequestId>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response {
    let (parts, mut body) = request.into_parts();
    let patience = app.engine.intake.timeout;
    let brought = async {
        let viewer = auth::viewer(&app, &id, &parts.headers).await?;
        check_viewer(viewer)?;
        let said = description(query.as_deref().unwrap_or_default(), &parts.headers)?;
        check_body(&app.library, &parts.headers, &body)?;
        let file = spool::whole(&app.library, &mut body, patience).await?;
        let scope = app.scope(viewer).of_request(id.as_str());
        let library = app.library.clone();
        // Goes on when the client leaves: a transaction is never cut off in the middle.
        let bringing =
            tokio::spawn(async move { service::bring(&scope, &library, file, said).await });
        let brought = bringing.await.map_err(|_| Error::Broken("taking a file broke off"))?;
        Ok::<_, Fault>(brought?)
    };
    match brought.await {
        Ok(added) => told(&added),
        Err(fault) => {
            spool::discard(body, patience);
            fault.into_response(&id)
        }
    }
}

/// Whoever may write anything may bring a file.
fn check_viewer(viewer: Viewer) -> Result<(), Fault> {
    let denied =
        |status, code, message: &str| Err(Fault::Theirs(status, BadInput::new(code, message)));
    match (viewer, viewer.writes()) {
        (Viewer::Anonymous, _) => {
            let message = "Sign in first: this needs an account or an API key";
            denied(StatusCode::UNAUTHORIZED, Code::Unauthenticated, message)
        }
        (_, Reach::Nothing) => {
            let message = "This account or key may not do that";
            denied(StatusCode::FORBIDDEN, Code::Forbidden, message)
        }
        _ => Ok(()),
    }
}

fn description(query: &str, headers: &HeaderMap) -> Result<Description, Fault> {
    let mut said = Description { file_name: read::file_name(headers), ..Description::default() };
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "name" => said.file_name = Some(value.into_owned()),
            "alt" => said.alt = Some(value.into_owned()),
            _ => {
                let message = "Only `name` and `alt` are taken";
                return Err(Fault::bad(BadInput::new(Code::BadUserInput, message)));
            }
        }
    }
    Ok(said)
}

/// What can be refused before a byte is read.
fn check_body(library: &Library, headers: &HeaderMap, body: &Body) -> Result<(), Fault> {
    if headers.contains_key(header::CONTENT_ENCODING) {
        let message = "Send the file without Content-Encoding";
        return Err(Broken::from(BadInput::new(Code::UnsupportedMediaType, message)).into());
    }
    match body.size_hint().lower() > library.most {
        true => Err(Broken::from(spool::too_large(library.most)).into()),
        false => Ok(()),
    }
}

fn told(added: &Added) -> Response {
    let file = &added.file;
    let url = address(file);
    let body = json!({
        "id": public_id(file.id),
        "url": url,
        "type": file.mime_type,
        "size": file.size,
        "width": file.width,
        "height": file.height,
    });
    let status = if added.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let mut answer = (status, Json(body)).into_response();
    if let Ok(location) = HeaderValue::from_str(&url) {
        answer.headers_mut().insert(header::LOCATION, location);
    }
    answer
}
