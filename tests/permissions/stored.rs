//! How much is stored: a mutation that is refused changes none of it.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::support::TestApp;

/// Of each table how many rows it has, and the sum of their versions.
#[derive(Debug)]
pub struct Stored(String);

impl Stored {
    /// All tables that there are.
    pub async fn tables(app: &TestApp) -> Self {
        let db = &app.db.write;
        let list = match db.get_database_backend() {
            DbBackend::Sqlite => {
                "SELECT name, EXISTS (SELECT 1 FROM pragma_table_info(tables.name) AS columns
                    WHERE columns.name = 'version') AS versioned
                FROM sqlite_master AS tables WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            }
            _ => {
                "SELECT table_name AS name, EXISTS (SELECT 1 FROM information_schema.columns
                    WHERE columns.table_name = tables.table_name
                    AND column_name = 'version') AS versioned
                FROM information_schema.tables WHERE table_schema = 'public'"
            }
        };
        let list = Statement::from_string(db.get_database_backend(), list);
        let rows = db.query_all_raw(list).await.unwrap();
        let select = rows.iter().filter_map(|row| {
            let name: String = row.try_get("", "name").unwrap();
            let versioned: bool = row.try_get("", "versioned").unwrap();
            let versions = if versioned { "COALESCE(SUM(version), 0)" } else { "0" };
            let select = format!(
                "SELECT '{name}' AS name, COUNT(*) AS rows, {versions} AS versions FROM \"{name}\""
            );
            // Its versions are names.
            (name != "seaql_migrations").then_some(select)
        });
        Self(select.collect::<Vec<_>>().join(" UNION ALL "))
    }

    /// What is there now, by table.
    pub async fn now(&self, app: &TestApp) -> Vec<(String, i64, i64)> {
        let db = &app.db.write;
        let select = Statement::from_string(db.get_database_backend(), self.0.as_str());
        let rows = db.query_all_raw(select).await.unwrap();
        let number = |row: &sea_orm::QueryResult, column| row.try_get("", column).unwrap();
        rows.iter()
            .map(|row| {
                (row.try_get("", "name").unwrap(), number(row, "rows"), number(row, "versions"))
            })
            .collect()
    }
}
