//! The article itself.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, OneofObject, Result, SimpleObject};
use entity::article::Status;

use super::{
    super::{
        columns::Selected,
        service::{ArticleList, ArticlePageKey, ArticleRow, ListOwner, Order, State, place},
    },
    body::{Body, NOT_READ},
    figure::Figure,
    revision::ArticleContent,
};
use crate::{
    features::{
        authors::types::Author,
        congress::types::CongressCategory,
        loaders::{self, listed},
        media::types::Image,
        units::types::{NameOfDay, Unit},
    },
    platform::{
        access::{AccountRole, ApiKeyScope, access},
        graphql::{DateTime, public_id},
        id::Kind,
        paging::{self, Range},
        time,
    },
};

/// Related articles where nobody says how many.
const RELATED: i64 = 5;

/// One news item with one public address.
#[derive(Clone, Debug)]
pub struct Article(Arc<ArticleRow>);

impl From<Arc<ArticleRow>> for Article {
    fn from(row: Arc<ArticleRow>) -> Self {
        Self(row)
    }
}

impl From<ArticleRow> for Article {
    fn from(row: ArticleRow) -> Self {
        Self(Arc::new(row))
    }
}

/// One news item with one public address.
#[Object]
impl Article {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::Article, self.0.id)
    }

    /// Last part of the public address. If it changes after publication, the old address leads here.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The headline, verbatim.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// One or two sentences that lead into the article; null if nobody wrote any.
    async fn summary(&self) -> Option<&str> {
        self.0.parts.summary.as_deref()
    }

    /// The body in three forms that say the same.
    async fn body(&self) -> Option<Body> {
        Some(Body::of(self.0.clone()))
    }

    /// The author line as printed, verbatim: `Thúy Lan - Ban DVHU Quế Sơn`. For links to authors
    /// and unit use `authors` and `unit`.
    async fn byline(&self) -> Option<&str> {
        self.0.parts.byline.as_deref()
    }

    /// Who wrote it, in the order of the byline.
    async fn authors(&self, ctx: &Context<'_>) -> Option<Result<Vec<Author>>> {
        listed(loaders::of(ctx).authors_by_article.load_one(self.0.id).await, Author)
    }

    /// The unit that sent it in, under the name that it bore on the day of publication.
    async fn unit(&self) -> Option<Unit> {
        let unit = self.0.parts.unit.clone()?;
        let named = self.0.parts.unit_name.clone();
        Some(Unit::named(unit, named.map(|(name, abbreviation)| NameOfDay { name, abbreviation })))
    }

    /// The picture that stands for the article in lists.
    async fn cover(&self) -> Option<Image> {
        self.0.parts.cover.clone().map(Image)
    }

    /// Uses of images in the article, in reading order. One whose image was lost still has its
    /// caption.
    async fn figures(&self, ctx: &Context<'_>) -> Option<Result<Vec<Figure>>> {
        listed(loaders::of(ctx).figures_by_article.load_one(self.0.id).await, Figure)
    }

    /// The congress terms that it belongs to, in their order.
    async fn congress_categories(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<Vec<CongressCategory>>> {
        let categories = loaders::of(ctx).categories_by_article.load_one(self.0.id).await;
        listed(categories, CongressCategory)
    }

    /// When it was published. Editorial: an edit does not move it. Null only for articles that
    /// are not published.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// The same in the style of the portal, in Vietnamese time: `9:25 | 09/10/2020`.
    async fn published_label(&self) -> Option<String> {
        self.0.published_at.map(time::label)
    }

    /// How often it was read, former portals included.
    async fn view_count(&self) -> i32 {
        i32::try_from(self.0.parts.views).unwrap_or(i32::MAX)
    }

    /// Syllables of the body: Vietnamese counts words by spaces.
    async fn syllable_count(&self) -> Result<i32> {
        Ok(self.0.parts.syllable_count.ok_or(NOT_READ)?)
    }

    /// Where it was taken from, if it is not the portal's own.
    async fn source(&self) -> Option<Source> {
        let (name, url) = (self.0.parts.source_name.clone(), self.0.parts.source_url.clone());
        (name.is_some() || url.is_some()).then_some(Source { name, url })
    }

    /// Its address on a former portal.
    async fn legacy_url(&self) -> Option<&str> {
        self.0.parts.legacy_url.as_deref()
    }

    /// When any of it was last changed. Reading it does not change it.
    async fn updated_at(&self) -> Result<DateTime> {
        Ok(DateTime(self.0.parts.updated_at.ok_or(NOT_READ)?))
    }

    /// Where it stands in the workflow: of what readers see, `PUBLISHED`.
    async fn status(&self) -> Result<ArticleStatus> {
        Ok(self.state()?.status.into())
    }

    /// From when on readers no longer see it; null if they always do.
    async fn expires_at(&self) -> Result<Option<DateTime>> {
        Ok(self.state()?.expires_at.map(DateTime))
    }

    /// When what it says last became different after publication; null if it never did.
    async fn revised_at(&self) -> Result<Option<DateTime>> {
        Ok(self.state()?.revised_at.map(DateTime))
    }

    /// When it was taken back in public.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn withdrawn_at(&self) -> Result<Option<DateTime>> {
        Ok(self.state()?.withdrawn_at.map(DateTime))
    }

    /// What readers are told about its being taken back: `resolveUrl` does.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn withdrawn_reason(&self) -> Result<Option<&str>> {
        Ok(self.state()?.withdrawn_reason.as_deref())
    }

    /// How often it was saved. Name it when you change the article.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn version(&self) -> Result<i32> {
        Ok(self.0.parts.version.ok_or(NOT_READ)?)
    }

    /// The edit that waits to be published in the place of what readers see; null if none does, or if
    /// the article is not yours to change.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn draft(&self, ctx: &Context<'_>) -> Option<Result<ArticleContent>> {
        let key = (self.0.id, self.0.parts.working_revision?);
        let draft = loaders::of(ctx).draft_by_revision.load_one(key).await;
        draft.map(|draft| draft.map(ArticleContent)).map_err(Into::into).transpose()
    }

    /// The article published next after this one.
    async fn newer(&self, ctx: &Context<'_>) -> Option<Result<Self>> {
        self.neighbour(ctx, |before| Range {
            before: Some(before),
            backward: true,
            ..Range::first(1)
        })
        .await
        .transpose()
    }

    /// The article published last before this one.
    async fn older(&self, ctx: &Context<'_>) -> Option<Result<Self>> {
        self.neighbour(ctx, |after| Range { after: Some(after), ..Range::first(1) })
            .await
            .transpose()
    }

    /// Other news, newest first: of the same unit, filled up with news of all units.
    async fn related(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(RELATED)")] first: Option<i64>,
    ) -> Option<Result<Vec<Self>>> {
        Some(self.others(ctx, first.unwrap_or(RELATED)).await)
    }
}

