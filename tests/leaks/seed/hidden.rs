//! What readers may not see: for each state that hides an article one that stands in every list.

use api::content::{self, NewAuthor, NewCategory, NewLink};
use entity::{
    article::Status, author, congress_category, congress_category::Series, link, link_directory,
    poll, redirect, unit,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Places, Secret, article, delete, public, save, slug_of,
    visible::{self, Visible},
};
use crate::support::{
    TestApp,
    app::{NOW, at},
    make,
};

/// Times right before and at those of what is hidden.
pub const TIMES: [&str; 4] = [
    "2019-05-05T00:00:00Z",
    "2025-02-15T08:00:01Z",
    "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:01Z",
];

const SOON: &str = "2026-01-01T00:00:01Z";
const DELETED: &str = "deleted";

/// What hides an article, its code, and its time of publication.
const ARTICLES: [(&str, &str, Status, Option<&str>); 7] = [
    ("a draft", "khuatnhap", Status::Draft, None),
    ("a draft with a time", "khuatgio", Status::Draft, Some("2025-02-15T08:00:01Z")),
    ("in review", "khuatduyet", Status::InReview, Some("2019-05-05T00:00:00Z")),
    ("withdrawn", "khuatrut", Status::Withdrawn, Some("2025-02-15T08:00:00Z")),
    ("scheduled", "khuathen", Status::Published, Some(SOON)),
    ("expired", "khuathan", Status::Published, Some("2024-03-03T00:00:00Z")),
    (DELETED, "khuatxoa", Status::Published, Some("2025-04-15T08:00:01Z")),
];

#[derive(Default)]
pub struct Hidden {
    pub secrets: Vec<Secret>,
    pub ids: Vec<String>,
    pub codes: Vec<&'static str>,
}

impl Hidden {
    fn add(&mut self, what: String, code: &str, ids: &[String]) {
        let digits = ids.iter().filter_map(|id| id.split_once('_'));
        let digits = digits.map(|(_, digits)| digits.to_owned());
        let words = [code.to_owned()].into_iter().chain(digits).collect();
        self.secrets.push(Secret { what, words });
        self.ids.extend_from_slice(ids);
    }
}

pub async fn fill(app: &TestApp, visible: &Visible) -> Hidden {
    let mut hidden = Hidden::default();
    articles(app, visible, &mut hidden).await;
    polls(app, &mut hidden).await;
    deleted_unit(app, &mut hidden).await;
    deleted_author(app, &mut hidden).await;
    deleted_term(app, &mut hidden).await;
    links(app, visible, &mut hidden).await;
    hidden
}

async fn articles(app: &TestApp, visible: &Visible, hidden: &mut Hidden) {
    for (number, (what, code, status, published_at)) in ARTICLES.into_iter().enumerate() {
        let places = Places {
            unit: Some(visible.units[number % 2]),
            authors: visible.authors.to_vec(),
            terms: visible.terms.to_vec(),
        };
        let mut content = article(code, places);
        content.status = status;
        content.published_at = published_at.map(at);
        content.expires_at = (what == "expired").then(|| at(NOW));
        // Some are read more often than anything visible, some less.
        content.imported_views = if number % 2 == 0 { 1_000 } else { 5 };
        let (id, picture) = save(app, content, code).await;
        if what == DELETED {
            delete(app, id).await;
        }
        let ids = [public("art", id), public("med", picture)];
        hidden.add(format!("article that is {what}"), code, &ids);
        hidden.codes.push(code);
    }
}

async fn polls(app: &TestApp, hidden: &mut Hidden) {
    let mut draft = make::poll("Hỏi khuatdraft?", &[9]);
    draft.status = poll::Status::Draft;
    draft.featured = true;
    let mut soon = make::poll("Hỏi khuatsoon?", &[9]);
    soon.opens_at = at(SOON);
    let deleted = make::poll("Hỏi khuatgone?", &[9]);
    for (what, code, mut new) in [
        ("a draft", "khuatdraft", draft),
        ("not open yet", "khuatsoon", soon),
        (DELETED, "khuatgone", deleted),
    ] {
        new.options = vec![(format!("Đáp {code}"), 9)];
        let id = app.poll(new).await;
        visible::ballots(app, id).await;
        hidden.add(format!("poll that is {what}"), code, &[public("pol", id)]);
        if what == DELETED {
            poll::Entity::update_many()
                .col_expr(poll::Column::DeletedAt, Expr::value(at(NOW)))
                .filter(poll::Column::Id.eq(id))
                .exec(&app.db.write)
                .await
                .unwrap();
        }
    }
}

