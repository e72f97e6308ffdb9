//! What editors see of lists of files.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};

use super::{
    super::service::list::{self, FileList},
    Image,
};
use crate::platform::{
    connection::{self, DEFAULT_COUNT, Listing},
    graphql::{ContextExt as _, read_id},
    id::Kind,
};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum MediaKind {
    /// A picture.
    Picture,
    /// A PDF.
    Document,
}

/// Which files: those that meet all conditions.
#[derive(Debug, Default, InputObject)]
pub struct MediaFilter {
    /// Only pictures, or only documents.
    pub kind: Option<MediaKind>,
    /// Only what this account brought; `viewer` knows the own id.
    pub uploaded_by: Option<ID>,
    /// Only what an article shows or links to or an author has as a portrait, or only what nothing
    /// uses: drafts, edits that wait and deleted articles count.
    pub used: Option<bool>,
}

impl MediaFilter {
    /// The list that it makes.
    pub fn read(self) -> Result<FileList> {
        let account = self.uploaded_by.map(|id| read_id(Kind::Account, &id, "filter.uploadedBy"));
        Ok(FileList {
            pictures: self.kind.map(|kind| kind == MediaKind::Picture),
            created_by: account.transpose()?,
            used: self.used,
        })
    }
}

/// Files with the size of the list they come from.
pub type ImageConnection = Listing<Image, ImageTotals>;

/// The size of a list of files.
#[derive(Debug)]
pub struct ImageTotals(pub FileList);

/// The size of a list of files.
#[Object]
impl ImageTotals {
    /// How many files the whole list has. Counting stops at `upTo`: that number means "so many or
    /// more".
    async fn total_count(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where counting stops, 1 to 100000.",
            default_with = "Some(DEFAULT_COUNT)"
        )]
        up_to: Option<i64>,
    ) -> Result<i32> {
        let cap = connection::count_cap(up_to)?;
        Ok(connection::count(list::count(ctx.scope(), self.0, cap).await?))
    }
}
