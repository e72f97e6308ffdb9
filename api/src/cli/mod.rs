//! The commands of the program.

mod health;
mod import;
mod output;
mod serve;

use std::{
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use migration::{Migrator, MigratorTrait as _};

use crate::{
    app::{App, Database},
    config::{Config, Flags},
    features::demo,
    platform::scope::Clock,
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
    /// Run or undo migrations.
    #[command(subcommand)]
    Migrate(MigrateCommand),
    /// Take content over from elsewhere.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Fill an empty portal with demo content.
    Demo,
    /// Print the GraphQL schema.
    Schema,
    /// Print the settings in force, passwords hidden.
    Config,
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// Where to listen: 127.0.0.1:8000 unless said otherwise.
    #[arg(long, value_name = "ADDR:PORT")]
    bind: Option<String>,
    /// Fill the portal with demo content if it is empty.
    #[arg(long)]
    demo: bool,
    /// Run missing migrations first; on SQLite that is always done.
    #[arg(long)]
    migrate: bool,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum MigrateCommand {
    /// Run all missing migrations.
    Up,
    /// Undo the latest migrations, with everything that stands in their tables.
    Down {
        /// How many.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        steps: u32,
    },
    /// List the migrations.
    Status,
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Saved pages of a former portal, as text or HTML.
    Page(import::PageArguments),
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
    let bind = match &cli.command {
        Command::Serve(arguments) => arguments.bind.clone(),
        _ => None,
    };
    let flags = Flags { bind, database_url: cli.database_url };
    let config = Config::load(cli.config.as_deref(), flags)?;
    match cli.command {
        Command::Schema => unreachable!("answered above, without settings"),
        Command::Config => output::print(&config.to_string()),
        Command::Serve(arguments) => serve::serve(&config, arguments.demo, arguments.migrate).await,
        Command::Health { url } => health::check(config.bind, url.as_deref()).await,
        Command::Migrate(command) => migrate(&config, command).await,
        Command::Import(ImportCommand::Page(arguments)) => {
            import::pages(&open(&config).await?, arguments).await
        }
        Command::Demo => fill(&open(&config).await?).await,
    }
}

/// Opens the database for a command: SQLite is made and migrated, PostgreSQL must be ready.
async fn open(config: &Config) -> anyhow::Result<App> {
    let location = config.location();
    let db = Database::open(&location).await?;
    if db.is_embedded() {
        db.migrate(&location).await?;
    } else {
        db.check_migrations().await?;
    }
    Ok(App::new(db, Clock::system(), config.policy()))
}

async fn migrate(config: &Config, command: MigrateCommand) -> anyhow::Result<ExitCode> {
    let location = config.location();
    let db = Database::open(&location).await?;
    match command {
        MigrateCommand::Up => {
            db.migrate(&location).await?;
            output::print("The database is up to date.\n")
        }
        MigrateCommand::Down { steps } => {
            let before = db.applied_migrations().await?.len();
            Migrator::down(&db.write, Some(steps)).await.context("cannot undo migrations")?;
            let undone = before - db.applied_migrations().await?.len();
            output::print(&format!("Undone: {undone}.\n"))
        }
        MigrateCommand::Status => {
            let applied = db.applied_migrations().await?;
            let files = Migrator::get_migration_files();
            let lines = files.iter().map(|file| {
                let done = applied.iter().any(|name| name == file.name());
                format!("{}  {}\n", if done { "applied" } else { "pending" }, file.name())
            });
            output::print(&lines.collect::<String>())
        }
    }
}

async fn fill(app: &App) -> anyhow::Result<ExitCode> {
    let filled = demo::service::fill(&app.system()).await?;
    output::print(&match filled {
        Some(filled) => {
            format!("Demo content: {} articles, {} units.\n", filled.articles, filled.units)
        }
        None => "The portal has content already; nothing was changed.\n".to_owned(),
    })
}
