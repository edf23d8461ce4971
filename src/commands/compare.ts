import type { Command } from "commander";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
  type NamePair,
} from "../analysis/comparison/compare_runs.ts";
import type { ComparableRun } from "../records/comparable_run.ts";
import { usageError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import type { RunComparison } from "../records/run_comparison.ts";
import { comparisonJson } from "../reports/tables/comparison_json.ts";
import { comparisonMarkdown } from "../reports/markdown/comparison_markdown.ts";
import { comparisonText } from "../reports/terminal/comparison_text.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import type { CommandContext } from "./command.ts";
import { readable } from "./terminal/readable.ts";
import { locateRun, readPlace } from "../evaluation/find_run.ts";
import { FOLDERS } from "../evaluation/folders.ts";
import { addSpeechFlags } from "../evaluation/run_flags.ts";
import { largerNoise, runNoise } from "../evaluation/run_noise.ts";

interface CompareFlags {
  readonly shared?: boolean;
  readonly variant: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

/** Moved videos of each variant in comparison.json. */
const MOST_MOVED = 200;

const FILES = { markdown: "comparison.md", json: "comparison.json" } as const;

export function define(command: Command, context: CommandContext): void {
  addSpeechFlags(
    command
      .argument("<A>", "the earlier run: its folder, its id under reports/, or a baseline's name")
      .argument("<B>", "the later run, named likewise")
      .option("--shared", "compare the videos that both have, where the datasets differ")
      .option(
        "--variant <NAME>",
        "only this variant (repeatable; default: all that both have)",
        (name: string, before: readonly string[]) => [...before, name],
        [],
      )
      .option("--out <DIR>", `write ${FILES.markdown} and ${FILES.json} there`),
  )
    .addHelpText(
      "after",
      `
Videos are paired by name, variants by name; differences are B minus A. No video is opened.

Examples:
  deno task compare reports/before reports/after
  deno task compare 2026-03-01T09-30-00Z-7f3a 2026-03-02T10-00-00Z-01be --variant reference
  deno task compare main reports/mine --shared --out reports/mine

Exit codes: 0 done, whatever changed (check judges); 2 wrong flags; 3 a run is missing or damaged, or the
datasets differ.`,
    )
    .action((before: string, after: string, flags: CompareFlags) => {
      compare([before, after], flags, context);
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
    terminal.print([...comparisonText(comparison, { width, colour })].join("").trimEnd());
  }
  if (flags.out === undefined) return;
  const written = writeComparison(resolve(flags.out), comparison);
  terminal.note(`\n${readable(written)}`);
}

function comparisonOf([a, b]: readonly [string, string], flags: CompareFlags): RunComparison {
  const places = [locateRun(a, FOLDERS), locateRun(b, FOLDERS)] as const;
  const [before, after] = [readPlace(places[0]), readPlace(places[1])];
  return compareRuns(before, after, {
    ...COMPARE_RUNS_DEFAULTS,
    mostMoved: MOST_MOVED,
    pairs: flags.variant.length === 0 ? null : namedPairs(flags.variant, { before, after }),
    shared: flags.shared ?? false,
    noise: largerNoise(runNoise(places[0], before), runNoise(places[1], after)),
  });
}

/** @throws AssayError (exit code 2) when a run has no such variant */
function namedPairs(
  names: readonly string[],
  runs: { readonly before: ComparableRun; readonly after: ComparableRun },
): readonly NamePair[] {
  return [...new Set(names)].map((name) => {
    for (const run of [runs.before, runs.after]) {
      const known = run.variants.map((variant) => variant.name);
      if (known.includes(name)) continue;
      const nearest = nearestName(name, known);
      throw usageError("VARIANT_UNKNOWN", {
        what: `${run.name} has no variant "${name}"`,
        remedy: nearest ? `Did you mean "${nearest}"?` : `It has: ${known.join(", ")}`,
      });
    }
    return { before: name, after: name };
  });
}

/**
 * @returns the path of the page for people
 * @throws AssayError (exit code 2) when the folder cannot be made
 */
function writeComparison(folder: string, comparison: RunComparison): string {
  makeFolder(folder);
  const page = join(folder, FILES.markdown);
  writeAtomically(page, comparisonMarkdown(comparison));
  writeAtomically(join(folder, FILES.json), comparisonJson(comparison));
  return page;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw usageError("OUT_NOT_WRITABLE", {
      what: `${folder} cannot be written`,
      remedy: "Choose another folder with --out",
      cause,
    });
  }
}
