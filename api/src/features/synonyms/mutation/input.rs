//! What administrators say to change synonyms.

use async_graphql::{ID, InputObject, MaybeUndefined};

use super::super::write::SynonymFields;
use crate::platform::{
    form::{Patch, Problems, Target},
    id::Kind,
};

/// A synonym to be created. The same pair is kept once; a short form may stand for several.
#[derive(Debug, InputObject)]
pub struct SearchSynonymCreateInput {
    /// As it is written: `UBND`, in one line of at most 40 characters with a letter or a digit. One
    /// that could be read as a word, such as `TU`, is meant only where it is typed in capitals.
    short: String,
    /// What it stands for: `Ủy ban nhân dân`, in one line of at most 200 characters.
    long: String,
}

impl SearchSynonymCreateInput {
    pub fn read(self) -> SynonymFields {
        SynonymFields { short: Patch::Set(self.short), long: Patch::Set(self.long) }
    }
}

/// What becomes different of a synonym: what is left out stays.
#[derive(Debug, InputObject)]
pub struct SearchSynonymUpdateInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// As it is written.
    short: MaybeUndefined<String>,
    /// What it stands for.
    long: MaybeUndefined<String>,
}

impl SearchSynonymUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, SynonymFields) {
        let target = problems.target(Kind::SearchSynonym, &self.id, self.version, "input");
        (target, SynonymFields { short: self.short.into(), long: self.long.into() })
    }
}

/// A synonym to be deleted.
#[derive(Debug, InputObject)]
pub struct SearchSynonymDeleteInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl SearchSynonymDeleteInput {
    pub fn read(self, problems: &mut Problems) -> Target {
        problems.target(Kind::SearchSynonym, &self.id, self.version, "input")
    }
}
