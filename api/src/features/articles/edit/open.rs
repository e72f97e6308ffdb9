//! An article that is being edited: found, of the version that was seen, in a state that allows it;
//! and how it is saved.

use entity::{
    account::Role,
    article::{self, Status},
    article_revision,
};
use sea_orm::ActiveValue::Set;

use super::{
    super::{
        BodyFigure,
        draft::{Draft, Field},
        store,
        workflow::Move,
        write::{is_taken, row_over, save},
    },
    Saved, Seen,
};
use crate::{
    features::authors,
    platform::{
        audit::{Version, Versioned as _, versioned},
        error::{Error, Result},
        id::{self, Kind},
        outcome::Outcome,
        problem::{Problem, ProblemCode},
        transaction::Transaction,
        viewer::Viewer,
    },
};

versioned!(article::Model: Article);

/// What stands in a revision in the place of fields when only the state changed.
const STATE_FIELDS: [&str; 1] = ["status"];

/// An article that may be changed.
#[derive(Debug)]
pub struct Opened {
    /// As it is stored.
    pub row: article::Model,
    /// What readers see of it, or would see.
    pub public: Draft,
    /// What editors see: the edit that waits, or else the same.
    pub working: Draft,
    /// The state that it is moved to; none: out of sight.
    to: Option<Status>,
}

impl Opened {
    /// The article, if it is what the viewer has seen and may be moved like this.
    pub async fn open(txn: &mut Transaction, seen: Seen, act: Move) -> Outcome<Self> {
        let row = find(txn, seen, false).await?;
        let Some(transition) = act.from(row.status) else {
            let message = format!("`{}` is not for an article in this state", act.mutation());
            return Err(Problem::new(ProblemCode::IllegalTransition, message).into());
        };
        check_role(txn, transition.role)?;
        Self::read(txn, row, transition.to).await
    }

    /// The same for a deleted article, which comes back through whoever might have deleted it.
    pub async fn open_deleted(txn: &mut Transaction, seen: Seen) -> Outcome<Self> {
        let row = find(txn, seen, true).await?;
        check_role(txn, Move::Delete.from(row.status).map_or(Role::Editor, |row| row.role))?;
        let to = Some(row.status);
        Self::read(txn, row, to).await
    }

    async fn read(txn: &Transaction, row: article::Model, to: Option<Status>) -> Outcome<Self> {
        let authors = authors::service::of_article(txn, row.id).await?;
        let categories = store::categories_of(&**txn, row.id).await?;
        let figures = store::figures_of(&**txn, row.id).await?;
        let figures = figures.into_iter().map(|figure| BodyFigure {
            caption: figure.caption,
            credit: figure.credit,
            alt: figure.alt,
            decorative: figure.decorative,
            media_id: figure.media_id,
            source_url: figure.source_url,
        });
        let public = Draft::of(&row, authors, categories, figures.collect())?;
        let working = match row.working_revision {
            Some(number) => {
                let kept = store::revision(&**txn, row.id, number).await?;
                let kept = kept.ok_or(Error::Broken("the revision that waits is not there"))?;
                Draft::read(&kept.content)?
            }
            None => public.clone(),
        };
        Ok(Self { row, public, working, to })
    }

    /// Keeps the address that readers know where somebody else has taken the one that waits, and says
    /// which.
    async fn settle_slug(&mut self, txn: &Transaction) -> Result<Option<String>> {
        if is_free(txn, &self.working.slug, &self.row).await? {
            return Ok(None);
        }
        let kept = self.public.slug.clone();
        Ok(Some(std::mem::replace(&mut self.working.slug, kept)))
    }

    /// Saves new content: in place, or beside what readers see.
    pub async fn save_content(
        self,
        txn: &mut Transaction,
        draft: Draft,
        note: Option<String>,
    ) -> Outcome<()> {
        let fields = self.working.differences(&draft);
        if fields.is_empty() {
            return Ok(());
        }
        let mut row = self.row.clone();
        row.version += 1;
        if row.status == Status::Published {
            // Not a trace of it shows: not even the time of the last change moves.
            row.working_revision = Some(row.version);
            store::update(&**txn, row.clone()).await?;
            store::replace_files(&**txn, row.id, true, draft.files()).await?;
        } else {
            row = self.write(txn, row, &draft).await?;
        }
        keep_revision(txn, &row, &draft, &fields, note).await?;
        Ok(())
    }

