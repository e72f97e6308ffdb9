//! What a database URL says, and what of it may be shown.

use url::Url;

/// Parameters that tell nothing about who comes and with which password.
const HARMLESS: [&str; 2] = ["mode", "sslmode"];

/// Whether the URL is one of PostgreSQL.
pub fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The file that a SQLite URL names; none if it names memory, or nothing.
pub fn sqlite_file(url: &str) -> Option<&str> {
    let place = url.strip_prefix("sqlite:")?;
    let place = place.strip_prefix("//").unwrap_or(place);
    let (file, parameters) = place.split_once('?').unwrap_or((place, ""));
    let in_memory = file.contains(":memory:") || parameters.contains("mode=memory");
    (!file.is_empty() && !in_memory).then_some(file)
}

/// A database URL that may be shown: without its password, wherever that stands.
pub fn masked(url: &str) -> String {
    let Ok(mut parsed) = Url::parse(url) else { return "(not a URL)".to_owned() };
    let is_secret = |name: &str| !HARMLESS.contains(&name);
    // What is shown otherwise stays as it was written.
    if parsed.password().is_none() && !parsed.query_pairs().any(|(name, _)| is_secret(&name)) {
        return url.to_owned();
    }
    // Only addresses without a host refuse a password, and they cannot have one.
    if parsed.password().is_some() && parsed.set_password(Some("***")).is_err() {
        return "(hidden)".to_owned();
    }
    let shown = parsed.query().map(|query| {
        let parts = query.split('&').map(|part| match part.split_once('=') {
            Some((name, _)) if is_secret(name) => format!("{name}=***"),
            _ => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join("&")
    });
    parsed.set_query(shown.as_deref());
    parsed.to_string()
}

#[cfg(test)]
mod tests {
    use super::{masked, sqlite_file};

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(
            masked("postgres://editor:s3cret@db.example.vn:5433/congtin?sslmode=require"),
            "postgres://editor:***@db.example.vn:5433/congtin?sslmode=require"
        );
        assert_eq!(
            masked("postgres://db.example.vn/congtin?user=editor&password=s3cret&sslmode=require"),
            "postgres://db.example.vn/congtin?user=***&password=***&sslmode=require"
        );
        assert_eq!(
            masked("postgres://db.example.vn/congtin?p%61ssword=s3cret"),
            "postgres://db.example.vn/congtin?p%61ssword=***"
        );
        assert_eq!(masked("sqlite://congtin.db?mode=ro"), "sqlite://congtin.db?mode=ro");
        assert_eq!(masked("post gres//a:b@c"), "(not a URL)");
    }

    #[test]
    fn memory_is_no_file() {
        assert_eq!(sqlite_file("sqlite://data/congtin.db?mode=rwc"), Some("data/congtin.db"));
        assert_eq!(sqlite_file("sqlite:congtin.db"), Some("congtin.db"));
        assert_eq!(sqlite_file("sqlite:///srv/congtin.db"), Some("/srv/congtin.db"));
        for url in [
            "sqlite:",
            "sqlite://",
            "sqlite://?mode=rwc",
            "sqlite::memory:",
            "sqlite://:memory:",
            "sqlite://x.db?mode=memory&cache=shared",
        ] {
            assert_eq!(sqlite_file(url), None, "{url}");
        }
    }
}
