//! Which tables may be read whole.

/// Tables that stay small by their nature, each with the reason. All others grow with the years,
/// so that a table that is added next counts as one that grows until somebody decides otherwise.
const BOUNDED: [(&str, &str); 4] = [
    ("site", "one row"),
    ("congress_category", "a province holds a few dozen congresses in a century"),
    ("link_directory", "a handful on every page of the portal"),
    ("link", "all of them stand on every page of the portal"),
];

pub fn grows(table: &str) -> bool {
    BOUNDED.iter().all(|(bounded, _)| *bounded != table)
}
