//! Units: the tree, their names and what becomes of them.

use api::content::DatedName;
use entity::change::{Action, Node};
use serde_json::{Value, json};
use uuid::Uuid;

use super::desk::{Desk, id, problems, raw};
use crate::support::{TestApp, app::at, make::unit_id};

const UNIT: &str = "unit { id version name slug parent { id } dissolvedOn }";

async fn create(desk: &Desk<'_>, name: &str, parent: Option<Uuid>) -> Uuid {
    let input = json!({ "kind": "COMMITTEE", "name": name, "parentId": parent.map(unit_id) });
    raw(&desk.run("unitCreate", input, UNIT).await["unit"]["id"])
}

/// Titles in the lists of a unit with all below it.
async fn tree(app: &TestApp, unit: Uuid) -> Vec<String> {
    let query = format!(
        r#"{{ unit(by: {{id: "{}"}}) {{ articles(includeDescendants: true, order: {{field: TITLE, direction: ASC}}) {{
            totalCount nodes {{ title }} }} }} }}"#,
        unit_id(unit)
    );
    let data = app.ask(&query).await;
    let articles = &data["unit"]["articles"];
    let titles = articles["nodes"].as_array().unwrap().iter();
    let titles: Vec<_> = titles.map(|node| node["title"].as_str().unwrap().to_owned()).collect();
    assert_eq!(articles["totalCount"], titles.len());
    titles
}

#[tokio::test]
async fn a_unit_is_created_and_partly_changed() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let input = json!({ "kind": "COMMITTEE", "name": "Huyện ủy Quế Sơn", "abbreviation": "HU" });
    let unit = desk.run("unitCreate", input, UNIT).await["unit"].clone();
    assert_eq!((&unit["slug"], &unit["version"]), (&json!("huyen-uy-que-son"), &json!(1)));
    let id = raw(&unit["id"]);
    assert_eq!(app.changes_since(0).await, [(Node::Unit, id, Action::Upserted)]);

    let input = json!({ "id": unit["id"], "version": 1, "kind": "GRASSROOTS" });
    let shown = "unit { kind name abbreviation version }";
    let changed = desk.run("unitUpdate", input, shown).await;
    let expected = json!({
        "kind": "GRASSROOTS", "name": "Huyện ủy Quế Sơn", "abbreviation": "HU", "version": 2,
    });
    assert_eq!(changed["unit"], expected);
    let input = json!({ "id": unit["id"], "version": 2, "abbreviation": null });
    let changed = desk.run("unitUpdate", input, "unit { abbreviation names { abbreviation } }");
    let expected = json!({ "abbreviation": null, "names": [{ "abbreviation": null }] });
    assert_eq!(changed.await["unit"], expected);
    desk.changes_nothing(
        "unitUpdate",
        json!({ "id": unit["id"], "version": 3, "kind": "GRASSROOTS", "abbreviation": null }),
    )
    .await;
}

#[tokio::test]
async fn all_that_is_wrong_is_told_at_once_and_nothing_is_written() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let input = json!({
        "kind": "COMMITTEE", "name": " ", "abbreviation": "a".repeat(101), "parentId": "unt_1",
        "establishedOn": "2020-02-30", "slug": "Quế Sơn",
    });
    let expected = [
        ("INVALID", "input.establishedOn"),
        ("ID_INVALID", "input.parentId"),
        ("REQUIRED", "input.name"),
        ("TOO_LONG", "input.abbreviation"),
        ("INVALID", "input.slug"),
    ];
    assert_eq!(desk.refused("unitCreate", input).await, problems(&expected));

    let one = create(&desk, "Huyện ủy Quế Sơn", None).await;
    let input = json!({
        "id": unit_id(one), "version": 7, "name": null, "parentId": id("unt", Uuid::from_u128(7)),
    });
    let expected = [
        ("REQUIRED", "input.name"),
        ("VERSION_CONFLICT", "input.version"),
        ("REFERENCE_NOT_FOUND", "input.parentId"),
    ];
    assert_eq!(desk.refused("unitUpdate", input.clone()).await, problems(&expected));
    let payload = desk.try_to("unitUpdate", input, "").await;
    assert_eq!(payload["userErrors"][1]["conflict"], json!({ "currentVersion": 1 }));
    let input = json!({ "id": id("unt", Uuid::from_u128(7)), "version": 1 });
    assert_eq!(desk.refused("unitUpdate", input).await, problems(&[("NOT_FOUND", "input.id")]));
    let input = json!({ "id": id("aut", one), "version": 1 });
    assert_eq!(desk.refused("unitDelete", input).await, problems(&[("ID_INVALID", "input.id")]));
}

