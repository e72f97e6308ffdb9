//! Link directories and links: what they say, and in which order.

use entity::{
    change::{Action, Node},
    link,
};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{Desk, id, problems, raw};
use crate::support::TestApp;

const DIRECTORY: &str = "linkDirectory { id slug title version }";
const LINK: &str = "link { id title url active version directory { title } }";

async fn directory(desk: &Desk<'_>, title: &str) -> Value {
    let payload = desk.run("linkDirectoryCreate", json!({ "title": title }), DIRECTORY).await;
    payload["linkDirectory"]["id"].clone()
}

/// Directories in the versions that somebody has seen.
fn seen(directories: &[(&Value, i32)]) -> Value {
    directories.iter().map(|(id, version)| json!({ "id": id, "version": version })).collect()
}

async fn link(desk: &Desk<'_>, directory: &Value, title: &str) -> Value {
    let url = format!("https://{title}.example.vn");
    let input = json!({ "directoryId": directory, "title": title, "url": url });
    desk.run("linkCreate", input, LINK).await["link"]["id"].clone()
}

/// Titles of directories with those of their links, as readers see them.
async fn page(app: &TestApp) -> Value {
    let data = app.ask("{ linkDirectories { title links { title } } }").await;
    let titles = |rows: &Value| -> Vec<Value> {
        rows.as_array().unwrap().iter().map(|row| row["title"].clone()).collect()
    };
    let rows = data["linkDirectories"].as_array().unwrap().iter();
    rows.map(|row| json!([row["title"], titles(&row["links"])])).collect()
}

/// The places of all links, of whatever directory.
async fn places(app: &TestApp) -> Vec<(String, i32)> {
    let links = link::Entity::find().order_by_asc(link::Column::Title);
    let links = links.all(&app.db.write).await.unwrap();
    links.into_iter().map(|link| (link.title, link.position)).collect()
}

#[tokio::test]
async fn directories_are_created_changed_and_put_in_order() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two, three] = [
        directory(&desk, "Trung ương").await,
        directory(&desk, "Tỉnh").await,
        directory(&desk, "Báo").await,
    ];
    let since = app.change_count().await;
    let order = json!({ "linkDirectories": seen(&[(&three, 1), (&one, 1), (&two, 1)]) });
    let payload = desk.run("linkDirectoriesReorder", order.clone(), "linkDirectories { title }");
    let titles = json!([{ "title": "Báo" }, { "title": "Trung ương" }, { "title": "Tỉnh" }]);
    assert_eq!(payload.await["linkDirectories"], titles);
    assert_eq!(page(&app).await, json!([["Báo", []], ["Trung ương", []], ["Tỉnh", []]]));
    assert_eq!(app.changes_since(since).await.len(), 3);
    // Whoever has seen the order before is told, and who has seen this one changes nothing.
    let expected = [0, 1, 2].map(|place| format!("input.linkDirectories.{place}.version"));
    let expected = expected.each_ref().map(|field| ("VERSION_CONFLICT", field.as_str()));
    assert_eq!(desk.refused("linkDirectoriesReorder", order).await, problems(&expected));
    let order = json!({ "linkDirectories": seen(&[(&three, 2), (&one, 2), (&two, 2)]) });
    desk.changes_nothing("linkDirectoriesReorder", order).await;

    let input = json!({ "id": one, "version": 2, "title": "Trung ương Đảng", "slug": "dang" });
    let payload = desk.run("linkDirectoryUpdate", input, DIRECTORY).await;
    let expected = json!({ "id": one, "slug": "dang", "title": "Trung ương Đảng", "version": 3 });
    assert_eq!(payload["linkDirectory"], expected);
    for slug in ["trung-uong", "dang"] {
        let query = format!(r#"{{ linkDirectory(by: {{slug: "{slug}"}}) {{ id }} }}"#);
        assert_eq!(app.ask(&query).await["linkDirectory"]["id"], one);
    }
    desk.run("linkDirectoryDelete", json!({ "id": three, "version": 2 }), "").await;
    assert_eq!(page(&app).await, json!([["Trung ương Đảng", []], ["Tỉnh", []]]));
    // Those behind it moved up, but the order that somebody has seen of them is the same.
    let order = json!({ "linkDirectories": seen(&[(&two, 2), (&one, 3)]) });
    desk.run("linkDirectoriesReorder", order, "").await;
}

