//! Who there is, and whose things they try to change.

use std::{cell::Cell, collections::BTreeMap};

use entity::account::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{TestApp, make::unit_id, member::Member};

/// Everybody who may ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Reader,
    Contributor,
    Editor,
    Chief,
    Admin,
    /// An API key of this scope.
    Key(&'static str),
}

/// Whose thing it is, as the contributor sees it, whose editor is that of the own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The contributor's.
    Own,
    /// That of another contributor of the unit.
    Colleague,
    /// That of a unit below.
    Below,
    /// That of another unit.
    Other,
}

/// Who tries on what, in the order of the columns. Those whose reach has no bounds try on what is
/// farthest.
pub const ATTEMPTS: [(Who, Whose); 13] = [
    (Who::Reader, Whose::Other),
    (Who::Contributor, Whose::Own),
    (Who::Contributor, Whose::Colleague),
    (Who::Contributor, Whose::Other),
    (Who::Editor, Whose::Colleague),
    (Who::Editor, Whose::Below),
    (Who::Editor, Whose::Other),
    (Who::Chief, Whose::Other),
    (Who::Admin, Whose::Other),
    (Who::Key("READ_PUBLISHED"), Whose::Other),
    (Who::Key("READ_ALL"), Whose::Other),
    (Who::Key("WRITE"), Whose::Other),
    (Who::Key("SYNC"), Whose::Other),
];

/// A portal with its people.
pub struct Ground<'a> {
    pub app: &'a TestApp,
    members: BTreeMap<Who, Member<'a>>,
    owners: BTreeMap<Whose, (Member<'a>, Uuid)>,
    /// The account that is administered, and the one that signs in.
    pub spare: Uuid,
    number: Cell<u32>,
}

impl<'a> Ground<'a> {
    pub async fn of(app: &'a TestApp) -> Self {
        let own = app.unit("Huyện ủy Quế Sơn", None).await;
        let below = app.unit("Đảng bộ xã Quế Lộc", Some(own)).await;
        let other = app.unit("Huyện ủy Nông Sơn", None).await;
        let contributor = app.member("contributor", Role::Contributor, Some(own)).await;
        let mut owners = BTreeMap::new();
        for (whose, login, unit) in [
            (Whose::Colleague, "colleague", own),
            (Whose::Below, "below", below),
            (Whose::Other, "stranger", other),
        ] {
            owners.insert(whose, (app.member(login, Role::Contributor, Some(unit)).await, unit));
        }
        let program = app.program("contributor", &contributor.token);
        owners.insert(Whose::Own, (program, own));
        let mut members = BTreeMap::from([(Who::Contributor, contributor)]);
        for (who, login, role, unit) in [
            (Who::Editor, "editor", Role::Editor, Some(own)),
            (Who::Chief, "chief", Role::Chief, None),
            (Who::Admin, "admin", Role::Admin, None),
        ] {
            members.insert(who, app.member(login, role, unit).await);
        }
        app.member("guest", Role::Contributor, None).await;
        let spare = app.member("spare", Role::Contributor, None).await;
        let viewer = spare.ask("{ viewer { ... on Account { id } } }", json!({})).await;
        let spare = viewer["id"].as_str().unwrap().split_once('_').unwrap().1;
        let spare = Uuid::parse_str(spare).unwrap();
        let mut ground = Self { app, members, owners, spare, number: Cell::new(0) };
        ground.make_keys().await;
        ground
    }

    async fn make_keys(&mut self) {
        for (who, _) in ATTEMPTS {
            let Who::Key(scope) = who else { continue };
            let input = json!({ "name": scope, "scopes": [scope] });
            let made = self.run("apiKeyCreate", input, "secret").await;
            let key = made["secret"].as_str().unwrap();
            self.members.insert(who, self.app.program(scope, key));
        }
    }

    pub fn member(&self, who: Who) -> &Member<'a> {
        &self.members[&who]
    }

    /// What proves who asks; readers prove nothing.
    pub fn token(&self, who: Who) -> Option<&str> {
        self.members.get(&who).map(|member| member.token.as_str())
    }

    pub fn owner(&self, whose: Whose) -> &Member<'a> {
        &self.owners[&whose].0
    }

    pub fn unit(&self, whose: Whose) -> Uuid {
        self.owners[&whose].1
    }

    /// A number that was not there before.
    pub fn next(&self) -> u32 {
        self.number.set(self.number.get() + 1);
        self.number.get()
    }

    /// A name that was not there before.
    pub fn name(&self, what: &str) -> String {
        format!("{what} {}", self.next())
    }

    /// Signs somebody in again whose session may have ended by this mutation.
    pub async fn sign_in_again(&mut self, who: Who, mutation: &str) {
        let is_account = matches!(who, Who::Contributor | Who::Editor | Who::Chief | Who::Admin);
        if !is_account || !mutation.starts_with("account") {
            return;
        }
        let member = self.members.get_mut(&who).unwrap();
        member.sign_in().await;
        if who == Who::Contributor {
            let (owner, _) = self.owners.get_mut(&Whose::Own).unwrap();
            owner.token = member.token.clone();
        }
    }

    /// The payload of a mutation that an administrator does.
    pub async fn run(&self, mutation: &str, input: Value, shown: &str) -> Value {
        let kind = crate::writing::input_of(mutation);
        let query = format!(
            "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {shown}
                userErrors {{ code field }} }} }}"
        );
        let payload = self.member(Who::Admin).ask(&query, json!({ "input": input })).await;
        assert_eq!(payload["userErrors"], json!([]), "{mutation}");
        payload
    }

    /// What somebody may go on with after a mutation of an article.
    pub async fn done(&self, who: Who, mutation: &str, input: Value) -> Value {
        let article = self.member(who).done(mutation, input.clone()).await;
        let version = input["version"].as_i64().unwrap() + 1;
        assert!(article.is_null() || article["version"] == version, "{mutation}");
        json!({ "id": input["id"], "version": version })
    }

    /// A draft, as its owner sees it.
    pub async fn article(&self, whose: Whose) -> Value {
        let input = json!({
            "title": self.name("Tin"), "unitId": unit_id(self.unit(whose)),
            "body": { "html": "<p>Sáng nay, Huyện ủy tổ chức hội nghị.</p>" },
        });
        let article = self.owner(whose).done("articleCreate", input).await;
        json!({ "id": article["id"], "version": article["version"] })
    }
}
