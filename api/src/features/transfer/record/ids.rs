//! Ids in their public form, each of one type.

use sea_orm::prelude::Uuid;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::platform::id::{self, Kind};

macro_rules! ids {
    ($($name:ident: $kind:ident,)*) => {$(
        #[doc = concat!("The id of one ", stringify!($kind), ".")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $name(pub Uuid);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&id::encode(Kind::$kind, self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                id::decode_as(Kind::$kind, &text).map(Self).map_err(D::Error::custom)
            }
        }
    )*};
}

ids! {
    ArticleId: Article,
    AuthorId: Author,
    CongressCategoryId: CongressCategory,
    LinkDirectoryId: LinkDirectory,
    LinkId: Link,
    MediaId: Image,
    PollId: Poll,
    PollOptionId: PollOption,
    SearchSynonymId: SearchSynonym,
    UnitId: Unit,
}
