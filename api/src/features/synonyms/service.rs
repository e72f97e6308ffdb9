//! Rules about synonyms.

use entity::search_synonym;
use sea_orm::prelude::Uuid;

use super::store;
use crate::platform::{
    error::Result,
    paging::{Page, Range, Sorting},
    scope::Scope,
    text::{self, Syllable},
};

/// Longest short form, in characters.
pub const MAX_SHORT: usize = 40;
/// Longest form that one stands for, in characters.
pub const MAX_LONG: usize = 200;

/// The one order of synonyms: by the short form.
pub const BY_SHORT: Sorting = Sorting { name: "searchSynonym.short:asc", descending: false };

/// All synonyms. Read with every search: there are few, and whoever changes one finds by it at once,
/// on every node.
pub async fn all(scope: &Scope) -> Result<Vec<search_synonym::Model>> {
    store::all(scope.reader(), scope.viewer).await
}

/// The synonym with this id.
pub async fn find(scope: &Scope, id: Uuid) -> Result<Option<search_synonym::Model>> {
    store::find(scope, id).await
}

/// One page of all synonyms.
pub async fn page(scope: &Scope, range: &Range) -> Result<Page<search_synonym::Model>> {
    store::page(scope, range).await
}

/// How many synonyms there are, counted up to a cap.
pub async fn count(scope: &Scope, up_to: u64) -> Result<i64> {
    store::count(scope, up_to).await
}

/// Most synonyms that there are at a time: every search reads all of them.
pub const MAX_SYNONYMS: usize = 500;

/// A form as search compares it; nothing where it has neither a letter nor a digit.
pub fn compared(form: &str) -> Vec<Syllable> {
    text::tokens(form).iter().map(|token| (*token.syllable).clone()).collect()
}
