use unicode_normalization::UnicodeNormalization as _;

use super::*;
use crate::platform::problem::ProblemCode;

const OWNER: Owner<'static> = Owner { login: "nguyen.van.binh", name: "Nguyễn Văn Bình" };

fn refused(password: &str) -> Option<ProblemCode> {
    check(password, OWNER, "input.password").err().map(|problem| problem.code)
}

#[test]
fn fifteen_to_256_characters_after_nfc_of_whatever_kind() {
    assert_eq!(refused("bốn mùa lá rụng"), None);
    assert_eq!(refused("bốn mùa lá rụn"), Some(ProblemCode::TooShort));
    let decomposed: String = "bốn mùa lá rụn".nfd().collect();
    assert!(decomposed.chars().count() > 15);
    assert_eq!(refused(&decomposed), Some(ProblemCode::TooShort));
    let sentence = "đò dọc sông Hàn ".repeat(15);
    let longest: String = sentence.chars().chain("x".repeat(16).chars()).collect();
    assert_eq!(longest.chars().count(), 256);
    assert_eq!(refused(&longest), None);
    assert_eq!(refused(&(longest + "x")), Some(ProblemCode::TooLong));
    assert_eq!(refused(&"a1".repeat(513)), Some(ProblemCode::TooLong));
    assert_eq!(refused("only lower case words"), None);
}

#[test]
fn what_everybody_tries_first_is_refused() {
    for guess in [
        "passwordpassword",
        "Password12345678",
        "P@ssw0rdP@ssw0rd",
        "mật khẩu 123456789",
        "123456789012345",
        "aaaaaaaaaaaaaaa",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "abcabcabcabcabcabc",
        "nguyen.van.binh",
        "Nguyễn Văn Bình 1975",
        "nguyenvanbinhnguyenvanbinh",
        "               ",
        "!!!!!!!!!!!!!!!!",
    ] {
        assert_eq!(refused(guess), Some(ProblemCode::PasswordGuessable), "{guess}");
    }
}

#[test]
fn a_hash_is_argon2id_with_a_salt_of_its_own_and_hidden() {
    let (one, other) = (digest("bốn mùa lá rụng").unwrap(), digest("bốn mùa lá rụng").unwrap());
    assert!(one.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", one.0);
    assert_ne!(one, other);
    assert_eq!(format!("{one:?}"), "PasswordHash(…)");
    let hash = phc::PasswordHash::new(&one.0).unwrap();
    assert_eq!(hash.salt.unwrap().as_ref().len(), 16);
}

#[test]
fn a_password_is_the_same_in_either_normal_form() {
    let hash = digest("bốn mùa lá rụng").unwrap();
    let decomposed: String = "bốn mùa lá rụng".nfd().collect();
    assert_eq!(compare(&decomposed, &hash).unwrap(), Verdict::Right);
    assert_eq!(compare("bốn mùa lá rụng ", &hash).unwrap(), Verdict::Wrong);
}

#[test]
fn a_weaker_hash_is_known_as_outdated() {
    let params = Params::new(8_192, 1, 1, None).unwrap();
    let weak = Argon2::new(Algorithm::Argon2id, argon2::Version::V0x13, params);
    let weak: phc::PasswordHash =
        weak.hash_password_with_salt(b"a long pass phrase", &[7; 16]).unwrap();
    let weak = PasswordHash(weak.to_string());
    assert_eq!(compare("a long pass phrase", &weak).unwrap(), Verdict::Outdated);
    assert_eq!(compare("another pass phrase", &weak).unwrap(), Verdict::Wrong);
}

#[tokio::test]
async fn without_an_account_no_password_is_right() {
    let hasher = Hasher::new().unwrap();
    let turn = hasher.turn().await.unwrap().unwrap();
    assert_eq!(hasher.verify(&turn, "", None).await.unwrap(), Verdict::Wrong);
}

#[tokio::test]
async fn only_so_many_wait_for_their_turn() {
    let hasher = Hasher::new().unwrap();
    let _all = hasher.seats.clone().acquire_many_owned(SEATS as u32).await.unwrap();
    assert!(hasher.turn().await.unwrap().is_none());
}
