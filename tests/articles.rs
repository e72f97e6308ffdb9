//! Lists of articles: what they hold, in which order, and how their pages join.

use entity::congress_category::Series;
use proptest::prelude::{Strategy, any};
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    app::at,
    make::{article_id, author_id, unit_id},
};

fn titles(list: &Value) -> Vec<&str> {
    list["nodes"].as_array().unwrap().iter().map(|node| node["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_article_is_found_by_id_and_by_slug_and_not_by_anything_else() {
    let app = TestApp::start().await;
    let id = article_id(app.article("Hội nghị tổng kết").save().await);
    let by_id =
        app.data("query($id: ID!) { article(by: {id: $id}) { slug } }", json!({ "id": id }));
    assert_eq!(by_id.await, json!({ "article": { "slug": "hoi-nghi-tong-ket" } }));
    let by_slug = app.ask("{ article(by: {slug: \"hoi-nghi-tong-ket\"}) { id } }").await;
    assert_eq!(by_slug["article"]["id"], id);
    assert_eq!(app.ask("{ article(by: {slug: \"khac\"}) { id } }").await["article"], Value::Null);
}

#[tokio::test]
async fn equal_titles_get_addresses_of_their_own() {
    let app = TestApp::start().await;
    for title in ["Mỹ Hòa", "My Hoà", "mỹ hòa"] {
        app.article(title).save().await;
    }
    let data =
        app.ask("{ articles(order: {field: PUBLISHED_AT, direction: ASC}) { nodes { slug } } }");
    let mut slugs: Vec<_> = data.await["articles"]["nodes"].as_array().unwrap().clone();
    slugs.sort_by_key(|node| node["slug"].to_string());
    assert_eq!(
        slugs,
        [json!({"slug": "my-hoa"}), json!({"slug": "my-hoa-2"}), json!({"slug": "my-hoa-3"})]
    );
}

#[tokio::test]
async fn titles_sort_by_the_vietnamese_alphabet_on_both_databases() {
    let app = TestApp::start().await;
    for title in ["Điện Bàn", "Duy Xuyên", "Đông Giang", "Tam Kỳ", "Đại Lộc", "Ăn", "Ấm", "An"]
    {
        app.article(title).save().await;
    }
    let data = app.ask("{ articles(order: {field: TITLE}) { nodes { title } } }").await;
    let expected = ["An", "Ăn", "Ấm", "Duy Xuyên", "Đại Lộc", "Điện Bàn", "Đông Giang", "Tam Kỳ"];
    assert_eq!(titles(&data["articles"]), expected);
}

#[tokio::test]
async fn the_most_read_stand_first_by_view_count() {
    let app = TestApp::start().await;
    for (title, views) in [("A", 5), ("B", 50), ("C", 1)] {
        app.article(title).views(views).save().await;
    }
    let query = "{ articles(order: {field: VIEW_COUNT}) { nodes { title viewCount } } }";
    let data = app.ask(query).await;
    let expected = json!([
        { "title": "B", "viewCount": 50 }, { "title": "A", "viewCount": 5 }, { "title": "C", "viewCount": 1 },
    ]);
    assert_eq!(data["articles"]["nodes"], expected);
}

/// Two units, one below the other; two authors; two terms; articles at the corners.
struct Corners {
    app: TestApp,
    above: String,
    below: String,
    author: String,
    term: String,
}

async fn corners() -> Corners {
    let app = TestApp::start().await;
    let above = app.unit("Tỉnh ủy", None).await;
    let below = app.unit("Huyện ủy Quế Sơn", Some(above)).await;
    let author = app.author("Thúy Lan", Some(below)).await;
    let other = app.author("Lê Mộc", None).await;
    let term = app.term(Series::Provincial, 22, Some(2020)).await;
    let day = |day: u32| at(&format!("2025-01-{day:02}T00:00:00Z"));
    app.article("1").published(day(1)).unit(above).authors(&[author]).save().await;
    app.article("2")
        .published(day(2))
        .unit(below)
        .authors(&[author, other])
        .terms(&[term])
        .save()
        .await;
    app.article("3").published(day(3)).unit(below).authors(&[other]).views(9).save().await;
    app.article("4").published(day(4)).terms(&[term]).save().await;
    Corners {
        above: unit_id(above),
        below: unit_id(below),
        author: author_id(author),
        term: format!("cat_{}", term.simple()),
        app,
    }
}

#[tokio::test]
async fn conditions_hold_together_in_every_order() {
    let corners = corners().await;
    let Corners { app, above, below, author, term } = &corners;
    let cases = [
        (json!({}), vec!["4", "3", "2", "1"]),
        (json!({ "unit": { "id": above } }), vec!["1"]),
        (json!({ "unit": { "id": above, "includeDescendants": true } }), vec!["3", "2", "1"]),
        (json!({ "unit": { "id": below } }), vec!["3", "2"]),
        (json!({ "authorId": author }), vec!["2", "1"]),
        (json!({ "congressCategoryId": term }), vec!["4", "2"]),
        (json!({ "authorId": author, "congressCategoryId": term }), vec!["2"]),
        (
            json!({ "unit": { "id": above, "includeDescendants": true }, "authorId": author }),
            vec!["2", "1"],
        ),
        (json!({ "publishedFrom": "2025-01-02T07:00:00+07:00" }), vec!["4", "3", "2"]),
        (json!({ "publishedTo": "2025-01-03T00:00:00Z" }), vec!["2", "1"]),
        (
            json!({ "publishedFrom": "2025-01-02T00:00:00Z", "publishedTo": "2025-01-03T00:00:00Z" }),
            vec!["2"],
        ),
        (json!({ "publishedFrom": "2026-01-01T00:00:00Z" }), vec![]),
    ];
    let query = "query($filter: ArticleFilter, $order: ArticleOrder) {
        articles(filter: $filter, order: $order) { totalCount nodes { title } } }";
    for (filter, newest_first) in cases {
        let mut sorted = newest_first.clone();
        sorted.sort_unstable();
        for field in ["PUBLISHED_AT", "TITLE", "VIEW_COUNT"] {
            let variables =
                json!({ "filter": filter, "order": { "field": field, "direction": "ASC" } });
            let data = app.data(query, variables).await;
            let mut found = titles(&data["articles"]);
            if field == "VIEW_COUNT" {
                found.sort_unstable();
            }
            assert_eq!(found, sorted, "{filter} {field}");
            assert_eq!(data["articles"]["totalCount"], sorted.len(), "{filter}");
        }
        let data = app.data(query, json!({ "filter": filter })).await;
        assert_eq!(titles(&data["articles"]), newest_first, "{filter}");
    }
}

#[tokio::test]
async fn the_lists_of_a_unit_an_author_and_a_term_are_the_filtered_ones() {
    let corners = corners().await;
    let Corners { app, above, author, term, .. } = &corners;
    let data = app
        .data(
            "query($unit: ID!, $author: ID!, $term: ID!) {
                unit(by: {id: $unit}) {
                    own: articles { totalCount nodes { title } }
                    all: articles(includeDescendants: true) { totalCount nodes { title } }
                }
                author(by: {id: $author}) { articles { totalCount nodes { title } } }
                congressCategory(by: {id: $term}) { articles { totalCount nodes { title } } }
            }",
            json!({ "unit": above, "author": author, "term": term }),
        )
        .await;
    for (list, expected) in [
        (&data["unit"]["own"], vec!["1"]),
        (&data["unit"]["all"], vec!["3", "2", "1"]),
        (&data["author"]["articles"], vec!["2", "1"]),
        (&data["congressCategory"]["articles"], vec!["4", "2"]),
    ] {
        assert_eq!(titles(list), expected);
        assert_eq!(list["totalCount"], expected.len());
    }
}

