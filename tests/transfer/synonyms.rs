//! Synonyms, of which every database has some from the beginning.

use api::app::App;
use entity::account::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{embedded, exported, fresh, import, imported};
use crate::support::{TestApp, member::Member};

/// The public form of the id of one that comes with the database.
fn original(number: u128) -> String {
    format!("syn_{}", Uuid::from_u128(number).simple())
}

async fn run(admin: &Member<'_>, mutation: &str, input: Value) -> Value {
    let name = format!("S{}", &mutation[1..]);
    let shown = if mutation.ends_with("Delete") { "" } else { "searchSynonym { id }" };
    let query = format!(
        "mutation($input: {name}Input!) {{ {mutation}(input: $input) {{ {shown}
            userErrors {{ code }} }} }}"
    );
    let payload = admin.ask(&query, json!({ "input": input })).await;
    assert_eq!(payload["userErrors"], json!([]), "{mutation}");
    payload["searchSynonym"]["id"].clone()
}

/// A portal whose administrator has done everything to its synonyms: two that came with it have
/// changed places, one is deleted, one deleted and made anew, one was added.
async fn edited() -> TestApp {
    let app = TestApp::start().await;
    let admin = app.member("admin", Role::Admin, None).await;
    let update = async |number: u128, version: i32, short: &str, long: &str| {
        let input =
            json!({ "id": original(number), "version": version, "short": short, "long": long });
        run(&admin, "searchSynonymUpdate", input).await;
    };
    update(1, 1, "TẠM", "Tạm thời").await;
    update(2, 1, "UBND", "Ủy ban nhân dân").await;
    update(1, 2, "HĐND", "Hội đồng nhân dân").await;
    for number in [3, 5] {
        let seen = json!({ "id": original(number), "version": 1 });
        run(&admin, "searchSynonymDelete", seen).await;
    }
    for (short, long) in [("MTTQ", "Mặt trận Tổ quốc"), ("TTPV", "Trung tâm phục vụ")]
    {
        let input = json!({ "short": short, "long": long });
        run(&admin, "searchSynonymCreate", input).await;
    }
    app
}

async fn added(app: &App, lines: &str) -> (u64, u64) {
    let (summary, faults) = import(app, lines, false).await;
    assert_eq!(faults, []);
    let count = |of: &std::collections::BTreeMap<&'static str, u64>| {
        of.get("search_synonym").copied().unwrap_or_default()
    };
    (count(&summary.added), count(&summary.known))
}

#[tokio::test]
async fn what_an_administrator_made_of_synonyms_is_the_same_in_a_new_database() {
    let lines = exported(&edited().await.app).await;
    // On the other database, and back on that of the suite.
    let (middle, _place) = embedded().await;
    assert_eq!(added(&middle, &lines).await, (6, 18));
    assert_eq!(exported(&middle).await, lines);
    let last = imported(&exported(&middle).await).await;
    assert_eq!(exported(&last.app).await, lines);
    assert_eq!(added(&last.app, &lines).await, (0, 24));
    let search = r#"{ search(query: "UBKT") { nodes { title } } }"#;
    last.article("Ủy ban Kiểm tra họp").save().await;
    assert_eq!(last.ask(search).await["search"]["nodes"], json!([]));
}

#[tokio::test]
async fn what_an_administrator_has_edited_stays_whatever_is_imported() {
    let app = edited().await;
    let lines = exported(&app.app).await;
    let (header, own) = fresh().await;
    assert_eq!(added(&app.app, &format!("{header}\n{own}")).await, (0, 22));
    assert_eq!(exported(&app.app).await, lines);
}

#[tokio::test]
async fn the_same_pair_under_another_id_is_the_same_synonym() {
    let app = edited().await;
    let lines = exported(&app.app).await;
    let own = lines.lines().find(|line| line.contains("TTPV")).unwrap();
    let mut record: Value = serde_json::from_str(own).unwrap();
    record["search_synonym"]["id"] = json!(original(7_000));
    let (header, _) = fresh().await;
    assert_eq!(added(&app.app, &format!("{header}\n{record}\n{record}")).await, (0, 2));
    assert_eq!(exported(&app.app).await, lines);
    // Twice in one file as well: the first is taken.
    let both = format!("{header}\n{own}\n{record}\n");
    let new = TestApp::start().await;
    assert_eq!(added(&new.app, &both).await, (1, 1));
    // What a portal has made anew takes the place of what nobody has touched here.
    let remade = own.replace("TTPV", "UBND").replace("Trung tâm phục vụ", "Ủy ban nhân dân");
    let remade = format!("{header}\n{}\n", remade.replace("syn_0", "syn_1"));
    assert_eq!(added(&new.app, &remade).await, (1, 0));
    assert_eq!(exported(&new.app).await.matches("\"UBND\"").count(), 1);
    assert_eq!(added(&new.app, &remade).await, (0, 1));
}

#[tokio::test]
async fn a_synonym_that_search_could_not_compare_is_a_bad_line() {
    let (header, own) = fresh().await;
    let line = own.lines().next().unwrap();
    let cases = [
        ("\"UBND\"", "\"–\"", "search_synonym.short"),
        ("\"UBND\"", "\"\"", "search_synonym.short"),
        ("\"Ủy ban nhân dân\"", "\"a\\nb\"", "search_synonym.long"),
        ("\"syn_", "\"unt_", "search_synonym.id"),
        ("\"version\":1", "\"version\":0", "search_synonym.version"),
    ];
    let app = TestApp::start().await;
    for (good, bad, field) in cases {
        assert!(line.contains(good));
        let lines = format!("{header}\n{}", line.replace(good, bad));
        let (_, faults) = import(&app.app, &lines, true).await;
        assert_eq!(faults.len(), 1, "{bad}");
        assert_eq!(faults[0].field, field, "{bad}");
    }
}
