//! What links lead to: files that are stored here, pages of the portal, and everything else.

use std::{borrow::Cow, collections::BTreeSet};

use sea_orm::prelude::Uuid;
use url::{Position, Url};

use super::{Block, BodyFigure};
use crate::platform::{
    address::Address,
    id::{self, Kind},
};

/// What a link has in stored HTML that leads to a web page: the page opens beside the article, and
/// cannot reach back to it.
pub(super) const APART: &str = " target=\"_blank\" rel=\"noopener\"";

/// The address of a file that is stored here as bodies keep it, without a host: a file is where the
/// server is, and that may move.
pub(super) fn own_file(href: &str, base: &Url) -> Option<String> {
    let url = Url::parse(href).ok()?;
    named(&url)?;
    let host = |url: &Url| Address::of(url).map(|address| address.host);
    (host(&url)? == host(base)?).then(|| url[Position::BeforePath..].to_owned())
}

/// Whether it is an address as [`own_file`] gives it.
pub(super) fn is_own_file(href: &str) -> bool {
    rooted(href).is_some_and(|url| named(&url).is_some() && &url[Position::BeforePath..] == href)
}

/// The stored files that a body shows or links to, whatever the host in its links: whether they are
/// there, and whether it is this portal that has them, the database knows.
pub fn files_of(blocks: &[Block], figures: &[BodyFigure]) -> BTreeSet<Uuid> {
    let linked = links_of(blocks).filter_map(|href| match rooted(href) {
        Some(url) => named(&url),
        None => named(&Url::parse(href).ok()?),
    });
    linked.chain(figures.iter().filter_map(|figure| figure.media_id)).collect()
}

/// Those of them that links name as files of this portal.
pub fn own_files_of(blocks: &[Block]) -> BTreeSet<Uuid> {
    links_of(blocks).filter_map(rooted).filter_map(|url| named(&url)).collect()
}

fn links_of(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().flat_map(Block::spans).filter_map(|span| span.href.as_deref())
}

/// An address that begins at the root of some host.
fn rooted(href: &str) -> Option<Url> {
    let root = href.strip_prefix('/').filter(|rest| !rest.starts_with(['/', '\\']));
    root.and_then(|rest| Url::parse(&format!("https://portal.invalid/{rest}")).ok())
}

/// The file that an address names: `/media/{id}/{name}`.
fn named(url: &Url) -> Option<Uuid> {
    let mut parts = url.path_segments()?;
    let (folder, file, name) = (parts.next()?, parts.next()?, parts.next()?);
    let is_file = folder == "media" && !name.is_empty() && parts.next().is_none();
    is_file.then(|| id::decode_as(Kind::Image, file).ok()).flatten()
}

/// Stored HTML as readers of a portal on this host get it: links to its own pages open in the place
/// of the article. Not decided when it is stored, because a portal may move to another host.
pub fn open_in_place<'a>(html: &'a str, own_host: Option<&str>) -> Cow<'a, str> {
    const LINK: &str = "<a href=\"";

    // Most articles have no link to another one.
    let Some(host) = own_host.filter(|host| html.contains(*host)) else { return html.into() };
    let mut opened = String::with_capacity(html.len());
    let mut rest = html;
    // The renderer writes links in one way only, and nothing else looks like one.
    while let Some((before, link)) = rest.split_once(LINK)
        && let Some((href, after)) = link.split_once('"')
    {
        opened.extend([before, LINK, href, "\""]);
        let is_own = || Address::parse(href).is_some_and(|address| address.host == host);
        rest = after.strip_prefix(APART).filter(|_| is_own()).unwrap_or(after);
    }
    opened.push_str(rest);
    opened.into()
}
