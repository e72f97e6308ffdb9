//! Who may select a field: declared on the field itself, printed in the schema, and enforced from
//! there before an operation begins.

use async_graphql::{Enum, InputType, TypeDirective, Value, parser::types::FieldDefinition};
use entity::account::Role;

use super::{
    error::{BadInput, Code},
    viewer::{KeyScope, Scopes, Viewer},
};

/// What an account may do; each may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Role")]
pub enum AccountRole {
    /// Writes drafts of its own.
    Contributor,
    /// Edits and publishes what belongs to the own unit and to those below it.
    Editor,
    /// Edits and publishes everything.
    Chief,
    /// Decides on accounts, API keys and the site as well.
    Admin,
}

/// One thing that an API key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "KeyScope")]
pub enum ApiKeyScope {
    /// Reading what everybody may read.
    ReadPublished,
    /// Reading drafts as well.
    ReadAll,
    /// Writing content of all units.
    Write,
    /// Reading what changed.
    Sync,
    /// Voting for readers of its own, whom it names by an opaque id each.
    Vote,
}

/// The field needs an account of this role, or of one above it, or an API key of this scope. A field
/// without this directive can be selected by everybody.
#[TypeDirective(location = "FieldDefinition")]
#[expect(non_camel_case_types, reason = "the name that it has in the schema")]
pub fn access(role: AccountRole, key: Option<ApiKeyScope>) {}

/// The mutation can be asked for by everybody.
#[TypeDirective(location = "FieldDefinition")]
#[expect(non_camel_case_types, reason = "the name that it has in the schema")]
pub fn public() {}

/// What a viewer needs to select all of some fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// At least this role.
    role: Option<Role>,
    /// Of an API key, all of these scopes.
    scopes: Scopes,
    /// No API key will do.
    account_only: bool,
}

impl Needs {
    /// What a field of the schema needs; none if nothing is said about it.
    pub fn of(field: &FieldDefinition) -> Option<Self> {
        field.directives.iter().find_map(|directive| {
            let directive = &directive.node;
            let argument =
                |name: &str| directive.get_argument(name).map(|value| value.node.clone());
            match directive.name.node.as_str() {
                "public" => Some(Self::default()),
                "access" => {
                    let scope = read::<ApiKeyScope>(argument("key")).map(KeyScope::from);
                    Some(Self {
                        role: read::<AccountRole>(argument("role")).map(Role::from),
                        scopes: scope.into_iter().collect(),
                        account_only: scope.is_none(),
                    })
                }
                _ => None,
            }
        })
    }

    /// What is needed to select these and those.
    pub fn and(self, other: Self) -> Self {
        Self {
            role: self.role.max(other.role),
            scopes: self.scopes.union(other.scopes),
            account_only: self.account_only || other.account_only,
        }
    }

    /// Whether an API key may ask for it: what only accounts may has secrets in its answers.
    pub fn takes_keys(self) -> bool {
        !self.account_only
    }

    /// Whether readers may ask for it as well.
    pub fn is_public(self) -> bool {
        self.role.is_none()
    }

    /// Whether the viewer has what is needed.
    pub fn check(self, viewer: Viewer) -> Result<(), BadInput> {
        let Some(role) = self.role else { return Ok(()) };
        let enough = match viewer {
            Viewer::Anonymous => {
                let message = "Sign in first: this needs an account or an API key";
                return Err(BadInput::new(Code::Unauthenticated, message));
            }
            Viewer::Account(member) => member.role >= role,
            Viewer::Key(key) => !self.account_only && key.scopes.includes(self.scopes),
            Viewer::System => true,
        };
        match enough {
            true => Ok(()),
            false => Err(BadInput::new(Code::Forbidden, "This account or key may not do that")),
        }
    }
}

fn read<T: InputType>(argument: Option<Value>) -> Option<T> {
    T::parse(Some(argument?)).ok()
}
