//! Rules about authors.

use entity::{author, change};
use sea_orm::{ActiveValue::Set, prelude::Uuid};

use super::store;
use crate::{
    features::{
        names::{self, Named, Names},
        slugs::{self, Slugged},
    },
    platform::{
        error::Result,
        id,
        paging::{Range, Sorting},
        scope::{Scope, Viewer},
        text,
        transaction::Transaction,
    },
};

/// Longest pen name, in characters.
pub const MAX_PEN_NAME: usize = 200;

/// The one order of authors: by given name, which stands last in a Vietnamese name.
pub const BY_NAME: Sorting = Sorting { name: "author.name:asc", descending: false };

/// Which authors a list holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default)]
pub struct AuthorList {
    /// Only authors of this unit.
    pub unit_id: Option<Uuid>,
    /// Only authors with such a name.
    pub named: Option<Named>,
}

/// One page of one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorPageKey {
    /// The list.
    pub list: AuthorList,
    /// The part of it.
    pub range: Range,
}

/// The size of one list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuthorCountKey {
    /// The list.
    pub list: AuthorList,
    /// Counting stops here.
    pub up_to: u64,
}

/// The authors with these ids that the viewer may see.
pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<author::Model>> {
    store::find_many(scope.reader(), scope.viewer, ids).await
}

/// The author with this slug, or the one that somebody who had it is now, if the viewer may see it.
pub async fn find_by_slug(scope: &Scope, slug: &str) -> Result<Option<author::Model>> {
    let found = store::find_by_slug(scope.reader(), scope.viewer, slug).await?;
    if found.is_some() {
        return Ok(found);
    }
    match slugs::former_holder(scope.reader(), Slugged::Author, slug).await? {
        Some(id) => Ok(find_many(scope, &[id]).await?.pop()),
        None => Ok(None),
    }
}

/// An author to be created.
#[derive(Clone, Debug)]
pub struct NewAuthor {
    /// The name that is printed.
    pub pen_name: String,
    /// The unit that the author writes for.
    pub unit_id: Option<Uuid>,
    /// A few words about the author.
    pub bio: Option<String>,
}

/// Creates an author.
pub async fn create(txn: &mut Transaction, new: NewAuthor) -> Result<author::Model> {
    let NewAuthor { pen_name, unit_id, bio } = new;
    let slug = slugs::free(&**txn, Slugged::Author, &pen_name).await?;
    let sort_name = text::person_sort_name(&pen_name);
    let author = author::ActiveModel {
        id: Set(id::new(txn.now)),
        slug: Set(slug),
        pen_name_key: Set(text::exact_key(&pen_name)),
        sort_key: Set(text::sort_key(&sort_name)),
        sort_name: Set(sort_name),
        pen_name: Set(pen_name),
        unit_id: Set(unit_id),
        bio: Set(bio),
        avatar_id: Set(None),
        created_at: Set(txn.now),
        updated_at: Set(txn.now),
        version: Set(1),
        deleted_at: Set(None),
        merged_into: Set(None),
    };
    let author = store::insert(&**txn, author).await?;
    names::insert(&**txn, [Names::of_author(&author)]).await?;
    txn.upserted(change::Node::Author, author.id);
    Ok(author)
}

/// The author behind a name in a byline: the one who writes for the same unit, or for none if the
/// byline names none. A name that only others bear is another person, so that it does not matter
/// which byline was read first.
pub async fn find_or_create(
    txn: &mut Transaction,
    pen_name: &str,
    unit_id: Option<Uuid>,
) -> Result<Uuid> {
    let namesakes = store::find_by_name_key(&**txn, &text::exact_key(pen_name)).await?;
    let same = namesakes.iter().filter(|author| author.unit_id == unit_id);
    if let Some(author) = same.min_by_key(|author| author.id) {
        return Ok(author.id);
    }
    let new = NewAuthor { pen_name: pen_name.to_owned(), unit_id, bio: None };
    Ok(create(txn, new).await?.id)
}

/// Makes these the authors of an article, in this order.
pub async fn sign_article(txn: &Transaction, article: Uuid, authors: &[Uuid]) -> Result<()> {
    store::replace_of_article(&**txn, article, authors).await
}

/// The same authors, where some have become part of others: those in their place, each once.
pub async fn present(txn: &Transaction, authors: Vec<Uuid>) -> Result<Vec<Uuid>> {
    let merged = store::merged(&**txn, &authors).await?;
    let mut present = Vec::with_capacity(authors.len());
    for author in authors {
        let author = merged.get(&author).copied().unwrap_or(author);
        if !present.contains(&author) {
            present.push(author);
        }
    }
    Ok(present)
}

/// The authors of one article, in the order of its byline.
pub async fn of_article(txn: &Transaction, article: Uuid) -> Result<Vec<Uuid>> {
    let authors = store::by_article(&**txn, Viewer::System, &[article]).await?;
    Ok(authors.into_iter().map(|(_, author)| author.id).collect())
}
