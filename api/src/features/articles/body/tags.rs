//! What each HTML element means to a body.

use super::block::Mark;

/// The part that an element plays, with the one name under which it is written on.
pub(super) enum Role {
    /// Holds blocks and must be closed.
    Block(&'static str),
    /// Holds text and closes when the next one opens.
    Loose(&'static str),
    /// Holds the content of a table.
    Cell(&'static str),
    Row,
    /// A group of rows: only its end matters, since it ends a row.
    RowGroup,
    Mark(Mark),
    Link,
    Image,
    LineBreak,
    /// Its content is neither markup nor for readers.
    HiddenRaw,
    /// Its content is markup, but not for readers.
    Hidden,
    /// Vanishes and leaves its content.
    Clutter,
}

/// Looks an element up by its lower-case name.
pub(super) fn role(name: &str) -> Role {
    match name {
        "div" | "address" | "article" | "aside" | "center" | "details" | "dl" | "fieldset"
        | "footer" | "form" | "header" | "main" | "nav" | "pre" | "section" => Role::Block("div"),
        "blockquote" => Role::Block("blockquote"),
        "ul" | "menu" | "dir" => Role::Block("ul"),
        "ol" => Role::Block("ol"),
        // The article's title is the page's only first heading.
        "h1" | "h2" => Role::Block("h2"),
        "h3" => Role::Block("h3"),
        "h4" | "h5" | "h6" => Role::Block("h4"),
        "figure" => Role::Block("figure"),
        "figcaption" => Role::Block("figcaption"),
        "table" => Role::Block("table"),
        "p" | "dt" | "dd" | "hr" | "legend" | "option" | "summary" => Role::Loose("p"),
        "li" => Role::Loose("li"),
        "td" => Role::Cell("td"),
        "th" => Role::Cell("th"),
        "caption" => Role::Cell("caption"),
        "tr" => Role::Row,
        "thead" | "tbody" | "tfoot" => Role::RowGroup,
        "a" => Role::Link,
        "img" | "image" => Role::Image,
        "br" => Role::LineBreak,
        "script" | "style" | "title" | "textarea" | "xmp" | "iframe" | "noembed" | "noframes" => {
            Role::HiddenRaw
        }
        // Office leaves its document settings in `xml`.
        "svg" | "math" | "template" | "xml" => Role::Hidden,
        _ => mark(name).map_or(Role::Clutter, Role::Mark),
    }
}

fn mark(name: &str) -> Option<Mark> {
    match name {
        "b" | "strong" => Some(Mark::Bold),
        "i" | "em" => Some(Mark::Italic),
        "u" | "ins" => Some(Mark::Underline),
        "s" | "strike" | "del" => Some(Mark::Strikethrough),
        "sub" => Some(Mark::Subscript),
        "sup" => Some(Mark::Superscript),
        _ => None,
    }
}