#[tokio::test]
async fn a_unit_moves_with_its_articles_into_the_lists_of_those_above() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let province = create(&desk, "Tỉnh ủy", None).await;
    let old = create(&desk, "Huyện ủy cũ", Some(province)).await;
    let new = create(&desk, "Huyện ủy mới", None).await;
    let moved = create(&desk, "Đảng ủy xã", Some(old)).await;
    let below = create(&desk, "Chi bộ thôn", Some(moved)).await;
    app.article("Bài của xã").unit(moved).save().await;
    app.article("Bài của thôn").unit(below).save().await;
    app.article("Bài của huyện").unit(old).save().await;
    assert_eq!(tree(&app, province).await.len(), 3);

    let input = json!({ "id": unit_id(moved), "version": 1, "parentId": unit_id(new) });
    let payload = desk.run("unitUpdate", input, UNIT).await;
    assert_eq!(payload["unit"]["parent"]["id"], unit_id(new));
    assert_eq!(tree(&app, province).await, ["Bài của huyện"]);
    assert_eq!(tree(&app, old).await, ["Bài của huyện"]);
    assert_eq!(tree(&app, new).await, ["Bài của thôn", "Bài của xã"]);
    assert_eq!(tree(&app, moved).await, ["Bài của thôn", "Bài của xã"]);
    // To the top, and back below a unit that stands below the one it came from.
    let input = json!({ "id": unit_id(moved), "version": 2, "parentId": null });
    desk.run("unitUpdate", input, "").await;
    assert_eq!(tree(&app, new).await, [""; 0]);
    let input = json!({ "id": unit_id(moved), "version": 3, "parentId": unit_id(old) });
    desk.run("unitUpdate", input, "").await;
    assert_eq!(tree(&app, province).await.len(), 3);
    // Whatever is written later goes into the same lists.
    app.article("Bài sau").unit(below).save().await;
    assert_eq!(tree(&app, province).await.len(), 4);
}

#[tokio::test]
async fn the_tree_has_no_circles_and_is_no_deeper_than_its_limit() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let mut line = vec![create(&desk, "Cấp 0", None).await];
    for level in 1..=6 {
        line.push(create(&desk, &format!("Cấp {level}"), Some(line[level - 1])).await);
    }
    let too_deep = json!({ "kind": "GRASSROOTS", "name": "Cấp 7", "parentId": unit_id(line[6]) });
    let invalid = problems(&[("INVALID", "input.parentId")]);
    assert_eq!(desk.refused("unitCreate", too_deep).await, invalid);
    for parent in [line[0], line[6]] {
        let input = json!({ "id": unit_id(line[0]), "version": 1, "parentId": unit_id(parent) });
        assert_eq!(desk.refused("unitUpdate", input).await, invalid);
    }
    // Seven levels below another top would be one too many, six are not.
    let top = create(&desk, "Đỉnh khác", None).await;
    let input = json!({ "id": unit_id(line[0]), "version": 1, "parentId": unit_id(top) });
    assert_eq!(desk.refused("unitUpdate", input).await, invalid);
    let input = json!({ "id": unit_id(line[1]), "version": 1, "parentId": unit_id(top) });
    desk.run("unitUpdate", input, "").await;
}

