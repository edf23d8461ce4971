import type { BenchOptions, MeasuredCase, RatioSides } from "./result.ts";
import { seededRandom } from "../base/numeric/statistics/seeded_random.ts";
import { shuffled } from "../base/numeric/statistics/shuffled.ts";
import { type Clock, systemClock } from "../platform/host/clock.ts";
import { processUsage } from "../platform/host/process_usage.ts";

/** A piece of work that can be done again and again. */
export interface BenchWork {
  readonly name: string;
  /** What the time is told for, such as `video`. */
  readonly per: string;
  /** How many of those one call works on, at least 1. */
  readonly units: number;
  /** What the time is called that no part accounts for. */
  readonly remainder: string;
  /** Does the work. Returns where the time went, milliseconds, as far as it knows. */
  run(): Promise<Readonly<Record<string, number>>>;
}

export interface RoundOptions extends BenchOptions {
  readonly signal: AbortSignal;
  /** Told what is going on, for people. */
  readonly progress: (text: string) => void;
  /** Measures every work; left out: the machine's clock. */
  readonly clock?: Clock;
}

/** So many rounds are always enough. */
const MOST_ROUNDS = 1000;

/**
 * Measures every work once a round, in an order drawn anew for each round, after a warm-up. Rounds go on
 * until there are `repeats` and each work had `seconds` on average, so that short work is repeated more often.
 * @throws the signal's reason when it is aborted
 */
export async function measureRounds(
  works: readonly BenchWork[],
  { repeats, seconds, warmUps, seed, signal, progress, clock = systemClock }: RoundOptions,
): Promise<readonly MeasuredCase[]> {
  const cases = works.map(({ name, per }) => emptyCase(name, per));
  for (let k = 0; k < warmUps; k++) {
    for (const { name, run } of works) {
      progress(`warming up: ${name}`);
      await run();
      signal.throwIfAborted();
    }
  }
  const random = seededRandom(seed);
  const start = clock.now();
  const enough = (round: number) =>
    round >= repeats && clock.now() - start >= 1000 * seconds * works.length;
  for (let round = 0; round < MOST_ROUNDS && !enough(round); round++) {
    for (const place of shuffled(works.length, random)) {
      progress(`round ${round + 1} of ${repeats} or more: ${works[place]!.name}`);
      await measure(works[place]!, { measured: cases[place]!, clock });
      signal.throwIfAborted();
    }
  }
  return cases;
}

/** The two cases' times, round by round. */
export function wallSides(numerator: MeasuredCase, denominator: MeasuredCase): RatioSides {
  return { numerator: numerator.samplesMs, denominator: denominator.samplesMs };
}

/** The two cases' CPU times, round by round. */
export function cpuSides(numerator: MeasuredCase, denominator: MeasuredCase): RatioSides {
  return { numerator: numerator.cpuMs, denominator: denominator.cpuMs };
}

interface GrowingCase extends MeasuredCase {
  readonly samplesMs: number[];
  readonly cpuMs: number[];
  readonly parts: Record<string, number[]>;
}

function emptyCase(name: string, per: string): GrowingCase {
  return { name, per, samplesMs: [], cpuMs: [], parts: {} };
}

async function measure(
  { run, units, remainder }: BenchWork,
  { measured, clock }: { readonly measured: GrowingCase; readonly clock: Clock },
): Promise<void> {
  const cpu = processUsage().cpuMs;
  const start = clock.now();
  const parts = await run();
  const milliseconds = clock.now() - start;
  measured.samplesMs.push(milliseconds / units);
  measured.cpuMs.push((processUsage().cpuMs - cpu) / units);
  for (const [name, value] of Object.entries(parts)) {
    (measured.parts[name] ??= []).push(value / units);
  }
  const known = Object.values(parts).reduce((sum, value) => sum + value, 0);
  if (known > 0) (measured.parts[remainder] ??= []).push((milliseconds - known) / units);
}
