//! Taking a saved page over: each file is one transaction, and a second run changes nothing.

use entity::{
    article::Status as ArticleStatus, congress_category::Series, poll, unit::Kind as UnitKind,
};
use sea_orm::prelude::Uuid;
use url::Url;

use super::{
    page::{self, LinkDirectory, Page, Poll, Term, TermSeries},
    report::{Fields, FileReport, Notice, Status},
};
use crate::{
    features::{
        articles::write::{self as articles, ArticleContent, Saved},
        authors::service as authors,
        congress::service as congress,
        links::service::{self as links, NewLink, Put},
        polls::service::{self as polls, NewPoll},
        site::service::{self as site, SiteFields},
        units::service::{self as units, DatedName, NewUnit, UnitMatch},
    },
    platform::{
        address::Address, error::Result, id, scope::Scope, text, time, transaction::Transaction,
    },
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
    let mut txn = scope.begin().await?;
    let mut warnings: Vec<Notice> = page.warnings.iter().map(Into::into).collect();
    let saved = save_article(&mut txn, &page, &mut warnings).await?;
    let sidebar_changed = save_sidebar(&mut txn, &page, &mut warnings).await?;
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

async fn save_article(
    txn: &mut Transaction,
    page: &Page,
    warnings: &mut Vec<Notice>,
) -> Result<Saved> {
    let unit_id = match &page.unit_name {
        Some(name) => find_unit(txn, name, warnings).await?,
        None => None,
    };
    let author = match &page.pen_name {
        Some(pen_name) => Some(authors::find_or_create(txn, pen_name, unit_id).await?),
        None => None,
    };
    let content = ArticleContent {
        title: page.title.clone(),
        summary: None,
        byline: page.byline.clone(),
        unit_id,
        authors: author.into_iter().collect(),
        // The page's menu lists all terms; it does not say which of them the article is about.
        categories: Vec::new(),
        body: page.body.clone(),
        status: ArticleStatus::Published,
        published_at: Some(page.published_at),
        expires_at: None,
        source_name: None,
        source_url: None,
        external_id: Some(external_id(page)),
        legacy_url: page.address.as_ref().map(ToString::to_string),
        imported_views: page.views.unwrap_or_default().into(),
    };
    articles::put(txn, content).await
}

/// Who the page is: its address if the file remembers it, else the minute of publication and the
/// title. The name of the file may change; the body may be corrected.
fn external_id(page: &Page) -> String {
    let address = page.address.as_ref().and_then(Address::of);
    match address.map(|address| format!("page:{}{}", address.host, address.key())) {
        Some(address) if address.len() < 195 => address,
        _ => format!("page:{}/{}", time::rfc3339(page.published_at), text::slug(&page.title)),
    }
}

/// The unit of a byline: known, or created; none where several bear the name.
async fn find_unit(
    txn: &mut Transaction,
    name: &str,
    warnings: &mut Vec<Notice>,
) -> Result<Option<Uuid>> {
    match units::match_name(&**txn, name).await? {
        UnitMatch::One(unit) => Ok(Some(unit)),
        UnitMatch::None => {
            let new = NewUnit {
                kind: kind_of(name),
                parent_id: None,
                names: vec![DatedName::always(name.to_owned(), None)],
                established_on: None,
                dissolved_on: None,
            };
            Ok(Some(units::create(txn, new).await?.id))
        }
        UnitMatch::Several(names) => {
            let message = format!("several units are called {name}: {}", names.join(", "));
            warnings.push(Notice { code: "UNIT_AMBIGUOUS".to_owned(), message, line: None });
            Ok(None)
        }
    }
}

/// What kind of unit a name tells of. An editor can say better; nothing depends on it.
fn kind_of(name: &str) -> UnitKind {
    let key = text::folded_key(name);
    let begins = |words: &[&str]| words.iter().any(|word| key.starts_with(word));
    if begins(&["ban ", "van phong", "co quan uy ban kiem tra", "uy ban kiem tra", "ubkt"]) {
        UnitKind::AdvisoryBody
    } else if begins(&["tinh uy", "thanh uy", "thi uy", "huyen uy", "quan uy", "dang uy"]) {
        UnitKind::Committee
    } else if begins(&["chi bo", "dang bo", "chi uy"]) {
        UnitKind::Grassroots
    } else {
        UnitKind::Affiliated
    }
}

/// What stands on every page of the portal. Says whether any of it was new.
async fn save_sidebar(
    txn: &mut Transaction,
    page: &Page,
    warnings: &mut Vec<Notice>,
) -> Result<bool> {
    let mut changed = save_greeting(txn, page, warnings).await?;
    changed |= save_terms(txn, &page.terms).await?;
    for LinkDirectory { title, links: entries } in &page.link_directories {
        let entries: Vec<_> = entries
            .iter()
            .map(|(title, url)| NewLink { title: title.clone(), url: url.to_string() })
            .collect();
        changed |= links::put_directory(txn, title, &entries).await? != Put::Unchanged;
    }
    if let Some(poll) = &page.poll {
        changed |= save_poll(txn, page, poll).await?;
    }
    Ok(changed)
}

/// A portal that has a greeting keeps it: pages of different years may greet differently, and an
/// editor may have chosen another.
async fn save_greeting(
    txn: &mut Transaction,
    page: &Page,
    warnings: &mut Vec<Notice>,
) -> Result<bool> {
    let Some(greeting) = page.greeting.clone() else { return Ok(false) };
    let known = site::find_for_update(txn).await?.and_then(|site| site.greeting);
    match known {
        None => {
            let fields = SiteFields { greeting: Some(greeting), ..SiteFields::default() };
            site::put(txn, fields).await
        }
        Some(known) => {
            if known != greeting {
                let message = format!("the portal keeps its greeting; this page has: {greeting}");
                warnings.push(Notice { code: "GREETING_KEPT".to_owned(), message, line: None });
            }
            Ok(false)
        }
    }
}

async fn save_terms(txn: &mut Transaction, terms: &[Term]) -> Result<bool> {
    let unit = site::find_for_update(txn).await?.and_then(|site| site.unit_id);
    let mut changed = false;
    for Term { series, number } in terms {
        let series = match series {
            TermSeries::National => Series::National,
            TermSeries::Provincial => Series::Provincial,
        };
        changed |= congress::ensure(txn, series, unit, *number).await?;
    }
    Ok(changed)
}

/// A poll whose answers were lost stays a draft until somebody writes them.
async fn save_poll(txn: &mut Transaction, page: &Page, poll: &Poll) -> Result<bool> {
    let known = polls::known(txn).await?;
    if known.ask(&poll.question) {
        return Ok(false);
    }
    let complete = poll.options.len() >= 2;
    let new = NewPoll {
        question: poll.question.clone(),
        options: poll.options.iter().map(|option| (option.clone(), 0)).collect(),
        choices: (1, 1),
        opens_at: page.published_at,
        closes_at: None,
        results: poll::Results::Always,
        featured: complete && !known.have_featured(),
        status: if complete { poll::Status::Published } else { poll::Status::Draft },
    };
    polls::create(txn, new).await?;
    Ok(true)
}
