//! What the database handles tell the metrics: statements as they end, connections when they are
//! asked for.

use sea_orm::{DatabaseConnection, DbBackend, metric};

use super::Database;
use crate::platform::readers::Connections;

impl Database {
    /// Counts and times every statement from now on.
    pub fn count_statements(&mut self) {
        let count = |handle: &'static str| {
            move |info: &metric::Info<'_>| {
                let failed = if info.failed { "true" } else { "false" };
                let labels = [("handle", handle), ("failed", failed)];
                metrics::counter!("congtin_statements_total", &labels).increment(1);
                metrics::histogram!("congtin_statement_seconds", "handle" => handle)
                    .record(info.elapsed);
            }
        };
        self.read.on_statement(count("read"));
        self.write.set_metric_callback(count("write"));
    }

    /// Sets the gauges of the connections to what they are now.
    pub fn gauge_connections(&self) {
        gauge("read", self.read.connections());
        if let Some(connections) = pooled(&self.write) {
            gauge("write", connections);
        }
    }
}

fn gauge(handle: &'static str, connections: Connections) {
    let Connections { idle, in_use, most } = connections;
    for (state, count) in [("idle", idle), ("in_use", in_use)] {
        metrics::gauge!("congtin_database_connections", "handle" => handle, "state" => state)
            .set(count);
    }
    metrics::gauge!("congtin_database_connections_max", "handle" => handle).set(most);
}

fn pooled(handle: &DatabaseConnection) -> Option<Connections> {
    let (size, idle, most) = match handle.get_database_backend() {
        DbBackend::Postgres => {
            let pool = handle.get_postgres_connection_pool();
            (pool.size(), pool.num_idle(), pool.options().get_max_connections())
        }
        DbBackend::Sqlite => {
            let pool = handle.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle(), pool.options().get_max_connections())
        }
        // `Database::open` knows no other.
        _ => return None,
    };
    let idle = u32::try_from(idle).unwrap_or(size).min(size);
    Some(Connections { idle, in_use: size - idle, most })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use metrics_exporter_prometheus::PrometheusBuilder;
    use sea_orm::TransactionOptions;

    use super::*;
    use crate::platform::database::Location;

    fn gauges(db: &Database) -> Vec<String> {
        let recorder = PrometheusBuilder::new().build_recorder();
        metrics::with_local_recorder(&recorder, || db.gauge_connections());
        let text = recorder.handle().render();
        let lines = text.lines().filter_map(|line| line.strip_prefix("congtin_database_"));
        let mut lines: Vec<_> = lines.map(|line| line.replace("connections", "")).collect();
        lines.sort();
        lines
    }

    #[tokio::test]
    async fn a_connection_is_idle_or_in_use() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location {
            url: format!("sqlite://{}/congtin.db", folder.path().display()),
            replica_url: None,
            connections: 3,
            statement_timeout: Duration::from_secs(10),
        };
        let db = Database::open(&location).await.unwrap();
        // In the order of their bytes.
        let counted = |idle: u32| {
            [
                "_max{handle=\"read\"} 3".to_owned(),
                "_max{handle=\"write\"} 1".to_owned(),
                format!("{{handle=\"read\",state=\"idle\"}} {idle}"),
                format!("{{handle=\"read\",state=\"in_use\"}} {}", 3 - idle),
                "{handle=\"write\",state=\"idle\"} 1".to_owned(),
                "{handle=\"write\",state=\"in_use\"} 0".to_owned(),
            ]
        };
        assert_eq!(gauges(&db), counted(3));
        let reading = db.read.begin(TransactionOptions::default()).await.unwrap();
        assert_eq!(gauges(&db), counted(2));
        reading.end().await.unwrap();
        assert_eq!(gauges(&db), counted(3));
        db.close().await.unwrap();
    }
}
