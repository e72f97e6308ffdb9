//! Reading what somebody sent in: field by field, with all that is wrong noted at once.

mod patch;

use async_graphql::ID;
use sea_orm::prelude::Uuid;
use url::Url;

pub use self::patch::Patch;
use super::{
    address::{self, MAX_LENGTH},
    audit::{Version, Versioned},
    graphql::{Expecting, Given},
    id::{self, Kind},
    outcome::{Outcome, Refusal, VersionConflict},
    problem::{Problem, ProblemCode},
    text::{self, TextFault},
    transaction::Transaction,
};

/// What somebody wants to change.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where the input names it.
    pub field: String,
    /// Its id; none if what was sent is none.
    pub id: Option<Uuid>,
    /// The version that they have seen.
    pub version: i32,
}

/// What is wrong with one input, in the order in which it was found.
#[derive(Debug, Default)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Notes one more.
    pub fn note(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Refuses the input if anything is wrong with it.
    pub fn end(self) -> Outcome<()> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0.into()) }
    }

    /// Refuses the input, with which something is wrong for sure.
    pub fn refuse(self) -> Refusal {
        self.0.into()
    }

    /// Notes what is wrong, if anything is.
    pub fn keep<T>(&mut self, read: Result<T, Problem>) -> Option<T> {
        read.map_err(|problem| self.note(problem)).ok()
    }

    /// An id that was given as `field`.
    pub fn id(&mut self, kind: Kind, given: &ID, field: &str) -> Option<Uuid> {
        let read = id::decode_as(kind, given);
        self.keep(read.map_err(|bad| Problem::new(ProblemCode::IdInvalid, bad.message).at(field)))
    }

    /// A reference that may be left out or cleared.
    pub fn reference(&mut self, kind: Kind, given: Patch<ID>, field: &str) -> Patch<Uuid> {
        self.patch(given, |problems, id| problems.id(kind, &id, field))
    }

    /// Several ids, each at its place in the list; none where what was sent is none.
    pub fn ids(&mut self, kind: Kind, given: &[ID], field: &str) -> Vec<Option<Uuid>> {
        let places = given.iter().enumerate();
        places.map(|(place, id)| self.id(kind, id, &format!("{field}.{place}"))).collect()
    }

    /// An order of all there is: each id is `present`, none is named twice and none left out.
    pub fn order(&mut self, given: &[Option<Uuid>], present: &[Uuid], field: &str) {
        for (place, id) in given.iter().enumerate() {
            let field = format!("{field}.{place}");
            match id {
                Some(id) if !present.contains(id) => self.note(Problem::no_reference(&field)),
                Some(_) if given[..place].contains(id) => self.note(Problem::twice(&field)),
                Some(_) | None => {}
            }
        }
        let left_out = present.iter().filter(|id| !given.contains(&Some(**id))).count();
        if left_out > 0 && given.iter().all(Option::is_some) {
            let message = format!("All must be named: {left_out} are left out");
            self.note(Problem::new(ProblemCode::Required, message).at(field));
        }
    }

    /// The same where each is named with the version that was seen: the rows in their new order. That
    /// one is in another version is noted as well.
    pub fn order_of<T: Versioned + Clone>(
        &mut self,
        given: &[Target],
        rows: &[T],
        field: &str,
    ) -> Vec<T> {
        let present: Vec<Uuid> = rows.iter().map(|row| row.present().id).collect();
        let ids: Vec<_> = given.iter().map(|target| target.id).collect();
        self.order(&ids, &present, field);
        let mut ordered = Vec::with_capacity(rows.len());
        for target in given {
            let Some(row) = rows.iter().find(|row| target.id == Some(row.present().id)) else {
                continue;
            };
            self.check_version(row, target);
            ordered.push(row.clone());
        }
        ordered
    }

    /// What somebody wants to change, named by `id` and `version` of this field.
    pub fn target(&mut self, kind: Kind, given: &ID, version: i32, field: &str) -> Target {
        let id = self.id(kind, given, &format!("{field}.id"));
        Target { field: field.to_owned(), id, version }
    }

    /// A value of a scalar with a form of its own.
    pub fn scalar<T: Expecting>(&mut self, given: Patch<Given<T>>, field: &str) -> Patch<T> {
        self.patch(given, |problems, given| {
            let read = given.read(field.trim_start_matches("input."));
            let invalid = |message| Problem::new(ProblemCode::Invalid, message).at(field);
            problems.keep(read.map_err(|bad| invalid(bad.message)))
        })
    }

    /// A text of one line that is not blank.
    pub fn line(&mut self, given: Patch<String>, field: &str, max_chars: usize) -> Patch<String> {
        self.text(given, field, |text| text::check_plain(text, max_chars))
    }

    /// A text of several lines that is not blank.
    pub fn lines(&mut self, given: Patch<String>, field: &str, max_chars: usize) -> Patch<String> {
        self.text(given, field, |text| text::check_lines(text, max_chars))
    }

    /// The last part of an address.
    pub fn slug(&mut self, given: Patch<String>, field: &str) -> Patch<String> {
        self.patch(given, |problems, slug| {
            let is_slug = !slug.is_empty() && text::slug(&slug) == slug;
            if !is_slug {
                let message = format!(
                    "It must be lower-case letters a to z and digits, joined by single hyphens, \
                     at most {} characters",
                    text::SLUG_MAX_CHARS
                );
                let problem = Problem::new(ProblemCode::Invalid, message).at(field);
                problems.note(problem.limit(text::SLUG_MAX_CHARS));
            }
            is_slug.then_some(slug)
        })
    }

    /// An absolute http(s) address. One that names a user is none: it looks like another site's.
    pub fn web_address(&mut self, given: Patch<String>, field: &str) -> Patch<String> {
        let line = self.line(given, field, MAX_LENGTH);
        self.patch(line, |problems, address| {
            let url = Url::parse(&address).ok().filter(|_| address::is_web(&address));
            let taken =
                url.is_some_and(|url| url.username().is_empty() && url.password().is_none());
            if !taken {
                let message = "It must be an absolute address that begins with http:// or https://";
                let problem = Problem::new(ProblemCode::Invalid, message).at(field);
                problems.note(problem.limit(MAX_LENGTH));
            }
            taken.then_some(address)
        })
    }

    /// A number within bounds.
    pub fn number(
        &mut self,
        given: Patch<i32>,
        field: &str,
        (least, most): (i16, i16),
    ) -> Patch<i16> {
        self.patch(given, |problems, number| {
            let read = i16::try_from(number).ok().filter(|number| (least..=most).contains(number));
            if read.is_none() {
                let message = format!("It must be {least} to {most}");
                problems.note(Problem::new(ProblemCode::Invalid, message).at(field));
            }
            read
        })
    }

    /// Notes that a field which always has a value was to be cleared.
    pub fn required<T>(&mut self, given: Patch<T>, field: &str) -> Patch<T> {
        match given {
            Patch::Clear => {
                self.note(Problem::required(field));
                Patch::Keep
            }
            given => given,
        }
    }

    /// The row of a target, if it is there; the audit log names it from here on. That it is in another
    /// version is noted; what else is wrong can be found nevertheless.
    pub fn found<T: Versioned>(
        &mut self,
        txn: &mut Transaction,
        row: Option<T>,
        target: &Target,
    ) -> Option<T> {
        match &row {
            Some(row) => {
                txn.audit_on(T::KIND, row.present().id, Some(target.version));
                self.check_version(row, target);
            }
            None if target.id.is_some() => {
                self.note(Problem::not_found(&format!("{}.id", target.field)));
            }
            None => {}
        }
        row
    }

    fn check_version<T: Versioned>(&mut self, row: &T, target: &Target) {
        let present = row.present();
        if present.number != target.version {
            let problem = Problem::conflict(present, target.version);
            self.note(problem.at(&format!("{}.version", target.field)));
        }
    }

    fn text(
        &mut self,
        given: Patch<String>,
        field: &str,
        check: impl FnOnce(&str) -> Result<String, TextFault>,
    ) -> Patch<String> {
        self.patch(given, |problems, text| {
            problems.keep(match check(&text) {
                Ok(text) if text.trim().is_empty() => Err(Problem::required(field)),
                Ok(text) => Ok(text),
                Err(fault) => Err(Problem::text(fault, field)),
            })
        })
    }

    fn patch<T, U>(
        &mut self,
        given: Patch<T>,
        read: impl FnOnce(&mut Self, T) -> Option<U>,
    ) -> Patch<U> {
        match given {
            Patch::Keep => Patch::Keep,
            Patch::Clear => Patch::Clear,
            Patch::Set(value) => read(self, value).map_or(Patch::Keep, Patch::Set),
        }
    }
}

