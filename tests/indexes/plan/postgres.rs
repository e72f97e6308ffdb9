//! `EXPLAIN (FORMAT JSON)` of PostgreSQL: a tree of nodes with estimates.

use sea_orm::{ConnectionTrait as _, Statement, sqlx::Row as _};
use serde_json::Value;

use super::{super::tables::grows, explained};
use crate::support::TestApp;

/// A page and the row that tells whether there is another.
const PAGE: f64 = 101.0;
/// What all items of a page may have around them, where nothing ends the reading.
const AROUND_A_PAGE: f64 = 1_000.0;

pub async fn faults(app: &TestApp, statement: &Statement) -> Vec<String> {
    let explain = explained(statement, "EXPLAIN (FORMAT JSON)");
    let row = app.db.read.query_one_raw(explain).await.unwrap().unwrap();
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
        let words = ["Relation Name", "Index Name", "Index Cond", "Filter", "Sort Key", "Plan Rows"];
        let words = words.iter().filter(|word| !node[**word].is_null());
        let words: Vec<_> = words.map(|word| format!("{word} {}", node[*word])).collect();
        faults.push(format!("{fault}: {kind}, {}", words.join(", ")));
    }
    let streams = ["Limit", "Nested Loop", "Subquery Scan", "Append", "Merge Append", "Result"];
    for below in node["Plans"].as_array().into_iter().flatten() {
        let is_inner = below["Parent Relationship"] == "Inner";
        let below_ends = match kind {
            "Limit" => true,
            _ => ends && streams.contains(&kind) && !is_inner,
        };
        visit(below, below_ends, faults);
    }
}

fn fault(node: &Value, kind: &str, ends: bool) -> Option<&'static str> {
    let rows = node["Plan Rows"].as_f64().unwrap();
    if kind.contains("Sort") {
        return (rows > PAGE && reads_much(node)).then_some("sorts more than a page");
    }
    let table = node["Relation Name"].as_str().filter(|table| grows(table))?;
    match kind {
        "Seq Scan" => Some("reads a whole table"),
        "Index Scan" | "Index Only Scan" if node["Index Cond"].is_null() && !ends => {
            Some("walks a whole index")
        }
        _ if rows > AROUND_A_PAGE && !ends => {
            let _ = table;
            Some("reads more than a page needs")
        }
        _ => None,
    }
}

/// Whether any table below a node grows.
fn reads_much(node: &Value) -> bool {
    let here = node["Relation Name"].as_str().is_some_and(grows);
    here || node["Plans"].as_array().into_iter().flatten().any(reads_much)
}