impl Article {
    fn state(&self) -> Result<&State> {
        Ok(self.0.parts.state.as_ref().ok_or(NOT_READ)?)
    }

    async fn others(&self, ctx: &Context<'_>, first: i64) -> Result<Vec<Self>> {
        let size = paging::size(first, "first")?;
        let selected = Selected::of(&ctx.look_ahead());
        let unit = self.0.unit_id.map(|unit| ArticleList::of(ListOwner::Unit(unit)));
        let keys = unit.into_iter().chain([ArticleList::default()]).map(|list| ArticlePageKey {
            list,
            order: Order::NEWEST,
            // One more for this article itself, and as many again as both lists may share.
            range: Range::first(2 * size + 1),
            selected,
        });
        let keys: Vec<_> = keys.collect();
        let mut pages = loaders::of(ctx).article_pages.load_many(keys.clone()).await?;
        let mut related: Vec<Arc<ArticleRow>> = Vec::new();
        for (position, row) in
            keys.iter().filter_map(|key| pages.remove(key)).flat_map(|page| page.rows)
        {
            let id = position.1;
            let known = id == self.0.id || related.iter().any(|other| other.id == id);
            if !known && (related.len() as u64) < size {
                related.push(row?);
            }
        }
        Ok(related.into_iter().map(Self).collect())
    }

    async fn neighbour(
        &self,
        ctx: &Context<'_>,
        range: impl FnOnce(paging::Position) -> Range,
    ) -> Result<Option<Self>> {
        let Some(place) = place(&self.0) else { return Ok(None) };
        let key = ArticlePageKey {
            list: ArticleList::default(),
            order: Order::NEWEST,
            range: range(place),
            selected: Selected::of(&ctx.look_ahead()),
        };
        let page = loaders::of(ctx).article_pages.load_one(key).await?.unwrap_or_default();
        let nearest = page.rows.into_iter().next().map(|(_, row)| row).transpose()?;
        Ok(nearest.map(Self))
    }
}

/// Where an article stands in the workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Status")]
pub enum ArticleStatus {
    /// Being written.
    Draft,
    /// Handed in: an editor decides.
    InReview,
    /// Readers see it, from `publishedAt` to `expiresAt`.
    Published,
    /// Taken back in public.
    Withdrawn,
}

/// Where an article was taken from.
#[derive(Clone, Debug, SimpleObject)]
pub struct Source {
    /// Name of the publication.
    name: Option<String>,
    /// Address of the original.
    url: Option<String>,
}

/// How one article is named: give exactly one.
#[derive(Debug, OneofObject)]
pub enum ArticleBy {
    /// By id.
    Id(ID),
    /// By slug.
    Slug(String),
}
