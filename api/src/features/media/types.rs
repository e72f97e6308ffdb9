//! What clients see of media.

use async_graphql::{ID, Object, Result};
use entity::media;

use crate::platform::{
    error::{BadInput, Code},
    graphql::{DateTime, public_id},
    id::{self, Kind},
};

/// Widest picture that is made to order, in pixels.
const MAX_WIDTH: i64 = 4_096;

/// A stored picture.
#[derive(Clone, Debug)]
pub struct Image(pub media::Model);

/// A stored picture. Where and with which caption it is used, says the figure that shows it.
#[Object]
impl Image {
    /// Opaque and globally unique.
    pub(crate) async fn id(&self) -> ID {
        public_id(Kind::Image, self.0.id)
    }

    /// Address of the file, relative to the API; with `width` that of a smaller copy.
    async fn url(
        &self,
        #[graphql(desc = "Width in pixels that the picture is shown at, 1 to 4096.")] width: Option<
            i64,
        >,
    ) -> Result<String> {
        let id = id::encode(Kind::Image, self.0.id);
        let path = format!("/media/{id}/{}", self.0.file_name);
        match width {
            None => Ok(path),
            Some(width @ 1..=MAX_WIDTH) => Ok(format!("{path}?w={width}")),
            Some(width) => {
                let message = format!("`width` must be 1 to {MAX_WIDTH}");
                let fault = BadInput::new(Code::BadUserInput, message).at("width");
                Err(fault.with("minimum", 1).with("maximum", MAX_WIDTH).with("value", width).into())
            }
        }
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

    /// Media type of the original: `image/jpeg`.
    async fn mime_type(&self) -> &str {
        &self.0.mime_type
    }

    /// When anything said here of the picture was last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}
