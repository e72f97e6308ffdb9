//! What each documented operation costs in SQL statements, however long its lists.

use entity::congress_category::Series;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use crate::{
    page::PAGE,
    support::{TestApp, app::at},
};

/// What the table of ARCHITECTURE.md promises for an operation.
fn documented(operation: &str) -> usize {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ARCHITECTURE.md");
    let text = std::fs::read_to_string(path).unwrap();
    let row = text.lines().find_map(|line| line.strip_prefix(&format!("| {operation} | ")));
    let row = row.unwrap_or_else(|| panic!("no row of the table: {operation}"));
    row.trim_end_matches(" |").parse().unwrap()
}

/// The query of the README that answers a whole page, and its variables.
fn whole_page() -> (String, Value) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");
    let text = std::fs::read_to_string(path).unwrap();
    let (_, rest) = text.split_once("--data-urlencode 'variables=").unwrap();
    let (variables, rest) = rest.split_once('\'').unwrap();
    let (_, rest) = rest.split_once("--data-urlencode 'query=").unwrap();
    let (query, _) = rest.split_once('\'').unwrap();
    (query.to_owned(), serde_json::from_str(variables).unwrap())
}

#[tokio::test]
async fn the_documented_operations_cost_what_the_table_says_and_always_the_same() {
    let app = TestApp::start().await;
    api::content::fill_with_demo(&app.app.system()).await.unwrap().unwrap();
    app.article("Tin cũ").legacy_url("http://cu.example.vn/tin-cu").save().await;
    let (page, slug) = whole_page();
    let resolve = "query($url: String!) { resolveUrl(url: $url) { status path node { id } } }";
    let at = |url: &str| json!({ "url": url });
    let present = format!("/tin/{}", slug["slug"].as_str().unwrap());
    let queries = concat!(env!("CARGO_MANIFEST_DIR"), "/../api/src/http/queries");
    let ready = |name: &str| std::fs::read_to_string(format!("{queries}/{name}.graphql")).unwrap();
    for (operation, query, variables) in [
        ("`queries/archive.graphql`: months, ten articles, total", ready("archive"), json!({})),
        ("`queries/home.graphql`", ready("home"), json!({})),
        ("`queries/article.graphql`", ready("article"), slug.clone()),
        ("the whole page (README)", page, slug),
        ("`resolveUrl` of a present address", resolve.to_owned(), at(&present)),
        ("`resolveUrl` of an old address", resolve.to_owned(), at("http://cu.example.vn/tin-cu")),
        ("`resolveUrl` of a path that leads nowhere", resolve.to_owned(), at("/tin/khong-co")),
    ] {
        for _ in 0..5 {
            app.statements();
            app.data(&query, variables.clone()).await;
            assert_eq!(app.statements(), documented(operation), "{operation}");
        }
    }
}

/// `count` articles, each with a unit, an author, a term and a figure of its own.
async fn filled(count: u8) -> TestApp {
    let app = TestApp::start().await;
    for n in 1..=count {
        let unit = app.unit(&format!("Huyện ủy {n}"), None).await;
        let author = app.author(&format!("Bút danh {n}"), Some(unit)).await;
        let term = app.term(Series::Provincial, n, None).await;
        app.article(&format!("Bài {n}"))
            .published(at(&format!("2025-01-01T00:{n:02}:00Z")))
            .unit(unit)
            .authors(&[author])
            .terms(&[term])
            .body("<p>Một</p><figure><figcaption>Ảnh</figcaption></figure>")
            .save()
            .await;
    }
    app
}

/// The statements of one query, which must be the same for short and for long lists.
async fn cost(query: &str, variables: Value) -> usize {
    let mut costs = Vec::new();
    for count in [2, 9] {
        let app = filled(count).await;
        app.statements();
        app.data(query, variables.clone()).await;
        costs.push(app.statements());
    }
    assert_eq!(costs[0], costs[1], "{query}");
    costs[0]
}

#[tokio::test]
async fn a_list_of_titles_with_units_and_views_is_one_statement() {
    let list = "{ articles { nodes { title publishedAt viewCount unit { name abbreviation } } } }";
    assert_eq!(cost(list, json!({})).await, 1);
}

#[tokio::test]
async fn only_the_columns_that_a_query_needs_are_read() {
    let app = filled(2).await;
    for (columns, fields) in [
        (&["summary"][..], "summary"),
        (&["body_html"], "body { html }"),
        (&["body_text"], "body { text }"),
        (&["body_blocks"], "body { blocks { __typename } }"),
        (&["byline"], "byline"),
        (&["source_name", "source_url"], "source { name url }"),
        (&["legacy_url"], "legacyUrl"),
        (&["syllable_count"], "syllableCount"),
        (&["updated_at"], "updatedAt"),
        (&["created_at", "external_id"], ""),
    ] {
        let query = format!("{{ articles {{ nodes {{ title {fields} }} }} }}");
        app.ask(&query).await;
        for column in columns {
            let lose = format!("ALTER TABLE article RENAME COLUMN {column} TO lost_{column}");
            app.db.write.execute_unprepared(&lose).await.unwrap();
        }
        let lost = app.ask_with(&query, json!({})).await;
        assert_eq!(lost["data"]["articles"].is_null(), !fields.is_empty(), "{fields}: {lost}");
    }
    app.ask("{ articles { nodes { id slug title publishedAt publishedLabel unit { name } viewCount } } }").await;
}

#[tokio::test]
async fn each_further_relation_of_a_list_is_one_statement_more() {
    let list = "{ articles { totalCount nodes { title unit { name } authors { penName }
        figures { caption } congressCategories { label } body { blocks { __typename } } } } }";
    assert_eq!(cost(list, json!({})).await, 5);
    let nested = "{ congressCategories { label articles(first: 3) { totalCount nodes { title
        authors { penName unit { name } } } } } }";
    // Terms, pages, sizes, authors, their units.
    assert_eq!(cost(nested, json!({})).await, 5);
    let neighbours =
        "{ articles { nodes { title newer { title } older { title } related { title } } } }";
    assert_eq!(cost(neighbours, json!({})).await, 2);
}

#[tokio::test]
async fn the_whole_page_of_the_portal_is_ten_statements() {
    // Site, article with unit and views, all terms, directories, poll; then, once these are known,
    // authors, figures, terms of the article, all pages of articles, all sizes of lists. A portal
    // without links and poll has nothing to ask about them.
    assert_eq!(cost(PAGE, json!({ "slug": "bai-1" })).await, 10);
}

#[tokio::test]
async fn a_size_alone_reads_no_row() {
    for list in ["articles", "authors", "units", "polls"] {
        assert_eq!(cost(&format!("{{ {list} {{ totalCount }} }}"), json!({})).await, 1);
    }
    assert_eq!(cost("{ archive { year month count } }", json!({})).await, 1);
}

#[tokio::test]
async fn units_authors_and_nodes() {
    let tree = "{ units { totalCount nodes { name names { name } parent { name } children { nodes { name } }
        successors { kind } predecessors { kind } } } }";
    // Units, size, names, children, successors, predecessors; nobody has a parent.
    assert_eq!(cost(tree, json!({})).await, 6);
    let authors = "{ authors { nodes { penName unit { name } articles { nodes { title } } } } }";
    assert_eq!(cost(authors, json!({})).await, 3);
}