#[tokio::test]
async fn an_order_that_is_not_of_all_is_refused() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two] = [directory(&desk, "Một").await, directory(&desk, "Hai").await];
    let nobody = id("dir", Uuid::from_u128(7));
    let nobody = json!(nobody);
    let wrong = json!("x");
    for (ids, expected) in [
        (vec![&one], vec![("REQUIRED", "input.linkDirectories")]),
        (
            vec![&one, &one],
            vec![("DUPLICATE", "input.linkDirectories.1"), ("REQUIRED", "input.linkDirectories")],
        ),
        (vec![&one, &two, &nobody], vec![("REFERENCE_NOT_FOUND", "input.linkDirectories.2")]),
        (vec![&one, &wrong], vec![("ID_INVALID", "input.linkDirectories.1.id")]),
        (vec![], vec![("REQUIRED", "input.linkDirectories")]),
    ] {
        let order: Vec<_> = ids.iter().map(|id| (*id, 1)).collect();
        let order = json!({ "linkDirectories": seen(&order) });
        let refused = desk.refused("linkDirectoriesReorder", order).await;
        assert_eq!(refused, problems(&expected), "{ids:?}");
    }
    let a = link(&desk, &one, "a").await;
    let foreign = link(&desk, &two, "b").await;
    let order = json!({ "id": one, "version": 1, "linkIds": [a, foreign] });
    let expected = problems(&[("REFERENCE_NOT_FOUND", "input.linkIds.1")]);
    assert_eq!(desk.refused("linksReorder", order).await, expected);
}

#[tokio::test]
async fn links_stand_without_gaps_whatever_comes_and_goes() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two] = [directory(&desk, "Một").await, directory(&desk, "Hai").await];
    let [a, b, c] =
        [link(&desk, &one, "a").await, link(&desk, &one, "b").await, link(&desk, &one, "c").await];
    let d = link(&desk, &two, "d").await;
    let order = json!({ "id": one, "version": 1, "linkIds": [c, a, b] });
    let payload =
        desk.run("linksReorder", order.clone(), "linkDirectory { links { title } }").await;
    let titles = json!([{ "title": "c" }, { "title": "a" }, { "title": "b" }]);
    assert_eq!(payload["linkDirectory"]["links"], titles);
    let stale = problems(&[("VERSION_CONFLICT", "input.version")]);
    assert_eq!(desk.refused("linksReorder", order).await, stale);
    let order = json!({ "id": one, "version": 2, "linkIds": [c, a, b] });
    desk.changes_nothing("linksReorder", order).await;
    // One moves to the other directory, behind what is there.
    let input = json!({ "id": c, "version": 1, "directoryId": two });
    let payload = desk.run("linkUpdate", input, LINK).await;
    assert_eq!(payload["link"]["directory"]["title"], "Hai");
    assert_eq!(page(&app).await, json!([["Một", ["a", "b"]], ["Hai", ["d", "c"]]]));
    let since = app.change_count().await;
    desk.run("linkDelete", json!({ "id": d, "version": 1 }), "deletedLinkId").await;
    assert_eq!(
        app.changes_since(since).await,
        [(Node::LinkDirectory, raw(&two), Action::Upserted)]
    );
    let at = |title: &str, place: i32| (title.to_owned(), place);
    assert_eq!(places(&app).await, [at("a", 0), at("b", 1), at("c", 0)]);
}

#[tokio::test]
async fn readers_see_active_links_and_hear_only_of_those() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = directory(&desk, "Một").await;
    let since = app.change_count().await;
    let input = json!({
        "directoryId": one, "title": "ẩn", "url": "https://an.example.vn", "active": false,
    });
    let hidden = desk.run("linkCreate", input, LINK).await["link"].clone();
    assert_eq!((&hidden["active"], &hidden["version"]), (&json!(false), &json!(1)));
    let input = json!({ "id": hidden["id"], "version": 1, "title": "còn ẩn" });
    desk.run("linkUpdate", input, "").await;
    assert_eq!(page(&app).await, json!([["Một", []]]));
    assert_eq!(app.changes_since(since).await, []);
    let input = json!({ "id": hidden["id"], "version": 2, "active": true });
    desk.run("linkUpdate", input, "").await;
    assert_eq!(page(&app).await, json!([["Một", ["còn ẩn"]]]));
    assert_eq!(app.changes_since(since).await.len(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_a_link_is_told_at_once() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = directory(&desk, "Một").await;
    let input = json!({
        "directoryId": id("dir", Uuid::from_u128(7)), "title": "", "url": "javascript:alert(1)",
    });
    let expected = [
        ("REQUIRED", "input.title"),
        ("INVALID", "input.url"),
        ("REFERENCE_NOT_FOUND", "input.directoryId"),
    ];
    assert_eq!(desk.refused("linkCreate", input).await, problems(&expected));
    let kept = link(&desk, &one, "a").await;
    for url in ["HTTP://a.example.vn", "data:text/html,a", "//a.example.vn", "https://a@b.example"]
    {
        let input = json!({ "id": kept, "version": 1, "url": url });
        let expected = problems(&[("INVALID", "input.url")]);
        assert_eq!(desk.refused("linkUpdate", input).await, expected, "{url}");
    }
    let input = json!({ "id": kept, "version": 3, "active": null });
    let expected = [("REQUIRED", "input.active"), ("VERSION_CONFLICT", "input.version")];
    assert_eq!(desk.refused("linkUpdate", input).await, problems(&expected));
    let delete = json!({ "id": one, "version": 1 });
    let in_use = problems(&[("IN_USE", "input.id")]);
    assert_eq!(desk.refused("linkDirectoryDelete", delete.clone()).await, in_use);
    let message = desk.message("linkDirectoryDelete", delete).await;
    assert_eq!(message, "It is used by: 1 links");
}
