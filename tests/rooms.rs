//! What each room may import, checked on the source text.

use std::{fs, path::Path};

const ROOMS: &[(&str, &[&str])] = &[
    ("../entity/src", &["async_graphql", "axum", "api::"]),
    ("../migration/src", &["entity::"]),
    ("../api/src/platform", &["crate::features", "crate::http", "crate::schema", "axum::"]),
    ("../api/src/features", &["crate::http", "crate::schema", "crate::cli", "axum::"]),
    ("../api/src/http", &["EntityTrait", "ActiveModel", "store::"]),
    ("../api/src/cli", &["EntityTrait", "ActiveModel", "store::"]),
    ("../api/src/telemetry", &["crate::features", "crate::schema", "sea_orm"]),
    (".", &["features::", "platform::"]),
];

/// What a file of this name may not say, in whatever feature.
const FILES: &[(&str, &[&str])] = &[
    ("service.rs", &["async_graphql", "EntityTrait", "QueryFilter"]),
    ("store.rs", &["async_graphql"]),
    ("store/", &["async_graphql"]),
    ("types.rs", &["QueryFilter", "EntityTrait", " store::{"]),
    ("types/", &["QueryFilter", "EntityTrait"]),
    ("query.rs", &["QueryFilter", "EntityTrait", "store::"]),
    ("loader.rs", &["QueryFilter", "EntityTrait"]),
];

/// Longest file, in lines; the aim is half of it.
const MAX_LINES: usize = 500;

#[test]
fn every_file_keeps_to_its_room() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut faults = Vec::new();
    for (room, banned) in ROOMS {
        visit(&root.join(room), &mut |path, text| {
            if path.ends_with("rooms.rs") {
                return;
            }
            let shown = path.display().to_string();
            let in_feature = shown.contains("/features/");
            let by_name = FILES.iter().filter(|(name, _)| in_feature && shown.contains(name));
            let words = banned.iter().chain(by_name.flat_map(|(_, banned)| *banned));
            // A path of another crate's test helper is not an import.
            for word in words.filter(|word| text.contains(**word)) {
                faults.push(format!("{shown}: `{word}`"));
            }
            if text.lines().count() > MAX_LINES {
                faults.push(format!("{shown}: over {MAX_LINES} lines"));
            }
        });
    }
    assert_eq!(faults, [""; 0]);
}

#[test]
fn a_store_is_private_to_its_feature() {
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src/features");
    let mut faults = Vec::new();
    visit(&features, &mut |path, text| {
        if text.contains("pub mod store") || text.contains("pub(crate) mod store") {
            faults.push(path.display().to_string());
        }
    });
    assert_eq!(faults, [""; 0]);
}

/// All Rust files of a folder; that of a test runner's output is no room.
fn visit(folder: &Path, check: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            visit(&path, check);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            check(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
