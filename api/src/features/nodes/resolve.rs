//! What stands at an address.

use super::types::{Node, UrlResolution, UrlStatus};
use crate::{
    features::{
        articles::{
            Selected,
            service::{self as articles, ArticleRow, ArticleSelector, OldAddress, OldPlace},
            types::Article,
        },
        site::{self, Paths},
    },
    platform::{address::Address, error::Result, scope::Scope},
};

/// Looks an address up among the present ones, then among the old ones. At most four statements.
pub async fn resolve(
    scope: &Scope,
    address: &Address,
    selected: Selected,
) -> Result<Option<UrlResolution>> {
    let site = site::service::find(scope).await?;
    let paths = Paths::of(site);
    let slug = paths.slug_in(address);
    if let Some(slug) = &slug {
        let by = ArticleSelector::Slug(slug.clone());
        if let Some(article) = articles::find(scope, &by, selected).await? {
            return Ok(Some(found(UrlStatus::Current, article, &paths)));
        }
    }
    let host = if paths.is_own(address) { "" } else { address.host.as_str() };
    let old = OldPlace { host, path: &address.key(), slug: slug.as_deref() };
    let old = articles::find_by_old_address(scope, old, selected).await?;
    Ok(old.map(|old| match old {
        OldAddress::Found(article) => found(UrlStatus::Moved, *article, &paths),
        OldAddress::Gone(reason) => {
            let status = UrlStatus::Gone;
            UrlResolution { status, node: None, path: None, url: None, reason }
        }
    }))
}

fn found(status: UrlStatus, article: ArticleRow, paths: &Paths) -> UrlResolution {
    let path = paths.of_article(&article.slug);
    let url = path.as_deref().and_then(|path| paths.url(path));
    let node = Some(Node::Article(Article::from(article)));
    UrlResolution { status, node, path, url, reason: None }
}
