//! Lists of what a text occurs in, where the order of the list is wanted instead of a ranking.

use entity::{account::Role, article};
use serde_json::{Value, json};

use super::titles;
use crate::support::{
    TestApp,
    app::at,
    make::{author_id, unit_id},
};

const PAGE: &str = "query($filter: ArticleFilter, $order: ArticleOrder, $first: Int, $after: String,
        $last: Int, $before: String) {
    articles(filter: $filter, order: $order, first: $first, after: $after, last: $last,
            before: $before) {
        totalCount nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

/// All pages of one list joined, from its beginning or from its end.
async fn joined(
    app: &TestApp,
    filter: &Value,
    order: &Value,
    size: usize,
    back: bool,
) -> Vec<String> {
    let (count, cursor, more, next) = match back {
        false => ("first", "after", "hasNextPage", "endCursor"),
        true => ("last", "before", "hasPreviousPage", "startCursor"),
    };
    let (mut all, mut place) = (Vec::new(), Value::Null);
    loop {
        let page = json!({ "filter": filter, "order": order, count: size, cursor: place });
        let found = app.data(PAGE, page).await["articles"].take();
        let end = if back { 0 } else { all.len() };
        all.splice(end..end, titles(&found));
        place = found["pageInfo"][next].clone();
        if found["pageInfo"][more] == false {
            return all;
        }
    }
}

/// More articles than a list looks through. One word stands in every other of them, one in the few
/// oldest, which come last in one order and first in another.
async fn many(app: &TestApp) -> Vec<(String, i64, i64)> {
    let mut made = Vec::new();
    for n in 0..230_i64 {
        let (title, views) = (format!("Bài {:03}", n * 37 % 230), n * 53 % 230);
        let often = if n % 2 == 0 { "lúa" } else { "ngô" };
        let seldom = if n < 5 { "quế" } else { "sắn" };
        let body = format!("<p>{often} và {seldom}</p>");
        let time = format!("2025-{:02}-{:02}T00:00:00Z", 1 + n / 28, 1 + n % 28);
        app.article(&title).body(&body).views(views).published(at(&time)).save().await;
        made.push((title, n, views));
    }
    made
}

#[tokio::test]
async fn a_text_narrows_a_list_and_leaves_its_order_and_its_pages() {
    let app = TestApp::start_unlimited().await;
    let made = many(&app).await;
    for (text, occurs) in [
        ("lúa", (|n| n % 2 == 0) as fn(i64) -> bool),
        ("que", |n| n < 5),
        ("lúa quế", |n| n < 5 && n % 2 == 0),
        ("lúa -quế", |n| n >= 5 && n % 2 == 0),
        ("\"quế lúa\"", |_| false),
        ("lú*", |n| n % 2 == 0),
        ("bài -qu*", |n| n >= 5),
    ] {
        let mut expected: Vec<_> = made.iter().filter(|(_, n, _)| occurs(*n)).collect();
        for field in ["PUBLISHED_AT", "TITLE", "VIEW_COUNT"] {
            match field {
                "PUBLISHED_AT" => expected.sort_by_key(|(_, n, _)| *n),
                "TITLE" => expected.sort_by_key(|(title, ..)| title.clone()),
                _ => expected.sort_by_key(|(_, _, views)| *views),
            }
            for direction in ["ASC", "DESC"] {
                let titles: Vec<_> = expected.iter().map(|(title, ..)| title.clone()).collect();
                let filter = json!({ "text": text });
                let order = json!({ "field": field, "direction": direction });
                for (size, back) in [(2, false), (3, true), (60, false), (60, true)] {
                    let found = joined(&app, &filter, &order, size, back).await;
                    assert_eq!(found, titles, "{text} {field} {direction} {size} {back}");
                }
                expected.reverse();
            }
        }
        let total = "query($text: String) { articles(filter: { text: $text }) { totalCount } }";
        let total = app.data(total, json!({ "text": text })).await["articles"]["totalCount"].take();
        assert_eq!(total, expected.len());
    }
}

#[tokio::test]
async fn a_text_is_one_condition_among_others() {
    let app = TestApp::start().await;
    let (unit, other) =
        (app.unit("Huyện ủy Tiên Phước", None).await, app.unit("Sở Y tế", None).await);
    let author = app.author("Thùy Vinh", None).await;
    let named = |title: &str, unit| app.article(title).body("<p>Mùa quế chín</p>").unit(unit);
    named("Một", unit).authors(&[author]).published(at("2025-03-01T00:00:00Z")).save().await;
    named("Hai", unit).published(at("2025-04-01T00:00:00Z")).save().await;
    named("Ba", other).authors(&[author]).published(at("2025-05-01T00:00:00Z")).save().await;
    named("Bốn", unit).status(article::Status::Draft).save().await;
    app.article("Năm").unit(unit).authors(&[author]).save().await;
    let titles_of = async |filter: Value| {
        titles(&app.data(PAGE, json!({ "filter": filter })).await["articles"])
    };
    assert_eq!(titles_of(json!({ "text": "quế" })).await, ["Ba", "Hai", "Một"]);
    // The names of unit and author are found as well.
    assert_eq!(titles_of(json!({ "text": "quế phước" })).await, ["Hai", "Một"]);
    let of_unit = json!({ "text": "quế", "unit": { "id": unit_id(unit) } });
    assert_eq!(titles_of(of_unit).await, ["Hai", "Một"]);
    let of_both = json!({ "text": "quế", "authorId": author_id(author), "publishedTo": "2025-04-01T00:00:00Z" });
    assert_eq!(titles_of(of_both).await, ["Một"]);
    // Marks count as they were typed: a list has no way to say that it was relaxed.
    assert_eq!(titles_of(json!({ "text": "que" })).await.len(), 3);
    assert_eq!(titles_of(json!({ "text": "quê" })).await, [""; 0]);

    let found =
        "{ search(query: \"chín\", filter: { text: \"thùy\" }) { totalCount nodes { title } } }";
    let found = app.ask(found).await;
    assert_eq!(titles(&found["search"]), ["Ba", "Một"]);
    assert_eq!(found["search"]["totalCount"], 2);
}

#[tokio::test]
async fn every_list_of_articles_takes_a_text_and_lists_beside_each_other_share_statements() {
    let app = TestApp::start().await;
    for unit in ["Tiên Phước", "Duy Xuyên", "Đại Lộc"] {
        let unit = app.unit(&format!("Huyện ủy {unit}"), None).await;
        for title in ["Mùa quế", "Mùa lúa"] {
            app.article(title).unit(unit).views(3).save().await;
        }
    }
    let lists = "{ units { nodes { articles(filter: { text: \"quế\" }) {
            totalCount nodes { title } } } }
        mostViewed(window: ALL, filter: { text: \"lúa\" }) { title } }";
    app.statements();
    let found = app.ask(lists).await;
    // Units and their count of none; synonyms; what is near and what is found, each in one statement
    // for a wave of lists; totals.
    let statements = app.statements();
    assert!(statements <= 8, "{statements}");
    for unit in found["units"]["nodes"].as_array().unwrap() {
        assert_eq!(
            (titles(&unit["articles"]), &unit["articles"]["totalCount"]),
            (vec!["Mùa quế".to_owned()], &json!(1))
        );
    }
    assert_eq!(found["mostViewed"], json!(vec![json!({ "title": "Mùa lúa" }); 3]));
}

#[tokio::test]
async fn the_desk_takes_a_text_and_readers_find_no_draft_by_it() {
    let app = TestApp::start().await;
    let chief = app.member("tong", Role::Chief, None).await;
    for title in ["Mùa quế", "Mùa lúa"] {
        app.article(title).status(article::Status::Draft).save().await;
    }
    let desk = "{ desk(status: DRAFT, filter: { text: \"quế\" }) { totalCount nodes { title } } }";
    let found = chief.ask(desk, json!({})).await;
    assert_eq!((titles(&found), &found["totalCount"]), (vec!["Mùa quế".to_owned()], &json!(1)));
    let readers = app.data(PAGE, json!({ "filter": { "text": "mùa" } })).await;
    assert_eq!(
        (titles(&readers["articles"]).len(), &readers["articles"]["totalCount"]),
        (0, &json!(0))
    );
}

#[tokio::test]
async fn units_authors_and_terms_are_listed_by_words_of_their_names() {
    let app = TestApp::start().await;
    for name in
        ["Huyện ủy Phú Ninh", "Thị ủy Điện Bàn", "Huyện ủy Nam Giang", "Ban Dân vận Tỉnh ủy"]
    {
        app.unit(name, None).await;
    }
    for name in ["Phú Thiện", "Thùy Vinh", "Nguyễn Phương"] {
        app.author(name, None).await;
    }
    for number in [21, 22] {
        app.term(entity::congress_category::Series::Provincial, number, None).await;
    }
    let names = async |query: &str, text: &str, list: &str, name: &str| {
        let found = app.data(query, json!({ "text": text })).await[list].take();
        let nodes = if found.is_array() { found } else { found["nodes"].clone() };
        let name = |node: &Value| node[name].as_str().unwrap().to_owned();
        nodes.as_array().unwrap().iter().map(name).collect::<Vec<_>>()
    };
    let units =
        "query($text: String) { units(filter: { text: $text }) { totalCount nodes { name } } }";
    let authors = "query($text: String) { authors(filter: { text: $text }) { nodes { penName } } }";
    let terms = "query($text: String) { congressCategories(text: $text) { slug } }";
    for (text, expected) in [
        ("huyen uy", vec!["Huyện ủy Nam Giang", "Huyện ủy Phú Ninh"]),
        ("ninh phú", vec!["Huyện ủy Phú Ninh"]),
        ("uỷ đi", vec!["Thị ủy Điện Bàn"]),
        ("uỷ dan", vec!["Ban Dân vận Tỉnh ủy"]),
        ("tinh da ", vec![]),
        ("phù", vec![]),
    ] {
        assert_eq!(names(units, text, "units", "name").await, expected, "{text}");
    }
    assert_eq!(names(authors, "ph", "authors", "penName").await, ["Nguyễn Phương", "Phú Thiện"]);
    assert_eq!(names(authors, "phú", "authors", "penName").await, ["Phú Thiện"]);
    assert_eq!(names(terms, "khoá XXII", "congressCategories", "slug").await.len(), 1);
    assert_eq!(names(terms, "đại hội", "congressCategories", "slug").await.len(), 2);
}

#[tokio::test]
async fn a_text_that_says_nothing_is_a_fault_of_the_argument() {
    let app = TestApp::start().await;
    let long = "đ".repeat(257);
    for (query, argument, maximum) in [
        (
            "query($text: String) { articles(filter: { text: $text }) { totalCount } }",
            "filter.text",
            256,
        ),
        (
            "query($text: String) { units(filter: { text: $text }) { totalCount } }",
            "filter.text",
            100,
        ),
        (
            "query($text: String) { authors(filter: { text: $text }) { totalCount } }",
            "filter.text",
            100,
        ),
        ("query($text: String) { congressCategories(text: $text) { id } }", "text", 100),
    ] {
        for typed in ["", " ", "-", "🙂", &long] {
            let answer = app.ask_with(query, json!({ "text": typed })).await;
            let fault = &answer["errors"][0]["extensions"];
            let named = (&fault["code"], &fault["argument"], &fault["maximum"]);
            assert_eq!(
                named,
                (&json!("TEXT_INVALID"), &json!(argument), &json!(maximum)),
                "{typed:?}"
            );
        }
    }
}
