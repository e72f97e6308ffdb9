//! What is said about settings that cannot be used.

use figment::{Error, Metadata, error::Kind};

use super::PREFIX;

/// Why the settings cannot be used; each line names a setting and where it was set.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct ConfigError(pub(super) Vec<String>);

impl ConfigError {
    /// The settings cannot even be read.
    pub(super) fn unreadable(error: &Error) -> Self {
        Self(error.clone().into_iter().map(|error| explain(&error)).collect())
    }
}

/// What is wrong and where it was set. Never the value: it may be a secret.
fn explain(error: &Error) -> String {
    let key = error.path.join(".");
    let fault = match &error.kind {
        Kind::UnknownField(name, known) => {
            format!("unknown setting {name}; known are {}", known.join(", "))
        }
        Kind::Message(message) if key.is_empty() => {
            format!("not a file of settings: {}", message.replace('\n', " "))
        }
        Kind::Message(_) | Kind::InvalidValue(..) | Kind::InvalidType(..) => {
            format!("{key} has a value that cannot be used{}", expected(&key, &error.kind))
        }
        Kind::UnknownVariant(_, known) => {
            format!("{key} must be one of {}", known.join(", "))
        }
        Kind::MissingField(name) => format!("{name} is missing"),
        other => format!("{key}: {other}"),
    };
    told(&fault, &key, error.metadata.as_ref())
}

fn expected(key: &str, kind: &Kind) -> String {
    match kind {
        Kind::InvalidValue(_, expected) | Kind::InvalidType(_, expected) => {
            format!(": expected {expected}")
        }
        _ if key == "bind" => ": expected an IP address and a port, as 127.0.0.1:8000".to_owned(),
        _ => String::new(),
    }
}

/// A fault with the place where it was set.
pub fn told(fault: &str, key: &str, metadata: Option<&Metadata>) -> String {
    let Some(metadata) = metadata else { return fault.to_owned() };
    let place = match metadata.source.as_ref().and_then(|source| source.file_path()) {
        Some(path) => path.display().to_string(),
        None if metadata.name.contains("environment") => {
            format!("{PREFIX}{}", key.replace('.', "__").to_uppercase())
        }
        None => format!("the flag --{}", key.replace('_', "-")),
    };
    format!("{fault} (set in {place})")
}
