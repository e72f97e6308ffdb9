//! The fixed collection, as articles of a portal.

use std::collections::HashMap;

use entity::article::Status;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::support::{
    TestApp,
    app::at,
    make::{article_id, unit_id},
};

/// `collection.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    unit: Vec<Named>,
    author: Vec<Named>,
    article: Vec<Article>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    id: String,
    published: String,
    expires: Option<String>,
    /// As the database names it; published if nothing is said.
    status: Option<String>,
    title: String,
    summary: Option<String>,
    byline: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    authors: Vec<String>,
    #[serde(default)]
    captions: Vec<String>,
    body: Vec<String>,
}

/// The short names of what is saved.
pub struct Collection {
    articles: HashMap<String, Uuid>,
    units: HashMap<String, Uuid>,
}

impl Collection {
    pub async fn save(app: &TestApp, written: Written) -> Self {
        let (mut units, mut authors) = (HashMap::new(), HashMap::new());
        for Named { id, name } in written.unit {
            units.insert(id, app.unit(&name, None).await);
        }
        for Named { id, name } in written.author {
            authors.insert(id, app.author(&name, None).await);
        }
        let mut articles = HashMap::new();
        for article in written.article {
            let paragraphs = article.body.iter().map(|text| format!("<p>{text}</p>"));
            let figure = |text| format!("<figure><figcaption>{text}</figcaption></figure>");
            let body: String = paragraphs.chain(article.captions.iter().map(figure)).collect();
            let signed: Vec<_> = article.authors.iter().map(|author| authors[author]).collect();
            let mut builder = app
                .article(&article.title)
                .published(at(&article.published))
                .summary(article.summary)
                .byline(article.byline)
                .authors(&signed)
                .body(&body);
            if let Some(unit) = article.unit {
                builder = builder.unit(units[&unit]);
            }
            if let Some(time) = article.expires {
                builder = builder.expires(at(&time));
            }
            if let Some(status) = article.status {
                builder = builder.status(match status.as_str() {
                    "DRAFT" => Status::Draft,
                    "WITHDRAWN" => Status::Withdrawn,
                    _ => panic!("{status} is no status of this collection"),
                });
            }
            assert!(articles.insert(article.id, builder.save().await).is_none());
        }
        Self { articles, units }
    }

    pub fn article(&self, name: &str) -> Uuid {
        self.articles[name]
    }

    pub fn unit(&self, name: &str) -> String {
        unit_id(self.units[name])
    }

    /// The short names of edges.
    pub fn names(&self, edges: &Value) -> Vec<String> {
        let name = |edge: &Value| {
            let known = self.articles.iter().find(|(_, id)| edge["node"]["id"] == article_id(**id));
            known.map_or_else(|| edge["node"]["id"].to_string(), |(name, _)| name.clone())
        };
        edges.as_array().unwrap().iter().map(name).collect()
    }
}
