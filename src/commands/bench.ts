import type { Command } from "commander";
import { join } from "node:path";
import { BENCH_SUBJECTS, type BenchResult, type BenchSubject } from "../bench/result.ts";
import { type ExitCode, usageError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { benchJson } from "../bench/json.ts";
import { benchMarkdown } from "../bench/markdown.ts";
import { benchText } from "../bench/text.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { newBenchFolder } from "../bench/folder.ts";
import { addBenchFlags, type BenchFlags, benchOptions } from "../bench/flags.ts";
import { readEarlier } from "../bench/compare.ts";
import { finishedResult } from "../bench/make_result.ts";
import type { RoundOptions } from "../bench/rounds.ts";
import { type PreparedBench, SUBJECTS } from "../bench/subjects.ts";
import type { CommandContext } from "./command.ts";
import { interruptSignal } from "../platform/host/interrupt.ts";

export function define(command: Command, context: CommandContext): void {
  command.argument("[SUBJECT]", `one of ${BENCH_SUBJECTS.join(", ")}`, "variants");
  addBenchFlags(command)
    .addHelpText(
      "after",
      `
Subjects:
  variants  each variant of the config alone, end to end over a few videos, by stage
  stages    the parts of a frame's work one by one: half size, pyramid, networks, crop, classifier
  sharing   45 and 200 variants against one run; other precisions and batch sizes
  scale     tables, metrics, reports and journals of made-up runs, and how they grow
  memory    peak memory over many videos and over many variants
  limits    where one variant's time goes, and how near decoder and networks come to the machine's limits

Work is measured in rounds, each piece once a round in random order, until there are --repeats rounds and
--seconds of each piece. --compare sets the result against an earlier bench.json of this machine.

Examples:
  deno task bench
  deno task bench variants --variant reference --variant fixed --limit 5 --out reports/bench
  deno task bench stages --size 1920x1080 --model b7
  deno task bench scale --videos 1000,10000,100000 --variants 50 --repeats 1
  deno task bench memory --videos 500
  deno task bench limits --model b7 --limit 3
  deno task bench variants --compare reports/bench/bench.json`,
    )
    .action(async (subject: string, flags: BenchFlags) =>
      context.finish(await bench(subjectOf(subject), flags, context))
    );
}

async function bench(
  subject: BenchSubject,
  flags: BenchFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const options = benchOptions(flags, subject);
  const folder = flags.out === undefined ? null : newBenchFolder(flags.out);
  const interrupt = interruptSignal();
  const rounds = { ...options, signal: interrupt.signal, progress: context.terminal.progress };
  try {
    const prepared = await SUBJECTS[subject](flags);
    const result = await measured(prepared, { subject, flags, rounds, context });
    if (folder !== null) write(folder, result);
    print(result, { flags, folder, context });
    return 0;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    context.terminal.warn("interrupted; nothing was written");
    return 130;
  } finally {
    interrupt.dispose();
  }
}

async function measured(
  { machine, ffmpeg, measure }: PreparedBench,
  { subject, flags, rounds, context }: {
    subject: BenchSubject;
    flags: BenchFlags;
    rounds: RoundOptions;
    context: CommandContext;
  },
): Promise<BenchResult> {
  const earlier = flags.compare === undefined
    ? null
    : await readEarlier(flags.compare, { subject, machine });
  const facts = { subject, machine, ffmpeg, command: context.args, options: rounds, earlier };
  return await finishedResult(() => measure(rounds), facts);
}

function write(folder: string, result: BenchResult): void {
  writeAtomically(join(folder, "bench.json"), benchJson(result));
  writeAtomically(join(folder, "bench.md"), benchMarkdown(result));
}

function print(
  result: BenchResult,
  { flags, folder, context: { terminal } }: {
    flags: BenchFlags;
    folder: string | null;
    context: CommandContext;
  },
): void {
  const text = flags.json ? benchJson(result) : benchText(result, { colour: terminal.colour });
  terminal.print([...text].join("").trimEnd());
  if (folder !== null) terminal.note(`\n${join(flags.out ?? folder, "bench.md")}`);
}

/** @throws AssayError USAGE (exit 2) */
function subjectOf(name: string): BenchSubject {
  const known = BENCH_SUBJECTS.find((subject) => subject === name);
  if (known) return known;
  const nearest = nearestName(name, BENCH_SUBJECTS);
  throw usageError("USAGE", {
    what: `bench knows no subject "${name}"`,
    remedy: nearest ? `Did you mean "${nearest}"?` : `Subjects are ${BENCH_SUBJECTS.join(", ")}`,
  });
}
