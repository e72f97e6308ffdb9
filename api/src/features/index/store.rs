//! What terms are made of, and where they are kept.

mod keep;
mod read;

pub use self::{
    keep::{Row, hold, lock, of_milliseconds, ordinals, replace, to_renew},
    read::{Texts, listed, lists_of, texts},
};
