//! Plain text: every line that is not blank is one paragraph.

use super::{
    Draft, Page, PageFault, Warning, WarningCode, article,
    line::{Line, trim},
};
use crate::features::articles::body::{Body, Part};

const NO_BREAK_SPACE: char = '\u{A0}';

/// The longest line after a lone no-break space that is still taken for a caption.
const MAX_CAPTION_LENGTH: usize = 300;

/// Reads a page that was saved as plain text.
pub(super) fn parse(content: &str) -> Result<Page, PageFault> {
    let mut warnings = Vec::new();
    let lines = lines(content);
    let article = article::read(&lines, &mut warnings)?;
    let body = Body::from_parts(&parts(&lines[article.body.clone()], &mut warnings));
    Draft { lines, article, body, address: None, base: None, warnings }.finish()
}

fn lines(content: &str) -> Vec<Line> {
    let line = |(index, source): (usize, &str)| {
        let text = trim(source).to_owned();
        let spacer = text.is_empty() && source.contains(NO_BREAK_SPACE);
        Line { number: Some(index + 1), text, spacer, ..Line::default() }
    };
    content.split('\n').enumerate().map(line).collect()
}

/// The paragraphs and figures of the body. Where an image stood, only a line with a no-break space
/// is left; the short line below it is the caption.
fn parts(lines: &[Line], warnings: &mut Vec<Warning>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut below_spacer = false;
    for line in lines {
        if !line.is_blank() {
            let is_caption = below_spacer && line.text.chars().count() <= MAX_CAPTION_LENGTH;
            parts.push(if is_caption {
                let message = format!("the image above its caption was not saved: {}", line.text);
                warnings.push(Warning::new(WarningCode::ImageLost, line.number, message));
                Part::Figure { caption: Some(line.text.clone()) }
            } else {
                Part::Paragraph(line.text.clone())
            });
        }
        below_spacer = line.spacer;
    }
    parts
}
