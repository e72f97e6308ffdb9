//! Inputs for mutations of articles.

use serde_json::{Value, json};

use super::{
    super::ground::{Ground, Who, Whose},
    id, with,
};

pub async fn of(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    if mutation == "articleCreate" {
        let unit = id("unt", ground.unit(whose));
        return Some(json!({ "title": ground.name("Tin"), "unitId": unit }));
    }
    let draft = ground.article(whose).await;
    let note = json!({ "note": "Thiếu nguồn" });
    Some(match mutation {
        "articleViewRecord" => {
            let public = ground.done(Who::Admin, "articlePublish", draft).await;
            let issued = "mutation { voterTokenIssue { voterToken { token } } }";
            let issued = ground.app.ask(issued).await;
            let token = &issued["voterTokenIssue"]["voterToken"]["token"];
            json!({ "articleId": public["id"], "readerToken": token })
        }
        "articleUpdate" => with(draft, json!({ "title": ground.name("Tin sửa") })),
        "articleSubmit" | "articlePublish" | "articleDelete" => draft,
        "articleReject" => with(ground.done(Who::Admin, "articleSubmit", draft).await, note),
        "articleUnpublish" => ground.done(Who::Admin, "articlePublish", draft).await,
        "articleWithdraw" => {
            let public = ground.done(Who::Admin, "articlePublish", draft).await;
            with(public, json!({ "reason": "Sai số liệu" }))
        }
        "articleRestore" => ground.done(Who::Admin, "articleDelete", draft).await,
        "articleRevisionRestore" => {
            let change = with(draft, json!({ "title": ground.name("Tin sửa") }));
            let changed = ground.done(Who::Admin, "articleUpdate", change).await;
            with(changed, json!({ "revision": 1 }))
        }
        _ => return None,
    })
}
