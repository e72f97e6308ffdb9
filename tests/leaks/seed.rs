//! Two portals that look the same to readers: one has drafts and other hidden things besides.
//!
//! Whatever is written about a thing carries its code, so that one word tells whether any of it
//! shows.

mod hidden;
mod people;
mod visible;

use api::content::{self, ArticleContent, Body, Saved};
use entity::{article, article_figure, article_listing, article_media, media};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _,
    IntoActiveModel as _, QueryFilter as _, sea_query::Expr,
};
use uuid::Uuid;

use crate::support::{TestApp, app::at, walk::Values};

/// The two portals, and what may not show.
pub struct Twins {
    /// Has all that is hidden.
    pub full: TestApp,
    /// Has never heard of it.
    pub bare: TestApp,
    pub secrets: Vec<Secret>,
    /// What arguments are filled with; much of it aims at what is hidden.
    pub values: Values,
    /// The same without the pictures of what is hidden: whoever writes chooses among all pictures.
    pub values_of_writers: Values,
    /// A contributor of a unit that nothing hidden belongs to, with a draft of their own.
    pub writer: String,
    /// An API key that may read what everybody may.
    pub key: String,
}

/// Something that readers may not see.
pub struct Secret {
    /// What it is, for messages: `article that is a draft`.
    pub what: String,
    /// Words that stand nowhere else: its code and its id.
    pub words: Vec<String>,
}

impl Twins {
    pub async fn seeded() -> Self {
        let app = TestApp::start().await;
        let visible = visible::fill(&app).await;
        let (writer, key) = people::fill(&app).await;
        let (full, bare) = app.split().await;
        let hidden = hidden::fill(&full, &visible).await;
        hidden::remember_withdrawn(&full, &bare).await;
        let slugs = hidden.codes.iter().map(|code| slug_of(code));
        let addresses = hidden.codes.iter().map(|code| legacy_url(code));
        let paths = hidden.codes.iter().map(|code| format!("/tin/{}", slug_of(code)));
        let texts: Vec<_> = slugs.chain(addresses).chain(paths).collect();
        let values_of = |ids: Vec<&String>| {
            Values::default()
                .teach("Int", ["1", "3", "100"])
                .teach_texts("Date", ["2012-01-01", "2025-07-01"])
                .teach_texts("DateTime", hidden::TIMES)
                .teach_texts("ID", visible.ids.iter().chain(ids))
                .teach_texts("String", visible.texts.iter().chain(&texts))
        };
        let values = values_of(hidden.ids.iter().collect());
        let others = hidden.ids.iter().filter(|id| !id.starts_with("med_"));
        let values_of_writers = values_of(others.chain([&writer.draft]).collect());
        let writer = writer.token;
        Self { full, bare, secrets: hidden.secrets, values, values_of_writers, writer, key }
    }
}

/// The lists that an article stands in.
#[derive(Default)]
pub struct Places {
    pub unit: Option<Uuid>,
    pub authors: Vec<Uuid>,
    pub terms: Vec<Uuid>,
}

/// An article that has everything an article can have.
fn article(code: &str, places: Places) -> ArticleContent {
    ArticleContent {
        title: format!("Bài {code}"),
        summary: Some(format!("Tóm tắt {code}")),
        byline: Some(format!("Bút danh {code}")),
        unit_id: places.unit,
        authors: places.authors,
        categories: places.terms,
        body: Body::from_html(&html(code), None),
        status: article::Status::Published,
        published_at: Some(at("2025-01-01T00:00:00Z")),
        expires_at: None,
        source_name: Some(format!("Báo {code}")),
        source_url: Some(format!("https://bao.example.vn/{code}")),
        external_id: Some(format!("cu:{code}")),
        legacy_url: Some(legacy_url(code)),
        imported_views: 7,
    }
}

/// A body with a block of each kind.
fn html(code: &str) -> String {
    format!(
        "<h2>Mục {code}</h2><p>Đoạn <b>{code}</b>, <a href='https://lien.example.vn/{code}'>xem</a></p>
        <ul><li>Ý {code}</li></ul><blockquote><p>Lời {code}</p></blockquote>
        <table><caption>Bảng {code}</caption><tr><th>Đầu {code}</th></tr><tr><td>Ô {code}</td></tr>
        </table><figure><img src='https://cu.example.vn/anh/{code}.jpg' alt='Ảnh {code}'>
        <figcaption>Chú thích {code}</figcaption></figure>"
    )
}

fn slug_of(code: &str) -> String {
    format!("bai-{code}")
}

fn legacy_url(code: &str) -> String {
    format!("http://cu.example.vn/tin.aspx?ma={code}")
}

/// Saves an article, with a stored picture in its figure and as its cover.
async fn save(app: &TestApp, content: ArticleContent, code: &str) -> (Uuid, Uuid) {
    let mut txn = app.app.system().begin().await.unwrap();
    let saved = content::put_article(&mut txn, content).await.unwrap();
    txn.commit().await.unwrap();
    let (Saved::Created(id) | Saved::Updated(id) | Saved::Unchanged(id)) = saved;
    let picture = picture(app, code).await;
    article_figure::Entity::update_many()
        .col_expr(article_figure::Column::MediaId, Expr::value(picture))
        .col_expr(article_figure::Column::Credit, Expr::value(format!("Người chụp {code}")))
        .filter(article_figure::Column::ArticleId.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
    article::Entity::update_many()
        .col_expr(article::Column::CoverId, Expr::value(picture))
        .col_expr(article::Column::RevisedAt, Expr::value(at("2025-12-31T00:00:00Z")))
        .filter(article::Column::Id.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
    let used = article_media::Model { article_id: id, waiting: false, media_id: picture };
    let used = article_media::ActiveModel::from(used).reset_all();
    article_media::Entity::insert(used).exec(&app.db.write).await.unwrap();
    (id, picture)
}

async fn picture(app: &TestApp, code: &str) -> Uuid {
    let now = at("2025-01-01T00:00:00Z");
    let id = Uuid::now_v7();
    let digest = [id.into_bytes(), id.into_bytes()].concat();
    let row = media::ActiveModel {
        id: Set(id),
        sha256: Set(digest),
        mime_type: Set("image/jpeg".to_owned()),
        size: Set(1000),
        width: Set(Some(800)),
        height: Set(Some(600)),
        alt: Set(Some(format!("Ảnh {code}"))),
        thumbhash: Set(Some(vec![1; 25])),
        file_name: Set(format!("{code}.jpg")),
        storage_key: Set(format!("kho/{code}.jpg")),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(1),
        deleted_at: Set(None),
        focal_x: Set(Some(250)),
        focal_y: Set(Some(500)),
        created_by: Set(None),
    };
    media::Entity::insert(row).exec_without_returning(&app.db.write).await.unwrap();
    id
}

/// Deletes an article as the listing has it: it stands in no list any more.
async fn delete(app: &TestApp, id: Uuid) {
    let row = article::Entity::find_by_id(id).one(&app.db.write).await.unwrap().unwrap();
    let mut row = row.into_active_model();
    row.deleted_at = Set(Some(at("2025-12-01T00:00:00Z")));
    article::Entity::update(row).exec(&app.db.write).await.unwrap();
    article_listing::Entity::delete_many()
        .filter(article_listing::Column::ArticleId.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
}

/// The public form of an id.
fn public(prefix: &str, id: Uuid) -> String {
    format!("{prefix}_{}", id.simple())
}
