//! The same in the inputs of mutations: each text and each id, in the place of one that is taken.

use entity::login_failure;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use super::{CODES, OTHERS, PAYLOADS};
use crate::{
    permissions::{
        attempt,
        ground::{Ground, Who, Whose},
        inputs,
    },
    support::{
        TestApp,
        walk::{Field, Kind, Leaf, Schema, leaves},
    },
};

/// A password that is taken ends the session of whoever sends it; no database ever sees it as text.
const OWN_PASSWORD: &str = "input.newPassword";

#[tokio::test]
async fn operators_of_sql_and_of_search_are_plain_text_in_every_input() {
    let app = TestApp::start().await;
    let ground = Ground::of(&app).await;
    let schema = Schema::of(&api::sdl());
    let mut tried = 0;
    for mutation in schema.fields("Mutation") {
        for argument in &mutation.arguments {
            let leaves = leaves(&schema, &argument.ty, &argument.name).into_iter();
            for leaf in leaves.filter(|leaf| is_text(&schema, leaf)) {
                try_all(&ground, mutation, &leaf).await;
                tried += 1;
            }
        }
    }
    assert!(tried > 100, "only {tried} places take a text");
    let seen = app.ask("{ articles { totalCount } units { totalCount } authors { totalCount } }");
    assert!(seen.await["units"]["totalCount"].as_i64().unwrap() > 3);
}

fn is_text(schema: &Schema, leaf: &Leaf) -> bool {
    let is_scalar = matches!(schema.kind(&leaf.kind), Kind::Scalar);
    is_scalar
        && leaf.path != OWN_PASSWORD
        && leaf.kind != "Upload"
        && !OTHERS.contains(&leaf.kind.as_str())
}

/// Sends each payload in this place.
async fn try_all(ground: &Ground<'_>, mutation: &Field, leaf: &Leaf) {
    // Guesses are counted, and sooner or later none would be compared any more.
    login_failure::Entity::delete_many().exec(&ground.app.db.write).await.unwrap();
    let fresh = async || inputs::of(ground, &mutation.name, Whose::Own).await.unwrap();
    let mut input = fresh().await;
    let mut is_used = false;
    for payload in PAYLOADS {
        let mut problems = problems(ground, mutation, leaf.put(&input, &json!(payload))).await;
        if is_used && problems.is_some() {
            // Perhaps only because it was done before.
            input = fresh().await;
            problems = self::problems(ground, mutation, leaf.put(&input, &json!(payload))).await;
        }
        is_used = problems.is_none();
        if let (true, Some(version)) = (is_used, input["version"].as_i64()) {
            input["version"] = json!(version + 1);
        }
    }
}

/// What is wrong with an input, in codes that clients know; none if it is done.
async fn problems(ground: &Ground<'_>, mutation: &Field, input: Value) -> Option<Vec<String>> {
    let (name, kind) = (&mutation.name, &mutation.arguments[0].ty);
    let query =
        format!("mutation($input: {kind}) {{ {name}(input: $input) {{ userErrors {{ code }} }} }}");
    let operation = json!({ "query": query, "variables": { "input": input } });
    let answer = attempt::send(ground, Who::Admin, name, &operation).await.json();
    let code = |code: &Value| code.as_str().unwrap_or_default().to_owned();
    if let Some(errors) = answer["errors"].as_array() {
        let codes: Vec<_> = errors.iter().map(|error| code(&error["extensions"]["code"])).collect();
        let are_known = codes.iter().all(|code| CODES.contains(&code.as_str()));
        assert!(are_known, "{name}({input}): {answer}");
        return Some(codes);
    }
    let problems = answer["data"][name]["userErrors"].as_array().unwrap();
    let codes: Vec<_> = problems.iter().map(|problem| code(&problem["code"])).collect();
    (!codes.is_empty()).then_some(codes)
}
