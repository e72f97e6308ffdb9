//! Bad input: named by code, argument and limit, on both databases alike.

mod scalars;

use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use crate::support::{TestApp, app::at};

/// `["article.published_at:desc",{"t":0},"0"]`: well-formed, and never written by the API.
const FORGED: &str = "WyJhcnRpY2xlLnB1Ymxpc2hlZF9hdDpkZXNjIix7InQiOjB9LCIwIl0";

async fn fault(app: &TestApp, query: &str, variables: Value) -> Value {
    let mut answer = app.ask_with(query, variables).await;
    let errors = answer["errors"].as_array().unwrap_or_else(|| panic!("no error: {query}"));
    assert_eq!(errors.len(), 1, "{answer}");
    answer["errors"][0]["extensions"].take()
}

#[tokio::test]
async fn page_sizes_are_one_to_a_hundred_and_never_clamped() {
    let app = TestApp::start().await;
    for field in ["articles", "units", "authors", "polls"] {
        for (argument, value) in
            [("first", 0), ("first", -1), ("first", 101), ("last", 0), ("last", 2_147_483_648_i64)]
        {
            let query = format!("{{ {field}({argument}: {value}) {{ nodes {{ id }} }} }}");
            let expected = json!({ "code": "PAGE_SIZE_INVALID", "argument": argument,
                "minimum": 1, "maximum": 100, "value": value });
            assert_eq!(fault(&app, &query, json!({})).await, expected, "{query}");
        }
        let both = format!("{{ {field}(first: 1, last: 1) {{ nodes {{ id }} }} }}");
        let expected = json!({ "code": "PAGE_ARGUMENTS_INVALID", "argument": "last" });
        assert_eq!(fault(&app, &both, json!({})).await, expected);
        for value in ["9223372036854775808", "1e308", "\"1\"", "1.5", "true"] {
            let query = format!("{{ {field}(first: {value}) {{ nodes {{ id }} }} }}");
            let expected = json!({ "code": "GRAPHQL_VALIDATION_FAILED", "argument": "first" });
            assert_eq!(fault(&app, &query, json!({})).await, expected, "{query}");
        }
    }
    for related in [0, 101] {
        app.article("Bài").save().await;
        let query = format!(
            "{{ articles(first: 1) {{ nodes {{ related(first: {related}) {{ id }} }} }} }}"
        );
        assert_eq!(fault(&app, &query, json!({})).await["code"], "PAGE_SIZE_INVALID");
    }
}

#[tokio::test]
async fn forged_cursors_and_those_of_another_order_are_refused() {
    let app = TestApp::start().await;
    app.article("Bài").save().await;
    let data = app.ask("{ articles(order: {field: TITLE}) { pageInfo { endCursor } } units { pageInfo { endCursor } } }").await;
    let title = data["articles"]["pageInfo"]["endCursor"].as_str().unwrap();
    let padded = format!("{title}=");
    for cursor in [
        "",
        "x",
        "\0",
        FORGED,
        "MQ",
        "bnVsbA",
        "W10",
        "WyIiXQ",
        title,
        &padded,
        &"A".repeat(5000),
        "đ",
    ] {
        for argument in ["after", "before"] {
            let query =
                format!("query($c: String) {{ articles({argument}: $c) {{ nodes {{ id }} }} }}");
            let expected = json!({ "code": "CURSOR_INVALID", "argument": argument });
            assert_eq!(fault(&app, &query, json!({ "c": cursor })).await, expected, "{cursor}");
        }
    }
    let query = "query($c: String) { articles(after: $c, order: {field: TITLE}) { nodes { id } } }";
    assert_eq!(app.data(query, json!({ "c": title })).await["articles"]["nodes"], json!([]));
}

/// The latest is `Bài 2`.
async fn two_articles(app: &TestApp) {
    for (title, time) in [("Bài 1", "2025-01-01T00:00:00Z"), ("Bài 2", "2025-01-02T00:00:00Z")] {
        app.article(title).published(at(time)).save().await;
    }
}

#[tokio::test]
async fn a_cursor_belongs_to_its_database_and_to_every_process_on_it() {
    let (app, other) = (TestApp::start().await, TestApp::start().await);
    for app in [&app, &other] {
        two_articles(app).await;
    }
    let data = app.ask("{ articles(first: 1) { pageInfo { endCursor } } }").await;
    let cursor = json!({ "c": data["articles"]["pageInfo"]["endCursor"] });
    let query = "query($c: String) { articles(after: $c) { nodes { title } } }";
    let next = json!([{ "title": "Bài 1" }]);
    assert_eq!(app.data(query, cursor.clone()).await["articles"]["nodes"], next);
    assert_eq!(app.restarted().await.data(query, cursor.clone()).await["articles"]["nodes"], next);
    assert_eq!(fault(&other, query, cursor).await["code"], "CURSOR_INVALID");
}

#[tokio::test]
async fn processes_that_start_at_once_agree_on_the_key() {
    let app = TestApp::start().await;
    two_articles(&app).await;
    entity::secret::Entity::delete_many().exec(&app.db.write).await.unwrap();
    let (one, two, three) = tokio::join!(app.restarted(), app.restarted(), app.restarted());
    let data = one.ask("{ articles(first: 1) { pageInfo { endCursor } } }").await;
    let cursor = json!({ "c": data["articles"]["pageInfo"]["endCursor"] });
    let query = "query($c: String) { articles(after: $c) { nodes { title } } }";
    for other in [two, three] {
        let data = other.data(query, cursor.clone()).await;
        assert_eq!(data["articles"]["nodes"], json!([{ "title": "Bài 1" }]));
    }
    let kept = entity::secret::Entity::find().all(&app.db.write).await.unwrap();
    assert_eq!(kept.iter().map(|key| key.value.0.len()).collect::<Vec<_>>(), [32, 32, 32]);
}

