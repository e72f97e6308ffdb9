//! Saving an article: the row, what belongs to it, and the lists it stands in, as one.

use entity::{
    article::{self, Status},
    article_congress_category, article_figure, article_listing, article_view, change, redirect,
};
use sea_orm::{ActiveValue::Set, prelude::Uuid};

use super::{Body, BodyFigure, store};
use crate::{
    features::{authors, units},
    platform::{
        address::Address,
        error::{Error, Result},
        id, slug, text,
        time::{self, Instant},
        transaction::Transaction,
    },
};

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
        Some(external_id) => store::find_for_update(&**txn, external_id).await?,
        None => None,
    };
    match known {
        None => create(txn, content).await.map(Saved::Created),
        Some(old) => update(txn, old, content).await,
    }
}

async fn create(txn: &mut Transaction, content: ArticleContent) -> Result<Uuid> {
    let slug = slug::first_free(text::slug(&content.title), "bai-viet", async |slug| {
        store::slug_exists(&**txn, slug).await
    });
    let slug = slug.await?;
    let row = article::Model {
        id: id::new(txn.now),
        slug,
        created_at: txn.now,
        updated_at: txn.now,
        version: 1,
        deleted_at: None,
        cover_id: None,
        ..row_of(&content)?
    };
    let article_id = row.id;
    let shown = is_shown(&row, txn.now);
    store::insert(&**txn, row.clone()).await?;
    save_relations(txn, &row, &content).await?;
    store::insert_views(&**txn, views_of(article_id, content.imported_views)).await?;
    if let Some(address) = row.legacy_url.as_deref().and_then(Address::parse) {
        store::insert_redirect(&**txn, redirect_of(txn, address, article_id)).await?;
    }
    if shown {
        txn.upserted(change::Node::Article, article_id);
    }
    Ok(article_id)
}

async fn update(
    txn: &mut Transaction,
    old: article::Model,
    content: ArticleContent,
) -> Result<Saved> {
    let article_id = old.id;
    store::raise_imported_views(&**txn, article_id, content.imported_views).await?;
    let mut new = article::Model {
        id: old.id,
        slug: old.slug.clone(),
        created_at: old.created_at,
        updated_at: old.updated_at,
        version: old.version,
        deleted_at: old.deleted_at,
        cover_id: old.cover_id,
        ..row_of(&content)?
    };
    if new == old && has_same_relations(txn, article_id, &content).await? {
        return Ok(Saved::Unchanged(article_id));
    }
    new.version += 1;
    new.updated_at = txn.now;
    let (was_shown, shown) = (is_shown(&old, txn.now), is_shown(&new, txn.now));
    store::update(&**txn, new.clone()).await?;
    save_relations(txn, &new, &content).await?;
    match (was_shown, shown) {
        (_, true) => txn.upserted(change::Node::Article, article_id),
        (true, false) => txn.removed(change::Node::Article, article_id),
        (false, false) => {}
    }
    Ok(Saved::Updated(article_id))
}

/// The columns that follow from the content; the rest is filled in by the caller.
pub(super) fn row_of(content: &ArticleContent) -> Result<article::Model> {
    let broken = |source| Error::Stored { what: "body blocks of an article", source };
    let published_at = content.published_at.map(time::truncate);
    Ok(article::Model {
        id: Uuid::nil(),
        slug: String::new(),
        title: content.title.clone(),
        title_key: text::sort_key(&content.title),
        byline: content.byline.clone(),
        unit_id: content.unit_id,
        cover_id: None,
        status: content.status,
        published_at,
        published_on: published_at.map(time::local_date),
        published_month: published_at.map(time::local_month),
        expires_at: content.expires_at.map(time::truncate),
        source_name: content.source_name.clone(),
        source_url: content.source_url.clone(),
        external_id: content.external_id.clone(),
        legacy_url: content.legacy_url.clone(),
        syllable_count: i32::try_from(content.body.syllables()).unwrap_or(i32::MAX),
        created_at: Instant::UNIX_EPOCH,
        updated_at: Instant::UNIX_EPOCH,
        version: 0,
        deleted_at: None,
        summary: content.summary.clone(),
        body_html: content.body.html.clone(),
        body_text: content.body.text.clone(),
        body_blocks: serde_json::to_string(&content.body.blocks).map_err(broken)?,
    })
}

/// Whether readers see it: the gate's predicate, for one row at hand.
pub(super) fn is_shown(row: &article::Model, now: Instant) -> bool {
    row.deleted_at.is_none()
        && row.status == Status::Published
        && row.published_at.is_some_and(|published_at| published_at <= now)
        && row.expires_at.is_none_or(|expires_at| now < expires_at)
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
    let figures = figures_of(row.id, &content.body.figures).into_iter().map(Into::into);
    store::replace_figures(&**txn, row.id, figures.collect()).await?;
    let lineage = match row.unit_id {
        Some(unit) => units::service::lineage(&**txn, unit).await?,
        None => Vec::new(),
    };
    let listings = listings_of(row, &content.authors, &content.categories, &lineage);
    store::replace_listings(&**txn, row.id, listings).await
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
        && figures == figures_of(article, &content.body.figures))
}

pub(super) fn figures_of(article: Uuid, figures: &[BodyFigure]) -> Vec<article_figure::Model> {
    let figure = |(figure, position): (&BodyFigure, i16)| article_figure::Model {
        article_id: article,
        position,
        caption: figure.caption.clone(),
        credit: figure.credit.clone(),
        alt: figure.alt.clone(),
        media_id: None,
        source_url: figure.source_url.clone(),
    };
    figures.iter().zip(0..).map(figure).collect()
}

/// The rows of an article in the lists that it stands in: that of all, those of its unit and of each
/// unit above it (`lineage`), of its authors and of its congress terms.
pub(super) fn listings_of(
    row: &article::Model,
    authors: &[Uuid],
    categories: &[Uuid],
    lineage: &[Uuid],
) -> Vec<article_listing::Model> {
    use article_listing::List;

    let mut lists = vec![(List::All, Uuid::nil())];
    lists.extend(row.unit_id.map(|unit| (List::Unit, unit)));
    lists.extend(lineage.iter().map(|unit| (List::UnitTree, *unit)));
    lists.extend(authors.iter().map(|author| (List::Author, *author)));
    lists.extend(categories.iter().map(|term| (List::CongressCategory, *term)));
    let listing = |(list, owner_id): (List, Uuid)| article_listing::Model {
        list,
        owner_id,
        article_id: row.id,
        status: row.status,
        listed_at: row.published_at.unwrap_or(row.created_at),
        expires_at: row.expires_at,
        title_key: row.title_key.clone(),
    };
    lists.into_iter().map(listing).collect()
}

fn views_of(article: Uuid, imported: i64) -> article_view::ActiveModel {
    article_view::ActiveModel {
        article_id: Set(article),
        imported: Set(imported),
        counted: Set(0),
        total: Set(imported),
    }
}

fn redirect_of(txn: &Transaction, address: Address, article: Uuid) -> redirect::ActiveModel {
    redirect::ActiveModel {
        id: Set(id::new(txn.now)),
        path: Set(address.key()),
        host: Set(address.host),
        article_id: Set(Some(article)),
        created_at: Set(txn.now),
    }
}
