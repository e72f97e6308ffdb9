//! Versions: whoever names an old one is told what happened since, by whom, and in which fields.

use entity::account::Role;
use serde_json::{Value, json};

use super::desk::{Desk, id, input_of};
use crate::support::{TestApp, make::poll};

/// What a mutation tells of the version that it was given.
async fn conflict(desk: &Desk<'_>, field: &str, input: Value) -> Value {
    let kind = input_of(field);
    let query = format!(
        "mutation($input: {kind}!) {{ {field}(input: $input) {{ userErrors {{
            code conflict {{ currentVersion changes {{ version at by fields }} }} }} }} }}"
    );
    let mut answer = desk.ask(&query, json!({ "input": input })).await;
    assert_eq!(answer.get("errors"), None, "{field}: {answer}");
    let error = answer["data"][field]["userErrors"][0].take();
    assert_eq!(error["code"], "VERSION_CONFLICT", "{field}: {error}");
    error["conflict"].clone()
}

/// That a mutation, sent twice, tells the second time what the first did.
async fn told(desk: &Desk<'_>, field: &str, input: Value, fields: &[&str]) {
    desk.run(field, input.clone(), "").await;
    let conflict = conflict(desk, field, input.clone()).await;
    let version = conflict["currentVersion"].as_i64().unwrap();
    let change = &conflict["changes"][0];
    assert_eq!(change["version"], version, "{field}: {conflict}");
    assert_eq!(change["fields"], json!(fields), "{field}");
    assert!(change["by"].as_str().unwrap().starts_with("Đồng chí "), "{field}: {change}");
    assert_eq!(change["at"], crate::support::app::NOW, "{field}");
}

#[tokio::test]
async fn a_conflict_of_any_kind_tells_who_changed_which_fields() {
    let app = TestApp::start().await;
    let desk = app.desk(Role::Admin, None).await;
    let seen = |id: String| json!({ "id": id, "version": 1 });
    let with = |mut input: Value, more: Value| {
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        input
    };
    let unit = seen(id("unt", app.unit("Huyện ủy Quế Sơn", None).await));
    let change = json!({ "name": "Huyện uỷ Quế Sơn", "kind": "GRASSROOTS" });
    told(&desk, "unitUpdate", with(unit.clone(), change), &["kind", "name"]).await;
    let author = seen(id("aut", app.author("Lan", None).await));
    let change = json!({ "penName": "Thúy Lan", "bio": "Cộng tác viên" });
    told(&desk, "authorUpdate", with(author, change), &["bio", "penName", "sortName"]).await;
    let term = app.term(entity::congress_category::Series::Provincial, 21, Some(2015)).await;
    let term = seen(id("cat", term));
    let change = json!({ "openedOn": "2015-10-12" });
    told(&desk, "congressCategoryUpdate", with(term, change), &["openedOn"]).await;
    let asked = id("pol", app.poll(poll("Bạn nghĩ gì?", &[0, 0])).await);
    told(&desk, "pollUnpublish", seen(asked.clone()), &["status"]).await;
    let option = json!({ "id": asked, "version": 2, "text": "Khác" });
    told(&desk, "pollOptionCreate", option, &["options"]).await;
    let named = json!({ "version": 0, "name": "Cổng thông tin", "greeting": "Xin chào" });
    told(&desk, "siteUpdate", named, &["greeting", "name"]).await;
    let made = desk.run("linkDirectoryCreate", json!({ "title": "Một" }), "linkDirectory { id }");
    let directory = made.await["linkDirectory"]["id"].clone();
    let renamed = json!({ "id": directory, "version": 1, "title": "Hai" });
    told(&desk, "linkDirectoryUpdate", renamed, &["title"]).await;
    let link = json!({ "directoryId": directory, "title": "a", "url": "https://a.example.vn" });
    let link = desk.run("linkCreate", link, "link { id }").await["link"]["id"].clone();
    let hidden = json!({ "id": link, "version": 1, "active": false });
    told(&desk, "linkUpdate", hidden, &["active"]).await;
    let article = desk.run("articleCreate", json!({ "title": "Tin" }), "article { id }").await;
    let written = json!({ "id": article["article"]["id"], "version": 1, "summary": "Ngắn" });
    told(&desk, "articleUpdate", written, &["summary"]).await;
    desk.run("redirectCreate", json!({ "url": "/cu" }), "").await;
    let article = article["article"]["id"].clone();
    let lead = json!({ "url": "/cu", "version": 1, "articleId": article });
    told(&desk, "redirectUpdate", lead, &["articleId"]).await;
    let synonym = id("syn", uuid::Uuid::from_u128(1));
    let spoken = json!({ "id": synonym, "version": 1, "long": "Ủy ban" });
    told(&desk, "searchSynonymUpdate", spoken, &["long"]).await;
    let account = json!({
        "login": "an.an", "name": "An", "role": "EDITOR", "password": "ba con mèo trắng ngủ",
    });
    let account = desk.run("accountCreate", account, "account { id }").await;
    let other = json!({ "id": account["account"]["id"], "version": 1, "role": "CHIEF" });
    told(&desk, "accountUpdate", other, &["role"]).await;
}

#[tokio::test]
async fn all_changes_since_are_told_the_latest_first_and_what_changed_nothing_is_none() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let unit = id("unt", app.unit("Một", None).await);
    let change = |version: i32, name: &str| json!({ "id": unit, "version": version, "name": name });
    desk.run("unitUpdate", change(1, "Hai"), "").await;
    desk.run("unitUpdate", change(2, "Hai"), "").await;
    let rename = json!({ "id": unit, "version": 2, "name": "Ba", "from": "2025-12-01" });
    desk.run("unitRename", rename, "").await;
    let conflict = |version| conflict(&desk, "unitUpdate", change(version, "Bốn"));
    let versions = |conflict: &Value| -> Vec<i64> {
        let changes = conflict["changes"].as_array().unwrap().iter();
        changes.map(|change| change["version"].as_i64().unwrap()).collect()
    };
    assert_eq!(versions(&conflict(1).await), [3, 2]);
    assert_eq!(versions(&conflict(2).await), [3]);
    // Nobody has ever seen that one.
    assert_eq!(versions(&conflict(7).await), [] as [i64; 0]);
}

#[tokio::test]
async fn what_changes_along_with_something_else_is_told_as_well() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two] = [app.unit("Một", None).await, app.unit("Hai", None).await];
    let units = json!([{ "id": id("unt", one), "version": 1 }]);
    let merge = json!({ "units": units, "intoId": id("unt", two), "effectiveOn": "2025-07-01" });
    desk.run("unitMerge", merge, "").await;
    let input = json!({ "id": id("unt", one), "version": 1, "name": "Ba" });
    let ended = conflict(&desk, "unitUpdate", input).await;
    assert_eq!(ended["changes"][0]["fields"], json!(["dissolvedOn"]));
}
