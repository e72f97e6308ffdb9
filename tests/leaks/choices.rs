//! Which calls of a field are tried.

use crate::support::walk::{Call, Slot, Values};

/// Just what a field demands, in one way.
pub fn first_of_demanded(slots: &[Slot]) -> Call {
    Values::demanded(slots).swap_remove(0)
}

/// What is demanded, in every way, and beside it each other value alone.
pub fn singles(slots: &[Slot]) -> Vec<Call> {
    let demanded = Values::demanded(slots);
    let optional = slots.iter().filter(|slot| !slot.required);
    let alone = optional.flat_map(|slot| demanded.iter().flat_map(|call| slot.calls(call)));
    demanded.iter().cloned().chain(alone).collect()
}

/// Every two values that can be given together.
pub fn pairs(slots: &[Slot]) -> Vec<Call> {
    let optional: Vec<_> = slots.iter().filter(|slot| !slot.required).collect();
    let base = first_of_demanded(slots);
    let mut pairs = Vec::new();
    for (place, one) in optional.iter().enumerate() {
        for call in one.calls(&base) {
            pairs.extend(optional[place + 1..].iter().flat_map(|other| other.calls(&call)));
        }
    }
    pairs
}
