//! A heading of outside links and the links below it.

use url::Url;

use super::super::{
    Warning, WarningCode,
    line::{Anchor, Line},
};
use crate::{
    features::links::service::MAX_TITLE,
    platform::{address, text::check_plain},
};

/// The marks that lists put before their entries.
const BULLETS: &[char] = &['-', '–', '•', '·', '*', '+', '»', '›', '>', '|'];

/// A titled group of outside links.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkDirectory {
    /// The heading, as printed.
    pub title: String,
    /// Titles and addresses, in reading order; every address is `http` or `https`.
    pub links: Vec<(String, Url)>,
}

/// Reads the links below a heading. Where there is a select box, its entries are the links and
/// whatever follows is not.
pub(super) fn read(
    heading: &Line,
    lines: &[&Line],
    base: Option<&Url>,
    warnings: &mut Vec<Warning>,
) -> Option<LinkDirectory> {
    let title = heading.text.trim_end_matches(':').trim_start_matches(BULLETS).trim();
    let title = check_plain(title, MAX_TITLE).inspect_err(|reason| {
        let message = format!("a heading of links cannot be kept: {reason}");
        warnings.push(Warning::new(WarningCode::LinksUnusable, heading.number, message));
    });
    let title = title.ok()?;
    let anchors = lines.iter().flat_map(|line| line.anchors.iter().map(|anchor| (*line, anchor)));
    let select = anchors.clone().any(|(_, anchor)| anchor.option);
    let mut links = Vec::new();
    for (line, anchor) in anchors.filter(|(_, anchor)| anchor.option || !select) {
        links.extend(link(line.number, anchor, base, warnings));
    }
    for line in lines.iter().filter(|line| line.number.is_some()) {
        links.extend(printed_link(line, warnings));
    }
    if links.is_empty() {
        let message = format!("“{title}” has no links");
        warnings.push(Warning::new(WarningCode::LinksMissing, heading.number, message));
    }
    Some(LinkDirectory { title, links })
}

/// The link of an anchor. The title of a group is an anchor too, one that runs a script or leads
/// nowhere: it is no link.
fn link(
    number: Option<usize>,
    anchor: &Anchor,
    base: Option<&Url>,
    warnings: &mut Vec<Warning>,
) -> Option<(String, Url)> {
    let address = anchor.address.trim();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    if address.is_empty() || address.starts_with('#') || scheme.as_deref() == Some("javascript") {
        return None;
    }
    let parsed = match base {
        Some(base) => base.join(address),
        None => Url::parse(address),
    };
    let title = title(&anchor.title);
    match parsed {
        Ok(url) if is_web(&url) => kept(number, title, url, warnings),
        _ => {
            let message = format!("the address of a link is not one of the web: {address}");
            warnings.push(Warning::new(WarningCode::LinkUnusable, number, message));
            None
        }
    }
}

/// The link of a text line, whose address is printed beside its title.
fn printed_link(line: &Line, warnings: &mut Vec<Warning>) -> Option<(String, Url)> {
    let is_address = |word: &&str| word.starts_with("http://") || word.starts_with("https://");
    let address = line.text.split_whitespace().find(is_address);
    let url = address.and_then(|address| Url::parse(address).ok()).filter(is_web);
    let Some((address, url)) = address.zip(url) else {
        let message = format!("a link was saved without its address: {}", line.text);
        warnings.push(Warning::new(WarningCode::LinkUnusable, line.number, message));
        return None;
    };
    let (before, after) = line.text.split_once(address)?;
    kept(line.number, title(before).or_else(|| title(after)), url, warnings)
}

/// The link, unless its title or its address is too long to be kept. Without a title it goes by its
/// host.
fn kept(
    number: Option<usize>,
    title: Option<String>,
    url: Url,
    warnings: &mut Vec<Warning>,
) -> Option<(String, Url)> {
    let title = title.unwrap_or_else(|| host(&url));
    let fault = match check_plain(&title, MAX_TITLE) {
        Err(reason) => format!("the title of a link cannot be kept: {reason}"),
        Ok(_) if url.as_str().len() > address::MAX_LENGTH => {
            format!("the address of a link is longer than {} bytes: {title}", address::MAX_LENGTH)
        }
        Ok(title) => return Some((title, url)),
    };
    warnings.push(Warning::new(WarningCode::LinkUnusable, number, fault));
    None
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// The words of a link, without the marks of a list around them.
fn title(text: &str) -> Option<String> {
    let is_mark = |c: char| c.is_whitespace() || BULLETS.contains(&c);
    let title = text.trim_start_matches(is_mark);
    let title = title.trim_end_matches(|c: char| is_mark(c) || ":(".contains(c));
    (!title.is_empty()).then(|| title.to_owned())
}
