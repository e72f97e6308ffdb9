//! What the demo shows.

use api::content::fill_with_demo;
use serde_json::json;

use crate::support::TestApp;

async fn demo() -> TestApp {
    let app = TestApp::start().await;
    fill_with_demo(&app.app.system()).await.unwrap().unwrap();
    app
}

#[tokio::test]
async fn the_eighteen_committees_of_2020_have_ended_each_in_its_way() {
    let app = demo().await;
    let query = "{ unit(by: {slug: \"tinh-uy-quang-nam\"}) { dissolvedOn
        children(first: 30, kind: COMMITTEE) {
            nodes { name dissolvedOn successors { kind effectiveOn unit { name } }
                children(first: 20) { nodes { name dissolvedOn } } } } } }";
    let mut data = app.ask(query).await;
    assert_eq!(data["unit"]["dissolvedOn"], json!(null));
    let committees = data["unit"]["children"]["nodes"].take();
    let committees = committees.as_array().unwrap();
    assert_eq!(committees.len(), 18);
    for committee in committees {
        let (end, kind, successor) = match committee["name"].as_str().unwrap() {
            "Huyện ủy Nông Sơn" => {
                ("2025-01-01", "MERGED_INTO", json!({ "name": "Huyện ủy Quế Sơn" }))
            }
            _ => ("2025-07-01", "DISSOLVED", json!(null)),
        };
        assert_eq!(committee["dissolvedOn"], end, "{committee}");
        let step = json!({ "kind": kind, "effectiveOn": end, "unit": successor });
        assert_eq!(committee["successors"], json!([step]), "{committee}");
        for department in committee["children"]["nodes"].as_array().unwrap() {
            assert!(department["dissolvedOn"].as_str().unwrap() <= end, "{department}");
        }
    }
}

#[tokio::test]
async fn old_addresses_lead_to_their_articles_or_are_gone() {
    let app = demo().await;
    let query = "query($url: String!) { resolveUrl(url: $url) { status path } }";
    let town = "/tin/dien-ban-hang-rao-lui-lai-duong-lang-rong-them";
    let village = "/tin/que-son-moi-to-dan-van-nhan-giup-mot-gia-dinh-ra-khoi-canh-ngheo";
    for (url, expected) in [
        ("http://cu.example.org/chi-tiet?id=46", json!({ "status": "MOVED", "path": village })),
        (
            "https://www.cu.example.org/tin/h%C3%A0ng-r%C3%A0o-l%C3%B9i-l%E1%BA%A1i.aspx?itemid=12&utm_source=zalo",
            json!({ "status": "MOVED", "path": town }),
        ),
        ("http://cu.example.org/chi-tiet?id=46807", json!({ "status": "GONE", "path": null })),
        ("http://cu.example.org/chi-tiet?id=1", json!(null)),
    ] {
        assert_eq!(app.data(query, json!({ "url": url })).await["resolveUrl"], expected, "{url}");
    }
}

#[tokio::test]
async fn whoever_is_quoted_stands_between_quotation_marks() {
    let app = demo().await;
    let query = "{ articles(first: 60) { nodes { title body { blocks {
        ... on QuoteBlock { paragraphs { spans { text } } } } } } } }";
    let data = app.ask(query).await;
    let mut quotes = 0;
    for article in data["articles"]["nodes"].as_array().unwrap() {
        for block in article["body"]["blocks"].as_array().unwrap() {
            for paragraph in block["paragraphs"].as_array().into_iter().flatten() {
                let text = paragraph["spans"][0]["text"].as_str().unwrap();
                assert!(text.starts_with('“') && text.contains("”, "), "{text}");
                quotes += 1;
            }
        }
    }
    assert_eq!(quotes, 6);
}
