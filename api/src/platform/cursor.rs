//! Cursors: places in a list as clients carry them.
//!
//! A cursor is sealed by a key of the database: a client cannot make one, change one, or use one in
//! another order. So whatever can be read back is a place that a list has had, and a forged cursor
//! is an error instead of a page from nowhere.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sea_orm::prelude::Uuid;
use sha2::Sha256;

use super::paging::{Key, Position, Sorting};

/// Bytes of the seal: guessing one takes longer than any cursor is of use.
const SEAL: usize = 10;
/// Bytes of an id.
const ID: usize = 16;

/// What cursors are sealed with: the state of the hash after the key, so that a cursor costs only
/// its own few bytes.
#[derive(Clone)]
pub struct Seal(Arc<Hmac<Sha256>>);

impl Seal {
    /// A seal with this key.
    pub fn new(key: &[u8]) -> Self {
        Self(Arc::new(Hmac::new_from_slice(key).expect("an HMAC takes keys of any length")))
    }

    /// Reads and writes the cursors of one order.
    pub fn cursors(&self, sorting: Sorting) -> Cursors {
        Cursors { seal: self.clone(), sorting }
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seal")
    }
}

/// The cursors of one order of one list.
#[derive(Clone, Debug)]
pub struct Cursors {
    seal: Seal,
    /// The order.
    pub sorting: Sorting,
}

impl Cursors {
    /// The opaque form of a position: its seal, its id and its sort key in base64.
    pub fn write(&self, position: &Position) -> String {
        let Position(key, id) = position;
        let mut bytes = vec![0; SEAL];
        bytes.extend(id.as_bytes());
        match key {
            Key::Time(number) => {
                bytes.push(b't');
                bytes.extend(number.to_be_bytes());
            }
            Key::Count(number) => {
                bytes.push(b'n');
                bytes.extend(number.to_be_bytes());
            }
            Key::Bytes(key) => {
                bytes.push(b'b');
                bytes.extend(key);
            }
        }
        let seal = self.sealed(&bytes[SEAL..]).finalize().into_bytes();
        bytes[..SEAL].copy_from_slice(&seal[..SEAL]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position of a cursor that was written here.
    pub fn read(&self, cursor: &str) -> Option<Position> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (seal, place) = bytes.split_at_checked(SEAL)?;
        // Compared in constant time.
        self.sealed(place).verify_truncated_left(seal).ok()?;
        let (id, key) = place.split_at_checked(ID)?;
        let key = match key.split_first()? {
            (b't', number) => Key::Time(i64::from_be_bytes(number.try_into().ok()?)),
            (b'n', number) => Key::Count(i64::from_be_bytes(number.try_into().ok()?)),
            (b'b', key) => Key::Bytes(key.to_owned()),
            _ => return None,
        };
        Some(Position(key, Uuid::from_slice(id).ok()?))
    }

    /// The seal covers the name of the order, which is not written into the cursor.
    fn sealed(&self, place: &[u8]) -> Hmac<Sha256> {
        let mut seal = (*self.seal.0).clone();
        seal.update(self.sorting.name.as_bytes());
        seal.update(&[0]);
        seal.update(place);
        seal
    }
}

#[cfg(test)]
mod tests {
    use proptest::{
        collection::vec, prelude::any, prop_assert_eq, prop_oneof, proptest,
        strategy::Strategy as _,
    };

    use super::*;

    fn cursors(key: u8, name: &'static str) -> Cursors {
        Seal::new(&[key; 32]).cursors(Sorting { name, descending: true })
    }

    fn keys() -> impl proptest::strategy::Strategy<Value = Key> {
        prop_oneof![
            any::<i64>().prop_map(Key::Time),
            any::<i64>().prop_map(Key::Count),
            vec(any::<u8>(), 0..40).prop_map(Key::Bytes),
        ]
    }

    proptest! {
        #[test]
        fn a_cursor_reads_back_in_its_order_and_with_its_key_alone(key in keys(), id: u128) {
            let position = Position(key, Uuid::from_u128(id));
            let cursor = cursors(1, "time:desc").write(&position);
            prop_assert_eq!(cursors(1, "time:desc").read(&cursor), Some(position));
            prop_assert_eq!(cursors(1, "title:asc").read(&cursor), None);
            prop_assert_eq!(cursors(2, "time:desc").read(&cursor), None);
        }

        #[test]
        fn a_cursor_with_one_bit_changed_is_none(key in keys(), id: u128, bit: usize) {
            let cursors = cursors(1, "time:desc");
            let cursor = cursors.write(&Position(key, Uuid::from_u128(id)));
            let mut bytes = URL_SAFE_NO_PAD.decode(cursor).unwrap();
            let bit = bit % (bytes.len() * 8);
            bytes[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(cursors.read(&URL_SAFE_NO_PAD.encode(bytes)), None);
        }

        #[test]
        fn a_forged_cursor_is_none(text in any::<String>(), bytes: Vec<u8>) {
            let cursors = cursors(1, "time:desc");
            prop_assert_eq!(cursors.read(&text), None);
            prop_assert_eq!(cursors.read(&URL_SAFE_NO_PAD.encode(bytes)), None);
        }
    }
}
