import type { Command } from "commander";
import { join, resolve } from "node:path";
import { BENCH_SUBJECTS, type BenchResult } from "../bench/result.ts";
import { type ExitCode } from "../records/errors.ts";
import { benchJson } from "../bench/json.ts";
import { benchMarkdown } from "../bench/markdown.ts";
import { benchText } from "../bench/text.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { makeWritableFolder } from "../runs/writable_folder.ts";
import { BENCH_COMMAND_FLAGS, benchTask } from "./flags/bench_flags.ts";
import { type BenchTask } from "../bench/task.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { readEarlier } from "../bench/compare.ts";
import { finishedResult } from "../bench/make_result.ts";
import type { RoundOptions } from "../bench/rounds.ts";
import { type PreparedBench, SUBJECTS } from "../bench/subjects.ts";
import type { CommandContext } from "./command.ts";
import { unlessAborted } from "../platform/host/interrupt.ts";

export function define(command: Command, context: CommandContext): void {
  command.argument("[SUBJECT]", `one of ${BENCH_SUBJECTS.join(", ")}`, "variants");
  addFlags(command, BENCH_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
Subjects:
  variants  each variant of the config alone, end to end over a few videos
  stages    each stage of one frame: half size, image pyramid, networks, crop,
            classifier
  sharing   45 and 200 variants in one run, compared with one variant; other
            precisions and batch sizes
  scale     tables, metrics, reports and journals of synthetic runs, by number
            of videos and variants
  memory    peak memory, by number of videos and variants
  limits    one variant by stage; decoder and networks compared with the
            machine's limits

Measurements are interleaved: each round runs every item once in random order.
Rounds go on until there are --repeats rounds and --seconds of each item.
Results are medians with confidence intervals. --compare adds ratios to an
earlier bench.json of this machine.

Examples:
  deno task bench
  deno task bench variants --variant reference --limit 5 --out reports/bench
  deno task bench stages --size 1920x1080 --model b7
  deno task bench scale --videos 1000,10000,100000 --variants 50 --repeats 1
  deno task bench memory --videos 500
  deno task bench limits --model b7 --limit 3
  deno task bench variants --compare reports/bench/bench.json`,
    )
    .action(async (subject: string) => {
      const task = benchTask(subject, readFlags(command, BENCH_COMMAND_FLAGS));
      context.finish(await bench(task, context));
    });
}

async function bench(task: BenchTask, context: CommandContext): Promise<ExitCode> {
  const { signal } = context.interrupt;
  const rounds = { ...task.rounds, signal, progress: context.terminal.progress };
  try {
    const prepared = await unlessAborted(signal, SUBJECTS[task.subject](task));
    if (prepared.taken !== null) context.terminal.note(`--limit ${prepared.taken}`);
    if (task.out !== null) makeWritableFolder(resolve(task.out), "--out");
    const result = await measured(prepared, { task, rounds, context });
    if (task.out !== null) write(resolve(task.out), result);
    print(result, { task, context });
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    context.terminal.warn("interrupted; no results were written");
    return 130;
  }
}

async function measured(
  { machine, ffmpeg, measure }: PreparedBench,
  { task: { subject, compare }, rounds, context }: {
    readonly task: BenchTask;
    readonly rounds: RoundOptions;
    readonly context: CommandContext;
  },
): Promise<BenchResult> {
  const earlier = compare === null ? null : await readEarlier(compare, { subject, machine });
  const facts = { subject, machine, ffmpeg, command: context.args, options: rounds, earlier };
  return await finishedResult(() => measure(rounds), facts);
}

function write(folder: string, result: BenchResult): void {
  writeAtomically(join(folder, "bench.json"), benchJson(result));
  writeAtomically(join(folder, "bench.md"), benchMarkdown(result));
}

function print(
  result: BenchResult,
  { task: { json, out }, context: { terminal } }: {
    readonly task: BenchTask;
    readonly context: CommandContext;
  },
): void {
  const text = json ? benchJson(result) : benchText(result, { colour: terminal.colour });
  terminal.print([...text].join("").trimEnd(), { painted: !json && terminal.colour });
  if (out !== null) terminal.note(`\n${join(out, "bench.md")}`);
}
