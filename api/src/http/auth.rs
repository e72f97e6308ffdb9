//! From the header of a request to who asks.
//!
//! `Authorization: Bearer …` and nothing else: no cookie, so that no other site's page can use it,
//! and no parameter, since addresses are logged on their way.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use crate::{
    app::App,
    features::accounts::Known,
    http::{graphql::Failure, request_id::RequestId},
    platform::{
        error::{BadInput, Code, Error},
        scope::{Scope, Viewer},
    },
};

/// How long the public keys may be kept: a new one is asked for when its name is not known.
const KEYS_KEPT: &str = "public, max-age=300";

/// Why it is not known who asks.
#[derive(Debug)]
pub enum Unknown {
    /// What was sent along proves nothing.
    Refused(BadInput),
    /// It could not be looked at.
    Failed(Error),
}

/// Who asks: a reader where the header is absent. Whatever is sent must be good: one who believes to
/// be signed in would take what readers see for everything.
pub async fn identify(app: &App, scope: &Scope, headers: &HeaderMap) -> Result<Known, Unknown> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (given.next(), given.next()) else {
        return match headers.contains_key(header::AUTHORIZATION) {
            true => Err(refused("There must be one Authorization header")),
            false => Ok(Known { viewer: Viewer::Anonymous, session: None }),
        };
    };
    let token = bearer(value).ok_or_else(|| refused("Send `Authorization: Bearer` and a token"))?;
    let known = app.accounts.authenticate(scope, token).await.map_err(Unknown::Failed)?;
    known.ok_or_else(|| refused("The token is no good, or no more: sign in again"))
}

/// The same where nothing but rights depends on it.
pub async fn viewer(app: &App, id: &RequestId, headers: &HeaderMap) -> Result<Viewer, Failure> {
    let scope = app.scope(Viewer::Anonymous).of_request(id.as_str());
    let known = identify(app, &scope, headers).await;
    known.map(|known| known.viewer).map_err(|unknown| Failure::unknown(unknown, id.as_str()))
}

fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

fn refused(message: &str) -> Unknown {
    Unknown::Refused(BadInput::new(Code::Unauthenticated, message))
}

/// The keys that verify access tokens, as a JSON Web Key Set (RFC 7517).
pub async fn public_keys(State(app): State<App>) -> Response {
    match app.accounts.public_keys(&app.scope(Viewer::Anonymous)).await {
        Ok(keys) => {
            let keys = keys.iter().map(|key| {
                json!({
                    "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig",
                    "kid": key.id, "x": key.x,
                })
            });
            let set = json!({ "keys": keys.collect::<Vec<_>>() });
            ([(header::CACHE_CONTROL, KEYS_KEPT)], Json(set)).into_response()
        }
        Err(error) => super::unavailable(&error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bearer_tokens_are_read() {
        let read = |text: &str| bearer(&HeaderValue::from_str(text).unwrap()).map(str::to_owned);
        assert_eq!(read("Bearer abc").as_deref(), Some("abc"));
        assert_eq!(read("bearer abc").as_deref(), Some("abc"));
        for other in ["", "abc", "Bearer", "Basic YTpi", "Token abc", "Bearerabc"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
