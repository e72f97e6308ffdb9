//! The page for browsers: GraphiQL with ready queries.

use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{Html, IntoResponse as _, Response},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    features::articles::{
        Selected,
        service::{self, ArticleList, ArticlePageKey, Order},
    },
    platform::{error::Result, paging::Range, scope::Viewer},
};

const PAGE: &str = include_str!("graphiql.html");
const ARTICLE: &str = include_str!("queries/article.graphql");
const HOME: &str = include_str!("queries/home.graphql");
const ARCHIVE: &str = include_str!("queries/archive.graphql");

/// Scripts come from this server and from the CDN that the page names, and nothing else does.
const POLICY: &str = "default-src 'self'; script-src 'self' 'unsafe-inline' https://esm.sh; \
    style-src 'self' 'unsafe-inline' https://esm.sh; font-src 'self' data: https://esm.sh; \
    img-src 'self' data:; worker-src 'self' blob: https://esm.sh; connect-src 'self'; \
    object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Answers with the page. Its first query asks for the latest article, so that it shows something.
pub async fn page(State(app): State<App>) -> Response {
    let slug = match latest_slug(&app).await {
        Ok(slug) => slug.unwrap_or_default(),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "no article for the page");
            String::new()
        }
    };
    // Inside of a script element, `</` would end it.
    let queries = queries(&slug).to_string().replace('<', "\\u003c");
    let policy = (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    ([policy], Html(PAGE.replace("{{QUERIES}}", &queries))).into_response()
}

/// The ready queries with their variables.
fn queries(slug: &str) -> Value {
    json!([
        { "name": "Trang bài viết", "query": ARTICLE, "variables": { "slug": slug } },
        { "name": "Trang chủ", "query": HOME, "variables": {} },
        {
            "name": "Lưu trữ theo tháng",
            "query": ARCHIVE,
            "variables": { "first": 10, "after": null },
        },
    ])
}

async fn latest_slug(app: &App) -> Result<Option<String>> {
    let key = ArticlePageKey {
        list: ArticleList::default(),
        order: Order::NEWEST,
        range: Range::first(1),
        selected: Selected::default(),
    };
    let pages = service::pages(&app.scope(Viewer::Anonymous), &[key]).await?;
    let latest = pages.into_values().next().and_then(|page| page.rows.into_iter().next());
    // One that cannot be read is no example.
    Ok(latest.and_then(|(_, article)| article.ok()).map(|article| article.slug.clone()))
}
