//! What comes of a mutation: it is done as a whole, or nothing is, and the caller learns what to
//! mend.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{
    Context, ContextSelectionSet, Object, OutputType, Positioned, ServerResult, SimpleObject,
    TypeName, Value,
    parser::types::Field,
    registry::{MetaEnumValue, MetaType, MetaTypeId, Registry},
};
use futures_util::{FutureExt as _, future::BoxFuture};
use sea_orm::DbErr;

use super::{
    audit::{self, Version},
    error::{Error, Result},
    graphql::{ContextExt as _, DateTime},
    problem::{Problem, ProblemCode},
    time::Instant,
    transaction::Transaction,
};

/// The header that tells after how many seconds to try again.
pub const RETRY_AFTER: &str = "retry-after";

/// Why a service did not do what it was asked to.
#[derive(Debug)]
pub enum Refusal {
    /// The caller has to mend this first; all that was found wrong at once.
    Problems(Vec<Problem>),
    /// We failed.
    Failed(Error),
}

/// What comes of a piece of a mutation.
pub type Outcome<T> = Result<T, Refusal>;

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<DbErr> for Refusal {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problems(vec![problem])
    }
}

impl From<Vec<Problem>> for Refusal {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

/// One field of the mutation root, as its types are named and what it may refuse.
pub trait Mutation: Send + Sync + 'static {
    /// `ArticlePublish`: what its types are named after.
    const NAME: &'static str;
    /// Whatever it may find wrong.
    const CODES: &'static [ProblemCode];
}

/// Does the work in one transaction under the name of the field that asks for it. Refused work
/// leaves nothing; what was done is in the audit log. The future is boxed, because the compiler
/// cannot see of an async closure that borrows the transaction that it may move between threads.
pub async fn mutate<T>(
    ctx: &Context<'_>,
    work: impl for<'a> FnOnce(&'a mut Transaction) -> BoxFuture<'a, Outcome<T>>,
) -> Result<Result<T, Vec<Problem>>> {
    let mut txn = ctx.scope().begin().await?;
    txn.audit(ctx.field().name());
    match work(&mut txn).await {
        Ok(done) => {
            txn.commit().boxed().await?;
            Ok(Ok(done))
        }
        Err(Refusal::Problems(mut problems)) => {
            audit::explain(&*txn, &mut problems).await?;
            Ok(Err(problems))
        }
        Err(Refusal::Failed(error)) => Err(error),
    }
}

/// The problems of a mutation as it declares them. How long to wait, if that is one of them, is told
/// in the header that HTTP has for it as well: the longest, if several mutations are to wait.
///
/// # Errors
///
/// A service found something wrong that its mutation does not declare: the schema would not have
/// the code.
pub fn user_errors<M: Mutation>(
    ctx: &Context<'_>,
    problems: Vec<Problem>,
) -> Result<Vec<UserError<M>>> {
    for seconds in problems.iter().filter_map(|problem| problem.retry_after) {
        ctx.append_http_header(RETRY_AFTER, seconds);
    }
    match problems.iter().all(|problem| M::CODES.contains(&problem.code)) {
        true => Ok(problems.into_iter().map(|problem| UserError(problem, PhantomData)).collect()),
        false => Err(Error::Broken("a mutation found something wrong that it does not declare")),
    }
}

/// What a mutation answers: the thing that it is about, and what there is to mend.
pub trait Payload {
    /// The mutation.
    type Mutation: Mutation;
    /// What is shown of what it did.
    type Thing;

    /// The answer; a thing if it was done, errors if not.
    fn of(thing: Option<Self::Thing>, user_errors: Vec<UserError<Self::Mutation>>) -> Self;
}

/// Does the work of a mutation and answers it: what was done is read anew, as every reader with the
/// rights of the viewer would.
pub async fn answer<P: Payload, D, S>(
    ctx: &Context<'_>,
    work: impl for<'txn> FnOnce(&'txn mut Transaction) -> BoxFuture<'txn, Outcome<D>>,
    show: impl FnOnce(D) -> S,
) -> async_graphql::Result<P>
where
    S: Future<Output = async_graphql::Result<Option<P::Thing>>>,
{
    Ok(match mutate(ctx, work).await? {
        Ok(done) => P::of(show(done).await?, Vec::new()),
        Err(problems) => P::of(None, user_errors(ctx, problems)?),
    })
}

