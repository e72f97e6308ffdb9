//! Slugs: the readable part of an address.

use super::folded_key;

/// The longest slug, in characters; the column and the route rely on it.
pub const SLUG_MAX_CHARS: usize = 120;

/// The slug of a title: its unaccented syllables in lower case, joined by single hyphens, cut
/// between two syllables to at most [`SLUG_MAX_CHARS`].
///
/// The result matches `^[a-z0-9]+(-[a-z0-9]+)*$`, or is empty when the title has no Latin letter
/// and no ASCII digit: letters of other scripts are dropped, not transcribed.
pub fn slug(text: &str) -> String {
    let latin: String = folded_key(text).chars().filter(char::is_ascii).collect();
    join_within(latin.split_ascii_whitespace(), SLUG_MAX_CHARS)
}

/// The `number`-th slug of the same title: `base` itself for the first, then `base-2`, `base-3`.
///
/// Unaccented titles collide often (Hòa and Hoà, Mỹ and My). A long base loses syllables at its
/// end, so that the whole stays within [`SLUG_MAX_CHARS`]. An empty base gives the bare number
/// from 2 on.
pub fn numbered_slug(base: &str, number: u32) -> String {
    if number < 2 {
        return join_within(base.split('-'), SLUG_MAX_CHARS);
    }
    let suffix = number.to_string();
    let room = SLUG_MAX_CHARS - suffix.len() - "-".len();
    let kept = join_within(base.split('-'), room);
    if kept.is_empty() { suffix } else { format!("{kept}-{suffix}") }
}

/// As many of the words as fit, joined by hyphens. A first word that is too long alone is cut,
/// since something must remain.
fn join_within<'a>(words: impl Iterator<Item = &'a str>, max_length: usize) -> String {
    let mut joined = String::new();
    for word in words {
        if joined.is_empty() {
            joined.push_str(&word[..word.floor_char_boundary(max_length)]);
        } else if joined.len() + "-".len() + word.len() <= max_length {
            joined.push('-');
            joined.push_str(word);
        } else {
            break;
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use unicode_normalization::UnicodeNormalization;

    use super::{SLUG_MAX_CHARS, numbered_slug, slug};
    use crate::platform::text::samples::texts;

    fn is_slug(text: &str) -> bool {
        let is_word = |word: &str| {
            let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
            !word.is_empty() && word.bytes().all(is_allowed)
        };
        text.len() <= SLUG_MAX_CHARS && text.split('-').all(is_word)
    }

    #[test]
    fn titles_become_unaccented_hyphenated_addresses() {
        assert_eq!(
            slug("Đảng bộ huyện Quế Sơn: “Dân vận khéo”"),
            "dang-bo-huyen-que-son-dan-van-kheo"
        );
        assert_eq!(slug("Kết luận số 62-KL/TW – 2020"), "ket-luan-so-62-kl-tw-2020");
        assert_eq!(slug("Ðại hội Ɖảng"), "dai-hoi-dang");
    }

    #[test]
    fn decomposed_titles_have_the_same_slug() {
        let title = "Thuỳ Vinh, Ủy viên Ban Thường vụ Tỉnh ủy";
        assert_eq!(slug(&title.nfd().collect::<String>()), slug(title));
        assert_eq!(slug(title), "thuy-vinh-uy-vien-ban-thuong-vu-tinh-uy");
    }

    #[test]
    fn other_scripts_are_dropped() {
        assert_eq!(slug("ສະບາຍດີ Lào 2020"), "lao-2020");
        assert_eq!(slug("東京 – !"), "");
    }

    #[test]
    fn long_titles_are_cut_between_syllables() {
        let long = slug(&"nghiêng ".repeat(30));
        assert_eq!(long, ["nghieng"; 15].join("-"));
        assert_eq!(slug(&"a".repeat(200)), "a".repeat(SLUG_MAX_CHARS));
    }

    #[test]
    fn collisions_are_numbered_from_two() {
        assert_eq!(numbered_slug("hoa-binh", 1), "hoa-binh");
        assert_eq!(numbered_slug("hoa-binh", 2), "hoa-binh-2");
        assert_eq!(numbered_slug("", 1), "");
        assert_eq!(numbered_slug("", 2), "2");
        let long = ["nghieng"; 15].join("-");
        assert_eq!(numbered_slug(&long, 12), format!("{}-12", ["nghieng"; 14].join("-")));
        assert_eq!(numbered_slug(&"a".repeat(120), 7), format!("{}-7", "a".repeat(118)));
    }

    proptest! {
        #[test]
        fn slugs_have_their_shape_or_are_empty(text in texts(), repeat in 1_usize..6) {
            let slug = slug(&text.repeat(repeat));
            prop_assert!(slug.is_empty() || is_slug(&slug), "{}", slug);
        }

        #[test]
        fn slugs_are_idempotent(text in texts(), repeat in 1_usize..6) {
            let once = slug(&text.repeat(repeat));
            prop_assert_eq!(slug(&once), once);
        }

        #[test]
        fn numbered_slugs_are_slugs_and_differ(text in texts(), number in any::<u32>()) {
            let base = slug(&text);
            let (this, next) = (number, number.wrapping_add(1));
            prop_assert!(number < 2 || is_slug(&numbered_slug(&base, this)));
            prop_assert!(number < 1 || numbered_slug(&base, this) != numbered_slug(&base, next));
        }
    }
}
