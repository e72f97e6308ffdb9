//! Asking both portals, and comparing what they say.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::seed::Secret;
use crate::support::{
    TestApp,
    app::Reply,
    walk::{Answered, Field, Selection},
};

/// Asks as an anonymous reader, until somebody signs in.
pub struct Asking {
    /// What proves who asks.
    token: Option<String>,
    /// An API key that sees what readers see.
    key: Option<String>,
    full: TestApp,
    bare: TestApp,
    secrets: Vec<Secret>,
    answered: Answered,
}

impl Asking {
    pub fn of(full: TestApp, bare: TestApp, secrets: Vec<Secret>) -> Self {
        Self { token: None, key: None, full, bare, secrets, answered: Answered::new() }
    }

    /// Asks for the same by this API key as well, which must be answered the same; or no longer.
    pub fn ask_by_key(&mut self, key: Option<&str>) {
        self.key = key.map(str::to_owned);
    }

    /// Goes on as whoever has this token.
    pub fn sign_in(&mut self, token: &str) {
        self.token = Some(token.to_owned());
        self.answered.clear();
    }

    async fn send(&self, app: &TestApp, body: &Value) -> Reply {
        match &self.token {
            Some(token) => app.post_as(token, body).await,
            None => app.post(body).await,
        }
    }

    /// Asks both and gives the data, or none where the values were refused.
    ///
    /// # Panics
    ///
    /// If anything hidden shows, or if the two do not say the same.
    pub async fn ask(&mut self, roots: &[Selection]) -> Option<Value> {
        let query = Selection::query(roots);
        let body = json!({ "query": query });
        let full = self.send(&self.full, &body).await;
        let bare = self.send(&self.bare, &body).await;
        let text = String::from_utf8(full.bytes.clone()).unwrap();
        assert_eq!(full.status, StatusCode::OK, "{query}\n{text}");
        let words = self
            .secrets
            .iter()
            .flat_map(|secret| secret.words.iter().map(move |word| (secret, word)));
        for (secret, word) in words {
            let places = || places_of(&full.json(), word);
            assert!(
                !text.contains(word),
                "{} shows as {word} at {:?} of\n{query}",
                secret.what,
                places()
            );
        }
        let (mut answer, other) = (in_order(full.json()), in_order(bare.json()));
        if answer != other {
            let places = differences(&answer, &other);
            panic!("hidden things make a difference: {places:#?}\nof {query}");
        }
        if let Some(key) = &self.key {
            let by_key = in_order(self.full.post_as(key, &body).await.json());
            assert_eq!(by_key, answer, "a key for what readers see sees something else of {query}");
        }
        for root in roots {
            root.note(&answer["data"], &mut self.answered);
        }
        answer.get("errors").is_none().then(|| answer["data"].take())
    }

    /// Each of these fields was answered with something at least once, but for those that are known
    /// to stay silent.
    pub fn assert_complete<'a>(
        &self,
        fields: impl Iterator<Item = &'a Field>,
        silent: &[(&str, &str)],
    ) {
        let fields = fields.map(|field| (field.owner.as_str(), field.name.as_str()));
        let answered = |(owner, name): &(&str, &str)| {
            self.answered.contains(&((*owner).to_owned(), (*name).to_owned()))
        };
        let missed: Vec<_> = fields.filter(|field| !answered(field)).collect();
        assert_eq!(missed, silent, "fields that were never answered: the portals lack something");
    }
}

/// An answer with its errors in order: refusals of fields beside each other come in any.
fn in_order(mut answer: Value) -> Value {
    if let Some(Value::Array(errors)) = answer.get_mut("errors") {
        errors.sort_by_key(Value::to_string);
    }
    answer
}

/// Where a word stands in an answer.
fn places_of(value: &Value, word: &str) -> Vec<String> {
    let mut places = Vec::new();
    visit(value, "", &mut |place, leaf| {
        if leaf.to_string().contains(word) {
            places.push(place.to_owned());
        }
    });
    places
}

/// What stands in one answer and not in the other, place by place.
fn differences(full: &Value, bare: &Value) -> Vec<String> {
    let leaves = |value: &Value| {
        let mut leaves = Vec::new();
        visit(value, "", &mut |place, leaf| leaves.push(format!("{place}: {leaf}")));
        leaves
    };
    let (full, bare) = (leaves(full), leaves(bare));
    let with = full.iter().filter(|leaf| !bare.contains(leaf)).map(|leaf| format!("with {leaf}"));
    let without =
        bare.iter().filter(|leaf| !full.contains(leaf)).map(|leaf| format!("without {leaf}"));
    with.chain(without).take(10).collect()
}

fn visit(value: &Value, place: &str, leaf: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                visit(field, &format!("{place}.{name}"), leaf);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                visit(item, &format!("{place}.{number}"), leaf);
            }
        }
        one => leaf(place, one),
    }
}
