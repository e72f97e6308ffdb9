//! The program itself, as a newcomer starts it.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, ChildStderr, Command, Stdio},
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;

use super::database::{self, Place};

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

/// A server with demo content in a database of its own, that listens on free ports.
pub struct Server {
    pub address: String,
    pub place: Place,
    child: Child,
    log: BufReader<ChildStderr>,
    lines: Vec<String>,
    _folder: TempDir,
}

/// An answer as it came over HTTP.
pub struct Answer {
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.clone().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

impl Server {
    /// Starts it with further variables. `CONGTIN_METRICS_BIND` is a free port unless it is set.
    pub async fn start(variables: &[(&str, &str)]) -> Self {
        let place = database::empty().await;
        let folder = tempfile::tempdir().unwrap();
        let mut child = congtin()
            .args(["serve", "--demo", "--migrate", "--bind", "127.0.0.1:0"])
            .args(["--database-url", &place.location.url])
            .env("CONGTIN_METRICS_BIND", "127.0.0.1:0")
            .envs(variables.iter().copied())
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("Congtin listens on ").unwrap().to_owned();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self { address, place, child, log, lines: Vec::new(), _folder: folder }
    }

    /// Posts an operation with further headers.
    pub fn ask(&self, body: &str, headers: &[(&str, &str)]) -> Answer {
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        exchange(&self.address, &(head + body))
    }

    /// Where metrics are served.
    pub fn metrics_address(&mut self) -> String {
        loop {
            let line = self.next_line().expect("the server says where it serves metrics");
            let line: Value = serde_json::from_str(&line).unwrap();
            if line["message"] == "metrics are served" {
                return line["address"].as_str().unwrap().to_owned();
            }
        }
    }

    /// Stops it and gives every line that it logged.
    pub fn stop(mut self) -> Vec<String> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        while self.next_line().is_some() {}
        assert!(self.child.wait().unwrap().success());
        std::mem::take(&mut self.lines)
    }

    fn next_line(&mut self) -> Option<String> {
        let mut line = String::new();
        self.log.read_line(&mut line).unwrap();
        (!line.is_empty()).then(|| self.lines.push(line.clone()))?;
        Some(line)
    }
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks by GET.
pub fn get(address: &str, path: &str) -> Answer {
    exchange(address, &format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
}

fn exchange(address: &str, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Answer { head: head.to_owned(), body: body.to_owned() }
}
