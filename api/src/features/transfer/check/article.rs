//! Articles.

use entity::{article::Status, article_revision};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        record::{Article, ArticleBody, ArticleRevision, Figure},
        store::Rows,
    },
    Checked, Fault, History, distinct, line, line_or_null, lines_or_null, slug, web_address,
    within,
};
use crate::{
    features::articles::{
        Body, BodyFigure,
        body::MAX_ALT,
        bulk::{ArticleRows, KnownArticle},
        edit::MAX_NOTE,
        write::{ArticleContent, MAX_BYLINE, MAX_TITLE},
    },
    platform::{address, error::Error, time},
};

/// Most characters of a summary and of a caption: the database has no limit of its own for them.
const MAX_TEXT: usize = 10_000;

pub fn article(article: Article) -> Checked<Rows> {
    let times = (article.created_at, article.updated_at);
    let history = History::new("article", times, article.version, article.deleted_at)?;
    if article.status == Status::Published && article.published_at.is_none() {
        return Err(Fault::new("article.published_at", "what is PUBLISHED has a time"));
    }
    let known = KnownArticle {
        id: article.id.0,
        slug: slug("article.slug", article.slug.clone())?,
        cover_id: article.cover.map(|media| media.0),
        counted_views: within("article.views.counted", article.views.counted, (0, MAX_VIEWS))?,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
        revised_at: article.revised_at,
        withdrawn_at: article.withdrawn_at,
        withdrawn_reason: lines_or_null(
            "article.withdrawn_reason",
            article.withdrawn_reason.as_deref(),
            MAX_NOTE,
        )?,
        content: content(article)?,
    };
    let rows = ArticleRows::of(known);
    rows.map(Box::new).map(Rows::Article).map_err(|error| Fault::new("article", error))
}

/// Half of what an integer holds, so that the sum of two is one.
const MAX_VIEWS: i64 = i64::MAX / 2;

fn content(article: Article) -> Checked<ArticleContent> {
    let authors: Vec<Uuid> = article.authors.iter().map(|author| author.0).collect();
    let categories: Vec<Uuid> = article.congress_categories.iter().map(|term| term.0).collect();
    distinct("article.authors", &authors)?;
    distinct("article.congress_categories", &categories)?;
    let imported = article.views.imported;
    Ok(ArticleContent {
        title: line("article.title", &article.title, MAX_TITLE)?,
        summary: lines_or_null("article.summary", article.summary.as_deref(), MAX_TEXT)?,
        byline: line_or_null("article.byline", article.byline.as_deref(), MAX_BYLINE)?,
        unit_id: article.unit.map(|unit| unit.0),
        authors,
        categories,
        body: body(article.body, article.figures)?,
        status: article.status,
        published_at: article.published_at,
        expires_at: article.expires_at,
        source_name: line_or_null("article.source_name", article.source_name.as_deref(), 300)?,
        source_url: web_address("article.source_url", article.source_url)?,
        external_id: line_or_null("article.external_id", article.external_id.as_deref(), 200)?,
        legacy_url: line_or_null(
            "article.legacy_url",
            article.legacy_url.as_deref(),
            address::MAX_LENGTH,
        )?,
        imported_views: within("article.views.imported", imported, (0, MAX_VIEWS))?,
    })
}

fn body(body: ArticleBody, figures: Vec<Figure>) -> Checked<Body> {
    let body = read_body(body, figures)?;
    let checked = body.check_figures();
    checked.map(|()| body).map_err(|fault| Fault::new("article.figures", fault))
}

fn read_body(body: ArticleBody, figures: Vec<Figure>) -> Checked<Body> {
    match body {
        ArticleBody::Blocks(blocks) => {
            let figures = figures.into_iter().enumerate().map(|(place, one)| figure(place, one));
            let figures = figures.collect::<Checked<_>>()?;
            Body::from_blocks(blocks, figures).map_err(|fault| {
                Fault::new(format!("article.body.blocks[{}]", fault.block), fault.reason)
            })
        }
        ArticleBody::Html(_) if !figures.is_empty() => {
            Err(Fault::new("article.figures", "figures of HTML are read from it"))
        }
        ArticleBody::Html(html) => Ok(Body::from_html(&html, None)),
    }
}

fn figure(place: usize, figure: Figure) -> Checked<BodyFigure> {
    let field = |name: &str| format!("article.figures[{place}].{name}");
    Ok(BodyFigure {
        caption: lines_or_null(&field("caption"), figure.caption.as_deref(), MAX_TEXT)?,
        credit: line_or_null(&field("credit"), figure.credit.as_deref(), 300)?,
        alt: line_or_null(&field("alt"), figure.alt.as_deref(), MAX_ALT)?,
        decorative: figure.decorative,
        media_id: figure.media.map(|media| media.0),
        source_url: web_address(&field("source_url"), figure.source_url)?,
    })
}

/// A revision whose content an article could have.
pub fn revision(revision: ArticleRevision) -> Checked<Rows> {
    let content = revision.content;
    line("article_revision.content.title", &content.title, MAX_TITLE)?;
    let broken = |error: Error| Fault::new("article_revision.content", error);
    content.body().map_err(broken)?;
    let fields = revision.fields.iter().map(|field| line("article_revision.fields", field, 64));
    let fields = serde_json::to_string(&fields.collect::<Checked<Vec<_>>>()?)
        .map_err(|error| Fault::new("article_revision.fields", error))?;
    let row = article_revision::Model {
        id: revision.id,
        article_id: revision.article.0,
        number: within("article_revision.number", revision.number, (1, i32::MAX))?,
        at: time::truncate(revision.at),
        account_id: None,
        api_key_id: None,
        action: line("article_revision.action", &revision.action, 64)?,
        note: lines_or_null("article_revision.note", revision.note.as_deref(), MAX_NOTE)?,
        fields,
        content: content.to_json().map_err(broken)?,
    };
    Ok(Rows::ArticleRevision(Box::new(row), revision.waiting))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_article_holds_as_many_figures_here_as_anywhere() {
        let checked = |image: &str, count: usize| {
            let time = "2026-01-01T00:00:00Z";
            let record = json!({
                "id": format!("art_{}", "1".repeat(32)), "slug": "tin", "status": "DRAFT",
                "title": "Tin", "summary": null, "byline": null, "unit": null, "authors": [],
                "congress_categories": [], "cover": null, "published_at": null,
                "expires_at": null, "source_name": null, "source_url": null,
                "external_id": null, "legacy_url": null, "body": { "html": image.repeat(count) },
                "views": { "imported": 0, "counted": 0 }, "created_at": time,
                "updated_at": time, "version": 1, "deleted_at": null,
            });
            article(serde_json::from_value(record).unwrap()).map(|_| ()).map_err(|f| f.to_string())
        };
        let image = "<img src=https://a.example.vn/1.jpg>";
        assert_eq!(checked(image, 1_000), Ok(()));
        let fault = "article.figures: 1001 figures are too many: at most 1000 are allowed";
        assert_eq!(checked(image, 1_001), Err(fault.to_owned()));
        let image = format!("<img src=https://a.example.vn/1.jpg alt='{}'>", "đ".repeat(1_001));
        let fault = "article.figures: the description of figure 1 has 1001 characters: at most \
                     1000 are allowed";
        assert_eq!(checked(&image, 1), Err(fault.to_owned()));
    }
}