impl Problem {
    /// Something that may not be empty.
    pub fn required(field: &str) -> Self {
        Self::new(ProblemCode::Required, "It may not be left empty").at(field)
    }

    /// There is nothing of the id in this field.
    pub fn not_found(field: &str) -> Self {
        let message = "There is nothing of this id that you may change";
        Self::new(ProblemCode::NotFound, message).at(field)
    }

    /// What a field refers to is not there.
    pub fn no_reference(field: &str) -> Self {
        let message = "There is nothing of this id to refer to";
        Self::new(ProblemCode::ReferenceNotFound, message).at(field)
    }

    /// The same is named twice.
    pub fn twice(field: &str) -> Self {
        Self::new(ProblemCode::Duplicate, "The same is named twice").at(field)
    }

    /// Another one has this already.
    pub fn taken(field: &str) -> Self {
        Self::new(ProblemCode::Taken, "Another one has it already").at(field)
    }

    /// Somebody has changed it since the version that was named. What they changed is told at the end
    /// of the mutation, in one place for all.
    pub fn conflict(present: Version, named: i32) -> Self {
        let message = "It has been changed since: look at it again";
        let seen = Version { number: named, ..present };
        let conflict =
            VersionConflict { seen, current_version: present.number, changes: Vec::new() };
        Self {
            conflict: Some(Box::new(conflict)),
            ..Self::new(ProblemCode::VersionConflict, message)
        }
    }

    /// A text that cannot be taken.
    pub fn text(fault: TextFault, field: &str) -> Self {
        match fault {
            TextFault::Character(_) => Self::new(ProblemCode::Invalid, fault.to_string()).at(field),
            TextFault::TooLong { max_chars, .. } => {
                Self::new(ProblemCode::TooLong, fault.to_string()).at(field).limit(max_chars)
            }
        }
    }

    /// Something depends on it: how many of what, as far as there are any. None if nothing does.
    pub fn in_use(dependents: &[(&str, u64)]) -> Option<Self> {
        let named = dependents.iter().filter(|(_, count)| *count > 0);
        let named: Vec<_> = named.map(|(what, count)| format!("{count} {what}")).collect();
        let message = || format!("It is used by: {}", named.join(", "));
        (!named.is_empty()).then(|| Self::new(ProblemCode::InUse, message()).at("input.id"))
    }
}

#[cfg(test)]
mod tests;
