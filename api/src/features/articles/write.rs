//! Saving an article: the row, what belongs to it, and the lists it stands in, as one.

use std::collections::BTreeSet;

use entity::{
    article::{self, Status},
    article_congress_category, change,
};
use sea_orm::{ActiveValue::Set, prelude::Uuid};

use super::{
    Body,
    rows::{figures_of, is_shown, listings_of, redirect_of, row_of, used_files, views_of},
    store,
};
use crate::{
    features::{
        authors, index,
        names::{self, Names},
        site, units,
    },
    platform::{
        address::Address, error::Result, id, slug, text, time::Instant, transaction::Transaction,
    },
};

/// Longest title, in characters.
pub const MAX_TITLE: usize = 300;
/// Longest author line, in characters.
pub const MAX_BYLINE: usize = 300;

/// Everything of an article that somebody else decides.
#[derive(Clone, Debug)]
pub struct ArticleContent {
    /// The headline, verbatim.
    pub title: String,
    /// One or two sentences that lead into it.
    pub summary: Option<String>,
    /// The author line as printed, verbatim.
    pub byline: Option<String>,
    /// The unit that sent it in.
    pub unit_id: Option<Uuid>,
    /// Who wrote it, in the order of the byline.
    pub authors: Vec<Uuid>,
    /// The congress terms it belongs to.
    pub categories: Vec<Uuid>,
    /// The sanitised body with its figures.
    pub body: Body,
    /// Where it stands in the workflow.
    pub status: Status,
    /// Editorial time of publication.
    pub published_at: Option<Instant>,
    /// From when on readers no longer see it.
    pub expires_at: Option<Instant>,
    /// Name of the publication it was taken from.
    pub source_name: Option<String>,
    /// Address of the original.
    pub source_url: Option<String>,
    /// Identity in the system it came from.
    pub external_id: Option<String>,
    /// Address it had on a former portal.
    pub legacy_url: Option<String>,
    /// What a former portal had counted.
    pub imported_views: i64,
}

/// What saving did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// There was no article of this identity.
    Created(Uuid),
    /// The article became different.
    Updated(Uuid),
    /// It was the same already.
    Unchanged(Uuid),
}

/// Saves an article under its `external_id`: a second time, the same article is meant.
pub async fn put(txn: &mut Transaction, content: ArticleContent) -> Result<Saved> {
    let known = match &content.external_id {
        Some(external_id) => find(txn, external_id).await?,
        None => None,
    };
    match known {
        None => create(txn, content).await.map(Saved::Created),
        Some(old) => replace(txn, old, content).await,
    }
}

/// The article of this identity, whoever may see it.
pub async fn find(txn: &Transaction, external_id: &str) -> Result<Option<article::Model>> {
    store::find_for_update(&**txn, external_id).await
}

/// The articles of this title and minute, whoever may see them, the oldest first.
pub async fn namesakes(
    txn: &Transaction,
    title: &str,
    published_at: Instant,
) -> Result<Vec<article::Model>> {
    store::namesakes(&**txn, title, published_at).await
}

/// Takes over what a former portal counted. Views never fall.
pub async fn raise_imported_views(txn: &Transaction, article: Uuid, views: i64) -> Result<()> {
    store::raise_imported_views(&**txn, article, views).await
}

/// An address for an article of this title that no other has.
pub async fn free_slug(txn: &Transaction, title: &str) -> Result<String> {
    let base = text::slug(title);
    txn.lock_name(&format!("article.slug {base}")).await?;
    let taken = |slug: String| async move { is_taken(txn, &slug, None).await };
    slug::first_free(base, "bai-viet", taken).await
}

/// Whether another article has this slug, or had it before readers were led on from there.
pub async fn is_taken(txn: &Transaction, slug: &str, article: Option<Uuid>) -> Result<bool> {
    if store::slug_of_another(&**txn, slug, article.unwrap_or_default()).await? {
        return Ok(true);
    }
    match address_of(txn, slug).await? {
        Some(address) => store::leads_to_another(&**txn, &address.key(), article).await,
        None => Ok(false),
    }
}

/// The address of an article of this slug, if the portal has said how its addresses are made.
pub async fn address_of(txn: &Transaction, slug: &str) -> Result<Option<Address>> {
    let site = site::service::find_for_update(txn).await?;
    let template = site.and_then(|site| site.article_url_template);
    Ok(template.and_then(|template| Address::parse(&template.replace("{slug}", slug))))
}

async fn create(txn: &mut Transaction, content: ArticleContent) -> Result<Uuid> {
    let slug = free_slug(txn, &content.title).await?;
    let row = article::Model {
        id: id::new(txn.now),
        slug,
        created_at: txn.now,
        updated_at: txn.now,
        version: 1,
        ..row_of(&content)?
    };
    insert(txn, &row, &content).await?;
    Ok(row.id)
}

