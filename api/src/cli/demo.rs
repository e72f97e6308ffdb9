//! `congtin demo`.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    process::ExitCode,
};

use clap::Args;

use super::output;
use crate::{
    app::App,
    features::demo::{
        load::{self, Load},
        service,
    },
};

/// What `demo` takes.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// Add so many generated articles, for measuring; those that are there already are left alone.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MAX_ARTICLES))]
    articles: Option<u64>,
    /// What the generated articles follow from: the same seed makes the same articles.
    #[arg(long, value_name = "S", default_value_t = 1, requires = "articles")]
    seed: u64,
}

/// More would only fill a disk.
const MAX_ARTICLES: u64 = 10_000_000;

/// Where a demo is at home: the address that this program listens on, as this machine reaches it.
pub fn base_url(bind: SocketAddr) -> String {
    let ip = match bind.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    format!("http://{}", SocketAddr::new(ip, bind.port()))
}

/// Fills an empty portal, and adds load data to a portal that was filled so.
pub async fn fill(
    app: &App,
    bind: SocketAddr,
    arguments: &DemoArguments,
) -> anyhow::Result<ExitCode> {
    // Load data stands on the demo content.
    let filled = service::fill_at(&app.system(), Some(base_url(bind))).await?;
    let Some(articles) = arguments.articles else {
        return output::print(&match filled {
            Some(filled) => {
                format!("Demo content: {} articles, {} units.\n", filled.articles, filled.units)
            }
            None => "The portal has content already; nothing was changed.\n".to_owned(),
        });
    };
    let progress = output::progress(articles);
    app.db.expect_bulk().await?;
    let load = Load { articles, seed: arguments.seed };
    let added = load::load(&app.system(), load, |done| progress.set_position(done)).await?;
    progress.finish_and_clear();
    match added {
        Some(added) => {
            let there = articles.saturating_sub(added as u64);
            output::print(&format!("Generated articles: {added} added, {there} there already.\n"))
        }
        None => anyhow::bail!("this portal is not a demo: load data is added to nothing else"),
    }
}
