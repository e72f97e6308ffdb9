//! Root fields that change units.

mod input;
mod payload;

use async_graphql::{Context, Object, Result};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use self::{
    input::{
        UnitCreateInput, UnitDissolveInput, UnitMergeInput, UnitRenameInput, UnitSplitInput,
        UnitUpdateInput, UnitVersionInput, UnitsReorderInput,
    },
    payload::{
        UnitCreatePayload, UnitDeletePayload, UnitDissolvePayload, UnitMergePayload,
        UnitReinstatePayload, UnitRenamePayload, UnitSplitPayload, UnitUpdatePayload,
        UnitsReorderPayload,
    },
};
use super::{history, order, service, types::Unit, write};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    form::Problems,
    graphql::{ContextExt as _, public_id},
    id::Kind,
    outcome::answer,
};

/// Root fields that change units.
#[derive(Debug, Default)]
pub struct UnitMutations;

#[Object]
impl UnitMutations {
    /// Creates a unit.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it is.")] input: UnitCreateInput,
    ) -> Option<Result<UnitCreatePayload>> {
        let mut problems = Problems::default();
        let fields = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::create(txn, fields, problems).boxed(), show).await)
    }

    /// Changes what is said of a unit. One that moves in the tree takes its articles along, however
    /// many they are; that may take some seconds for tens of thousands.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What becomes different.")] input: UnitUpdateInput,
    ) -> Option<Result<UnitUpdatePayload>> {
        let mut problems = Problems::default();
        let (target, fields) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| write::update(txn, target, fields, problems).boxed(), show).await)
    }

    /// Puts the units directly below one in another order, in which `units` and `Unit.children` show
    /// them. Each is named in the version that was seen: had somebody else moved any of them
    /// meanwhile, it would have another one. Units that come later stand behind them, by name.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn units_reorder(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: UnitsReorderInput,
    ) -> Option<Result<UnitsReorderPayload>> {
        let mut problems = Problems::default();
        let (parent, order) = input.read(&mut problems);
        let show = async |ids: Vec<Uuid>| {
            let mut units = service::find_many(ctx.scope(), &ids).await?;
            units.sort_by_key(|unit| ids.iter().position(|id| *id == unit.id));
            Ok(Some(units.into_iter().map(Unit::new).collect()))
        };
        Some(answer(ctx, |txn| order::reorder(txn, parent, order, problems).boxed(), show).await)
    }

    /// Gives a unit another name from a day on. Articles published before that day keep the name
    /// that it had; its address stays.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_rename(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The name and its first day.")] input: UnitRenameInput,
    ) -> Option<Result<UnitRenamePayload>> {
        let mut problems = Problems::default();
        let (target, next) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| history::rename(txn, target, next, problems).boxed(), show).await)
    }

    /// Makes units part of another one. They end, and stay as what they were: their articles keep
    /// them.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones, into which one, and when.")] input: UnitMergeInput,
    ) -> Option<Result<UnitMergePayload>> {
        let mut problems = Problems::default();
        let (targets, into, ending) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(
            answer(ctx, |txn| history::merge(txn, targets, into, ending, problems).boxed(), show)
                .await,
        )
    }

    /// Splits a unit into several that exist already. It ends, and stays as what it was.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_split(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, into which ones, and when.")] input: UnitSplitInput,
    ) -> Option<Result<UnitSplitPayload>> {
        let mut problems = Problems::default();
        let (target, parts, ending) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(
            answer(ctx, |txn| history::split(txn, target, parts, ending, problems).boxed(), show)
                .await,
        )
    }

    /// Ends a unit without a successor. It stays as what it was.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_dissolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and when.")] input: UnitDissolveInput,
    ) -> Option<Result<UnitDissolvePayload>> {
        let mut problems = Problems::default();
        let (target, ending) = input.read(&mut problems);
        let show = |id| show(ctx, id);
        Some(
            answer(ctx, |txn| history::dissolve(txn, target, ending, problems).boxed(), show).await,
        )
    }

    /// Takes back that a unit was merged, split or dissolved.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_reinstate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: UnitVersionInput,
    ) -> Option<Result<UnitReinstatePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems, "input");
        let show = |id| show(ctx, id);
        Some(answer(ctx, |txn| history::reinstate(txn, target, problems).boxed(), show).await)
    }

    /// Deletes a unit that nothing refers to. One that ended is not deleted but dissolved or merged.
    #[graphql(directive = access::apply(AccountRole::Chief, Some(ApiKeyScope::Write)))]
    async fn unit_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: UnitVersionInput,
    ) -> Option<Result<UnitDeletePayload>> {
        let mut problems = Problems::default();
        let target = input.read(&mut problems, "input");
        let show = async |id| Ok(Some(public_id(Kind::Unit, id)));
        Some(answer(ctx, |txn| write::delete(txn, target, problems).boxed(), show).await)
    }
}

async fn show(ctx: &Context<'_>, id: Uuid) -> Result<Option<Unit>> {
    Ok(service::find_many(ctx.scope(), &[id]).await?.pop().map(Unit::new))
}
