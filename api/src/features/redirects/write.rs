//! Creating, changing and deleting redirects. An address leads to one place at most, and to no other
//! redirect: there are no chains.

use entity::{change, redirect};
use sea_orm::prelude::Uuid;
use serde_json::json;

use super::store;
use crate::{
    features::site::{self, Paths},
    platform::{
        address::{Address, MAX_HOST, MAX_LENGTH},
        audit::{Versioned as _, versioned},
        error::Result,
        form::{Patch, Problems, Target},
        id::{self, Kind},
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        transaction::Transaction,
    },
};

versioned!(redirect::Model: Redirect);

/// Which redirect, and which version of it somebody has seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its address, as somebody wrote it.
    pub url: String,
    /// Its version.
    pub version: i32,
}

/// Leads an address that leads nowhere to an article, or to what is gone.
pub async fn create(
    txn: &mut Transaction,
    url: String,
    article_id: Option<Uuid>,
    mut problems: Problems,
) -> Outcome<redirect::Model> {
    let found = open(txn, &url, &mut problems).await?;
    match &found {
        Some((_, Some(_))) => problems.note(Problem::taken("input.url")),
        Some((place, None)) => check_free(txn, place, &mut problems).await?,
        None => {}
    }
    check_article(txn, article_id, &mut problems).await?;
    let Some((place, _)) = found else { return Err(problems.refuse()) };
    problems.end()?;
    let redirect = redirect::Model {
        id: id::new(txn.now),
        host: place.host,
        path: place.path,
        article_id,
        created_at: txn.now,
        version: 1,
    };
    store::insert(&**txn, redirect.clone()).await?;
    txn.audit_on(Kind::Redirect, redirect.id, None);
    txn.upserted(change::Node::Redirect, redirect.id);
    Ok(redirect)
}

/// Leads an address that leads somewhere to another article, or to what is gone.
pub async fn update(
    txn: &mut Transaction,
    seen: Seen,
    article_id: Patch<Uuid>,
    mut problems: Problems,
) -> Outcome<redirect::Model> {
    let old = existing(txn, &seen, &mut problems).await?;
    check_article(txn, article_id.clone().over(None), &mut problems).await?;
    let Some(old) = old else { return Err(problems.refuse()) };
    problems.end()?;
    let new = redirect::Model { article_id: article_id.over(old.article_id), ..old.clone() };
    if new == old {
        return Ok(old);
    }
    txn.changed(&old, &new);
    let new = redirect::Model { version: old.version + 1, ..new };
    store::update(&**txn, new.clone()).await?;
    txn.upserted(change::Node::Redirect, new.id);
    Ok(new)
}

/// Forgets where an address led.
pub async fn delete(
    txn: &mut Transaction,
    seen: Seen,
    mut problems: Problems,
) -> Outcome<redirect::Model> {
    let Some(old) = existing(txn, &seen, &mut problems).await? else {
        return Err(problems.refuse());
    };
    problems.end()?;
    txn.changed_part(old.present(), "deletedAt");
    store::delete(&**txn, old.id).await?;
    txn.removed(change::Node::Redirect, old.id);
    Ok(old)
}

/// An address of which an article can have the slug, and its key.
struct Place {
    host: String,
    path: String,
    slug: Option<String>,
}

/// The place that an address means, and the redirect from there, if there is one.
async fn open(
    txn: &mut Transaction,
    url: &str,
    problems: &mut Problems,
) -> Result<Option<(Place, Option<redirect::Model>)>> {
    let Some(address) = Address::parse(url).filter(|address| address.host.len() <= MAX_HOST) else {
        let message = "It must be an absolute http(s) address, or a path that begins with a slash";
        let problem = Problem::new(ProblemCode::Invalid, message).at("input.url");
        problems.note(problem.limit(MAX_LENGTH));
        return Ok(None);
    };
    txn.lock_name("redirect").await?;
    let paths = Paths::of(site::service::find_for_update(txn).await?);
    let (path, slug) = (address.key(), paths.slug_in(&address));
    // An address of this portal is the same however it is written.
    let host = if paths.is_own(&address) { String::new() } else { address.host };
    txn.audit_details(json!({ "host": host, "path": path }));
    let redirect = store::find_for_update(&**txn, &host, &path).await?;
    Ok(Some((Place { host, path, slug }, redirect)))
}

/// The redirect that somebody wants to change, if it is in the version that they have seen.
async fn existing(
    txn: &mut Transaction,
    seen: &Seen,
    problems: &mut Problems,
) -> Result<Option<redirect::Model>> {
    let Some((_, redirect)) = open(txn, &seen.url, problems).await? else { return Ok(None) };
    if redirect.is_none() {
        let message = "This address leads nowhere";
        problems.note(Problem::new(ProblemCode::NotFound, message).at("input.url"));
    }
    let target = Target { field: "input".to_owned(), id: None, version: seen.version };
    Ok(problems.found(txn, redirect, &target))
}

/// Notes that an article has the address: a redirect from there would lead nobody anywhere. Where it
/// was withdrawn, readers are told that it is gone, and may be led on instead.
async fn check_free(txn: &Transaction, place: &Place, problems: &mut Problems) -> Result<()> {
    let Some(slug) = &place.slug else { return Ok(()) };
    txn.lock_name(&format!("article.slug {slug}")).await?;
    if let Some(holder) = store::holder_of(&**txn, slug).await? {
        let holder = id::encode(Kind::Article, holder);
        let message = format!("The article {holder} has this address");
        problems.note(Problem::new(ProblemCode::Taken, message).at("input.url"));
    }
    Ok(())
}

async fn check_article(
    txn: &Transaction,
    article: Option<Uuid>,
    problems: &mut Problems,
) -> Result<()> {
    if let Some(article) = article
        && !store::has_article(&**txn, article).await?
    {
        problems.note(Problem::no_reference("input.articleId"));
    }
    Ok(())
}
