//! Copies in other sizes: the set of them, and what each address of the API leads to.

use axum::http::{StatusCode, header};
use futures_util::future::join_all;
use image::ImageFormat;
use serde_json::json;

use super::{address, code, content_type, files};
use crate::support::TestApp;

const SIDES: [u32; 9] = [160, 320, 480, 640, 800, 960, 1_200, 1_600, 2_000];

#[tokio::test]
async fn there_are_copies_of_the_documented_sizes_and_no_others() {
    let app = TestApp::start().await;
    let file = app.file(&files::jpeg(2_400, 24), "anh.jpg").await;
    app.show(file.id).await;
    let path = address(&file);
    for side in SIDES {
        let reply = app.get(&format!("{path}?w={side}"), &[]).await;
        assert_eq!(reply.status, StatusCode::OK, "{side}");
        assert_eq!(files::size(&reply.bytes).0, side);
    }
    assert_eq!(app.stored().len(), 1 + SIDES.len());
    for query in
        ["w=161", "w=0", "w=-1", "w=99999", "w=160&w=320", "h=17", "fit=fill", "format=bmp", "x=1"]
    {
        let reply = app.get(&format!("{path}?{query}"), &[]).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(code(&reply), "BAD_USER_INPUT");
    }
    let refused = app.get(&format!("{path}?w=161"), &[]).await.json();
    assert_eq!(refused["errors"][0]["extensions"]["allowed"], json!(SIDES));
    assert_eq!(app.stored().len(), 1 + SIDES.len(), "a refusal makes nothing");
}

#[tokio::test]
async fn copies_are_of_the_format_that_is_asked_for() {
    let app = TestApp::start().await;
    for (format, name) in
        [(ImageFormat::Png, "a.png"), (ImageFormat::WebP, "b.webp"), (ImageFormat::Gif, "c.gif")]
    {
        let file = app.file(&files::picture(400, 300, format), name).await;
        app.show(file.id).await;
        let path = address(&file);
        for (query, mime_type) in [
            ("format=jpeg", "image/jpeg"),
            ("format=png", "image/png"),
            ("format=webp", "image/webp"),
            ("format=webp&w=160&h=320", "image/webp"),
        ] {
            let reply = app.get(&format!("{path}?{query}"), &[]).await;
            assert_eq!(content_type(&reply), mime_type, "{name} {query}");
            let size =
                if query.contains('w') && query.contains("h=") { (160, 120) } else { (400, 300) };
            assert_eq!(files::size(&reply.bytes), size, "{name} {query}");
            let told = ImageFormat::from_mime_type(mime_type).unwrap();
            assert_eq!(image::guess_format(&reply.bytes).unwrap(), told);
        }
    }
}

#[tokio::test]
async fn a_copy_is_made_once_however_many_ask_for_it() {
    let app = TestApp::start().await;
    let file = app.file(&files::jpeg(1_000, 800), "anh.jpg").await;
    app.show(file.id).await;
    let path = format!("{}?w=320", address(&file));
    let replies = join_all((0..16).map(|_| app.get(&path, &[]))).await;
    assert!(replies.iter().all(|reply| reply.status == StatusCode::OK));
    assert!(replies.iter().all(|reply| reply.bytes == replies[0].bytes));
    let copies: Vec<_> =
        app.stored().into_iter().filter(|path| path.to_string_lossy().contains("copies")).collect();
    assert_eq!(copies.len(), 1);

    // It is kept: what another process finds is what it gives.
    std::fs::write(&copies[0], b"kept").unwrap();
    let later = app.restarted().await;
    assert_eq!(later.get(&path, &[]).await.bytes, b"kept");
}

#[tokio::test]
async fn a_cut_goes_around_the_focal_point_and_is_not_kept_for_long() {
    let app = TestApp::start().await;
    let file = app.file(&files::jpeg(800, 200), "anh.jpg").await;
    app.show(file.id).await;
    let path = format!("{}?w=160&h=160&fit=cover", address(&file));
    for (x, red) in [(0, true), (1_000, false)] {
        use entity::media;
        use sea_orm::{ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};

        let mut row = file.clone().into_active_model();
        (row.focal_x, row.focal_y) = (Set(Some(x)), Set(Some(500)));
        media::Entity::update(row).exec(&app.db.write).await.unwrap();
        let reply = app.get(&path, &[]).await;
        assert_eq!(files::size(&reply.bytes), (160, 160));
        assert_eq!(files::is_red(&reply.bytes), red, "{x}");
        assert_eq!(reply.header(header::CACHE_CONTROL), "public, max-age=3600");
    }
    assert_eq!(app.get(&path.replace("&h=160", ""), &[]).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn every_address_that_the_api_names_leads_to_a_picture() {
    let app = TestApp::start().await;
    let names = [(1_000, "anh.jpg"), (100, "nhỏ.jpg")];
    for (width, name) in names {
        let file = app.file(&files::jpeg(width, 50), name).await;
        let article = app.show(file.id).await;
        let query = format!(
            "{{ article(by: {{id: \"art_{}\"}}) {{ cover {{
                url w1: url(width: 1) w300: url(width: 300) w999: url(width: 999) w4096: url(width: 4096)
                srcset thumbhash width focalPoint {{ x y }}
            }} }} }}",
            article.simple()
        );
        let cover = app.ask(&query).await["article"]["cover"].take();
        let shown = async |url: &str| {
            let reply = app.get(url, &[]).await;
            assert_eq!(reply.status, StatusCode::OK, "{url}");
            files::size(&reply.bytes).0
        };
        for (field, wanted) in
            [("url", width), ("w1", 160), ("w300", 320), ("w999", width), ("w4096", width)]
        {
            let found = shown(cover[field].as_str().unwrap()).await;
            assert_eq!(found, wanted.min(width), "{field}");
        }
        for part in cover["srcset"].as_str().unwrap().split(", ") {
            let (url, wide) = part.split_once(' ').unwrap();
            assert_eq!(format!("{}w", shown(url).await), wide, "{part}");
        }
        assert!(cover["thumbhash"].as_str().unwrap().len() > 20);
        assert_eq!(cover["focalPoint"], json!(null));
    }
}