#[tokio::test]
async fn a_changed_slug_leaves_nothing_broken() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = create(&desk, "Huyện ủy Quế Sơn", None).await;
    let input = json!({ "id": unit_id(one), "version": 1, "slug": "que-son" });
    desk.run("unitUpdate", input, "").await;
    let by_slug = |slug: &str| format!(r#"{{ unit(by: {{slug: "{slug}"}}) {{ slug }} }}"#);
    for slug in ["que-son", "huyen-uy-que-son"] {
        assert_eq!(app.ask(&by_slug(slug)).await, json!({ "unit": { "slug": "que-son" } }));
    }
    // Nobody else gets the former one: neither by name nor by wish.
    let other = create(&desk, "Huyện ủy Quế Sơn", None).await;
    let found = app.ask(&by_slug("huyen-uy-que-son-2")).await;
    assert_eq!(found["unit"]["slug"], "huyen-uy-que-son-2");
    for slug in ["huyen-uy-que-son", "que-son"] {
        let input = json!({ "id": unit_id(other), "version": 1, "slug": slug });
        assert_eq!(desk.refused("unitUpdate", input).await, problems(&[("TAKEN", "input.slug")]));
    }
    // Its own it may have back.
    let input = json!({ "id": unit_id(one), "version": 2, "slug": "huyen-uy-que-son" });
    desk.run("unitUpdate", input, "").await;
    for slug in ["que-son", "huyen-uy-que-son"] {
        assert_eq!(app.ask(&by_slug(slug)).await["unit"]["slug"], "huyen-uy-que-son");
    }
}

#[tokio::test]
async fn a_name_from_a_day_on_ends_the_one_before_and_articles_keep_theirs() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let names = vec![DatedName::always("Ban Dân vận".to_owned(), Some("Ban DV".to_owned()))];
    let one = app.named_unit(names, None).await;
    app.article("Trước").unit(one).published(at("2025-06-30T10:00:00Z")).save().await;
    app.article("Sau").unit(one).published(at("2025-07-02T10:00:00Z")).save().await;
    let input = json!({
        "id": unit_id(one), "version": 1, "name": "Ban Tuyên giáo và Dân vận",
        "from": "2025-07-01",
    });
    let shown = "unit { slug name abbreviation names { name validFrom validTo } }";
    let expected = json!({
        "slug": "ban-dan-van", "name": "Ban Tuyên giáo và Dân vận", "abbreviation": null,
        "names": [
            { "name": "Ban Dân vận", "validFrom": null, "validTo": "2025-07-01" },
            { "name": "Ban Tuyên giáo và Dân vận", "validFrom": "2025-07-01", "validTo": null },
        ],
    });
    assert_eq!(desk.run("unitRename", input, shown).await["unit"], expected);
    let data = app.ask("{ articles { nodes { unit { name } } } }").await;
    let name = |place: usize| data["articles"]["nodes"][place]["unit"]["name"].clone();
    assert_eq!((name(0), name(1)), (json!("Ban Tuyên giáo và Dân vận"), json!("Ban Dân vận")));

    let rename =
        |from: &str| json!({ "id": unit_id(one), "version": 2, "name": "Tên khác", "from": from });
    let time = problems(&[("TIME_INVALID", "input.from")]);
    for from in ["2025-07-01", "2020-01-01", "2026-01-02"] {
        assert_eq!(desk.refused("unitRename", rename(from)).await, time, "{from}");
    }
    // It is the first of January in Vietnam, which is enough.
    desk.run("unitRename", rename("2026-01-01"), "").await;
}

/// Steps of one day, which have no order of their own.
fn by_name(steps: &Value) -> Vec<Value> {
    let mut steps = steps.as_array().unwrap().clone();
    steps.sort_by_key(|step| step["unit"]["name"].to_string());
    steps
}

fn seen(unit: Uuid, version: i32) -> Value {
    json!({ "id": unit_id(unit), "version": version })
}

