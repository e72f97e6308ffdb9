//! The audits of GraphQL over HTTP, each under the id that `scripts/conformance` prints for it.

use std::collections::HashSet;

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use crate::support::{TestApp, app::Reply};

const JSON: &str = "application/json";
const GRAPHQL: &str = "application/graphql-response+json";
const BY_NAME: &str = "query Type($name: String!) { __type(name: $name) { name } }";

enum Ask {
    Post(Value),
    /// Not JSON, or nothing.
    Raw(&'static str),
    Get(String),
}

enum Expected {
    /// Data without errors, in the type asked for.
    Data,
    Status(u16),
    /// This status, and no `data`.
    NoData(u16),
}

struct Audit {
    id: String,
    accept: Option<&'static str>,
    content_type: Option<&'static str>,
    ask: Ask,
    expected: Expected,
}

fn audit(id: &str, accept: impl Into<Option<&'static str>>, ask: Ask, expected: Expected) -> Audit {
    Audit { id: id.to_owned(), accept: accept.into(), content_type: Some(JSON), ask, expected }
}

fn query(text: &str) -> Ask {
    Ask::Post(json!({ "query": text }))
}

fn type_name_and(parameter: &str, value: Value) -> Ask {
    let mut body = json!({ "query": "{ __typename }" });
    body[parameter] = value;
    Ask::Post(body)
}

fn get(parameters: &[(&str, &str)]) -> Ask {
    let mut query = String::new();
    for (name, value) in parameters {
        let bytes = value.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        query.push_str(&format!("{name}={bytes}&"));
    }
    Ask::Get(query)
}

fn media_types() -> Vec<Audit> {
    use Expected::Data;

    let with_charset = Audit {
        content_type: Some("application/json; charset=utf-8"),
        ..audit("BF61", None, query(r#"{ __type(name: "Run🏃Swim🏊") { name } }"#), Data)
    };
    vec![
        audit("22EB", GRAPHQL, query("{ __typename }"), Data),
        audit("4655", JSON, query("{ __typename }"), Data),
        audit("47DE", "*/*", query("{ __typename }"), Data),
        audit("80D8", None, query("{ __typename }"), Data),
        audit("82A3", None, query("{ __typename }"), Data),
        audit("78D5", None, query("{ __typename }"), Data),
        with_charset,
    ]
}

fn requests() -> Vec<Audit> {
    use Expected::{Data, Status};

    let mutation = get(&[("query", "mutation { __typename }")]);
    let without_type =
        Audit { content_type: None, ..audit("9ABE", None, query("{ __typename }"), Status(415)) };
    vec![
        audit("2C94", None, query("{ __typename }"), Data),
        audit("5A70", None, get(&[("query", "{ __typename }")]), Data),
        audit("9C48", GRAPHQL, mutation, Status(405)),
        without_type,
        audit("03D4", None, query("{ __typename }"), Data),
        audit("A5BF", None, Ask::Raw(""), Status(400)),
        audit("423L", GRAPHQL, Ask::Post(json!({ "notquery": "{ __typename }" })), Status(400)),
        audit("8764", None, Ask::Post(json!({ "qeury": "{ __typename }" })), Status(400)),
        audit("3E3A", None, Ask::Post(json!({ "qeury": "{ __typename }" })), Status(400)),
    ]
}

fn parameters() -> Vec<Audit> {
    use Expected::{Data, Status};

    let wrong = [json!({ "obj": "ect" }), json!(0), json!(false), json!(["array"])];
    let wrong_map = [json!("string"), json!(0), json!(false), json!(["array"])];
    let mut audits = Vec::new();
    for (place, value) in wrong.iter().enumerate() {
        let query = Ask::Post(json!({ "query": value }));
        audits.push(audit(&format!("LKJ{place}"), None, query, Status(400)));
        let name = type_name_and("operationName", value.clone());
        audits.push(audit(&format!("6C0{place}"), None, name, Status(400)));
    }
    for (place, value) in wrong_map.iter().enumerate() {
        let variables = type_name_and("variables", value.clone());
        audits.push(audit(&format!("476{place}"), None, variables, Status(400)));
        let extensions = type_name_and("extensions", value.clone());
        audits.push(audit(&format!("58B{place}"), None, extensions, Status(400)));
    }
    for (place, name) in ["variables", "operationName", "extensions"].iter().enumerate() {
        for (id, accept) in [("94B", GRAPHQL), ("022", JSON)] {
            audits.push(audit(
                &format!("{id}{place}"),
                accept,
                type_name_and(name, Value::Null),
                Data,
            ));
        }
    }
    let named =
        || Ask::Post(json!({ "operationName": "Query", "query": "query Query { __typename }" }));
    let typed = || Ask::Post(json!({ "query": BY_NAME, "variables": { "name": "sometype" } }));
    let typed_get = || get(&[("query", BY_NAME), ("variables", r#"{"name":"sometype"}"#)]);
    let extended = || type_name_and("extensions", json!({ "some": "value" }));
    for (accept, ids) in [
        (GRAPHQL, ["34A2", "8161", "2EA1", "D6D5", "428F"]),
        (JSON, ["13EE", "B8B3", "28B9", "6A70", "1B7A"]),
    ] {
        let asks = [query("{ __typename }"), named(), typed(), typed_get(), extended()];
        audits.extend(ids.iter().zip(asks).map(|(id, ask)| audit(id, accept, ask, Data)));
    }
    audits
}

fn failures() -> Vec<Audit> {
    use Expected::{NoData, Status};

    let broken = || Ask::Raw(r#"{ "not a JSON"#);
    let unparsable = || query("{");
    let invalid = || query("{ f8f31403dfe404bccbb0e835f2629c6a7 }");
    let null = || {
        let query = "query CoerceFailure($id: ID!){ __typename }";
        Ask::Post(json!({ "query": query, "variables": { "id": null } }))
    };
    vec![
        audit("B6DC", JSON, broken(), Status(400)),
        audit("BCF8", JSON, broken(), Status(400)),
        audit("B7N8", GRAPHQL, broken(), Status(400)),
        audit("572B", JSON, unparsable(), NoData(200)),
        audit("FDE2", JSON, invalid(), NoData(200)),
        audit("7B9B", JSON, null(), NoData(200)),
        audit("865D", GRAPHQL, unparsable(), Status(400)),
        audit("556A", GRAPHQL, unparsable(), Status(400)),
        audit("D586", GRAPHQL, unparsable(), NoData(400)),
        audit("51FE", GRAPHQL, invalid(), Status(400)),
        audit("74FF", GRAPHQL, invalid(), Status(400)),
        audit("5E5B", GRAPHQL, invalid(), NoData(400)),
        audit("86EE", GRAPHQL, null(), NoData(400)),
    ]
}

async fn send(app: &TestApp, audit: &Audit) -> Reply {
    let (mut request, body) = match &audit.ask {
        Ask::Get(query) => (Request::get(format!("/graphql?{query}")), String::new()),
        Ask::Raw(text) => (Request::post("/graphql"), (*text).to_owned()),
        Ask::Post(value) => (Request::post("/graphql"), value.to_string()),
    };
    if let Some(accept) = audit.accept {
        request = request.header(header::ACCEPT, accept);
    }
    if let (Some(content_type), Ask::Post(_) | Ask::Raw(_)) = (audit.content_type, &audit.ask) {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    app.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn every_audit_of_graphql_over_http_is_met() {
    let app = TestApp::start().await;
    let audits = [media_types(), requests(), parameters(), failures()];
    let mut ids = HashSet::new();
    for audit in audits.iter().flatten() {
        let reply = send(&app, audit).await;
        let id = &audit.id;
        assert!(ids.insert(id.clone()), "{id} stands here twice");
        let answered = if audit.accept == Some(GRAPHQL) { GRAPHQL } else { JSON };
        let content_type = reply.header(header::CONTENT_TYPE);
        assert_eq!(content_type, format!("{answered}; charset=utf-8"), "{id}");
        let answer = reply.json();
        let status = match audit.expected {
            Expected::Data => {
                assert!(answer.get("errors").is_none() && answer["data"].is_object(), "{id}");
                200
            }
            Expected::Status(status) => status,
            Expected::NoData(status) => {
                assert!(answer.get("data").is_none(), "{id}: {answer}");
                status
            }
        };
        assert_eq!(reply.status, status, "{id}: {answer}");
    }
    assert_eq!(ids.len(), 61, "as many as the suite has");
}