#[tokio::test]
async fn ids_of_another_shape_or_type_are_refused_and_unknown_ones_are_null() {
    let app = TestApp::start().await;
    let unit = format!("unt_{}", "0".repeat(32));
    let article = format!("art_{}", "0".repeat(32));
    let upper = article.to_uppercase();
    for id in [
        "",
        "1",
        "art_",
        "art_0",
        &upper,
        "art_00000000-0000-0000-0000-000000000000",
        "xyz_1",
        "\0",
        &unit,
    ] {
        let query = "query($id: ID!) { article(by: {id: $id}) { id } }";
        let fault = fault(&app, query, json!({ "id": id })).await;
        assert_eq!(fault, json!({ "code": "ID_INVALID", "argument": "by.id" }), "{id}");
    }
    for (query, argument) in [
        ("query($id: ID!) { node(id: $id) { id } }", "id"),
        ("query($id: ID!) { nodes(ids: [$id]) { id } }", "ids"),
        (
            "query($id: ID!) { articles(filter: {authorId: $id}) { nodes { id } } }",
            "filter.authorId",
        ),
        (
            "query($id: ID!) { articles(filter: {unit: {id: $id}}) { nodes { id } } }",
            "filter.unit.id",
        ),
        (
            "query($id: ID!) { articles(filter: {congressCategoryId: $id}) { nodes { id } } }",
            "filter.congressCategoryId",
        ),
        ("query($id: ID!) { congressCategories(unitId: $id) { id } }", "unitId"),
        ("query($id: ID!) { poll(by: {id: $id}) { id } }", "by.id"),
    ] {
        let fault = fault(&app, query, json!({ "id": "art-1" })).await;
        assert_eq!(fault, json!({ "code": "ID_INVALID", "argument": argument }), "{query}");
    }
    let unknown = app.data(
        "query($id: ID!) { node(id: $id) { id } article(by: {id: $id}) { id } }",
        json!({ "id": article }),
    );
    assert_eq!(unknown.await, json!({ "node": null, "article": null }));
    let many = vec![article; 101];
    let fault =
        fault(&app, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", json!({ "ids": many }))
            .await;
    assert_eq!(
        fault,
        json!({ "code": "PAGE_SIZE_INVALID", "argument": "ids", "maximum": 100, "value": 101 })
    );
}

#[tokio::test]
async fn texts_that_no_database_should_see_are_refused_and_odd_ones_are_plain_text() {
    let app = TestApp::start().await;
    let by_slug = "query($s: String!) { article(by: {slug: $s}) { id } }";
    let resolve = "query($s: String!) { resolveUrl(url: $s) { status } }";
    for text in ["a\0b", "a\u{1b}b", &"x".repeat(2001), "a\nb"] {
        for (query, argument) in [(by_slug, "by.slug"), (resolve, "url")] {
            let expected = json!({ "code": "TEXT_INVALID", "argument": argument });
            assert_eq!(fault(&app, query, json!({ "s": text })).await, expected);
        }
    }
    for text in
        ["' OR 1=1 --", "%", "_", "\\", "\"; DROP TABLE article; --", "🙂", "đ", "{}", "$1", "?"]
    {
        assert_eq!(app.data(by_slug, json!({ "s": text })).await["article"], Value::Null, "{text}");
    }
}

#[tokio::test]
async fn instants_and_days_that_do_not_exist_are_refused() {
    let app = TestApp::start().await;
    for time in [
        "2020-02-31T00:00:00Z",
        "2020-10-09",
        "2020-10-09T02:25:00",
        "09/10/2020",
        "",
        "2020-10-09T25:00:00Z",
    ] {
        let query =
            "query($t: DateTime) { articles(filter: {publishedFrom: $t}) { nodes { id } } }";
        let expected = json!({ "code": "BAD_USER_INPUT", "argument": "filter.publishedFrom" });
        assert_eq!(fault(&app, query, json!({ "t": time })).await, expected, "{time}");
    }
    app.unit("Huyện ủy Quế Sơn", None).await;
    for day in ["2020-02-31", "2020-1-9", "09/10/2020", "2020-10-09T00:00:00Z"] {
        let query = "query($d: Date) { units { nodes { name(on: $d) } } }";
        let expected = json!({ "code": "BAD_USER_INPUT", "argument": "on" });
        assert_eq!(fault(&app, query, json!({ "d": day })).await, expected, "{day}");
    }
}

#[tokio::test]
async fn selectors_take_exactly_one_name() {
    let app = TestApp::start().await;
    for by in ["{}", "{slug: \"a\", id: \"b\"}", "{title: \"a\"}", "{slug: null}"] {
        let query = format!("{{ article(by: {by}) {{ id }} }}");
        let expected = json!({ "code": "GRAPHQL_VALIDATION_FAILED", "argument": "by" });
        assert_eq!(fault(&app, &query, json!({})).await, expected, "{by}");
    }
}

#[tokio::test]
async fn a_count_has_a_cap_within_limits() {
    let app = TestApp::start().await;
    for up_to in [0, -1, 100_001, 1_i64 << 31] {
        let query = format!("{{ articles {{ totalCount(upTo: {up_to}) }} }}");
        let expected = json!({ "code": "BAD_USER_INPUT", "argument": "upTo",
            "minimum": 1, "maximum": 100_000, "value": up_to });
        assert_eq!(fault(&app, &query, json!({})).await, expected);
    }
}
