//! Redirects: an old address leads to one place.

use entity::{account::Role, article::Status};
use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{id, problems};
use crate::support::{TestApp, make::article_id};

const REDIRECT: &str = "redirect { host path article { title } }";

async fn resolved(app: &TestApp, url: &str) -> Value {
    let query = format!(
        r#"{{ resolveUrl(url: "{url}") {{ status node {{ ... on Article {{ title }} }} }} }}"#
    );
    app.ask(&query).await["resolveUrl"].clone()
}

#[tokio::test]
async fn an_address_leads_to_an_article_then_elsewhere_then_nowhere() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two] = [app.article("Một").save().await, app.article("Hai").save().await];
    let url = "https://www.queson.example.vn/chi-tiet?dDocName=PORTAL353912&utm_source=zalo";
    let input = json!({ "url": url, "articleId": article_id(one) });
    let payload = desk.run("redirectCreate", input.clone(), REDIRECT).await;
    let expected = json!({
        "host": "queson.example.vn", "path": "/chi-tiet?ddocname=PORTAL353912",
        "article": { "title": "Một" },
    });
    assert_eq!(payload["redirect"], expected);
    let moved = |title: &str| json!({ "status": "MOVED", "node": { "title": title } });
    assert_eq!(resolved(&app, url).await, moved("Một"));
    // However it is written, it is the same address.
    let again = json!({ "url": "http://QUESON.example.vn/chi-tiet/?ddocname=PORTAL353912" });
    let taken = problems(&[("TAKEN", "input.url")]);
    assert_eq!(desk.refused("redirectCreate", again.clone()).await, taken);
    let input = json!({ "url": url, "version": 1, "articleId": article_id(two) });
    desk.run("redirectUpdate", input.clone(), "").await;
    assert_eq!(resolved(&app, url).await, moved("Hai"));
    let stale = problems(&[("VERSION_CONFLICT", "input.version")]);
    assert_eq!(desk.refused("redirectUpdate", input).await, stale);
    // What is left out stays, null clears.
    desk.changes_nothing("redirectUpdate", json!({ "url": url, "version": 2 })).await;
    let gone = json!({ "url": again["url"], "version": 2, "articleId": null });
    let payload = desk.run("redirectUpdate", gone, "redirect { version article { id } }").await;
    assert_eq!(payload["redirect"], json!({ "version": 3, "article": null }));
    assert_eq!(resolved(&app, url).await, json!({ "status": "GONE", "node": null }));
    let old = json!({ "url": url, "version": 2 });
    assert_eq!(desk.refused("redirectDelete", old).await, stale);
    let seen = json!({ "url": url, "version": 3 });
    desk.run("redirectDelete", seen.clone(), REDIRECT).await;
    assert_eq!(resolved(&app, url).await, json!(null));
    let nowhere = problems(&[("NOT_FOUND", "input.url")]);
    assert_eq!(desk.refused("redirectUpdate", seen.clone()).await, nowhere);
    assert_eq!(desk.refused("redirectDelete", seen).await, nowhere);
}

#[tokio::test]
async fn an_address_of_the_portal_is_one_with_and_without_its_host() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    let input = json!({ "version": 0, "baseUrl": "https://quangnam.example.vn" });
    admin.run("siteUpdate", input, "").await;
    let input = json!({ "url": "https://quangnam.example.vn/cu/1" });
    let payload = admin.run("redirectCreate", input, REDIRECT).await;
    let expected = json!({ "host": null, "path": "/cu/1", "article": null });
    assert_eq!(payload["redirect"], expected);
    let taken = problems(&[("TAKEN", "input.url")]);
    assert_eq!(admin.refused("redirectCreate", json!({ "url": "/cu/1" })).await, taken);
    for url in ["/cu/1", "http://www.quangnam.example.vn/cu/1/"] {
        assert_eq!(resolved(&app, url).await["status"], "GONE");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_redirect_is_told_at_once() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let input = json!({ "url": "javascript:alert(1)", "articleId": id("aut", Uuid::nil()) });
    let expected = [("ID_INVALID", "input.articleId"), ("INVALID", "input.url")];
    assert_eq!(desk.refused("redirectCreate", input).await, problems(&expected));
    let input = json!({ "url": "/cu", "articleId": id("art", Uuid::from_u128(7)) });
    let expected = problems(&[("REFERENCE_NOT_FOUND", "input.articleId")]);
    assert_eq!(desk.refused("redirectCreate", input).await, expected);
    for url in ["", "//example.vn/a", "ftp://example.vn/a", "/a\u{0}b", "cu/1"] {
        let expected = problems(&[("INVALID", "input.url")]);
        assert_eq!(desk.refused("redirectCreate", json!({ "url": url })).await, expected, "{url}");
    }
}

#[tokio::test]
async fn the_address_of_an_article_leads_nowhere_else_until_that_is_withdrawn() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    let site = json!({
        "version": 0, "baseUrl": "https://quangnam.example.vn", "articleUrlTemplate": "/tin/{slug}",
    });
    admin.run("siteUpdate", site, "").await;
    let article = article_id(app.article("Tin").save().await);
    let draft = article_id(app.article("Nháp").status(Status::Draft).save().await);
    let other = article_id(app.article("Khác").save().await);
    let taken = problems(&[("TAKEN", "input.url")]);
    for (url, holder) in [
        ("/tin/tin", &article),
        ("https://www.quangnam.example.vn/tin/tin/?utm_source=zalo", &article),
        ("/tin/nhap", &draft),
    ] {
        let input = json!({ "url": url, "articleId": other });
        assert_eq!(admin.refused("redirectCreate", input.clone()).await, taken, "{url}");
        let message = admin.message("redirectCreate", input).await;
        assert_eq!(message, format!("The article {holder} has this address"));
    }
    let reason = json!({ "id": article, "version": 1, "reason": "Nhầm" });
    admin.run("articleWithdraw", reason, "").await;
    admin.run("redirectCreate", json!({ "url": "/tin/tin", "articleId": other }), "").await;
    let moved = json!({ "status": "MOVED", "node": { "title": "Khác" } });
    assert_eq!(resolved(&app, "/tin/tin").await, moved);
}
