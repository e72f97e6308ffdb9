//! Lists of files, newest first.

use entity::{article_media, author, media};
use sea_orm::{
    ConnectionTrait as _, EntityTrait as _, ExprTrait as _, QuerySelect as _, QueryTrait as _,
    sea_query::{Expr, Query, SelectStatement},
};

use super::{super::service::list::FileList, this_file};
use crate::platform::{
    batch,
    error::Result,
    paging::{self, Key, Page, Position, Range, SortColumns},
    scope::Scope,
};

/// What an index keeps of a type, word for word as the index names it.
const KIND: &str = r#"substr("media"."mime_type", 1, 6)"#;
/// What it begins with where a file is a picture, and where it is a document.
const PICTURE: &str = "image/";
const DOCUMENT: &str = "applic";

/// One page, in one statement along the index of its filter.
pub async fn page(scope: &Scope, list: FileList, range: &Range) -> Result<Page<media::Model>> {
    let column = |column| (media::Entity, column);
    let columns =
        SortColumns { key: column(media::Column::CreatedAt), id: column(media::Column::Id) };
    let mut select = media::Entity::find().into_query();
    meet(&mut select, list);
    paging::limit_to_range(&mut select, columns, range, true);
    let rows = scope.reader().query_all(&select).await?;
    let rows = rows.iter().map(|row| {
        let key = Key::time(row.try_get("", "created_at")?);
        Ok((Position(key, row.try_get("", "id")?), batch::read(row)))
    });
    Ok(Page::new(rows.collect::<Result<_>>()?, range, true))
}

/// How many files a list holds, counted along the index of its filter.
pub async fn count(scope: &Scope, list: FileList, up_to: u64) -> Result<i64> {
    let lists = [list];
    let counts = batch::counts(scope.reader(), &lists, |list| {
        let select = media::Entity::find().select_only().column(media::Column::Id);
        let mut select = select.limit(up_to).into_query();
        meet(&mut select, *list);
        select
    });
    Ok(counts.await?.remove(&list).unwrap_or_default())
}

/// Few files are deleted, and every other has the same nothing there: a condition on each row, since
/// SQLite would look all of them up and sort them.
fn meet(select: &mut SelectStatement, list: FileList) {
    let deleted_at = Expr::col((media::Entity, media::Column::DeletedAt));
    select.and_where(deleted_at.is_null().is(Expr::Constant(true.into())));
    if let Some(pictures) = list.pictures {
        // A constant, because an index of an expression is taken for that expression alone.
        select.and_where(Expr::cust(KIND).eq(if pictures { PICTURE } else { DOCUMENT }));
    }
    if let Some(account) = list.created_by {
        select.and_where(Expr::col((media::Entity, media::Column::CreatedBy)).eq(account));
    }
    if let Some(used) = list.used {
        let is_used = found(in_articles()).or(found(as_portrait()));
        select.and_where(if used { is_used } else { is_used.not() });
    }
}

/// Whether there is a row. No EXISTS: PostgreSQL would read all files that anything uses first, for a
/// list of a few.
fn found(rows: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(rows.into())).is_not_null()
}

/// Whatever keeps a file: drafts, edits that wait and deleted articles as well.
fn in_articles() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(article_media::Entity)
        .and_where(
            Expr::col((article_media::Entity, article_media::Column::MediaId)).eq(this_file()),
        )
        .limit(1)
        .to_owned()
}

fn as_portrait() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(author::Entity)
        .and_where(Expr::col((author::Entity, author::Column::AvatarId)).eq(this_file()))
        .limit(1)
        .to_owned()
}
