//! In which media type a client wants its answer.

use axum::http::{HeaderMap, header};

/// The media types of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// Whether an operation could be carried out shows in the status.
    GraphqlResponse,
    /// For older clients: any answer to a well-formed request has status 200.
    Json,
}

impl MediaType {
    /// The value of `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The type that the client likes best; of two liked equally, the one named first. None if it takes
/// neither. One who does not say takes JSON.
pub fn accepted(headers: &HeaderMap) -> Option<MediaType> {
    let mut best: Option<(f32, MediaType)> = None;
    let mut said = false;
    for value in headers.get_all(header::ACCEPT) {
        for range in value.to_str().unwrap_or_default().split(',') {
            said = true;
            let Some((weight, media_type)) = parse(range) else { continue };
            if weight > best.map_or(0.0, |(weight, _)| weight) {
                best = Some((weight, media_type));
            }
        }
    }
    match best {
        Some((_, media_type)) => Some(media_type),
        None if said => None,
        None => Some(MediaType::Json),
    }
}

fn parse(range: &str) -> Option<(f32, MediaType)> {
    let mut parts = range.split(';').map(str::trim);
    let media_type = match parts.next()?.to_ascii_lowercase().as_str() {
        "application/graphql-response+json" => MediaType::GraphqlResponse,
        "application/json" | "application/*" | "*/*" => MediaType::Json,
        _ => return None,
    };
    let mut weight = 1.0;
    for parameter in parts {
        let (name, value) = parameter.split_once('=')?;
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => weight = value.trim().parse().ok()?,
            "charset" if !value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8") => {
                return None;
            }
            _ => {}
        }
    }
    Some((weight, media_type))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn negotiated(accept: &'static str) -> Option<MediaType> {
        let value = HeaderValue::from_static(accept);
        accepted(&HeaderMap::from_iter([(header::ACCEPT, value)]))
    }

    #[test]
    fn the_type_liked_best_is_answered() {
        use MediaType::{GraphqlResponse, Json};

        let cases = [
            ("application/graphql-response+json", Some(GraphqlResponse)),
            ("application/json, application/graphql-response+json;q=0.9", Some(Json)),
            ("application/json;q=0.8, application/graphql-response+json", Some(GraphqlResponse)),
            ("application/graphql-response+json; charset=UTF-8", Some(GraphqlResponse)),
            ("text/html, */*;q=0.1", Some(Json)),
            ("application/json; charset=latin1", None),
            ("application/json;q=0", None),
            ("text/html", None),
        ];
        for (accept, expected) in cases {
            assert_eq!(negotiated(accept), expected, "{accept}");
        }
        assert_eq!(accepted(&HeaderMap::new()), Some(Json));
    }
}
