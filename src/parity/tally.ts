import type { Measure } from "./contract.ts";

/** Most cases out of tolerance that are told by name. */
const MOST_NAMED = 5;

/** Counts how cases compare. */
export interface Tally {
  /**
   * Notes a case. `difference` is 0 where nothing differs and Infinity where the difference has no size;
   * NaN counts as Infinity.
   */
  add(name: string, difference: number): void;
  measure(): Measure;
}

export interface TallyOptions {
  readonly what: string;
  /** The largest difference that is allowed. Default 0. */
  readonly tolerance?: number;
  /** Default none. */
  readonly unit?: string;
}

/** A tally of no cases. */
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

/** Whether every case of a measure is within its tolerance. */
export function holds({ cases, exact, within }: Measure): boolean {
  return exact + within === cases;
}

/** 0 for equal values, else a difference without a size. */
export function equality(actual: unknown, expected: unknown): number {
  return JSON.stringify(actual) === JSON.stringify(expected) ? 0 : Infinity;
}

/** The largest difference of two lists, place by place; Infinity when their lengths differ. */
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

/** The same for expected numbers that stand for float32 values, in their shortest form. */
export function largestFloat32Difference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): number {
  return largestDifference(actual, Float32Array.from(expected));
}
