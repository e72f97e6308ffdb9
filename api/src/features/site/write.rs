//! Changing what the portal says of itself.

use entity::{change, site};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _, prelude::Uuid};

use super::{
    service::{MAX_GREETING, UNNAMED},
    store,
};
use crate::platform::{
    address::Address,
    audit::{Version, Versioned},
    error::Result,
    form::{Patch, Problems},
    id::Kind,
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    text::check_plain,
    transaction::Transaction,
};

/// Longest name and longest address, in characters.
const MAX_LINE: usize = 300;
/// Longest text about how to reach those who run it, in characters.
const MAX_CONTACT: usize = 4_000;
/// The place of the slug in the path of an article.
const SLUG: &str = "{slug}";

impl Versioned for site::Model {
    const KIND: Kind = Kind::Site;

    fn present(&self) -> Version {
        // There is one portal, which no id tells from another.
        Version { kind: Self::KIND, id: Uuid::nil(), number: self.version }
    }
}

/// What somebody says of the portal.
#[derive(Clone, Debug, Default)]
pub struct SitePatch {
    /// Its name.
    pub name: Patch<String>,
    /// The line that welcomes readers.
    pub greeting: Patch<String>,
    /// How to reach those who run it.
    pub contact: Patch<String>,
    /// Public address, without a slash at the end.
    pub base_url: Patch<String>,
    /// Path of an article, with `{slug}` in it.
    pub article_url_template: Patch<String>,
    /// The organisation whose portal it is.
    pub unit_id: Patch<Uuid>,
}

impl SitePatch {
    fn checked(self, problems: &mut Problems) -> Self {
        let name = problems.required(self.name, "input.name");
        let template = self.article_url_template;
        Self {
            name: problems.line(name, "input.name", MAX_LINE),
            greeting: problems.lines(self.greeting, "input.greeting", MAX_GREETING),
            contact: problems.lines(self.contact, "input.contact", MAX_CONTACT),
            base_url: checked_by(self.base_url, "input.baseUrl", is_base, BASE, problems),
            article_url_template: checked_by(
                template,
                "input.articleUrlTemplate",
                is_template,
                TEMPLATE,
                problems,
            ),
            unit_id: self.unit_id,
        }
    }

    fn over(self, old: site::Model) -> site::Model {
        site::Model {
            name: self.name.or(old.name.clone()),
            greeting: self.greeting.over(old.greeting.clone()),
            contact: self.contact.over(old.contact.clone()),
            base_url: self.base_url.over(old.base_url.clone()),
            article_url_template: self.article_url_template.over(old.article_url_template.clone()),
            unit_id: self.unit_id.over(old.unit_id),
            ..old
        }
    }
}

/// Changes what is said of the portal. Before it is set up, its version is 0.
pub async fn update(
    txn: &mut Transaction,
    version: i32,
    patch: SitePatch,
    mut problems: Problems,
) -> Outcome<()> {
    let patch = patch.checked(&mut problems);
    txn.lock_name("site").await?;
    let known = store::find_for_update(&**txn).await?;
    let is_new = known.is_none();
    let old = known.unwrap_or_else(|| blank(txn));
    if old.version != version {
        problems.note(Problem::conflict(old.present(), version).at("input.version"));
    }
    txn.audit_on(Kind::Site, Uuid::nil(), Some(version));
    if let Patch::Set(unit) = patch.unit_id
        && !store::has_unit(&**txn, unit).await?
    {
        problems.note(Problem::no_reference("input.unitId"));
    }
    problems.end()?;
    let new = patch.over(old.clone());
    if new != old {
        txn.changed(&old, &new);
        save(txn, new, is_new).await?;
    }
    Ok(())
}

async fn save(txn: &mut Transaction, site: site::Model, is_new: bool) -> Result<()> {
    let version = site.version + 1;
    let row = site::Model { version, updated_at: txn.now, ..site };
    let row = row.into_active_model().reset_all();
    match is_new {
        true => store::insert(&**txn, row).await?,
        false => store::update(&**txn, row).await?,
    }
    txn.upserted(change::Node::Site, Uuid::nil());
    Ok(())
}

const BASE: &str = "It must be an absolute http or https address without a slash, a query or a fragment at its end";
const TEMPLATE: &str = "It must be a path that begins with a slash and has {slug} in it once";

fn checked_by(
    given: Patch<String>,
    field: &str,
    is_fit: impl FnOnce(&str) -> bool,
    message: &str,
    problems: &mut Problems,
) -> Patch<String> {
    match problems.line(given, field, MAX_LINE) {
        Patch::Set(text) if !is_fit(&text) => {
            problems.note(Problem::new(ProblemCode::Invalid, message).at(field));
            Patch::Keep
        }
        line => line,
    }
}

/// Whether addresses below it are made by appending a path.
fn is_base(address: &str) -> bool {
    let url = url::Url::parse(address).ok();
    let is_plain = |url: &url::Url| {
        url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    };
    crate::platform::address::is_web(address)
        && !address.ends_with('/')
        && url.as_ref().is_some_and(is_plain)
}

/// Whether each slug makes an address of its own, in which it can be found again.
fn is_template(template: &str) -> bool {
    let made = |slug: &str| Address::parse(&template.replace(SLUG, slug)).map(|made| made.key());
    template.matches(SLUG).count() == 1
        && template.starts_with('/')
        && check_plain(template, MAX_LINE).is_ok_and(|plain| !plain.contains(char::is_whitespace))
        && made("a").is_some()
        && made("a") != made("b")
}

/// A portal of which nothing has been said yet.
fn blank(txn: &Transaction) -> site::Model {
    site::Model {
        id: site::ID,
        name: UNNAMED.to_owned(),
        greeting: None,
        contact: None,
        base_url: None,
        article_url_template: None,
        unit_id: None,
        created_at: txn.now,
        updated_at: txn.now,
        version: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_makes_an_address_for_each_slug() {
        for template in ["/tin/{slug}", "/{slug}.html", "/chi-tiet?bai={slug}", "/tin/{slug}/"] {
            assert!(is_template(template), "{template}");
        }
        for template in [
            "tin/{slug}",
            "//evil.example/{slug}",
            "/tin",
            "/{slug}/{slug}",
            "/tin#{slug}",
            "/tin {slug}",
            "/tin?utm_source={slug}",
            "https://portal.example.vn/{slug}",
        ] {
            assert!(!is_template(template), "{template}");
        }
    }

    #[test]
    fn a_base_is_an_address_to_which_a_path_is_appended() {
        for base in ["https://quangnam.example.vn", "http://example.vn:8080/tin"] {
            assert!(is_base(base), "{base}");
        }
        for base in [
            "https://example.vn/",
            "https://example.vn?a=1",
            "https://example.vn#a",
            "ftp://example.vn",
            "example.vn",
            "https://ai@example.vn",
        ] {
            assert!(!is_base(base), "{base}");
        }
    }
}
