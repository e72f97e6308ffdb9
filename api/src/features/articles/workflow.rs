//! The states of an article and who may lead from one to the next: the one table behind the code and
//! `docs/workflow.md`.

use entity::{account::Role, article::Status};

/// What can be done to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    Update,
    Submit,
    Reject,
    Publish,
    Unpublish,
    Withdraw,
    Delete,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Transition {
    /// What is done.
    pub act: Move,
    /// In which state.
    pub from: Status,
    /// What it leads to; none: out of sight, until it is restored.
    pub to: Option<Status>,
    /// At least this role.
    pub role: Role,
}

const fn row(act: Move, from: Status, to: Option<Status>, role: Role) -> Transition {
    Transition { act, from, to, role }
}

/// Everything that can be done; what is not listed is refused.
pub const TRANSITIONS: [Transition; 15] = {
    use Move::{Delete, Publish, Reject, Submit, Unpublish, Update, Withdraw};
    use Role::{Contributor, Editor};
    use Status::{Draft, InReview, Published, Withdrawn};
    [
        row(Update, Draft, Some(Draft), Contributor),
        row(Update, InReview, Some(InReview), Editor),
        row(Update, Published, Some(Published), Editor),
        row(Update, Withdrawn, Some(Withdrawn), Editor),
        row(Submit, Draft, Some(InReview), Contributor),
        row(Reject, InReview, Some(Draft), Editor),
        row(Publish, Draft, Some(Published), Editor),
        row(Publish, InReview, Some(Published), Editor),
        row(Publish, Published, Some(Published), Editor),
        row(Publish, Withdrawn, Some(Published), Editor),
        row(Unpublish, Published, Some(Draft), Editor),
        row(Withdraw, Published, Some(Withdrawn), Editor),
        row(Delete, Draft, None, Contributor),
        row(Delete, InReview, None, Editor),
        row(Delete, Withdrawn, None, Editor),
    ]
};

impl Move {
    /// The mutation that does it.
    pub const fn mutation(self) -> &'static str {
        match self {
            Self::Update => "articleUpdate",
            Self::Submit => "articleSubmit",
            Self::Reject => "articleReject",
            Self::Publish => "articlePublish",
            Self::Unpublish => "articleUnpublish",
            Self::Withdraw => "articleWithdraw",
            Self::Delete => "articleDelete",
        }
    }

    /// The row of the table for an article in this state, if there is one.
    pub fn from(self, status: Status) -> Option<&'static Transition> {
        TRANSITIONS.iter().find(|row| row.act == self && row.from == status)
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::ActiveEnum as _;

    use super::*;

    #[test]
    fn the_document_has_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/workflow.md");
        let document = std::fs::read_to_string(path).unwrap();
        let row = |row: &Transition| {
            let to = row.to.map_or("deleted".to_owned(), |to| to.to_value());
            let (mutation, from) = (row.act.mutation(), row.from.to_value());
            format!("| `{mutation}` | {from} | {to} | {} |\n", row.role.to_value())
        };
        let rows: String = TRANSITIONS.iter().map(row).collect();
        let table = format!("\n| mutation | from | to | least role |\n|---|---|---|---|\n{rows}\n");
        assert!(document.contains(&table), "docs/workflow.md must have this table:\n{table}");
    }

    #[test]
    fn a_state_has_one_row_for_each_move() {
        for (place, row) in TRANSITIONS.iter().enumerate() {
            let found = row.act.from(row.from).map(|found| (found.to, found.role));
            assert_eq!(found, Some((row.to, row.role)), "row {place} can never be found");
        }
    }
}
