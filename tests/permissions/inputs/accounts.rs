//! Inputs for mutations of accounts, sessions and API keys.

use entity::account;
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};

use super::{super::ground::Ground, id};
use crate::support::member::PASSWORD;

const LOGIN: &str = "mutation($input: AccountLoginInput!) { accountLogin(input: $input) {
    session { refreshToken } } }";

pub async fn of(ground: &Ground<'_>, mutation: &str) -> Option<Value> {
    let guest = json!({ "login": "guest", "password": PASSWORD });
    let spare = json!({ "id": id("acc", ground.spare) });
    Some(match mutation {
        "accountLogin" => guest,
        "accountRefresh" => {
            let answer = ground.app.data(LOGIN, json!({ "input": guest })).await;
            json!({ "refreshToken": answer["accountLogin"]["session"]["refreshToken"] })
        }
        "accountLogout" | "accountLogoutEverywhere" => Value::Null,
        "accountChangePassword" => {
            json!({ "currentPassword": PASSWORD, "newPassword": PASSWORD })
        }
        "accountCreate" => json!({
            "login": format!("moi{}", ground.next()), "name": "Người mới", "role": "CONTRIBUTOR",
            "password": PASSWORD,
        }),
        "accountUpdate" => {
            let row = account::Entity::find_by_id(ground.spare).one(&ground.app.db.write).await;
            let version = row.unwrap().unwrap().version;
            json!({ "id": spare["id"], "version": version, "name": ground.name("Tên") })
        }
        "accountDisable" | "accountEnable" => spare,
        "accountResetPassword" => json!({ "id": spare["id"], "password": PASSWORD }),
        "apiKeyCreate" => json!({ "name": ground.name("Khóa"), "scopes": ["SYNC"] }),
        "apiKeyRevoke" => {
            let new = json!({ "name": ground.name("Khóa"), "scopes": ["SYNC"] });
            let made = ground.run("apiKeyCreate", new, "apiKey { id }").await;
            json!({ "id": made["apiKey"]["id"] })
        }
        _ => return None,
    })
}
