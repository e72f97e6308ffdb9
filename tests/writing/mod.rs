//! What people change, as they do: signed in, over HTTP.

mod authors;
mod congress;
mod desk;
mod links;
mod order;
mod polls;
mod redirects;
mod rights;
mod site;
mod synonyms;
mod units;
mod versions;

pub use desk::input_of;
