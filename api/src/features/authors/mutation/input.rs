//! What clients say to change authors.

use async_graphql::{ID, InputObject, MaybeUndefined};
use sea_orm::prelude::Uuid;

use super::super::write::AuthorFields;
use crate::platform::{
    form::{Patch, Problems, Target},
    id::Kind,
};

/// An author to be created.
#[derive(Debug, InputObject)]
pub struct AuthorCreateInput {
    /// The name that is printed, at most 200 characters.
    pen_name: String,
    /// The name as lists sort it, given name first; made of the pen name if nothing is said.
    sort_name: Option<String>,
    /// The unit that the author writes for.
    unit_id: Option<ID>,
    /// A few words about the author, at most 4000 characters.
    bio: Option<String>,
    /// A picture of the author.
    avatar_id: Option<ID>,
    /// Last part of the author's address; made of the pen name if nothing is said.
    slug: Option<String>,
}

impl AuthorCreateInput {
    pub fn read(self, problems: &mut Problems) -> AuthorFields {
        AuthorFields {
            pen_name: Patch::Set(self.pen_name),
            sort_name: self.sort_name.into(),
            unit_id: problems.reference(Kind::Unit, self.unit_id.into(), "input.unitId"),
            bio: self.bio.into(),
            avatar_id: problems.reference(Kind::Image, self.avatar_id.into(), "input.avatarId"),
            slug: self.slug.into(),
        }
    }
}

/// What becomes different of an author: what is left out stays, null clears.
#[derive(Debug, InputObject)]
pub struct AuthorUpdateInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// The name that is printed.
    pen_name: MaybeUndefined<String>,
    /// The name as lists sort it; null: it follows from the pen name.
    sort_name: MaybeUndefined<String>,
    /// The unit that the author writes for.
    unit_id: MaybeUndefined<ID>,
    /// A few words about the author.
    bio: MaybeUndefined<String>,
    /// A picture of the author.
    avatar_id: MaybeUndefined<ID>,
    /// Last part of the author's address. Under the one until now the author is still found.
    slug: MaybeUndefined<String>,
}

impl AuthorUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, AuthorFields) {
        let target = problems.target(Kind::Author, &self.id, self.version, "input");
        let fields = AuthorFields {
            pen_name: self.pen_name.into(),
            sort_name: self.sort_name.into(),
            unit_id: problems.reference(Kind::Unit, self.unit_id.into(), "input.unitId"),
            bio: self.bio.into(),
            avatar_id: problems.reference(Kind::Image, self.avatar_id.into(), "input.avatarId"),
            slug: self.slug.into(),
        };
        (target, fields)
    }
}

/// Who becomes part of whom.
#[derive(Debug, InputObject)]
pub struct AuthorMergeInput {
    /// The author that ends.
    id: ID,
    /// The version that you have seen of it.
    version: i32,
    /// The author that is left.
    into_id: ID,
}

impl AuthorMergeInput {
    pub fn read(self, problems: &mut Problems) -> (Target, Option<Uuid>) {
        let target = problems.target(Kind::Author, &self.id, self.version, "input");
        (target, problems.id(Kind::Author, &self.into_id, "input.intoId"))
    }
}

/// An author to be deleted.
#[derive(Debug, InputObject)]
pub struct AuthorDeleteInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl AuthorDeleteInput {
    pub fn read(self, problems: &mut Problems) -> Target {
        problems.target(Kind::Author, &self.id, self.version, "input")
    }
}
