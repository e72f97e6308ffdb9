//! Uses of images.

use async_graphql::Object;

use super::super::store::FigureRow;
use crate::features::media::types::Image;

/// One use of an image in an article.
#[derive(Clone, Debug)]
pub struct Figure(pub FigureRow);

/// One use of an image in an article. The caption belongs to the use, not to the image; the image
/// may be missing, for example when an old page was imported without its pictures.
#[Object]
impl Figure {
    /// Place among the figures of the article, from 0.
    async fn position(&self) -> i32 {
        self.0.0.position.into()
    }

    /// The line under the image, verbatim.
    async fn caption(&self) -> Option<&str> {
        self.0.0.caption.as_deref()
    }

    /// Who took the picture.
    async fn credit(&self) -> Option<&str> {
        self.0.0.credit.as_deref()
    }

    /// What the picture shows here, for readers who do not see it.
    async fn alt(&self) -> Option<&str> {
        self.0.0.alt.as_deref()
    }

    /// The stored picture; null if there is none.
    async fn image(&self) -> Option<Image> {
        self.0.1.clone().map(Image)
    }

    /// Address of the picture on the portal it was imported from.
    async fn original_url(&self) -> Option<&str> {
        self.0.0.source_url.as_deref()
    }
}
