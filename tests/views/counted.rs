//! What counts, what does not, and what a view changes.

use api::content::{ImportOptions, import_page};
use axum::http::{HeaderName, header};
use entity::{
    account::Role, article, article_listing, article_revision, article_view_day, audit_event,
    change,
};
use sea_orm::{ConnectionTrait as _, EntityTrait as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{RECORD, counted, device, devices, record, stored, tell, view, views};
use crate::support::{TestApp, app::at};

const READER: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";

#[tokio::test]
async fn views_are_told_in_either_way_and_seen_when_they_are_written() {
    let app = TestApp::start().await;
    let one = app.article("Bài một").views(40).save().await;
    let other = app.article("Bài hai").save().await;
    let tokens = devices(&app, 3).await;

    let list = json!([view(one, &tokens[0]), view(one, &tokens[1]), view(other, &tokens[1])]);
    tell(&app, &list, &[(header::USER_AGENT, READER)]).await;
    let told = record(&app, one, &tokens[2]).await;

    assert_eq!(told, json!({ "counted": true, "userErrors": [] }));
    let read = "{ articles(order: {field: VIEW_COUNT}) { nodes { title viewCount } } }";
    let counts = || app.ask(read);
    let before =
        json!([{ "title": "Bài một", "viewCount": 40 }, { "title": "Bài hai", "viewCount": 0 }]);
    assert_eq!(counts().await["articles"]["nodes"], before);
    app.app.tend().await.unwrap();
    let after =
        json!([{ "title": "Bài một", "viewCount": 43 }, { "title": "Bài hai", "viewCount": 1 }]);
    assert_eq!(counts().await["articles"]["nodes"], after);
    let row = stored(&app, one).await;
    assert_eq!((row.imported, row.counted, row.total, row.week, row.month), (40, 3, 43, 3, 3));
}

#[tokio::test]
async fn a_pass_with_nothing_to_write_writes_nothing_and_a_batch_takes_few_statements() {
    let app = TestApp::start().await;
    app.app.tend().await.unwrap();
    app.statements();
    app.app.tend().await.unwrap();
    // Whether the clock has closed a poll.
    assert_eq!(app.statements(), 1);
    let mut articles = Vec::new();
    for n in 0..40 {
        articles.push(app.article(&format!("Bài {n}")).save().await);
    }
    let token = device(&app).await;
    let list = articles.iter().map(|id| view(*id, &token)).collect();
    tell(&app, &list, &[]).await;
    app.statements();
    app.app.tend().await.unwrap();
    // The gate, the day of the sums, the counts, the days, and the polls; a transaction's own are not
    // told.
    assert_eq!(app.statements(), 5);
}

#[tokio::test]
async fn a_device_counts_once_in_half_an_hour_for_each_article() {
    let app = TestApp::start().await;
    let one = app.article("Bài một").save().await;
    let other = app.article("Bài hai").save().await;
    let token = device(&app).await;
    for (time, new) in [
        ("2026-01-01T00:00:00Z", true),
        ("2026-01-01T00:00:29Z", false),
        ("2026-01-01T00:29:59Z", false),
        ("2026-01-01T00:30:00Z", true),
        // What did not count renews nothing.
        ("2026-01-01T00:59:59Z", false),
        ("2026-01-01T01:00:00Z", true),
    ] {
        app.set_time(time);
        let told = record(&app, one, &token).await;
        assert_eq!(told, json!({ "counted": new, "userErrors": [] }), "{time}");
        tell(&app, &json!([view(one, &token), view(one, &token)]), &[]).await;
    }
    tell(&app, &json!([view(other, &token), view(other, &token)]), &[]).await;
    assert_eq!((counted(&app, one).await, counted(&app, other).await), (3, 1));
}

#[tokio::test]
async fn robots_and_browsers_that_fetch_ahead_are_answered_and_not_counted() {
    let app = TestApp::start().await;
    let article = app.article("Bài một").save().await;
    for (name, value) in [
        (header::USER_AGENT, "Mozilla/5.0 (compatible; Googlebot/2.1)"),
        (header::USER_AGENT, "Mozilla/5.0 HeadlessChrome/131.0"),
        (HeaderName::from_static("sec-purpose"), "prefetch;prerender"),
        (HeaderName::from_static("purpose"), "prefetch"),
        (HeaderName::from_static("x-moz"), "prefetch"),
    ] {
        let token = device(&app).await;
        let view = view(article, &token);
        tell(&app, &json!([view]), &[(name.clone(), value)]).await;
        let body = json!({ "query": RECORD, "variables": { "input": view } });
        let request = axum::http::Request::post("/graphql")
            .header(header::CONTENT_TYPE, "application/json")
            .header(name, value)
            .body(body.to_string().into())
            .unwrap();
        let told = app.send(request).await.json();
        let payload = json!({ "counted": false, "userErrors": [] });
        assert_eq!(told["data"]["articleViewRecord"], payload, "{value}");
        assert_eq!(counted(&app, article).await, 0, "{value}");
        // Nor is a mark left: the reader behind it counts when they read.
        assert_eq!(record(&app, article, &token).await["counted"], true);
        assert_eq!(counted(&app, article).await, 1);
        reset(&app).await;
    }
}

async fn reset(app: &TestApp) {
    for table in ["article_view_day", "article_view"] {
        let sql = match table {
            "article_view" => {
                "UPDATE article_view SET counted = 0, total = imported, week = 0, month = 0"
            }
            _ => "DELETE FROM article_view_day",
        };
        app.db.write.execute_unprepared(sql).await.unwrap();
    }
}

#[tokio::test]
async fn what_readers_do_not_see_is_not_counted_and_not_told_apart() {
    let app = TestApp::start().await;
    let chief = app.member("chief", Role::Chief, None).await;
    let token = device(&app).await;
    let soon = at("2026-01-01T00:00:01Z");
    let hidden = [
        app.article("Nháp").status(article::Status::Draft).save().await,
        app.article("Chờ duyệt").status(article::Status::InReview).save().await,
        app.article("Rút").status(article::Status::Withdrawn).save().await,
        app.article("Hẹn giờ").published(soon).save().await,
        app.article("Hết hạn").expires(at("2025-06-01T00:00:00Z")).save().await,
    ];
    let not_found = json!({ "counted": null, "userErrors": [
        { "code": "NOT_FOUND", "field": ["input", "articleId"], "retryAfter": null }
    ] });
    let unknown = Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0001);
    for article in hidden.into_iter().chain([unknown]) {
        assert_eq!(record(&app, article, &token).await, not_found);
        // Whoever sees it at the desk is no reader of it.
        let input = json!({ "input": view(article, &token) });
        assert_eq!(chief.ask(RECORD, input).await, not_found);
        tell(&app, &json!([view(article, &token)]), &[]).await;
    }
    app.app.tend().await.unwrap();
    for article in hidden {
        assert_eq!(stored(&app, article).await.counted, 0);
    }
    let days = article_view_day::Entity::find().all(&app.db.write).await.unwrap();
    assert!(days.is_empty(), "{days:?}");
}

