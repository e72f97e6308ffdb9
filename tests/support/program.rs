//! The program itself, and a server of a test's own that listens on a port.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::database::{self, Place};

/// No test waits longer for a byte: what takes so long is stuck.
const PATIENCE: Duration = Duration::from_secs(20);

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

/// A running server with an empty database of its own; killed when dropped.
pub struct Server {
    pub process: Child,
    pub address: String,
    _folder: TempDir,
    _place: Place,
}

impl Server {
    /// Starts one with these arguments and `CONGTIN_*` variables.
    pub async fn start(arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let place = database::empty().await;
        let folder = tempfile::tempdir().unwrap();
        let mut process = congtin()
            .args(["serve", "--migrate", "--bind", "127.0.0.1:0"])
            .args(["--database-url", &place.location.url])
            .args(arguments)
            .env("CONGTIN_METRICS_BIND", "off")
            .envs(settings.iter().copied())
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("Congtin listens on ").unwrap().to_owned();
        Self { process, address, _folder: folder, _place: place }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Asks on a connection of its own; the answer with its header, empty if it broke off.
    pub fn ask(&self, query: &str) -> String {
        let body = json!({ "query": query }).to_string();
        self.send(&(request(body.len(), "close") + &body))
    }

    /// Sends these words on a connection of its own; the answer with its header.
    pub fn send(&self, words: &str) -> String {
        let mut stream = self.connect();
        // One who is turned away may find the connection closed.
        let _ = stream.write_all(words.as_bytes());
        read_to_end(&mut stream)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The header of a POST.
pub fn request(length: usize, connection: &str) -> String {
    format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: {connection}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    )
}

/// All that comes until the server closes the connection.
pub fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "the server holds on");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
