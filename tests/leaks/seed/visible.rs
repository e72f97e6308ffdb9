//! What readers see: at least one of everything that the schema knows.

use api::content::{
    self, DatedName, NewAuthor, NewCategory, NewLink, NewSuccession, NewUnit, SiteFields,
};
use chrono::NaiveDate;
use entity::{
    author, ballot, congress_category::Series, link, link_directory, poll, poll_chain, redirect,
    unit, unit_succession,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{Places, article, legacy_url, picture, public, save, slug_of};
use crate::support::{TestApp, app::at, make};

/// What hidden articles can be hung on, and how to ask for what is visible.
pub struct Visible {
    /// A unit with visible articles, and one that only hidden ones use; so the other pairs.
    pub units: [Uuid; 2],
    pub authors: [Uuid; 2],
    pub terms: [Uuid; 2],
    pub directory: Uuid,
    pub ids: Vec<String>,
    pub texts: Vec<String>,
}

fn day(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap()
}

pub async fn fill(app: &TestApp) -> Visible {
    let [top, unit, lonely_unit] = units(app).await;
    let authors = [author(app, "An Bình", unit).await, author(app, "Ái Lan", lonely_unit).await];
    let terms = [term(app, unit, 22).await, term(app, unit, 21).await];
    site(app, top).await;
    let articles = articles(app, [top, unit], authors[0], terms[0]).await;
    let directory = directory(app).await;
    let polls = polls(app).await;
    gone_address(app).await;
    let link = link::Entity::find().one(&app.db.write).await.unwrap().unwrap();
    let mut ids = vec![
        public("dir", directory),
        public("lnk", link.id),
        public("pol", polls[0]),
        public("pol", polls[1]),
        public("art", articles[0].0),
        public("art", articles[7].0),
        public("med", articles[0].1),
    ];
    ids.extend([top, unit, lonely_unit].map(|id| public("unt", id)));
    ids.extend(authors.map(|id| public("aut", id)));
    ids.extend(terms.map(|id| public("cat", id)));
    let mut texts = ["khong-co", "an-binh", "khoa-xxii", "lien-ket", "huyen-uy-que-son"]
        .map(str::to_owned)
        .to_vec();
    texts.extend(["hien0", "hien7"].map(slug_of));
    texts.extend([legacy_url("hien0"), format!("/tin/{}", slug_of("hien0")), "/da-go".to_owned()]);
    Visible { units: [unit, lonely_unit], authors, terms, directory, ids, texts }
}

/// A unit at the top, one below it with a history, and one that only hidden articles use.
async fn units(app: &TestApp) -> [Uuid; 3] {
    let top = app.unit("Tỉnh ủy Quảng Nam", None).await;
    let name = |name: &str, from, to| DatedName {
        name: name.to_owned(),
        abbreviation: Some(format!("{name} (tắt)")),
        valid_from: from,
        valid_to: to,
    };
    let new = NewUnit {
        kind: unit::Kind::Committee,
        parent_id: Some(top),
        names: vec![
            name("Huyện ủy Quế Tiên", Some(day(2000)), Some(day(2010))),
            name("Huyện ủy Quế Sơn", Some(day(2010)), None),
        ],
        established_on: Some(day(2000)),
        dissolved_on: Some(day(2025)),
    };
    let mut txn = app.app.system().begin().await.unwrap();
    let unit = content::create_unit(&mut txn, new).await.unwrap().id;
    let merged = NewSuccession {
        predecessor_id: unit,
        successor_id: Some(top),
        kind: unit_succession::Kind::MergedInto,
        effective_on: day(2025),
        basis: Some("Nghị quyết 1".to_owned()),
    };
    content::succeed_unit(&mut txn, merged).await.unwrap();
    txn.commit().await.unwrap();
    [top, unit, app.unit("Ban Chỉ một mình", Some(top)).await]
}

async fn author(app: &TestApp, pen_name: &str, unit: Uuid) -> Uuid {
    let new = NewAuthor {
        pen_name: pen_name.to_owned(),
        unit_id: Some(unit),
        bio: Some(format!("Về {pen_name}")),
    };
    let mut txn = app.app.system().begin().await.unwrap();
    let id = content::create_author(&mut txn, new).await.unwrap().id;
    txn.commit().await.unwrap();
    let avatar = picture(app, "chan-dung").await;
    author::Entity::update_many()
        .col_expr(author::Column::AvatarId, Expr::value(avatar))
        .filter(author::Column::Id.eq(id))
        .exec(&app.db.write)
        .await
        .unwrap();
    id
}

async fn term(app: &TestApp, unit: Uuid, number: u8) -> Uuid {
    let new = NewCategory {
        years: Some((2020, 2025)),
        days: Some((day(2020), day(2021))),
        introduction: Some("Lời dẫn".to_owned()),
        ..NewCategory::numbered(Series::Provincial, Some(unit), number)
    };
    let mut txn = app.app.system().begin().await.unwrap();
    let term = content::create_congress_category(&mut txn, new).await.unwrap();
    txn.commit().await.unwrap();
    term.id
}

async fn site(app: &TestApp, unit: Uuid) {
    let fields = SiteFields {
        name: Some("Cổng tin".to_owned()),
        greeting: Some("Chào mừng".to_owned()),
        contact: Some("Văn phòng".to_owned()),
        base_url: Some("https://portal.example.vn".to_owned()),
        article_url_template: Some("/tin/{slug}".to_owned()),
        unit_id: Some(unit),
    };
    let mut txn = app.app.system().begin().await.unwrap();
    content::put_site(&mut txn, fields).await.unwrap();
    txn.commit().await.unwrap();
}

/// Eight articles with their pictures; hidden ones will stand between them in every order.
async fn articles(app: &TestApp, units: [Uuid; 2], author: Uuid, term: Uuid) -> Vec<(Uuid, Uuid)> {
    let mut saved = Vec::new();
    for number in 0..8 {
        let code = format!("hien{number}");
        let places =
            Places { unit: Some(units[number % 2]), authors: vec![author], terms: vec![term] };
        let mut content = article(&code, places);
        content.published_at = Some(at(&format!("2025-0{}-15T08:00:00Z", number / 2 + 1)));
        content.expires_at = (number == 3).then(|| at("2026-01-01T00:00:01Z"));
        content.imported_views = i64::try_from(10 * number).unwrap();
        saved.push(save(app, content, &code).await);
    }
    saved
}

async fn directory(app: &TestApp) -> Uuid {
    let link = |number: u8| NewLink {
        title: format!("Báo {number}"),
        url: format!("https://bao{number}.example.vn"),
    };
    let mut txn = app.app.system().begin().await.unwrap();
    content::put_link_directory(&mut txn, "Liên kết", &[link(1), link(2)]).await.unwrap();
    txn.commit().await.unwrap();
    link_directory::Entity::find().one(&app.db.write).await.unwrap().unwrap().id
}

/// Two ballots of a poll, published as far as the poll is.
pub async fn ballots(app: &TestApp, poll_id: Uuid) {
    let (head, sealed_at) = (vec![2; 32], Some(at("2025-01-01T00:00:00Z")));
    let chain = poll_chain::Model { poll_id, ballots: 2, head, secret: None, sealed_at };
    let chain = poll_chain::ActiveModel::from(chain).reset_all();
    poll_chain::Entity::insert(chain).exec_without_returning(&app.db.write).await.unwrap();
    for position in 1..=2_u8 {
        let receipt = Uuid::from_bytes([position; 16]);
        let (choices, hash) = (vec![position; 16], vec![position; 32]);
        let ballot = ballot::Model { poll_id, position: position.into(), receipt, choices, hash };
        let ballot = ballot::ActiveModel::from(ballot).reset_all();
        ballot::Entity::insert(ballot).exec_without_returning(&app.db.write).await.unwrap();
    }
}

async fn polls(app: &TestApp) -> [Uuid; 2] {
    let open = make::poll("Đang hỏi?", &[3, 1]);
    let mut closed = make::poll("Đã hỏi?", &[5, 2]);
    closed.opens_at = at("2024-01-01T00:00:00Z");
    closed.closes_at = Some(at("2024-02-01T00:00:00Z"));
    closed.results = poll::Results::AfterClose;
    let (open, closed) = (app.poll(open).await, app.poll(closed).await);
    ballots(app, closed).await;
    [open, closed]
}

async fn gone_address(app: &TestApp) {
    let row = redirect::ActiveModel {
        id: Set(Uuid::now_v7()),
        host: Set(String::new()),
        path: Set("/da-go".to_owned()),
        article_id: Set(None),
        created_at: Set(at("2025-01-01T00:00:00Z")),
        version: Set(1),
    };
    redirect::Entity::insert(row).exec_without_returning(&app.db.write).await.unwrap();
}
