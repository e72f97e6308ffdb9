use serde_json::json;

use super::{
    super::{Guard, Limits, introspection::STANDARD},
    SDL, assert_passes, check, check_by, guard,
};
use crate::platform::error::Code;

/// Asks so often for all types.
fn all_types(times: u32) -> String {
    let (_, fragments) = STANDARD.split_once("fragment").unwrap();
    let types =
        (0..times).map(|number| format!("a{number}: __schema {{ types {{ ...FullType }} }} "));
    format!("{{ {} }} fragment{fragments}", types.collect::<String>())
}

#[test]
fn the_standard_query_passes_and_costs_no_nodes_and_no_values() {
    let cost = assert_passes(STANDARD);

    assert_eq!((cost.nodes, cost.values, cost.depth), (0, 0, 15));
    assert!(cost.introspection > 50_000, "{cost:?}");
    let cost = assert_passes("{ site { name } __schema { queryType { name } } }");
    assert_eq!((cost.values, cost.introspection), (2, 3));
}

#[test]
fn the_standard_query_passes_however_the_schema_grows_and_whatever_the_limits() {
    let field = "field(one: Int, two: String): [Int!]! ";
    let grown = (0..3_000).map(|n| format!("type Grown{n} {{ {} }}\n", field.repeat(9)));
    let sdl = format!("{SDL}\n{}", grown.collect::<String>());
    let cost = check_by(&Guard::new(Limits::default(), &sdl), STANDARD, &json!({})).unwrap();
    assert!(cost.introspection > 10 * assert_passes(STANDARD).introspection, "{cost:?}");
    let narrow = Limits { nodes: 1, values: 1, ..Limits::default() };
    assert!(check_by(&guard(narrow), STANDARD, &json!({})).is_ok());
}

#[test]
fn twice_the_schema_is_told_at_once_and_no_more() {
    assert_passes(&all_types(2));
    let fault = check(&all_types(3)).unwrap_err();

    assert_eq!(fault.code, Code::CostLimit);
    let limit = 2 * assert_passes(STANDARD).introspection;
    assert_eq!(fault.details["limit"], limit);
}

#[test]
fn types_that_lead_to_types_are_refused() {
    let lists =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    let types = "{ __type(name: \"Node\") { possibleTypes { interfaces { possibleTypes {
        interfaces { possibleTypes { interfaces { possibleTypes { interfaces { possibleTypes {
            interfaces { possibleTypes { name } }
        } } } } } } } } } } }";
    for text in [lists, types] {
        let fault = check(text).unwrap_err();

        assert_eq!(
            (fault.code, &fault.details["measure"]),
            (Code::CostLimit, &"introspection".into())
        );
    }
}

#[test]
fn questions_about_one_type_are_cheap() {
    let cost =
        assert_passes("{ __type(name: \"Article\") { name fields { name type { name } } } }");

    assert!(cost.values < 200, "{cost:?}");
}
