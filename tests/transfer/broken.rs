//! Imports that break off, are killed, or have bad lines.

use std::{io::Write as _, process::Stdio};

use api::app::Database;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{exported, fresh, full, import, imported, opened};
use crate::support::{TestApp, database, make, program::congtin};

#[tokio::test]
async fn an_import_that_broke_off_is_completed_by_running_it_again() {
    let lines = exported(&full().await.app).await;
    let whole: Vec<&str> = lines.lines().collect();
    // What comes with every database stands at the end.
    let own = whole.iter().filter(|line| !line.contains("search_synonym")).count();
    for part in [1, own / 3, own / 2, own - 1] {
        let app = imported(&whole[..part].join("\n")).await;
        let (summary, _) = import(&app.app, &lines, false).await;
        let added: u64 = summary.added.values().sum();
        let known: u64 = summary.known.values().sum();
        assert_eq!((added, known), ((own - part) as u64, (whole.len() - own + part) as u64 - 1));
        assert_eq!(exported(&app.app).await, lines);
        let (again, _) = import(&app.app, &lines, false).await;
        assert_eq!(again.added.values().sum::<u64>(), 0);
    }
}

/// So many old addresses as lines: the shortest records there are.
fn many_redirects(count: u32) -> String {
    let redirects = (1..=count).map(|n| {
        let id = Uuid::from_u128(u128::from(n));
        let path = format!("/tin/{n}");
        let fields = format!(r#""id":"{id}","host":"","path":"{path}","article":null"#);
        format!(r#"{{"redirect":{{{fields},"created_at":"2026-01-01T00:00:00Z","version":1}}}}"#)
    });
    let header = r#"{"congtin":{"version":1}}"#.to_owned();
    let lines: Vec<String> = std::iter::once(header).chain(redirects).collect();
    lines.join("\n") + "\n"
}

#[tokio::test]
async fn an_import_that_was_killed_leaves_whole_records_and_is_completed() {
    // Twice as many as one transaction holds, and behind them what every database has.
    let (_, own) = fresh().await;
    let lines = many_redirects(64_000) + &own;
    let place = database::empty().await;
    let database_url = place.location.url.as_str();
    let command = |arguments: &[&str]| {
        let mut command = congtin();
        command.args(arguments).args(["--database-url", database_url]);
        command
    };
    assert!(command(&["migrate", "up"]).output().unwrap().status.success());
    // The pipe holds less than is sent: when all of this is taken, some of it has been written.
    let mut child = command(&["import", "ndjson", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let two_thirds = lines.as_bytes().get(..lines.len() * 2 / 3).unwrap();
    child.stdin.as_mut().unwrap().write_all(two_thirds).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();

    let db = Database::open(&place.location).await.unwrap();
    let app = opened(db).await;
    let part = exported(&app).await;
    assert!(part.len() < lines.len());
    assert!(part.lines().all(|line| lines.contains(line)), "a record is not whole");
    import(&app, &lines, false).await;
    assert_eq!(exported(&app).await, lines);
}

/// A line that is an article, with some fields changed.
fn article_line(lines: &str, changes: Value) -> String {
    let line = lines.lines().find(|line| line.starts_with("{\"article\"")).unwrap();
    let mut line: Value = serde_json::from_str(line).unwrap();
    for (field, value) in changes.as_object().unwrap() {
        line["article"][field] = value.clone();
    }
    line.to_string()
}

#[tokio::test]
async fn a_bad_line_is_named_by_number_and_field_and_nothing_else_is_lost() {
    let app = TestApp::start().await;
    app.article("Mẫu").save().await;
    let lines = exported(&app.app).await;
    let (header, rest) = lines.split_once('\n').unwrap();
    let id = |n: u8| format!("art_{}", Uuid::from_u128(u128::from(n)).simple());
    let with = |n: u8, changes: Value| {
        let mut all = json!({ "id": id(n), "slug": format!("bai-{n}") });
        all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        article_line(rest, all)
    };
    let nobody = make::author_id(Uuid::from_u128(9));
    let blocks = json!({ "blocks": [{ "type": "paragraph", "spans": [{ "text": "x",
        "href": "javascript:alert(1)" }] }] });
    let file = [
        header.to_owned(),
        with(1, json!({})),
        with(2, json!({ "title": "x".repeat(301) })),
        with(3, json!({ "title": "dòng\nhai" })),
        with(4, json!({ "authors": [nobody] })),
        with(5, json!({ "slug": "bai-1" })),
        with(6, json!({ "published_at": null })),
        with(7, json!({ "body": blocks })),
        with(8, json!({ "views": { "imported": -1, "counted": 0 } })),
        with(9, json!({ "status": "SECRET" })),
        with(10, json!({ "surprise": 1 })),
        with(11, json!({ "body": { "html": "<p>Từ HTML</p><script>x</script>" } })),
        "{\"article\":{".to_owned(),
        with(12, json!({})),
    ];
    let expected = [
        (3, "article.title"),
        (4, "article.title"),
        (5, "article.authors[0]"),
        (6, "article.slug"),
        (7, "article.published_at"),
        (8, "article.body.blocks[0]"),
        (9, "article.views.imported"),
        (10, "article.status"),
        (11, "article.surprise"),
        (13, "line"),
    ];
    let target = TestApp::start().await;
    let (summary, mut faults) = import(&target.app, &file.join("\n"), true).await;
    faults.sort_by_key(|fault| fault.line);
    let named: Vec<_> = faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
    assert_eq!(named, expected);
    assert_eq!((summary.added.get("article"), summary.bad), (Some(&3), 10));
    let html = target.ask("{ articles { nodes { body { html } } } }").await.to_string();
    assert!(html.contains("<p>Từ HTML</p>") && !html.contains("script"), "{html}");

    let strict = TestApp::start().await;
    let (summary, faults) = import(&strict.app, &file.join("\n"), false).await;
    assert_eq!((faults[0].line, summary.added.get("article"), summary.bad), (3, Some(&1), 1));
}
