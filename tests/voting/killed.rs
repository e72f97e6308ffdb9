//! The server is killed, and the power is cut, while many vote: every ballot that was acknowledged
//! is there once, and the tally is that of the ballots. `scripts/kill9` does the same many times.

use std::{
    collections::HashMap,
    fs,
    hash::{BuildHasher as _, Hasher as _, RandomState},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

use entity::{ballot, poll_tally};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{TOKEN, VOTE};
use crate::support::{
    TestApp,
    database::server as postgres,
    program::{congtin, request},
};

/// How many vote at once.
const VOTERS: usize = 8;
/// A round ends after at most so many acknowledged ballots.
const MOST: usize = 150;

/// How often a test kills the server; `scripts/kill9` says more.
#[expect(clippy::disallowed_methods, reason = "how the script says how long it may take")]
fn rounds() -> usize {
    std::env::var("KILL9_ROUNDS").ok().map_or(3, |rounds| rounds.parse().unwrap())
}

/// A poll that takes votes, as programs outside know it.
struct Poll {
    id: String,
    options: Vec<String>,
}

/// What was heard of the votes of all rounds.
#[derive(Default)]
struct Heard {
    /// The option of each ballot that was acknowledged, by its receipt.
    acknowledged: HashMap<Uuid, String>,
    /// Votes that were sent and never answered.
    unanswered: usize,
}

/// A server that may be killed.
struct Victim {
    process: Child,
    address: String,
}

impl Victim {
    fn start(url: &str, settings: &[(&str, &Path)]) -> Self {
        let mut command = congtin();
        let mut process = command
            .args(["serve", "--bind", "127.0.0.1:0", "--database-url", url])
            .env("CONGTIN_METRICS_BIND", "off")
            .env("CONGTIN_LOG", "error")
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next().expect("a server that starts").unwrap();
        let address = first.strip_prefix("Congtin listens on ").unwrap().to_owned();
        Self { process, address }
    }

    /// Lets many vote and kills the server after some acknowledged ballots, at whatever it is doing.
    fn kill_under_votes(mut self, poll: &Poll, after: usize, heard: &mut Heard) {
        let (told, hears) = channel();
        thread::scope(|scope| {
            for voter in 0..VOTERS {
                let (told, address) = (told.clone(), &self.address);
                scope.spawn(move || vote_on(address, poll, voter, &told));
            }
            drop(told);
            let acknowledged = hears.iter().take(after).collect::<Vec<_>>();
            self.process.kill().unwrap();
            self.process.wait().unwrap();
            heard.take(acknowledged, &hears);
        });
    }
}

impl Heard {
    fn take(
        &mut self,
        acknowledged: Vec<Option<(Uuid, String)>>,
        hears: &Receiver<Option<(Uuid, String)>>,
    ) {
        for one in acknowledged.into_iter().chain(hears.iter()) {
            match one {
                Some((receipt, option)) => {
                    assert_eq!(self.acknowledged.insert(receipt, option), None);
                }
                None => self.unanswered += 1,
            }
        }
    }
}

/// Votes with one token after another until nobody answers. Tells of each ballot that was
/// acknowledged, and of the vote that was not answered.
fn vote_on(address: &str, poll: &Poll, voter: usize, told: &Sender<Option<(Uuid, String)>>) {
    let mut turn = voter;
    loop {
        let Some(answer) = exchange(address, &json!({ "query": TOKEN })) else { return };
        let token = &answer["data"]["voterTokenIssue"]["voterToken"]["token"];
        let option = &poll.options[turn % poll.options.len()];
        let input = json!({ "pollId": poll.id, "optionIds": [option], "voterToken": token });
        let vote = json!({ "query": VOTE, "variables": { "input": input } });
        let Some(answer) = exchange(address, &vote) else {
            let _ = told.send(None);
            return;
        };
        let receipt = answer["data"]["pollVote"]["receipt"]["number"].as_str();
        let receipt = receipt.unwrap_or_else(|| panic!("not counted: {answer}")).parse().unwrap();
        if told.send(Some((receipt, option.clone()))).is_err() {
            return;
        }
        turn += 1;
    }
}

/// A request on a connection of its own; none if the server broke off.
fn exchange(address: &str, body: &Value) -> Option<Value> {
    let body = body.to_string();
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all((request(body.len(), "close") + &body).as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    serde_json::from_str(answer.split_once("\r\n\r\n")?.1).ok()
}

/// A number below `end`, another one each time.
fn dice(end: usize) -> usize {
    usize::try_from(RandomState::new().build_hasher().finish() % end as u64).unwrap()
}

/// What is in the box is what was heard of, and perhaps votes that were never answered.
async fn check(db: &api::app::Database, heard: &Heard) {
    let ballots = ballot::Entity::find().all(&db.write).await.unwrap();
    let by_receipt: HashMap<Uuid, &ballot::Model> =
        ballots.iter().map(|ballot| (ballot.receipt, ballot)).collect();
    assert_eq!(by_receipt.len(), ballots.len());
    for (receipt, option) in &heard.acknowledged {
        let ballot = by_receipt.get(receipt).unwrap_or_else(|| panic!("{receipt} is lost"));
        let option: Uuid = option.trim_start_matches("opt_").parse().unwrap();
        assert_eq!(ballot.choices, option.as_bytes());
    }
    let acknowledged = heard.acknowledged.len();
    assert!((acknowledged..=acknowledged + heard.unanswered).contains(&ballots.len()));
    let tallies = poll_tally::Entity::find().all(&db.write).await.unwrap();
    let votes: i64 = tallies.iter().map(|tally| tally.votes).sum();
    assert_eq!(votes, ballots.len() as i64);
}

fn verified(url: &str) {
    let output = congtin().args(["poll", "verify", "--database-url", url]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// A poll in a database that nobody has open.
async fn prepared() -> (TestApp, Poll) {
    let app = TestApp::start().await;
    let poll = app.open_poll(|new| new).await;
    let poll = Poll { id: poll.id.clone(), options: poll.options.clone() };
    app.db.close().await.unwrap();
    (app, poll)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_ballot_is_lost_when_the_server_is_killed() {
    let (app, poll) = prepared().await;
    let url = app.place.location.url.clone();
    let mut heard = Heard::default();
    for _ in 0..rounds() {
        Victim::start(&url, &[]).kill_under_votes(&poll, 1 + dice(MOST), &mut heard);
    }
    verified(&url);
    check(&api::app::Database::open(&app.place.location).await.unwrap(), &heard).await;
}

/// The library that keeps of each file what was synced.
fn keeper(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/power_cut/kept.c");
    let library = folder.join("kept.so");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-Wall", "-o"]).arg(&library).arg(source);
    assert!(compiler.arg("-ldl").status().unwrap().success());
    library
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_ballot_is_lost_when_the_power_is_cut() {
    if postgres().is_some() {
        // Syncing is that server's own matter, and a promise of its makers.
        return;
    }
    let (app, poll) = prepared().await;
    let place = tempfile::tempdir().unwrap();
    let library = keeper(place.path());
    let mut disk = app.place.folder().to_owned();
    let mut heard = Heard::default();
    for round in 0..rounds() {
        // What was there before the round had been synced.
        let kept = place.path().join(round.to_string());
        fs::create_dir(&kept).unwrap();
        fs::copy(disk.join("congtin.db"), kept.join("congtin.db")).unwrap();
        let log = disk.join("congtin.db-wal");
        if log.exists() {
            fs::copy(log, kept.join("congtin.db-wal")).unwrap();
        }
        let url = format!("sqlite://{}/congtin.db", disk.display());
        let settings = [("LD_PRELOAD", library.as_path()), ("KEPT_OF", &disk), ("KEPT_IN", &kept)];
        Victim::start(&url, &settings).kill_under_votes(&poll, 1 + dice(MOST), &mut heard);
        disk = kept;
    }
    let url = format!("sqlite://{}/congtin.db", disk.display());
    verified(&url);
    let location = api::app::Location { url, ..app.place.location.clone() };
    check(&api::app::Database::open(&location).await.unwrap(), &heard).await;
}
