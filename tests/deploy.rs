//! The files that deploy the program fit the program.

use std::{fs, path::Path};

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)).unwrap()
}

fn table(name: &str) -> toml::Table {
    file(name).parse().unwrap()
}

#[test]
fn the_image_is_built_by_the_pinned_compiler() {
    let toolchain = table("rust-toolchain.toml");
    let version = toolchain["toolchain"]["channel"].as_str().unwrap();
    let dockerfile = file("Dockerfile");
    assert!(dockerfile.contains(&format!("FROM rust:{version}-slim-")), "not {version}");
    assert!(dockerfile.contains(&format!("RUSTUP_TOOLCHAIN={version}\n")), "not {version}");
}

#[test]
fn the_image_is_given_every_member_of_the_workspace() {
    let (workspace, dockerfile) = (table("Cargo.toml"), file("Dockerfile"));
    let context = file(".dockerignore");
    for member in workspace["workspace"]["members"].as_array().unwrap() {
        let member = member.as_str().unwrap();
        assert!(dockerfile.contains(&format!("COPY {member}/Cargo.toml {member}/\n")), "{member}");
        let shown = [format!("!{member}"), format!("!{member}/Cargo.toml")];
        assert!(context.lines().any(|line| shown.iter().any(|shown| shown == line)), "{member}");
    }
}
