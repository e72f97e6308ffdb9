//! `PUT /media`: what is taken, and by whom.

use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode, header},
};
use entity::{account::Role, audit_event, change};
use futures_util::stream;
use sea_orm::EntityTrait as _;
use serde_json::json;

use super::{address, code, content_type, files};
use crate::support::TestApp;

const KEY: &str = "mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret } }";

#[tokio::test]
async fn each_format_is_taken_and_given_back() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    for (mime_type, extension, bytes) in files::all() {
        // The name lies about what it is.
        let reply = app.bring(&token, "?name=H%E1%BB%99i%20ngh%E1%BB%8B.exe", bytes.clone()).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{mime_type}: {:?}", reply.json());
        let file = reply.json();
        let is_picture = mime_type != "application/pdf";
        assert_eq!(file["type"], mime_type);
        assert_eq!(file["width"], if is_picture { json!(40) } else { json!(null) });
        assert_eq!(file["height"], if is_picture { json!(30) } else { json!(null) });
        let url = file["url"].as_str().unwrap();
        assert_eq!(reply.header(header::LOCATION), url);
        assert!(url.ends_with(&format!("/hoi-nghi.{extension}")), "{url}");
        assert!(url.contains(file["id"].as_str().unwrap()), "{url}");

        assert_eq!(
            app.get(url, &[]).await.status,
            StatusCode::NOT_FOUND,
            "readers see nothing yet"
        );
        let shown = app.get(url, &[("authorization", &token)]).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert_eq!(content_type(&shown), mime_type);
        assert_eq!(file["size"], shown.bytes.len());
        if !matches!(mime_type, "image/jpeg" | "image/gif") {
            assert_eq!(shown.bytes, bytes, "{mime_type}");
        }
    }
    let events = audit_event::Entity::find().all(&app.db.read).await.unwrap();
    let uploads = events.iter().filter(|event| event.action == "mediaUpload");
    assert_eq!(uploads.filter(|event| event.account_id.is_some()).count(), 6);
    let told = change::Entity::find().all(&app.db.read).await.unwrap();
    assert!(told.is_empty(), "nothing for readers");
}

#[tokio::test]
async fn nothing_is_read_of_those_who_may_not_write() {
    let app = TestApp::start().await;
    // A body that breaks off as soon as somebody asks for it.
    let untouched = || {
        let pieces = stream::once(async { Err::<Bytes, _>(std::io::Error::other("it was read")) });
        Body::from_stream(pieces)
    };
    let stranger = super::request(Method::PUT, "/media", &[], untouched());
    let stranger = app.send(stranger).await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert_eq!(code(&stranger), "UNAUTHENTICATED");
    assert_eq!(stranger.header(header::WWW_AUTHENTICATE), "Bearer");
    let forged = app.bring("Bearer x.y.z", "", untouched()).await;
    assert_eq!(forged.status, StatusCode::UNAUTHORIZED);

    let admin = app.signed_in(Role::Admin).await;
    for (scopes, expected) in [(json!(["READ_ALL", "SYNC"]), 403), (json!(["WRITE"]), 400)] {
        let input = json!({ "input": { "name": "Bên ngoài", "scopes": scopes } });
        let made = app.said(&admin, KEY, input).await;
        let secret = made["data"]["apiKeyCreate"]["secret"].as_str().unwrap().to_owned();
        let reply = app.bring(&format!("Bearer {secret}"), "", untouched()).await;
        assert_eq!(reply.status, expected, "{scopes}");
    }
    assert_eq!((app.media_rows().await, app.stored().len()), (0, 0));
}

#[tokio::test]
async fn equal_files_are_stored_once() {
    let app = TestApp::start().await;
    let (one, other) = (app.signed_in(Role::Contributor).await, app.signed_in(Role::Chief).await);
    let jpeg = files::jpeg(40, 30);
    let first = app.bring(&one, "?name=mot.jpg", jpeg.clone()).await;
    // Other metadata, but the same picture.
    let again = files::with_segment(&jpeg, 0xfe, b"another comment");
    let second = app.bring(&other, "?name=hai.jpg", again).await;
    assert_eq!((first.status, second.status), (StatusCode::CREATED, StatusCode::OK));
    assert_eq!(first.json(), second.json());
    assert_eq!((app.media_rows().await, app.stored().len()), (1, 1));

    let bodies: Vec<_> = (0..8).map(|_| files::jpeg(41, 31)).collect();
    let brought = bodies.into_iter().map(|body| app.bring(&one, "", body));
    let replies = futures_util::future::join_all(brought).await;
    let created = replies.iter().filter(|reply| reply.status == StatusCode::CREATED).count();
    assert_eq!(created, 1, "of many at once one is the first");
    assert!(replies.iter().all(|reply| reply.json()["id"] == replies[0].json()["id"]));
    assert_eq!((app.media_rows().await, app.stored().len()), (2, 2));
}

#[tokio::test]
async fn a_row_that_came_without_its_file_gets_it_when_somebody_brings_it() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Chief).await;
    let file = app.file(&files::jpeg(40, 30), "anh.jpg").await;
    app.show(file.id).await;
    std::fs::remove_file(&app.stored()[0]).unwrap();
    assert_eq!(app.get(&address(&file), &[]).await.status, StatusCode::NOT_FOUND);

    let reply = app.bring(&token, "", files::jpeg(40, 30)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(app.get(&address(&file), &[]).await.status, StatusCode::OK);
    assert_eq!(app.stored().len(), 1);
}

#[tokio::test]
async fn a_position_is_gone_and_a_picture_is_turned() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let mut exif =
        b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 16.0544N 108.2022E");
    let photo = files::with_segment(&files::jpeg(40, 30), 0xe1, &exif);
    let reply = app.bring(&token, "", photo).await;
    let file = reply.json();
    assert_eq!((&file["width"], &file["height"]), (&json!(30), &json!(40)));
    let shown = app.get(file["url"].as_str().unwrap(), &[("authorization", &token)]).await;
    assert_eq!(files::size(&shown.bytes), (30, 40));
    let stored = std::fs::read(&app.stored()[0]).unwrap();
    for bytes in [&shown.bytes, &stored] {
        assert!(!bytes.windows(3).any(|word| word == b"GPS"));
    }
}

#[tokio::test]
async fn a_name_stands_in_a_header_as_well() {
    let app = TestApp::start().await;
    let token = app.signed_in(Role::Contributor).await;
    let named = [
        ("attachment; filename=\"Ra quân.jpg\"", "ra-quan.jpg"),
        (
            "attachment; filename=x.jpg; filename*=UTF-8''%C4%90%E1%BA%A1i%20h%E1%BB%99i.png",
            "dai-hoi.jpg",
        ),
        ("attachment; filename=\"../../etc/passwd\"", "passwd.jpg"),
    ];
    for (width, (disposition, name)) in (50..).zip(named) {
        let headers = [("authorization", token.as_str())];
        let body = Body::from(files::jpeg(width, 30));
        let mut request = super::request(Method::PUT, "/media", &headers, body);
        let value = header::HeaderValue::from_bytes(disposition.as_bytes()).unwrap();
        request.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        let url = app.send(request).await.json()["url"].as_str().unwrap().to_owned();
        assert!(url.ends_with(&format!("/{name}")), "{url}");
    }
}
