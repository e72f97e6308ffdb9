//! An operation with a file, by the GraphQL multipart request specification: `operations`, `map`, and
//! one file, in this order.

use axum::{
    body::{Body, HttpBody as _},
    http::{HeaderMap, HeaderName, header},
};
use multer::{Constraints, Field, Multipart, SizeLimit};
use serde_json::{Map, Value};
use tokio::time;

use super::{
    Failure,
    failure::malformed,
    read::{self, Parameters},
};
use crate::{
    app::App,
    features::media::upload::{Arrived, Upload},
    http::{
        auth,
        request_id::RequestId,
        spool::{self, Broken, Spool},
    },
    platform::{
        error::{BadInput, Code},
        scope::Viewer,
        viewer::Reach,
    },
};

/// Headers that no form of another site can send: whatever they say, a browser asks first.
const PREFLIGHT: [HeaderName; 3] = [
    HeaderName::from_static("apollo-require-preflight"),
    HeaderName::from_static("x-requested-with"),
    HeaderName::from_static("graphql-require-preflight"),
];
/// Most bytes of the map: it names one place.
const MAX_MAP: usize = 1_024;
/// Room for the borders between the parts.
const BORDERS: u64 = 16 * 1_024;

/// Whether the body is a form with a file.
pub fn is_multipart(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    let form = b"multipart/form-data";
    value.get(..form.len()).is_some_and(|start| start.eq_ignore_ascii_case(form))
}

/// Reads the parameters and the file. Nothing is read for those who may not bring one.
pub async fn parameters(
    app: &App,
    id: &RequestId,
    headers: &HeaderMap,
    body: Body,
) -> Result<Parameters, Failure> {
    let announced = body.size_hint().lower();
    if let Err(failure) = check(app, id, headers, announced).await {
        spool::discard(body, app.engine.intake.timeout);
        return Err(failure);
    }
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = multer::parse_boundary(value.unwrap_or_default());
    let boundary = boundary.map_err(|_| malformed("The form has no boundary"))?;
    let size = SizeLimit::new().whole_stream(most(app));
    let constraints = Constraints::new().size_limit(size);
    let form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let reading = read(app, form);
    match time::timeout(app.library.timeout, reading).await {
        Ok(read) => read,
        Err(_) => Err(failed(spool::slow())),
    }
}

/// Most bytes of the whole body.
fn most(app: &App) -> u64 {
    u64::from(app.engine.intake.bytes) + app.library.most + BORDERS
}

async fn check(
    app: &App,
    id: &RequestId,
    headers: &HeaderMap,
    announced: u64,
) -> Result<(), Failure> {
    let refuse = |code, message: &str| Err(Failure::request(BadInput::new(code, message)));
    if headers.contains_key(header::CONTENT_ENCODING) {
        return refuse(Code::UnsupportedMediaType, "Send the body without Content-Encoding");
    }
    if !PREFLIGHT.iter().any(|name| headers.contains_key(name)) {
        let message = "A form needs the header Apollo-Require-Preflight or X-Requested-With; \
                       without a file, send application/json";
        return refuse(Code::UnsupportedMediaType, message);
    }
    let viewer = auth::viewer(app, id, headers).await?;
    if viewer == Viewer::Anonymous {
        let message = "Sign in first: a file needs an account or an API key";
        return Err(Failure::denied(BadInput::new(Code::Unauthenticated, message)));
    }
    if viewer.writes() == Reach::Nothing {
        let message = "This account or key may not do that";
        return Err(Failure::denied(BadInput::new(Code::Forbidden, message)));
    }
    match announced > most(app) {
        true => Err(Failure::request(spool::too_large(app.library.most))),
        false => Ok(()),
    }
}

