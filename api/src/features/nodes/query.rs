//! Root fields that find anything.

use async_graphql::{Context, ID, Lookahead, Object, Result};
use sea_orm::prelude::Uuid;

use super::{
    resolve,
    types::{Node, UrlResolution},
};
use crate::{
    features::{
        articles::{self, Selected},
        authors, congress, links, media, polls, units,
    },
    platform::{
        address::Address,
        error::{BadInput, Code},
        graphql::{ContextExt as _, read_text},
        id::{self, Kind},
        paging::MAX_SIZE,
        scope::Scope,
    },
};

/// Root fields that find anything.
#[derive(Debug, Default)]
pub struct NodeQueries;

#[Object]
impl NodeQueries {
    /// Anything by its id; null if there is nothing that the viewer may see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id, as the API gave it.")] id: ID,
    ) -> Option<Result<Node>> {
        find(ctx, &[id], "id").await.map(|mut nodes| nodes.pop().flatten()).transpose()
    }

    /// Several things by their ids, in the order of the ids: null where there is nothing that the
    /// viewer may see.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 100 ids, of any types.")] ids: Vec<ID>,
    ) -> Option<Result<Vec<Option<Node>>>> {
        if ids.len() as u64 > MAX_SIZE {
            let message = format!("`ids` must be at most {MAX_SIZE}");
            let fault = BadInput::new(Code::PageSizeInvalid, message).at("ids");
            return Some(Err(fault.with("maximum", MAX_SIZE).with("value", ids.len()).into()));
        }
        Some(find(ctx, &ids, "ids").await)
    }

    /// What stands at an address of this portal or of a former one. Null if nothing is known of it.
    async fn resolve_url(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An absolute http(s) address, or a path that begins with a slash.")]
        url: String,
    ) -> Option<Result<UrlResolution>> {
        resolve_url(ctx, &url).await.transpose()
    }
}

async fn resolve_url(ctx: &Context<'_>, url: &str) -> Result<Option<UrlResolution>> {
    let Some(address) = Address::parse(&read_text(url, "url")?) else {
        let message =
            "`url` must be an absolute http(s) address, or a path that begins with a slash";
        return Err(BadInput::new(Code::BadUserInput, message).at("url").into());
    };
    let selected = Selected::of(&ctx.look_ahead().field("node"));
    Ok(resolve(ctx.scope(), &address, selected).await?)
}

/// One statement for each type among the ids, two for options of polls.
async fn find(ctx: &Context<'_>, ids: &[ID], argument: &str) -> Result<Vec<Option<Node>>> {
    let wanted: Vec<(Kind, Uuid)> = ids
        .iter()
        .map(|id| id::decode(id).map_err(|fault| fault.at(argument)))
        .collect::<Result<_, _>>()?;
    find_each(ctx.scope(), &wanted, &ctx.look_ahead()).await
}

/// The same of ids that were read, as far as `look` sees parts of them selected.
pub async fn find_each(
    scope: &Scope,
    wanted: &[(Kind, Uuid)],
    look: &Lookahead<'_>,
) -> Result<Vec<Option<Node>>> {
    let mut kinds: Vec<Kind> = wanted.iter().map(|(kind, _)| *kind).collect();
    kinds.sort();
    kinds.dedup();
    let selected = Selected::of(look);
    let mut found = Vec::new();
    for kind in kinds {
        let of_kind = wanted.iter().filter(|(other, _)| *other == kind);
        let ids: Vec<Uuid> = of_kind.map(|(_, id)| *id).collect();
        let nodes = find_of_kind(scope, kind, &ids, selected).await?;
        found.extend(nodes.into_iter().map(|(id, node)| ((kind, id), node)));
    }
    let node = |wanted: &(Kind, Uuid)| {
        let found = found.iter().find(|(key, _)| key == wanted);
        found.map(|(_, node)| node.clone())
    };
    Ok(wanted.iter().map(node).collect())
}

async fn find_of_kind(
    scope: &Scope,
    kind: Kind,
    ids: &[Uuid],
    selected: Selected,
) -> Result<Vec<(Uuid, Node)>> {
    macro_rules! nodes {
        ($rows:expr, $node:path, $variant:ident) => {
            $rows.into_iter().map(|row| (row.id, Node::$variant($node(row)))).collect()
        };
    }
    Ok(match kind {
        Kind::Article => {
            let rows = articles::service::find_many(scope, ids, selected).await?;
            nodes!(rows, articles::types::Article::from, Article)
        }
        Kind::Author => {
            let rows = authors::service::find_many(scope, ids).await?;
            nodes!(rows, authors::types::Author, Author)
        }
        Kind::Unit => {
            let rows = units::service::find_many(scope, ids).await?;
            nodes!(rows, units::types::Unit::new, Unit)
        }
        Kind::CongressCategory => {
            let rows = congress::service::find_many(scope, ids).await?;
            nodes!(rows, congress::types::CongressCategory, CongressCategory)
        }
        Kind::LinkDirectory => {
            let rows = links::service::directories_with(scope, ids).await?;
            nodes!(rows, links::types::LinkDirectory, LinkDirectory)
        }
        Kind::Link => {
            let rows = links::service::links_with(scope, ids).await?;
            nodes!(rows, links::types::Link, Link)
        }
        Kind::Poll => {
            let rows = polls::service::find_many(scope, ids).await?;
            nodes!(rows, polls::types::Poll::new, Poll)
        }
        // Not for everybody: `viewer`, `accounts`, `apiKeys` and `searchSynonyms` show them.
        Kind::Account | Kind::ApiKey | Kind::SearchSynonym => Vec::new(),
        Kind::Site | Kind::Redirect => Vec::new(),
        Kind::Image => {
            let rows = media::service::find_many(scope, ids).await?;
            nodes!(rows, media::types::Image, Image)
        }
        // Read with its poll, which knows whether votes are shown, and what they are a share of.
        Kind::PollOption => {
            let polls = polls::service::with_options(scope, ids).await?;
            let options = polls.into_iter();
            let options =
                options.flat_map(|(poll, rows)| polls::types::Poll::new(poll).shown(scope, rows));
            let node =
                |option: polls::types::PollOption| (option.row_id(), Node::PollOption(option));
            options.map(node).filter(|(id, _)| ids.contains(id)).collect()
        }
    })
}
