//! What is read most, within the last days and ever.

use entity::{article, article_view_day, congress_category::Series};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{devices, stored, tell, views};
use crate::support::{
    TestApp,
    app::at,
    make::{article_id, unit_id},
};

async fn most(app: &TestApp, window: &str) -> Vec<String> {
    most_of(app, window, "").await
}

/// The titles of what is read most; `more` are further arguments.
async fn most_of(app: &TestApp, window: &str, more: &str) -> Vec<String> {
    let query = format!("{{ mostViewed(window: {window} {more}) {{ title }} }}");
    let found = app.ask(&query).await;
    let found = found["mostViewed"].as_array().unwrap().iter();
    found.map(|article| article["title"].as_str().unwrap().to_owned()).collect()
}

/// So many devices read an article, which is written at once.
async fn read(app: &TestApp, article: Uuid, count: usize) {
    tell(app, &views(article, &devices(app, count).await), &[]).await;
    app.app.tend().await.unwrap();
}

#[tokio::test]
async fn days_begin_at_midnight_in_vietnam_and_today_is_one_of_them() {
    let app = TestApp::start().await;
    let old = app.article("Cũ").views(1_000).save().await;
    let one = app.article("Một").save().await;
    let other = app.article("Hai").save().await;
    // 23:59:59 on the first of January in Vietnam.
    app.set_time("2026-01-01T16:59:59Z");
    read(&app, one, 3).await;
    read(&app, other, 1).await;
    assert_eq!(most(&app, "DAY").await, ["Một", "Hai"]);
    app.set_time("2026-01-01T17:00:00Z");
    read(&app, other, 1).await;
    assert_eq!(most(&app, "DAY").await, ["Hai"]);
    for window in ["WEEK", "MONTH"] {
        assert_eq!(most(&app, window).await, ["Một", "Hai"], "{window}");
    }
    assert_eq!(most(&app, "ALL").await, ["Cũ", "Một", "Hai"]);
    // The first of January is the last of seven days until the end of the seventh.
    for (time, week) in [
        ("2026-01-07T16:59:59Z", &["Một", "Hai"][..]),
        ("2026-01-07T17:00:00Z", &["Hai"]),
        ("2026-01-08T17:00:00Z", &[]),
    ] {
        app.set_time(time);
        app.app.tend().await.unwrap();
        assert_eq!(most(&app, "WEEK").await, week, "{time}");
        assert_eq!(most(&app, "MONTH").await, ["Một", "Hai"], "{time}");
    }
    // Nobody was there for a while: all that has passed leaves at once.
    for (time, month) in [
        ("2026-01-30T16:59:59Z", &["Một", "Hai"][..]),
        ("2026-01-30T17:00:00Z", &["Hai"]),
        ("2026-03-01T00:00:00Z", &[]),
    ] {
        app.set_time(time);
        app.app.tend().await.unwrap();
        assert_eq!(most(&app, "MONTH").await, month, "{time}");
    }
    assert_eq!(most(&app, "ALL").await, ["Cũ", "Một", "Hai"]);
    let row = stored(&app, old).await;
    assert_eq!((row.total, row.week, row.month), (1_000, 0, 0));
}

/// What the sums must be: added up from the days, by another way than the program's.
#[tokio::test]
async fn sums_are_those_of_the_days_however_they_came_about() {
    let app = TestApp::start().await;
    let articles = [app.article("Một").save().await, app.article("Hai").save().await];
    let other = app.restarted().await;
    let days = [1, 2, 3, 5, 8, 9, 10, 17, 20, 31];
    for (number, day) in days.into_iter().enumerate() {
        let time = format!("2026-01-{day:02}T05:00:00Z");
        app.set_time(&time);
        other.set_time(&time);
        // The other process counts before the day has begun for the sums.
        let app = if number % 2 == 0 { &app } else { &other };
        read(app, articles[number % 3 % 2], number % 4 + 1).await;
        let rows = article_view_day::Entity::find().all(&app.db.write).await.unwrap();
        for article in articles {
            let within = |days: i64| -> i64 {
                let end = at(&time).date_naive();
                let rows = rows.iter().filter(|row| row.article_id == article);
                rows.filter(|row| (end - row.day).num_days() < days).map(|row| row.views).sum()
            };
            let row = stored(app, article).await;
            assert_eq!((row.week, row.month), (within(7), within(30)), "{time}");
            assert_eq!(row.counted, within(400), "{time}");
        }
    }
}

