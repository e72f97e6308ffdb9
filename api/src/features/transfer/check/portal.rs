//! The portal, its files, links, polls and old addresses.

use entity::{
    former_slug, link, link_directory, media, poll, poll_option, redirect, search_synonym, site,
};
use sea_orm::prelude::Uuid;

use super::{
    super::{
        record::{
            FormerSlug, Link, LinkDirectory, Media, Poll, PollOption, Redirect, SearchSynonym, Site,
        },
        store::Rows,
    },
    Checked, Fault, History, bytes, line, line_or_null, lines_or_null, slug, web_address, within,
};
use crate::{
    features::{
        links::service as links, polls::service as polls, site::service::MAX_GREETING,
        synonyms::service as synonyms,
    },
    platform::{
        id::{self, Kind},
        text, time,
    },
};

pub fn site(site: Site) -> Checked<Rows> {
    let history = History::new("site", (site.created_at, site.updated_at), site.version, None)?;
    let template = site.article_url_template.as_deref();
    Ok(Rows::Site(site::Model {
        id: site::ID,
        name: line("site.name", &site.name, 300)?,
        greeting: lines_or_null("site.greeting", site.greeting.as_deref(), MAX_GREETING)?,
        contact: lines_or_null("site.contact", site.contact.as_deref(), 4_000)?,
        base_url: line_or_null("site.base_url", site.base_url.as_deref(), 300)?,
        article_url_template: line_or_null("site.article_url_template", template, 300)?,
        unit_id: site.unit.map(|unit| unit.0),
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
    }))
}

pub fn media(media: Media) -> Checked<Rows> {
    let times = (media.created_at, media.updated_at);
    let history = History::new("media", times, media.version, media.deleted_at)?;
    let pixels = |field: &str, pixels: Option<i32>| {
        pixels.map(|pixels| within(field, pixels, (1, i32::MAX))).transpose()
    };
    let thumbhash = media.thumbhash.as_deref();
    let thumbhash = thumbhash.map(|digits| bytes("media.thumbhash", digits, (1, 64)));
    let focal = |place: usize| {
        let part = media.focal_point.map(|point| point[place]);
        part.map(|part| within(&format!("media.focal_point[{place}]"), part, (0, 1_000)))
            .transpose()
    };
    Ok(Rows::Media(media::Model {
        id: media.id.0,
        sha256: bytes("media.sha256", &media.sha256, (32, 32))?,
        mime_type: line("media.mime_type", &media.mime_type, 64)?,
        size: within("media.size", media.size, (0, i64::MAX))?,
        width: pixels("media.width", media.width)?,
        height: pixels("media.height", media.height)?,
        alt: line_or_null("media.alt", media.alt.as_deref(), 1_000)?,
        thumbhash: thumbhash.transpose()?,
        file_name: line("media.file_name", &media.file_name, 255)?,
        storage_key: line("media.storage_key", &media.storage_key, 255)?,
        focal_x: focal(0)?,
        focal_y: focal(1)?,
        created_by: None,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
    }))
}

pub fn directory(directory: LinkDirectory) -> Checked<Rows> {
    let times = (directory.created_at, directory.updated_at);
    let history = History::new("link_directory", times, directory.version, directory.deleted_at)?;
    let directory_id = directory.id.0;
    let links = directory.links.into_iter().enumerate();
    let links = links.map(|(place, one)| link(directory_id, place, one)).collect::<Checked<_>>()?;
    let row = link_directory::Model {
        id: directory_id,
        slug: slug("link_directory.slug", directory.slug)?,
        title: line("link_directory.title", &directory.title, links::MAX_TITLE)?,
        position: directory.position,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
    };
    Ok(Rows::LinkDirectory(row, links))
}

fn link(directory: Uuid, place: usize, link: Link) -> Checked<link::Model> {
    let field = |part: &str| format!("link_directory.links[{place}].{part}");
    let times = (link.created_at, link.updated_at);
    let history =
        History::new(&format!("link_directory.links[{place}]"), times, link.version, None)?;
    let url = web_address(&field("url"), Some(link.url))?;
    Ok(link::Model {
        id: link.id.0,
        directory_id: directory,
        title: line(&field("title"), &link.title, links::MAX_TITLE)?,
        url: url.unwrap_or_default(),
        position: link.position,
        active: link.active,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
    })
}

