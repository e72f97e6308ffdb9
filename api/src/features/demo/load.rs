//! Load data: generated articles on top of the demo content, as many as wanted.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta};
use entity::{article::Status, change, congress_category::Series};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use sea_orm::prelude::Uuid;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use super::{
    content::Unit,
    grammar::{Generated, Grammar, UnitName, UnitWords},
    service,
};
use crate::{
    features::{
        articles::{
            Body,
            bulk::{self, ArticleRows, KnownArticle, Lineages},
            write::ArticleContent,
        },
        authors::service as authors,
        congress::service::{self as congress, CategoryList},
        units::service::{self as units, UnitMatch},
    },
    platform::{
        error::{Error, Result},
        id,
        scope::Scope,
        text,
        time::Instant,
        transaction::Transaction,
    },
};

/// Articles that are made and written as one: few enough to stay in memory.
const CHUNK: u64 = 1_000;
/// Articles of one transaction, a multiple of these: the more there are, the less often are the
/// pages of indexes written that all of them change.
const TRANSACTION: u64 = 32 * CHUNK;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// How many articles.
    pub articles: u64,
    /// What all of them follow from.
    pub seed: u64,
}

/// Everything that a generated article becomes rows by.
struct Maker {
    grammar: Grammar,
    seed: u64,
    units: Vec<Uuid>,
    authors: HashMap<String, Uuid>,
    terms: HashMap<(Series, i16), Uuid>,
}

/// Adds the generated articles that are not there yet, a transaction for each 32,000; `progress`
/// hears how many are done. Says how many were new, or nothing if the portal is not the demo's own.
/// Makes articles on all cores while others are written.
pub async fn load(
    scope: &Scope,
    load: Load,
    mut progress: impl FnMut(u64),
) -> Result<Option<usize>> {
    let Some(maker) = prepare(scope, load.seed).await? else { return Ok(None) };
    let (sender, mut chunks) = mpsc::channel(1);
    let making = tokio::task::spawn_blocking(move || -> Result<()> {
        for start in (0..load.articles).step_by(CHUNK as usize) {
            let end = (start + CHUNK).min(load.articles);
            let rows: Result<Vec<_>> =
                (start..end).into_par_iter().map(|n| maker.rows(n)).collect();
            if sender.blocking_send((end, rows?)).is_err() {
                break;
            }
        }
        Ok(())
    });
    let mut lineages = Lineages::default();
    let mut added = 0;
    let mut txn = scope.begin().await?;
    while let Some((end, rows)) = chunks.recv().await {
        added += insert(&mut txn, &mut lineages, rows).await?;
        if end % TRANSACTION == 0 {
            txn.commit().await?;
            txn = scope.begin().await?;
        }
        progress(end);
    }
    txn.commit().await?;
    making.await.map_err(|_| Error::Broken("the making of articles broke off"))??;
    Ok(Some(added))
}

async fn insert(
    txn: &mut Transaction,
    lineages: &mut Lineages,
    mut rows: Vec<ArticleRows>,
) -> Result<usize> {
    let ids: Vec<Uuid> = rows.iter().map(|article| article.row().id).collect();
    let known = bulk::existing(&**txn, &ids).await?;
    rows.retain(|article| !known.contains(&article.row().id));
    let now = txn.now;
    for article in rows.iter().filter(|article| article.is_shown(now)) {
        txn.upserted(change::Node::Article, article.row().id);
    }
    let added = rows.len();
    bulk::insert(&**txn, lineages, rows).await?;
    Ok(added)
}

/// Finds the units and terms of the demo content and everybody who signs; none where the portal is
/// not the demo's: nobody wants load data among real articles.
async fn prepare(scope: &Scope, seed: u64) -> Result<Option<Maker>> {
    let content = service::content()?;
    let mut txn = scope.begin_import().await?;
    if !service::is_demo(&txn, &content).await? {
        return Ok(None);
    }
    let mut unit_ids = Vec::new();
    for unit in &content.units.units {
        match units::match_name(&*txn, &unit.name).await? {
            UnitMatch::One(id) => unit_ids.push(id),
            UnitMatch::None | UnitMatch::Several(_) => return Ok(None),
        }
    }
    let grammar = Grammar::new(seed, content.units.units.iter().map(words_of).collect());
    let authors = signers(&mut txn, &grammar).await?;
    txn.commit().await?;
    let terms = congress::all(scope, &CategoryList::default()).await?;
    let terms = terms.into_iter().map(|term| ((term.series, term.number), term.id)).collect();
    Ok(Some(Maker { grammar, seed, units: unit_ids, authors, terms }))
}

fn words_of(unit: &Unit) -> UnitWords {
    let names = service::names_of(unit).into_iter().map(|name| UnitName {
        name: name.name,
        abbreviation: name.abbreviation,
        valid_from: name.valid_from.or(unit.established_on),
        valid_to: name.valid_to.or(unit.dissolved_on),
    });
    UnitWords { names: names.collect() }
}

async fn signers(txn: &mut Transaction, grammar: &Grammar) -> Result<HashMap<String, Uuid>> {
    let mut signers = HashMap::new();
    for name in grammar.pen_names() {
        signers.insert(name.clone(), authors::find_or_create(txn, name, None).await?);
    }
    Ok(signers)
}

impl Maker {
    fn rows(&self, n: u64) -> Result<ArticleRows> {
        let article = self.grammar.article(n);
        let (id, at) = (self.id(n), article.published_at);
        let title = text::nfc(&article.title).into_owned();
        ArticleRows::of(KnownArticle {
            id,
            // Many titles give one slug; a number keeps them apart, as the portal's own did.
            slug: text::numbered_slug(
                &text::slug(&title),
                u32::try_from(n + 2).unwrap_or(u32::MAX),
            ),
            cover_id: None,
            counted_views: 0,
            created_at: at,
            updated_at: at,
            version: 1,
            deleted_at: None,
            revised_at: None,
            withdrawn_at: None,
            withdrawn_reason: None,
            content: self.content(n, title, article),
        })
    }

    /// Ids grow with `n`, as those of articles do that are written one after the other.
    fn id(&self, n: u64) -> Uuid {
        let digest = Sha256::new().chain_update(self.seed.to_be_bytes());
        let digest = digest.chain_update(n.to_be_bytes()).finalize();
        let bits = std::array::from_fn(|place| digest[place]);
        id::repeatable(FIRST + TimeDelta::milliseconds(i64::try_from(n).unwrap_or(i64::MAX)), bits)
    }

    fn content(&self, n: u64, title: String, article: Generated) -> ArticleContent {
        let nfc = |text: String| text::nfc(&text).into_owned();
        let author = article.pen_name.and_then(|name| self.authors.get(&name).copied());
        let terms = article.congress.iter().filter_map(|term| self.terms.get(term).copied());
        ArticleContent {
            title,
            summary: article.summary.map(nfc),
            byline: article.byline.map(nfc),
            unit_id: article.unit.and_then(|unit| self.units.get(unit).copied()),
            authors: author.into_iter().collect(),
            categories: terms.collect(),
            body: Body::from_html(&article.html, None),
            status: Status::Published,
            published_at: Some(article.published_at),
            expires_at: None,
            source_name: None,
            source_url: None,
            external_id: Some(format!("demo:{}/{n}", self.seed)),
            legacy_url: None,
            imported_views: article.views,
        }
    }
}

/// When the first generated article was saved: the day after the last of them appeared.
const FIRST: Instant = DateTime::from_timestamp(1_751_328_000, 0).expect("an instant in range");
