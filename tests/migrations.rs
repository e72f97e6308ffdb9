//! The history of the database: there and back, and what it refuses by itself.

use api::app::{Database, OpenError};
use migration::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, DbBackend, SqlErr, Statement};

use crate::support::{TestApp, database};

#[tokio::test]
async fn every_migration_can_be_undone_and_done_again() {
    let place = database::empty().await;
    let db = Database::open(&place.location).await.unwrap();
    assert!(
        matches!(db.check_migrations().await, Err(OpenError::Behind { pending }) if pending > 0)
    );

    db.migrate(&place.location).await.unwrap();
    let first = tables(&db).await;
    Migrator::down(&db.write, None).await.unwrap();
    assert_eq!(tables(&db).await, ["seaql_migrations"]);
    db.migrate(&place.location).await.unwrap();

    assert_eq!(tables(&db).await, first);
    db.check_migrations().await.unwrap();
}

#[tokio::test]
async fn a_database_of_a_later_release_is_refused() {
    let app = TestApp::start().await;
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_later', 0)";
    app.db.write.execute_unprepared(later).await.unwrap();

    let refused = app.db.check_migrations().await;

    assert!(matches!(refused, Err(OpenError::Ahead { name }) if name == "m29991231_later"));
}

/// Statements that go around every check in Rust.
#[tokio::test]
async fn the_database_itself_refuses_what_makes_no_sense() {
    let app = TestApp::start().await;
    let id = "'00000000000000000000000000000001'";
    let zero = "'2026-01-01T00:00:00+00:00'";
    let unit = |slug: &str, kind: &str, more: &str, values: &str| {
        format!(
            "INSERT INTO unit (id, slug, kind, name, sort_key, created_at, updated_at, version{more})
             VALUES ({}, '{slug}', '{kind}', 'x', '', {zero}, {zero}, 1{values})",
            match app.db.write.get_database_backend() {
                DbBackend::Sqlite => "randomblob(16)".to_owned(),
                _ => "gen_random_uuid()".to_owned(),
            }
        )
    };
    app.db.write.execute_unprepared(&unit("a", "COMMITTEE", "", "")).await.unwrap();
    let refused = [
        unit("b", "CLUB", "", ""),
        unit("c", "COMMITTEE", ", established_on, dissolved_on", ", '2020-02-01', '2020-01-01'"),
        format!(
            "INSERT INTO article_view (article_id, imported, counted, total)
             VALUES ({id}, 1, 1, 3)"
        ),
        format!(
            "INSERT INTO site (id, name, created_at, updated_at, version)
             VALUES (2, 'x', {zero}, {zero}, 1)"
        ),
    ];
    for statement in refused {
        assert!(app.db.write.execute_unprepared(&statement).await.is_err(), "{statement}");
    }
    let taken = app.db.write.execute_unprepared(&unit("a", "COMMITTEE", "", "")).await;
    let taken = taken.unwrap_err().sql_err();
    assert!(matches!(taken, Some(SqlErr::UniqueConstraintViolation(_))), "{taken:?}");
    let orphan = unit(
        "d",
        "COMMITTEE",
        ", parent_id",
        &format!(
            ", {}",
            match app.db.write.get_database_backend() {
                DbBackend::Sqlite => "randomblob(16)".to_owned(),
                _ => "gen_random_uuid()".to_owned(),
            }
        ),
    );
    let orphan = app.db.write.execute_unprepared(&orphan).await.unwrap_err().sql_err();
    assert!(matches!(orphan, Some(SqlErr::ForeignKeyConstraintViolation(_))), "{orphan:?}");
}

#[tokio::test]
async fn sqlite_is_durable_and_checks_references() {
    if database::server().is_some() {
        return;
    }
    let app = TestApp::start().await;
    for (pragma, expected) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")]
    {
        let statement = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
        let row = app.db.write.query_one_raw(statement).await.unwrap().unwrap();
        let value = row
            .try_get_by_index::<String>(0)
            .or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()));
        assert_eq!(value.unwrap(), expected, "{pragma}");
    }
}

async fn tables(db: &Database) -> Vec<String> {
    let backend = db.write.get_database_backend();
    let statement = match backend {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        }
        _ => {
            "SELECT table_name::text AS name FROM information_schema.tables
             WHERE table_schema = 'public' ORDER BY 1"
        }
    };
    let rows = db.write.query_all_raw(Statement::from_string(backend, statement)).await.unwrap();
    rows.iter().map(|row| row.try_get("", "name").unwrap()).collect()
}
