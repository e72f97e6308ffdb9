use serde_json::{Value, json};

use super::{GUARD, assert_passes, assert_refused, check, check_by, guard};
use crate::platform::error::Code;

use super::super::{Cost, Limits};

/// The query of the contract, as a front end writes it.
const PAGE: &str = "query Page($slug: String!) {
    site { name greeting }
    article(by: {slug: $slug}) {
        title byline publishedAt publishedLabel viewCount
        authors { penName } unit { name abbreviation }
        body { html text blocks { __typename } }
        figures { caption image { url(width: 800) width height alt } }
        congressCategories { label } newer { slug title } older { slug title }
        related(first: 5) { slug title publishedAt }
    }
    congressCategories {
        series numeral label slug articles(first: 3) { totalCount nodes { title slug } }
    }
    linkDirectories { title links { title url } }
    featuredPoll { id question options { id text votes share } totalVotes state }
}";

#[track_caller]
fn nodes(text: &str) -> u32 {
    assert_passes(text).nodes
}

#[track_caller]
fn with(text: &str, variables: Value) -> Cost {
    check_by(&GUARD, text, &variables).unwrap()
}

#[test]
fn the_pages_of_a_portal_cost_a_fraction_of_what_is_allowed() {
    let home = include_str!("../../../queries/home.graphql");
    let article = include_str!("../../../queries/article.graphql");
    let archive = include_str!("../../../queries/archive.graphql");
    for text in [PAGE, home, article, archive] {
        let cost = assert_passes(text);

        assert!(cost.nodes < 1_000 && cost.values < 5_000 && cost.pages <= 10, "{cost:?}");
    }
}

#[test]
fn an_article_with_everything_passes() {
    let spans = "spans { text marks href }";
    let text = format!(
        "{{ articles(first: 20) {{ totalCount nodes {{
            id slug title summary byline publishedAt updatedAt legacyUrl source {{ name url }}
            authors {{ penName unit {{ name }} avatar {{ url }} }} unit {{ name parent {{ name }} }}
            cover {{ url }} figures {{ caption image {{ url }} }} congressCategories {{ label }}
            body {{ html text blocks {{ ... on ParagraphBlock {{ {spans} }}
                ... on HeadingBlock {{ level {spans} }}
                ... on ListBlock {{ ordered items {{ level {spans} }} }}
                ... on QuoteBlock {{ paragraphs {{ {spans} }} }}
                ... on TableBlock {{ caption rows {{ cells {{ header {spans} }} }} }}
                ... on FigureBlock {{ figure {{ caption image {{ url }} }} }} }} }} }} }} }}"
    );

    assert_passes(&text);
}

#[test]
fn a_list_costs_the_page_asked_for() {
    assert_eq!(nodes("{ articles(first: 7) { nodes { title } } }"), 7);
    assert_eq!(nodes("{ articles(last: 7) { edges { cursor node { title } } } }"), 7);
    assert_eq!(nodes("{ articles(first: 7) { edges { node { unit { name } } } } }"), 14);
    assert_eq!(nodes("{ articles(first: 7, last: 9) { pageInfo { endCursor } } }"), 9);
    assert_eq!(nodes("{ articles { nodes { title } } }"), 20);
    assert_eq!(nodes("{ article(by: {slug: \"a\"}) { related { title } } }"), 6);
    assert_eq!(nodes("{ article(by: {slug: \"a\"}) { related(first: 9) { title } } }"), 10);
}

#[test]
fn a_page_size_may_be_a_variable_and_have_a_default() {
    let text = "query ($first: Int = 7) { articles(first: $first) { nodes { title } } }";

    assert_eq!(with(text, json!({})).nodes, 7);
    assert_eq!(with(text, json!({ "first": 9 })).nodes, 9);
    assert_eq!(with(text, json!({ "first": null })).nodes, 20);
    let text = "{ articles(first: $unknown) { nodes { title } } }";
    assert_eq!(with(text, json!({})).nodes, 20);
}

#[test]
fn page_sizes_out_of_range_are_left_to_the_field() {
    let text = "query ($first: Int) { articles(first: $first) { nodes { title } } }";
    for (first, cost) in [
        (json!(0), 1),
        (json!(-1), 1),
        (json!(i64::MIN), 1),
        (json!(101), 100),
        (json!(1_u64 << 31), 100),
        (json!(u64::MAX), 100),
        (json!(1e308), 20),
        (json!("1"), 20),
        (json!([1]), 20),
    ] {
        assert_eq!(with(text, json!({ "first": first })).nodes, cost, "{first}");
    }
}

#[test]
fn pages_inside_of_pages_multiply_to_a_thousand_and_not_more() {
    let text = |first| {
        format!("{{ articles(first: {first}) {{ nodes {{ related(first: 100) {{ title }} }} }} }}")
    };

    assert_eq!(assert_passes(&text(10)).pages, 1_000);
    assert_refused(&text(11), Code::CostLimit, 1_000, 1_100);
    let fault = check(&text(11)).unwrap_err();
    assert_eq!(fault.details["measure"], "pages");
}

