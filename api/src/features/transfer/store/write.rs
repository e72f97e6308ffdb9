//! Inserting what was checked.

use std::collections::HashSet;

use entity::{
    article_revision, author, congress_category, former_slug, link, link_directory, media, poll,
    poll_option, poll_tally, redirect, search_synonym, site, unit, unit_name, unit_succession,
};
use sea_orm::{ConnectionTrait, EntityTrait as _, prelude::Uuid};

use super::{Kind, Rows, synonyms};
use crate::{
    features::{
        articles::bulk::{self, Lineages},
        names::{self, Names},
    },
    platform::{batch, error::Result},
};

/// The ids of those records of one kind that are there already, live or deleted.
pub async fn existing(
    db: &impl ConnectionTrait,
    kind: Kind,
    records: &[&Rows],
) -> Result<HashSet<Uuid>> {
    let ids: Vec<Uuid> = records.iter().map(|record| record.id()).collect();
    let ids = ids.as_slice();
    macro_rules! of {
        ($table:ident) => {
            batch::existing::<$table::Entity>(db, $table::Column::Id, ids).await
        };
    }
    match kind {
        Kind::Media => of!(media),
        Kind::Unit => of!(unit),
        Kind::UnitSuccession => of!(unit_succession),
        Kind::Site => {
            let site = site::Entity::find().one(db).await?;
            Ok(site.map(|_| Uuid::nil()).into_iter().collect())
        }
        Kind::Author => of!(author),
        Kind::CongressCategory => of!(congress_category),
        Kind::Article => bulk::existing(db, ids).await,
        Kind::ArticleRevision => of!(article_revision),
        Kind::LinkDirectory => of!(link_directory),
        Kind::Poll => of!(poll),
        Kind::Redirect => of!(redirect),
        Kind::FormerSlug => of!(former_slug),
        Kind::SearchSynonym => synonyms::existing(db, records).await,
    }
}

/// Inserts records of one kind, a few statements for all of them.
pub async fn insert(
    db: &impl ConnectionTrait,
    lineages: &mut Lineages,
    records: Vec<Rows>,
) -> Result<()> {
    let names = records.iter().filter_map(named).collect::<Vec<_>>();
    let mut rows = Tables::default();
    records.into_iter().for_each(|record| rows.add(record));
    batch::insert_all::<media::Entity>(db, rows.media).await?;
    if !rows.units.is_empty() {
        // What was looked up may have another parent from now on.
        *lineages = Lineages::default();
    }
    batch::insert_all::<unit::Entity>(db, rows.units).await?;
    batch::insert_all::<unit_name::Entity>(db, rows.unit_names).await?;
    batch::insert_all::<unit_succession::Entity>(db, rows.unit_successions).await?;
    batch::insert_all::<site::Entity>(db, rows.sites).await?;
    batch::insert_all::<author::Entity>(db, rows.authors).await?;
    batch::insert_all::<congress_category::Entity>(db, rows.categories).await?;
    names::insert(db, names).await?;
    bulk::insert(db, lineages, rows.articles).await?;
    batch::insert_all::<article_revision::Entity>(db, rows.revisions).await?;
    bulk::let_wait(db, &rows.waiting).await?;
    batch::insert_all::<link_directory::Entity>(db, rows.directories).await?;
    batch::insert_all::<link::Entity>(db, rows.links).await?;
    batch::insert_all::<poll::Entity>(db, rows.polls).await?;
    batch::insert_all::<poll_option::Entity>(db, rows.options).await?;
    batch::insert_all::<poll_tally::Entity>(db, rows.tallies).await?;
    batch::insert_all::<redirect::Entity>(db, rows.redirects).await?;
    batch::insert_all::<former_slug::Entity>(db, rows.former_slugs).await?;
    synonyms::give_way(db, &rows.synonyms).await?;
    batch::insert_all::<search_synonym::Entity>(db, rows.synonyms).await
}

/// What a record is suggested under; articles see to that themselves.
fn named(record: &Rows) -> Option<Names> {
    match record {
        Rows::Unit(row, names) => Some(Names::of_unit(row, names)),
        Rows::Author(row) => Some(Names::of_author(row)),
        Rows::CongressCategory(row) => Some(Names::of_category(row)),
        _ => None,
    }
}

#[derive(Default)]
struct Tables {
    media: Vec<media::Model>,
    units: Vec<unit::Model>,
    unit_names: Vec<unit_name::Model>,
    unit_successions: Vec<unit_succession::Model>,
    sites: Vec<site::Model>,
    authors: Vec<author::Model>,
    categories: Vec<congress_category::Model>,
    articles: Vec<bulk::ArticleRows>,
    revisions: Vec<article_revision::Model>,
    waiting: Vec<(Uuid, i32)>,
    directories: Vec<link_directory::Model>,
    links: Vec<link::Model>,
    polls: Vec<poll::Model>,
    options: Vec<poll_option::Model>,
    tallies: Vec<poll_tally::Model>,
    redirects: Vec<redirect::Model>,
    former_slugs: Vec<former_slug::Model>,
    synonyms: Vec<search_synonym::Model>,
}

impl Tables {
    fn add(&mut self, rows: Rows) {
        match rows {
            Rows::Media(row) => self.media.push(row),
            Rows::Unit(row, names) => {
                self.units.push(row);
                self.unit_names.extend(names);
            }
            Rows::UnitSuccession(row) => self.unit_successions.push(row),
            Rows::Site(row) => self.sites.push(row),
            Rows::Author(row) => self.authors.push(row),
            Rows::CongressCategory(row) => self.categories.push(row),
            Rows::Article(rows) => self.articles.push(*rows),
            Rows::ArticleRevision(row, waits) => {
                self.waiting.extend(waits.then_some((row.article_id, row.number)));
                self.revisions.push(*row);
            }
            Rows::LinkDirectory(row, links) => {
                self.directories.push(row);
                self.links.extend(links);
            }
            Rows::Poll(row, options) => {
                self.polls.push(row);
                for (option, votes) in options {
                    self.tallies.push(poll_tally::Model {
                        option_id: option.id,
                        votes,
                        imported: votes,
                    });
                    self.options.push(option);
                }
            }
            Rows::Redirect(row) => self.redirects.push(row),
            Rows::FormerSlug(row) => self.former_slugs.push(row),
            Rows::SearchSynonym(row) => self.synonyms.push(row),
        }
    }
}
