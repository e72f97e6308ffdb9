//! Files in a bucket that speaks S3, as the program itself keeps them there.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use entity::media;
use sea_orm::{ActiveValue::Set, EntityTrait as _, IntoActiveModel as _};

use super::files;
use crate::support::{
    TestApp,
    app::at,
    bucket::{self, Bucket},
    program::{Server, congtin},
};

/// Where the bucket is, as settings say it.
fn settings(endpoint: &str) -> [(&'static str, String); 5] {
    [
        ("CONGTIN_MEDIA_STORE", format!("s3://{}/kho", bucket::NAME)),
        ("CONGTIN_MEDIA_S3_ENDPOINT", endpoint.to_owned()),
        ("CONGTIN_MEDIA_S3_REGION", "vn-central".to_owned()),
        ("AWS_ACCESS_KEY_ID", bucket::KEY.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "bi-mat".to_owned()),
    ]
}

/// A running program that keeps its files there.
async fn server(app: &TestApp, endpoint: &str) -> Server {
    let settings = settings(endpoint);
    let settings = settings.each_ref().map(|(name, value)| (*name, value.as_str()));
    Server::start_at(app.place.clone(), &[], &settings).await
}

/// Sends a request on a connection of its own; the answer's header and its bytes.
fn ask(server: &Server, line: &str, token: &str, more: &str, body: &[u8]) -> (String, Vec<u8>) {
    let head = format!(
        "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: {token}\r\n{more}\
         content-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream: TcpStream = server.connect();
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
}

/// The address of the file that a `PUT` brought.
fn brought(server: &Server, token: &str, bytes: &[u8]) -> String {
    let (head, body) = ask(server, "PUT /media?name=tep", token, "", bytes);
    assert!(head.starts_with("HTTP/1.1 201"), "{head}");
    let told: serde_json::Value = serde_json::from_slice(&body).unwrap();
    told["url"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_takes_shows_copies_and_loses_files() {
    let app = TestApp::start().await;
    let (bucket, endpoint) = Bucket::serve().await;
    let running = server(&app, &endpoint).await;
    let token = app.signed_in_at(&running).await;
    assert!(bucket.keys().is_empty(), "what the start tried is gone");

    let picture = files::jpeg(400, 300);
    // Stored in three parts, the last of which is short.
    let long = format!("%PDF-1.7\n{}trailer\n<<>>\n%%EOF\n", "% dài\n".repeat(1_700_000));
    let picture_url = brought(&running, &token, &picture);
    let long_url = brought(&running, &token, long.as_bytes());
    let keys = bucket.keys();
    assert!(keys.iter().all(|key| key.starts_with("kho/originals/")), "{keys:?}");
    let parts =
        |bucket: &Bucket| bucket.lock().asked.iter().filter(|one| *one == "PUT part").count();
    assert_eq!(parts(&bucket), 3);

    let get = |server: &Server, url: &str, more: &str| {
        ask(server, &format!("GET {url}"), &token, more, b"")
    };
    let (head, bytes) = get(&running, &long_url, "");
    assert!(head.starts_with("HTTP/1.1 200") && bytes == long.as_bytes(), "{head}");
    let (head, bytes) = get(&running, &long_url, "range: bytes=5242870-5242890\r\n");
    assert!(head.starts_with("HTTP/1.1 206"), "{head}");
    assert_eq!(bytes, &long.as_bytes()[5_242_870..=5_242_890]);

    let small = format!("{picture_url}?w=160&format=webp");
    let (head, copy) = get(&running, &small, "");
    assert!(head.starts_with("HTTP/1.1 200") && files::size(&copy) == (160, 120), "{head}");
    assert_eq!(bucket.keys().len(), 3);
    drop(running);
    // Another server finds the copy where the first one left it.
    let running = server(&app, &endpoint).await;
    let original = keys.iter().find(|key| bucket.lock().objects[*key].len() < 100_000).unwrap();
    let taken = bucket.lock().objects.remove(original).unwrap();
    let (head, again) = get(&running, &small, "");
    assert!(head.starts_with("HTTP/1.1 200") && again == copy, "{head}");
    let (head, _) = get(&running, &picture_url, "");
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    bucket.lock().objects.insert(original.clone(), taken);
    drop(running);
    sweep(&app, &bucket, &endpoint).await;
}

/// What nothing names goes, then what was deleted with its copies.
async fn sweep(app: &TestApp, bucket: &Bucket, endpoint: &str) {
    let named = bucket.keys();
    for orphan in 0..5 {
        let key = format!("kho/originals/0{orphan}/0{orphan}23456789abcdef0123456789abcdef");
        bucket.lock().objects.insert(key, "mồ côi".into());
    }
    let sweep = || {
        let settings = settings(endpoint);
        let output = congtin()
            .args(["media", "gc", "--database-url", &app.place.location.url])
            .envs(settings)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let said = sweep();
    assert!(said.starts_with("Taken away: 0 deleted records, 5 files"), "{said}");
    assert_eq!(bucket.keys(), named);

    for row in media::Entity::find().all(&app.db.write).await.unwrap() {
        let mut row = row.into_active_model();
        row.deleted_at = Set(Some(at("2026-01-01T00:00:00Z")));
        media::Entity::update(row).exec(&app.db.write).await.unwrap();
    }
    let said = sweep();
    assert!(said.starts_with("Taken away: 2 deleted records, 3 files"), "{said}");
    assert!(bucket.keys().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_refuses_its_key_ends_the_start() {
    let app = TestApp::start().await;
    let (_bucket, endpoint) = Bucket::serve().await;
    let mut settings = settings(&endpoint);
    settings[3].1 = "khoa-khac".to_owned();
    let output = congtin()
        .args(["serve", "--bind", "127.0.0.1:0", "--database-url", &app.place.location.url])
        .env("CONGTIN_METRICS_BIND", "off")
        .envs(settings)
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty(), "it listens without a store");
}
