//! What editors send.

use async_graphql::{ID, InputObject, MaybeUndefined, OneofObject};
use sea_orm::prelude::Uuid;
use url::Url;

use super::{
    super::{
        Body,
        edit::{ArticlePatch, FigurePatch, Seen},
        markdown,
    },
    moves::{read_id, read_seen},
};
use crate::platform::{id::Kind, problem::Problem};

/// A new article: a draft, until it is published.
#[derive(Debug, InputObject)]
pub struct ArticleCreateInput {
    /// The headline, at most 300 characters.
    title: String,
    #[graphql(flatten)]
    fields: ArticleFields,
    /// What the history says about this save, at most 1000 characters.
    note: Option<String>,
}

/// A change of an article. A field that is left out stays as it is; null clears it.
#[derive(Debug, InputObject)]
pub struct ArticleUpdateInput {
    /// Which article.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
    /// The headline, at most 300 characters.
    title: MaybeUndefined<String>,
    #[graphql(flatten)]
    fields: ArticleFields,
    /// What the history says about this save, at most 1000 characters.
    note: Option<String>,
}

/// What may be said about an article, new or not.
#[derive(Debug, InputObject)]
pub struct ArticleFields {
    /// Last part of the public address: lower-case letters and digits with single hyphens. Made from
    /// the title of a new article if nothing is said. Changed after publication, the old address
    /// leads to the new one.
    slug: MaybeUndefined<String>,
    /// One or two sentences that lead into the article, at most 2000 characters.
    summary: MaybeUndefined<String>,
    /// The author line as it is to be printed, at most 300 characters.
    byline: MaybeUndefined<String>,
    /// The unit in whose name it is written; your own if nothing is said about a new article.
    unit_id: MaybeUndefined<ID>,
    /// The authors, in the order of the byline; at most 100.
    author_ids: MaybeUndefined<Vec<ID>>,
    /// The congress terms that it belongs to; at most 100.
    congress_category_ids: MaybeUndefined<Vec<ID>>,
    /// The picture for lists.
    cover_id: MaybeUndefined<ID>,
    /// The body. It is sanitised: what readers get are the blocks made of it.
    body: MaybeUndefined<ArticleBodyInput>,
    /// What is said about the figures of the body, over what the body says itself.
    figures: MaybeUndefined<Vec<ArticleFigureInput>>,
    /// Name of the publication it was taken from, at most 300 characters.
    source_name: MaybeUndefined<String>,
    /// Address of the original: http or https.
    source_url: MaybeUndefined<String>,
}

/// A body in one of two languages. Images at an address with the id of a stored picture in it, such
/// as `/media/med_…/name.jpg`, are that picture; other relative addresses are those of the portal.
#[derive(Debug, OneofObject)]
pub enum ArticleBodyInput {
    /// HTML. Elements and attributes that are not on the list of docs/rich-text.md are left out.
    Html(String),
    /// CommonMark with tables and strikethrough; HTML inside of it is treated as above.
    Markdown(String),
}

/// What is said about one figure of the body.
#[derive(Debug, InputObject)]
pub struct ArticleFigureInput {
    /// Which: its place in the body, from 0.
    position: i32,
    /// The stored picture.
    media_id: MaybeUndefined<ID>,
    /// The line under it.
    caption: MaybeUndefined<String>,
    /// Who took it.
    credit: MaybeUndefined<String>,
    /// What it shows, for those who do not see it; at most 1000 characters.
    alt: MaybeUndefined<String>,
    /// Whether it says nothing that the text does not: then it needs no `alt`.
    decorative: MaybeUndefined<bool>,
}

impl ArticleCreateInput {
    /// What it says; relative addresses are those of the portal at `base`.
    pub fn read(self, base: Option<&Url>) -> Result<(ArticlePatch, Option<String>), Vec<Problem>> {
        let patch = self.fields.read(MaybeUndefined::Value(self.title), base);
        Ok((patch, self.note))
    }
}

impl ArticleUpdateInput {
    /// What it says, and of which article.
    pub fn read(
        self,
        base: Option<&Url>,
    ) -> Result<(Seen, ArticlePatch, Option<String>), Vec<Problem>> {
        let seen = read_seen(&self.id, self.version)?;
        Ok((seen, self.fields.read(self.title, base), self.note))
    }
}

impl ArticleFields {
    fn read(self, title: MaybeUndefined<String>, base: Option<&Url>) -> ArticlePatch {
        let mut ids = Ids::default();
        let unit_id = ids.nullable(Kind::Unit, self.unit_id, "input.unitId");
        let cover_id = ids.nullable(Kind::Image, self.cover_id, "input.coverId");
        let authors = ids.list(Kind::Author, self.author_ids, "input.authorIds");
        let terms = self.congress_category_ids;
        let categories = ids.list(Kind::CongressCategory, terms, "input.congressCategoryIds");
        let figures = present(self.figures).flatten().unwrap_or_default();
        let figures = figures.into_iter().enumerate().map(|(place, one)| one.read(place, &mut ids));
        let patch = ArticlePatch {
            // What is cleared is empty, and refused where something must be said.
            title: present(title).map(Option::unwrap_or_default),
            slug: present(self.slug).map(Option::unwrap_or_default),
            summary: present(self.summary),
            byline: present(self.byline),
            unit_id,
            authors,
            categories,
            cover_id,
            body: present(self.body)
                .map(|body| body.map(|body| body.read(base)).unwrap_or_default()),
            figures: figures.collect(),
            source_name: present(self.source_name),
            source_url: present(self.source_url),
            problems: Vec::new(),
        };
        ArticlePatch { problems: ids.problems, ..patch }
    }
}

impl ArticleBodyInput {
    fn read(self, base: Option<&Url>) -> Body {
        match self {
            Self::Html(html) => Body::from_editor(&html, base),
            Self::Markdown(text) => Body::from_editor(&markdown::to_html(&text), base),
        }
    }
}

impl ArticleFigureInput {
    fn read(self, place: usize, ids: &mut Ids) -> FigurePatch {
        let field = format!("input.figures.{place}.mediaId");
        FigurePatch {
            // A place before the first is none, like one behind the last.
            position: usize::try_from(self.position).unwrap_or(usize::MAX),
            media_id: ids.nullable(Kind::Image, self.media_id, &field),
            caption: present(self.caption),
            credit: present(self.credit),
            alt: present(self.alt),
            decorative: present(self.decorative).map(Option::unwrap_or_default),
        }
    }
}

/// None where a field was left out, `Some(None)` where it was null.
fn present<T>(field: MaybeUndefined<T>) -> Option<Option<T>> {
    match field {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

/// Reads ids and gathers what is wrong with them.
#[derive(Default)]
struct Ids {
    problems: Vec<Problem>,
}

impl Ids {
    fn nullable(
        &mut self,
        kind: Kind,
        id: MaybeUndefined<ID>,
        field: &str,
    ) -> Option<Option<Uuid>> {
        match present(id)? {
            Some(id) => self.one(kind, &id, field).map(Some),
            None => Some(None),
        }
    }

    fn list(&mut self, kind: Kind, ids: MaybeUndefined<Vec<ID>>, field: &str) -> Option<Vec<Uuid>> {
        let ids = present(ids)?.unwrap_or_default();
        let read = ids.iter().enumerate();
        Some(read.filter_map(|(n, id)| self.one(kind, id, &format!("{field}.{n}"))).collect())
    }

    fn one(&mut self, kind: Kind, id: &ID, field: &str) -> Option<Uuid> {
        read_id(kind, id, field).map_err(|problem| self.problems.push(problem)).ok()
    }
}
