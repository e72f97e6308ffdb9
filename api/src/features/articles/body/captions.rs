//! Gives images the captions that stand under them without being marked up as such.

use super::{
    BodyFigure,
    block::{Block, Mark, Span},
    inline,
};

/// The longest text under an image that is taken for its caption, in characters.
pub(super) const MAX_CAPTION: usize = 300;

/// A block before it is known which paragraphs are captions.
pub(super) enum Draft {
    Figure(BodyFigure),
    Paragraph {
        spans: Vec<Span>,
        /// Whether it is set apart by its place: centred, or in one frame with an image.
        aside: bool,
    },
    Other(Block),
}

/// Finds the captions, drops the figures that have nothing to show, and numbers the others.
pub(super) fn settle(drafts: Vec<Draft>) -> (Vec<Block>, Vec<BodyFigure>) {
    let mut blocks = Vec::new();
    let mut figures = Vec::new();
    let mut drafts = drafts.into_iter().peekable();
    while let Some(draft) = drafts.next() {
        let mut figure = match draft {
            Draft::Figure(figure) => figure,
            Draft::Paragraph { spans, .. } => {
                blocks.push(Block::Paragraph { spans });
                continue;
            }
            Draft::Other(block) => {
                blocks.push(block);
                continue;
            }
        };
        if figure.caption.is_none() {
            figure.caption = drafts.peek().and_then(caption);
            if figure.caption.is_some() {
                drafts.next();
            }
        }
        if figure.caption.is_none() && !figure.has_picture() {
            continue;
        }
        // Nobody reads the sixty-six thousandth image.
        let Ok(position) = u16::try_from(figures.len()) else { continue };
        blocks.push(Block::Figure { position });
        figures.push(complete(figure));
    }
    (blocks, figures)
}

fn complete(figure: BodyFigure) -> BodyFigure {
    // A description of an image that is lost cannot be written as HTML, and nobody would need it.
    let alt = figure.alt.clone().filter(|_| figure.has_picture());
    let credit = figure.caption.as_deref().and_then(credit);
    BodyFigure { alt, credit, ..figure }
}

/// The text of a paragraph that looks like a caption.
fn caption(draft: &Draft) -> Option<String> {
    let Draft::Paragraph { spans, aside } = draft else { return None };
    let italic = spans.iter().all(|span| span.marks.contains(&Mark::Italic));
    let text = inline::flat(spans).filter(|_| *aside || italic)?;
    (text.chars().count() <= MAX_CAPTION).then_some(text)
}

/// The name after "Ảnh:" at the end of a caption.
fn credit(caption: &str) -> Option<String> {
    // In lower case it is a word of the sentence, as in "hình ảnh:", unless it opens a bracket.
    let split = caption.rsplit_once("Ảnh:").or_else(|| caption.rsplit_once("(ảnh:"));
    let name = split?.1.trim_matches(|c: char| c.is_whitespace() || ".)".contains(c));
    (1..=80).contains(&name.chars().count()).then(|| name.to_owned())
}
