//! What lives as long as the process.

use axum::Router;

use crate::{
    http,
    platform::scope::{Clock, Scope, Viewer},
    schema::{self, Schema},
};

pub use crate::platform::database::{Database, Location, OpenError};

/// The running program: the same for `serve`, for the other commands and for tests.
#[derive(Clone)]
pub struct App {
    pub(crate) db: Database,
    pub(crate) clock: Clock,
    pub(crate) schema: Schema,
}

impl App {
    /// An app over a database that is open and migrated.
    pub fn new(db: Database, clock: Clock) -> Self {
        Self { db, clock, schema: schema::build() }
    }

    /// Everything that it answers over HTTP.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// A scope of the program itself, which sees and writes everything.
    pub fn system(&self) -> Scope {
        self.scope(Viewer::System)
    }

    /// A scope for one piece of work of this viewer.
    pub(crate) fn scope(&self, viewer: Viewer) -> Scope {
        Scope::new(self.db.clone(), viewer, &self.clock)
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("db", &self.db).finish_non_exhaustive()
    }
}
