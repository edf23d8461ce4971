import { judgeAnchors } from "../../analysis/gates/anchor_gate.ts";
import { completeGates, type Gates } from "../../config/gates.ts";
import type { KnownNoise } from "../../records/comparison.ts";
import type { ComparableRun } from "../../records/comparable_run.ts";
import { counted } from "../../base/text/counted.ts";
import { inputError } from "../../records/errors.ts";
import { isImported } from "../../records/imported_scores.ts";
import { UNPROVEN } from "../../runs/read_run.ts";
import { resumeCommand } from "../../runs/resume_command.ts";
import { shortCommit } from "../../reports/sections/check_lines.ts";
import { sizeText, timeText } from "../../reports/sections/format.ts";
import { readBaseline, writeBaseline, type WrittenBaseline } from "../../runs/baseline.ts";
import type { CommandContext } from "../command.ts";
import { readable } from "../terminal/readable.ts";
import { FOLDERS } from "../../evaluation/folders.ts";

/** Writes a run as a baseline and prints its name, its file and the baseline it replaces. */
export function acceptRun(
  run: ComparableRun,
  { name, reason, noise, resetAnchor, folder: settled, isJson }: {
    readonly name: string;
    readonly reason: string;
    /** Noise floor of the run; `null`: not measured. */
    readonly noise: KnownNoise | null;
    readonly resetAnchor: boolean;
    /** Folder of the run, whose videos must all have a final result; `null`: temporary failures are accepted. */
    readonly folder: string | null;
    readonly isJson: boolean;
  },
  { terminal }: CommandContext,
): void {
  if (settled !== null) requireSettled(run, settled);
  const commit = run.manifest.versions.assay;
  const folder = FOLDERS.baselines;
  const written = writeBaseline(run, {
    ...{ folder, name, reason, noise, resetAnchor },
    acceptedAt: new Date(),
  });
  const path = readable(written.path);
  if (isJson) {
    const { replaced, anchor } = written;
    terminal.print(JSON.stringify({ schemaVersion: 1, name, path, replaced, anchor, noise }));
  } else {
    terminal.print(acceptedText(run, { name, path, written, noise }));
  }
  if (written.anchor !== null) warnOfAnchor(run, { name, path: written.path, terminal });
  if (run.manifest.warnings.includes(UNPROVEN)) terminal.warn(UNPROVEN);
  if (commit?.includes("+") && !isImported(run.manifest)) {
    terminal.warn(
      `the run was made with uncommitted changes on top of ${
        shortCommit(commit)
      }, so it cannot be reproduced from that commit`,
    );
  }
}

/** Warns of a run that is already too far from the anchor, by the gates of its own config: no check of it can pass. */
function warnOfAnchor(
  run: ComparableRun,
  { name, path, terminal }: {
    readonly name: string;
    readonly path: string;
    readonly terminal: CommandContext["terminal"];
  },
): void {
  const { anchors, noise } = readBaseline(path);
  const { gates = {} } = run.manifest.config as { readonly gates?: Partial<Gates> };
  const limits = completeGates(gates).anchor;
  const failed = judgeAnchors(run, { baseline: name, anchors, limits, noise })
    .filter(({ outcome }) => outcome === "fail");
  if (failed.length === 0) return;
  const measures = [...new Set(failed.map(({ measure }) => measure))].join("; ");
  terminal.warn(
    `by the gates of its config this run is already too far from the anchor, so that checks will fail: ` +
      `${measures}. If the change is meant to stay, accept the run with --reset-anchor`,
  );
}

/** Refuses a run with temporary failures as a baseline. */
function requireSettled({ name, manifest }: ComparableRun, folder: string): void {
  const { retryable = 0, command } = manifest;
  if (retryable === 0) return;
  throw inputError("RUN_UNSETTLED", {
    what: `${counted(retryable, "video")} of ${name} failed temporarily`,
    remedy: `Run ${
      resumeCommand(folder, command)
    } to try them again, or accept the run as it is with --force`,
  });
}

function acceptedText(
  { name: run, filenames, variants }: ComparableRun,
  { name, path, written: { replaced, anchor }, noise }: {
    readonly name: string;
    readonly path: string;
    readonly written: WrittenBaseline;
    readonly noise: KnownNoise | null;
  },
): string {
  const size = `${counted(variants.length, "variant")} over ${counted(filenames.length, "video")}`;
  const before = replaced === null
    ? ""
    : `\nIt replaces the baseline accepted ${timeText(replaced.when)}: ${replaced.why}`;
  const since = anchor === null
    ? ""
    : `\nLater runs are also judged against its anchor, accepted ${timeText(anchor.when)}: ` +
      `${anchor.why}. --reset-anchor begins anew`;
  return `${run} is now the baseline ${name} (${size}): ${path}${before}${since}\n` +
    `${noiseText(noise)}\n` +
    `Commit that file. To check against it: deno task check --baseline ${name}`;
}

/** What the baseline knows of noise, a sentence. */
function noiseText(noise: KnownNoise | null): string {
  if (noise === null) return "Noise floor: not measured (eval --repeat-baseline 2 measures it).";
  if (noise.videoBound === 0) {
    return `Noise floor: 0, every score was the same in all ${counted(noise.runs, "run")}.`;
  }
  const bound = noise.metrics.logLoss?.bound ?? null;
  return `Noise floor, a 95 % prediction bound from ${counted(noise.runs - 1, "repeat")}: ${
    bound === null ? "" : `log loss ${sizeText(bound)}, `
  }P(fake) of a video ${sizeText(noise.videoBound)}.`;
}
