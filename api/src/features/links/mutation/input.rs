//! What clients say to change link directories and links.

use async_graphql::{ID, InputObject, MaybeUndefined};
use sea_orm::prelude::Uuid;

use super::super::write::{DirectoryFields, LinkFields};
use crate::platform::{
    form::{Patch, Problems, Target},
    id::Kind,
};

/// A link directory to be created.
#[derive(Debug, InputObject)]
pub struct LinkDirectoryCreateInput {
    /// The heading of the group, at most 300 characters.
    title: String,
    /// Names it in addresses; made of the title if nothing is said.
    slug: Option<String>,
}

impl LinkDirectoryCreateInput {
    pub fn read(self) -> DirectoryFields {
        DirectoryFields { title: Patch::Set(self.title), slug: self.slug.into() }
    }
}

/// What becomes different of a link directory: what is left out stays.
#[derive(Debug, InputObject)]
pub struct LinkDirectoryUpdateInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// The heading of the group.
    title: MaybeUndefined<String>,
    /// Names it in addresses. Under the one until now the directory is still found.
    slug: MaybeUndefined<String>,
}

impl LinkDirectoryUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, DirectoryFields) {
        let target = problems.target(Kind::LinkDirectory, &self.id, self.version, "input");
        (target, DirectoryFields { title: self.title.into(), slug: self.slug.into() })
    }
}

/// An order of all link directories.
#[derive(Debug, InputObject)]
pub struct LinkDirectoriesReorderInput {
    /// All directories, each once, in their new order.
    link_directories: Vec<LinkDirectoryVersionInput>,
}

/// A link directory, and the version of it that you have seen.
#[derive(Debug, InputObject)]
pub struct LinkDirectoryVersionInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl LinkDirectoriesReorderInput {
    pub fn read(self, problems: &mut Problems) -> Vec<Target> {
        let places = self.link_directories.iter().enumerate();
        let target = |(place, directory): (usize, &LinkDirectoryVersionInput)| {
            let field = format!("input.linkDirectories.{place}");
            problems.target(Kind::LinkDirectory, &directory.id, directory.version, &field)
        };
        places.map(target).collect()
    }
}

/// A link directory to be deleted.
#[derive(Debug, InputObject)]
pub struct LinkDirectoryDeleteInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl LinkDirectoryDeleteInput {
    pub fn read(self, problems: &mut Problems) -> Target {
        problems.target(Kind::LinkDirectory, &self.id, self.version, "input")
    }
}

/// A link to be added.
#[derive(Debug, InputObject)]
pub struct LinkCreateInput {
    /// The group that it stands in.
    directory_id: ID,
    /// What readers click on, at most 300 characters.
    title: String,
    /// The address; http or https.
    url: String,
    /// Whether readers see it; they do if nothing is said.
    active: Option<bool>,
}

impl LinkCreateInput {
    pub fn read(self, problems: &mut Problems) -> LinkFields {
        let directory = Patch::Set(self.directory_id);
        LinkFields {
            directory_id: problems.reference(Kind::LinkDirectory, directory, "input.directoryId"),
            title: Patch::Set(self.title),
            url: Patch::Set(self.url),
            active: self.active.into(),
        }
    }
}

/// What becomes different of a link: what is left out stays.
#[derive(Debug, InputObject)]
pub struct LinkUpdateInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
    /// The group that it stands in; in another one it goes behind the others.
    directory_id: MaybeUndefined<ID>,
    /// What readers click on.
    title: MaybeUndefined<String>,
    /// The address; http or https.
    url: MaybeUndefined<String>,
    /// Whether readers see it.
    active: MaybeUndefined<bool>,
}

impl LinkUpdateInput {
    pub fn read(self, problems: &mut Problems) -> (Target, LinkFields) {
        let target = problems.target(Kind::Link, &self.id, self.version, "input");
        let directory = self.directory_id.into();
        let fields = LinkFields {
            directory_id: problems.reference(Kind::LinkDirectory, directory, "input.directoryId"),
            title: self.title.into(),
            url: self.url.into(),
            active: self.active.into(),
        };
        (target, fields)
    }
}

/// An order of the links of a directory.
#[derive(Debug, InputObject)]
pub struct LinksReorderInput {
    /// The directory whose links they are.
    id: ID,
    /// The version that you have seen of the directory.
    version: i32,
    /// The ids of all its links, each once, those that are not active as well.
    link_ids: Vec<ID>,
}

impl LinksReorderInput {
    pub fn read(self, problems: &mut Problems) -> (Target, Vec<Option<Uuid>>) {
        let directory = problems.target(Kind::LinkDirectory, &self.id, self.version, "input");
        (directory, problems.ids(Kind::Link, &self.link_ids, "input.linkIds"))
    }
}

/// A link to be deleted.
#[derive(Debug, InputObject)]
pub struct LinkDeleteInput {
    /// Which one.
    id: ID,
    /// The version that you have seen.
    version: i32,
}

impl LinkDeleteInput {
    pub fn read(self, problems: &mut Problems) -> Target {
        problems.target(Kind::Link, &self.id, self.version, "input")
    }
}
