//! Saved pages of every kind, with what they say.

mod fault;
mod hostile;
mod html;
mod limits;
mod media;
mod text;

use url::Url;

use super::{Page, TermSeries, WarningCode, parse};
use crate::platform::time::rfc3339;

/// The bytes of a fixture; all of them stand in `tests/fixtures/pages`.
fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/../tests/fixtures/pages/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

fn page(name: &str) -> Page {
    parse(&fixture(name), None).unwrap()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// The parts of the byline: as printed, person, organisation.
fn byline(page: &Page) -> [Option<&str>; 3] {
    [page.byline.as_deref(), page.pen_name.as_deref(), page.unit_name.as_deref()]
}

fn published_at(page: &Page) -> String {
    rfc3339(page.published_at)
}

/// The numbers of the terms: national, provincial.
fn terms(page: &Page) -> [Vec<u8>; 2] {
    [TermSeries::National, TermSeries::Provincial].map(|series| {
        let terms = page.terms.iter().filter(|term| term.series == series);
        terms.map(|term| term.number).collect()
    })
}

/// Codes and lines of the warnings.
fn warnings(page: &Page) -> Vec<(WarningCode, Option<usize>)> {
    page.warnings.iter().map(|warning| (warning.code, warning.line)).collect()
}

/// The links of the only directory: its title, then titles and addresses.
fn links(page: &Page) -> (&str, Vec<(&str, &str)>) {
    let [directory] = page.link_directories.as_slice() else {
        panic!("one directory in {:?}", page.link_directories)
    };
    let links = directory.links.iter().map(|(title, url)| (title.as_str(), url.as_str()));
    (&directory.title, links.collect())
}

/// The question of the poll, then its options.
fn poll(page: &Page) -> (&str, Vec<&str>) {
    let poll = page.poll.as_ref().unwrap();
    (&poll.question, poll.options.iter().map(String::as_str).collect())
}
