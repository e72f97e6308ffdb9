//! The commands of the program.

mod account;
mod demo;
mod files;
mod health;
mod import;
mod media;
mod migrate;
mod output;
mod poll;
mod reindex;
mod serve;
mod transfer;

use std::{
    io::{self, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};

use crate::{
    app::{App, Database, Location},
    config::{Config, Flags},
    platform::{database::sqlite_file, scope::Clock},
    schema,
};

/// Congtin: the content API of a provincial Party portal.
#[derive(Debug, Parser)]
#[command(name = "congtin", version, about)]
struct Cli {
    /// File of settings; ./congtin.toml is read if it is there.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME`.
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server.
    Serve(ServeArguments),
    /// Ask a running server whether it can serve: status 0 if it can, 1 if not.
    Health {
        /// What to ask instead of /readyz at the address of the settings.
        #[arg(long, value_name = "URL")]
        url: Option<String>,
    },
    /// Make and look after accounts, also where nobody can sign in.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Run or undo migrations.
    #[command(subcommand)]
    Migrate(migrate::MigrateCommand),
    /// Take content over from elsewhere.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Write everything out.
    #[command(subcommand)]
    Export(ExportCommand),
    /// Look after the stored files.
    #[command(subcommand)]
    Media(media::MediaCommand),
    /// Look into polls.
    #[command(subcommand)]
    Poll(poll::PollCommand),
    /// Make what articles are found by anew, also while the server runs.
    Reindex(reindex::ReindexArguments),
    /// Fill an empty portal with demo content.
    Demo(demo::DemoArguments),
    /// Print the GraphQL schema.
    Schema,
    /// Print the settings in force, passwords hidden.
    Config,
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// Where to listen: 127.0.0.1:8000 unless said otherwise.
    #[arg(long, value_name = "ADDR:PORT")]
    bind: Option<SocketAddr>,
    /// Fill the portal with demo content if it is empty.
    #[arg(long)]
    demo: bool,
    /// Run missing migrations first; on SQLite that is always done.
    #[arg(long)]
    migrate: bool,
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Saved pages of a former portal, as text or HTML.
    Page(import::PageArguments),
    /// Lines of JSON that `export ndjson` wrote; what is there already stays as it is.
    Ndjson(transfer::ImportArguments),
}

#[derive(Debug, Subcommand)]
enum ExportCommand {
    /// Everything of the portal as lines of JSON, drafts included.
    Ndjson(transfer::ExportArguments),
    /// What everybody did, oldest first, as lines of JSON.
    Audit(transfer::AuditArguments),
}

/// Runs the program. The status is 0 if all went well, 1 if something failed, 2 if the command
/// cannot be understood.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    match runtime.block_on(run(cli)) {
        Ok(code) => code,
        Err(error) => fail(&error),
    }
}

/// One line with the whole chain; what to mend stands at its beginning.
fn fail(error: &anyhow::Error) -> ExitCode {
    // Nobody can be told if the terminal is gone.
    let _ = writeln!(io::stderr(), "congtin: {}", output::chain(error));
    ExitCode::FAILURE
}

async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Schema = cli.command {
        return output::print(&schema::sdl());
    }
    if let Command::Poll(poll::PollCommand::Verify(arguments)) = &cli.command
        && let Some(file) = &arguments.file
    {
        return poll::verify_file(file);
    }
    let bind = match &cli.command {
        Command::Serve(arguments) => arguments.bind,
        _ => None,
    };
    let flags = Flags { bind, database_url: cli.database_url };
    let config = Config::load(cli.config.as_deref(), flags)?;
    match cli.command {
        Command::Schema => unreachable!("answered above, without settings"),
        Command::Config => output::print(&config.to_string()),
        Command::Serve(ServeArguments { demo, migrate, .. }) => {
            serve::serve(&config, demo, migrate).await
        }
        Command::Health { url } => health::check(config.bind, url.as_deref()).await,
        Command::Migrate(command) => migrate::migrate(&config, command).await,
        Command::Account(command) => {
            with_app(&config, async |app| account::run(app, command).await).await
        }
        Command::Import(ImportCommand::Page(arguments)) => {
            with_app(&config, async |app| import::pages(app, arguments).await).await
        }
        Command::Import(ImportCommand::Ndjson(arguments)) => {
            with_app(&config, async |app| transfer::import_lines(app, arguments).await).await
        }
        Command::Export(ExportCommand::Ndjson(arguments)) => {
            with_app(&config, async |app| transfer::export_lines(app, arguments).await).await
        }
        Command::Export(ExportCommand::Audit(arguments)) => {
            with_app(&config, async |app| transfer::export_audit(app, arguments).await).await
        }
        Command::Reindex(arguments) => {
            with_existing(&config, async |app| reindex::run(app, arguments).await).await
        }
        Command::Media(command) => {
            with_existing(&config, async |app| media::run(app, command).await).await
        }
        Command::Poll(poll::PollCommand::Verify(arguments)) => {
            with_existing(&config, async |app| poll::verify(app, arguments).await).await
        }
        Command::Demo(arguments) => {
            with_app(&config, async |app| demo::fill(app, config.bind, &arguments).await).await
        }
    }
}

/// [`with_app`] for commands that look after what is there: a file that is not is a mistyped name.
async fn with_existing(
    config: &Config,
    work: impl AsyncFnOnce(&App) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    if let Some(file) = sqlite_file(&config.location().url)
        && !Path::new(file).exists()
    {
        anyhow::bail!("there is no database {file}");
    }
    with_app(config, work).await
}

/// Runs a command on a database that is ready: SQLite is made and migrated, PostgreSQL must be.
async fn with_app(
    config: &Config,
    work: impl AsyncFnOnce(&App) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    with_database(config, async |db, location| {
        if db.is_embedded() {
            db.migrate(location).await?;
        } else {
            db.check_migrations().await?;
        }
        work(&App::open(db, Clock::system(), config.policy()).await?).await
    })
    .await
}

/// Opens the database for a piece of work, and closes it whatever came of that: until then SQLite
/// keeps the latest writes beside its file, and a copy of the file alone is no database.
async fn with_database(
    config: &Config,
    work: impl AsyncFnOnce(Database, &Location) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    let location = config.location();
    let db = Database::open(&location).await?;
    let result = work(db.clone(), &location).await;
    let closed = db.close().await.context("cannot close the database");
    result.and_then(|code| closed.map(|()| code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_database_is_one_file_whatever_came_of_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let database_url = format!("sqlite://{}/congtin.db", folder.path().display());
        let config = Config { database_url, ..Config::default() };
        let files = || std::fs::read_dir(folder.path()).unwrap().count();
        for fails in [false, true] {
            let mut kept = None;
            let result = with_database(&config, async |db, location| {
                db.migrate(location).await?;
                assert!(files() > 1, "the log stands beside the file");
                // Nobody closes by letting go of the last handle.
                kept = Some(db);
                anyhow::ensure!(!fails, "on purpose");
                Ok(ExitCode::SUCCESS)
            });
            assert_eq!(result.await.is_err(), fails);
            assert_eq!(files(), 1);
        }
    }
}
