//! Every argument that takes a text, wherever the schema has one, takes it as a text.
//!
//! The arguments are found by walking the schema: a new one is tried without anybody writing a test.
//! Whoever asks is an administrator, who may ask for everything.

mod inputs;

use std::collections::{BTreeMap, VecDeque};

use entity::account::Role;
use serde_json::{Value, json};

use crate::support::TestApp;

/// Scalars that are no text; whatever else there may be is tried with texts.
const OTHERS: [&str; 3] = ["Int", "Float", "Boolean"];
/// What a text with nothing special about it, and of no thing that exists, looks like.
const PLAIN: &str = "khong-co";
const PLAIN_PATH: &str = "/khong-co";
const PAYLOADS: [&str; 30] = [
    "'",
    "''",
    "' OR '1'='1",
    "' OR 1=1 --",
    "'; DROP TABLE article; --",
    "') UNION SELECT version FROM seaql_migrations --",
    "\" OR \"\"=\"",
    "\"; DELETE FROM article; --",
    "1; SELECT pg_sleep(5)",
    "1 OR 1=1",
    "/* */ OR /* */ 1=1",
    "%",
    "%%",
    "_",
    "____________________________",
    "%' OR title LIKE '%",
    "\\",
    "\\'",
    "[a-z]*",
    "*",
    "\"a\" OR *",
    "NEAR(a b)",
    "a & b | !c:*",
    "$1",
    "?1",
    ":a",
    "{}",
    "../../../../etc/passwd",
    "\u{feff}\u{202e}\u{200b}",
    "🙂\u{10ffff}",
];
/// What the caller may be told about a text that is not taken.
const CODES: [&str; 4] = ["TEXT_INVALID", "ID_INVALID", "CURSOR_INVALID", "BAD_USER_INPUT"];

struct Schema {
    types: BTreeMap<String, Value>,
    /// A value that exists, for arguments that must be given.
    given: BTreeMap<&'static str, String>,
}

/// One argument that takes a text: a query with the variable `$v` in it.
struct Place {
    name: String,
    query: String,
}

