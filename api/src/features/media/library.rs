//! The files themselves: taken apart, kept, and copied in other sizes.

use std::{
    fs::File,
    io::{Read as _, Seek as _},
    sync::Arc,
    time::Duration,
};

use hyper::body::Bytes;
use moka::future::Cache;
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    copies::Copy,
    inspect::{self, Inspected, Kind, Limits, Picture, Refusal, memory, memory_for},
};
use crate::platform::{
    blob::{self, BlobPlace, Blobs},
    error::{Error, Result},
};

/// Memory that pictures may take while they are drawn, in MiB: as much as the largest one needs, or
/// several of the usual size.
const WORKSHOP: u32 = 416;
/// The least that a piece of work is counted as: no more pieces than this makes are done at once.
const LEAST: u32 = WORKSHOP / 4;
/// Copies that are kept in memory, in bytes.
const SHELF: u64 = 32 * 1024 * 1024;
/// Folders of keys.
pub const ORIGINALS: &str = "originals";
pub const COPIES: &str = "copies";

/// Where files are kept and what they may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaTerms {
    /// Where.
    pub place: BlobPlace,
    /// Most bytes of a file.
    pub bytes: u64,
    /// Most pixels of a picture.
    pub pixels: u64,
    /// How long a file may take to arrive.
    pub timeout: Duration,
}

impl Default for MediaTerms {
    fn default() -> Self {
        let place = BlobPlace::Folder("media".into());
        let timeout = Duration::from_secs(120);
        Self { place, bytes: 25 * 1024 * 1024, pixels: 40_000_000, timeout }
    }
}

/// The files of a portal; cheap to clone.
#[derive(Clone, Debug)]
pub struct Library {
    /// Their store.
    pub blobs: Blobs,
    /// Most bytes of a file.
    pub most: u64,
    /// How long one may take to arrive.
    pub timeout: Duration,
    limits: Limits,
    workshop: Arc<Semaphore>,
    shelf: Cache<String, Bytes>,
}

/// A file that may be stored, and what is known of it.
#[derive(Debug)]
pub struct Prepared {
    /// What it is.
    pub kind: Kind,
    /// Digest of what is stored.
    pub sha256: [u8; 32],
    /// Bytes of what is stored.
    pub length: u64,
    /// Width and height.
    pub size: Option<(u32, u32)>,
    /// A blurred preview.
    pub thumbhash: Option<Vec<u8>>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Bytes(Vec<u8>),
    File(File),
}

impl Library {
    /// The files on these terms.
    pub fn open(terms: &MediaTerms) -> Result<Self> {
        let weigh = |_: &String, bytes: &Bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Ok(Self {
            blobs: Blobs::open(&terms.place)?,
            most: terms.bytes,
            timeout: terms.timeout,
            limits: Limits { pixels: terms.pixels },
            workshop: Arc::new(Semaphore::new(WORKSHOP as usize)),
            shelf: Cache::builder().max_capacity(SHELF).weigher(weigh).build(),
        })
    }

    /// Looks at a file and makes of it what is stored; nothing is stored yet.
    pub async fn prepare(&self, file: File) -> Result<Result<Prepared, Refusal>> {
        let length = file.metadata()?.len();
        if length > self.most {
            return Ok(Err(Refusal::Size { limit: self.most }));
        }
        let limits = self.limits;
        self.work(memory_for(length, limits), move || prepare(file, limits)).await
    }

    /// Stores a file under a key of its own.
    pub async fn keep(&self, prepared: Prepared) -> Result<String> {
        let key = blob::random_key(ORIGINALS)?;
        match prepared.content {
            Content::Bytes(bytes) => self.blobs.put(&key, bytes.into()).await?,
            Content::File(file) => self.blobs.put_file(&key, file).await?,
        }
        Ok(key)
    }

    /// A copy, if it has been made before.
    pub async fn find_copy(&self, key: &str) -> Result<Option<Bytes>> {
        if let Some(bytes) = self.shelf.get(key).await {
            return Ok(Some(bytes));
        }
        let found = self.blobs.read(key).await?;
        if let Some(bytes) = &found {
            self.shelf.insert(key.to_owned(), bytes.clone()).await;
        }
        Ok(found)
    }

