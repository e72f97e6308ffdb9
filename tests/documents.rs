//! What is written about the program: every setting and every code, as it is.

use std::{collections::BTreeMap, fs, path::Path};

use toml::{Table, Value};

use crate::support::program::congtin;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// Every setting of a file under its whole name.
fn settings(toml: &str) -> BTreeMap<String, Value> {
    let mut settings = BTreeMap::new();
    for (key, value) in toml.parse::<Table>().unwrap() {
        match value {
            Value::Table(table) => {
                let inner = table.into_iter().map(|(name, value)| (format!("{key}.{name}"), value));
                settings.extend(inner);
            }
            value => {
                settings.insert(key, value);
            }
        }
    }
    settings
}

fn defaults() -> BTreeMap<String, Value> {
    let folder = tempfile::tempdir().unwrap();
    let output = congtin().arg("config").current_dir(folder.path()).output().unwrap();
    assert!(output.status.success());
    settings(std::str::from_utf8(&output.stdout).unwrap())
}

#[test]
fn the_example_file_has_every_setting_with_its_default() {
    assert_eq!(settings(&read("congtin.example.toml")), defaults());
}

#[test]
fn the_readme_has_every_setting_with_its_variable_and_its_default() {
    let readme = read("README.md");
    let rows = || readme.lines().filter(|line| line.starts_with('|'));
    let mut missing = Vec::new();
    for (key, value) in defaults() {
        let shown = match &value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let variable = format!("`CONGTIN_{}`", key.to_uppercase());
        let complete = |row: &&str| {
            let named = row.contains(&format!("`{key}`"));
            named && row.contains(&shown) && (key.contains('.') || row.contains(&variable))
        };
        if rows().find(complete).is_none() {
            missing.push(format!("{key} = {shown}"));
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_readme_has_every_code_and_no_other() {
    let source = read("api/src/platform/error.rs");
    let codes: Vec<_> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \""))
        .map(|(_, code)| code.trim_end_matches("\","))
        .collect();
    assert!(codes.len() > 30, "{codes:?}");
    let readme = read("README.md");
    let (_, errors) = readme.split_once("\n## Errors\n").unwrap();
    let (errors, _) = errors.split_once("\n## ").unwrap();
    let mut told: Vec<_> = errors
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once(" | "))
        .flat_map(|(codes, _)| codes.split(", "))
        .map(|code| code.trim_matches('`'))
        .collect();
    told.sort_unstable();
    let mut codes = codes;
    codes.sort_unstable();
    assert_eq!(told, codes);
}
