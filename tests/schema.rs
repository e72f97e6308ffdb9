//! The contract: printed by the program, kept in `schema.graphql`, described throughout.

use serde_json::Value;

use crate::support::TestApp;

#[test]
fn the_committed_schema_is_the_one_the_server_answers_with() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql");
    let committed = std::fs::read_to_string(path).unwrap();
    assert!(committed == api::sdl(), "run `congtin schema > schema.graphql` and read the diff");
}

/// Types that the specification itself describes.
fn is_built_in(name: &str) -> bool {
    name.starts_with("__") || ["Boolean", "Float", "Int", "String", "ID"].contains(&name)
}

#[tokio::test]
async fn every_type_field_and_argument_is_described() {
    let app = TestApp::start().await;
    let schema = app
        .ask(
            "{ __schema { types { name description
                fields { name description args { name description } }
                inputFields { name description }
                enumValues { name description }
                possibleTypes { name } } } }",
        )
        .await;
    let mut bare = Vec::new();
    for kind in schema["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        if is_built_in(name) {
            continue;
        }
        collect_bare(name, kind, &mut bare);
        for part in ["fields", "inputFields", "enumValues"] {
            for member in kind[part].as_array().into_iter().flatten() {
                let member_name = format!("{name}.{}", member["name"].as_str().unwrap());
                collect_bare(&member_name, member, &mut bare);
                for argument in member["args"].as_array().into_iter().flatten() {
                    let argument_name = argument["name"].as_str().unwrap();
                    collect_bare(&format!("{member_name}({argument_name}:)"), argument, &mut bare);
                }
            }
        }
    }
    assert_eq!(bare, [""; 0]);
}

fn collect_bare(name: &str, described: &Value, bare: &mut Vec<String>) {
    if described["description"].as_str().is_none_or(str::is_empty) {
        bare.push(name.to_owned());
    }
}

/// A type as it is wrapped: whether it may be null, and the name within.
fn unwrapped(wrapped: &Value) -> (bool, &str, &str) {
    let nullable = wrapped["kind"] != "NON_NULL";
    let mut inner = wrapped;
    while inner["ofType"].is_object() {
        inner = &inner["ofType"];
    }
    (nullable, inner["kind"].as_str().unwrap(), inner["name"].as_str().unwrap())
}

#[tokio::test]
async fn whatever_can_fail_by_itself_may_be_null() {
    let app = TestApp::start().await;
    let wrapped = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
    let query =
        format!("{{ __schema {{ types {{ name fields {{ name type {{ {wrapped} }} }} }} }} }}");
    let schema = app.ask(&query).await;
    let mut strict = Vec::new();
    for kind in schema["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        // A connection is read as a whole, but for the nodes; so is a body in blocks.
        // What a mutation says, what a revision keeps and where something was found is there as a
        // whole as well.
        let parts = [
            "ListItem",
            "TableRow",
            "TableCell",
            "ArticleContent",
            "VersionConflict",
            "SearchHighlight",
        ];
        let part = parts.contains(&name) || name.ends_with("Block");
        for field in kind["fields"].as_array().into_iter().flatten() {
            let (nullable, of, _) = unwrapped(&field["type"]);
            let member = field["name"].as_str().unwrap();
            let carried = member == "userErrors"
                || name.ends_with("Connection") && ["edges", "nodes", "pageInfo"].contains(&member);
            let composite = ["OBJECT", "INTERFACE", "UNION"].contains(&of);
            if composite && !nullable && !part && !carried && !is_built_in(name) {
                strict.push(format!("{name}.{member}"));
            }
            if name.ends_with("Connection") && member == "nodes" {
                let (nullable, ..) = unwrapped(&field["type"]["ofType"]["ofType"]);
                assert!(nullable, "{name}.nodes");
            }
        }
    }
    assert_eq!(strict, [""; 0]);
}

#[tokio::test]
async fn the_ready_queries_of_the_page_run() {
    let app = TestApp::start().await;
    api::content::fill_with_demo(&app.app.system()).await.unwrap().unwrap();
    let page = app.send(axum::http::Request::get("/").body(Default::default()).unwrap()).await;
    let page = String::from_utf8(page.bytes).unwrap();
    let (_, rest) = page.split_once(r#"type="application/json""#).unwrap();
    let (_, rest) = rest.split_once('>').unwrap();
    let (queries, _) = rest.split_once("</script>").unwrap();
    let queries: Vec<Value> = serde_json::from_str(queries).unwrap();
    assert_eq!(queries.len(), 3);
    for query in queries {
        let data = app.data(query["query"].as_str().unwrap(), query["variables"].clone()).await;
        let empty = data.as_object().unwrap().values().filter(|value| value.is_null()).count();
        assert_eq!(empty, 0, "{} leaves a field empty: {data}", query["name"]);
    }
}