    /// The row of the version that the move makes.
    pub fn moved(&self, txn: &Transaction) -> article::Model {
        let mut row = self.row.clone();
        row.version += 1;
        row.working_revision = None;
        row.deleted_at = self.to.is_none().then_some(txn.now);
        row.status = self.to.unwrap_or(row.status);
        row
    }

    /// Saves a new state; an edit that waited is the content from now on.
    pub async fn save_state(
        mut self,
        txn: &mut Transaction,
        note: Option<String>,
        change: impl FnOnce(&mut article::Model),
    ) -> Outcome<Saved> {
        let lost_slug = self.settle_slug(txn).await?;
        let mut row = self.moved(txn);
        change(&mut row);
        let draft = self.working.clone();
        let row = self.write(txn, row, &draft).await?;
        keep_revision(txn, &row, &draft, &[], note).await?;
        Ok(Saved { id: row.id, lost_slug })
    }

    /// Writes a row with this content over the stored one.
    pub async fn write(
        &self,
        txn: &mut Transaction,
        row: article::Model,
        draft: &Draft,
    ) -> Result<article::Model> {
        let content = draft.content(&row)?;
        let over = row_over(&row, &content)?;
        let new = article::Model {
            slug: draft.slug.clone(),
            cover_id: draft.cover_id,
            updated_at: txn.now,
            ..over
        };
        save(txn, &self.row, &new, &content).await?;
        Ok(new)
    }
}

fn check_role(txn: &Transaction, least: Role) -> Outcome<()> {
    if txn.viewer.role() >= Some(least) {
        return Ok(());
    }
    let message = "In this state, an editor has to do that";
    Err(Problem::new(ProblemCode::Forbidden, message).into())
}

/// Whether the article may have this address: it has it, or nobody has.
pub async fn is_free(txn: &Transaction, slug: &str, row: &article::Model) -> Result<bool> {
    if row.slug == slug && row.deleted_at.is_none() {
        return Ok(true);
    }
    txn.lock_name(&format!("article.slug {slug}")).await?;
    Ok(!is_taken(txn, slug, Some(row.id)).await?)
}

/// The article in its latest version, or why it cannot be changed.
async fn find(txn: &mut Transaction, seen: Seen, deleted: bool) -> Outcome<article::Model> {
    let found = store::find_to_write(&**txn, txn.viewer, seen.id).await?;
    let found = found.filter(|row| row.deleted_at.is_some() == deleted);
    let row = found.ok_or_else(|| {
        let message = "There is no such article that may be changed";
        Problem::new(ProblemCode::NotFound, message).at("input.id")
    })?;
    txn.audit_on(Kind::Article, row.id, Some(row.version));
    if row.version != seen.version {
        return Err(Problem::conflict(row.present(), seen.version).at("input.version").into());
    }
    Ok(row)
}

/// Keeps what an article is after a save.
pub async fn keep_revision(
    txn: &mut Transaction,
    row: &article::Model,
    draft: &Draft,
    fields: &[Field],
    note: Option<String>,
) -> Result<()> {
    let fields: Vec<&str> = match fields {
        [] => STATE_FIELDS.to_vec(),
        fields => fields.iter().map(|field| field.name()).collect(),
    };
    if row.version > 1 {
        let before = Version { number: row.version - 1, ..row.present() };
        txn.note_change(before, fields.iter().map(|&field| field.to_owned()));
    }
    let fields = serde_json::to_string(&fields)
        .map_err(|source| Error::Stored { what: "fields of a revision", source })?;
    let (account_id, api_key_id) = match txn.viewer {
        Viewer::Account(member) => (Some(member.id), None),
        Viewer::Key(key) => (None, Some(key.id)),
        Viewer::Anonymous | Viewer::System => (None, None),
    };
    let revision = article_revision::ActiveModel {
        id: Set(id::new(txn.now)),
        article_id: Set(row.id),
        number: Set(row.version),
        at: Set(txn.now),
        account_id: Set(account_id),
        api_key_id: Set(api_key_id),
        action: Set(txn.action().to_owned()),
        note: Set(note),
        fields: Set(fields),
        content: Set(draft.to_json()?),
    };
    store::insert_revision(&**txn, revision).await
}
