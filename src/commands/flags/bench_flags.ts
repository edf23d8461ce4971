import type { BenchTask } from "../../bench/task.ts";
import { BENCH_SUBJECTS, type BenchSubject } from "../../bench/result.ts";
import { suggestName } from "../../base/text/nearest_name.ts";
import type { FlagValues } from "./flag.ts";
import { BENCH_FLAGS, CHOICE_FLAGS, PRINT_FLAGS } from "./flag_table.ts";
import { runOptions } from "./run_flags.ts";
import { wrongUse } from "./usage.ts";

/** Flags of `bench`. */
export const BENCH_COMMAND_FLAGS = { ...CHOICE_FLAGS, ...BENCH_FLAGS, ...PRINT_FLAGS } as const;

/** Default number of rounds and minimum seconds per item; slow subjects are repeated less often. */
const EFFORT: Readonly<Record<BenchSubject, { repeats: number; seconds: number }>> = {
  variants: { repeats: 10, seconds: 3 },
  stages: { repeats: 10, seconds: 3 },
  sharing: { repeats: 10, seconds: 3 },
  scale: { repeats: 3, seconds: 0 },
  memory: { repeats: 1, seconds: 0 },
  limits: { repeats: 10, seconds: 3 },
};

/**
 * Turns the flags of `bench` into a task.
 * @param name of the subject, as typed
 * @throws AssayError USAGE (exit 2) for a subject that does not exist
 */
export function benchTask(name: string, flags: FlagValues<typeof BENCH_COMMAND_FLAGS>): BenchTask {
  const subject = BENCH_SUBJECTS.find((known) => known === name);
  if (subject === undefined) {
    throw wrongUse(`there is no bench subject "${name}"`, suggestName(name, BENCH_SUBJECTS));
  }
  const { repeats, seconds, warmUp, seed, size, videos, variants, out, compare, json } = flags;
  const rounds = {
    repeats: repeats ?? EFFORT[subject].repeats,
    seconds: seconds ?? EFFORT[subject].seconds,
    warmUps: warmUp,
    seed,
  };
  const run = runOptions({ ...flags, out: null });
  return { subject, run, rounds, size, videos, variants, out, compare, json };
}
