//! Creating, changing, merging and deleting authors.

use entity::{article_listing::List, author, change};
use sea_orm::prelude::Uuid;

use super::{
    service::{self, MAX_PEN_NAME, NewAuthor},
    store,
};
use crate::{
    features::{
        index, listing,
        names::{self, Names},
        pending,
        slugs::{self, Slugged},
        units,
    },
    platform::{
        audit::versioned,
        error::{Error, Result},
        form::{Patch, Problems, Target},
        id::Kind,
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        text,
        transaction::Transaction,
        viewer::Reach,
    },
};

/// Longest text about an author, in characters.
const MAX_BIO: usize = 4_000;

versioned!(author::Model: Author);

/// What somebody says of an author.
#[derive(Clone, Debug, Default)]
pub struct AuthorFields {
    /// The name that is printed.
    pub pen_name: Patch<String>,
    /// The name as lists sort it.
    pub sort_name: Patch<String>,
    /// The unit that the author writes for.
    pub unit_id: Patch<Uuid>,
    /// A few words about the author.
    pub bio: Patch<String>,
    /// A picture of the author.
    pub avatar_id: Patch<Uuid>,
    /// Last part of the author's address.
    pub slug: Patch<String>,
}

impl AuthorFields {
    fn checked(self, problems: &mut Problems) -> Self {
        let pen_name = problems.required(self.pen_name, "input.penName");
        let slug = problems.required(self.slug, "input.slug");
        Self {
            pen_name: problems.line(pen_name, "input.penName", MAX_PEN_NAME),
            sort_name: problems.line(self.sort_name, "input.sortName", MAX_PEN_NAME),
            bio: problems.lines(self.bio, "input.bio", MAX_BIO),
            slug: problems.slug(slug, "input.slug"),
            ..self
        }
    }

    /// What the author becomes. A sort name that follows from the pen name goes on following from it.
    fn over(self, old: author::Model) -> author::Model {
        let pen_name = self.pen_name.or(old.pen_name.clone());
        let follows = old.sort_name == text::person_sort_name(&old.pen_name);
        let sort_name = match self.sort_name {
            Patch::Set(sort_name) => sort_name,
            Patch::Keep if !follows => old.sort_name.clone(),
            Patch::Keep | Patch::Clear => text::person_sort_name(&pen_name),
        };
        author::Model {
            slug: self.slug.or(old.slug.clone()),
            pen_name_key: text::exact_key(&pen_name),
            sort_key: text::sort_key(&sort_name),
            pen_name,
            sort_name,
            unit_id: self.unit_id.over(old.unit_id),
            bio: self.bio.over(old.bio.clone()),
            avatar_id: self.avatar_id.over(old.avatar_id),
            ..old
        }
    }
}

/// Creates an author.
pub async fn create(
    txn: &mut Transaction,
    fields: AuthorFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::Author).await?;
    check_reach(txn, fields.unit_id.clone().over(None), "input.unitId", &mut problems).await?;
    check_references(txn, &fields, Uuid::nil(), &mut problems).await?;
    problems.end()?;
    let Patch::Set(pen_name) = fields.pen_name.clone() else {
        return Err(Error::Broken("an author was created without a name").into());
    };
    let new = NewAuthor { pen_name, unit_id: None, bio: None };
    let row = service::create(txn, new).await?;
    txn.audit_on(Kind::Author, row.id, None);
    let author_id = row.id;
    let whole = fields.over(row.clone());
    if whole != row {
        store::update(&**txn, whole).await?;
    }
    Ok(author_id)
}

/// Changes what is said of an author.
pub async fn update(
    txn: &mut Transaction,
    target: Target,
    fields: AuthorFields,
    mut problems: Problems,
) -> Outcome<Uuid> {
    let fields = fields.checked(&mut problems);
    txn.wait_for_others(Kind::Author).await?;
    if let Some(id) = target.id {
        index::hold_list(txn, List::Author, id).await?;
    }
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    check_reach(txn, old.unit_id, "input.id", &mut problems).await?;
    check_references(txn, &fields, old.id, &mut problems).await?;
    let new = fields.over(old.clone());
    if new.unit_id != old.unit_id {
        check_reach(txn, new.unit_id, "input.unitId", &mut problems).await?;
    }
    problems.end()?;
    if new == old {
        return Ok(old.id);
    }
    slugs::changed(txn, Slugged::Author, old.id, (&old.slug, &new.slug)).await?;
    let is_renamed = new.pen_name != old.pen_name;
    save(txn, &old, new).await?;
    if is_renamed {
        index::keep_list(txn, List::Author, old.id).await?;
    }
    txn.upserted(change::Node::Author, old.id);
    Ok(old.id)
}

