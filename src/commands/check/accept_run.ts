import type { ComparableRun } from "../../records/comparable_run.ts";
import { counted } from "../../base/text/counted.ts";
import { inputError } from "../../records/errors.ts";
import { isImported } from "../../records/imported_scores.ts";
import { UNPROVEN } from "../../runs/read_run.ts";
import { resumeCommand } from "../../runs/resume_command.ts";
import { shortCommit } from "../../reports/sections/check_lines.ts";
import { timeText } from "../../reports/sections/format.ts";
import { writeBaseline, type WrittenBaseline } from "../../runs/baseline.ts";
import type { CommandContext } from "../command.ts";
import { readable } from "../terminal/readable.ts";
import { FOLDERS } from "../../evaluation/folders.ts";

/** Writes a run as a baseline and prints its name, its file and the baseline it replaces. */
export function acceptRun(
  run: ComparableRun,
  { name, reason, folder: settled, isJson }: {
    readonly name: string;
    readonly reason: string;
    /** Folder of the run, whose videos must all have a final result; `null`: temporary failures are accepted. */
    readonly folder: string | null;
    readonly isJson: boolean;
  },
  { terminal }: CommandContext,
): void {
  if (settled !== null) requireSettled(run, settled);
  const commit = run.manifest.versions.assay;
  const folder = FOLDERS.baselines;
  const written = writeBaseline(run, { folder, name, reason, acceptedAt: new Date() });
  const path = readable(written.path);
  if (isJson) {
    terminal.print(JSON.stringify({ schemaVersion: 1, name, path, replaced: written.replaced }));
  } else {
    terminal.print(acceptedText(run, { name, path, written }));
  }
  if (run.manifest.warnings.includes(UNPROVEN)) terminal.warn(UNPROVEN);
  if (commit?.includes("+") && !isImported(run.manifest)) {
    terminal.warn(
      `the run was made with uncommitted changes on top of ${
        shortCommit(commit)
      }, so it cannot be reproduced from that commit`,
    );
  }
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
  { name, path, written: { replaced } }: {
    readonly name: string;
    readonly path: string;
    readonly written: WrittenBaseline;
  },
): string {
  const size = `${counted(variants.length, "variant")} over ${counted(filenames.length, "video")}`;
  const before = replaced === null
    ? ""
    : `\nIt replaces the baseline accepted ${timeText(replaced.when)}: ${replaced.why}`;
  return `${run} is now the baseline ${name} (${size}): ${path}${before}\n` +
    `Commit that file. To check against it: deno task check --baseline ${name}`;
}
