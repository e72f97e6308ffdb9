//! The gate: what readers must not see is absent, on every path, and the clock alone opens it.

use entity::article::Status;
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    app::at,
    make::{article_id, unit_id},
};

/// Every way from the root to an article.
const PATHS: &str = "query($ids: [ID!]!, $id: ID!, $slug: String!, $url: String!, $unit: ID!) {
    article(by: {slug: $slug}) { id }
    byId: article(by: {id: $id}) { id }
    node(id: $id) { id }
    nodes(ids: $ids) { id }
    resolveUrl(url: $url) { node { id } }
    articles { totalCount nodes { id title newer { id } older { id } related { id } } }
    titles: articles(order: {field: TITLE}) { totalCount nodes { id } }
    views: articles(order: {field: VIEW_COUNT}) { totalCount nodes { id } }
    filtered: articles(filter: {unit: {id: $unit, includeDescendants: true}}, order: {field: VIEW_COUNT})
        { totalCount nodes { id } }
    archive { count articles { totalCount nodes { id } } }
    unit(by: {id: $unit}) { articles { totalCount nodes { id } } authors { nodes { articles { totalCount nodes { id } } } } }
    units { nodes { articles(includeDescendants: true) { totalCount nodes { id } } } }
    authors { nodes { articles { totalCount nodes { id } } } }
    congressCategories { articles { totalCount nodes { id } } }
}";

struct Hidden {
    app: TestApp,
    id: String,
    unit: String,
}

/// One article that everybody sees, and one that the case hides.
async fn hide(status: Status, published: Option<&str>, expires: Option<&str>) -> Hidden {
    let app = TestApp::start_unlimited().await;
    let unit = app.unit("Huyện ủy Quế Sơn", None).await;
    let author = app.author("Thúy Lan", Some(unit)).await;
    let term = app.term(entity::congress_category::Series::Provincial, 22, None).await;
    let visible = app.article("Hiện").unit(unit).authors(&[author]).terms(&[term]);
    visible.views(1).save().await;
    let mut hidden = app.article("Ẩn").unit(unit).authors(&[author]).terms(&[term]).status(status);
    if let Some(time) = published {
        hidden = hidden.published(at(time));
    }
    if let Some(time) = expires {
        hidden = hidden.expires(at(time));
    }
    let id = hidden.legacy_url("http://cu.example.vn/an").views(99).save().await;
    Hidden { app, id: article_id(id), unit: unit_id(unit) }
}

impl Hidden {
    async fn answers(&self) -> Value {
        let variables = json!({
            "ids": [self.id], "id": self.id, "slug": "an", "url": "http://cu.example.vn/an", "unit": self.unit,
        });
        self.app.data(PATHS, variables).await
    }

    /// How often the article shows, and all sizes of lists.
    async fn seen(&self) -> (usize, Vec<i64>) {
        let answers = self.answers().await;
        let mut counts = Vec::new();
        collect_counts(&answers, &mut counts);
        (answers.to_string().matches(&self.id).count(), counts)
    }
}

fn collect_counts(value: &Value, counts: &mut Vec<i64>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                if name == "totalCount" || name == "count" {
                    counts.push(field.as_i64().unwrap());
                }
                collect_counts(field, counts);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_counts(item, counts)),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_not_public_is_absent_on_every_path_and_from_every_count() {
    for (status, published, expires) in [
        (Status::Draft, None, None),
        (Status::InReview, None, None),
        (Status::Withdrawn, None, None),
        (Status::Published, Some("2026-01-01T00:00:01Z"), None),
        (Status::Published, None, Some("2026-01-01T00:00:00Z")),
    ] {
        let hidden = hide(status, published, expires).await;
        let (shows, counts) = hidden.seen().await;
        assert_eq!(shows, 0, "{status:?} {published:?} {expires:?}");
        assert!(counts.len() > 10 && counts.iter().all(|count| *count == 1), "{counts:?}");
    }
}

#[tokio::test]
async fn the_clock_publishes_and_expires_to_the_second() {
    let published = Some("2026-01-01T06:00:00Z");
    let hidden = hide(Status::Published, published, Some("2026-01-02T00:00:00Z")).await;
    for (time, shown) in [
        ("2026-01-01T05:59:59Z", false),
        ("2026-01-01T06:00:00Z", true),
        ("2026-01-01T23:59:59Z", true),
        ("2026-01-02T00:00:00Z", false),
    ] {
        hidden.app.set_time(time);
        let (shows, counts) = hidden.seen().await;
        assert_eq!(shows > 10, shown, "{time}");
        let expected = if shown { 2 } else { 1 };
        let months = if shown { 1 } else { expected };
        assert!(
            counts.iter().all(|count| *count == expected || *count == months),
            "{time} {counts:?}"
        );
    }
}

#[tokio::test]
async fn the_change_log_tells_only_what_readers_can_see() {
    use entity::change;
    use sea_orm::{EntityTrait as _, QueryFilter as _};

    let app = TestApp::start().await;
    app.article("Nháp").status(Status::Draft).save().await;
    app.article("Mai").published(at("2026-01-02T00:00:00Z")).save().await;
    let shown = app.article("Hiện").save().await;
    let log = change::Entity::find()
        .filter(sea_orm::ColumnTrait::eq(&change::Column::Node, change::Node::Article))
        .all(&app.db.read)
        .await
        .unwrap();
    let ids: Vec<_> = log.iter().map(|change| (change.node_id, change.action)).collect();
    assert_eq!(ids, [(shown, change::Action::Upserted)]);
}
