//! Old addresses: to what stands there now, to nothing, or gone.

mod status;

use api::content::{SiteFields, put_site};
use entity::article::Status;
use serde_json::{Value, json};

use crate::support::{TestApp, make::article_id};

async fn portal() -> TestApp {
    portal_at("https://portal.example.vn", "/tin/{slug}").await
}

async fn portal_at(base_url: &str, template: &str) -> TestApp {
    let app = TestApp::start().await;
    let mut txn = app.app.system().begin().await.unwrap();
    let fields = SiteFields {
        base_url: Some(base_url.to_owned()),
        article_url_template: Some(template.to_owned()),
        ..SiteFields::default()
    };
    put_site(&mut txn, fields).await.unwrap();
    txn.commit().await.unwrap();
    app
}

async fn resolve(app: &TestApp, url: &str) -> Value {
    let query = "query($url: String!) { resolveUrl(url: $url) { status path node { id } } }";
    app.data(query, json!({ "url": url })).await["resolveUrl"].take()
}

#[tokio::test]
async fn an_address_leads_to_its_article_in_every_spelling() {
    let app = portal().await;
    let old = "http://cu.example.vn/chi-tiet?dDocName=PORTAL353912&_c=93";
    let id = article_id(app.article("Tin cũ").legacy_url(old).save().await);
    let found =
        |status: &str| json!({ "status": status, "path": "/tin/tin-cu", "node": { "id": id } });
    for url in
        [old, "https://www.cu.example.vn/chi-tiet/?_c=93&ddocname=PORTAL353912&utm_source=zalo"]
    {
        assert_eq!(resolve(&app, url).await, found("MOVED"), "{url}");
    }
    for url in [
        "https://portal.example.vn/tin/tin-cu",
        "/tin/tin-cu",
        "/tin/tin-cu/",
        "/tin/tin-cu?utm=1&x",
        "https://www.portal.example.vn/tin/tin-cu?zarsrc=30#binh-luan",
    ] {
        assert_eq!(resolve(&app, url).await, found("CURRENT"), "{url}");
    }
    for url in [
        "http://cu.example.vn/chi-tiet?dDocName=PORTAL353913&_c=93",
        "https://other.example.vn/tin/tin-cu",
        "/tin/khac",
        "/tin/tin-cu/khac?utm=1",
        "/tin/%FF",
    ] {
        assert_eq!(resolve(&app, url).await, Value::Null, "{url}");
    }
}

#[tokio::test]
async fn a_withdrawn_article_is_gone_and_a_draft_was_never_there() {
    let app = portal().await;
    let url = |name: &str| format!("http://cu.example.vn/{name}");
    app.article("Rút").legacy_url(&url("rut")).status(Status::Withdrawn).save().await;
    app.article("Nháp").legacy_url(&url("nhap")).status(Status::Draft).save().await;
    let gone = json!({ "status": "GONE", "path": null, "node": null });
    assert_eq!(resolve(&app, &url("rut")).await, gone);
    assert_eq!(resolve(&app, "/tin/rut?utm=1").await, gone);
    assert_eq!(resolve(&app, &url("nhap")).await, Value::Null);
    assert_eq!(resolve(&app, "/tin/nhap").await, Value::Null);
}

#[tokio::test]
async fn a_slug_may_stand_in_a_parameter_and_a_portal_below_a_path() {
    let app = portal_at("https://example.vn/cong-tin/", "/chi-tiet?muc=tin&id={slug}").await;
    app.article("Tin").save().await;
    for (url, status) in [
        ("https://example.vn/cong-tin/chi-tiet?id=tin&muc=tin", json!("CURRENT")),
        ("/cong-tin/chi-tiet?utm=1&muc=tin&ID=tin", json!("CURRENT")),
        ("/chi-tiet?muc=tin&id=tin", json!("CURRENT")),
        ("/cong-tin/chi-tiet?muc=khac&id=tin", Value::Null),
        ("/cong-tin/chi-tiet?id=tin", Value::Null),
        ("https://example.vn/chi-tiet?muc=tin&id=tin", Value::Null),
        ("https://khac.vn/cong-tin/chi-tiet?muc=tin&id=tin", Value::Null),
    ] {
        assert_eq!(resolve(&app, url).await["status"], status, "{url}");
    }
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let app = portal().await;
    let query = "query($url: String!) { site { name } resolveUrl(url: $url) { status } }";
    for url in [
        "",
        "nonsense",
        "javascript:alert(1)",
        "//portal.example.vn/tin/a",
        "/tin/%00",
        "/tin/a?b=%0A",
        "https://portal.example.vn/%7F",
        "tin/tin-cu",
        "https://",
    ] {
        let answer = app.ask_with(query, json!({ "url": url })).await;
        let fault = json!({ "code": "BAD_USER_INPUT", "argument": "url" });
        assert_eq!(answer["errors"][0]["extensions"], fault, "{url}");
        assert_eq!(answer["data"], json!({ "site": { "name": "Congtin" }, "resolveUrl": null }));
    }
}

#[tokio::test]
async fn nodes_come_in_the_order_of_their_ids() {
    let app = TestApp::start().await;
    let unit = app.unit("Huyện ủy Quế Sơn", None).await;
    let article = article_id(app.article("Tin").unit(unit).save().await);
    let unit = format!("unt_{}", unit.simple());
    let nothing = format!("art_{}", "0".repeat(32));
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id
        ... on Article { title body { text } unit { name } } ... on Unit { name } } }";
    let data = app.data(query, json!({ "ids": [unit, nothing, article, unit] })).await;
    let unit = json!({ "__typename": "Unit", "id": unit, "name": "Huyện ủy Quế Sơn" });
    let article = json!({ "__typename": "Article", "id": article, "title": "Tin",
        "body": { "text": "Nội dung của Tin." }, "unit": { "name": "Huyện ủy Quế Sơn" } });
    assert_eq!(data["nodes"], json!([unit, null, article, unit]));
}
