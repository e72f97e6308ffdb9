//! What a search keeps to beside its rules: who sees what, pages, statements, and that it follows
//! every write at once. The rules themselves are cases in `search`.

mod kept;
mod listed;
mod seen;

use serde_json::{Value, json};

use crate::support::{TestApp, app::at};

impl TestApp {
    /// The titles that are found, best first.
    async fn found(&self, query: &str) -> Vec<String> {
        let page = "query($query: String!) { search(query: $query) { nodes { title } } }";
        titles(&self.data(page, json!({ "query": query })).await["search"])
    }
}

fn titles(connection: &Value) -> Vec<String> {
    let nodes = connection["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn titles_stand_above_texts_and_newer_above_older() {
    let app = TestApp::start().await;
    let body = "<p>Bàn về công tác dân vận.</p>";
    app.article("Bản tin").body(body).published(at("2025-12-01T00:00:00Z")).save().await;
    app.article("Vận động nhân dân").published(at("2025-11-01T00:00:00Z")).save().await;
    app.article("Dân vận khéo").published(at("2025-01-01T00:00:00Z")).save().await;
    app.article("Công tác dân vận").published(at("2025-01-02T00:00:00Z")).save().await;
    app.article("Thời tiết").save().await;
    let expected = ["Công tác dân vận", "Dân vận khéo", "Vận động nhân dân", "Bản tin"];
    assert_eq!(app.found("dân vận").await, expected);
    assert_eq!(app.found("dan van").await, expected);
    assert_eq!(app.found("\"dan van\"").await, ["Công tác dân vận", "Dân vận khéo", "Bản tin"]);
    assert_eq!(
        app.found("dân vận -khéo -bản").await,
        expected[..1].iter().chain(&expected[2..3]).copied().collect::<Vec<_>>()
    );
    assert_eq!(app.found("thời ti*").await, ["Thời tiết"]);
}

#[tokio::test]
async fn marks_are_left_out_only_where_nothing_has_them() {
    let app = TestApp::start().await;
    app.article("Đảng bộ tỉnh").published(at("2024-01-01T00:00:00Z")).save().await;
    app.article("Dạng bài").save().await;
    let query = "query($query: String!) {
        search(query: $query) { relaxed totalCount nodes { title } } }";
    let ask = async |typed: &str| app.data(query, json!({ "query": typed })).await["search"].take();
    let found = |relaxed: bool, titles: &[&str]| {
        let nodes: Vec<_> = titles.iter().map(|title| json!({ "title": title })).collect();
        json!({ "relaxed": relaxed, "totalCount": titles.len(), "nodes": nodes })
    };
    assert_eq!(ask("Đảng").await, found(false, &["Đảng bộ tỉnh"]));
    assert_eq!(ask("dang").await, found(false, &["Dạng bài", "Đảng bộ tỉnh"]));
    assert_eq!(ask("đãng").await, found(true, &["Dạng bài", "Đảng bộ tỉnh"]));
    assert_eq!(ask("đèn").await, found(false, &[]));
    assert_eq!(ask("đãng -bai").await, found(true, &["Đảng bộ tỉnh"]));
}

#[tokio::test]
async fn pages_joined_are_the_whole_in_either_direction() {
    let app = TestApp::start().await;
    for n in 0..7 {
        let time = format!("2025-01-01T00:00:00.{:03}Z", n % 3);
        let title =
            if n % 2 == 0 { format!("Hội nghị {n}") } else { format!("Nghị hội {n}") };
        app.article(&title).published(at(&time)).save().await;
        app.article(&format!("Tin {n}")).body("<p>hội nghị</p>").save().await;
    }
    let all = app.found("hoi nghi").await;
    assert_eq!(all.len(), 14);
    let page = "query($first: Int, $after: String, $last: Int, $before: String) {
        search(query: \"hoi nghi\", first: $first, after: $after, last: $last, before: $before) {
            nodes { title } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";
    for size in [1, 3, 5, 14] {
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        let (mut after, mut before) = (Value::Null, Value::Null);
        loop {
            let found =
                app.data(page, json!({ "first": size, "after": after })).await["search"].take();
            forth.extend(titles(&found));
            after = found["pageInfo"]["endCursor"].clone();
            if found["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        loop {
            let found =
                app.data(page, json!({ "last": size, "before": before })).await["search"].take();
            back.splice(0..0, titles(&found));
            before = found["pageInfo"]["startCursor"].clone();
            if found["pageInfo"]["hasPreviousPage"] == false {
                break;
            }
        }
        assert_eq!((&forth, &back), (&all, &all), "{size}");
    }
}

#[tokio::test]
async fn highlights_are_cut_from_the_text_itself() {
    let app = TestApp::start().await;
    let author = app.author("Thuỳ Vinh", None).await;
    let body = "<p>Tại Hội nghị, Tỉnh uỷ biểu dương.</p>";
    app.article("Kết luận 62-KL/TW").body(body).authors(&[author]).save().await;
    let query = "query($query: String!) { search(query: $query) { edges { score highlights {
        field fragments { text matched } } } } }";
    let found = app.data(query, json!({ "query": "hội nghị thùy 62 kl" })).await;
    assert_eq!(
        found["search"]["edges"],
        json!([{ "score": 0.2, "highlights": [
            { "field": "TITLE", "fragments": [
                { "text": "Kết luận ", "matched": false }, { "text": "62", "matched": true },
                { "text": "-", "matched": false }, { "text": "KL", "matched": true },
                { "text": "/TW", "matched": false } ] },
            { "field": "AUTHOR", "fragments": [
                { "text": "Thuỳ", "matched": true }, { "text": " Vinh", "matched": false } ] },
            { "field": "BODY", "fragments": [
                { "text": "Tại ", "matched": false }, { "text": "Hội nghị", "matched": true },
                { "text": ", Tỉnh uỷ biểu dương.", "matched": false } ] },
        ] }])
    );
}

