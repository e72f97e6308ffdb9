//! Stored files over HTTP: what is taken, what is refused, who sees them, in which sizes, and what
//! becomes of those that nothing shows.

mod brought;
mod bucket;
pub mod files;
mod forms;
mod killed;
mod library;
mod linked;
mod refused;
mod shown;
mod sizes;
mod swept;
mod used;

use api::content::{AddedMedia, MediaDescription, NewAccount, bring_media};
use axum::{
    body::Body,
    http::{Method, Request, header},
};
use entity::{account::Role, article, article_media, media};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, PaginatorTrait as _, QueryFilter as _,
};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};
use uuid::Uuid;

use crate::support::{TestApp, app::Reply, program::Server};

const PASSWORD: &str = "bốn mùa lá rụng";
const LOGIN: &str = "mutation($input: AccountLoginInput!) {
    accountLogin(input: $input) { session { accessToken } }
}";

impl TestApp {
    /// A file as the program itself would bring it.
    async fn file(&self, bytes: &[u8], name: &str) -> media::Model {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let said =
            MediaDescription { file_name: Some(name.to_owned()), ..MediaDescription::default() };
        let scope = self.app.system();
        let added = bring_media(&scope, self.app.library(), file, said).await.unwrap();
        let AddedMedia { file, .. } = added;
        file
    }

    /// A published article with this cover, so that readers see the picture.
    async fn show(&self, file: Uuid) -> Uuid {
        let id = self.article("Có ảnh").save().await;
        self.set_cover(id, Some(file)).await;
        id
    }

    async fn set_cover(&self, id: Uuid, cover: Option<Uuid>) {
        let row = article::Entity::find_by_id(id).one(&self.db.write).await.unwrap().unwrap();
        let mut row = row.into_active_model();
        row.cover_id = Set(cover);
        article::Entity::update(row).exec(&self.db.write).await.unwrap();
        let uses = article_media::Entity::delete_many();
        uses.filter(article_media::Column::ArticleId.eq(id)).exec(&self.db.write).await.unwrap();
        if let Some(media_id) = cover {
            let used = article_media::Model { article_id: id, waiting: false, media_id };
            let used = article_media::ActiveModel::from(used).reset_all();
            article_media::Entity::insert(used).exec(&self.db.write).await.unwrap();
        }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Reply {
        self.send(request(Method::GET, path, headers, Body::empty())).await
    }

    /// A file by `PUT /media`.
    async fn bring(&self, token: &str, query: &str, body: impl Into<Body>) -> Reply {
        let path = format!("/media{query}");
        self.send(request(Method::PUT, &path, &[("authorization", token)], body.into())).await
    }

    /// The header of somebody with this role who has signed in.
    async fn signed_in(&self, role: Role) -> String {
        let login = Uuid::now_v7().simple().to_string();
        let name = "Người viết".to_owned();
        let new = NewAccount { login: login.clone(), name, role, unit_id: None };
        self.app.create_account(new, PASSWORD).await.unwrap();
        let input = json!({ "login": login, "password": PASSWORD });
        let mut answer = self.data(LOGIN, json!({ "input": input })).await;
        let token = answer["accountLogin"]["session"]["accessToken"].take();
        format!("Bearer {}", token.as_str().unwrap())
    }

    /// The header of a chief who has signed in at a program that runs: its clock is the real one.
    async fn signed_in_at(&self, server: &Server) -> String {
        let login = Uuid::now_v7().simple().to_string();
        let (name, role) = ("Người viết".to_owned(), Role::Chief);
        let new = NewAccount { login: login.clone(), name, role, unit_id: None };
        self.app.create_account(new, PASSWORD).await.unwrap();
        let variables = json!({ "input": { "login": login, "password": PASSWORD } });
        let body = json!({ "query": LOGIN, "variables": variables }).to_string();
        let answer: Value = serde_json::from_str(&server.post(&body, &[]).body).unwrap();
        let session = &answer["data"]["accountLogin"]["session"];
        format!("Bearer {}", session["accessToken"].as_str().unwrap())
    }

    /// Runs an operation as whoever has this header.
    async fn said(&self, token: &str, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let headers = [("content-type", "application/json"), ("authorization", token)];
        self.send(request(Method::POST, "/graphql", &headers, body.into())).await.json()
    }

    async fn media_rows(&self) -> u64 {
        media::Entity::find().count(&self.db.write).await.unwrap()
    }

    /// All files of the store.
    fn stored(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let store = self.place.folder().join("media");
        if store.exists() {
            collect(&store, &mut found);
        }
        found
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, found),
            false => found.push(path),
        }
    }
}

fn request(method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let request = Request::builder().method(method).uri(path);
    let request =
        headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.body(body).unwrap()
}

/// The address of a file.
fn address(file: &media::Model) -> String {
    format!("/media/med_{}/{}", file.id.simple(), file.file_name)
}

/// The code of a refusal.
fn code(reply: &Reply) -> String {
    reply.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

fn content_type(reply: &Reply) -> &str {
    reply.header(header::CONTENT_TYPE)
}

/// A file of some bytes.
fn written(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().write_all(bytes).unwrap();
}
