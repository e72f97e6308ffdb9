//! Congress terms: numbers, years, and what hangs on them.

use entity::congress_category::Series;
use serde_json::{Value, json};

use super::desk::{id, problems};
use crate::support::TestApp;

const TERM: &str = "congressCategory { id slug label startYear endYear version unit { name } }";

fn term(number: i32, more: Value) -> Value {
    let mut input = json!({ "series": "PROVINCIAL", "number": number });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn a_term_is_created_and_partly_changed() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let unit = app.unit("Tỉnh ủy Quảng Nam", None).await;
    let more = json!({ "unitId": id("unt", unit), "startYear": 2015, "endYear": 2020 });
    let payload = desk.run("congressCategoryCreate", term(21, more), TERM).await;
    let created = payload["congressCategory"].clone();
    let expected = json!({
        "id": created["id"], "slug": "khoa-xxi", "label": "Khóa XXI", "startYear": 2015,
        "endYear": 2020, "version": 1, "unit": { "name": "Tỉnh ủy Quảng Nam" },
    });
    assert_eq!(created, expected);
    // The next one begins in the year in which this one ends.
    let more = json!({ "unitId": id("unt", unit), "startYear": 2020, "slug": "nhiem-ky-nay" });
    let payload = desk.run("congressCategoryCreate", term(22, more), TERM).await;
    assert_eq!(payload["congressCategory"]["slug"], "nhiem-ky-nay");
    let input = json!({ "id": created["id"], "version": 1, "endYear": null, "slug": "khoa-21" });
    let payload = desk.run("congressCategoryUpdate", input.clone(), TERM).await;
    let changed = &payload["congressCategory"];
    assert_eq!((&changed["endYear"], &changed["startYear"]), (&json!(null), &json!(2015)));
    for slug in ["khoa-xxi", "khoa-21"] {
        let query = format!(r#"{{ congressCategory(by: {{slug: "{slug}"}}) {{ slug }} }}"#);
        assert_eq!(app.ask(&query).await["congressCategory"]["slug"], "khoa-21");
    }
    let mut same = input;
    same["version"] = json!(2);
    desk.changes_nothing("congressCategoryUpdate", same).await;
}

#[tokio::test]
async fn a_number_is_taken_once_by_each_unit_and_in_each_series_without_units() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let quang_nam = json!({ "unitId": id("unt", app.unit("Quảng Nam", None).await) });
    let da_nang = json!({ "unitId": id("unt", app.unit("Đà Nẵng", None).await) });
    for more in [&quang_nam, &da_nang, &json!({}), &json!({ "series": "NATIONAL" })] {
        desk.run("congressCategoryCreate", term(12, more.clone()), "").await;
    }
    let taken = problems(&[("TAKEN", "input.number")]);
    for more in [&quang_nam, &json!({}), &json!({ "series": "NATIONAL" })] {
        assert_eq!(desk.refused("congressCategoryCreate", term(12, more.clone())).await, taken);
    }
    let payload = desk.run("congressCategoryCreate", term(13, quang_nam), TERM).await;
    let input = json!({ "id": payload["congressCategory"]["id"], "version": 1, "number": 12 });
    assert_eq!(desk.refused("congressCategoryUpdate", input).await, taken);
}

#[tokio::test]
async fn what_is_wrong_with_a_term_is_told_at_once() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let more = json!({
        "startYear": 2020, "endYear": 2015, "openedOn": "2020-10-13", "closedOn": "2020-10-11",
        "introduction": "", "unitId": "unt_x",
    });
    let expected = [
        ("ID_INVALID", "input.unitId"),
        ("INVALID", "input.number"),
        ("REQUIRED", "input.introduction"),
        ("TIME_INVALID", "input.endYear"),
        ("TIME_INVALID", "input.closedOn"),
    ];
    let refused = desk.refused("congressCategoryCreate", term(100, more)).await;
    assert_eq!(refused, problems(&expected));
    let unit = id("unt", app.unit("Tỉnh ủy", None).await);
    let national = term(13, json!({ "series": "NATIONAL", "unitId": unit }));
    let expected = problems(&[("INVALID", "input.unitId")]);
    assert_eq!(desk.refused("congressCategoryCreate", national).await, expected);
}

#[tokio::test]
async fn a_term_on_which_articles_hang_is_not_deleted() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let used = app.term(Series::National, 12, Some(2016)).await;
    let free = app.term(Series::National, 13, Some(2021)).await;
    app.article("Bài").terms(&[used]).save().await;
    let delete = |term| json!({ "id": id("cat", term), "version": 1 });
    let in_use = problems(&[("IN_USE", "input.id")]);
    assert_eq!(desk.refused("congressCategoryDelete", delete(used)).await, in_use);
    let message = desk.message("congressCategoryDelete", delete(used)).await;
    assert_eq!(message, "It is used by: 1 articles");
    let shown = "deletedCongressCategoryId";
    let payload = desk.run("congressCategoryDelete", delete(free), shown).await;
    assert_eq!(payload[shown], id("cat", free));
    // Its number and its slug are free again.
    let again = term(13, json!({ "series": "NATIONAL" }));
    let payload = desk.run("congressCategoryCreate", again, TERM).await;
    assert_eq!(payload["congressCategory"]["slug"], "khoa-xiii");
}
