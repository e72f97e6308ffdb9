//! Articles and what belongs to them.

use super::rows::{
    ARTICLE, AUTHOR, AUTHORS, MEDIA, OTHER, PICTURES, Rows, TERM, TERMS, UNIT, UNITS, text,
};

/// When the tests begin.
const NOW: i64 = 1_767_225_600;

impl Rows {
    pub fn of_articles(&self) -> Vec<String> {
        let mut inserts = vec![self.articles(), self.signatures(), self.on_terms()];
        inserts.extend([self.figures(), self.files(), self.views(), self.redirects()]);
        inserts.extend(self.view_days());
        inserts.extend(self.listings());
        inserts.extend([self.first_words(), self.later_words()]);
        inserts
    }

    /// The keys of titles, as saving an article writes them: all begin with the same word.
    fn first_words(&self) -> String {
        self.suggestion_keys("art", ARTICLE, self.articles.count, ("bai", false))
    }

    /// The keys from the number on.
    fn later_words(&self) -> String {
        self.suggestion_keys("art", ARTICLE, self.articles.count, ("", true))
    }

    fn articles(&self) -> String {
        let (dialect, second) = (self.dialect, self.second());
        let columns = vec![
            ("slug", "'bai-' || n".to_owned()),
            ("title", "'Bài ' || n".to_owned()),
            ("title_key", dialect.key("n")),
            ("unit_id", self.uuid(UNIT, &unit())),
            ("cover_id", format!("CASE WHEN n % 3 = 0 THEN {} END", self.picture())),
            ("status", status()),
            ("created_by", self.writer("n")),
            ("published_at", dialect.time(&second)),
            ("published_on", dialect.day(&second)),
            ("published_month", dialect.month(&second)),
            ("expires_at", self.expiry()),
            ("syllable_count", "100".to_owned()),
            ("body_html", dialect.text(100)),
            ("body_text", dialect.text(60)),
            ("body_blocks", text("[]")),
        ];
        self.insert("article", self.articles.count, &self.content(ARTICLE, columns), "")
    }

    fn signatures(&self) -> String {
        let columns = [
            ("article_id", self.article()),
            ("author_id", self.uuid(AUTHOR, &author())),
            ("position", "0".to_owned()),
        ];
        self.insert("article_author", self.articles.count, &columns, "WHERE n % 4 > 0")
    }

    fn on_terms(&self) -> String {
        let columns =
            [("article_id", self.article()), ("congress_category_id", self.uuid(TERM, &term()))];
        self.insert("article_congress_category", self.articles.count, &columns, "WHERE n % 5 < 2")
    }

    fn figures(&self) -> String {
        let columns = [
            ("article_id", self.uuid(ARTICLE, "(n / 2)")),
            ("position", "n % 2".to_owned()),
            ("caption", text("Chú thích")),
            ("media_id", self.picture()),
        ];
        self.insert("article_figure", self.articles.count * 2, &columns, "")
    }

    /// The pictures of the figures, as saving an article notes them.
    fn files(&self) -> String {
        let columns = [
            ("article_id", self.uuid(ARTICLE, "(n / 2)")),
            ("waiting", "FALSE".to_owned()),
            ("media_id", self.picture()),
        ];
        self.insert("article_media", self.articles.count * 2, &columns, "")
    }

    fn views(&self) -> String {
        let views = || "(n * 7919 % 5003)".to_owned();
        let columns = [
            ("article_id", self.article()),
            ("imported", views()),
            ("counted", "0".to_owned()),
            ("total", views()),
            ("week", lately(97)),
            ("month", lately(1_009)),
        ];
        self.insert("article_view", self.articles.count, &columns, "")
    }

    /// Today and the days before, on which fewer and fewer articles are read that are of old.
    fn view_days(&self) -> Vec<String> {
        let days = (0..30_u32).map(|ago| {
            let day = self.dialect.day(&(NOW - 86_400 * i64::from(ago)).to_string());
            let columns = [
                ("article_id", self.article()),
                ("day", day),
                ("views", "(n * 7919 % 97 + 1)".to_owned()),
            ];
            self.insert("article_view_day", self.articles.count, &columns, "WHERE n % 20 = 0")
        });
        days.collect()
    }

    fn redirects(&self) -> String {
        let columns = [
            ("id", self.uuid(OTHER, "n")),
            ("host", text("cu.example.vn")),
            ("path", "'/tin.aspx?ma=' || n".to_owned()),
            ("article_id", self.article()),
            ("created_at", self.dialect.time("1230768000")),
        ];
        self.insert("redirect", self.articles.count, &columns, "WHERE n % 2 = 0")
    }

    /// The lists as saving an article writes them.
    fn listings(&self) -> Vec<String> {
        let unit_of = |number: &str| self.uuid(UNIT, number);
        let below_another = format!("WHERE {} >= 50", unit());
        let lists = [
            ("ALL", self.dialect.nil().to_owned(), ""),
            ("UNIT", unit_of(&unit()), ""),
            ("UNIT_TREE", unit_of(&unit()), ""),
            ("UNIT_TREE", unit_of(&format!("({} / 60)", unit())), &below_another),
            ("AUTHOR", self.uuid(AUTHOR, &author()), "WHERE n % 4 > 0"),
            ("CONGRESS_CATEGORY", self.uuid(TERM, &term()), "WHERE n % 5 < 2"),
        ];
        lists.into_iter().map(|(list, owner, some)| self.listing(list, owner, some)).collect()
    }
}

impl Rows {
    pub fn listing(&self, list: &str, owner: String, some: &str) -> String {
        let columns = [
            ("list", text(list)),
            ("owner_id", owner),
            ("article_id", self.article()),
            ("status", status()),
            ("listed_at", self.dialect.time(&self.second())),
            ("expires_at", self.expiry()),
            ("title_key", self.dialect.key("n")),
        ];
        self.insert("article_listing", self.articles.count, &columns, some)
    }

    fn article(&self) -> String {
        self.uuid(ARTICLE, "n")
    }

    fn picture(&self) -> String {
        self.uuid(MEDIA, &format!("(n % {PICTURES})"))
    }

    /// Every fiftieth expired a year after its publication.
    fn expiry(&self) -> String {
        let time = self.dialect.time(&format!("({} + 31536000)", self.second()));
        format!("CASE WHEN n % 50 = 7 THEN {time} END")
    }
}

/// Views of the twentieth part of the articles that is read lately.
fn lately(most: u32) -> String {
    format!("CASE n % 20 WHEN 0 THEN n * 7919 % {most} + 1 ELSE 0 END")
}

fn status() -> String {
    let states =
        "WHEN 3 THEN 'DRAFT' WHEN 4 THEN 'WITHDRAWN' WHEN 5 THEN 'IN_REVIEW' ELSE 'PUBLISHED'";
    format!("CASE n % 60 {states} END")
}

fn unit() -> String {
    skewed("n * 7919", UNITS)
}

fn author() -> String {
    // Who writes much writes for a unit that sends much.
    skewed("n * 7919", AUTHORS)
}

fn term() -> String {
    skewed("n * 4373", TERMS)
}

/// A number below the count; the first ones come up a thousand times as often as the last.
fn skewed(number: &str, count: u32) -> String {
    let thousandths = format!("({number} % 1000)");
    format!("({thousandths} * {thousandths} * {thousandths} * {count} / 1000000000)")
}
