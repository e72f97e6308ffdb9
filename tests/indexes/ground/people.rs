//! Accounts, their keys, and what they have done.

use api::content::NewAccount;
use entity::account::Role;

use super::rows::{ACCOUNT, ARTICLE, BEGIN, OTHER, Rows, UNIT, UNITS, text};
use crate::support::{TestApp, member::PASSWORD};

const ACCOUNTS: u32 = 2_000;
const KEYS: u32 = 30;

/// Logins of those who ask, of whom each sees another part of the desk.
pub const CONTRIBUTOR: &str = "nguoi-viet-0";
pub const EDITOR: &str = "nguoi-viet-1";
pub const ADMIN: &str = "nguoi-viet-2";

/// What the database keeps of the password of all members: hashing takes its time.
pub async fn hashed(app: &TestApp) -> String {
    let (login, name) = ("mau".to_owned(), "Mẫu".to_owned());
    let new = NewAccount { login, name, role: Role::Contributor, unit_id: None };
    app.app.create_account(new, PASSWORD).await.unwrap().password.0
}

/// Gives it to those who ask.
pub fn password(hash: &str) -> String {
    let logins = [CONTRIBUTOR, EDITOR, ADMIN].map(text).join(", ");
    format!("UPDATE account SET password = '{hash}' WHERE login IN ({logins})")
}

impl Rows {
    pub fn of_people(&self) -> [String; 5] {
        [self.accounts(), self.keys(), self.acts(), self.revisions(), self.begun()]
    }

    fn accounts(&self) -> String {
        let role = "CASE n WHEN 1 THEN 'EDITOR' WHEN 2 THEN 'ADMIN' ELSE 'CONTRIBUTOR' END";
        let columns = vec![
            ("login", "'nguoi-viet-' || n".to_owned()),
            ("name", "'Người viết ' || n".to_owned()),
            ("role", role.to_owned()),
            ("unit_id", self.uuid(UNIT, &format!("(CASE n WHEN 1 THEN 2 ELSE n % {UNITS} END)"))),
            ("password", text("$argon2id$")),
            ("sessions_from", self.dialect.time(&BEGIN.to_string())),
        ];
        self.insert("account", ACCOUNTS, &self.content(ACCOUNT, columns), "")
    }

    fn keys(&self) -> String {
        let columns = [
            ("id", self.uuid(OTHER, "n")),
            ("name", "'Khóa ' || n".to_owned()),
            ("prefix", "'khoa' || (1000 + n)".to_owned()),
            ("hash", self.dialect.key("n")),
            ("scopes", text("READ_ALL")),
            ("created_at", self.dialect.time(&format!("({BEGIN} + n)"))),
        ];
        self.insert("api_key", KEYS, &columns, "")
    }

    /// Of half of the articles that they were saved, and by whom.
    fn acts(&self) -> String {
        let columns = [
            ("id", self.uuid(OTHER, "n")),
            ("at", self.dialect.time(&format!("({BEGIN} + n)"))),
            ("account_id", self.writer("n")),
            ("action", text("articleUpdate")),
            ("node", text("art")),
            ("node_id", self.uuid(ARTICLE, "(n / 2)")),
            ("from_version", "n % 2".to_owned()),
        ];
        self.insert("audit_event", self.articles.count, &columns, "")
    }

    /// Four of every fourth article.
    fn revisions(&self) -> String {
        let content =
            r#"{"slug":"bai","title":"Bài","authors":[],"categories":[],"blocks":[],"figures":[]}"#;
        let columns = [
            ("id", self.uuid(OTHER, "n")),
            ("article_id", self.uuid(ARTICLE, "(n / 4)")),
            ("number", "n % 4 + 1".to_owned()),
            ("at", self.dialect.time(&format!("({BEGIN} + n)"))),
            ("account_id", self.writer("n")),
            ("action", text("articleUpdate")),
            ("fields", text("[]")),
            ("content", text(content)),
        ];
        self.insert("article_revision", self.articles.count, &columns, "")
    }

    /// The lists of those who began something.
    fn begun(&self) -> String {
        self.listing("CREATOR", self.writer("n"), "")
    }

    /// The first of them writes as much as hundreds of others, whatever is not published among it.
    pub fn writer(&self, number: &str) -> String {
        self.uuid(
            ACCOUNT,
            &format!("(CASE WHEN {number} % 20 < 6 THEN 0 ELSE {number} % {ACCOUNTS} END)"),
        )
    }
}
