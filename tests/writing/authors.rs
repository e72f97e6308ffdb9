//! Authors: who they are, and two who are one.

use entity::{
    account::Role,
    article_author,
    change::{Action, Node},
};
use sea_orm::EntityTrait as _;
use serde_json::json;
use uuid::Uuid;

use super::desk::{id, problems, raw};
use crate::support::{TestApp, make::article_id};

const AUTHOR: &str = "author { id slug penName sortName version bio unit { name } }";

#[tokio::test]
async fn an_author_is_created_and_partly_changed() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let unit = app.unit("Huyện ủy Quế Sơn", None).await;
    let input = json!({ "penName": "Thúy Lan", "unitId": id("unt", unit), "bio": "Một\nhai" });
    let author = desk.run("authorCreate", input, AUTHOR).await["author"].clone();
    let expected = json!({
        "id": author["id"], "slug": "thuy-lan", "penName": "Thúy Lan", "sortName": "Lan Thúy",
        "version": 1, "bio": "Một\nhai", "unit": { "name": "Huyện ủy Quế Sơn" },
    });
    assert_eq!(author, expected);
    // The sort name follows the pen name until somebody says otherwise.
    let input = json!({ "id": author["id"], "version": 1, "penName": "Võ Nhàn", "unitId": null });
    let changed = desk.run("authorUpdate", input, AUTHOR).await["author"].clone();
    assert_eq!((&changed["sortName"], &changed["unit"]), (&json!("Nhàn Võ"), &json!(null)));
    let input = json!({ "id": author["id"], "version": 2, "sortName": "Vo Nhan" });
    desk.run("authorUpdate", input, "").await;
    let input = json!({ "id": author["id"], "version": 3, "penName": "Võ Văn Nhàn" });
    let changed = desk.run("authorUpdate", input, AUTHOR).await;
    assert_eq!(changed["author"]["sortName"], "Vo Nhan");
    let input = json!({ "id": author["id"], "version": 4, "sortName": null });
    let changed = desk.run("authorUpdate", input, AUTHOR).await;
    assert_eq!(changed["author"]["sortName"], "Nhàn Võ Văn");
    desk.changes_nothing(
        "authorUpdate",
        json!({ "id": author["id"], "version": 5, "penName": "Võ Văn Nhàn", "bio": "Một\nhai" }),
    )
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_an_author_is_told_at_once() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let nobody = Uuid::from_u128(7);
    let input = json!({
        "penName": "a".repeat(201), "bio": "a\u{0}b", "slug": "-a", "unitId": id("unt", nobody),
        "avatarId": id("med", nobody),
    });
    let expected = [
        ("TOO_LONG", "input.penName"),
        ("INVALID", "input.bio"),
        ("INVALID", "input.slug"),
        ("REFERENCE_NOT_FOUND", "input.unitId"),
        ("REFERENCE_NOT_FOUND", "input.avatarId"),
    ];
    assert_eq!(desk.refused("authorCreate", input).await, problems(&expected));
    let author = id("aut", app.author("Thúy Lan", None).await);
    let input = json!({ "id": author, "version": 2, "penName": null });
    let expected = [("REQUIRED", "input.penName"), ("VERSION_CONFLICT", "input.version")];
    assert_eq!(desk.refused("authorUpdate", input).await, problems(&expected));
}

#[tokio::test]
async fn an_editor_writes_authors_of_the_own_unit_and_below() {
    let app = TestApp::start().await;
    let province = app.unit("Tỉnh ủy", None).await;
    let own = app.unit("Huyện ủy Quế Sơn", Some(province)).await;
    let below = app.unit("Đảng ủy xã", Some(own)).await;
    let editor = app.desk(Role::Editor, Some(own)).await;
    let author = |unit: Option<Uuid>| json!({ "penName": "Thúy Lan", "unitId": unit.map(|unit| id("unt", unit)) });
    for unit in [own, below] {
        editor.run("authorCreate", author(Some(unit)), "").await;
    }
    let forbidden = problems(&[("FORBIDDEN", "input.unitId")]);
    for unit in [Some(province), None] {
        assert_eq!(editor.refused("authorCreate", author(unit)).await, forbidden);
    }
    let theirs = id("aut", app.author("Ai đó", Some(below)).await);
    let input = json!({ "id": theirs, "version": 1, "unitId": id("unt", province) });
    assert_eq!(editor.refused("authorUpdate", input).await, forbidden);
    let input = json!({ "id": theirs, "version": 1, "bio": "Cộng tác viên" });
    editor.run("authorUpdate", input, "").await;
    let others = id("aut", app.author("Người khác", Some(province)).await);
    let input = json!({ "id": others, "version": 1, "bio": "Cộng tác viên" });
    let expected = problems(&[("FORBIDDEN", "input.id")]);
    assert_eq!(editor.refused("authorUpdate", input).await, expected);
}

