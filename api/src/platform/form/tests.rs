use async_graphql::MaybeUndefined;

use super::*;

fn codes(problems: Problems) -> Vec<(ProblemCode, String)> {
    match problems.end() {
        Err(Refusal::Problems(problems)) => {
            problems.into_iter().map(|problem| (problem.code, problem.field.join("."))).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn all_that_is_wrong_is_told_with_its_field() {
    let mut problems = Problems::default();
    let set = |text: &str| Patch::Set(text.to_owned());
    assert_eq!(problems.line(set("Quế Sơn"), "input.name", 7), set("Quế Sơn"));
    assert_eq!(problems.line(set("Quế Sơn"), "input.a", 6), Patch::Keep);
    problems.line(set(" \u{a0}"), "input.b", 6);
    problems.line(set("a\nb"), "input.c", 6);
    problems.slug(set("Quế"), "input.d");
    problems.ids(Kind::Unit, &[ID("x".into())], "input.ids");
    let expected = [
        (ProblemCode::TooLong, "input.a"),
        (ProblemCode::Required, "input.b"),
        (ProblemCode::Invalid, "input.c"),
        (ProblemCode::Invalid, "input.d"),
        (ProblemCode::IdInvalid, "input.ids.0"),
    ];
    assert_eq!(codes(problems), expected.map(|(code, field)| (code, field.to_owned())));
}

#[test]
fn an_order_names_each_once() {
    let [a, b, c] = [1, 2, 3].map(Uuid::from_u128);
    let order = |given: &[Option<Uuid>]| {
        let mut problems = Problems::default();
        problems.order(given, &[a, b], "input.ids");
        codes(problems)
    };
    assert_eq!(order(&[Some(b), Some(a)]), []);
    let at = |code, field: &str| (code, field.to_owned());
    assert_eq!(order(&[Some(b)]), [at(ProblemCode::Required, "input.ids")]);
    assert_eq!(
        order(&[Some(a), Some(c), Some(a)]),
        [
            at(ProblemCode::ReferenceNotFound, "input.ids.1"),
            at(ProblemCode::Duplicate, "input.ids.2"),
            at(ProblemCode::Required, "input.ids"),
        ]
    );
}

#[test]
fn web_addresses_are_those_that_readers_can_follow_safely() {
    let read = |address: &str| {
        let mut problems = Problems::default();
        let read = problems.web_address(Patch::Set(address.to_owned()), "input.url");
        matches!(read, Patch::Set(_))
    };
    assert!(read("https://dangcongsan.vn/tin?a=1"));
    for address in [
        "javascript:alert(1)",
        "HTTPS://dangcongsan.vn",
        "//dangcongsan.vn",
        "https://",
        "https://dangcongsan.vn@evil.example/",
        "ftp://dangcongsan.vn",
        "/tin",
    ] {
        assert!(!read(address), "{address}");
    }
}

#[test]
fn what_is_absent_stays_and_null_clears() {
    assert_eq!(Patch::Keep.over(Some(1)), Some(1));
    assert_eq!(Patch::Clear.over(Some(1)), None);
    assert_eq!(Patch::Set(2).over(Some(1)), Some(2));
    assert_eq!(Patch::from(MaybeUndefined::<i32>::Null), Patch::Clear);
    let mut problems = Problems::default();
    assert_eq!(problems.required(Patch::<i32>::Clear, "input.a"), Patch::Keep);
    assert_eq!(codes(problems), [(ProblemCode::Required, "input.a".to_owned())]);
}