#[tokio::test]
async fn merged_units_end_and_their_articles_keep_them() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let [one, two, into] = [
        create(&desk, "Một", None).await,
        create(&desk, "Hai", None).await,
        create(&desk, "Chung", None).await,
    ];
    app.article("Bài cũ").unit(one).save().await;
    let since = app.change_count().await;
    let merge = json!({
        "units": [seen(one, 1), seen(two, 1)], "intoId": unit_id(into),
        "effectiveOn": "2025-07-01", "basis": "Nghị quyết 1241/NQ-UBTVQH15",
    });
    let shown = "unit { id predecessors { kind effectiveOn basis unit { name dissolvedOn } } }";
    let payload = desk.run("unitMerge", merge.clone(), shown).await;
    assert_eq!(payload["unit"]["id"], unit_id(into));
    let step = |name: &str| {
        json!({
            "kind": "MERGED_INTO", "effectiveOn": "2025-07-01",
            "basis": "Nghị quyết 1241/NQ-UBTVQH15",
            "unit": { "name": name, "dissolvedOn": "2025-07-01" },
        })
    };
    assert_eq!(by_name(&payload["unit"]["predecessors"]), [step("Hai"), step("Một")]);
    let mut told: Vec<_> = app.changes_since(since).await.into_iter().map(|row| row.1).collect();
    told.sort();
    let mut expected = vec![one, two, into];
    expected.sort();
    assert_eq!(told, expected);
    let data =
        app.ask("{ articles { nodes { unit { name successors { unit { name } } } } } }").await;
    let expected = json!({ "name": "Một", "successors": [{ "unit": { "name": "Chung" } }] });
    assert_eq!(data["articles"]["nodes"][0]["unit"], expected);

    // Once only, and not in a circle.
    let again = json!({
        "units": [seen(one, 2), seen(one, 2), seen(into, 1)], "intoId": unit_id(two),
        "effectiveOn": "2025-07-01",
    });
    let expected = [
        ("ILLEGAL_TRANSITION", "input.units.0.id"),
        ("DUPLICATE", "input.units.1.id"),
        ("ILLEGAL_TRANSITION", "input.intoId"),
    ];
    assert_eq!(desk.refused("unitMerge", again).await, problems(&expected));
    let itself = json!({
        "units": [seen(into, 1)], "intoId": unit_id(into), "effectiveOn": "2025-07-01",
    });
    let expected = problems(&[("INVALID", "input.intoId")]);
    assert_eq!(desk.refused("unitMerge", itself).await, expected);
    let nothing = json!({ "units": [], "intoId": unit_id(into), "effectiveOn": "2025-07-01" });
    assert_eq!(desk.refused("unitMerge", nothing).await, problems(&[("REQUIRED", "input.units")]));

    // And taken back.
    let payload =
        desk.run("unitReinstate", seen(one, 2), "unit { dissolvedOn successors { kind } }");
    assert_eq!(payload.await["unit"], json!({ "dissolvedOn": null, "successors": [] }));
    let illegal = problems(&[("ILLEGAL_TRANSITION", "input.id")]);
    assert_eq!(desk.refused("unitReinstate", seen(one, 3)).await, illegal);
}