/// Titles of an author's articles.
async fn articles(app: &TestApp, slug: &str) -> Vec<String> {
    let query = format!(
        r#"{{ author(by: {{slug: "{slug}"}}) {{ articles(order: {{field: TITLE, direction: ASC}}) {{ totalCount nodes {{ title }} }} }} }}"#
    );
    let data = app.ask(&query).await;
    let nodes = data["author"]["articles"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn two_authors_become_one_who_has_all_articles_and_both_slugs() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = app.author("Thuý Lan", None).await;
    let two = app.author("Thúy Lan", None).await;
    let shown = app.article("Một").authors(&[one]).save().await;
    let both = app.article("Hai").authors(&[one, two]).save().await;
    app.article("Ba").authors(&[two]).save().await;
    let hidden =
        app.article("Nháp").authors(&[one]).status(entity::article::Status::Draft).save().await;
    let since = app.change_count().await;
    let input = json!({ "id": id("aut", one), "version": 1, "intoId": id("aut", two) });
    let payload = desk.run("authorMerge", input, AUTHOR).await;
    assert_eq!(raw(&payload["author"]["id"]), two);
    for slug in ["thuy-lan", "thuy-lan-2"] {
        assert_eq!(articles(&app, slug).await, ["Ba", "Hai", "Một"], "{slug}");
        let data = app.ask(&format!(r#"{{ author(by: {{slug: "{slug}"}}) {{ slug }} }}"#)).await;
        assert_eq!(data["author"]["slug"], "thuy-lan-2");
    }
    let signed = article_author::Entity::find().all(&app.db.write).await.unwrap();
    assert!(signed.iter().all(|row| row.author_id == two));
    assert_eq!(signed.len(), 4);
    let data = app
        .ask(&format!(
            r#"{{ article(by: {{id: "{}"}}) {{ authors {{ penName }} }} }}"#,
            article_id(both)
        ))
        .await;
    assert_eq!(data["article"]["authors"], json!([{ "penName": "Thúy Lan" }]));
    // Readers hear of the articles that they see, and not of the draft.
    let mut told = app.changes_since(since).await;
    told.sort_by_key(|(node, id, _)| (*node, *id));
    let mut expected = vec![
        (Node::Author, one, Action::Removed),
        (Node::Author, two, Action::Upserted),
        (Node::Article, shown, Action::Upserted),
        (Node::Article, both, Action::Upserted),
    ];
    expected.sort_by_key(|(node, id, _)| (*node, *id));
    assert_eq!(told, expected);
    assert!(told.iter().all(|(_, id, _)| *id != hidden));
    // What merged into one that merges later is found as well.
    let three = app.author("Lan", None).await;
    let input = json!({ "id": id("aut", two), "version": 1, "intoId": id("aut", three) });
    desk.run("authorMerge", input, "").await;
    assert_eq!(articles(&app, "thuy-lan").await.len(), 3);
}

#[tokio::test]
async fn an_author_does_not_become_itself_or_nobody() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = id("aut", app.author("Thúy Lan", None).await);
    let input = json!({ "id": one, "version": 1, "intoId": one });
    let expected = problems(&[("INVALID", "input.intoId")]);
    assert_eq!(desk.refused("authorMerge", input).await, expected);
    let input = json!({ "id": one, "version": 1, "intoId": id("aut", Uuid::from_u128(7)) });
    let expected = problems(&[("REFERENCE_NOT_FOUND", "input.intoId")]);
    assert_eq!(desk.refused("authorMerge", input).await, expected);
}

#[tokio::test]
async fn an_author_whom_an_edit_names_that_waits_is_in_use() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two] = [app.author("Một", None).await, app.author("Hai", None).await];
    let article = app.article("Bài").authors(&[two]).save().await;
    let input = json!({
        "id": article_id(article), "version": 1, "authorIds": [id("aut", one), id("aut", two)],
    });
    desk.run("articleUpdate", input, "").await;
    let in_use = problems(&[("IN_USE", "input.id")]);
    let merge = json!({ "id": id("aut", one), "version": 1, "intoId": id("aut", two) });
    assert_eq!(desk.refused("authorMerge", merge.clone()).await, in_use);
    let delete = json!({ "id": id("aut", one), "version": 1 });
    assert_eq!(desk.refused("authorDelete", delete.clone()).await, in_use);
    let message = desk.message("authorDelete", delete).await;
    assert_eq!(message, "It is used by: 1 edits that wait to be published");
    desk.run("articlePublish", json!({ "id": article_id(article), "version": 2 }), "").await;
    desk.run("authorMerge", merge, "").await;
    let data = app.ask("{ articles { nodes { authors { penName } } } }").await;
    assert_eq!(data["articles"]["nodes"][0]["authors"], json!([{ "penName": "Hai" }]));
}

#[tokio::test]
async fn an_author_whom_articles_name_is_not_deleted() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = app.author("Thúy Lan", None).await;
    let draft = entity::article::Status::Draft;
    app.article("Nháp").authors(&[one]).status(draft).save().await;
    let delete = json!({ "id": id("aut", one), "version": 1 });
    let in_use = problems(&[("IN_USE", "input.id")]);
    assert_eq!(desk.refused("authorDelete", delete.clone()).await, in_use);
    assert_eq!(desk.message("authorDelete", delete).await, "It is used by: 1 articles");
    let free = id("aut", app.author("Không ai", None).await);
    let input = json!({ "id": free, "version": 1 });
    let payload = desk.run("authorDelete", input, "deletedAuthorId").await;
    assert_eq!(payload["deletedAuthorId"], free);
    assert_eq!(
        app.ask(&format!(r#"{{ node(id: "{free}") {{ id }} }}"#)).await["node"],
        json!(null)
    );
}
