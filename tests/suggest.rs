//! What a search box offers: by which letters, in which order, and to whom.

use api::content::{self, DatedName, LineFault, Load, Progress};
use entity::{article::Status, congress_category::Series, suggestion_key};
use sea_orm::{EntityTrait as _, QueryOrder as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{TestApp, app::at, make::article_id};

const QUERY: &str = "query($prefix: String!, $first: Int) {
    suggest(prefix: $prefix, first: $first) { kind text } }";

/// What is offered, each as its kind and text.
async fn offered(app: &TestApp, prefix: &str) -> Vec<String> {
    let data = app.data(QUERY, json!({ "prefix": prefix, "first": 20 })).await;
    let words = |one: &Value| {
        let kind = one["kind"].as_str().unwrap();
        format!("{kind} {}", one["text"].as_str().unwrap())
    };
    data["suggest"].as_array().unwrap().iter().map(words).collect()
}

/// A unit with a short form.
async fn abbreviated(app: &TestApp, name: &str, abbreviation: &str) -> Uuid {
    let name = DatedName::always(name.to_owned(), Some(abbreviation.to_owned()));
    app.named_unit(vec![name], None).await
}

/// All keys there are.
async fn keys(app: &TestApp) -> Vec<suggestion_key::Model> {
    let keys = suggestion_key::Entity::find()
        .order_by_asc(suggestion_key::Column::Node)
        .order_by_asc(suggestion_key::Column::NodeId)
        .order_by_asc(suggestion_key::Column::Place);
    keys.all(&app.db.write).await.unwrap()
}

/// Makes all keys anew, as a portal that had none gets them; whether they were right before.
async fn keys_are_kept(app: &TestApp) -> bool {
    let kept = keys(app).await;
    assert!(!kept.is_empty());
    suggestion_key::Entity::delete_many().exec(&app.db.write).await.unwrap();
    assert!(content::fill_suggestions(&app.app.system()).await.unwrap());
    assert!(!content::fill_suggestions(&app.app.system()).await.unwrap());
    kept == keys(app).await
}

#[tokio::test]
async fn a_name_is_found_by_each_of_its_words_with_marks_or_without() {
    let app = TestApp::start().await;
    app.unit("Huyện ủy Phú Ninh", None).await;
    abbreviated(&app, "Ban Dân vận Huyện uỷ", "DVHU").await;
    let author = app.author("Thúy Lan", None).await;
    let article = app.article("Kết luận số 62-KL/TW về M’Nông").authors(&[author]).save().await;
    for prefix in ["phu ninh", "PHÚ N", "Phú Ninh", "phu\u{301} ni", "huyen uy ph", "uỷ phú", "h"]
    {
        let found = offered(&app, prefix).await;
        assert!(found.contains(&"UNIT Huyện ủy Phú Ninh".to_owned()), "{prefix}: {found:?}");
    }
    assert_eq!(offered(&app, "dvhu").await, ["UNIT Ban Dân vận Huyện uỷ"]);
    assert_eq!(offered(&app, "lan").await, ["AUTHOR Thúy Lan"]);
    assert_eq!(offered(&app, "thuý").await, ["AUTHOR Thúy Lan"]);
    for prefix in ["62-KL/TW", "62 kl", "kl/tw", "m’nông", "m'n", "ket luan so 62"] {
        let title = "ARTICLE Kết luận số 62-KL/TW về M’Nông";
        assert_eq!(offered(&app, prefix).await, [title], "{prefix}");
    }
    for prefix in ["inh", "phu ninh x", "phuninh", "… !", "🙂", "%", "_", "ninh phu"] {
        assert_eq!(offered(&app, prefix).await, [""; 0], "{prefix}");
    }
    let node = "{ suggest(prefix: \"62\") { node { id __typename ... on Article { title } } } }";
    let expected = json!([{ "node": {
        "id": article_id(article), "__typename": "Article",
        "title": "Kết luận số 62-KL/TW về M’Nông",
    } }]);
    assert_eq!(app.ask(node).await["suggest"], expected);
}

