use super::{Guard, assert_passes, check, check_by};
use crate::platform::error::Code;
use serde_json::json;

use super::super::{Cost, Limits};
use crate::platform::error::BadInput;

fn mutate(text: &str) -> Result<Cost, BadInput> {
    let sdl = "schema { query: Query mutation: Mutation }
        type Query { a: Int }
        type Mutation {
            a: Int @public b: Int @public c: Int @public
            accountLogin(input: Int): Int @public accountChangePassword: Int @public
        }
        directive @include(if: Boolean!) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT";
    check_by(&Guard::new(Limits::default(), sdl), text, &json!({}))
}

#[test]
fn directives_of_the_specification_pass_where_they_may_stand() {
    assert_passes(
        "query ($yes: Boolean!) {
            __typename @skip(if: $yes)
            ... @include(if: $yes) { ...A @skip(if: $yes) }
        }
        fragment A on Query { a @include(if: $yes) }",
    );
}

#[test]
fn a_directive_that_is_not_defined_for_its_place_is_refused() {
    for text in [
        "{ a @b }",
        "{ __typename @b }",
        "{ ... @b { a } }",
        "{ ...A @b } fragment A on Query { a }",
        "{ ...A } fragment A on Query @b { a }",
        "{ ...A } fragment A on Query @skip(if: true) { a }",
        "{ a } fragment A on Query { a @b }",
        "query @b { a }",
        "query @skip(if: true) { a }",
        "query ($a: Int @b) { a }",
        "query A { a } query B { a @b }",
        "{ a @oneOf }",
        "{ a @specifiedBy(url: \"\") }",
    ] {
        assert_eq!(check(text).unwrap_err().code, Code::GraphqlValidationFailed, "{text}");
    }
}

#[test]
fn type_names_take_no_arguments_and_have_no_fields() {
    for text in
        ["{ __typename(a: 1) }", "{ a: __typename { b } }", "{ a { b: __typename(c: $d) } }"]
    {
        assert_eq!(check(text).unwrap_err().code, Code::GraphqlValidationFailed, "{text}");
    }
}

#[test]
fn a_mutation_that_would_run_twice_is_refused() {
    for text in [
        "mutation { a a }",
        "mutation { a b a: b }",
        "mutation { a ... { a } }",
        "mutation { ...A ...A } fragment A on Mutation { a }",
        "mutation { a @include(if: false) a }",
    ] {
        assert_eq!(mutate(text).unwrap_err().code, Code::MutationRepeated, "{text}");
    }
}

#[test]
fn an_operation_that_would_compare_several_passwords_is_refused() {
    for text in [
        "mutation { a: accountLogin(input: 1) b: accountLogin(input: 2) }",
        "mutation { accountLogin accountChangePassword }",
        "mutation { accountLogin ... on Mutation { again: accountLogin } }",
        "mutation { accountLogin ...A } fragment A on Mutation { again: accountLogin }",
        "mutation { accountLogin @include(if: false) again: accountLogin }",
    ] {
        assert_eq!(mutate(text).unwrap_err().code, Code::MutationRepeated, "{text}");
    }
    mutate("mutation { accountLogin a }").unwrap();
}

#[test]
fn a_mutation_may_have_several_fields_and_name_its_type_twice() {
    mutate("mutation { a b again: a __typename __typename c { d d } }").unwrap();
    mutate("{ a a }").unwrap();
}
