//! How long articles are and how often they are read, without floating point: the logarithm of
//! one platform may differ from another's in the last digit.

use super::dice::Dice;

/// Body lengths in syllables, log-normal with median 900 and 2,500 at 95 %: what 0.1 % of the
/// bodies stay below, then 1/64 of them, 2/64 and so on, and at last 99.9 %.
const LENGTHS: [u32; 65] = [
    132, 236, 283, 318, 347, 373, 397, 419, 440, 461, 481, 500, 519, 537, 556, 574, 592, 610, 628,
    646, 664, 683, 701, 720, 738, 757, 777, 796, 816, 837, 857, 878, 900, 922, 945, 968, 992, 1017,
    1043, 1069, 1097, 1126, 1155, 1187, 1219, 1254, 1290, 1328, 1368, 1411, 1458, 1508, 1562, 1620,
    1685, 1758, 1839, 1932, 2041, 2171, 2334, 2549, 2862, 3430, 6135,
];

/// The views of an article in the middle of the ranking.
const MEDIAN_VIEWS: u64 = 40;

/// The syllables that a body should have.
pub(super) fn length(dice: &mut Dice) -> u32 {
    let step = dice.index(LENGTHS.len() - 1);
    let (from, to) = (LENGTHS[step], LENGTHS[step + 1]);
    from + dice.below(to - from)
}

/// Views by Zipf's law: the article of rank r among N has about N/r times the lowest count.
pub(super) fn views(dice: &mut Dice) -> i64 {
    // Away from zero, so that the luckiest article of a hundred thousand stays believable.
    let rank = u64::from(dice.bits()) + (1 << 17);
    let views = ((MEDIAN_VIEWS << 32) / rank).saturating_sub(MEDIAN_VIEWS);
    i64::try_from(views).unwrap_or(i64::MAX)
}

/// The number of figures: 0 to 3, most often one.
pub(super) fn figures(dice: &mut Dice) -> u32 {
    match dice.below(100) {
        0..20 => 0,
        20..65 => 1,
        65..90 => 2,
        _ => 3,
    }
}
