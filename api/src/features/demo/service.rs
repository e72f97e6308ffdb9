//! Filling an empty portal with the demo content, in one transaction.

use std::collections::HashMap;

use entity::{article::Status, congress_category::Series, poll::Voters};
use sea_orm::prelude::Uuid;

use super::content::{Article, Content, Unit};
use crate::{
    features::{
        articles::{
            Body,
            write::{self as articles, ArticleContent},
        },
        authors::service::{self as authors, NewAuthor},
        congress::service::{self as congress, NewCategory},
        links::service::{self as links, NewLink},
        polls::service::{self as polls, NewPoll},
        site::service::{self as site, SiteFields},
        units::service::{self as units, DatedName, NewSuccession, NewUnit},
    },
    platform::{
        error::{Error, Result},
        scope::Scope,
        transaction::Transaction,
    },
};

/// The unit whose portal the demo is.
const HOME: &str = "tinh-uy";

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filled {
    /// Units.
    pub units: usize,
    /// Articles that readers see.
    pub articles: usize,
}

/// Ids by the short names that the content's files use.
#[derive(Default)]
struct Keys {
    units: HashMap<String, Uuid>,
    authors: HashMap<String, Uuid>,
    terms: HashMap<(Series, i16), Uuid>,
}

impl Keys {
    fn unit(&self, key: Option<&String>) -> Result<Option<Uuid>> {
        key.map(|key| known(self.units.get(key))).transpose()
    }
}

fn known(id: Option<&Uuid>) -> Result<Uuid> {
    id.copied().ok_or(Error::Broken("the demo content names something that it does not have"))
}

/// Fills a portal that has never shown anything, under the address that the content names; any other
/// is left alone.
pub async fn fill(scope: &Scope) -> Result<Option<Filled>> {
    fill_at(scope, None).await
}

/// [`fill`] under a public address of its own.
pub async fn fill_at(scope: &Scope, base_url: Option<String>) -> Result<Option<Filled>> {
    let mut txn = scope.begin_import().await?;
    if !txn.is_first().await? {
        return Ok(None);
    }
    let content = content()?;
    let mut keys = Keys::default();
    fill_units(&mut txn, &content, &mut keys).await?;
    fill_site(&mut txn, &content, base_url, &keys).await?;
    fill_people_and_terms(&mut txn, &content, &mut keys).await?;
    for article in &content.articles {
        articles::put(&mut txn, article_of(article, &keys)?).await?;
    }
    fill_links_and_polls(&mut txn, &content).await?;
    txn.commit().await?;
    let shown = |article: &&Article| {
        article.status == Status::Published
            && article.published_at.is_some_and(|published_at| published_at <= scope.now)
    };
    let articles = content.articles.iter().filter(shown).count();
    Ok(Some(Filled { units: content.units.units.len(), articles }))
}

/// The demo content, as its files have it.
pub(super) fn content() -> Result<Content> {
    Content::load().map_err(|error| {
        tracing::error!(%error, "demo content");
        Error::Broken("the demo content cannot be read")
    })
}

/// Whether the portal is the one that [`fill`] makes.
pub(super) async fn is_demo(txn: &Transaction, content: &Content) -> Result<bool> {
    let site = site::find_for_update(txn).await?;
    Ok(site.is_some_and(|site| site.name == content.site.name))
}

async fn fill_units(txn: &mut Transaction, content: &Content, keys: &mut Keys) -> Result<()> {
    for unit in &content.units.units {
        let new = NewUnit {
            kind: unit.kind,
            parent_id: keys.unit(unit.parent.as_ref())?,
            names: names_of(unit),
            established_on: unit.established_on,
            dissolved_on: unit.dissolved_on,
        };
        let id = units::create(txn, new).await?.id;
        keys.units.insert(unit.key.clone(), id);
    }
    for step in &content.units.successions {
        let new = NewSuccession {
            predecessor_id: known(keys.units.get(&step.predecessor))?,
            successor_id: keys.unit(step.successor.as_ref())?,
            kind: step.kind,
            effective_on: step.effective_on,
            basis: step.basis.clone(),
        };
        units::succeed(txn, new).await?;
    }
    Ok(())
}

