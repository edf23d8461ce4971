import type { Command } from "commander";
import { join, resolve } from "node:path";
import { COMPARE_RUNS_DEFAULTS, compareRuns } from "../analysis/comparison/compare_runs.ts";
import { namePairs } from "../analysis/comparison/name_pairs.ts";
import type { RunComparison } from "../records/run_comparison.ts";
import { comparisonJson } from "../reports/tables/comparison_json.ts";
import { comparisonMarkdown } from "../reports/markdown/comparison_markdown.ts";
import { comparisonText } from "../reports/terminal/comparison_text.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import type { CommandContext } from "./command.ts";
import { makeWritableFolder } from "../runs/writable_folder.ts";
import { readable } from "./terminal/readable.ts";
import { locateRun, readPlace } from "../evaluation/find_run.ts";
import { FOLDERS } from "../evaluation/folders.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import type { FlagValues } from "./flags/flag.ts";
import { COMPARE_FLAGS, PRINT_FLAGS } from "./flags/flag_table.ts";
import { largerNoise, runNoise } from "../evaluation/run_noise.ts";

const FLAGS = { ...COMPARE_FLAGS, ...PRINT_FLAGS } as const;

type CompareFlags = FlagValues<typeof FLAGS>;

/** Most videos with a changed score per variant in comparison.json. */
const MOST_MOVED = 200;

const FILES = { markdown: "comparison.md", json: "comparison.json" } as const;

export function define(command: Command, context: CommandContext): void {
  command
    .argument("<A>", "earlier run: folder, id under reports/, or name of a baseline")
    .argument("<B>", "later run: likewise");
  addFlags(command, FLAGS)
    .addHelpText(
      "after",
      `
Videos and variants are paired by name; --variant ours=theirs pairs variant
"ours" of A with "theirs" of B. Where no name is in both and the scores of one
run were imported, the main variants of both are compared. Differences are B
minus A. No video is opened.

Examples:
  deno task compare reports/before reports/after
  deno task compare 2026-03-01T09-30-00Z-7f3a 2026-03-02T10-00-00Z-01be
  deno task compare main reports/mine --shared --out reports/mine
  deno task compare reports/mine reports/api --variant reference=api

Exit codes: 0 done, whatever the differences (use check for a verdict); 2 wrong
flags; 3 a run is missing or damaged, or the datasets differ.`,
    )
    .action((before: string, after: string) => {
      compare([before, after], readFlags(command, FLAGS), context);
      context.finish(0);
    });
}

function compare(
  names: readonly [before: string, after: string],
  flags: CompareFlags,
  { terminal }: CommandContext,
): void {
  terminal.progress("comparing…");
  const comparison = comparisonOf(names, flags);
  if (flags.json) {
    terminal.print([...comparisonJson(comparison)].join("").trimEnd());
  } else {
    const { width, colour } = terminal;
    terminal.print([...comparisonText(comparison, { width, colour })].join("").trimEnd(), {
      painted: colour,
    });
  }
  if (flags.out === null) return;
  const written = writeComparison(resolve(flags.out), comparison);
  terminal.note(`\n${readable(written)}`);
}

function comparisonOf([a, b]: readonly [string, string], flags: CompareFlags): RunComparison {
  const places = [locateRun(a, FOLDERS), locateRun(b, FOLDERS)] as const;
  const [before, after] = [readPlace(places[0]), readPlace(places[1])];
  return compareRuns(before, after, {
    ...COMPARE_RUNS_DEFAULTS,
    mostMoved: MOST_MOVED,
    pairs: flags.variant.length === 0 ? null : namePairs(flags.variant, [before, after]),
    shared: flags.shared,
    noise: largerNoise(runNoise(places[0], before), runNoise(places[1], after)),
  });
}

/**
 * Writes comparison.md and comparison.json.
 * @returns path of comparison.md
 * @throws AssayError OUT_NOT_WRITABLE (exit code 2) when the folder cannot be written
 */
function writeComparison(folder: string, comparison: RunComparison): string {
  makeWritableFolder(folder, "--out");
  const page = join(folder, FILES.markdown);
  writeAtomically(page, comparisonMarkdown(comparison));
  writeAtomically(join(folder, FILES.json), comparisonJson(comparison));
  return page;
}
