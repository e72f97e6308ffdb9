//! What is not taken leaves nothing.

use api::app::{MediaTerms, Policy};
use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode},
};
use entity::account::Role;
use futures_util::{StreamExt as _, stream};
use image::ImageFormat;

use super::{code, files};
use crate::support::TestApp;

#[tokio::test]
async fn what_is_refused_is_told_by_its_reason_and_leaves_nothing() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Admin).await;
    let jpeg = files::jpeg(40, 30);
    let script = b"<script>alert(1)</script>";
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let cases: [(Vec<u8>, u16, &str); 12] = [
        (Vec::new(), 415, "FILE_TYPE_UNKNOWN"),
        (svg, 415, "FILE_TYPE_UNKNOWN"),
        (b"<!doctype html><script>alert(1)</script>".to_vec(), 415, "FILE_TYPE_UNKNOWN"),
        (b"MZ\x90\0".to_vec(), 415, "FILE_TYPE_UNKNOWN"),
        (jpeg[..jpeg.len() / 2].to_vec(), 422, "FILE_DAMAGED"),
        ([&jpeg[..], &files::archive()].concat(), 422, "FILE_POLYGLOT"),
        (
            [&files::picture(9, 9, ImageFormat::Gif)[..], &files::archive()].concat(),
            422,
            "FILE_POLYGLOT",
        ),
        (files::with_segment(&jpeg, 0xfe, script), 422, "FILE_POLYGLOT"),
        ([&files::pdf()[..], script].concat(), 422, "FILE_POLYGLOT"),
        (files::announcing(10_000, 4_001), 422, "TOO_MANY_PIXELS"),
        (files::announcing(u32::MAX, u32::MAX), 422, "TOO_MANY_PIXELS"),
        (files::avif(10_000, 4_001), 422, "TOO_MANY_PIXELS"),
    ];
    for (number, (bytes, status, reason)) in cases.into_iter().enumerate() {
        let reply = app.bring(&token, "?name=anh.jpg", bytes).await;
        let told = reply.json()["errors"][0]["extensions"]["reason"].clone();
        assert_eq!((reply.status.as_u16(), told.as_str()), (status, Some(reason)), "{number}");
        assert_eq!((app.media_rows().await, app.stored().len()), (0, 0), "{number}");
    }
}

#[tokio::test]
async fn a_file_that_is_too_long_is_refused_whether_it_says_so_or_not() {
    let media = MediaTerms { bytes: 10_000, ..MediaTerms::default() };
    let app = TestApp::start_with(Policy { media, ..Policy::default() }).await;
    let token = app.signed_in(Role::Contributor).await;

    let announced = app.bring(&token, "", vec![0; 10_001]).await;
    assert_eq!(announced.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(code(&announced), "PAYLOAD_TOO_LARGE");
    assert_eq!(announced.json()["errors"][0]["extensions"]["limit"], 10_000);

    // Without an end, a piece at a time.
    let endless = stream::repeat(Bytes::from_static(&[0; 1_000])).map(Ok::<_, std::io::Error>);
    let chunked = app.bring(&token, "", Body::from_stream(endless)).await;
    assert_eq!(chunked.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!((app.media_rows().await, app.stored().len()), (0, 0));
}

#[tokio::test]
async fn a_body_that_breaks_off_leaves_nothing() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let jpeg = files::jpeg(40, 30);
    let pieces = [Ok(Bytes::from(jpeg)), Err(std::io::Error::other("the line is dead"))];
    let reply = app.bring(&token, "", Body::from_stream(stream::iter(pieces))).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert_eq!((app.media_rows().await, app.stored().len()), (0, 0));
}

#[tokio::test]
async fn only_what_is_known_is_taken_along() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let jpeg = files::jpeg(40, 30);
    let unknown = app.bring(&token, "?id=1", jpeg.clone()).await;
    assert_eq!(
        (unknown.status, code(&unknown)),
        (StatusCode::BAD_REQUEST, "BAD_USER_INPUT".into())
    );
    let long = format!("?alt={}", "a".repeat(1_001));
    let long = app.bring(&token, &long, jpeg.clone()).await;
    assert_eq!(long.status, StatusCode::BAD_REQUEST);
    let headers = [("authorization", token.as_str()), ("content-encoding", "gzip")];
    let encoded = super::request(Method::PUT, "/media", &headers, jpeg.clone().into());
    assert_eq!(app.send(encoded).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let posted = super::request(Method::POST, "/media", &headers[..1], jpeg.into());
    let posted = app.send(posted).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(posted.header(axum::http::header::ALLOW), "PUT");
    assert_eq!(app.media_rows().await, 0);
}
