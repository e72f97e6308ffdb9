//! `congtin migrate`.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Subcommand;
use migration::{Migrator, MigratorTrait as _};

use super::{output, with_database};
use crate::{app::Database, config::Config};

/// What `migrate` does.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum MigrateCommand {
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

/// Runs, undoes or lists migrations. A database newer than this program is only listed.
pub async fn migrate(config: &Config, command: MigrateCommand) -> anyhow::Result<ExitCode> {
    with_database(config, async |db, location| match command {
        MigrateCommand::Up => {
            db.migrate(location).await?;
            output::print("The database is up to date.\n")
        }
        MigrateCommand::Down { steps } => {
            db.check_not_ahead().await?;
            let before = db.applied_migrations().await?.len();
            Migrator::down(&db.write, Some(steps)).await.context("cannot undo migrations")?;
            let undone = before - db.applied_migrations().await?.len();
            output::print(&format!("Undone: {undone}.\n"))
        }
        MigrateCommand::Status => {
            output::print(&list(&db).await?)?;
            db.check_not_ahead().await?;
            Ok(ExitCode::SUCCESS)
        }
    })
    .await
}

/// All migrations, those of this program first.
async fn list(db: &Database) -> anyhow::Result<String> {
    let applied = db.applied_migrations().await?;
    let files = Migrator::get_migration_files();
    let known: Vec<&str> = files.iter().map(|file| file.name()).collect();
    let states = known.iter().map(|name| {
        let is_applied = applied.iter().any(|applied| applied == name);
        (if is_applied { "applied" } else { "pending" }, *name)
    });
    let later = applied.iter().map(String::as_str).filter(|name| !known.contains(name));
    let states = states.chain(later.map(|name| ("unknown", name)));
    Ok(states.map(|(state, name)| format!("{state}  {name}\n")).collect())
}
