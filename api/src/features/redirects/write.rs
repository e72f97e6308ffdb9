//! Creating, changing and deleting redirects. An address leads to one place at most, and to no other
//! redirect: there are no chains.

use entity::{change, redirect};
use sea_orm::prelude::Uuid;
use serde_json::json;

use super::store;
use crate::{
    features::site,
    platform::{
        address::{Address, MAX_HOST, MAX_LENGTH},
        error::Result,
        form::{Patch, Problems},
        id,
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        transaction::Transaction,
    },
};

/// Where an address leads.
#[derive(Clone, Debug)]
pub struct Lead {
    /// The address, as somebody wrote it.
    pub url: String,
    /// To this article; cleared or not said: to what is gone for good.
    pub article_id: Patch<Uuid>,
}

/// Leads an address that leads nowhere to an article, or to what is gone.
pub async fn create(
    txn: &mut Transaction,
    lead: Lead,
    mut problems: Problems,
) -> Outcome<redirect::Model> {
    let found = open(txn, &lead.url, &mut problems).await?;
    if matches!(found, Some((_, Some(_)))) {
        problems.note(Problem::taken("input.url"));
    }
    check_article(txn, &lead, &mut problems).await?;
    let Some((place, _)) = found else { return Err(problems.refuse()) };
    problems.end()?;
    let redirect = redirect::Model {
        id: id::new(txn.now),
        host: place.host,
        path: place.path,
        article_id: lead.article_id.over(None),
        created_at: txn.now,
    };
    store::insert(&**txn, redirect.clone()).await?;
    txn.upserted(change::Node::Redirect, redirect.id);
    Ok(redirect)
}

/// Leads an address that leads somewhere to another article, or to what is gone.
pub async fn update(
    txn: &mut Transaction,
    lead: Lead,
    mut problems: Problems,
) -> Outcome<redirect::Model> {
    let old = existing(txn, &lead.url, &mut problems).await?;
    check_article(txn, &lead, &mut problems).await?;
    let Some(old) = old else { return Err(problems.refuse()) };
    problems.end()?;
    let new = redirect::Model { article_id: lead.article_id.over(None), ..old.clone() };
    if new != old {
        store::update(&**txn, new.clone()).await?;
        txn.upserted(change::Node::Redirect, new.id);
    }
    Ok(new)
}

/// Forgets where an address led.
pub async fn delete(
    txn: &mut Transaction,
    url: String,
    mut problems: Problems,
) -> Outcome<redirect::Model> {
    let Some(old) = existing(txn, &url, &mut problems).await? else {
        return Err(problems.refuse());
    };
    problems.end()?;
    store::delete(&**txn, old.id).await?;
    txn.removed(change::Node::Redirect, old.id);
    Ok(old)
}

/// The key of an address.
struct Place {
    host: String,
    path: String,
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
    // An address of this portal is the same however it is written.
    let is_own = site::service::own_host(txn).await?.is_some_and(|own| own == address.host);
    let path = address.key();
    let host = if is_own { String::new() } else { address.host };
    txn.audit_details(json!({ "host": host, "path": path }));
    let redirect = store::find_for_update(&**txn, &host, &path).await?;
    Ok(Some((Place { host, path }, redirect)))
}

async fn existing(
    txn: &mut Transaction,
    url: &str,
    problems: &mut Problems,
) -> Result<Option<redirect::Model>> {
    let found = open(txn, url, problems).await?;
    if matches!(found, Some((_, None))) {
        let message = "This address leads nowhere";
        problems.note(Problem::new(ProblemCode::NotFound, message).at("input.url"));
    }
    Ok(found.and_then(|(_, redirect)| redirect))
}

async fn check_article(txn: &Transaction, lead: &Lead, problems: &mut Problems) -> Result<()> {
    if let Patch::Set(article) = lead.article_id
        && !store::has_article(&**txn, article).await?
    {
        problems.note(Problem::no_reference("input.articleId"));
    }
    Ok(())
}
