//! What an article was after each save, and the edit that waits.

use async_graphql::{Context, ID, Object, Result, SimpleObject};

use super::super::{
    BodyFigure,
    body::open_in_place,
    draft::Draft,
    service::{self, Revision},
};
use crate::{
    features::loaders,
    platform::{
        graphql::{DateTime, public_id},
        id::Kind,
    },
};

/// The content of an article as somebody saved it.
#[derive(Clone, Debug)]
pub struct ArticleContent(pub Draft);

/// The content of an article as somebody saved it, whether readers see it or not. What it refers to
/// is named by id: ask `nodes` for it.
#[Object]
impl ArticleContent {
    /// Last part of the public address.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The headline.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// One or two sentences that lead into the article.
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// The author line as it is printed.
    async fn byline(&self) -> Option<&str> {
        self.0.byline.as_deref()
    }

    /// The unit in whose name it is written.
    async fn unit_id(&self) -> Option<ID> {
        self.0.unit_id.map(|id| public_id(Kind::Unit, id))
    }

    /// The authors, in the order of the byline.
    async fn author_ids(&self) -> Vec<ID> {
        self.0.authors.iter().map(|id| public_id(Kind::Author, *id)).collect()
    }

    /// The congress terms that it belongs to.
    async fn congress_category_ids(&self) -> Vec<ID> {
        self.0.categories.iter().map(|id| public_id(Kind::CongressCategory, *id)).collect()
    }

    /// The picture for lists.
    async fn cover_id(&self) -> Option<ID> {
        self.0.cover_id.map(|id| public_id(Kind::Image, id))
    }

    /// The body as safe HTML.
    async fn html(&self, ctx: &Context<'_>) -> Result<String> {
        let host = loaders::of(ctx).own_host.load_one(()).await?;
        Ok(open_in_place(&self.0.body()?.html, host.as_deref()).into_owned())
    }

    /// The body as plain text.
    async fn text(&self) -> Result<String> {
        Ok(self.0.body()?.text)
    }

    /// The figures of the body, in reading order.
    async fn figures(&self) -> Vec<FigureContent> {
        self.0.figures.iter().cloned().map(FigureContent::from).collect()
    }

    /// Name of the publication it was taken from.
    async fn source_name(&self) -> Option<&str> {
        self.0.source_name.as_deref()
    }

    /// Address of the original.
    async fn source_url(&self) -> Option<&str> {
        self.0.source_url.as_deref()
    }
}

/// A use of an image as somebody saved it.
#[derive(Clone, Debug, SimpleObject)]
pub struct FigureContent {
    /// The stored picture.
    media_id: Option<ID>,
    /// The line under it.
    caption: Option<String>,
    /// Who took it.
    credit: Option<String>,
    /// What it shows, for those who do not see it.
    alt: Option<String>,
    /// Whether it says nothing that the text does not.
    decorative: bool,
    /// Address that the image has elsewhere.
    original_url: Option<String>,
}

impl From<BodyFigure> for FigureContent {
    fn from(figure: BodyFigure) -> Self {
        Self {
            media_id: figure.media_id.map(|id| public_id(Kind::Image, id)),
            caption: figure.caption,
            credit: figure.credit,
            alt: figure.alt,
            decorative: figure.decorative,
            original_url: figure.source_url,
        }
    }
}

/// What an article was after a save.
#[derive(Clone, Debug)]
pub struct ArticleRevision(pub Revision);

/// What an article was after a save.
#[Object]
impl ArticleRevision {
    /// The version that the save made.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// Name of the account that saved it; null if a program did.
    async fn by(&self) -> Option<&str> {
        self.0.by.as_deref()
    }

    /// The mutation that saved it, such as `articlePublish`.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// What whoever saved it said about it.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// The fields that became different, as the input names them; `status` for the state alone.
    async fn fields(&self) -> &[String] {
        &self.0.fields
    }

    /// The content after the save.
    async fn content(&self) -> Option<Result<ArticleContent>> {
        Some(service::content_of(&self.0).map(ArticleContent).map_err(Into::into))
    }
}