#[tokio::test]
async fn a_count_stops_at_its_cap() {
    let corners = corners().await;
    let data = corners.app.ask("{ articles { two: totalCount(upTo: 2) all: totalCount } }").await;
    assert_eq!(data["articles"], json!({ "two": 2, "all": 4 }));
}

#[tokio::test]
async fn neighbours_and_related_articles() {
    let corners = corners().await;
    let data = corners
        .app
        .ask(
            "{ article(by: {slug: \"2\"}) { newer { title } older { title }
                related(first: 2) { title } }
               last: article(by: {slug: \"4\"}) { newer { title } related { title } } }",
        )
        .await;
    assert_eq!(data["article"]["newer"], json!({ "title": "3" }));
    assert_eq!(data["article"]["older"], json!({ "title": "1" }));
    // Of the same unit first, then the newest of all.
    assert_eq!(data["article"]["related"], json!([{ "title": "3" }, { "title": "4" }]));
    assert_eq!(data["last"]["newer"], Value::Null);
    let others = json!([{ "title": "3" }, { "title": "2" }, { "title": "1" }]);
    assert_eq!(data["last"]["related"], others);
}

#[tokio::test]
async fn neighbours_within_one_minute_stand_in_a_fixed_order() {
    let app = TestApp::start().await;
    for title in ["a", "b", "c"] {
        app.article(title).save().await;
    }
    let data = app.ask("{ articles { nodes { title newer { title } older { title } } } }").await;
    let nodes = data["articles"]["nodes"].as_array().unwrap();
    for (upper, lower) in nodes.iter().zip(&nodes[1..]) {
        assert_eq!(upper["older"]["title"], lower["title"]);
        assert_eq!(lower["newer"]["title"], upper["title"]);
    }
}

#[tokio::test]
async fn the_archive_counts_by_local_month() {
    let app = TestApp::start_unlimited().await;
    // Half an hour after midnight in Vietnam it is still September in UTC.
    for time in [
        "2020-09-30T16:59:59Z",
        "2020-09-30T17:30:00Z",
        "2020-10-01T00:00:00Z",
        "2019-12-31T17:00:00Z",
    ] {
        app.article(time).published(at(time)).save().await;
    }
    let data = app
        .ask("{ archive { year month label count articles { totalCount nodes { title } } } }")
        .await;
    let month = |year: i32, month: i32, titles: &[&str]| {
        let nodes: Vec<_> = titles.iter().map(|title| json!({ "title": title })).collect();
        json!({
            "year": year, "month": month, "label": format!("Tháng {month}/{year}"), "count": titles.len(),
            "articles": { "totalCount": titles.len(), "nodes": nodes },
        })
    };
    let expected = json!([
        month(2020, 10, &["2020-10-01T00:00:00Z", "2020-09-30T17:30:00Z"]),
        month(2020, 9, &["2020-09-30T16:59:59Z"]),
        month(2020, 1, &["2019-12-31T17:00:00Z"]),
    ]);
    assert_eq!(data["archive"], expected);
}

#[tokio::test]
async fn the_body_comes_in_three_forms() {
    let app = TestApp::start().await;
    app.article("Bài")
        .body(
            "<h2>Mục</h2><p>Một <b>đậm <a href='https://example.vn'>liên kết</a></b></p>
             <ol><li>a<ul><li>b</li></ul></li></ol><blockquote>Lời</blockquote>
             <table><tr><th>Xã</th><td>5</td></tr><tr><td>X</td><td>6</td></tr></table>
             <figure><figcaption>Ảnh đã mất</figcaption></figure><script>alert(1)</script>",
        )
        .save()
        .await;
    let data = app
        .ask(
            "{ article(by: {slug: \"bai\"}) { body { html text blocks { __typename
                ... on HeadingBlock { level spans { text } }
                ... on ParagraphBlock { spans { text marks href } }
                ... on ListBlock { ordered items { level spans { text } } }
                ... on QuoteBlock { paragraphs { spans { text } } }
                ... on TableBlock { caption rows { cells { header columnSpan rowSpan spans { text } } } }
                ... on FigureBlock { figure { caption originalUrl } } } } } }",
        )
        .await;
    let body = &data["article"]["body"];
    assert_eq!(body["text"], "Mục\n\nMột đậm liên kết\n\na\nb\n\nLời\n\nXã | 5\nX | 6");
    assert!(!body["html"].as_str().unwrap().contains("script"));
    let text = |text: &str| json!([{ "text": text }]);
    let cell = |header: bool, cell: &str| json!({ "header": header, "columnSpan": 1, "rowSpan": 1, "spans": text(cell) });
    let expected = json!([
        { "__typename": "HeadingBlock", "level": 2, "spans": text("Mục") },
        { "__typename": "ParagraphBlock", "spans": [
            { "text": "Một ", "marks": [], "href": null },
            { "text": "đậm ", "marks": ["BOLD"], "href": null },
            { "text": "liên kết", "marks": ["BOLD"], "href": "https://example.vn/" },
        ] },
        { "__typename": "ListBlock", "ordered": true, "items": [
            { "level": 0, "spans": text("a") }, { "level": 1, "spans": text("b") },
        ] },
        { "__typename": "QuoteBlock", "paragraphs": [{ "spans": text("Lời") }] },
        { "__typename": "TableBlock", "caption": null, "rows": [
            { "cells": [cell(true, "Xã"), cell(false, "5")] },
            { "cells": [cell(false, "X"), cell(false, "6")] },
        ] },
        { "__typename": "FigureBlock", "figure": { "caption": "Ảnh đã mất", "originalUrl": null } },
    ]);
    assert_eq!(body["blocks"], expected);
}

