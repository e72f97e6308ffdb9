use std::io::{Seek as _, Write as _};

use super::*;

async fn folder() -> (tempfile::TempDir, Blobs) {
    let folder = tempfile::tempdir().unwrap();
    let place = BlobPlace::Folder(folder.path().join("media"));
    let blobs = Blobs::open(&place).unwrap();
    (folder, blobs)
}

#[tokio::test]
async fn a_file_is_stored_read_in_parts_listed_and_taken_away() {
    let (_folder, blobs) = folder().await;
    blobs.check().await.unwrap();
    let key = random_key("originals").unwrap();
    // More than one part, and not a whole number of them.
    let bytes: Vec<u8> = (0..PART + 1_000).map(|n| n as u8).collect();
    let mut file = blobs.spool().unwrap();
    file.write_all(&bytes).unwrap();
    file.rewind().unwrap();
    blobs.put_file(&key, file).await.unwrap();

    assert_eq!(blobs.size(&key).await.unwrap(), Some(bytes.len() as u64));
    assert_eq!(blobs.read(&key).await.unwrap().unwrap(), bytes);
    let part = blobs.stream(&key, 10..20).await.unwrap().unwrap();
    let part: Vec<Bytes> = part.try_collect().await.unwrap();
    assert_eq!(part.concat(), bytes[10..20]);
    let listed: Vec<Found> = blobs.list("originals").try_collect().await.unwrap();
    assert_eq!(listed.len(), 1, "what was checked at the start left nothing");
    assert_eq!((&listed[0].key, listed[0].size), (&key, bytes.len() as u64));

    blobs.delete(&key).await.unwrap();
    blobs.delete(&key).await.unwrap();
    assert_eq!(blobs.size(&key).await.unwrap(), None);
    assert!(blobs.stream(&key, 0..1).await.unwrap().is_none());
}

#[tokio::test]
async fn a_store_that_nothing_was_put_into_leaves_no_folder() {
    let (folder, blobs) = folder().await;
    let listed: Vec<Found> = blobs.list("originals").try_collect().await.unwrap();
    assert_eq!(listed, []);
    assert_eq!(blobs.unfinished("2999-01-01T00:00:00Z".parse().unwrap()).unwrap().len(), 0);
    assert_eq!(blobs.size("originals/ab/cd").await.unwrap(), None);
    assert!(!folder.path().join("media").exists());
}

#[tokio::test]
async fn no_key_leads_out_of_the_store() {
    let (folder, blobs) = folder().await;
    fs::write(folder.path().join("secret"), "x").unwrap();
    for key in ["../secret", "a/../../secret", "/secret", "", "a//b", "."] {
        assert_eq!(blobs.read(key).await.unwrap_or_default(), None, "{key}");
    }
    assert!(blobs.put("../secret", Bytes::new()).await.is_err());
}

#[tokio::test]
async fn what_was_never_finished_is_found_once_it_is_old() {
    let (folder, blobs) = folder().await;
    let mut upload = blobs.store.put_multipart(&Path::from("originals/ab/cd")).await.unwrap();
    upload.put_part(vec![1; 10].into()).await.unwrap();
    // As if the process had died.
    std::mem::forget(upload);

    let listed: Vec<Found> = blobs.list("originals").try_collect().await.unwrap();
    assert_eq!(listed, []);
    let long_ago = "2020-01-01T00:00:00Z".parse().unwrap();
    assert!(blobs.unfinished(long_ago).unwrap().is_empty());
    let far_on = "2999-01-01T00:00:00Z".parse().unwrap();
    let unfinished = blobs.unfinished(far_on).unwrap();
    assert_eq!(unfinished.len(), 1);
    assert!(unfinished[0].starts_with(folder.path()));
}

#[test]
fn keys_are_long_and_never_the_same() {
    let (one, other) = (random_key("a").unwrap(), random_key("a").unwrap());
    assert_ne!(one, other);
    assert_eq!(one.len(), "a/00/".len() + 32);
}