#[tokio::test]
async fn marks_that_were_typed_stand_first_and_what_has_other_marks_behind() {
    let app = TestApp::start().await;
    app.author("Đặng Thị Thủy", None).await;
    app.unit("Đảng bộ xã Tam Lộc", None).await;
    app.article("Đảng viên trẻ").published(at("2020-01-01T00:00:00Z")).save().await;
    app.article("Đang thi công").published(at("2024-01-01T00:00:00Z")).save().await;
    let unmarked = [
        "UNIT Đảng bộ xã Tam Lộc",
        "AUTHOR Đặng Thị Thủy",
        "ARTICLE Đang thi công",
        "ARTICLE Đảng viên trẻ",
    ];
    assert_eq!(offered(&app, "dang").await, unmarked);
    let marked = [
        "UNIT Đảng bộ xã Tam Lộc",
        "ARTICLE Đảng viên trẻ",
        "AUTHOR Đặng Thị Thủy",
        "ARTICLE Đang thi công",
    ];
    assert_eq!(offered(&app, "đảng").await, marked);
    assert_eq!(offered(&app, "đặng").await[0], "AUTHOR Đặng Thị Thủy");
    // Half of the marks: those that are there count.
    assert_eq!(offered(&app, "đang thi t").await, ["AUTHOR Đặng Thị Thủy"]);
    assert_eq!(offered(&app, "dang thị").await[0], "AUTHOR Đặng Thị Thủy");
}

#[tokio::test]
async fn names_stand_ahead_of_titles_and_beginnings_ahead_of_later_words() {
    let app = TestApp::start().await;
    app.term(Series::Provincial, 22, Some(2020)).await;
    for unit in ["Khóa trường Đảng", "Lớp khoa học", "Khoa giáo"] {
        app.unit(unit, None).await;
    }
    app.author("Khoa Nam", None).await;
    for (title, day) in [("Khoa học và đời sống", 1), ("Khóa học mới", 3), ("Mở khóa học", 4)]
    {
        app.article(title).published(at(&format!("2025-01-0{day}T00:00:00Z"))).save().await;
    }
    let expected = [
        "UNIT Khoa giáo",
        "UNIT Khóa trường Đảng",
        "CONGRESS_CATEGORY Khóa XXII",
        "AUTHOR Khoa Nam",
        "UNIT Lớp khoa học",
        "ARTICLE Khóa học mới",
        "ARTICLE Khoa học và đời sống",
        "ARTICLE Mở khóa học",
    ];
    assert_eq!(offered(&app, "khoa").await, expected);
    let three = app.data(QUERY, json!({ "prefix": "khoa", "first": 3 })).await;
    assert_eq!(three["suggest"].as_array().unwrap().len(), 3);
    for prefix in ["khóa 22", "khoá xx", "đại hội XXII", "lần thứ 22", "nhiem ky 2020-2025"]
    {
        assert_eq!(offered(&app, prefix).await, ["CONGRESS_CATEGORY Khóa XXII"], "{prefix}");
    }
}

#[tokio::test]
async fn of_many_titles_that_begin_alike_the_newest_stand_first() {
    let app = TestApp::start().await;
    for n in 0..150 {
        // The newest stand last by their letters.
        let title = format!("Hội nghị {}", 1_000 + n);
        let time = at("2020-01-01T00:00:00Z") + chrono::Duration::days(n);
        app.article(&title).published(time).save().await;
    }
    let expected: Vec<_> =
        (130..150).rev().map(|n| format!("ARTICLE Hội nghị {}", 1_000 + n)).collect();
    assert_eq!(offered(&app, "hoi ng").await, expected);
    assert_eq!(offered(&app, "hội nghị 1007").await, ["ARTICLE Hội nghị 1007"]);
}

