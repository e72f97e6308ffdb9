//! Who may do what: every mutation and every guarded field, as everybody, inside and outside of the
//! unit, beside the table in `docs/permissions.md`.

pub mod attempt;
mod fields;
pub mod ground;
pub mod inputs;
mod stored;
mod table;

use std::collections::BTreeMap;

use entity::account::Role;
use serde_json::json;

use self::{
    attempt::Outcome,
    ground::{ATTEMPTS, Ground, Who, Whose},
    stored::Stored,
    table::Row,
};
use crate::support::{
    TestApp,
    walk::{Field, Schema},
};

#[tokio::test]
async fn everybody_may_do_what_the_table_says() {
    let app = TestApp::start().await;
    let mut ground = Ground::of(&app).await;
    let schema = Schema::of(&api::sdl());
    let mutations = schema.fields("Mutation");
    let guarded = schema.all_fields().filter(|field| field.access.is_some());
    let guarded: Vec<_> = guarded.filter(|field| field.owner != "Mutation").collect();

    let mut seen = Vec::new();
    for field in guarded {
        seen.push(looked_at(&ground, field).await);
    }
    let mut done = Vec::new();
    for field in mutations {
        done.push(tried(&mut ground, field).await);
    }
    table::are_in_the_document([("mutation", done), ("field", seen)]);
}

/// What nobody notes, lest it be known whom a token was given to.
const LEAVES_NOTHING: &str = "voterTokenIssue";

/// Tries a mutation as everybody. Whatever is refused leaves everything as it was.
async fn tried(ground: &mut Ground<'_>, field: &Field) -> Row {
    let stored = Stored::tables(ground.app).await;
    let mut inputs = BTreeMap::new();
    let mut outcomes = Vec::new();
    for (who, whose) in ATTEMPTS {
        let input = match inputs.remove(&whose) {
            Some(input) => input,
            None => inputs::of(ground, &field.name, whose).await.unwrap_or_else(|| {
                panic!("{}: no test knows an input for it: write one into inputs", field.name)
            }),
        };
        let before = stored.now(ground.app).await;
        let outcome = attempt::mutation(ground, who, field, &input).await;
        // What is counted in memory is written by the next pass.
        ground.app.app.tend().await.unwrap();
        let after = stored.now(ground.app).await;
        let place = format!("{} by {who:?} on {whose:?}", field.name);
        match outcome {
            Outcome::Done => {
                let left = after != before;
                assert_eq!(left, field.name != LEAVES_NOTHING, "{place} left a trace: {left}");
                ground.sign_in_again(who, &field.name).await;
            }
            _ => {
                assert_eq!(after, before, "{place} was refused and wrote nevertheless");
                // Refused, it is as good as it was.
                inputs.insert(whose, input);
            }
        }
        outcomes.push(outcome);
    }
    Row::of(field, outcomes)
}

/// Looks at a guarded field as everybody.
async fn looked_at(ground: &Ground<'_>, field: &Field) -> Row {
    let mut outcomes = Vec::new();
    for (who, whose) in ATTEMPTS {
        let name = format!("{}.{}", field.owner, field.name);
        let look = fields::of(ground, &name, whose).await.unwrap_or_else(|| {
            panic!("{name}: no test knows a query for it: write one into fields")
        });
        outcomes.push(attempt::look(ground, who, &name, &look).await);
    }
    Row::of(field, outcomes)
}

#[tokio::test]
async fn what_an_editor_deleted_stays_deleted_for_contributors() {
    let app = TestApp::start().await;
    let ground = Ground::of(&app).await;
    let article = ground.article(Whose::Own).await;
    let handed_in = ground.done(Who::Contributor, "articleSubmit", article).await;
    let deleted = ground.done(Who::Editor, "articleDelete", handed_in).await;
    let writer = ground.member(Who::Contributor);
    let refused = writer.problems("articleRestore", deleted.clone()).await;
    assert_eq!(refused, [("FORBIDDEN".to_owned(), String::new())]);
    let editor = ground.member(Who::Editor);
    assert_eq!(editor.done("articleRestore", deleted).await["status"], "IN_REVIEW");
}

#[tokio::test]
async fn an_editor_without_a_unit_has_what_is_their_own() {
    let app = TestApp::start().await;
    let ground = Ground::of(&app).await;
    let free = app.member("bientapvien", Role::Editor, None).await;
    for whose in [Whose::Own, Whose::Other] {
        let theirs = ground.article(whose).await;
        let refused = free.problems("articlePublish", theirs).await;
        assert_eq!(refused, [("NOT_FOUND".to_owned(), "input.id".to_owned())], "{whose:?}");
    }
    let input = json!({ "title": "Tin", "body": { "html": "<p>Một</p>" } });
    let own = free.done("articleCreate", input).await;
    let seen = json!({ "id": own["id"], "version": own["version"] });
    assert_eq!(free.done("articlePublish", seen).await["status"], "PUBLISHED");
}

#[tokio::test]
async fn a_refused_operation_names_the_field_where_it_stands() {
    let app = TestApp::start().await;
    let ground = Ground::of(&app).await;
    let query = "query {
        site { name }
        list: articles(first: 1) { nodes { id ...More } }
    }
    fragment More on Article { now: version draft { title } }";
    let reply = app.post(&json!({ "query": query })).await;
    assert_eq!(reply.status.as_u16(), 401);
    let expected = json!({
        "message": "Sign in first: this needs an account or an API key",
        "locations": [{ "line": 5, "column": 32 }],
        "path": ["list", "nodes", "now"],
        "extensions": { "code": "UNAUTHENTICATED", "field": "Article.version" },
    });
    assert_eq!(reply.json(), json!({ "errors": [expected] }));
    // Of several the one that is wanting, through an interface as well.
    let query = "query($id: ID!) { desk { totalCount } viewer { __typename }
        node(id: $id) { ... on Article { version } } audit: auditEvents { totalCount } }";
    for (who, field) in [
        (Who::Reader, ("desk", "Query.desk")),
        (Who::Contributor, ("audit", "Query.auditEvents")),
        (Who::Key("READ_ALL"), ("audit", "Query.auditEvents")),
        (Who::Key("WRITE"), ("desk", "Query.desk")),
    ] {
        let operation = json!({ "query": query, "variables": { "id": "art_1" } });
        let answer = attempt::send(&ground, who, "", &operation).await.json();
        let error = &answer["errors"][0];
        assert_eq!(error["path"], json!([field.0]), "{who:?}: {answer}");
        assert_eq!(error["extensions"]["field"], field.1);
    }
    let mutation =
        json!({ "query": "mutation { gone: accountDisable(input: {}) { userErrors { code } } }" });
    let answer = attempt::send(&ground, Who::Editor, "", &mutation).await.json();
    assert_eq!(answer["errors"][0]["path"], json!(["gone"]));
    assert_eq!(
        answer["errors"][0]["extensions"],
        json!({
            "code": "FORBIDDEN", "field": "Mutation.accountDisable",
        })
    );
}
