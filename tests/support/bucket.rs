//! A bucket that speaks as much of S3 as a store of files needs, on a port of its own: objects whole
//! and in parts, ranges, lists page by page, many deleted at once. It refuses what is not signed.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Router,
    body::{Bytes, to_bytes},
    extract::{Query, Request, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

/// The name of the bucket, and the key that opens it.
pub const NAME: &str = "portal";
pub const KEY: &str = "khoa-thu";
/// Everything in it is as old as this, in the two ways in which S3 writes times.
const STORED: (&str, &str) = ("2025-01-01T00:00:00.000Z", "Wed, 01 Jan 2025 00:00:00 GMT");
/// Objects on a page of a list: few, so that lists have several.
const PAGE: usize = 2;

/// A bucket, shared with whoever serves it.
#[derive(Clone, Default)]
pub struct Bucket(Arc<Mutex<Content>>);

#[derive(Default)]
pub struct Content {
    pub objects: BTreeMap<String, Bytes>,
    /// What was asked: the method, and whether it was for a part of something.
    pub asked: Vec<String>,
    uploads: HashMap<String, BTreeMap<u32, Bytes>>,
}

impl Bucket {
    /// Serves an empty one. Gives its address.
    pub async fn serve() -> (Self, String) {
        let bucket = Self::default();
        let router = Router::new().fallback(answer).with_state(bucket.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (bucket, address)
    }

    pub fn lock(&self) -> MutexGuard<'_, Content> {
        self.0.lock().unwrap()
    }

    pub fn keys(&self) -> Vec<String> {
        self.lock().objects.keys().cloned().collect()
    }
}

type Parameters = HashMap<String, String>;

async fn answer(State(bucket): State<Bucket>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    if !is_signed(&parts.headers, &body) {
        return (StatusCode::FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>").into_response();
    }
    let Query(query) = Query::<Parameters>::try_from_uri(&parts.uri).unwrap();
    let mut content = bucket.lock();
    let part = if query.contains_key("partNumber") { " part" } else { "" };
    content.asked.push(format!("{}{part}", parts.method));
    match key(&parts.uri) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some("") if query.contains_key("delete") => content.delete(&body),
        Some("") => content.list(&query),
        Some(key) => content.object(&parts.method, key, &query, &parts.headers, body),
    }
}

/// By the right key, and over these bytes where it says over which.
fn is_signed(headers: &HeaderMap, body: &[u8]) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let begins = format!("AWS4-HMAC-SHA256 Credential={KEY}/");
    let digest: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    let over = header("x-amz-content-sha256").unwrap_or_default();
    header("authorization").is_some_and(|proof| proof.starts_with(&begins))
        && (over == digest || over == "UNSIGNED-PAYLOAD")
}

fn key(uri: &Uri) -> Option<&str> {
    let path = uri.path().strip_prefix('/')?.strip_prefix(NAME)?;
    Some(path.strip_prefix('/').unwrap_or(path))
}

fn xml(body: String) -> Response {
    ([(header::CONTENT_TYPE, "application/xml")], body).into_response()
}

/// What stands in each element of this name.
fn elements<'a>(xml: &'a str, name: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).filter_map(|rest| Some(rest.split_once(&close)?.0)).collect()
}

impl Content {
    fn object(
        &mut self,
        method: &Method,
        key: &str,
        query: &Parameters,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Response {
        let tagged = [(header::ETAG, "\"x\"")];
        let upload = query.get("uploadId");
        match (method, upload) {
            (&Method::POST, None) => {
                let id = format!("{}", self.asked.len());
                self.uploads.insert(id.clone(), BTreeMap::new());
                let result = format!("<UploadId>{id}</UploadId>");
                xml(format!(
                    "<InitiateMultipartUploadResult>{result}</InitiateMultipartUploadResult>"
                ))
            }
            (&Method::PUT, Some(id)) => {
                let number = query["partNumber"].parse().unwrap();
                self.uploads.get_mut(id).unwrap().insert(number, body);
                tagged.into_response()
            }
            (&Method::POST, Some(id)) => {
                let parts = self.uploads.remove(id).unwrap();
                let named = elements(std::str::from_utf8(&body).unwrap(), "PartNumber").len();
                assert_eq!(named, parts.len());
                let whole = parts.into_values().collect::<Vec<_>>().concat();
                self.objects.insert(key.to_owned(), whole.into());
                let result = "<ETag>\"x\"</ETag>";
                xml(format!(
                    "<CompleteMultipartUploadResult>{result}</CompleteMultipartUploadResult>"
                ))
            }
            (&Method::PUT, None) => {
                self.objects.insert(key.to_owned(), body);
                tagged.into_response()
            }
            _ => match self.objects.get(key) {
                Some(object) => shown(object, headers),
                None => {
                    let error = "<Error><Code>NoSuchKey</Code></Error>".to_owned();
                    (StatusCode::NOT_FOUND, xml(error)).into_response()
                }
            },
        }
    }

    fn list(&self, query: &Parameters) -> Response {
        let prefix = query.get("prefix").map_or("", String::as_str);
        let begin = query.get("continuation-token").map_or("", String::as_str);
        let is_listed = |key: &str| key.starts_with(prefix) && key > begin;
        let found = self.objects.iter().filter(|(key, _)| is_listed(key));
        let listed: Vec<_> = found.take(PAGE + 1).collect();
        let more = listed.len() > PAGE;
        let rows: String = listed
            .iter()
            .take(PAGE)
            .map(|(key, object)| {
                format!(
                    "<Contents><Key>{key}</Key><Size>{}</Size><ETag>\"x\"</ETag>\
                     <LastModified>{}</LastModified></Contents>",
                    object.len(),
                    STORED.0
                )
            })
            .collect();
        let next = match more {
            true => {
                format!("<NextContinuationToken>{}</NextContinuationToken>", listed[PAGE - 1].0)
            }
            false => String::new(),
        };
        xml(format!("<ListBucketResult>{rows}{next}</ListBucketResult>"))
    }

    fn delete(&mut self, body: &[u8]) -> Response {
        let keys = elements(std::str::from_utf8(body).unwrap(), "Key");
        let deleted = keys.iter().map(|key| {
            self.objects.remove(*key);
            format!("<Deleted><Key>{key}</Key></Deleted>")
        });
        xml(format!("<DeleteResult>{}</DeleteResult>", deleted.collect::<String>()))
    }
}

/// An object, or the part of it that is asked for.
fn shown(object: &Bytes, headers: &HeaderMap) -> Response {
    let range =
        headers.get(header::RANGE).and_then(|range| range.to_str().unwrap().strip_prefix("bytes="));
    let known = [(header::ETAG, "\"x\""), (header::LAST_MODIFIED, STORED.1)];
    let Some((first, last)) = range.and_then(|range| range.split_once('-')) else {
        return (known, object.clone()).into_response();
    };
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let last = last.min(object.len() - 1);
    let part = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{}", object.len()))];
    (StatusCode::PARTIAL_CONTENT, known, part, object.slice(first..=last)).into_response()
}
