//! The page that the product replaces: imported by one call, answered by one request.

use std::path::{Path, PathBuf};

use api::content::{ImportOptions, ImportStatus, import_page};
use serde_json::{Value, json};

use crate::support::TestApp;

/// The query of the contract, as a front end writes it.
pub const PAGE: &str = "query Page($slug: String!) {
    site { name greeting }
    article(by: {slug: $slug}) {
        title byline publishedAt publishedLabel viewCount
        authors { penName } unit { name abbreviation }
        body { html text blocks { __typename } }
        figures { caption image { url(width: 800) width height alt } }
        congressCategories { label } newer { slug title } older { slug title }
        related(first: 5) { slug title publishedAt }
    }
    congressCategories {
        series numeral label slug articles(first: 3) { totalCount nodes { title slug } }
    }
    linkDirectories { title links { title url } }
    featuredPoll { id question options { id text votes share } totalVotes state }
}";

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pages").join(name)
}

/// The saved page of the real portal, where the specification lies beside the project. It is not
/// part of the project; a fixture of the same form is.
fn seed() -> Option<PathBuf> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seeds");
    std::fs::read_dir(seeds).ok()?.next()?.ok().map(|entry| entry.path())
}

async fn import(app: &TestApp, path: &Path) -> ImportStatus {
    let bytes = std::fs::read(path).unwrap();
    let file = path.display().to_string();
    let scope = app.app.system();
    import_page(&scope, &ImportOptions::default(), file, &bytes).await.unwrap().status
}

async fn only_slug(app: &TestApp) -> String {
    let data = app.ask("{ articles { nodes { slug } } }").await;
    assert_eq!(data["articles"]["nodes"].as_array().unwrap().len(), 1);
    data["articles"]["nodes"][0]["slug"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_saved_page_is_answered_by_one_request() {
    let Some(path) = seed() else { return };
    let app = TestApp::start().await;
    assert_eq!(import(&app, &path).await, ImportStatus::Created);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> =
        text.lines().map(|line| line.trim_end_matches(['\u{a0}', ' '])).collect();

    let data = app.data(PAGE, json!({ "slug": only_slug(&app).await })).await;

    let article = &data["article"];
    assert_eq!(data["site"]["greeting"], lines[0]);
    assert_eq!(article["title"], lines[4]);
    assert_eq!(article["publishedAt"], "2020-10-09T02:25:00Z");
    assert_eq!(article["publishedLabel"], "9:25 | 09/10/2020");
    assert_eq!(article["viewCount"], 41);
    assert_eq!(article["byline"], "Thúy Lan - Ban DVHU Quế Sơn");
    assert_eq!(article["authors"], json!([{ "penName": "Thúy Lan" }]));
    assert_eq!(article["unit"]["name"], "Ban DVHU Quế Sơn");
    let paragraphs = [lines[8], lines[10], lines[15], lines[16]];
    assert_eq!(article["body"]["text"], paragraphs.join("\n\n"));
    let kinds: Vec<_> = ["Paragraph", "Paragraph", "Figure", "Paragraph", "Paragraph"]
        .map(|kind| json!({ "__typename": format!("{kind}Block") }))
        .into();
    assert_eq!(article["body"]["blocks"], Value::Array(kinds));
    assert_eq!(article["figures"], json!([{ "caption": lines[13], "image": null }]));
    let terms = data["congressCategories"].as_array().unwrap().iter();
    let terms: Vec<_> =
        terms.map(|term| (term["series"].clone(), term["numeral"].clone())).collect();
    let national = ["IX", "X", "XI", "XII"].map(|numeral| (json!("NATIONAL"), json!(numeral)));
    let provincial =
        ["XVIII", "XIX", "XX", "XXI", "XXII"].map(|numeral| (json!("PROVINCIAL"), json!(numeral)));
    assert_eq!(terms, [national.to_vec(), provincial.to_vec()].concat());
    assert_eq!(data["linkDirectories"], json!([{ "title": "Liên kết website", "links": [] }]));
    // Its poll was saved without options, so it is a draft, and drafts are absent.
    assert_eq!(data["featuredPoll"], Value::Null);
    let polls = entity_polls(&app).await;
    assert_eq!(polls, [(lines[39].to_owned(), entity::poll::Status::Draft)]);
}

async fn entity_polls(app: &TestApp) -> Vec<(String, entity::poll::Status)> {
    use sea_orm::EntityTrait as _;

    let polls = entity::poll::Entity::find().all(&app.db.read).await.unwrap();
    polls.into_iter().map(|poll| (poll.question, poll.status)).collect()
}

#[tokio::test]
async fn a_second_import_of_the_saved_page_changes_nothing() {
    let Some(path) = seed() else { return };
    let app = TestApp::start().await;
    import(&app, &path).await;
    let before = everything(&app).await;

    assert_eq!(import(&app, &path).await, ImportStatus::Unchanged);

    assert_eq!(everything(&app).await, before);
}

/// What a second run could have touched.
async fn everything(app: &TestApp) -> String {
    use sea_orm::EntityTrait as _;

    let db = &app.db.read;
    let mut all = String::new();
    macro_rules! add {
        ($($table:ident),*) => {$(
            let mut rows: Vec<String> = entity::$table::Entity::find().all(db).await.unwrap()
                .iter().map(|row| format!("{row:?}")).collect();
            rows.sort();
            all.push_str(&rows.join("\n"));
        )*};
    }
    add!(site, unit, unit_name, author, congress_category, article, article_author, article_figure);
    add!(article_listing, article_view, link_directory, link, poll, poll_option, change, redirect);
    all
}

#[tokio::test]
async fn on_a_portal_with_content_the_page_finds_its_unit_and_terms() {
    let Some(path) = seed() else { return };
    let app = TestApp::start().await;
    api::content::fill_with_demo(&app.app.system()).await.unwrap().unwrap();

    assert_eq!(import(&app, &path).await, ImportStatus::Created);

    let data = app
        .ask(
            "{ articles(filter: {publishedFrom: \"2020-10-09T02:25:00Z\",
                                 publishedTo: \"2020-10-09T02:26:00Z\"}, order: {field: VIEW_COUNT, direction: ASC}) {
                 nodes { viewCount unit { name abbreviation } } }
               congressCategories { slug } }",
        )
        .await;
    let imported = data["articles"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|article| article["viewCount"] == 41);
    assert_eq!(
        imported.unwrap()["unit"],
        json!({ "name": "Ban Dân vận Huyện ủy Quế Sơn", "abbreviation": "Ban DVHU Quế Sơn" })
    );
    assert_eq!(data["congressCategories"].as_array().unwrap().len(), 9);
}
