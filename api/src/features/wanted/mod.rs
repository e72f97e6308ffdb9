//! What somebody looks for: what was typed, its synonyms, and the condition on the terms of an
//! article that it comes to.
//!
//! It stands between `index`, whose terms it speaks of, and all that finds articles by a text: the
//! search, which asks how well each meets it, and lists, which only ask whether.

mod argument;
mod expression;
mod loader;
mod parse;
mod store;
mod synonym;
mod written;

pub use self::{
    argument::{check_length, read},
    expression::Expression,
    loader::AllSynonyms,
    parse::{Capitals, Phrase, Wanted},
    store::{articles_that_meet, is_cheap_for_each, meets},
    written::{Marks, Written, all, unwanted},
};
