use super::{assert_passes, check};
use crate::platform::error::Code;

/// The standard introspection query with all of its options, as GraphiQL and graphql-js send it.
const STANDARD: &str = "query IntrospectionQuery {
  __schema {
    description
    queryType { name kind }
    mutationType { name kind }
    subscriptionType { name kind }
    types { ...FullType }
    directives {
      name description isRepeatable locations
      args(includeDeprecated: true) { ...InputValue }
    }
  }
}
fragment FullType on __Type {
  kind name description specifiedByURL isOneOf
  fields(includeDeprecated: true) {
    name description
    args(includeDeprecated: true) { ...InputValue }
    type { ...TypeRef }
    isDeprecated deprecationReason
  }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue {
  name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
}
fragment TypeRef on __Type {
  kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name } } } } } } } } }
}";

#[test]
fn the_standard_query_passes_and_costs_no_nodes() {
    let cost = assert_passes(STANDARD);

    assert_eq!((cost.nodes, cost.depth), (0, 15));
    // Room for a schema of half as much again: the limit is 100,000.
    assert!(cost.values < 66_000, "{cost:?}");
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

        assert_eq!((fault.code, &fault.details["measure"]), (Code::CostLimit, &"values".into()));
    }
}

#[test]
fn questions_about_one_type_are_cheap() {
    let cost =
        assert_passes("{ __type(name: \"Article\") { name fields { name type { name } } } }");

    assert!(cost.values < 200, "{cost:?}");
}
