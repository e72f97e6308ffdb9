//! Who asks, and what follows from it: what they see and what they may do.

use entity::account::Role;
use sea_orm::prelude::Uuid;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Viewer {
    /// A reader, of whom nothing is known.
    Anonymous,
    /// Somebody who signed in.
    Account(Member),
    /// A program of somebody else's, known by its API key.
    Key(KeyHolder),
    /// The program itself: imports and other commands of whoever runs it. Sees everything.
    System,
}

/// An account, as far as its rights depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Member {
    /// The account.
    pub id: Uuid,
    /// What it may do.
    pub role: Role,
    /// In whose name; none: of no unit in particular.
    pub unit_id: Option<Uuid>,
}

/// An API key, as far as its rights depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyHolder {
    /// The key.
    pub id: Uuid,
    /// What it was made for.
    pub scopes: Scopes,
}

/// What an API key may be used for: a set of [`KeyScope`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u8);

/// One thing that an API key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyScope {
    /// Reading what everybody may read.
    ReadPublished,
    /// Reading drafts as well.
    ReadAll,
    /// Writing content of all units.
    Write,
    /// Reading the change log.
    Sync,
    /// Voting for readers of its own, who are one voter each.
    Vote,
}

impl Scopes {
    /// The same set with one more.
    pub const fn with(self, scope: KeyScope) -> Self {
        Self(self.0 | 1 << scope as u8)
    }

    /// Whether the set has it.
    pub const fn has(self, scope: KeyScope) -> bool {
        self.0 & 1 << scope as u8 != 0
    }

    /// What is in either set.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the set has all of another one.
    pub const fn includes(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl FromIterator<KeyScope> for Scopes {
    fn from_iter<I: IntoIterator<Item = KeyScope>>(scopes: I) -> Self {
        scopes.into_iter().fold(Self::default(), Self::with)
    }
}

/// Whose content, whatever its state: what somebody sees beyond what readers see, and what they may
/// change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Nobody's.
    Nothing,
    /// What this account created itself.
    Own(Uuid),
    /// That of this unit and of those below it.
    Units(Uuid),
    /// Everybody's.
    Everything,
}

impl Viewer {
    /// What is seen of content that readers do not see.
    pub const fn sees(self) -> Reach {
        match self {
            Self::Anonymous => Reach::Nothing,
            Self::System => Reach::Everything,
            Self::Account(member) => member.reach(),
            Self::Key(key) if key.scopes.has(KeyScope::ReadAll) => Reach::Everything,
            Self::Key(_) => Reach::Nothing,
        }
    }

    /// What may be changed.
    pub const fn writes(self) -> Reach {
        match self {
            Self::Anonymous => Reach::Nothing,
            Self::System => Reach::Everything,
            Self::Account(member) => member.reach(),
            Self::Key(key) if key.scopes.has(KeyScope::Write) => Reach::Everything,
            Self::Key(_) => Reach::Nothing,
        }
    }

    /// What may be done; an API key that writes does it for all units.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Account(member) => Some(member.role),
            Self::Key(key) if key.scopes.has(KeyScope::Write) => Some(Role::Chief),
            Self::System => Some(Role::Admin),
            Self::Key(_) | Self::Anonymous => None,
        }
    }

    /// The account that asks, if one does.
    pub const fn account(self) -> Option<Uuid> {
        match self {
            Self::Account(member) => Some(member.id),
            _ => None,
        }
    }
}

impl Member {
    const fn reach(self) -> Reach {
        match (self.role, self.unit_id) {
            (Role::Contributor, _) => Reach::Own(self.id),
            (Role::Editor, Some(unit)) => Reach::Units(unit),
            // An editor without a unit has nothing but what is their own.
            (Role::Editor, None) => Reach::Own(self.id),
            (Role::Chief | Role::Admin, _) => Reach::Everything,
        }
    }
}
