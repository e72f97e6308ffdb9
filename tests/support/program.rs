//! The program itself, and a server of a test's own that listens on a port.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        mpsc::{Receiver, channel},
    },
    thread,
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
    pub address: String,
    pub place: Place,
    process: Child,
    log: Receiver<String>,
    _folder: TempDir,
}

/// An answer as it came over HTTP; empty if the server broke off.
pub struct Answer {
    pub head: String,
    pub body: String,
}

impl Answer {
    fn of(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_default();
        Self { head: head.to_owned(), body: body.to_owned() }
    }

    /// A header, empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

impl Server {
    /// Starts one with these arguments and `CONGTIN_*` variables. Metrics are off unless they are set.
    pub async fn start(arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        Self::start_at(database::empty().await, arguments, settings).await
    }

    /// The same with a database that is there already, as it was left.
    pub async fn start_at(place: Place, arguments: &[&str], settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut process = congtin()
            .args(["serve", "--migrate", "--bind", "127.0.0.1:0"])
            .args(["--database-url", &place.location.url])
            .args(arguments)
            .env("CONGTIN_METRICS_BIND", "off")
            .envs(settings.iter().copied())
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let address = first.strip_prefix("Congtin listens on ").unwrap().to_owned();
        // A log that nobody takes would fill its pipe, and the server would wait.
        let log = BufReader::new(process.stderr.take().unwrap()).lines();
        let (sender, lines) = channel();
        thread::spawn(move || log.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { address, place, process, log: lines, _folder: folder }
    }

    pub fn connect(&self) -> TcpStream {
        connect(&self.address)
    }

    /// Asks on a connection of its own; the answer with its header, empty if it broke off.
    pub fn ask(&self, query: &str) -> String {
        let body = json!({ "query": query }).to_string();
        exchange(&self.address, &(request(body.len(), "close") + &body))
    }

    /// Posts a body with further headers, on a connection of its own.
    pub fn post(&self, body: &str, headers: &[(&str, &str)]) -> Answer {
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request = request(body.len(), "close");
        let (head, _) = request.split_at(request.len() - "\r\n".len());
        Answer::of(&exchange(&self.address, &format!("{head}{headers}\r\n{body}")))
    }

    /// Tells of views on a connection of its own.
    pub fn tell_views(&self, views: &str) -> Answer {
        let request = request(views.len(), "close").replacen("/graphql", "/v1/views", 1);
        Answer::of(&exchange(&self.address, &(request + views)))
    }

    /// Kills it, as a crash of the machine would.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Where metrics are served, as the log says.
    pub fn metrics_address(&self) -> String {
        let lines = self.log.iter().map(|line| serde_json::from_str::<Value>(&line).unwrap());
        let mut lines = lines.filter(|line| line["message"] == "metrics are served");
        lines.next().unwrap()["address"].as_str().unwrap().to_owned()
    }

    /// Stops it, and gives the lines of its log that nobody has read.
    pub fn stop(mut self) -> Vec<String> {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
        self.log.iter().collect()
    }
}

/// A test that fails leaves no server behind.
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

/// Asks by GET.
pub fn get(address: &str, path: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    Answer::of(&exchange(address, &request))
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

/// Sends these words on a connection of its own; the answer with its header.
fn exchange(address: &str, words: &str) -> String {
    let mut stream = connect(address);
    // One who is turned away may find the connection closed.
    let _ = stream.write_all(words.as_bytes());
    read_to_end(&mut stream)
}

/// All that comes until the server closes the connection.
pub fn read_to_end(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    if let Err(error) = stream.read_to_end(&mut bytes) {
        assert_ne!(error.kind(), std::io::ErrorKind::WouldBlock, "the server holds on");
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
