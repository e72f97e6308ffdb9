//! What commands leave behind, and what they do about files and databases that are not as they should
//! be.

use std::{fs, path::Path};

use api::app::Database;
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;

use crate::{
    cli::run,
    page::fixture,
    support::{database, program::congtin},
};

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn every_command_leaves_the_database_in_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let missing = ["import", "page", "missing.txt"];
    let export = ["export", "ndjson", "out/of/the/way.ndjson"];
    for (arguments, code) in [
        (&["demo"] as &[&str], 0),
        (&missing, 1),
        (&export, 1),
        (&["import", "ndjson", "missing.ndjson"], 1),
        (&["migrate", "status"], 0),
        (&["migrate", "down"], 0),
        (&["serve", "--bind", "192.0.2.1:1"], 1),
    ] {
        let (ended, _, error) = run(folder.path(), arguments);
        assert_eq!(ended, code, "{arguments:?}: {error}");
        assert_eq!(files(folder.path()), ["congtin.db"], "{arguments:?}");
    }
    // The copy of the file alone is the whole portal.
    let copy = tempfile::tempdir().unwrap();
    fs::copy(folder.path().join("congtin.db"), copy.path().join("congtin.db")).unwrap();
    let (code, output, _) = run(copy.path(), &["export", "ndjson"]);
    assert_eq!(code, 0);
    let articles = output.lines().filter(|line| line.contains(r#""article":{"#)).count();
    assert!(articles >= 60, "{articles} articles in {} lines", output.lines().count());
}

#[cfg(unix)]
#[test]
fn entries_of_a_folder_that_cannot_be_read_are_told_by_name_and_the_others_imported() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir_all(pages.join("in/Tin_files")).unwrap();
    fs::copy(fixture("person-and-unit.txt"), pages.join("in/one.txt")).unwrap();
    fs::copy(fixture("no-byline.txt"), pages.join("in/Tin_files/two.txt")).unwrap();
    fs::copy(fixture("word-clutter.html"), folder.path().join("linked.html")).unwrap();
    symlink("../linked.html", pages.join("linked.html")).unwrap();
    symlink("nowhere.txt", pages.join("dangling.txt")).unwrap();
    symlink("loop.txt", pages.join("loop.txt")).unwrap();
    symlink("..", pages.join("in/up")).unwrap();
    let socket = std::os::unix::net::UnixListener::bind(pages.join("socket")).unwrap();

    let arguments = ["import", "page", "pages", "missing.txt", "--report", "report.json"];
    let (code, output, _) = run(folder.path(), &arguments);
    drop(socket);

    assert_eq!(code, 1);
    let report = fs::read(folder.path().join("report.json")).unwrap();
    let report: Vec<Value> = serde_json::from_slice(&report).unwrap();
    let told = report.iter().map(|entry| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&entry["file"]), text(&entry["status"]), text(&entry["error"]["code"]))
    });
    let unreadable =
        |file: &str| (file.to_owned(), "failed".to_owned(), "FILE_UNREADABLE".to_owned());
    let created = |file: &str| (file.to_owned(), "created".to_owned(), String::new());
    let expected = [
        unreadable("pages/dangling.txt"),
        created("pages/in/one.txt"),
        created("pages/linked.html"),
        unreadable("pages/loop.txt"),
        unreadable("pages/socket"),
        unreadable("missing.txt"),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected, "{output}");
}

#[test]
fn a_report_that_cannot_be_written_is_told_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let page = fixture("person-and-unit.txt");
    let import = ["import", "page", page.to_str().unwrap(), "--report", "no/report.json"];
    let (code, _, error) = run(folder.path(), &import);
    assert!(code == 1 && error.contains("cannot write no/report.json"), "{error}");
    let (_, output, _) = run(folder.path(), &["import", "page", page.to_str().unwrap()]);
    assert!(output.contains("1 created, 0 updated, 0 unchanged"), "{output}");
}

#[tokio::test]
async fn a_newer_database_is_told_by_every_command_for_migrations() {
    let place = database::empty().await;
    let folder = tempfile::tempdir().unwrap();
    let command = |arguments: &[&str]| {
        let output = congtin()
            .args(arguments)
            .args(["--database-url", &place.location.url])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    };
    assert_eq!(command(&["migrate", "up"]).0, 0);
    let db = Database::open(&place.location).await.unwrap();
    let later = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_later', 0)";
    let backend = db.write.get_database_backend();
    db.write.execute_raw(Statement::from_string(backend, later)).await.unwrap();
    db.close().await.unwrap();

    let said = "congtin: the database is newer than this program: it has the unknown migration \
                m29991231_later\n";
    for arguments in [&["migrate", "up"] as &[&str], &["migrate", "down"], &["demo"]] {
        assert_eq!(command(arguments), (1, String::new(), said.to_owned()), "{arguments:?}");
    }
    let (code, output, error) = command(&["migrate", "status"]);
    assert_eq!((code, error.as_str()), (1, said));
    assert!(output.ends_with("unknown  m29991231_later\n"), "{output}");
    assert!(!output.contains("pending"), "{output}");
}

#[tokio::test]
async fn a_demo_is_at_home_where_it_is_served() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("congtin.toml"), "bind = \"0.0.0.0:8123\"\n").unwrap();
    let (code, _, error) = run(folder.path(), &["demo"]);
    assert_eq!(code, 0, "{error}");
    let (_, output, _) = run(folder.path(), &["export", "ndjson"]);
    let site = output.lines().find(|line| line.contains("article_url_template")).unwrap();
    assert!(site.contains(r#""base_url":"http://127.0.0.1:8123""#), "{site}");
}
