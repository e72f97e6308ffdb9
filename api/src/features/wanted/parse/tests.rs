use proptest::{prelude::any, proptest};

use super::*;

/// What is looked for, in short: `_` between neighbours, `*` behind beginnings.
fn shown(typed: &str) -> (Vec<String>, Vec<String>) {
    let phrase = |phrase: &Phrase| {
        let words: Vec<&str> = phrase.compared().map(|syllable| &*syllable.exact).collect();
        format!("{}{}", words.join("_"), if phrase.open.is_some() { "*" } else { "" })
    };
    let wanted = Wanted::parse(typed, &Synonyms::default());
    let units = wanted.units.iter().map(|unit| phrase(&unit.0[0])).collect();
    (units, wanted.unwanted.iter().map(phrase).collect())
}

fn units(typed: &str) -> Vec<String> {
    shown(typed).0
}

#[test]
fn syllables_must_all_occur() {
    assert_eq!(units("Hội nghị,  lần"), ["hội", "nghị", "lần"]);
    assert_eq!(units("62-KL/TW"), ["62", "kl", "tw"]);
    assert_eq!(units("a\0b\nc"), ["a", "b", "c"]);
}

#[test]
fn quotes_make_phrases() {
    assert_eq!(units(r#"họp "Dân vận khéo" nay"#), ["họp", "dân_vận_khéo", "nay"]);
    assert_eq!(units("“dân vận”"), ["dân_vận"]);
    assert_eq!(units(r#"dân "vận"#), ["dân", "vận"]);
    assert_eq!(units(r#""" dân"#), ["dân"]);
}

#[test]
fn a_star_behind_a_word_leaves_its_end_open() {
    assert_eq!(units("dân ngh*"), ["dân", "ngh*"]);
    assert_eq!(units("n* * ** dân *vận"), ["n", "dân", "vận"]);
    assert_eq!(units("đại-hộ*"), ["đại", "hộ*"]);
}

#[test]
fn a_dash_ahead_of_a_word_excludes_it() {
    let (wanted, unwanted) = shown(r#"dân -vận - khéo -"hội nghị" a-b"#);
    assert_eq!(wanted, ["dân", "khéo", "a", "b"]);
    assert_eq!(unwanted, ["vận", "hội_nghị"]);
    assert_eq!(units("-vận"), [""; 0]);
}

#[test]
fn terms_of_congresses_are_one_thing() {
    for typed in
        ["khóa 22", "Khoá XXII", "lần thứ XXII", "nhiệm kỳ 22", "khoa xxii", r#""khóa 22""#]
    {
        assert_eq!(units(typed), ["_22"], "{typed}");
    }
    assert_eq!(units("Đại hội XXII"), ["đại", "hội", "_22"]);
}

#[test]
fn short_forms_stand_for_long_ones_and_the_other_way_round() {
    let now = Default::default();
    let row = |short: &str, long: &str| entity::search_synonym::Model {
        id: Default::default(),
        short: short.to_owned(),
        long: long.to_owned(),
        sort_key: Vec::new(),
        created_at: now,
        updated_at: now,
        version: 1,
        deleted_at: None,
    };
    let synonyms = Synonyms::of(vec![
        row("UBND", "Ủy ban nhân dân"),
        row("TU", "Tỉnh ủy"),
        row("UBND", "Ủy ban"),
    ]);
    let forms = |typed: &str| -> Vec<Vec<String>> {
        let form = |phrase: &Phrase| {
            let words: Vec<&str> = phrase.syllables.iter().map(|one| &*one.exact).collect();
            words.join("_")
        };
        let wanted = Wanted::parse(typed, &synonyms);
        wanted.units.iter().map(|unit| unit.0.iter().map(form).collect()).collect()
    };
    assert_eq!(forms("ubnd xã"), [vec!["ubnd", "ủy_ban_nhân_dân", "ủy_ban"], vec!["xã"]]);
    assert_eq!(forms("uỷ ban nhan dan"), [vec!["ủy_ban_nhan_dan", "ubnd"]]);
    assert_eq!(forms("ủy ban"), [vec!["ủy_ban", "ubnd"]]);
    assert_eq!(forms("tu TU"), [vec!["tu"], vec!["tu", "tỉnh_ủy", "tu"]]);
    assert_eq!(forms("\"ubnd\""), [vec!["ubnd"]]);
    assert!(!Wanted::parse("ubnd", &synonyms).is_marked());
}

#[test]
fn punctuation_alone_is_nothing() {
    for typed in ["", "  ", "-", "\"", "* OR ( :", "\u{301}", "🙂", "“”", "-\"\""] {
        assert!(
            typed.contains("OR") || Wanted::parse(typed, &Synonyms::default()).is_empty(),
            "{typed:?}"
        );
    }
    assert_eq!(units("* OR ( :"), ["or"]);
}

proptest! {
    #[test]
    fn everything_can_be_typed(typed in any::<String>()) {
        Wanted::parse(&typed, &Synonyms::default());
    }

    #[test]
    fn everything_can_be_typed_with_signs(typed in "[-\"*“” a1đ\u{301}]{0,20}") {
        for phrase in Wanted::parse(&typed, &Synonyms::default()).units.iter().flat_map(|unit| &unit.0) {
            assert!(!phrase.syllables.is_empty());
        }
    }
}
