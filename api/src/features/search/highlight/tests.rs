use proptest::{prelude::any, prop_assert, prop_assert_eq, proptest};

use super::*;

fn shown(text: &str, typed: &str, marks: Marks) -> String {
    let matches = matches(text, &Wanted::parse(typed, &Default::default()), marks);
    let fragments = fragments(text, &matches).into_iter();
    fragments
        .map(|piece| if piece.matched { format!("[{}]", piece.text) } else { piece.text })
        .collect()
}

#[test]
fn what_was_found_keeps_its_marks() {
    let text = "Hội nghị Đảng bộ: học tập";
    assert_eq!(shown(text, "dang hoi nghi", Marks::AsMeant), "[Hội nghị Đảng] bộ: học tập");
    assert_eq!(shown(text, "đang", Marks::AsMeant), text);
    assert_eq!(shown(text, "đang", Marks::Loosely), "Hội nghị [Đảng] bộ: học tập");
}

#[test]
fn phrases_are_found_as_a_whole() {
    let text = "dân vận và vận động dân";
    assert_eq!(shown(text, r#""dân vận""#, Marks::AsMeant), "[dân vận] và vận động dân");
    assert_eq!(shown(text, "độ*", Marks::AsMeant), "dân vận và vận [động] dân");
    assert_eq!(shown("Đại hội lần thứ XXII", "khóa 22", Marks::AsMeant), "Đại hội [lần thứ XXII]");
}

#[test]
fn a_long_text_is_cut_at_words_around_it() {
    let text = format!("{}hội nghị {}", "một hai ba ".repeat(90), "bốn năm sáu ".repeat(90));
    let found = shown(&text, "hội nghị", Marks::AsMeant);
    assert!(found.contains(" [hội nghị] ") && found.chars().count() < 200, "{found}");
    assert!(found.starts_with(['m', 'h', 'b']) && !found.ends_with(' '), "{found}");
}

proptest! {
    #[test]
    fn pieces_are_a_part_of_the_text(text in any::<String>(), long in "[ aăđĐ1]{0,400}", typed in "[aăđ1 ]{0,9}") {
        for text in [text, long] {
            let matches = matches(&text, &Wanted::parse(&typed, &Default::default()), Marks::AsMeant);
            let pieces = fragments(&text, &matches);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            prop_assert!(text.contains(&whole));
            prop_assert_eq!(matches.is_empty(), !pieces.iter().any(|piece| piece.matched));
        }
    }
}

#[test]
fn of_a_match_that_is_longer_than_the_window_the_beginning_is_shown() {
    let long = "hội nghị tổng kết công tác dân vận ".repeat(6);
    let text = format!("{}{long}", "Một hai ba bốn. ".repeat(200));
    let matches = matches(&text, &Wanted::parse(&long, &Default::default()), Marks::AsMeant);
    assert!(fragments(&text, &matches).iter().any(|piece| piece.matched));
}
