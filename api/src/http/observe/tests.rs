use std::{
    io::{self, Write},
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
};

use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::Value;

use super::*;

fn begin() -> Observation {
    let headers = HeaderMap::new();
    let id = RequestId::of(&headers);
    Observation::begin(&id, &Method::POST, &headers, Duration::from_secs(1))
}

fn counted(operation: impl FnOnce(Observation)) -> String {
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        let observation = begin();
        let _ = catch_unwind(AssertUnwindSafe(|| operation(observation)));
    });
    let text = recorder.handle().render();
    let running = text.lines().find(|line| line.starts_with("congtin_operations_running"));
    assert_eq!(running, Some("congtin_operations_running 0"));
    let line = text.lines().find(|line| line.starts_with("congtin_operations_total"));
    line.unwrap_or_default().to_owned()
}

#[test]
fn an_operation_is_told_of_however_it_ends() {
    let outcome = |line: &str| line.split("outcome=\"").nth(1)?.split('"').next().map(String::from);
    let of = |operation: fn(Observation)| outcome(&counted(operation)).unwrap();
    assert_eq!(of(|observation| observation.end(Outcome::Done)), "done");
    assert_eq!(of(|observation| observation.end(Outcome::Refused(Code::CostLimit))), "COST_LIMIT");
    assert_eq!(of(drop), "abandoned");
    assert_eq!(of(|_observation| panic!("a resolver's fault")), "panicked");
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(name: Option<&str>) -> Value {
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(lines, || {
        let mut observation = begin();
        observation.subject.name = name.map(str::to_owned);
        observation.end(Outcome::Done);
    });
    let line = log.0.lock().unwrap();
    serde_json::from_slice::<Value>(&line).unwrap()["fields"].take()
}

#[test]
fn an_operation_is_logged_under_its_name_if_it_has_one() {
    assert_eq!(logged(Some("Page\u{7}"))["operation.name"], "Page\u{7}");
    assert_eq!(logged(Some(&"đ".repeat(65)))["operation.name"], "đ".repeat(64));
    assert_eq!(logged(None).get("operation.name"), None);
}
