//! What the database handles tell the metrics: statements as they end, pools when they are asked.

use sea_orm::{DatabaseConnection, DbBackend};

use super::Database;

impl Database {
    /// Counts and times every statement from now on.
    pub fn count_statements(&mut self) {
        for (handle, name) in [(&mut self.read, "read"), (&mut self.write, "write")] {
            handle.set_metric_callback(move |info| {
                let failed = if info.failed { "true" } else { "false" };
                metrics::counter!("congtin_statements_total", "handle" => name, "failed" => failed)
                    .increment(1);
                metrics::histogram!("congtin_statement_seconds", "handle" => name)
                    .record(info.elapsed);
            });
        }
    }

    /// Sets the gauges of the pools to what they are now.
    pub fn gauge_pools(&self) {
        if self.one_pool {
            gauge(&self.write, "both");
        } else {
            gauge(&self.read, "read");
            gauge(&self.write, "write");
        }
    }
}

fn gauge(handle: &DatabaseConnection, name: &'static str) {
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
        _ => return,
    };
    let idle = u32::try_from(idle).unwrap_or(size).min(size);
    let states = [("idle", idle), ("in_use", size - idle)];
    for (state, count) in states {
        metrics::gauge!("congtin_database_connections", "handle" => name, "state" => state)
            .set(count);
    }
    metrics::gauge!("congtin_database_connections_max", "handle" => name).set(most);
}
