//! Saving the article of a page.

use entity::{article, article::Status as ArticleStatus, unit::Kind as UnitKind};
use sea_orm::prelude::Uuid;
use url::Url;

use super::{identity, page::Page, report::Notice};
use crate::{
    features::{
        articles::write::{self as articles, ArticleContent, Saved},
        authors::service as authors,
        units::service::{self as units, DatedName, NewUnit, UnitMatch},
    },
    platform::{address::Address, error::Result, text, transaction::Transaction},
};

/// What is there of the article on a page.
enum Known {
    Nothing,
    /// The article as this page, or a poorer saving of it, gave it.
    Article(article::Model),
    /// The article as a page gave it that remembered its address. Such a page has the pictures and
    /// links that this one has lost.
    Fuller(article::Model),
}

/// Saves the article of a page, or finds that it is there.
pub async fn save(
    txn: &mut Transaction,
    page: &Page,
    origin: Option<&Url>,
    warnings: &mut Vec<Notice>,
) -> Result<Saved> {
    match find(txn, page, origin, warnings).await? {
        Known::Nothing => {
            let content = content(txn, page, origin, warnings).await?;
            articles::put(txn, content).await
        }
        Known::Article(known) => {
            let content = content(txn, page, origin, warnings).await?;
            articles::replace(txn, known, content).await
        }
        Known::Fuller(known) => {
            articles::raise_imported_views(txn, known.id, views(page)).await?;
            if text::exact_key(&known.body_text) != text::exact_key(&page.body.text) {
                let message = "the article was read from a page that remembers its address; this \
                               one has another text, which was left out";
                warnings.push(Notice::new("ARTICLE_KEPT", message));
            }
            Ok(Saved::Unchanged(known.id))
        }
    }
}

/// Finds the article of a page. The same one may have been saved twice, as text and as HTML: of two
/// pages, one with an address and one without, that share title, minute and portal, as far as the
/// portal is known, both are the same article.
async fn find(
    txn: &Transaction,
    page: &Page,
    origin: Option<&Url>,
    warnings: &mut Vec<Notice>,
) -> Result<Known> {
    if let Some(known) = articles::find(txn, &identity::of(page, origin)).await? {
        return Ok(Known::Article(known));
    }
    let namesakes = articles::namesakes(txn, &page.title, page.published_at).await?;
    Ok(match &page.address {
        Some(address) => with_address(namesakes, page, address, warnings),
        None => {
            let host = identity::host(origin);
            let fits = |known: &article::Model| {
                let known = host_of(known);
                known.is_some() && (host.is_none() || known == host)
            };
            namesakes.into_iter().find(fits).map_or(Known::Nothing, Known::Fuller)
        }
    })
}

/// Finds the article that a page with an address is among those of its title and minute.
fn with_address(
    namesakes: Vec<article::Model>,
    page: &Page,
    address: &Url,
    warnings: &mut Vec<Notice>,
) -> Known {
    let host = identity::host(Some(address));
    let elsewhere = namesakes.iter().find(|known| host_of(known) == host);
    if let Some(legacy_url) = elsewhere.and_then(|known| known.legacy_url.as_deref()) {
        let message = format!("an article of this title and minute is there from {legacy_url}");
        warnings.push(Notice::new("ARTICLE_TWICE", message));
        return Known::Nothing;
    }
    let identities = identity::without_address(page);
    let rank = |known: &article::Model| {
        let external_id = known.external_id.as_ref().filter(|_| known.legacy_url.is_none())?;
        identities.iter().position(|identity| identity == external_id)
    };
    let poorer = namesakes.into_iter().filter(|known| rank(known).is_some()).min_by_key(rank);
    poorer.map_or(Known::Nothing, Known::Article)
}

fn host_of(known: &article::Model) -> Option<String> {
    known.legacy_url.as_deref().and_then(Address::parse).map(|address| address.host)
}

async fn content(
    txn: &mut Transaction,
    page: &Page,
    origin: Option<&Url>,
    warnings: &mut Vec<Notice>,
) -> Result<ArticleContent> {
    let unit_id = match &page.unit_name {
        Some(name) => find_unit(txn, name, warnings).await?,
        None => None,
    };
    let author = match &page.pen_name {
        Some(pen_name) => Some(authors::find_or_create(txn, pen_name, unit_id).await?),
        None => None,
    };
    Ok(ArticleContent {
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
        external_id: Some(identity::of(page, origin)),
        legacy_url: page.address.as_ref().map(ToString::to_string),
        imported_views: views(page),
    })
}

fn views(page: &Page) -> i64 {
    page.views.unwrap_or_default().into()
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
            warnings.push(Notice::new("UNIT_AMBIGUOUS", message));
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