/// Everything that readers, editors or other programs could take for a change.
async fn content(app: &TestApp) -> String {
    macro_rules! rows {
        ($($table:ident),+) => {
            format!("{:?}", ($($table::Entity::find().all(&app.db.write).await.unwrap(),)+))
        };
    }
    rows!(article, article_listing, article_revision, audit_event, change)
}

#[tokio::test]
async fn ten_thousand_views_change_no_content() {
    let app = TestApp::start().await;
    let mut articles = Vec::new();
    for n in 0..100 {
        articles.push(app.article(&format!("Bài {n}")).save().await);
    }
    let query = json!({ "query": "{ articles(first: 100) { nodes { id title updatedAt } } }" });
    let (before, answer) = (content(&app).await, app.post(&query).await);
    let tokens = devices(&app, 100).await;
    for article in &articles {
        tell(&app, &views(*article, &tokens), &[]).await;
    }
    app.app.tend().await.unwrap();
    for article in articles {
        assert_eq!(stored(&app, article).await.total, 100);
    }
    assert_eq!(content(&app).await, before);
    let again = app.post(&query).await;
    assert_eq!(again.bytes, answer.bytes);
    let mut headers = [answer.headers, again.headers];
    headers.iter_mut().for_each(|headers| drop(headers.remove("x-request-id")));
    assert_eq!(headers[0], headers[1]);
}

