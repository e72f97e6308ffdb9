//! Who, when, how often: what is counted rather than read.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{Datelike, FixedOffset, NaiveDate, Timelike, Weekday};
use entity::congress_category::Series;
use unicode_normalization::UnicodeNormalization;

use super::{articles, percent, units};
use crate::features::demo::grammar::{Generated, Grammar};

#[test]
fn bylines_have_the_shapes_of_the_portal() {
    let articles = articles(4_000);
    let shape = |person, unit| {
        percent(&articles, |one| (one.pen_name.is_some(), one.unit.is_some()) == (person, unit))
    };

    for (share, wanted) in [
        (shape(true, true), 60.0),
        (shape(true, false), 15.0),
        (shape(false, true), 20.0),
        (shape(false, false), 5.0),
    ] {
        assert!((share - wanted).abs() < 3.0, "{share} instead of {wanted}");
    }
}

#[test]
fn a_byline_names_the_writer_and_the_unit_as_it_was_called_that_day() {
    let units = units();
    for article in articles(2_000) {
        let day = local(&article).date();
        let unit = article.unit.map(|index| units[index].on(day).unwrap().short());
        let parts: Vec<_> = article.pen_name.as_deref().into_iter().chain(unit).collect();
        let byline = article.byline.unwrap_or_default().nfc().collect::<String>();
        let usual = crate::platform::text::canonical_tone(&byline).replace('\u{d0}', "Đ");
        assert_eq!(usual, parts.join(" - "));
    }
}

#[test]
fn three_hundred_people_write_and_some_more_than_others() {
    let grammar = Grammar::new(1, units());
    let known: HashSet<_> = grammar.pen_names().iter().collect();
    let mut written: HashMap<String, usize> = HashMap::new();
    for name in articles(6_000).into_iter().filter_map(|article| article.pen_name) {
        assert!(known.contains(&name));
        *written.entry(name).or_default() += 1;
    }

    assert_eq!(known.len(), 300);
    assert!(written.len() > 270, "{} wrote", written.len());
    assert!(written.values().max() > Some(&20));
}

#[test]
fn articles_appear_in_office_hours_of_working_days() {
    for article in articles(4_000) {
        let local = local(&article);
        let minute = local.hour() * 60 + local.minute();
        assert!((2009..=2025).contains(&local.year()), "{local}");
        assert!((450..690).contains(&minute) || (810..1_020).contains(&minute), "{local}");
        assert!(!matches!(local.weekday(), Weekday::Sat | Weekday::Sun), "{local}");
        assert_eq!((local.second(), local.nanosecond()), (0, 0));
    }
}

#[test]
fn congress_months_are_busy() {
    let mut months: BTreeMap<(i32, u32), usize> = BTreeMap::new();
    for article in articles(10_000) {
        let local = local(&article);
        *months.entry((local.year(), local.month())).or_default() += 1;
    }

    assert_eq!(months.len(), 198);
    for (busy, usual) in [((2010, 9), (2011, 9)), ((2016, 1), (2016, 2)), ((2020, 10), (2020, 12))]
    {
        assert!(months[&busy] * 2 > months[&usual] * 3, "{busy:?}");
    }
}

#[test]
fn a_term_has_begun_when_an_article_belongs_to_it() {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let begun = HashMap::from([
        ((Series::National, 11), day(2011, 1, 12)),
        ((Series::National, 12), day(2016, 1, 20)),
        ((Series::Provincial, 20), day(2010, 9, 27)),
        ((Series::Provincial, 21), day(2015, 10, 12)),
        ((Series::Provincial, 22), day(2020, 10, 11)),
    ]);
    let articles = articles(4_000);
    for article in &articles {
        let day = local(article).date();
        assert!(article.congress.len() <= 2);
        assert!(article.congress.iter().all(|term| begun.get(term).is_none_or(|on| *on <= day)));
        let series: HashSet<_> = article.congress.iter().map(|(series, _)| series).collect();
        assert_eq!(series.len(), article.congress.len());
    }
    let met: HashSet<_> = articles.iter().flat_map(|article| &article.congress).collect();
    assert_eq!(met.len(), 9, "every term has articles");
}

#[test]
fn a_few_articles_are_read_by_most() {
    let mut views: Vec<i64> = articles(10_000).iter().map(|article| article.views).collect();
    views.sort_unstable();

    assert!(views[0] >= 0);
    assert!((35..=45).contains(&views[5_000]), "{}", views[5_000]);
    // By Zipf's law the article at rank 100 of 10,000 has about a hundred times the median's.
    assert!((3_000..=5_500).contains(&views[9_900]), "{}", views[9_900]);
    assert!(views[9_999] < 2_000_000, "{}", views[9_999]);
}

fn local(article: &Generated) -> chrono::NaiveDateTime {
    let vietnam = FixedOffset::east_opt(7 * 3_600).unwrap();
    article.published_at.with_timezone(&vietnam).naive_local()
}
