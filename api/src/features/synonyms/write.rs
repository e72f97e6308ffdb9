//! Creating, changing and deleting synonyms. The change log hears nothing of it: no reader sees a
//! synonym, and what a search finds is content that stays as it was.

use entity::search_synonym;
use sea_orm::prelude::Uuid;

use super::{
    service::{MAX_LONG, MAX_SHORT, MAX_SYNONYMS, compared},
    store,
};
use crate::platform::{
    audit::versioned,
    error::{Error, Result},
    form::{Patch, Problems, Target},
    id::{self, Kind},
    outcome::Outcome,
    problem::{Problem, ProblemCode},
    text::{self, Syllable},
    transaction::Transaction,
    viewer::Viewer,
};

/// Most synonyms with the same form: whoever types it looks for all that it stands for, each as often
/// as it is typed.
const MAX_SAME: usize = 8;

versioned!(search_synonym::Model: SearchSynonym);

/// What somebody says of a synonym.
#[derive(Clone, Debug, Default)]
pub struct SynonymFields {
    /// As it is written.
    pub short: Patch<String>,
    /// What it stands for.
    pub long: Patch<String>,
}

impl SynonymFields {
    fn checked(self, problems: &mut Problems) -> Self {
        let mut form = |given, field: &str, max_chars| {
            let given = problems.required(given, field);
            let form = problems.line(given, field, max_chars);
            if let Patch::Set(form) = &form
                && compared(form).is_empty()
            {
                let message = "It must have a letter or a digit: nothing else is searched for";
                problems.note(Problem::new(ProblemCode::Invalid, message).at(field));
            }
            form
        };
        Self {
            short: form(self.short, "input.short", MAX_SHORT),
            long: form(self.long, "input.long", MAX_LONG),
        }
    }

    fn over(self, old: search_synonym::Model) -> search_synonym::Model {
        let short = self.short.or(old.short);
        let sort_key = text::sort_key(&short);
        search_synonym::Model { short, sort_key, long: self.long.or(old.long), ..old }
    }
}

/// Creates a synonym.
pub async fn create(
    txn: &mut Transaction,
    fields: SynonymFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::SearchSynonym).await?;
    let present = store::all(&**txn, Viewer::System).await?;
    if present.len() >= MAX_SYNONYMS {
        let message = format!("There are {MAX_SYNONYMS} already: delete one first");
        problems.note(Problem::new(ProblemCode::TooMany, message).limit(MAX_SYNONYMS));
    }
    let new = fields.over(blank(txn));
    check_pair(&new, &present, &mut problems);
    problems.end()?;
    if new.short.is_empty() || new.long.is_empty() {
        return Err(Error::Broken("a synonym was created without its forms").into());
    }
    let synonym_id = new.id;
    store::insert(&**txn, new).await?;
    txn.audit_on(Kind::SearchSynonym, synonym_id, None);
    Ok(synonym_id)
}

/// Changes a synonym.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    fields: SynonymFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::SearchSynonym).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let new = fields.over(old.clone());
    let present = store::all(&**txn, Viewer::System).await?;
    check_pair(&new, &present, &mut problems);
    problems.end()?;
    if (&new.short, &new.long) != (&old.short, &old.long) {
        save(txn, &old, new).await?;
    }
    Ok(old.id)
}

/// Deletes a synonym.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::SearchSynonym).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    problems.end()?;
    let deleted_at = Some(txn.now);
    save(txn, &old, search_synonym::Model { deleted_at, ..old.clone() }).await?;
    Ok(old.id)
}

async fn save(
    txn: &mut Transaction,
    old: &search_synonym::Model,
    new: search_synonym::Model,
) -> Result<()> {
    txn.changed(old, &new);
    let version = old.version + 1;
    store::update(&**txn, search_synonym::Model { version, updated_at: txn.now, ..new }).await
}

async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<search_synonym::Model>> {
    let row = match target.id {
        Some(id) => store::find_for_update(&**txn, id).await?,
        None => None,
    };
    Ok(problems.found(txn, row, target))
}

/// Notes that both forms are one to search, that they belong together already, or that one of them
/// has too many others. A form that could not be taken is empty here, or the old one, and was noted
/// before.
fn check_pair(
    new: &search_synonym::Model,
    present: &[search_synonym::Model],
    problems: &mut Problems,
) {
    let pair = |row: &search_synonym::Model| [compared(&row.short), compared(&row.long)];
    let forms = pair(new);
    if forms.iter().any(Vec::is_empty) {
        return;
    }
    if forms[0] == forms[1] {
        let message = "To search it is the same as the short form";
        problems.note(Problem::new(ProblemCode::Invalid, message).at("input.long"));
    }
    let others = present.iter().filter(|other| other.id != new.id);
    let others: Vec<_> = others.map(pair).collect();
    if others.contains(&forms) {
        problems.note(Problem::taken("input"));
    }
    for (form, field) in forms.iter().zip(["input.short", "input.long"]) {
        let is_form = |other: &Vec<Syllable>| folded(other).eq(folded(form));
        let same = others.iter().filter(|other| other.iter().any(is_form)).count();
        if same >= MAX_SAME {
            let message = format!("{MAX_SAME} synonyms have this form already, with any marks");
            let problem = Problem::new(ProblemCode::TooMany, message).at(field);
            problems.note(problem.limit(MAX_SAME));
        }
    }
}

/// A form as it is compared where it is typed without marks.
fn folded(form: &[Syllable]) -> impl Iterator<Item = &str> {
    form.iter().map(|syllable| syllable.folded.as_str())
}

/// A synonym that nothing is known of yet.
fn blank(txn: &Transaction) -> search_synonym::Model {
    search_synonym::Model {
        id: id::new(txn.now),
        short: String::new(),
        long: String::new(),
        sort_key: Vec::new(),
        created_at: txn.now,
        updated_at: txn.now,
        version: 1,
        deleted_at: None,
    }
}
