//! What is inserted, table by table.

use super::dialect::Dialect;

/// Kinds as they stand in the ids.
pub const UNIT: u16 = 1;
pub const AUTHOR: u16 = 2;
pub const TERM: u16 = 3;
pub const MEDIA: u16 = 4;
pub const ARTICLE: u16 = 5;
pub const DIRECTORY: u16 = 6;
pub const LINK: u16 = 7;
pub const POLL: u16 = 8;
pub const OTHER: u16 = 9;
pub const ACCOUNT: u16 = 10;

pub const UNITS: u32 = 3_000;
pub const AUTHORS: u32 = 5_000;
pub const TERMS: u32 = 30;
const SYNONYMS: u32 = 450;
const POLLS: u32 = 2_000;
pub const PICTURES: u32 = 20_000;

/// The first second of 2009, when everything but articles is said to have been made.
pub const BEGIN: u32 = 1_230_768_000;

pub fn inserts(dialect: Dialect, articles: Articles) -> Vec<String> {
    let rows = Rows { dialect, articles };
    let mut inserts = vec![rows.site(), rows.units(), rows.unit_names(), rows.successions()];
    inserts.extend([rows.media(), rows.authors(), rows.terms()]);
    inserts.extend(rows.links());
    inserts.extend(rows.polls());
    inserts.push(rows.synonyms());
    inserts.extend(rows.of_articles());
    inserts.push(rows.suggestion_keys("unt", UNIT, UNITS, ("don vi", false)));
    inserts.push(rows.suggestion_keys("aut", AUTHOR, AUTHORS, ("but danh", false)));
    inserts.push(rows.suggestion_keys("cat", TERM, TERMS, ("khoa", false)));
    inserts.extend(rows.of_people());
    inserts
}