/// Walks a list to its end in pages of one size, and gives the titles in the order of the list.
async fn walk(app: &TestApp, order: &Value, size: usize, backward: bool) -> Vec<String> {
    let query = match backward {
        false => "query($o: ArticleOrder, $n: Int, $c: String) { articles(order: $o, first: $n, after: $c)
            { nodes { title } pageInfo { more: hasNextPage cursor: endCursor } } }",
        true => "query($o: ArticleOrder, $n: Int, $c: String) { articles(order: $o, last: $n, before: $c)
            { nodes { title } pageInfo { more: hasPreviousPage cursor: startCursor } } }",
    };
    let mut all: Vec<String> = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let data = app.data(query, json!({ "o": order, "n": size, "c": cursor })).await;
        let page: Vec<_> = titles(&data["articles"]).into_iter().map(str::to_owned).collect();
        all = if backward { [page, all].concat() } else { [all, page].concat() };
        cursor = data["articles"]["pageInfo"]["cursor"].clone();
        if data["articles"]["pageInfo"]["more"] == false {
            return all;
        }
    }
}

/// Pages joined together are the whole list, in every order, in both directions, with ties.
#[tokio::test]
async fn pages_joined_are_the_whole_list() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let articles = proptest::collection::vec((0_u32..3, 0_i64..3, any::<bool>()), 0..12);
    let app = TestApp::start().await;
    let mut made = 0;
    for _ in 0..4 {
        use proptest::strategy::ValueTree as _;

        for (minute, views, upper) in articles.new_tree(&mut runner).unwrap().current() {
            made += 1;
            // Two titles of one sort key: the id decides.
            let title = if upper { format!("T{}", made / 2) } else { format!("t{}", made / 2) };
            let time = at(&format!("2025-01-01T00:{minute:02}:00Z"));
            app.article(&title).published(time).views(views).save().await;
        }
        for field in ["PUBLISHED_AT", "TITLE", "VIEW_COUNT"] {
            for direction in ["ASC", "DESC"] {
                let order = json!({ "field": field, "direction": direction });
                let whole = walk(&app, &order, 100, false).await;
                assert_eq!(whole.len(), made, "{order}");
                for size in [1, 3, 7] {
                    assert_eq!(walk(&app, &order, size, false).await, whole, "{order} by {size}");
                    assert_eq!(walk(&app, &order, size, true).await, whole, "{order} by -{size}");
                }
            }
        }
    }
}

#[tokio::test]
async fn articles_inserted_while_pages_are_turned_neither_repeat_nor_hide_any() {
    let app = TestApp::start().await;
    let minute = |minute: u32| at(&format!("2025-01-01T00:{minute:02}:00Z"));
    for n in [10, 20, 30, 40] {
        app.article(&n.to_string()).published(minute(n)).save().await;
    }
    let query = "query($c: String) { articles(first: 2, after: $c)
        { nodes { title } pageInfo { endCursor } } }";
    let one = app.data(query, json!({})).await;
    assert_eq!(titles(&one["articles"]), ["40", "30"]);
    app.article("50").published(minute(50)).save().await;
    app.article("25").published(minute(25)).save().await;
    let cursor = &one["articles"]["pageInfo"]["endCursor"];
    let two = app.data(query, json!({ "c": cursor })).await;
    assert_eq!(titles(&two["articles"]), ["25", "20"]);
}
