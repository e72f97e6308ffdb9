//! The portal itself, which administrators change.

use entity::{
    account::Role,
    change::{Action, Node},
};
use serde_json::json;
use uuid::Uuid;

use super::desk::{id, problems};
use crate::support::TestApp;

const SITE: &str =
    "site { version name greeting contact baseUrl articleUrlTemplate unit { name } }";

#[tokio::test]
async fn the_portal_is_set_up_and_partly_changed() {
    let app = TestApp::start().await;
    let desk = app.desk(Role::Admin, None).await;
    assert_eq!(app.ask("{ site { version } }").await["site"]["version"], 0);
    let unit = app.unit("Tỉnh ủy Quảng Nam", None).await;
    let since = app.change_count().await;
    let input = json!({
        "version": 0, "name": "Cổng tin", "greeting": "Chào mừng bạn đến với Trang !",
        "contact": "Văn phòng\nTỉnh ủy", "baseUrl": "https://quangnam.example.vn",
        "articleUrlTemplate": "/tin/{slug}.html", "unitId": id("unt", unit),
    });
    let payload = desk.run("siteUpdate", input, SITE).await;
    let expected = json!({
        "version": 1, "name": "Cổng tin", "greeting": "Chào mừng bạn đến với Trang !",
        "contact": "Văn phòng\nTỉnh ủy", "baseUrl": "https://quangnam.example.vn",
        "articleUrlTemplate": "/tin/{slug}.html", "unit": { "name": "Tỉnh ủy Quảng Nam" },
    });
    assert_eq!(payload["site"], expected);
    let expected = [(Node::Site, Uuid::nil(), Action::Upserted)];
    assert_eq!(app.changes_since(since).await, expected);

    let input = json!({ "version": 1, "greeting": null });
    let payload = desk.run("siteUpdate", input, SITE).await;
    let site = &payload["site"];
    assert_eq!((&site["greeting"], &site["name"]), (&json!(null), &json!("Cổng tin")));
    desk.changes_nothing("siteUpdate", json!({ "version": 2, "name": "Cổng tin" })).await;
    // The template makes addresses from now on.
    app.article("Dân vận khéo").save().await;
    let url = "https://www.quangnam.example.vn/tin/dan-van-kheo.html?utm_source=zalo";
    let data = app.ask(&format!(r#"{{ resolveUrl(url: "{url}") {{ status path }} }}"#)).await;
    let expected = json!({ "status": "CURRENT", "path": "/tin/dan-van-kheo.html" });
    assert_eq!(data["resolveUrl"], expected);
}

#[tokio::test]
async fn what_is_wrong_with_the_portal_is_told_at_once() {
    let app = TestApp::start().await;
    let desk = app.desk(Role::Admin, None).await;
    let input = json!({
        "version": 1, "name": null, "greeting": "a".repeat(1001), "contact": "a\rb",
        "baseUrl": "https://quangnam.example.vn/", "articleUrlTemplate": "/tin/{slug}/{slug}",
        "unitId": id("unt", Uuid::from_u128(7)),
    });
    let expected = [
        ("REQUIRED", "input.name"),
        ("TOO_LONG", "input.greeting"),
        ("INVALID", "input.contact"),
        ("INVALID", "input.baseUrl"),
        ("INVALID", "input.articleUrlTemplate"),
        ("VERSION_CONFLICT", "input.version"),
        ("REFERENCE_NOT_FOUND", "input.unitId"),
    ];
    assert_eq!(desk.refused("siteUpdate", input).await, problems(&expected));
}

#[tokio::test]
async fn the_unit_whose_portal_it_is_stays() {
    let app = TestApp::start().await;
    let desk = app.desk(Role::Admin, None).await;
    let unit = id("unt", app.unit("Tỉnh ủy", None).await);
    desk.run("siteUpdate", json!({ "version": 0, "unitId": unit }), "").await;
    let input = json!({ "id": unit, "version": 1 });
    assert_eq!(desk.message("unitDelete", input).await, "It is used by: 1 portals");
}
