//! `EXPLAIN QUERY PLAN` of SQLite: lines of words that form a tree.

use sea_orm::{ConnectionTrait as _, QueryResult, Statement};

use super::{super::tables::grows, explained};
use crate::support::TestApp;

pub async fn faults(app: &TestApp, statement: &Statement) -> Vec<String> {
    let explain = explained(statement, "EXPLAIN QUERY PLAN");
    let lines = app.db.read.query_all_raw(explain).await.unwrap();
    let lines: Vec<_> = lines.iter().map(Line::of).collect();
    let selects = selects(&statement.sql);
    let fault = |line: &Line| {
        let select = lines.iter().filter(|other| other.parent == line.parent);
        let select: Vec<_> = select.collect();
        let fault = fault(line, &select, &selects)?;
        let details: Vec<_> = select.iter().map(|line| line.detail.as_str()).collect();
        Some(format!("{fault}: {} in {}", line.detail, details.join("; ")))
    };
    let mut faults: Vec<_> = lines.iter().filter_map(fault).collect();
    faults.extend(passed_over(&statement.sql, &lines));
    faults
}

/// A walk that begins at another condition than its cursor passes over all pages ahead. Nothing
/// else compares rows, and the plan says which of these comparisons bound a walk.
fn passed_over(sql: &str, lines: &[Line]) -> Option<String> {
    let walks: Vec<_> = lines.iter().map(|line| line.detail.as_str()).collect();
    let count = |text: &str, signs: [&str; 2]| -> usize {
        signs.iter().map(|sign| text.matches(sign).count()).sum()
    };
    let cursors = count(sql, [") < (", ") > ("]);
    let walks = walks.join("; ");
    // The id that ends the order of ballots is that of their poll, so that the place is all of it.
    let begun = [[")<(", ")>("], ["AND position<?", "AND position>?"]];
    let begun: usize = begun.into_iter().map(|signs| count(&walks, signs)).sum();
    (begun < cursors).then(|| format!("leaves its cursor aside: {walks}"))
}

struct Line {
    parent: i32,
    detail: String,
}

impl Line {
    fn of(row: &QueryResult) -> Self {
        Self {
            parent: row.try_get("", "parent").unwrap(),
            detail: row.try_get("", "detail").unwrap(),
        }
    }

    /// What a loop goes over: the name that the statement gives it.
    fn source(&self) -> Option<&str> {
        let mut words = self.detail.split(' ');
        matches!(words.next(), Some("SCAN" | "SEARCH")).then(|| words.next()).flatten()
    }
}

/// What is wrong with a line, given all lines of its select.
fn fault(line: &Line, siblings: &[&Line], selects: &[Select]) -> Option<&'static str> {
    let grows = |line: &Line| {
        let source = line.source()?;
        selects.iter().find_map(|select| select.table(source)).filter(|table| grows(table))
    };
    if line.detail.starts_with("USE TEMP B-TREE") {
        let sorts_much = siblings.iter().any(|sibling| grows(sibling).is_some());
        return sorts_much.then_some("sorts more than a page");
    }
    grows(line)?;
    if line.detail.contains("AUTOMATIC") {
        return Some("makes an index of its own");
    }
    // Nearly every row is one that is not deleted: to find them all is to read them all.
    if !line.detail.starts_with("SCAN") && !line.detail.contains("(deleted_at=?)") {
        return None;
    }
    if !line.detail.contains(" USING ") {
        return Some("reads a whole table");
    }
    let outermost = siblings.iter().find(|sibling| sibling.source().is_some());
    let is_outermost = outermost.is_some_and(|first| std::ptr::eq(*first, line));
    let source = line.source()?;
    let mut of_source = selects.iter().filter(|select| select.table(source).is_some());
    let ends = of_source.all(|select| select.own.contains(" LIMIT "));
    (!is_outermost || !ends).then_some("walks a whole index")
}

/// One select of a statement without those inside of it.
struct Select {
    own: String,
}

impl Select {
    /// The table that goes by this name in the select.
    fn table(&self, name: &str) -> Option<&str> {
        let sources =
            ["FROM \"", "JOIN \""].into_iter().flat_map(|word| self.own.split(word).skip(1));
        sources.filter_map(|source| source.split_once('"')).find_map(|(table, rest)| {
            let alias = rest.strip_prefix(" AS \"").and_then(|rest| rest.split_once('"'));
            (alias.map_or(table, |(alias, _)| alias) == name).then_some(table)
        })
    }
}

/// All selects of a statement: what stands in one pair of parentheses is one.
fn selects(sql: &str) -> Vec<Select> {
    let mut open = vec![String::new()];
    let mut closed = Vec::new();
    for character in sql.chars() {
        match character {
            '(' => open.push(String::new()),
            ')' => closed.extend(open.pop()),
            _ => open.last_mut().unwrap().push(character),
        }
    }
    closed.extend(open);
    closed.into_iter().map(|own| Select { own }).collect()
}
