//! From the body of a request to a file, a piece at a time.

use std::{fs::File, time::Duration};

use axum::body::Body;
use http_body_util::BodyExt as _;
use hyper::body::Bytes;
use tokio::{
    io::{AsyncSeekExt as _, AsyncWriteExt as _},
    time,
};

use crate::{
    features::media::library::Library,
    platform::error::{BadInput, Code, Error},
};

/// Most that is read of a refused body, in bytes.
const MAX_DISCARDED: usize = 16 * 1024 * 1024;

/// Why a body did not become a file.
#[derive(Debug)]
pub enum Broken {
    /// The client's doing.
    Fault(BadInput),
    /// Ours.
    Failed(Error),
}

impl From<BadInput> for Broken {
    fn from(fault: BadInput) -> Self {
        Self::Fault(fault)
    }
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A file that is being written, with the most that it may become.
#[derive(Debug)]
pub struct Spool {
    file: tokio::fs::File,
    length: u64,
    most: u64,
}

impl Spool {
    /// An empty one, as the library takes it.
    pub fn new(library: &Library) -> Result<Self, Broken> {
        let file = tokio::fs::File::from_std(library.blobs.spool()?);
        Ok(Self { file, length: 0, most: library.most })
    }

    /// Appends a piece, unless it is one too many.
    pub async fn write(&mut self, piece: &Bytes) -> Result<(), Broken> {
        self.length += piece.len() as u64;
        if self.length > self.most {
            return Err(too_large(self.most).into());
        }
        Ok(self.file.write_all(piece).await?)
    }

    /// The file, from its beginning.
    pub async fn finish(mut self) -> Result<File, Broken> {
        self.file.flush().await?;
        self.file.rewind().await?;
        Ok(self.file.into_std().await)
    }
}

/// What is said of a file that is too long.
pub fn too_large(most: u64) -> BadInput {
    let message = format!("The file is longer than {most} bytes");
    BadInput::new(Code::PayloadTooLarge, message).with("limit", most)
}

/// Reads a body to its end. Each piece must come within `patience`, and all of it within the time
/// that the library gives.
pub async fn whole(library: &Library, body: &mut Body, patience: Duration) -> Result<File, Broken> {
    let reading = async {
        let mut spool = Spool::new(library)?;
        loop {
            match time::timeout(patience, body.frame()).await {
                Err(_) => return Err(slow()),
                Ok(None) => return spool.finish().await,
                Ok(Some(Err(_))) => {
                    return Err(BadInput::new(Code::BadRequest, "The body broke off").into());
                }
                Ok(Some(Ok(frame))) => spool.write(&frame.into_data().unwrap_or_default()).await?,
            }
        }
    };
    time::timeout(library.timeout, reading).await.unwrap_or_else(|_| Err(slow()))
}

/// What is said to a client that takes too long.
pub fn slow() -> Broken {
    BadInput::new(Code::RequestTimeout, "The body took too long to arrive").into()
}

/// Reads on what nobody wants, for a while: a client that is still sending when the connection
/// closes would never see the answer.
pub fn discard(body: Body, patience: Duration) {
    tokio::spawn(time::timeout(patience, read_on(body)));
}

async fn read_on(mut body: Body) {
    let mut left = MAX_DISCARDED;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, |data| data.len());
        match left.checked_sub(length) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}
