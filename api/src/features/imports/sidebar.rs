//! Saving what stands on every page of a portal: greeting, congress terms, links and poll.

use entity::{congress_category::Series, poll};

use super::{
    page::{LinkDirectory, Page, Poll, Term, TermSeries},
    report::Notice,
};
use crate::{
    features::{
        congress::service as congress,
        links::service::{self as links, NewLink, Put},
        polls::service::{self as polls, NewPoll},
        site::service::{self as site, SiteFields},
    },
    platform::{error::Result, text, transaction::Transaction},
};

/// What stands on every page of the portal. Says whether any of it was new.
pub async fn save(txn: &mut Transaction, page: &Page, warnings: &mut Vec<Notice>) -> Result<bool> {
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
        changed |= save_poll(txn, page, poll, warnings).await?;
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
                warnings.push(Notice::new("GREETING_KEPT", message));
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

/// A poll whose answers were lost stays a draft until another page, or somebody, tells them.
async fn save_poll(
    txn: &mut Transaction,
    page: &Page,
    poll: &Poll,
    warnings: &mut Vec<Notice>,
) -> Result<bool> {
    let polls = polls::known(txn).await?;
    let complete = poll.options.len() >= 2;
    let featured = complete && !polls.have_featured();
    if let Some(known) = polls.asking(&poll.question) {
        let options = polls::options_of(txn, known.id).await?;
        if complete && options.is_empty() && known.status == poll::Status::Draft {
            polls::complete(txn, known.clone(), poll.options.clone(), featured).await?;
            return Ok(true);
        }
        let keys = |options: &[String]| -> Vec<_> {
            options.iter().map(|option| text::exact_key(option)).collect()
        };
        if !poll.options.is_empty() && keys(&options) != keys(&poll.options) {
            let message =
                format!("the poll keeps its options; this page has: {}", poll.options.join(" | "));
            warnings.push(Notice::new("POLL_KEPT", message));
        }
        return Ok(false);
    }
    let new = NewPoll {
        question: poll.question.clone(),
        options: poll.options.iter().map(|option| (option.clone(), 0)).collect(),
        choices: (1, 1),
        opens_at: page.published_at,
        closes_at: None,
        results: poll::Results::Always,
        voters: poll::Voters::Open,
        featured,
        status: if complete { poll::Status::Published } else { poll::Status::Draft },
    };
    polls::create(txn, new).await?;
    Ok(true)
}
