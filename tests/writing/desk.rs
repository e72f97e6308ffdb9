//! Somebody who is signed in, and what they are answered.

use api::content;
use entity::{account::Role, audit_event, change};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{
    TestApp,
    member::{Member, codes},
};

/// Somebody who is signed in.
pub struct Desk<'a> {
    pub app: &'a TestApp,
    member: Member<'a>,
}

impl TestApp {
    /// Somebody with this role, in the name of this unit.
    pub async fn desk(&self, role: Role, unit_id: Option<Uuid>) -> Desk<'_> {
        let login = format!("{role:?}.{}", Uuid::now_v7().simple()).to_lowercase();
        Desk { app: self, member: self.member(&login, role, unit_id).await }
    }

    /// Somebody who may write everything but the site.
    pub async fn chief(&self) -> Desk<'_> {
        self.desk(Role::Chief, None).await
    }

    /// Everything that is stored, and how much is told of it.
    pub async fn written(&self) -> (String, u64, u64) {
        let mut lines = Vec::new();
        content::export_lines(&self.app.system(), &mut lines, |_| {}).await.unwrap();
        let db = &self.db.write;
        let changes = change::Entity::find().count(db).await.unwrap();
        // Reading is no act, and signing in has nothing to do with content.
        let acts = audit_event::Entity::find();
        let acts = acts.filter(audit_event::Column::Action.not_like("account%"));
        (String::from_utf8(lines).unwrap(), changes, acts.count(db).await.unwrap())
    }

    /// What the change log has since it had `seen` rows: kind, id and whether it is gone.
    pub async fn changes_since(&self, seen: u64) -> Vec<(change::Node, Uuid, change::Action)> {
        let rows = change::Entity::find().order_by_asc(change::Column::Seq).all(&self.db.write);
        let rows = rows.await.unwrap().into_iter().skip(usize::try_from(seen).unwrap());
        rows.map(|row| (row.node, row.node_id, row.action)).collect()
    }

    /// How many rows the change log has.
    pub async fn change_count(&self) -> u64 {
        change::Entity::find().count(&self.db.write).await.unwrap()
    }
}

impl Desk<'_> {
    /// Asks for anything; the whole answer.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        self.member.send(query, variables).await.json()
    }

    /// Asks for a mutation; its payload.
    pub async fn try_to(&self, field: &str, input: Value, shown: &str) -> Value {
        let kind = input_of(field);
        let query = format!(
            "mutation($input: {kind}!) {{ {field}(input: $input) {{ {shown}
                userErrors {{ code field message limit conflict {{ currentVersion }} }} }} }}"
        );
        let mut answer = self.ask(&query, json!({ "input": input })).await;
        assert_eq!(answer.get("errors"), None, "{field}: {answer}");
        answer["data"][field].take()
    }

    /// Does a mutation; its payload.
    pub async fn run(&self, field: &str, input: Value, shown: &str) -> Value {
        let payload = self.try_to(field, input, shown).await;
        assert_eq!(payload["userErrors"], json!([]), "{field}");
        payload
    }

    /// Asks for a mutation that is refused; the codes with their fields. Nothing was written.
    pub async fn refused(&self, field: &str, input: Value) -> Vec<(String, String)> {
        let before = self.app.written().await;
        let payload = self.try_to(field, input, "").await;
        assert_eq!(self.app.written().await, before, "{field} was refused and wrote nevertheless");
        let codes = codes(&payload);
        assert!(!codes.is_empty(), "{field} was not refused");
        codes
    }

    /// The message of a mutation that is refused for one reason.
    pub async fn message(&self, field: &str, input: Value) -> String {
        let payload = self.try_to(field, input, "").await;
        payload["userErrors"][0]["message"].as_str().unwrap().to_owned()
    }

    /// Sends the same again, which changes nothing and tells readers nothing.
    pub async fn changes_nothing(&self, field: &str, input: Value) {
        let (before, changes, _) = self.app.written().await;
        self.run(field, input, "").await;
        let (after, later, _) = self.app.written().await;
        assert_eq!((after, later), (before, changes), "{field}");
    }
}

/// Codes and fields as they are compared.
pub fn problems(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, field)| ((*code).to_owned(), (*field).to_owned())).collect()
}

/// The public form of an id.
pub fn id(prefix: &str, id: Uuid) -> String {
    format!("{prefix}_{}", id.simple())
}

/// The id in a public form.
pub fn raw(public: &Value) -> Uuid {
    Uuid::parse_str(public.as_str().unwrap().split_once('_').unwrap().1).unwrap()
}

/// The type of a mutation's input, from the contract.
pub fn input_of(field: &str) -> String {
    let sdl = api::sdl();
    let (_, rest) = sdl.split_once(&format!("\t{field}(\n")).unwrap();
    let (_, rest) = rest.split_once("input: ").unwrap();
    rest.split_once('!').unwrap().0.to_owned()
}