#[tokio::test]
async fn a_unit_is_split_or_dissolved_but_leaves_nobody_behind() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let whole = create(&desk, "Quế Sơn cũ", None).await;
    let [one, two] = [create(&desk, "Quế Sơn", None).await, create(&desk, "Nông Sơn", None).await];
    let split = |version: i32, into: &[Uuid]| {
        let into: Vec<_> = into.iter().map(|id| unit_id(*id)).collect();
        json!({ "id": unit_id(whole), "version": version, "intoIds": into, "effectiveOn": "2008-04-08" })
    };
    let expected = problems(&[("REQUIRED", "input.intoIds")]);
    assert_eq!(desk.refused("unitSplit", split(1, &[one])).await, expected);
    let expected = [("DUPLICATE", "input.intoIds.1"), ("INVALID", "input.intoIds.2")];
    let refused = desk.refused("unitSplit", split(1, &[one, one, whole])).await;
    assert_eq!(refused, problems(&expected));
    let shown = "unit { dissolvedOn successors { kind unit { name } } }";
    let payload = desk.run("unitSplit", split(1, &[one, two]), shown).await;
    let step = |name: &str| json!({ "kind": "SPLIT_INTO", "unit": { "name": name } });
    assert_eq!(payload["unit"]["dissolvedOn"], "2008-04-08");
    assert_eq!(by_name(&payload["unit"]["successors"]), [step("Nông Sơn"), step("Quế Sơn")]);

    let below = create(&desk, "Chi bộ", Some(one)).await;
    let dissolve =
        |unit: Uuid| json!({ "id": unit_id(unit), "version": 1, "effectiveOn": "2025-07-01" });
    let in_use = problems(&[("IN_USE", "input.id")]);
    assert_eq!(desk.refused("unitDissolve", dissolve(one)).await, in_use);
    let message = desk.message("unitDissolve", dissolve(one)).await;
    assert_eq!(message, "It is used by: 1 units below it that go on");
    desk.run("unitDissolve", dissolve(below), "").await;
    let payload = desk.run("unitDissolve", dissolve(one), shown).await;
    let expected = json!({ "dissolvedOn": "2025-07-01", "successors": [{ "kind": "DISSOLVED", "unit": null }] });
    assert_eq!(payload["unit"], expected);
    let illegal = problems(&[("ILLEGAL_TRANSITION", "input.id")]);
    let again = json!({ "id": unit_id(one), "version": 2, "effectiveOn": "2025-07-01" });
    assert_eq!(desk.refused("unitDissolve", again).await, illegal);
}

#[tokio::test]
async fn a_unit_that_something_refers_to_is_not_deleted_and_the_message_names_what() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = create(&desk, "Huyện ủy", None).await;
    create(&desk, "Chi bộ", Some(one)).await;
    app.author("Thúy Lan", Some(one)).await;
    app.article("Một").unit(one).save().await;
    app.article("Hai").unit(one).save().await;
    app.desk(entity::account::Role::Editor, Some(one)).await;
    let delete = seen(one, 1);
    let in_use = problems(&[("IN_USE", "input.id")]);
    assert_eq!(desk.refused("unitDelete", delete.clone()).await, in_use);
    let message = desk.message("unitDelete", delete).await;
    let expected = "It is used by: 2 articles, 1 authors, 1 units below it, 1 accounts";
    assert_eq!(message, expected);

    let free = create(&desk, "Không ai cần", None).await;
    let since = app.change_count().await;
    let payload = desk.run("unitDelete", seen(free, 1), "deletedUnitId").await;
    assert_eq!(payload["deletedUnitId"], unit_id(free));
    assert_eq!(app.changes_since(since).await, [(Node::Unit, free, Action::Removed)]);
    assert_eq!(
        desk.refused("unitDelete", seen(free, 2)).await,
        problems(&[("NOT_FOUND", "input.id")])
    );
}

#[tokio::test]
async fn of_many_at_once_one_wins_for_each_version() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let one = create(&desk, "Huyện ủy", None).await;
    let tries = (0..40).map(|number| {
        let input = json!({ "id": unit_id(one), "version": 1, "name": format!("Tên {number}") });
        desk.try_to("unitUpdate", input, "unit { version }")
    });
    let payloads = futures_util::future::join_all(tries).await;
    let won = payloads.iter().filter(|payload| payload["unit"]["version"] == 2).count();
    let lost = |payload: &&Value| payload["userErrors"][0]["code"] == "VERSION_CONFLICT";
    assert_eq!((won, payloads.iter().filter(lost).count()), (1, 39));

    let input = json!({ "kind": "COMMITTEE", "name": "Cùng tên" });
    let tries = (0..40).map(|_| desk.run("unitCreate", input.clone(), "unit { slug }"));
    let payloads = futures_util::future::join_all(tries).await;
    let slugs: std::collections::BTreeSet<_> =
        payloads.iter().map(|payload| payload["unit"]["slug"].to_string()).collect();
    assert_eq!(slugs.len(), 40);
}