impl Schema {
    async fn read(app: &TestApp) -> Self {
        let query = "{ __schema { types { name kind possibleTypes { name }
            fields { name type { ...T } args { name defaultValue type { ...T } } }
            inputFields { name type { ...T } } } } }
            fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";
        let data = app.ask(query).await;
        let types = data["__schema"]["types"].as_array().unwrap().iter();
        let types = types.map(|kind| (text(&kind["name"]), kind.clone())).collect();
        let seeds =
            "{ articles(first: 1) { nodes { id slug } } authors(first: 1) { nodes { slug } }
            units(first: 1) { nodes { slug } } congressCategories { slug }
            linkDirectories { slug } featuredPoll { id } }";
        let seeds = app.ask(seeds).await;
        let by = |path: &str| format!("{{slug: {}}}", seeds.pointer(path).unwrap());
        let given = BTreeMap::from([
            ("ArticleBy", by("/articles/nodes/0/slug")),
            ("AuthorBy", by("/authors/nodes/0/slug")),
            ("UnitBy", by("/units/nodes/0/slug")),
            ("CongressCategoryBy", by("/congressCategories/0/slug")),
            ("LinkDirectoryBy", by("/linkDirectories/0/slug")),
            ("ViewWindow", "DAY".to_owned()),
            ("Query.poll", seeds["featuredPoll"]["id"].to_string()),
            ("Query.search", "\"bài\"".to_owned()),
            ("Query.pollAudit", seeds["featuredPoll"]["id"].to_string()),
            ("Query.node", seeds.pointer("/articles/nodes/0/id").unwrap().to_string()),
            ("Query.nodes", format!("[{}]", seeds.pointer("/articles/nodes/0/id").unwrap())),
            ("Query.resolveUrl", "\"/\"".to_owned()),
            ("Query.desk", "DRAFT".to_owned()),
            ("Query.articleRevisions", seeds.pointer("/articles/nodes/0/id").unwrap().to_string()),
        ]);
        Self { types, given }
    }

    fn members<'a>(&'a self, kind: &str, part: &str) -> impl Iterator<Item = &'a Value> {
        self.types[kind][part].as_array().into_iter().flatten()
    }

    /// The arguments that a field must have, but for one.
    fn required(&self, kind: &str, field: &Value, but: &str) -> Option<Vec<String>> {
        let arguments = field["args"].as_array().unwrap().iter();
        let required = arguments.filter(|argument| {
            argument["type"]["kind"] == "NON_NULL"
                && argument["defaultValue"].is_null()
                && argument["name"] != but
        });
        let given = required.map(|argument| {
            let place = format!("{kind}.{}", text(&field["name"]));
            let named = named(&argument["type"]);
            let value =
                self.given.get(place.as_str()).or_else(|| self.given.get(named.as_str()))?;
            Some(format!("{}: {value}", text(&argument["name"])))
        });
        given.collect()
    }

    /// How to come to each type: what stands before and after a selection of it.
    fn ways(&self) -> BTreeMap<String, (String, String)> {
        let mut ways = BTreeMap::from([("Query".to_owned(), ("{ ".to_owned(), " }".to_owned()))]);
        let mut queue = VecDeque::from(["Query".to_owned()]);
        while let Some(kind) = queue.pop_front() {
            let (before, after) = ways[&kind].clone();
            let mut reach = |to: String, step: String| {
                if !ways.contains_key(&to) {
                    ways.insert(to.clone(), (format!("{before}{step} {{ "), format!(" }}{after}")));
                    queue.push_back(to);
                }
            };
            for field in self.members(&kind, "fields") {
                let Some(arguments) = self.required(&kind, field, "") else { continue };
                reach(named(&field["type"]), call(field, &arguments));
            }
            for member in self.members(&kind, "possibleTypes") {
                reach(text(&member["name"]), format!("... on {}", text(&member["name"])));
            }
        }
        ways
    }

    /// The places inside of a type that take a text, as literals with `$v` in them.
    fn texts(&self, kind: &Value, inside: &str) -> Vec<(String, String)> {
        match kind["kind"].as_str().unwrap() {
            "NON_NULL" => self.texts(&kind["ofType"], inside),
            "LIST" => {
                let elements = self.texts(&kind["ofType"], inside).into_iter();
                elements.map(|(scalar, literal)| (scalar, format!("[{literal}]"))).collect()
            }
            "INPUT_OBJECT" => {
                let fields = self.members(kind["name"].as_str().unwrap(), "inputFields");
                let texts = fields.flat_map(|field| {
                    let name = text(&field["name"]);
                    let texts = self.texts(&field["type"], &format!("{inside}.{name}")).into_iter();
                    texts.map(move |(scalar, literal)| (scalar, format!("{{{name}: {literal}}}")))
                });
                texts.collect()
            }
            "SCALAR" if OTHERS.iter().all(|other| kind["name"] != *other) => {
                vec![(text(&kind["name"]), "$v".to_owned())]
            }
            _ => Vec::new(),
        }
    }

    fn places(&self) -> Vec<Place> {
        let ways = self.ways();
        let mut places = Vec::new();
        // What mutations take is tried by itself, see [`inputs`].
        let mutations = |kind: &str| kind == "Mutation" || kind.ends_with("Payload");
        for kind in self.types.keys().filter(|kind| !kind.starts_with("__") && !mutations(kind)) {
            for field in self.members(kind, "fields") {
                for argument in field["args"].as_array().unwrap() {
                    let name = text(&argument["name"]);
                    for (scalar, literal) in self.texts(&argument["type"], &name) {
                        let place = format!("{kind}.{}({name}: {literal})", text(&field["name"]));
                        let (before, after) =
                            ways.get(kind).unwrap_or_else(|| panic!("no way leads to {place}"));
                        let arguments = self.required(kind, field, &name);
                        let mut arguments =
                            arguments.unwrap_or_else(|| panic!("{place} needs more arguments"));
                        arguments.push(format!("{name}: {literal}"));
                        let call = call(field, &arguments);
                        let composite = !self.types[&named(&field["type"])]["fields"].is_null()
                            || !self.types[&named(&field["type"])]["possibleTypes"].is_null();
                        let selection = if composite { " { __typename }" } else { "" };
                        let query =
                            format!("query($v: {scalar}!) {before}{call}{selection}{after}");
                        places.push(Place { name: place, query });
                    }
                }
            }
        }
        places
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn named(kind: &Value) -> String {
    if kind["ofType"].is_null() { text(&kind["name"]) } else { named(&kind["ofType"]) }
}

fn call(field: &Value, arguments: &[String]) -> String {
    let name = text(&field["name"]);
    if arguments.is_empty() { name } else { format!("{name}({})", arguments.join(", ")) }
}

#[tokio::test]
async fn operators_of_sql_and_of_search_are_plain_text_in_every_argument() {
    let app = TestApp::start().await;
    api::content::fill_with_demo(&app.app.system()).await.unwrap().unwrap();
    let everything = "{ articles { totalCount } units { totalCount } authors { totalCount } }";
    let before = app.ask(everything).await;
    let places = Schema::read(&app).await.places();
    let admin = app.member("admin", Role::Admin, None).await;
    let ask = async |query: &str, text: &str| admin.send(query, json!({ "v": text })).await.json();
    assert!(places.iter().any(|place| place.name == "Query.article(by: {slug: $v})"));
    assert!(places.iter().any(|place| place.name == "Author.articles(after: $v)"));
    assert!(places.iter().any(|place| place.name == "Query.auditEvents(filter: {nodeId: $v})"));
    for Place { name, query } in &places {
        let mut plain_answers = Vec::new();
        for plain in [PLAIN, PLAIN_PATH] {
            let answer = ask(query, plain).await;
            let told = answer["errors"][0]["extensions"]["code"].as_str();
            assert!(told.is_none_or(|code| CODES.contains(&code)), "{name}: {answer}");
            plain_answers.push(answer);
        }
        for payload in PAYLOADS {
            // What begins with a slash is a path, where paths are taken.
            let plain = &plain_answers[usize::from(payload.starts_with('/'))];
            let answer = ask(query, payload).await;
            let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default();
            // Their words are what is looked for, and some of these are found.
            let looks_for_words = ["search(query: $v", "suggest(prefix: $v", "text: $v"];
            let found = looks_for_words.iter().any(|argument| name.contains(argument))
                && answer.get("errors").is_none();
            assert!(
                found || answer == *plain || CODES.contains(&code),
                "{name} with {payload:?}: {answer}, but {plain} with {PLAIN:?}"
            );
        }
    }
    assert_eq!(app.ask(everything).await, before);
}
