//! The rows that follow from the content of an article, made without the database.

use std::collections::BTreeSet;

use entity::{
    article::{self, Status},
    article_figure, article_listing, article_view, redirect,
};
use sea_orm::{ActiveValue::Set, prelude::Uuid};

use super::{Body, BodyFigure, body::files_of, write::ArticleContent};
use crate::platform::{
    address::Address,
    error::{Error, Result},
    id, text,
    time::{self, Instant},
    transaction::Transaction,
};

/// The columns that follow from the content; the rest is filled in by the caller.
pub fn row_of(content: &ArticleContent) -> Result<article::Model> {
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
        created_by: None,
        revised_at: None,
        withdrawn_at: None,
        withdrawn_reason: None,
        working_revision: None,
        summary: content.summary.clone(),
        body_html: content.body.html.clone(),
        body_text: content.body.text.clone(),
        body_blocks: serde_json::to_string(&content.body.blocks).map_err(broken)?,
    })
}

/// Whether readers see it: the gate's predicate, for one row at hand.
pub fn is_shown(row: &article::Model, now: Instant) -> bool {
    row.deleted_at.is_none()
        && row.status == Status::Published
        && row.published_at.is_some_and(|published_at| published_at <= now)
        && row.expires_at.is_none_or(|expires_at| now < expires_at)
}

/// The figures of a body, whose number was checked.
pub fn figures_of(article: Uuid, figures: &[BodyFigure]) -> Result<Vec<article_figure::Model>> {
    let too_many = Error::Broken("the figures of an article were not checked");
    let positions = 0..i16::try_from(figures.len()).map_err(|_| too_many)?;
    let figure = |(figure, position): (&BodyFigure, i16)| article_figure::Model {
        article_id: article,
        position,
        caption: figure.caption.clone(),
        credit: figure.credit.clone(),
        alt: figure.alt.clone(),
        decorative: figure.decorative,
        media_id: figure.media_id,
        source_url: figure.source_url.clone(),
    };
    Ok(figures.iter().zip(positions).map(figure).collect())
}

/// The stored files that an article uses.
pub fn used_files(body: &Body, cover: Option<Uuid>) -> BTreeSet<Uuid> {
    files_of(&body.blocks, &body.figures).into_iter().chain(cover).collect()
}

/// The rows of an article in the lists that it stands in: that of all, those of its unit and of each
/// unit above it (`lineage`), of its authors, of its congress terms and of the
/// account that began it.
pub fn listings_of(
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
    lists.extend(row.created_by.map(|account| (List::Creator, account)));
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

pub fn views_of(article: Uuid, imported: i64) -> article_view::ActiveModel {
    article_view::ActiveModel {
        article_id: Set(article),
        imported: Set(imported),
        counted: Set(0),
        total: Set(imported),
        week: Set(0),
        month: Set(0),
    }
}

pub fn redirect_of(txn: &Transaction, address: Address, article: Uuid) -> redirect::ActiveModel {
    redirect::ActiveModel {
        id: Set(id::new(txn.now)),
        path: Set(address.key()),
        host: Set(address.host),
        article_id: Set(Some(article)),
        created_at: Set(txn.now),
        version: Set(1),
    }
}
