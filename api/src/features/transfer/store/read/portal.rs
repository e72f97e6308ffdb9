//! The portal, its files, links, polls and old addresses.

use std::collections::HashMap;

use entity::{
    former_slug, link, link_directory, media, poll, poll_option, poll_tally, redirect,
    search_synonym, site,
};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, prelude::Uuid,
};

use super::{
    super::super::record::{
        ArticleId, FormerSlug, Link, LinkDirectory, LinkDirectoryId, LinkId, Media, MediaId, Poll,
        PollId, PollOption, PollOptionId, Record, Redirect, SearchSynonym, SearchSynonymId, Site,
        UnitId,
    },
    Page, behind, belonging,
};
use crate::platform::{error::Result, hex};

/// The portal is one page of one record.
pub async fn site(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    if after.is_some() {
        return Ok(Page::new());
    }
    let record = |row: site::Model| Site {
        name: row.name,
        greeting: row.greeting,
        contact: row.contact,
        base_url: row.base_url,
        article_url_template: row.article_url_template,
        unit: row.unit_id.map(UnitId),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    };
    let row = site::Entity::find().one(db).await?;
    Ok(row.map(|row| (Uuid::nil(), Record::Site(record(row)))).into_iter().collect())
}

pub async fn media(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let rows = behind::<media::Entity>(media::Column::Id, after).all(db).await?.into_iter();
    let record = |row: media::Model| Media {
        id: MediaId(row.id),
        sha256: hex::encode(&row.sha256),
        mime_type: row.mime_type,
        size: row.size,
        width: row.width,
        height: row.height,
        alt: row.alt,
        thumbhash: row.thumbhash.as_deref().map(hex::encode),
        file_name: row.file_name,
        storage_key: row.storage_key,
        focal_point: row.focal_x.zip(row.focal_y).map(<[i16; 2]>::from),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
    };
    Ok(rows.map(|row| (row.id, Record::Media(record(row)))).collect())
}

pub async fn directories(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<link_directory::Entity>(link_directory::Column::Id, after);
    let rows = select.all(db).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut links = belonging::<link::Entity, _>(
        db,
        link::Column::DirectoryId,
        &ids,
        |link| link.directory_id,
        |link| (link.position, link.id),
    )
    .await?;
    let record = |row: link_directory::Model, links: Vec<link::Model>| LinkDirectory {
        id: LinkDirectoryId(row.id),
        slug: row.slug,
        title: row.title,
        position: row.position,
        links: links.into_iter().map(link).collect(),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
    };
    let rows = rows.into_iter().map(|row| {
        let links = links.remove(&row.id).unwrap_or_default();
        (row.id, Record::LinkDirectory(record(row, links)))
    });
    Ok(rows.collect())
}

fn link(row: link::Model) -> Link {
    Link {
        id: LinkId(row.id),
        title: row.title,
        url: row.url,
        position: row.position,
        active: row.active,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    }
}

pub async fn polls(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let rows = behind::<poll::Entity>(poll::Column::Id, after).all(db).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut options = belonging::<poll_option::Entity, _>(
        db,
        poll_option::Column::PollId,
        &ids,
        |option| option.poll_id,
        |option| (option.position, option.id),
    )
    .await?;
    let option_ids: Vec<Uuid> = options.values().flatten().map(|option| option.id).collect();
    let votes = poll_tally::Entity::find().filter(poll_tally::Column::OptionId.is_in(option_ids));
    let votes = votes.all(db).await?.into_iter().map(|tally| (tally.option_id, tally.votes));
    let votes: HashMap<Uuid, i64> = votes.collect();
    let option = |row: poll_option::Model| PollOption {
        id: PollOptionId(row.id),
        votes: votes.get(&row.id).copied().unwrap_or_default(),
        text: row.text,
        position: row.position,
    };
    let rows = rows.into_iter().map(|row| {
        let options = options.remove(&row.id).unwrap_or_default();
        (row.id, Record::Poll(poll(row, options.into_iter().map(option).collect())))
    });
    Ok(rows.collect())
}

fn poll(row: poll::Model, options: Vec<PollOption>) -> Poll {
    Poll {
        id: PollId(row.id),
        question: row.question,
        min_choices: row.min_choices,
        max_choices: row.max_choices,
        opens_at: row.opens_at,
        closes_at: row.closes_at,
        results: row.results,
        voters: row.voters,
        featured: row.featured,
        status: row.status,
        options,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
    }
}

pub async fn redirects(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<redirect::Entity>(redirect::Column::Id, after);
    let rows = select.all(db).await?.into_iter();
    let record = |row: redirect::Model| Redirect {
        id: row.id,
        host: row.host,
        path: row.path,
        article: row.article_id.map(ArticleId),
        created_at: row.created_at,
        version: row.version,
    };
    Ok(rows.map(|row| (row.id, Record::Redirect(record(row)))).collect())
}

pub async fn former_slugs(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<former_slug::Entity>(former_slug::Column::Id, after);
    let rows = select.all(db).await?.into_iter();
    let record = |row: former_slug::Model| FormerSlug {
        id: row.id,
        slug: row.slug,
        of: format!("{}_{}", row.node, row.node_id.simple()),
        created_at: row.created_at,
    };
    Ok(rows.map(|row| (row.id, Record::FormerSlug(record(row)))).collect())
}

pub async fn synonyms(db: &impl ConnectionTrait, after: Option<Uuid>) -> Result<Page> {
    let select = behind::<search_synonym::Entity>(search_synonym::Column::Id, after);
    let rows = select.all(db).await?.into_iter();
    let record = |row: search_synonym::Model| SearchSynonym {
        id: SearchSynonymId(row.id),
        short: row.short,
        long: row.long,
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
        deleted_at: row.deleted_at,
    };
    Ok(rows.map(|row| (row.id, Record::SearchSynonym(record(row)))).collect())
}
