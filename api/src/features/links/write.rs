//! Creating, changing, ordering and deleting link directories and links. Places are counted without
//! gaps; there are a handful of directories, each with a few dozen links.

mod directory;
mod link;

pub use directory::{
    DirectoryFields, create as create_directory, delete as delete_directory,
    reorder as reorder_directories, update as update_directory,
};
pub use link::{
    LinkFields, create as create_link, delete as delete_link, reorder as reorder_links,
    update as update_link,
};
