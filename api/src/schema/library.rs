//! Faults of the pinned library that this program works around.
//!
//! Each test shows the fault and, where the way around it is a way to write resolvers, that it leads
//! around. A test that fails after the library was changed says that its way around may go.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use async_graphql::{
    Context, EmptySubscription, Error, Guard, Object, Request, Response, Result, Schema, Value,
    value,
};

struct Query;
struct Inner;
struct Mutation;
struct Closed;

#[Object]
impl Query {
    async fn inner(&self) -> Option<Inner> {
        Some(Inner)
    }

    async fn echo(&self, number: i32) -> i32 {
        number
    }
}

#[Object]
impl Inner {
    async fn one(&self) -> i32 {
        1
    }

    async fn result_of_option(&self) -> Result<Option<i32>> {
        Err(Error::new("failed"))
    }

    async fn option_of_result(&self) -> Option<Result<i32>> {
        Some(Err(Error::new("failed")))
    }

    #[graphql(guard = "Closed")]
    async fn guarded(&self) -> Option<i32> {
        Some(1)
    }
}

#[Object]
impl Mutation {
    async fn add(&self, ctx: &Context<'_>) -> bool {
        ctx.data_unchecked::<Arc<AtomicU32>>().fetch_add(1, Ordering::Relaxed);
        true
    }
}

impl Guard for Closed {
    async fn check(&self, _: &Context<'_>) -> Result<()> {
        Err(Error::new("closed"))
    }
}

async fn run(document: &str, added: &Arc<AtomicU32>) -> Response {
    let schema = Schema::new(Query, Mutation, EmptySubscription);
    schema.execute(Request::new(document).data(added.clone())).await
}

async fn data(document: &str) -> Value {
    run(document, &Arc::default()).await.data
}

/// So a nullable field that can fail is `Option<Result<T>>`.
#[tokio::test]
async fn a_failing_result_of_an_option_nulls_its_parent_and_an_option_of_a_result_itself() {
    assert_eq!(data("{ inner { one resultOfOption } }").await, value!({ "inner": null }));
    let expected = value!({ "inner": { "one": 1, "optionOfResult": null } });
    assert_eq!(data("{ inner { one optionOfResult } }").await, expected);
}

/// So permission is checked inside of a resolver.
#[tokio::test]
async fn a_guard_on_a_nullable_field_nulls_its_parent() {
    assert_eq!(data("{ inner { one guarded } }").await, value!({ "inner": null }));
}

/// So `http/graphql/limits/rules.rs` refuses a mutation that has a response key twice.
#[tokio::test]
async fn a_mutation_runs_a_field_twice_that_is_one_by_the_specification() {
    let added = Arc::default();
    let response = run("mutation { add add }", &added).await;
    assert_eq!(response.data, value!({ "add": true }));
    assert_eq!(added.load(Ordering::Relaxed), 2);
}

/// So `http/graphql/engine.rs` looks for required variables before it executes.
#[tokio::test]
async fn a_required_variable_that_is_missing_shows_only_once_the_operation_runs() {
    let response = run("query($n: Int!) { echo(number: $n) }", &Arc::default()).await;
    assert!(!response.errors[0].path.is_empty(), "{:?}", response.errors);
}
