//! The program itself, as a newcomer starts it.

use std::{
    net::TcpListener,
    path::Path,
    process::Output,
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
        ("otlp_endpoint = \"127.0.0.1:4318\"", "otlp_endpoint"),
        ("otlp_endpoint = \"http://key@127.0.0.1:4318\"", "otlp_endpoint"),
        ("trace_ratio = 1.5", "trace_ratio"),
        ("slow_operation_ms = 60001", "slow_operation_ms"),
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
    let server = Server::start(&["--demo"], &[]).await;
    assert!(server.address.starts_with("127.0.0.1:"));
    let answer = server.ask("{ articles { totalCount } }");
    assert!(answer.ends_with(r#"{"data":{"articles":{"totalCount":60}}}"#), "{answer}");

    // An idle connection must not keep the server from stopping.
    let idle = server.connect();
    server.stop();
    drop(idle);
}

#[tokio::test]
async fn health_is_the_exit_status_of_a_question() {
    let server = Server::start(&[], &[]).await;
    let folder = tempfile::tempdir().unwrap();
    let health = |bind: &str, arguments: &[&str]| {
        let arguments = [&["health"], arguments].concat();
        let mut command = congtin();
        command.args(arguments).env("CONGTIN_BIND", bind).current_dir(folder.path());
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (status.code().unwrap(), text(stdout), text(stderr))
    };
    let ready = (0, "ready\n".to_owned(), String::new());
    assert_eq!(health(&server.address, &[]), ready);
    let port = server.address.rsplit_once(':').unwrap().1.to_owned();
    assert_eq!(health(&format!("0.0.0.0:{port}"), &[]), ready);
    let url = format!("http://{}/livez", server.address);
    assert_eq!(health("127.0.0.1:1", &["--url", &url]), ready);

    let refused = |(code, output, error): (i32, String, String), named: &str| {
        assert_eq!((code, output.as_str()), (1, ""));
        assert!(error.contains(named) && error.lines().count() == 1, "{error}");
    };
    let nowhere = format!("http://{}/nowhere", server.address);
    refused(health("127.0.0.1:1", &["--url", &nowhere]), "answered 404");
    refused(health("127.0.0.1:1", &["--url", "https://127.0.0.1:1/"]), "must begin with http://");
    refused(health("127.0.0.1:0", &[]), "--url");
    // Listens and never answers.
    let mute = TcpListener::bind("127.0.0.1:0").unwrap();
    refused(health(&mute.local_addr().unwrap().to_string(), &[]), "did not answer");
    let address = server.address.clone();
    server.stop();
    refused(health(&address, &[]), "cannot be reached");
}

#[test]
fn a_password_may_stand_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "s3cret/with:signs\n").unwrap();
    let config = |url: &str, file: &Path| {
        let output = congtin()
            .args(["config", "--database-url", url])
            .env("CONGTIN_DATABASE_PASSWORD_FILE", file)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout) + &text(output.stderr))
    };
    let (success, shown) = config("postgres://editor@db.example.vn/congtin", &file);
    assert!(success && shown.contains("postgres://editor:***@db.example.vn/congtin"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
    for (url, file) in [
        ("postgres://editor@db.example.vn/congtin", folder.path().join("nothing")),
        ("sqlite://congtin.db", file),
    ] {
        let (success, shown) = config(url, &file);
        assert!(!success && shown.contains("database_password_file"), "{shown}");
    }
}
