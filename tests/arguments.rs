//! Arguments that are not given, and how a fault in one is told.

use serde_json::json;

use crate::support::{TestApp, make};

#[tokio::test]
async fn a_default_stands_where_nothing_or_null_is_said() {
    let app = TestApp::start().await;
    let unit = app.unit("Huyện ủy Quế Sơn", None).await;
    let below = app.unit("Ban Dân vận Huyện ủy Quế Sơn", Some(unit)).await;
    for n in 0..7 {
        app.article(&format!("Bài {n}")).unit(below).save().await;
    }
    let query = "query($n: Int, $w: Int, $b: Boolean, $o: OrderDirection, $d: Date, $id: ID!) {
        articles(first: $n, order: {field: TITLE, direction: $o},
            filter: {unit: {id: $id, includeDescendants: $b}}) { totalCount(upTo: $n) }
        all: articles(order: {field: TITLE, direction: $o}) { totalCount(upTo: $n)
            nodes { title related(first: $n) { id } cover { url(width: $w) } unit { name(on: $d) } } }
        units(filter: {topLevel: $b}) { totalCount(upTo: $n) }
        unit(by: {id: $id}) { articles(includeDescendants: $b, first: $n) { totalCount } }
    }";
    let id = make::unit_id(unit);
    let nothing = app.data(query, json!({ "id": id })).await;
    let null = json!({ "id": id, "n": null, "w": null, "b": null, "o": null, "d": null });
    assert_eq!(app.data(query, null).await, nothing);
    let said = json!({ "id": id, "b": false, "o": "ASC" });
    assert_eq!(app.data(query, said).await, nothing);
    assert_eq!(
        (&nothing["articles"]["totalCount"], &nothing["all"]["totalCount"]),
        (&json!(0), &json!(7))
    );
    assert_eq!(nothing["all"]["nodes"][0]["related"].as_array().unwrap().len(), 5);
    assert_eq!(nothing["all"]["nodes"][0]["title"], "Bài 0");
    assert_eq!(
        (&nothing["units"]["totalCount"], &nothing["unit"]["articles"]["totalCount"]),
        (&json!(2), &json!(0))
    );
}

#[tokio::test]
async fn what_is_missing_or_not_there_is_named_once() {
    let app = TestApp::start().await;
    for (query, message, extensions) in [
        (
            "query($slug: String!) { article(by: {slug: $slug}) { id } }",
            "The variable `$slug` must be given, and not null",
            json!({ "code": "BAD_USER_INPUT", "variable": "slug" }),
        ),
        (
            "subscription { articles { id } }",
            "This API has no operations of the kind `subscription`",
            json!({ "code": "GRAPHQL_VALIDATION_FAILED" }),
        ),
        (
            "mutation { articlePublish(input: 1) { id } }",
            "Sign in first: this needs an account or an API key",
            json!({ "code": "UNAUTHENTICATED", "field": "Mutation.articlePublish" }),
        ),
        (
            "{ articles(filter: {publishedFrom: \"2020-13-01T00:00:00Z\"}) { totalCount } }",
            "`filter.publishedFrom` must be an instant in RFC 3339 with an offset, such as 2020-10-09T09:25:00+07:00",
            json!({ "code": "BAD_USER_INPUT", "argument": "filter.publishedFrom" }),
        ),
        (
            "{ node(id: \"art_0\") { id } }",
            "This is not an id of this API",
            json!({ "code": "ID_INVALID", "argument": "id" }),
        ),
    ] {
        let answer = app.ask_with(query, json!({})).await;
        let errors = answer["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{answer}");
        assert_eq!(
            (&errors[0]["message"], &errors[0]["extensions"]),
            (&json!(message), &extensions)
        );
    }
}
