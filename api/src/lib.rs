//! Congtin, outermost room first: a request comes in through `http`, is resolved by the `schema`,
//! which is made of `features`, which stand on the tools of the `platform`.
//!
//! `app` is what lives as long as the process, `config` what may be set about it, `cli` the
//! commands of the program, `telemetry` where it logs and what it traces.

pub mod app;
pub mod cli;
pub mod config;

mod features;
mod http;
mod platform;
mod schema;
mod telemetry;

pub use platform::{
    error::{Error, Result},
    outcome::Refusal,
    scope::{Clock, Scope},
    time::{Instant, parse_rfc3339},
    transaction::Transaction,
};

/// Writing content from Rust: what the import and the demo do, and the builders of tests.
///
/// There is no permission to check here: whoever holds an [`App`](app::App) holds the database.
pub mod content {
    pub use crate::features::{
        accounts::service::NewAccount,
        articles::{
            Body, BodyFigure,
            write::{ArticleContent, Saved, put as put_article},
        },
        audit::{export::export as export_audit, service::EventList as AuditList},
        authors::service::{NewAuthor, create as create_author},
        congress::service::{NewCategory, create as create_congress_category},
        demo::{
            load::{Load, load as load_articles},
            service::fill as fill_with_demo,
        },
        imports::{
            report::{FileReport, Status as ImportStatus},
            service::{Options as ImportOptions, import_page},
        },
        index::{Renewed, Step as RenewedStep, renew as renew_terms},
        links::service::{NewLink, put_directory as put_link_directory},
        media::{
            library::Library,
            service::{
                Added as AddedMedia, Description as MediaDescription, FocalPoint,
                bring as bring_media,
            },
        },
        polls::service::{NewPoll, create as create_poll},
        site::service::{SiteFields, put as put_site},
        suggest::service::fill as fill_suggestions,
        transfer::{
            export::export as export_lines,
            import::{ImportError, import as import_lines},
            report::{LineFault, Progress, Summary},
        },
        units::service::{
            DatedName, NewSuccession, NewUnit, create as create_unit, succeed as succeed_unit,
        },
    };
}

/// The public contract as GraphQL SDL: what `schema.graphql` holds.
pub fn sdl() -> String {
    schema::sdl()
}
