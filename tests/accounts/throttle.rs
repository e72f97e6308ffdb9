//! How often somebody may guess.

mod addresses;

use entity::account::Role;
use serde_json::{Value, json};

use super::*;
use crate::support::TestApp;

const WRONG: &str = "không phải mật khẩu này";

async fn app() -> TestApp {
    let app = TestApp::start().await;
    account(&app, "binh", Role::Editor).await;
    app
}

async fn guess(caller: Caller<'_>, times: usize) {
    for _ in 0..times {
        assert_eq!(problem(&caller.login("binh", WRONG).await), "CREDENTIALS_INVALID");
    }
}

fn wait(payload: &Value) -> i64 {
    assert_eq!(problem(payload), "RATE_LIMITED", "{payload}");
    payload["userErrors"][0]["retryAfter"].as_i64().unwrap()
}

#[tokio::test]
async fn after_ten_wrong_passwords_the_right_one_waits_also_after_a_restart() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    guess(stranger, 10).await;
    app.set_time("2026-01-01T00:05:00Z");
    assert_eq!(wait(&stranger.login("binh", WRONG).await), 601);
    assert_eq!(wait(&stranger.login("binh", PASSWORD).await), 601);
    assert_eq!(wait(&stranger.login(" BINH", PASSWORD).await), 601);
    let restarted = app.restarted().await;
    restarted.set_time("2026-01-01T00:14:59Z");
    wait(&Caller::anonymous(&restarted).login("binh", PASSWORD).await);
    restarted.set_time("2026-01-01T00:15:00Z");
    Caller::anonymous(&restarted).tokens("binh").await;
}

#[tokio::test]
async fn how_long_to_wait_stands_in_the_header_as_well_whatever_is_selected() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    let input = json!({ "input": { "login": "binh", "password": WRONG } });
    let refused = stranger.send(LOGIN, input.clone()).await;
    assert_eq!(refused.headers.get("retry-after"), None);
    guess(stranger, 9).await;
    app.set_time("2026-01-01T00:05:00Z");
    let reply = stranger.send(LOGIN, input.clone()).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.headers["retry-after"]),
        (200, &"601".parse().unwrap())
    );
    assert_eq!(wait(&reply.json()["data"]["accountLogin"]), 601);
    let bare =
        "mutation($input: AccountLoginInput!) { accountLogin(input: $input) { __typename } }";
    let reply = stranger.send(bare, input).await;
    assert_eq!(
        (reply.status.as_u16(), &reply.headers["retry-after"]),
        (200, &"601".parse().unwrap())
    );
}

#[tokio::test]
async fn an_editor_is_not_locked_out_by_a_stranger() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    guess(stranger, 10).await;
    wait(&stranger.login("binh", PASSWORD).await);
    let editor = stranger.at("198.51.100.7");
    guess(editor, 9).await;
    editor.tokens("binh").await;
    // What was forgiven counts no more.
    guess(editor, 9).await;
    editor.tokens("binh").await;
}

#[tokio::test]
async fn an_attack_from_many_networks_slows_each_and_stops_none() {
    let app = app().await;
    let addresses: Vec<String> = (1..=10).map(|number| format!("203.0.113.{number}")).collect();
    for address in &addresses {
        guess(Caller::anonymous(&app).at(address), 10).await;
    }
    let editor = Caller::anonymous(&app).at("198.51.100.7");
    guess(editor, 2).await;
    editor.tokens("binh").await;
    guess(editor, 3).await;
    wait(&editor.login("binh", PASSWORD).await);
}

#[tokio::test]
async fn a_network_has_thirty_wrong_passwords_whatever_the_logins() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    for number in 0..30 {
        let payload = stranger.login(&format!("nobody{number}"), WRONG).await;
        assert_eq!(problem(&payload), "CREDENTIALS_INVALID");
    }
    assert_eq!(wait(&stranger.login("binh", PASSWORD).await), 901);
    stranger.at("198.51.100.7").tokens("binh").await;
}

