//! Faults of the settings, in words for whoever set them.

use figment::{Error, Metadata, error::Kind};

/// What is wrong and where it was set. Never the value: it may be a secret.
pub fn explain(error: &Error) -> String {
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
    match &error.metadata {
        Some(metadata) => format!("{fault} (set in {})", source(metadata)),
        None => fault,
    }
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

fn source(metadata: &Metadata) -> String {
    match metadata.source.as_ref().and_then(|source| source.file_path()) {
        Some(path) => path.display().to_string(),
        None if metadata.name.contains("environment") => "a CONGTIN_ variable".to_owned(),
        None => "a flag".to_owned(),
    }
}
