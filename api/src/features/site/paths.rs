//! How the portal makes the addresses of its articles, and what it makes of an address.

use entity::site;

use crate::platform::address::Address;

/// How the portal makes its addresses.
#[derive(Debug)]
pub struct Paths {
    base: Option<String>,
    host: Option<String>,
    template: Option<String>,
    /// The template as addresses that it makes: from the root of the host, and below the portal's
    /// own path.
    patterns: Vec<Address>,
}

impl Paths {
    /// Those of a portal, as far as it has said so.
    pub fn of(site: Option<site::Model>) -> Self {
        let (base, template) =
            site.map_or((None, None), |site| (site.base_url, site.article_url_template));
        let whole = base.as_ref().zip(template.as_ref());
        let whole =
            whole.map(|(base, template)| format!("{}{template}", base.trim_end_matches('/')));
        let patterns = [whole.as_ref(), template.as_ref()].into_iter().flatten();
        Self {
            patterns: patterns.filter_map(|pattern| Address::parse(pattern)).collect(),
            host: base.as_deref().and_then(Address::parse).map(|address| address.host),
            base: base.map(|base| base.trim_end_matches('/').to_owned()),
            template,
        }
    }

    /// Whether an address is one of the portal.
    pub fn is_own(&self, address: &Address) -> bool {
        address.host.is_empty() || self.host.as_ref() == Some(&address.host)
    }

    /// The path of an article.
    pub fn of_article(&self, slug: &str) -> Option<String> {
        Some(self.template.as_ref()?.replace(SLUG, slug))
    }

    /// The public address of a path.
    pub fn url(&self, path: &str) -> Option<String> {
        self.base.as_ref().map(|base| format!("{base}{path}"))
    }

    /// The slug in an address that an article may have.
    pub fn slug_in(&self, address: &Address) -> Option<String> {
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
