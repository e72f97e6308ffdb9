//! Documents that were seen before: parsed ones by their text, texts by their hash, and operations
//! that were found to be valid by what they consist of.
//!
//! All stores are bounded. What falls out is parsed and validated again, or sent again by the
//! client, as the protocol of automatic persisted queries has it.

use std::sync::Arc;

use async_graphql::parser::types::ExecutableDocument;
use moka::sync::Cache;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::limits::Measured;
use crate::platform::hex;

/// Bytes of text whose parsed form is kept. Parsed, a document takes some twenty times its text.
const PARSED_BYTES: u64 = 1024 * 1024;
/// Bytes of text that clients may leave here to name by hash.
const PERSISTED_BYTES: u64 = 4 * 1024 * 1024;
/// Operations that are known to be valid; each takes some hundred bytes.
const VALID_OPERATIONS: u64 = 16 * 1024;

/// The bounded stores.
#[derive(Debug)]
pub struct Documents {
    parsed: Cache<String, Arc<ExecutableDocument>>,
    persisted: Cache<Hash, String>,
    valid: Cache<OperationId, Measured>,
}

/// All that decides whether an operation is valid and what it costs: the document, which of its
/// operations is meant, and the values of its variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OperationId(Hash);

impl OperationId {
    /// As bytes.
    pub fn digest(self) -> [u8; 32] {
        self.0.0
    }

    /// The identity of an operation.
    pub fn of(text: &str, name: Option<&str>, variables: &Map<String, Value>) -> Self {
        let mut digest = Sha256::new();
        // The length keeps a text and what follows it apart.
        digest.update(text.len().to_le_bytes());
        digest.update(text);
        let rest = serde_json::to_vec(&(name, variables));
        digest.update(rest.expect("names and JSON are JSON"));
        Self(Hash(digest.finalize().into()))
    }
}

/// The SHA-256 of a document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(digits: &str) -> Option<Self> {
        hex::decode(digits)?.try_into().ok().map(Self)
    }
}

impl Documents {
    /// Empty stores.
    pub fn new() -> Self {
        let weight = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let parsed = Cache::builder()
            .max_capacity(PARSED_BYTES)
            .weigher(move |text: &String, _: &Arc<ExecutableDocument>| weight(text.len()));
        let persisted = Cache::builder()
            .max_capacity(PERSISTED_BYTES)
            .weigher(move |_: &Hash, text: &String| weight(text.len() + 64));
        let valid = Cache::new(VALID_OPERATIONS);
        Self { parsed: parsed.build(), persisted: persisted.build(), valid }
    }

    /// The parsed form of a text, made by `parse` if it is not known.
    pub fn parsed<E>(
        &self,
        text: &str,
        parse: impl FnOnce() -> Result<ExecutableDocument, E>,
    ) -> Result<Arc<ExecutableDocument>, E> {
        if let Some(document) = self.parsed.get(text) {
            return Ok(document);
        }
        let document = Arc::new(parse()?);
        self.parsed.insert(text.to_owned(), document.clone());
        Ok(document)
    }

    /// What an operation asks for that was found to be valid.
    pub fn valid(&self, id: OperationId) -> Option<Measured> {
        self.valid.get(&id)
    }

    /// Remembers that an operation is valid.
    pub fn remember_valid(&self, id: OperationId, measured: Measured) {
        self.valid.insert(id, measured);
    }

    /// The text that a client left under this hash.
    pub fn persisted(&self, hash: Hash) -> Option<String> {
        self.persisted.get(&hash)
    }

    /// Keeps a text under its hash.
    pub fn persist(&self, hash: Hash, text: &str) {
        self.persisted.insert(hash, text.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_64_hexadecimal_digits() {
        let digits = "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38";
        assert_eq!(Hash::parse(digits), Some(Hash::of("{__typename}")));
        for bad in ["", "ec", &digits[1..], &digits.replace('e', "+"), &"đ".repeat(32)] {
            assert_eq!(Hash::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_stores_are_bounded() {
        let documents = Documents::new();
        let text = "x".repeat(16 * 1024);
        for n in 0..1000 {
            documents.persist(Hash::of(&n.to_string()), &text);
        }
        documents.persisted.run_pending_tasks();
        assert!(documents.persisted.weighted_size() <= PERSISTED_BYTES);
    }
}
