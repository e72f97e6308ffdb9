//! Values that are none of their type, in every place of every input.

use async_graphql::parser::types::Type;
use serde_json::{Value, json};

use crate::{
    permissions::{
        ground::{Ground, Who, Whose},
        inputs,
    },
    support::{
        TestApp,
        member::codes,
        walk::{Kind, Leaf, Schema, leaves, literal},
    },
};

/// What is of no scalar but a text, and of no enum.
const ODD: &str = "hôm nay";

#[tokio::test]
async fn a_value_that_is_none_of_its_type_is_named_by_its_place_and_nothing_is_written() {
    let app = TestApp::start().await;
    let ground = Ground::of(&app).await;
    let schema = Schema::of(&api::sdl());
    let mut named = 0;
    for mutation in schema.fields("Mutation").iter().filter(|field| field.name != "mediaUpload") {
        let Some(argument) = mutation.arguments.first() else { continue };
        let input = inputs::of(&ground, &mutation.name, Whose::Own).await.unwrap();
        for leaf in leaves(&schema, &argument.ty, &argument.name) {
            let input = leaf.put(&input, &odd(&schema, &leaf));
            for written in [None, Some(literal(&schema, &argument.ty, &input))] {
                let as_variable = written.is_none();
                let operation = operation(&mutation.name, &argument.ty, written);
                let variables = if as_variable { json!({ "input": input }) } else { json!({}) };
                let answer = ground.member(Who::Admin).send(&operation, variables).await.json();
                let places = places(&answer, &mutation.name);
                // What must stand beside it may be of nothing that exists.
                let is_named = places.contains(&leaf.path);
                assert!(is_named, "{} of {}: {answer} of {operation}", leaf.path, mutation.name);
                assert!(!answer.to_string().contains(ODD), "{answer}");
                named += 1;
            }
        }
    }
    assert!(named > 400, "only {named} places take a value");
}

fn operation(mutation: &str, ty: &Type, written: Option<String>) -> String {
    let below = "{ userErrors { code field message } }";
    match written {
        Some(input) => format!("mutation {{ {mutation}(input: {input}) {below} }}"),
        None => format!("mutation($input: {ty}) {{ {mutation}(input: $input) {below} }}"),
    }
}

/// A number where a text is wanted, and an odd text anywhere else.
fn odd(schema: &Schema, leaf: &Leaf) -> Value {
    match (schema.kind(&leaf.kind), leaf.kind.as_str()) {
        (Kind::Enum(_), _) => json!("KHONG_CO"),
        (_, "String") => json!(7),
        _ => json!(ODD),
    }
}

/// The places that an answer names.
fn places(answer: &Value, mutation: &str) -> Vec<String> {
    let Some(errors) = answer["errors"].as_array() else {
        let problems = codes(&answer["data"][mutation]);
        return problems.into_iter().map(|(_, place)| place).collect();
    };
    assert_eq!(errors.len(), 1, "{answer}");
    assert!(errors[0]["extensions"]["code"].is_string(), "{answer}");
    vec![errors[0]["extensions"]["argument"].as_str().unwrap_or_default().to_owned()]
}

#[tokio::test]
async fn all_that_is_wrong_with_the_times_of_a_publication_is_told_at_once() {
    let app = TestApp::start().await;
    let ground = Ground::of(&app).await;
    let draft = ground.article(Whose::Own).await;
    let times = json!({ "at": ODD, "expiresAt": "2026-02-31T00:00:00Z" });
    let wrong = inputs::with(draft.clone(), times.clone());
    let editor = ground.member(Who::Editor);
    let at = |field: &str| ("INVALID".to_owned(), field.to_owned());
    let expected = [at("input.at"), at("input.expiresAt")];
    assert_eq!(editor.problems("articlePublish", wrong).await, expected);
    let of_none = inputs::with(times, json!({ "id": "art_1", "version": 1 }));
    let problems = editor.problems("articlePublish", of_none).await;
    assert_eq!(problems[0], ("ID_INVALID".to_owned(), "input.id".to_owned()));
    assert_eq!(problems[1..], expected);
    assert_eq!(editor.done("articlePublish", draft).await["version"], 2);
}

#[tokio::test]
async fn what_only_the_execution_finds_is_named_by_its_argument() {
    let app = TestApp::start().await;
    let query = "query($by: ArticleBy!, $n: Int) { site { name }
        one: article(by: $by) { id related(first: $n) { id } } }";
    for by in [json!(1), json!("x"), json!([])] {
        let answer = app.ask_with(query, json!({ "by": by })).await;
        let error = &answer["errors"][0];
        assert_eq!(answer["errors"].as_array().unwrap().len(), 1, "{answer}");
        assert_eq!(error["extensions"], json!({ "code": "BAD_USER_INPUT", "argument": "by" }));
        assert_eq!(error["path"], json!(["one"]));
        assert_eq!(error["message"], "`by` has a value that its type does not take");
    }
    let ground = Ground::of(&app).await;
    // The library does not look into a value that holds a variable which is not given.
    let query = "mutation($name: String!, $scopes: [ApiKeyScope!]!, $end: DateTime) {
        apiKeyCreate(input: {name: $name, scopes: $scopes, expiresAt: $end}) {
            userErrors { code field } } }";
    let variables = json!({ "name": "Khóa", "scopes": ["KHONG_CO"] });
    let answer = ground.member(Who::Admin).send(query, variables).await.json();
    let expected = json!({ "code": "BAD_USER_INPUT", "argument": "input" });
    assert_eq!(answer["errors"][0]["extensions"], expected, "{answer}");
}

#[tokio::test]
async fn a_default_that_is_none_of_its_type_is_named_by_its_variable() {
    let app = TestApp::start().await;
    let query = "query($d: OrderDirection = KHONG_CO) {
        articles(order: {field: TITLE, direction: $d}) { totalCount } }";
    let answer = app.ask_with(query, json!({})).await;
    let expected = json!({ "code": "GRAPHQL_VALIDATION_FAILED", "variable": "d" });
    assert_eq!(answer["errors"][0]["extensions"], expected, "{answer}");
    assert_eq!(
        answer["errors"][0]["message"],
        "The default of `$d` is not of the type of the variable"
    );
}
