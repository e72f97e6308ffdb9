//! What terms are made of, and where they are kept.

mod keep;
mod read;

pub use self::{
    keep::{Row, count_stale, lock, of_milliseconds, ordinals, replace, stale},
    read::{Texts, listed, lists_of, texts},
};
