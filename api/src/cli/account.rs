//! `congtin account`: the first administrator, and emergencies.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use entity::account::{Model, Role};
use sea_orm::{ActiveEnum as _, prelude::Uuid};

use super::output;
use crate::{
    app::App,
    features::{
        accounts::service::{self, NewAccount},
        units::service::{self as units, UnitSelector},
    },
    platform::{
        outcome::{Outcome, Refusal},
        time::rfc3339,
    },
};

/// Longest file of a password that is read.
const MAX_PASSWORD_FILE: u64 = 4_096;

/// What `account` does.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Make an account.
    Create(CreateArguments),
    /// List all accounts: login, role, unit, whether disabled, name.
    List,
    /// Shut an account out; all of its sessions end at once.
    Disable {
        /// Its login.
        #[arg(long)]
        login: String,
    },
    /// Give an account another password and let it in again if it was disabled; all of its sessions
    /// end.
    Reset {
        /// Its login.
        #[arg(long)]
        login: String,
        #[command(flatten)]
        password: PasswordArguments,
    },
}

/// What `account create` takes.
#[derive(Debug, Args)]
pub struct CreateArguments {
    /// What is typed to sign in: letters without marks, digits and . - _ @ +
    #[arg(long)]
    login: String,
    /// What others see.
    #[arg(long)]
    name: String,
    /// What it may do.
    #[arg(long)]
    role: RoleArgument,
    /// In whose name it writes.
    #[arg(long, value_name = "SLUG")]
    unit: Option<String>,
    #[command(flatten)]
    password: PasswordArguments,
}

/// Where a password comes from. Never an argument: those stand in lists of processes and in the
/// history of shells.
#[derive(Debug, Args)]
pub struct PasswordArguments {
    /// File with the password, - for standard input; asked for on the terminal otherwise.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleArgument {
    Contributor,
    Editor,
    Chief,
    Admin,
}

impl From<RoleArgument> for Role {
    fn from(role: RoleArgument) -> Self {
        match role {
            RoleArgument::Contributor => Self::Contributor,
            RoleArgument::Editor => Self::Editor,
            RoleArgument::Chief => Self::Chief,
            RoleArgument::Admin => Self::Admin,
        }
    }
}

/// Runs one of the commands.
pub async fn run(app: &App, command: AccountCommand) -> anyhow::Result<ExitCode> {
    match command {
        AccountCommand::Create(arguments) => create(app, arguments).await,
        AccountCommand::List => list(app).await,
        AccountCommand::Disable { login } => disable(app, &login).await,
        AccountCommand::Reset { login, password } => reset(app, &login, password).await,
    }
}

async fn create(app: &App, arguments: CreateArguments) -> anyhow::Result<ExitCode> {
    let CreateArguments { login, name, role, unit, password } = arguments;
    let scope = app.system();
    let unit_id = match unit {
        None => None,
        Some(slug) => {
            let unit = units::find(&scope, UnitSelector::Slug(slug)).await?;
            Some(unit.context("there is no unit of this slug")?.id)
        }
    };
    let new = NewAccount { login, name, role: role.into(), unit_id };
    let account = done(app.create_account(new, &password.read()?).await)?;
    output::print(&format!("Made: {}.\n", account.login))
}

async fn list(app: &App) -> anyhow::Result<ExitCode> {
    let scope = app.system();
    let accounts = service::all(&scope).await?;
    let units: Vec<Uuid> = accounts.iter().filter_map(|account| account.unit_id).collect();
    let units = units::find_many(&scope, &units).await?;
    let line = |account: Model| {
        let unit = units.iter().find(|unit| Some(unit.id) == account.unit_id);
        let unit = unit.map_or("-", |unit| &unit.slug);
        let state = account.disabled_at.map_or_else(|| "-".to_owned(), rfc3339);
        let (login, role, name) = (account.login, account.role.to_value(), account.name);
        format!("{login}\t{role}\t{unit}\t{state}\t{name}\n")
    };
    output::print(&accounts.into_iter().map(line).collect::<String>())
}

async fn disable(app: &App, login: &str) -> anyhow::Result<ExitCode> {
    let account = find(app, login).await?;
    let mut txn = app.system().begin().await?;
    txn.audit("accountDisable");
    done(service::disable(&mut txn, account.id).await)?;
    txn.commit().await?;
    output::print(&format!("Disabled: {}.\n", account.login))
}

async fn reset(app: &App, login: &str, password: PasswordArguments) -> anyhow::Result<ExitCode> {
    let (account, scope) = (find(app, login).await?, app.system());
    let password = password.read()?;
    let prepared = service::prepare_password(&app.accounts, &scope, account.id, &password).await;
    let hash = done(prepared)?;
    let mut txn = scope.begin().await?;
    txn.audit("accountResetPassword");
    done(service::set_password(&mut txn, account.id, hash).await)?;
    done(service::enable(&mut txn, account.id).await)?;
    txn.commit().await?;
    output::print(&format!("Reset: {}.\n", account.login))
}

async fn find(app: &App, login: &str) -> anyhow::Result<Model> {
    let account = service::find_by_login(&app.system(), login).await?;
    account.context("there is no account of this login")
}

/// What came of it, or in one line all that is in its way.
fn done<T>(outcome: Outcome<T>) -> anyhow::Result<T> {
    outcome.map_err(|refusal| match refusal {
        Refusal::Failed(error) => error.into(),
        Refusal::Problems(problems) => {
            let messages = problems.into_iter().map(|problem| problem.message);
            anyhow::Error::msg(messages.collect::<Vec<_>>().join("; "))
        }
    })
}

impl PasswordArguments {
    fn read(&self) -> anyhow::Result<String> {
        match &self.password_file {
            Some(file) => from_file(file),
            None if io::stdin().is_terminal() => prompt(),
            None => anyhow::bail!("there is no terminal to ask on: name a --password-file"),
        }
    }
}

/// Files often end in a line break that is no part of the password.
fn from_file(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = match file == Path::new("-") {
        true => io::stdin().take(MAX_PASSWORD_FILE).read_to_string(&mut text),
        false => fs::File::open(file)
            .and_then(|file| file.take(MAX_PASSWORD_FILE).read_to_string(&mut text)),
    };
    read.with_context(|| format!("cannot read the password from {}", file.display()))?;
    text.truncate(text.trim_end_matches(['\r', '\n']).len());
    Ok(text)
}

fn prompt() -> anyhow::Result<String> {
    let password = rpassword::prompt_password("Password: ").context("cannot ask for it")?;
    let again = rpassword::prompt_password("Once more: ").context("cannot ask for it")?;
    anyhow::ensure!(password == again, "the two are not the same");
    Ok(password)
}
