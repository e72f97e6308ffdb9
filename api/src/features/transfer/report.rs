//! What an import tells: on its way, of bad lines, and in the end.

use std::collections::BTreeMap;

use serde::Serialize;

use super::store::Kind;

/// What an import hears about on its way.
pub trait Progress {
    /// So many bytes of the file are done.
    fn done(&mut self, bytes: u64);
    /// A line is bad.
    fn fault(&mut self, fault: &LineFault);
}

/// A line that cannot be taken over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineFault {
    /// Its number in the file, from 1.
    pub line: u64,
    /// The field that is at fault, as a path: `article.authors[1]`.
    pub field: String,
    /// What to mend.
    pub message: String,
}

/// What an import did, by type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Records that were added.
    pub added: BTreeMap<&'static str, u64>,
    /// Records that were there already.
    pub known: BTreeMap<&'static str, u64>,
    /// Lines that were left out; if none may be, the one at which the import ended.
    pub bad: u64,
}

impl Summary {
    /// Counts records of one type.
    pub(super) fn count(&mut self, kind: Kind, added: usize, known: usize) {
        *self.added.entry(kind.name()).or_default() += added as u64;
        *self.known.entry(kind.name()).or_default() += known as u64;
    }

    /// Adds what came of other records.
    pub(super) fn add(&mut self, other: Self) {
        for (sum, more) in [(&mut self.added, other.added), (&mut self.known, other.known)] {
            for (kind, records) in more {
                *sum.entry(kind).or_default() += records;
            }
        }
        self.bad += other.bad;
    }
}
