//! Picks an address that nobody has yet.

use super::{error::Result, text};

/// The first of `base`, `base-2`, `base-3` … for which `taken` says no. `fallback` stands in where
/// nothing of a text can be kept. One call of `taken` for each address tried.
pub async fn first_free<T>(
    base: String,
    fallback: &str,
    taken: impl Fn(String) -> T,
) -> Result<String>
where
    T: Future<Output = Result<bool>>,
{
    let base = if base.is_empty() { fallback } else { &base };
    let mut number = 1;
    loop {
        let slug = text::numbered_slug(base, number);
        if !taken(slug.clone()).await? {
            return Ok(slug);
        }
        number += 1;
    }
}
