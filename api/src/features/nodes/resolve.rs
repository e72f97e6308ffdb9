//! What stands at an address.

use super::types::{Node, UrlResolution, UrlStatus};
use crate::{
    features::{
        articles::{
            Selected,
            service::{self as articles, ArticleRow, ArticleSelector, OldAddress, OldPlace},
            types::Article,
        },
        site,
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
            UrlResolution { status: UrlStatus::Gone, node: None, path: None, reason }
        }
    }))
}

fn found(status: UrlStatus, article: ArticleRow, paths: &Paths) -> UrlResolution {
    let path = paths.of_article(&article.slug);
    let node = Some(Node::Article(Article::from(article)));
    UrlResolution { status, node, path, reason: None }
}

/// How the portal makes its addresses.
struct Paths {
    host: Option<String>,
    template: Option<String>,
    /// The template as addresses that it makes: from the root of the host, and below the portal's
    /// own path.
    patterns: Vec<Address>,
}

impl Paths {
    fn of(site: Option<entity::site::Model>) -> Self {
        let (base, template) =
            site.map_or((None, None), |site| (site.base_url, site.article_url_template));
        let whole = base.as_ref().zip(template.as_ref());
        let whole =
            whole.map(|(base, template)| format!("{}{template}", base.trim_end_matches('/')));
        let patterns = [whole.as_ref(), template.as_ref()].into_iter().flatten();
        Self {
            patterns: patterns.filter_map(|pattern| Address::parse(pattern)).collect(),
            host: base.as_deref().and_then(Address::parse).map(|address| address.host),
            template,
        }
    }

    fn is_own(&self, address: &Address) -> bool {
        address.host.is_empty() || self.host.as_ref() == Some(&address.host)
    }

    fn of_article(&self, slug: &str) -> Option<String> {
        Some(self.template.as_ref()?.replace(SLUG, slug))
    }

    fn slug_in(&self, address: &Address) -> Option<String> {
        self.patterns.iter().find_map(|pattern| slug_by(pattern, address)).map(ToOwned::to_owned)
    }
}

/// The place of the slug in a template.
const SLUG: &str = "{slug}";

/// The slug in an address of this pattern. Parameters that the pattern does not have change
/// nothing: whoever shares an address hangs on what he likes.
fn slug_by<'a>(pattern: &Address, address: &'a Address) -> Option<&'a str> {
    if !address.host.is_empty() && address.host != pattern.host {
        return None;
    }
    let parameters = pattern.parameters.iter().map(|(name, value)| {
        let given = address.parameters.iter().find(|(given, _)| given == name);
        (value, given.map(|(_, value)| value))
    });
    let mut slug = None;
    for (wanted, given) in parameters.chain([(&pattern.path, Some(&address.path))]) {
        let given = given?;
        match wanted.split_once(SLUG) {
            Some((before, after)) => slug = given.strip_prefix(before)?.strip_suffix(after),
            None if wanted == given => {}
            None => return None,
        }
    }
    slug.filter(|slug| !slug.is_empty() && !slug.contains('/'))
}