#[tokio::test]
async fn no_quarter_of_an_hour_has_more_than_ten_wherever_it_begins() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    guess(stranger, 1).await;
    app.set_time("2026-01-01T00:14:30Z");
    guess(stranger, 9).await;
    app.set_time("2026-01-01T00:15:00Z");
    guess(stranger, 1).await;
    assert_eq!(wait(&stranger.login("binh", PASSWORD).await), 871);
    app.set_time("2026-01-01T00:29:29Z");
    assert_eq!(wait(&stranger.login("binh", PASSWORD).await), 2);
    app.set_time("2026-01-01T00:29:30Z");
    guess(stranger, 9).await;
    wait(&stranger.login("binh", PASSWORD).await);
}

#[tokio::test]
async fn who_guesses_slowly_is_held_to_the_same_pace_for_good() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    let mut answered = Vec::new();
    for minute in 0..60 {
        app.set_time(&format!("2026-01-01T00:{minute:02}:07Z"));
        if problem(&stranger.login("binh", WRONG).await) == "CREDENTIALS_INVALID" {
            answered.push(minute);
        }
    }
    let in_window = |end: &i32| answered.iter().filter(|at| (end - 14..=*end).contains(at)).count();
    assert_eq!(answered.iter().map(in_window).max(), Some(10));
    assert_eq!(answered.len(), 40);
}

#[tokio::test]
async fn guesses_that_come_at_once_are_no_more_than_others() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    let guesses = (0..16).map(|_| stranger.login("binh", WRONG));
    let codes: Vec<String> =
        futures_util::future::join_all(guesses).await.iter().map(problem).collect();
    let answered = codes.iter().filter(|code| *code == "CREDENTIALS_INVALID").count();
    assert_eq!(answered, 10, "{codes:?}");
}

#[tokio::test]
async fn one_operation_is_one_attempt() {
    let app = app().await;
    let stranger = Caller::anonymous(&app);
    let input = format!(r#"input: {{ login: "binh", password: "{WRONG}" }}"#);
    let several: String = (0..20)
        .map(|n| format!("a{n}: accountLogin({input}) {{ userErrors {{ code }} }} "))
        .collect();
    let (status, code) = stranger.refused(&format!("mutation {{ {several} }}")).await;
    assert_eq!((status, code.as_str()), (400, "MUTATION_REPEATED"));
    assert!(audited(&app, "accountLogin").await.is_empty());
    guess(stranger, 10).await;
}

#[tokio::test]
async fn who_does_not_exist_is_answered_like_who_does() {
    let app = app().await;
    let disabled = account(&app, "disabled", Role::Editor).await;
    account(&app, "chief", Role::Admin).await;
    let reader = Caller::anonymous(&app);
    let (admin, _) = reader.tokens("chief").await;
    let disable = "mutation($input: AccountDisableInput!) {
        accountDisable(input: $input) { userErrors { code } }
    }";
    reader.with(&admin).give(disable, json!({ "id": disabled })).await;
    let mut answers = Vec::new();
    for (number, (login, password)) in
        [("binh", WRONG), ("nobody", WRONG), ("disabled", PASSWORD), ("\u{0}", WRONG), ("", "")]
            .into_iter()
            .enumerate()
    {
        let address = format!("203.0.113.{number}");
        let mut bodies = Vec::new();
        for _ in 0..11 {
            let input = json!({ "input": { "login": login, "password": password } });
            let reply = reader.at(&address).send(LOGIN, input).await;
            bodies.push((reply.status, reply.json()));
        }
        answers.push(bodies);
    }
    for other in &answers[1..] {
        assert_eq!(other, &answers[0]);
    }
    let refused = audited(&app, "accountLogin").await;
    assert_eq!(
        refused.iter().filter(|details| details.contains("CREDENTIALS_INVALID")).count(),
        50
    );
}

#[tokio::test]
async fn a_password_of_more_than_a_kilobyte_is_refused_before_it_is_hashed() {
    let app = app().await;
    let long = "a".repeat(1_025);
    for _ in 0..50 {
        let payload = Caller::anonymous(&app).login("binh", &long).await;
        assert_eq!(problems(&payload), [("TOO_LONG".to_owned(), "input.password".to_owned())]);
        assert_eq!(payload["userErrors"][0]["limit"], 1_024);
    }
    Caller::anonymous(&app).tokens("binh").await;
}