/// The names of a unit, oldest first.
pub(super) fn names_of(unit: &Unit) -> Vec<DatedName> {
    if unit.name_history.is_empty() {
        return vec![DatedName::always(unit.name.clone(), unit.abbreviation.clone())];
    }
    let dated = unit.name_history.iter().map(|name| DatedName {
        name: name.name.clone(),
        abbreviation: name.abbreviation.clone(),
        valid_from: name.valid_from,
        valid_to: name.valid_to,
    });
    dated.collect()
}

async fn fill_site(
    txn: &mut Transaction,
    content: &Content,
    base_url: Option<String>,
    keys: &Keys,
) -> Result<()> {
    let site = &content.site;
    let fields = SiteFields {
        name: Some(site.name.clone()),
        greeting: Some(site.greeting.clone()),
        contact: Some(site.contact.clone()),
        base_url: Some(base_url.unwrap_or_else(|| site.base_url.clone())),
        article_url_template: Some(site.article_url_template.clone()),
        unit_id: Some(known(keys.units.get(HOME))?),
    };
    site::put(txn, fields).await?;
    Ok(())
}

async fn fill_people_and_terms(
    txn: &mut Transaction,
    content: &Content,
    keys: &mut Keys,
) -> Result<()> {
    for author in &content.authors.authors {
        let new = NewAuthor {
            pen_name: author.pen_name.clone(),
            unit_id: keys.unit(author.unit.as_ref())?,
            bio: author.bio.clone(),
        };
        let id = authors::create(txn, new).await?.id;
        keys.authors.insert(author.key.clone(), id);
    }
    for term in &content.congress.terms {
        let new = NewCategory {
            series: term.series,
            unit_id: keys.unit(term.unit.as_ref())?,
            number: term.number,
            years: Some((term.start_year, term.end_year)),
            days: term.opened_on.zip(term.closed_on),
            introduction: term.introduction.clone(),
        };
        let id = congress::create(txn, new).await?.id;
        keys.terms.insert((term.series, term.number), id);
    }
    Ok(())
}

fn article_of(article: &Article, keys: &Keys) -> Result<ArticleContent> {
    let authors = article.authors.iter().map(|key| known(keys.authors.get(key)));
    let terms = article.congress.iter().map(|(series, number)| {
        let series = if series == "NATIONAL" { Series::National } else { Series::Provincial };
        known(keys.terms.get(&(series, *number)))
    });
    Ok(ArticleContent {
        title: article.title.clone(),
        summary: article.summary.clone(),
        byline: article.byline.clone(),
        unit_id: keys.unit(article.unit.as_ref())?,
        authors: authors.collect::<Result<_>>()?,
        categories: terms.collect::<Result<_>>()?,
        body: Body::from_html(&article.body, None),
        status: article.status,
        published_at: article.published_at,
        expires_at: None,
        source_name: article.source_name.clone(),
        source_url: article.source_url.clone(),
        external_id: None,
        legacy_url: article.legacy_url.clone(),
        imported_views: article.views,
    })
}

async fn fill_links_and_polls(txn: &mut Transaction, content: &Content) -> Result<()> {
    for directory in &content.directories.directories {
        let entries: Vec<_> = directory
            .links
            .iter()
            .map(|link| NewLink { title: link.title.clone(), url: link.url.clone() })
            .collect();
        links::put_directory(txn, &directory.title, &entries).await?;
    }
    for poll in &content.polls.polls {
        let new = NewPoll {
            question: poll.question.clone(),
            options: poll.options.iter().map(|o| (o.text.clone(), o.votes)).collect(),
            choices: (poll.min_choices, poll.max_choices),
            opens_at: poll.opens_at.unwrap_or(txn.now),
            closes_at: poll.closes_at,
            results: poll.results,
            voters: Voters::Open,
            featured: poll.featured,
            status: poll.status,
        };
        polls::create(txn, new).await?;
    }
    Ok(())
}