async fn deleted_unit(app: &TestApp, hidden: &mut Hidden) {
    let id = app.unit("Ban khuatban", None).await;
    unit::Entity::update_many()
        .col_expr(unit::Column::DeletedAt, Expr::value(at(NOW)))
        .filter(unit::Column::Id.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
    hidden.add("unit that is deleted".to_owned(), "khuatban", &[public("unt", id)]);
}

async fn deleted_author(app: &TestApp, hidden: &mut Hidden) {
    let new = NewAuthor { pen_name: "Bút khuatbut".to_owned(), unit_id: None, bio: None };
    let mut txn = app.app.system().begin().await.unwrap();
    let id = content::create_author(&mut txn, new).await.unwrap().id;
    txn.commit().await.unwrap();
    author::Entity::update_many()
        .col_expr(author::Column::DeletedAt, Expr::value(at(NOW)))
        .filter(author::Column::Id.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
    hidden.add("author that is deleted".to_owned(), "khuatbut", &[public("aut", id)]);
}

async fn deleted_term(app: &TestApp, hidden: &mut Hidden) {
    let new = NewCategory {
        introduction: Some("Khóa khuatkhoa".to_owned()),
        ..NewCategory::numbered(Series::National, None, 13)
    };
    let mut txn = app.app.system().begin().await.unwrap();
    let id = content::create_congress_category(&mut txn, new).await.unwrap().id;
    txn.commit().await.unwrap();
    congress_category::Entity::update_many()
        .col_expr(congress_category::Column::DeletedAt, Expr::value(at(NOW)))
        .filter(congress_category::Column::Id.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
    hidden.add("term that is deleted".to_owned(), "khuatkhoa", &[public("cat", id)]);
}

/// A link that is switched off, and a directory that is deleted with a link in it.
async fn links(app: &TestApp, visible: &Visible, hidden: &mut Hidden) {
    let link = |code: &str| NewLink {
        title: format!("Báo {code}"),
        url: format!("https://{code}.example.vn"),
    };
    let mut txn = app.app.system().begin().await.unwrap();
    content::put_link_directory(&mut txn, "Liên kết", &[link("khuattat")]).await.unwrap();
    content::put_link_directory(&mut txn, "Mục khuatmuc", &[link("khuatmuc")]).await.unwrap();
    txn.commit().await.unwrap();
    for row in link::Entity::find().all(&app.db.write).await.unwrap() {
        let inside_of_deleted = row.directory_id != visible.directory;
        if row.title.contains("khuattat") {
            let id = public("lnk", row.id);
            let mut row = row.into_active_model();
            row.active = Set(false);
            link::Entity::update(row).exec(&app.db.write).await.unwrap();
            hidden.add("link that is switched off".to_owned(), "khuattat", &[id]);
        } else if inside_of_deleted {
            let ids = [public("lnk", row.id), public("dir", row.directory_id)];
            delete_directory(app, row.directory_id).await;
            hidden.add("directory that is deleted".to_owned(), "khuatmuc", &ids);
        }
    }
}

async fn delete_directory(app: &TestApp, id: Uuid) {
    link_directory::Entity::update_many()
        .col_expr(link_directory::Column::DeletedAt, Expr::value(at(NOW)))
        .filter(link_directory::Column::Id.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
}

/// The address of a withdrawn article tells readers that something is gone, but not what: the
/// portal that never had the article has such an address as well.
pub async fn remember_withdrawn(full: &TestApp, bare: &TestApp) {
    let redirects = redirect::Entity::find()
        .filter(redirect::Column::Path.contains("khuatrut"))
        .all(&full.db.write)
        .await
        .unwrap();
    assert_eq!(redirects.len(), 1);
    for row in redirects {
        let mut row = row.into_active_model();
        row.article_id = Set(None);
        redirect::Entity::insert(row).exec_without_returning(&bare.db.write).await.unwrap();
    }
    // Its own address is gone as well, and says no more than that.
    let own = redirect::ActiveModel {
        id: Set(Uuid::now_v7()),
        host: Set(String::new()),
        path: Set(format!("/tin/{}", slug_of("khuatrut"))),
        article_id: Set(None),
        created_at: Set(at(NOW)),
        version: Set(1),
    };
    redirect::Entity::insert(own).exec_without_returning(&bare.db.write).await.unwrap();
}
