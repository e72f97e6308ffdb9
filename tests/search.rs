//! The public test set of the search: `search/*.toml`, each file on one subject. What is expected
//! follows from the rules in `docs/search.md` alone; the README of that folder says how a query is
//! written down.

mod collection;

use std::{fs, path::PathBuf};

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use self::collection::Collection;
use crate::support::TestApp;

/// Far fewer would be no test of a language.
const LEAST: usize = 120;

const QUERY: &str = "query($query: String!, $filter: ArticleFilter, $first: Int, $after: String,
        $last: Int, $before: String) {
    search(query: $query, filter: $filter, first: $first, after: $after, last: $last,
            before: $before) {
        relaxed totalCount pageInfo { hasNextPage hasPreviousPage }
        nodes { id }
        edges { cursor score node { id }
            highlights { field fragments { text matched } } } } }";

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Subject {
    query: Vec<Case>,
}

/// What is asked, and what is to be answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// How often the text is written, one behind the other.
    times: Option<usize>,
    unit: Option<String>,
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    finds: Vec<Place>,
    #[serde(default)]
    relaxed: bool,
    #[serde(default)]
    refused: bool,
}

/// One article, or those that have nothing but their ids to be put in order by.
#[derive(Deserialize)]
#[serde(untagged)]
enum Place {
    One(String),
    Tied(Vec<String>),
}

impl Case {
    fn query(&self) -> String {
        self.text.repeat(self.times.unwrap_or(1))
    }

    fn variables(&self, collection: &Collection) -> Value {
        let unit = self.unit.as_ref().map(|unit| json!({ "id": collection.unit(unit) }));
        let filter = json!({ "unit": unit, "publishedFrom": self.from, "publishedTo": self.to });
        let given = filter.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
        let filter: serde_json::Map<_, _> =
            given.map(|(name, value)| (name.clone(), value.clone())).collect();
        json!({ "query": self.query(), "filter": filter })
    }

    /// Short names in the order that is expected. The newest of a moment have the greatest ids, as in
    /// all lists.
    fn expected(&self, collection: &Collection) -> Vec<String> {
        let places = self.finds.iter().flat_map(|place| match place {
            Place::One(article) => vec![article.clone()],
            Place::Tied(articles) => {
                let mut articles = articles.clone();
                articles.sort_by_key(|article| std::cmp::Reverse(collection.article(article)));
                articles
            }
        });
        places.collect()
    }
}

fn read<T: DeserializeOwned>(path: &PathBuf) -> T {
    let text = fs::read_to_string(path).unwrap();
    toml::from_str(&text).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("search")
}

#[tokio::test]
async fn every_query_of_the_public_set_is_answered_as_the_rules_say() {
    let app = TestApp::start_unlimited().await;
    let collection = Collection::save(&app, read(&folder().join("collection.toml"))).await;
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .filter(|path| !path.ends_with("collection.toml"))
        .collect();
    files.sort();
    let (mut asked, mut faults) = (0, Vec::new());
    for file in &files {
        let Subject { query } = read(file);
        for case in query {
            asked += 1;
            let differences = ask(&app, &collection, &case).await;
            let name = file.file_name().unwrap().to_string_lossy();
            let query: String = case.query().chars().take(60).collect();
            faults.extend(differences.into_iter().map(|told| format!("{name} {query:?}: {told}")));
        }
    }
    assert!(asked >= LEAST, "{asked} queries");
    assert!(faults.is_empty(), "{} of {asked}:\n{}", faults.len(), faults.join("\n"));
}

/// All that is answered otherwise than expected.
async fn ask(app: &TestApp, collection: &Collection, case: &Case) -> Vec<String> {
    let mut variables = case.variables(collection);
    variables["first"] = json!(100);
    let answer = app.ask_with(QUERY, variables).await;
    if case.refused {
        let refused = &answer["errors"][0]["extensions"];
        let is_told = refused["argument"] == "query" && refused["code"] != "INTERNAL";
        return if is_told { Vec::new() } else { vec![format!("not refused: {answer}")] };
    }
    let found = &answer["data"]["search"];
    if answer.get("errors").is_some() || found.is_null() {
        return vec![answer.to_string()];
    }
    let expected = case.expected(collection);
    let names = collection.names(&found["edges"]);
    let mut faults = Vec::new();
    let mut differ = |what: &str, expected: Value, found: Value| {
        if expected != found {
            faults.push(format!("{what}\n    expected {expected}\n    found    {found}"));
        }
    };
    differ("articles", json!(expected), json!(names));
    differ("totalCount", json!(expected.len()), found["totalCount"].clone());
    let nodes = found["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone());
    differ("nodes", nodes.collect(), found["nodes"].clone());
    if !expected.is_empty() {
        differ("relaxed", json!(case.relaxed), found["relaxed"].clone());
    }
    faults.extend(shown_badly(&found["edges"]));
    faults.extend(pages(app, case.variables(collection), &found["edges"]).await);
    faults
}

/// Each hit says where it was hit, and none has a better score than one ahead of it.
fn shown_badly(edges: &Value) -> Vec<String> {
    let edges = edges.as_array().unwrap();
    let matched = |edge: &Value| {
        let fragments = edge["highlights"].as_array().unwrap().iter();
        let mut fragments = fragments.flat_map(|field| field["fragments"].as_array().unwrap());
        fragments.any(|fragment| fragment["matched"] == true && fragment["text"] != "")
    };
    let silent = edges.iter().filter(|edge| !matched(edge));
    let mut faults: Vec<_> = silent.map(|edge| format!("shows no match: {edge}")).collect();
    let scores: Vec<_> = edges.iter().map(|edge| edge["score"].as_f64().unwrap()).collect();
    if !scores.is_sorted_by(|one, next| one >= next) {
        faults.push(format!("scores {scores:?}"));
    }
    faults
}

/// Pages of two, from either end, which together must be the whole.
async fn pages(app: &TestApp, base: Value, whole: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for [size, cursor, more] in
        [["first", "after", "hasNextPage"], ["last", "before", "hasPreviousPage"]]
    {
        let forward = size == "first";
        let (mut joined, mut at) = (Vec::new(), Value::Null);
        // One more than there are pages, for a cursor that leads back.
        for _ in 0..whole.as_array().unwrap().len() / 2 + 2 {
            let mut variables = base.clone();
            (variables[size], variables[cursor]) = (json!(2), at);
            let answer = app.ask_with(QUERY, variables).await;
            let page = &answer["data"]["search"];
            let Some(edges) = page["edges"].as_array() else {
                faults.push(format!("{size}: {answer}"));
                break;
            };
            let place = if forward { joined.len() } else { 0 };
            joined.splice(place..place, edges.iter().cloned());
            let edge = if forward { edges.last() } else { edges.first() };
            at = edge.map_or(Value::Null, |edge| edge["cursor"].clone());
            if page["pageInfo"][more] != true {
                break;
            }
        }
        if json!(joined) != *whole {
            faults.push(format!("pages of two by `{size}` are not the whole"));
        }
    }
    faults
}
