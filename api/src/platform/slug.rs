//! Picks an address that nobody has yet.

use super::{error::Result, text};

/// One of `base`, `base-2`, `base-3` … for which `taken` says no: the first, unless some before it
/// have become free again. `fallback` stands in where nothing of a text can be kept. Among n taken
/// ones, `taken` is asked some 2 log n times.
pub async fn first_free<T>(
    base: String,
    fallback: &str,
    taken: impl Fn(String) -> T,
) -> Result<String>
where
    T: Future<Output = Result<bool>>,
{
    let base = if base.is_empty() { fallback } else { &base };
    let is_taken = |number| taken(text::numbered_slug(base, number));
    // All up to `known` are taken, as far as anybody has asked.
    let (mut known, mut free) = (0, 1);
    while is_taken(free).await? {
        known = free;
        free = known.saturating_mul(2);
    }
    while free - known > 1 {
        let between = known + (free - known) / 2;
        match is_taken(between).await? {
            true => known = between,
            false => free = between,
        }
    }
    Ok(text::numbered_slug(base, free))
}

#[cfg(test)]
mod tests {
    use super::first_free;
    use crate::platform::text::numbered_slug;

    #[tokio::test]
    async fn the_first_free_number_is_found_among_many() {
        for count in (0..40).chain([399, 400, 1_000]) {
            let taken = |slug: String| async move {
                Ok((1..=count).any(|number| numbered_slug("tin", number) == slug))
            };
            let slug = first_free("tin".to_owned(), "x", taken).await.unwrap();
            assert_eq!(slug, numbered_slug("tin", count + 1));
        }
        let free = |_| async { Ok(false) };
        assert_eq!(first_free(String::new(), "bai-viet", free).await.unwrap(), "bai-viet");
    }
}