fn page(views: u32) -> String {
    format!(
        "Một bài\n\nNgày đăng: 8:05 | 02/03/2019 Lượt xem: {views}\n\nĐoạn một.\nĐoạn hai {views}.\n\n\
         Tác giả: Minh An\n\n[Trở về]\n"
    )
}

#[tokio::test]
async fn views_never_fall_when_a_page_is_imported_again() {
    let app = TestApp::start().await;
    let import = async |views: u32| {
        let options = ImportOptions::default();
        let system = app.app.system();
        import_page(&system, &options, "page".to_owned(), page(views).as_bytes()).await.unwrap();
        let found = app.ask("{ articles { nodes { viewCount } } }").await;
        found["articles"]["nodes"].clone()
    };
    assert_eq!(import(7).await, json!([{ "viewCount": 7 }]));
    let id = article::Entity::find().one(&app.db.write).await.unwrap().unwrap().id;
    tell(&app, &views(id, &devices(&app, 3).await), &[]).await;
    assert_eq!(counted(&app, id).await, 3);
    assert_eq!(import(2).await, json!([{ "viewCount": 10 }]));
    assert_eq!(import(20).await, json!([{ "viewCount": 23 }]));
    let row = stored(&app, id).await;
    assert_eq!((row.counted, row.week, row.month), (3, 3, 3));
}

#[tokio::test]
async fn what_cannot_be_written_waits_until_it_can() {
    let app = TestApp::start().await;
    let article = app.article("Bài một").save().await;
    tell(&app, &views(article, &devices(&app, 2).await), &[]).await;
    let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
    let broken = rename("article_view_day", "lost");
    app.db.write.execute_unprepared(&broken).await.unwrap();

    assert!(app.app.tend().await.is_err());
    assert_eq!(stored(&app, article).await.counted, 0);
    tell(&app, &views(article, &devices(&app, 1).await), &[]).await;

    let mended = rename("lost", "article_view_day");
    app.db.write.execute_unprepared(&mended).await.unwrap();
    assert_eq!(counted(&app, article).await, 3);
}

#[tokio::test]
async fn several_processes_add_up() {
    let app = TestApp::start().await;
    let mut articles = Vec::new();
    for n in 0..60 {
        articles.push(app.article(&format!("Bài {n}")).save().await);
    }
    let other = app.restarted().await;
    let tokens = devices(&app, 4).await;
    for round in 0..5 {
        let places = articles.iter().skip(round);
        for (app, tokens) in [(&app, &tokens[..2]), (&other, &tokens[2..])] {
            for token in tokens {
                let list: Value = places.clone().map(|id| view(*id, token)).collect();
                tell(app, &list, &[]).await;
            }
        }
        app.set_time(&format!("2026-01-0{}T00:00:00Z", round + 2));
        other.set_time(&format!("2026-01-0{}T00:00:00Z", round + 2));
        let (one, two) = tokio::join!(app.app.tend(), other.app.tend());
        one.unwrap();
        two.unwrap();
    }
    for (number, article) in articles.into_iter().enumerate() {
        let rounds = i64::try_from(number).unwrap().min(4) + 1;
        assert_eq!(stored(&app, article).await.counted, rounds * 4, "{number}");
    }
}