/// A column and the SQL of its value.
pub type Column = (&'static str, String);

/// Writes the statements.
pub struct Rows {
    pub dialect: Dialect,
    pub articles: Articles,
}

/// How many articles there are, and the span of time in which they were published.
#[derive(Clone, Copy)]
pub struct Articles {
    pub count: u32,
    /// The first second, as Unix counts.
    pub begin: u32,
    pub seconds: u32,
}

impl Rows {
    /// `INSERT … SELECT` over the numbers below a count.
    pub fn insert(&self, table: &str, count: u32, columns: &[Column], more: &str) -> String {
        let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
        let values: Vec<_> = columns.iter().map(|(_, value)| value.as_str()).collect();
        format!(
            "WITH RECURSIVE numbers(n) AS (SELECT CAST(0 AS BIGINT) UNION ALL \
             SELECT n + 1 FROM numbers WHERE n < {count} - 1) \
             INSERT INTO {table} ({}) SELECT {} FROM numbers {more}",
            names.join(", "),
            values.join(", ")
        )
    }

    pub fn uuid(&self, kind: u16, number: &str) -> String {
        self.dialect.uuid(kind, number)
    }

    /// An article's time of publication, in seconds.
    pub fn second(&self) -> String {
        let Articles { count, begin, seconds } = self.articles;
        format!("({begin} + n * {seconds} / {count})")
    }

    pub fn stamps(&self) -> [Column; 3] {
        let time = self.dialect.time(&BEGIN.to_string());
        [("created_at", time.clone()), ("updated_at", time), ("version", "1".to_owned())]
    }

    pub fn content(&self, kind: u16, columns: Vec<Column>) -> Vec<Column> {
        let id = ("id", self.uuid(kind, "n"));
        [id].into_iter().chain(self.stamps()).chain(columns).collect()
    }

    /// By which letters things are suggested: a word that all of them have, and their number.
    pub fn suggestion_keys(
        &self,
        node: &str,
        kind: u16,
        count: u32,
        (word, later): (&str, bool),
    ) -> String {
        let key = self.dialect.bytes(&format!("trim('{word} ' || n) || ' '"));
        let columns = [
            ("node", text(node)),
            ("node_id", self.uuid(kind, "n")),
            ("place", u8::from(later).to_string()),
            ("later", later.to_string()),
            ("exact", key.clone()),
            ("folded", key),
            ("label", "'Tên ' || n".to_owned()),
        ];
        self.insert("suggestion_key", count, &columns, "")
    }

    fn site(&self) -> String {
        let name = [("id", "1".to_owned()), ("name", text("Cổng tin"))];
        let template = [
            ("base_url", text("https://portal.example.vn")),
            ("article_url_template", text("/tin/{slug}")),
            ("unit_id", self.uuid(UNIT, "0")),
        ];
        let columns: Vec<_> = name.into_iter().chain(template).chain(self.stamps()).collect();
        self.insert("site", 1, &columns, "")
    }

    /// Fifty at the top, all others below them.
    fn units(&self) -> String {
        let kinds = ["COMMITTEE", "ADVISORY_BODY", "GRASSROOTS", "AFFILIATED"];
        let kind = kinds.iter().zip(0..).map(|(kind, n)| format!("WHEN {n} THEN '{kind}'"));
        let kind = format!("CASE n % 4 {} END", kind.collect::<Vec<_>>().join(" "));
        let parent = format!("CASE WHEN n >= 50 THEN {} END", self.uuid(UNIT, "(n / 60)"));
        let columns = vec![
            ("slug", "'don-vi-' || n".to_owned()),
            ("kind", kind),
            ("parent_id", parent),
            ("name", "'Đơn vị ' || n".to_owned()),
            ("sort_key", self.dialect.key("n")),
        ];
        self.insert("unit", UNITS, &self.content(UNIT, columns), "")
    }

    fn unit_names(&self) -> String {
        let columns = [
            ("id", self.uuid(OTHER, "n")),
            ("unit_id", self.uuid(UNIT, "n")),
            ("name", "'Đơn vị ' || n".to_owned()),
            ("name_key", "'don vi ' || n".to_owned()),
        ];
        self.insert("unit_name", UNITS, &columns, "")
    }

    fn successions(&self) -> String {
        let columns = [
            ("id", self.uuid(OTHER, "n")),
            ("predecessor_id", self.uuid(UNIT, "(n * 3)")),
            ("successor_id", self.uuid(UNIT, "(n * 3 + 1)")),
            ("kind", text("MERGED_INTO")),
            ("effective_on", self.dialect.day("1400000000")),
        ];
        self.insert("unit_succession", UNITS / 3, &columns, "")
    }

    fn media(&self) -> String {
        let columns = vec![
            ("sha256", self.dialect.key("n")),
            ("mime_type", text("image/jpeg")),
            ("size", "1000".to_owned()),
            ("file_name", "'anh-' || n".to_owned()),
            ("storage_key", "'kho/' || n".to_owned()),
        ];
        self.insert("media", PICTURES, &self.content(MEDIA, columns), "")
    }

    fn authors(&self) -> String {
        let columns = vec![
            ("slug", "'but-danh-' || n".to_owned()),
            ("pen_name", "'Bút danh ' || n".to_owned()),
            ("pen_name_key", "'but danh ' || n".to_owned()),
            ("sort_name", "'danh ' || n".to_owned()),
            ("sort_key", self.dialect.key("n")),
            ("unit_id", self.uuid(UNIT, &format!("(n * 7 % {UNITS})"))),
            ("avatar_id", self.uuid(MEDIA, "n")),
        ];
        self.insert("author", AUTHORS, &self.content(AUTHOR, columns), "")
    }

    fn terms(&self) -> String {
        let columns = vec![
            ("slug", "'khoa-' || n".to_owned()),
            ("series", "CASE WHEN n < 13 THEN 'NATIONAL' ELSE 'PROVINCIAL' END".to_owned()),
            ("unit_id", format!("CASE WHEN n >= 13 THEN {} END", self.uuid(UNIT, "0"))),
            ("number", "n + 1".to_owned()),
        ];
        self.insert("congress_category", TERMS, &self.content(TERM, columns), "")
    }

    fn synonyms(&self) -> String {
        let columns = vec![
            ("short", "'VT' || n".to_owned()),
            ("long", "'Viết tắt ' || n".to_owned()),
            ("sort_key", self.dialect.key("n")),
        ];
        self.insert("search_synonym", SYNONYMS, &self.content(OTHER, columns), "")
    }

    fn links(&self) -> [String; 2] {
        let directory = vec![
            ("slug", "'muc-' || n".to_owned()),
            ("title", "'Mục ' || n".to_owned()),
            ("position", "n".to_owned()),
        ];
        let link = vec![
            ("directory_id", self.uuid(DIRECTORY, "(n / 10)")),
            ("title", "'Báo ' || n".to_owned()),
            ("url", "'https://bao' || n || '.example.vn'".to_owned()),
            ("position", "n".to_owned()),
            ("active", "true".to_owned()),
        ];
        [
            self.insert("link_directory", 5, &self.content(DIRECTORY, directory), ""),
            self.insert("link", 50, &self.content(LINK, link), ""),
        ]
    }

    fn polls(&self) -> [String; 5] {
        let poll = vec![
            ("question", "'Câu hỏi ' || n".to_owned()),
            ("min_choices", "1".to_owned()),
            ("max_choices", "1".to_owned()),
            ("opens_at", self.dialect.time(&format!("({BEGIN} + n * 250000)"))),
            (
                "closes_at",
                format!(
                    "CASE n WHEN 1001 THEN {} END",
                    self.dialect.time(&format!("({BEGIN} + n * 250000 + 3600)"))
                ),
            ),
            ("results", text("ALWAYS")),
            ("featured", "n = 1001".to_owned()),
            ("status", "CASE WHEN n % 20 = 0 THEN 'DRAFT' ELSE 'PUBLISHED' END".to_owned()),
        ];
        let option = [
            ("id", self.uuid(OTHER, "n")),
            ("poll_id", self.uuid(POLL, "(n / 4)")),
            ("text", "'Phương án ' || n".to_owned()),
            ("position", "n % 4".to_owned()),
        ];
        let tally = [("option_id", self.uuid(OTHER, "n")), ("votes", "n % 97".to_owned())];
        let chain = [
            ("poll_id", self.uuid(POLL, "1001")),
            ("ballots", "5000".to_owned()),
            ("head", self.dialect.zeros(32)),
            ("sealed_at", self.dialect.time(&format!("({BEGIN})"))),
        ];
        let ballot = [
            ("poll_id", self.uuid(POLL, "1001")),
            ("position", "n + 1".to_owned()),
            ("receipt", self.uuid(OTHER, "n")),
            ("choices", self.dialect.zeros(16)),
            ("hash", self.dialect.zeros(32)),
        ];
        [
            self.insert("poll", POLLS, &self.content(POLL, poll), ""),
            self.insert("poll_option", POLLS * 4, &option, ""),
            self.insert("poll_tally", POLLS * 4, &tally, ""),
            self.insert("poll_chain", 1, &chain, ""),
            self.insert("ballot", 5_000, &ballot, ""),
        ]
    }
}

pub fn text(text: &str) -> String {
    format!("'{text}'")
}
