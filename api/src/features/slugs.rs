//! The slugs of units, authors, congress terms and link directories: those that they have, and those
//! that they had once. Whoever asks for a former one finds what has another one now.
//!
//! It stands below all features, because all of these have slugs of the same kind. Those of articles
//! are addresses with redirects of their own.

use entity::{author, congress_category, former_slug, link_directory, unit};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _,
    prelude::Uuid,
    sea_query::{Expr, IntoTableRef as _, Query, UnionType},
};

use crate::platform::{
    error::Result,
    form::Problems,
    id::{self, Kind},
    problem::Problem,
    slug, text,
    transaction::Transaction,
};

/// What has slugs of this kind.
#[derive(Clone, Copy, Debug)]
pub enum Slugged {
    /// A unit.
    Unit,
    /// An author.
    Author,
    /// A congress term.
    CongressCategory,
    /// A link directory.
    LinkDirectory,
}

impl Slugged {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Unit => Kind::Unit.prefix(),
            Self::Author => Kind::Author.prefix(),
            Self::CongressCategory => Kind::CongressCategory.prefix(),
            Self::LinkDirectory => Kind::LinkDirectory.prefix(),
        }
    }

    /// What stands in where nothing of a name can be kept.
    const fn fallback(self) -> &'static str {
        match self {
            Self::Unit => "don-vi",
            Self::Author => "tac-gia",
            Self::CongressCategory => "khoa",
            Self::LinkDirectory => "lien-ket",
        }
    }

    /// The condition on a row that this slug is a former one of such a thing.
    fn had(self, slug: &str) -> Expr {
        former_slug::COLUMN.node.eq(self.prefix()).and(former_slug::COLUMN.slug.eq(slug))
    }
}

/// What had this slug once.
pub async fn former_holder(
    db: &impl ConnectionTrait,
    of: Slugged,
    slug: &str,
) -> Result<Option<Uuid>> {
    let former = former_slug::Entity::find().filter(of.had(slug)).one(db).await?;
    Ok(former.map(|former| former.node_id))
}

/// A slug made of a name that nothing has or had.
pub async fn free(db: &impl ConnectionTrait, of: Slugged, name: &str) -> Result<String> {
    let taken = |slug: String| async move { Ok(!holders(db, of, &slug).await?.is_empty()) };
    slug::first_free(text::slug(name), of.fallback(), taken).await
}

/// Notes whether something else has the slug that this is to get, or had it once.
pub async fn check(
    txn: &Transaction,
    of: Slugged,
    id: Uuid,
    slug: &str,
    problems: &mut Problems,
) -> Result<()> {
    if holders(&**txn, of, slug).await?.into_iter().any(|holder| holder != id) {
        problems.note(Problem::taken("input.slug"));
    }
    Ok(())
}

/// Remembers the slug that something had until now, and forgets that it once had the one that it
/// gets.
pub async fn changed(
    txn: &Transaction,
    of: Slugged,
    id: Uuid,
    (old, new): (&str, &str),
) -> Result<()> {
    if old == new {
        return Ok(());
    }
    former_slug::Entity::delete_many().filter(of.had(new)).exec(&**txn).await?;
    remember(txn, of, old, id).await
}

/// Leads from the slugs of something that is part of another one now to that.
pub async fn merged(
    txn: &Transaction,
    of: Slugged,
    (from, slug): (Uuid, &str),
    into: Uuid,
) -> Result<()> {
    former_slug::Entity::update_many()
        .set(former_slug::ActiveModel { node_id: Set(into), ..Default::default() })
        .filter(former_slug::COLUMN.node_id.eq(from))
        .filter(former_slug::COLUMN.node.eq(of.prefix()))
        .exec(&**txn)
        .await?;
    remember(txn, of, slug, into).await
}

async fn remember(txn: &Transaction, of: Slugged, slug: &str, node_id: Uuid) -> Result<()> {
    // An import may have made it the present one of something although it was a former one.
    former_slug::Entity::delete_many().filter(of.had(slug)).exec(&**txn).await?;
    let former = former_slug::ActiveModel {
        id: Set(id::new(txn.now)),
        node: Set(of.prefix().to_owned()),
        slug: Set(slug.to_owned()),
        node_id: Set(node_id),
        created_at: Set(txn.now),
    };
    former_slug::Entity::insert(former).exec_without_returning(&**txn).await?;
    Ok(())
}

/// What has a slug, or had it once.
async fn holders(db: &impl ConnectionTrait, of: Slugged, slug: &str) -> Result<Vec<Uuid>> {
    let table = match of {
        Slugged::Unit => unit::Entity.into_table_ref(),
        Slugged::Author => author::Entity.into_table_ref(),
        Slugged::CongressCategory => congress_category::Entity.into_table_ref(),
        Slugged::LinkDirectory => link_directory::Entity.into_table_ref(),
    };
    let former = Query::select()
        .expr_as(Expr::col(former_slug::Column::NodeId), "id")
        .from(former_slug::Entity)
        .and_where(Expr::col(former_slug::Column::Node).eq(of.prefix()))
        .and_where(Expr::col(former_slug::Column::Slug).eq(slug))
        .to_owned();
    let select = Query::select()
        .column("id")
        .from(table)
        .and_where(Expr::col("slug").eq(slug))
        .and_where(Expr::col("deleted_at").is_null())
        .union(UnionType::All, former)
        .to_owned();
    let rows = db.query_all(&select).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}
