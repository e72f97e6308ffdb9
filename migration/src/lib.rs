//! The history of the database, oldest first.
//!
//! A migration is never edited once released, and never imports `entity`: an entity says what a
//! table is today, a migration what was done to it on one day.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait, sea_orm::DbErr,
};

mod columns;

mod m20261124_000001_create_change;
mod m20261124_000002_create_media;
mod m20261124_000003_create_unit;
mod m20261124_000004_create_site;
mod m20261124_000005_create_author;
mod m20261124_000006_create_congress_category;
mod m20261124_000007_create_article;
mod m20261124_000008_create_article_relations;
mod m20261124_000009_create_article_listing;
mod m20261124_000010_create_link;
mod m20261124_000011_create_poll;
mod m20261124_000012_create_redirect;
mod m20261125_000013_index_sizes;
mod m20261125_000014_index_listing_by_owner;
mod m20261125_000015_create_secret;
mod m20261126_000016_create_account;
mod m20261126_000017_create_session;
mod m20261126_000018_media_file;
mod m20261126_000019_create_article_revision;
mod m20261126_000020_create_idempotent_answer;
mod m20261126_000021_create_former_slug;
mod m20261127_000022_complete_writing;
mod m20261127_000023_create_article_media;
mod m20261127_000024_create_article_view_day;
mod m20261127_000025_create_ballot;
mod m20261127_000026_create_article_search;
mod m20261127_000027_create_suggestion_key;
mod m20261127_000028_edit_search_synonym;

/// Knows every migration and the order they run in.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let migrations: Vec<Box<dyn MigrationTrait>> = vec![
            Box::new(m20261124_000001_create_change::Migration),
            Box::new(m20261124_000002_create_media::Migration),
            Box::new(m20261124_000003_create_unit::Migration),
            Box::new(m20261124_000004_create_site::Migration),
            Box::new(m20261124_000005_create_author::Migration),
            Box::new(m20261124_000006_create_congress_category::Migration),
            Box::new(m20261124_000007_create_article::Migration),
            Box::new(m20261124_000008_create_article_relations::Migration),
            Box::new(m20261124_000009_create_article_listing::Migration),
            Box::new(m20261124_000010_create_link::Migration),
            Box::new(m20261124_000011_create_poll::Migration),
            Box::new(m20261124_000012_create_redirect::Migration),
            Box::new(m20261125_000013_index_sizes::Migration),
            Box::new(m20261125_000014_index_listing_by_owner::Migration),
            Box::new(m20261125_000015_create_secret::Migration),
            Box::new(m20261126_000016_create_account::Migration),
            Box::new(m20261126_000017_create_session::Migration),
            Box::new(m20261126_000018_media_file::Migration),
            Box::new(m20261126_000019_create_article_revision::Migration),
            Box::new(m20261126_000020_create_idempotent_answer::Migration),
            Box::new(m20261126_000021_create_former_slug::Migration),
            Box::new(m20261127_000022_complete_writing::Migration),
            Box::new(m20261127_000023_create_article_media::Migration),
            Box::new(m20261127_000024_create_article_view_day::Migration),
            Box::new(m20261127_000025_create_ballot::Migration),
            Box::new(m20261127_000026_create_article_search::Migration),
            Box::new(m20261127_000027_create_suggestion_key::Migration),
            Box::new(m20261127_000028_edit_search_synonym::Migration),
        ];
        migrations.into_iter().map(|migration| Box::new(Atomic(migration)) as _).collect()
    }
}

/// A migration that happens as a whole or not at all. Left to itself, the migrator asks for a
/// transaction on PostgreSQL alone, and one that fails half-way on SQLite leaves tables that no
/// later run puts right.
struct Atomic(Box<dyn MigrationTrait>);

impl MigrationName for Atomic {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Atomic {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.down(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
