//! Clients that are slow, or many, against a server that listens.

use std::{
    io::Write as _,
    time::{Duration, Instant},
};

use crate::support::program::{Server, read_to_end, request};

const HONEST: &str = "{ articles { totalCount } }";
const ANSWER: &str = r#"{"data":{"articles":{"totalCount":0}}}"#;

/// Asks until there is a place; a server that never has one is stuck.
fn ask_until_answered(server: &Server) {
    let began = Instant::now();
    while !server.ask(HONEST).ends_with(ANSWER) {
        assert!(began.elapsed() < Duration::from_secs(20), "no place comes free");
    }
}

#[tokio::test]
async fn a_hundred_slow_clients_are_let_go_and_honest_ones_answered_meanwhile() {
    let timeouts = [("CONGTIN_HEADER_TIMEOUT_MS", "1000"), ("CONGTIN_BODY_TIMEOUT_MS", "1000")];
    let server = Server::start(&[], &timeouts).await;
    let begin = [
        String::new(),
        "POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ".to_owned(),
        request(100, "keep-alive"),
        request(100, "keep-alive") + r#"{"query":"#,
    ];
    let mut clients = Vec::new();
    for number in 0..100 {
        let mut client = server.connect();
        let kind = number % begin.len();
        client.write_all(begin[kind].as_bytes()).unwrap();
        clients.push((kind, client));
    }

    let began = Instant::now();
    assert!(server.ask(HONEST).ends_with(ANSWER));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());

    for (kind, client) in &mut clients {
        let answer = read_to_end(client);
        let told = answer.starts_with("HTTP/1.1 408") && answer.contains("REQUEST_TIMEOUT");
        assert_eq!(told, *kind >= 2, "{answer}");
    }
    assert!(server.ask(HONEST).ends_with(ANSWER));
}

#[tokio::test]
async fn an_idle_connection_is_let_go() {
    let server = Server::start(&[], &[("CONGTIN_HEADER_TIMEOUT_MS", "100")]).await;
    let mut client = server.connect();
    let body = r#"{"query":"{ __typename }"}"#;
    client.write_all((request(body.len(), "keep-alive") + body).as_bytes()).unwrap();
    // Ends only because the server closes it.
    assert!(read_to_end(&mut client).ends_with(r#"{"data":{"__typename":"Query"}}"#));
}

#[tokio::test]
async fn one_connection_too_many_is_told_so_and_the_next_one_is_answered() {
    let server = Server::start(&[], &[("CONGTIN_CONNECTIONS", "2")]).await;
    let idle = [server.connect(), server.connect()];

    let answer = read_to_end(&mut server.connect());

    let (header, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(header.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{header}");
    assert!(header.contains("retry-after: 1"), "{header}");
    let body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "SERVICE_UNAVAILABLE");
    drop(idle);
    ask_until_answered(&server);
}

#[tokio::test]
async fn a_client_that_does_not_take_its_answers_is_let_go() {
    let settings = [("CONGTIN_CONNECTIONS", "1"), ("CONGTIN_ANSWER_TIMEOUT_MS", "500")];
    let server = Server::start(&[], &settings).await;
    let mut client = server.connect();
    client.set_write_timeout(Some(Duration::from_millis(200))).unwrap();
    let body =
        r#"{"query":"{ __schema { types { name description fields { name description } } } }"}"#;
    let request = request(body.len(), "keep-alive") + body;
    // Until no more goes in, because the server waits for room for its answers.
    while client.write_all(request.as_bytes()).is_ok() {}
    ask_until_answered(&server);
}

#[tokio::test]
async fn a_network_has_a_budget_and_only_a_named_proxy_speaks_for_one() {
    let settings = [
        ("CONGTIN_TRUSTED_PROXIES", r#"["127.0.0.0/8"]"#),
        ("CONGTIN_BUDGET_PER_MINUTE", "60"),
        ("CONGTIN_BUDGET_BURST", "30"),
    ];
    let server = Server::start(&[], &settings).await;
    let body = r#"{"query":"{ articles(first: 20) { nodes { id } } }"}"#;
    let ask = |forwarded: &str| server.post(body, &[("x-forwarded-for", forwarded)]);

    assert!(ask("192.0.2.1").head.starts_with("HTTP/1.1 200"));
    // What stands left of the proxy's own word is hearsay.
    let refused = ask("198.51.100.1, 192.0.2.1");
    assert!(refused.head.starts_with("HTTP/1.1 429"), "{}", refused.head);
    assert_ne!(refused.header("retry-after"), "");
    assert!(refused.body.contains("RATE_LIMITED"), "{}", refused.body);
    // So is a header that it does not write.
    let forged = [("forwarded", "for=198.51.100.2"), ("x-forwarded-for", "192.0.2.1")];
    assert!(server.post(body, &forged).head.starts_with("HTTP/1.1 429"));
    assert!(ask("192.0.2.2").head.starts_with("HTTP/1.1 200"));
    // This machine itself has no budget.
    assert!(
        (0..3).all(|_| server.ask("{ articles(first: 20) { nodes { id } } }").contains(" 200 "))
    );
}
