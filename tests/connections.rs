//! Connections of units, authors and polls: pages in both directions, sizes.

use serde_json::{Value, json};

use crate::support::{TestApp, make};

async fn walk(app: &TestApp, field: &str, name: &str, backward: bool) -> Vec<String> {
    let (size, cursor_name, more, end) = match backward {
        false => ("first", "after", "hasNextPage", "endCursor"),
        true => ("last", "before", "hasPreviousPage", "startCursor"),
    };
    let mut all: Vec<String> = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let query = format!(
            "query($c: String) {{ {field}({size}: 2, {cursor_name}: $c) {{ totalCount nodes {{ {name} }}
             edges {{ cursor }} pageInfo {{ {more} {end} startCursor endCursor }} }} }}"
        );
        let data = app.data(&query, json!({ "c": cursor })).await;
        let page = &data[field];
        let nodes = page["nodes"].as_array().unwrap();
        let names: Vec<_> =
            nodes.iter().map(|node| node[name].as_str().unwrap().to_owned()).collect();
        assert_eq!(page["edges"][0]["cursor"], page["pageInfo"]["startCursor"]);
        all = if backward { [names, all].concat() } else { [all, names].concat() };
        cursor = page["pageInfo"][end].clone();
        if page["pageInfo"][more] == false {
            assert_eq!(page["totalCount"], all.len());
            return all;
        }
    }
}

#[tokio::test]
async fn pages_of_units_are_in_the_order_of_their_places() {
    let app = TestApp::start().await;
    // The eighteen of 2020, without the type in front of the name: the CLDR order of `vi`.
    let sorted = [
        "Huyện ủy Bắc Trà My",
        "Huyện ủy Duy Xuyên",
        "Huyện ủy Đại Lộc",
        "Thị ủy Điện Bàn",
        "Huyện ủy Đông Giang",
        "Huyện ủy Hiệp Đức",
        "Thành ủy Hội An",
        "Huyện ủy Nam Giang",
        "Huyện ủy Nam Trà My",
        "Huyện ủy Nông Sơn",
        "Huyện ủy Núi Thành",
        "Huyện ủy Phú Ninh",
        "Huyện ủy Phước Sơn",
        "Huyện ủy Quế Sơn",
        "Thành ủy Tam Kỳ",
        "Huyện ủy Tây Giang",
        "Huyện ủy Thăng Bình",
        "Huyện ủy Tiên Phước",
    ];
    let mut shuffled = sorted;
    shuffled.sort_by_key(|name| name.bytes().rev().collect::<Vec<_>>());
    for name in shuffled {
        app.unit(name, None).await;
    }
    assert_eq!(walk(&app, "units", "name", false).await, sorted);
    assert_eq!(walk(&app, "units", "name", true).await, sorted);
}

#[tokio::test]
async fn pages_of_authors_are_in_the_order_of_given_names() {
    let app = TestApp::start().await;
    for name in ["Thúy Lan", "Võ Văn Nhàn", "Đặng An", "Lê Thị Ánh", "Lan"] {
        app.author(name, None).await;
    }
    let sorted = ["Đặng An", "Lê Thị Ánh", "Lan", "Thúy Lan", "Võ Văn Nhàn"];
    assert_eq!(walk(&app, "authors", "penName", false).await, sorted);
    assert_eq!(walk(&app, "authors", "penName", true).await, sorted);
}

#[tokio::test]
async fn pages_of_polls_begin_with_the_latest() {
    let app = TestApp::start().await;
    for (question, day) in [("a", 1), ("b", 3), ("c", 2)] {
        let opens_at = crate::support::app::at(&format!("2025-01-0{day}T00:00:00Z"));
        app.poll(api::content::NewPoll { opens_at, ..make::poll(question, &[1, 2]) }).await;
    }
    assert_eq!(walk(&app, "polls", "question", false).await, ["b", "c", "a"]);
    assert_eq!(walk(&app, "polls", "question", true).await, ["b", "c", "a"]);
}