/// Declares mutations: what each answers, and whatever it may find wrong.
macro_rules! mutations {
    ($(
        #[doc = $about:literal]
        $name:ident -> $payload:ident { #[doc = $what:literal] $thing:ident: $type:ty }
        [$($code:ident),+ $(,)?];
    )+) => {$(
        #[doc = $about]
        #[derive(Debug)]
        pub struct $name;

        impl $crate::platform::outcome::Mutation for $name {
            const NAME: &'static str = stringify!($name);
            const CODES: &'static [$crate::platform::problem::ProblemCode] =
                &[$($crate::platform::problem::ProblemCode::$code),+];
        }

        #[doc = $about]
        #[derive(Debug)]
        pub struct $payload {
            $thing: Option<$type>,
            user_errors: Vec<$crate::platform::outcome::UserError<$name>>,
        }

        #[doc = $about]
        #[async_graphql::Object]
        impl $payload {
            #[doc = $what]
            async fn $thing(&self) -> Option<&$type> {
                self.$thing.as_ref()
            }

            /// What there is to mend; empty if it is done.
            async fn user_errors(&self) -> &[$crate::platform::outcome::UserError<$name>] {
                &self.user_errors
            }
        }

        impl $crate::platform::outcome::Payload for $payload {
            type Mutation = $name;
            type Thing = $type;

            fn of(
                $thing: Option<$type>,
                user_errors: Vec<$crate::platform::outcome::UserError<$name>>,
            ) -> Self {
                Self { $thing, user_errors }
            }
        }
    )+};
}
pub(crate) use mutations;

/// Something that the caller has to mend.
#[derive(Debug)]
pub struct UserError<M>(Problem, PhantomData<M>);

impl<M: Mutation> TypeName for UserError<M> {
    fn type_name() -> Cow<'static, str> {
        format!("{}UserError", M::NAME).into()
    }
}

/// Something to mend before this mutation does what it was asked to. Nothing was written.
#[Object(name_type)]
impl<M: Mutation> UserError<M> {
    /// What is wrong, for programs.
    async fn code(&self) -> ErrorCode<M> {
        ErrorCode(self.0.code, PhantomData)
    }

    /// The way to the argument that is wrong, from `input` on; null if no single one is.
    async fn field(&self) -> Option<&[String]> {
        (!self.0.field.is_empty()).then_some(&self.0.field)
    }

    /// What is wrong, for people. Never repeats what was sent.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// The limit that was not kept, if it is one.
    async fn limit(&self) -> Option<i64> {
        self.0.limit
    }

    /// Seconds after which to try again, if that helps.
    async fn retry_after(&self) -> Option<i64> {
        self.0.retry_after
    }

    /// What happened since the version that was named, if that is what is wrong.
    async fn conflict(&self) -> Option<VersionConflict> {
        self.0.conflict.as_deref().cloned()
    }
}

/// What happened since the version that somebody has seen.
#[derive(Clone, Debug, SimpleObject)]
pub struct VersionConflict {
    /// The version that was named.
    #[graphql(skip)]
    pub seen: Version,
    /// The version there is now: look at it, then name it.
    pub current_version: i32,
    /// What was changed since, the latest change first; at most 100.
    pub changes: Vec<VersionChange>,
}

/// One change that somebody has not seen.
#[derive(Clone, Debug, SimpleObject)]
pub struct VersionChange {
    /// The version that it made.
    pub version: i32,
    /// When.
    pub at: DateTime,
    /// Name of the account that made it; null if a program did.
    pub by: Option<String>,
    /// The fields that became different, as the input names them.
    pub fields: Vec<String>,
}

impl VersionChange {
    /// A change of these fields.
    pub fn new(version: i32, at: Instant, by: Option<String>, fields: Vec<String>) -> Self {
        Self { version, at: DateTime(at), by, fields }
    }
}

/// One of the codes of a mutation.
#[derive(Debug)]
pub struct ErrorCode<M>(ProblemCode, PhantomData<M>);

impl<M: Mutation> OutputType for ErrorCode<M> {
    fn type_name() -> Cow<'static, str> {
        format!("{}ErrorCode", M::NAME).into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Enum, |_| MetaType::Enum {
            name: Self::type_name().into_owned(),
            description: Some(format!("What `{}` may find wrong.", camel(M::NAME))),
            enum_values: M::CODES
                .iter()
                .map(|code| {
                    let mut value = MetaEnumValue::new(code.as_str());
                    value.description = Some(code.meaning().to_owned());
                    (code.as_str().to_owned(), value)
                })
                .collect(),
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            rust_typename: None,
            directive_invocations: Vec::new(),
            requires_scopes: Vec::new(),
        })
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        Ok(Value::Enum(async_graphql::Name::new(self.0.as_str())))
    }
}

fn camel(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
