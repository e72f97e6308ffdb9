//! What is refused, and that a refusal leaves nothing.

use entity::account::Role;
use serde_json::json;

use super::{rows, seen, with};
use crate::support::TestApp;

const TABLES: [&str; 4] = ["article", "article_revision", "audit_event", "change"];

async fn counts(app: &TestApp) -> Vec<i64> {
    let mut counts = Vec::new();
    for table in TABLES {
        counts.push(rows(app, table).await);
    }
    counts
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_and_nothing_is_written() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let before = counts(&app).await;
    let input = json!({
        "title": " ",
        "slug": "Không Phải",
        "summary": "x".repeat(2_001),
        "byline": "a\u{7}b",
        "sourceUrl": "javascript:alert(1)",
        "authorIds": ["aut_00000000000000000000000000000001"],
        "figures": [{ "position": 0, "alt": "x" }],
    });
    let mut problems = chief.problems("articleCreate", input).await;
    problems.sort();
    let expected = [
        ("INVALID", "input.byline"),
        ("INVALID", "input.slug"),
        ("INVALID", "input.sourceUrl"),
        ("REFERENCE_NOT_FOUND", "input.authorIds"),
        ("REFERENCE_NOT_FOUND", "input.figures.0.position"),
        ("REQUIRED", "input.title"),
        ("TOO_LONG", "input.summary"),
    ];
    let expected = expected.map(|(code, field)| (code.to_owned(), field.to_owned()));
    assert_eq!(problems, expected);
    let ids = json!({ "title": "Tin", "unitId": "aut_1", "coverId": "x", "authorIds": ["y"] });
    let problems = chief.problems("articleCreate", ids).await;
    let fields: Vec<_> = problems.iter().map(|(_, field)| field.as_str()).collect();
    assert_eq!(fields, ["input.unitId", "input.coverId", "input.authorIds.0"]);
    assert!(problems.iter().all(|(code, _)| code == "ID_INVALID"));
    assert_eq!(counts(&app).await, before);
}

#[tokio::test]
async fn a_stale_version_learns_what_happened_since() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let first = chief.done("articleCreate", json!({ "title": "Một" })).await;
    let change = with(seen(&first), json!({ "title": "Hai", "byline": "Lan" }));
    chief.done("articleUpdate", change).await;
    let before = counts(&app).await;
    let stale = with(seen(&first), json!({ "title": "Ba" }));
    let payload = chief.article("articleUpdate", stale).await;
    assert_eq!(
        payload["userErrors"],
        json!([{
            "code": "VERSION_CONFLICT",
            "field": ["input", "version"],
            "conflict": { "currentVersion": 2, "changes": [
                { "version": 2, "by": "Đồng chí chief", "fields": ["byline", "title"] },
            ] },
        }])
    );
    assert_eq!(counts(&app).await, before);
}

#[tokio::test]
async fn moves_that_the_table_does_not_have_are_refused() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let input = json!({ "title": "Tin", "body": { "html": "<p>Một</p>" } });
    let draft = chief.done("articleCreate", input).await;
    let note = json!({ "note": "x" });
    for (mutation, input) in [
        ("articleReject", with(seen(&draft), note)),
        ("articleUnpublish", seen(&draft)),
        ("articleWithdraw", with(seen(&draft), json!({ "reason": "x" }))),
    ] {
        let problems = chief.problems(mutation, input).await;
        assert_eq!(problems, [("ILLEGAL_TRANSITION".to_owned(), String::new())], "{mutation}");
    }
    let public = chief.done("articlePublish", seen(&draft)).await;
    for mutation in ["articleSubmit", "articleDelete"] {
        let problems = chief.problems(mutation, seen(&public)).await;
        assert_eq!(problems, [("ILLEGAL_TRANSITION".to_owned(), String::new())], "{mutation}");
    }
    let moved = with(seen(&public), json!({ "at": "2026-01-02T00:00:00Z" }));
    let problems = chief.problems("articlePublish", moved).await;
    assert_eq!(problems, [("FROZEN".to_owned(), "input.at".to_owned())]);
    let backwards = with(seen(&public), json!({ "expiresAt": "2025-12-31T00:00:00Z" }));
    let problems = chief.problems("articlePublish", backwards).await;
    assert_eq!(problems, [("TIME_INVALID".to_owned(), "input.expiresAt".to_owned())]);
}

#[tokio::test]
async fn roles_reach_as_far_as_they_do() {
    let app = TestApp::start().await;
    let top = app.unit("Huyện ủy", None).await;
    let below = app.unit("Chi bộ", Some(top)).await;
    let writer = app.member("writer", Role::Contributor, Some(below)).await;
    let editor = app.member("editor", Role::Editor, Some(below)).await;
    let chief = app.member("chief", Role::Chief, None).await;
    let unit = format!("unt_{}", top.simple());
    for member in [&writer, &editor] {
        let input = json!({ "title": "Tin", "unitId": unit });
        let problems = member.problems("articleCreate", input).await;
        assert_eq!(problems, [("FORBIDDEN".to_owned(), "input.unitId".to_owned())]);
    }
    let input = json!({ "title": "Tin", "unitId": unit, "body": { "html": "<p>Một</p>" } });
    let of_top = chief.done("articleCreate", input).await;
    let problems = editor.problems("articleUpdate", seen(&of_top)).await;
    assert_eq!(problems, [("NOT_FOUND".to_owned(), "input.id".to_owned())]);
    // A contributor hands in and then waits for an editor.
    let own = writer.done("articleCreate", json!({ "title": "Tin của tôi" })).await;
    let own = writer.done("articleSubmit", seen(&own)).await;
    let change = with(seen(&own), json!({ "title": "Khác" }));
    let problems = writer.problems("articleUpdate", change).await;
    assert_eq!(problems, [("FORBIDDEN".to_owned(), String::new())]);
    let query = "mutation($input: ArticlePublishInput!) {
        articlePublish(input: $input) { article { id } } }";
    let reply = writer.send(query, json!({ "input": seen(&own) })).await;
    assert_eq!(reply.status, 403);
    assert_eq!(reply.json()["errors"][0]["extensions"]["code"], "FORBIDDEN");
}

#[tokio::test]
async fn nobody_writes_without_signing_in_whatever_they_send() {
    let app = TestApp::start().await;
    let before = counts(&app).await;
    for query in [
        "mutation { articleCreate(input: {title: \"x\"}) { article { id } } }",
        "mutation { articleCreate(input: 1) { nothing } }",
        "query { desk(status: DRAFT) { totalCount } }",
        "query { articles { nodes { version } } }",
        "query { ...A } fragment A on Query { articleRevisions(articleId: \"x\") { number } }",
    ] {
        let reply = app.post(&json!({ "query": query })).await;
        assert_eq!(reply.status, 401, "{query}");
        assert_eq!(reply.json()["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{query}");
    }
    assert_eq!(counts(&app).await, before);
}
