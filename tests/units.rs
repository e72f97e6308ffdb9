//! Units: a tree, names with dates, what became of them.

use api::content::{DatedName, NewSuccession, succeed_unit};
use chrono::NaiveDate;
use entity::unit_succession::Kind;
use serde_json::{Value, json};

use crate::support::{TestApp, app::at, make::unit_id};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn renamed() -> Vec<DatedName> {
    let change = Some(day("2015-03-11"));
    vec![
        DatedName {
            abbreviation: Some("HU Điện Bàn".to_owned()),
            valid_to: change,
            ..DatedName::always("Huyện ủy Điện Bàn".to_owned(), None)
        },
        DatedName {
            abbreviation: Some("TU Điện Bàn".to_owned()),
            valid_from: change,
            ..DatedName::always("Thị ủy Điện Bàn".to_owned(), None)
        },
    ]
}

#[tokio::test]
async fn a_unit_has_the_name_of_the_day_asked_for() {
    let app = TestApp::start().await;
    let id = unit_id(app.named_unit(renamed(), None).await);
    let data = app
        .data(
            "query($id: ID!) { unit(by: {id: $id}) { name abbreviation slug
                before: name(on: \"2015-03-10\") after: name(on: \"2015-03-11\")
                short: abbreviation(on: \"2001-01-01\")
                names { name abbreviation validFrom validTo } } }",
            json!({ "id": id }),
        )
        .await;
    let expected = json!({
        "name": "Thị ủy Điện Bàn", "abbreviation": "TU Điện Bàn", "slug": "thi-uy-dien-ban",
        "before": "Huyện ủy Điện Bàn", "after": "Thị ủy Điện Bàn", "short": "HU Điện Bàn",
        "names": [
            { "name": "Huyện ủy Điện Bàn", "abbreviation": "HU Điện Bàn", "validFrom": null, "validTo": "2015-03-11" },
            { "name": "Thị ủy Điện Bàn", "abbreviation": "TU Điện Bàn", "validFrom": "2015-03-11", "validTo": null },
        ],
    });
    assert_eq!(data["unit"], expected);
}

#[tokio::test]
async fn an_article_keeps_the_name_its_unit_bore_on_the_local_day_of_publication() {
    let app = TestApp::start().await;
    let unit = app.named_unit(renamed(), None).await;
    // One second apart; in Vietnam it is midnight between them.
    for (title, time) in [("before", "2015-03-10T16:59:59Z"), ("after", "2015-03-10T17:00:00Z")] {
        app.article(title).unit(unit).published(at(time)).save().await;
    }
    let data = app.ask("{ articles { nodes { title unit { name abbreviation slug } } } }").await;
    let unit = |title: &str, name: &str, short: &str| json!({ "title": title, "unit": { "name": name, "abbreviation": short, "slug": "thi-uy-dien-ban" } });
    let expected = json!([
        unit("after", "Thị ủy Điện Bàn", "TU Điện Bàn"),
        unit("before", "Huyện ủy Điện Bàn", "HU Điện Bàn"),
    ]);
    assert_eq!(data["articles"]["nodes"], expected);
}

#[tokio::test]
async fn the_tree_can_be_walked_up_and_down() {
    let app = TestApp::start().await;
    let root = app.unit("Tỉnh ủy", None).await;
    let middle = app.unit("Huyện ủy Quế Sơn", Some(root)).await;
    app.unit("Ban Dân vận Huyện ủy Quế Sơn", Some(middle)).await;
    app.unit("Huyện ủy Duy Xuyên", Some(root)).await;
    let data = app
        .ask(
            "{ units(filter: {topLevel: true}) { totalCount nodes { name parent { name }
                children(first: 5) { totalCount nodes { name parent { name }
                    children(kind: COMMITTEE, first: 5) { nodes { name } } } } } } }",
        )
        .await;
    let parent = json!({ "name": "Tỉnh ủy" });
    let expected = json!({ "totalCount": 1, "nodes": [{ "name": "Tỉnh ủy", "parent": null, "children": {
        "totalCount": 2,
        "nodes": [
            { "name": "Huyện ủy Duy Xuyên", "parent": parent, "children": { "nodes": [] } },
            { "name": "Huyện ủy Quế Sơn", "parent": parent, "children": {
                "nodes": [{ "name": "Ban Dân vận Huyện ủy Quế Sơn" }] } },
        ],
    } }] });
    assert_eq!(data["units"], expected);
}

#[tokio::test]
async fn what_became_of_a_unit_is_seen_from_both_ends() {
    let app = TestApp::start().await;
    let old = app.unit("Huyện ủy Nông Sơn", None).await;
    let new = app.unit("Huyện ủy Quế Sơn", None).await;
    let mut txn = app.app.system().begin().await.unwrap();
    for (predecessor_id, successor_id, kind, effective_on) in [
        (old, Some(new), Kind::MergedInto, "2025-01-01"),
        (new, None, Kind::Dissolved, "2025-07-01"),
    ] {
        let effective_on = day(effective_on);
        let basis = Some("Nghị quyết 1241/NQ-UBTVQH15".to_owned());
        let step = NewSuccession { predecessor_id, successor_id, kind, effective_on, basis };
        succeed_unit(&mut txn, step).await.unwrap();
    }
    txn.commit().await.unwrap();
    let query = "query($slug: String!) { unit(by: {slug: $slug}) {
        successors { unit { slug } kind effectiveOn basis } predecessors { unit { slug } kind } } }";
    let data = app.data(query, json!({ "slug": "huyen-uy-nong-son" })).await;
    let step = json!({ "unit": { "slug": "huyen-uy-que-son" }, "kind": "MERGED_INTO",
        "effectiveOn": "2025-01-01", "basis": "Nghị quyết 1241/NQ-UBTVQH15" });
    assert_eq!(data["unit"], json!({ "successors": [step], "predecessors": [] }));
    let data = app.data(query, json!({ "slug": "huyen-uy-que-son" })).await;
    assert_eq!(data["unit"]["successors"][0]["unit"], Value::Null);
    let from = json!([{ "unit": { "slug": "huyen-uy-nong-son" }, "kind": "MERGED_INTO" }]);
    assert_eq!(data["unit"]["predecessors"], from);
}

#[tokio::test]
async fn congress_terms_stand_by_series_and_year_and_never_by_text() {
    use entity::congress_category::Series::{National, Provincial};

    let app = TestApp::start().await;
    for (series, number, year) in [
        (Provincial, 22, Some(2020)),
        (Provincial, 1, Some(2025)),
        (National, 10, Some(2006)),
        (Provincial, 19, Some(2005)),
        (National, 9, Some(2001)),
        (Provincial, 18, Some(2001)),
    ] {
        app.term(series, number, year).await;
    }
    let data = app
        .ask(
            "{ congressCategories { label numeral startYear }
        national: congressCategories(series: NATIONAL) { number } }",
        )
        .await;
    let terms = data["congressCategories"].as_array().unwrap();
    let labels: Vec<_> = terms.iter().map(|term| term["label"].as_str().unwrap()).collect();
    // The first congress after a merger is the latest.
    assert_eq!(labels, ["Khóa IX", "Khóa X", "Khóa XVIII", "Khóa XIX", "Khóa XXII", "Khóa I"]);
    assert_eq!(data["national"], json!([{ "number": 9 }, { "number": 10 }]));
}
