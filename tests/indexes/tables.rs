//! What may be read whole.

/// Tables that stay small by their nature, each with the reason. All others grow with the years,
/// so that a table that is added next counts as one that grows until somebody decides otherwise.
const BOUNDED: [(&str, &str); 5] = [
    ("site", "one row"),
    ("congress_category", "a province holds a few dozen congresses in a century"),
    ("link_directory", "a handful on every page of the portal"),
    ("link", "all of them stand on every page of the portal"),
    ("search_synonym", "at most 500 are kept, and every search reads all of them"),
];

/// What only the archive does: it counts all articles by their months. The clock decides which of
/// them are public, so that no number could be kept. SQLite reads one index for it; PostgreSQL
/// may as well read the table.
pub const COUNTED_WHOLE: &str = r#"GROUP BY "article"."published_month""#;

pub fn grows(table: &str) -> bool {
    BOUNDED.iter().all(|(bounded, _)| *bounded != table)
}
