//! Enums of the database in other files: under the names that the database and the API have.

use sea_orm::ActiveEnum;
use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

/// For `#[serde(with = "choice")]`.
pub fn serialize<S, E>(value: &E, serializer: S) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    E: ActiveEnum<Value = String>,
{
    value.to_value().serialize(serializer)
}

/// For `#[serde(with = "choice")]`, or `deserialize_with` alone.
pub fn deserialize<'de, D, E>(deserializer: D) -> Result<E, D::Error>
where
    D: Deserializer<'de>,
    E: ActiveEnum<Value = String>,
{
    let name = String::deserialize(deserializer)?;
    E::try_from_value(&name).map_err(|_| D::Error::custom("not one of the values that it can have"))
}