    /// Makes a copy and stores it. Whoever asks for the same one meanwhile waits for it.
    pub async fn make_copy(&self, key: &str, copy: Copy) -> Result<Option<Bytes>, Arc<Error>> {
        let made = self.shelf.try_get_with(key.to_owned(), async {
            let original = self.blobs.read(&copy.original).await.map_err(Unmade::Failed)?;
            let original = original.ok_or(Unmade::Gone)?;
            let need = memory(copy.pixels()) + original.len() as u64;
            let made = self.work(need, move || draw(&original, &copy)).await;
            let made = Bytes::from(made.map_err(Unmade::Failed)?);
            self.blobs.put(key, made.clone()).await.map_err(Unmade::Failed)?;
            Ok(made)
        });
        match made.await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(unmade) => match Arc::try_unwrap(unmade) {
                Ok(Unmade::Gone) => Ok(None),
                Ok(Unmade::Failed(error)) => Err(Arc::new(error)),
                Err(shared) if matches!(*shared, Unmade::Gone) => Ok(None),
                // Another one who waited tells the whole chain.
                Err(_) => Err(Arc::new(Error::Broken("a copy that others waited for failed"))),
            },
        }
    }

    /// Runs work of some need of memory beside the requests, when there is room for it.
    async fn work<T: Send + 'static>(
        &self,
        bytes: u64,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let room = self.room(bytes).await?;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work, not by whoever waits for it: they may leave.
            let _room = room;
            work()
        });
        done.await.map_err(|_| Error::Broken("drawing a picture broke off"))?
    }

    async fn room(&self, bytes: u64) -> Result<OwnedSemaphorePermit> {
        let mib = u32::try_from(bytes >> 20).unwrap_or(WORKSHOP).clamp(LEAST, WORKSHOP);
        let room = self.workshop.clone().acquire_many_owned(mib).await;
        room.map_err(|_| Error::Broken("the workshop is closed"))
    }
}

/// Why there is no copy.
#[derive(Debug)]
enum Unmade {
    /// The original is not there.
    Gone,
    Failed(Error),
}

/// The folder of all copies of an original.
pub fn copies_of(original: &str) -> String {
    let name = original.strip_prefix(ORIGINALS).unwrap_or(original);
    format!("{COPIES}/{}", name.trim_start_matches('/'))
}

fn prepare(mut file: File, limits: Limits) -> Result<Result<Prepared, Refusal>> {
    let inspected = match inspect::inspect(&mut file, limits)? {
        Ok(inspected) => inspected,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Inspected { kind, bytes, size, thumbhash } = inspected;
    let (sha256, length, content) = match bytes {
        Some(bytes) => (Sha256::digest(&bytes).into(), bytes.len() as u64, Content::Bytes(bytes)),
        None => {
            let (sha256, length) = digest(&mut file)?;
            (sha256, length, Content::File(file))
        }
    };
    Ok(Ok(Prepared { kind, sha256, length, size, thumbhash, content }))
}

/// The digest of a whole file, which is then at its beginning again.
fn digest(file: &mut File) -> Result<([u8; 32], u64)> {
    let mut digest = Sha256::new();
    let mut length = 0;
    let mut part = vec![0; 64 * 1024];
    file.rewind()?;
    loop {
        let read = file.read(&mut part)?;
        if read == 0 {
            break;
        }
        digest.update(&part[..read]);
        length += read as u64;
    }
    file.rewind()?;
    Ok((digest.finalize().into(), length))
}

/// What was stored could be drawn then.
fn draw(original: &[u8], copy: &Copy) -> Result<Vec<u8>> {
    let broken = |_| Error::Broken("a stored picture cannot be drawn");
    let picture = Picture::decode(copy.kind, original).map_err(broken)?;
    let resized = copy.resize(&picture.pixels)?;
    picture.with(resized).copy(copy.format).map_err(broken)
}
