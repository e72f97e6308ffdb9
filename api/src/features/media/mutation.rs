//! Mutations of stored files.

use std::{borrow::Cow, marker::PhantomData};

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, TypeName};
use futures_util::FutureExt as _;
use sea_orm::prelude::Uuid;

use super::{
    library::Library,
    service::{self, Changes, Description, FocalPoint},
    types::{Image, ImageFocalPointInput},
    upload::{Upload, UploadRef},
};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    graphql::ContextExt as _,
    id::{self, Kind},
    outcome::{Mutation, Refusal, UserError, mutate, user_errors},
    problem::{Problem, ProblemCode},
};

/// A file to be stored.
#[derive(Debug, InputObject)]
pub struct MediaUploadInput {
    /// The file: JPEG, PNG, WebP, GIF, AVIF or PDF, at most 25 MiB and 40 megapixels. Equal files are
    /// stored once.
    file: UploadRef,
    /// A name for its address, in the place of the one that it had.
    name: Option<String>,
    /// What the picture shows, for readers who do not see it; at most 1000 characters.
    alt: Option<String>,
    /// What the picture is cut around; its middle if nothing is said.
    focal_point: Option<ImageFocalPointInput>,
}

/// What to change of a stored file; what is left away stays as it is.
#[derive(Debug, InputObject)]
pub struct MediaUpdateInput {
    /// Which file.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
    /// What the picture shows, at most 1000 characters; null: nothing is said about it.
    alt: MaybeUndefined<String>,
    /// What the picture is cut around; null: its middle.
    focal_point: MaybeUndefined<ImageFocalPointInput>,
}

/// Which file to delete.
#[derive(Debug, InputObject)]
pub struct MediaDeleteInput {
    /// Which file.
    id: ID,
    /// The version that you have seen; if there is a later one, nothing is changed.
    version: i32,
}

/// What comes of a mutation of one file.
#[derive(Debug)]
pub struct MediaPayload<M> {
    image: Option<Image>,
    user_errors: Vec<UserError<M>>,
}

impl<M: Mutation> TypeName for MediaPayload<M> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Payload", M::NAME).into()
    }
}

/// What came of it: the file, or what has to be mended first.
#[Object(name_type)]
impl<M: Mutation> MediaPayload<M> {
    /// The file as it is now; null if nothing was done, or if it is deleted.
    async fn image(&self) -> Option<&Image> {
        self.image.as_ref()
    }

    /// What has to be mended; empty if all was done.
    async fn user_errors(&self) -> &[UserError<M>] {
        &self.user_errors
    }
}

impl<M: Mutation> MediaPayload<M> {
    fn of(ctx: &Context<'_>, done: Result<Option<Image>, Refusal>) -> Result<Self> {
        match done {
            Ok(image) => Ok(Self { image, user_errors: Vec::new() }),
            Err(Refusal::Problems(problems)) => {
                Ok(Self { image: None, user_errors: user_errors(ctx, problems)? })
            }
            Err(Refusal::Failed(error)) => Err(error.into()),
        }
    }
}

/// The mutations by name, each with what it may find wrong.
macro_rules! mutations {
    ($($mutation:ident: $($code:ident)+;)+) => {$(
        /// The mutation of this name.
        #[derive(Debug)]
        pub struct $mutation(PhantomData<()>);

        impl Mutation for $mutation {
            const NAME: &'static str = stringify!($mutation);
            const CODES: &'static [ProblemCode] = &[$(ProblemCode::$code),+];
        }
    )+};
}

mutations! {
    MediaUpload: NotFound Required TooLong Invalid FileTypeUnknown FileDamaged
        FileVariantUnsupported FilePolyglot FileMetadata FileTooLarge TooManyPixels;
    MediaUpdate: NotFound IdInvalid VersionConflict TooLong Invalid;
    MediaDelete: NotFound IdInvalid VersionConflict InUse;
}

/// Mutations of stored files.
#[derive(Debug, Default)]
pub struct MediaMutations;

#[Object]
impl MediaMutations {
    /// Stores a file that is sent along by the GraphQL multipart request specification; large ones
    /// rather by `PUT /media`. What says where and by what a picture was taken is cut out of it. Readers
    /// see it as soon as something that they see shows it.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn media_upload(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, and what is said of it.")] input: MediaUploadInput,
    ) -> Option<Result<MediaPayload<MediaUpload>>> {
        Some(MediaPayload::of(ctx, upload(ctx, input).await.map(Some)))
    }

    /// Changes what is said of a file. The same again makes no version.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn media_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file, and what to change.")] input: MediaUpdateInput,
    ) -> Option<Result<MediaPayload<MediaUpdate>>> {
        Some(MediaPayload::of(ctx, update(ctx, input).await.map(Some)))
    }

    /// Deletes a file that nothing shows.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::Write)))]
    async fn media_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which file.")] input: MediaDeleteInput,
    ) -> Option<Result<MediaPayload<MediaDelete>>> {
        Some(MediaPayload::of(ctx, delete(ctx, input).await.map(|()| None)))
    }
}

/// The file is looked at and kept before the transaction begins: nobody waits for a disk with the
/// write lock in hand.
async fn upload(ctx: &Context<'_>, input: MediaUploadInput) -> Result<Image, Refusal> {
    let MediaUploadInput { file: UploadRef, name, alt, focal_point } = input;
    let focal_point = focal_point.map(focal).transpose()?;
    let Some(arrived) = Upload::take(ctx) else {
        let message = "Send the file along with the request, for one field";
        return Err(Problem::new(ProblemCode::Required, message).at("input.file").into());
    };
    let library: &Library = ctx.data_unchecked();
    let kept = service::keep(ctx.scope(), library, arrived.file).await?;
    let said = Description { file_name: name.or(arrived.name), alt, focal_point };
    let added = mutate(ctx, |txn| service::add(txn, kept, said).boxed()).await??;
    service::tidy(library, &added).await;
    Ok(Image(added.file))
}

async fn update(ctx: &Context<'_>, input: MediaUpdateInput) -> Result<Image, Refusal> {
    let MediaUpdateInput { id, version, alt, focal_point } = input;
    let id = read_id(&id)?;
    let focal_point = match focal_point {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(point) => Some(Some(focal(point)?)),
    };
    let alt = match alt {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(alt) => Some(Some(alt)),
    };
    let (scope, changes) = (ctx.scope().clone(), Changes { alt, focal_point });
    let updated = mutate(ctx, |txn| {
        async move { service::update(&scope, txn, id, version, changes).await }.boxed()
    });
    Ok(Image(updated.await??))
}

async fn delete(ctx: &Context<'_>, input: MediaDeleteInput) -> Result<(), Refusal> {
    let MediaDeleteInput { id, version } = input;
    let id = read_id(&id)?;
    let scope = ctx.scope().clone();
    let deleted =
        mutate(ctx, |txn| async move { service::delete(&scope, txn, id, version).await }.boxed());
    Ok(deleted.await??)
}

fn read_id(id: &ID) -> Result<Uuid, Problem> {
    id::decode_as(Kind::Image, id)
        .map_err(|fault| Problem::new(ProblemCode::IdInvalid, fault.message).at("input.id"))
}

fn focal(point: ImageFocalPointInput) -> Result<FocalPoint, Problem> {
    let message = "Both parts of a focal point are 0 to 1";
    let fault = || Problem::new(ProblemCode::Invalid, message).at("input.focalPoint");
    point.read().ok_or_else(fault)
}
