use super::{assert_passes, assert_refused, check, guard};
use crate::platform::error::Code;

use super::super::Limits;

/// A query of this many bytes.
fn of_length(length: usize) -> String {
    format!("{{ site {{ name }} }}{}", " ".repeat(length - 17))
}

#[test]
fn a_document_of_16_kib_passes_and_a_longer_one_does_not() {
    assert_passes(&of_length(16_384));
    assert_refused(&of_length(16_385), Code::DocumentTooLarge, 16_384, 16_385);
}

#[test]
fn length_is_counted_in_bytes() {
    let text = format!("{{ site {{ name }} }} # {}", "ế".repeat(6_000));

    assert_refused(&text, Code::DocumentTooLarge, 16_384, 18_020);
}

#[test]
fn thirty_directives_pass_and_one_more_does_not() {
    let text = |count| format!("{{ site {{ name {} }} }}", "@skip(if: false) ".repeat(count));

    assert_passes(&text(30));
    assert_refused(&text(31), Code::DirectiveLimit, 30, 31);
}

#[test]
fn five_thousand_tokens_pass_and_one_more_does_not() {
    let text = |count| format!("{{ a(b: [{}]) }}", "1 ".repeat(count));

    assert_passes(&text(5_000 - 9));
    assert_refused(&text(5_000 - 8), Code::TokenLimit, 5_000, 5_001);
}

#[test]
fn brackets_nest_32_deep_and_not_33() {
    let text =
        |depth: usize| format!("{{ a(b: {}{}) }}", "[".repeat(depth - 2), "]".repeat(depth - 2));

    assert_passes(&text(32));
    assert_refused(&text(33), Code::DepthLimit, 32, 33);
}

#[test]
fn nesting_without_end_is_refused_and_measured() {
    let text = "{a".repeat(8_000);
    assert_refused(&text, Code::DepthLimit, 32, 8_000);

    let limits = Limits { document_bytes: u32::MAX, ..Limits::default() };
    let fault = guard(limits).check_text(&"{a".repeat(1_000_000)).unwrap_err();
    assert_eq!((fault.code, &fault.details["value"]), (Code::DepthLimit, &1_000_000.into()));
}

#[test]
fn brackets_and_directives_in_strings_and_comments_do_not_count() {
    let many = "{[(@".repeat(40);
    for quoted in [
        format!("\"{many}\""),
        format!("\"\\\"{many}\""),
        format!("\"\"\"{many}\"\"\""),
        format!("\"\"\" \" {many} \\\"\"\" \n {many}\"\"\""),
        format!("\"\" # {many}\n"),
        format!("\"\" # {many}\r"),
    ] {
        assert_passes(&format!("{{ a(b: {quoted}) }}"));
    }
}

#[test]
fn brackets_behind_a_string_or_comment_count() {
    let many = "[".repeat(40);
    for before in
        ["\"\"", "\"\"\"\"\"\"", "\"\\\\\"", "\"\"\"\\\"\"\"\"\"\"", "# \"\n", "# \"\"\"\r"]
    {
        let fault = check(&format!("{{ a(b: [{before} {many}")).unwrap_err();

        assert_eq!(fault.code, Code::DepthLimit, "{before}");
    }
}

#[test]
fn a_string_without_end_is_refused() {
    for string in
        ["\"", "\"\\\"", "\"a\nb\"", "\"a\rb\"", "\"\"\"", "\"\"\" \\\"\"\"", "\"\"\" \"\""]
    {
        let fault = check(&format!("{{ a(b: {string}")).unwrap_err();

        assert_eq!(fault.code, Code::GraphqlParseFailed, "{string}");
    }
}
