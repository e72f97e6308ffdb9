//! The history of the database: there and back, and what it refuses by itself.

use api::{
    app::{Database, OpenError},
    content::fill_with_demo,
};
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
async fn a_filled_database_goes_back_step_by_step_and_forth_again() {
    let app = TestApp::start().await;
    let first = tables(&app.db).await;
    fill_with_demo(&app.app.system()).await.unwrap().unwrap();
    for left in (0..Migrator::migrations().len()).rev() {
        Migrator::down(&app.db.write, Some(1)).await.unwrap();
        assert_eq!(app.db.applied_migrations().await.unwrap().len(), left);
    }
    assert_eq!(tables(&app.db).await, ["seaql_migrations"]);

    Migrator::up(&app.db.write, None).await.unwrap();
    assert_eq!(tables(&app.db).await, first);
    assert!(fill_with_demo(&app.app.system()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_migration_that_fails_leaves_everything_as_it_was() {
    let app = TestApp::start().await;
    fill_with_demo(&app.app.system()).await.unwrap().unwrap();
    let above_units = Migrator::migrations().len() - 3;
    Migrator::down(&app.db.write, Some(u32::try_from(above_units).unwrap())).await.unwrap();
    let before = (tables(&app.db).await, app.db.applied_migrations().await.unwrap());
    let reference = match app.db.write.get_database_backend() {
        DbBackend::Sqlite => "CREATE TABLE holder (unit_id BLOB REFERENCES unit (id))",
        _ => "CREATE TABLE holder (unit_id uuid REFERENCES unit (id))",
    };
    for statement in [reference, "INSERT INTO holder SELECT id FROM unit"] {
        app.db.write.execute_unprepared(statement).await.unwrap();
    }

    assert!(Migrator::down(&app.db.write, Some(1)).await.is_err());

    app.db.write.execute_unprepared("DROP TABLE holder").await.unwrap();
    assert_eq!((tables(&app.db).await, app.db.applied_migrations().await.unwrap()), before);
    let parents = "SELECT 1 AS found FROM unit WHERE parent_id IS NOT NULL";
    let parents = Statement::from_string(app.db.write.get_database_backend(), parents);
    assert!(app.db.write.query_one_raw(parents).await.unwrap().is_some());
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
