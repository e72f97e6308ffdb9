//! Numbers as the portal prints them.

/// The number at the start of a text, with the text behind it: `1.234` and `1,234` are 1234.
pub(super) fn leading_number(text: &str) -> Option<(u32, &str)> {
    let mut rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut digits = text[..text.len() - rest.len()].to_owned();
    while !digits.is_empty() {
        let Some((group, behind)) = group_of_thousand(rest) else { break };
        digits.push_str(group);
        rest = behind;
    }
    Some((digits.parse().ok()?, rest))
}

/// A separator and exactly three digits, without the separator.
fn group_of_thousand(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix(['.', ','])?;
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end == 3).then(|| text.split_at(end))
}
