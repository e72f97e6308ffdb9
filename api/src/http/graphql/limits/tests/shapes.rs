use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use super::{assert_passes, assert_refused, check};
use crate::platform::error::Code;

/// Fragments that each spread the next one twice: 2^levels fields.
fn bomb(levels: usize) -> String {
    let mut text = "{...F0}".to_owned();
    for level in 0..levels {
        let next = level + 1;
        write!(text, "fragment F{level} on Query{{...F{next} ...F{next}}}").unwrap();
    }
    write!(text, "fragment F{levels} on Query{{id}}").unwrap();
    text
}

fn nested(depth: usize) -> String {
    format!("{}{}", "{a".repeat(depth), "}".repeat(depth))
}

#[test]
fn fields_stand_16_deep_and_not_17() {
    assert_eq!(assert_passes(&nested(16)).depth, 16);
    assert_refused(&nested(17), Code::DepthLimit, 16, 17);
}

#[test]
fn depth_goes_through_fragments_which_add_none() {
    let text = |depth: usize| {
        let inner = nested(depth - 1);
        format!("{{ a {{ ... {{ ...F }} }} }} fragment F on Query {inner}")
    };

    assert_eq!(assert_passes(&text(16)).depth, 16);
    assert_refused(&text(17), Code::DepthLimit, 16, 17);
}

#[test]
fn selections_stand_32_deep_through_fragments_and_not_33() {
    // However often it is met, and whichever level it was first met at.
    let text = |levels: usize| {
        let chain: String = (0..30)
            .map(|level| format!("fragment F{level} on Query {{ ...F{} }}", level + 1))
            .collect();
        let outer = "...{".repeat(levels - 32) + "...F0" + &"}".repeat(levels - 32);
        format!("{{ ...F0 {outer} }} {chain} fragment F30 on Query {{ a }}")
    };

    assert_passes(&text(32));
    assert_refused(&text(33), Code::DepthLimit, 32, 33);
}

#[test]
fn thirty_aliases_pass_and_one_more_does_not() {
    let text = |count| {
        let aliases: String = (0..count).map(|place| format!("a{place}: a ")).collect();
        format!("{{ ...F ...F }} fragment F on Query {{ {aliases} }}")
    };

    assert_eq!(assert_passes(&text(30)).aliases, 30);
    assert_refused(&text(31), Code::AliasLimit, 30, 31);
    assert_refused(&text(700), Code::AliasLimit, 30, 700);
}

#[test]
fn fifty_fragments_pass_and_one_more_does_not() {
    let text = |count| {
        let spreads: String = (0..count).map(|place| format!("...F{place} ")).collect();
        let fragments = (0..count).map(|place| format!("fragment F{place} on Query {{ a }} "));
        format!("{{ {spreads} }} {}", fragments.collect::<String>())
    };

    assert_eq!(assert_passes(&text(50)).fragments, 50);
    assert_refused(&text(51), Code::FragmentLimit, 50, 51);
}

#[test]
fn a_thousand_fields_pass_and_one_more_does_not() {
    assert_eq!(assert_passes(&format!("{{ {} }}", "a ".repeat(1_000))).fields, 1_000);
    assert_refused(&format!("{{ {} }}", "a ".repeat(1_001)), Code::FieldLimit, 1_000, 1_001);
}

#[test]
fn fields_are_counted_after_expansion() {
    let text = |spreads| {
        let fields = "a ".repeat(100);
        format!("{{ {} }} fragment F on Query {{ {fields} }}", "...F ".repeat(spreads))
    };

    assert_eq!(assert_passes(&text(10)).fields, 1_000);
    assert_refused(&text(11), Code::FieldLimit, 1_000, 1_100);
}

#[test]
fn values_in_arguments_are_counted_after_expansion() {
    let text = |more: &str| {
        let list = format!("[{}]", "$b ".repeat(498));
        let operations = (0..10).map(|place| format!("query Q{place} {{ ...F @skip(if: true) }} "));
        let operations: String = operations.collect();
        format!("{operations} fragment F on Query {{ a(b: {list} {more}) }}")
    };

    assert_passes(&text(""));
    assert_refused(&text("c: {d: 1}"), Code::TokenLimit, 5_000, 5_020);
}

#[test]
fn operations_that_are_not_carried_out_count_too() {
    let fields = "a ".repeat(500);
    let text = format!("query A {{ {fields} }} query B {{ {fields} b }}");

    assert_refused(&text, Code::FieldLimit, 1_000, 1_001);
}

#[test]
fn fragments_that_nothing_spreads_count_too() {
    let text = bomb(24).replace("{...F0}", "{a}");

    let fault = check(&text).unwrap_err();

    assert_eq!(fault.code, Code::FieldLimit);
}

#[test]
fn a_fragment_bomb_is_measured_without_being_walked() {
    let text = bomb(24);
    // Reads the schema, which a server does once.
    check("{ a }").unwrap();

    let start = Instant::now();
    assert_refused(&text, Code::FieldLimit, 1_000, 1 << 24);
    let took = start.elapsed();

    assert!(text.len() < 1_024);
    assert!(took < Duration::from_millis(5), "{took:?}");
}

#[test]
fn the_number_of_fields_saturates() {
    let mut text = "{...F0}".to_owned();
    for level in 0..24 {
        let next = format!("...F{} ", level + 1).repeat(8);
        write!(text, "fragment F{level} on Query{{{next}}}").unwrap();
    }
    text += "fragment F24 on Query{id}";

    assert_refused(&text, Code::FieldLimit, 1_000, u32::MAX.into());
}

#[test]
fn circular_fragments_are_refused() {
    for text in [
        "{ ...A } fragment A on Query { ...A }",
        "{ ...A } fragment A on Query { a { ...B } } fragment B on Query { ... { ...A } }",
        "{ a } fragment A on Query { ...B } fragment B on Query { ...A }",
    ] {
        assert_eq!(check(text).unwrap_err().code, Code::FragmentCycle, "{text}");
    }
}

#[test]
fn unknown_fragments_are_refused() {
    let fault = check("{ a { ...A } }").unwrap_err();

    assert_eq!(fault.code, Code::GraphqlValidationFailed);
}
