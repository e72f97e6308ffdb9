//! Queries for the guarded fields.

use serde_json::json;

use super::{
    ground::{Ground, Who, Whose},
    inputs,
};

/// A query for a field of one thing.
pub struct Look {
    pub query: &'static str,
    /// The thing that it asks for.
    pub id: String,
    /// Where the field stands in the answer.
    pub at: &'static str,
    /// What stands in it if it shows anything.
    pub sign: String,
}

fn look(query: &'static str, id: String, at: &'static str, sign: &str) -> Look {
    Look { query, id, at, sign: sign.to_owned() }
}

/// A query for this field of somebody's thing; none if nobody has written one.
pub async fn of(ground: &Ground<'_>, name: &str, whose: Whose) -> Option<Look> {
    Some(match name {
        "Query.accounts" => {
            look("{ accounts { nodes { id } } }", String::new(), "/accounts", "acc_")
        }
        "Query.apiKeys" => look("{ apiKeys { id } }", String::new(), "/apiKeys", "key_"),
        "Query.searchSynonyms" => {
            let query = "{ searchSynonyms { nodes { id } } }";
            look(query, String::new(), "/searchSynonyms", "syn_")
        }
        "Query.auditEvents" => {
            look("{ auditEvents { nodes { action } } }", String::new(), "/auditEvents", "action")
        }
        _ if name.starts_with("Image.") || name == "Query.media" => {
            return image(ground, name, whose).await;
        }
        _ => return article(ground, name, whose).await,
    })
}

async fn article(ground: &Ground<'_>, name: &str, whose: Whose) -> Option<Look> {
    let draft = ground.article(whose).await;
    let id = draft["id"].as_str().unwrap().to_owned();
    Some(match name {
        "Article.version" => {
            let query = "query($id: ID!) { article(by: {id: $id}) { version } }";
            look(query, id, "/article/version", "1")
        }
        "Article.withdrawnAt" | "Article.withdrawnReason" => {
            let public = ground.done(Who::Admin, "articlePublish", draft).await;
            let reason = inputs::with(public, json!({ "reason": "Sai số liệu" }));
            ground.done(Who::Admin, "articleWithdraw", reason).await;
            match name {
                "Article.withdrawnAt" => {
                    let query = "query($id: ID!) { article(by: {id: $id}) { withdrawnAt } }";
                    look(query, id, "/article/withdrawnAt", "2026")
                }
                _ => {
                    let query = "query($id: ID!) { article(by: {id: $id}) { withdrawnReason } }";
                    look(query, id, "/article/withdrawnReason", "Sai")
                }
            }
        }
        "Article.draft" => {
            let public = ground.done(Who::Admin, "articlePublish", draft).await;
            let edit = inputs::with(public, json!({ "title": "Sửa" }));
            ground.done(Who::Admin, "articleUpdate", edit).await;
            let query = "query($id: ID!) { article(by: {id: $id}) { draft { title } } }";
            look(query, id, "/article/draft", "Sửa")
        }
        "Query.desk" => {
            let sign = id.clone();
            look("{ desk(status: DRAFT, first: 100) { nodes { id } } }", id, "/desk", &sign)
        }
        "Query.articleRevisions" => {
            let query = "query($id: ID!) { articleRevisions(articleId: $id) { number } }";
            look(query, id, "/articleRevisions", "1")
        }
        _ => return None,
    })
}

/// A picture that a draft shows.
async fn image(ground: &Ground<'_>, name: &str, whose: Whose) -> Option<Look> {
    let file = inputs::file(ground, whose).await;
    let id = file["id"].as_str().unwrap().to_owned();
    let cover = inputs::with(ground.article(whose).await, json!({ "coverId": id }));
    let article = cover["id"].as_str().unwrap().to_owned();
    ground.done(Who::Admin, "articleUpdate", cover).await;
    Some(match name {
        "Image.version" => {
            let query = "query($id: ID!) { node(id: $id) { ... on Image { version } } }";
            look(query, id, "/node/version", "1")
        }
        "Query.media" => {
            let sign = id.clone();
            look("{ media(first: 100) { nodes { id } } }", id, "/media", &sign)
        }
        "Image.usedBy" => {
            let query = "query($id: ID!) { node(id: $id) { ... on Image { usedBy { id } } } }";
            look(query, id, "/node/usedBy", &article)
        }
        _ => return None,
    })
}
