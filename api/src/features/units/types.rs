//! What clients see of units.

mod connection;
mod history;
mod unit;

pub use connection::{UnitConnection, UnitFilter, unit_listing};
pub use unit::{NameOfDay, Unit, UnitBy, load};
