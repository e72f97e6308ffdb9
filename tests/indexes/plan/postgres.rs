//! `EXPLAIN (FORMAT JSON)` of PostgreSQL: a tree of nodes with estimates.

use sea_orm::{ConnectionTrait as _, Statement, TransactionOptions, sqlx::Row as _};
use serde_json::Value;

use super::{
    super::tables::{COUNTED_WHOLE, grows},
    explained,
};
use crate::support::TestApp;

/// A page and the row that tells whether there is another.
const PAGE: f64 = 101.0;
/// Where `totalCount` stops counting if nothing is said: what may be read for one answer.
const COUNT: f64 = 10_000.0;
/// A table of a few pages is best read whole, whatever indexes it has. Told not to, the planner
/// shows whether one could serve once the table has grown.
const AS_IF_GROWN: [&str; 3] = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin"];

pub async fn faults(app: &TestApp, statement: &Statement) -> Vec<String> {
    if statement.sql.contains(COUNTED_WHOLE) {
        return Vec::new();
    }
    let txn = app.db.read.begin(TransactionOptions::default()).await.unwrap();
    for setting in AS_IF_GROWN {
        txn.execute_unprepared(&format!("SET LOCAL {setting} = off")).await.unwrap();
    }
    let explain = explained(statement, "EXPLAIN (FORMAT JSON)");
    let row = txn.query_one_raw(explain).await.unwrap().unwrap();
    txn.end().await.unwrap();
    // The driver reads JSON as text only when it is not asked to check the type.
    let plan: String = row.try_as_pg_row().unwrap().try_get_unchecked(0).unwrap();
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let mut faults = Vec::new();
    visit(&plan[0]["Plan"], false, &mut faults);
    faults
}

/// `ends` says whether the rows of this node go one by one to a LIMIT, which ends the reading.
fn visit(node: &Value, ends: bool, faults: &mut Vec<String>) {
    let kind = node["Node Type"].as_str().unwrap();
    if let Some(fault) = fault(node, kind, ends) {
        let words =
            ["Relation Name", "Index Name", "Index Cond", "Filter", "Sort Key", "Plan Rows"];
        let words = words.iter().filter(|word| !node[**word].is_null());
        let words: Vec<_> = words.map(|word| format!("{word} {}", node[*word])).collect();
        faults.push(format!("{fault}: {kind}, {}", words.join(", ")));
    }
    let streams = ["Nested Loop", "Subquery Scan", "Append", "Result"].contains(&kind);
    for below in node["Plans"].as_array().into_iter().flatten() {
        let is_inner = below["Parent Relationship"] == "Inner";
        let below_ends = kind == "Limit" || ends && streams && !is_inner;
        visit(below, below_ends, faults);
    }
}

fn fault(node: &Value, kind: &str, ends: bool) -> Option<&'static str> {
    let rows = node["Plan Rows"].as_f64().unwrap();
    if kind.contains("Sort") {
        return (rows > PAGE && reads_much(node)).then_some("sorts more than a page");
    }
    let reads_much = node["Relation Name"].as_str().is_some_and(grows);
    let by_index = kind.starts_with("Index");
    match kind {
        _ if !reads_much => None,
        "Seq Scan" => Some("reads a whole table"),
        _ if ends => None,
        _ if by_index && node["Index Cond"].is_null() => Some("walks a whole index"),
        _ if rows > COUNT => Some("reads more than a count does"),
        _ => None,
    }
}

/// Whether any table below a node grows.
fn reads_much(node: &Value) -> bool {
    let here = node["Relation Name"].as_str().is_some_and(grows);
    here || node["Plans"].as_array().into_iter().flatten().any(reads_much)
}