#[tokio::test]
async fn nothing_to_look_for_is_a_fault_of_the_argument() {
    let app = TestApp::start().await;
    let query = "query($query: String!) { search(query: $query) { totalCount } }";
    let long = "đ".repeat(257);
    for typed in ["", " \n", "\0", "-", "* \"", "🙂", "-hội", &long, &"a ".repeat(5_000)] {
        let answer = app.ask_with(query, json!({ "query": typed })).await;
        assert_eq!(answer["data"]["search"], Value::Null, "{typed:?}");
        let fault = &answer["errors"][0]["extensions"];
        assert_eq!((&fault["code"], &fault["argument"]), (&json!("TEXT_INVALID"), &json!("query")));
        assert_eq!(fault["maximum"], 256);
    }
    let decomposed = "e\u{302}\u{301}".repeat(256);
    assert_eq!(app.data(query, json!({ "query": decomposed })).await["search"]["totalCount"], 0);
}

#[tokio::test]
async fn whatever_is_typed_reaches_no_operator() {
    let app = TestApp::start().await;
    app.article("Hội nghị OR NOT NEAR AND").save().await;
    let most = "ă ".repeat(128);
    let pairs = "a1 ".repeat(85);
    for typed in [
        "hội' OR '1",
        "title:hội",
        "NEAR(hội nghị)",
        "hội & | ! <-> nghị",
        "(hội",
        "hội:*",
        "^hội",
        "te:hội",
        "hội)",
        "\\",
        "{hội}",
        "hội + nghị",
        "a\u{0}b'",
        "%_",
        most.trim(),
        pairs.trim(),
        "hội* nghị* or* \"not",
        "'':*",
        "\u{202e}hội",
        "ﬁ ǆ İ ß",
        "-\"a -b",
        "1*2",
    ] {
        let answer = app
            .ask_with(
                "query($q: String!) { search(query: $q) { totalCount nodes { id } } }",
                json!({ "q": typed }),
            )
            .await;
        let fault = &answer["errors"][0]["extensions"]["code"];
        assert!(fault.is_null() || fault == "TEXT_INVALID", "{typed}: {answer}");
    }
    assert_eq!(app.found("NEAR hội OR").await.len(), 1);
    assert_eq!(app.found("hội:*").await.len(), 1);
}

#[tokio::test]
async fn short_forms_find_what_they_stand_for() {
    let app = TestApp::start().await;
    app.article("Họp UBND tỉnh").published(at("2024-01-01T00:00:00Z")).save().await;
    app.article("Họp Uỷ ban nhân dân tỉnh").published(at("2024-01-02T00:00:00Z")).save().await;
    app.article("Ủy ban tỉnh bàn về nhân dân").published(at("2024-01-03T00:00:00Z")).save().await;
    let both = ["Họp Uỷ ban nhân dân tỉnh", "Họp UBND tỉnh"];
    assert_eq!(app.found("ubnd tỉnh").await, both);
    let three = [both[0], both[1], "Ủy ban tỉnh bàn về nhân dân"];
    assert_eq!(app.found("ủy ban nhân dân tỉnh").await, three);
    assert_eq!(app.found("\"ubnd tỉnh\"").await, [both[1]]);
}
