//! Reads of `media`.

use entity::{article, article_figure, author, media};
use sea_orm::{
    Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, Select,
    prelude::Uuid,
    sea_query::{Expr, Query, SelectStatement},
};

use crate::{
    features::gate,
    platform::{
        error::Result,
        scope::{Scope, Viewer},
    },
};

/// Every select of media begins here. Readers see a file only where something that they may see
/// uses it: the picture of a draft is as absent as the draft.
pub fn visible_to(scope: &Scope) -> Select<media::Entity> {
    let live = media::Entity::find().filter(media::COLUMN.deleted_at.is_null());
    match scope.viewer {
        Viewer::System => live,
        Viewer::Anonymous => live.filter(
            Condition::any()
                .add(Expr::exists(figure_of(scope)))
                .add(Expr::exists(cover_of(scope)))
                .add(Expr::exists(avatar_of())),
        ),
    }
}

fn this_file() -> Expr {
    Expr::col((media::Entity, media::Column::Id))
}

fn figure_of(scope: &Scope) -> SelectStatement {
    let article = Expr::col((article_figure::Entity, article_figure::Column::ArticleId));
    Query::select()
        .expr(Expr::val(1))
        .from(article_figure::Entity)
        .and_where(
            Expr::col((article_figure::Entity, article_figure::Column::MediaId)).eq(this_file()),
        )
        .and_where(article.in_subquery(gate::article_ids(scope)))
        .to_owned()
}

fn cover_of(scope: &Scope) -> SelectStatement {
    let mut covers = gate::article_ids(scope);
    covers.and_where(Expr::col((article::Entity, article::Column::CoverId)).eq(this_file()));
    covers
}

fn avatar_of() -> SelectStatement {
    Query::select()
        .expr(Expr::val(1))
        .from(author::Entity)
        .and_where(Expr::col((author::Entity, author::Column::AvatarId)).eq(this_file()))
        .and_where(Expr::col((author::Entity, author::Column::DeletedAt)).is_null())
        .to_owned()
}

pub async fn find_many(scope: &Scope, ids: &[Uuid]) -> Result<Vec<media::Model>> {
    let select = visible_to(scope).filter(media::COLUMN.id.is_in(ids.iter().copied()));
    Ok(select.all(scope.reader()).await?)
}
