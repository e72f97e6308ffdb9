//! A server that is killed while files are brought: every row has its whole file, whatever was
//! answered is there, and what nothing names is swept.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    sync::{
        atomic::{AtomicU32, Ordering},
        mpsc::{Sender, channel},
    },
    thread,
};

use api::app::Database;
use entity::media;
use sea_orm::EntityTrait as _;
use sha2::{Digest as _, Sha256};

use super::{files, forms};
use crate::support::{TestApp, program::Server};

/// How often the server is killed.
const ROUNDS: u32 = 12;
/// How many bring files at once, half of them by `PUT` and half by GraphQL.
const BRINGING: u32 = 6;
/// What is sent at once.
const PART: usize = 16 * 1024;

/// A file that no other is equal to: every third one a picture, the others long documents.
fn file(number: u32) -> Vec<u8> {
    if number.is_multiple_of(3) {
        return files::jpeg(100 + number % 400, 20 + number / 400);
    }
    let filler = format!("% {number}\n").repeat(5_000 + number as usize % 7 * 2_000);
    format!("%PDF-1.7\n{filler}trailer\n<<>>\n%%EOF\n").into_bytes()
}

/// A request that brings the file, in one of two ways.
fn request(token: &str, number: u32, bytes: &[u8]) -> Vec<u8> {
    let head = |line: &str, length: usize| {
        format!(
            "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: {token}\r\n\
             content-length: {length}\r\n"
        )
    };
    if number.is_multiple_of(2) {
        let head = head(&format!("PUT /media?name={number}"), bytes.len()) + "\r\n";
        return [head.as_bytes(), bytes].concat();
    }
    let form = forms::upload_form(bytes);
    let head = head("POST /graphql", form.len())
        + "content-type: multipart/form-data; boundary=border\r\n\
           apollo-require-preflight: true\r\naccept: application/graphql-response+json\r\n\r\n";
    [head.as_bytes(), &form].concat()
}

/// Brings one file after the other until the server is gone. Tells of each part that is sent, and
/// the id in each answer.
fn bring(address: &str, token: &str, numbers: &AtomicU32, told: &Sender<Option<String>>) {
    loop {
        let number = numbers.fetch_add(1, Ordering::Relaxed);
        let Ok(mut stream) = TcpStream::connect(address) else { return };
        for part in request(token, number, &file(number)).chunks(PART) {
            if stream.write_all(part).is_err() || told.send(None).is_err() {
                return;
            }
        }
        let mut answer = String::new();
        let whole = stream.read_to_string(&mut answer).is_ok();
        let id = answer.split_once("\"med_").map(|(_, rest)| format!("med_{}", &rest[..32]));
        let Some(id) = id.filter(|_| whole) else {
            assert!(!answer.starts_with("HTTP/1.1 4"), "{answer}");
            continue;
        };
        if told.send(Some(id)).is_err() {
            return;
        }
    }
}

/// Kills the server after so many events. Gives what it had answered.
fn killed_amidst(server: Server, token: &str, numbers: &AtomicU32, events: u32) -> Vec<String> {
    let (told, heard) = channel();
    thread::scope(|scope| {
        for _ in 0..BRINGING {
            let (address, told) = (server.address.clone(), told.clone());
            scope.spawn(move || bring(&address, token, numbers, &told));
        }
        drop(told);
        let mut answered: Vec<String> = heard.iter().take(events as usize).flatten().collect();
        drop(server);
        // Those who were sending find it gone; what was answered meanwhile counts.
        answered.extend(heard.iter().flatten());
        answered
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_leaves_no_row_without_its_whole_file() {
    let app = TestApp::start().await;
    let place = app.place.clone();
    let store = place.folder().join("media");
    let numbers = AtomicU32::new(0);
    let (mut token, mut answered) = (String::new(), Vec::new());
    for round in 0..ROUNDS {
        let store = store.to_str().unwrap();
        let server = Server::start_at(place.clone(), &[], &[("CONGTIN_MEDIA_STORE", store)]).await;
        if token.is_empty() {
            token = app.signed_in_at(&server).await;
        }
        // Somewhere within the first files, at another place each time.
        let events = 1 + round * 7919 % 61;
        answered.extend(killed_amidst(server, &token, &numbers, events));
    }
    let db = Database::open(&place.location).await.unwrap();
    let rows = media::Entity::find().all(&db.write).await.unwrap();
    for row in &rows {
        let (folder, name) = row.storage_key.rsplit_once('/').unwrap();
        let bytes = std::fs::read(store.join(folder).join(name)).unwrap();
        assert_eq!(i64::try_from(bytes.len()).unwrap(), row.size, "{}", row.storage_key);
        assert_eq!(Sha256::digest(&bytes).to_vec(), row.sha256, "{}", row.storage_key);
    }
    let known: Vec<String> = rows.iter().map(|row| format!("med_{}", row.id.simple())).collect();
    assert!(answered.len() > BRINGING as usize, "{} files were answered for", answered.len());
    assert!(answered.iter().all(|id| known.contains(id)), "an answered file has no row");
    let left = app.stored().len() - rows.len();
    assert!(left > 0, "no kill hit a file on its way");
    app.sweep(&["--grace", "0s"]);
    assert_eq!(app.stored().len(), rows.len(), "{left} files that nothing names were swept");
}
