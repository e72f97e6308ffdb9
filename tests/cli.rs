//! The program itself, as a newcomer starts it.

use std::{
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{
    page::fixture,
    support::program::{Server, congtin},
};

pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } =
        congtin().args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

#[test]
fn the_settings_in_force_are_printed_without_passwords() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("congtin.toml"),
        "bind = \"127.0.0.1:9000\"\ndatabase_connections = 7\n",
    )
    .unwrap();
    let output = congtin()
        .args(["config", "--database-url", "postgres://editor:s3cret@db.example.vn/congtin"])
        .env("CONGTIN_DATABASE_CONNECTIONS", "9")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(shown.contains("bind = \"127.0.0.1:9000\""), "{shown}");
    assert!(shown.contains("database_connections = 9"), "{shown}");
    assert!(shown.contains("postgres://editor:***@db.example.vn/congtin"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn settings_that_nobody_knows_or_can_use_are_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [
        ("BNID", "x", "bnid"),
        ("BIND", "here", "bind"),
        ("DATABASE_CONNECTIONS", "900", "database_connections"),
        ("LIMITS__DEPTHS", "3", "depths"),
    ];
    for (name, value, named) in variables {
        let variable = format!("CONGTIN_{name}");
        let output = congtin().arg("config").env(&variable, value).output().unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(named), "{error}");
        assert!(error.trim_end().ends_with(&format!("(set in {variable})")), "{error}");
    }
    for (line, named) in [
        ("bnid = \"127.0.0.1:1\"", "bnid"),
        ("bind = \"here\"", "bind"),
        ("database_connections = 0", "database_connections"),
        ("database_url = \"mysql://x\"", "database_url"),
        ("database_url = \"sqlite::memory:\"", "database_url must name a file"),
        ("log_format = \"loud\"", "log_format"),
        ("connections = 0", "connections"),
        ("header_timeout_ms = 99", "header_timeout_ms"),
        ("body_timeout_ms = 60001", "body_timeout_ms"),
        ("answer_timeout_ms = 0", "answer_timeout_ms"),
        ("limits.nesting = 65", "limits.nesting"),
        ("limits.body_bytes = 0", "limits.body_bytes"),
        ("limits.wisdom = 1", "wisdom"),
        ("log = \"inof\"", "log"),
        ("log = \"api=debug,inof\"", "log"),
        ("operations = 0", "congtin.toml"),
        ("bind = ", "congtin.toml"),
    ] {
        std::fs::write(folder.path().join("congtin.toml"), line).unwrap();
        let (code, _, error) = run(folder.path(), &["config"]);
        assert_eq!(code, 1, "{line}");
        assert!(error.contains(named) && error.lines().count() == 1, "{line}: {error}");
    }
    std::fs::remove_file(folder.path().join("congtin.toml")).unwrap();
    let (code, _, error) = run(folder.path(), &["serve", "--bind", "nope"]);
    assert!(code == 2 && error.contains("'nope' for '--bind"), "{code}: {error}");
    let (code, _, error) = run(folder.path(), &["config", "--database-url", "mysql://x"]);
    assert!(code == 1 && error.contains("(set in the flag --database-url)"), "{error}");
}

#[test]
fn pages_are_imported_with_a_report_and_an_exit_status() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    for name in ["person-and-unit.txt", "no-date.txt", "word-clutter.html"] {
        std::fs::copy(fixture(name), pages.join(name)).unwrap();
    }
    let arguments = ["import", "page", "pages", "--report", "report.json"];
    let (code, output, _) = run(folder.path(), &arguments);
    assert_eq!(code, 1, "one of the files has no date");
    assert!(output.contains("2 created, 0 updated, 0 unchanged, 1 failed"), "{output}");
    let report = std::fs::read(folder.path().join("report.json")).unwrap();
    let report: Value = serde_json::from_slice(&report).unwrap();
    let status = |name: &str| {
        let mut entries = report.as_array().unwrap().iter();
        let entry = entries.find(|entry| entry["file"].as_str().unwrap().ends_with(name)).unwrap();
        (entry["status"].as_str().unwrap(), entry["error"]["code"].as_str().unwrap_or_default())
    };
    assert_eq!(status("person-and-unit.txt"), ("created", ""));
    assert_eq!(status("no-date.txt"), ("failed", "DATE_MISSING"));

    std::fs::remove_file(pages.join("no-date.txt")).unwrap();
    let (code, output, _) = run(folder.path(), &arguments);
    assert_eq!(code, 0);
    assert!(output.contains("0 created, 0 updated, 2 unchanged, 0 failed"), "{output}");
}

#[test]
fn a_database_that_cannot_be_used_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("text.db"), "this is not a database, however long it may be")
        .unwrap();
    for (url, named) in [
        ("sqlite://nowhere/congtin.db", "nowhere/congtin.db"),
        ("sqlite://nowhere/congtin.db", "there is no folder nowhere"),
        ("sqlite://text.db", "text.db"),
        ("sqlite://", "must name a file"),
        ("postgres://nobody:s3cret@127.0.0.1:1/congtin", "127.0.0.1:1/congtin"),
        ("postgres://nobody@127.0.0.1:1/congtin?password=s3cret", "cannot reach"),
        ("postgres://nobody@127.0.0.1:1/congtin", "refused"),
    ] {
        let mut command = congtin();
        let started = Instant::now();
        let output =
            command.args(["demo", "--database-url", url]).current_dir(folder.path()).output();
        let Output { status, stderr, .. } = output.unwrap();
        let (code, error) = (status.code().unwrap(), String::from_utf8(stderr).unwrap());
        assert!(started.elapsed() < Duration::from_secs(4), "{url}: {:?}", started.elapsed());
        assert_eq!(code, 1, "{url}");
        assert!(error.contains(named) && error.trim_end().lines().count() == 1, "{url}: {error}");
        assert!(!error.contains("s3cret"), "{error}");
    }
}

#[tokio::test]
async fn the_server_starts_answers_and_stops_when_told() {
    let mut server = Server::start(&["--demo"], &[]).await;
    assert!(server.address.starts_with("127.0.0.1:"));
    let answer = server.ask("{ articles { totalCount } }");
    assert!(answer.ends_with(r#"{"data":{"articles":{"totalCount":60}}}"#), "{answer}");

    // An idle connection must not keep the server from stopping.
    let idle = server.connect();
    let stop = Command::new("kill").arg("-TERM").arg(server.process.id().to_string()).status();
    assert!(stop.unwrap().success());
    assert!(server.process.wait().unwrap().success());
    drop(idle);
}
