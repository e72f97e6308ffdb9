//! Writes start tags with the few attributes that matter later.

use super::Tag;
use std::fmt::{Arguments, Write};

/// Images that are no larger than this in one direction only keep things apart.
const SPACER_PIXELS: u32 = 2;

/// No address that leads anywhere is longer, in bytes; that of a link is written for each of its runs.
const MAX_ADDRESS: usize = 8 * 1024;

/// Writes a start tag under the name that the element goes by from here on.
pub(super) fn write_start(html: &mut String, name: &str, tag: &Tag<'_>) {
    let attributes: &[&str] = match name {
        "img" => &["src", "alt"],
        "td" | "th" => &["colspan", "rowspan"],
        _ => &[],
    };
    write(html, format_args!("<{name}"));
    for attribute in attributes {
        if let Some(value) = tag.attribute(attribute) {
            match *attribute {
                "src" => write_address(html, attribute, value),
                _ => write_value(html, attribute, value),
            }
        }
    }
    if name != "img" && stands_aside(tag) {
        write_value(html, "align", "center");
    }
    html.push('>');
}

/// Writes an address, unless it is too long.
pub(super) fn write_address(html: &mut String, name: &str, value: &str) {
    if value.len() <= MAX_ADDRESS {
        write_value(html, name, value);
    }
}

/// Writes a value with the character references that it came with.
fn write_value(html: &mut String, name: &str, value: &str) {
    // Only the quote may be new to the value, which may have stood in single ones.
    write(html, format_args!(" {name}=\"{}\"", value.replace('"', "&quot;")));
}

/// `write!` without its result.
pub(super) fn write(html: &mut String, arguments: Arguments<'_>) {
    html.write_fmt(arguments).expect("writing to a string cannot fail");
}

/// Whether the image only keeps other things apart.
pub(super) fn is_spacer(tag: &Tag<'_>) -> bool {
    ["width", "height"].into_iter().filter_map(|name| tag.attribute(name)).any(|size| {
        let size = size.trim();
        let digits = size.find(|c: char| !c.is_ascii_digit()).unwrap_or(size.len());
        // `1%` is a share of the page, not a size of the image.
        !size.ends_with('%') && size[..digits].parse().is_ok_and(|size: u32| size <= SPACER_PIXELS)
    })
}

/// Whether authors set the element apart as they do with captions: centred, or by its class.
fn stands_aside(tag: &Tag<'_>) -> bool {
    let value = |name| tag.attribute(name).unwrap_or_default().to_ascii_lowercase();
    let style = value("style").replace(char::is_whitespace, "");
    let class = value("class");
    tag.name == "center"
        || value("align") == "center"
        || style.contains("text-align:center")
        || class.contains("caption")
        || class.contains("image")
}
