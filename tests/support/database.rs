//! A migrated, empty database for each test.

use std::{path::Path, sync::Arc, time::Duration};

use api::app::{Database, Location};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Where a test's database is; gone when dropped, as far as it is a file.
#[derive(Clone)]
pub struct Place {
    pub location: Location,
    _folder: Arc<TempDir>,
}

impl Place {
    /// A folder of the test's own.
    pub fn folder(&self) -> &Path {
        self._folder.path()
    }
}

/// The server to use, if it is PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "how the test runner names the server")]
pub fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok()
}

/// An empty database without any tables.
pub async fn empty() -> Place {
    match server() {
        Some(server) => {
            let url = create(&server, "").await;
            Place { location: location(url), _folder: Arc::new(tempfile::tempdir().unwrap()) }
        }
        None => embedded().await,
    }
}

/// A SQLite file that is not there yet, whatever the others use.
pub async fn embedded() -> Place {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let url = format!("sqlite://{}/congtin.db", folder.path().display());
    Place { location: location(url), _folder: folder }
}

/// An empty database with all tables. On PostgreSQL it is a copy of one that was migrated once.
pub async fn migrated() -> (Place, Database) {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();

    let place = match server() {
        None => empty().await,
        Some(server) => {
            let template = TEMPLATE.get_or_init(template).await;
            let url = create(&server, template).await;
            Place { location: location(url), _folder: Arc::new(tempfile::tempdir().unwrap()) }
        }
    };
    let db = Database::open(&place.location).await.unwrap();
    db.migrate(&place.location).await.unwrap();
    (place, db)
}

/// A database with the same content as one that nobody is connected to.
pub async fn copy(original: &Place) -> Place {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let url = match server() {
        Some(server) => create(&server, name_in(&original.location)).await,
        None => {
            let url = format!("sqlite://{}/congtin.db", folder.path().display());
            let path = |url: &str| url.trim_start_matches("sqlite://").to_owned();
            std::fs::copy(path(&original.location.url), path(&url)).unwrap();
            url
        }
    };
    Place { location: location(url), _folder: folder }
}

fn name_in(location: &Location) -> &str {
    location.url.rsplit_once('/').unwrap().1
}

async fn template() -> String {
    let place = empty().await;
    let db = Database::open(&place.location).await.unwrap();
    db.migrate(&place.location).await.unwrap();
    // A database that somebody is connected to cannot be copied.
    db.close().await.unwrap();
    name_in(&place.location).to_owned()
}

async fn create(server: &str, template: &str) -> String {
    let name = format!("t{}", Uuid::now_v7().simple());
    let admin = connect(server).await;
    let template = if template.is_empty() { "template0" } else { template };
    admin.execute_unprepared(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await.unwrap();
    admin.close().await.unwrap();
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

async fn connect(url: &str) -> DatabaseConnection {
    sea_orm::Database::connect(url).await.unwrap()
}

fn location(url: String) -> Location {
    let statement_timeout = Duration::from_secs(10);
    Location { url, replica_url: None, connections: 2, statement_timeout }
}
