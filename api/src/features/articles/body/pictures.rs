//! Stored pictures in HTML: an image whose address has the id of a stored picture in it is that
//! picture, whatever the host in front of it.

use url::Url;

use super::{Block, Body, BodyFigure, ListItem, Span};
use crate::platform::id::{self, Kind};

/// Stands for the portal where nobody has said what its address is; names under `invalid` never
/// lead anywhere (RFC 2606).
const NOWHERE: &str = "https://portal.invalid/";

impl Body {
    /// Reads HTML that an editor wrote: relative addresses are those of the portal at `base`, and
    /// images at `/media/med_…` are stored pictures.
    pub fn from_editor(html: &str, base: Option<&Url>) -> Self {
        let nowhere = Url::parse(NOWHERE).expect("a constant that is an address");
        let mut body = Self::from_html(html, Some(base.unwrap_or(&nowhere)));
        body.figures.iter_mut().for_each(claim);
        if base.is_none() {
            for span in body.blocks.iter_mut().flat_map(spans) {
                span.href.take_if(|href| href.starts_with(NOWHERE));
            }
        }
        body.rendered()
    }
}

/// Takes the id of a stored picture for the address that it stands in.
fn claim(figure: &mut BodyFigure) {
    let Some(address) = figure.source_url.as_deref() else { return };
    let stored =
        address.split(['/', '?', '#']).find_map(|part| id::decode_as(Kind::Image, part).ok());
    if stored.is_some() || address.starts_with(NOWHERE) {
        figure.media_id = stored;
        figure.source_url = None;
    }
}

fn spans(block: &mut Block) -> Vec<&mut Span> {
    match block {
        Block::Paragraph { spans } | Block::Heading { spans, .. } => spans.iter_mut().collect(),
        Block::List { items, .. } => {
            items.iter_mut().flat_map(|ListItem { spans, .. }| spans).collect()
        }
        Block::Quote { paragraphs } => paragraphs.iter_mut().flatten().collect(),
        Block::Table { rows, .. } => {
            let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
            cells.flat_map(|cell| &mut cell.spans).collect()
        }
        Block::Figure { .. } => Vec::new(),
    }
}
