//! Reads of `media`; what writes look at and do is in `write`, what shows a file in `uses`, lists for
//! editors in `list`.

pub mod list;
pub mod uses;
pub mod write;

use entity::{article, article_media, author, media};
use sea_orm::{
    Condition, EntityTrait as _, ExprTrait as _, QueryFilter as _, Select,
    prelude::Uuid,
    sea_query::{Expr, Query, SelectStatement},
};

use crate::{
    features::gate,
    platform::{error::Result, scope::Scope, viewer::Reach},
};

/// Every select of media begins here. Readers see a file only where something that they may see
/// uses it: the picture of a draft is as absent as the draft.
pub fn visible_to(scope: &Scope) -> Select<media::Entity> {
    let live = media::Entity::find().filter(media::COLUMN.deleted_at.is_null());
    // Whoever writes chooses among all pictures.
    if scope.viewer.sees() != Reach::Nothing {
        return live;
    }
    live.filter(Condition::any().add(Expr::exists(shown_in(scope))).add(Expr::exists(avatar_of())))
}

fn this_file() -> Expr {
    Expr::col((media::Entity, media::Column::Id))
}

/// The article is looked up for each use of the file, of which there are few; a list of all that
/// readers may see would be made anew for every picture.
fn shown_in(scope: &Scope) -> SelectStatement {
    let used = |column| Expr::col((article_media::Entity, column));
    Query::select()
        .expr(Expr::val(1))
        .from(article_media::Entity)
        .cross_join(article::Entity)
        .and_where(used(article_media::Column::MediaId).eq(this_file()))
        // What an edit uses that waits is as absent as the edit.
        .and_where(used(article_media::Column::Waiting).eq(false))
        .and_where(
            Expr::col((article::Entity, article::Column::Id))
                .eq(used(article_media::Column::ArticleId)),
        )
        .cond_where(gate::article(scope))
        .to_owned()
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
