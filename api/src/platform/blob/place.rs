//! Where files are kept, as settings say it.

use std::path::{Path, PathBuf};

use url::Url;

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlobPlace {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket that speaks S3.
    Bucket(Bucket),
}

/// A bucket that speaks S3. The keys to it stand in the usual `AWS_*` variables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What all keys in it begin with.
    pub prefix: String,
    /// Address of the service; none: that of AWS.
    pub endpoint: Option<String>,
    /// Where it is; none: as `AWS_REGION` says.
    pub region: Option<String>,
}

impl BlobPlace {
    /// Reads `s3://bucket/prefix`, `file:///folder` or the name of a folder.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("s3://") {
            let (name, prefix) = path.split_once('/').unwrap_or((path, ""));
            let (name, prefix) = (name.to_owned(), prefix.trim_end_matches('/').to_owned());
            let bucket = Bucket { name, prefix, ..Bucket::default() };
            return (!bucket.name.is_empty()).then_some(Self::Bucket(bucket));
        }
        let folder = match text.starts_with("file:") {
            true => Url::parse(text).ok()?.to_file_path().ok()?,
            false => PathBuf::from(text),
        };
        let is_address = text.contains("://") && !text.starts_with("file:");
        (!is_address && folder != Path::new("")).then_some(Self::Folder(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_folder_or_a_bucket() {
        let folder = |path: &str| Some(BlobPlace::Folder(path.into()));
        assert_eq!(BlobPlace::read("media"), folder("media"));
        assert_eq!(BlobPlace::read("file:///srv/media"), folder("/srv/media"));
        let bucket = |name: &str, prefix: &str| {
            let (name, prefix) = (name.to_owned(), prefix.to_owned());
            Some(BlobPlace::Bucket(Bucket { name, prefix, ..Bucket::default() }))
        };
        assert_eq!(BlobPlace::read("s3://portal"), bucket("portal", ""));
        assert_eq!(BlobPlace::read("s3://portal/a/b/"), bucket("portal", "a/b"));
        for bad in ["", "s3://", "s3:///a", "http://x/y", "gs://x", "file://host/x"] {
            assert_eq!(BlobPlace::read(bad), None, "{bad}");
        }
    }
}
