//! What edits change and leave.

use entity::account::Role;
use serde_json::{Value, json};

use super::{rows, seen, with};
use crate::support::TestApp;

#[tokio::test]
async fn what_is_left_out_stays_and_null_clears() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let input = json!({ "title": "Tin", "summary": "Tóm tắt", "byline": "Lan" });
    let article = chief.done("articleCreate", input).await;
    let change = with(seen(&article), json!({ "summary": null, "title": "Tin mới" }));
    let article = chief.done("articleUpdate", change).await;
    let query = "query($id: ID!) { article(by: {id: $id}) { title summary byline version } }";
    let stored = chief.ask(query, json!({ "id": article["id"] })).await;
    let expected = json!({ "title": "Tin mới", "summary": null, "byline": "Lan", "version": 2 });
    assert_eq!(stored, expected);
}

#[tokio::test]
async fn the_same_again_makes_no_version() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let fields = json!({ "title": "Tin", "body": { "html": "<p>Một</p>" } });
    let article = chief.done("articleCreate", fields.clone()).await;
    let again = chief.done("articleUpdate", with(seen(&article), fields)).await;
    assert_eq!(again["version"], 1);
    let article = chief.done("articlePublish", seen(&article)).await;
    let again = chief.done("articlePublish", seen(&article)).await;
    assert_eq!(again["version"], article["version"]);
    assert_eq!(rows(&app, "article_revision").await, 2);
}

#[tokio::test]
async fn an_earlier_revision_is_taken_up_as_one_more_change() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let article = chief.done("articleCreate", json!({ "title": "Một" })).await;
    let change = with(seen(&article), json!({ "title": "Hai" }));
    let article = chief.done("articleUpdate", change).await;
    let restore = with(seen(&article), json!({ "revision": 1 }));
    let article = chief.done("articleRevisionRestore", restore).await;
    assert_eq!((&article["title"], &article["version"]), (&json!("Một"), &json!(3)));
    let missing = with(seen(&article), json!({ "revision": 9 }));
    let refused = chief.problems("articleRevisionRestore", missing).await;
    assert_eq!(refused, [("REFERENCE_NOT_FOUND".to_owned(), "input.revision".to_owned())]);
}

#[tokio::test]
async fn a_deleted_article_comes_back_as_it_was() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let article = chief.done("articleCreate", json!({ "title": "Tin" })).await;
    let gone = chief.done("articleDelete", seen(&article)).await;
    assert_eq!(gone, Value::Null);
    // Its address is free meanwhile, so that it needs another one.
    chief.done("articleCreate", json!({ "title": "Tin" })).await;
    let input = json!({ "id": article["id"], "version": 2 });
    let query = "mutation($input: ArticleSeenInput!) { articleRestore(input: $input) {
        article { status slug } lostSlug } }";
    let back = chief.ask(query, json!({ "input": input })).await;
    let expected = json!({ "article": { "status": "DRAFT", "slug": "tin-2" }, "lostSlug": "tin" });
    assert_eq!(back, expected);
}

#[tokio::test]
async fn an_edit_that_waits_shows_nowhere() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let input = json!({ "title": "Tin", "body": { "html": "<p>Một</p>" } });
    let article = chief.done("articleCreate", input).await;
    let article = chief.done("articlePublish", seen(&article)).await;
    let everything = "{ articles { totalCount nodes { id slug title summary updatedAt revisedAt
        body { html text } status } } archive { count } }";
    let before = app.ask(everything).await;
    let changes = rows(&app, "change").await;
    app.set_time("2026-01-01T00:05:00Z");
    let change = json!({ "title": "Khác", "summary": "Khác", "body": { "html": "<p>Khác</p>" } });
    chief.done("articleUpdate", with(seen(&article), change)).await;
    assert_eq!(app.ask(everything).await, before);
    assert_eq!(rows(&app, "change").await, changes);
}

#[tokio::test]
async fn a_desk_has_what_its_owner_may_change() {
    let app = TestApp::start().await;
    let top = app.unit("Huyện ủy", None).await;
    let below = app.unit("Chi bộ", Some(top)).await;
    let writer = app.member("writer", Role::Contributor, Some(below)).await;
    let editor = app.member("editor", Role::Editor, Some(top)).await;
    let other = app.member("other", Role::Contributor, Some(below)).await;
    let chief = app.member("chief", Role::Chief, None).await;
    writer.done("articleCreate", json!({ "title": "Của writer" })).await;
    chief.done("articleCreate", json!({ "title": "Của chief" })).await;
    let desk = "{ desk(status: DRAFT) { totalCount nodes { title } } }";
    for (member, expected) in [
        (&writer, vec!["Của writer"]),
        (&editor, vec!["Của writer"]),
        (&other, vec![]),
        (&chief, vec!["Của chief", "Của writer"]),
    ] {
        let found = member.ask(desk, json!({})).await;
        let mut titles: Vec<_> =
            found["nodes"].as_array().unwrap().iter().map(|node| &node["title"]).collect();
        titles.sort_by_key(|title| title.to_string());
        assert_eq!(titles, expected, "{}", member.login);
        assert_eq!(found["totalCount"], expected.len());
    }
    // Lists are those of readers, whoever asks.
    let listed = chief.ask("{ articles { totalCount } }", json!({})).await;
    assert_eq!(listed["totalCount"], 0);
}

