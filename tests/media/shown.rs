//! `GET /media/{id}/{name}`: who sees a file, and what its answer says.

use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use entity::{account::Role, article::Status};
use image::ImageFormat;

use super::{address, content_type, files, request};
use crate::support::{TestApp, app::at};

#[tokio::test]
async fn a_picture_is_as_visible_as_what_shows_it() {
    let app = TestApp::start().await;
    let file = app.file(&files::jpeg(400, 300), "anh.jpg").await;
    let path = address(&file);
    let copy = format!("{path}?w=160");
    let statuses = async || {
        [app.get(&path, &[]).await.status.as_u16(), app.get(&copy, &[]).await.status.as_u16()]
    };
    assert_eq!(statuses().await, [404, 404], "nothing shows it");

    let draft = app.article("Nháp").status(Status::Draft).save().await;
    app.set_cover(draft, Some(file.id)).await;
    assert_eq!(statuses().await, [404, 404], "a draft shows it");
    // Whoever looks for a copy that a writer has made finds nothing either.
    let token = app.signed_in(Role::Chief).await;
    let seen = app.get(&copy, &[("authorization", &token)]).await;
    assert_eq!(seen.status, StatusCode::OK);
    assert_eq!(seen.header(header::CACHE_CONTROL), "private, no-store");
    assert_eq!(statuses().await, [404, 404], "a copy of it is there");

    app.set_cover(draft, None).await;
    let article = app.article("Mai").published(at("2026-01-02T00:00:00Z")).save().await;
    app.set_cover(article, Some(file.id)).await;
    assert_eq!(statuses().await, [404, 404], "tomorrow's article shows it");
    app.set_time("2026-01-02T00:00:00Z");
    assert_eq!(statuses().await, [200, 200], "it is published");
}

#[tokio::test]
async fn an_answer_says_what_it_is_and_that_nothing_in_it_runs() {
    let app = TestApp::start().await;
    let file = app.file(&files::jpeg(400, 300), "Hội nghị.jpg").await;
    app.show(file.id).await;
    let path = address(&file);
    for (path, mime_type) in [
        (path.clone(), "image/jpeg"),
        (format!("{path}?w=160"), "image/jpeg"),
        (format!("{path}?w=160&format=webp"), "image/webp"),
    ] {
        let reply = app.get(&path, &[("accept-encoding", "gzip, br")]).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(content_type(&reply), mime_type);
        let header = |name: header::HeaderName| reply.header(name);
        assert_eq!(header(header::CACHE_CONTROL), "public, max-age=31536000, immutable");
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(header::CONTENT_SECURITY_POLICY), "sandbox; default-src 'none'");
        assert!(header(header::CONTENT_DISPOSITION).starts_with("inline; filename*="));
        assert_eq!(header(header::CONTENT_ENCODING), "");
        assert_eq!(header(header::CONTENT_LENGTH), reply.bytes.len().to_string());
        assert!(header(header::ETAG).starts_with('"'), "a strong tag");

        let tag = header(header::ETAG).to_owned();
        for known in [tag.as_str(), "*", &format!("\"x\", {tag}"), &format!("W/{tag}")] {
            let again = app.get(&path, &[("if-none-match", known)]).await;
            assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0), "{known}");
            assert_eq!(again.header(header::ETAG), tag);
        }
        let other = app.get(&path, &[("if-none-match", "\"x\"")]).await;
        assert_eq!(other.status, StatusCode::OK);

        let head = app.send(request(Method::HEAD, &path, &[], Body::empty())).await;
        assert_eq!((head.status, head.bytes.len()), (StatusCode::OK, 0));
        assert_eq!(head.header(header::CONTENT_LENGTH), reply.bytes.len().to_string());
        assert_eq!(head.header(header::ETAG), tag);
    }
}

