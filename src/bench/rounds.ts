import type { BenchOptions, MeasuredCase, RatioSides } from "./result.ts";
import { seededRandom } from "../base/numeric/statistics/seeded_random.ts";
import { shuffled } from "../base/numeric/statistics/shuffled.ts";
import { type Clock, systemClock } from "../platform/host/clock.ts";
import { processUsage } from "../platform/host/process_usage.ts";

/** A repeatable piece of work. */
export interface BenchWork {
  readonly name: string;
  /** Unit that times are per, such as `video`. */
  readonly per: string;
  /** Number of units that one call processes, at least 1. */
  readonly units: number;
  /** Name of the remaining time that no part accounts for. */
  readonly remainder: string;
  /** Does the work. Returns the parts of the time that it knows, milliseconds. */
  run(): Promise<Readonly<Record<string, number>>>;
}

export interface RoundOptions extends BenchOptions {
  readonly signal: AbortSignal;
  /** Called with progress messages. */
  readonly progress: (text: string) => void;
  /** Clock for all measurements; left out: the machine's clock. */
  readonly clock?: Clock;
}

/** Maximum number of rounds. */
const MOST_ROUNDS = 1000;

/**
 * Measures all work once per round, in a new random order each round, after a warm-up. Rounds continue until
 * there are `repeats` of them and each work has run `seconds` on average, so that short work is repeated more often.
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
