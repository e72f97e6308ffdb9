//! Our own faults: one of them nulls what could not be read, and nothing more.

use entity::congress_category::Series;
use sea_orm::{ConnectionTrait as _, DbBackend};
use serde_json::{Value, json};

use crate::support::{TestApp, app::at};

/// Three articles with an author, a term and a figure each, the latest first: `Bài 3`.
async fn portal() -> TestApp {
    let app = TestApp::start().await;
    let author = app.author("Thúy Lan", None).await;
    let term = app.term(Series::Provincial, 22, None).await;
    for n in 1..=3 {
        app.article(&format!("Bài {n}"))
            .published(at(&format!("2025-01-01T00:0{n}:00Z")))
            .authors(&[author])
            .terms(&[term])
            .body("<p>Một</p><figure><figcaption>Ảnh</figcaption></figure>")
            .save()
            .await;
    }
    app
}

async fn break_it(app: &TestApp, statement: &str) {
    app.db.write.execute_unprepared(statement).await.unwrap();
}

/// The data, and the paths of the errors, which must all be ours.
async fn ask(app: &TestApp, query: &str) -> (Value, Vec<String>) {
    let mut answer = app.ask_with(query, json!({})).await;
    let mut paths = Vec::new();
    for error in answer["errors"].as_array().into_iter().flatten() {
        assert_eq!(error["extensions"]["code"], "INTERNAL", "{error}");
        let path = error["path"].as_array().unwrap_or_else(|| panic!("no path: {error}"));
        let segments = path.iter().map(|segment| segment.to_string().replace('"', ""));
        paths.push(segments.collect::<Vec<_>>().join("."));
    }
    paths.sort();
    (answer["data"].take(), paths)
}

#[tokio::test]
async fn a_body_that_cannot_be_read_leaves_its_other_forms_and_all_other_rows() {
    let app = portal().await;
    break_it(&app, "UPDATE article SET body_blocks = 'broken' WHERE slug = 'bai-2'").await;

    let query = "{ articles { nodes { title body { text blocks { __typename } } } } }";
    let (data, paths) = ask(&app, query).await;

    let whole = json!([{ "__typename": "ParagraphBlock" }, { "__typename": "FigureBlock" }]);
    let article = |n: u8, blocks: &Value| json!({ "title": format!("Bài {n}"), "body": { "text": "Một", "blocks": blocks } });
    let articles = json!([article(3, &whole), article(2, &Value::Null), article(1, &whole)]);
    assert_eq!(data["articles"]["nodes"], articles);
    assert_eq!(paths, ["articles.nodes.1.body.blocks"]);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_null_and_its_page_is_whole() {
    let app = portal().await;
    match app.db.write.get_database_backend() {
        DbBackend::Sqlite => {
            break_it(&app, "UPDATE article SET syllable_count = 'many' WHERE slug = 'bai-2'").await;
        }
        _ => {
            break_it(&app, "ALTER TABLE article ALTER syllable_count DROP NOT NULL").await;
            break_it(&app, "UPDATE article SET syllable_count = NULL WHERE slug = 'bai-2'").await;
        }
    }

    let query = "{ articles(first: 2) { totalCount nodes { title syllableCount } edges { cursor node { title } }
        pageInfo { hasNextPage } } site { name } }";
    let (data, paths) = ask(&app, query).await;

    let page = &data["articles"];
    assert_eq!(page["nodes"], json!([{ "title": "Bài 3", "syllableCount": 1 }, null]));
    assert_eq!(page["edges"][1]["node"], Value::Null);
    assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
    assert_eq!(data["site"], json!({ "name": "Congtin" }));
    assert_eq!(paths, ["articles.edges.1.node", "articles.nodes.1"]);

    // The pages behind it can be reached.
    let cursor = page["edges"][1]["cursor"].as_str().unwrap();
    let (data, paths) =
        ask(&app, &format!("{{ articles(after: \"{cursor}\") {{ nodes {{ title }} }} }}")).await;
    assert_eq!(data["articles"]["nodes"], json!([{ "title": "Bài 1" }]));
    assert_eq!(paths, [""; 0]);
}

#[tokio::test]
async fn a_relation_that_cannot_be_read_is_null_and_its_rows_are_whole() {
    let app = portal().await;
    for (table, field) in [
        ("article_author", "authors { penName }"),
        ("article_congress_category", "congressCategories { label }"),
        ("article_figure", "figures { caption }"),
    ] {
        break_it(&app, &format!("DROP TABLE {table}")).await;
        let name = field.split(' ').next().unwrap();

        let (data, paths) =
            ask(&app, &format!("{{ articles {{ nodes {{ title {field} }} }} }}")).await;

        let article = |n: u8| json!({ "title": format!("Bài {n}"), name: null });
        assert_eq!(data["articles"]["nodes"], json!([article(3), article(2), article(1)]));
        let expected: Vec<_> = (0..3).map(|n| format!("articles.nodes.{n}.{name}")).collect();
        assert_eq!(paths, expected);
    }
}

#[tokio::test]
async fn a_root_field_that_cannot_be_read_is_null_beside_the_others() {
    let app = portal().await;
    break_it(&app, "DROP TABLE link").await;
    break_it(&app, "DROP TABLE link_directory").await;
    break_it(&app, "DROP TABLE site").await;

    let (data, paths) =
        ask(&app, "{ site { name } linkDirectories { title } congressCategories { label } }").await;

    let expected = json!({ "site": null, "linkDirectories": null,
        "congressCategories": [{ "label": "Khóa XXII" }] });
    assert_eq!(data, expected);
    assert_eq!(paths, ["linkDirectories", "site"]);
}