/// Adds a row with all that belongs to it.
pub async fn insert(
    txn: &mut Transaction,
    row: &article::Model,
    content: &ArticleContent,
) -> Result<()> {
    store::insert(&**txn, row.clone()).await?;
    names::insert(&**txn, [Names::of_article(row)]).await?;
    save_relations(txn, row, content).await?;
    store::insert_views(&**txn, views_of(row.id, content.imported_views)).await?;
    redirect(txn, row).await?;
    if is_shown(row, txn.now) {
        txn.upserted(change::Node::Article, row.id);
    }
    Ok(())
}

/// Leads the old address of an article to it.
async fn redirect(txn: &Transaction, row: &article::Model) -> Result<()> {
    match row.legacy_url.as_deref().and_then(Address::parse) {
        Some(address) => store::insert_redirect(&**txn, redirect_of(txn, address, row.id)).await,
        None => Ok(()),
    }
}

/// Saves an article over the one that it was until now, whose identity may become another.
pub async fn replace(
    txn: &mut Transaction,
    old: article::Model,
    content: ArticleContent,
) -> Result<Saved> {
    let article_id = old.id;
    store::raise_imported_views(&**txn, article_id, content.imported_views).await?;
    let mut new = row_over(&old, &content)?;
    if new == old && has_same_relations(txn, article_id, &content).await? {
        return Ok(Saved::Unchanged(article_id));
    }
    new.version += 1;
    new.updated_at = txn.now;
    save(txn, &old, &new, &content).await?;
    Ok(Saved::Updated(article_id))
}

/// The row of new content, with what does not follow from content as it was.
pub fn row_over(old: &article::Model, content: &ArticleContent) -> Result<article::Model> {
    Ok(article::Model {
        id: old.id,
        slug: old.slug.clone(),
        created_at: old.created_at,
        updated_at: old.updated_at,
        version: old.version,
        deleted_at: old.deleted_at,
        created_by: old.created_by,
        cover_id: old.cover_id,
        revised_at: old.revised_at,
        withdrawn_at: old.withdrawn_at,
        withdrawn_reason: old.withdrawn_reason.clone(),
        working_revision: old.working_revision,
        ..row_of(content)?
    })
}

/// Writes a row over the one that was, with all that belongs to it, and notes what readers see
/// differently.
pub async fn save(
    txn: &mut Transaction,
    old: &article::Model,
    new: &article::Model,
    content: &ArticleContent,
) -> Result<()> {
    let (was_shown, shown) = (is_shown(old, txn.now), is_shown(new, txn.now));
    store::update(&**txn, new.clone()).await?;
    if new.legacy_url != old.legacy_url {
        redirect(txn, new).await?;
    }
    if (&new.title, new.deleted_at) != (&old.title, old.deleted_at) {
        names::replace(&**txn, Names::of_article(new)).await?;
    }
    save_relations(txn, new, content).await?;
    match (was_shown, shown) {
        (_, true) => txn.upserted(change::Node::Article, new.id),
        (true, false) => txn.removed(change::Node::Article, new.id),
        (false, false) => {}
    }
    Ok(())
}

async fn save_relations(
    txn: &Transaction,
    row: &article::Model,
    content: &ArticleContent,
) -> Result<()> {
    authors::service::sign_article(txn, row.id, &content.authors).await?;
    let categories =
        content.categories.iter().map(|category| article_congress_category::ActiveModel {
            article_id: Set(row.id),
            congress_category_id: Set(*category),
        });
    store::replace_categories(&**txn, row.id, categories.collect()).await?;
    let figures = figures_of(row.id, &content.body.figures)?.into_iter().map(Into::into);
    store::replace_figures(&**txn, row.id, figures.collect()).await?;
    store::replace_files(&**txn, row.id, false, used_files(&content.body, row.cover_id)).await?;
    if row.working_revision.is_none() {
        store::replace_files(&**txn, row.id, true, BTreeSet::new()).await?;
    }
    let lineage = match row.unit_id {
        Some(unit) => units::service::lineage(&**txn, unit).await?,
        None => Vec::new(),
    };
    // What is deleted stands in no list.
    let listings = match row.deleted_at {
        None => listings_of(row, &content.authors, &content.categories, &lineage),
        Some(_) => Vec::new(),
    };
    store::replace_listings(&**txn, row.id, listings).await?;
    index::keep(&**txn, &[row.id]).await
}

async fn has_same_relations(
    txn: &Transaction,
    article: Uuid,
    content: &ArticleContent,
) -> Result<bool> {
    let sorted = |mut ids: Vec<Uuid>| {
        ids.sort();
        ids
    };
    let figures = store::figures_of(&**txn, article).await?;
    Ok(authors::service::of_article(txn, article).await? == content.authors
        && sorted(store::categories_of(&**txn, article).await?)
            == sorted(content.categories.clone())
        && figures == figures_of(article, &content.body.figures)?)
}
