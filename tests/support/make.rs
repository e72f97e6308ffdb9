//! Builders: content in a line, everything not said in a sensible way.

use api::{
    Instant,
    content::{
        self, ArticleContent, Body, DatedName, NewAuthor, NewCategory, NewPoll, NewUnit, Saved,
    },
};
use entity::{article, congress_category::Series, poll, unit};
use uuid::Uuid;

use super::{TestApp, app::at};

/// An article to be made.
pub struct ArticleBuilder<'a> {
    app: &'a TestApp,
    content: ArticleContent,
}

impl TestApp {
    /// An article published at the beginning of 2025, unless said otherwise.
    pub fn article(&self, title: &str) -> ArticleBuilder<'_> {
        let body = Body::from_html(&format!("<p>Nội dung của {title}.</p>"), None);
        let content = ArticleContent {
            title: title.to_owned(),
            summary: None,
            byline: None,
            unit_id: None,
            authors: Vec::new(),
            categories: Vec::new(),
            body,
            status: article::Status::Published,
            published_at: Some(at("2025-01-01T00:00:00Z")),
            expires_at: None,
            source_name: None,
            source_url: None,
            external_id: None,
            legacy_url: None,
            imported_views: 0,
        };
        ArticleBuilder { app: self, content }
    }

    pub async fn unit(&self, name: &str, parent: Option<Uuid>) -> Uuid {
        self.named_unit(vec![DatedName::always(name.to_owned(), None)], parent).await
    }

    pub async fn named_unit(&self, names: Vec<DatedName>, parent_id: Option<Uuid>) -> Uuid {
        let kind = unit::Kind::Committee;
        let new = NewUnit { kind, parent_id, names, established_on: None, dissolved_on: None };
        let mut txn = self.app.system().begin().await.unwrap();
        let unit = content::create_unit(&mut txn, new).await.unwrap();
        txn.commit().await.unwrap();
        unit.id
    }

    pub async fn author(&self, pen_name: &str, unit_id: Option<Uuid>) -> Uuid {
        let mut txn = self.app.system().begin().await.unwrap();
        let new = NewAuthor { pen_name: pen_name.to_owned(), unit_id, bio: None };
        let author = content::create_author(&mut txn, new).await.unwrap();
        txn.commit().await.unwrap();
        author.id
    }

    pub async fn term(&self, series: Series, number: u8, start_year: Option<i16>) -> Uuid {
        let mut txn = self.app.system().begin().await.unwrap();
        let years = start_year.map(|start| (start, start + 5));
        let new = NewCategory { years, ..NewCategory::numbered(series, None, number) };
        let term = content::create_congress_category(&mut txn, new).await.unwrap();
        txn.commit().await.unwrap();
        term.id
    }

    pub async fn poll(&self, new: NewPoll) -> Uuid {
        let mut txn = self.app.system().begin().await.unwrap();
        let poll = content::create_poll(&mut txn, new).await.unwrap();
        txn.commit().await.unwrap();
        poll
    }
}

/// An open poll whose tally everybody sees.
pub fn poll(question: &str, votes: &[i64]) -> NewPoll {
    let option = |(number, votes): (usize, &i64)| (format!("Phương án {}", number + 1), *votes);
    NewPoll {
        question: question.to_owned(),
        options: votes.iter().enumerate().map(option).collect(),
        choices: (1, 1),
        opens_at: at("2025-01-01T00:00:00Z"),
        closes_at: None,
        results: poll::Results::Always,
        voters: poll::Voters::Open,
        featured: false,
        status: poll::Status::Published,
    }
}

impl ArticleBuilder<'_> {
    pub fn published(mut self, at: Instant) -> Self {
        self.content.published_at = Some(at);
        self
    }

    pub fn expires(mut self, at: Instant) -> Self {
        self.content.expires_at = Some(at);
        self
    }

    pub fn status(mut self, status: article::Status) -> Self {
        self.content.status = status;
        self
    }

    pub fn unit(mut self, unit: Uuid) -> Self {
        self.content.unit_id = Some(unit);
        self
    }

    pub fn authors(mut self, authors: &[Uuid]) -> Self {
        self.content.authors = authors.to_vec();
        self
    }

    pub fn terms(mut self, terms: &[Uuid]) -> Self {
        self.content.categories = terms.to_vec();
        self
    }

    pub fn summary(mut self, summary: Option<String>) -> Self {
        self.content.summary = summary;
        self
    }

    pub fn byline(mut self, byline: Option<String>) -> Self {
        self.content.byline = byline;
        self
    }

    pub fn views(mut self, views: i64) -> Self {
        self.content.imported_views = views;
        self
    }

    pub fn body(mut self, html: &str) -> Self {
        self.content.body = Body::from_html(html, None);
        self
    }

    pub fn legacy_url(mut self, url: &str) -> Self {
        self.content.legacy_url = Some(url.to_owned());
        self
    }

    pub async fn save(self) -> Uuid {
        let mut txn = self.app.app.system().begin().await.unwrap();
        let saved = content::put_article(&mut txn, self.content).await.unwrap();
        txn.commit().await.unwrap();
        match saved {
            Saved::Created(id) | Saved::Updated(id) | Saved::Unchanged(id) => id,
        }
    }
}

/// The public form of an article's id.
pub fn article_id(id: Uuid) -> String {
    format!("art_{}", id.simple())
}

/// The public form of a unit's id.
pub fn unit_id(id: Uuid) -> String {
    format!("unt_{}", id.simple())
}

/// The public form of an author's id.
pub fn author_id(id: Uuid) -> String {
    format!("aut_{}", id.simple())
}
