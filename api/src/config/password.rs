//! The password of the database, where it stands in a file of its own.

use std::fs;

use url::Url;

use super::{Config, check::Fault};

/// Puts the password of the file into the URLs that have none, so that it stands in no variable and
/// in no settings.
pub fn read(config: &mut Config) -> Result<(), Fault> {
    let Some(file) = &config.database_password_file else {
        return Ok(());
    };
    let fault = |what: String| ("database_password_file", what);
    let password = fs::read_to_string(file)
        .map_err(|error| fault(format!("cannot be read from {}: {error}", file.display())))?;
    // Files of secrets often end in a line break that is no part of them.
    let password = password.trim_end_matches(['\r', '\n']);
    let replica = config.database_replica_url.iter_mut();
    for url in replica.chain([&mut config.database_url]) {
        let complete = with_password(url, password);
        *url = complete.ok_or_else(|| fault("is for a URL that takes no password".to_owned()))?;
    }
    Ok(())
}

/// The URL with this password, unless it has one.
fn with_password(url: &str, password: &str) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    if url.password().is_none() {
        // All that would end the password early is escaped by the library, but not its own escapes.
        url.set_password(Some(&password.replace('%', "%25"))).ok()?;
    }
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_escaped_and_takes_the_place_of_none() {
        let with = |url: &str| with_password(url, "a/b:c@d%41e").unwrap();
        assert_eq!(with("postgres://u@h/n?x=y"), "postgres://u:a%2Fb%3Ac%40d%2541e@h/n?x=y");
        assert_eq!(with("postgres://u:own@h/n"), "postgres://u:own@h/n");
        assert_eq!(with_password("not a URL", "x"), None);
    }
}
