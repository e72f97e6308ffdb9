//! The two kinds of failure: what the caller can mend, and what we broke.
//!
//! Neither is turned into words for a client here. A resolver passes both on with `?`; the answer
//! layer in `http` recognises them, shows the first with its code and masks the second.

use std::sync::Arc;

use serde_json::{Map, Value};

/// A fault of ours: logged once with its chain, shown as `INTERNAL` and a request id.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused, failed or is out of reach.
    #[error("database call failed")]
    Database(#[from] sea_orm::DbErr),
    /// What the database holds is not what this program wrote.
    #[error("stored {what} cannot be read")]
    Stored {
        /// Which value, for example "body blocks of an article".
        what: &'static str,
        /// Why it cannot be read.
        source: serde_json::Error,
    },
    /// The store of files refused, failed or is out of reach.
    #[error("the store of files failed")]
    Store(#[from] object_store::Error),
    /// The disk refused or failed.
    #[error("a file cannot be read or written")]
    File(#[from] std::io::Error),
    /// What was done for several at once failed for all of them.
    #[error("what was done together failed")]
    Group(#[source] Arc<Error>),
    /// A promise between two parts of this program was not kept.
    #[error("{0}")]
    Broken(&'static str),
}

/// The result of everything that can fail by our fault alone.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What a client can be told in `extensions.code`: a closed list, part of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// The request is not a well-formed GraphQL request.
    BadRequest,
    /// The body is not `application/json`, or it is encoded.
    UnsupportedMediaType,
    /// None of the accepted media types can be answered.
    NotAcceptable,
    /// The HTTP method does not fit the operation.
    MethodNotAllowed,
    /// The body, or the address of a GET, is larger than allowed.
    PayloadTooLarge,
    /// The body is a list of operations.
    BatchRefused,
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// `operationName` is missing or names no operation of the document.
    OperationResolutionFailed,
    /// A variable or argument has a value that its type does not take.
    BadUserInput,
    /// An id is not one of this API, or is of another type than the place takes.
    IdInvalid,
    /// A cursor is not one of this list in this order.
    CursorInvalid,
    /// `first` or `last` is outside of 1 to 100.
    PageSizeInvalid,
    /// Paging arguments that contradict each other.
    PageArgumentsInvalid,
    /// A text is too long or has characters that no text has.
    TextInvalid,
    /// Nobody has signed in, or the token that was sent is no good.
    Unauthenticated,
    /// Whoever has signed in may not do that.
    Forbidden,
    /// The file is not one that is taken; `reason` says why.
    FileRefused,
    /// The `Idempotency-Key` is none, or not for this operation.
    IdempotencyKeyInvalid,
    /// Another mutation was sent under this `Idempotency-Key`.
    IdempotencyKeyReused,
    /// The mutation of this `Idempotency-Key` is under way.
    IdempotencyInProgress,
    /// The mutation of this `Idempotency-Key` was done; what was answered is lost.
    IdempotencyAnswerLost,
    /// The body took too long to arrive.
    RequestTimeout,
    /// The document is longer than allowed.
    DocumentTooLarge,
    /// The document has too many tokens.
    TokenLimit,
    /// The operation nests deeper than allowed.
    DepthLimit,
    /// The document has too many aliases.
    AliasLimit,
    /// The document has too many directives.
    DirectiveLimit,
    /// The document has too many fragments.
    FragmentLimit,
    /// A fragment contains itself.
    FragmentCycle,
    /// The document has too many fields once its fragments are expanded.
    FieldLimit,
    /// The operation asks for more than one operation may.
    CostLimit,
    /// A mutation has the same field twice under one name.
    MutationRepeated,
    /// The hash names no document that was sent before: send it along once.
    PersistedQueryNotFound,
    /// The document sent along is not the one that the hash names.
    PersistedQueryHashMismatch,
    /// The operation took too long.
    OperationTimeout,
    /// The client has asked for too much in a short time.
    RateLimited,
    /// The server cannot answer now; the same request may succeed later.
    ServiceUnavailable,
    /// There is nothing at this address of the server.
    NotFound,
    /// Our fault.
    Internal,
}

impl Code {
    /// The code as clients see it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::PayloadTooLarge => "PAYLOAD_TOO_LARGE",
            Self::BatchRefused => "BATCH_REFUSED",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::OperationResolutionFailed => "OPERATION_RESOLUTION_FAILED",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::IdInvalid => "ID_INVALID",
            Self::CursorInvalid => "CURSOR_INVALID",
            Self::PageSizeInvalid => "PAGE_SIZE_INVALID",
            Self::PageArgumentsInvalid => "PAGE_ARGUMENTS_INVALID",
            Self::TextInvalid => "TEXT_INVALID",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::FileRefused => "FILE_REFUSED",
            Self::IdempotencyKeyInvalid => "IDEMPOTENCY_KEY_INVALID",
            Self::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::IdempotencyInProgress => "IDEMPOTENCY_IN_PROGRESS",
            Self::IdempotencyAnswerLost => "IDEMPOTENCY_ANSWER_LOST",
            Self::RequestTimeout => "REQUEST_TIMEOUT",
            Self::DocumentTooLarge => "DOCUMENT_TOO_LARGE",
            Self::TokenLimit => "TOKEN_LIMIT",
            Self::DepthLimit => "DEPTH_LIMIT",
            Self::AliasLimit => "ALIAS_LIMIT",
            Self::DirectiveLimit => "DIRECTIVE_LIMIT",
            Self::FragmentLimit => "FRAGMENT_LIMIT",
            Self::FragmentCycle => "FRAGMENT_CYCLE",
            Self::FieldLimit => "FIELD_LIMIT",
            Self::CostLimit => "COST_LIMIT",
            Self::MutationRepeated => "MUTATION_REPEATED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryHashMismatch => "PERSISTED_QUERY_HASH_MISMATCH",
            Self::OperationTimeout => "OPERATION_TIMEOUT",
            Self::RateLimited => "RATE_LIMITED",
            Self::ServiceUnavailable => "SERVICE_UNAVAILABLE",
            Self::NotFound => "NOT_FOUND",
            Self::Internal => "INTERNAL",
        }
    }
}

/// A fault of the caller: says what to mend, and in which argument.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadInput {
    /// Stable, for programs.
    pub code: Code,
    /// For people. Never repeats what the caller sent.
    pub message: String,
    /// Further facts for programs: the argument, the limit.
    pub details: Map<String, Value>,
}

impl BadInput {
    /// A fault without further facts.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Map::new() }
    }

    /// The same fault with one more fact.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }

    /// The same fault, of this argument.
    pub fn at(self, argument: &str) -> Self {
        self.with("argument", argument)
    }
}
