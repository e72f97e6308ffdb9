//! The table of `docs/permissions.md`: what the schema says, and what was observed.

use std::fmt;

use super::{
    attempt::Outcome,
    ground::{ATTEMPTS, Who},
};
use crate::support::walk::{Access, Field};

/// Roles, the least first, with who has them here.
const ROLES: [(&str, Who); 4] = [
    ("CONTRIBUTOR", Who::Contributor),
    ("EDITOR", Who::Editor),
    ("CHIEF", Who::Chief),
    ("ADMIN", Who::Admin),
];

/// One row.
pub struct Row {
    name: String,
    access: Option<Access>,
    /// In the order of the attempts.
    outcomes: Vec<Outcome>,
}

impl Row {
    /// What was observed of a field.
    ///
    /// # Panics
    ///
    /// If that is not what its `@access` says.
    pub fn of(field: &Field, outcomes: Vec<Outcome>) -> Self {
        let name = match field.owner.as_str() {
            "Mutation" | "Query" => field.name.clone(),
            owner => format!("{owner}.{}", field.name),
        };
        let row = Self { name, access: field.access.clone(), outcomes };
        for ((who, _), outcome) in ATTEMPTS.iter().zip(&row.outcomes) {
            let turned_away = match outcome {
                Outcome::Unauthenticated | Outcome::Forbidden => Some(outcome),
                _ => None,
            };
            assert_eq!(turned_away, row.said_to(*who).as_ref(), "{} by {who:?}", row.name);
        }
        row
    }

    /// Whom the schema turns away, and how.
    fn said_to(&self, who: Who) -> Option<Outcome> {
        let Some(access) = &self.access else { return None };
        let least = ROLES.iter().position(|(role, _)| *role == access.role).unwrap();
        let enough = match who {
            Who::Reader => return Some(Outcome::Unauthenticated),
            Who::Key(scope) => access.key.as_deref() == Some(scope),
            account => ROLES.iter().position(|(_, who)| *who == account).unwrap() >= least,
        };
        (!enough).then_some(Outcome::Forbidden)
    }

    fn cell(&self, who: Who) -> String {
        let attempts = ATTEMPTS.iter().zip(&self.outcomes).filter(|((by, _), _)| *by == who);
        let mut outcomes: Vec<_> = attempts.map(|(_, outcome)| outcome.to_string()).collect();
        if outcomes.iter().all(|outcome| *outcome == outcomes[0]) {
            outcomes.truncate(1);
        }
        outcomes.join(" / ")
    }

    fn key(&self) -> &str {
        match &self.access {
            None => "any",
            Some(access) => access.key.as_deref().unwrap_or("none"),
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "| `{}` | {} |", self.name, self.cell(Who::Reader))?;
        for (_, who) in ROLES {
            write!(f, " {} |", self.cell(who))?;
        }
        writeln!(f, " {} |", self.key())
    }
}

/// The document has these tables, with these rows and no others.
pub fn are_in_the_document(tables: [(&str, Vec<Row>); 2]) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/permissions.md");
    let document = std::fs::read_to_string(path).unwrap();
    let tables = tables.map(|(what, rows)| table(what, &rows));
    let missing: Vec<_> = tables.iter().filter(|table| !document.contains(*table)).collect();
    for table in &missing {
        println!("{table}");
    }
    assert!(missing.is_empty(), "docs/permissions.md must have the tables above");
}

fn table(what: &str, rows: &[Row]) -> String {
    let head = format!("\n| {what} | readers | CONTRIBUTOR | EDITOR | CHIEF | ADMIN | API key |\n");
    let rows: String = rows.iter().map(ToString::to_string).collect();
    format!("{head}|---|---|---|---|---|---|---|\n{rows}\n")
}
