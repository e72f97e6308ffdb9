//! Files by key: in a folder, or in a bucket that speaks S3.
//!
//! A file is there as a whole or not at all, whenever the process dies: it is written under another
//! name and moved into place.

mod place;
mod s3;

use std::{
    fs, io,
    ops::Range,
    path::{self, Path as FilePath, PathBuf},
    sync::Arc,
};

use futures_util::{StreamExt as _, TryStreamExt as _, stream::BoxStream};
use hyper::body::Bytes;
use object_store::{
    GetOptions, GetRange, ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem,
    path::Path, prefix::PrefixStore,
};
use tokio::io::AsyncReadExt as _;

pub use self::place::{BlobPlace, Bucket};
use super::{
    error::{Error, Result},
    hex,
    time::Instant,
};

/// Bytes of a file that are in memory while it is stored; the least that S3 takes as a part.
const PART: usize = 5 * 1024 * 1024;

/// Where files are kept.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// The folder, if it is one.
    folder: Option<PathBuf>,
}

/// A stored file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its key.
    pub key: String,
    /// Bytes.
    pub size: u64,
    /// When it was stored, by the clock of the store.
    pub stored_at: Instant,
}

/// A stream of the bytes of a file.
pub type Chunks = BoxStream<'static, object_store::Result<Bytes>>;

impl Blobs {
    /// The store at this place. A folder is made when something is put there.
    pub fn open(place: &BlobPlace) -> Result<Self> {
        match place {
            BlobPlace::Folder(folder) => {
                let folder = path::absolute(folder)?;
                let prefix =
                    Path::from_absolute_path(&folder).map_err(object_store::Error::from)?;
                // What is acknowledged must be there after a power cut, as rows are. The library would
                // not take a folder as its root that is not there yet.
                let root = LocalFileSystem::new().with_fsync(true);
                let store = Arc::new(PrefixStore::new(root, prefix));
                Ok(Self { store, folder: Some(folder) })
            }
            BlobPlace::Bucket(bucket) => {
                let store = PrefixStore::new(s3::open(bucket)?, bucket.prefix.as_str());
                Ok(Self { store: Arc::new(store), folder: None })
            }
        }
    }

    /// Whether files can be stored and taken away again: asked at the start, when somebody can
    /// still mend a setting.
    pub async fn check(&self) -> Result<()> {
        let key = random_key("check")?;
        self.put(&key, Bytes::from_static(b"congtin")).await?;
        self.delete(&key).await
    }

    /// A file without a name for what is on its way here. The system drops it with the process,
    /// however that ends.
    pub fn spool(&self) -> io::Result<fs::File> {
        // On the same disk as the store, since the folder for temporary files is often in memory.
        match &self.folder {
            Some(folder) => {
                fs::create_dir_all(folder)?;
                tempfile::tempfile_in(folder)
            }
            None => tempfile::tempfile(),
        }
    }

    /// Stores what is in memory already.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<()> {
        self.store.put(&key_path(key)?, PutPayload::from_bytes(bytes)).await?;
        Ok(())
    }

    /// Stores a file from its beginning, a part at a time.
    pub async fn put_file(&self, key: &str, file: fs::File) -> Result<()> {
        let mut file = tokio::fs::File::from_std(file);
        let mut upload = self.store.put_multipart(&key_path(key)?).await?;
        let parts = async {
            loop {
                let mut part = Vec::with_capacity(PART);
                let length = (&mut file).take(PART as u64).read_to_end(&mut part).await?;
                if length == 0 {
                    return Ok(());
                }
                upload.put_part(part.into()).await?;
            }
        };
        let stored: Result<()> = parts.await;
        match stored {
            Ok(()) => {
                upload.complete().await?;
                Ok(())
            }
            Err(error) => {
                // What matters is why it failed; what is left behind is swept.
                let _ = upload.abort().await;
                Err(error)
            }
        }
    }

    /// How long a file is, if it is there.
    pub async fn size(&self, key: &str) -> Result<Option<u64>> {
        let Ok(path) = key_path(key) else { return Ok(None) };
        present(self.store.head(&path).await.map(|meta| meta.size))
    }

    /// All bytes of a file, if it is there.
    pub async fn read(&self, key: &str) -> Result<Option<Bytes>> {
        let Ok(path) = key_path(key) else { return Ok(None) };
        let Some(found) = present(self.store.get(&path).await)? else { return Ok(None) };
        Ok(Some(found.bytes().await?))
    }

    /// A part of a file as it comes, if the file is there.
    pub async fn stream(&self, key: &str, range: Range<u64>) -> Result<Option<Chunks>> {
        let Ok(path) = key_path(key) else { return Ok(None) };
        let range = (!range.is_empty()).then_some(GetRange::Bounded(range));
        let options = GetOptions { range, ..GetOptions::default() };
        let found = present(self.store.get_opts(&path, options).await)?;
        Ok(found.map(|found| found.into_stream()))
    }

    /// Takes a file away; one that is not there is away already.
    pub async fn delete(&self, key: &str) -> Result<()> {
        present(self.store.delete(&key_path(key)?).await).map(|_| ())
    }

    /// All files below a folder of keys.
    pub fn list(&self, folder: &str) -> BoxStream<'static, Result<Found>> {
        let found = self.store.list(Some(&Path::from(folder)));
        found
            .map_ok(|meta| Found {
                key: meta.location.to_string(),
                size: meta.size,
                stored_at: meta.last_modified,
            })
            .map_err(Error::from)
            .boxed()
    }

    /// Files of a folder that were never finished and have not been written to since then. A bucket
    /// drops its own by a rule of its owner's.
    pub fn unfinished(&self, since: Instant) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        if let Some(folder) = self.folder.as_ref().filter(|folder| folder.exists()) {
            unfinished_in(folder, since, &mut found)?;
        }
        Ok(found)
    }
}

/// The library writes under the name that a file will have, `#` and a number; no key has a `#`.
fn unfinished_in(folder: &FilePath, since: Instant, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            unfinished_in(&entry.path(), since, found)?;
        } else if entry.file_name().to_string_lossy().contains('#')
            && Instant::from(entry.metadata()?.modified()?) < since
        {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// A key that nobody can guess, below a folder: 128 random bits, spread over 256 folders.
pub fn random_key(folder: &str) -> Result<String> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|_| Error::Broken("the system gives no random bytes"))?;
    let digits = hex::encode(&bits);
    Ok(format!("{folder}/{}/{digits}", &digits[..2]))
}

fn key_path(key: &str) -> Result<Path> {
    Path::parse(key).map_err(|error| Error::Store(error.into()))
}

fn present<T>(result: object_store::Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
