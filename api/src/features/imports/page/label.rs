//! The labels of the portal's pages, found without regard to case, tone place and white space.

use crate::platform::text::exact_key;

/// One label in all the wordings that portals use, the longest first.
pub(super) struct Label(&'static [&'static [&'static str]]);

/// Stands before the publication date.
pub(super) const POSTED_ON: Label = Label(&[&["ngày", "đăng", "tin"], &["ngày", "đăng"]]);
/// Stands before the number of views.
pub(super) const VIEWS: Label = Label(&[&["số", "lượt", "xem"], &["lượt", "xem"]]);
/// Stands before the author.
pub(super) const AUTHOR: Label = Label(&[&["tác", "giả"]]);
/// Heads the outside links.
pub(super) const LINKS: Label = Label(&[
    &["liên", "kết", "website"],
    &["liên", "kết", "web"],
    &["liên", "kết", "trang", "web"],
]);
/// Heads the poll.
pub(super) const POLL: Label =
    Label(&[&["thăm", "dò", "ý", "kiến"], &["thăm", "dò", "dư", "luận"]]);
/// Opens the line that welcomes the reader. The word after the first two counts: titles may begin
/// with "Chào mừng Đại hội".
pub(super) const WELCOME: Label = Label(&[
    &["chào", "mừng", "bạn"],
    &["chào", "mừng", "các", "bạn"],
    &["chào", "mừng", "quý"],
    &["chào", "mừng", "đến", "với"],
    &["kính", "chào", "quý"],
]);
/// Heads the article with its title.
pub(super) const DETAIL: Label = Label(&[&["chi", "tiết", "tin"]]);
/// Heads the list of congress terms.
pub(super) const TERMS: Label = Label(&[&["đảng", "cộng", "sản", "việt", "nam"]]);
/// The word before the number of a congress term.
pub(super) const TERM: Label = Label(&[&["khóa"]]);
/// Heads the other news, which do not belong to the article.
pub(super) const OTHER_NEWS: Label = Label(&[
    &["các", "tin", "khác"],
    &["tin", "khác"],
    &["tin", "liên", "quan"],
    &["các", "tin", "đã", "đưa"],
    &["các", "tin", "mới", "hơn"],
    &["các", "tin", "cũ", "hơn"],
]);
/// Opens the foot of the page.
pub(super) const FOOT: Label = Label(&[
    &["bản", "quyền"],
    &["cơ", "quan", "chủ", "quản"],
    &["chịu", "trách", "nhiệm"],
    &["địa", "chỉ"],
    &["điện", "thoại"],
    &["thống", "kê", "truy", "cập"],
    &["lượt", "truy", "cập"],
    &["số", "lượt", "truy", "cập"],
]);
/// What the buttons of a poll say.
pub(super) const POLL_BUTTON: Label = Label(&[
    &["biểu", "quyết"],
    &["bình", "chọn"],
    &["xem", "kết", "quả"],
    &["kết", "quả"],
    &["gửi", "ý", "kiến"],
    &["gửi", "đi"],
    &["gửi"],
]);
/// What the page says about itself; never content.
const INTERFACE: Label = Label(&[
    &["xem", "tất", "cả"],
    &["xem", "thêm"],
    &["trang", "chủ"],
    &["bản", "in"],
    &["in", "trang"],
    &["in", "bài", "viết"],
    &["gửi", "email"],
    &["chia", "sẻ"],
    &["đăng", "nhập"],
    &["tìm", "kiếm"],
]);
const BACK: Label = Label(&[&["trở", "về"], &["trở", "lại"], &["quay", "lại"]]);

impl Label {
    /// What follows the label and its colon, if the line opens with them; a line that is the bare
    /// label has the value "".
    pub fn value<'t>(&self, text: &'t str) -> Option<&'t str> {
        let rest = text[self.end_at_start(text)?..].trim_start();
        match rest.strip_prefix(':') {
            Some(value) => Some(value.trim()),
            None => rest.is_empty().then_some(""),
        }
    }

    /// Whether the line opens with the label.
    pub fn opens(&self, text: &str) -> bool {
        self.end_at_start(text).is_some()
    }

    /// Whether the line is the label and no more than marks around it.
    pub fn is_whole(&self, text: &str) -> bool {
        self.0.iter().any(|spelling| {
            end_of_spelling(text, spelling)
                .is_some_and(|end| !text[end..].chars().any(char::is_alphanumeric))
        })
    }

    /// What stands before and after the label, wherever it is in the line.
    pub fn split<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        words(text).find_map(|(start, _)| {
            let end = self.end_at_start(&text[start..])?;
            let after = text[start + end..].trim_start();
            Some((text[..start].trim_end(), after.strip_prefix(':').unwrap_or(after).trim_start()))
        })
    }

    fn end_at_start(&self, text: &str) -> Option<usize> {
        self.0.iter().find_map(|spelling| end_of_spelling(text, spelling))
    }
}

/// Whether the line is wording of the portal's interface, which is neither title nor greeting.
pub(super) fn is_interface(text: &str) -> bool {
    INTERFACE.is_whole(text) || DETAIL.is_whole(text)
}

/// Where "[Trở về]", which ends every article, begins in the line.
pub(super) fn way_back(text: &str) -> Option<usize> {
    let open = text.rfind('[')?;
    let (inside, _) = text[open + 1..].split_once(']')?;
    BACK.is_whole(inside).then_some(open)
}

/// The runs of letters and digits, as byte ranges.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let length = text[start..].find(|c: char| !c.is_alphanumeric());
        from = length.map_or(text.len(), |length| start + length);
        Some((start, from))
    })
}

/// Where the label's last word ends, if the text's first words are the label's.
fn end_of_spelling(text: &str, spelling: &[&str]) -> Option<usize> {
    let mut found = words(text);
    let mut previous_end = None;
    for expected in spelling {
        let (start, end) = found.next()?;
        let apart = previous_end.is_some_and(|end: usize| !text[end..start].trim().is_empty());
        if apart || !same_word(&text[start..end], expected) {
            return None;
        }
        previous_end = Some(end);
    }
    previous_end
}

/// Whether two words differ at most in case and tone place. Lengths are compared first, because
/// keys are dear and nearly every word of a page is compared with some label.
pub(super) fn same_word(found: &str, expected: &str) -> bool {
    found.len() <= 2 * expected.len()
        && found.chars().count() == expected.chars().count()
        && exact_key(found) == exact_key(expected)
}
