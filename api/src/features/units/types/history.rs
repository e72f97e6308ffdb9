//! What a unit was called and what became of it.

use async_graphql::{Context, Enum, Object, Result};
use entity::{unit_name, unit_succession};
use sea_orm::prelude::Uuid;

use super::unit::{Unit, load};
use crate::platform::graphql::Date;

/// A name that a unit bore for a time.
#[derive(Debug)]
pub struct UnitName(pub unit_name::Model);

/// A name that a unit bore for a time.
#[Object]
impl UnitName {
    /// The full name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The short form used in bylines.
    async fn abbreviation(&self) -> Option<&str> {
        self.0.abbreviation.as_deref()
    }

    /// The first day of the name; null: since the unit exists, or the day is not known.
    async fn valid_from(&self) -> Option<Date> {
        self.0.valid_from.map(Date)
    }

    /// The first day on which it no longer held; null: it is the present name.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Date)
    }
}

/// One step in the history of a unit.
#[derive(Debug)]
pub struct UnitSuccession {
    /// The unit at the other end.
    pub unit_id: Option<Uuid>,
    /// The row of the step.
    pub step: unit_succession::Model,
}

/// One step in the history of a unit.
#[Object]
impl UnitSuccession {
    /// The unit at the other end of the step; null when a unit ended without a successor.
    async fn unit(&self, ctx: &Context<'_>) -> Option<Result<Unit>> {
        load(ctx, self.unit_id?).await.transpose()
    }

    /// What happened.
    async fn kind(&self) -> UnitSuccessionKind {
        self.step.kind.into()
    }

    /// The day it took effect.
    async fn effective_on(&self) -> Date {
        Date(self.step.effective_on)
    }

    /// The decision behind it: `Nghị quyết 1241/NQ-UBTVQH15`.
    async fn basis(&self) -> Option<&str> {
        self.step.basis.as_deref()
    }
}

/// What happened to a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "unit_succession::Kind")]
pub enum UnitSuccessionKind {
    /// It went on under another name as another unit.
    Renamed,
    /// It was merged into another unit.
    MergedInto,
    /// It was split; each part is a step of its own.
    SplitInto,
    /// It ended without a successor.
    Dissolved,
}
