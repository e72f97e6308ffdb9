//! Addresses in HTML that an editor of the portal wrote: an image whose address has the id of a stored
//! picture in it is that picture, whatever the host in front of it; a link to a file of the portal
//! leads to that file wherever the portal is.

use url::Url;

use super::{Body, BodyFigure, links};
use crate::platform::id::{self, Kind};

/// Stands for the portal where nobody has said what its address is; names under `invalid` never
/// lead anywhere (RFC 2606).
const NOWHERE: &str = "https://portal.invalid/";

impl Body {
    /// Reads HTML that an editor wrote: relative addresses are those of the portal at `base`, and
    /// images at `/media/med_…` are stored pictures.
    ///
    /// Reading the HTML of such a body again gives the same body.
    pub fn from_editor(html: &str, base: Option<&Url>) -> Self {
        let nowhere = Url::parse(NOWHERE).expect("a constant that is an address");
        let portal = base.unwrap_or(&nowhere);
        Self::of_html(html, Some(portal), Some(portal))
    }
}

/// The figure with the stored picture whose id stands in its address.
pub(super) fn claimed(figure: BodyFigure) -> BodyFigure {
    let address = figure.source_url.as_deref().unwrap_or_default();
    let stored =
        address.split(['/', '?', '#']).find_map(|part| id::decode_as(Kind::Image, part).ok());
    match stored.is_some() || address.starts_with(NOWHERE) {
        true => BodyFigure { media_id: stored, source_url: None, ..figure },
        false => figure,
    }
}

/// Where a link of the portal leads, if it leads anywhere.
pub(super) fn settled(href: String, portal: &Url) -> Option<String> {
    match links::own_file(&href, portal) {
        None => (!href.starts_with(NOWHERE)).then_some(href),
        file => file,
    }
}
