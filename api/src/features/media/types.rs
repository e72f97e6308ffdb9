//! What clients see of media.

pub mod list;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use entity::media;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::prelude::Uuid;

use super::{
    copies::SIDES,
    inspect::Kind as FileKind,
    service::{self, FocalPoint, Use, UseKind},
};
use crate::platform::{
    access::{AccountRole, ApiKeyScope, access},
    error::{BadInput, Code},
    graphql::{ContextExt as _, DateTime, public_id as encode},
    id::Kind,
};

/// Widest that a picture may be asked for, in pixels.
const MAX_WIDTH: i64 = 4_096;
/// What stands in a name of a file as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A stored picture.
#[derive(Clone, Debug)]
pub struct Image(pub media::Model);

/// A stored picture, or a PDF. Where and with which caption it is used, says the figure that shows
/// it.
#[Object]
impl Image {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(self.0.id)
    }

    /// Address of the file, relative to the API; with `width` that of the smallest copy that is not
    /// narrower: copies are 160, 320, 480, 640, 800, 960, 1200, 1600 and 2000 pixels wide. What is
    /// not wider than that, and an AVIF or a PDF, has the address of the file itself.
    async fn url(
        &self,
        #[graphql(desc = "Width in pixels that the picture is shown at, 1 to 4096.")] width: Option<
            i64,
        >,
    ) -> Result<String> {
        match width {
            None => Ok(address(&self.0)),
            Some(width @ 1..=MAX_WIDTH) => Ok(self.copy(width)),
            Some(width) => {
                let message = format!("`width` must be 1 to {MAX_WIDTH}");
                let fault = BadInput::new(Code::BadUserInput, message).at("width");
                Err(fault.with("minimum", 1).with("maximum", MAX_WIDTH).with("value", width).into())
            }
        }
    }

    /// All copies and the file itself for the `srcset` of an HTML picture, relative to the API:
    /// `/media/med_…/hoi-nghi.jpg?w=320 320w, …`. Null where there are no copies.
    async fn srcset(&self) -> Option<String> {
        let width = self.copied_width()?;
        let address = address(&self.0);
        let copies = SIDES.iter().filter(|side| **side < width);
        let mut parts: Vec<String> =
            copies.map(|side| format!("{address}?w={side} {side}w")).collect();
        parts.push(format!("{address} {width}w"));
        Some(parts.join(", "))
    }

    /// Width of the original in pixels.
    async fn width(&self) -> Option<i32> {
        self.0.width
    }

    /// Height of the original in pixels.
    async fn height(&self) -> Option<i32> {
        self.0.height
    }

    /// What the picture shows, for readers who do not see it.
    async fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// A blurred preview of some 25 bytes in base64, to be drawn until the picture is there; see
    /// https://evanw.github.io/thumbhash/.
    async fn thumbhash(&self) -> Option<String> {
        self.0.thumbhash.as_deref().map(|hash| STANDARD.encode(hash))
    }

    /// What the picture is cut around; null: its middle.
    async fn focal_point(&self) -> Option<ImageFocalPoint> {
        let point = self.0.focal_x.zip(self.0.focal_y);
        point.map(|(x, y)| ImageFocalPoint { x: from_thousandths(x), y: from_thousandths(y) })
    }

    /// Media type of the original: `image/jpeg`.
    async fn mime_type(&self) -> &str {
        &self.0.mime_type
    }

    /// When it was brought.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// When anything said here of the picture was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }

    /// How often what is said of it was saved: to be named when it is changed.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The articles and authors that show it or link to it, as far as the viewer sees them; at most
    /// 200, by title.
    #[graphql(directive = access::apply(AccountRole::Contributor, Some(ApiKeyScope::ReadAll)))]
    async fn used_by(&self, ctx: &Context<'_>) -> Option<Result<Vec<ImageUse>>> {
        let uses = service::uses(ctx.scope(), self.0.id).await;
        Some(uses.map(|uses| uses.into_iter().map(ImageUse::from).collect()).map_err(Into::into))
    }
}

impl Image {
    /// The width of the original, if copies of it can be made.
    fn copied_width(&self) -> Option<u32> {
        let kind = FileKind::of_mime_type(&self.0.mime_type)?;
        self.0.width.filter(|_| kind.is_drawn()).and_then(|width| u32::try_from(width).ok())
    }

    fn copy(&self, width: i64) -> String {
        let address = address(&self.0);
        let side = SIDES.into_iter().find(|side| i64::from(*side) >= width);
        match side.zip(self.copied_width()) {
            Some((side, original)) if side < original => format!("{address}?w={side}"),
            _ => address,
        }
    }
}

/// A place in a picture.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ImageFocalPoint {
    /// From the left, 0 to 1, in thousandths.
    pub x: f64,
    /// From the top, 0 to 1, in thousandths.
    pub y: f64,
}

/// A place in a picture.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct ImageFocalPointInput {
    /// From the left, 0 to 1; thousandths are kept.
    pub x: f64,
    /// From the top, 0 to 1; thousandths are kept.
    pub y: f64,
}

impl ImageFocalPointInput {
    /// The place, if it is in the picture.
    pub fn read(self) -> Option<FocalPoint> {
        let thousandths = |part: f64| {
            // Not a number is in no range.
            (0.0..=1.0).contains(&part).then(|| (part * 1_000.0).round() as i16)
        };
        Some(FocalPoint { x: thousandths(self.x)?, y: thousandths(self.y)? })
    }
}

fn from_thousandths(part: i16) -> f64 {
    f64::from(part) / 1_000.0
}

/// What can show a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "UseKind")]
pub enum ImageUseKind {
    /// An article, as its cover or in its text, by a link as well.
    Article,
    /// An author, as a portrait.
    Author,
}

/// Something that shows a file or links to it.
#[derive(Clone, Debug, SimpleObject)]
pub struct ImageUse {
    /// What it is.
    pub kind: ImageUseKind,
    /// Its id: `node(id:)` has all of it.
    pub id: ID,
    /// The title of an article, the pen name of an author.
    pub title: String,
}

impl From<Use> for ImageUse {
    fn from(used: Use) -> Self {
        let kind = match used.kind {
            UseKind::Article => Kind::Article,
            UseKind::Author => Kind::Author,
        };
        Self { kind: used.kind.into(), id: encode(kind, used.id), title: used.title }
    }
}

/// The public id of a file.
pub fn public_id(id: Uuid) -> ID {
    encode(Kind::Image, id)
}

/// The address of a file, relative to the API.
pub fn address(file: &media::Model) -> String {
    let name = utf8_percent_encode(&file.file_name, PLAIN);
    format!("/media/{}/{name}", public_id(file.id).as_str())
}
