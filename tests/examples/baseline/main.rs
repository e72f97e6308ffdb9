//! What `scripts/bench` compares the server with: the same operations without GraphQL.
//!
//! It runs each operation once through the real router, checks the answer, and writes down the SQL
//! statements that the operation took. Then it serves `/sql/NAME`, which runs these statements
//! through the same pool and writes their rows as JSON, and `/bytes/NAME`, which answers the recorded
//! bytes: the two marks that an API can be measured by.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on ends")]

mod json;
mod operations;

use std::{env, fs, path::Path, sync::Arc, time::Duration};

use api::app::{Database, Location, Readers};
use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
    routing::get,
};
use sea_orm::{ConnectionTrait as _, Statement};

use self::operations::{Recorded, record};

/// The allocator of the server, so that the two differ in nothing else.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [database_url, bind, folder] = arguments.as_slice() else {
        panic!("usage: baseline DATABASE_URL ADDR:PORT FOLDER");
    };
    let location = Location {
        url: database_url.clone(),
        replica_url: None,
        connections: CONNECTIONS,
        statement_timeout: Duration::from_secs(10),
    };
    let db = Database::open(&location).await.unwrap();
    let mut router = Router::new();
    for recorded in record(&db).await {
        println!("{}\t{}", recorded.name, recorded.statements.len());
        write(Path::new(folder), &recorded);
        router = add(router, &db, recorded);
    }
    let listener = tokio::net::TcpListener::bind(bind).await.unwrap();
    axum::serve(listener, router).await.unwrap();
}

/// As many as the server has by default.
const CONNECTIONS: u32 = 4;

/// The bodies of the requests, for the load tool, and the statements, for whoever wants their plans.
fn write(folder: &Path, recorded: &Recorded) {
    let path = folder.join(recorded.name);
    fs::write(path.with_extension("json"), recorded.request.to_string()).unwrap();
    let statements = recorded.statements.iter().map(|statement| format!("{statement};\n"));
    fs::write(path.with_extension("sql"), statements.collect::<String>()).unwrap();
}

fn add(router: Router, db: &Database, recorded: Recorded) -> Router {
    let Recorded { name, statements, answer, .. } = recorded;
    let (pool, statements) = (db.read.clone(), Arc::<[Statement]>::from(statements));
    let answer: Arc<[u8]> = answer.into();
    let bytes = get(async move || {
        let body = axum::body::Bytes::from_owner(answer.clone());
        ([(header::CONTENT_TYPE, "application/json")], body)
    });
    router
        .route(&format!("/sql/{name}"), get(rows).with_state((pool, statements)))
        .route(&format!("/bytes/{name}"), bytes)
}

/// Runs the statements one after the other, as the loaders do, and answers their rows.
async fn rows(State((pool, statements)): State<(Readers, Arc<[Statement]>)>) -> impl IntoResponse {
    let mut body = Vec::with_capacity(16 * 1024);
    for statement in statements.iter() {
        match pool.query_all_raw(statement.clone()).await {
            Ok(rows) => json::write(&mut body, &rows),
            Err(error) => {
                return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response();
            }
        }
    }
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
