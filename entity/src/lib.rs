//! The tables of Congtin: one file each, named after its table.
//!
//! Columns and their meaning only: no queries, no HTTP, no GraphQL. The history that made the
//! tables is in the `migration` crate, which never imports this one.
#![expect(missing_docs, reason = "columns whose name says it all, and what the derives generate")]

pub mod site;

pub mod account;
pub mod api_key;
pub mod audit_event;
pub mod idempotent_answer;
pub mod login_failure;
pub mod refresh_token;
pub mod session;
pub mod signing_key;

pub mod unit;
pub mod unit_name;
pub mod unit_succession;

pub mod author;
pub mod congress_category;

pub mod article;
pub mod article_author;
pub mod article_congress_category;
pub mod article_figure;
pub mod article_listing;
pub mod article_media;
pub mod article_revision;
pub mod article_search;
pub mod article_view;
pub mod article_view_day;
pub mod article_view_roll;

pub mod link;
pub mod link_directory;

pub mod ballot;
pub mod poll;
pub mod poll_chain;
pub mod poll_code;
pub mod poll_option;
pub mod poll_tally;
pub mod voter;

pub mod media;

pub mod change;
pub mod former_slug;
pub mod redirect;
pub mod search_synonym;
pub mod secret;
pub mod suggestion_key;