#[tokio::test]
async fn of_long_titles_that_begin_alike_the_end_of_what_was_typed_decides() {
    let app = TestApp::start().await;
    let begin = "Hội nghị tổng kết công tác dân vận, mặt trận và đoàn thể";
    for year in [2019, 2020] {
        app.article(&format!("{begin} năm {year}")).save().await;
    }
    let found = offered(&app, &format!("{begin} năm 2020")).await;
    assert_eq!(found, [format!("ARTICLE {begin} năm 2020")]);
    assert_eq!(offered(&app, &format!("{begin} năm 2021")).await, [""; 0]);
    assert_eq!(offered(&app, &begin.replace("mặt", "mất")).await.len(), 2);
}

#[tokio::test]
async fn only_what_readers_see_is_offered() {
    let app = TestApp::start().await;
    app.article("Bài đăng").save().await;
    app.article("Bài nháp").status(Status::Draft).save().await;
    app.article("Bài hẹn giờ").published(at("2026-06-01T00:00:00Z")).save().await;
    app.article("Bài hết hạn").expires(at("2025-06-01T00:00:00Z")).save().await;
    assert_eq!(offered(&app, "bài").await, ["ARTICLE Bài đăng"]);
    app.set_time("2026-06-02T00:00:00Z");
    assert_eq!(offered(&app, "bài").await, ["ARTICLE Bài hẹn giờ", "ARTICLE Bài đăng"]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_the_name_of_the_argument() {
    let app = TestApp::start().await;
    let cases = [
        (json!({ "prefix": "" }), "TEXT_INVALID", "prefix"),
        (json!({ "prefix": "a".repeat(101) }), "TEXT_INVALID", "prefix"),
        (json!({ "prefix": "a\u{0}" }), "TEXT_INVALID", "prefix"),
        (json!({ "prefix": "a", "first": 0 }), "PAGE_SIZE_INVALID", "first"),
        (json!({ "prefix": "a", "first": 21 }), "PAGE_SIZE_INVALID", "first"),
        (json!({ "prefix": "a", "first": -1 }), "PAGE_SIZE_INVALID", "first"),
    ];
    for (variables, code, argument) in cases {
        let answer = app.ask_with(QUERY, variables).await;
        let error = &answer["errors"][0]["extensions"];
        assert_eq!((&error["code"], &error["argument"]), (&json!(code), &json!(argument)));
    }
    assert_eq!(offered(&app, &"ạ".repeat(100)).await, [""; 0]);
}

#[tokio::test]
async fn one_statement_finds_and_one_for_each_kind_reads_what_was_found() {
    let app = TestApp::start().await;
    for n in 0..12 {
        let unit = app.unit(&format!("Xã {n}"), None).await;
        app.author(&format!("Xa {n}"), None).await;
        app.article(&format!("Xã {n} họp")).unit(unit).save().await;
    }
    app.statements();
    offered(&app, "xã").await;
    assert_eq!(app.statements(), 1);
    app.ask("{ suggest(prefix: \"xa\", first: 20) { node { id ... on Unit { slug } } } }").await;
    assert_eq!(app.statements(), 3);
}

#[tokio::test]
async fn whoever_writes_keeps_the_keys() {
    let app = TestApp::start().await;
    let desk = app.chief().await;
    let create = json!({ "kind": "COMMITTEE", "name": "Huyện ủy Quế Sơn", "abbreviation": "HU" });
    let unit = desk.run("unitCreate", create, "unit { id }").await["unit"]["id"].clone();
    assert_eq!(offered(&app, "hu ").await, ["UNIT Huyện ủy Quế Sơn"]);
    let fix =
        json!({ "id": unit, "version": 1, "name": "Huyện ủy Nông Sơn", "abbreviation": null });
    desk.run("unitUpdate", fix, "").await;
    assert_eq!(offered(&app, "hu ").await, [""; 0]);
    let rename =
        json!({ "id": unit, "version": 2, "name": "Đảng ủy Nông Sơn", "from": "2025-07-01" });
    desk.run("unitRename", rename, "").await;
    assert_eq!(offered(&app, "huyện").await, ["UNIT Huyện ủy Nông Sơn"]);
    assert_eq!(offered(&app, "đảng ủy").await, ["UNIT Đảng ủy Nông Sơn"]);
    let gone =
        desk.run("unitCreate", json!({ "kind": "COMMITTEE", "name": "Chi bộ" }), "unit { id }");
    let gone = gone.await["unit"]["id"].clone();
    desk.run("unitDelete", json!({ "id": gone, "version": 1 }), "").await;
    assert_eq!(offered(&app, "chi bộ").await, [""; 0]);

    let mut authors = Vec::new();
    for pen_name in ["Thúy Lan", "Thu Lan"] {
        let author = desk.run("authorCreate", json!({ "penName": pen_name }), "author { id }");
        authors.push(author.await["author"]["id"].clone());
    }
    let merge = json!({ "id": authors[1], "version": 1, "intoId": authors[0] });
    desk.run("authorMerge", merge, "").await;
    let update = json!({ "id": authors[0], "version": 1, "penName": "Thùy Lan" });
    desk.run("authorUpdate", update, "").await;
    assert_eq!(offered(&app, "lan").await, ["AUTHOR Thùy Lan"]);

    let term = json!({ "series": "PROVINCIAL", "number": 21, "startYear": 2015, "endYear": 2020 });
    let term = desk.run("congressCategoryCreate", term, "congressCategory { id version }").await;
    let term = term["congressCategory"].clone();
    assert_eq!(offered(&app, "nhiệm kỳ 2015").await, ["CONGRESS_CATEGORY Khóa XXI"]);
    let update = json!({ "id": term["id"], "version": term["version"], "number": 22 });
    desk.run("congressCategoryUpdate", update, "").await;
    assert_eq!(offered(&app, "khóa").await, ["CONGRESS_CATEGORY Khóa XXII"]);

    let article = json!({ "title": "Bài một", "body": { "html": "<p>Một.</p>" } });
    let article =
        desk.run("articleCreate", article, "article { id }").await["article"]["id"].clone();
    let version = |version: i32| json!({ "id": article, "version": version });
    desk.run("articlePublish", version(1), "").await;
    let edit = json!({ "id": article, "version": 2, "title": "Bài hai" });
    desk.run("articleUpdate", edit, "").await;
    // The edit waits, and nobody is offered what waits.
    assert_eq!(offered(&app, "bài").await, ["ARTICLE Bài một"]);
    desk.run("articlePublish", version(3), "").await;
    assert_eq!(offered(&app, "bài").await, ["ARTICLE Bài hai"]);
    assert!(keys_are_kept(&app).await);
    let withdraw = json!({ "id": article, "version": 4, "reason": "Đăng nhầm" });
    desk.run("articleWithdraw", withdraw, "").await;
    assert_eq!(offered(&app, "bài").await, [""; 0]);
    desk.run("articleDelete", version(5), "").await;
    assert_eq!(offered(&app, "bài").await, [""; 0]);
    assert!(keys_are_kept(&app).await);
}

struct Deaf;

impl Progress for Deaf {
    fn done(&mut self, _: u64) {}

    fn fault(&mut self, fault: &LineFault) {
        panic!("{fault:?}");
    }
}

#[tokio::test]
async fn what_is_loaded_exported_and_imported_keeps_its_keys() {
    let app = TestApp::start().await;
    content::fill_with_demo(&app.app.system()).await.unwrap();
    content::load_articles(&app.app.system(), Load { articles: 40, seed: 7 }, |_| {})
        .await
        .unwrap();
    assert!(keys_are_kept(&app).await);
    let mut lines = Vec::new();
    content::export_lines(&app.app.system(), &mut lines, |_| {}).await.unwrap();
    let other = TestApp::start().await;
    let lines = std::io::Cursor::new(lines);
    content::import_lines(&other.app.system(), lines, false, &mut Deaf).await.unwrap();
    let same = keys(&other).await == keys(&app).await;
    assert!(same);
}
