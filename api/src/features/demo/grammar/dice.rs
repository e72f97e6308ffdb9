//! Chance that can be repeated: whole numbers only, so that every platform throws the same.

/// The odd constant that the sequence steps by.
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// The generator SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
/// Generators", 2014). A library's generator may change between versions; this one must not.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// The dice of article `n`, which no other article's throws touch.
    pub(super) fn of(seed: u64, n: u64) -> Self {
        Self(mix(mix(seed.wrapping_add(GAMMA)).wrapping_add(n)))
    }

    /// Any 32 bits.
    pub(super) fn bits(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(GAMMA);
        // The upper half is the better one, and cannot be too large for 32 bits.
        (mix(self.0) >> 32) as u32
    }

    /// A number from 0 up to, but not including, `end`; 0 when `end` is 0.
    pub(super) fn below(&mut self, end: u32) -> u32 {
        // The product's upper half is less than `end`.
        ((u64::from(self.bits()) * u64::from(end)) >> 32) as u32
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below(last - first + 1)
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// An index into `length` things.
    pub(super) fn index(&mut self, length: usize) -> usize {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.below(length) as usize
    }

    /// One of `things`, each as likely as the others. There has to be one.
    pub(super) fn pick<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.index(things.len())]
    }
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn the_sequence_is_that_of_the_paper() {
        // The first outputs of the reference implementation for the state 0, upper halves.
        let mut dice = Dice(0);

        assert_eq!(
            [dice.bits(), dice.bits(), dice.bits()],
            [0xe220_a839, 0x6e78_9e6a, 0x06c4_5d18]
        );
    }

    #[test]
    fn throws_stay_in_range_and_reach_both_ends() {
        let mut dice = Dice::of(1, 1);
        let throws: Vec<u32> = (0..1000).map(|_| dice.between(3, 7)).collect();

        assert_eq!((throws.iter().min(), throws.iter().max()), (Some(&3), Some(&7)));
    }
}
