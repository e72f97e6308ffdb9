//! What is found follows every write at once.

use api::content::{Renewed, renew_terms};
use entity::account::Role;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    app::at,
    make,
    member::Member,
    program::{Server, congtin},
};

const ALL: &str = "{ search(query: \"tin\", first: 100) { totalCount nodes { title } } }";

fn seen(article: &Value) -> Value {
    json!({ "id": article["id"], "version": article["version"] })
}

#[tokio::test]
async fn articles_of_one_moment_stand_in_the_order_of_their_ids() {
    let app = TestApp::start().await;
    for n in 0..40 {
        app.article(&format!("Tin {n}")).published(at("2025-01-01T00:00:00Z")).save().await;
    }
    let list = app.ask("{ articles(first: 100) { nodes { title } } }").await;
    let found = app.ask("{ search(query: \"tin\", first: 100) { nodes { title } } }").await;
    assert_eq!(found["search"]["nodes"], list["articles"]["nodes"]);
}

#[tokio::test]
async fn an_edit_is_found_when_readers_see_it() {
    let app = TestApp::start().await;
    let editor = app.member("bientap", Role::Chief, None).await;
    let body = json!({ "html": "<p>Lúa chín</p>" });
    let article = editor.done("articleCreate", json!({ "title": "Mùa gặt", "body": body })).await;
    assert_eq!(app.found("gặt").await, [""; 0]);
    let article = editor.done("articlePublish", seen(&article)).await;
    assert_eq!(app.found("gặt").await, ["Mùa gặt"]);
    assert_eq!(app.found("lúa chín").await, ["Mùa gặt"]);

    let edit = json!({ "id": article["id"], "version": article["version"], "title": "Mùa cấy",
        "body": { "html": "<p>Mạ non</p>" } });
    let article = editor.done("articleUpdate", edit).await;
    assert_eq!((app.found("cấy").await, app.found("mạ non").await.len()), (Vec::new(), 0));
    let article = editor.done("articlePublish", seen(&article)).await;
    assert_eq!((app.found("gặt").await, app.found("chín").await.len()), (Vec::new(), 0));
    assert_eq!(app.found("mạ").await, ["Mùa cấy"]);

    let mine = json!({ "query": "{ search(query: \"cấy\") { nodes { title } } }" });
    let withdrawal =
        json!({ "id": article["id"], "version": article["version"], "reason": "Nhầm" });
    let article = editor.done("articleWithdraw", withdrawal).await;
    assert_eq!(app.found("cấy").await, [""; 0]);
    let found = editor.ask(mine["query"].as_str().unwrap(), json!({})).await;
    assert_eq!(found["nodes"], json!([{ "title": "Mùa cấy" }]));
    editor.done("articleDelete", seen(&article)).await;
    let found = editor.ask(mine["query"].as_str().unwrap(), json!({})).await;
    assert_eq!(found["nodes"], json!([]));
}

async fn change(chief: &Member<'_>, mutation: &str, input: Value) {
    let field = mutation[..1].to_lowercase() + &mutation[1..];
    let query = format!(
        "mutation($input: {mutation}Input!) {{ {field}(input: $input) {{ userErrors {{ code }} }} }}"
    );
    let done = chief.ask(&query, json!({ "input": input })).await;
    assert_eq!(done["userErrors"], json!([]), "{mutation}");
}

#[tokio::test]
async fn names_are_found_as_they_are_now() {
    let app = TestApp::start().await;
    let chief = app.member("tong", Role::Chief, None).await;
    let unit = app.unit("Huyện ủy Quế Sơn", None).await;
    let lan = app.author("Thúy Lan", None).await;
    let nhan = app.author("Võ Nhàn", None).await;
    app.article("Tin").unit(unit).authors(&[lan]).save().await;
    assert_eq!(app.found("quế sơn thúy lan").await, ["Tin"]);

    let of = |id: String| json!({ "id": id, "version": 1 });
    let mut unit = of(make::unit_id(unit));
    unit["name"] = json!("Đảng ủy Nông Sơn");
    change(&chief, "UnitUpdate", unit).await;
    assert_eq!((app.found("nông sơn").await.len(), app.found("quế").await.len()), (1, 0));

    let mut author = of(format!("aut_{}", lan.simple()));
    author["penName"] = json!("Thúy Liễu");
    change(&chief, "AuthorUpdate", author).await;
    assert_eq!((app.found("liễu").await.len(), app.found("lan").await.len()), (1, 0));

    let merge = json!({ "id": format!("aut_{}", lan.simple()), "version": 2,
        "intoId": format!("aut_{}", nhan.simple()) });
    change(&chief, "AuthorMerge", merge).await;
    assert_eq!((app.found("võ nhàn").await.len(), app.found("liễu").await.len()), (1, 0));
}

#[tokio::test]
async fn what_an_older_version_made_is_made_anew_step_by_step() {
    let app = TestApp::start().await;
    for n in 0..250 {
        app.article(&format!("Tin {n}")).save().await;
    }
    let older = "UPDATE article_search SET key_version = 0";
    app.db.write.execute_unprepared(older).await.unwrap();
    let before = app.ask(ALL).await;
    let (mut behind, mut steps) = (None, Vec::new());
    loop {
        let txn = app.app.system().begin().await.unwrap();
        let step = renew_terms(&txn, Renewed::Stale, behind).await.unwrap();
        txn.commit().await.unwrap();
        let Some(step) = step else { break };
        behind = Some(step.last);
        steps.push(step.articles);
    }
    assert_eq!(steps, [200, 50]);
    assert_eq!(app.ask(ALL).await, before);
    let txn = app.app.system().begin().await.unwrap();
    assert!(renew_terms(&txn, Renewed::Stale, None).await.unwrap().is_none());
    assert_eq!(renew_terms(&txn, Renewed::All, None).await.unwrap().unwrap().articles, 200);
}

#[tokio::test]
async fn a_server_says_that_terms_are_old_and_the_command_makes_them_anew() {
    let app = TestApp::start().await;
    for n in 0..3 {
        app.article(&format!("Tin {n}")).save().await;
    }
    let reindex = |arguments: &[&str]| {
        let mut command = congtin();
        command.args(["reindex", "--database-url", &app.place.location.url]).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let older = "UPDATE article_search SET key_version = 0";
    app.db.write.execute_unprepared(older).await.unwrap();
    for (arguments, articles) in [(&[][..], 3), (&[], 0), (&["--all"], 3)] {
        let said = format!("Reindexed: {articles} articles, and the names for suggestions\n");
        assert_eq!(reindex(arguments), said);
        assert_eq!(app.found("tin").await.len(), 3);
    }
    for (is_old, warnings) in [(false, 0), (true, 1)] {
        if is_old {
            app.db.write.execute_unprepared(older).await.unwrap();
        }
        let log = Server::start_at(app.place.clone(), &[], &[]).await.stop();
        assert_eq!(log.iter().filter(|line| line.contains("`congtin reindex`")).count(), warnings);
    }
}
