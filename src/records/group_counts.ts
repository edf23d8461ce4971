/**
 * Fewest groups with which a difference can be significant, or a margin be proved: with five the swap test cannot
 * reach p ≤ 0.05, and intervals are too narrow to be trusted. Slices below it have no intervals.
 */
export const FEWEST_GROUPS = 6;

/** Number of groups below which intervals are said to be wide. */
export const FEW_GROUPS = 20;