#[tokio::test]
async fn days_are_kept_for_a_year_and_a_month() {
    let app = TestApp::start().await;
    let article = app.article("Một").save().await;
    read(&app, article, 2).await;
    let days = async || article_view_day::Entity::find().all(&app.db.write).await.unwrap().len();
    app.set_time("2027-02-04T00:00:00Z");
    app.app.tend().await.unwrap();
    assert_eq!(days().await, 1);
    app.set_time("2027-02-05T00:00:00Z");
    app.app.tend().await.unwrap();
    assert_eq!((days().await, stored(&app, article).await.total), (0, 2));
}

#[tokio::test]
async fn what_is_read_most_is_filtered_and_only_what_readers_see() {
    let app = TestApp::start().await;
    let unit = app.unit("Huyện ủy", None).await;
    let below = app.unit("Đảng bộ xã", Some(unit)).await;
    let author = app.author("Thúy Lan", None).await;
    let term = app.term(Series::Provincial, 22, None).await;
    let of = async |title: &str, count: usize, late: bool| {
        let article = app.article(title).unit(if late { below } else { unit });
        let article = if late { article.authors(&[author]) } else { article.terms(&[term]) };
        let time = if late { "2025-06-01T00:00:00Z" } else { "2025-01-01T00:00:00Z" };
        let id = article.published(at(time)).save().await;
        read(&app, id, count).await;
        id
    };
    of("Ba", 3, false).await;
    let top = of("Bốn", 4, true).await;
    of("Một", 1, true).await;
    let soon = app.article("Sắp hết").expires(at("2026-01-01T00:10:00Z")).save().await;
    read(&app, soon, 5).await;
    for window in ["DAY", "WEEK", "MONTH", "ALL"] {
        app.set_time("2026-01-01T00:09:59Z");
        assert_eq!(most(&app, window).await, ["Sắp hết", "Bốn", "Ba", "Một"]);
        app.set_time("2026-01-01T00:10:00Z");
        assert_eq!(most(&app, window).await, ["Bốn", "Ba", "Một"]);
        assert_eq!(most_of(&app, window, "first: 1").await, ["Bốn"]);
        let unit = unit_id(unit);
        let term = format!("cat_{}", term.simple());
        let author = format!("aut_{}", author.simple());
        for (filter, titles) in [
            (format!("unit: {{id: \"{unit}\"}}"), &["Ba"][..]),
            (format!("unit: {{id: \"{unit}\", includeDescendants: true}}"), &["Bốn", "Ba", "Một"]),
            (format!("authorId: \"{author}\""), &["Bốn", "Một"]),
            (format!("congressCategoryId: \"{term}\""), &["Ba"]),
            ("publishedFrom: \"2025-03-01T00:00:00Z\"".to_owned(), &["Bốn", "Một"]),
            (format!("authorId: \"{author}\", congressCategoryId: \"{term}\""), &[]),
        ] {
            let filter = format!("filter: {{{filter}}}");
            assert_eq!(most_of(&app, window, &filter).await, titles, "{window} {filter}");
        }
    }
    // One that is taken back is gone from every list at once.
    let row = article::Entity::find_by_id(top).one(&app.db.write).await.unwrap().unwrap();
    let content = json!({ "id": article_id(top), "version": row.version, "reason": "Sai" });
    let chief = app.member("chief", entity::account::Role::Chief, None).await;
    chief.done("articleWithdraw", content).await;
    for window in ["DAY", "WEEK", "MONTH", "ALL"] {
        assert_eq!(most(&app, window).await, ["Ba", "Một"]);
    }
}

#[tokio::test]
async fn a_list_is_one_statement_and_several_are_no_more() {
    let app = TestApp::start().await;
    for n in 1..=3 {
        let article = app.article(&format!("Bài {n}")).save().await;
        read(&app, article, n).await;
    }
    app.statements();
    let list = "{ title viewCount unit { name } }";
    let answer = app
        .ask(&format!(
            "{{ day: mostViewed(window: DAY) {list} week: mostViewed(window: WEEK, first: 2) {list}
                all: mostViewed(window: ALL) {list}
                order: articles(order: {{field: VIEW_COUNT}}) {{ nodes {list} }} }}"
        ))
        .await;
    assert_eq!(app.statements(), 1);
    let all: Vec<Value> = (1..=3)
        .rev()
        .map(|n| json!({ "title": format!("Bài {n}"), "viewCount": n, "unit": null }))
        .collect();
    assert_eq!(answer["day"], json!(all));
    assert_eq!(answer["week"], json!(all[..2]));
    assert_eq!((&answer["all"], &answer["order"]["nodes"]), (&json!(all), &json!(all)));
    for (first, code) in [("0", "PAGE_SIZE_INVALID"), ("101", "PAGE_SIZE_INVALID")] {
        let query = format!("{{ mostViewed(window: DAY, first: {first}) {{ title }} }}");
        let refused = app.ask_with(&query, json!({})).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], code);
    }
}
