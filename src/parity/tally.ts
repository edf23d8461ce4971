import type { Measure } from "./contract.ts";

/** Most cases out of tolerance that are listed by name. */
const MOST_NAMED = 5;

/** Counts cases by their difference. */
export interface Tally {
  /** Adds a case. `difference` is 0 for equal results and Infinity for a difference without a size, as is NaN. */
  add(name: string, difference: number): void;
  measure(): Measure;
}

export interface TallyOptions {
  readonly what: string;
  /** Largest allowed difference (default: 0). */
  readonly tolerance?: number;
  /** Unit of differences (default: none). */
  readonly unit?: string;
}

/** Makes a tally without cases. */
export function tally({ what, tolerance = 0, unit = "" }: TallyOptions): Tally {
  let cases = 0, exact = 0, within = 0, worst = 0;
  const broken: string[] = [];
  return {
    add(name, difference) {
      cases++;
      worst = Math.max(worst, Number.isNaN(difference) ? Infinity : difference);
      if (difference === 0) exact++;
      else if (difference <= tolerance) within++;
      else if (broken.length < MOST_NAMED) broken.push(name);
    },
    measure: () => ({
      what,
      cases,
      exact,
      within,
      worst: worst === Infinity ? null : worst,
      tolerance,
      unit,
      broken,
    }),
  };
}

export function measuresOf(tallies: Iterable<Tally>): Measure[] {
  return Array.from(tallies, (one) => one.measure());
}

/** Tests whether every case of a measure is within its tolerance. */
export function holds({ cases, exact, within }: Measure): boolean {
  return exact + within === cases;
}

/** Compares two values. @returns 0 if they are equal as JSON, else Infinity */
export function equality(actual: unknown, expected: unknown): number {
  return JSON.stringify(actual) === JSON.stringify(expected) ? 0 : Infinity;
}

/** Computes the largest difference of two lists; Infinity if their lengths differ or a value is NaN. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!);
    if (!(difference <= largest)) largest = difference;
    if (Number.isNaN(difference)) return Infinity;
  }
  return largest;
}

/** Computes the largest difference from expected float32 values that are written in their shortest decimal form. */
export function largestFloat32Difference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): number {
  return largestDifference(actual, Float32Array.from(expected));
}
