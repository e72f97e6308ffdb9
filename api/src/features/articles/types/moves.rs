//! What is sent to move an article through the workflow.

use async_graphql::{ID, InputObject, MaybeUndefined};
use sea_orm::prelude::Uuid;

use super::super::edit::{Publication, Seen};
use crate::platform::{
    graphql::{DateTime, Given},
    id::{self, Kind},
    problem::{Problem, ProblemCode},
    time::Instant,
};

/// An input, or what is wrong with it.
type Read<T> = Result<T, Vec<Problem>>;

/// Which article, and which version of it you have seen.
#[derive(Debug, InputObject)]
pub struct ArticleSeenInput {
    /// Which article.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
}

/// Which article, and which version of it you have seen.
#[derive(Debug, InputObject)]
pub struct ArticleMoveInput {
    /// Which article.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
    /// What the history says about it, at most 1000 characters.
    note: Option<String>,
}

/// Which article to hand back, and why.
#[derive(Debug, InputObject)]
pub struct ArticleRejectInput {
    /// Which article.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
    /// What has to be mended, at most 1000 characters.
    note: String,
}

/// Which article to publish, and when.
#[derive(Debug, InputObject)]
pub struct ArticlePublishInput {
    /// Which article.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
    /// When readers see it; null: at once. If nothing is said, when it is planned, or else at once.
    at: MaybeUndefined<Given<DateTime>>,
    /// From when on they no longer do; null: they always do.
    expires_at: MaybeUndefined<Given<DateTime>>,
    /// What the history says about it, at most 1000 characters.
    note: Option<String>,
}

/// Which article to take back, and why.
#[derive(Debug, InputObject)]
pub struct ArticleWithdrawInput {
    /// Which article.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
    /// What readers are told, at most 1000 characters.
    reason: String,
}

/// Which revision of which article to take up.
#[derive(Debug, InputObject)]
pub struct ArticleRevisionRestoreInput {
    /// Which article.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
    /// The number of the revision.
    revision: i32,
    /// What the history says about it, at most 1000 characters.
    note: Option<String>,
}

impl ArticleSeenInput {
    /// What it says.
    pub fn read(self) -> Read<Seen> {
        read_seen(&self.id, self.version)
    }
}

impl ArticleMoveInput {
    /// What it says.
    pub fn read(self) -> Read<(Seen, Option<String>)> {
        Ok((read_seen(&self.id, self.version)?, self.note))
    }
}

impl ArticleRejectInput {
    /// What it says.
    pub fn read(self) -> Read<(Seen, String)> {
        Ok((read_seen(&self.id, self.version)?, self.note))
    }
}

impl ArticlePublishInput {
    /// What it says.
    pub fn read(self) -> Read<(Seen, Publication, Option<String>)> {
        let seen = read_seen(&self.id, self.version);
        let at = read_time(self.at, "input.at");
        let expires_at = read_time(self.expires_at, "input.expiresAt");
        match (seen, at, expires_at) {
            (Ok(seen), Ok(at), Ok(expires_at)) => {
                Ok((seen, Publication { at, expires_at }, self.note))
            }
            (seen, at, expires_at) => {
                let problems = seen.err().into_iter().flatten();
                Err(problems.chain(at.err()).chain(expires_at.err()).collect())
            }
        }
    }
}

impl ArticleWithdrawInput {
    /// What it says.
    pub fn read(self) -> Read<(Seen, String)> {
        Ok((read_seen(&self.id, self.version)?, self.reason))
    }
}

impl ArticleRevisionRestoreInput {
    /// What it says.
    pub fn read(self) -> Read<(Seen, i32, Option<String>)> {
        Ok((read_seen(&self.id, self.version)?, self.revision, self.note))
    }
}

/// What is said of a time, or what is wrong with it.
fn read_time(
    given: MaybeUndefined<Given<DateTime>>,
    field: &str,
) -> Result<Option<Option<Instant>>, Problem> {
    Ok(match given {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(time) => Some(Some(time.read_field(field)?.0)),
    })
}

/// Which article was seen, or what is wrong with its id.
pub fn read_seen(id: &ID, version: i32) -> Read<Seen> {
    match read_id(Kind::Article, id, "input.id") {
        Ok(id) => Ok(Seen { id, version }),
        Err(problem) => Err(vec![problem]),
    }
}

/// An id that was sent, or what is wrong with it.
pub fn read_id(kind: Kind, id: &ID, field: &str) -> Result<Uuid, Problem> {
    let fault =
        |_| Problem::new(ProblemCode::IdInvalid, "This is not an id of that kind").at(field);
    id::decode_as(kind, id).map_err(fault)
}
