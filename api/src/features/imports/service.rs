//! Taking a saved page over: each file is one transaction, and a second run changes nothing.

use url::Url;

use super::{
    article,
    page::{self, Page},
    report::{Fields, FileReport, Notice, Status},
    sidebar,
};
use crate::{
    features::articles::write::Saved,
    platform::{error::Result, id, scope::Scope, time::Instant},
};

/// How pages are taken over.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Address of the portal that the pages were saved from.
    pub origin: Option<Url>,
    /// Do everything but keep nothing.
    pub dry_run: bool,
}

/// Takes over one saved page. Never fails for what a file holds: that stands in the report.
pub async fn import_page(
    scope: &Scope,
    options: &Options,
    file: String,
    bytes: &[u8],
) -> Result<FileReport> {
    let page = match page::parse(bytes, options.origin.as_ref()) {
        Ok(page) => page,
        Err(fault) => return Ok(FileReport::unreadable(file, &fault)),
    };
    let mut txn = scope.begin_import().await?;
    let mut warnings: Vec<Notice> = page.warnings.iter().map(Into::into).collect();
    warnings.extend(is_early(&page, txn.now));
    let saved = article::save(&mut txn, &page, options.origin.as_ref(), &mut warnings).await?;
    let sidebar_changed = sidebar::save(&mut txn, &page, &mut warnings).await?;
    if !options.dry_run {
        txn.commit().await?;
    }
    let status = match (saved, sidebar_changed) {
        (Saved::Created(_), _) => Status::Created,
        (Saved::Updated(_), _) | (Saved::Unchanged(_), true) => Status::Updated,
        (Saved::Unchanged(_), false) => Status::Unchanged,
    };
    let (Saved::Created(article) | Saved::Updated(article) | Saved::Unchanged(article)) = saved;
    // What a dry run would create has no id that lasts.
    let lasts = !options.dry_run || status != Status::Created;
    let article = lasts.then(|| id::encode(id::Kind::Article, article));
    let fields = Some(Fields::from(&page));
    Ok(FileReport { file, status, article, fields, warnings, error: None })
}

/// A page was there to be saved, so that a date to come is most likely a slip.
fn is_early(page: &Page, now: Instant) -> Option<Notice> {
    let message = "the date lies in the future: readers will not see the article before it";
    (page.published_at > now).then(|| Notice::new("DATE_IN_FUTURE", message))
}
