//! Inputs for mutations of what stands around the articles: links, polls, redirects, synonyms, the
//! site.

use serde_json::{Value, json};

use super::{
    super::ground::{Ground, Whose},
    seen, with,
};

pub async fn of(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    match mutation {
        name if name.starts_with("link") => links(ground, mutation).await,
        "pollClose" | "pollCodesGenerate" | "pollVote" => votes(ground, mutation).await,
        name if name.starts_with("poll") => polls(ground, mutation).await,
        name if name.starts_with("redirect") => redirects(ground, mutation, whose).await,
        name if name.starts_with("searchSynonym") => synonyms(ground, mutation).await,
        "siteUpdate" => {
            let site = ground.app.ask("{ site { version } }").await;
            Some(json!({ "version": site["site"]["version"], "greeting": ground.name("Chào") }))
        }
        // It takes nothing.
        "voterTokenIssue" => Some(json!({})),
        _ => None,
    }
}

async fn directory(ground: &Ground<'_>) -> Value {
    let new = json!({ "title": ground.name("Liên kết") });
    let made = ground.run("linkDirectoryCreate", new, "linkDirectory { id }").await;
    made["linkDirectory"]["id"].clone()
}

async fn link(ground: &Ground<'_>, directory: &Value) -> Value {
    let made = ground.run("linkCreate", new_link(ground, directory), "link { id }").await;
    made["link"]["id"].clone()
}

fn new_link(ground: &Ground<'_>, directory: &Value) -> Value {
    let title = ground.name("Báo");
    json!({ "directoryId": directory, "title": title, "url": "https://bao.example.vn" })
}

async fn links(ground: &Ground<'_>, mutation: &str) -> Option<Value> {
    if mutation == "linkDirectoriesReorder" {
        return Some(reversed(ground).await);
    }
    let directory = directory(ground).await;
    Some(match mutation {
        "linkDirectoryCreate" => json!({ "title": ground.name("Liên kết") }),
        "linkDirectoryUpdate" => {
            with(seen(&directory, 1), json!({ "title": ground.name("Liên kết") }))
        }
        "linkDirectoryDelete" => seen(&directory, 1),
        "linkCreate" => new_link(ground, &directory),
        "linkUpdate" => {
            with(seen(&link(ground, &directory).await, 1), json!({ "title": ground.name("Báo") }))
        }
        "linksReorder" => {
            let (one, other) = (link(ground, &directory).await, link(ground, &directory).await);
            with(seen(&directory, 1), json!({ "linkIds": [other, one] }))
        }
        "linkDelete" => seen(&link(ground, &directory).await, 1),
        _ => return None,
    })
}

/// All directories in the order that they do not have. None is added once there are two: an order
/// names all, so that this would spoil one that is yet to be tried.
async fn reversed(ground: &Ground<'_>) -> Value {
    loop {
        let mut all = ground.app.ask("{ linkDirectories { id version } }").await;
        let all = all["linkDirectories"].as_array_mut().unwrap();
        if all.len() > 1 {
            all.reverse();
            return json!({ "linkDirectories": all });
        }
        directory(ground).await;
    }
}

async fn polls(ground: &Ground<'_>, mutation: &str) -> Option<Value> {
    let new = json!({ "question": ground.name("Bạn nghĩ gì?"), "options": ["Tốt", "Khá"] });
    if mutation == "pollCreate" {
        return Some(new);
    }
    let made = ground.run("pollCreate", new, "poll { id options { id } }").await;
    let poll = seen(&made["poll"]["id"], 1);
    let option = |place: usize| &made["poll"]["options"][place]["id"];
    Some(match mutation {
        "pollUpdate" => with(poll, json!({ "question": ground.name("Bạn chọn gì?") })),
        "pollPublish" | "pollDelete" => poll,
        "pollUnpublish" => {
            ground.run("pollPublish", poll.clone(), "").await;
            with(poll, json!({ "version": 2 }))
        }
        "pollOptionCreate" => with(poll, json!({ "text": "Trung bình" })),
        "pollOptionUpdate" => with(poll, json!({ "optionId": option(0), "text": "Rất tốt" })),
        "pollOptionDelete" => with(poll, json!({ "optionId": option(0) })),
        "pollOptionsReorder" => with(poll, json!({ "optionIds": [option(1), option(0)] })),
        _ => return None,
    })
}

/// What is said of a poll that takes votes, by whoever may be asked.
async fn votes(ground: &Ground<'_>, mutation: &str) -> Option<Value> {
    let voters = if mutation == "pollCodesGenerate" { "CODE" } else { "OPEN" };
    let new = json!({ "question": ground.name("Bạn nghĩ gì?"), "options": ["Tốt", "Khá"],
        "opensAt": "2025-06-01T00:00:00Z", "voters": voters });
    let made = ground.run("pollCreate", new, "poll { id options { id } }").await;
    let poll = &made["poll"]["id"];
    ground.run("pollPublish", seen(poll, 1), "").await;
    match mutation {
        "pollClose" => Some(seen(poll, 2)),
        "pollCodesGenerate" => Some(json!({ "pollId": poll, "count": 2 })),
        "pollVote" => {
            let token = ground.app.device().await;
            let option = &made["poll"]["options"][0]["id"];
            Some(json!({ "pollId": poll, "optionIds": [option], "voterToken": token }))
        }
        _ => None,
    }
}

async fn redirects(ground: &Ground<'_>, mutation: &str, whose: Whose) -> Option<Value> {
    let url = json!({ "url": format!("https://cu.example.vn/{}", ground.next()) });
    let lead = with(url.clone(), json!({ "articleId": ground.article(whose).await["id"] }));
    if mutation == "redirectCreate" {
        return Some(lead);
    }
    ground.run("redirectCreate", url.clone(), "").await;
    match mutation {
        "redirectUpdate" => Some(with(lead, json!({ "version": 1 }))),
        "redirectDelete" => Some(with(url, json!({ "version": 1 }))),
        _ => None,
    }
}

async fn synonyms(ground: &Ground<'_>, mutation: &str) -> Option<Value> {
    let new = json!({ "short": ground.name("VT"), "long": ground.name("Viết tắt") });
    if mutation == "searchSynonymCreate" {
        return Some(new);
    }
    let made = ground.run("searchSynonymCreate", new, "searchSynonym { id }").await;
    let synonym = seen(&made["searchSynonym"]["id"], 1);
    match mutation {
        "searchSynonymUpdate" => Some(with(synonym, json!({ "long": ground.name("Viết thường") }))),
        "searchSynonymDelete" => Some(synonym),
        _ => None,
    }
}
