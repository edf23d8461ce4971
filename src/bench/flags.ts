import type { Command } from "commander";
import type { BenchOptions, BenchSubject } from "./result.ts";
import { usageError } from "../records/errors.ts";
import {
  addChoiceFlags,
  addSpeechFlags,
  countFlag,
  type RunFlags,
} from "../evaluation/run_flags.ts";

/** Flags of `bench`, as typed. */
export interface BenchFlags extends RunFlags {
  readonly repeats?: string;
  readonly seconds?: string;
  readonly warmUp?: string;
  readonly seed?: string;
  readonly compare?: string;
  readonly size?: string;
  readonly videos?: string;
  readonly variants?: string;
}

/** Rounds and seconds where the user does not say; what takes long is repeated less often. */
const EFFORT: Readonly<Record<BenchSubject, { repeats: number; seconds: number }>> = {
  variants: { repeats: 10, seconds: 3 },
  stages: { repeats: 10, seconds: 3 },
  sharing: { repeats: 10, seconds: 3 },
  scale: { repeats: 3, seconds: 0 },
  memory: { repeats: 1, seconds: 0 },
  limits: { repeats: 10, seconds: 3 },
};

export function addBenchFlags(command: Command): Command {
  return addSpeechFlags(
    addChoiceFlags(command)
      .option("--threads <N>", "threads of each network's session (default: 1 on CPU)")
      .option("--repeats <N>", "rounds at least (default: 10; scale 3)")
      .option("--seconds <S>", "seconds of each piece at least (default: 3; scale 0)")
      .option("--warm-up <N>", "runs of each piece before the first round", "1")
      .option("--seed <N>", "seed of the order within rounds", "1")
      .option("--size <WxH>", "stages: the frame's size, pixels", "1920x1080")
      .option("--videos <N[,N…]>", "scale, memory: how many videos")
      .option("--variants <N[,N…]>", "scale, memory: how many variants")
      .option("--out <DIR>", "write bench.json and bench.md there")
      .option("--compare <FILE>", "an earlier bench.json of this machine"),
  );
}

/** @throws AssayError USAGE (exit 2) */
export function benchOptions(flags: BenchFlags, subject: BenchSubject): BenchOptions {
  const { repeats, seconds } = EFFORT[subject];
  return {
    repeats: countFlag("repeats", flags.repeats) ?? repeats,
    seconds: flags.seconds === undefined ? seconds : numberFlag("seconds", flags.seconds, 86400),
    warmUps: flags.warmUp === undefined ? 1 : wholeFlag("warm-up", flags.warmUp, 1000),
    seed: flags.seed === undefined ? 1 : wholeFlag("seed", flags.seed, 2 ** 32 - 1),
  };
}

/** Whole numbers of at least 1 with commas between them, ascending; `null`: not given. */
export function countsFlag(name: string, value: string | undefined): readonly number[] | null {
  if (value === undefined) return null;
  const counts = value.split(",").map((text) => countFlag(name, text)!);
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** `1920x1080`: pixels. */
export function sizeFlag(value: string): { width: number; height: number } {
  const [, width, height] = /^([1-9]\d{1,4})x([1-9]\d{1,4})$/.exec(value) ?? [];
  if (width !== undefined) return { width: Number(width), height: Number(height) };
  throw usageError("USAGE", {
    what: `--size is "${value}"`,
    remedy: "Give width and height in pixels, such as 1920x1080",
  });
}

function wholeFlag(name: string, value: string, most: number): number {
  const number = numberFlag(name, value, most);
  if (Number.isInteger(number)) return number;
  throw usageError("USAGE", { what: `--${name} is "${value}"`, remedy: "Give a whole number" });
}

function numberFlag(name: string, value: string, most: number): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : NaN;
  if (number >= 0 && number <= most) return number;
  const remedy = `Give a number from 0 to ${most}`;
  throw usageError("USAGE", { what: `--${name} is "${value}"`, remedy });
}