#[test]
fn five_thousand_nodes_pass_and_one_more_does_not() {
    // A hundred articles with one figure list of 3, its images, 10 authors and their pictures.
    let each = "figures { image { url } } authors { avatar { url } unit { name } } newer { slug }";
    let text = |more: &str| {
        format!(
            "{{ articles(first: 100) {{ nodes {{ {each} body {{ html }} unit {{ parent {{ slug }} }} congressCategories {{ slug }} }} }} {more} }}"
        )
    };
    let sum = 100 * (1 + 3 * 2 + 10 * 3 + 1 + 1 + 2 + 10);
    assert_refused(&text(""), Code::CostLimit, 5_000, sum);

    let limits = Limits { nodes: u32::try_from(sum).unwrap(), ..Limits::default() };
    let guard = guard(limits);
    assert_eq!(u64::from(check_by(&guard, &text(""), &json!({})).unwrap().nodes), sum);
    let fault = check_by(&guard, &text("site { name }"), &json!({})).unwrap_err();
    assert_eq!((fault.code, &fault.details["measure"]), (Code::CostLimit, &json!("nodes")));
    assert_eq!(fault.details["value"], sum + 1);
}

#[test]
fn a_hundred_thousand_values_pass_and_not_more() {
    let text = |fields| {
        let fields = "title ".repeat(fields);
        format!(
            "{{ articles(first: 100) {{ nodes {{ older {{ related(first: 2) {{ {fields} }} }} }} }} }}"
        )
    };

    assert_eq!(assert_passes(&text(498)).values, 2 + 200 + 200 * 498);
    assert_refused(&text(499), Code::CostLimit, 100_000, 2 + 200 + 200 * 499);
}

#[test]
fn counting_a_list_costs_as_much_as_it_may_count() {
    assert_eq!(nodes("{ articles(first: 1) { totalCount } }"), 20);
    assert_eq!(nodes("{ articles { totalCount nodes { title } } }"), 20 + 20);
    assert_eq!(nodes("{ articles(first: 1) { totalCount(upTo: 501) } }"), 2);
    let text =
        "{ articles(first: 100) { nodes { unit { articles { totalCount(upTo: 100000) } } } } }";
    assert_refused(text, Code::CostLimit, 5_000, 100 * (1 + 1 + 200));
}

#[test]
fn a_list_that_is_told_what_to_hold_costs_as_many() {
    let text = "query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Article { unit { name } } } }";
    assert_eq!(with(text, json!({ "ids": ["a", "b", "c"] })).nodes, 6);
    assert_eq!(with(text, json!({ "ids": "a" })).nodes, 2);
    assert_eq!(nodes("query ($a: ID!) { nodes(ids: [$a, \"b\"]) { id } }"), 2);
    assert_eq!(nodes("query ($ids: [ID!]! = [\"a\", \"b\"]) { nodes(ids: $ids) { id } }"), 2);
    let ids = vec!["a"; 1_001];
    let fault = check_by(&GUARD, text, &json!({ "ids": ids })).unwrap_err();
    assert_eq!((fault.code, &fault.details["value"]), (Code::CostLimit, &json!(1_001)));
}

#[test]
fn of_several_types_one_is_paid_and_of_interfaces_all() {
    let text = "{ node(id: \"a\") {
        ... on Article { unit { name } cover { url } }
        ... on Author { unit { name } }
        ... on Author { avatar { url } }
        ... on Poll { id }
        ... on Node { ... on Article { unit { name } } ... on Author { unit { name } } }
    } }";

    assert_eq!(nodes(text), 1 + 2 + 1);
}

#[test]
fn every_use_of_a_fragment_is_paid_at_its_place() {
    let text = "{
        articles(first: 2) { ...A }
        more: articles(first: 5) { ...A }
    }
    fragment A on ArticleConnection { totalCount nodes { unit { name } } }";

    assert_eq!(nodes(text), 2 * 2 + 20 + 2 * 5 + 20);
}

#[test]
fn months_of_the_archive_are_many() {
    assert_eq!(nodes("{ archive { count } }"), 200);
    assert_eq!(nodes("{ archive { articles(first: 5) { nodes { title } } } }"), 1_200);
}

#[test]
fn what_a_sidebar_asks_for_passes() {
    let archive =
        "{ archive { label count articles(first: 1) { totalCount nodes { publishedLabel } } } }";
    assert_eq!(nodes(archive), 200 * (1 + 1 + 20));

    let authors = assert_passes("{ authors(first: 100) { nodes { articles { totalCount } } } }");
    assert_eq!((authors.nodes, authors.pages), (100 * (1 + 20), 100));
}

#[test]
fn a_page_is_paid_if_any_of_its_rows_is_asked_for_in_whatever_way() {
    for rows in [
        "nodes { id }",
        "edges { cursor }",
        "pageInfo { endCursor }",
        "nodes { id } edges { cursor }",
        "...P",
        "... on ArticleConnection { nodes { id } }",
    ] {
        let text = format!(
            "{{ articles(first: 7) {{ {rows} }} }} fragment P on ArticleConnection {{ nodes {{ id }} }}"
        );
        let cost = assert_passes(&text);
        assert_eq!((cost.nodes, cost.pages), (7, 7), "{rows}");
    }
    // Rows of a list inside are none of the list around it.
    let inside = "{ archive { articles(first: 7) { totalCount(upTo: 1) } } articles(first: 3) { __typename } }";
    assert_eq!((nodes(inside), assert_passes(inside).pages), (200 * 2, 1));
}

#[test]
fn skipped_fields_are_paid() {
    assert_eq!(nodes("{ articles(first: 7) @skip(if: true) { nodes { title } } }"), 7);
}

#[test]
fn what_the_schema_does_not_have_is_left_to_validation() {
    let cost = assert_passes("{ nothing(first: 100) { of { the } } ... on Kind { a } }");

    assert_eq!((cost.nodes, cost.values), (0, 4));
}