#[tokio::test]
async fn an_address_that_somebody_took_meanwhile_stands_in_nobodys_way() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let input = json!({ "title": "Một", "body": { "html": "<p>Một</p>" } });
    let article = chief.done("articleCreate", input).await;
    let article = chief.done("articlePublish", seen(&article)).await;
    let waits = with(seen(&article), json!({ "slug": "dia-chi-moi" }));
    let article = chief.done("articleUpdate", waits).await;
    chief.done("articleCreate", json!({ "title": "Hai", "slug": "dia-chi-moi" })).await;
    let refused = chief.problems("articlePublish", seen(&article)).await;
    assert_eq!(refused, [("TAKEN".to_owned(), "input".to_owned())]);
    let reason = with(seen(&article), json!({ "reason": "Sai" }));
    let query = "mutation($input: ArticleWithdrawInput!) { articleWithdraw(input: $input) {
        article { slug } lostSlug } }";
    let withdrawn = chief.ask(query, json!({ "input": reason })).await;
    let expected = json!({ "article": { "slug": "mot" }, "lostSlug": "dia-chi-moi" });
    assert_eq!(withdrawn, expected);
}

#[tokio::test]
async fn what_is_planned_is_published_at_once_when_that_is_said() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let input = json!({ "title": "Một", "body": { "html": "<p>Một</p>" } });
    let article = chief.done("articleCreate", input).await;
    let planned = with(seen(&article), json!({ "at": "2026-02-01T00:00:00Z" }));
    let article = chief.done("articlePublish", planned).await;
    // What nobody has seen is not withdrawn in public.
    let reason = with(seen(&article), json!({ "reason": "Hoãn" }));
    let refused = chief.problems("articleWithdraw", reason).await;
    assert_eq!(refused, [("ILLEGAL_TRANSITION".to_owned(), String::new())]);
    let article = chief.done("articlePublish", seen(&article)).await;
    assert_eq!(article["publishedAt"], "2026-02-01T00:00:00Z");
    let at_once = with(seen(&article), json!({ "at": null }));
    let article = chief.done("articlePublish", at_once).await;
    assert_eq!(article["publishedAt"], "2026-01-01T00:00:00Z");
}

#[tokio::test]
async fn an_article_that_moves_here_keeps_its_day_but_none_from_before_the_web() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let input = json!({ "title": "Một", "body": { "html": "<p>Một</p>" } });
    let article = chief.done("articleCreate", input).await;
    let absurd = with(seen(&article), json!({ "at": "1989-12-31T23:59:59Z" }));
    let refused = chief.problems("articlePublish", absurd).await;
    assert_eq!(refused, [("TIME_INVALID".to_owned(), "input.at".to_owned())]);
    let past = with(seen(&article), json!({ "at": "1990-01-01T00:00:00Z" }));
    let article = chief.done("articlePublish", past).await;
    assert_eq!(article["publishedAt"], "1990-01-01T00:00:00Z");
}

#[tokio::test]
async fn a_revision_whose_author_became_another_one_is_signed_by_that() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let mut authors = Vec::new();
    for name in ["Lan", "Thúy Lan", "Nguyễn Thúy Lan"] {
        authors.push(format!("aut_{}", app.author(name, None).await.simple()));
    }
    let input = json!({ "title": "Một", "authorIds": [authors[0], authors[2]] });
    let article = chief.done("articleCreate", input).await;
    let unsigned = with(seen(&article), json!({ "authorIds": [] }));
    let article = chief.done("articleUpdate", unsigned).await;
    let merge = "mutation($input: AuthorMergeInput!) { authorMerge(input: $input) {
        userErrors { code } } }";
    for (from, into) in [(0, 1), (1, 2)] {
        let input = json!({ "id": authors[from], "version": 1, "intoId": authors[into] });
        let payload = chief.ask(merge, json!({ "input": input })).await;
        assert_eq!(payload["userErrors"], json!([]));
    }
    let restore = with(seen(&article), json!({ "revision": 1 }));
    let query = "mutation($input: ArticleRevisionRestoreInput!) {
        articleRevisionRestore(input: $input) {
            article { authors { penName } } userErrors { code } } }";
    let restored = chief.ask(query, json!({ "input": restore })).await;
    let signed = json!({ "authors": [{ "penName": "Nguyễn Thúy Lan" }] });
    assert_eq!(restored, json!({ "article": signed, "userErrors": [] }));
}