pub fn poll(poll: Poll) -> Checked<Rows> {
    let times = (poll.created_at, poll.updated_at);
    let history = History::new("poll", times, poll.version, poll.deleted_at)?;
    if poll.closes_at.is_some_and(|closes_at| closes_at <= poll.opens_at) {
        return Err(Fault::new("poll.closes_at", "after `opens_at`"));
    }
    let poll_id = poll.id.0;
    let options = poll.options.into_iter().enumerate();
    let options = options.map(|(place, one)| option(poll_id, place, one));
    let options = options.collect::<Checked<Vec<_>>>()?;
    let row = poll::Model {
        id: poll_id,
        question: line("poll.question", &poll.question, polls::MAX_TEXT)?,
        min_choices: within("poll.min_choices", poll.min_choices, (1, i16::MAX))?,
        max_choices: within("poll.max_choices", poll.max_choices, (poll.min_choices, i16::MAX))?,
        opens_at: time::truncate(poll.opens_at),
        closes_at: poll.closes_at.map(time::truncate),
        results: poll.results,
        voters: poll.voters,
        featured: poll.featured,
        status: poll.status,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
    };
    Ok(Rows::Poll(row, options))
}

/// An option and its votes.
fn option(poll: Uuid, place: usize, option: PollOption) -> Checked<(poll_option::Model, i64)> {
    let field = |part: &str| format!("poll.options[{place}].{part}");
    let votes = within(&field("votes"), option.votes, (0, i64::MAX))?;
    let text = line(&field("text"), &option.text, polls::MAX_TEXT)?;
    let row =
        poll_option::Model { id: option.id.0, poll_id: poll, text, position: option.position };
    Ok((row, votes))
}

pub fn former_slug(former: FormerSlug) -> Checked<Rows> {
    const HAVE_SLUGS: [Kind; 4] =
        [Kind::Unit, Kind::Author, Kind::CongressCategory, Kind::LinkDirectory];
    let node = id::decode(&former.of).ok().filter(|(kind, _)| HAVE_SLUGS.contains(kind));
    let Some((kind, node_id)) = node else {
        let message = "the id of a unit, an author, a congress category or a link directory";
        return Err(Fault::new("former_slug.of", message));
    };
    Ok(Rows::FormerSlug(former_slug::Model {
        id: former.id,
        node: kind.prefix().to_owned(),
        slug: slug("former_slug.slug", former.slug)?,
        node_id,
        created_at: time::truncate(former.created_at),
    }))
}

pub fn redirect(redirect: Redirect) -> Checked<Rows> {
    if redirect.host != redirect.host.to_lowercase() {
        return Err(Fault::new("redirect.host", "in lower case"));
    }
    if !redirect.path.starts_with('/') {
        return Err(Fault::new("redirect.path", "begins with a slash"));
    }
    Ok(Rows::Redirect(redirect::Model {
        id: redirect.id,
        host: line("redirect.host", &redirect.host, 255)?,
        path: line("redirect.path", &redirect.path, 2_000)?,
        article_id: redirect.article.map(|article| article.0),
        created_at: time::truncate(redirect.created_at),
        version: within("redirect.version", redirect.version, (1, i32::MAX))?,
    }))
}

pub fn synonym(synonym: SearchSynonym) -> Checked<Rows> {
    let times = (synonym.created_at, synonym.updated_at);
    let history = History::new("search_synonym", times, synonym.version, synonym.deleted_at)?;
    let form = |name: &str, form: &str, max_chars| {
        let field = format!("search_synonym.{name}");
        let form = line(&field, form, max_chars)?;
        match synonyms::compared(&form).is_empty() {
            true => Err(Fault::new(field, "it must have a letter or a digit")),
            false => Ok(form),
        }
    };
    let short = form("short", &synonym.short, synonyms::MAX_SHORT)?;
    Ok(Rows::SearchSynonym(search_synonym::Model {
        id: synonym.id.0,
        sort_key: text::sort_key(&short),
        short,
        long: form("long", &synonym.long, synonyms::MAX_LONG)?,
        created_at: history.created_at,
        updated_at: history.updated_at,
        version: history.version,
        deleted_at: history.deleted_at,
    }))
}
