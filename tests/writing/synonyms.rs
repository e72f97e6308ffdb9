//! Synonyms: what administrators say stands for what, and what searches find by it.

use entity::{account::Role, audit_event, search_synonym};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{Desk, id, problems, raw};
use crate::support::{TestApp, app::at};

const SYNONYM: &str = "searchSynonym { id short long version updatedAt }";

/// The titles that are found.
async fn found(app: &TestApp, query: &str) -> Vec<String> {
    let search = "query($query: String!) { search(query: $query) { nodes { title } } }";
    let answer = app.data(search, json!({ "query": query })).await;
    let nodes = answer["search"]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["title"].as_str().unwrap().to_owned()).collect()
}

async fn created(desk: &Desk<'_>, short: &str, long: &str) -> Value {
    let input = json!({ "short": short, "long": long });
    let mut payload = desk.run("searchSynonymCreate", input, SYNONYM).await;
    payload["searchSynonym"].take()
}

/// The short forms of a page, and what else is told of it.
async fn listed(desk: &Desk<'_>, arguments: &str) -> (Vec<String>, Value) {
    let query = format!(
        "{{ searchSynonyms({arguments}) {{ totalCount nodes {{ short }}
            pageInfo {{ hasPreviousPage hasNextPage startCursor endCursor }} }} }}"
    );
    let mut answer = desk.ask(&query, json!({})).await;
    assert_eq!(answer.get("errors"), None, "{answer}");
    let list = answer["data"]["searchSynonyms"].take();
    let nodes = list["nodes"].as_array().unwrap().iter();
    (nodes.map(|node| node["short"].as_str().unwrap().to_owned()).collect(), list)
}

#[tokio::test]
async fn searches_find_by_a_synonym_from_its_creation_until_its_end() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    let (long, short) = ("Trung tâm Phục vụ hành chính công mở cửa", "TTPV nghỉ lễ");
    app.article(long).published(at("2025-01-01T00:00:00Z")).save().await;
    app.article(short).published(at("2025-01-02T00:00:00Z")).save().await;
    assert_eq!(found(&app, "TTPV").await, [short]);

    let synonym = created(&admin, "TTPV", "Trung tâm Phục vụ hành chính công").await;
    let expected = json!({
        "id": synonym["id"], "short": "TTPV", "long": "Trung tâm Phục vụ hành chính công",
        "version": 1, "updatedAt": "2026-01-01T00:00:00Z",
    });
    assert_eq!(synonym, expected);
    assert_eq!(found(&app, "ttpv").await, [short, long]);
    assert_eq!(found(&app, "trung tâm phục vụ hành chính công").await, [short, long]);

    let id = &synonym["id"];
    let update = json!({ "id": id, "version": 1, "short": "TTHCC" });
    let payload = admin.run("searchSynonymUpdate", update.clone(), SYNONYM).await;
    assert_eq!(payload["searchSynonym"]["version"], 2);
    assert_eq!(payload["searchSynonym"]["long"], synonym["long"]);
    assert_eq!(found(&app, "TTPV").await, [short]);
    assert_eq!(found(&app, "tthcc").await, [long]);
    let again = json!({ "id": id, "version": 2, "short": "TTHCC" });
    admin.changes_nothing("searchSynonymUpdate", again).await;

    let stale = problems(&[("VERSION_CONFLICT", "input.version")]);
    assert_eq!(admin.refused("searchSynonymUpdate", update).await, stale);
    let delete = |version: i32| json!({ "id": id, "version": version });
    assert_eq!(admin.refused("searchSynonymDelete", delete(1)).await, stale);
    let gone = "deletedSearchSynonymId";
    assert_eq!(admin.run("searchSynonymDelete", delete(2), gone).await[gone], *id);
    assert_eq!(found(&app, "tthcc").await, [""; 0]);
    assert_eq!(found(&app, long).await, [long]);
    let nothing = problems(&[("NOT_FOUND", "input.id")]);
    assert_eq!(admin.refused("searchSynonymDelete", delete(3)).await, nothing);
    assert_eq!(admin.refused("searchSynonymUpdate", delete(3)).await, nothing);
}

#[tokio::test]
async fn what_comes_with_the_program_can_be_changed_and_deleted() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    app.article("Ủy ban nhân dân họp").save().await;
    assert_eq!(found(&app, "UBND").await.len(), 1);
    let first = json!({ "id": id("syn", Uuid::from_u128(1)), "version": 1 });
    let mut other = first.clone();
    other["long"] = json!("Ủy ban nông dân");
    admin.run("searchSynonymUpdate", other, "").await;
    assert_eq!(found(&app, "UBND").await, [""; 0]);
    let seen = json!({ "id": first["id"], "version": 2 });
    admin.run("searchSynonymDelete", seen, "").await;
    // The pair is free again.
    created(&admin, "UBND", "Ủy ban nhân dân").await;
    assert_eq!(found(&app, "UBND").await.len(), 1);
}

