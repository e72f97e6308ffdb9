//! The order of units among their siblings.

use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{id, problems, raw};
use crate::support::TestApp;

/// The names of all units below one, from both ends, a page of two at a time.
async fn children(app: &TestApp, parent: Uuid) -> Vec<String> {
    let page = async |arguments: &str| {
        let query = format!(
            r#"{{ unit(by: {{id: "{}"}}) {{ children({arguments}) {{ nodes {{ name }}
                pageInfo {{ endCursor startCursor hasNextPage hasPreviousPage }} }} }} }}"#,
            id("unt", parent)
        );
        app.ask(&query).await["unit"]["children"].clone()
    };
    let names = |page: &Value| -> Vec<String> {
        let nodes = page["nodes"].as_array().unwrap().iter();
        nodes.map(|node| node["name"].as_str().unwrap().to_owned()).collect()
    };
    let mut forward = Vec::new();
    let mut next = page("first: 2").await;
    loop {
        forward.extend(names(&next));
        if next["pageInfo"]["hasNextPage"] == json!(false) {
            break;
        }
        next = page(&format!("first: 2, after: {}", next["pageInfo"]["endCursor"])).await;
    }
    let mut backward = Vec::new();
    let mut next = page("last: 2").await;
    loop {
        backward.splice(0..0, names(&next));
        if next["pageInfo"]["hasPreviousPage"] == json!(false) {
            break;
        }
        next = page(&format!("last: 2, before: {}", next["pageInfo"]["startCursor"])).await;
    }
    assert_eq!(forward, backward);
    forward
}

#[tokio::test]
async fn units_stand_as_editors_put_them_and_later_ones_behind_by_name() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let parent = app.unit("Tỉnh ủy Quảng Nam", None).await;
    let mut units = Vec::new();
    for name in ["An", "Bình", "Cảnh"] {
        units.push(app.unit(name, Some(parent)).await);
    }
    assert_eq!(children(&app, parent).await, ["An", "Bình", "Cảnh"]);
    let seen = |order: &[(usize, i32)]| -> Value {
        let order = order.iter();
        let units: Vec<_> = order
            .map(|(place, version)| json!({ "id": id("unt", units[*place]), "version": version }))
            .collect();
        json!({ "parentId": id("unt", parent), "units": units })
    };
    let order = seen(&[(2, 1), (0, 1), (1, 1)]);
    let payload = desk.run("unitsReorder", order.clone(), "units { name }").await;
    let names = json!([{ "name": "Cảnh" }, { "name": "An" }, { "name": "Bình" }]);
    assert_eq!(payload["units"], names);
    assert_eq!(children(&app, parent).await, ["Cảnh", "An", "Bình"]);
    // Whoever has seen the order before is told.
    let stale = [0, 1, 2].map(|place| format!("input.units.{place}.version"));
    let stale = stale.each_ref().map(|field| ("VERSION_CONFLICT", field.as_str()));
    assert_eq!(desk.refused("unitsReorder", order).await, problems(&stale));
    desk.changes_nothing("unitsReorder", seen(&[(2, 2), (0, 2), (1, 2)])).await;
    // Only what moves gets a version.
    desk.run("unitsReorder", seen(&[(2, 2), (1, 2), (0, 2)]), "").await;
    let input = json!({ "id": id("unt", units[2]), "version": 2, "name": "Xuân" });
    desk.run("unitUpdate", input, "").await;
    // A place outlives a new name.
    assert_eq!(children(&app, parent).await, ["Xuân", "Bình", "An"]);
    for name in ["Dũng", "Chi"] {
        app.unit(name, Some(parent)).await;
    }
    assert_eq!(children(&app, parent).await, ["Xuân", "Bình", "An", "Chi", "Dũng"]);
    // Somewhere else it has no place yet.
    let other = app.unit("Tỉnh ủy Quảng Ngãi", None).await;
    app.unit("Ba", Some(other)).await;
    let moved = json!({ "id": id("unt", units[2]), "version": 3, "parentId": id("unt", other) });
    desk.run("unitUpdate", moved, "").await;
    assert_eq!(children(&app, other).await, ["Ba", "Xuân"]);
}

#[tokio::test]
async fn an_order_of_units_names_all_siblings_and_nobody_else() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two] = [app.unit("Một", None).await, app.unit("Hai", None).await];
    let below = app.unit("Ba", Some(one)).await;
    let units = |ids: &[Uuid]| -> Value {
        ids.iter().map(|unit| json!({ "id": id("unt", *unit), "version": 1 })).collect()
    };
    for (ids, expected) in [
        (vec![one], vec![("REQUIRED", "input.units")]),
        (vec![two, one, below], vec![("REFERENCE_NOT_FOUND", "input.units.2")]),
        (vec![two, two], vec![("DUPLICATE", "input.units.1"), ("REQUIRED", "input.units")]),
    ] {
        let input = json!({ "units": units(&ids) });
        assert_eq!(desk.refused("unitsReorder", input).await, problems(&expected), "{ids:?}");
    }
    let nowhere = json!({ "parentId": id("unt", Uuid::from_u128(7)), "units": [] });
    let expected = problems(&[("REFERENCE_NOT_FOUND", "input.parentId")]);
    assert_eq!(desk.refused("unitsReorder", nowhere).await, expected);
    let payload = desk.run("unitsReorder", json!({ "units": units(&[two, one]) }), "units { id }");
    assert_eq!(raw(&payload.await["units"][0]["id"]), two);
}
