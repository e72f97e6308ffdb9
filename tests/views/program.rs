//! The program itself: what it has answered for is written when it stops, and nearly all when it is
//! killed.

use api::app::Database;
use entity::article_view;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use super::TOKEN;
use crate::support::{database::Place, program::Server};

const LIST: usize = 20;

/// A server with an article, and lists of views by devices of their own.
struct Telling {
    server: Server,
    article: String,
}

impl Telling {
    async fn start() -> Self {
        let server = Server::start(&["--demo"], &[]).await;
        let answer = server.ask("{ articles(first: 1) { nodes { id } } }");
        let article = data(&answer)["articles"]["nodes"][0]["id"].as_str().unwrap().to_owned();
        Self { server, article }
    }

    /// Tells of views by devices of their own, and gets an answer.
    fn tell(&self) {
        let issues = (0..LIST).map(|number| format!("t{number}: {}", &TOKEN[11..TOKEN.len() - 2]));
        let issued = self.server.ask(&format!("mutation {{ {} }}", issues.collect::<String>()));
        let issued = data(&issued);
        let views = issued.as_object().unwrap().values().map(|issued| {
            json!({ "articleId": self.article, "readerToken": issued["voterToken"]["token"] })
        });
        let answer = self.server.tell_views(&views.collect::<Value>().to_string());
        assert!(answer.head.starts_with("HTTP/1.1 204"), "{}", answer.head);
    }

    /// How many views readers see.
    fn shown(&self) -> i64 {
        let query = "{ mostViewed(window: DAY, first: 1) { viewCount } }";
        let found = data(&self.server.ask(query));
        found["mostViewed"].as_array().unwrap().len() as i64
    }
}

fn data(answer: &str) -> Value {
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    let mut answer: Value = serde_json::from_str(body).unwrap();
    assert_eq!(answer.get("errors"), None);
    answer["data"].take()
}

async fn counted(place: &Place) -> i64 {
    let db = Database::open(&place.location).await.unwrap();
    let rows = article_view::Entity::find().all(&db.write).await.unwrap();
    db.close().await.unwrap();
    rows.iter().map(|row| row.counted).sum()
}

#[tokio::test]
async fn a_server_that_is_told_to_stop_writes_all_that_it_has_answered_for() {
    let telling = Telling::start().await;
    let place = telling.server.place.clone();
    let before = counted(&place).await;
    for _ in 0..5 {
        telling.tell();
    }
    telling.server.stop();
    assert_eq!(counted(&place).await - before, 5 * LIST as i64);
}

#[tokio::test]
async fn a_server_that_is_killed_loses_no_more_than_its_last_second() {
    let mut telling = Telling::start().await;
    let place = telling.server.place.clone();
    let before = counted(&place).await;
    telling.tell();
    let began = std::time::Instant::now();
    while telling.shown() == 0 {
        assert!(began.elapsed().as_secs() < 20, "nothing is ever written");
    }
    telling.tell();
    telling.server.kill();
    let list = LIST as i64;
    let found = counted(&place).await - before;
    assert!((list..=2 * list).contains(&found), "{found}");
}