#[tokio::test]
async fn a_pdf_is_for_saving_not_for_showing() {
    let app = TestApp::start().await;
    let file = app.file(&files::pdf(), "Nghị quyết 05.pdf").await;
    app.show(file.id).await;
    let reply = app.get(&address(&file), &[("accept-encoding", "gzip")]).await;
    assert_eq!(content_type(&reply), "application/pdf");
    let disposition = reply.header(header::CONTENT_DISPOSITION);
    assert_eq!(disposition, "attachment; filename*=UTF-8''nghi%2Dquyet%2D05%2Epdf");
    assert_eq!(reply.bytes, files::pdf());
    let copy = app.get(&format!("{}?w=160", address(&file)), &[]).await;
    assert_eq!(copy.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_part_of_a_file_is_given_or_told_to_be_beyond_it() {
    let app = TestApp::start().await;
    let file = app.file(&files::picture(40, 30, ImageFormat::Png), "anh.png").await;
    app.show(file.id).await;
    let path = address(&file);
    let whole = app.get(&path, &[]).await;
    assert_eq!(whole.header(header::ACCEPT_RANGES), "bytes");
    let length = whole.bytes.len();
    for (range, part) in [
        ("bytes=0-9", 0..10),
        ("bytes=10-", 10..length),
        ("bytes=-10", length - 10..length),
        ("bytes=5-99999999", 5..length),
    ] {
        let reply = app.get(&path, &[("range", range)]).await;
        assert_eq!(reply.status, StatusCode::PARTIAL_CONTENT, "{range}");
        assert_eq!(reply.bytes, whole.bytes[part.clone()], "{range}");
        let told = format!("bytes {}-{}/{length}", part.start, part.end - 1);
        assert_eq!(reply.header(header::CONTENT_RANGE), told);
        assert_eq!(reply.header(header::CONTENT_LENGTH), part.len().to_string());
    }
    for range in [format!("bytes={length}-"), "bytes=-0".to_owned(), format!("bytes={}-", u64::MAX)]
    {
        let reply = app.get(&path, &[("range", &range)]).await;
        assert_eq!(reply.status, StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
        assert_eq!(reply.header(header::CONTENT_RANGE), format!("bytes */{length}"));
    }
    for range in ["bytes=0-1,3-4", "lines=1-2", "bytes=9-3", "bytes=x-"] {
        let reply = app.get(&path, &[("range", range)]).await;
        assert_eq!((reply.status, reply.bytes.len()), (StatusCode::OK, length), "{range}");
    }
    let outdated = app.get(&path, &[("range", "bytes=0-1"), ("if-range", "\"x\"")]).await;
    assert_eq!(outdated.status, StatusCode::OK);
    let tag = whole.header(header::ETAG);
    let current = app.get(&path, &[("range", "bytes=0-1"), ("if-range", tag)]).await;
    assert_eq!(current.status, StatusCode::PARTIAL_CONTENT);
}

#[tokio::test]
async fn an_address_leads_to_its_file_or_nowhere() {
    let app = TestApp::start().await;
    let file = app.file(&files::jpeg(40, 30), "anh.jpg").await;
    app.show(file.id).await;
    let id = format!("med_{}", file.id.simple());
    let status = async |path: &str| app.get(path, &[]).await.status.as_u16();
    assert_eq!(status(&format!("/media/{id}/khac.html")).await, 200, "a name is for people");
    let nil = "med_00000000000000000000000000000000";
    for path in [
        format!("/media/{id}/.."),
        format!("/media/{id}/%2e%2e"),
        format!("/media/{id}/..%2f..%2fetc%2fpasswd"),
        format!("/media/{id}/%2e%2e%5csecret"),
        format!("/media/{id}/a%2fb"),
        format!("/media/{id}/a%00.jpg"),
        format!("/media/{id}/.htaccess"),
        format!("/media/{id}/a/b"),
        format!("/media/../media/{id}/anh.jpg"),
        format!("/media/{id}"),
        format!("/media/{id}/"),
        format!("/media/{}/anh.jpg", id.to_uppercase()),
        format!("/media/art_{}/anh.jpg", file.id.simple()),
        format!("/media/{}/anh.jpg", file.id),
        format!("/media/{nil}/anh.jpg"),
        format!("/media/{}/anh.jpg", file.storage_key.replace('/', "%2f")),
        format!("/{}", file.storage_key),
    ] {
        assert_eq!(status(&path).await, 404, "{path}");
    }
    let posted = app.send(request(Method::POST, &address(&file), &[], Body::empty())).await;
    assert_eq!(posted.status, StatusCode::METHOD_NOT_ALLOWED);
}
