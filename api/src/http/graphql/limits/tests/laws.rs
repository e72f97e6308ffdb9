use std::{collections::HashSet, sync::LazyLock};

use async_graphql::parser::{
    self,
    types::{ExecutableDocument, Selection, SelectionSet},
};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof, proptest},
    sample::select,
};
use serde_json::Map;

use super::{
    super::{Guard, Limits, shape},
    GUARD, guard, operation,
};

/// Selections that spread fragments of higher numbers only, so that they end.
fn selections(next: usize, fragments: usize) -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("a".to_owned()),
        (next..fragments.max(next + 1)).prop_map(move |fragment| {
            if fragment < fragments { format!("...F{fragment}") } else { "b: a".to_owned() }
        }),
    ];
    let item = leaf.prop_recursive(3, 12, 3, |inner| {
        (select(vec!["c", "...", "... on Query"]), vec(inner, 1..4))
            .prop_map(|(before, items)| format!("{before} {{ {} }}", items.join(" ")))
    });
    vec(item, 1..4).prop_map(|items| format!("{{ {} }}", items.join(" ")))
}

fn documents() -> impl Strategy<Value = String> {
    (0_usize..5).prop_flat_map(|fragments| {
        let operations: Vec<_> = vec![selections(0, fragments), selections(0, fragments)];
        let fragments: Vec<_> =
            (0..fragments).map(|fragment| selections(fragment + 1, fragments)).collect();
        (operations, fragments).prop_map(|(operations, fragments)| {
            let operations = operations.iter().enumerate();
            let operations = operations.map(|(place, set)| format!("query Q{place} {set}\n"));
            let fragments = fragments.iter().enumerate();
            let fragments =
                fragments.map(|(place, set)| format!("fragment F{place} on Query {set}\n"));
            operations.chain(fragments).collect()
        })
    })
}

/// Fields and depth of a selection by walking all of it, again for every spread.
fn expand<'a>(
    document: &'a ExecutableDocument,
    set: &'a SelectionSet,
    met: &mut HashSet<&'a str>,
) -> (u32, u32) {
    let sizes = set.items.iter().map(|selection| match &selection.node {
        Selection::Field(field) => {
            let (fields, depth) = expand(document, &field.node.selection_set.node, met);
            (fields + 1, depth + 1)
        }
        Selection::InlineFragment(inline) => expand(document, &inline.node.selection_set.node, met),
        Selection::FragmentSpread(spread) => {
            let name = &spread.node.fragment_name.node;
            met.insert(name);
            expand(document, &document.fragments[name].node.selection_set.node, met)
        }
    });
    sizes.fold((0, 0), |sum, size| (sum.0 + size.0, sum.1.max(size.1)))
}

/// It refuses nothing that the parser takes, so that everything is measured.
static LIMITLESS: LazyLock<Guard> = LazyLock::new(|| {
    let most = u32::MAX;
    guard(Limits { aliases: most, depth: most, nesting: 60, fields: most, ..Limits::default() })
});

/// What GraphQL is written with, in no order.
fn scraps() -> impl Strategy<Value = String> {
    let scraps = [
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        ":",
        "!",
        "=",
        "$",
        "@",
        "...",
        " on ",
        "fragment ",
        "query ",
        "mutation ",
        "a",
        "articles",
        "nodes",
        "first",
        "1",
        "-",
        ".",
        "\"",
        "\"\"\"",
        "\\",
        "#",
        "\n",
        "\r",
        ",",
        "ế",
        "\u{feff}",
        "\0",
        " ",
    ];
    vec(select(scraps.to_vec()), 0..60).prop_map(|scraps| scraps.concat())
}

proptest! {
    #[test]
    fn measured_fields_and_depth_are_those_of_the_expanded_document(text in documents()) {
        let document = parser::parse_query(&text).unwrap();
        let mut met = HashSet::new();
        let mut sizes: Vec<_> = document
            .operations
            .iter()
            .map(|(_, operation)| expand(&document, &operation.node.selection_set.node, &mut met))
            .collect();
        for (name, fragment) in &document.fragments {
            if !met.contains(name.as_str()) {
                let set = &fragment.node.selection_set.node;
                sizes.push(expand(&document, set, &mut HashSet::new()));
            }
        }

        let shape = shape::check(&LIMITLESS.limits, &LIMITLESS.prices, &document);

        let shape = shape.unwrap();
        assert_eq!(shape.fields, sizes.iter().map(|(fields, _)| fields).sum::<u32>(), "{text}");
        assert_eq!(shape.depth, sizes.iter().map(|(_, depth)| *depth).max().unwrap(), "{text}");
        // Whatever order its fragments are met in.
        let measured = LIMITLESS.check(&document, operation(&document), &Map::new()).unwrap();
        let cost = measured.cost;
        assert_eq!((cost.fields, cost.depth), (shape.fields, shape.depth));
    }

    #[test]
    fn no_text_is_too_much_for_the_guard(text in prop_oneof![any::<String>(), scraps()]) {
        if GUARD.check_text(&text).is_ok() && let Ok(document) = parser::parse_query(&text) {
            let _ = GUARD.check(&document, operation(&document), &Map::new());
        }
    }
}
