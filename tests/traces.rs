//! Traces as a collector receives them, from the program itself.

use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest,
    common::v1::any_value::Value as Attribute,
    trace::v1::{ResourceSpans, Span, span::SpanKind, status::StatusCode as Status},
};
use prost::Message as _;
use serde_json::json;
use tokio::{
    net::TcpListener,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
};

use crate::support::program::Server;

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";
const QUERY: &str = "query Front($slug: String!) { article(by: {slug: $slug}) { title } }";

/// A collector that keeps what it is sent.
struct Collector {
    url: String,
    batches: UnboundedReceiver<Bytes>,
}

impl Collector {
    async fn start() -> Self {
        let (sender, batches) = unbounded_channel();
        let take = async move |headers: HeaderMap, body: Bytes| {
            assert_eq!(headers["content-type"], "application/x-protobuf");
            sender.send(body).unwrap();
            StatusCode::OK
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().route("/v1/traces", post(take));
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { url, batches }
    }

    /// What has arrived.
    fn received(&mut self) -> Vec<ResourceSpans> {
        let batches = std::iter::from_fn(|| self.batches.try_recv().ok());
        batches
            .flat_map(|batch| ExportTraceServiceRequest::decode(batch).unwrap().resource_spans)
            .collect()
    }
}

fn spans(received: &[ResourceSpans]) -> Vec<&Span> {
    let scopes = received.iter().flat_map(|resource| &resource.scope_spans);
    scopes.flat_map(|scope| &scope.spans).collect()
}

fn text<'a>(span: &'a Span, key: &str) -> &'a str {
    let attribute = span.attributes.iter().find(|attribute| attribute.key == key);
    match attribute.and_then(|attribute| attribute.value.as_ref()?.value.as_ref()) {
        Some(Attribute::StringValue(text)) => text,
        _ => "",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_that_a_caller_has_begun_is_continued_down_to_the_statements() {
    let mut collector = Collector::start().await;
    let server = Server::start(&["--demo"], &[("CONGTIN_OTLP_ENDPOINT", &collector.url)]).await;
    let body = json!({ "query": QUERY, "variables": { "slug": "bai-viet-kin" } }).to_string();
    let sampled = format!("00-{TRACE}-{CALLER}-01");
    let sender = [("traceparent", sampled.as_str()), ("x-forwarded-for", "203.0.113.9")];
    let answer = server.post(&body, &sender);
    let dropped = format!("00-{}-{CALLER}-00", TRACE.replace('0', "1"));
    server.post(&body, &[("traceparent", &dropped)]);
    server.post(r#"{"query":"{ polls { totalCount } }"}"#, &[("traceparent", "forged")]);
    server.stop();

    let received = collector.received();
    let service = received[0].resource.as_ref().unwrap();
    assert!(service.attributes.iter().any(|attribute| attribute.key == "service.name"));
    let spans = spans(&received);
    let named = |name: &str| spans.iter().find(|span| span.name == name).unwrap();
    let operation = named("query Front");
    assert_eq!(hex(&operation.trace_id), TRACE);
    assert_eq!(hex(&operation.parent_span_id), CALLER);
    assert_eq!(operation.kind(), SpanKind::Server);
    assert_eq!(text(operation, "request.id"), answer.header("x-request-id"));
    assert_eq!(text(operation, "operation.outcome"), "done");
    assert_eq!(text(operation, "operation.field"), "article");

    let statement = spans.iter().find(|span| span.parent_span_id == operation.span_id).unwrap();
    assert_eq!((statement.name.as_str(), statement.kind()), ("SELECT", SpanKind::Client));
    assert_eq!(statement.trace_id, operation.trace_id);
    assert!(text(statement, "db.query.text").starts_with("SELECT "));
    assert!(statement.start_time_unix_nano >= operation.start_time_unix_nano);
    assert!(statement.end_time_unix_nano <= operation.end_time_unix_nano);

    // What the caller does not want is left out; what nobody has begun begins here.
    assert_eq!(spans.iter().filter(|span| span.name == "query Front").count(), 1);
    let own = named("query");
    assert!(own.parent_span_id.is_empty() && own.trace_id != operation.trace_id);
    let all = format!("{received:?}");
    for private in ["bai-viet-kin", "203.0.113.9", "127.0.0.1", "article(by"] {
        assert!(!all.contains(private), "{private}: {all}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ratio_decides_for_traces_that_begin_here() {
    let mut collector = Collector::start().await;
    let settings =
        [("CONGTIN_OTLP_ENDPOINT", collector.url.as_str()), ("CONGTIN_TRACE_RATIO", "0")];
    let server = Server::start(&[], &settings).await;
    server.post(r#"{"query":"query Own { __typename }"}"#, &[]);
    let sampled = format!("00-{TRACE}-{CALLER}-01");
    server.post(r#"{"query":"query Asked { nothing }"}"#, &[("traceparent", &sampled)]);
    server.stop();
    let received = collector.received();
    let [span] = spans(&received)[..] else { panic!("{received:?}") };
    assert_eq!(span.name, "query Asked");
    assert_eq!(text(span, "operation.outcome"), "GRAPHQL_VALIDATION_FAILED");
    // The caller's mistake is no error of this server.
    assert_ne!(span.status.as_ref().map(|status| status.code()), Some(Status::Error));
}

#[tokio::test]
async fn a_collector_that_is_away_costs_a_warning_and_no_answer() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let server = Server::start(&["--demo"], &[("CONGTIN_OTLP_ENDPOINT", &url)]).await;
    let answer = server.post(r#"{"query":"{ __typename }"}"#, &[]);
    assert_eq!(answer.body, r#"{"data":{"__typename":"Query"}}"#);
    let log = server.stop();
    assert!(log.iter().any(|line| line.contains("traces are lost")), "{log:?}");
    assert!(!log.iter().any(|line| line.contains(&url)), "{log:?}");
}
