//! The order in which editors put units that stand directly below the same one. Nobody has to: what
//! was given no place stands behind those that have one, by its name.

use entity::unit;
use sea_orm::prelude::Uuid;

use super::{service, store, write};
use crate::platform::{
    form::{Patch, Problems, Target},
    id::Kind,
    outcome::Outcome,
    problem::Problem,
    transaction::Transaction,
};

/// Puts all units directly below one, or all at the top, in this order. Says in which order they are.
pub async fn reorder(
    txn: &mut Transaction,
    parent: Patch<Uuid>,
    order: Vec<Target>,
    mut problems: Problems,
) -> Outcome<Vec<Uuid>> {
    txn.wait_for_others(Kind::Unit).await?;
    let parent = parent.over(None);
    let siblings = match parent {
        Some(parent) if store::referable(&**txn, &[parent]).await?.is_empty() => {
            problems.note(Problem::no_reference("input.parentId"));
            return Err(problems.refuse());
        }
        Some(parent) => store::below(&**txn, &[parent]).await?,
        None => store::at_the_top(&**txn).await?,
    };
    let order = problems.order_of(&order, &siblings, "input.units");
    problems.end()?;
    let ids = order.iter().map(|unit| unit.id).collect();
    for (position, old) in (0..).zip(order) {
        if old.position != Some(position) {
            let sort_key = service::sort_key(Some(position), &old.name);
            let new = unit::Model { position: Some(position), sort_key, ..old.clone() };
            write::save(txn, &old, new).await?;
        }
    }
    Ok(ids)
}
