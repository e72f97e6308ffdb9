//! What lives as long as the process.

use std::sync::Arc;

use axum::{Router, http::HeaderValue};

use entity::account;

use crate::{
    features::{
        accounts::{
            Accounts,
            service::{self, NewAccount},
        },
        media::library::Library,
        participation::Participation,
        polls::{ballot_box::BallotBox, seal::seal_due},
        views::{self, Counter},
    },
    http::{self, Budget, Engine, Readiness, State},
    platform::{
        cursor::Seal,
        error::Result,
        outcome::Outcome,
        scope::{Clock, Scope, Viewer},
        secret::{self, Purpose},
    },
};

pub use crate::{
    features::media::library::MediaTerms,
    features::participation::ParticipationTerms,
    http::{BudgetTerms, Connections, ForwardedHeader, Limits, Peer, Terms},
    platform::{
        blob::{BlobPlace, Bucket},
        database::{Database, Location, OpenError},
        readers::Readers,
    },
};

/// How requests are answered.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// How operations are run.
    pub terms: Terms,
    /// How much one network may ask for.
    pub budget: BudgetTerms,
    /// How fast one network may take part.
    pub participation: ParticipationTerms,
    /// Origins whose pages may ask.
    pub cors_origins: Vec<HeaderValue>,
    /// Where files are kept, and what they may be.
    pub media: MediaTerms,
}

/// The running program: the same for `serve`, for the other commands and for tests.
#[derive(Clone)]
pub struct App {
    pub(crate) db: Database,
    pub(crate) clock: Clock,
    pub(crate) seal: Seal,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) engine: Arc<Engine>,
    pub(crate) budget: Arc<Budget>,
    pub(crate) readiness: Arc<Readiness>,
    pub(crate) cors_origins: Vec<HeaderValue>,
    pub(crate) library: Library,
    pub(crate) participation: Arc<Participation>,
    pub(crate) views: Arc<Counter>,
}

impl App {
    /// An app over a database that is open and migrated. Loads the keys that it has there.
    pub async fn open(db: Database, clock: Clock, policy: Policy) -> Result<Self> {
        let key = secret::key(&db.write, Purpose::Cursors, clock.now()).await?;
        let seal = Seal::new(&key);
        let Policy { terms, budget, participation, cors_origins, media } = policy;
        let library = Library::open(&media)?;
        let accounts = Arc::new(Accounts::open(&db.write, clock.now()).await?);
        let participation = Participation::open(&db.write, &participation, clock.now()).await?;
        let (participation, views) = (Arc::new(participation), Arc::<Counter>::default());
        let state = State {
            accounts: accounts.clone(),
            library: library.clone(),
            participation: participation.clone(),
            ballots: BallotBox::open(db.clone(), seal.clone(), clock.clone()),
            views: views.clone(),
        };
        let engine = Arc::new(Engine::new(terms, state));
        let budget = Arc::new(Budget::new(budget));
        let readiness = Arc::default();
        Ok(Self {
            db,
            clock,
            seal,
            accounts,
            engine,
            budget,
            readiness,
            cors_origins,
            library,
            participation,
            views,
        })
    }

    /// Everything that it answers over HTTP.
    pub fn router(&self) -> Router {
        http::router(self.clone())
    }

    /// A scope of the program itself, which sees and writes everything.
    pub fn system(&self) -> Scope {
        self.scope(Viewer::System)
    }

    /// Does what is to be done every now and then: writes the views that were counted, and seals the
    /// polls that the clock has closed. `serve` calls it each second, and a last time when nothing is
    /// answered any more.
    pub async fn tend(&self) -> Result<()> {
        let written = views::service::flush(&self.views, &self.scope(Viewer::Anonymous)).await;
        // What fails keeps nothing else from being done.
        let sealed = seal_due(&self.system()).await;
        let forgotten = self.db.forget().await.map_err(Into::into);
        written.and(sealed).and(forgotten)
    }

    /// The files that it keeps.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Makes an account, as the command and as administrators do.
    pub async fn create_account(&self, new: NewAccount, password: &str) -> Outcome<account::Model> {
        let scope = self.system();
        let prepared =
            service::prepare(&self.accounts, &scope, (new, Vec::new()), password).await?;
        let mut txn = scope.begin().await?;
        txn.audit("accountCreate");
        let account = service::create(&mut txn, prepared).await?;
        txn.commit().await?;
        Ok(account)
    }

    /// A scope for one piece of work of this viewer.
    pub(crate) fn scope(&self, viewer: Viewer) -> Scope {
        Scope::new(self.db.clone(), self.seal.clone(), viewer, &self.clock)
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("db", &self.db).finish_non_exhaustive()
    }
}
