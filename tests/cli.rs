//! The program itself, as a newcomer starts it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::{page::fixture, support::database};

/// The binary, built like the tests: `cargo test` builds only those of the crate under test.
pub fn congtin() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

    let program = PROGRAM.get_or_init(|| {
        let build = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--package", "api", "--message-format", "json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
        let lines = String::from_utf8(build.stdout).unwrap();
        let built = lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let paths = built.filter_map(|line| line["executable"].as_str().map(PathBuf::from));
        paths.collect::<Vec<_>>().pop().unwrap()
    });
    let mut command = Command::new(program);
    // What the runner's own surroundings set is no part of the test.
    command.env_remove("CONGTIN_DATABASE_URL");
    command
}

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
    let place = database::empty().await;
    let folder = tempfile::tempdir().unwrap();
    let mut server = congtin()
        .args([
            "serve",
            "--demo",
            "--migrate",
            "--bind",
            "127.0.0.1:0",
            "--database-url",
            &place.location.url,
        ])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let address = first.strip_prefix("Congtin listens on ").unwrap().to_owned();
    assert!(address.starts_with("127.0.0.1:"));

    let body = r#"{"query":"{ articles { totalCount } }"}"#;
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(
        stream,
        "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with(r#"{"data":{"articles":{"totalCount":60}}}"#), "{answer}");

    // An idle connection must not keep the server from stopping.
    let idle = TcpStream::connect(&address).unwrap();
    let stop = Command::new("kill").arg("-TERM").arg(server.id().to_string()).status().unwrap();
    assert!(stop.success());
    assert!(server.wait().unwrap().success());
    drop(idle);
}