#[tokio::test]
async fn the_audit_log_tells_of_a_synonym_and_the_change_log_does_not() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    let changes = app.change_count().await;
    let synonym = created(&admin, "TTPV", "Trung tâm phục vụ").await;
    let update =
        json!({ "id": synonym["id"], "version": 1, "short": "TTHCC", "long": "Trung tâm" });
    admin.run("searchSynonymUpdate", update, "").await;
    let seen = json!({ "id": synonym["id"], "version": 2 });
    admin.run("searchSynonymDelete", seen, "").await;
    assert_eq!(app.change_count().await, changes);
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::NodeId.eq(raw(&synonym["id"])))
        .all(&app.db.write);
    let mut told: Vec<_> = events.await.unwrap();
    told.sort_by_key(|event| event.seq);
    let told = told.iter().map(|event| {
        let fields = event.details.as_deref().map_or(Value::Null, |details| {
            serde_json::from_str::<Value>(details).unwrap()["fields"].take()
        });
        assert_eq!(event.node.as_deref(), Some("syn"));
        json!([event.action, event.from_version, fields])
    });
    let expected = [
        json!(["searchSynonymCreate", null, null]),
        json!(["searchSynonymUpdate", 1, ["long", "short"]]),
        json!(["searchSynonymDelete", 2, ["deletedAt"]]),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn what_is_wrong_with_a_synonym_is_told_at_once() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    let synonym = created(&admin, "TTPV", "Trung tâm phục vụ").await;
    let (ok, invalid) = (json!("abc"), "INVALID");
    for (short, long, expected) in [
        (json!(""), json!(" "), vec![("REQUIRED", "input.short"), ("REQUIRED", "input.long")]),
        (
            json!("ă".repeat(41)),
            json!("ă".repeat(201)),
            vec![("TOO_LONG", "input.short"), ("TOO_LONG", "input.long")],
        ),
        (json!("a\nb"), json!("a\u{0}b"), vec![(invalid, "input.short"), (invalid, "input.long")]),
        (json!("–"), json!("& 🙂"), vec![(invalid, "input.short"), (invalid, "input.long")]),
        (json!("–"), ok.clone(), vec![(invalid, "input.short")]),
        (json!("U.B.N.D"), json!("u b n d"), vec![(invalid, "input.long")]),
        (json!("TTPV"), json!("Trung tâm phục vụ"), vec![("TAKEN", "input")]),
        (json!("ttpv"), json!("trung-tâm PHỤC VỤ"), vec![("TAKEN", "input")]),
    ] {
        let create = json!({ "short": short, "long": long });
        let refused = admin.refused("searchSynonymCreate", create).await;
        assert_eq!(refused, problems(&expected), "{short} {long}");
        // One that is updated meets the same rules, beside itself.
        let update = json!({ "id": id("syn", Uuid::from_u128(1)), "version": 7,
            "short": short, "long": long });
        let mut refused = admin.refused("searchSynonymUpdate", update).await;
        let mut all = problems(&expected);
        all.extend(problems(&[("VERSION_CONFLICT", "input.version")]));
        refused.sort();
        all.sort();
        assert_eq!(refused, all, "{short} {long}");
    }
    let cleared = json!({ "id": "syn_x", "version": 1, "short": null, "long": null });
    let expected =
        [("ID_INVALID", "input.id"), ("REQUIRED", "input.short"), ("REQUIRED", "input.long")];
    assert_eq!(admin.refused("searchSynonymUpdate", cleared).await, problems(&expected));
    let other = json!({ "id": id("unt", Uuid::nil()), "version": 1 });
    let expected = problems(&[("ID_INVALID", "input.id")]);
    assert_eq!(admin.refused("searchSynonymDelete", other).await, expected);
    // As long as may be, and itself in other letters.
    created(&admin, &"ă".repeat(40), &"ă".repeat(200)).await;
    let update = json!({ "id": synonym["id"], "version": 1, "short": "ttpv" });
    admin.run("searchSynonymUpdate", update, "").await;
}

