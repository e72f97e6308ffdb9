//! Which stored files articles use, also by links; what a list of files is read by; and links of
//! stored HTML that open beside the article.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, prelude::Uuid};
use sea_orm_migration::{
    prelude::*,
    schema::{boolean, uuid},
};

use crate::columns::{cascade, covering_index, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "article_media";
/// What a count asks of a file besides, so that it reads the index alone.
const LIVE: &[&str] = &["deleted_at"];
/// How many articles are looked through at once.
const PAGE: u64 = 200;
/// What a file is, as far as lists tell it apart. The queries name the same expression.
const BY_KIND: &str = "CREATE INDEX idx_media_kind_created_at_id \
                       ON media (substr(mime_type, 1, 6), created_at, id, deleted_at)";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let article_media = Table::create()
            .table(TABLE)
            .col(uuid("article_id"))
            .col(boolean("waiting"))
            // No foreign key: a link may name the file of another portal.
            .col(uuid("media_id"))
            .primary_key(Index::create().col("article_id").col("waiting").col("media_id"))
            .foreign_key(&mut cascade(TABLE, "article_id", "article"))
            .to_owned();
        manager.create_table(article_media).await?;
        fill(manager).await?;
        // Serves what shows a file, and so whether readers see it.
        manager.create_index(index(TABLE, &["media_id", "waiting", "article_id"])).await?;
        // Serve lists of files, newest first: all of them, those of a kind, those of an account.
        manager.create_index(covering_index("media", &["created_at", "id"], LIVE)).await?;
        manager.get_connection().execute_unprepared(BY_KIND).await?;
        manager
            .create_index(covering_index("media", &["created_by", "created_at", "id"], LIVE))
            .await?;
        // Its columns begin the one above.
        drop_index(manager, "idx_media_created_by").await?;
        rewrite_links(manager, r#"" rel="noopener">"#, r#"" target="_blank" rel="noopener">"#).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        rewrite_links(manager, r#"" target="_blank" rel="noopener">"#, r#"" rel="noopener">"#)
            .await?;
        manager.create_index(index("media", &["created_by"])).await?;
        for name in ["created_by_created_at_id", "kind_created_at_id", "created_at_id"] {
            drop_index(manager, &format!("idx_media_{name}")).await?;
        }
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}

async fn drop_index(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    manager.drop_index(Index::drop().name(name).to_owned()).await
}

/// Stored HTML was written by one renderer, which escapes `>` in texts and `"` in attributes: this end
/// of a tag stands nowhere else.
async fn rewrite_links(manager: &SchemaManager<'_>, old: &str, new: &str) -> Result<(), DbErr> {
    let rewrite = format!(
        "UPDATE article SET body_html = replace(body_html, '{old}', '{new}') \
         WHERE body_html LIKE '%{old}%'"
    );
    manager.get_connection().execute_unprepared(&rewrite).await.map(|_| ())
}

async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let shown = "INSERT INTO article_media (article_id, waiting, media_id) \
        SELECT id, FALSE, cover_id FROM article WHERE cover_id IS NOT NULL \
        UNION SELECT article_id, FALSE, media_id FROM article_figure WHERE media_id IS NOT NULL";
    manager.get_connection().execute_unprepared(shown).await?;
    let blocks = || Expr::col(("article", "body_blocks"));
    let linking = Query::select()
        .expr_as(Expr::col(("article", "id")), "id")
        .expr_as(blocks(), "content")
        .from("article")
        .and_where(blocks().like("%/media/med_%"))
        .to_owned();
    note(manager, linking, false).await?;
    let revision = |column: &'static str| Expr::col(("article_revision", column));
    let waits = revision("article_id")
        .equals(("article", "id"))
        .and(revision("number").equals(("article", "working_revision")));
    let waiting = Query::select()
        .expr_as(Expr::col(("article", "id")), "id")
        .expr_as(revision("content"), "content")
        .from("article")
        .inner_join("article_revision", waits)
        .to_owned();
    note(manager, waiting, true).await
}

/// Notes the files that contents name, page by page.
async fn note(
    manager: &SchemaManager<'_>,
    contents: SelectStatement,
    waiting: bool,
) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let mut last = Uuid::nil();
    loop {
        let id = || Expr::col(("article", "id"));
        let mut page = contents.clone();
        page.and_where(id().gt(last)).order_by_expr(id(), Order::Asc).limit(PAGE);
        let rows = db.query_all(&page).await?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.try_get("", "id")?;
        for row in &rows {
            let article: Uuid = row.try_get("", "id")?;
            for file in files(&row.try_get::<String>("", "content")?) {
                insert(db, article, waiting, file).await?;
            }
        }
    }
}

async fn insert(
    db: &impl ConnectionTrait,
    article: Uuid,
    waiting: bool,
    file: Uuid,
) -> Result<(), DbErr> {
    let key = ["article_id", "waiting", "media_id"];
    // It may stand in a figure as well.
    let known = OnConflict::columns(key).do_nothing().to_owned();
    let insert = Query::insert()
        .into_table(TABLE)
        .columns(key)
        .values_panic([article.into(), waiting.into(), file.into()])
        .on_conflict(known)
        .to_owned();
    db.execute(&insert).await.map(|_| ())
}

/// The files that stored JSON names: by links to `/media/med_…/…`, in figures and as a cover. Quotes
/// in texts are escaped, so that a key with its quotes is a key.
fn files(json: &str) -> BTreeSet<Uuid> {
    let values =
        |key: &'static str| json.split(key).skip(1).filter_map(|rest| rest.split('"').next());
    let linked = values(r#""href":""#).filter_map(|href| {
        let (id, _name) = href.split_once("/media/med_")?.1.split_once('/')?;
        (id.len() == 32).then(|| Uuid::try_parse(id).ok()).flatten()
    });
    let named = [r#""media_id":""#, r#""cover_id":""#].into_iter().flat_map(values);
    linked.chain(named.filter_map(|id| Uuid::try_parse(id).ok())).collect()
}