/// Makes an author part of another one, who has all articles from then on and is found under every
/// slug of both. Costs a few statements, and a row in the change log for each article that readers
/// see.
pub async fn merge(
    txn: &mut Transaction,
    target: Target,
    into: Option<Uuid>,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Author).await?;
    if let Some(id) = target.id {
        // Before the author, as whoever saves an article does: so neither waits for the other.
        store::lock_articles_of(&**txn, id).await?;
    }
    let from = find(txn, &target, &mut problems).await?;
    let into = match into {
        Some(id) => {
            let into = store::find_for_update(&**txn, id).await?;
            if into.is_none() {
                problems.note(Problem::no_reference("input.intoId"));
            }
            into
        }
        None => None,
    };
    let (Some(from), Some(into)) = (from, into) else { return Err(problems.refuse()) };
    if from.id == into.id {
        let message = "An author cannot become part of itself";
        problems.note(Problem::new(ProblemCode::Invalid, message).at("input.intoId"));
    }
    let edits = pending::edits_with(txn, from.id).await?;
    if let Some(problem) = Problem::in_use(&[(pending::NAMED, edits)]) {
        problems.note(problem);
    }
    problems.end()?;
    for article in listing::shown_of_author(txn, from.id).await? {
        txn.upserted(change::Node::Article, article);
    }
    store::merge_articles(&**txn, from.id, into.id).await?;
    listing::author_merged(txn, from.id, into.id).await?;
    slugs::merged(txn, Slugged::Author, (from.id, &from.slug), into.id).await?;
    store::lead_on(&**txn, from.id, into.id).await?;
    bury(txn, from, Some(into.id)).await?;
    index::keep_list(txn, List::Author, into.id).await?;
    txn.upserted(change::Node::Author, into.id);
    Ok(into.id)
}

/// Deletes an author whom no article names.
pub async fn delete(
    txn: &mut Transaction,
    target: Target,
    mut problems: Problems,
) -> Outcome<Uuid> {
    txn.wait_for_others(Kind::Author).await?;
    let Some(old) = find(txn, &target, &mut problems).await? else {
        return Err(problems.refuse());
    };
    let articles = store::articles_of(&**txn, old.id).await?;
    let edits = pending::edits_with(txn, old.id).await?;
    if let Some(problem) = Problem::in_use(&[("articles", articles), (pending::NAMED, edits)]) {
        problems.note(problem);
    }
    problems.end()?;
    let author_id = old.id;
    bury(txn, old, None).await?;
    Ok(author_id)
}

async fn bury(
    txn: &mut Transaction,
    author: author::Model,
    merged_into: Option<Uuid>,
) -> Result<()> {
    let deleted_at = Some(txn.now);
    save(txn, &author, author::Model { deleted_at, merged_into, ..author.clone() }).await?;
    txn.removed(change::Node::Author, author.id);
    Ok(())
}

async fn save(txn: &mut Transaction, old: &author::Model, new: author::Model) -> Result<()> {
    let version = old.version + 1;
    txn.changed(old, &new);
    if (&new.pen_name, new.deleted_at) != (&old.pen_name, old.deleted_at) {
        names::replace(&**txn, Names::of_author(&new)).await?;
    }
    store::update(&**txn, author::Model { version, updated_at: txn.now, ..new }).await
}

async fn find(
    txn: &mut Transaction,
    target: &Target,
    problems: &mut Problems,
) -> Result<Option<author::Model>> {
    let row = match target.id {
        Some(id) => store::find_for_update(&**txn, id).await?,
        None => None,
    };
    Ok(problems.found(txn, row, target))
}

/// An editor may write authors of the own unit and of those below it.
async fn check_reach(
    txn: &Transaction,
    unit: Option<Uuid>,
    field: &str,
    problems: &mut Problems,
) -> Result<()> {
    let within = match (txn.viewer.writes(), unit) {
        (Reach::Everything, _) => true,
        (Reach::Units(own), Some(unit)) => {
            units::service::lineage(&**txn, unit).await?.contains(&own)
        }
        (Reach::Units(_) | Reach::Own(_) | Reach::Nothing, _) => false,
    };
    if !within {
        let message = "You may only write authors of your unit and of those below it";
        problems.note(Problem::new(ProblemCode::Forbidden, message).at(field));
    }
    Ok(())
}

async fn check_references(
    txn: &Transaction,
    fields: &AuthorFields,
    author: Uuid,
    problems: &mut Problems,
) -> Result<()> {
    if let Patch::Set(unit) = fields.unit_id
        && !units::service::can_be_referred_to(txn, unit).await?
    {
        problems.note(Problem::no_reference("input.unitId"));
    }
    if let Patch::Set(avatar) = fields.avatar_id
        && !store::has_media(&**txn, avatar).await?
    {
        problems.note(Problem::no_reference("input.avatarId"));
    }
    if let Patch::Set(slug) = &fields.slug {
        slugs::check(txn, Slugged::Author, author, slug, problems).await?;
    }
    Ok(())
}