#[tokio::test]
async fn there_are_five_hundred_synonyms_at_most() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    let row = |n: u32| search_synonym::ActiveModel {
        id: Set(Uuid::now_v7()),
        short: Set(format!("VT{n}")),
        long: Set(format!("Viết tắt {n}")),
        sort_key: Set(n.to_be_bytes().to_vec()),
        created_at: Set(at("2025-01-01T00:00:00Z")),
        updated_at: Set(at("2025-01-01T00:00:00Z")),
        version: Set(1),
        deleted_at: Set(None),
    };
    // There are 22 from the beginning.
    let rows = search_synonym::Entity::insert_many((0..477).map(row));
    rows.exec_without_returning(&app.db.write).await.unwrap();
    let last = created(&admin, "VTC", "Viết tắt cuối").await;
    let one_more = json!({ "short": "VTN", "long": "" });
    let payload = admin.try_to("searchSynonymCreate", one_more.clone(), "").await;
    assert_eq!(payload["userErrors"][1]["limit"], 500);
    let expected = [("REQUIRED", "input.long"), ("TOO_MANY", "")];
    assert_eq!(admin.refused("searchSynonymCreate", one_more).await, problems(&expected));
    // What is there can be changed, and what is deleted makes room.
    let update = json!({ "id": last["id"], "version": 1, "short": "VTK" });
    admin.run("searchSynonymUpdate", update, "").await;
    let seen = json!({ "id": last["id"], "version": 2 });
    admin.run("searchSynonymDelete", seen, "").await;
    created(&admin, "VTN", "Viết tắt nữa").await;
    let (_, list) = listed(&admin, "first: 1").await;
    assert_eq!(list["totalCount"], 500);
}

#[tokio::test]
async fn a_form_stands_in_eight_synonyms_at_most() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    for (place, short) in ["TƯ", "TỨ", "TU"].iter().cycle().take(6).enumerate() {
        created(&admin, short, &format!("Thứ {place}")).await;
    }
    // Two have it from the beginning; whoever types it without marks means all of them.
    let short = json!({ "short": "tu", "long": "Thứ mấy" });
    let too_many = problems(&[("TOO_MANY", "input.short")]);
    assert_eq!(admin.refused("searchSynonymCreate", short.clone()).await, too_many);
    let long = json!({ "short": "TM", "long": "TÚ" });
    let other_side = problems(&[("TOO_MANY", "input.long")]);
    assert_eq!(admin.refused("searchSynonymCreate", long).await, other_side);
    let other = created(&admin, "TM", "Thứ mấy").await;
    let update = json!({ "id": other["id"], "version": 1, "short": "TU" });
    let payload = admin.try_to("searchSynonymUpdate", update.clone(), "").await;
    assert_eq!(payload["userErrors"][0]["limit"], 8);
    assert_eq!(admin.refused("searchSynonymUpdate", update).await, too_many);
    // One of them may change what it stands for.
    let first =
        json!({ "id": id("syn", Uuid::from_u128(15)), "version": 1, "long": "Tỉnh uỷ viên" });
    admin.run("searchSynonymUpdate", first, "").await;
}

#[tokio::test]
async fn synonyms_are_listed_by_the_alphabet_and_paged_in_both_directions() {
    let app = TestApp::start().await;
    let admin = app.desk(Role::Admin, None).await;
    created(&admin, "BĐP", "Ban Điều phối").await;
    created(&admin, "tu", "Tu bổ").await;
    let gone = created(&admin, "BAA", "Ban A").await;
    admin.run("searchSynonymDelete", json!({ "id": gone["id"], "version": 1 }), "").await;
    let alphabet = [
        "BCĐ", "BCH", "BDV", "BĐP", "BTC", "BTG", "BTV", "DVHU", "DVTU", "HĐND", "HU", "LĐLĐ",
        "MTTQ", "MTTQVN", "TGHU", "TGTU", "tu", "TU", "TƯ", "TW", "UBKT", "UBMTTQ", "UBND", "XHCN",
    ];
    let (all, list) = listed(&admin, "first: 100").await;
    assert_eq!(all, sorted(&alphabet));
    assert_eq!(list["totalCount"], alphabet.len());
    for (size, begin, further) in [("first", "after", true), ("last", "before", false)] {
        let mut pages: Vec<Vec<String>> = Vec::new();
        let mut cursor = String::new();
        loop {
            let (page, list) = listed(&admin, &format!("{size}: 7{cursor}")).await;
            let info = &list["pageInfo"];
            pages.push(page);
            let (more, end) = match further {
                true => (&info["hasNextPage"], &info["endCursor"]),
                false => (&info["hasPreviousPage"], &info["startCursor"]),
            };
            if *more == json!(false) {
                break;
            }
            cursor = format!(", {begin}: {end}");
        }
        if !further {
            pages.reverse();
        }
        assert_eq!(pages.len(), 4);
        assert_eq!(pages.concat(), all, "{size}");
    }
}

fn sorted(forms: &[&str]) -> Vec<String> {
    forms.iter().map(|form| (*form).to_owned()).collect()
}
