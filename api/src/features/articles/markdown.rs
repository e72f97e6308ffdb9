//! Markdown, as a way to write HTML.

use pulldown_cmark::{Options, Parser, html};

/// The HTML of a text in CommonMark with tables and strikethrough. Nothing in it is safe yet.
pub fn to_html(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut output = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut output, Parser::new_ext(text, options));
    output
}
