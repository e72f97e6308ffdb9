//! The names under which articles, units, authors and congress terms are suggested, kept as keys of
//! their first letters.
//!
//! It stands below all features, so that each can keep the keys of what it writes, in the
//! transaction that writes it. Whatever is deleted has none.

mod filter;
pub mod key;

use entity::{article, author, congress_category, suggestion_key, unit, unit_name};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, prelude::Uuid,
};

pub use self::filter::{Named, read_typed};
use self::key::keys;
use crate::platform::{batch, error::Result, id::Kind, text};

/// Words of a title from which it is found. Who remembers how an article begins types that.
const TITLE_WORDS: usize = 12;
/// The same of all other names, which have few words, and in which any may be the one that tells
/// them apart.
const NAME_WORDS: usize = 24;

/// What something is suggested under.
#[derive(Clone, Debug)]
pub struct Names {
    kind: Kind,
    id: Uuid,
    rows: Vec<suggestion_key::Model>,
}

impl Names {
    fn none(kind: Kind, id: Uuid) -> Self {
        Self { kind, id, rows: Vec::new() }
    }

    /// The title of an article.
    pub fn of_article(row: &article::Model) -> Self {
        match row.deleted_at {
            None => Self::of_title(row.id, &row.title),
            Some(_) => Self::none(Kind::Article, row.id),
        }
    }

    /// The title of an article that is not deleted.
    pub fn of_title(id: Uuid, title: &str) -> Self {
        let mut names = Self::none(Kind::Article, id);
        names.add(title, TITLE_WORDS, None);
        names
    }

    /// All names that a unit bears or bore, and their short forms, which are shown as the names that
    /// they stand for.
    pub fn of_unit(row: &unit::Model, names: &[unit_name::Model]) -> Self {
        let mut all = Self::none(Kind::Unit, row.id);
        if row.deleted_at.is_none() {
            let mut names: Vec<_> = names.iter().collect();
            names.sort_by_key(|name| (name.valid_from, &name.name));
            for unit_name::Model { name, abbreviation, .. } in names {
                for spelling in std::iter::once(name).chain(abbreviation) {
                    all.add(spelling, NAME_WORDS, Some(name));
                }
            }
        }
        all
    }

    /// The pen name of an author.
    pub fn of_author(row: &author::Model) -> Self {
        let mut names = Self::none(Kind::Author, row.id);
        if row.deleted_at.is_none() {
            names.add(&row.pen_name, NAME_WORDS, Some(&row.pen_name));
        }
        names
    }

    /// What a congress term is called: by its number in either script, and by its years.
    pub fn of_category(row: &congress_category::Model) -> Self {
        let mut names = Self::none(Kind::CongressCategory, row.id);
        if row.deleted_at.is_some() {
            return names;
        }
        let numeral = text::roman(u8::try_from(row.number).unwrap_or_default());
        let label = format!("Khóa {numeral}");
        for number in [numeral, row.number.to_string()] {
            for called in ["Khóa", "Đại hội", "Đại hội lần thứ"] {
                names.add(&format!("{called} {number}"), NAME_WORDS, Some(&label));
            }
        }
        if let Some((start, end)) = row.start_year.zip(row.end_year) {
            names.add(&format!("Nhiệm kỳ {start}-{end}"), NAME_WORDS, Some(&label));
        }
        names
    }

    fn add(&mut self, name: &str, words: usize, label: Option<&str>) {
        for (place, key) in (self.rows.len()..).zip(keys(name, words)) {
            self.rows.push(suggestion_key::Model {
                node: self.kind.prefix().to_owned(),
                node_id: self.id,
                place: i16::try_from(place).unwrap_or(i16::MAX),
                later: key.later,
                exact: key.exact.into_bytes(),
                folded: key.folded.into_bytes(),
                label: label.map(str::to_owned),
            });
        }
    }
}

/// Keeps the keys of something that became different.
pub async fn replace(db: &impl ConnectionTrait, names: Names) -> Result<()> {
    replace_all(db, names.kind, &[names.id], vec![names.clone()]).await
}

/// The same for several things of one kind.
pub async fn replace_all(
    db: &impl ConnectionTrait,
    kind: Kind,
    ids: &[Uuid],
    names: Vec<Names>,
) -> Result<()> {
    suggestion_key::Entity::delete_many()
        .filter(suggestion_key::COLUMN.node.eq(kind.prefix()))
        .filter(suggestion_key::Column::NodeId.is_in(ids.iter().copied()))
        .exec(db)
        .await?;
    insert(db, names).await
}

/// Adds the keys of what is new.
pub async fn insert(
    db: &impl ConnectionTrait,
    names: impl IntoIterator<Item = Names>,
) -> Result<()> {
    let mut rows: Vec<_> = names.into_iter().flat_map(|names| names.rows).collect();
    // Neighbours in the index go in together.
    rows.sort_by(|one, other| (one.later, &one.folded).cmp(&(other.later, &other.folded)));
    batch::insert_all::<suggestion_key::Entity>(db, rows).await
}
