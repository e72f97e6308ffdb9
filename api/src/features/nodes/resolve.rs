//! What stands at an address.

use super::types::{Node, UrlResolution, UrlStatus};
use crate::{
    features::{
        articles::{
            Selected,
            service::{self as articles, ArticleRow, ArticleSelector, OldAddress},
            types::Article,
        },
        site,
    },
    platform::{address::Address, error::Result, scope::Scope},
};

/// Looks an address up among the present ones, then among the old ones. At most three statements.
pub async fn resolve(
    scope: &Scope,
    url: &str,
    selected: Selected,
) -> Result<Option<UrlResolution>> {
    let Some(address) = Address::parse(url) else { return Ok(None) };
    let site = site::service::find(scope).await?;
    let paths = Paths::of(site);
    if let Some(slug) = paths.slug_in(&address) {
        let by = ArticleSelector::Slug(slug);
        if let Some(article) = articles::find(scope, &by, selected).await? {
            return Ok(Some(found(UrlStatus::Current, article, &paths)));
        }
    }
    let host = if paths.is_own(&address) { "" } else { address.host.as_str() };
    let old = articles::find_by_old_address(scope, host, &address.path, selected).await?;
    Ok(old.map(|old| match old {
        OldAddress::Found(article) => found(UrlStatus::Moved, *article, &paths),
        OldAddress::Gone => UrlResolution { status: UrlStatus::Gone, node: None, path: None },
    }))
}

fn found(status: UrlStatus, article: ArticleRow, paths: &Paths) -> UrlResolution {
    let path = paths.of_article(&article.slug);
    UrlResolution { status, node: Some(Node::Article(Article::from(article))), path }
}

/// How the portal makes its addresses.
struct Paths {
    host: Option<String>,
    template: Option<String>,
}

impl Paths {
    fn of(site: Option<entity::site::Model>) -> Self {
        let base = site.as_ref().and_then(|site| site.base_url.as_deref());
        Self {
            host: base.and_then(Address::parse).map(|address| address.host),
            template: site.and_then(|site| site.article_url_template),
        }
    }

    fn is_own(&self, address: &Address) -> bool {
        address.host.is_empty() || self.host.as_ref() == Some(&address.host)
    }

    fn of_article(&self, slug: &str) -> Option<String> {
        Some(self.template.as_ref()?.replace("{slug}", slug))
    }

    fn slug_in(&self, address: &Address) -> Option<String> {
        let (before, after) = self.template.as_ref()?.split_once("{slug}")?;
        let slug = address.path.strip_prefix(before)?.strip_suffix(after)?;
        let plain = !slug.is_empty() && !slug.contains(['/', '?']);
        (self.is_own(address) && plain).then(|| slug.to_owned())
    }
}