async fn read(app: &App, mut form: Multipart<'_>) -> Result<Parameters, Failure> {
    let most = app.engine.intake.bytes as usize;
    let operations = text(app, next(app, &mut form, "operations").await?, most).await?;
    let map = text(app, next(app, &mut form, "map").await?, MAX_MAP).await?;
    let (part, path) = place(&map)?;
    let parameters = match serde_json::from_str(&operations) {
        Ok(Value::Object(parameters)) => put(parameters, &path)?,
        Ok(Value::Array(_)) => {
            let message = "Send one operation at a time: lists of them are not taken";
            return Err(Failure::request(BadInput::new(Code::BatchRefused, message)));
        }
        _ => return Err(malformed("`operations` must be a JSON object")),
    };
    let file = next(app, &mut form, &part).await?;
    let name = file.file_name().map(str::to_owned);
    let file = spooled(app, file).await?;
    if patient(app, form.next_field()).await?.is_some() {
        return Err(malformed("Send one file, and nothing behind it"));
    }
    let upload = Some(Upload::new(Arrived { file, name }));
    Ok(Parameters { upload, ..read::from_parameters(parameters)? })
}

/// The next part, which must have this name.
async fn next<'a>(app: &App, form: &mut Multipart<'a>, name: &str) -> Result<Field<'a>, Failure> {
    let field = patient(app, form.next_field()).await?;
    let field = field.filter(|field| field.name() == Some(name));
    field.ok_or_else(|| malformed("Send `operations`, `map` and the file, in this order"))
}

async fn text(app: &App, mut field: Field<'_>, most: usize) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = patient(app, field.chunk()).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > most {
            let message = format!("A part of the form is too large, in bytes: more than {most}");
            let fault = BadInput::new(Code::PayloadTooLarge, message).with("limit", most);
            return Err(Failure::request(fault));
        }
    }
    String::from_utf8(bytes).map_err(|_| malformed("A part of the form is not UTF-8"))
}

async fn spooled(app: &App, mut field: Field<'_>) -> Result<std::fs::File, Failure> {
    let mut spool = Spool::new(&app.library).map_err(failed)?;
    while let Some(piece) = patient(app, field.chunk()).await? {
        spool.write(&piece).await.map_err(failed)?;
    }
    spool.finish().await.map_err(failed)
}

/// Each piece must come in time.
async fn patient<T>(
    app: &App,
    piece: impl Future<Output = multer::Result<Option<T>>>,
) -> Result<Option<T>, Failure> {
    match time::timeout(app.engine.intake.timeout, piece).await {
        Err(_) => Err(failed(spool::slow())),
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(multer::Error::StreamSizeExceeded { .. })) => {
            Err(Failure::request(spool::too_large(app.library.most)))
        }
        Ok(Err(_)) => Err(malformed("The form cannot be read")),
    }
}

/// The part that has the file, and the variable that it belongs to: `{"0": ["variables.file"]}`.
fn place(map: &str) -> Result<(String, Vec<String>), Failure> {
    let read = || {
        let map: Map<String, Value> = serde_json::from_str(map).ok()?;
        let mut entries = map.into_iter();
        let (part, paths) = entries.next().filter(|_| entries.next().is_none())?;
        let [Value::String(path)] = paths.as_array()?.as_slice() else { return None };
        let mut steps = path.split('.');
        let path = (steps.next() == Some("variables")).then(|| steps.map(str::to_owned).collect());
        Some((part, path?))
    };
    read().ok_or_else(|| malformed("`map` must lead one file to one variable"))
}

/// Puts the file where the map says, which must be `null`.
fn put(mut parameters: Map<String, Value>, path: &[String]) -> Result<Map<String, Value>, Failure> {
    let nowhere = || malformed("`map` must lead to a variable that is null");
    let mut place = parameters.get_mut("variables").ok_or_else(nowhere)?;
    for step in path {
        let inner = match place {
            Value::Object(object) => object.get_mut(step),
            _ => None,
        };
        place = inner.ok_or_else(nowhere)?;
    }
    match place {
        Value::Null => *place = Value::String(Upload::PLACE.to_owned()),
        _ => return Err(nowhere()),
    }
    Ok(parameters)
}

fn failed(broken: Broken) -> Failure {
    match broken {
        Broken::Fault(fault) => Failure::request(fault),
        Broken::Failed(error) => {
            tracing::error!(%error, "a file could not be taken");
            Failure::ours()
        }
    }
}
